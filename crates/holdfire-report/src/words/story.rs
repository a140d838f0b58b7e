//! What an account tells, in words: each value with the possibilities that it leaves open.

use holdfire_model::{
    Case, Effect, ObjectBasis, Occurrence, PlaceOption, Share, Source, SourceKind, Spot, Story,
};

use holdfire_words::{Words, say};

use super::names::{effect, list_or};
use super::time::{interval, said_on, whole_day};

/// When it happened, in the case's zone.
#[must_use]
pub fn when(w: &Words, case: &Case, story: &Story) -> String {
    let zone = &case.settings.zone;
    let when = &story.when;
    let shown = interval(w, zone, when.interval);
    let id = match when.occurrence {
        Occurrence::Throughout => "when-throughout",
        Occurrence::AtSomeMoment if when.interval.seconds() <= 60 => "when-moment",
        Occurrence::AtSomeMoment if whole_day(zone, when.interval).is_some() => "when-on-a-day",
        Occurrence::AtSomeMoment => "when-in-a-span",
    };
    say!(w, id, time = shown)
}

/// Where it happened: the source's name for it and the possibilities, no bare point.
#[must_use]
pub fn place(w: &Words, case: &Case, story: &Story) -> String {
    let area = |id: &holdfire_model::AreaId| {
        case.areas
            .iter()
            .find(|a| a.id == *id)
            .map_or_else(|| id.to_string(), |a| a.name.clone())
    };
    let near = |spot: &Spot| radius(w, spot.radius_m);
    let options = story
        .place
        .options()
        .map(|option| match option {
            PlaceOption::In(id) => say!(w, "place-in", area = area(id)),
            PlaceOption::Near(spot) => say!(w, "place-near", radius = near(spot)),
            PlaceOption::NearIn(spot, id) => {
                say!(w, "place-near-in", radius = near(spot), area = area(id))
            }
            PlaceOption::Anywhere => say!(w, "place-anywhere"),
        })
        .reduce(|options, option| say!(w, "place-or", options = options, option = option))
        .unwrap_or_default();
    if story.place.name.is_empty() {
        options
    } else {
        format!("{}: {options}", story.place.name)
    }
}

/// A length on the ground: `500 m`, `5 km`, `12.5 km`.
#[must_use]
pub fn radius(w: &Words, radius_m: f64) -> String {
    if radius_m < 1_000.0 {
        return say!(w, "metres", n = radius_m.round().to_string());
    }
    let tenths = (radius_m / 100.0).round();
    let (kilometres, mark) = ((tenths / 10.0).to_string(), say!(w, "decimal-mark"));
    say!(w, "kilometres", n = kilometres.replace('.', &mark))
}

/// What was struck: the source's name, the categories that it can be, and how it is known.
#[must_use]
pub fn object(w: &Words, case: &Case, story: &Story) -> String {
    let object = &story.object;
    let name = if object.name.is_empty() {
        say!(w, "object-not-named")
    } else {
        object.name.clone()
    };
    let labels: Vec<&str> = object
        .categories
        .iter()
        .map(|id| case.category_label(id))
        .collect();
    let mut parts = vec![match labels.as_slice() {
        [] => say!(w, "object-category-not-known", name = name),
        [one] if *one == object.name => name,
        many => format!("{name} ({})", list_or(w, many)),
    }];
    if object.basis == ObjectBasis::ClaimedIntent {
        parts.push(say!(w, "object-claimed-aim"));
    }
    if let Some(site) = &object.site {
        parts.push(say!(w, "object-declared-site", site = site.as_str()));
    }
    if let Some(facility) = &object.facility {
        let name = case
            .facilities
            .iter()
            .find(|f| f.id == *facility)
            .map_or(facility.as_str(), |f| f.name.as_str());
        parts.push(say!(w, "object-facility", name = name));
    }
    parts.join("; ")
}

/// What was done, with what, and to what effect.
#[must_use]
pub fn act(w: &Words, story: &Story) -> String {
    let act = &story.act;
    let kinds: Vec<&str> = act.kinds().iter().map(|k| k.as_str()).collect();
    let mut done = list_or(w, &kinds);
    if !act.means.is_empty() {
        done = format!("{done} ({})", list_or(w, &act.means));
    }
    if act.effects().len() == Effect::ALL.len() {
        say!(w, "act-effect-not-known", act = done)
    } else {
        let effects: Vec<String> = act.effects().iter().map(|e| effect(w, *e)).collect();
        format!("{done}: {}", list_or(w, &effects))
    }
}

/// Who is alleged to have acted.
#[must_use]
pub fn actors(w: &Words, case: &Case, story: &Story) -> String {
    if story.actors.is_empty() {
        return say!(w, "actors-none");
    }
    let names: Vec<&str> = story.actors.iter().map(|p| case.party_name(p)).collect();
    say!(w, "actors-alleged", names = list_or(w, &names))
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
pub fn says(w: &Words, case: &Case, source: &Source) -> String {
    let who = claimant(case, source);
    match source.kind {
        SourceKind::Party(_) if source.speaker.is_empty() || source.speaker == who => {
            say!(w, "says", who = who)
        }
        SourceKind::Party(_) => say!(w, "says-by", who = who, speaker = &source.speaker),
        SourceKind::Independent => say!(w, "says-neither-party", who = who),
        SourceKind::Body => say!(w, "says-body", who = who),
    }
}

/// Where it was said and when: `OUTLET, said on 21 March 2025`; what is not known is said to be not known.
#[must_use]
pub fn source(w: &Words, case: &Case, source: &Source) -> String {
    let said = match source.said {
        Some(when) => say!(w, "said-on", date = said_on(w, &case.settings.zone, when)),
        None => say!(w, "said-day-not-known"),
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
pub fn share(w: &Words, share: Share) -> String {
    let percent = |part: f64| (part * 100.0).round().to_string();
    let (least, most) = (percent(share.min), percent(share.max));
    if least == most {
        say!(w, "share", most = most)
    } else {
        say!(w, "share-between", least = least, most = most)
    }
}
