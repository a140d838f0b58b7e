//! `holdfire assess`

use std::io::IsTerminal;
use std::time::Duration;

use holdfire_model::{
    Boundary, Case, ClauseId, Ground, Interval, Invocation, InvocationId, Moment, Standing, Stated,
};
use holdfire_monitor::{Answer, Filter, answer, held};
use holdfire_wire::answer::{Context, json};
use holdfire_wire::exports::{csv, geojson};
use holdfire_words::Language;

use super::{VERSION, WIDTH, as_of, done, moment, reading, refuse_accused};
use crate::cli::{AnswerFormat, AssessArgs};
use crate::folder;
use crate::output::{Failure, Outcome, print, write};

/// Incidents that one page shows with every reason; beyond that no browser and no reader copes.
const LARGEST_PAGE: usize = 3_000;

pub fn run(args: &AssessArgs) -> Outcome {
    refuse_accused(args.by)?;
    let loaded = folder::load(&args.from, args.strict)?;
    let case = loaded.case.expect("a case that was checked is there");
    let (mut case, shown) = as_of(case, args.as_of.as_deref())?;
    if let Some(text) = &args.what_if {
        let invocation = what_if(&case, text)?;
        case.invocations.push(invocation);
    }
    let filter = filter(&case, args)?;
    let answer = working(|| answer(&case, &filter))?;
    if !args.incident.is_empty() && answer.incidents.is_empty() {
        return Err(Failure::Input(format!(
            "there is no incident or report `{}`{}",
            args.incident.join("`, `"),
            if shown.is_some() {
                " known at that time"
            } else {
                ""
            }
        )));
    }
    if args.format == AnswerFormat::Html && answer.incidents.len() > LARGEST_PAGE {
        return Err(Failure::Input(format!(
            "a page holds at most {LARGEST_PAGE} incidents, the answer has {}\nhint: choose some with \
             `--incident`, or take `--format json`",
            answer.incidents.len()
        )));
    }
    if args.language.is_some() && args.format != AnswerFormat::Html {
        return Err(Failure::Input(
            "`--language` is for a page, all else is in English\nhint: add `--format html`"
                .to_owned(),
        ));
    }
    let context = Context {
        version: VERSION.to_owned(),
        as_of: shown,
        notices: loaded.notices,
    };
    write(
        &match args.language {
            Some(language) => html_in(&case, &answer, &context, language),
            None => render(&case, &answer, &context, args.format),
        },
        args.out.as_deref(),
    )?;
    done()
}

/// The answer in a format.
pub fn render(case: &Case, answer: &Answer, context: &Context, format: AnswerFormat) -> String {
    match format {
        AnswerFormat::Text => holdfire_report::text::headline(case, answer, WIDTH),
        AnswerFormat::Json => json(case, answer, context),
        AnswerFormat::Csv => csv(case, answer),
        AnswerFormat::Geojson => geojson(case, answer, context),
        AnswerFormat::Html => html(case, answer, context),
    }
}

/// The self-contained page, in English.
pub fn html(case: &Case, answer: &Answer, context: &Context) -> String {
    html_in(case, answer, context, Language::En)
}

fn html_in(case: &Case, answer: &Answer, context: &Context, language: Language) -> String {
    let options = holdfire_report::html::HtmlOptions {
        version: context.version.clone(),
        as_of: context.as_of.clone(),
        notices: context.notices.clone(),
        language,
        most_rows: None,
    };
    holdfire_report::html::html(case, answer, &held(case, answer), &options)
}

fn filter(case: &Case, args: &AssessArgs) -> Result<Filter, Failure> {
    let readings = args
        .reading
        .iter()
        .map(|r| reading(case, r).map(|i| case.readings[i].id.clone()))
        .collect::<Result<_, _>>()?;
    let clause = |text: &String| -> Result<ClauseId, Failure> {
        case.clauses
            .iter()
            .find(|c| c.id.as_str() == text)
            .map(|c| c.id.clone())
            .ok_or_else(|| {
                let known: Vec<&str> = case.clauses.iter().map(|c| c.id.as_str()).collect();
                Failure::Input(format!(
                    "there is no clause `{text}`\nhint: the case has {}",
                    known.join(", ")
                ))
            })
    };
    Ok(Filter {
        incidents: args.incident.clone(),
        readings,
        clauses: args.clause.iter().map(clause).collect::<Result<_, _>>()?,
    })
}

/// `PARTY=TIME` as an invocation that was never made.
fn what_if(case: &Case, text: &str) -> Result<Invocation, Failure> {
    let bad = |what: &str| {
        Failure::Input(format!(
            "`--what-if {text}`: {what}\nhint: for example `--what-if alpha=2025-04-01`"
        ))
    };
    let (party, time) = text
        .split_once('=')
        .ok_or_else(|| bad("write PARTY=TIME"))?;
    let by = case
        .actors()
        .find(|p| p.as_str() == party)
        .ok_or_else(|| bad("no party of that name can be bound"))?;
    let against = case.actors().find(|p| *p != by).unwrap_or(by).clone();
    let day_end = moment(time, &case.settings.zone)?;
    // A date alone means from its first moment on.
    let at = case
        .settings
        .zone
        .start_of_day(case.settings.zone.date_of(day_end))
        .ok()
        .filter(|_| holdfire_model::parse_date(time).is_ok())
        .unwrap_or(day_end);
    let when = Interval::new(at, Moment(at.0 + 60)).map_err(|e| bad(&e.to_string()))?;
    let id = InvocationId::new("what-if").expect("letters and a dash");
    Ok(Invocation {
        stated: Stated {
            at: holdfire_model::Cite::new("command line#what-if"),
            by: "the user, as a question".to_owned(),
            when,
            entered: at,
            instrument: None,
            rests_on: "a what-if: it was never said".to_owned(),
            standing: Standing::AscribedByAnalyst,
        },
        id,
        by: by.clone(),
        against,
        at: Boundary::at(at),
        ground: Ground::Declared,
        what_if: true,
    })
}

/// Runs the work with a moving line on a terminal once it takes more than a second.
pub fn working<T, E: Into<Failure>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, Failure> {
    if !std::io::stderr().is_terminal() {
        return work().map_err(Into::into);
    }
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let line = std::thread::spawn(move || {
        if stopped.recv_timeout(Duration::from_secs(1)).is_ok() {
            return;
        }
        let bar = indicatif::ProgressBar::new_spinner().with_message("assessing");
        while stopped.recv_timeout(Duration::from_millis(100))
            == Err(std::sync::mpsc::RecvTimeoutError::Timeout)
        {
            bar.tick();
        }
        bar.finish_and_clear();
    });
    let result = work();
    drop(stop);
    let _ = line.join();
    result.map_err(Into::into)
}

/// The headline for a terminal.
pub fn print_headline(case: &Case, answer: &Answer) -> Result<(), Failure> {
    print(&holdfire_report::text::headline(case, answer, WIDTH))
}
