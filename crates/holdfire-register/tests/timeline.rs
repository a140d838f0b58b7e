//! Entries, receipts and the timeline of each leaf.

mod common;

use common::*;
use holdfire_model::{CountsFrom, Moment};
use holdfire_register::{
    Counts, Covered, Deposit, EntryError, Handover, NoticeEntry, OpeningEntry, Padding,
    PrivateList, Receipt, ReceiptError, Receiver, Step, Timeline, TimelineError, VersionEntry,
};
use holdfire_seal::Hash;
use holdfire_seal::fields::Field;

fn to(name: &str) -> Receiver {
    Receiver::new(name).unwrap()
}

fn said(step: Step, of: &Handover, covered: Covered, name: &str, at: i64) -> Receipt {
    Receipt {
        step,
        of: of.signed().state().into(),
        covered,
        to: to(name),
        at: Moment(NOW.0 + at),
    }
}

/// Three versions: site 2 changes in the second, site 0 goes in the third.
fn versions() -> [Handover; 3] {
    let mut source = Source::new("timeline");
    let (one, v1) = seal(
        &PrivateList::new(LIST),
        &rows(0..3),
        Padding::Exact,
        &mut source,
    );
    let mut next = rows(0..4);
    next[2] = changed(&next[2], "other gate");
    let (two, v2) = seal(&one, &next, Padding::Exact, &mut source);
    let (_, v3) = seal(&two, &next[1..], Padding::Exact, &mut source);
    [v1, v2, v3]
}

fn deposits(versions: &[Handover]) -> Vec<Deposit<'_>> {
    let at = |index: usize| Moment(NOW.0 + 1000 + 3600 * index as i64);
    let deposit = |(index, handover)| Deposit {
        handover,
        received_at: at(index),
    };
    versions.iter().enumerate().map(deposit).collect()
}

#[test]
fn each_leaf_counts_from_the_step_that_the_reading_names() {
    let versions = versions();
    let [v1, v2, v3] = &versions;
    let (kept, changed_pair, gone, added) = (
        *v1.leaves().iter().find(|leaf| v3.has_leaf(leaf)).unwrap(),
        v2.changes().changed[0],
        v3.changes().withdrawn[0],
        v2.changes().added[0],
    );
    let notice = said(Step::Notice, v1, Covered::ALL, "alpha", 2000);
    let signed = notice.sign(&key("alpha.example/liaison")).unwrap();
    let notices = [
        NoticeEntry::new(notice).unwrap().with_receipt(&signed),
        NoticeEntry::new(said(Step::Handover, v1, Covered::ALL, "gamma", 1500)).unwrap(),
        NoticeEntry::new(said(
            Step::Handover,
            v2,
            Covered::leaves([added]).unwrap(),
            "gamma",
            9000,
        ))
        .unwrap(),
    ];
    let alpha = [key("alpha.example/liaison").verifier().clone()];
    let notices = notices.map(|notice| notice.check(&alpha).unwrap());
    let timeline = Timeline::build(&deposits(&versions), &notices).unwrap();
    let counts = |leaf: &Hash, from, name: Option<&str>| {
        let history = timeline.leaf(leaf).unwrap();
        history.counts(from, name.map(to).as_ref())
    };
    let from = |at: i64, until: Option<i64>, receipted| {
        let until = until.map(|until| Moment(NOW.0 + until));
        Some(Counts {
            from: Moment(NOW.0 + at),
            until,
            receipted,
        })
    };
    assert_eq!(
        counts(&kept, CountsFrom::Deposit, None),
        from(1000, None, true)
    );
    assert_eq!(
        counts(&kept, CountsFrom::Handover, None),
        from(1500, None, false)
    );
    assert_eq!(
        counts(&kept, CountsFrom::Notice, Some("alpha")),
        from(2000, None, true)
    );
    assert_eq!(counts(&kept, CountsFrom::Notice, Some("gamma")), None);
    assert_eq!(
        counts(&gone, CountsFrom::Deposit, None),
        from(1000, Some(8200), true)
    );
    assert_eq!(
        counts(&added, CountsFrom::Deposit, None),
        from(4600, None, true)
    );
    assert_eq!(
        counts(&added, CountsFrom::Handover, Some("gamma")),
        from(9000, None, false)
    );
    assert_eq!(counts(&added, CountsFrom::Notice, None), None);
    // A changed site counts anew; the old leaf says what it became.
    assert_eq!(
        counts(&changed_pair.0, CountsFrom::Notice, None),
        from(2000, Some(4600), true)
    );
    assert_eq!(counts(&changed_pair.1, CountsFrom::Notice, None), None);
    assert_eq!(
        timeline.leaf(&changed_pair.1).unwrap().instead_of,
        Some(changed_pair.0)
    );
    let words = timeline.leaf(&gone).unwrap().words().join("\n");
    assert!(
        words.contains("Handed to gamma at 2030-03-01T09:25:00Z in version 1, without a receipt."),
        "{words}"
    );
    assert!(
        words.contains(
            "Notified to alpha at 2030-03-01T09:33:20Z in version 1, with a signed receipt."
        ),
        "{words}"
    );
    assert!(words.contains("Withdrawn in version 3"), "{words}");
    let words = timeline.leaf(&changed_pair.0).unwrap().words().join("\n");
    assert!(
        words.contains(&format!("Changed into leaf {}", changed_pair.1)),
        "{words}"
    );
    assert_eq!(timeline.leaves().count(), 5);
}

#[test]
fn entries_that_go_against_each_other_give_no_timeline() {
    let versions = versions();
    let [v1, v2, _] = &versions;
    let build = |deposits: &[Deposit<'_>], said: Receipt| {
        let notice = NoticeEntry::new(said).unwrap().check(&[]).unwrap();
        Timeline::build(deposits, &[notice]).unwrap_err()
    };
    let all = deposits(&versions);
    let ok = said(Step::Handover, v1, Covered::ALL, "gamma", 2000);
    assert!(matches!(
        build(&all[1..], ok.clone()),
        TimelineError::Succession(_)
    ));
    assert!(matches!(
        build(&all[..0], ok.clone()),
        TimelineError::NoVersion { .. }
    ));
    let twice = [all[0], all[0]];
    assert!(matches!(
        build(&twice, ok.clone()),
        TimelineError::Succession(_)
    ));
    let back = [
        all[0],
        Deposit {
            received_at: Moment(NOW.0),
            ..all[1]
        },
    ];
    assert!(matches!(build(&back, ok), TimelineError::ClockBack { .. }));
    let other = Covered::leaves([v2.changes().added[0]]).unwrap();
    let no_leaf = said(Step::Handover, v1, other, "gamma", 2000);
    assert!(matches!(build(&all, no_leaf), TimelineError::NoLeaf { .. }));
    let early = said(Step::Notice, v1, Covered::ALL, "alpha", -1);
    assert!(matches!(
        build(&all, early),
        TimelineError::BeforeSealing { .. }
    ));
}

#[test]
fn a_receipt_for_something_else_is_no_receipt() {
    let [v1, v2, _] = versions();
    let signer = key("alpha.example/liaison");
    let alpha = [signer.verifier().clone()];
    let notice = said(Step::Notice, &v1, Covered::ALL, "alpha", 2000);
    let some = Covered::leaves([v1.leaves()[0]]).unwrap();
    let others = [
        said(Step::Handover, &v1, Covered::ALL, "alpha", 2000),
        said(Step::Notice, &v2, Covered::ALL, "alpha", 2000),
        said(Step::Notice, &v1, some, "alpha", 2000),
        said(Step::Notice, &v1, Covered::ALL, "gamma", 2000),
        said(Step::Notice, &v1, Covered::ALL, "alpha", 2001),
    ];
    let check = |note: &str| {
        NoticeEntry::new(notice.clone())
            .unwrap()
            .with_receipt(note)
            .check(&alpha)
    };
    assert_eq!(
        check(&notice.sign(&signer).unwrap())
            .unwrap()
            .receipt_by()
            .len(),
        1
    );
    for other in others {
        let refused = check(&other.sign(&signer).unwrap()).unwrap_err();
        assert!(matches!(refused, ReceiptError::Other { .. }), "{refused}");
    }
    let longer = format!("{}more\n", notice.to_text());
    let longer = holdfire_seal::note::sign_note(&longer, &signer).unwrap();
    assert!(matches!(check(&longer), Err(ReceiptError::Other { .. })));
    let forged = notice.sign(&key("somebody")).unwrap();
    assert!(matches!(check(&forged), Err(ReceiptError::Note(_))));
    for name in ["", " a", "a\nb", &"a".repeat(257)] {
        assert_eq!(Receiver::new(name), None);
    }
}

#[test]
fn entries_are_read_back_and_no_other_fields_are() {
    let [v1, v2, _] = versions();
    let entry = VersionEntry::new(v2.signed(), Moment(NOW.0 + 7));
    let fields = entry.to_fields();
    assert_eq!(VersionEntry::from_fields(&fields), Ok(entry.clone()));
    assert_eq!(entry.open(&keys()).unwrap(), *v2.signed());
    assert!(entry.open(&[]).is_err());
    let receipt = entry.receipt(to("the mission"));
    assert_eq!(receipt.of.statement, v2.signed().hash());
    assert!(
        receipt
            .check(
                &receipt.sign(&key("mission")).unwrap(),
                &[key("mission").verifier().clone()]
            )
            .is_ok()
    );
    assert!(matches!(
        NoticeEntry::new(receipt),
        Err(EntryError::Contradiction { .. })
    ));
    for index in 0..fields.len() {
        let mut other = fields.clone();
        other.remove(index);
        assert!(
            VersionEntry::from_fields(&other).is_err(),
            "without {}",
            fields[index].name
        );
        let mut other = fields.clone();
        other[index].name.push('x');
        assert!(
            VersionEntry::from_fields(&other).is_err(),
            "name of {}",
            fields[index].name
        );
        if fields[index].name != "received-at" && fields[index].name != "note" {
            let mut other = fields.clone();
            *other[index].value.last_mut().unwrap() ^= 1;
            assert!(
                VersionEntry::from_fields(&other).is_err(),
                "value of {}",
                fields[index].name
            );
        }
    }
    let more = [fields, vec![Field::new("more", "")]].concat();
    assert!(VersionEntry::from_fields(&more).is_err());

    let opened = OpeningEntry {
        of: v1.signed().state().into(),
        to: to("alpha"),
        at: NOW,
        file: Hash::of(b"file"),
    };
    let fields = opened.to_fields();
    assert_eq!(OpeningEntry::from_fields(&fields), Ok(opened));
    assert!(OpeningEntry::from_fields(&fields[1..]).is_err());

    for covered in [
        Covered::ALL,
        Covered::leaves(v1.leaves()[..2].iter().copied()).unwrap(),
    ] {
        let notice = said(Step::Notice, &v1, covered, "alpha", 2000);
        let signed = notice.sign(&key("alpha.example/liaison")).unwrap();
        let bare = NoticeEntry::new(notice).unwrap();
        for entry in [bare.clone(), bare.with_receipt(&signed)] {
            let fields = entry.to_fields();
            assert_eq!(NoticeEntry::from_fields(&fields), Ok(entry));
            for index in 0..fields.len() {
                let mut other = fields.clone();
                other.swap(index, (index + 1) % fields.len());
                assert!(NoticeEntry::from_fields(&other).is_err());
            }
            let unordered = |field: &Field| field.name == "leaves" && field.value.len() == 64;
            if let Some(index) = fields.iter().position(unordered) {
                let mut other = fields.clone();
                other[index].value.rotate_left(32);
                assert!(NoticeEntry::from_fields(&other).is_err());
            }
        }
    }
}
