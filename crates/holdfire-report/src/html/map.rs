//! Where: areas of possibility, to scale, on outlines that draw no state boundary inside the case area.

use std::collections::BTreeMap;

use holdfire_model::{AreaId, IncidentId, PlaceOption, Rings, Spot};

use holdfire_words::{Words, say};

use super::escape::{anchor, esc};
use super::sheet::{Sheet, close_table, heads, open_table, put};
use crate::words;

/// How a drawing is made.
#[derive(Clone, Copy)]
struct Plan {
    /// In units of the drawing; letters are 12 high.
    width: f64,
    /// How much wider than what it holds, as a part of that.
    margin: f64,
    /// Whether places are named in it.
    named: bool,
}

/// The map of all incidents.
const WHOLE: Plan = Plan {
    width: 960.0,
    margin: 0.04,
    named: false,
};

/// The map of one incident in a narrow column: letters stay readable, and what lies around is seen.
const NARROW: Plan = Plan {
    width: 400.0,
    margin: 0.35,
    named: true,
};

const METRES_PER_DEGREE: f64 = 111_195.0;

/// What one or several incidents have as a possible place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Spotted {
    /// Somewhere in an area.
    Area(AreaId),
    /// In a circle, in thousandths of a degree and metres, perhaps only in its part within an area.
    Circle(i64, i64, i64, Option<AreaId>),
    /// Not known.
    Anywhere,
}

/// A place with the incidents that may have happened there.
struct Group<'a> {
    names: Vec<&'a str>,
    bases: Vec<String>,
    incidents: Vec<&'a IncidentId>,
}

/// Degrees to the drawing: true north to south, true west to east along the middle latitude.
struct Projection {
    west: f64,
    north: f64,
    scale: f64,
    narrow: f64,
    width: f64,
    height: f64,
}

impl Projection {
    fn of(corners: &[[f64; 2]], plan: Plan) -> Option<Self> {
        let fold = |at: usize, start: f64, pick: fn(f64, f64) -> f64| {
            corners.iter().map(|c| c[at]).fold(start, pick)
        };
        let (west, east) = (fold(0, f64::MAX, f64::min), fold(0, f64::MIN, f64::max));
        let (south, north) = (fold(1, f64::MAX, f64::min), fold(1, f64::MIN, f64::max));
        if corners.is_empty() || !(east - west).is_finite() {
            return None;
        }
        let pad = ((east - west).max(north - south) * plan.margin).max(0.05);
        let (west, east, south, north) = (west - pad, east + pad, south - pad, north + pad);
        let narrow = ((south + north) / 2.0).to_radians().cos().max(0.05);
        // No taller than two thirds more than wide, so that a narrow case fits a page.
        let width = plan.width;
        let scale = (width / ((east - west) * narrow)).min(width * 0.72 / (north - south));
        Some(Self {
            west: (west + east) / 2.0 - width / (2.0 * scale * narrow),
            north,
            scale,
            narrow,
            width,
            height: (north - south) * scale,
        })
    }

    fn point(&self, lon: f64, lat: f64) -> (f64, f64) {
        (
            (lon - self.west) * self.narrow * self.scale,
            (self.north - lat) * self.scale,
        )
    }

    /// Half axes of a circle on the ground, which this projection draws as an ellipse.
    fn axes(&self, lat: f64, radius_m: f64) -> (f64, f64) {
        let degrees = radius_m / METRES_PER_DEGREE;
        let own = lat.to_radians().cos().max(0.05);
        (
            degrees * self.scale * self.narrow / own,
            degrees * self.scale,
        )
    }
}

/// The drawing, the basis that it stands on, and the same as a list.
pub(super) fn section(sheet: &Sheet<'_>, out: &mut String) {
    let groups = groups(sheet);
    put!(
        out,
        "<section id=\"map\"><h2>{}</h2><p>{}</p>",
        say!(sheet.words, "contents-map"),
        say!(sheet.words, "map-intro")
    );
    drawing(sheet, &groups, WHOLE, out);
    basis(sheet, out);
    list(sheet, &groups, out);
    out.push_str("</section>\n");
}

/// The same for one incident: where in words, then a small drawing with names.
pub(super) fn narrow(sheet: &Sheet<'_>, out: &mut String) {
    let groups = groups(sheet);
    put!(
        out,
        "<section id=\"map\"><h2>{}</h2><ul>",
        say!(sheet.words, "contents-map")
    );
    for (place, group) in &groups {
        put!(
            out,
            "<li><bdi>{}</bdi>: {}</li>",
            esc(&named(sheet, group)),
            esc(&extent(sheet, place))
        );
    }
    out.push_str("</ul>");
    drawing(sheet, &groups, NARROW, out);
    put!(
        out,
        "<details><summary>{}</summary>",
        say!(sheet.words, "map-about")
    );
    basis(sheet, out);
    out.push_str("</details></section>\n");
}

fn groups<'a>(sheet: &Sheet<'a>) -> BTreeMap<Spotted, Group<'a>> {
    let mut groups: BTreeMap<Spotted, Group<'a>> = BTreeMap::new();
    for (answer, story) in sheet.incidents() {
        for account in &story.accounts {
            for option in account.story.place.options() {
                let group = groups.entry(spotted(option)).or_insert_with(|| Group {
                    names: Vec::new(),
                    bases: Vec::new(),
                    incidents: Vec::new(),
                });
                let add = |list: &mut Vec<&'a str>, text: &'a str| {
                    if !text.is_empty() && !list.contains(&text) {
                        list.push(text);
                    }
                };
                add(&mut group.names, &account.story.place.name);
                let basis = words::phrase(sheet.words, &account.story.place.basis);
                if !basis.is_empty() && !group.bases.contains(&basis) {
                    group.bases.push(basis);
                }
                // Incidents come one after the other.
                if group.incidents.last() != Some(&&answer.id) {
                    group.incidents.push(&answer.id);
                }
            }
        }
    }
    groups
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "degrees and radii are bounded and rounded on purpose"
)]
fn spotted(option: &PlaceOption) -> Spotted {
    let circle = |spot: &Spot, area: Option<AreaId>| {
        let thousandths = |degrees: f64| (degrees * 1_000.0).round() as i64;
        Spotted::Circle(
            thousandths(spot.lon),
            thousandths(spot.lat),
            spot.radius_m.round() as i64,
            area,
        )
    };
    match option {
        PlaceOption::In(area) => Spotted::Area(area.clone()),
        PlaceOption::Near(spot) => circle(spot, None),
        PlaceOption::NearIn(spot, area) => circle(spot, Some(area.clone())),
        PlaceOption::Anywhere => Spotted::Anywhere,
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "thousandths of a degree and metres are small numbers"
)]
fn degrees(thousandths: i64) -> f64 {
    thousandths as f64 / 1_000.0
}

#[allow(clippy::cast_precision_loss, reason = "radii are small numbers")]
fn metres(radius: i64) -> f64 {
    radius as f64
}

fn outline<'a>(sheet: &Sheet<'a>, id: &AreaId) -> Option<&'a Rings> {
    let area = sheet.case.areas.iter().find(|a| a.id == *id)?;
    area.outline.as_ref()
}

/// The corners that the drawing has to hold: circles with their width, and regions in which something may lie.
fn corners(sheet: &Sheet<'_>, groups: &BTreeMap<Spotted, Group<'_>>) -> Vec<[f64; 2]> {
    let mut corners = Vec::new();
    for place in groups.keys() {
        match place {
            Spotted::Circle(lon, lat, radius, _) => {
                let (lon, lat) = (degrees(*lon), degrees(*lat));
                let north = metres(*radius) / METRES_PER_DEGREE;
                let east = north / lat.to_radians().cos().max(0.05);
                corners.push([lon - east, lat - north]);
                corners.push([lon + east, lat + north]);
            }
            Spotted::Area(id) => {
                corners.extend(outline(sheet, id).into_iter().flatten().flatten().flatten());
            }
            Spotted::Anywhere => {}
        }
    }
    corners
}

fn drawing(sheet: &Sheet<'_>, groups: &BTreeMap<Spotted, Group<'_>>, plan: Plan, out: &mut String) {
    let w = sheet.words;
    let Some(projection) = Projection::of(&corners(sheet, groups), plan) else {
        put!(out, "<p>{}</p>", say!(w, "map-nothing"));
        return;
    };
    put!(
        out,
        "<figure><svg class=\"map\" viewBox=\"0 0 {} {:.0}\" role=\"img\" aria-labelledby=\"map-t map-d\">\
         <title id=\"map-t\">{}</title><desc id=\"map-d\">{}</desc><defs>\
         <pattern id=\"p-region\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect class=\"ink\" width=\"1\" height=\"7\"/></pattern>",
        projection.width,
        projection.height,
        if plan.named {
            say!(
                w,
                "map-title-of",
                place = esc(&names(sheet, groups)).to_string()
            )
        } else {
            say!(w, "map-title")
        },
        say!(
            w,
            if plan.named {
                "map-description-above"
            } else {
                "map-description"
            }
        )
    );
    // Outlines are written once and drawn where they are needed: as ground, as hatching, as the edge of a circle.
    let mut drawn: Vec<(&AreaId, String)> = Vec::new();
    for area in &sheet.case.areas {
        if let Some(rings) = &area.outline {
            let path = path(&projection, rings);
            if !path.is_empty() {
                drawn.push((&area.id, path));
            }
        }
    }
    for (id, path) in &drawn {
        put!(
            out,
            "<path id=\"{}\" d=\"{path}\"/>",
            anchor("a-", id.as_str())
        );
    }
    let clipping = |id: &AreaId| {
        groups
            .keys()
            .any(|g| matches!(g, Spotted::Circle(_, _, _, Some(own)) if own == id))
    };
    for (id, _) in drawn.iter().filter(|(id, _)| clipping(id)) {
        put!(
            out,
            "<clipPath id=\"{}\"><use href=\"#{}\"/></clipPath>",
            anchor("k-", id.as_str()),
            anchor("a-", id.as_str())
        );
    }
    out.push_str("</defs><g class=\"ground\">");
    for (id, _) in &drawn {
        put!(out, "<use href=\"#{}\"/>", anchor("a-", id.as_str()));
    }
    out.push_str("</g>");
    let has = |id: &AreaId| drawn.iter().any(|(own, _)| *own == id);
    regions(sheet, &projection, groups, &has, out);
    circles(sheet, &projection, groups, &has, out);
    if plan.named {
        labels(sheet, &projection, groups, out);
    }
    scale_bar(w, &projection, out);
    put!(
        out,
        "</svg></figure>\
         <ul class=\"legend\"><li><svg width=\"20\" height=\"14\" aria-hidden=\"true\"><circle class=\"maybe\" cx=\"8\" cy=\"7\" r=\"6\"/></svg>\
         {}</li><li><svg width=\"34\" height=\"14\" aria-hidden=\"true\">\
         <rect class=\"region\" x=\"1\" y=\"1\" width=\"30\" height=\"12\"/></svg>{}</li>",
        say!(w, "map-legend-circle"),
        say!(w, "map-legend-region")
    );
    if !plan.named {
        put!(out, "<li>{}</li>", say!(w, "map-legend-number"));
    }
    out.push_str("</ul>");
}

/// The name of each circle above it.
fn labels(
    sheet: &Sheet<'_>,
    projection: &Projection,
    groups: &BTreeMap<Spotted, Group<'_>>,
    out: &mut String,
) {
    for (place, group) in groups {
        let Spotted::Circle(lon, lat, radius, _) = place else {
            continue;
        };
        let (x, y) = projection.point(degrees(*lon), degrees(*lat));
        let (_, ry) = projection.axes(degrees(*lat), metres(*radius));
        put!(
            out,
            "<text class=\"t n\" text-anchor=\"middle\" x=\"{x:.1}\" y=\"{:.1}\">{}</text>",
            (y - ry - 5.0).max(14.0),
            esc(&named(sheet, group))
        );
    }
}

/// What sources call the places of all groups.
fn names(sheet: &Sheet<'_>, groups: &BTreeMap<Spotted, Group<'_>>) -> String {
    let names: Vec<String> = groups.values().map(|group| named(sheet, group)).collect();
    names.join(", ")
}

/// How far a place reaches, in words.
fn extent(sheet: &Sheet<'_>, place: &Spotted) -> String {
    let w = sheet.words;
    let area_name = |id: &AreaId| {
        let area = sheet.case.areas.iter().find(|a| a.id == *id);
        area.map_or_else(|| id.to_string(), |a| a.name.clone())
    };
    match place {
        Spotted::Area(id) => say!(w, "place-in", area = area_name(id)),
        Spotted::Circle(_, _, radius, None) => {
            let radius = words::radius(w, metres(*radius));
            say!(w, "map-within", radius = radius)
        }
        Spotted::Circle(_, _, radius, Some(id)) => {
            let radius = words::radius(w, metres(*radius));
            say!(
                w,
                "map-within-and-in",
                radius = radius,
                area = area_name(id)
            )
        }
        Spotted::Anywhere => say!(w, "map-anywhere"),
    }
}

/// The outline as a path on a grid of half units, shared borders falling together; empty if it lies outside.
fn path(projection: &Projection, rings: &Rings) -> String {
    let mut path = String::new();
    for ring in rings.iter().flatten() {
        let points: Vec<(i64, i64)> = ring
            .iter()
            .map(|p| halves(projection.point(p[0], p[1])))
            .collect();
        let seen =
            |(x, y): &(i64, i64)| (-60..=2 * 1_020).contains(x) && (-60..=2 * 1_020).contains(y);
        if !points.iter().any(seen) {
            continue;
        }
        let mut kept: Vec<(i64, i64)> = Vec::with_capacity(points.len());
        for point in points {
            // Far outside the drawing the exact course is of no use.
            let point = (point.0.clamp(-400, 2_400), point.1.clamp(-400, 2_400));
            if kept.last() != Some(&point) {
                kept.push(point);
            }
        }
        if kept.len() < 4 {
            continue;
        }
        let mut last = kept[0];
        put!(path, "M{} {}l", half(last.0), half(last.1));
        for (i, point) in kept[1..kept.len() - 1].iter().enumerate() {
            let (x, y) = (half(point.0 - last.0), half(point.1 - last.1));
            let gap = |text: &str| if text.starts_with('-') { "" } else { " " };
            put!(
                path,
                "{}{x}{}{y}",
                if i == 0 { "" } else { gap(&x) },
                gap(&y)
            );
            last = *point;
        }
        path.push('z');
    }
    path
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "places in the drawing are small numbers, rounded on purpose"
)]
fn halves((x, y): (f64, f64)) -> (i64, i64) {
    let half = |v: f64| (v * 2.0).round().clamp(-1e6, 1e6) as i64;
    (half(x), half(y))
}

fn half(halves: i64) -> String {
    let sign = if halves < 0 { "-" } else { "" };
    let whole = halves.abs() / 2;
    match (halves % 2 == 0, whole) {
        (true, _) => format!("{sign}{whole}"),
        (false, 0) => format!("{sign}.5"),
        (false, _) => format!("{sign}{whole}.5"),
    }
}

fn regions(
    sheet: &Sheet<'_>,
    projection: &Projection,
    groups: &BTreeMap<Spotted, Group<'_>>,
    has: &impl Fn(&AreaId) -> bool,
    out: &mut String,
) {
    for (place, group) in groups {
        let Spotted::Area(id) = place else { continue };
        let (Some(rings), true) = (outline(sheet, id), has(id)) else {
            continue;
        };
        let (x, y) = middle(projection, rings);
        put!(
            out,
            "<g><use class=\"region\" href=\"#{}\"/>",
            anchor("a-", id.as_str())
        );
        number(sheet, out, x, y, group, "t n r\" text-anchor=\"middle");
        out.push_str("</g>");
    }
}

fn circles(
    sheet: &Sheet<'_>,
    projection: &Projection,
    groups: &BTreeMap<Spotted, Group<'_>>,
    has: &impl Fn(&AreaId) -> bool,
    out: &mut String,
) {
    for (place, group) in groups {
        let Spotted::Circle(lon, lat, radius, area) = place else {
            continue;
        };
        let (x, y) = projection.point(degrees(*lon), degrees(*lat));
        let (rx, ry) = projection.axes(degrees(*lat), metres(*radius));
        let clip = area
            .as_ref()
            .filter(|id| has(id))
            .map_or_else(String::new, |id| {
                format!(" clip-path=\"url(#{})\"", anchor("k-", id.as_str()))
            });
        put!(
            out,
            "<ellipse class=\"maybe\" cx=\"{x:.1}\" cy=\"{y:.1}\" rx=\"{rx:.1}\" ry=\"{ry:.1}\"{clip}><title>{}</title></ellipse>",
            named_and_counted(sheet, group)
        );
        if group.incidents.len() > 1 {
            number(sheet, out, x + rx + 2.0, y - ry, group, "t n");
        }
    }
}

/// What sources call a place.
fn named(sheet: &Sheet<'_>, group: &Group<'_>) -> String {
    if group.names.is_empty() {
        say!(sheet.words, "place-not-named")
    } else {
        group.names.join(", ")
    }
}

/// What sources call a place, and how many incidents may have happened there.
fn named_and_counted(sheet: &Sheet<'_>, group: &Group<'_>) -> String {
    format!(
        "{}: {}",
        esc(&named(sheet, group)),
        say!(sheet.words, "count-incidents", n = group.incidents.len())
    )
}

fn number(sheet: &Sheet<'_>, out: &mut String, x: f64, y: f64, group: &Group<'_>, class: &str) {
    put!(
        out,
        "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{}<title>{}</title></text>",
        group.incidents.len(),
        named_and_counted(sheet, group)
    );
}

/// The middle of the largest ring, for a number.
fn middle(projection: &Projection, rings: &Rings) -> (f64, f64) {
    let area = |ring: &Vec<[f64; 2]>| -> f64 {
        ring.windows(2)
            .map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1])
            .sum::<f64>()
            / 2.0
    };
    let largest = rings
        .iter()
        .filter_map(|polygon| polygon.first())
        .max_by(|a, b| area(a).abs().total_cmp(&area(b).abs()));
    let Some(ring) = largest else {
        return (0.0, 0.0);
    };
    let (doubled, mut lon, mut lat) = (area(ring) * 6.0, 0.0, 0.0);
    for w in ring.windows(2) {
        let cross = w[0][0] * w[1][1] - w[1][0] * w[0][1];
        lon += (w[0][0] + w[1][0]) * cross;
        lat += (w[0][1] + w[1][1]) * cross;
    }
    if doubled == 0.0 {
        return ring
            .first()
            .map_or((0.0, 0.0), |p| projection.point(p[0], p[1]));
    }
    projection.point(lon / doubled, lat / doubled)
}

fn scale_bar(w: &Words, projection: &Projection, out: &mut String) {
    let kilometre = projection.scale * 1_000.0 / METRES_PER_DEGREE;
    let length = [1, 2, 5, 10, 20, 50, 100, 200, 500]
        .into_iter()
        .rev()
        .find(|km| f64::from(*km) * kilometre <= 200.0_f64.min(projection.width * 0.4))
        .unwrap_or(1);
    let (y, width) = (projection.height - 14.0, f64::from(length) * kilometre);
    put!(
        out,
        "<path class=\"scale\" d=\"M14 {:.1}v5h{width:.1}v-5\"/><text class=\"t minor\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
        y,
        20.0 + width,
        y + 5.0,
        say!(w, "kilometres", n = length.to_string())
    );
}

fn basis(sheet: &Sheet<'_>, out: &mut String) {
    let w = sheet.words;
    let basis = match &sheet.case.settings.boundary_basis {
        Some(name) => say!(w, "map-basis", basis = esc(name).to_string()),
        None => say!(w, "map-no-basis"),
    };
    put!(
        out,
        "<p class=\"small\">{basis} {}",
        say!(w, "map-distances")
    );
    for notice in &sheet.options.notices {
        put!(out, " {}", esc(notice));
    }
    out.push_str("</p>");
}

fn list(sheet: &Sheet<'_>, groups: &BTreeMap<Spotted, Group<'_>>, out: &mut String) {
    let mut ordered: Vec<(&Spotted, &Group<'_>)> = groups.iter().collect();
    ordered.sort_by(|a, b| {
        b.1.incidents
            .len()
            .cmp(&a.1.incidents.len())
            .then_with(|| a.1.names.cmp(&b.1.names))
            .then_with(|| a.0.cmp(b.0))
    });
    let w = sheet.words;
    put!(
        out,
        "<details><summary>{}</summary>",
        say!(w, "same-as-a-list")
    );
    open_table(out, "ml", "words", &say!(w, "map-caption"));
    heads(
        out,
        sheet,
        &["head-place", "head-area", "head-incidents", "head-which"],
    );
    out.push_str("</tr></thead><tbody>");
    for (place, group) in ordered {
        let what = extent(sheet, place);
        put!(
            out,
            "<tr><th scope=\"row\"><bdi>{}</bdi></th><td>{}<small>{}</small></td><td class=\"n\">{}</td><td>",
            esc(&named(sheet, group)),
            esc(&what),
            esc(&group.bases.join("; ")),
            group.incidents.len()
        );
        for (i, id) in group.incidents.iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            put!(
                out,
                "{comma}<a href=\"{}\">{}</a>",
                esc(&sheet.links.incident(id)),
                esc(id.as_str())
            );
        }
        out.push_str("</td></tr>");
    }
    close_table(out);
    out.push_str("</details>");
}
