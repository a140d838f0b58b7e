//! What one pair of eyes sees of a mission as of one entry: the case put together from what they may read, and its answer.
//!
//! *Invariant*: a world is made from the items that [`Snapshot::items`] gives for its eyes, from what was published last where
//! the eyes do not read all reports by right, and from nothing else. What lies outside cannot change a byte of it.

mod features;
mod filter;
mod kept;
mod places;
mod pool;
mod rows;
mod search;
mod sources;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use holdfire_model::{
    Case, Incident, IncidentAnswer, IncidentId, Moment, PartyId, ReadingId, Report, ReportId,
};
use holdfire_monitor::workflow::Settings;
use holdfire_monitor::{
    Answer, Before, Held, MOST_SUGGESTIONS, One, Overview, Solved, Suggestion, held, overview,
    suggestions,
};
use holdfire_store::mission::AsOf;
use holdfire_terms::FrameError;
use holdfire_wire::case::{self, Loaded};
use holdfire_wire::entries::{JoinError, join_in};
use holdfire_wire::work::settings;
use holdfire_wire::{Problem, Severity};
use thiserror::Error;

use crate::access::{Eyes, Role};
use crate::snapshot::{Published, Snapshot};

use sources::Sources;

pub use features::Features;
pub use filter::{Bounds, FilterError, ListFilter, Sieve, Sort, Waits};
pub use kept::Kept;
pub use places::{EXTENT, Places, Tile};
pub use rows::{Days, Facets, Row, Rows};
pub use search::Bits;
pub use sources::MadeFrom;

/// Why a world could not be made.
#[derive(Debug, Error)]
pub enum WorldError {
    /// The table of rights.
    #[error("the table of rights cannot be read")]
    Table(#[from] rusqlite::Error),
    /// The items make no files.
    #[error("the case in the record does not fit together")]
    Join(#[from] JoinError),
    /// An outline or a place cannot be used.
    #[error("the case cannot be answered")]
    Frame(#[from] FrameError),
}

/// What is asked of a world beside the eyes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// The readings that the headline is computed over; empty: the panel of the case.
    pub panel: Vec<ReadingId>,
    /// Only what was entered by then, as rows say it of themselves (rule R10); none: everything in the record.
    pub known_at: Option<Moment>,
}

/// What one pair of eyes sees.
pub struct World {
    /// Whose eyes.
    pub eyes: Eyes,
    /// As of which entry of the record.
    pub as_of: AsOf,
    /// How many entries of the public log were known when it was made.
    pub size: u64,
    /// When the last of the items was recorded that these eyes read, POSIX seconds.
    pub recorded_at: Option<u64>,
    /// Grows when the world of these eyes is made anew, and depends on nothing that they do not see.
    pub revision: u64,
    /// What there is.
    pub content: Content,
    made_from: MadeFrom,
}

/// What there is to see.
pub enum Content {
    /// No terms yet: nothing can be asked.
    Empty,
    /// Terms that cannot be read, with what is wrong.
    Broken(Vec<Problem>),
    /// A case with its answer.
    Ready(Box<Ready>),
}

/// A case with its answer.
pub struct Ready {
    /// The case as these eyes see it.
    pub case: Case,
    /// The answer without assessments: [`Ready::incident`] explains one incident.
    pub answer: Answer,
    /// What explains one incident at once.
    solved: Solved,
    /// What was claimed over time.
    pub held: Held,
    /// One line for each incident; shared by eyes that see the same lines.
    pub rows: Arc<Rows>,
    /// Notices that have to be printed with the data.
    pub notices: Vec<String>,
    /// What is wrong with rows, errors excluded.
    pub problems: Vec<Problem>,
    /// What the case fixes for its workflow.
    pub workflow: Settings,
    /// Tiles and pieces of pages that were made of it.
    pub kept: Kept,
    /// Pairs of reports that a person kept apart.
    apart: BTreeSet<(ReportId, ReportId)>,
    /// Reports that lie in a circle alone.
    in_circles: BTreeSet<ReportId>,
    /// What is suggested, once somebody asked; true if there may be more.
    suggested: OnceLock<(Vec<Suggestion>, bool)>,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "World({}, of {} entries, hidden)",
            self.eyes.role, self.size
        )
    }
}

impl World {
    /// The world of these eyes.
    ///
    /// # Errors
    /// [`WorldError`]. Terms that cannot be read are no error but [`Content::Broken`].
    pub fn new(snapshot: &Snapshot, eyes: &Eyes, question: &Question) -> Result<Self, WorldError> {
        Self::beside(snapshot, eyes, question, None)
    }

    /// The same, sharing with another world the memory of what both have. Work is taken from a world of the same eyes alone:
    /// by the time that it took one could tell what others have.
    ///
    /// # Errors
    /// [`WorldError`]
    pub fn beside(
        snapshot: &Snapshot,
        eyes: &Eyes,
        question: &Question,
        other: Option<&Self>,
    ) -> Result<Self, WorldError> {
        let is_own = other.is_some_and(|other| other.eyes == *eyes);
        let known = other.and_then(Self::ready).map(|ready| (ready, is_own));
        Self::of(&Sources::of(snapshot, eyes)?, eyes, question, known)
    }

    /// The world of everybody by a publication; without one, of nothing at all.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn published(
        published: Option<&Arc<Published>>,
        question: &Question,
    ) -> Result<Self, WorldError> {
        Self::of(
            &Sources::published(published),
            &Eyes::public(),
            question,
            None,
        )
    }

    /// What a world of these eyes would be made from now.
    ///
    /// # Errors
    /// [`WorldError`]
    pub fn would_be_made_from(&self, snapshot: &Snapshot) -> Result<MadeFrom, WorldError> {
        let sources = Sources::of(snapshot, &self.eyes)?;
        Ok(sources.made_from(&self.eyes))
    }

    /// True if it is made from just this.
    #[must_use]
    pub fn is_made_from(&self, other: &MadeFrom) -> bool {
        self.made_from == *other
    }

    /// Shares the lines of another world, if they are the same.
    #[must_use]
    pub fn sharing_lines(mut self, other: &Self) -> Self {
        if let (Content::Ready(own), Some(other)) = (&mut self.content, other.ready())
            && own.rows == other.rows
        {
            own.rows = Arc::clone(&other.rows);
        }
        self
    }

    fn of(
        sources: &Sources<'_>,
        eyes: &Eyes,
        question: &Question,
        known: Option<(&Ready, bool)>,
    ) -> Result<Self, WorldError> {
        let recorded_at = sources.recorded_at();
        let content = if sources.has_terms() {
            content(sources, eyes, question, known)?
        } else {
            Content::Empty
        };
        Ok(Self {
            eyes: eyes.clone(),
            as_of: sources.as_of,
            size: sources.size,
            recorded_at,
            revision: recorded_at.unwrap_or(0),
            content,
            made_from: sources.made_from(eyes),
        })
    }

    /// The case with its answer, if there is one.
    #[must_use]
    pub fn ready(&self) -> Option<&Ready> {
        match &self.content {
            Content::Ready(ready) => Some(ready),
            Content::Empty | Content::Broken(_) => None,
        }
    }
}

impl Ready {
    /// What is answered on the incident of a row.
    #[must_use]
    pub fn answered(&self, row: &Row) -> &IncidentAnswer {
        &self.answer.incidents[row.at]
    }

    /// The incident of a row.
    #[must_use]
    pub fn story(&self, row: &Row) -> &Incident {
        &self.answer.stories[row.at]
    }

    /// The id of the incident of a row.
    #[must_use]
    pub fn id(&self, row: &Row) -> &IncidentId {
        &self.answered(row).id
    }

    /// Pairs of reports that may tell of one incident, and that nobody has decided on; found when somebody asks first. What
    /// lies in a circle stays there: a task of the mission's log would name it.
    pub fn suggested(&self) -> &[Suggestion] {
        &self.found().0
    }

    /// True if there may be more pairs than are suggested.
    pub fn suggests_more(&self) -> bool {
        self.found().1
    }

    fn found(&self) -> &(Vec<Suggestion>, bool) {
        self.suggested.get_or_init(|| {
            let mut found = suggestions(&self.case, &self.apart);
            let more = found.len() >= MOST_SUGGESTIONS;
            let in_circle = |id: &ReportId| self.in_circles.contains(id);
            found.retain(|one| !in_circle(&one.from) && !in_circle(&one.to));
            (found, more)
        })
    }

    /// A report, by its id.
    #[must_use]
    pub fn report(&self, id: &ReportId) -> Option<&Report> {
        self.solved.report(&self.case, id)
    }

    /// One incident alone with its assessments: by its id, or by that of one of its reports.
    ///
    /// # Errors
    /// [`FrameError`]
    pub fn incident(&self, id: &str) -> Result<Option<One>, FrameError> {
        self.solved.one(&self.case, &self.answer.stories, id)
    }

    /// The row of an incident.
    #[must_use]
    pub fn row(&self, id: &IncidentId) -> Option<&Row> {
        let found = self
            .answer
            .stories
            .binary_search_by(|story| story.id.cmp(id));
        self.rows.all().get(found.ok()?)
    }

    /// The parties that are bound, in the order of the case.
    #[must_use]
    pub fn party(&self, id: &str) -> Option<&PartyId> {
        self.case
            .parties
            .iter()
            .map(|party| &party.id)
            .find(|party| party.as_str() == id)
    }
}

fn content(
    sources: &Sources<'_>,
    eyes: &Eyes,
    question: &Question,
    known: Option<(&Ready, bool)>,
) -> Result<Content, WorldError> {
    let room = sources.room();
    let files = join_in(sources.items(), |table| {
        room.get(table).copied().unwrap_or_default()
    })?;
    let Loaded {
        case,
        problems,
        notices,
    } = case::read_part(&files, known.map(|(known, _)| &known.case));
    let Some(mut case) = case else {
        return Ok(Content::Broken(problems));
    };
    let workflow = settings(&files, &case);
    // What was read of them is in the case.
    drop(files);
    case = sources.onto(case);
    let apart = sources.kept_apart();
    let in_circles = sources.in_circles();
    close_lists(&mut case, &eyes.role);
    if !question.panel.is_empty() {
        let known = |id: &&ReadingId| case.reading(id).is_some();
        let panel: Vec<ReadingId> = question.panel.iter().filter(known).cloned().collect();
        if !panel.is_empty() {
            case.panel = panel;
            case.settings.former_panel = None;
        }
    }
    if let Some(moment) = question.known_at {
        case = case.as_of(moment);
    }
    let before = known.map(|(known, is_own)| Before {
        case: &known.case,
        answer: &known.answer,
        solved: &known.solved,
        saves_work: is_own,
    });
    let Overview { answer, solved } = overview(&case, before)?;
    if let Some((known, _)) = known
        && known.case.terms == case.terms
    {
        case.terms = Arc::clone(&known.case.terms);
    }
    let held = held(&case, &answer);
    let rows = Arc::new(Rows::new(&case, &answer, &solved));
    Ok(Content::Ready(Box::new(Ready {
        rows,
        held,
        answer,
        solved,
        case,
        notices,
        workflow,
        kept: Kept::default(),
        apart,
        in_circles,
        suggested: OnceLock::new(),
        problems: problems
            .into_iter()
            .filter(|problem| problem.severity > Severity::Error)
            .collect(),
    })))
}

/// Whose list these eyes know as a whole follows from the role alone, never from what is on the list.
fn close_lists(case: &mut Case, role: &Role) {
    for list in &mut case.lists {
        let whole = match role {
            Role::Secretariat => true,
            Role::Liaison(party) => *party == list.party,
            Role::Observer | Role::Mediator | Role::Auditor | Role::Public => false,
        };
        list.disclosed &= whole;
    }
}

/// A world that many readers share.
pub type SharedWorld = Arc<World>;
