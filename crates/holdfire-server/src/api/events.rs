//! That something changed for these eyes, while somebody looks: server-sent events.
//!
//! *Invariant*: what travels depends on the reader's own world alone. Its number grows when that world is made anew, and
//! says nothing of how much was entered that these eyes do not see, or when.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use holdfire_store::mission::AsOf;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::answer::only;
use crate::web::app::blocking;
use crate::web::{Address, App, Fault, Visitor};
use crate::world::Question;

/// So often a line goes out, so that a way in between does not close the connection; and so often it is looked whether the
/// reader may still read.
const HEARTBEAT: Duration = Duration::from_secs(25);
/// So many streams are open at once, of all readers.
const MOST: usize = 1_024;

/// `GET /api/v1/events`
///
/// # Errors
/// [`Fault`]
pub async fn stream(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    address: Address,
) -> Result<Response, Fault> {
    only(&address, &["since"])?;
    let permit = app.listeners().try_acquire_owned();
    let permit = permit.map_err(|_| Fault::Wait(30))?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let since = last.or_else(|| address.other("since"));
    let since = match since {
        None | Some("") => None,
        Some(text) => Some(
            text.parse()
                .map_err(|_| Fault::asked("since", text, "the id of an event"))?,
        ),
    };
    // Subscribed before the world is looked at, so that nothing is missed in between.
    let changes = app.changes();
    let mut beat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut listener = Listener {
        world: 0,
        told: 0,
        waiting: false,
        beat,
        changes,
        app,
        visitor,
        _permit: permit,
    };
    listener.world = listener.revision().await?;
    listener.told = since.unwrap_or(listener.world);
    listener.waiting = listener.told != listener.world;
    let events = stream::unfold(listener, |mut listener| async {
        let event = listener.next().await?;
        Some((Ok::<_, Infallible>(event), listener))
    });
    Ok(Sse::new(events).into_response())
}

/// Room for streams.
pub fn room() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(MOST))
}

struct Listener {
    app: App,
    visitor: Visitor,
    changes: watch::Receiver<u64>,
    /// Runs by itself: when a sign of life comes must not tell that something was entered for others.
    beat: Interval,
    /// The number of the world that was looked at last.
    world: u64,
    /// The number that the reader was told last. It can be ahead: numbers begin anew with the server.
    told: u64,
    /// True if the reader has to be told at once.
    waiting: bool,
    _permit: OwnedSemaphorePermit,
}

impl Listener {
    async fn revision(&self) -> Result<u64, Fault> {
        let (app, eyes) = (self.app.clone(), self.visitor.eyes.clone());
        blocking(move || {
            let world = app.worlds().get(&eyes, AsOf::Now, &Question::default())?;
            Ok(world.revision)
        })
        .await
    }

    /// The next event, or a sign of life; none when the reader may no longer listen.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if std::mem::take(&mut self.waiting) {
                return Some(self.tell());
            }
            let changed = tokio::select! {
                _ = self.beat.tick() => false,
                changed = self.changes.changed() => {
                    changed.ok()?;
                    true
                }
            };
            if !self.may_listen().await {
                return None;
            }
            if !changed {
                return Some(Event::default().comment(""));
            }
            let now = self.revision().await.ok()?;
            self.waiting = now != self.world;
            self.world = now;
        }
    }

    fn tell(&mut self) -> Event {
        self.told = self.world.max(self.told + 1);
        Event::default()
            .event("entry")
            .id(self.told.to_string())
            .data(format!("{{\"entry\":{}}}", self.told))
    }

    /// True if the reader is still let in, with the same eyes. Looking does not keep a session open.
    async fn may_listen(&self) -> bool {
        let (app, visitor) = (self.app.clone(), self.visitor.clone());
        blocking(move || Ok(app.still_sees(&visitor))).await == Ok(true)
    }
}
