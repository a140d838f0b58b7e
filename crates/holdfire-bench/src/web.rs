//! The workbench under load: a mission with very many incidents and a liaison of a party who reads all of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use anyhow::{Context, Result, anyhow};
use clap::Subcommand;
use holdfire_accounts::{Accounts, Enrolment, NewToken, Password, Scope, Settings};
use holdfire_model::Moment;
use holdfire_record::{Kind, Schedule};
use holdfire_seal::fields::Field;
use holdfire_server::publication::Publication;
use holdfire_server::{App, Door, Gate};
use holdfire_store::mission::{
    AsOf, Audience, Draft, Mission, NewMission, PUBLIC, Submission, Surroundings,
};
use holdfire_testkit::{busy_replies, busy_reports};
use holdfire_wire::CaseFiles;
use holdfire_wire::entries::changes;
use serde_json::json;

/// The seed of the made reports.
const SEED: u64 = 2025;
/// Nobody else's password.
const PASSWORD: &str = "correct horse battery staple 41";
const LIAISON: &str = "liaison";
const SECRETARIAT: &str = "secretary";
/// Who has an account.
const PEOPLE: [&str; 2] = [LIAISON, SECRETARIAT];

#[derive(Subcommand)]
pub enum Workload {
    /// Makes a mission with very many incidents.
    Make {
        /// The folder of the mission; it must not be there yet.
        #[arg(long)]
        dir: PathBuf,
        /// The case folder whose reports are multiplied.
        #[arg(long)]
        case: PathBuf,
        /// How many incidents.
        #[arg(long, default_value_t = 100_000)]
        n: usize,
        /// Publishes what has a public source, as it stands.
        #[arg(long)]
        published: bool,
    },
    /// Serves it until the process is ended. Prints address, tokens and cookies when it listens.
    Serve {
        /// The folder of the mission.
        #[arg(long)]
        dir: PathBuf,
    },
}

pub fn run(workload: &Workload) -> Result<()> {
    match workload {
        Workload::Make {
            dir,
            case,
            n,
            published,
        } => {
            let began = Instant::now();
            made(dir, case, *n, *published)?;
            let seconds = crate::rounded(began.elapsed().as_secs_f64());
            say(&json!({ "workload": "web-make", "n": n, "seconds": seconds }).to_string());
            Ok(())
        }
        Workload::Serve { dir } => serve(dir),
    }
}

fn serve(dir: &Path) -> Result<()> {
    let began = Instant::now();
    let mission = Mission::open(dir, Surroundings::system(), Vec::new())?;
    let surroundings = holdfire_accounts::Surroundings::system();
    let accounts = Accounts::open(dir, Settings::of_mission("bench"), surroundings)?;
    let mut people = serde_json::Map::new();
    for name in PEOPLE {
        let (token, session) = let_in(&accounts, name)?;
        people.insert(
            name.to_owned(),
            json!({ "token": token, "cookie": format!("session={session}") }),
        );
    }
    let door = Door::Accounts(Box::new(Gate::new(accounts, "http://localhost")));
    let app = App::new(mission, door, "bench", Arc::new(|line: &str| say(line)))?;
    let ready_s = began.elapsed().as_secs_f64();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let listen = ([127, 0, 0, 1], 0).into();
    runtime.block_on(holdfire_server::serve(app, listen, |address| {
        say(&json!({
            "workload": "web-start",
            "address": format!("http://{address}"),
            "people": people,
            "pid": std::process::id(),
            "seconds": crate::rounded(ready_s),
        })
        .to_string());
    }))?;
    Ok(())
}

fn say(line: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    // Whoever started the server may have gone.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn made(dir: &Path, case: &Path, n: usize, published: bool) -> Result<()> {
    let new = NewMission {
        origin: "bench.invalid/web".to_owned(),
        schedule: Schedule::new(900, 3_600).map_err(|error| anyhow!("{error}"))?,
        operator: "operator".to_owned(),
    };
    let mission = Mission::create(dir, &new, Surroundings::system())?;
    let author = mission.now()?.person(None)?.author();
    for name in PEOPLE {
        mission.add_person(&author, name, None)?;
    }
    let files = busy(read(case)?, n)?;
    let party = first_party(&files)?;
    let mut drafts: Vec<Draft> = changes(&[], &files).into_iter().map(Draft::from).collect();
    let right = |subject: String, fields| Draft::set(Kind::Access, &subject, fields);
    drafts.push(right(
        format!("role/{LIAISON}"),
        vec![Field::new("role", "liaison"), Field::new("party", party)],
    ));
    for name in ["operator", SECRETARIAT] {
        drafts.push(right(
            format!("role/{name}"),
            vec![Field::new("role", "secretariat"), Field::new("party", "")],
        ));
    }
    // Everything is given to all parties: full rights, checked row by row.
    drafts.push(right(
        "share/all".to_owned(),
        vec![Field::new("with", "parties")],
    ));
    while !drafts.is_empty() {
        let rest = drafts.split_off(drafts.len().min(2_000));
        mission.submit(Submission {
            log: PUBLIC,
            author: author.clone(),
            request: None,
            drafts: std::mem::replace(&mut drafts, rest),
            also: Vec::new(),
        })?;
    }
    mission.publish()?;
    if published {
        let view = mission.view(&Audience::AllReadable, AsOf::Now)?;
        let of_mission = view.logs().find(|(log, _, _)| *log == PUBLIC);
        let (_, _, entry) = of_mission.context("a mission has a log")?;
        let publication = Publication {
            number: 1,
            entry,
            // 2030-01-01: no delay holds anything back.
            cutoff: Moment(1_893_456_000),
        };
        mission.submit(Submission {
            log: PUBLIC,
            author,
            request: None,
            drafts: vec![publication.draft()],
            also: Vec::new(),
        })?;
        mission.publish()?;
    }
    Ok(())
}

/// The party of the first report.
fn first_party(files: &CaseFiles) -> Result<String> {
    let reports = text(files, "reports.csv")?;
    let mut reader = csv::Reader::from_reader(reports.as_bytes());
    let at = reader.headers()?.iter().position(|name| name == "by");
    let row = reader.records().next().context("no report")??;
    let party = at.and_then(|at| row.get(at)).context("no column `by`")?;
    Ok(party.to_owned())
}

fn text<'f>(files: &'f CaseFiles, name: &str) -> Result<&'f str> {
    let bytes = files.0.get(name).with_context(|| format!("no {name}"))?;
    Ok(std::str::from_utf8(bytes)?)
}

/// The case with made reports. What is tied to the given ones by their ids is left out.
fn busy(mut files: CaseFiles, n: usize) -> Result<CaseFiles> {
    let reports = busy_reports(text(&files, "reports.csv")?, n, SEED);
    let replies = busy_replies(text(&files, "replies.csv")?, n, SEED);
    let head = |name| -> Result<String> {
        let line = text(&files, name)?.lines().next().unwrap_or_default();
        Ok(format!("{line}\n"))
    };
    let (links, observations) = (head("links.csv")?, head("observations.csv")?);
    for (name, text) in [
        ("reports.csv", reports),
        ("replies.csv", replies),
        ("links.csv", links),
        ("observations.csv", observations),
    ] {
        files.0.insert(name.to_owned(), text.into_bytes());
    }
    Ok(files)
}

fn read(dir: &Path) -> Result<CaseFiles> {
    let mut files = BTreeMap::new();
    for folder in ["", "readings"] {
        for entry in std::fs::read_dir(dir.join(folder))? {
            let path = entry?.path();
            let name = path.strip_prefix(dir)?.to_string_lossy().into_owned();
            if path.is_file() && !name.ends_with(".md") {
                files.insert(name, std::fs::read(&path)?);
            }
        }
    }
    Ok(CaseFiles(files))
}

/// An account, a token of it that reads, and the secret of a session.
fn let_in(accounts: &Accounts, name: &str) -> Result<(String, String)> {
    let invitation = accounts.invite(name, "operator", 3_600)?;
    let invited = accounts.invitation(&invitation)?;
    let password = Password::new(PASSWORD).map_err(|error| anyhow!("{error:?}"))?;
    let code = code(&invited.totp.text())?;
    let enrolled = accounts.enrol(&Enrolment {
        invitation: &invitation,
        password: &password,
        code: &code,
        device: "bench",
        address: None,
    })?;
    let (token, _) = accounts.new_token(
        &enrolled.secret,
        &NewToken {
            name: "bench",
            scopes: [Scope::Read].into_iter().collect(),
            valid_for: 86_400,
        },
    )?;
    Ok((
        token.reveal().to_string(),
        enrolled.secret.reveal().to_string(),
    ))
}

/// The code that a generator with this secret shows now.
fn code(secret: &str) -> Result<String> {
    let plain: String = secret.chars().filter(|c| !c.is_whitespace()).collect();
    let secret = totp_rs::Secret::try_from_base32(&plain).map_err(|error| anyhow!("{error:?}"))?;
    let generator = totp_rs::Builder::new()
        .with_algorithm(totp_rs::Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_secret(secret.as_bytes().to_vec())
        .with_account_name("bench".to_owned())
        .build()
        .map_err(|error| anyhow!("{error:?}"))?;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    Ok(generator.generate(now.as_secs()).to_string())
}
