//! What holds for every history: any persons, any acts in any order, under any mandate.

use std::collections::BTreeSet;

use holdfire_model::{LinkEnd, LinkKind, Mandate, Moment, ReplyId, ReplyKind};
use proptest::prelude::*;

use super::super::*;
use super::desk::*;

/// The two parties as they are, or each in the place of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Own,
    Mirrored,
}

impl Side {
    fn party(self, name: &str) -> &str {
        match (self, name) {
            (Self::Mirrored, "A") => "B",
            (Self::Mirrored, "B") => "A",
            (_, other) => other,
        }
    }

    fn person(self, name: &'static str) -> &'static str {
        match (self, name) {
            (Self::Mirrored, "ann") => "bob",
            (Self::Mirrored, "bob") => "ann",
            (Self::Mirrored, "abe") => "ben",
            (Self::Mirrored, "ben") => "abe",
            (_, other) => other,
        }
    }

    fn id(self, name: &str) -> holdfire_model::PartyId {
        party(self.party(name))
    }
}

const MANDATES: [Mandate; 4] = [
    Mandate::Monitor,
    Mandate::Verify,
    Mandate::Attribute,
    Mandate::Determine,
];

fn subject(kind: TaskKind, side: Side) -> Subject {
    match kind {
        TaskKind::Verification => candidate(),
        TaskKind::RequestForReply => Subject::RequestForReply(Question {
            party: side.id("B"),
            question: text("what do you say?"),
        }),
        TaskKind::Complaint => Subject::Complaint(Complaining {
            by: side.id("A"),
            allegations: vec![allegation()],
            as_said: Some(text("a letter")),
        }),
        TaskKind::HotlineCall => Subject::HotlineCall(Call {
            whom: text("the duty officer"),
            party: Some(side.id("A")),
            called_at: Moment(-60),
            purpose: text("shelling"),
        }),
        TaskKind::Escalation => Subject::Escalation(Climb {
            ladder: ladder(),
            start: 0,
            issue: text("a post"),
        }),
        TaskKind::RepairWindow => Subject::RepairWindow(quiet()),
        TaskKind::AccessDenied => Subject::AccessDenied(Denial {
            who: text("a post"),
            party: Some(side.id("A")),
            place: Confidential::new("the bridge"),
            at: Moment(-60),
            ground: None,
        }),
        TaskKind::ShiftHandover => Subject::ShiftHandover(Shift {
            to: person("otto"),
            open: Vec::new(),
            notes: text("quiet"),
        }),
        TaskKind::Decision => Subject::Decision(Leaving {
            how: Outward::Publication,
            what: text("the weekly report"),
        }),
        TaskKind::Linking => Subject::Linking(Pair {
            from: LinkEnd::Report(report("R-1")),
            to: report("R-2"),
            kind: LinkKind::Duplicate,
            why: text("the same place"),
        }),
        TaskKind::Duplicate => Subject::Duplicate(Twins {
            this: About::Report(report("R-1")),
            of: About::Report(report("R-2")),
            why: text("the same place"),
        }),
    }
}

fn allegation() -> Allegation {
    Allegation {
        text: text("a strike"),
        when: None,
        place: None,
        reference: None,
    }
}

/// One of all deeds; `n` chooses among what it can say, `on` is a number of an act that it speaks of.
fn deed(name: ActName, n: u64, on: u64, side: Side) -> Deed {
    let pick = |names: [&str; 2]| side.id(names[usize::try_from(n % 2).unwrap()]);
    let reason = || text("so it is");
    let some_party = pick(["A", "B"]);
    let origins = [
        Origin::Mission,
        Origin::Independent,
        Origin::Party(side.id("A")),
        Origin::Party(side.id("B")),
    ];
    let origin = origins[usize::try_from(n % 4).unwrap()].clone();
    let corrects = (n.is_multiple_of(3)).then(|| Correction {
        act: on,
        reason: reason(),
    });
    match name {
        ActName::Open => Deed::Open(Box::new(Opening {
            about: Vec::new(),
            due: None,
            escalates: None,
            subject: candidate(),
        })),
        ActName::Assign => Deed::Assign { to: person("otto") },
        ActName::SetClock => Deed::SetClock {
            due: Some(Moment(i64::try_from(n).unwrap() * HOUR)),
            escalates: None,
            reason: reason(),
        },
        ActName::Note => note(),
        ActName::SetSeverity => Deed::SetSeverity(Box::new(Severity {
            outage: None,
            killed: Some(Estimate::exactly(n)),
            injured: None,
            class: None,
            reports: vec![report("R-1")],
        })),
        ActName::Close => Deed::Close { reason: reason() },
        ActName::Withdraw => withdraw(on),
        ActName::TakeUp => take_up(),
        ActName::Find => {
            let established = [
                Established::Confirmed,
                Established::Partly,
                Established::NotConfirmed,
                Established::Refuted,
                Established::CannotBeVerified(Hindrance::Time),
            ][usize::try_from(n % 5).unwrap()];
            let mut it = finding(established, vec![ground(origin)]);
            it.corrects = corrects;
            it.replies = vec![ReplyOnRecord {
                id: ReplyId::new("P-1").unwrap(),
                by: some_party,
                kind: if n.is_multiple_of(7) {
                    ReplyKind::Accepts
                } else {
                    ReplyKind::Denies
                },
            }];
            Deed::Find(Box::new(it))
        }
        ActName::LaterReports => Deed::LaterReports {
            finding: on,
            reports: vec![report("R-8")],
        },
        ActName::Attribute => {
            let mut it = attribution(match n % 4 {
                0 => Whose::Nobody,
                1 => Whose::Likely(some_party),
                2 => Whose::Attributed(some_party),
                _ => Whose::Disputed,
            });
            it.grounds = vec![ground(origin)];
            it.corrects = corrects;
            Deed::Attribute(Box::new(it))
        }
        ActName::ProposeDetermination => {
            let outcomes = Settings::outcomes();
            let outcome = outcomes[usize::try_from(n).unwrap() % outcomes.len()];
            let mut it = determination(
                if n.is_multiple_of(2) {
                    board()
                } else {
                    chief()
                },
                outcome,
            );
            it.corrects = corrects;
            Deed::ProposeDetermination(Box::new(it))
        }
        ActName::ProposeRelease => Deed::ProposeRelease(Box::new(Release {
            readers: vec![text("everybody")],
            contents: text("the report"),
            reason: reason(),
            procedure: if n.is_multiple_of(2) {
                Procedure::SecondPerson
            } else {
                board().procedure
            },
            warned: !n.is_multiple_of(5),
        })),
        ActName::Vote => vote(on, Voice::ALL[usize::try_from(n % 3).unwrap()]),
        ActName::CloseVote => Deed::CloseVote { proposal: on },
        ActName::Execute => Deed::Execute { proposal: on },
        ActName::Ask => Deed::Ask {
            due: Moment(i64::try_from(n).unwrap() * HOUR),
        },
        ActName::Answer => Deed::Answer {
            kind: Request::KINDS[usize::try_from(n % 6).unwrap()],
            text: text("it was not so"),
            as_said: (n.is_multiple_of(2)).then(reason),
        },
        ActName::Decline => Deed::Decline {
            reason: None,
            as_said: (n.is_multiple_of(2)).then(reason),
        },
        ActName::Acknowledge => Deed::Acknowledge { remark: None },
        ActName::AddAllegations => Deed::AddAllegations {
            allegations: vec![allegation()],
        },
        ActName::Sort => Deed::Sort {
            allegation: on,
            sorting: Sorting::Entered(report("R-3")),
        },
        ActName::CallResult if n.is_multiple_of(2) => Deed::CallResult(Attempt::NotReached {
            tried: text("three lines"),
            after_minutes: n,
        }),
        ActName::CallResult => Deed::CallResult(Attempt::Reached {
            whom: text("somebody"),
            after_minutes: n,
        }),
        ActName::FiringStopped => Deed::FiringStopped {
            at: Moment(i64::try_from(n).unwrap()),
            as_reported_by: text("a post"),
        },
        ActName::Raise => Deed::Raise {
            to: n % 4,
            reason: reason(),
        },
        ActName::Resolve => Deed::Resolve { how: reason() },
        ActName::Consent => Deed::Consent {
            party: some_party,
            until: Moment((14 + i64::try_from(n / 2 % 2).unwrap()) * HOUR),
            as_said: (n.is_multiple_of(3)).then(reason),
        },
        ActName::Refuse => Deed::Refuse {
            party: some_party,
            reason: reason(),
            as_said: (n.is_multiple_of(3)).then(reason),
        },
        ActName::Extend => Deed::Extend {
            until: Moment(15 * HOUR),
            reason: reason(),
        },
        ActName::GrantAccess => Deed::GrantAccess {
            at: Moment(0),
            remark: None,
        },
        ActName::Join => Deed::Join { reason: reason() },
        ActName::KeepApart => Deed::KeepApart { reason: reason() },
        ActName::Undo => Deed::Undo { reason: reason() },
    }
}

/// What somebody tries: who, the place of an act among those of the kind, or any act at all, and what it says.
type Try = (usize, usize, u64, u64, u8);

/// Those who can do most try most.
fn tries() -> impl Strategy<Value = Vec<Try>> {
    let who = prop_oneof![3 => 0..2usize, 2 => 0..EVERYBODY.len()];
    let one = (who, 0..100usize, 0..12u64, 0..9u64, 0..10u8);
    prop::collection::vec(one, 1..60)
}

fn open(kind: TaskKind, mandate: Mandate, side: Side) -> Desk {
    Desk::open_under(mandate, "sam", subject(kind, side)).unwrap()
}

/// What is tried: mostly an act that is offered to the one who tries and speaks of acts that are there, so that histories
/// go far.
fn tried(desk: &Desk, side: Side, (who, what, n, on, chance): Try) -> (&'static str, Deed) {
    let name = side.person(EVERYBODY[who]);
    let mut offered = desk.task.allowed(&desk.rules(name));
    let ends = |act: &ActName| matches!(act, ActName::Close | ActName::Withdraw);
    offered.retain(|act| !ends(act) || chance > 7);
    if offered.is_empty() || chance == 0 {
        let act = ActName::ALL[what % ActName::ALL.len()];
        return (name, deed(act, n, on, side));
    }
    let act = offered[what % offered.len()];
    let proposals: Vec<u64> = (0..)
        .zip(desk.task.acts())
        .filter(|(_, act)| {
            matches!(
                act.deed,
                Deed::ProposeDetermination(_) | Deed::ProposeRelease(_)
            )
        })
        .map(|(number, _)| number)
        .collect();
    let about_proposals = matches!(act, ActName::Vote | ActName::CloseVote | ActName::Execute);
    let on = match proposals.last() {
        Some(last) if about_proposals && chance > 1 => *last,
        _ => on % desk.task.count(),
    };
    (name, deed(act, n, on, side))
}

fn check_all(desk: &Desk) {
    let task = &desk.task;
    // The same acts in the same order give the same task.
    assert_eq!(Task::fold(task.acts()).as_ref(), Ok(task));
    assert!(task.reached() <= desk.settings.mandate);
    if let Matter::Verification(it) = task.matter() {
        for standing in it
            .determinations
            .iter()
            .filter(|d| d.approval.standing == Standing::Stands)
        {
            let persons: BTreeSet<_> = standing.approval.persons_for();
            assert!(persons.len() >= 2, "{standing:?}");
            for vote in &standing.approval.votes {
                let act = &task.acts()[usize::try_from(vote.act).unwrap()];
                let of_mission = matches!(act.by.role, Role::Secretariat | Role::Observer);
                let member = match &standing.approval.procedure {
                    Procedure::SecondPerson => of_mission,
                    Procedure::Board(board) => board.members().contains(&vote.person),
                };
                assert!(member, "{standing:?}");
            }
        }
        for made in &it.findings {
            assert!(!made.what.established.is_positive() || !made.what.is_claim_alone());
        }
    }
    if let Matter::Decision(it) = task.matter()
        && it.executed.is_some()
    {
        let agreed = it.agreed().expect("what was carried out was agreed to");
        assert!(agreed.approval.persons_for().len() >= 2);
    }
    for name in EVERYBODY {
        if !task.visible_to(&who(name)) {
            assert_eq!(desk.allowed(name), [""; 0]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_history_keeps_the_rules(
        kind in prop::sample::select(TaskKind::ALL),
        mandate in prop::sample::select(MANDATES.to_vec()),
        tries in tries(),
    ) {
        let mut desk = open(kind, mandate, Side::Own);
        for one in tries {
            let (name, deed) = tried(&desk, Side::Own, one);
            let before = desk.task.clone();
            let offered = desk.task.allowed(&desk.rules(name));
            let act = deed.name();
            match desk.act(name, deed) {
                Ok(number) => {
                    prop_assert!(offered.contains(&act), "{} was taken, not offered", act.name());
                    // Nothing is changed, one act is added.
                    let (last, earlier) = desk.task.acts().split_last().unwrap();
                    prop_assert_eq!(earlier, before.acts());
                    prop_assert_eq!(last.on, number);
                    check_all(&desk);
                }
                Err(refusal) => {
                    prop_assert_eq!(&desk.task, &before);
                    prop_assert!(!refusal.to_string().is_empty());
                }
            }
        }
    }

    #[test]
    fn each_party_in_the_place_of_the_other_gives_the_same(
        kind in prop::sample::select(TaskKind::ALL),
        mandate in prop::sample::select(MANDATES.to_vec()),
        tries in tries(),
    ) {
        let mut own = open(kind, mandate, Side::Own);
        let mut mirrored = open(kind, mandate, Side::Mirrored);
        for one in tries {
            let (name, deed) = tried(&own, Side::Own, one);
            let (other_name, other_deed) = tried(&mirrored, Side::Mirrored, one);
            prop_assert_eq!(deed.name(), other_deed.name());
            let made = own.act(name, deed).map_err(|r| r.name());
            let other = mirrored.act(other_name, other_deed).map_err(|r| r.name());
            prop_assert_eq!(made, other);
            prop_assert_eq!(own.state(), mirrored.state());
            for name in EVERYBODY {
                let other = Side::Mirrored.person(name);
                prop_assert_eq!(own.allowed(name), mirrored.allowed(other));
                prop_assert_eq!(
                    own.task.visible_to(&who(name)),
                    mirrored.task.visible_to(&who(other))
                );
                let sees = deadlines([&own.task], &who(name), own.now);
                prop_assert_eq!(sees, deadlines([&mirrored.task], &who(other), own.now));
            }
        }
    }

    #[test]
    fn any_acts_in_any_order_are_read_without_a_fall(
        kind in prop::sample::select(TaskKind::ALL),
        mandate in prop::sample::select(MANDATES.to_vec()),
        acts in prop::collection::vec(
            (0..EVERYBODY.len(), 0..33usize, 0..12u64, 0..9u64, 0..9u64, 0..4usize), 0..30),
    ) {
        let desk = open(kind, mandate, Side::Own);
        let mut all = desk.task.acts().to_vec();
        for (name, what, n, about, on, under) in acts {
            let rules = desk.rules(EVERYBODY[name]);
            let deed = deed(ActName::ALL[what % ActName::ALL.len()], n, about, Side::Own);
            let mut act = rules.act(&task_id(), on, deed);
            act.under = MANDATES[under];
            all.push(act);
        }
        let (task, void) = Task::read(&all).unwrap();
        prop_assert_eq!(all.len(), task.acts().len() + void.len());
        let widest = task.acts().iter().map(|a| a.under).max().unwrap();
        prop_assert!(task.reached() <= widest);
        let folded = Task::fold(task.acts());
        prop_assert_eq!(folded.as_ref(), Ok(&task));
    }
}

#[test]
fn the_histories_above_come_to_every_state() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut states = BTreeSet::new();
    for round in 0..2_500 {
        let kind = TaskKind::ALL[round % TaskKind::ALL.len()];
        let mut desk = open(kind, Mandate::Determine, Side::Own);
        states.insert(desk.state());
        for one in tries().new_tree(&mut runner).unwrap().current() {
            let (name, deed) = tried(&desk, Side::Own, one);
            if desk.act(name, deed).is_ok() {
                states.insert(desk.state());
            }
        }
    }
    let missing: Vec<_> = STATES.iter().filter(|s| !states.contains(*s)).collect();
    assert!(missing.is_empty(), "never reached: {missing:?}");
    let unknown: Vec<_> = states.iter().filter(|s| !STATES.contains(s)).collect();
    assert!(unknown.is_empty(), "not in the list of states: {unknown:?}");
}
