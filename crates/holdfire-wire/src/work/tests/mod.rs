//! Every act to fields and back, and what is refused.

mod any;

use std::collections::BTreeSet;

use holdfire_model::{Mandate, Moment, PartyId, ReplyId, ReplyKind, ReportId};
use holdfire_monitor::workflow::*;
use holdfire_seal::fields::Field;
use proptest::prelude::*;

use super::*;

/// The worked example of `docs/spec/work.md`.
fn example() -> Act {
    Act {
        task: TaskId::new("C25-7K3QXD").unwrap(),
        on: 2,
        at: Moment(1_742_990_400),
        by: Author {
            person: PersonName::new("A. Keeper").unwrap(),
            role: Role::Observer,
        },
        under: Mandate::Verify,
        deed: Deed::Find(Box::new(Finding {
            established: Established::Partly,
            account: None,
            standard: Standard("reasonable-grounds".to_owned()),
            reasons: "One of two transformers was seen burnt.".to_owned(),
            grounds: vec![
                Ground {
                    piece: Piece::Report(ReportId::new("R-7").unwrap()),
                    origin: Origin::Party(PartyId::new("A").unwrap()),
                },
                Ground {
                    piece: Piece::Visit("visit of 26 March, 14:10".to_owned()),
                    origin: Origin::Mission,
                },
            ],
            replies: vec![ReplyOnRecord {
                id: ReplyId::new("P-2").unwrap(),
                by: PartyId::new("B").unwrap(),
                kind: ReplyKind::Denies,
            }],
            corrects: None,
        })),
    }
}

fn shown(fields: &[Field]) -> Vec<(&str, &str)> {
    let value = |field: &'_ Field| std::str::from_utf8(&field.value).unwrap().len();
    assert!(fields.iter().all(|field| value(field) > 0));
    fields
        .iter()
        .map(|f| (f.name.as_str(), std::str::from_utf8(&f.value).unwrap()))
        .collect()
}

#[test]
fn the_worked_example_is_written_as_the_specification_has_it() {
    let act = example();
    assert_eq!(subject(&act.task), "task/C25-7K3QXD");
    let fields = to_fields(&act).unwrap();
    assert_eq!(
        shown(&fields),
        [
            ("work", "find@v1"),
            ("on", "2"),
            ("at", "2025-03-26T12:00:00Z"),
            ("by", "A. Keeper"),
            ("seat", "observer"),
            ("under", "verify"),
            ("established", "partly"),
            ("standard", "reasonable-grounds"),
            ("reasons", "One of two transformers was seen burnt."),
            ("ground_report", "R-7"),
            ("origin", "party A"),
            ("ground_visit", "visit of 26 March, 14:10"),
            ("origin", "mission"),
            ("reply", "P-2"),
            ("reply_by", "B"),
            ("reply_kind", "denies"),
        ]
    );
    let page = include_str!("../../../../../docs/spec/work.md");
    for (name, value) in shown(&fields) {
        let row = format!("| `{name}` | `{value}` |");
        assert!(page.contains(&row), "docs/spec/work.md has no row {row}");
    }
}

#[test]
fn every_act_stands_in_the_specification() {
    let page = include_str!("../../../../../docs/spec/work.md");
    for act in ActName::ALL {
        let row = format!("| `{}` |", act.name());
        assert!(page.contains(&row), "docs/spec/work.md has no row {row}");
    }
    for kind in TaskKind::ALL {
        let row = format!("| `{}` |", kind.name());
        assert!(page.contains(&row), "docs/spec/work.md has no row {row}");
    }
}

#[test]
fn what_is_wrong_is_named_by_its_field() {
    let fields = to_fields(&example()).unwrap();
    let with = |name: &str, value: &str| {
        let mut fields = fields.clone();
        let field = fields.iter_mut().find(|f| f.name == name).unwrap();
        field.value = value.as_bytes().to_vec();
        from_fields("task/C25-7K3QXD", &fields)
            .unwrap_err()
            .to_string()
    };
    for (name, value) in [
        ("on", "02"),
        ("at", "2025-03-26T12:00:00+00:00"),
        ("seat", "king"),
        ("under", "all"),
        ("established", "yes"),
        ("reasons", "turned \u{202e} around"),
        ("reasons", " "),
        ("ground_report", "a b"),
        ("origin", "A"),
        ("reply_kind", "perhaps"),
    ] {
        let message = with(name, value);
        assert!(message.contains(&format!("`{name}`")), "{name}: {message}");
    }
    assert_eq!(
        from_fields("task/c25-7k3qxd", &fields),
        Err(WorkError::Subject)
    );
    assert_eq!(
        from_fields("task/C25-7K3QXD", &fields[1..]),
        Err(WorkError::NoKind)
    );
    let mut newer = fields.clone();
    newer[0].value = b"find@v2".to_vec();
    assert_eq!(
        from_fields("task/C25-7K3QXD", &newer),
        Err(WorkError::Act("find@v2".to_owned()))
    );
    let mut bytes = fields.clone();
    bytes[8].value = vec![0xff];
    assert_eq!(
        from_fields("task/C25-7K3QXD", &bytes),
        Err(WorkError::Bytes("reasons".to_owned()))
    );
}

#[test]
fn a_set_has_one_spelling() {
    let quiet = Quiet {
        place: Confidential::new("here"),
        work: "a line".to_owned(),
        from: Moment(0),
        until: Moment(9),
        asked: ["A", "B"].map(|id| PartyId::new(id).unwrap()).into(),
        requested_by: None,
    };
    let mut act = example();
    act.deed = Deed::Open(Box::new(Opening {
        about: vec![],
        due: None,
        escalates: None,
        subject: Subject::RepairWindow(quiet),
    }));
    let mut fields = to_fields(&act).unwrap();
    let places: Vec<usize> = (0..fields.len())
        .filter(|n| fields[*n].name == "asked")
        .collect();
    fields.swap(places[0], places[1]);
    assert_eq!(
        from_fields("task/C25-7K3QXD", &fields),
        Err(WorkError::Field("asked".to_owned()))
    );
}

#[test]
fn what_could_not_be_read_is_not_written() {
    let mut act = example();
    for text in ["", "\u{202e}x", "a\u{0}b", &"x".repeat(LONGEST_TEXT + 1)] {
        act.deed = Deed::Note {
            text: text.to_owned(),
        };
        assert_eq!(to_fields(&act), Err(WorkError::Text { name: "text" }));
    }
    act.deed = Deed::Note {
        text: typed("  one\r\ntwo\tthree \n"),
    };
    assert_eq!(
        shown(&to_fields(&act).unwrap()).last(),
        Some(&("text", "one\ntwo three"))
    );
    act.at = Moment(i64::MAX);
    assert!(matches!(
        to_fields(&act),
        Err(WorkError::Value { name: "at", .. })
    ));
}

proptest! {
    #[test]
    fn every_act_is_read_as_it_was_written(act in any::act()) {
        let fields = to_fields(&act).unwrap();
        let read = from_fields(&subject(&act.task), &fields).unwrap();
        prop_assert_eq!(read, act);
    }

    #[test]
    fn fields_that_were_changed_give_an_error_or_another_act(
        act in any::act(), place in any::<prop::sample::Index>(), how in 0..4u8
    ) {
        let mut fields = to_fields(&act).unwrap();
        let place = place.index(fields.len());
        match how {
            0 => { fields.remove(place); }
            1 => fields.insert(place, fields[place].clone()),
            2 => fields[place].name.push('x'),
            _ => fields[place].value.push(b'x'),
        }
        if let Ok(read) = from_fields(&subject(&act.task), &fields) {
            prop_assert_ne!(&read, &act);
            prop_assert_eq!(to_fields(&read).unwrap(), fields);
        }
    }

    #[test]
    fn no_fields_make_the_reader_fall(
        fields in prop::collection::vec(("[a-z_]{1,12}", ".{0,20}"), 0..12), act in any::act()
    ) {
        let mut all = to_fields(&act).unwrap();
        all.truncate(6);
        all.extend(fields.into_iter().map(|(name, value)| Field::new(name, value)));
        let _ = from_fields(&subject(&act.task), &all);
    }
}

fn deadline(at: i64, assigned: Option<&str>) -> Deadline {
    Deadline {
        task: TaskId::new("C25-7K3QXD").unwrap(),
        kind: TaskKind::RequestForReply,
        point: Point::Due,
        at: Moment(at),
        overdue: false,
        assigned: assigned.map(|name| PersonName::new(name).unwrap()),
        set_at: Moment(1_742_900_000),
        times_set: 2,
    }
}

#[test]
fn deadlines_become_a_calendar() {
    let calendar = ics(
        &[deadline(1_742_990_400, Some("A. Keeper"))],
        "C25",
        "Deadlines",
        |_| "Reply; asked, of a party".to_owned(),
    );
    let expected = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Holdfire//Deadlines//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Deadlines",
        "BEGIN:VEVENT",
        "UID:C25-7K3QXD-due@c25.holdfire",
        "DTSTAMP:20250325T105320Z",
        "SEQUENCE:2",
        "DTSTART:20250326T120000Z",
        "SUMMARY:Reply\\; asked\\, of a party",
        "CLASS:CONFIDENTIAL",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ];
    assert_eq!(calendar.split("\r\n").collect::<Vec<_>>(), expected);
    assert!(!calendar.contains("Keeper"));
}

#[test]
fn an_empty_calendar_is_a_calendar() {
    let calendar = ics(&[], "C25", "Deadlines", |_| String::new());
    assert!(calendar.contains("BEGIN:VTIMEZONE\r\n"));
    assert!(!calendar.contains("VEVENT"));
}

#[test]
fn a_moment_beyond_the_years_of_a_calendar_is_left_out() {
    let calendar = ics(&[deadline(i64::MAX, None)], "C25", "D", |_| String::new());
    assert!(!calendar.contains("VEVENT"));
}

proptest! {
    #[test]
    fn lines_of_a_calendar_are_folded_and_unfold_to_what_they_were(
        words in "[a-zґ€😀 ,;\\\\\n]{0,200}"
    ) {
        let calendar = ics(&[deadline(0, None)], "C25", "D", |_| words.clone());
        prop_assert!(calendar.split("\r\n").all(|line| line.len() <= 75));
        let unfolded = calendar.replace("\r\n ", "");
        let summary = unfolded
            .split("\r\n")
            .find_map(|line| line.strip_prefix("SUMMARY:"))
            .unwrap();
        let mut read = String::new();
        let mut letters = summary.chars();
        while let Some(c) = letters.next() {
            match c {
                '\\' => match letters.next() {
                    Some('n') => read.push('\n'),
                    Some(other) => read.push(other),
                    None => prop_assert!(false, "a lone backslash"),
                },
                c => read.push(c),
            }
        }
        prop_assert_eq!(read, words);
    }
}

#[test]
fn sets_of_members_are_read_in_any_size() {
    let members: BTreeSet<PersonName> = (0..40)
        .map(|n| PersonName::new(&format!("member {n:02}")).unwrap())
        .collect();
    let mut act = example();
    act.deed = Deed::ProposeRelease(Box::new(Release {
        readers: vec!["everybody".to_owned()],
        contents: "the report of the week".to_owned(),
        reason: "as every week".to_owned(),
        procedure: Procedure::Board(Board::new(members, 21, Majority::TwoThirds).unwrap()),
        warned: true,
    }));
    let fields = to_fields(&act).unwrap();
    assert_eq!(from_fields("task/C25-7K3QXD", &fields), Ok(act));
}
