//! Single words and short phrases: what people read where files hold a name.

use holdfire_model::{
    Case, ClauseStatus, ConditionState, Effect, Factor, NodeId, Point, ReplyKind, Role, Standing,
    State, Support, Verdict,
};
use holdfire_terms::Level;

/// A number with a narrow blank between thousands from 10,000 on.
#[must_use]
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(c);
    }
    text
}

/// A number with its unit: `1 incident`, `106 incidents`.
#[must_use]
pub fn count(n: usize, unit: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {unit}{plural}", number(n))
}

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    join(items, "and")
}

/// `a`, `a or b`, `a, b or c`.
#[must_use]
pub fn list_or<T: AsRef<str>>(items: &[T]) -> String {
    join(items, "or")
}

fn join<T: AsRef<str>>(items: &[T], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [rest @ .., last] => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} {word} {}", rest.join(", "), last.as_ref())
        }
    }
}

/// How firm a statement is its holder's own.
#[must_use]
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::ConfirmedByHolder => "confirmed by its holder",
        Standing::PublicStatement => "public statement",
        Standing::AscribedByAnalyst => "ascribed by an analyst",
    }
}

/// What a party is to the agreement.
#[must_use]
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Bound => "bound",
        Role::Addressed => "addressed, not bound",
        Role::Mediator => "mediates",
        Role::Guarantor => "guarantees",
        Role::Monitor => "monitors",
    }
}

/// Where a clause stands, as a party said.
#[must_use]
pub fn clause_status(status: ClauseStatus) -> &'static str {
    match status {
        ClauseStatus::Proposed => "proposed",
        ClauseStatus::InPrinciple => "agreed in principle",
        ClauseStatus::Agreed => "agreed",
        ClauseStatus::Announced => "announced",
        ClauseStatus::Ordered => "ordered to own forces",
        ClauseStatus::InForce => "said to be in force",
        ClauseStatus::Suspended => "said to be suspended",
        ClauseStatus::Ended => "said to be over",
    }
}

/// The state of a condition.
#[must_use]
pub fn condition_state(state: ConditionState) -> &'static str {
    match state {
        ConditionState::Met => "recorded as met",
        ConditionState::Unmet => "recorded as not met",
        ConditionState::Contested => "contested: some say met, some say not",
        ConditionState::Unknown => "not known",
    }
}

/// What a party answered.
#[must_use]
pub fn reply(kind: ReplyKind) -> &'static str {
    match kind {
        ReplyKind::Accepts => "accepts that it did it",
        ReplyKind::Denies => "denies it",
        ReplyKind::CounterAlleges => "says that the other side did it",
        ReplyKind::LegitimateTarget => "says that the object was a legitimate target",
        ReplyKind::OutsideScopeOrTime => "says that the terms did not cover it",
        ReplyKind::Comment => "comments",
        ReplyKind::Asked => "was asked, has not answered yet",
        ReplyKind::Declined => "declined to answer",
    }
}

/// What an act led to.
#[must_use]
pub fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Hit => "hit",
        Effect::Intercepted => "intercepted or failed",
        Effect::Debris => "debris came down",
        Effect::Collateral => "damaged along with something else",
    }
}

/// A factor: what is asked of an account.
#[must_use]
pub fn factor(factor: Factor) -> &'static str {
    factor.name()
}

/// The answer for a factor.
#[must_use]
pub fn state(state: State) -> &'static str {
    match state {
        State::Inside => "inside",
        State::Outside => "not inside",
        State::Either => "inside for some of what the report leaves open",
        State::Undecided => "terms do not say",
    }
}

/// Whether a clause is in force at a time.
#[must_use]
pub fn level(level: Level) -> &'static str {
    match level {
        Level::In => "in force",
        Level::Unknown => "not known whether in force",
        Level::Unstated => "terms do not say whether in force",
        Level::Out => "not in force",
    }
}

/// Who supports an incident; whether it is contested stands beside the two strongest levels.
#[must_use]
pub fn support(support: &Support) -> String {
    let label = support.level.label();
    if support.level <= holdfire_model::SupportLevel::Contested {
        label.to_owned()
    } else if support.contested {
        format!("{label}, contested")
    } else {
        format!("{label}, not contested")
    }
}

/// The name of a setting: where it is a word of files for a verdict, what people read for it.
#[must_use]
pub fn setting(name: &str) -> &str {
    Verdict::ALL
        .iter()
        .find(|v| v.name() == name)
        .map_or(name, |v| v.coverage())
}

/// What decides, or which term is silent, in words: an entry of `turns_on` or `missing`.
///
/// `start` becomes `when it starts`, `scope: hospital` becomes `which objects: hospital` with the category's label, a
/// factor `the time`; what is none of these is passed on.
#[must_use]
pub fn decides(case: &Case, name: &str) -> String {
    let (head, detail) = match name.split_once(": ") {
        Some((head, detail)) => (head, Some(detail)),
        None => (name, None),
    };
    if let Some(point) = Point::ALL.iter().find(|p| p.name() == head) {
        let Some(detail) = detail else {
            return point.label().to_owned();
        };
        let detail = match (point, NodeId::new(detail)) {
            (Point::Scope, Ok(node)) => case.category_label(&node).to_owned(),
            (Point::Attempts, _) => Effect::ALL
                .iter()
                .find(|e| e.name() == detail)
                .map_or(detail, |e| effect(*e))
                .to_owned(),
            _ => detail.to_owned(),
        };
        return format!("{}: {detail}", point.label());
    }
    match head {
        "conflict" => "statements of one reading disagree".to_owned(),
        _ if detail.is_none() && Factor::ALL.iter().any(|f| f.name() == head) => {
            format!("the facts on the {head}")
        }
        _ => name.to_owned(),
    }
}
