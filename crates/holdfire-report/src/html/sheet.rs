//! What every section of the page shares: the columns in the order of the page, names, dates, and the anchors that
//! pointers of the case lead to.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use holdfire_model::{
    Assessment, Case, Cite, Class, ClauseReading, Incident, IncidentAnswer, Interval, Moment,
    PartyId, Reading, Reply, Report, Stated, Verdict, Zone,
};
use holdfire_monitor::{Answer, Held};
use holdfire_words::{Words, say};

use super::HtmlOptions;
use super::escape::{anchor, esc, prose};
use super::links::{Cited, Links, Section};
use crate::words;

/// Appends formatted text; writing to a `String` cannot fail.
macro_rules! put {
    ($out:expr, $($text:tt)*) => {{
        use std::fmt::Write as _;
        let _ = write!($out, $($text)*);
    }};
}
pub(super) use put;

/// One reading as a column of the page.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// The reading.
    pub reading: &'a Reading,
    /// True if the headline is computed over it.
    pub panel: bool,
}

/// What the pieces of the page are written from; each piece is a method (`pieces.rs`).
///
/// Costs little to make: nothing but the columns is gone through before a piece asks for it.
pub struct Sheet<'a> {
    pub(super) case: &'a Case,
    pub(super) answer: &'a Answer,
    pub(super) held: &'a Held,
    pub(super) options: &'a HtmlOptions,
    pub(super) links: &'a dyn Links,
    pub(super) words: &'static Words,
    /// Readings in the order of the page: the panel by title, then the others by title.
    pub(super) columns: Vec<Column<'a>>,
    /// The `id` of each line of the terms, by the pointer to it.
    terms: BTreeMap<&'a str, String>,
    rows: OnceCell<HashMap<&'a str, Row<'a>>>,
    assessed: OnceCell<BTreeMap<&'a str, Vec<&'a Assessment>>>,
}

/// What a pointer to a row of the case leads to.
#[derive(Clone, Copy)]
enum Row<'a> {
    Report(&'a Report),
    Reply(&'a Reply),
}

impl<'a> Sheet<'a> {
    /// The pieces on a case and its answer, in the language of the options, with links that lead where `links` says.
    ///
    /// # Units and shape
    /// - `answer`, `held`: made from this `case`.
    #[must_use]
    pub fn new(
        case: &'a Case,
        answer: &'a Answer,
        held: &'a Held,
        options: &'a HtmlOptions,
        links: &'a dyn Links,
    ) -> Self {
        let shown = |reading: &Reading| {
            answer.incidents.is_empty()
                || answer
                    .incidents
                    .iter()
                    .any(|i| i.verdicts.iter().any(|(r, _)| *r == reading.id))
        };
        let mut columns: Vec<Column<'_>> = case
            .readings
            .iter()
            .filter(|r| shown(r))
            .map(|reading| Column {
                reading,
                panel: case.panel.contains(&reading.id),
            })
            .collect();
        columns.sort_by(|a, b| {
            (!a.panel, &a.reading.title, &a.reading.id).cmp(&(
                !b.panel,
                &b.reading.title,
                &b.reading.id,
            ))
        });
        Self {
            case,
            answer,
            held,
            options,
            links,
            words: holdfire_words::words(options.language),
            terms: terms(&columns),
            columns,
            rows: OnceCell::new(),
            assessed: OnceCell::new(),
        }
    }

    /// The readings as columns, in the order of the page.
    #[must_use]
    pub fn columns(&self) -> &[Column<'a>] {
        &self.columns
    }

    /// The words of the page's language.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        self.words
    }

    /// The readings of the panel, in the order of the page.
    pub(super) fn panel(&self) -> impl Iterator<Item = &Column<'a>> {
        self.columns.iter().filter(|c| c.panel)
    }

    /// The assessments of an incident, in the order of the answer.
    pub(super) fn assessments(&self, incident: &IncidentAnswer) -> &[&'a Assessment] {
        let all = self.assessed.get_or_init(|| {
            let mut map: BTreeMap<&str, Vec<&Assessment>> = BTreeMap::new();
            for assessment in &self.answer.assessments {
                map.entry(assessment.incident.as_str())
                    .or_default()
                    .push(assessment);
            }
            map
        });
        all.get(incident.id.as_str()).map_or(&[], Vec::as_slice)
    }

    /// Incidents with their stories.
    pub(super) fn incidents(&self) -> impl Iterator<Item = (&'a IncidentAnswer, &'a Incident)> {
        let answers = self.answer.incidents.iter().map(Arc::as_ref);
        answers.zip(self.answer.stories.iter().map(Arc::as_ref))
    }

    /// A pointer into the case, as a link where the page shows what it points to.
    pub(super) fn cite(&self, out: &mut String, cite: &Cite) {
        self.cite_as(out, cite, cite.as_str());
    }

    /// The same in the column of a reading: of a pointer to a term only what stands after the file, since the terms
    /// give it in full.
    pub(super) fn cite_in_column(&self, out: &mut String, cite: &Cite) {
        let term = self.terms.contains_key(cite.as_str());
        let short = cite
            .as_str()
            .split_once('#')
            .filter(|_| term)
            .map_or(cite.as_str(), |(_, after)| after);
        self.cite_as(out, cite, short);
    }

    fn cite_as(&self, out: &mut String, cite: &Cite, shown: &str) {
        match self.address(cite) {
            Some(address) => put!(
                out,
                "<a class=\"cite\" href=\"{}\">{}</a>",
                esc(&address),
                esc(shown)
            ),
            None => put!(out, "<span class=\"cite\">{}</span>", esc(shown)),
        }
    }

    /// Where a pointer leads, if a piece shows what it points to.
    fn address(&self, cite: &Cite) -> Option<String> {
        let at = cite.as_str();
        if let Some(id) = self.terms.get(at) {
            return self.links.cited(&Cited::Term { id });
        }
        match self.row(at)? {
            Row::Report(report) => self.links.cited(&Cited::Report {
                report: &report.id,
                id: &anchor("r-", report.id.as_str()),
            }),
            Row::Reply(reply) => self.links.cited(&Cited::Reply {
                report: &reply.report,
                id: &anchor("y-", reply.id.as_str()),
            }),
        }
    }

    fn row(&self, at: &str) -> Option<Row<'a>> {
        let rows = self.rows.get_or_init(|| {
            let reports = self.case.reports.iter();
            let replies = self.case.replies.iter();
            reports
                .map(|r| (r.at.as_str(), Row::Report(r)))
                .chain(replies.map(|r| (r.at.as_str(), Row::Reply(r))))
                .collect()
        });
        rows.get(at).copied()
    }

    /// The `id` of the line of the terms that a pointer leads to.
    pub(super) fn anchor_of(&self, cite: &Cite) -> Option<&str> {
        self.terms.get(cite.as_str()).map(String::as_str)
    }

    /// The address of another section, escaped.
    pub(super) fn section(&self, section: Section) -> String {
        esc(&self.links.section(section)).to_string()
    }

    /// Marks an element as belonging to a reading's column, where a reader can hide columns.
    pub(super) fn col(&self, reading: &Reading) -> String {
        if self.links.hides_columns() {
            format!(" data-reading-col=\"{}\"", esc(reading.id.as_str()))
        } else {
            String::new()
        }
    }

    /// A link, if there is an address; `text` is escaped already.
    pub(super) fn linked(&self, address: Option<String>, text: &str) -> String {
        match address {
            Some(address) => format!("<a href=\"{}\">{text}</a>", esc(&address)),
            None => text.to_owned(),
        }
    }
}

/// What the anchors of terms begin with.
const TERM: char = 't';

/// The name of who claims, escaped.
pub(super) fn claimant_name(sheet: &Sheet<'_>, by: Option<&PartyId>) -> String {
    by.map_or_else(
        || say!(sheet.words, "claimant-neither-party"),
        |id| esc(sheet.case.party_name(id)).to_string(),
    )
}

/// What decides an incident of a class, in words: contested points each decide alone, facts and silent terms together.
pub(super) fn points_in_words(sheet: &Sheet<'_>, class: Class, names: &[String]) -> String {
    let w = sheet.words;
    match class {
        Class::TurnsOnReading if names.is_empty() => return say!(w, "decides-several-together"),
        Class::Undecided if names.is_empty() => return say!(w, "decides-conflict"),
        _ => {}
    }
    let points = names.iter().map(|n| point_in_words(sheet, n));
    if class == Class::TurnsOnReading {
        points
            .reduce(|points, point| say!(w, "decides-either", points = points, point = point))
            .unwrap_or_default()
    } else {
        points.collect::<Vec<_>>().join("; ")
    }
}

/// A point, factor or silent term in words, made safe for the page.
pub(super) fn point_in_words(sheet: &Sheet<'_>, name: &str) -> String {
    prose(&words::decides(sheet.words, sheet.case, name)).to_string()
}

/// A span of time so short that it fits a line: `21 March 00:20`, `18 March 20:00 to 19 March 06:00`, `24 March`.
pub(super) fn short_span(w: &Words, zone: &Zone, interval: Interval) -> String {
    let (from, until) = (interval.from(), interval.until());
    let day = |moment| words::day_and_month(w, zone, moment);
    let (starts, ends) = (zone.clock(from), zone.clock(until));
    let (first, last) = (day(from), day(until));
    if interval.seconds() <= 60 {
        format!("{first} {starts}")
    } else if starts == "00:00" && ends == "00:00" {
        let last = day(Moment(until.0 - 1));
        if last == first {
            first
        } else {
            say!(w, "short-days", first = first, last = last)
        }
    } else if first == last {
        say!(w, "short-clocks", day = first, from = starts, until = ends)
    } else {
        say!(
            w,
            "short-moments",
            first = first,
            from = starts,
            last = last,
            until = ends
        )
    }
}

/// Every statement that a reading makes of a clause, in the order of the points.
pub(super) fn statements(clause: &ClauseReading) -> Vec<&Stated> {
    fn all<'a, T>(list: &mut Vec<&'a Stated>, term: &'a holdfire_model::Term<T>) {
        list.extend(term.iter().map(|e| &e.stated));
    }
    let mut list = Vec::new();
    all(&mut list, &clause.start);
    all(&mut list, &clause.not_before);
    all(&mut list, &clause.end);
    all(&mut list, &clause.ended);
    all(&mut list, &clause.extensions);
    all(&mut list, &clause.conditions);
    all(&mut list, &clause.suspensions);
    all(&mut list, &clause.release);
    all(&mut list, &clause.scope);
    all(&mut list, &clause.protects);
    all(&mut list, &clause.acts);
    all(&mut list, &clause.bound);
    all(&mut list, &clause.territory);
    all(&mut list, &clause.against);
    all(&mut list, &clause.exceptions);
    list
}

/// An `id` for every line of the terms.
fn terms<'a>(columns: &[Column<'a>]) -> BTreeMap<&'a str, String> {
    let mut map: BTreeMap<&str, String> = BTreeMap::new();
    for column in columns {
        let whose = column.reading.whose.iter().map(|e| &e.stated);
        let clauses = column.reading.clauses.values().flat_map(statements);
        for stated in whose.chain(clauses) {
            let next = map.len();
            map.entry(stated.at.as_str())
                .or_insert_with(|| format!("{TERM}{next}"));
        }
    }
    map
}

/// A verdict as a mark and a word. The mark says nothing that the word does not.
pub(super) fn mark(sheet: &Sheet<'_>, verdict: Verdict) -> String {
    format!(
        "<span class=\"v {}\">{}</span>",
        verdict.name(),
        words::coverage(sheet.words, verdict)
    )
}

/// Opens a table that may be wider than a small screen: it then scrolls in a box that the keyboard reaches.
pub(super) fn open_table(out: &mut String, id: &str, class: &str, caption: &str) {
    put!(
        out,
        "<div class=\"wide\" role=\"region\" aria-labelledby=\"{id}-c\" tabindex=\"0\"><table id=\"{id}\" class=\"{class}\">\
         <caption id=\"{id}-c\">{caption}</caption>"
    );
}

/// The heads of the columns of a table, by their messages, with the row that holds them.
pub(super) fn heads(out: &mut String, sheet: &Sheet<'_>, ids: &[&str]) {
    out.push_str("<thead><tr>");
    for id in ids {
        put!(out, "<th scope=\"col\">{}</th>", say!(sheet.words, id));
    }
}

/// Closes what [`open_table`] opened.
pub(super) fn close_table(out: &mut String) {
    out.push_str("</tbody></table></div>\n");
}

/// The head of a table with a column for each reading, panel first.
pub(super) fn reading_heads(out: &mut String, sheet: &Sheet<'_>, first: &str) {
    tagged_heads(out, sheet, first, |_| String::new());
}

/// The same, with more words in the tag of each reading.
pub(super) fn tagged_heads(
    out: &mut String,
    sheet: &Sheet<'_>,
    first: &str,
    more: impl Fn(&Column<'_>) -> String,
) {
    put!(out, "<thead><tr><th scope=\"col\">{first}</th>");
    for column in &sheet.columns {
        let place = if column.panel {
            say!(sheet.words, "tag-panel")
        } else {
            say!(sheet.words, "tag-beside-the-panel")
        };
        put!(
            out,
            "<th scope=\"col\"{}>{}<span class=\"tag\">{place}{}</span></th>",
            sheet.col(column.reading),
            esc(&column.reading.title),
            more(column)
        );
    }
    out.push_str("</tr></thead><tbody>");
}
