//! Record: how large it is, what was signed, how to check it without us.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::web::app::blocking;
use crate::web::{Address, App, Fault, Shell, Visitor, html};

#[derive(Template)]
#[template(path = "record.html")]
struct Record {
    shell: Shell,
    origin: String,
    key: String,
    checkpoint: String,
    time_step_s: u64,
    cadence_s: u64,
}

/// `GET /record`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    let world = app.world(&visitor, &address).await?;
    let title = visitor.words().say("record-title");
    let shell = Shell::new(&app, &visitor, &address, &world, "record", &title);
    let reader = app.mission().reader();
    let (settings, checkpoint) = blocking(move || {
        let settings = reader.settings()?;
        let folder = reader.dir().join("log").join("checkpoint");
        Ok((
            settings,
            std::fs::read_to_string(folder).unwrap_or_default(),
        ))
    })
    .await?;
    html(&Record {
        shell,
        origin: settings.origin().to_owned(),
        key: settings.log_key().vkey(),
        checkpoint,
        time_step_s: settings.schedule().time_step_s(),
        cadence_s: settings.schedule().cadence_s(),
    })
}
