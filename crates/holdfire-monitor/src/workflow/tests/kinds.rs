//! The small forms on the same engine.

use std::collections::BTreeSet;

use holdfire_model::{LinkEnd, LinkKind, Moment, ReplyKind};

use super::super::*;
use super::desk::*;

fn question() -> Subject {
    Subject::RequestForReply(Question {
        party: party("B"),
        question: text("what do you say to report R-1?"),
    })
}

fn answer(kind: ReplyKind, as_said: Option<&str>) -> Deed {
    Deed::Answer {
        kind,
        text: text("it was not us"),
        as_said: as_said.map(text),
    }
}

fn ask(hours: i64) -> Deed {
    Deed::Ask {
        due: Moment(hours * HOUR),
    }
}

#[test]
fn a_request_for_reply_is_not_asked_asked_answered() {
    let mut desk = Desk::open("olga", question());
    assert_eq!(desk.state(), "not-asked");
    assert!(!desk.task.visible_to(&who("bob")), "before it is asked");
    assert_eq!(
        desk.refused("bob", answer(ReplyKind::Denies, None)),
        "not-yours"
    );
    desk.act("olga", ask(48)).unwrap();
    assert_eq!(desk.state(), "asked");
    assert_eq!(desk.task.clock().asked_at, Some(Moment(60)));
    assert_eq!(desk.task.clock().due_at, Some(Moment(48 * HOUR)));
    assert!(desk.task.visible_to(&who("bob")));
    assert!(
        !desk.task.visible_to(&who("ann")),
        "the other party is not told"
    );
    assert_eq!(desk.own("bob"), ["answer", "decline"]);
    desk.act("bob", answer(ReplyKind::Denies, None)).unwrap();
    assert_eq!(desk.state(), "answered");
    assert_eq!(deadlines([&desk.task], &who("sam"), desk.now), []);
}

#[test]
fn a_reply_after_the_date_is_taken_and_marked_late() {
    let mut desk = Desk::open("olga", question());
    desk.act("olga", ask(1)).unwrap();
    desk.now = Moment(2 * HOUR);
    assert!(deadlines([&desk.task], &who("sam"), desk.now)[0].overdue);
    desk.act("bob", answer(ReplyKind::CounterAlleges, None))
        .unwrap();
    let Matter::RequestForReply(request) = desk.task.matter() else {
        panic!();
    };
    assert!(request.answers[0].late);
}

#[test]
fn a_party_may_decline_and_reply_later_all_the_same() {
    let mut desk = Desk::open("olga", question());
    desk.act("olga", ask(1)).unwrap();
    let decline = Deed::Decline {
        reason: None,
        as_said: None,
    };
    desk.act("bob", decline).unwrap();
    assert_eq!(desk.state(), "declined");
    desk.act("bob", answer(ReplyKind::Accepts, None)).unwrap();
    assert_eq!(desk.state(), "answered");
}

#[test]
fn the_mission_records_a_reply_only_with_how_it_came() {
    let mut desk = Desk::open("olga", question());
    assert_eq!(
        desk.refused("olga", answer(ReplyKind::Denies, None)),
        "how-it-came"
    );
    desk.act(
        "olga",
        answer(ReplyKind::Denies, Some("a letter of 3 April")),
    )
    .unwrap();
    assert_eq!(desk.state(), "answered");
}

#[test]
fn states_of_a_request_are_no_replies() {
    let mut desk = Desk::open("olga", question());
    desk.act("olga", ask(1)).unwrap();
    for kind in [ReplyKind::Asked, ReplyKind::Declined] {
        assert_eq!(desk.refused("bob", answer(kind, None)), "not-listed");
    }
    assert_eq!(desk.refused("olga", ask(0)), "too-early");
}

fn allegations(count: usize) -> Vec<Allegation> {
    (1..=count)
        .map(|n| Allegation {
            text: format!("line {n}"),
            when: Some(text("26.03 at night")),
            place: None,
            reference: Some(format!("{n}/2025")),
        })
        .collect()
}

fn complaint(by: &str, count: usize, as_said: Option<&str>) -> Subject {
    Subject::Complaint(Complaining {
        by: party(by),
        allegations: allegations(count),
        as_said: as_said.map(text),
    })
}

#[test]
fn a_complaint_of_many_lines_gets_a_receipt_and_each_line_an_answer() {
    let mut desk = Desk::open("ann", complaint("A", 109, None));
    let receipt = desk.task.receipt().unwrap();
    assert_eq!(receipt.number, task_id());
    assert_eq!((receipt.at, receipt.allegations), (Moment(0), 109));
    assert_eq!(desk.state(), "received");
    desk.act("olga", Deed::Acknowledge { remark: None })
        .unwrap();
    assert_eq!(desk.state(), "acknowledged");
    for allegation in 0..109 {
        let sorting = match allegation % 3 {
            0 => Sorting::Entered(report("R-7")),
            1 => Sorting::Repeats(report("R-7")),
            _ => Sorting::Returned(text("no place is named")),
        };
        let deed = Deed::Sort {
            allegation,
            sorting,
        };
        desk.act("olga", deed).unwrap();
        let expected = if allegation == 108 {
            "sorted"
        } else {
            "being-sorted"
        };
        assert_eq!(desk.state(), expected);
    }
    let beyond = Deed::Sort {
        allegation: 109,
        sorting: Sorting::Entered(report("R-7")),
    };
    assert_eq!(desk.refused("olga", beyond), "no-such");
    let more = Deed::AddAllegations {
        allegations: allegations(1),
    };
    desk.act("abe", more).unwrap();
    assert_eq!(desk.state(), "being-sorted");
}

#[test]
fn lines_of_a_complaint_keep_their_numbers() {
    let mut desk = Desk::open("ann", complaint("A", 1, None));
    let add = || Deed::AddAllegations {
        allegations: allegations(1),
    };
    let first = desk.act("ann", add()).unwrap();
    let second = desk.act("ann", add()).unwrap();
    let number = desk.task.count();
    let refusal = desk.try_on("ann", number, withdraw(first)).unwrap_err();
    assert_eq!(
        refusal,
        Refusal::RestedOn {
            act: first,
            later: second
        }
    );
    desk.act("ann", withdraw(second)).unwrap();
    desk.act("ann", withdraw(first)).unwrap();
    assert_eq!(desk.task.receipt().unwrap().allegations, 1);
}

#[test]
fn a_complaint_is_its_partys_own() {
    let open = |by, subject| Desk::open_under(holdfire_model::Mandate::Monitor, by, subject);
    let name = |made: Result<Desk, Refusal>| made.err().map(|r| r.name());
    assert_eq!(
        name(open("bob", complaint("A", 1, None))),
        Some("not-asked")
    );
    assert_eq!(
        name(open("sam", complaint("A", 1, None))),
        Some("how-it-came")
    );
    assert_eq!(
        name(open("sam", complaint("A", 1, Some("a list handed over")))),
        None
    );
    assert_eq!(name(open("ann", complaint("A", 0, None))), Some("empty"));
    let desk = open("ann", complaint("A", 1, None)).unwrap();
    assert!(desk.task.visible_to(&who("abe")));
    for name in ["bob", "mia", "zoe", "pia"] {
        assert!(!desk.task.visible_to(&who(name)), "{name}");
    }
}

#[test]
fn a_call_says_who_was_reached_after_how_many_minutes_and_when_firing_stopped() {
    let mut desk = Desk::open(
        "mia",
        Subject::HotlineCall(Call {
            whom: text("the duty officer of the northern sector"),
            party: Some(party("B")),
            called_at: Moment(-HOUR),
            purpose: text("shelling of the pump house"),
        }),
    );
    assert_eq!(desk.state(), "calling");
    let not_reached = Deed::CallResult(Attempt::NotReached {
        after_minutes: 5,
        tried: text("three lines"),
    });
    desk.act("mia", not_reached).unwrap();
    assert_eq!(desk.state(), "not-reached");
    let reached = Deed::CallResult(Attempt::Reached {
        whom: text("the duty officer"),
        after_minutes: 17,
    });
    desk.act("olga", reached).unwrap();
    assert_eq!(desk.state(), "reached");
    let stopped = |at| Deed::FiringStopped {
        at: Moment(at),
        as_reported_by: text("our post at the bridge"),
    };
    assert_eq!(desk.refused("mia", stopped(9 * HOUR)), "not-yet");
    desk.act("mia", stopped(60)).unwrap();
    assert_eq!(desk.state(), "firing-stopped");
    let Matter::HotlineCall(call) = desk.task.matter() else {
        panic!();
    };
    assert_eq!(call.reached_after_minutes(), Some(17));
}

fn climb(start: u64) -> Subject {
    Subject::Escalation(Climb {
        ladder: ladder(),
        start,
        issue: text("a post was moved"),
    })
}

#[test]
fn an_issue_goes_up_the_ladder_with_a_clock_on_each_level() {
    let mut desk = Desk::open("sam", climb(0));
    assert_eq!(desk.task.clock().escalates_at, Some(Moment(60 * 60)));
    let raise = |to| Deed::Raise {
        to,
        reason: text("not settled"),
    };
    desk.act("mia", raise(2)).unwrap();
    let Matter::Escalation(it) = desk.task.matter() else {
        panic!();
    };
    let (reached, level) = it.level().unwrap();
    assert_eq!(level.name, "joint commission");
    assert_eq!(reached.skipped, 1, "the level left out is told");
    assert_eq!(
        desk.task.clock().escalates_at,
        None,
        "nothing is above the top"
    );
    assert_eq!(desk.refused("mia", raise(1)), "not-now");
    desk.act(
        "mia",
        Deed::Resolve {
            how: text("it was moved back"),
        },
    )
    .unwrap();
    assert_eq!(desk.state(), "resolved");
}

#[test]
fn a_ladder_is_the_one_of_the_case() {
    let other = Subject::Escalation(Climb {
        ladder: ladder()[..1].to_vec(),
        start: 0,
        issue: text("a post"),
    });
    let open = |subject| Desk::open_under(holdfire_model::Mandate::Monitor, "sam", subject);
    assert_eq!(open(other).err().map(|r| r.name()), Some("not-listed"));
    assert_eq!(open(climb(3)).err().map(|r| r.name()), Some("no-such"));
}

fn window(desk: &Desk) -> &RepairWindow {
    match desk.task.matter() {
        Matter::RepairWindow(window) => window,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_window_holds_once_both_consent() {
    let mut desk = Desk::open("sam", Subject::RepairWindow(quiet()));
    assert_eq!(desk.state(), "consent-asked");
    assert_eq!(desk.refused("ann", consent("B", 14, None)), "not-asked");
    desk.act("ann", consent("A", 14, None)).unwrap();
    assert_eq!(window(&desk).phase(Moment(11 * HOUR)), Phase::NotAgreed);
    assert_eq!(
        desk.refused("ann", consent("A", 14, None)),
        "consented-already"
    );
    assert_eq!(desk.refused("bob", consent("B", 15, None)), "not-listed");
    desk.act("bob", consent("B", 14, None)).unwrap();
    assert_eq!(desk.state(), "agreed");
    let phases = [9, 10, 13, 14].map(|hour| window(&desk).phase(Moment(hour * HOUR)));
    assert_eq!(
        phases,
        [
            Phase::Ahead { seconds: HOUR },
            Phase::Holds { seconds: 4 * HOUR },
            Phase::Holds { seconds: HOUR },
            Phase::Over
        ]
    );
}

#[test]
fn a_window_is_seen_by_those_who_are_asked_and_nobody_else() {
    let mut three = settings(holdfire_model::Mandate::Monitor);
    three.parties.insert(party("C"));
    let desk = Desk::open("sam", Subject::RepairWindow(quiet()));
    let other = Author {
        person: person("cem"),
        role: Role::Liaison(party("C")),
    };
    for name in ["sam", "olga", "mia", "ann", "bob"] {
        assert!(desk.task.visible_to(&who(name)), "{name}");
    }
    for reader in [other, who("zoe"), who("pia")] {
        assert!(!desk.task.visible_to(&reader), "{reader:?}");
        assert_eq!(desk.task.acts_for(&reader).count(), 0);
        assert_eq!(deadlines([&desk.task], &reader, Moment(0)), []);
        assert_eq!(open_tasks([&desk.task], &reader, Moment(0)), []);
        let rules = Rules {
            settings: &three,
            author: reader,
            now: Moment(0),
        };
        assert_eq!(desk.task.allowed(&rules), []);
        // Whatever they try and whatever the state, they hear the same.
        for on in [0, 1, 7] {
            for deed in [note(), consent("A", 14, None), withdraw(0)] {
                let act = rules.act(&task_id(), on, deed);
                let refusal = desk.task.check(&act, &rules).unwrap_err();
                assert_eq!(refusal.name(), "not-yours");
            }
        }
    }
}

#[test]
fn a_window_is_longer_only_once_both_consent_to_the_later_end() {
    let mut desk = Desk::open("sam", Subject::RepairWindow(quiet()));
    let extend = |hour: i64| Deed::Extend {
        until: Moment(hour * HOUR),
        reason: text("the part is late"),
    };
    assert_eq!(desk.refused("bob", extend(16)), "not-now");
    desk.act("ann", consent("A", 14, None)).unwrap();
    desk.act("bob", consent("B", 14, None)).unwrap();
    assert_eq!(desk.refused("bob", extend(13)), "too-early");
    desk.act("bob", extend(16)).unwrap();
    assert_eq!(desk.state(), "extension-asked");
    assert_eq!(window(&desk).until, Moment(14 * HOUR));
    assert_eq!(window(&desk).missing(), [&party("A")]);
    assert_eq!(desk.refused("ann", consent("A", 14, None)), "not-listed");
    desk.act("ann", consent("A", 16, None)).unwrap();
    assert_eq!(
        (desk.state(), window(&desk).until),
        ("agreed", Moment(16 * HOUR))
    );
}

#[test]
fn a_refused_extension_leaves_the_window_as_it_was_and_a_refusal_ends_it() {
    let mut desk = Desk::open("sam", Subject::RepairWindow(quiet()));
    desk.act("ann", consent("A", 14, None)).unwrap();
    desk.act("bob", consent("B", 14, None)).unwrap();
    let extend = Deed::Extend {
        until: Moment(16 * HOUR),
        reason: text("the part is late"),
    };
    desk.act("sam", extend).unwrap();
    let refuse = Deed::Refuse {
        party: party("B"),
        reason: text("no more today"),
        as_said: None,
    };
    desk.act("bob", refuse.clone()).unwrap();
    assert_eq!(
        (desk.state(), window(&desk).until),
        ("agreed", Moment(14 * HOUR))
    );
    desk.act("bob", refuse).unwrap();
    assert_eq!(desk.state(), "window-refused");
    assert_eq!(window(&desk).phase(Moment(11 * HOUR)), Phase::Over);
}

#[test]
fn a_window_that_is_closed_is_over() {
    let mut desk = Desk::open("sam", Subject::RepairWindow(quiet()));
    desk.act("ann", consent("A", 14, None)).unwrap();
    desk.act("bob", consent("B", 14, None)).unwrap();
    let closure = Deed::Close {
        reason: text("the transformer is in place"),
    };
    assert_eq!(desk.refused("ann", closure.clone()), "not-yours");
    desk.act("mia", closure).unwrap();
    assert_eq!(window(&desk).phase(Moment(11 * HOUR)), Phase::Over);
    assert_eq!(deadlines([&desk.task], &who("sam"), desk.now), []);
}

#[test]
fn a_window_needs_two_parties_and_time_that_has_not_passed() {
    let open = |change: fn(&mut Quiet)| {
        let mut it = quiet();
        change(&mut it);
        let made = Desk::open_under(
            holdfire_model::Mandate::Monitor,
            "sam",
            Subject::RepairWindow(it),
        );
        made.err().map(|r| r.name())
    };
    assert_eq!(
        open(|q| q.asked = BTreeSet::from([party("A")])),
        Some("one-party")
    );
    assert_eq!(open(|q| q.until = q.from), Some("too-early"));
    assert_eq!(
        open(|q| (q.from, q.until) = (Moment(-9), Moment(-1))),
        Some("too-early")
    );
    let mut desk = Desk::open("sam", Subject::RepairWindow(quiet()));
    desk.now = Moment(15 * HOUR);
    assert_eq!(desk.refused("ann", consent("A", 14, None)), "too-early");
}

#[test]
fn a_party_that_asks_for_a_window_consents_to_it() {
    let mut it = quiet();
    it.requested_by = Some(party("A"));
    let mut desk = Desk::open("ann", Subject::RepairWindow(it));
    assert_eq!(window(&desk).missing(), [&party("B")]);
    assert_eq!(desk.refused("sam", consent("B", 14, None)), "how-it-came");
    desk.act("sam", consent("B", 14, Some("by telephone at 8:40")))
        .unwrap();
    assert_eq!(desk.state(), "agreed");
}

#[test]
fn the_place_of_a_window_is_not_in_what_programs_print() {
    let desk = Desk::open("sam", Subject::RepairWindow(quiet()));
    assert!(!format!("{:?}", desk.task).contains("pump house"));
}

#[test]
fn refused_access_is_a_task_of_its_own() {
    let mut desk = Desk::open(
        "olga",
        Subject::AccessDenied(Denial {
            who: text("the post at the bridge"),
            party: Some(party("B")),
            place: Confidential::new("the pump house"),
            at: Moment(-HOUR),
            ground: Some(text("mines")),
        }),
    );
    assert_eq!(desk.state(), "denied");
    let granted = |at| Deed::GrantAccess {
        at: Moment(at),
        remark: None,
    };
    assert_eq!(desk.refused("olga", granted(-2 * HOUR)), "too-early");
    desk.act("olga", granted(30)).unwrap();
    assert_eq!(desk.state(), "granted-later");
    assert!(!desk.task.visible_to(&who("bob")), "the mission's own log");
}

#[test]
fn a_shift_hands_over_what_is_open_and_the_next_one_acknowledges() {
    let mut asked = Desk::open("olga", question());
    asked.act("olga", ask(5)).unwrap();
    let id = |n: u8| TaskId::from_random("C25", [0, 0, 0, n]).unwrap();
    let mut rest = Vec::new();
    for number in 1..4 {
        let mut acts = Desk::open("olga", candidate()).task.acts().to_vec();
        acts[0].task = id(number);
        rest.push(Task::fold(&acts).unwrap());
    }
    rest.push(asked.task);
    let open = open_tasks(&rest, &who("olga"), Moment(120));
    assert_eq!(
        open,
        [task_id(), id(1), id(2), id(3)],
        "what has a deadline first"
    );
    let shift = |to: &str| {
        Subject::ShiftHandover(Shift {
            to: person(to),
            open: open.clone(),
            notes: text("a quiet night"),
        })
    };
    let alone = Desk::open_under(holdfire_model::Mandate::Monitor, "olga", shift("olga"));
    assert_eq!(alone.err().map(|r| r.name()), Some("same-person"));
    let mut desk = Desk::open("olga", shift("otto"));
    assert_eq!(
        desk.refused("sam", Deed::Acknowledge { remark: None }),
        "not-now"
    );
    desk.act("otto", Deed::Acknowledge { remark: None })
        .unwrap();
    assert_eq!(desk.state(), "acknowledged");
}

fn disclosure() -> Subject {
    Subject::Decision(Leaving {
        how: Outward::Disclosure,
        what: text("the finding on I-1"),
    })
}

fn release(readers: &[&str], warned: bool) -> Deed {
    Deed::ProposeRelease(Box::new(Release {
        readers: readers.iter().map(|r| text(r)).collect(),
        contents: text("act 4 of C25-000001, without its grounds"),
        reason: text("they asked"),
        procedure: Procedure::SecondPerson,
        warned,
    }))
}

#[test]
fn a_disclosure_names_its_readers_and_says_that_it_cannot_be_undone() {
    let mut desk = Desk::open("sam", disclosure());
    assert_eq!(desk.refused("sam", release(&[], true)), "empty");
    assert_eq!(
        desk.refused("sam", release(&["party B"], false)),
        "not-warned"
    );
    assert_eq!(
        desk.refused("olga", release(&["party B"], true)),
        "not-yours"
    );
    let proposal = desk.act("sam", release(&["party B"], true)).unwrap();
    assert_eq!(desk.refused("sam", Deed::Execute { proposal }), "not-now");
    assert_eq!(
        desk.refused("sam", vote(proposal, Voice::For)),
        "same-person"
    );
    let agreed = desk.act("olga", vote(proposal, Voice::For)).unwrap();
    assert_eq!(desk.state(), "agreed-to");
    // Nothing has left yet: a second thought is still possible.
    assert!(
        desk.try_on("olga", desk.task.count(), withdraw(agreed))
            .is_ok()
    );
    let done = desk.act("sam", Deed::Execute { proposal }).unwrap();
    assert_eq!(desk.state(), "carried-out");
    for number in [proposal, agreed, done] {
        assert_eq!(desk.refused("sam", withdraw(number)), "final");
        assert_eq!(desk.refused("olga", withdraw(number)), "final");
    }
}

#[test]
fn how_releases_are_decided_is_fixed_by_the_case() {
    let mut desk = Desk::open("sam", disclosure());
    desk.settings.release = board().procedure;
    assert_eq!(desk.refused("sam", release(&["all"], true)), "not-listed");
}

#[test]
fn a_suggested_link_is_joined_kept_apart_and_undone_with_reasons() {
    let mut desk = Desk::open(
        "olga",
        Subject::Linking(Pair {
            from: LinkEnd::Report(report("R-1")),
            to: report("R-2"),
            kind: LinkKind::Repeat,
            why: text("the same minute and place"),
        }),
    );
    let reason = || text("the same words");
    assert_eq!(desk.own("olga"), ["join", "keep-apart"]);
    assert_eq!(
        desk.refused("olga", Deed::Join { reason: text("") }),
        "empty"
    );
    desk.act("olga", Deed::Join { reason: reason() }).unwrap();
    assert_eq!(desk.state(), "joined");
    assert_eq!(desk.own("olga"), ["undo"]);
    desk.act("olga", Deed::Undo { reason: reason() }).unwrap();
    assert_eq!(desk.state(), "suggested");
    desk.act("olga", Deed::KeepApart { reason: reason() })
        .unwrap();
    assert_eq!(desk.state(), "kept-apart");
}

#[test]
fn nothing_is_a_duplicate_of_itself() {
    let twins = |this: &str| {
        Subject::Duplicate(Twins {
            this: About::Report(report(this)),
            of: About::Report(report("R-2")),
            why: text("sent twice"),
        })
    };
    let open = |subject| Desk::open_under(holdfire_model::Mandate::Monitor, "olga", subject);
    assert_eq!(
        open(twins("R-2")).err().map(|r| r.name()),
        Some("not-listed")
    );
    assert_eq!(open(twins("R-1")).unwrap().state(), "suggested");
}

#[test]
fn deadlines_are_sorted_and_say_nothing_of_what_is_in_a_task() {
    let mut desk = Desk::open("sam", Subject::RepairWindow(quiet()));
    let clock = Deed::SetClock {
        due: Some(Moment(8 * HOUR)),
        escalates: Some(Moment(9 * HOUR)),
        reason: text("the crew leaves at noon"),
    };
    desk.act("sam", clock).unwrap();
    let to = person("olga");
    desk.act("sam", Deed::Assign { to: to.clone() }).unwrap();
    desk.act("ann", consent("A", 14, None)).unwrap();
    desk.act("bob", consent("B", 14, None)).unwrap();
    let listed = deadlines([&desk.task], &who("sam"), desk.now);
    let points: Vec<_> = listed.iter().map(|d| d.point.name()).collect();
    assert_eq!(points, ["due", "escalates", "window-begins", "window-ends"]);
    assert_eq!(listed[0].assigned, Some(to));
    // Who of the mission works on it is not a party's business.
    let party_sees = deadlines([&desk.task], &who("ann"), desk.now);
    assert_eq!(party_sees[0].assigned, None);
    assert_eq!(party_sees.len(), 4);
    assert!(!format!("{listed:?}").contains("crew"));
}

#[test]
fn what_is_finished_is_given_to_nobody_has_no_deadline_and_is_not_closed() {
    let mut call = Desk::open(
        "sam",
        Subject::HotlineCall(Call {
            whom: text("the officer on duty"),
            party: None,
            called_at: Moment(-60),
            purpose: text("shelling of the road"),
        }),
    );
    let pointless = ["assign", "set-clock", "close"];
    let offered = |desk: &Desk| {
        let all = desk.allowed("sam");
        pointless
            .into_iter()
            .filter(|act| all.contains(act))
            .count()
    };
    assert_eq!(offered(&call), 3);
    let stopped = Deed::FiringStopped {
        at: Moment(0),
        as_reported_by: text("the officer"),
    };
    call.act("sam", stopped).unwrap();
    assert_eq!(offered(&call), 0);
    let close = Deed::Close {
        reason: text("nothing left to do"),
    };
    assert_eq!(call.refused("sam", close), "not-now");
    // What was entered can still be taken back, and then the call goes on.
    let taken_back = Deed::Withdraw {
        act: 1,
        reason: text("it went on"),
    };
    call.act("sam", taken_back).unwrap();
    assert_eq!(offered(&call), 3);
}
