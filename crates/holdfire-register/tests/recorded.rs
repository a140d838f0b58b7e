//! What a mission keeps of versions and notices: read back it is the same, and checked again.

mod common;

use common::*;
use holdfire_model::Moment;
use holdfire_register::{
    Covered, Handover, ListId, NoticeEntry, Padding, PrivateList, Receipt, Receiver, RecordedError,
    RecordedNotice, RecordedVersion, Step,
};
use holdfire_seal::fields::Field;

fn handover() -> Handover {
    let mut source = Source::new("recorded");
    let rows: Vec<_> = (0..3).map(row).collect();
    let draft = PrivateList::new(ListId([1; 16]))
        .draft(&rows, Padding::Exact, NOW, &mut || source.seed())
        .unwrap();
    draft.sign(&party()).unwrap().1
}

fn later(seconds: i64) -> Moment {
    Moment(NOW.0 + seconds)
}

#[test]
fn a_version_is_read_back_with_the_key_that_signed_it_and_no_other() {
    let keys = [
        key("gamma.example/desk").verifier().clone(),
        keys().remove(0),
    ];
    let version = RecordedVersion::new(handover(), &keys, later(60));
    assert_eq!(version.signed_by(), &keys[1..]);
    let read = RecordedVersion::from_fields(&version.to_fields()).unwrap();
    assert_eq!(read, version);
    assert_eq!(read.handover(), &handover());
}

#[test]
fn a_version_whose_fields_do_not_belong_together_is_refused() {
    let fields = RecordedVersion::new(handover(), &keys(), later(60)).to_fields();
    let refused = |change: &dyn Fn(&mut Vec<Field>)| {
        let mut fields = fields.clone();
        change(&mut fields);
        RecordedVersion::from_fields(&fields).expect_err("it was changed")
    };
    refused(&|fields| fields.truncate(8));
    refused(&|fields| fields.truncate(9));
    refused(&|fields| fields[9].value[40] ^= 1);
    refused(&|fields| fields[8].value.clear());
    refused(&|fields| fields.swap(8, 9));
    let other = key("gamma.example/desk").verifier().vkey() + "\n";
    let error = refused(&|fields| fields[8].value = other.clone().into_bytes());
    assert!(matches!(error, RecordedError::Handover(_)), "{error}");
}

#[test]
fn a_notice_keeps_the_key_of_its_receipt_and_is_checked_again() {
    let gamma = key("gamma.example/desk");
    let said = Receipt {
        step: Step::Notice,
        of: handover().signed().state().into(),
        covered: Covered::ALL,
        to: Receiver::new("Gamma").unwrap(),
        at: later(120),
    };
    let note = said.sign(&gamma).unwrap();
    let by = [gamma.verifier().clone()];
    let plain = NoticeEntry::new(said.clone()).unwrap();
    let without = RecordedNotice::new(plain.clone(), &[]).unwrap();
    assert!(without.checked().receipt_by().is_empty());
    assert_eq!(
        RecordedNotice::from_fields(&without.to_fields()).unwrap(),
        without
    );
    let with = RecordedNotice::new(plain.with_receipt(&note), &by).unwrap();
    assert!(with.checked().receipt_by()[0].is_by(&by[0]));
    assert_eq!(
        RecordedNotice::from_fields(&with.to_fields()).unwrap(),
        with
    );
    let mut fields = with.to_fields();
    fields.last_mut().unwrap().value.clear();
    let refused = RecordedNotice::from_fields(&fields);
    assert!(matches!(refused, Err(RecordedError::Receipt(_))));
}
