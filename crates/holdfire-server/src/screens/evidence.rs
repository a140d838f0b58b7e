//! Files of evidence of an incident: each with its digest, its kind, its way to the mission and who can look at it. A picture
//! is covered until somebody uncovers it.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use holdfire_model::Moment;
use holdfire_seal::Hash;
use holdfire_store::mission::Audience;
use holdfire_wire::evidence::custody::{Act, Custody, Rehash};
use holdfire_words::Value;

use super::badge::Badges;
use crate::evidence::{HeldFile, picture};
use crate::web::app::blocking;
use crate::web::{App, Fault, Shell, Visitor};

/// A file as the page of an incident lists it.
pub struct FileLine {
    pub number: usize,
    pub name: String,
    pub media_type: String,
    pub size: String,
    pub sha256: String,
    /// How it came to the mission, and what was done with it since.
    pub steps: Vec<String>,
    pub count: usize,
    pub badge: String,
    pub is_picture: bool,
}

/// The line of a file.
pub fn line(number: usize, file: &HeldFile, shell: &Shell, badges: &Badges<'_>) -> FileLine {
    let intake = &file.entry.intake;
    let sha256 = intake.sha256.to_string();
    let name = intake.file_name.clone();
    let name = name.unwrap_or_else(|| shell.say("evidence-no-name"));
    FileLine {
        number,
        media_type: intake.media_type.clone(),
        size: size(intake.size_bytes, shell),
        steps: file
            .chain
            .links
            .iter()
            .map(|link| step(&link.custody, shell))
            .collect(),
        count: file.chain.links.len(),
        badge: badges.html(&name, &file.facts),
        is_picture: file.is_picture(),
        name,
        sha256,
    }
}

fn size(bytes: u64, shell: &Shell) -> String {
    let n = [("n", Value::from(bytes.div_ceil(1024)))];
    shell.words.say_with("evidence-size", &n)
}

fn at(moment: Moment) -> String {
    crate::web::page::minute(u64::try_from(moment.0).unwrap_or(0))
}

fn step(custody: &Custody, shell: &Shell) -> String {
    let say = |id: &str, args: &[(&str, String)]| {
        let args: Vec<(&str, Value<'_>)> = args
            .iter()
            .map(|(name, text)| (*name, Value::from(text.as_str())))
            .collect();
        shell.words.say_with(id, &args)
    };
    match custody {
        Custody::Intake(intake) => say(
            "evidence-intake",
            &[
                ("at", at(intake.received_at)),
                ("by", intake.received_by.clone()),
                ("from", intake.handed_over_by.clone()),
            ],
        ),
        Custody::Release(release) => say(
            "evidence-release",
            &[
                ("at", at(release.at)),
                ("by", release.by.clone()),
                ("to", release.to.clone()),
            ],
        ),
        Custody::Step(step) => {
            let (id, what) = match &step.act {
                Act::Moved { from, to } => ("evidence-moved", format!("{from} \u{2192} {to}")),
                Act::WorkingCopy { derivation, .. } => ("evidence-copy", derivation.clone()),
                Act::Viewed { purpose } => ("evidence-viewed", purpose.clone()),
                Act::Exported { to, .. } => ("evidence-exported", to.clone()),
                Act::Rehashed(Rehash::Same) => ("evidence-same", String::new()),
                Act::Rehashed(_) => ("evidence-not-same", String::new()),
            };
            say(
                id,
                &[("at", at(step.at)), ("by", step.by.clone()), ("what", what)],
            )
        }
    }
}

/// `GET /evidence/{sha256}`: a picture, to those who may look at it.
///
/// # Errors
/// [`Fault`]
pub async fn file(
    State(app): State<App>,
    visitor: Visitor,
    Path(sha256): Path<String>,
) -> Result<Response, Fault> {
    let sha256 = Hash::from_hex(&sha256).ok_or(Fault::NotFound)?;
    let found = blocking(move || {
        let reader = app.mission().reader();
        let view = reader.view(&Audience::AllReadable, holdfire_store::mission::AsOf::Now)?;
        Ok(picture(&reader, &view, &visitor.eyes, sha256)?)
    })
    .await?;
    let (kind, bytes) = found.ok_or(Fault::NotFound)?;
    let kind = HeaderValue::from_str(&kind).map_err(|_| Fault::NotFound)?;
    let shown = HeaderValue::from_static("inline");
    let head = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, shown),
    ];
    Ok((head, bytes).into_response())
}
