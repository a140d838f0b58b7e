//! Forms of the workflow: their fields have the names and the order of the fields of the entry that they become.

use std::collections::BTreeSet;

use holdfire_model::{LocalMoment, StatedMoment, Zone, parse_moment};
use holdfire_wire::work::typed;

use crate::web::{Fault, Form};

/// A day: whoever waits longer begins anew.
pub const MOST_MINUTES: u64 = 1_440;

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// One line.
    Line,
    /// Several lines.
    Long,
    /// A moment, typed in the clock of the case.
    Moment,
    /// Whole minutes, at most [`MOST_MINUTES`].
    Minutes,
    /// Three numbers: least, best, most.
    Estimate,
    /// One of these: value and label.
    Choice(Vec<(String, String)>),
    /// Any of these: value and label; the entry has the field once for each.
    Many(Vec<(String, String)>),
    /// One line each: the entry has the field once for each.
    Lines,
    /// Lines `what | when | where | own number`: the fields of a list of allegations.
    Allegations,
    /// Reports and observations that something rests on: value `report ID`, label, origin.
    Grounds(Vec<(String, String, String)>),
    /// Not asked: these fields and values.
    Fixed(Vec<(String, String)>),
    /// A box that has to be ticked: its value.
    Tick(&'static str),
}

/// A field is asked for only where another has one of these values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Only {
    /// The other field.
    pub field: &'static str,
    /// Its values.
    pub values: &'static [&'static str],
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// Its name, in the form and in the entry.
    pub name: &'static str,
    /// The message with its label, without `work-field-`.
    pub label: &'static str,
    /// How it is filled in.
    pub input: Input,
    /// True if it has to be.
    pub required: bool,
    /// Where it counts.
    pub only: Option<Only>,
    /// The message with what has to be known to fill it in, without `work-hint-`.
    pub hint: Option<&'static str>,
    /// Exactly one of the fields of a form for which this is true is filled in.
    pub one_of: bool,
}

impl FieldSpec {
    /// A field that has to be filled in.
    #[must_use]
    pub fn new(name: &'static str, label: &'static str, input: Input) -> Self {
        Self {
            name,
            label,
            input,
            required: true,
            only: None,
            hint: None,
            one_of: false,
        }
    }

    /// One that need not be.
    #[must_use]
    pub fn maybe(name: &'static str, label: &'static str, input: Input) -> Self {
        Self {
            required: false,
            ..Self::new(name, label, input)
        }
    }

    /// One of several of which exactly one is filled in.
    #[must_use]
    pub fn one_of(name: &'static str, label: &'static str, input: Input) -> Self {
        Self {
            one_of: true,
            ..Self::maybe(name, label, input)
        }
    }

    /// The same, with what has to be known to fill it in.
    #[must_use]
    pub fn hint(self, hint: &'static str) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }

    /// The same, only where another field has one of these values.
    #[must_use]
    pub fn only(self, field: &'static str, values: &'static [&'static str]) -> Self {
        Self {
            only: Some(Only { field, values }),
            ..self
        }
    }
}

/// True unless a form has fields of which exactly one is to be filled in, and they are not.
#[must_use]
pub fn has_one(specs: &[FieldSpec], form: &Form) -> bool {
    let filled = |spec: &&FieldSpec| !form.text(spec.name).is_empty();
    let choice = || specs.iter().filter(|spec| spec.one_of);
    choice().count() == 0 || choice().filter(filled).count() == 1
}

/// The fields of the entry that a form becomes, in the order of its fields.
///
/// # Errors
/// [`Fault::Asked`] naming the field.
pub fn entries(
    specs: &[FieldSpec],
    form: &Form,
    zone: &Zone,
) -> Result<Vec<(String, String)>, Fault> {
    let mut out = Vec::new();
    for spec in specs {
        let counts = spec
            .only
            .is_none_or(|only| only.values.contains(&form.text(only.field)));
        if !counts {
            continue;
        }
        let before = out.len();
        one(spec, form, zone, &mut out)?;
        if spec.required && out.len() == before && !matches!(spec.input, Input::Fixed(_)) {
            return Err(Fault::asked(
                spec.name,
                "",
                "this field has to be filled in",
            ));
        }
    }
    Ok(out)
}

fn one(
    spec: &FieldSpec,
    form: &Form,
    zone: &Zone,
    out: &mut Vec<(String, String)>,
) -> Result<(), Fault> {
    let mut put = |name: &str, value: String| {
        if !value.is_empty() {
            out.push((name.to_owned(), value));
        }
    };
    match &spec.input {
        Input::Line | Input::Long => put(spec.name, typed(form.raw(spec.name))),
        Input::Choice(choices) => {
            let value = form.text(spec.name);
            if !value.is_empty() && !choices.iter().any(|(known, _)| known == value) {
                let all: Vec<&str> = choices.iter().map(|(known, _)| known.as_str()).collect();
                return Err(Fault::asked(spec.name, value, &all.join(", ")));
            }
            put(spec.name, value.to_owned());
        }
        Input::Moment => put(spec.name, moment(spec.name, form.text(spec.name), zone)?),
        Input::Minutes => {
            let value = form.text(spec.name);
            if !value.is_empty() {
                let minutes: Option<u64> = value.parse().ok();
                let minutes = minutes.filter(|minutes| *minutes <= MOST_MINUTES);
                let wrong = || Fault::asked(spec.name, value, "whole minutes, at most 1440: a day");
                put(spec.name, minutes.ok_or_else(wrong)?.to_string());
            }
        }
        Input::Estimate => {
            let part = |end: &str| form.text(&format!("{}_{end}", spec.name)).to_owned();
            let parts = [part("low"), part("best"), part("high")];
            if parts.iter().any(|part| !part.is_empty()) {
                put(spec.name, parts.join(" "));
            }
        }
        Input::Many(_) => {
            // Sets stand in order in an entry.
            let values: BTreeSet<&str> = form.all(spec.name).collect();
            for value in values {
                put(spec.name, value.to_owned());
            }
        }
        Input::Lines => {
            for line in typed(form.raw(spec.name)).lines() {
                put(spec.name, line.trim().to_owned());
            }
        }
        Input::Allegations => {
            for line in typed(form.raw(spec.name)).lines() {
                let mut parts = line.split('|').map(str::trim);
                put("allegation", parts.next().unwrap_or("").to_owned());
                for name in ["when", "place", "reference"] {
                    put(name, parts.next().unwrap_or("").to_owned());
                }
            }
        }
        Input::Grounds(known) => {
            for value in form.all(spec.name) {
                let found = known.iter().find(|(own, ..)| own == value);
                let (piece, _, origin) =
                    found.ok_or_else(|| Fault::asked(spec.name, value, "one of those listed"))?;
                if let Some((kind, id)) = piece.split_once(' ') {
                    put(&format!("ground_{kind}"), id.to_owned());
                    put("origin", origin.clone());
                }
            }
            for visit in typed(form.raw("visit")).lines() {
                put("ground_visit", visit.trim().to_owned());
                put("origin", "mission".to_owned());
            }
        }
        Input::Fixed(pairs) => {
            for (name, value) in pairs {
                put(name, value.clone());
            }
        }
        Input::Tick(value) => {
            if form.text(spec.name) == *value {
                put(spec.name, (*value).to_owned());
            }
        }
    }
    Ok(())
}

/// What a field for a moment holds, as RFC 3339 in UTC: typed in the clock of the case, or with an offset.
fn moment(name: &str, value: &str, zone: &Zone) -> Result<String, Fault> {
    if value.is_empty() {
        return Ok(String::new());
    }
    let wrong = || Fault::asked(name, value, "a time such as 2030-03-25T18:00");
    let at = match parse_moment(value).map_err(|_| wrong())? {
        StatedMoment::Absolute(at) => return Ok(at.to_string()),
        StatedMoment::Date(_) => return Err(wrong()),
        StatedMoment::Local(at) => at,
    };
    match zone.local(at).map_err(|_| wrong())? {
        LocalMoment::Once(at) => Ok(at.to_string()),
        LocalMoment::Twice(..) => Err(Fault::asked(
            name,
            value,
            "the clocks showed this time twice: write its offset behind it, such as +02:00",
        )),
        LocalMoment::Never { .. } => Err(Fault::asked(
            name,
            value,
            "the clocks went forward over this time: it did not exist",
        )),
    }
}

/// True for a typed moment that needs an offset, or has one: the browser's own field for a time has no room for it.
#[must_use]
pub fn needs_offset(value: &str, zone: &Zone) -> bool {
    match parse_moment(value) {
        Ok(StatedMoment::Local(at)) => matches!(zone.local(at), Ok(LocalMoment::Twice(..))),
        Ok(StatedMoment::Absolute(_)) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_the_doubled_hour_is_taken_with_its_offset_alone() {
        let kyiv = Zone::named("Europe/Kyiv").expect("a zone");
        let typed = |text| moment("due", text, &kyiv);
        assert_eq!(
            typed("2025-10-26T02:30"),
            Ok("2025-10-25T23:30:00Z".to_owned())
        );
        assert_eq!(
            typed("2025-10-26T03:30+03:00"),
            Ok("2025-10-26T00:30:00Z".to_owned())
        );
        assert_eq!(
            typed("2025-10-26T03:30+02:00"),
            Ok("2025-10-26T01:30:00Z".to_owned())
        );
        assert_eq!(
            typed("2025-10-26T01:30Z"),
            Ok("2025-10-26T01:30:00Z".to_owned())
        );
        for refused in ["2025-10-26T03:30", "2025-03-30T03:30", "2025-10-26", "soon"] {
            assert!(matches!(typed(refused), Err(Fault::Asked(_))), "{refused}");
        }
        assert!(needs_offset("2025-10-26T03:30", &kyiv));
        assert!(needs_offset("2025-10-26T03:30+02:00", &kyiv));
        assert!(!needs_offset("2025-10-26T04:30", &kyiv));
    }
}
