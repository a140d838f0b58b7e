//! Which capacity has which act: a table, the same for every party.

use super::act::{Act, ActName, Audience, Author, Deed};
use super::deeds::TaskKind;
use super::refusal::Refusal;
use super::role::Role;

pub(super) fn not_yours(act: ActName, by: &Author) -> Refusal {
    Refusal::NotYours {
        act,
        seat: by.role.name(),
    }
}

/// Kinds of task that mediators see and work on.
pub(super) fn contains_fighting(kind: TaskKind) -> bool {
    matches!(
        kind,
        TaskKind::HotlineCall | TaskKind::Escalation | TaskKind::RepairWindow
    )
}

pub(super) fn may_open(kind: TaskKind, role: &Role) -> bool {
    match role {
        Role::Secretariat => true,
        Role::Observer => kind != TaskKind::Decision,
        Role::Mediator => contains_fighting(kind),
        Role::Liaison(_) => matches!(kind, TaskKind::Complaint | TaskKind::RepairWindow),
        Role::Auditor | Role::Public => false,
    }
}

/// Whether a capacity has this act at all. Votes of members of a board are asked elsewhere.
pub(super) fn may(kind: TaskKind, act: ActName, by: &Author, audience: &Audience) -> bool {
    use ActName as A;
    match &by.role {
        Role::Secretariat => true,
        Role::Observer => !matches!(
            act,
            A::Attribute | A::ProposeDetermination | A::ProposeRelease | A::CloseVote | A::Execute
        ),
        Role::Mediator => contains_fighting(kind),
        Role::Liaison(party) => {
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
        Role::Auditor | Role::Public => false,
    }
}

/// A party's act is taken back by the party, a vote by the one who cast it, anything else by its author or the
/// secretariat.
pub(super) fn may_take_back(target: &Act, by: &Author) -> bool {
    match (&target.deed, &target.by.role) {
        (Deed::Vote { .. }, _) => target.by.person == by.person,
        (_, Role::Liaison(party)) => by.role.party() == Some(party),
        _ => {
            by.role == Role::Secretariat || (by.role.is_mission() && target.by.person == by.person)
        }
    }
}

/// A party does not see what the mission writes down for itself.
pub(super) fn act_visible(act: &Act, reader: &Author) -> bool {
    match reader.role.party() {
        None => true,
        Some(_) => !act.deed.name().is_internal() || act.by.role == reader.role,
    }
}
