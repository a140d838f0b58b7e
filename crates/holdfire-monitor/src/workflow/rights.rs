//! Which capacity has which act: a table, the same for every party.

use super::act::{Act, ActName, Audience, Author, Deed, Seat};
use super::deeds::TaskKind;
use super::refusal::Refusal;

pub(super) fn not_yours(act: ActName, by: &Author) -> Refusal {
    Refusal::NotYours {
        act,
        seat: by.seat.name(),
    }
}

/// Kinds of task that mediators see and work on.
pub(super) fn contains_fighting(kind: TaskKind) -> bool {
    matches!(
        kind,
        TaskKind::HotlineCall | TaskKind::Escalation | TaskKind::RepairWindow
    )
}

pub(super) fn may_open(kind: TaskKind, seat: &Seat) -> bool {
    match seat {
        Seat::Secretariat => true,
        Seat::Observer => kind != TaskKind::Decision,
        Seat::Mediator => contains_fighting(kind),
        Seat::Liaison(_) => matches!(kind, TaskKind::Complaint | TaskKind::RepairWindow),
        Seat::Auditor | Seat::Public => false,
    }
}

/// Whether a capacity has this act at all. Votes of members of a board are asked elsewhere.
pub(super) fn may(kind: TaskKind, act: ActName, by: &Author, audience: &Audience) -> bool {
    use ActName as A;
    match &by.seat {
        Seat::Secretariat => true,
        Seat::Observer => !matches!(
            act,
            A::Attribute | A::ProposeDetermination | A::ProposeRelease | A::CloseVote | A::Execute
        ),
        Seat::Mediator => contains_fighting(kind),
        Seat::Liaison(party) => {
            let own = match kind {
                TaskKind::Complaint => matches!(act, A::AddAllegations),
                TaskKind::RequestForReply => matches!(act, A::Answer | A::Decline),
                TaskKind::RepairWindow => matches!(act, A::Consent | A::Refuse | A::Extend),
                _ => false,
            };
            let everywhere = matches!(act, A::Note | A::Withdraw);
            // A vote of a board's member can be taken back by the one who cast it.
            audience.has(party) && (own || everywhere)
                || act == A::Withdraw && matches!(kind, TaskKind::Verification | TaskKind::Decision)
        }
        Seat::Auditor | Seat::Public => false,
    }
}

/// A party's act is taken back by the party, a vote by the one who cast it, anything else by its author or the
/// secretariat.
pub(super) fn may_take_back(target: &Act, by: &Author) -> bool {
    match (&target.deed, &target.by.seat) {
        (Deed::Vote { .. }, _) => target.by.person == by.person,
        (_, Seat::Liaison(party)) => by.seat.party() == Some(party),
        _ => {
            by.seat == Seat::Secretariat || (by.seat.is_mission() && target.by.person == by.person)
        }
    }
}

/// A party does not see what the mission writes down for itself.
pub(super) fn act_visible(act: &Act, reader: &Author) -> bool {
    match reader.seat.party() {
        None => true,
        Some(_) => !act.deed.name().is_internal() || act.by.seat == reader.seat,
    }
}
