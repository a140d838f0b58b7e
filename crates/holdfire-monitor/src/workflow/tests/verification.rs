//! From a candidate to a determination.

use holdfire_model::{Mandate, ReplyKind};

use super::super::*;
use super::desk::*;

const BREACH: Outcome = Outcome::Breach(Gravity::Serious);

/// A desk on which B is named for what was confirmed.
fn attributed() -> Desk {
    let mut desk = Desk::open("olga", candidate());
    desk.act("olga", take_up()).unwrap();
    desk.act("olga", find(Established::Confirmed)).unwrap();
    desk.act("sam", attribute(Whose::Likely(party("B"))))
        .unwrap();
    desk
}

fn verification(desk: &Desk) -> &Verification {
    match desk.task.matter() {
        Matter::Verification(v) => v,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_candidate_goes_all_the_way_step_by_step() {
    let mut desk = Desk::open("olga", candidate());
    assert_eq!(desk.state(), "candidate");
    desk.act("olga", take_up()).unwrap();
    assert_eq!(desk.state(), "under-verification");
    desk.act("olga", find(Established::Confirmed)).unwrap();
    assert_eq!(desk.state(), "confirmed");
    desk.act("sam", attribute(Whose::Attributed(party("B"))))
        .unwrap();
    assert_eq!(desk.state(), "attribution-stated");
    let proposal = desk.act("sam", determine(chief(), BREACH)).unwrap();
    assert_eq!(desk.state(), "determination-proposed");
    desk.act("sue", vote(proposal, Voice::For)).unwrap();
    assert_eq!(desk.state(), "determined");
    assert_eq!(verification(&desk).skipped, []);
    let persons: Vec<_> = desk.task.persons().iter().map(|p| p.as_str()).collect();
    assert_eq!(persons, ["olga", "sam", "sue"]);
}

#[test]
fn every_finding_has_its_name() {
    for (established, name) in [
        (Established::Confirmed, "confirmed"),
        (Established::Partly, "partly"),
        (Established::NotConfirmed, "not-confirmed"),
        (Established::Refuted, "refuted"),
        (
            Established::CannotBeVerified(Hindrance::Access),
            "cannot-be-verified",
        ),
    ] {
        let mut desk = Desk::open("olga", candidate());
        desk.act("olga", take_up()).unwrap();
        desk.act("olga", find(established)).unwrap();
        assert_eq!(desk.state(), name);
    }
}

#[test]
fn what_the_mandate_does_not_cover_is_neither_offered_nor_taken() {
    let steps = [
        (Mandate::Verify, take_up(), "take-up"),
        (Mandate::Verify, find(Established::Confirmed), "find"),
        (
            Mandate::Attribute,
            attribute(Whose::Likely(party("B"))),
            "attribute",
        ),
        (
            Mandate::Determine,
            determine(chief(), BREACH),
            "propose-determination",
        ),
    ];
    for mandate in [
        Mandate::Monitor,
        Mandate::Verify,
        Mandate::Attribute,
        Mandate::Determine,
    ] {
        let mut desk = Desk::open_under(mandate, "sam", candidate()).unwrap();
        for (needs, deed, name) in &steps {
            let offered = desk.allowed("sam").contains(name);
            assert_eq!(offered, *needs <= mandate, "{name} under {mandate:?}");
            if *needs <= mandate {
                desk.act("sam", deed.clone()).unwrap();
            } else {
                assert_eq!(desk.refused("sam", deed.clone()), "beyond-mandate");
            }
        }
        assert!(desk.task.reached() <= mandate);
    }
}

#[test]
fn an_undecided_incident_is_taken_up_with_a_reason() {
    let undecided = |reason: &str| {
        Subject::Verification(Candidate::Undecided {
            reason: text(reason),
        })
    };
    let refused = Desk::open_under(Mandate::Verify, "olga", undecided(" ")).err();
    assert_eq!(refused, Some(Refusal::Empty { field: "reason" }));
    assert_eq!(
        Desk::open("olga", undecided("both sides speak of it")).state(),
        "candidate"
    );
}

#[test]
fn the_word_of_one_party_alone_never_passes_a_candidate() {
    let mut desk = Desk::open("olga", candidate());
    desk.act("olga", take_up()).unwrap();
    let of_a = vec![
        ground(Origin::Party(party("A"))),
        ground(Origin::Party(party("A"))),
    ];
    for established in [
        Established::Confirmed,
        Established::Partly,
        Established::Refuted,
    ] {
        for grounds in [vec![], of_a.clone()] {
            let deed = Deed::Find(Box::new(finding(established, grounds)));
            assert_eq!(desk.refused("olga", deed), "claim-alone");
        }
    }
    // That it is not confirmed can be said on nothing but a claim.
    let deed = Deed::Find(Box::new(finding(Established::NotConfirmed, of_a.clone())));
    assert!(desk.try_on("olga", 2, deed).is_ok());
    // What the other side admits is more than a claim; what the claimant accepts is not.
    for (by, taken) in [("B", true), ("A", false)] {
        let mut admitted = finding(Established::Confirmed, of_a.clone());
        admitted.replies[0].kind = ReplyKind::Accepts;
        admitted.replies[0].by = party(by);
        let made = desk.try_on("olga", 2, Deed::Find(Box::new(admitted)));
        assert_eq!(made.is_ok(), taken, "accepted by {by}");
    }
}

#[test]
fn a_party_is_not_named_on_the_word_of_the_other_alone() {
    let mut desk = Desk::open("olga", candidate());
    desk.act("olga", find(Established::Confirmed)).unwrap();
    for (origin, refused) in [("A", Some("claim-alone")), ("B", None)] {
        let mut names_b = attribution(Whose::Likely(party("B")));
        names_b.grounds = vec![ground(Origin::Party(party(origin)))];
        let made = desk.try_on("sam", 2, Deed::Attribute(Box::new(names_b)));
        assert_eq!(
            made.err().map(|r| r.name()),
            refused,
            "on the word of {origin}"
        );
    }
}

#[test]
fn parties_and_auditors_move_no_candidate() {
    let desk = Desk::open("olga", candidate());
    for name in ["ann", "bob", "zoe", "pia", "mia"] {
        assert_eq!(desk.allowed(name), [""; 0], "{name}");
        assert_eq!(desk.refused(name, take_up()), "not-yours", "{name}");
    }
}

#[test]
fn a_standard_of_proof_is_always_named_and_from_the_list() {
    let mut desk = Desk::open("olga", candidate());
    desk.act("olga", take_up()).unwrap();
    for (name, refused) in [("", "empty"), ("a hunch", "not-listed")] {
        let mut it = finding(Established::Confirmed, vec![ground(Origin::Mission)]);
        it.standard = Standard(text(name));
        let refusal = desk
            .try_on("olga", 2, Deed::Find(Box::new(it)))
            .unwrap_err();
        assert!(
            [refused, "not-listed"].contains(&refusal.name()),
            "{name}: {refusal}"
        );
    }
}

#[test]
fn a_step_that_was_left_out_is_told() {
    let mut desk = Desk::open("olga", candidate());
    let mut it = finding(Established::NotConfirmed, vec![]);
    it.replies.clear();
    desk.act("olga", Deed::Find(Box::new(it))).unwrap();
    desk.act("sam", determine(chief(), Outcome::OutsideScope))
        .unwrap();
    let steps: Vec<_> = verification(&desk)
        .skipped
        .iter()
        .map(|s| (s.step.name(), s.act))
        .collect();
    assert_eq!(steps, [("take-up", 1), ("reply", 1), ("attribution", 2)]);
}

#[test]
fn nobody_did_what_did_not_happen() {
    let mut desk = Desk::open("olga", candidate());
    desk.act("olga", take_up()).unwrap();
    assert_eq!(desk.refused("sam", attribute(Whose::Disputed)), "not-now");
    desk.act("olga", find(Established::Refuted)).unwrap();
    assert_eq!(desk.refused("sam", attribute(Whose::Disputed)), "not-now");
    assert_eq!(
        desk.refused("sam", determine(chief(), BREACH)),
        "finding-carries-nothing"
    );
    desk.act("sam", determine(chief(), Outcome::NotABreach))
        .unwrap();
}

#[test]
fn a_breach_is_somebodys() {
    let mut desk = Desk::open("olga", candidate());
    desk.act("olga", find(Established::Confirmed)).unwrap();
    assert_eq!(
        desk.refused("sam", determine(chief(), BREACH)),
        "nobody-named"
    );
    desk.act("sam", attribute(Whose::Disputed)).unwrap();
    assert_eq!(
        desk.refused("sam", determine(chief(), BREACH)),
        "nobody-named"
    );
}

#[test]
fn later_reports_mark_a_finding_and_change_nothing_in_it() {
    let mut desk = attributed();
    let before = verification(&desk).finding().unwrap().what.clone();
    let later = Deed::LaterReports {
        finding: 2,
        reports: vec![report("R-9")],
    };
    assert!(!desk.task.is_open(desk.now));
    desk.act("olga", later).unwrap();
    let made = verification(&desk).finding().unwrap();
    assert_eq!(made.what, before);
    assert_eq!(made.later_reports, [report("R-9")]);
    assert!(desk.task.is_open(desk.now));
}

#[test]
fn a_new_finding_corrects_the_one_that_stands_with_a_reason() {
    let mut desk = attributed();
    assert_eq!(desk.refused("olga", find(Established::Refuted)), "standing");
    let correction = |act, reason: &str| {
        let mut it = finding(Established::Refuted, vec![ground(Origin::Mission)]);
        it.corrects = Some(Correction {
            act,
            reason: text(reason),
        });
        Deed::Find(Box::new(it))
    };
    assert_eq!(desk.refused("olga", correction(2, "")), "empty");
    assert_eq!(desk.refused("olga", correction(1, "x")), "standing");
    let number = desk
        .act("olga", correction(2, "a film of another year"))
        .unwrap();
    let it = verification(&desk);
    assert_eq!(it.findings.len(), 2);
    assert_eq!(it.findings[0].corrected_by, Some(number));
    assert_eq!(it.finding().unwrap().what.established, Established::Refuted);
    // Who did it rests on what was corrected.
    assert_eq!(it.to_look_at_again(), [3]);
}

#[test]
fn accounts_have_findings_of_their_own() {
    let mut desk = attributed();
    let mut it = finding(Established::Partly, vec![ground(Origin::Mission)]);
    it.account = Some(holdfire_model::AccountId::new("A-2").unwrap());
    desk.act("olga", Deed::Find(Box::new(it))).unwrap();
    assert_eq!(
        verification(&desk)
            .findings
            .iter()
            .filter(|f| f.stands())
            .count(),
        2
    );
}

#[test]
fn a_determination_needs_a_second_person_who_is_not_the_first() {
    let mut desk = attributed();
    let proposal = desk.act("sam", determine(chief(), BREACH)).unwrap();
    assert!(!desk.allowed("sam").contains(&"vote"));
    assert_eq!(
        desk.refused("sam", vote(proposal, Voice::For)),
        "same-person"
    );
    // The same person in another seat is the same person.
    let mut again = who("olga");
    again.person = person("sam");
    let rules = Rules {
        author: again,
        ..desk.rules("sam")
    };
    let act = rules.act(
        desk.task.id(),
        desk.task.count(),
        vote(proposal, Voice::For),
    );
    let refusal = desk.task.check(&act, &rules).unwrap_err();
    assert_eq!(refusal.name(), "same-person");
    desk.act("sue", vote(proposal, Voice::Abstain)).unwrap();
    assert_eq!(desk.state(), "determination-proposed");
    desk.act("olga", vote(proposal, Voice::For)).unwrap();
    assert_eq!(desk.state(), "determined");
}

#[test]
fn a_member_of_a_board_is_no_second_person_of_another_proposal() {
    let mut desk = attributed();
    let chiefs = desk.act("sam", determine(chief(), BREACH)).unwrap();
    desk.act("sam", determine(board(), Outcome::Justified))
        .unwrap();
    // `bob` sees both now, and votes on that of the board alone.
    assert!(desk.allowed("bob").contains(&"vote"));
    assert_eq!(desk.refused("bob", vote(chiefs, Voice::For)), "not-yours");
}

#[test]
fn what_rested_on_a_refuted_finding_is_taken_back_and_names_nobody_new() {
    let mut desk = attributed();
    let mut it = finding(Established::Refuted, vec![ground(Origin::Mission)]);
    it.corrects = Some(Correction {
        act: 2,
        reason: text("a film of another year"),
    });
    desk.act("olga", Deed::Find(Box::new(it))).unwrap();
    let corrected = |whose| {
        let mut it = attribution(whose);
        it.corrects = Some(Correction {
            act: 3,
            reason: text("it did not happen"),
        });
        Deed::Attribute(Box::new(it))
    };
    let named = corrected(Whose::Likely(party("A")));
    assert_eq!(desk.refused("sam", named), "finding-carries-nothing");
    desk.act("sam", corrected(Whose::Nobody)).unwrap();
    assert_eq!(verification(&desk).to_look_at_again(), []);
}

#[test]
fn a_second_person_can_refuse_and_the_refusal_stays() {
    let mut desk = attributed();
    let proposal = desk.act("sam", determine(chief(), BREACH)).unwrap();
    desk.act("sue", vote(proposal, Voice::Against)).unwrap();
    assert_eq!(desk.state(), "attribution-stated");
    assert_eq!(desk.refused("olga", vote(proposal, Voice::For)), "not-now");
    assert_eq!(desk.refused("sue", withdraw(proposal + 1)), "final");
}

#[test]
fn a_board_decides_with_quorum_votes_and_dissent() {
    let mut desk = attributed();
    let proposal = desk.act("sam", determine(board(), BREACH)).unwrap();
    assert_eq!(
        desk.refused("olga", vote(proposal, Voice::For)),
        "not-a-member"
    );
    // Members of the board see it and vote, also those of parties.
    assert_eq!(desk.own("bob"), ["vote"]);
    desk.act("sue", vote(proposal, Voice::For)).unwrap();
    assert_eq!(
        desk.refused("sue", vote(proposal, Voice::For)),
        "voted-already"
    );
    assert_eq!(
        desk.refused("sam", Deed::CloseVote { proposal }),
        "no-quorum"
    );
    desk.act("ann", vote(proposal, Voice::For)).unwrap();
    let against = Deed::Vote {
        proposal,
        voice: Voice::Against,
        dissent: Some(text("the fragments are of another kind")),
    };
    desk.act("bob", against).unwrap();
    desk.act("sam", Deed::CloseVote { proposal }).unwrap();
    assert_eq!(desk.state(), "determined");
    let approval = &verification(&desk).determinations[0].approval;
    assert_eq!(
        (approval.count(Voice::For), approval.count(Voice::Against)),
        (2, 1)
    );
    assert!(approval.votes[2].dissent.is_some());
}

#[test]
fn one_vote_for_and_one_abstention_carry_nothing() {
    let mut desk = attributed();
    let proposal = desk.act("sam", determine(board(), BREACH)).unwrap();
    desk.act("sue", vote(proposal, Voice::For)).unwrap();
    desk.act("ann", vote(proposal, Voice::Abstain)).unwrap();
    desk.act("sam", Deed::CloseVote { proposal }).unwrap();
    assert_eq!(desk.state(), "attribution-stated");
}

#[test]
fn a_majority_is_what_the_board_says() {
    let cases = [
        (Majority::Simple, 2, 1, true),
        (Majority::Simple, 2, 2, false),
        (Majority::TwoThirds, 2, 1, true),
        (Majority::TwoThirds, 3, 2, false),
        (Majority::Consensus, 4, 0, true),
        (Majority::Consensus, 4, 1, false),
    ];
    for (majority, agree, against, stands) in cases {
        let names: Vec<PersonName> = (0..5).map(|n| person(&format!("m{n}"))).collect();
        let board = Board::new(names.iter().cloned().collect(), 2, majority).unwrap();
        let mut approval = Approval::new(&person("x"), &Procedure::Board(board));
        for (number, name) in names.iter().enumerate().take(agree + against) {
            let voice = if number < agree {
                Voice::For
            } else {
                Voice::Against
            };
            approval
                .vote(
                    &Author {
                        person: name.clone(),
                        role: Role::Mediator,
                    },
                    Vote {
                        act: 0,
                        person: name.clone(),
                        voice,
                        dissent: None,
                    },
                )
                .unwrap();
        }
        approval.close(9).unwrap();
        assert_eq!(
            approval.standing == Standing::Stands,
            stands,
            "{majority:?} {agree}:{against}"
        );
    }
}

#[test]
fn a_board_has_two_members_at_least_and_a_quorum_they_can_reach() {
    let members = |n: usize| (0..n).map(|n| person(&format!("m{n}"))).collect();
    for (count, quorum, possible) in [(1, 1, false), (3, 1, false), (3, 4, false), (2, 2, true)] {
        assert_eq!(
            Board::new(members(count), quorum, Majority::Simple).is_some(),
            possible
        );
    }
}

#[test]
fn a_determination_that_would_rest_on_a_corrected_finding_does_not_come_to_stand() {
    let mut desk = attributed();
    let proposal = desk.act("sam", determine(chief(), BREACH)).unwrap();
    let mut it = finding(Established::Refuted, vec![ground(Origin::Mission)]);
    it.corrects = Some(Correction {
        act: 2,
        reason: text("a film of another year"),
    });
    desk.act("olga", Deed::Find(Box::new(it))).unwrap();
    assert_eq!(
        desk.refused("sue", vote(proposal, Voice::For)),
        "finding-carries-nothing"
    );
}

#[test]
fn a_second_determination_on_a_clause_and_reading_corrects_the_first() {
    let mut desk = attributed();
    let first = desk.act("sam", determine(chief(), BREACH)).unwrap();
    desk.act("sue", vote(first, Voice::For)).unwrap();
    assert_eq!(
        desk.refused("sam", determine(chief(), Outcome::Justified)),
        "standing"
    );
    let mut other_reading = determination(chief(), Outcome::OutsidePeriod);
    other_reading.reading = holdfire_model::ReadingId::new("of-b").unwrap();
    desk.act("sam", Deed::ProposeDetermination(Box::new(other_reading)))
        .unwrap();
    let mut again = determination(chief(), Outcome::Justified);
    again.corrects = Some(Correction {
        act: first,
        reason: text("an order was found"),
    });
    let second = desk
        .act("sam", Deed::ProposeDetermination(Box::new(again)))
        .unwrap();
    assert!(verification(&desk).determinations[0].stands());
    desk.act("sue", vote(second, Voice::For)).unwrap();
    assert_eq!(
        verification(&desk).determinations[0].made.corrected_by,
        Some(second)
    );
}

#[test]
fn a_body_decides_only_if_the_case_names_it_as_it_is() {
    let desk = attributed();
    let mut own = chief();
    own.name = text("myself");
    assert_eq!(desk.refused("sam", determine(own, BREACH)), "not-listed");
    let mut easier = board();
    easier.procedure = Procedure::SecondPerson;
    assert_eq!(desk.refused("sam", determine(easier, BREACH)), "not-listed");
}

#[test]
fn a_mandate_that_is_narrowed_later_stops_a_vote_and_undoes_nothing() {
    let mut desk = attributed();
    let proposal = desk.act("sam", determine(chief(), BREACH)).unwrap();
    desk.settings.mandate = Mandate::Verify;
    assert_eq!(
        desk.refused("sue", vote(proposal, Voice::For)),
        "beyond-mandate"
    );
    assert!(Task::fold(desk.task.acts()).is_ok());
}

#[test]
fn severity_is_facts_of_reports() {
    let mut desk = Desk::open("olga", candidate());
    let severity = |class: Option<&str>, reports| {
        Deed::SetSeverity(Box::new(Severity {
            outage: None,
            killed: None,
            injured: None,
            class: class.map(text),
            reports,
        }))
    };
    assert_eq!(
        desk.refused("olga", severity(None, vec![report("R-1")])),
        "empty"
    );
    assert_eq!(
        desk.refused("olga", severity(Some("outage"), vec![])),
        "empty"
    );
    assert_eq!(
        desk.refused("olga", severity(Some("bad"), vec![report("R-1")])),
        "not-listed"
    );
    desk.act("olga", severity(Some("outage"), vec![report("R-1")]))
        .unwrap();
    assert!(verification(&desk).severity.is_some());
    assert_eq!(desk.state(), "candidate");
}
