//! The filtered view to take along: every line, in the order of the view, as CSV or as GeoJSON.
//!
//! The text is written in pieces while it travels, so that a hundred thousand areas need no room of their own.

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use holdfire_wire::exports::Areas;
use holdfire_wire::lines::{Lines, Table};
use tokio::sync::mpsc;

use super::answer::{only, ready};
use crate::access::{Action, Facts, Thing};
use crate::web::app::blocking;
use crate::web::{Address, App, Fault, Visitor};
use crate::world::{Ready, SharedWorld};

/// So many bytes are gathered before they are sent on.
const PIECE_BYTES: usize = 64 << 10;
/// So many pieces wait at most for a reader that is slow.
const PIECES: usize = 4;

/// `GET /incidents.csv`
///
/// # Errors
/// [`Fault`]
pub async fn csv(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    export(
        &app,
        &visitor,
        address,
        "text/csv; charset=utf-8",
        "csv",
        |ready, address, send| {
            let lines = Lines::of(&ready.case);
            let mut table = Table::new(&ready.case);
            let mut waiting = 0;
            for row in ready.rows.list(&ready.case, &address.filter) {
                table.add(&lines.line(ready.answered(row), ready.story(row)));
                waiting += 1;
                if waiting == 256 {
                    waiting = 0;
                    send(table.take())?;
                }
            }
            send(table.take())
        },
    )
    .await
}

/// `GET /incidents.geojson`
///
/// # Errors
/// [`Fault`]
pub async fn geojson(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    let kind = "application/geo+json";
    export(
        &app,
        &visitor,
        address,
        kind,
        "geojson",
        |ready, address, send| {
            let areas = Areas::of(&ready.case);
            let mut text = Areas::open(&ready.notices);
            let mut first = true;
            for row in ready.rows.list(&ready.case, &address.filter) {
                areas.write(ready.answered(row), ready.story(row), &mut first, &mut text);
                if text.len() >= PIECE_BYTES {
                    send(std::mem::take(&mut text))?;
                }
            }
            text.push_str(Areas::CLOSE);
            send(text)
        },
    )
    .await
}

/// The reader has gone.
struct Gone;

/// Takes the next piece of an export.
type Send<'a> = &'a mut dyn FnMut(String) -> Result<(), Gone>;

async fn export(
    app: &App,
    visitor: &Visitor,
    address: Address,
    kind: &'static str,
    ending: &str,
    write: fn(&Ready, &Address, Send<'_>) -> Result<(), Gone>,
) -> Result<Response, Fault> {
    only(&address, &[])?;
    // Whoever reads may take along what they read; who looks through other eyes does nothing. What everybody may read,
    // and a demonstration, is nobody's.
    let facts = Facts::of(Thing::Report);
    if visitor.name.is_some() && !visitor.may(Action::Export, &facts) {
        return Err(Fault::NotAllowed);
    }
    let world: SharedWorld = app.world(visitor, &address).await?;
    let id = ready(&world)?.case.id.clone();
    let (sender, receiver) = mpsc::channel::<String>(PIECES);
    tokio::spawn(blocking(move || {
        let mut send = |piece| sender.blocking_send(piece).map_err(|_| Gone);
        // A reader that has gone needs no more.
        let _ = write(ready(&world)?, &address, &mut send);
        Ok(())
    }));
    let pieces = stream::unfold(receiver, |mut receiver| async {
        let piece = receiver.recv().await?;
        Some((Ok::<_, std::convert::Infallible>(piece), receiver))
    });
    let name = format!("attachment; filename=\"{id}.{ending}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}
