//! What tasks say of a case shows in its answer, and where it does not belong it shows nowhere.

mod common;

use std::sync::Arc;

use holdfire_model::{
    Case, IncidentId, LinkEnd, LinkKind, LinkState, Mandate, Moment, PartyId, ReplyKind, ReportId,
    SupportLevel,
};
use holdfire_monitor::workflow::*;
use holdfire_testkit::small_case_with;

use common::answered;

const SECOND: &str = "report R2 from alpha
  when: 2025-03-21 04:20
  place: near 35 51 within 5 km
  object: line
  act: strike
  effect: hit
  actor: beta
link R1 to R2: repeat suggested
";

fn case() -> Case {
    let mut case = small_case_with(SECOND);
    case.mandate = Mandate::Verify;
    case
}

fn report(id: &str) -> ReportId {
    ReportId::new(id).unwrap()
}

/// A task of an observer's acts, an hour apart.
fn task(case: &Case, number: u8, about: Vec<About>, subject: Subject, deeds: Vec<Deed>) -> Task {
    let settings = Settings::of(case);
    let id = TaskId::from_random("T", [0, 0, 0, number]).unwrap();
    let rules = |n: i64| Rules {
        settings: &settings,
        author: Author {
            person: PersonName::new("Olga").unwrap(),
            role: Role::Observer,
        },
        now: Moment(1_750_000_000 + 3600 * n),
    };
    let opening = Opening {
        about,
        due: None,
        escalates: None,
        subject,
    };
    let first = rules(0).act(&id, 0, Deed::Open(Box::new(opening)));
    let mut task = Task::checked_open(&first, &rules(0)).unwrap();
    for (n, deed) in (1..).zip(deeds) {
        let act = rules(n).act(&id, task.count(), deed);
        task = task.checked(&act, &rules(n)).unwrap();
    }
    task
}

fn reason() -> String {
    "the same place and minute".to_owned()
}

fn linking(case: &Case, deeds: Vec<Deed>) -> Task {
    let pair = Pair {
        from: LinkEnd::Report(report("R1")),
        to: report("R2"),
        kind: LinkKind::Repeat,
        why: reason(),
    };
    task(case, 1, vec![], Subject::Linking(pair), deeds)
}

fn found(case: &Case, established: Established) -> Task {
    let finding = Finding {
        established,
        account: None,
        standard: Standard("reasonable-grounds".to_owned()),
        reasons: "what the visit saw of the place".to_owned(),
        grounds: vec![Ground {
            piece: Piece::Visit("visit".to_owned()),
            origin: Origin::Mission,
        }],
        replies: Vec::new(),
        corrects: None,
    };
    task(
        case,
        2,
        vec![About::Incident(IncidentId::new("R1").unwrap())],
        Subject::Verification(Candidate::Live),
        vec![Deed::Find(Box::new(finding))],
    )
}

fn asked(case: &Case, deeds: Vec<Deed>) -> Task {
    let question = Question {
        party: PartyId::new("beta").unwrap(),
        question: "what do you say to it?".to_owned(),
    };
    task(
        case,
        3,
        vec![About::Report(report("R1"))],
        Subject::RequestForReply(question),
        deeds,
    )
}

fn answer(kind: ReplyKind) -> Deed {
    Deed::Answer {
        kind,
        text: "it was not us".to_owned(),
        as_said: Some("a letter".to_owned()),
    }
}

fn ask() -> Deed {
    Deed::Ask {
        due: Moment(1_760_000_000),
    }
}

#[test]
fn a_link_that_a_person_joined_makes_one_incident_and_undone_two_again() {
    let case = case();
    let join = || Deed::Join { reason: reason() };
    let undo = || Deed::Undo { reason: reason() };
    let apart = || Deed::KeepApart { reason: reason() };
    for (deeds, incidents, suggested) in [
        (vec![], 2, 1),
        (vec![join()], 1, 0),
        (vec![join(), undo()], 2, 1),
        (vec![apart()], 2, 0),
    ] {
        let now = onto(case.clone(), [&linking(&case, deeds)]);
        assert_eq!(answered(&now).incidents.len(), incidents);
        let open = now.links.iter().filter(|l| l.state == LinkState::Suggested);
        assert_eq!(open.count(), suggested);
    }
}

#[test]
fn what_a_person_settled_settles_the_suggestion_of_the_case_whichever_way_round_it_stands() {
    let case = case();
    let pair = Pair {
        from: LinkEnd::Report(report("R2")),
        to: report("R1"),
        kind: LinkKind::Duplicate,
        why: reason(),
    };
    let settled = |deed| task(&case, 4, vec![], Subject::Linking(pair.clone()), vec![deed]);
    let apart = settled(Deed::KeepApart { reason: reason() });
    assert_eq!(onto(case.clone(), [&apart]).links, []);
    assert_eq!(
        kept_apart([&apart]),
        std::collections::BTreeSet::from([(report("R1"), report("R2"))])
    );
    let joined = settled(Deed::Join { reason: reason() });
    let links = onto(case.clone(), [&joined]).links;
    assert_eq!(links.len(), 1);
    assert!(matches!(links[0].state, LinkState::Joined { .. }));
    assert!(kept_apart([&joined]).is_empty());
}

#[test]
fn a_finding_moves_support_and_no_verdict() {
    let case = case();
    let before = answered(&case);
    for (established, level) in [
        (Established::Confirmed, SupportLevel::Established),
        (Established::Partly, SupportLevel::Established),
        (Established::Refuted, SupportLevel::ClaimOnly),
        (Established::NotConfirmed, SupportLevel::ClaimOnly),
    ] {
        let now = onto(case.clone(), [&found(&case, established)]);
        let after = answered(&now);
        assert_eq!(after.assessments, before.assessments);
        let of_r1 = after
            .incidents
            .iter()
            .find(|i| i.id.as_str() == "R1")
            .unwrap();
        assert_eq!(of_r1.support.level, level, "{established:?}");
        // Reasons and persons stay with the task.
        let shown = format!("{now:?}");
        assert!(!shown.contains("what the visit saw") && !shown.contains("Olga"));
    }
}

#[test]
fn a_reply_stands_in_the_case_as_it_stands_in_its_task() {
    let case = case();
    let decline = Deed::Decline {
        reason: None,
        as_said: Some("a letter".to_owned()),
    };
    for (deeds, expected) in [
        (vec![], None),
        (vec![ask()], Some(ReplyKind::Asked)),
        (vec![ask(), decline.clone()], Some(ReplyKind::Declined)),
        (
            vec![ask(), answer(ReplyKind::Denies)],
            Some(ReplyKind::Denies),
        ),
        (
            vec![
                ask(),
                decline,
                answer(ReplyKind::Comment),
                answer(ReplyKind::Accepts),
            ],
            Some(ReplyKind::Accepts),
        ),
    ] {
        let now = onto(case.clone(), [&asked(&case, deeds)]);
        let kinds: Vec<ReplyKind> = now.replies.iter().map(|r| r.kind).collect();
        assert_eq!(kinds, Vec::from_iter(expected));
    }
    let denied = onto(
        case.clone(),
        [&asked(&case, vec![ask(), answer(ReplyKind::Denies)])],
    );
    assert!(answered(&denied).incidents[0].support.contested);
}

#[test]
fn the_order_of_tasks_changes_nothing_and_what_is_not_in_the_case_is_left_out() {
    let case = case();
    let tasks = [
        linking(&case, vec![Deed::Join { reason: reason() }]),
        found(&case, Established::Confirmed),
        asked(&case, vec![ask(), answer(ReplyKind::Denies)]),
    ];
    let forwards = onto(case.clone(), &tasks);
    assert_eq!(forwards, onto(case.clone(), tasks.iter().rev()));
    let mut without = case.clone();
    without.reports.retain(|r| r.id.as_str() != "R1");
    without.links.clear();
    assert_eq!(onto(without.clone(), &tasks), without);
}

#[test]
fn the_id_of_a_reply_names_report_party_and_task_and_stays_whatever_the_mission_notes_down() {
    let case = case();
    let note = || Deed::Note {
        text: "they were called twice".to_owned(),
    };
    let denies = || answer(ReplyKind::Denies);
    let told = |deeds| {
        let now = onto(case.clone(), [&asked(&case, deeds)]);
        (now.replies[0].id.to_string(), now.replies[0].at.to_string())
    };
    let plain = told(vec![ask()]);
    let task = asked(&case, vec![ask()]).id().to_string();
    assert_eq!(
        plain,
        (format!("R1.beta.{task}"), format!("task/{task}#reply"))
    );
    assert_eq!(told(vec![note(), note(), ask(), note(), denies()]), plain);
}

#[test]
fn the_id_of_a_finding_says_nothing_of_what_the_mission_did_before() {
    let case = case();
    let task = found(&case, Established::Confirmed);
    let now = onto(case.clone(), [&task]);
    let seen = now.observations.last().unwrap();
    assert_eq!(seen.id.as_str(), format!("R1.finding.{}", task.id()));
    assert_eq!(seen.at.as_str(), format!("task/{}#finding", task.id()));
}

#[test]
fn a_reply_of_a_task_stays_beside_a_row_that_has_its_id() {
    let mut case = case();
    let task = asked(&case, vec![ask(), answer(ReplyKind::Denies)]);
    let mut row = onto(case.clone(), [&task]).replies.remove(0);
    Arc::make_mut(&mut row).kind = ReplyKind::Comment;
    case.replies.push(row.clone());
    let now = onto(case.clone(), [&task]);
    let ids: std::collections::BTreeSet<&str> =
        now.replies.iter().map(|reply| reply.id.as_str()).collect();
    assert_eq!(ids.len(), 2);
    assert!(now.replies.contains(&row));
    assert!(answered(&now).incidents[0].support.contested);
}
