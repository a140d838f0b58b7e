//! The CSV tables of a case folder, row by row, into the model: what they have in common.

use std::collections::{BTreeMap, BTreeSet};

use holdfire_geo::{Area, Bounds, CoordinateError, LonLat, looks_swapped_for};
use holdfire_model::{
    AreaId, ControlId, FacilityId, Interval, NodeId, ObservationId, PartyId, Phrase, Place,
    PlaceOption, ReportId, SiteId, Source, SourceKind, Spot, Zone, phrase,
};

pub(crate) use self::shared::Shared;
use super::Known;
use super::scope::{Ids, defined, unknown};
use super::times::{self, Part};
use crate::problem::{Problem, Problems, Severity, did_you_mean, nearest};
use crate::table::{Fault, Row, Rows, fault, is};

pub(crate) mod about;
pub(crate) mod reports;
mod shared;
pub(crate) mod sites;
pub(crate) mod texts;

/// Ids of rows, and of rows that were refused, with their lines.
pub(crate) struct RowIds<I> {
    pub ids: BTreeSet<I>,
    pub refused: BTreeMap<String, u32>,
}

impl<I> Default for RowIds<I> {
    fn default() -> Self {
        Self {
            ids: BTreeSet::new(),
            refused: BTreeMap::new(),
        }
    }
}

/// What rows refer to.
pub(crate) struct Context<'a> {
    pub zone: &'a Zone,
    pub parts: &'a BTreeMap<String, Part>,
    pub radius_m: &'a BTreeMap<String, f64>,
    pub known: &'a Known,
    pub bounds: Option<Bounds>,
    pub outlines: &'a BTreeMap<AreaId, Area>,
    /// Source word to nodes.
    pub words: &'a BTreeMap<String, BTreeSet<NodeId>>,
    pub control: RowIds<ControlId>,
    pub sites: RowIds<SiteId>,
    pub facilities: RowIds<FacilityId>,
    pub reports: RowIds<ReportId>,
    pub observations: RowIds<ObservationId>,
    /// What rows say alike.
    pub shared: Shared<'a>,
}

/// Sorts rows by id and keeps their ids for rows that refer to them.
pub(crate) fn ids<T, I: Ord + Clone>(rows: Rows<T>, id: impl Fn(&T) -> &I) -> (Vec<T>, RowIds<I>) {
    let mut list = rows.kept;
    // In order of ids, whatever the order of rows: it changes no byte of an answer.
    list.sort_by(|a, b| id(a).cmp(id(b)));
    let ids = list.iter().map(|one| id(one).clone()).collect();
    let refused = rows.refused;
    (list, RowIds { ids, refused })
}

impl Context<'_> {
    fn party(&self, text: &str, column: &'static str) -> Result<PartyId, Fault> {
        pick(
            text,
            column,
            &phrase!("row-what-party", "party"),
            &self.known.parties,
            PartyId::new,
        )
    }
}

/// An id of the terms.
fn pick<I: Ord + Clone + std::fmt::Display>(
    text: &str,
    column: &'static str,
    what: &Phrase,
    known: &Ids<I>,
    make: impl Fn(&str) -> Result<I, holdfire_model::IdError>,
) -> Result<I, Fault> {
    let id = make(text).map_err(|e| fault(column, e.said(), None))?;
    if let Some(id) = known.set.get(&id) {
        Ok(id.clone())
    } else if known.whole {
        Err(Fault {
            column,
            message: unknown(what, text),
            hint: Some(known.hint(text, what)),
        })
    } else {
        Err(fault(column, "", None))
    }
}

/// The id of a row of another table.
fn refer<I: Ord + std::fmt::Display>(
    text: &str,
    column: &'static str,
    what: (Phrase, &str),
    known: &RowIds<I>,
    make: impl Fn(&str) -> Result<I, holdfire_model::IdError>,
) -> Result<I, Fault> {
    let (what, path) = what;
    let id = make(text).map_err(|e| fault(column, e.said(), None))?;
    if known.ids.contains(&id) {
        return Ok(id);
    }
    if known.refused.get(text) == Some(&0) {
        return Err(fault(column, "", None));
    }
    if let Some(line) = known.refused.get(text) {
        return Err(fault(
            column,
            phrase!(
                "row-other-refused",
                "the {what} `{text}` was refused at {path}:{line}",
                what = what,
                text = text,
                path = path,
                line = line.to_string()
            ),
            phrase!("row-read-after", "this row is read once that one is"),
        ));
    }
    let names: Vec<String> = known.ids.iter().map(ToString::to_string).collect();
    let hint = match nearest(text, names.iter().map(String::as_str)) {
        Some(near) => did_you_mean(near),
        None if names.is_empty() => phrase!(
            "row-none-usable",
            "{path} has no row that can be used",
            path = path
        ),
        None => phrase!(
            "row-has",
            "{path} has: {names}",
            path = path,
            names = first_few(&names)
        ),
    };
    Err(Fault {
        column,
        message: unknown(&what, text),
        hint: Some(hint),
    })
}

/// The first of many names, and that there are more.
fn first_few<T: AsRef<str>>(names: &[T]) -> String {
    let few: Vec<&str> = names.iter().take(8).map(AsRef::as_ref).collect();
    let more = if names.len() > few.len() { " ..." } else { "" };
    format!("{}{more}", few.join(", "))
}

/// An id that no other row of the table has.
fn fresh<I: Ord + Clone + std::fmt::Display>(
    row: &Row<'_>,
    seen: &mut BTreeMap<I, u32>,
    make: impl Fn(&str) -> Result<I, holdfire_model::IdError>,
) -> Result<I, Fault> {
    let id = make(row.need("id")?).map_err(|e| fault("id", e.said(), None))?;
    if let Some(line) = seen.get(&id) {
        return Err(fault(
            "id",
            phrase!(
                "row-id-twice",
                "the id `{id}` is there twice, first in line {line}",
                id = id.to_string(),
                line = line.to_string()
            ),
            phrase!("row-first-used", "the first row with it is used"),
        ));
    }
    seen.insert(id.clone(), row.line);
    Ok(id)
}

pub(crate) fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split('|').map(str::trim).filter(|t| !t.is_empty())
}

fn kept(path: &str, row: &Row<'_>, message: Phrase) -> Problem {
    Problem {
        file: path.to_owned(),
        line: row.line,
        column: 0,
        severity: Severity::Kept,
        message,
        hint: None,
    }
}

fn source(row: &Row<'_>, ctx: &Context<'_>) -> Result<Source, Fault> {
    let kind = match row.get("source_kind") {
        "" | "party" => SourceKind::Party(ctx.party(
            row.need("by").map_err(|_| {
                fault(
                    "by",
                    phrase!("row-no-claimant", "the row does not say whose claim it is"),
                    phrase!(
                        "row-write-claimant",
                        "write the party, or `source_kind` independent or body"
                    ),
                )
            })?,
            "by",
        )?),
        "independent" => SourceKind::Independent,
        "body" => SourceKind::Body,
        other => {
            return Err(fault(
                "source_kind",
                is("source_kind", other),
                phrase!("row-write-source-kind", "write party, independent or body"),
            ));
        }
    };
    let entered = times::said(row, "entered_at", ctx.zone)?.map(Interval::from);
    Ok(Source {
        kind,
        speaker: row.get("speaker").to_owned(),
        outlet: row.get("source").to_owned(),
        url: row.get("source_url").to_owned(),
        said: times::said(row, "said_at", ctx.zone)?,
        entered,
    })
}

fn number(row: &Row<'_>, column: &'static str) -> Result<Option<f64>, Fault> {
    let Some(text) = row.some(column) else {
        return Ok(None);
    };
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Some(value)),
        _ if text.contains(',') => Err(fault(
            column,
            is(column, text),
            phrase!("row-write-point", "write the decimal point as `.`"),
        )),
        _ => Err(fault(
            column,
            phrase!(
                "row-not-a-number",
                "`{column}` is `{text}`, which is not a number",
                column = column,
                text = text
            ),
            None,
        )),
    }
}

/// Half of a point.
fn alone(missing: &'static str, given: &str) -> Fault {
    let message = phrase!(
        "row-half-a-point",
        "`{given}` is given without `{missing}`",
        given = given,
        missing = missing
    );
    fault(missing, message, None)
}

/// A point that is none.
fn off_the_globe(error: &CoordinateError) -> Fault {
    match error {
        CoordinateError::OutOfRange { lon, lat } | CoordinateError::NotFinite { lon, lat } => {
            fault(
                "lat",
                phrase!(
                    "row-out-of-range",
                    "longitude `{lon}`, latitude `{lat}` is out of range: -180 to 180 and -90 to 90 degrees",
                    lon = lon.to_string(),
                    lat = lat.to_string()
                ),
                None,
            )
        }
        CoordinateError::LooksSwapped { lon, lat } => fault(
            "lat",
            phrase!(
                "row-latitude-out-of-range",
                "latitude `{lat}` is out of range -90 to 90",
                lat = lat.to_string()
            ),
            phrase!(
                "row-longitude-first",
                "are the two swapped? the latitude may be `{lon}`",
                lon = lon.to_string()
            ),
        ),
    }
}

/// A point with its radius by precision; `None` if no point is given.
fn spot(row: &Row<'_>, ctx: &Context<'_>) -> Result<Option<(Spot, Phrase)>, Fault> {
    let (lon, lat) = match (number(row, "lon")?, number(row, "lat")?) {
        (None, None) => return Ok(None),
        (Some(lon), Some(lat)) => (lon, lat),
        (None, Some(_)) => return Err(alone("lon", "lat")),
        (Some(_), None) => return Err(alone("lat", "lon")),
    };
    let point = LonLat::new(lon, lat).map_err(|error| off_the_globe(&error))?;
    if ctx
        .bounds
        .is_some_and(|bounds| looks_swapped_for(point, &bounds))
    {
        return Err(fault(
            "lat",
            phrase!(
                "row-far",
                "lat {lat}, lon {lon} lies far from the case's areas",
                lat = lat.to_string(),
                lon = lon.to_string()
            ),
            phrase!(
                "row-swapped",
                "swapped: the other way round it would lie among them"
            ),
        ));
    }
    let precision = row.need("precision").map_err(|_| {
        fault(
            "precision",
            phrase!("row-no-precision", "a point without `precision`"),
            phrase!(
                "row-write-precision",
                "write how precise the source is: one of the words of `radius_m` in case.toml"
            ),
        )
    })?;
    let Some(radius_m) = ctx.radius_m.get(precision).copied() else {
        let known: Vec<&str> = ctx.radius_m.keys().map(String::as_str).collect();
        return Err(Fault {
            column: "precision",
            message: phrase!(
                "row-precision-unknown",
                "`precision` is `{precision}`, for which case.toml gives no radius",
                precision = precision
            ),
            hint: Some(defined(known.join(", "))),
        });
    };
    Ok(Some((
        Spot { lon, lat, radius_m },
        phrase!(
            "basis-precision",
            "{precision}, within {radius} km (setting)",
            precision = precision,
            radius = (radius_m / 1_000.0).to_string()
        ),
    )))
}

fn place(row: &Row<'_>, ctx: &Context<'_>) -> Result<Place, Fault> {
    let area = match row.some("area") {
        Some(text) => Some(pick(
            text,
            "area",
            &phrase!("row-what-area", "area"),
            &ctx.known.areas,
            AreaId::new,
        )?),
        None => None,
    };
    let (option, basis) = match (spot(row, ctx)?, area) {
        (Some((spot, basis)), Some(area)) => (
            PlaceOption::NearIn(spot, area.clone()),
            phrase!(
                "basis-in-area",
                "{basis}, in {area}",
                basis = basis,
                area = area.as_str()
            ),
        ),
        (Some((spot, basis)), None) => (PlaceOption::Near(spot), basis),
        (None, Some(area)) => (
            PlaceOption::In(area.clone()),
            phrase!(
                "basis-somewhere-in",
                "somewhere in {area}",
                area = area.as_str()
            ),
        ),
        (None, None) => (
            PlaceOption::Anywhere,
            phrase!("basis-no-place", "no place is known"),
        ),
    };
    Ok(Place::one(option, row.get("place"), basis))
}

/// A remark on a point that lies outside its own named area by more than its radius.
fn off_its_area(path: &str, row: &Row<'_>, ctx: &Context<'_>) -> Result<Option<Problem>, Fault> {
    let area = row.some("area").and_then(|text| AreaId::new(text).ok());
    let Some((area, outline)) = area.and_then(|id| Some((id.clone(), ctx.outlines.get(&id)?)))
    else {
        return Ok(None);
    };
    let Some((spot, _)) = spot(row, ctx)? else {
        return Ok(None);
    };
    let Ok(point) = LonLat::new(spot.lon, spot.lat) else {
        return Ok(None);
    };
    let away_m = outline.distance_m(holdfire_geo::Model::Wgs84, point);
    if away_m <= spot.radius_m {
        return Ok(None);
    }
    let message = phrase!(
        "row-off-its-area",
        "the point lies {away} km outside `{area}`, farther than its radius of {radius} km",
        away = format!("{:.1}", away_m / 1_000.0),
        area = area.to_string(),
        radius = (spot.radius_m / 1_000.0).to_string()
    );
    Ok(Some(Problem {
        severity: Severity::Lint,
        hint: Some(phrase!(
            "row-which-is-wrong",
            "is it the wrong area, or the wrong point?"
        )),
        ..kept(path, row, message)
    }))
}

/// A remark on a row that was entered before it was said.
fn said_before_entered(path: &str, row: &Row<'_>, source: &Source, problems: &mut Problems) {
    if let (Some(said), Some(entered)) = (source.said, source.entered)
        && said.from() > entered
        && entered_day(row) != row.get("said_at").get(..10)
    {
        let message = phrase!(
            "row-said-after-entered",
            "`said_at` is `{said}`, after `entered_at`, `{entered}`",
            said = row.get("said_at"),
            entered = row.get("entered_at")
        );
        problems.push(kept(path, row, message));
    }
}

/// The day on which a row was entered, if it gives no hour.
fn entered_day<'r>(row: &'r Row<'_>) -> Option<&'r str> {
    Some(row.get("entered_at")).filter(|text| text.len() == 10)
}

fn facility(row: &Row<'_>, ctx: &Context<'_>) -> Result<Option<FacilityId>, Fault> {
    match row.some("facility") {
        Some(text) => refer(
            text,
            "facility",
            (phrase!("row-what-facility", "facility"), "facilities.csv"),
            &ctx.facilities,
            FacilityId::new,
        )
        .map(Some),
        None => Ok(None),
    }
}
