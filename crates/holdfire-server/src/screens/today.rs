//! Today: was it in force, what is covered as whom, what decides it, who is counting, what waits, what this cannot tell.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfire_model::{Moment, Phrase};
use holdfire_monitor::InForce;
use holdfire_monitor::workflow::mandate_name;
use holdfire_report::html::{HtmlOptions, Sheet};
use holdfire_terms::Level;

use super::corrections::{Group, groups, issues, published};
use super::links::{Served, kept};
use super::tasks::{TaskLine, waiting};
use crate::access::{Action, Facts, Role, Thing};
use crate::web::address::Until;
use crate::web::{Address, App, Fault, Shell, Visitor, html};
use crate::world::{Content, ListFilter, Ready, Waits};

/// So many incidents with accounts that differ are named one by one.
const NAMED: usize = 8;
/// So many rows that could not be read are named under the matrix.
const REFUSED: usize = 50;

/// One reading on a date.
struct OnDate {
    title: String,
    panel: bool,
    lines: Vec<OnDateLine>,
}

/// One clause and party under a reading on a date.
struct OnDateLine {
    /// The clause and the party, where there are several.
    of: String,
    level: &'static str,
    why: String,
}

#[derive(Template)]
#[template(path = "today.html")]
struct Today<'a> {
    shell: Shell,
    steps: bool,
    broken: Vec<String>,
    summary: String,
    mandate: &'static str,
    date: String,
    /// The same in words.
    day: String,
    readings: Vec<OnDate>,
    matrix: String,
    decides: String,
    counting: String,
    notices: &'a [String],
    waits: Vec<TaskLine>,
    suggested: usize,
    /// True if there may be more of them.
    at_least: bool,
    /// Where the pairs are decided, for those who may.
    decides_links: bool,
    differ: usize,
    /// Incidents with accounts that differ: id and address.
    differing: Vec<(String, String)>,
    groups: Vec<Group>,
    /// For those who read what was published: which publication that is.
    published: Option<(u64, String)>,
    suggested_href: String,
    differ_href: String,
}

/// So many corrections stand here; the others on a page of their own.
const CORRECTIONS: usize = 5;

/// `GET /`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    let world = app.world(&visitor, &address).await?;
    let title = visitor.words().say("today-title");
    let shell = Shell::new(&app, &visitor, &address, &world, "today", &title);
    let mut page = Today {
        shell,
        steps: false,
        broken: Vec::new(),
        summary: String::new(),
        mandate: "",
        date: String::new(),
        day: String::new(),
        readings: Vec::new(),
        matrix: String::new(),
        decides: String::new(),
        counting: String::new(),
        notices: &[],
        waits: waiting(&app, &visitor, world.ready().map(|ready| &ready.case)),
        suggested: 0,
        at_least: false,
        decides_links: !visitor.is_nobody() && visitor.may(Action::Link, &Facts::of(Thing::Link)),
        differ: 0,
        differing: Vec::new(),
        groups: Vec::new(),
        published: None,
        suggested_href: waiting_for(&address, Waits::Links),
        differ_href: waiting_for(&address, Waits::Accounts),
    };
    // What the mission itself sees is not what was published.
    if world.eyes.role == Role::Public && address.until == Until::Now {
        let issues = issues(&app).await?;
        page.groups = groups(&issues, &world, visitor.words(), 0, CORRECTIONS);
        page.published = published(&issues);
    }
    match &world.content {
        Content::Empty => page.steps = true,
        Content::Broken(problems) => {
            page.broken = problems.iter().take(50).map(ToString::to_string).collect();
        }
        Content::Ready(ready) => fill(&mut page, ready, &app, &visitor, &address)?,
    }
    html(&page)
}

/// The incidents that wait for something, whatever else the filter says.
fn waiting_for(address: &Address, waits: Waits) -> String {
    let filter = ListFilter {
        waits: Some(waits),
        ..ListFilter::default()
    };
    address.link_with("/incidents", &filter)
}

fn fill<'a>(
    page: &mut Today<'a>,
    ready: &'a Ready,
    app: &App,
    visitor: &Visitor,
    address: &Address,
) -> Result<(), Fault> {
    let case = &ready.case;
    let links = Served {
        address,
        case,
        badges: None,
    };
    let options = HtmlOptions {
        language: visitor.language,
        most_rows: Some(REFUSED),
        ..HtmlOptions::default()
    };
    let sheet = Sheet::new(case, &ready.answer, &ready.held, &options, &links);
    page.summary.clone_from(&case.summary);
    page.mandate = mandate_name(case.mandate);
    let zone = &case.settings.zone;
    let date = match address.other("on") {
        None | Some("") => {
            let now = i64::try_from(app.now()).unwrap_or(i64::MAX);
            zone.date_of(Moment(now))
        }
        Some(text) => text
            .parse()
            .map_err(|_| Fault::asked("on", text, "a date such as 2030-03-25"))?,
    };
    page.date = date.to_string();
    let day = zone
        .day(date)
        .map_err(|_| Fault::asked("on", &page.date, "a year that can be reckoned with"))?;
    page.day = holdfire_report::words::dates(visitor.words(), zone, day);
    // The day as a whole: what holds at its first moment, and whether it changes within the day.
    for column in sheet.columns() {
        let bands = ready.answer.summary.in_force.iter();
        let of: Vec<&InForce> = bands.filter(|f| f.reading == column.reading.id).collect();
        let several = of.len() > 1;
        let lines = of
            .iter()
            .map(|line| {
                let on: Vec<&(i64, i64, Level, Phrase)> = line
                    .bands
                    .iter()
                    .filter(|(from, until, ..)| *from < day.until().0 && *until > day.from().0)
                    .collect();
                let changes = on.windows(2).any(|pair| pair[0].2 != pair[1].2);
                let clause = case.clauses.get(line.clause);
                let mut of = Vec::new();
                if several {
                    of.extend(clause.map(|clause| clause.title.clone()));
                    of.extend(
                        line.party
                            .as_ref()
                            .map(|party| case.party_name(party).to_owned()),
                    );
                }
                OnDateLine {
                    of: of.join(", "),
                    level: match (changes, on.first().map(|band| band.2)) {
                        (true, _) => "changes",
                        (false, Some(Level::In)) => "in",
                        (false, Some(Level::Unknown)) => "unknown",
                        (false, Some(Level::Unstated)) => "unstated",
                        (false, Some(Level::Out) | None) => "out",
                    },
                    why: on
                        .iter()
                        .map(|band| holdfire_report::words::phrase(visitor.words(), &band.3))
                        .filter(|why| !why.is_empty())
                        .collect::<Vec<_>>()
                        .join("; "),
                }
            })
            .collect();
        page.readings.push(OnDate {
            title: column.reading.title.clone(),
            panel: column.panel,
            lines,
        });
    }
    let kept = |name, piece: &dyn Fn() -> String| kept(ready, visitor, address, name, piece);
    page.matrix = kept("matrix", &|| sheet.matrix());
    page.decides = kept("decides", &|| sheet.decides());
    page.counting = kept("counting", &|| sheet.counting());
    page.notices = &ready.notices;
    page.at_least = page.decides_links && ready.suggests_more();
    page.suggested = if page.decides_links {
        ready.suggested().len()
    } else {
        ready.answer.summary.suggested_links
    };
    let stories = ready.answer.stories.iter();
    let differ: Vec<&str> = stories
        .filter(|story| story.accounts.len() > 1)
        .map(|story| story.id.as_str())
        .collect();
    page.differ = differ.len();
    page.differing = differ
        .iter()
        .take(NAMED)
        .map(|id| ((*id).to_owned(), address.link(&format!("/incidents/{id}"))))
        .collect();
    Ok(())
}

impl OnDateLine {
    /// The class of its mark.
    fn mark(&self) -> &'static str {
        match self.level {
            "in" => "within",
            "out" => "outside",
            "unknown" | "changes" => "possible",
            _ => "undecided",
        }
    }
}
