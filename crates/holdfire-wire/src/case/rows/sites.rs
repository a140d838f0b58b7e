//! Tables of places: `control.csv`, `facilities.csv`, `register.csv`.

use std::collections::BTreeMap;

use holdfire_model::{
    Boundary, Control, ControlId, Facility, FacilityId, Interval, Moment, NodeId, Site, SiteId,
    Standing, Stated, phrase, row_cite,
};

use super::{Context, facility, fresh, kept, pick, spot};
use crate::case::times;
use crate::problem::Problems;
use crate::table::{Fault, Row, Rows, Table, fault};

/// `control.csv`: dates are whole days, the last one included.
pub(crate) fn control(
    path: &str,
    text: &str,
    ctx: &Context<'_>,
    problems: &mut Problems,
) -> Rows<Control> {
    let needed = ["id", "held_by", "stated_by", "said_at", "summary"];
    let others = [
        "area",
        "place",
        "from",
        "until",
        "source",
        "source_url",
        "entered_at",
    ];
    let Some(table) = Table::open(path, text, &needed, &others, problems) else {
        return Rows::default();
    };
    let mut seen = BTreeMap::new();
    table.rows(problems, |row, _| {
        let id = fresh(row, &mut seen, ControlId::new)?;
        let (from, until) = (
            times::said(row, "from", ctx.zone)?,
            times::said(row, "until", ctx.zone)?,
        );
        let during = match (from, until) {
            (None, None) => None,
            (from, until) => {
                let first = from.map_or(Moment(i64::MIN / 4), Interval::from);
                let last = until.map_or(Moment(i64::MAX / 4), Interval::until);
                Some(Interval::new(first, last).map_err(|_| {
                    fault(
                        "until",
                        phrase!(
                            "row-until-before-from",
                            "`until` is `{until}`, before `from`, `{from}`",
                            until = row.get("until"),
                            from = row.get("from")
                        ),
                        phrase!("row-write-earlier-day", "write the earlier day as `from`"),
                    )
                })?)
            }
        };
        let said = times::said(row, "said_at", ctx.zone)?.ok_or_else(|| {
            fault(
                "said_at",
                phrase!("row-empty", "`{column}` is empty", column = "said_at"),
                phrase!(
                    "row-control-date",
                    "a statement on who held a place needs its date"
                ),
            )
        })?;
        let stated = Stated {
            at: row_cite(path, id.as_str()),
            by: row.get("stated_by").to_owned(),
            when: said,
            entered: times::said(row, "entered_at", ctx.zone)?.map_or(said.from(), Interval::from),
            instrument: None,
            rests_on: row.get("source_url").to_owned(),
            standing: Standing::PublicStatement,
        };
        Ok(Control {
            id,
            held_by: ctx.party(row.need("held_by")?, "held_by")?,
            during,
            stated,
            summary: row.get("summary").to_owned(),
        })
    })
}

/// `facilities.csv`: an analyst's reference list.
pub(crate) fn facilities(
    path: &str,
    text: &str,
    ctx: &Context<'_>,
    problems: &mut Problems,
) -> Rows<Facility> {
    let needed = ["id", "name", "category", "lat", "lon", "precision"];
    let Some(table) = Table::open(path, text, &needed, &["source", "note"], problems) else {
        return Rows::default();
    };
    let mut seen = BTreeMap::new();
    table.rows(problems, |row, _| {
        let category = node(row, ctx)?;
        let (spot, _) = spot(row, ctx)?.ok_or_else(|| {
            fault(
                "lat",
                phrase!("row-facility-point", "a facility needs a point"),
                None,
            )
        })?;
        let id = fresh(row, &mut seen, FacilityId::new)?;
        Ok(Facility {
            at: row_cite(path, id.as_str()),
            name: row.get("name").to_owned(),
            category,
            spot,
            id,
        })
    })
}

fn node(row: &Row<'_>, ctx: &Context<'_>) -> Result<NodeId, Fault> {
    let text = row.need("category")?;
    if !ctx.known.nodes.whole {
        ctx.known.names_category.set(true);
    }
    pick(
        text,
        "category",
        &phrase!("row-what-node", "node of the category tree"),
        &ctx.known.nodes,
        NodeId::new,
    )
}

/// `register.csv`: what the parties declared.
pub(crate) fn register(
    path: &str,
    text: &str,
    ctx: &Context<'_>,
    problems: &mut Problems,
) -> Rows<Site> {
    let needed = ["id", "party", "category"];
    let others = [
        "lat",
        "lon",
        "precision",
        "facility",
        "declared_at",
        "handed_at",
        "handed_to",
        "notified_at",
        "withdrawn_at",
        "entered_at",
        "note",
    ];
    let Some(table) = Table::open(path, text, &needed, &others, problems) else {
        return Rows::default();
    };
    let mut seen = BTreeMap::new();
    table.rows(problems, |row, problems| {
        let category = node(row, ctx)?;
        let step = |column: &'static str| -> Result<Option<Boundary>, Fault> {
            Ok(times::said(row, column, ctx.zone)?.map(|i| {
                // A date alone: some moment of that day, it is not known which.
                if i.seconds() > 60 {
                    Boundary::between(i.from(), i.until(), holdfire_model::Because::Unknown)
                        .unwrap_or(Boundary::at(i.from()))
                } else {
                    Boundary::at(i.from())
                }
            }))
        };
        let (declared, handed) = (step("declared_at")?, step("handed_at")?);
        let entered = times::said(row, "entered_at", ctx.zone)?
            .map(Interval::from)
            .or(declared.or(handed).map(Boundary::earliest))
            .unwrap_or(Moment(i64::MIN));
        let party = ctx.party(row.need("party")?, "party")?;
        let spot = spot(row, ctx)?.map(|(s, _)| s);
        let facility = facility(row, ctx)?;
        let notified = step("notified_at")?;
        if let (Some(declared), Some(notified)) = (declared, notified)
            && notified.latest() < Some(declared.earliest())
        {
            let message = phrase!(
                "row-notified-before-declared",
                "`notified_at` is `{notified}`, before it was declared, `{declared}`",
                notified = row.get("notified_at"),
                declared = row.get("declared_at")
            );
            problems.push(kept(path, row, message));
        }
        let id = fresh(row, &mut seen, SiteId::new)?;
        Ok(Site {
            at: row_cite(path, id.as_str()),
            party,
            category,
            spot,
            facility,
            declared,
            handed,
            handed_to: row.some("handed_to").map(str::to_owned),
            notified,
            withdrawn: step("withdrawn_at")?,
            entered,
            id,
        })
    })
}
