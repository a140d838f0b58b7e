//! Whose a list is: said when a version is taken in, or later, and checked before it is entered.

use holdfire_record::Kind;
use holdfire_seal::fields::Field;
use holdfire_store::mission::{Draft, Mission, PUBLIC, Surroundings};
use serde_json::{Value, json};

use super::{Desk, FIRST, SECOND, THIRD, holds};
use crate::support::root;

/// A mission with a case of the parties alpha and beta; version 1 of Beta's list waits.
fn with_case(name: &str) -> Desk {
    let desk = Desk::new(name);
    let case = root().join("docs/spec/example-case");
    desk.done(&format!("mission load halt {}", case.display()));
    desk
}

fn party(desk: &Desk) -> Value {
    desk.status("")["lists"][0]["party"].clone()
}

#[test]
fn a_list_is_said_to_be_that_of_a_party_with_its_version_and_stays_it_until_it_is_corrected() {
    let desk = with_case("whose-story");
    let before = desk.entries();
    let (_, told) = desk.done("register accept halt v1 --vkey beta.pub --party beta");
    holds(&told, &["the list is that of beta"]);
    // The version, and whose it is.
    assert_eq!(desk.entries(), before + 2);
    assert_eq!(party(&desk), json!("beta"));
    let (said, _) = desk.done("register status halt");
    holds(&said, &["the list of beta"]);

    // It is not said again, nor changed in passing.
    desk.seal(&[FIRST, THIRD], "v2");
    let told = desk.fails(1, "register accept halt v2 --vkey beta.pub --party alpha");
    holds(&told, &["this list is of beta", "register whose"]);
    assert_eq!(desk.entries(), before + 2);
    desk.done("register accept halt v2 --vkey beta.pub --party beta");
    desk.seal(&[FIRST, SECOND, THIRD], "v3");
    desk.done("register accept halt v3 --vkey beta.pub");
    assert_eq!((desk.entries(), party(&desk)), (before + 4, json!("beta")));

    desk.done("register whose halt --list LIST --party alpha");
    assert_eq!(party(&desk), json!("alpha"));
    desk.done("register whose halt --list LIST --no-party");
    assert_eq!((desk.entries(), party(&desk)), (before + 6, Value::Null));
    let (_, told) = desk.done("register whose halt --list LIST --no-party");
    holds(&told, &["says so already"]);
    assert_eq!(desk.entries(), before + 6);
    let then = desk.status(&format!(" --as-of-entry {}", before + 2));
    assert_eq!(then["lists"][0]["party"], json!("beta"));
    desk.done("record verify halt");
}

#[test]
fn a_list_that_was_taken_in_before_is_said_to_be_that_of_a_party_later() {
    let desk = Desk::new("whose-later");
    // Without a case nobody knows the parties, and nothing is entered.
    let before = desk.entries();
    let told = desk.fails(2, "register accept halt v1 --vkey beta.pub --party beta");
    holds(&told, &["mission load", "register whose"]);
    assert_eq!(desk.entries(), before);
    desk.done("register accept halt v1 --vkey beta.pub");
    assert_eq!(party(&desk), Value::Null);
    let case = root().join("docs/spec/example-case");
    desk.done(&format!("mission load halt {}", case.display()));
    let told = desk.fails(2, "register whose halt --list LIST --party delta");
    holds(&told, &["`delta` is no party of the case", "alpha", "beta"]);
    let (_, told) = desk.done("register whose halt --list LIST --party beta");
    holds(&told, &["the list is that of beta", "by another way"]);
    assert_eq!(party(&desk), json!("beta"));
}

#[test]
fn a_list_is_not_said_to_be_that_of_another_party_than_its_signer_speaks_for() {
    let desk = with_case("whose-key");
    desk.done("mission person halt leo --keys beta.pub");
    let role = vec![Field::new("role", "liaison"), Field::new("party", "beta")];
    {
        let mission = Mission::open(&desk.path("halt"), Surroundings::system(), Vec::new());
        let mission = mission.expect("it opens");
        let clerk = mission.now().and_then(|view| view.person(None));
        let author = clerk.expect("the operator").author();
        let role = Draft::set(Kind::Access, "role/leo", role);
        mission
            .submit_one(&author, PUBLIC, role)
            .expect("it is entered");
    }
    let before = desk.entries();
    let told = desk.fails(1, "register accept halt v1 --vkey beta.pub --party alpha");
    holds(&told, &["key of leo, who speaks for beta"]);
    assert_eq!(desk.entries(), before);
    // A key that was offered and did not sign says nothing.
    let (_, told) =
        desk.done("register accept halt v1 --vkey beta.pub --vkey alpha.pub --party beta");
    holds(&told, &["signed with the key of leo"]);
    desk.fails(1, "register whose halt --list LIST --party alpha");
    assert_eq!(party(&desk), json!("beta"));
}

#[test]
fn a_list_in_a_circle_is_the_circles() {
    let desk = with_case("whose-circle");
    desk.done("circle new halt lists --reader desk.pub --identity desk.key");
    let both = "--circle lists --identity desk.key";
    desk.fails(
        2,
        &format!("register accept halt v1 --vkey beta.pub --party beta {both}"),
    );
    desk.done(&format!("register accept halt v1 --vkey beta.pub {both}"));
    let told = desk.fails(
        1,
        "register whose halt --list LIST --party beta --identity desk.key",
    );
    holds(&told, &["readers of the circle"]);
}
