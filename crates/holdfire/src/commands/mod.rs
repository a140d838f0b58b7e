//! One file for each subcommand.

mod assess;
mod case_check;
mod case_import;
mod case_new;
mod case_show;
mod circle;
mod compare;
mod demo;
mod doctor;
mod erase;
mod evidence;
mod explain;
mod held;
mod key;
mod mission;
pub mod open;
mod pages;
mod record;
mod register;
mod serve;
mod witness;

use std::process::ExitCode;

use holdfire_model::{Case, Moment, StatedMoment, Zone, parse_moment};
use holdfire_monitor::{Grouping, check_grouping};

use crate::cli::{By, CaseCommand, Command};
use crate::output::{Failure, Outcome};

/// The program's version, as outputs print it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Runs a command.
pub fn run(command: Command) -> Outcome {
    match command {
        Command::Assess(args) => assess::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Held(args) => held::run(&args),
        Command::Case(CaseCommand::New { dir }) => case_new::run(&dir),
        Command::Case(CaseCommand::Check {
            from,
            strict,
            format,
        }) => case_check::run(&from, strict, format),
        Command::Case(CaseCommand::Show { from, format }) => case_show::run(&from, format),
        Command::Case(CaseCommand::Import(args)) => case_import::run(&args),
        Command::Mission(command) => mission::run(&command),
        Command::Circle(command) => circle::run(&command),
        Command::Erase(command) => erase::run(&command),
        Command::Evidence(command) => evidence::run(&command),
        Command::Key(command) => key::run(&command),
        Command::Register(command) => register::run(&command),
        Command::Record(command) => record::run(&command),
        Command::Witness(command) => witness::run(&command),
        Command::Serve(args) => serve::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Schema(args) => pages::schema(args.name.as_deref()),
        Command::Completions { shell } => pages::completions(shell),
        Command::Man { dir } => pages::man(&dir),
    }
}

/// Done.
fn done() -> Outcome {
    Ok(ExitCode::SUCCESS)
}

/// Refuses counts by accused party: an answer, with exit code 1.
fn refuse_accused(by: Option<By>) -> Result<(), Failure> {
    let grouping = match by {
        Some(By::Accused) => Grouping::Accused,
        Some(By::Claimant) | None => Grouping::Claimant,
    };
    check_grouping(grouping).map_err(|reason| Failure::No(reason.to_string()))
}

/// A time of the command line: a date alone reaches to the end of that day of the case.
fn moment(text: &str, zone: &Zone) -> Result<Moment, Failure> {
    let input = |message: String| Failure::Input(format!("`{text}`: {message}"));
    let bad = |e: holdfire_model::ZoneError| input(e.to_string());
    match parse_moment(text).map_err(bad)? {
        StatedMoment::Absolute(m) => Ok(m),
        StatedMoment::Local(local) => zone.boundary(local).map_err(bad),
        StatedMoment::Date(date) => zone
            .day(date)
            .map(|day| Moment(day.until().0 - 1))
            .map_err(bad),
    }
}

/// The case as it was known at a time, and that time for print.
fn as_of(case: Case, text: Option<&str>) -> Result<(Case, Option<String>), Failure> {
    let Some(text) = text else {
        return Ok((case, None));
    };
    let at = moment(text, &case.settings.zone)?;
    let shown = at.to_string();
    Ok((case.as_of(at), Some(shown)))
}

/// The position of a reading, or an error that names those that there are.
fn reading(case: &Case, id: &str) -> Result<usize, Failure> {
    case.readings
        .iter()
        .position(|r| r.id.as_str() == id)
        .ok_or_else(|| {
            let known: Vec<&str> = case.readings.iter().map(|r| r.id.as_str()).collect();
            Failure::Input(format!(
                "there is no reading `{id}`\nhint: the case has {}",
                known.join(", ")
            ))
        })
}

/// Columns of text output: fixed, so that a wider window changes no byte.
const WIDTH: usize = 100;
