//! Fields of forms as templates print them, and refusals in words.

use holdfire_model::Zone;

use super::*;
use crate::desk::needs_offset;

/// A field as a template prints it.
pub(super) struct FieldView {
    pub id: String,
    pub name: &'static str,
    pub label: String,
    pub kind: &'static str,
    pub choices: Vec<(String, String, bool)>,
    pub value: String,
    pub parts: [String; 3],
    /// True if it may stay empty whatever else is filled in.
    pub optional: bool,
    /// Without which the form is not sent.
    pub needed: bool,
    /// What has to be known to fill it in; empty: nothing.
    pub hint: String,
}

pub(super) fn label(name: &str, words: &Words) -> String {
    let id = format!("work-field-{}", name.replace('_', "-"));
    if words.has(&id) {
        words.say(&id)
    } else {
        name.replace('_', " ")
    }
}

pub(super) fn views(
    act: &str,
    specs: &[FieldSpec],
    words: &Words,
    zone: &Zone,
    typed: Option<&Form>,
) -> Vec<FieldView> {
    let asked = specs
        .iter()
        .filter(|spec| !matches!(spec.input, Input::Fixed(_)));
    // Deadlines come last: first what it is about.
    let (later, first): (Vec<_>, Vec<_>) =
        asked.partition(|spec| act == "open" && matches!(spec.name, "due" | "escalates"));
    let one_of = one_of(specs, words);
    let all = first.into_iter().chain(later);
    all.map(|spec| view(act, spec, words, zone, &one_of, typed))
        .collect()
}

/// That exactly one of some fields is to be filled in, and of which.
pub(super) fn one_of(specs: &[FieldSpec], words: &Words) -> String {
    let labels: Vec<String> = specs
        .iter()
        .filter(|spec| spec.one_of)
        .map(|spec| label(spec.label, words))
        .collect();
    let list = labels.join(" / ");
    words.say_with("tasks-one-of", &[("fields", list.as_str().into())])
}

pub(super) fn view(
    act: &str,
    spec: &FieldSpec,
    words: &Words,
    zone: &Zone,
    one_of: &str,
    typed: Option<&Form>,
) -> FieldView {
    let value = typed.map_or("", |form| form.raw(spec.name)).to_owned();
    let was = |choice: &str| typed.is_some_and(|form| form.all(spec.name).any(|one| one == choice));
    let part = |end: &str| {
        let name = format!("{}_{end}", spec.name);
        typed.map_or("", |form| form.raw(&name)).to_owned()
    };
    let choices = |pairs: &[(String, String)]| {
        let one = |(value, label): &(String, String)| (value.clone(), label.clone(), was(value));
        pairs.iter().map(one).collect::<Vec<_>>()
    };
    let (kind, choices) = match &spec.input {
        Input::Line => ("line", Vec::new()),
        Input::Long => ("long", Vec::new()),
        // The browser's own field for a time has no room for an offset.
        Input::Moment if needs_offset(&value, zone) => ("line", Vec::new()),
        Input::Moment => ("moment", Vec::new()),
        Input::Minutes => ("minutes", Vec::new()),
        Input::Estimate => ("estimate", Vec::new()),
        Input::Lines => ("long", Vec::new()),
        Input::Allegations => ("allegations", Vec::new()),
        Input::Choice(pairs) => ("choice", choices(pairs)),
        Input::Many(pairs) => ("many", choices(pairs)),
        Input::Grounds(known) => (
            "grounds",
            known
                .iter()
                .map(|(value, label, _)| (value.clone(), label.clone(), was(value)))
                .collect(),
        ),
        Input::Tick(value) => (
            "tick",
            vec![(
                (*value).to_owned(),
                words.say("work-cannot-be-undone"),
                was(value),
            )],
        ),
        Input::Fixed(_) => ("fixed", Vec::new()),
    };
    FieldView {
        id: format!("{act}-{}", spec.name),
        name: spec.name,
        label: label(spec.label, words),
        kind,
        choices,
        value,
        parts: ["low", "best", "high"].map(part),
        needed: spec.required && spec.only.is_none(),
        optional: !spec.required && !spec.one_of,
        hint: hints(spec, words, zone, one_of).join(" "),
    }
}

/// What has to be known to fill in a field: when it counts, how it is written, in which clock.
fn hints(spec: &FieldSpec, words: &Words, zone: &Zone, one_of: &str) -> Vec<String> {
    let mut hints = Vec::new();
    if let Some(only) = spec.only {
        let said = |value: &&str| {
            let known = ["work-state-", "work-whose-", "work-outcome-"];
            let mut ids = known.iter().map(|prefix| format!("{prefix}{value}"));
            let id = ids.find(|id| words.has(id));
            id.map_or_else(|| (*value).to_owned(), |id| words.say(&id))
        };
        let values: Vec<String> = only.values.iter().map(said).collect();
        let values = values.join(", ");
        hints.push(words.say_with("tasks-only", &[("values", values.as_str().into())]));
    }
    if spec.one_of {
        hints.push(one_of.to_owned());
    }
    hints.extend(spec.hint.map(|hint| {
        let most = [("most", Value::from(MOST_MINUTES))];
        words.say_with(&format!("work-hint-{hint}"), &most)
    }));
    match spec.input {
        Input::Moment => hints.push(words.say_with("tasks-clock", &[("zone", zone.name().into())])),
        Input::Allegations => hints.push(words.say("tasks-allegations-hint")),
        _ => {}
    }
    hints
}

/// What was refused, in words: what and what to do.
pub(in crate::screens) fn refused(
    refusal: &Refusal,
    words: &Words,
    case: &Case,
) -> (String, String) {
    let values: Vec<(&'static str, String, Option<u64>)> = refusal
        .values()
        .into_iter()
        .map(|(name, value)| match value {
            RefusalValue::Number(n) => (name, String::new(), Some(n)),
            RefusalValue::Text(text) => (name, text, None),
            RefusalValue::Act(act) => (name, words.say(&format!("work-act-{}", act.name())), None),
            RefusalValue::Kind(kind) => {
                (name, words.say(&format!("work-kind-{}", kind.name())), None)
            }
            RefusalValue::State(state) => (name, words.say(&format!("work-state-{state}")), None),
            RefusalValue::Field(field) => (name, label(field, words), None),
            RefusalValue::Role(seat) => (name, words.say(&format!("work-seat-{seat}")), None),
            RefusalValue::Mandate(m) => (
                name,
                words.say(&format!("work-mandate-{}", mandate_name(m))),
                None,
            ),
            RefusalValue::Moment(at) => (name, case.settings.zone.show(at), None),
            RefusalValue::Party(party) => (name, case.party_name(&party).to_owned(), None),
        })
        .collect();
    let args: Vec<(&str, Value<'_>)> = values
        .iter()
        .map(|(name, text, number)| match number {
            Some(n) => (*name, Value::from(*n)),
            None => (*name, Value::from(text.as_str())),
        })
        .collect();
    let id = format!("work-refused-{}", refusal.name());
    let hint = format!("{id}.hint");
    let hint = if words.has(&hint) {
        words.say_with(&hint, &args)
    } else {
        String::new()
    };
    (words.say_with(&id, &args), hint)
}
