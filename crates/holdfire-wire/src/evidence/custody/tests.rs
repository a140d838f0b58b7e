//! Entries to fields and back, and chains with holes.

use holdfire_model::id::{IncidentId, ReportId};
use proptest::prelude::*;

use super::*;

const FILE: Hash = Hash([7; 32]);

fn at(hour: i64) -> Moment {
    Moment(1_742_983_200 + 3_600 * hour)
}

fn intake() -> Intake {
    Intake {
        sha256: FILE,
        size_bytes: 19,
        file_name: Some("../film.mp4".to_owned()),
        media_type: "video/mp4".to_owned(),
        collected: Collected {
            by: Some("an observer".to_owned()),
            when: Some("in the morning of 26 March".to_owned()),
            how: None,
            from: Some("https://example.com/1".to_owned()),
        },
        handed_over_by: "party A".to_owned(),
        received_by: "desk officer".to_owned(),
        received_at: at(0),
        about: vec![
            About::Report(ReportId::new("R-1").expect("an id")),
            About::Incident(IncidentId::new("I-1").expect("an id")),
        ],
    }
}

fn step(hour: i64, act: Act) -> Custody {
    Custody::Step(Step {
        sha256: FILE,
        at: at(hour),
        by: "analyst".to_owned(),
        act,
    })
}

fn moved(from: &str, to: &str) -> Act {
    Act::Moved {
        from: from.to_owned(),
        to: to.to_owned(),
    }
}

fn release(hour: i64) -> Custody {
    Custody::Release(Release {
        sha256: FILE,
        at: at(hour),
        by: "head of mission".to_owned(),
        to: "the court".to_owned(),
        ground: "request 7".to_owned(),
    })
}

fn samples() -> Vec<Custody> {
    let viewed = Act::Viewed {
        purpose: "grading".to_owned(),
    };
    let copy = Act::WorkingCopy {
        sha256: Hash([8; 32]),
        size_bytes: 5,
        derivation: "EXIF removed with tool 1".to_owned(),
    };
    let other = Rehash::Other {
        sha256: Hash([9; 32]),
        size_bytes: 18,
    };
    let mut all = vec![Custody::Intake(intake()), release(9)];
    for act in [
        moved("safe", "archive"),
        copy,
        viewed,
        Act::Exported {
            to: "party B".to_owned(),
            purpose: None,
        },
        Act::Exported {
            to: "party B".to_owned(),
            purpose: Some("joint reading".to_owned()),
        },
        Act::Rehashed(Rehash::Same),
        Act::Rehashed(other),
        Act::Rehashed(Rehash::Missing),
        Act::Rehashed(Rehash::Unreadable),
    ] {
        all.push(step(1, act));
    }
    all
}

#[test]
fn entries_become_fields_and_come_back() {
    for custody in samples() {
        let fields = custody.to_fields().expect("the texts are fine");
        let sealable = custody.to_sealable().expect("the texts are fine");
        assert_eq!(Custody::from_sealable(&sealable).as_ref(), Ok(&custody));
        assert_eq!(Custody::from_fields(&fields), Ok(custody));
    }
    let fields = Custody::Intake(intake())
        .to_fields()
        .expect("the texts are fine");
    let names: Vec<&str> = fields.iter().map(|(n, _)| n.as_str()).collect();
    assert_eq!(
        names,
        [
            "custody",
            "sha256",
            "size_bytes",
            "file_name",
            "media_type",
            "collected_by",
            "collected_when",
            "collected_from",
            "handed_over_by",
            "received_by",
            "received_at",
            "about_report",
            "about_incident"
        ]
    );
}

#[test]
fn fields_that_are_changed_are_refused() {
    for custody in samples() {
        let fields = custody.to_fields().expect("the texts are fine");
        for at in 0..fields.len() {
            let optional = [
                "file_name",
                "collected_by",
                "collected_when",
                "collected_from",
            ];
            let about = ["about_report", "about_incident"];
            let name = fields[at].0.as_str();
            let mut less = fields.clone();
            less.remove(at);
            // Why a copy went out need not be said; why a file was viewed must be.
            let purpose_of_copy =
                name == "purpose" && fields.iter().any(|(_, value)| value == "exported");
            if !optional.contains(&name) && !about.contains(&name) && !purpose_of_copy {
                assert!(Custody::from_fields(&less).is_err(), "without {name}");
            }
            let mut doubled = fields.clone();
            doubled.insert(at, fields[at].clone());
            if !about.contains(&name) {
                assert!(Custody::from_fields(&doubled).is_err(), "twice {name}");
            }
            if at + 1 < fields.len() && !about.contains(&name) {
                let mut turned = fields.clone();
                turned.swap(at, at + 1);
                assert!(Custody::from_fields(&turned).is_err(), "turned {name}");
            }
            let mut empty = fields.clone();
            empty[at].1.clear();
            assert!(Custody::from_fields(&empty).is_err(), "empty {name}");
        }
        let mut more = fields.clone();
        more.push(("extra".to_owned(), "x".to_owned()));
        assert_eq!(
            Custody::from_fields(&more),
            Err(CustodyError::Field("extra".to_owned()))
        );
    }
}

#[test]
fn values_have_one_spelling() {
    let fields = Custody::Intake(intake())
        .to_fields()
        .expect("the texts are fine");
    let check = |name: &str, value: &str, message: &str| {
        let mut other = fields.clone();
        for field in other.iter_mut().filter(|f| f.0 == name) {
            value.clone_into(&mut field.1);
        }
        let error = Custody::from_fields(&other).expect_err("it is misspelt");
        assert_eq!(error.to_string(), message);
    };
    check(
        "size_bytes",
        "019",
        "the field `size_bytes` is `019`, which is not a whole number without leading zeros",
    );
    check(
        "received_at",
        "2025-03-26T12:00:00+02:00",
        "the field `received_at` is `2025-03-26T12:00:00+02:00`, which is not a time such as `2025-03-26T10:00:00Z`",
    );
    check(
        "custody",
        "intake@v9",
        "custody entries of kind `intake@v9` are not known\nhint: they may come from a newer version",
    );
    let steered = Intake {
        handed_over_by: "a\u{1b}[2J".to_owned(),
        ..intake()
    };
    assert_eq!(
        Custody::Intake(steered).to_fields(),
        Err(CustodyError::Text {
            name: "handed_over_by"
        })
    );
}

fn recorded(all: Vec<Custody>) -> Vec<Recorded> {
    (10..)
        .zip(all)
        .map(|(index, custody)| Recorded { index, custody })
        .collect()
}

const DAY: i64 = 86_400;

#[test]
fn a_chain_is_in_order_and_says_its_gaps() {
    let entries = recorded(vec![
        Custody::Intake(intake()),
        step(1, moved("desk", "safe")),
        step(50, moved("safe", "archive")),
        step(51, Act::Rehashed(Rehash::Same)),
        release(52),
    ]);
    let chain = chain(FILE, &entries, DAY);
    assert_eq!(chain.links, entries);
    assert_eq!(chain.problems, []);
    let gaps: Vec<String> = chain.gaps.iter().map(ToString::to_string).collect();
    assert_eq!(
        gaps,
        [
            "no entry between 2025-03-26T11:00:00Z (entry 11) and 2025-03-28T12:00:00Z (entry 12): this is a statement about \
          the record, not the file"
        ]
    );
}

#[test]
fn what_does_not_fit_is_named() {
    let check = |all: Vec<Custody>, expected: &[&str]| {
        let found = chain(FILE, &recorded(all), DAY).problems;
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    };
    check(Vec::new(), &[]);
    check(vec![release(1)], &["no entry says how the file came in"]);
    check(
        vec![
            Custody::Intake(intake()),
            step(-1, Act::Rehashed(Rehash::Missing)),
        ],
        &[
            "entry 11: it was entered after entry 10, which states a later time",
            "entry 11: hashing again did not find the same bytes",
            "entry 11: it states a time before the file was taken in",
        ],
    );
    check(
        vec![
            Custody::Intake(intake()),
            step(1, moved("desk", "safe")),
            step(2, moved("car", "archive")),
            release(3),
            step(
                4,
                Act::Exported {
                    to: "party B".to_owned(),
                    purpose: None,
                },
            ),
        ],
        &[
            "entry 12: the file was moved from `car`, and the record last had it at `safe`",
            "entry 14: something was done after the file was released",
        ],
    );
    let again = Intake {
        size_bytes: 20,
        received_at: at(2),
        ..intake()
    };
    check(
        vec![Custody::Intake(intake()), Custody::Intake(again)],
        &[
            "entry 11: the same bytes were taken in again",
            "entry 11: it states another size for the same hash",
        ],
    );
}

#[test]
fn entries_of_other_files_are_left_out() {
    let other = Intake {
        sha256: Hash([1; 32]),
        ..intake()
    };
    let entries = recorded(vec![Custody::Intake(other), Custody::Intake(intake())]);
    assert_eq!(chain(FILE, &entries, DAY).links, entries[1..]);
}

proptest! {
    #[test]
    fn any_texts_come_back_or_are_refused(
        by in ".{0,12}", to in ".{0,12}", purpose in prop::option::of(".{0,12}"), seconds in any::<i32>()
    ) {
        let custody = Custody::Step(Step {
            sha256: FILE,
            at: Moment(i64::from(seconds)),
            by,
            act: Act::Exported { to, purpose },
        });
        if let Ok(fields) = custody.to_fields() {
            prop_assert_eq!(Custody::from_fields(&fields), Ok(custody));
        }
    }

    #[test]
    fn any_fields_are_survived(fields in prop::collection::vec(
        (prop::sample::select(vec!["custody", "sha256", "at", "by", "act", "to", "found", "x"]),
         prop::sample::select(vec!["step@v1", "moved", "rehashed", "1", "", "same"])), 0..8)
    ) {
        let fields: Vec<(String, String)> = fields
            .into_iter()
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
            .collect();
        if let Ok(custody) = Custody::from_fields(&fields) {
            prop_assert_eq!(custody.to_fields(), Ok(fields));
        }
    }

    #[test]
    fn the_order_of_the_entries_changes_nothing(order in Just((0..5).collect::<Vec<usize>>()).prop_shuffle()) {
        let entries = recorded(vec![
            Custody::Intake(intake()), step(1, moved("a", "b")), step(1, moved("b", "c")), step(90, moved("x", "d")), release(95),
        ]);
        let shuffled: Vec<Recorded> = order.iter().map(|at| entries[*at].clone()).collect();
        prop_assert_eq!(chain(FILE, &shuffled, DAY), chain(FILE, &entries, DAY));
    }
}
