//! Tables about reports: `observations.csv`, `replies.csv`, `links.csv`.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdfire_model::{
    Bearing, Interval, Link, LinkEnd, LinkKind, LinkState, Observation, ObservationId, Phrase,
    Reply, ReplyId, ReplyKind, ReportId, phrase, row_cite,
};

use super::{Context, fresh, kept, off_its_area, place, refer, said_before_entered, source};
use crate::case::times;
use crate::problem::Problems;
use crate::table::{Fault, Row, Rows, Table, fault, is};

const WHEN: [&str; 9] = [
    "date", "time", "part", "from", "until", "tz", "mode", "after", "said_at",
];

fn report(row: &Row<'_>, column: &'static str, ctx: &Context<'_>) -> Result<ReportId, Fault> {
    refer(
        row.need(column)?,
        column,
        (phrase!("row-what-report", "report"), "reports.csv"),
        &ctx.reports,
        ReportId::new,
    )
}

fn one_of(names: String) -> Phrase {
    phrase!("row-one-of", "one of: {names}", names = names)
}

/// `observations.csv`.
pub(crate) fn observations(
    path: &str,
    text: &str,
    ctx: &Context<'_>,
    problems: &mut Problems,
) -> Rows<Observation> {
    let needed = ["id", "source", "source_kind", "sees", "bears", "summary"];
    let mut others = vec![
        "by",
        "speaker",
        "source_url",
        "entered_at",
        "place",
        "area",
        "lat",
        "lon",
        "precision",
        "note",
    ];
    others.extend(WHEN);
    let Some(table) = Table::open(path, text, &needed, &others, problems) else {
        return Rows::default();
    };
    let mut seen = BTreeMap::new();
    table.rows(problems, |row, problems| {
        let bearing = match row.get("bears") {
            "supports" => Bearing::Supports,
            "against" => Bearing::Against,
            "neither" => Bearing::Neither,
            other => {
                return Err(fault(
                    "bears",
                    is("bears", other),
                    phrase!("row-write-bears", "write supports, against or neither"),
                ));
            }
        };
        let timed = ["date", "from"].iter().any(|c| row.some(c).is_some());
        let placed = ["area", "lat", "lon"].iter().any(|c| row.some(c).is_some());
        let when = if timed {
            Some(times::when(row, ctx.zone, ctx.parts)?)
        } else {
            None
        };
        let place = if placed { Some(place(row, ctx)?) } else { None };
        problems.extend(off_its_area(path, row, ctx)?);
        let source = source(row, ctx)?;
        let id = fresh(row, &mut seen, ObservationId::new)?;
        said_before_entered(path, row, &source, problems);
        Ok(Observation {
            at: row_cite(path, id.as_str()),
            source,
            when,
            place,
            sees: row.get("sees").to_owned(),
            bearing,
            summary: row.get("summary").to_owned(),
            id,
        })
    })
}

/// `replies.csv`.
pub(crate) fn replies(
    path: &str,
    text: &str,
    ctx: &Context<'_>,
    problems: &mut Problems,
) -> Rows<Arc<Reply>> {
    let needed = ["id", "report", "by", "kind", "scope", "summary"];
    let others = ["speaker", "source", "source_url", "said_at", "entered_at"];
    let Some(table) = Table::open(path, text, &needed, &others, problems) else {
        return Rows::default();
    };
    let mut seen = BTreeMap::new();
    let kinds = [
        ReplyKind::Accepts,
        ReplyKind::Denies,
        ReplyKind::CounterAlleges,
        ReplyKind::LegitimateTarget,
        ReplyKind::OutsideScopeOrTime,
        ReplyKind::Comment,
        ReplyKind::Asked,
        ReplyKind::Declined,
    ];
    table.rows(problems, |row, problems| {
        let kind = kinds
            .into_iter()
            .find(|k| k.name() == row.get("kind"))
            .ok_or_else(|| Fault {
                column: "kind",
                message: is("kind", row.get("kind")),
                hint: Some(one_of(kinds.map(ReplyKind::name).join(", "))),
            })?;
        let specific = match row.get("scope") {
            "specific" => true,
            "general" => false,
            other => {
                return Err(fault(
                    "scope",
                    is("scope", other),
                    phrase!("row-write-scope", "write specific (this event) or general"),
                ));
            }
        };
        let report = report(row, "report", ctx)?;
        let by = ctx.party(row.need("by")?, "by")?;
        let source = source(row, ctx)?;
        let id = fresh(row, &mut seen, ReplyId::new)?;
        said_before_entered(path, row, &source, problems);
        Ok(ctx.shared.reply(Reply {
            at: row_cite(path, id.as_str()),
            report,
            by,
            kind,
            specific,
            source,
            summary: row.get("summary").to_owned(),
            id,
        }))
    })
}

/// `links.csv`.
pub(crate) fn links(
    path: &str,
    text: &str,
    ctx: &Context<'_>,
    problems: &mut Problems,
) -> Rows<Link> {
    let needed = ["from", "to", "kind", "state", "by", "why"];
    let Some(table) = Table::open(path, text, &needed, &["entered_at"], problems) else {
        return Rows::default();
    };
    let mut seen: BTreeMap<_, u32> = BTreeMap::new();
    table.rows(problems, |row, problems| {
        let kind = match row.get("kind") {
            "duplicate" => LinkKind::Duplicate,
            "counter-allegation" => LinkKind::CounterAllegation,
            "repeat" => LinkKind::Repeat,
            "observation" => LinkKind::Observation,
            other => {
                return Err(fault(
                    "kind",
                    is("kind", other),
                    one_of("duplicate, counter-allegation, repeat, observation".to_owned()),
                ));
            }
        };
        let from = if kind == LinkKind::Observation {
            LinkEnd::Observation(refer(
                row.need("from")?,
                "from",
                (
                    phrase!("row-what-observation", "observation"),
                    "observations.csv",
                ),
                &ctx.observations,
                ObservationId::new,
            )?)
        } else {
            LinkEnd::Report(report(row, "from", ctx)?)
        };
        let to = report(row, "to", ctx)?;
        if from == LinkEnd::Report(to.clone()) {
            return Err(fault(
                "to",
                phrase!("row-linked-with-itself", "a report is linked with itself"),
                None,
            ));
        }
        let state = match row.get("state") {
            "suggested" => LinkState::Suggested,
            "joined" => {
                let by = row.need("by").map_err(|_| {
                    fault(
                        "by",
                        phrase!(
                            "row-joined-by",
                            "a joined link needs the name of who joined it"
                        ),
                        None,
                    )
                })?;
                row.need("why").map_err(|_| {
                    fault(
                        "why",
                        phrase!("row-joined-why", "a joined link needs a reason"),
                        None,
                    )
                })?;
                LinkState::Joined { by: by.to_owned() }
            }
            other => {
                return Err(fault(
                    "state",
                    is("state", other),
                    phrase!("row-write-state", "write suggested or joined"),
                ));
            }
        };
        let mut ends = [row.get("from").to_owned(), row.get("to").to_owned()];
        ends.sort();
        if let Some(line) = seen.get(&(ends.clone(), kind)) {
            let message = phrase!(
                "row-same-link",
                "the same link stands in line {line}",
                line = line.to_string()
            );
            problems.push(kept(path, row, message));
        } else {
            seen.insert((ends, kind), row.line);
        }
        let name = format!("{}-{}", row.get("from"), row.get("to"));
        Ok(Link {
            from,
            to,
            kind,
            state,
            why: row.get("why").to_owned(),
            entered: times::said(row, "entered_at", ctx.zone)?.map(Interval::from),
            at: row_cite(path, &name),
        })
    })
}
