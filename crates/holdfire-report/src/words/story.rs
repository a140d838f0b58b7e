//! What an account tells, in words: each value with the possibilities that it leaves open.

use holdfire_model::{
    Case, Effect, ObjectBasis, Occurrence, PlaceOption, Share, Source, SourceKind, Spot, Story,
};

use super::names::{effect, list_or};
use super::time::{interval, said_on, whole_day};

/// When it happened, in the case's zone.
#[must_use]
pub fn when(case: &Case, story: &Story) -> String {
    let zone = &case.settings.zone;
    let when = &story.when;
    let shown = interval(zone, when.interval);
    match when.occurrence {
        Occurrence::Throughout => format!("all through {shown}"),
        Occurrence::AtSomeMoment if when.interval.seconds() <= 60 => format!("at {shown}"),
        Occurrence::AtSomeMoment if whole_day(zone, when.interval).is_some() => {
            format!("at some moment on {shown}")
        }
        Occurrence::AtSomeMoment => format!("at some moment from {shown}"),
    }
}

/// Where it happened: the source's name for it and the possibilities, no bare point.
#[must_use]
pub fn place(case: &Case, story: &Story) -> String {
    let area = |id: &holdfire_model::AreaId| {
        case.areas
            .iter()
            .find(|a| a.id == *id)
            .map_or_else(|| id.to_string(), |a| a.name.clone())
    };
    let near = |spot: &Spot| format!("within {} of it", radius(spot.radius_m));
    let options: Vec<String> = story
        .place
        .options()
        .map(|option| match option {
            PlaceOption::In(id) => format!("somewhere in {}", area(id)),
            PlaceOption::Near(spot) => near(spot),
            PlaceOption::NearIn(spot, id) => format!("{}, in {}", near(spot), area(id)),
            PlaceOption::Anywhere => "place not known".to_owned(),
        })
        .collect();
    let options = options.join("; or ");
    if story.place.name.is_empty() {
        options
    } else {
        format!("{}: {options}", story.place.name)
    }
}

/// A length on the ground: `500 m`, `5 km`, `12.5 km`.
#[must_use]
pub fn radius(radius_m: f64) -> String {
    if radius_m < 1_000.0 {
        return format!("{} m", radius_m.round());
    }
    let tenths = (radius_m / 100.0).round();
    format!("{} km", tenths / 10.0)
}

/// What was struck: the source's name, the categories that it can be, and how it is known.
#[must_use]
pub fn object(case: &Case, story: &Story) -> String {
    let object = &story.object;
    let mut text = if object.name.is_empty() {
        "object not named".to_owned()
    } else {
        object.name.clone()
    };
    let labels: Vec<&str> = object
        .categories
        .iter()
        .map(|id| case.category_label(id))
        .collect();
    match labels.as_slice() {
        [] => text.push_str(" (category not known)"),
        [one] if *one == object.name => {}
        many => {
            text.push_str(" (");
            text.push_str(&list_or(many));
            text.push(')');
        }
    }
    if object.basis == ObjectBasis::ClaimedIntent {
        text.push_str("; only the aim as the source claims it");
    }
    if let Some(site) = &object.site {
        text.push_str(&format!("; declared site {site}"));
    }
    if let Some(facility) = &object.facility {
        let name = case
            .facilities
            .iter()
            .find(|f| f.id == *facility)
            .map_or(facility.as_str(), |f| f.name.as_str());
        text.push_str(&format!(
            "; facility {name} (analysts' list, protects nothing)"
        ));
    }
    text
}

/// What was done, with what, and to what effect.
#[must_use]
pub fn act(story: &Story) -> String {
    let act = &story.act;
    let kinds: Vec<&str> = act.kinds().iter().map(|k| k.as_str()).collect();
    let mut text = list_or(&kinds);
    if !act.means.is_empty() {
        text.push_str(&format!(" ({})", list_or(&act.means)));
    }
    if act.effects().len() == Effect::ALL.len() {
        text.push_str(": effect not known");
    } else {
        let effects: Vec<&str> = act.effects().iter().map(|e| effect(*e)).collect();
        text.push_str(&format!(": {}", list_or(&effects)));
    }
    text
}

/// Who is alleged to have acted.
#[must_use]
pub fn actors(case: &Case, story: &Story) -> String {
    if story.actors.is_empty() {
        return "nobody is named".to_owned();
    }
    let names: Vec<&str> = story.actors.iter().map(|p| case.party_name(p)).collect();
    format!("{}, as the source alleges", list_or(&names))
}

/// Who claims: the party whose words they are, else the source that is of neither party.
#[must_use]
pub fn claimant<'a>(case: &'a Case, source: &'a Source) -> &'a str {
    match &source.kind {
        SourceKind::Party(id) => case.party_name(id),
        SourceKind::Independent | SourceKind::Body if source.speaker.is_empty() => &source.outlet,
        SourceKind::Independent | SourceKind::Body => &source.speaker,
    }
}

/// `X says`, with the speaker where the source names one, and what the source is if it is of neither party.
#[must_use]
pub fn says(case: &Case, source: &Source) -> String {
    let who = claimant(case, source);
    match source.kind {
        SourceKind::Party(_) if source.speaker.is_empty() || source.speaker == who => {
            format!("{who} says")
        }
        SourceKind::Party(_) => format!("{who} ({}) says", source.speaker),
        SourceKind::Independent => format!("{who} (source of neither party) says"),
        SourceKind::Body => format!("{who} (body with a mandate) says"),
    }
}

/// Where it was said and when: `OUTLET, said on 21 March 2025`; what is not known is said to be not known.
#[must_use]
pub fn source(case: &Case, source: &Source) -> String {
    let said = match source.said {
        Some(when) => format!("said on {}", said_on(&case.settings.zone, when)),
        None => "day on which it was said not known".to_owned(),
    };
    // Named once: as the one who speaks, or as the outlet that carries it.
    let spoke = claimant(case, source);
    if source.outlet.is_empty() || source.outlet == source.speaker || source.outlet == spoke {
        said
    } else {
        format!("{}, {said}", source.outlet)
    }
}

/// The part of the possibilities that is inside, where no better measure is at hand. Not a probability.
#[must_use]
pub fn share(share: Share) -> String {
    let percent = |part: f64| (part * 100.0).round();
    if percent(share.min) == percent(share.max) {
        format!("{} % of what is open", percent(share.max))
    } else {
        format!(
            "{} to {} % of what is open",
            percent(share.min),
            percent(share.max)
        )
    }
}
