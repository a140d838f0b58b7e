//! What a task of each kind keeps, behind one face: how it opens, what could come next, what an act does.

use holdfire_model::{Mandate, Moment};

use super::act::{Act, ActName, Author};
use super::complaint::Complaint;
use super::contain::{Access, Escalation, HotlineCall};
use super::deeds::{Subject, TaskKind};
use super::inward::{Decision, Handover, Pairing};
use super::refusal::Refusal;
use super::reply::Request;
use super::verification::{Verification, could_decide};
use super::window::RepairWindow;

/// What a task keeps, by kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// An incident on its way.
    Verification(Verification),
    /// A request for reply.
    RequestForReply(Request),
    /// A complaint.
    Complaint(Complaint),
    /// A call.
    HotlineCall(HotlineCall),
    /// An issue on its way up.
    Escalation(Escalation),
    /// A window of quiet.
    RepairWindow(RepairWindow),
    /// A gate that stayed shut.
    AccessDenied(Access),
    /// A shift that hands over.
    ShiftHandover(Handover),
    /// A publication or disclosure.
    Decision(Decision),
    /// A suggested link.
    Linking(Pairing),
    /// A suggestion that two are one.
    Duplicate(Pairing),
}

/// The names of all states, by kind. Each has a message `work-state-NAME`.
pub const STATES: &[&str] = &[
    // Verification.
    "candidate",
    "under-verification",
    "confirmed",
    "partly",
    "not-confirmed",
    "refuted",
    "cannot-be-verified",
    "attribution-stated",
    "determination-proposed",
    "determined",
    // Request for reply.
    "not-asked",
    "asked",
    "answered",
    "declined",
    // Complaint.
    "received",
    "acknowledged",
    "being-sorted",
    "sorted",
    // Hotline call.
    "calling",
    "not-reached",
    "reached",
    "firing-stopped",
    // Escalation.
    "on-the-ladder",
    "resolved",
    // Repair window.
    "consent-asked",
    "agreed",
    "extension-asked",
    "window-refused",
    // Access denied.
    "denied",
    "granted-later",
    // Shift hand-over; then it is acknowledged too.
    "handed-over",
    // Decision.
    "prepared",
    "proposed",
    "agreed-to",
    "not-agreed-to",
    "carried-out",
    // Linking, duplicate.
    "suggested",
    "joined",
    "kept-apart",
];

/// Acts that tasks of every kind have.
const COMMON: [ActName; 5] = [
    ActName::Assign,
    ActName::SetClock,
    ActName::Note,
    ActName::Close,
    ActName::Withdraw,
];

/// The acts of a kind beside those that all have, in the order in which they are offered.
fn own_acts(kind: TaskKind) -> &'static [ActName] {
    use ActName as A;
    match kind {
        TaskKind::Verification => &[
            A::TakeUp,
            A::Find,
            A::LaterReports,
            A::SetSeverity,
            A::Attribute,
            A::ProposeDetermination,
            A::Vote,
            A::CloseVote,
        ],
        TaskKind::RequestForReply => &[A::Ask, A::Answer, A::Decline],
        TaskKind::Complaint => &[A::Acknowledge, A::AddAllegations, A::Sort],
        TaskKind::HotlineCall => &[A::CallResult, A::FiringStopped],
        TaskKind::Escalation => &[A::Raise, A::Resolve],
        TaskKind::RepairWindow => &[A::Consent, A::Refuse, A::Extend],
        TaskKind::AccessDenied => &[A::GrantAccess],
        TaskKind::ShiftHandover => &[A::Acknowledge],
        TaskKind::Decision => &[A::ProposeRelease, A::Vote, A::CloseVote, A::Execute],
        TaskKind::Linking | TaskKind::Duplicate => &[A::Join, A::KeepApart, A::Undo],
    }
}

/// All acts of a kind after the first, in the order in which they are offered.
pub(super) fn acts_of(kind: TaskKind) -> impl Iterator<Item = ActName> {
    own_acts(kind).iter().copied().chain(COMMON)
}

impl Matter {
    pub(super) fn open(subject: &Subject, act: &Act) -> Result<Self, Refusal> {
        Ok(match subject {
            Subject::Verification(s) => Self::Verification(Verification::open(s)?),
            Subject::RequestForReply(s) => Self::RequestForReply(Request::open(s)?),
            Subject::Complaint(s) => Self::Complaint(Complaint::open(s, act)?),
            Subject::HotlineCall(s) => Self::HotlineCall(HotlineCall::open(s, act)?),
            Subject::Escalation(s) => Self::Escalation(Escalation::open(s, act)?),
            Subject::RepairWindow(s) => Self::RepairWindow(RepairWindow::open(s, act)?),
            Subject::AccessDenied(s) => Self::AccessDenied(Access::open(s, act)?),
            Subject::ShiftHandover(s) => Self::ShiftHandover(Handover::open(s, act)?),
            Subject::Decision(s) => Self::Decision(Decision::open(s)?),
            Subject::Linking(s) => Self::Linking(Pairing::link(s)?),
            Subject::Duplicate(s) => Self::Duplicate(Pairing::twins(s)?),
        })
    }

    pub(super) fn state(&self) -> &'static str {
        match self {
            Self::Verification(m) => m.state(),
            Self::RequestForReply(m) => m.state(),
            Self::Complaint(m) => m.state(),
            Self::HotlineCall(m) => m.state(),
            Self::Escalation(m) => m.state(),
            Self::RepairWindow(m) => m.state(),
            Self::AccessDenied(m) => m.state(),
            Self::ShiftHandover(m) => m.state(),
            Self::Decision(m) => m.state(),
            Self::Linking(m) | Self::Duplicate(m) => m.state(),
        }
    }

    pub(super) fn is_done(&self, now: Moment) -> bool {
        match self {
            Self::Verification(m) => m.is_done(),
            Self::RequestForReply(m) => m.is_done(),
            Self::Complaint(m) => m.is_done(),
            Self::HotlineCall(m) => m.is_done(),
            Self::Escalation(m) => m.is_done(),
            Self::RepairWindow(m) => m.is_done(now),
            Self::AccessDenied(m) => m.is_done(),
            Self::ShiftHandover(m) => m.is_done(),
            Self::Decision(m) => m.is_done(),
            Self::Linking(m) | Self::Duplicate(m) => m.is_done(),
        }
    }

    /// True once there is nothing left that could be given to somebody, be late, or be closed. A window is closed when its
    /// time is over, and a finding may be looked at again.
    pub(super) fn is_finished(&self) -> bool {
        match self {
            Self::Verification(_) => false,
            Self::RepairWindow(m) => m.refused.is_some() || m.closed.is_some(),
            Self::RequestForReply(m) => m.is_done(),
            Self::Complaint(m) => m.is_done(),
            Self::HotlineCall(m) => m.is_done(),
            Self::Escalation(m) => m.is_done(),
            Self::AccessDenied(m) => m.is_done(),
            Self::ShiftHandover(m) => m.is_done(),
            Self::Decision(m) => m.is_done(),
            Self::Linking(m) | Self::Duplicate(m) => m.is_done(),
        }
    }

    /// Whether an act of this kind could come now from this author, by its name alone.
    pub(super) fn could(&self, act: ActName, author: &Author) -> bool {
        match self {
            Self::Verification(m) => m.could(act, author),
            Self::RequestForReply(m) => m.could(act, author),
            Self::Complaint(m) => m.could(act),
            Self::Escalation(m) => m.could(act),
            Self::RepairWindow(m) => m.could(act, author),
            Self::AccessDenied(m) => m.could(act),
            Self::ShiftHandover(m) => m.could(act, author),
            Self::Decision(m) => m.could(act, author),
            Self::Linking(m) | Self::Duplicate(m) => m.could(act),
            Self::HotlineCall(_) => true,
        }
    }

    /// Why an act could not come now, where there is more to say than the state.
    pub(super) fn why_not(&self, act: ActName, author: &Author) -> Option<Refusal> {
        match (self, act) {
            (Self::Verification(m), ActName::Vote | ActName::CloseVote) => {
                could_decide(&m.determinations, act, author).err()?
            }
            (Self::Decision(m), ActName::Vote | ActName::CloseVote) => {
                could_decide(&m.proposals, act, author).err()?
            }
            (Self::RepairWindow(m), ActName::Consent) if m.refused.is_none() => {
                let party = author.role.party()?.clone();
                let asked = m.quiet.asked.contains(&party);
                Some(if asked {
                    Refusal::ConsentedAlready { party }
                } else {
                    Refusal::NotAsked { party }
                })
            }
            _ => None,
        }
    }

    pub(super) fn apply(&mut self, n: u64, act: &Act) -> Result<(), Refusal> {
        match self {
            Self::Verification(m) => m.apply(n, act),
            Self::RequestForReply(m) => m.apply(n, act),
            Self::Complaint(m) => m.apply(n, act),
            Self::HotlineCall(m) => m.apply(n, act),
            Self::Escalation(m) => m.apply(n, act),
            Self::RepairWindow(m) => m.apply(n, act),
            Self::AccessDenied(m) => m.apply(n, act),
            Self::ShiftHandover(m) => m.apply(n, act),
            Self::Decision(m) => m.apply(n, act),
            Self::Linking(m) | Self::Duplicate(m) => m.apply(n, act),
        }
    }

    /// True if the act has an effect that cannot be taken back.
    pub(super) fn is_final(&self, n: u64) -> bool {
        match self {
            Self::Verification(m) => m.decided_by(n),
            Self::Decision(m) => m.carried_out_by(n),
            _ => false,
        }
    }

    /// A later act that speaks of what this one added by its number, so that the numbers must stay.
    pub(super) fn numbers_used_by(&self, n: u64) -> Option<u64> {
        match self {
            Self::Complaint(m) => m.numbers_used_by(n),
            _ => None,
        }
    }

    /// How far it has come, in terms of the mandate that this needs.
    pub(super) fn reached(&self) -> Mandate {
        match self {
            Self::Verification(m) => m.reached(),
            _ => Mandate::Monitor,
        }
    }
}
