//! Openings: one field, one site, one class, all; and that nothing that was touched is believed.

mod common;

use common::*;
use holdfire_model::Moment;
use holdfire_register::{
    Claim, Completeness, Counting, FieldName, FormError, OPENING_LABEL, OpenError, OpenedReport,
    Opening, OpeningError, Padding, Pick, PrivateList, SiteFields, Statement, verify_opening,
};
use holdfire_seal::Hash;
use holdfire_seal::note::sign_note;

fn verify(file: &str) -> Result<OpenedReport, OpeningError> {
    let opening = Opening::parse_unverified(file.as_bytes())?;
    verify_opening(&opening, &keys(), None)
}

fn open(list: &PrivateList, pick: &Pick) -> OpenedReport {
    verify(&list.open(list.last_version(), pick).unwrap().to_file()).unwrap()
}

fn class(field: FieldName, value: &str, completeness: Completeness) -> Pick {
    Pick::Class {
        field,
        value: value.to_owned(),
        completeness,
    }
}

fn every_pick() -> Vec<Pick> {
    vec![
        Pick::Fields {
            sites: vec![id(4)],
            fields: vec![FieldName::Category],
        },
        Pick::Fields {
            sites: vec![id(1), id(0)],
            fields: vec![FieldName::Region, FieldName::Id],
        },
        Pick::Sites(vec![id(3)]),
        Pick::Sites(vec![id(3), id(5), id(0)]),
        class(FieldName::Region, "west", Completeness::Members),
        class(FieldName::Region, "west", Completeness::Complete),
        class(FieldName::Category, "plant", Completeness::Complete),
        Pick::All,
    ]
}

#[test]
fn a_category_is_opened_without_the_place() {
    let (list, _) = first(&rows(0..20), Padding::BUCKETS_OF_64, "category");
    let pick = Pick::Fields {
        sites: vec![id(4)],
        fields: vec![FieldName::Category],
    };
    let report = open(&list, &pick);
    let [leaf] = &*report.leaves else {
        panic!("one leaf was opened");
    };
    assert_eq!(leaf.value(FieldName::Category), Some("plant"));
    assert_eq!(leaf.is_dummy(), Some(false));
    let shown = FieldName::ALL
        .into_iter()
        .filter(|field| leaf.value(*field).is_some());
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [FieldName::Padding, FieldName::Category]
    );
    let file = list.open(1, &pick).unwrap().to_file();
    let bytes = unarmour(&file);
    let site = row(4);
    for field in [
        FieldName::Id,
        FieldName::Name,
        FieldName::Longitude,
        FieldName::Latitude,
        FieldName::Note,
    ] {
        let word = site.get(field).as_bytes();
        assert!(
            !bytes.windows(word.len()).any(|window| window == word),
            "{field} is in the file"
        );
    }
}

#[test]
fn one_site_one_class_and_all_are_opened() {
    let (list, handed) = first(&rows(0..20), Padding::BUCKETS_OF_64, "classes");
    let one = open(&list, &Pick::Sites(vec![id(7)]));
    assert_eq!(one.whole_sites().collect::<Vec<_>>(), [&row(7)]);
    assert!(handed.has_leaf(&one.leaves[0].leaf));

    let west: Vec<SiteFields> = rows((0..20).filter(|n| n % 3 == 2));
    for completeness in [Completeness::Members, Completeness::Complete] {
        let report = open(&list, &class(FieldName::Region, "west", completeness));
        let mut sites: Vec<SiteFields> = report.whole_sites().cloned().collect();
        sites.sort_by(|a, b| a.values().cmp(b.values()));
        assert_eq!(sites, west);
    }
    let complete = open(
        &list,
        &class(FieldName::Region, "west", Completeness::Complete),
    );
    assert_eq!(complete.leaves.len(), 64);
    let words = complete.words().join("\n");
    assert!(
        words.contains("Opened are all 6 sites with region `west`"),
        "{words}"
    );
    assert!(words.contains("14 another one, 44 none"), "{words}");

    let all = open(&list, &Pick::All);
    assert_eq!(all.whole_sites().count(), 20);
    let words = all.words().join("\n");
    assert!(
        words.contains("the whole list: 20 sites and 44 dummies"),
        "{words}"
    );
    assert!(words.contains("Signed by beta.example/register"), "{words}");
}

#[test]
fn an_opened_list_is_written_back_as_a_register() {
    let (list, _) = first(&rows(0..20), Padding::BUCKETS_OF_64, "csv");
    let written = open(&list, &Pick::All).register_csv();
    assert_eq!(
        written.text,
        holdfire_register::register_csv(&rows(0..20)).text
    );
    assert!(
        written
            .text
            .contains("S-003,beta,substation,51.0273,13.0111,exact,,2030-02-26"),
        "{}",
        written.text
    );
}

#[test]
fn every_flipped_bit_and_every_cut_is_refused() {
    let (list, _) = first(
        &rows(0..6),
        Padding::To {
            bucket: 8,
            least: 8,
            cover: 0,
        },
        "flips",
    );
    for pick in every_pick() {
        let file = list.open(1, &pick).unwrap().to_file();
        assert!(verify(&file).is_ok(), "{pick:?}");
        let bytes = unarmour(&file);
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1 << (at % 8);
            let other = armour(OPENING_LABEL, &other);
            let read = verify(&other);
            assert!(
                read.is_err(),
                "{pick:?} byte {at} of {}: {read:?}",
                bytes.len()
            );
        }
        for at in (0..file.len()).step_by(7) {
            assert!(verify(&file[..at]).is_err(), "{pick:?} cut at {at}");
            let mut other = file.clone().into_bytes();
            other[at] ^= 1 << (at % 8);
            let read = Opening::parse_unverified(&other);
            let refused = read.map_or(true, |opening| {
                verify_opening(&opening, &keys(), None).is_err()
            });
            assert!(refused, "{pick:?} character {at}");
        }
    }
}

/// Puts another note of the same length into the bytes of an opening.
fn with_note(file: &str, note: &str, other: &str) -> String {
    let bytes = unarmour(file);
    let at = bytes
        .windows(note.len())
        .position(|window| window == note.as_bytes())
        .unwrap();
    assert_eq!(
        note.len(),
        other.len(),
        "the test needs notes of one length"
    );
    let bytes = [&bytes[..at], other.as_bytes(), &bytes[at + note.len()..]].concat();
    armour(OPENING_LABEL, &bytes)
}

#[test]
fn openings_replayed_for_another_version_are_refused() {
    let mut source = Source::new("replay");
    let (one, v1) = seal(
        &PrivateList::new(LIST),
        &rows(0..9),
        Padding::Exact,
        &mut source,
    );
    let (two, v2) = seal(&one, &rows(1..9), Padding::Exact, &mut source);
    let (three, v3) = seal(&two, &rows(2..10), Padding::Exact, &mut source);
    // Site 0 was on the list in version 1 only. Its opening is put under the note of version 3.
    for pick in [Pick::Sites(vec![id(1)]), Pick::All] {
        let file = two.open(2, &pick).unwrap().to_file();
        let swapped = with_note(&file, v2.signed().note(), v3.signed().note());
        let refused = verify(&swapped).unwrap_err();
        assert!(
            matches!(
                refused,
                OpeningError::NotThere { .. } | OpeningError::OtherRoot { .. }
            ),
            "{refused}"
        );
        assert!(
            refused
                .to_string()
                .contains(&v3.signed().state().to_string()),
            "{refused}"
        );
    }
    // A true opening of version 1, when version 3 is asked about.
    let opening = three.open(1, &Pick::Sites(vec![id(0)])).unwrap();
    assert!(verify_opening(&opening, &keys(), Some(&v1.signed().hash())).is_ok());
    let refused = verify_opening(&opening, &keys(), Some(&v3.signed().hash())).unwrap_err();
    let words = refused.to_string();
    assert!(words.contains(&v1.signed().state().to_string()), "{words}");
    assert!(words.contains(&v3.signed().hash().to_string()), "{words}");
    assert_eq!(
        three.open(3, &Pick::Sites(vec![id(0)])).unwrap_err(),
        OpenError::NoSite {
            id: id(0),
            version: 3
        }
    );
    assert!(matches!(
        three.open(4, &Pick::All).unwrap_err(),
        OpenError::NoVersion { last: 3, .. }
    ));
}

#[test]
fn leaves_and_fields_of_other_sites_are_refused() {
    let (list, _) = first(&rows(0..6), Padding::Exact, "swapped");
    let (other, _) = first(&rows(0..6), Padding::Exact, "swapped with");
    // The same list sealed twice: openings of one do not go under the statement of the other.
    let (note, other_note) = (
        list.handover(1, &keys())
            .unwrap()
            .unwrap()
            .signed()
            .note()
            .to_owned(),
        other
            .handover(1, &keys())
            .unwrap()
            .unwrap()
            .signed()
            .note()
            .to_owned(),
    );
    for pick in every_pick() {
        let file = with_note(&list.open(1, &pick).unwrap().to_file(), &note, &other_note);
        assert!(verify(&file).is_err(), "{pick:?}");
    }
    // A stranger's signature.
    let opening = list.open(1, &Pick::All).unwrap();
    let stranger = vec![key("alpha.example/register").verifier().clone()];
    assert!(matches!(
        verify_opening(&opening, &stranger, None),
        Err(OpeningError::Statement(_))
    ));
}

#[test]
fn a_dummy_is_no_site_and_an_exact_count_has_none() {
    let padding = Padding::To {
        bucket: 4,
        least: 4,
        cover: 0,
    };
    let (list, handed) = first(&rows(0..2), padding, "dummy");
    let all = list.open(1, &Pick::All).unwrap();
    assert_eq!(verify(&all.to_file()).unwrap().whole_sites().count(), 2);
    // The party signs that the count is exact, over the same leaves.
    let lying = Statement {
        counting: Counting::Exact,
        ..handed.statement().clone()
    };
    let note = sign_note(&lying.to_text(), &party()).unwrap();
    // "padded" and "exact" differ by a letter; a longer date keeps the length of the note.
    let pad = |text: &str| text.len() as i64 - handed.signed().note().len() as i64;
    assert_eq!(pad(&note), -1);
    let bytes = unarmour(&all.to_file());
    let at = bytes
        .windows(handed.signed().note().len())
        .position(|window| window == handed.signed().note().as_bytes())
        .unwrap();
    let mut other = bytes[..at - 2].to_vec();
    other.extend((note.len() as u16).to_be_bytes());
    other.extend(note.as_bytes());
    other.extend(&bytes[at + handed.signed().note().len()..]);
    let refused = verify(&armour(OPENING_LABEL, &other)).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("the statement says that there are none"),
        "{refused}"
    );
}

#[test]
fn what_cannot_be_opened_is_said() {
    let (list, _) = first(&rows(0..6), Padding::Exact, "said");
    let refused = |pick: &Pick| list.open(1, pick).unwrap_err();
    let nothing = [
        Pick::Sites(Vec::new()),
        Pick::Fields {
            sites: Vec::new(),
            fields: vec![FieldName::Category],
        },
        Pick::Fields {
            sites: vec![id(1)],
            fields: Vec::new(),
        },
        class(FieldName::Region, "", Completeness::Complete),
    ];
    for pick in &nothing {
        assert!(
            matches!(refused(pick), OpenError::Nothing { .. }),
            "{pick:?}"
        );
    }
    // A complete opening of a class without members would prove that nothing of it is listed.
    for completeness in [Completeness::Members, Completeness::Complete] {
        let nobody = class(FieldName::Region, "nowhere", completeness);
        assert!(matches!(refused(&nobody), OpenError::NoMember { .. }));
        assert!(!refused(&nobody).to_string().contains("nowhere"));
    }
    let text = b"-----BEGIN HOLDFIRE REGISTER OPENING-----\n";
    assert!(matches!(
        Opening::parse_unverified(text),
        Err(FormError::End { .. })
    ));
}

#[test]
fn nothing_is_said_about_the_mission_or_about_absence() {
    let (list, handed) = first(&rows(0..6), Padding::Exact, "words");
    let opening = list.open(1, &Pick::Sites(vec![id(2)])).unwrap();
    let alone = verify_opening(&opening, &keys(), None)
        .unwrap()
        .words()
        .join("\n");
    assert!(
        alone.contains("is shown by a receipt or by the record, not by this file"),
        "{alone}"
    );
    assert!(
        alone.contains("nothing here shows that something was not on the list"),
        "{alone}"
    );
    let asked = verify_opening(&opening, &keys(), Some(&handed.signed().hash())).unwrap();
    assert!(
        asked
            .words()
            .join("\n")
            .contains("It is the statement that was asked about.")
    );
    assert_eq!(asked.claim, Claim::Sites);
    assert_eq!(asked.statement.sealed_at, Moment(NOW.0));
    let debug = format!("{opening:?} {asked:?}");
    assert!(
        !debug.contains("object") && !debug.contains("gate"),
        "{debug}"
    );
    assert_ne!(asked.statement_hash, Hash::of(b""));
}
