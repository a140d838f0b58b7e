//! Record: how large it is, what was signed, how to check it without us.

use std::io::{self, Write};
use std::path::Path;

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use holdfire_model::PartyId;
use holdfire_record::Kind;
use holdfire_register::ListId;
use holdfire_store::mission::{AsOf, Audience, MissionError, PUBLIC, Reader};
use holdfire_words::Value;
use tokio::sync::mpsc;

use crate::access::{Action, Facts, Role, Thing};
use crate::web::address::Until;
use crate::web::app::blocking;
use crate::web::{Address, App, Fault, Shell, Visitor, html};
use crate::whose;

/// So many pieces of a download wait for a slow reader.
const WAITING_PIECES: usize = 8;
const PIECE_BYTES: usize = 64 << 10;

#[derive(Template)]
#[template(path = "record.html")]
struct Record {
    shell: Shell,
    origin: String,
    key: String,
    checkpoint: String,
    /// How many entries the checkpoint is about.
    signed: Option<u64>,
    step: String,
    cadence: String,
    /// Empty for those who may not read it.
    rights: Vec<Right>,
    /// The same of whose sealed lists are.
    whose: Vec<WhoseLine>,
}

/// That a sealed list was said to be that of a party, or of none any more.
struct WhoseLine {
    entry: u64,
    list: String,
    party: String,
}

/// That somebody was given a role, or had it taken away.
struct Right {
    entry: u64,
    name: String,
    role: &'static str,
    party: String,
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
    let sees_rights = visitor.may(Action::Read, &Facts::of(Thing::Right));
    let size = match address.until {
        Until::Now => app.worlds().snapshot().size,
        _ => world.size,
    };
    let lists: Vec<ListId> = app.worlds().snapshot().whose.keys().copied().collect();
    let (settings, checkpoint, (rights, whose)) = blocking(move || {
        let settings = reader.settings()?;
        let folder = reader.dir().join("log").join("checkpoint");
        Ok((
            settings,
            std::fs::read_to_string(folder).unwrap_or_default(),
            if sees_rights {
                (rights(&reader, size)?, whose(&reader, size, &lists)?)
            } else {
                Default::default()
            },
        ))
    })
    .await?;
    // Origin, size, root: the lines of a checkpoint.
    let signed = checkpoint.lines().nth(1).and_then(|size| size.parse().ok());
    let case = world.ready().map(|ready| &ready.case);
    let name_of = |party: String| match (case, PartyId::new(&party)) {
        (Some(case), Ok(id)) => case.party_name(&id).to_owned(),
        _ => party,
    };
    let minutes = |seconds: u64| {
        let n = [("n", Value::from(seconds.div_ceil(60)))];
        visitor.words().say_with("record-minutes", &n)
    };
    html(&Record {
        origin: settings.origin().to_owned(),
        key: settings.log_key().vkey(),
        checkpoint,
        signed,
        step: minutes(settings.schedule().time_step_s()),
        cadence: minutes(settings.schedule().cadence_s()),
        rights: rights
            .into_iter()
            .map(|right| Right {
                party: name_of(right.party),
                ..right
            })
            .collect(),
        whose: whose
            .into_iter()
            .map(|line| WhoseLine {
                party: name_of(line.party),
                ..line
            })
            .collect(),
        shell,
    })
}

/// Every role that was given or taken away up to an entry, in the order of the record.
fn rights(reader: &Reader, size: u64) -> Result<Vec<Right>, MissionError> {
    let view = reader.view(&Audience::AllReadable, AsOf::Size(size))?;
    let mut found = Vec::new();
    for person in view.people()? {
        let given = view.history(Kind::Access, &format!("role/{}", person.name))?;
        let given = given.iter().filter(|seen| seen.place.log == PUBLIC);
        found.extend(given.map(|seen| {
            let text = |name| seen.text(name).unwrap_or("");
            let role = Role::parse(text("role"), text("party")).ok();
            Right {
                entry: seen.place.index,
                name: person.name.clone(),
                role: role.as_ref().map_or("none", Role::name),
                party: text("party").to_owned(),
            }
        }));
    }
    found.sort_by_key(|right| right.entry);
    Ok(found)
}

/// Whose each of these lists was said to be up to an entry, in the order of the record.
fn whose(reader: &Reader, size: u64, lists: &[ListId]) -> Result<Vec<WhoseLine>, MissionError> {
    let view = reader.view(&Audience::mission(), AsOf::Size(size))?;
    let mut found = Vec::new();
    for list in lists {
        let said = whose::history(&view, *list)?;
        found.extend(said.into_iter().map(|(entry, party)| WhoseLine {
            entry,
            list: list.to_string(),
            party: party.map_or_else(String::new, |party| party.to_string()),
        }));
    }
    found.sort_by_key(|line| line.entry);
    Ok(found)
}

/// `GET /record/log.tar`: the folder of the public log, as everybody may have it.
///
/// # Errors
/// [`Fault`]
pub async fn folder(State(app): State<App>) -> Result<Response, Fault> {
    let dir = app.mission().reader().dir().join("log");
    let (pieces, mut taken) = mpsc::channel(WAITING_PIECES);
    tokio::task::spawn_blocking(move || {
        let out = io::BufWriter::with_capacity(PIECE_BYTES, Pieces(pieces.clone()));
        if let Err(error) = packed(&dir, out) {
            // Whoever downloads sees that it broke off; if nobody does any more, nobody is to be told.
            let _ = pieces.blocking_send(Err(error));
        }
    });
    let body = futures_util::stream::poll_fn(move |context| taken.poll_recv(context));
    let head = [
        (header::CONTENT_TYPE, "application/x-tar"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"log.tar\"",
        ),
    ];
    Ok((head, Body::from_stream(body)).into_response())
}

/// The checkpoint comes first: what is packed after it holds at least what it is about.
fn packed(dir: &Path, out: impl Write) -> io::Result<()> {
    let mut archive = tar::Builder::new(out);
    archive.mode(tar::HeaderMode::Deterministic);
    archive.follow_symlinks(false);
    let checkpoint = "checkpoint";
    let signed = std::fs::read(dir.join(checkpoint))?;
    put(&mut archive, checkpoint, &signed)?;
    let mut open = vec![String::new()];
    while let Some(below) = open.pop() {
        let mut names = std::fs::read_dir(dir.join(&below))?
            .map(|entry| entry.map(|entry| entry.file_name()))
            .collect::<io::Result<Vec<_>>>()?;
        names.sort();
        for name in names {
            let Some(name) = name.to_str() else { continue };
            let path = if below.is_empty() {
                name.to_owned()
            } else {
                format!("{below}/{name}")
            };
            let kind = std::fs::symlink_metadata(dir.join(&path))?.file_type();
            if kind.is_dir() {
                open.push(path);
            } else if kind.is_file() && path != checkpoint {
                put(&mut archive, &path, &std::fs::read(dir.join(&path))?)?;
            }
        }
    }
    archive.into_inner()?.flush()
}

fn put(archive: &mut tar::Builder<impl Write>, path: &str, bytes: &[u8]) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    archive.append_data(&mut header, format!("log/{path}"), bytes)
}

/// Hands pieces on to whoever downloads.
struct Pieces(mpsc::Sender<io::Result<Bytes>>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = Bytes::copy_from_slice(bytes);
        self.0
            .blocking_send(Ok(piece))
            .map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_comes_whole_with_the_checkpoint_first() {
        let dir = std::env::temp_dir().join(format!("holdfire-log-{}", std::process::id()));
        std::fs::create_dir_all(dir.join("tile").join("0")).expect("a folder of a test");
        for (path, text) in [("aaa", "1"), ("checkpoint", "c"), ("tile/0/000", "t")] {
            std::fs::write(dir.join(path), text).expect("a file of a test");
        }
        let mut out = Vec::new();
        packed(&dir, &mut out).expect("a folder can be packed");
        std::fs::remove_dir_all(&dir).expect("a folder of a test");
        let mut archive = tar::Archive::new(out.as_slice());
        let names: Vec<String> = archive
            .entries()
            .expect("an archive")
            .map(|entry| {
                let entry = entry.expect("a member");
                entry.path().expect("a path").display().to_string()
            })
            .collect();
        assert_eq!(names, ["log/checkpoint", "log/aaa", "log/tile/0/000"]);
    }
}
