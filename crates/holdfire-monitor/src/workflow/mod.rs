//! The workflow: one engine, "a task with a clock", for everything that people do with an incident and around it.
//!
//! A [`Task`] is the fold over its [`Act`]s. Nothing is ever changed: what was wrong is corrected or withdrawn by a later
//! act with a reason, and both stay. [`Task::allowed`] says what somebody could do now, [`Task::check`] refuses everything
//! else with its reason ([`Refusal`]), and both ask the same gate. What the mandate does not cover is not offered and not
//! taken. What one person cannot decide ([`Approval`]) needs two persons, counted by name.
//!
//! Pure: "now", who asks and random bytes are arguments. Texts for people are not here: the engine gives names, and
//! `holdfire-words` has the sentences (`workflow.ftl`). How acts are written into the record is in `holdfire-wire`.
//!
//! # Example
//!
//! ```
//! # use std::collections::BTreeSet;
//! # use holdfire_model::{Mandate, Moment, PartyId};
//! use holdfire_monitor::workflow::*;
//!
//! # let beta = PartyId::new("beta").unwrap();
//! # let settings = Settings {
//! #     mandate: Mandate::Monitor, standards: vec![], bodies: vec![], release: Procedure::SecondPerson, ladder: vec![],
//! #     severity_classes: vec![], parties: BTreeSet::from([beta.clone()]), clauses: BTreeSet::new(),
//! #     readings: BTreeSet::new(),
//! # };
//! let rules = |name: &str, role, now| Rules {
//!     settings: &settings,
//!     author: Author { person: PersonName::new(name).unwrap(), role },
//!     now: Moment(now),
//! };
//! let id = TaskId::from_random("C25", [1, 2, 3, 4]).unwrap();
//! let question = Question { party: beta.clone(), question: "what do you say to it?".into() };
//! let subject = Subject::RequestForReply(question);
//! let opening = Opening { about: vec![], due: None, escalates: None, subject };
//!
//! // An observer opens it: what is checked is then recorded, and the acts of the record are the task.
//! let observer = rules("A. Keeper", Role::Observer, 0);
//! let open = observer.act(&id, 0, Deed::Open(Box::new(opening)));
//! let task = Task::checked_open(&open, &observer).unwrap();
//! let ask = observer.act(&id, task.count(), Deed::Ask { due: Moment(172_800) });
//! let task = task.checked(&ask, &observer).unwrap();
//! assert_eq!(task.state(), "asked");
//! assert_eq!(Task::fold(&[open, ask.clone()]), Ok(task.clone()));
//!
//! // The party that was asked sees it, and is offered what it can do.
//! let liaison = rules("B. Beta", Role::Liaison(beta), 60);
//! let offered = task.allowed(&liaison);
//! assert_eq!(offered, [ActName::Answer, ActName::Decline, ActName::Note]);
//!
//! // Whoever decides on a page that is out of date is told what was done meanwhile.
//! let late = observer.act(&id, 1, ask.deed);
//! assert_eq!(task.check(&late, &observer).unwrap_err().name(), "stale");
//! ```

mod act;
mod approval;
mod complaint;
mod contain;
mod deadlines;
mod deeds;
mod finding;
mod ids;
mod inward;
mod matter;
mod names;
mod onto;
mod refusal;
mod reply;
mod rights;
mod role;
mod settings;
mod severity;
mod task;
#[cfg(test)]
mod tests;
mod verification;
mod window;

pub use act::{Act, ActName, Audience, Author, Confidential, Deed};
pub use approval::{Approval, Board, Body, Majority, Procedure, Standing, Voice, Vote};
pub use complaint::{Complaint, Line, Receipt};
pub use contain::{Access, Escalation, HotlineCall, Quieted, Reached};
pub use deadlines::{Deadline, Point, deadlines, open_tasks};
pub use deeds::{
    About, Allegation, Attempt, Call, Candidate, Climb, Complaining, Denial, Leaving, Level,
    Opening, Outward, Pair, Question, Quiet, Release, Shift, Sorting, Subject, TaskKind, Twins,
};
pub use finding::{
    Attribution, Correction, Determination, Dissent, Established, Finding, Gravity, Ground,
    Hindrance, Origin, Outcome, Piece, ReplyOnRecord, Standard, Whose,
};
pub use ids::{NameError, PersonName, TaskId, case_code};
pub use inward::{Decision, Handover, Pairing, Settled, Suggested};
pub use matter::{Matter, STATES};
pub use onto::{These, kept_apart, onto, onto_these};
pub use refusal::{Refusal, Value, mandate_name};
pub use reply::{Answer, Asked, Request};
pub use role::{Role, RoleError};
pub use settings::{Rules, Settings};
pub use severity::{Estimate, Outage, Severity};
pub use task::{Clock, FoldError, Task};
pub use verification::{Made, Proposed, Skipped, Step, Verification};
pub use window::{Extension, Phase, RepairWindow};
