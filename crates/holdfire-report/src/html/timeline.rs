//! Was it in force: a bar for each reading over time, and under them what was reported on each day, by who claims.

use std::collections::BTreeMap;

use holdfire_model::{Moment, PartyId, Phrase};
use holdfire_terms::Level;

use holdfire_words::{Words, say};

use super::escape::{esc, prose};
use super::sheet::{Column, Sheet, close_table, heads, open_table, put};
use crate::words;

const WIDTH: i64 = 960;
const LEFT: i64 = 244;
/// Letters that fit the left margin.
const LABEL: usize = 28;
const RIGHT: i64 = 946;
const ROW: i64 = 26;
const STRIP: i64 = 56;
const DAY: i64 = 86_400;

/// A stretch of time laid on the width of the drawing.
struct Axis {
    from: i64,
    until: i64,
}

impl Axis {
    /// From the first to the last report, and to every moment at which a reading's answer changes near them.
    fn of(sheet: &Sheet<'_>) -> Option<Self> {
        let span = sheet.case.span()?;
        let (mut from, mut until) = (span.from().0, span.until().0);
        let margin = (until - from).max(14 * DAY);
        for band in sheet.answer.summary.in_force.iter().flat_map(|f| &f.bands) {
            for edge in [band.0, band.1] {
                if edge > span.from().0 - margin && edge < span.until().0 + margin {
                    from = from.min(edge);
                    until = until.max(edge);
                }
            }
        }
        let zone = &sheet.case.settings.zone;
        let whole = |at: i64| {
            zone.start_of_day(zone.date_of(Moment(at)))
                .map_or(at, |m| m.0)
        };
        Some(Self {
            from: whole(from - DAY),
            until: whole(until + 2 * DAY),
        })
    }

    /// The place of a moment, in tenths of a unit.
    fn tenths(&self, at: i64) -> i64 {
        let at = at.clamp(self.from, self.until);
        LEFT * 10 + (at - self.from) * (RIGHT - LEFT) * 10 / (self.until - self.from)
    }

    fn x(&self, at: i64) -> String {
        tenths(self.tenths(at))
    }

    fn width(&self, from: i64, until: i64) -> String {
        tenths((self.tenths(until) - self.tenths(from)).max(5))
    }
}

fn tenths(value: i64) -> String {
    if value % 10 == 0 {
        (value / 10).to_string()
    } else {
        format!("{}.{}", value / 10, value % 10)
    }
}

/// The drawing, its legend, and the same as tables.
pub(super) fn section(sheet: &Sheet<'_>, out: &mut String) {
    let w = sheet.words;
    put!(
        out,
        "<section id=\"force\"><h2>{}</h2>",
        say!(w, "contents-force")
    );
    let Some(axis) = Axis::of(sheet) else {
        put!(out, "<p>{}</p></section>\n", say!(w, "force-no-time"));
        return;
    };
    put!(
        out,
        "<p>{}</p>",
        say!(
            w,
            "force-intro",
            zone = esc(sheet.case.settings.zone.name()).to_string()
        )
    );
    legend(w, out);
    drawing(sheet, &axis, out);
    put!(
        out,
        "<details><summary>{}</summary>",
        say!(w, "same-as-tables")
    );
    bands(sheet, out);
    days(sheet, out);
    out.push_str("</details></section>\n");
}

fn legend(w: &Words, out: &mut String) {
    out.push_str("<ul class=\"legend\">");
    for (class, shown) in [
        ("in", words::level(w, Level::In)),
        ("unknown", say!(w, "force-legend-unknown")),
        ("unstated", words::level(w, Level::Unstated)),
        ("out", words::level(w, Level::Out)),
    ] {
        put!(
            out,
            "<li><svg width=\"34\" height=\"14\" aria-hidden=\"true\"><rect class=\"f-{class}\" x=\"1\" y=\"{}\" width=\"32\" height=\"{}\"/></svg>{shown}</li>",
            if class == "out" { 6 } else { 1 },
            if class == "out" { 2 } else { 12 }
        );
    }
    out.push_str("</ul>");
}

/// The class of a level, which gives it its pattern.
fn pattern(level: Level) -> &'static str {
    match level {
        Level::In => "in",
        Level::Unknown => "unknown",
        Level::Unstated => "unstated",
        Level::Out => "out",
    }
}

/// One row of bars.
struct Row<'s, 'a> {
    column: &'s Column<'a>,
    /// The clause and the party where there are several; else empty.
    detail: String,
    /// First second, first second after it, what holds, why.
    bands: &'a [(i64, i64, Level, Phrase)],
}

impl Row<'_, '_> {
    fn title_lines(&self) -> usize {
        lines(&self.column.reading.title).len()
    }

    fn height(&self) -> i64 {
        let detail = lines(&self.detail).iter().filter(|l| !l.is_empty()).count();
        ROW + 13 * i64::try_from(self.title_lines() - 1 + detail).unwrap_or(0)
    }
}

/// Reading by reading in the order of the page, clauses and parties within.
fn rows<'s, 'a>(sheet: &'s Sheet<'a>) -> Vec<Row<'s, 'a>> {
    let several = sheet.case.clauses.len() > 1;
    let mut list = Vec::new();
    for column in &sheet.columns {
        for line in &sheet.answer.summary.in_force {
            if line.reading != column.reading.id {
                continue;
            }
            let mut detail = Vec::new();
            if several && let Some(clause) = sheet.case.clauses.get(line.clause) {
                detail.push(clause.title.clone());
            }
            if let Some(party) = &line.party {
                let party = sheet.case.party_name(party);
                detail.push(say!(sheet.words, "force-binding", party = party));
            }
            list.push(Row {
                column,
                detail: detail.join(", "),
                bands: &line.bands,
            });
        }
    }
    list
}

/// A text in lines that the left margin holds, at most two; the whole stands in its title.
fn lines(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("there is a line");
        if last.is_empty() {
            *last = word.to_owned();
        } else if last.chars().count() + 1 + word.chars().count() <= LABEL {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    let more = lines.len() > 2;
    lines.truncate(2);
    for (i, line) in lines.iter_mut().enumerate() {
        if line.chars().count() > LABEL || (more && i == 1) {
            *line = line.chars().take(LABEL - 1).collect();
            line.push('\u{2026}');
        }
    }
    lines
}

fn label(out: &mut String, y: i64, text: &str, class: &str) {
    put!(
        out,
        "<text class=\"{class}\" y=\"{y}\" text-anchor=\"end\">"
    );
    let lines = lines(text);
    for (i, line) in lines.iter().enumerate() {
        let down = if i == 0 { "" } else { " dy=\"13\"" };
        put!(
            out,
            "<tspan x=\"{}\"{down}>{}</tspan>",
            LEFT - 10,
            esc(line)
        );
    }
    if lines.join(" ") != text {
        put!(out, "<title>{}</title>", esc(text));
    }
    out.push_str("</text>");
}

fn drawing(sheet: &Sheet<'_>, axis: &Axis, out: &mut String) {
    let w = sheet.words;
    let rows = rows(sheet);
    let claimants = claimants(sheet);
    let bars: i64 = rows.iter().map(Row::height).sum();
    let strips = i64::try_from(claimants.len()).unwrap_or(0) * STRIP;
    let height = 24 + bars + 14 + strips + 30;
    put!(
        out,
        "<figure><svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"force-t force-d\">\
         <title id=\"force-t\">{}</title><desc id=\"force-d\">{}</desc><defs>\
         <pattern id=\"p-unknown\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect class=\"paper\" width=\"6\" height=\"6\"/><rect class=\"ink\" width=\"2.4\" height=\"6\"/></pattern>\
         <pattern id=\"p-unstated\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">\
         <rect class=\"paper\" width=\"5\" height=\"5\"/><circle class=\"ink\" cx=\"2.5\" cy=\"2.5\" r=\"0.9\"/></pattern></defs>",
        say!(w, "force-title"),
        say!(w, "force-description")
    );
    grid(sheet, axis, out, height - 26);
    let mut y = 24;
    for row in &rows {
        let reading = row.column.reading;
        put!(out, "<g{}>", sheet.col(reading));
        label(
            out,
            y + 15,
            &reading.title,
            if row.column.panel { "t strong" } else { "t" },
        );
        if !row.detail.is_empty() {
            let y = if row.title_lines() > 1 {
                y + 41
            } else {
                y + 28
            };
            label(out, y, &row.detail, "t minor");
        }
        // Why it is so stands in the table under the drawing.
        for (from, until, state, _) in row.bands {
            if *until <= axis.from || *from >= axis.until {
                continue;
            }
            let class = pattern(*state);
            let (top, tall) = if *state == Level::Out {
                (y + 10, 2)
            } else {
                (y + 4, 14)
            };
            put!(
                out,
                "<rect class=\"f-{class}\" x=\"{}\" y=\"{top}\" width=\"{}\" height=\"{tall}\"><title>{}</title></rect>",
                axis.x(*from),
                axis.width(*from, *until),
                words::level(sheet.words, *state)
            );
        }
        out.push_str("</g>");
        y += row.height();
    }
    y += 14;
    let most = most_a_day(sheet).max(1);
    for (by, name) in &claimants {
        let reports = say!(w, "force-reports-by", claimant = name);
        label(out, y + 34, &reports, "t");
        label(out, y + 47, &say!(w, "force-a-day", most = most), "t minor");
        let base = y + STRIP - 6;
        put!(out, "<path class=\"base\" d=\"M{LEFT} {base}H{RIGHT}\"/>");
        for (at, until, count) in day_bars(sheet, by.as_ref()) {
            let tall = i64::try_from(count).unwrap_or(0) * (STRIP - 14) * 10
                / i64::try_from(most).unwrap_or(1);
            let (left, right) = (axis.tenths(at) + 6, axis.tenths(until) - 6);
            put!(
                out,
                "<rect class=\"count\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}: {count}</title></rect>",
                tenths(left),
                tenths(base * 10 - tall),
                tenths((right - left).max(8)),
                tenths(tall),
                words::day_and_month(w, &sheet.case.settings.zone, Moment(at))
            );
        }
        y += STRIP;
    }
    out.push_str("</svg></figure>");
}

/// Lines at the beginnings of days, so many apart that their dates do not touch.
fn grid(sheet: &Sheet<'_>, axis: &Axis, out: &mut String, bottom: i64) {
    let zone = &sheet.case.settings.zone;
    let days = (axis.until - axis.from) / DAY;
    let apart = [1, 2, 7, 14, 28, 56, 112, 224]
        .into_iter()
        .find(|step| days / step <= 9)
        .unwrap_or(365);
    let mut at = axis.from;
    let mut number = 0;
    let (mut lines, mut minor, mut dates) = (String::new(), String::new(), String::new());
    while at < axis.until {
        if number % apart == 0 {
            put!(lines, "M{} 16V{bottom}", axis.x(at));
            if RIGHT * 10 - axis.tenths(at) > 300 {
                put!(
                    dates,
                    "<text class=\"t minor\" x=\"{}\" y=\"{}\">{}</text>",
                    axis.x(at),
                    bottom + 16,
                    words::day_and_month(sheet.words, zone, Moment(at))
                );
            }
        } else if days <= 120 {
            put!(minor, "M{} {}V{bottom}", axis.x(at), bottom - 4);
        }
        // The next local midnight: a day has 23 to 25 hours.
        let next = Moment(at + DAY + DAY / 2);
        at = zone
            .start_of_day(zone.date_of(next))
            .map_or(at + DAY, |m| m.0);
        number += 1;
    }
    put!(
        out,
        "<path class=\"grid\" d=\"{lines}\"/><path class=\"base\" d=\"{minor}\"/>{dates}"
    );
}

/// Who claims, in alphabetical order; sources of neither party last.
fn claimants(sheet: &Sheet<'_>) -> Vec<(Option<PartyId>, String)> {
    let mut list: Vec<(Option<PartyId>, String)> = sheet
        .answer
        .summary
        .counting
        .iter()
        .map(|c| {
            let name = c.by.as_ref().map_or_else(
                || say!(sheet.words, "force-neither-party"),
                |id| sheet.case.party_name(id).to_owned(),
            );
            (c.by.clone(), name)
        })
        .collect();
    list.sort_by(|a, b| (a.0.is_none(), &a.1).cmp(&(b.0.is_none(), &b.1)));
    list
}

fn most_a_day(sheet: &Sheet<'_>) -> usize {
    sheet.held.by_day.iter().map(|d| d.2).max().unwrap_or(0)
}

/// The days on which a claimant's reports begin: first second, first second after the day, reports.
fn day_bars(sheet: &Sheet<'_>, by: Option<&PartyId>) -> Vec<(i64, i64, usize)> {
    let zone = &sheet.case.settings.zone;
    let bars = sheet.held.by_day.iter().filter(|d| d.1.as_ref() == by);
    bars.filter_map(|(date, _, count)| {
        let day = zone
            .day(holdfire_model::zone::parse_date(date).ok()?)
            .ok()?;
        Some((day.from().0, day.until().0, *count))
    })
    .collect()
}

fn bands(sheet: &Sheet<'_>, out: &mut String) {
    open_table(out, "fb", "words", &say!(sheet.words, "bands-caption"));
    heads(
        out,
        sheet,
        &[
            "head-reading",
            "head-from",
            "head-until",
            "head-state",
            "head-because",
        ],
    );
    out.push_str("</tr></thead><tbody>");
    for row in rows(sheet) {
        let (reading, detail) = (row.column.reading, &row.detail);
        for (from, until, state, why) in row.bands {
            put!(
                out,
                "<tr{}><th scope=\"row\">{}{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                sheet.col(reading),
                esc(&reading.title),
                if detail.is_empty() {
                    String::new()
                } else {
                    format!("<small>{}</small>", esc(detail))
                },
                moment(sheet, *from, "moment-the-beginning"),
                moment(sheet, *until, "moment-on"),
                words::level(sheet.words, *state),
                prose(&words::phrase(sheet.words, why))
            );
        }
    }
    close_table(out);
}

fn moment(sheet: &Sheet<'_>, at: i64, open: &str) -> String {
    if at == i64::MIN || at == i64::MAX {
        return say!(sheet.words, open);
    }
    words::clock(sheet.words, &sheet.case.settings.zone, Moment(at))
}

fn days(sheet: &Sheet<'_>, out: &mut String) {
    let claimants = claimants(sheet);
    let mut table: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (date, by, count) in &sheet.held.by_day {
        if let Some(at) = claimants.iter().position(|(id, _)| id == by) {
            table
                .entry(date)
                .or_insert_with(|| vec![0; claimants.len()])[at] += count;
        }
    }
    open_table(out, "fd", "num", &say!(sheet.words, "days-caption"));
    heads(out, sheet, &["head-day"]);
    for (_, name) in &claimants {
        put!(out, "<th scope=\"col\">{}</th>", esc(name));
    }
    out.push_str("</tr></thead><tbody>");
    for (date, counts) in table {
        put!(out, "<tr><th scope=\"row\">{}</th>", esc(date));
        for count in counts {
            put!(out, "<td>{count}</td>");
        }
        out.push_str("</tr>");
    }
    close_table(out);
}
