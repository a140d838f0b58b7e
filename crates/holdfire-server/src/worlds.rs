//! The worlds that are being looked at, shared by all readers with the same eyes and made anew when they look after an entry.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use holdfire_store::mission::{AsOf, Audience, MissionError, PUBLIC, Reader, View};
use thiserror::Error;

use crate::access::{Eyes, Role};
use crate::differences::{Issue, Issues};
use crate::proposal::{Asked, Proposal};
use crate::publication::Publication;
use crate::snapshot::{Published, Snapshot, SnapshotError};
use crate::world::{MadeFrom, Question, SharedWorld, World, WorldError};

/// So many worlds of the past or of other panels are kept; the oldest goes first.
const MOST_OTHERS: usize = 12;

/// So many proposals of a publication are kept: as one waits for a second person, others look at what would follow.
const MOST_PROPOSALS: usize = 4;

/// Why there is no world.
#[derive(Debug, Error)]
pub enum WorldsError {
    /// The record.
    #[error(transparent)]
    Mission(#[from] MissionError),
    /// What was read of it.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// The world itself.
    #[error(transparent)]
    World(#[from] WorldError),
}

/// The worlds of a mission.
pub struct Worlds {
    reader: Reader,
    now: RwLock<Now>,
    others: Mutex<Vec<(Key, SharedWorld)>>,
    issues: Mutex<Issues>,
    proposals: Mutex<Vec<Arc<Proposal>>>,
    /// Held while a world is made: it takes much memory and time, so those who ask for the same share it.
    making: Mutex<()>,
}

type Key = (AsOf, Eyes, Question);

struct Now {
    snapshot: Arc<Snapshot>,
    worlds: HashMap<Eyes, Standing>,
}

/// What is kept of the world of a pair of eyes as it is now.
enum Standing {
    /// It knows everything that was entered for these eyes.
    UpToDate(SharedWorld),
    /// Something was entered for these eyes since, and nobody looked yet; what the next would be made from.
    Behind(SharedWorld, Arc<MadeFrom>),
    /// Something was entered for these eyes twice and nobody looked, or something was erased: its number alone is kept,
    /// from which the next goes on.
    Gone { revision: u64 },
}

impl Standing {
    fn world(&self) -> Option<&SharedWorld> {
        match self {
            Self::UpToDate(world) | Self::Behind(world, _) => Some(world),
            Self::Gone { .. } => None,
        }
    }

    fn up_to_date(&self) -> Option<&SharedWorld> {
        match self {
            Self::UpToDate(world) => Some(world),
            Self::Behind(..) | Self::Gone { .. } => None,
        }
    }

    /// What is kept of it when the record is read anew.
    fn after_entries(&self, snapshot: &Snapshot, is_erased: bool) -> Result<Self, WorldError> {
        let world = match self {
            Self::UpToDate(world) | Self::Behind(world, _) => world,
            Self::Gone { revision } => {
                return Ok(Self::Gone {
                    revision: *revision,
                });
            }
        };
        let newest = world.would_be_made_from(snapshot)?;
        Ok(match self {
            Self::UpToDate(_) if world.is_made_from(&newest) => Self::UpToDate(Arc::clone(world)),
            Self::UpToDate(_) if !is_erased => Self::Behind(Arc::clone(world), Arc::new(newest)),
            Self::Behind(_, known) if !is_erased && **known == newest => {
                Self::Behind(Arc::clone(world), Arc::clone(known))
            }
            // What was erased is in no memory from then on.
            _ => Self::Gone {
                revision: world.revision,
            },
        })
    }
}

impl Worlds {
    /// The worlds of the mission of this reader.
    ///
    /// # Errors
    /// [`WorldsError`]
    pub fn new(reader: Reader) -> Result<Self, WorldsError> {
        let view = reader.view(&Audience::AllReadable, AsOf::Now)?;
        let snapshot = Arc::new(read(&reader, &view, None)?);
        Ok(Self {
            reader,
            now: RwLock::new(Now {
                snapshot,
                worlds: HashMap::new(),
            }),
            others: Mutex::new(Vec::new()),
            issues: Mutex::default(),
            proposals: Mutex::default(),
            making: Mutex::new(()),
        })
    }

    /// The record as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&now.snapshot)
    }

    /// What these eyes see now, if that is made already.
    #[must_use]
    pub fn at_hand(&self, eyes: &Eyes, as_of: AsOf, question: &Question) -> Option<SharedWorld> {
        if as_of != AsOf::Now || *question != Question::default() {
            return None;
        }
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        now.worlds.get(eyes).and_then(Standing::up_to_date).cloned()
    }

    /// What these eyes see.
    ///
    /// # Errors
    /// [`WorldsError`]
    pub fn get(
        &self,
        eyes: &Eyes,
        as_of: AsOf,
        question: &Question,
    ) -> Result<SharedWorld, WorldsError> {
        // Everybody sees the state of the last publication, whatever was entered since.
        let as_of = match eyes.role {
            Role::Public => AsOf::Now,
            _ => as_of,
        };
        if let Some(world) = self.known(eyes, as_of, question) {
            return Ok(world);
        }
        // Who asks for the same meanwhile waits for this one; and nothing is entered meanwhile that it would not know.
        let _alone = self.alone();
        if let Some(world) = self.known(eyes, as_of, question) {
            return Ok(world);
        }
        if as_of == AsOf::Now && *question == Question::default() {
            return self.make_now(eyes);
        }
        let now = self.snapshot();
        let snapshot = match as_of {
            AsOf::Now => Arc::clone(&now),
            AsOf::Size(_) => {
                let view = self.reader.view(&Audience::AllReadable, as_of)?;
                Arc::new(read(&self.reader, &view, Some(&now))?)
            }
        };
        let own = {
            let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
            now.worlds.get(eyes).and_then(Standing::world).cloned()
        };
        let like = own.or_else(|| self.largest());
        let world = Arc::new(World::beside(&snapshot, eyes, question, like.as_deref())?);
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if others.len() >= MOST_OTHERS {
            others.remove(0);
        }
        let key = (as_of, eyes.clone(), question.clone());
        others.push((key, Arc::clone(&world)));
        Ok(world)
    }

    /// What these eyes see now, made from what is kept of it. Nobody else makes a world meanwhile.
    fn make_now(&self, eyes: &Eyes) -> Result<SharedWorld, WorldsError> {
        let snapshot = self.snapshot();
        let (behind, least) = {
            let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
            match now.worlds.get(eyes) {
                Some(Standing::UpToDate(world)) => return Ok(Arc::clone(world)),
                Some(Standing::Behind(world, _)) => (Some(Arc::clone(world)), world.revision + 1),
                Some(Standing::Gone { revision }) => (None, revision + 1),
                None => (None, 0),
            }
        };
        let like = behind.or_else(|| self.largest());
        let mut world = World::beside(&snapshot, eyes, &Question::default(), like.as_deref())?;
        world.revision = world.revision.max(least);
        let up_to_date: Vec<SharedWorld> = {
            let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
            let worlds = now.worlds.values().filter_map(Standing::up_to_date);
            worlds.cloned().collect()
        };
        let world = up_to_date
            .iter()
            .fold(world, |world, other| world.sharing_lines(other));
        let world = Arc::new(world);
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        let kept = Standing::UpToDate(Arc::clone(&world));
        now.worlds.insert(eyes.clone(), kept);
        Ok(world)
    }

    /// The world of most reports: another is most like it.
    fn largest(&self) -> Option<SharedWorld> {
        let reports = |world: &&SharedWorld| world.ready().map(|ready| ready.case.reports.len());
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        let worlds = now.worlds.values().filter_map(Standing::world);
        worlds.max_by_key(reports).cloned()
    }

    /// A world that is made already.
    fn known(&self, eyes: &Eyes, as_of: AsOf, question: &Question) -> Option<SharedWorld> {
        if let Some(world) = self.at_hand(eyes, as_of, question) {
            return Some(world);
        }
        let others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let found = others
            .iter()
            .find(|((at, whose, asked), _)| (*at, whose, asked) == (as_of, eyes, question));
        found.map(|(_, world)| Arc::clone(world))
    }

    fn alone(&self) -> MutexGuard<'_, ()> {
        self.making.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The world of a publication; without one, of nothing at all.
    ///
    /// # Errors
    /// [`WorldsError`]
    pub fn published(
        &self,
        publication: Option<Publication>,
        question: &Question,
    ) -> Result<World, WorldsError> {
        let published = match publication {
            None => None,
            Some(publication) => Some(published(&self.reader, publication, &self.snapshot())?),
        };
        Ok(World::published(published.as_ref(), question)?)
    }

    /// What a publication would say otherwise than the last one.
    ///
    /// # Units and shape
    /// - `at`: when it is asked, POSIX seconds.
    ///
    /// # Errors
    /// [`WorldsError`]
    pub fn proposal(&self, next: Publication, at: u64) -> Result<Arc<Proposal>, WorldsError> {
        let known = |now: &Snapshot| {
            let asked = Asked {
                last: now.publications.last().copied(),
                next,
                erasures: now.erasures(),
            };
            let known = self
                .proposals
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let found = known.iter().find(|known| known.answers(&asked)).cloned();
            (asked, found)
        };
        if let (_, Some(known)) = known(&self.snapshot()) {
            return Ok(known);
        }
        let _alone = self.alone();
        let now = self.snapshot();
        let asked = match known(&now) {
            (_, Some(known)) => return Ok(known),
            (asked, None) => asked,
        };
        let old = self.make_now(&Eyes::public())?;
        let published = published(&self.reader, next, &now)?;
        let new = World::published(Some(&published), &Question::default())?;
        let proposal = Proposal::new(asked, published.until, at, (&old, &new));
        let proposal = Arc::new(proposal);
        let mut known = self
            .proposals
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_PROPOSALS {
            known.remove(0);
        }
        known.push(Arc::clone(&proposal));
        Ok(proposal)
    }

    /// What each publication said otherwise than the one before, in their order. Takes a while for those that nobody
    /// asked for yet.
    ///
    /// # Errors
    /// [`WorldsError`]
    pub fn issues(&self) -> Result<Vec<Arc<Issue>>, WorldsError> {
        let now = self.snapshot();
        let mut known = self.issues.lock().unwrap_or_else(PoisonError::into_inner);
        known.forget_unless(now.erased);
        let question = Question::default();
        let mut before: Option<World> = None;
        let all = now.publications.iter().zip(&now.published_at);
        for (at, (publication, recorded_at)) in all.enumerate().skip(known.list.len()) {
            let old = match (before.take(), at) {
                (Some(old), _) => Some(old),
                (None, 0) => None,
                (None, _) => {
                    let last = now.publications.get(at - 1).copied();
                    Some(self.published(last, &question)?)
                }
            };
            let new = self.published(Some(*publication), &question)?;
            let issue = Issue::new(*publication, *recorded_at, old.as_ref(), &new);
            known.list.push(Arc::new(issue));
            before = Some(new);
        }
        // Another thread may know of a publication that this one does not.
        Ok(known.list[..now.publications.len()].to_vec())
    }

    /// Reads what was entered since. The world of eyes for whom something changed is made anew when somebody looks; others
    /// keep the world that they have: for them nothing happened.
    ///
    /// # Errors
    /// [`WorldsError`]; then the worlds stay as they were.
    pub fn refresh(&self) -> Result<(), WorldsError> {
        let _alone = self.alone();
        let view = self.reader.view(&Audience::AllReadable, AsOf::Now)?;
        let sizes: BTreeMap<u32, u64> = view.logs().map(|(log, _, known)| (log, known)).collect();
        let size = sizes.get(&PUBLIC).copied().unwrap_or(0);
        let circles = sizes
            .into_iter()
            .filter(|(log, _)| *log != PUBLIC)
            .collect();
        if self.snapshot().is_as_new_as(size, &circles) {
            return Ok(());
        }
        let old = self.snapshot();
        let snapshot = Arc::new(read(&self.reader, &view, Some(&old))?);
        let is_erased = snapshot.erasures() != old.erasures();
        let erased = snapshot.erased;
        let worlds = {
            let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
            let worlds = now.worlds.iter().map(|(eyes, kept)| {
                let kept = kept.after_entries(&snapshot, is_erased)?;
                Ok((eyes.clone(), kept))
            });
            worlds.collect::<Result<HashMap<_, _>, WorldError>>()?
        };
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        *now = Now { snapshot, worlds };
        drop(now);
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if is_erased {
            let mut proposals = self
                .proposals
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            proposals.clear();
            // Who is making them meanwhile forgets by the number of what was erased.
            if let Ok(mut issues) = self.issues.try_lock() {
                issues.forget_unless(erased);
            }
        }
        // What was erased is gone from the past too.
        others.retain(|(_, world)| {
            world.as_of != AsOf::Now && world.eyes.role != Role::Public && !is_erased
        });
        Ok(())
    }
}

/// The record as a view has it, with what was published last. What an earlier snapshot read and still stands is shared.
fn read(reader: &Reader, view: &View, before: Option<&Snapshot>) -> Result<Snapshot, WorldsError> {
    let snapshot = Snapshot::read_since(view, before)?;
    let last = match snapshot.publications.last() {
        None => None,
        Some(last) => {
            let known = before.and_then(|before| {
                let known = before.last()?;
                (known.publication == *last).then_some((before.erasures(), known))
            });
            Some(match known {
                Some((erasures, known)) if erasures >= snapshot.erasures() => Arc::clone(known),
                // Something was erased: it may lie in memory beside what was published.
                _ => published(reader, *last, &snapshot)?,
            })
        }
    };
    Ok(snapshot.with_last(last))
}

/// What a publication made of the record; rows that stand now too are shared with them.
fn published(
    reader: &Reader,
    publication: Publication,
    now: &Snapshot,
) -> Result<Arc<Published>, WorldsError> {
    if let Some(last) = now.last()
        && last.publication == publication
    {
        return Ok(Arc::clone(last));
    }
    let view = reader.view(&Audience::AllReadable, AsOf::Size(publication.entry))?;
    let then = Snapshot::read_since(&view, Some(now))?;
    Ok(Arc::new(then.as_published(&publication)?))
}
