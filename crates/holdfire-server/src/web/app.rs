//! What all requests share.

use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;
use holdfire_accounts::Session;
use holdfire_model::Moment;
use holdfire_store::mission::{Author, Draft, Entered, Mission, PUBLIC, Submission};
use tokio::sync::{Semaphore, watch};

use super::door::{Door, Gate};
use super::fault::Fault;
use super::visitor::{self, Visitor};
use crate::access::{Eyes, Role};
use crate::snapshot::Member;
use crate::world::SharedWorld;
use crate::worlds::{Worlds, WorldsError};

use super::address::Address;

/// What the proof in forms is for.
const PURPOSE: &str = "form";

/// Writes a line for the operator.
pub type Journal = Arc<dyn Fn(&str) + Send + Sync>;

/// What all requests share.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    mission: Mission,
    worlds: Worlds,
    door: Door,
    operator: String,
    journal: Journal,
    changed: watch::Sender<u64>,
    deciding: Mutex<()>,
    listeners: Arc<Semaphore>,
}

impl App {
    /// What all requests to this mission share. `operator`: who runs this server, as people know them.
    ///
    /// # Errors
    /// [`WorldsError`]
    pub fn new(
        mission: Mission,
        door: Door,
        operator: &str,
        journal: Journal,
    ) -> Result<Self, WorldsError> {
        let worlds = Worlds::new(mission.reader())?;
        let (changed, _) = watch::channel(worlds.snapshot().size);
        Ok(Self(Arc::new(Inner {
            mission,
            worlds,
            door,
            operator: operator.to_owned(),
            journal,
            changed,
            deciding: Mutex::new(()),
            listeners: crate::api::room_for_listeners(),
        })))
    }

    /// The mission.
    #[must_use]
    pub fn mission(&self) -> &Mission {
        &self.0.mission
    }

    /// The worlds.
    #[must_use]
    pub fn worlds(&self) -> &Worlds {
        &self.0.worlds
    }

    /// Who runs this server.
    #[must_use]
    pub fn operator(&self) -> &str {
        &self.0.operator
    }

    /// Writes a line for the operator.
    pub fn journal(&self, line: &str) {
        (self.0.journal)(line);
    }

    /// Tells when the record has grown.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.changed.subscribe()
    }

    /// Room for readers who wait for changes.
    #[must_use]
    pub fn listeners(&self) -> Arc<Semaphore> {
        Arc::clone(&self.0.listeners)
    }

    /// The time, POSIX seconds.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.0.mission.surroundings().clock.now()
    }

    /// The time, as cases and tasks have it.
    #[must_use]
    pub fn moment(&self) -> Moment {
        Moment(i64::try_from(self.now()).unwrap_or(i64::MAX))
    }

    /// Who asks: by a token, else by a session, else nobody.
    ///
    /// # Errors
    /// [`Fault::SignIn`] for a token that is unknown or has run out: a program should not mistake what everybody sees for
    /// what its owner may see.
    pub fn visitor(&self, headers: &HeaderMap, query: &str) -> Result<Visitor, Fault> {
        let mut visitor = Visitor {
            name: None,
            eyes: Eyes::public(),
            seen_as: None,
            demo: false,
            csrf: String::new(),
            address: None,
            session: None,
            token: None,
            language: visitor::language(headers, query),
            scheme: visitor::scheme(headers),
            renewed: visitor::Renewed::default(),
        };
        match &self.0.door {
            Door::Demo => {
                visitor.demo = true;
                visitor.eyes = Eyes::of(Role::Secretariat);
            }
            Door::Accounts(gate) => match gate.bearer(headers)? {
                Some(bearer) => {
                    visitor.eyes = self.eyes_of(&bearer.name).unwrap_or_else(Eyes::public);
                    visitor.name = Some(bearer.name.to_string());
                    visitor.token = Some(bearer);
                }
                None => {
                    if let Some(session) = gate.session(headers) {
                        self.recognise(&mut visitor, gate, session);
                    }
                }
            },
        }
        Ok(visitor)
    }

    fn eyes_of(&self, name: &str) -> Option<Eyes> {
        self.worlds().snapshot().member(name).map(Member::eyes)
    }

    /// True if a visitor of some time ago would still be let in, and see what they saw. Does not keep a session open.
    #[must_use]
    pub fn still_sees(&self, visitor: &Visitor) -> bool {
        let Door::Accounts(gate) = &self.0.door else {
            return visitor.demo;
        };
        let open = match (&visitor.session, &visitor.token) {
            (Some(session), _) => {
                let open = gate.accounts.sessions(&session.name);
                open.is_ok_and(|open| open.iter().any(|known| known.id == session.id))
                    && gate.looks_as(session.id) == visitor.seen_as
            }
            (None, Some(token)) => {
                let now = i64::try_from(self.now()).unwrap_or(i64::MAX);
                let known = gate.accounts.tokens(&token.name);
                known.is_ok_and(|known| known.iter().any(|t| t.id == token.id && t.until > now))
            }
            (None, None) => true,
        };
        let whose = visitor.seen_as.as_ref().or(visitor.name.as_ref());
        let eyes = whose.and_then(|name| self.eyes_of(name));
        open && eyes.unwrap_or_else(Eyes::public) == visitor.eyes
    }

    fn recognise(&self, visitor: &mut Visitor, gate: &Gate, session: Session) {
        let eyes_of = |name: &str| self.eyes_of(name);
        // An account whose person is not in the record has the eyes of everybody.
        visitor.eyes = eyes_of(&session.name).unwrap_or_else(Eyes::public);
        visitor.name = Some(session.name.to_string());
        visitor.csrf = gate.accounts.csrf_token(&session, PURPOSE);
        if visitor.eyes.role == Role::Secretariat
            && let Some(other) = gate.looks_as(session.id)
            && let Some(eyes) = eyes_of(&other)
        {
            // A circle is read by those whom it names, never by borrowed eyes: of theirs only what one's own have too.
            let own = std::mem::replace(&mut visitor.eyes, eyes);
            visitor.eyes.circles.retain(|log| own.circles.contains(log));
            visitor.seen_as = Some(other);
        }
        visitor.session = Some(session);
    }

    /// The accounts, if people have any here.
    ///
    /// # Errors
    /// [`Fault::NotFound`] in a demonstration.
    pub fn gate(&self) -> Result<&Gate, Fault> {
        match &self.0.door {
            Door::Accounts(gate) => Ok(gate),
            Door::Demo => Err(Fault::NotFound),
        }
    }

    /// Writes when sessions were used and removes those that have run out.
    pub fn keep_house(&self) {
        if let Door::Accounts(gate) = &self.0.door
            && let Err(error) = gate.accounts.keep_house()
        {
            self.journal(&format!("accounts: {error}"));
        }
    }

    /// What has to stand in the forms of a session.
    ///
    /// # Errors
    /// [`Fault::NotFound`] in a demonstration.
    pub fn proof(&self, session: &Session) -> Result<String, Fault> {
        Ok(self.gate()?.accounts.csrf_token(session, PURPOSE))
    }

    /// True if a form is of the visitor's session, or the visitor has none.
    #[must_use]
    pub fn proves(&self, visitor: &Visitor, token: &str) -> bool {
        match (&self.0.door, &visitor.session) {
            (Door::Accounts(gate), Some(session)) => {
                gate.accounts.is_csrf_token(session, PURPOSE, token)
            }
            (_, None) => true,
            (Door::Demo, Some(_)) => false,
        }
    }

    /// What a visitor sees at an address.
    ///
    /// # Errors
    /// [`Fault`]
    pub async fn world(&self, visitor: &Visitor, address: &Address) -> Result<SharedWorld, Fault> {
        let (app, eyes) = (self.clone(), visitor.eyes.clone());
        let (as_of, question) = (address.as_of(), address.question());
        if let Some(world) = app.worlds().at_hand(&eyes, as_of, &question) {
            return Ok(world);
        }
        // Making a world anew is work, and none for the threads that answer.
        blocking(move || Ok(app.worlds().get(&eyes, as_of, &question)?)).await
    }

    /// Enters drafts in the mission's own log as a person, durable when it returns, and lets all see them.
    ///
    /// # Errors
    /// [`Fault`]
    pub async fn enter(&self, name: &str, drafts: Vec<Draft>) -> Result<Entered, Fault> {
        let (app, name) = (self.clone(), name.to_owned());
        blocking(move || app.enter_now(&name, drafts)).await
    }

    /// The same on the thread that asks, which may wait for a disk.
    ///
    /// # Errors
    /// [`Fault`]
    pub fn enter_now(&self, name: &str, drafts: Vec<Draft>) -> Result<Entered, Fault> {
        let app = self;
        let author: Author = app.mission().now()?.person(Some(name))?.author();
        let entered = app.mission().submit(Submission {
            log: PUBLIC,
            author,
            request: None,
            drafts,
            also: Vec::new(),
        })?;
        app.mission().publish()?;
        app.worlds().refresh()?;
        app.0.changed.send_replace(app.worlds().snapshot().size);
        Ok(entered)
    }

    /// Looks at the record and enters something that depends on it, with nobody in between.
    ///
    /// # Errors
    /// Those of the work.
    pub fn deciding<T>(&self, work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
        let _alone = self
            .0
            .deciding
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        work()
    }
}

/// Runs what may wait for a disk or reckon for long where it holds up nobody.
///
/// # Errors
/// [`Fault`]
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) if error.is_panic() => Err(Fault::Ours),
        Err(error) => Err(Fault::Surroundings(format!(
            "a part of the server stopped: {error}"
        ))),
    }
}
