//! What can be taken back, and what two persons at once come to.

use holdfire_model::{Mandate, Moment};

use super::super::*;
use super::desk::*;

#[test]
fn a_withdrawn_act_stays_on_record_and_counts_no_more() {
    let mut desk = Desk::open("olga", candidate());
    desk.act("olga", take_up()).unwrap();
    desk.act("olga", withdraw(1)).unwrap();
    assert_eq!(desk.state(), "candidate");
    assert_eq!(desk.task.acts().len(), 3);
    assert_eq!(desk.task.withdrawn_by(1), Some(2));
    assert_eq!(desk.refused("olga", withdraw(1)), "no-such");
    desk.act("olga", take_up()).unwrap();
    assert_eq!(desk.state(), "under-verification");
}

#[test]
fn what_later_acts_rest_on_is_not_taken_back_before_them() {
    let mut desk = Desk::open("olga", candidate());
    desk.act("olga", find(Established::Confirmed)).unwrap();
    desk.act("sam", attribute(Whose::Likely(party("B"))))
        .unwrap();
    let refusal = desk.try_on("sam", 3, withdraw(1)).unwrap_err();
    assert_eq!(refusal, Refusal::RestedOn { act: 1, later: 2 });
    desk.act("sam", withdraw(2)).unwrap();
    desk.act("sam", withdraw(1)).unwrap();
    assert_eq!(desk.state(), "candidate");
}

#[test]
fn opening_and_withdrawing_are_not_taken_back() {
    let mut desk = Desk::open("olga", candidate());
    desk.act("olga", note()).unwrap();
    desk.act("olga", withdraw(1)).unwrap();
    for number in [0, 2] {
        assert_eq!(desk.refused("sam", withdraw(number)), "final");
    }
    assert_eq!(desk.refused("sam", withdraw(99)), "no-such");
}

#[test]
fn an_observer_takes_back_only_their_own_acts() {
    let mut desk = Desk::open("olga", candidate());
    desk.act("olga", take_up()).unwrap();
    assert_eq!(desk.refused("otto", withdraw(1)), "not-yours");
    assert_eq!(desk.task.withdrawable(&who("otto")), []);
    assert!(!desk.allowed("otto").contains(&"withdraw"));
    assert_eq!(desk.task.withdrawable(&who("sam")), [1]);
}

#[test]
fn a_determination_has_no_way_back() {
    let mut desk = Desk::open("olga", candidate());
    desk.act("olga", find(Established::Confirmed)).unwrap();
    let proposal = desk
        .act("sam", determine(chief(), Outcome::Justified))
        .unwrap();
    // Before somebody agreed it is a proposal.
    assert!(desk.try_on("sam", 3, withdraw(proposal)).is_ok());
    let agreed = desk.act("sue", vote(proposal, Voice::For)).unwrap();
    for number in [proposal, agreed] {
        assert_eq!(desk.refused("sam", withdraw(number)), "final");
        assert_eq!(desk.refused("sue", withdraw(number)), "final");
    }
    // Nor has the finding that it rests on.
    assert_eq!(desk.refused("sam", withdraw(1)), "rested-on");
}

#[test]
fn a_vote_is_taken_back_by_the_one_who_cast_it_while_it_is_open() {
    let mut desk = Desk::open("olga", candidate());
    desk.act("olga", find(Established::Confirmed)).unwrap();
    let proposal = desk
        .act("sam", determine(board(), Outcome::Justified))
        .unwrap();
    let cast = desk.act("bob", vote(proposal, Voice::Against)).unwrap();
    assert_eq!(desk.refused("sam", withdraw(cast)), "not-yours");
    desk.act("bob", withdraw(cast)).unwrap();
    desk.act("bob", vote(proposal, Voice::For)).unwrap();
}

#[test]
fn of_two_officers_who_decide_at_once_the_second_is_told_what_the_first_did() {
    let mut desk = Desk::open("olga", candidate());
    desk.act("olga", take_up()).unwrap();
    let seen = desk.task.count();
    desk.act("olga", find(Established::Confirmed)).unwrap();
    let refusal = desk
        .try_on("otto", seen, find(Established::NotConfirmed))
        .unwrap_err();
    let Refusal::Stale {
        on, count, act, by, ..
    } = &refusal
    else {
        panic!("{refusal}");
    };
    assert_eq!((*on, *count), (2, 3));
    assert_eq!(*act, ActName::Find);
    assert_eq!(by.as_ref().map(PersonName::as_str), Some("olga"));
    assert!(refusal.to_string().contains("`find` by olga"), "{refusal}");
}

#[test]
fn a_party_that_is_late_is_not_told_what_the_mission_wrote_for_itself() {
    let mut desk = Desk::open("sam", Subject::RepairWindow(quiet()));
    let seen = desk.task.count();
    desk.act("olga", note()).unwrap();
    let refusal = desk
        .try_on("ann", seen, consent("A", 14, None))
        .unwrap_err();
    let Refusal::Stale { act, by, .. } = refusal else {
        panic!("{refusal}");
    };
    assert_eq!((act, by), (ActName::Open, None));
    let seen: Vec<u64> = desk.task.acts_for(&who("ann")).map(|(n, _)| n).collect();
    assert_eq!(seen, [0]);
}

#[test]
fn of_two_acts_in_the_record_that_were_made_on_the_same_state_the_first_counts() {
    let mut desk = Desk::open("olga", candidate());
    let mut acts = desk.task.acts().to_vec();
    desk.now.0 += 60;
    acts.push(desk.rules("olga").act(&task_id(), 1, take_up()));
    acts.push(desk.rules("otto").act(&task_id(), 1, take_up()));
    acts.push(desk.rules("otto").act(&task_id(), 2, note()));
    assert!(Task::fold(&acts).is_err());
    let (task, void) = Task::read(&acts).unwrap();
    assert_eq!(task.count(), 3);
    assert_eq!(void.len(), 1);
    assert_eq!((void[0].0, void[0].1.name()), (2, "stale"));
    // What counts folds to the same.
    assert_eq!(Task::fold(task.acts()), Ok(task));
}

#[test]
fn an_act_says_who_makes_it_when_and_under_which_mandate() {
    let desk = Desk::open("olga", candidate());
    let rules = desk.rules("olga");
    let right = rules.act(&task_id(), 1, take_up());
    let wrong: [fn(&mut Act); 3] = [
        |act| act.by = who("otto"),
        |act| act.at = Moment(-1),
        |act| act.under = Mandate::Verify,
    ];
    assert!(desk.task.check(&right, &rules).is_ok());
    for change in wrong {
        let mut act = right.clone();
        change(&mut act);
        assert_eq!(desk.task.check(&act, &rules), Err(Refusal::NotAsItIs));
    }
    let mut other = right.clone();
    other.task = TaskId::new("C25-000000").unwrap();
    assert_eq!(desk.task.check(&other, &rules), Err(Refusal::OtherTask));
}

#[test]
fn a_closed_task_takes_notes_and_can_be_opened_again() {
    let mut desk = Desk::open("olga", candidate());
    let close = Deed::Close {
        reason: text("of another year"),
    };
    let number = desk.act("olga", close).unwrap();
    assert!(!desk.task.is_open(desk.now));
    assert_eq!(desk.refused("olga", take_up()), "not-now");
    assert_eq!(desk.allowed("olga"), ["note", "withdraw"]);
    desk.act("olga", withdraw(number)).unwrap();
    assert!(desk.task.is_open(desk.now));
}
