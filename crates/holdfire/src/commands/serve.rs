//! `holdfire serve`: the workbench.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use holdfire_accounts::{Accounts, AccountsError};
use holdfire_record::Schedule;
use holdfire_server::{App, Door, Gate, Journal, ServeError};
use holdfire_store::mission::{Draft, Mission, NewMission, PUBLIC, Submission, Surroundings};
use holdfire_wire::entries::changes;

use super::done;
use super::open::identities;
use crate::cli::ServeArgs;
use crate::folder;
use crate::output::{Failure, Outcome, note, print, with_causes};

/// Runs the server until it is told to stop.
pub fn run(args: &ServeArgs) -> Outcome {
    match &args.dir {
        Some(dir) if !args.demo => serve_mission(dir, args),
        _ => serve_demo(args),
    }
}

fn serve_mission(dir: &Path, args: &ServeArgs) -> Outcome {
    let mission = Mission::open(dir, Surroundings::system(), identities(&args.identity)?)?;
    let name = mission.settings()?.origin().to_owned();
    let origin = args
        .origin
        .clone()
        .unwrap_or_else(|| format!("http://{}", args.listen));
    check_origin(&origin, args)?;
    let settings = holdfire_accounts::Settings::of_mission(&name);
    let accounts = Accounts::open(dir, settings, holdfire_accounts::Surroundings::system())
        .map_err(of_accounts)?;
    let operator = mission.now()?.person(None)?.name;
    let first = accounts
        .first_invitation(&operator)
        .map_err(|error| Failure::Input(with_causes(&error)))?;
    let door = Door::Accounts(Box::new(Gate::new(accounts, &origin)));
    let app = app(mission, door, args)?;
    listen(app, args, |address| {
        note(&format!(
            "the mission in {} on http://{address}",
            dir.display()
        ));
        if let Some(secret) = &first {
            note(&format!(
                "nobody has an account yet: {operator} sets one up by this link, once, within 24 hours; people come by {origin}"
            ));
            // Data, not a message: a script may take it from here.
            let _ = print(&format!("http://{address}/enrol/{}\n", *secret.reveal()));
        }
    })
}

/// A door that is open to others without https would show passwords to whoever listens in between.
fn check_origin(origin: &str, args: &ServeArgs) -> Result<(), Failure> {
    let https = origin.starts_with("https://");
    if !https && !origin.starts_with("http://") {
        return Err(Failure::Input(format!(
            "--origin `{origin}` is no address of the web\nhint: such as https://halt.example"
        )));
    }
    if !https && !args.listen.ip().is_loopback() {
        return Err(Failure::Input(format!(
            "{} can be reached by others, and {origin} has no https: passwords would travel in the clear\n\
             hint: listen on 127.0.0.1 behind a server that speaks https, and give its address by `--origin https://...`",
            args.listen
        )));
    }
    Ok(())
}

/// A folder that goes when the demonstration ends.
struct Passing(PathBuf);

impl Drop for Passing {
    fn drop(&mut self) {
        // What cannot be removed lies in the system's folder for such things; it holds published reports only.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn serve_demo(args: &ServeArgs) -> Outcome {
    if !args.listen.ip().is_loopback() {
        return Err(Failure::Input(format!(
            "a demonstration shows everything to whoever asks, and {} can be reached by others\n\
             hint: listen on 127.0.0.1",
            args.listen
        )));
    }
    let folder =
        Passing(std::env::temp_dir().join(format!("holdfire-demo-{}", std::process::id())));
    let new = NewMission {
        origin: "demo.invalid/energy-2025".to_owned(),
        schedule: Schedule::new(900, 3_600).map_err(|error| Failure::Input(error.to_string()))?,
        operator: "demonstration".to_owned(),
    };
    let mission = Mission::create(&folder.0, &new, Surroundings::system())?;
    let author = mission.now()?.person(None)?.author();
    let drafts = changes(&[], &folder::built_in())
        .into_iter()
        .map(Draft::from);
    mission.submit(Submission {
        log: PUBLIC,
        author,
        request: None,
        drafts: drafts.collect(),
        also: Vec::new(),
    })?;
    mission.publish()?;
    let app = app(mission, Door::Demo, args)?;
    listen(app, args, |address| {
        note(&format!(
            "the 2025 case on http://{address}/: everything is shown, nothing can be changed, nothing is kept"
        ));
    })
}

fn app(mission: Mission, door: Door, args: &ServeArgs) -> Result<App, Failure> {
    let journal: Journal = Arc::new(|line: &str| note(line));
    App::new(mission, door, &args.operator, journal)
        .map_err(|error| Failure::Surroundings(anyhow::anyhow!(with_causes(&error))))
}

fn listen(app: App, args: &ServeArgs, told: impl FnOnce(std::net::SocketAddr)) -> Outcome {
    // What a panic says may hold what is confidential; where it happened does not.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        note(&format!("ours: a panic at {}", place.unwrap_or_default()));
    }));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the server's threads cannot be started")
        .map_err(Failure::Surroundings)?;
    runtime
        .block_on(holdfire_server::serve(app, args.listen, told))
        .map_err(|error| match error {
            ServeError::Listen { .. } => {
                Failure::Surroundings(anyhow::anyhow!(with_causes(&error)))
            }
            ServeError::Stopped(_) => Failure::Surroundings(error.into()),
        })?;
    done()
}

fn of_accounts(error: AccountsError) -> Failure {
    if error.is_integrity() {
        Failure::Integrity(with_causes(&error))
    } else {
        Failure::Surroundings(anyhow::anyhow!(with_causes(&error)))
    }
}
