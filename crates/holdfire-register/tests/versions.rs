//! Versions of a sealed list: what is visible of a change, and that nothing changes in silence.

mod common;

use common::*;
use holdfire_model::Moment;
use holdfire_register::{
    Counting, FieldName, Handover, Padding, PrivateError, PrivateList, SealError, Statement,
    SuccessionError, accept, check_succession, leaf_data,
};
use holdfire_seal::Hash;

#[test]
fn what_is_the_same_keeps_its_leaf_and_the_rest_is_listed() {
    let mut source = Source::new("versions");
    let (one, first) = seal(
        &PrivateList::new(LIST),
        &rows(0..10),
        Padding::Exact,
        &mut source,
    );
    assert_eq!(
        (first.statement().version, first.statement().count),
        (1, 10)
    );
    let mut next = rows([0, 1, 2, 3, 4, 5, 6, 20, 21]);
    next[6] = changed(&next[6], "moved");
    let (two, second) = seal(&one, &next, Padding::Exact, &mut source);
    let stated = second.statement();
    assert_eq!(
        (stated.added, stated.withdrawn, stated.changed, stated.count),
        (2, 3, 1, 9)
    );
    assert_eq!(stated.previous, Some(first.signed().hash()));
    let kept = first
        .leaves()
        .iter()
        .filter(|leaf| second.has_leaf(leaf))
        .count();
    assert_eq!(kept, 6);
    let succession = check_succession(&first, &second).unwrap();
    assert_eq!(
        (succession.kept, succession.added, succession.withdrawn),
        (6, 2, 3)
    );
    // The same rows again: a version without changes.
    let (_, third) = seal(&two, &next, Padding::Exact, &mut source);
    assert_eq!(third.leaves(), second.leaves());
    assert!(check_succession(&second, &third).is_ok());
}

#[test]
fn a_handover_is_read_back_and_made_anew() {
    let (list, handed) = first(&rows(0..40), Padding::BUCKETS_OF_64, "read back");
    let file = handed.to_file();
    assert_eq!(Handover::open(file.as_bytes(), &keys()).unwrap(), handed);
    assert_eq!(list.handover(1, &keys()).unwrap().unwrap(), handed);
    assert_eq!(list.handover(2, &keys()).unwrap(), None);
    assert_eq!(
        forge(handed.statement(), handed.leaves(), handed.changes()),
        file
    );
    assert_eq!(handed.statement().count, 64);
    assert_eq!(handed.statement().counting, Counting::Padded);
}

#[test]
fn a_private_list_is_read_back_and_every_changed_bit_is_seen() {
    let mut source = Source::new("private, next");
    let (one, _) = first(&rows(0..3), Padding::Exact, "private");
    let (two, handed) = seal(&one, &rows([0, 2, 4]), Padding::Exact, &mut source);
    let bytes = two.to_bytes();
    let read = PrivateList::from_bytes(&bytes).unwrap();
    assert_eq!(*read.to_bytes(), *bytes);
    assert_eq!(read.handover(2, &keys()).unwrap().unwrap(), handed);
    for at in 0..bytes.len() {
        assert!(PrivateList::from_bytes(&bytes[..at]).is_err());
        let mut other = bytes.to_vec();
        other[at] ^= 1 << (at % 8);
        let Ok(read) = PrivateList::from_bytes(&other) else {
            continue;
        };
        // The signature over a statement is not checked in the party's own file; whoever is given the version checks it.
        let last = read.handover(2, &keys());
        let first = read.handover(1, &keys());
        assert!(
            last.is_err() || first.is_err(),
            "byte {at} of {}",
            bytes.len()
        );
    }
    let shown = format!("{two:?}");
    assert!(
        !shown.contains("object") && !shown.contains("48."),
        "{shown}"
    );
    let error = PrivateList::from_bytes(b"age-encryption.org/v1").unwrap_err();
    assert!(matches!(error, PrivateError::Form(_)));
}

#[test]
fn rows_that_cannot_be_sealed_are_refused() {
    let list = PrivateList::new(LIST);
    let mut source = Source::new("refused");
    let mut draft = |rows: &[_], padding| list.draft(rows, padding, NOW, &mut || source.seed());
    let twice = rows([1, 2, 1]);
    assert!(matches!(
        draft(&twice, Padding::Exact),
        Err(SealError::IdTwice { id: _ })
    ));
    let other = site(&[("id", "X-1"), ("party", "alpha"), ("category", "plant")]);
    let mixed = [row(1), other];
    assert!(matches!(
        draft(&mixed, Padding::Exact),
        Err(SealError::TwoParties { .. })
    ));
    let none = Padding::To {
        bucket: 0,
        least: 1,
        cover: 0,
    };
    assert_eq!(draft(&rows([1]), none).unwrap_err(), SealError::NoBucket);
    let huge = Padding::To {
        bucket: 64,
        least: u64::MAX,
        cover: 0,
    };
    assert!(matches!(
        draft(&rows([1]), huge),
        Err(SealError::TooMany { .. })
    ));
    let one_seed = list.draft(&rows([1, 2]), Padding::Exact, NOW, &mut || {
        Source::new("same").seed()
    });
    assert_eq!(one_seed.unwrap_err(), SealError::SeedTwice);
    let (sealed, _) = first(&rows([1]), Padding::Exact, "clock");
    let back = sealed.draft(&rows([1]), Padding::Exact, Moment(NOW.0 - 1), &mut || {
        source.seed()
    });
    assert!(matches!(back, Err(SealError::ClockBack { .. })));
}

#[test]
fn a_row_that_says_withdrawn_leaves_the_list() {
    let (list, _) = first(&rows(0..4), Padding::Exact, "withdrawn");
    let mut next = rows(0..4);
    let gone = FieldName::ALL
        .into_iter()
        .filter(|field| *field != FieldName::Padding)
        .map(|field| {
            let withdrawn = field == FieldName::WithdrawnAt;
            (
                field.as_str(),
                if withdrawn {
                    "2030-03-10"
                } else {
                    next[2].get(field)
                },
            )
        });
    let gone = site(&gone.collect::<Vec<_>>());
    next[2] = gone;
    let mut source = Source::new("second");
    let draft = list
        .draft(&next, Padding::Exact, NOW, &mut || source.seed())
        .unwrap();
    assert_eq!(draft.left_out(), [id(2)]);
    assert_eq!(
        (draft.statement().withdrawn, draft.statement().count),
        (1, 3)
    );
}

#[test]
fn padding_hides_how_many_sites_there_are_and_cover_how_many_change() {
    let padding = Padding::To {
        bucket: 64,
        least: 128,
        cover: 8,
    };
    let mut source = Source::new("padding");
    let mut seen = Vec::new();
    for numbers in [vec![], vec![0], (0..100).collect::<Vec<usize>>()] {
        let empty = PrivateList::new(LIST);
        let (one, handed) = seal(&empty, &rows(numbers.clone()), padding, &mut source);
        assert_eq!(handed.statement().count, 128);
        // Nothing happens; or a site comes, one goes and one changes.
        let mut busy = rows(numbers.iter().copied().skip(1).chain([200]));
        if let Some(last) = busy.first_mut() {
            *last = changed(last, "other");
        }
        for next in [rows(numbers.clone()), busy] {
            let (_, second) = seal(&one, &next, padding, &mut source);
            check_succession(&handed, &second).unwrap();
            let Statement {
                count,
                added,
                withdrawn,
                changed,
                ..
            } = *second.statement();
            seen.push((count, added, withdrawn, changed, second.to_file().len()));
        }
    }
    seen.dedup();
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!((seen[0].1, seen[0].2, seen[0].3), (8, 8, 8));
    let tight = Padding::To {
        bucket: 4,
        least: 4,
        cover: 8,
    };
    let (one, _) = first(&rows(0..3), tight, "tight");
    let refused = one.draft(&rows(0..3), tight, NOW, &mut || source.seed());
    assert_eq!(
        refused.unwrap_err(),
        SealError::TooFewDummies {
            needed: 16,
            there: 1
        }
    );
}

#[test]
fn two_seals_of_one_list_differ_in_every_leaf() {
    let (_, one) = first(&rows(0..50), Padding::BUCKETS_OF_64, "one");
    let (_, other) = first(&rows(0..50), Padding::BUCKETS_OF_64, "other");
    assert!(one.leaves().iter().all(|leaf| !other.has_leaf(leaf)));
    // And each leaf is of one size, dummy or site.
    assert_eq!(
        leaf_data(&Hash::of(b"a")).len(),
        leaf_data(&Hash::of(b"b")).len()
    );
}

#[test]
fn every_silent_addition_removal_and_move_is_detected() {
    let mut source = Source::new("silent");
    let (mut tried, mut seen) = (0, 0);
    for round in 0..120 {
        let (one, old) = seal(
            &PrivateList::new(LIST),
            &rows(0..20 + round % 13),
            Padding::Exact,
            &mut source,
        );
        let mut next: Vec<usize> = (round % 5..20 + round % 11).collect();
        next.extend(300..300 + round % 4);
        let (_, new) = seal(&one, &rows(next), Padding::Exact, &mut source);
        let honest = forge(new.statement(), new.leaves(), new.changes());
        let honest = Handover::open(honest.as_bytes(), &keys()).unwrap();
        check_succession(&old, &honest).unwrap();
        for kind in 0..4 {
            let mut leaves = new.leaves().to_vec();
            let at = source.below(leaves.len());
            match kind {
                // Added, removed, moved (another leaf in its place); and an old leaf brought back.
                0 => leaves.push(Hash(source.bytes())),
                1 => drop(leaves.remove(at)),
                2 => leaves[at] = Hash(source.bytes()),
                _ => match old.leaves().iter().find(|leaf| !new.has_leaf(leaf)) {
                    Some(gone) => leaves.push(*gone),
                    None => continue,
                },
            }
            leaves.sort_unstable();
            tried += 2;
            // By somebody without the key: the statement stays.
            let file = forge_with_note(new.signed().note(), &leaves, new.changes());
            seen += usize::from(Handover::open(file.as_bytes(), &keys()).is_err());
            // By the party: it signs the new root, and does not list the leaf.
            let file = forge(&restated(new.statement(), &leaves), &leaves, new.changes());
            let silent = match Handover::open(file.as_bytes(), &keys()) {
                Err(_) => true,
                Ok(forged) => matches!(
                    check_succession(&old, &forged),
                    Err(SuccessionError::Silent { .. })
                ),
            };
            seen += usize::from(silent);
        }
    }
    assert!(tried > 800);
    assert_eq!(seen, tried, "of {tried} silent changes");
}

#[test]
fn replayed_older_forked_and_missing_versions_are_refused_with_both_states() {
    let mut source = Source::new("order, next");
    let (one, v1) = first(&rows(0..5), Padding::Exact, "order");
    let (two, v2) = seal(&one, &rows(0..6), Padding::Exact, &mut source);
    let (_, v2_other) = seal(&one, &rows(0..7), Padding::Exact, &mut source);
    let (three, v3) = seal(&two, &rows(1..6), Padding::Exact, &mut source);
    let (_, v4) = seal(&three, &rows(1..7), Padding::Exact, &mut source);
    let other = PrivateList::new(holdfire_register::ListId([7; 16]));
    let (_, foreign) = seal(&other, &rows(0..5), Padding::Exact, &mut source);

    assert!(accept(None, &v1).is_ok() && accept(Some(&v1), &v2).is_ok());
    let refused = |held: Option<&Handover>, given: &Handover| accept(held, given).unwrap_err();
    assert!(matches!(
        refused(None, &v2),
        SuccessionError::NotFirst { .. }
    ));
    assert!(matches!(
        refused(Some(&v2), &v2),
        SuccessionError::Replayed { .. }
    ));
    assert!(matches!(
        refused(Some(&v3), &v2),
        SuccessionError::Older { .. }
    ));
    assert!(matches!(
        refused(Some(&v2), &v4),
        SuccessionError::Gap { .. }
    ));
    assert!(matches!(
        refused(Some(&v2), &v2_other),
        SuccessionError::Forked { .. }
    ));
    assert!(matches!(
        refused(Some(&v2_other), &v3),
        SuccessionError::OtherPast { .. }
    ));
    assert!(matches!(
        refused(Some(&v1), &foreign),
        SuccessionError::OtherList { .. }
    ));
    let back = Statement {
        sealed_at: Moment(NOW.0 - 60),
        ..v2.statement().clone()
    };
    let back = forge(&back, v2.leaves(), v2.changes());
    let back = Handover::open(back.as_bytes(), &keys()).unwrap();
    assert!(matches!(
        refused(Some(&v1), &back),
        SuccessionError::ClockBack { .. }
    ));

    for (held, given) in [
        (&v3, &v2),
        (&v2, &v4),
        (&v2, &v2_other),
        (&v2_other, &v3),
        (&v1, &back),
    ] {
        let words = refused(Some(held), given).to_string();
        for state in [held.signed().state(), given.signed().state()] {
            assert!(words.contains(&state.to_string()), "{words}");
        }
    }
}

#[test]
fn damaged_handovers_are_refused() {
    let mut source = Source::new("damaged, next");
    let (one, v1) = first(&rows(0..4), Padding::Exact, "damaged");
    let (_, v2) = seal(&one, &rows(1..5), Padding::Exact, &mut source);
    let file = v2.to_file();
    let refused = |file: &[u8]| Handover::open(file, &keys()).is_err();
    for at in 0..file.len() {
        assert!(refused(&file.as_bytes()[..at]), "cut at {at}");
        let mut other = file.clone().into_bytes();
        other[at] ^= 1 << (at % 8);
        assert!(refused(&other), "byte {at}");
    }
    let bytes = unarmour(&file);
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut other = bytes.clone();
            other[at] ^= 1 << bit;
            assert!(
                refused(armour(holdfire_register::HANDOVER_LABEL, &other).as_bytes()),
                "byte {at} bit {bit}"
            );
        }
    }
    // Reordered, doubled, and the leaves of another version.
    let mut reordered = v2.leaves().to_vec();
    reordered.swap(0, 1);
    assert!(refused(
        forge(
            &restated(v2.statement(), &reordered),
            &reordered,
            v2.changes()
        )
        .as_bytes()
    ));
    let mut doubled = v2.leaves().to_vec();
    doubled.insert(0, doubled[0]);
    assert!(refused(
        forge(&restated(v2.statement(), &doubled), &doubled, v2.changes()).as_bytes()
    ));
    assert!(refused(
        forge(v2.statement(), v1.leaves(), v2.changes()).as_bytes()
    ));
    assert!(refused(
        forge(v2.statement(), v2.leaves(), v1.changes()).as_bytes()
    ));
    // Another party's key.
    let stranger = vec![key("alpha.example/register").verifier().clone()];
    let error = Handover::open(file.as_bytes(), &stranger).unwrap_err();
    assert!(
        words(&error).contains("signed by none of the known keys"),
        "{}",
        words(&error)
    );
}

#[test]
fn a_note_over_another_text_is_not_taken_for_a_draft() {
    let list = PrivateList::new(LIST);
    let mut source = Source::new("draft");
    let one = list
        .draft(&rows(0..3), Padding::Exact, NOW, &mut || source.seed())
        .unwrap();
    let other = list
        .draft(&rows(0..3), Padding::Exact, NOW, &mut || source.seed())
        .unwrap();
    let note = holdfire_seal::note::sign_note(&other.text(), &party()).unwrap();
    let refused = one.with_note(&note, &keys()).unwrap_err();
    assert!(matches!(refused, SealError::OtherStatement { .. }));
    let (sealed, _) = other.with_note(&note, &keys()).unwrap();
    assert_eq!(sealed.last_version(), 1);
}
