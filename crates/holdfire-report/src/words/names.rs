//! Single words and short phrases: what people read where files hold a name.

use holdfire_model::{
    Case, Class, ClauseStatus, ConditionState, Effect, Factor, NodeId, Point, ReplyKind, Role,
    Standing, State, Support, SupportLevel, Verdict,
};
use holdfire_terms::Level;
use holdfire_words::{Words, say};

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn list<T: AsRef<str>>(w: &Words, items: &[T]) -> String {
    join(w, items, "list-and")
}

/// `a`, `a or b`, `a, b or c`.
#[must_use]
pub fn list_or<T: AsRef<str>>(w: &Words, items: &[T]) -> String {
    join(w, items, "list-or")
}

fn join<T: AsRef<str>>(w: &Words, items: &[T], id: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [rest @ .., last] => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            say!(w, id, rest = rest.join(", "), last = last.as_ref())
        }
    }
}

/// What a verdict is called where people read it.
#[must_use]
pub fn coverage(w: &Words, verdict: Verdict) -> String {
    say!(w, &format!("coverage-{}", verdict.name()))
}

/// A class over the panel.
#[must_use]
pub fn class(w: &Words, class: Class) -> String {
    say!(w, &format!("class-{}", class.name()))
}

/// A level of support.
#[must_use]
pub fn support_level(w: &Words, level: SupportLevel) -> String {
    say!(w, &format!("support-{}", level.name()))
}

/// A point of the terms.
#[must_use]
pub fn point_label(w: &Words, point: Point) -> String {
    say!(w, &format!("point-{}", point.name()))
}

/// How firm a statement is its holder's own.
#[must_use]
pub fn standing(w: &Words, standing: Standing) -> String {
    let id = match standing {
        Standing::ConfirmedByHolder => "standing-confirmed-by-holder",
        Standing::PublicStatement => "standing-public-statement",
        Standing::AscribedByAnalyst => "standing-ascribed-by-analyst",
    };
    say!(w, id)
}

/// What a party is to the agreement.
#[must_use]
pub fn role(w: &Words, role: Role) -> String {
    let id = match role {
        Role::Bound => "party-role-bound",
        Role::Addressed => "party-role-addressed",
        Role::Mediator => "party-role-mediator",
        Role::Guarantor => "party-role-guarantor",
        Role::Monitor => "party-role-monitor",
    };
    say!(w, id)
}

/// Where a clause stands, as a party said.
#[must_use]
pub fn clause_status(w: &Words, status: ClauseStatus) -> String {
    let id = match status {
        ClauseStatus::Proposed => "status-proposed",
        ClauseStatus::InPrinciple => "status-in-principle",
        ClauseStatus::Agreed => "status-agreed",
        ClauseStatus::Announced => "status-announced",
        ClauseStatus::Ordered => "status-ordered",
        ClauseStatus::InForce => "status-in-force",
        ClauseStatus::Suspended => "status-suspended",
        ClauseStatus::Ended => "status-ended",
    };
    say!(w, id)
}

/// The state of a condition.
#[must_use]
pub fn condition_state(w: &Words, state: ConditionState) -> String {
    let id = match state {
        ConditionState::Met => "condition-met",
        ConditionState::Unmet => "condition-unmet",
        ConditionState::Contested => "condition-contested",
        ConditionState::Unknown => "condition-unknown",
    };
    say!(w, id)
}

/// What a party answered.
#[must_use]
pub fn reply(w: &Words, kind: ReplyKind) -> String {
    let id = match kind {
        ReplyKind::Accepts => "reply-accepts",
        ReplyKind::Denies => "reply-denies",
        ReplyKind::CounterAlleges => "reply-counter-alleges",
        ReplyKind::LegitimateTarget => "reply-legitimate-target",
        ReplyKind::OutsideScopeOrTime => "reply-outside-scope-or-time",
        ReplyKind::Comment => "reply-comment",
        ReplyKind::Asked => "reply-asked",
        ReplyKind::Declined => "reply-declined",
    };
    say!(w, id)
}

/// What an act led to.
#[must_use]
pub fn effect(w: &Words, effect: Effect) -> String {
    let id = match effect {
        Effect::Hit => "effect-hit",
        Effect::Intercepted => "effect-intercepted",
        Effect::Debris => "effect-debris",
        Effect::Collateral => "effect-collateral",
    };
    say!(w, id)
}

/// A factor: what is asked of an account.
#[must_use]
pub fn factor(w: &Words, factor: Factor) -> String {
    say!(w, &format!("factor-{}", factor.name()))
}

/// The answer for a factor.
#[must_use]
pub fn state(w: &Words, state: State) -> String {
    let id = match state {
        State::Inside => "state-inside",
        State::Outside => "state-outside",
        State::Either => "state-either",
        State::Undecided => "state-undecided",
    };
    say!(w, id)
}

/// Whether a clause is in force at a time.
#[must_use]
pub fn level(w: &Words, level: Level) -> String {
    let id = match level {
        Level::In => "level-in",
        Level::Unknown => "level-unknown",
        Level::Unstated => "level-unstated",
        Level::Out => "level-out",
    };
    say!(w, id)
}

/// Who supports an incident; whether it is contested stands beside the two strongest levels.
#[must_use]
pub fn support(w: &Words, support: &Support) -> String {
    let label = support_level(w, support.level);
    if support.level <= SupportLevel::Contested {
        label
    } else if support.contested {
        say!(w, "support-and-contested", support = label)
    } else {
        say!(w, "support-and-not-contested", support = label)
    }
}

/// The name of a setting: where it is a word of files for a verdict, what people read for it.
#[must_use]
pub fn setting(w: &Words, name: &str) -> String {
    Verdict::ALL
        .iter()
        .find(|v| v.name() == name)
        .map_or_else(|| name.to_owned(), |v| coverage(w, *v))
}

/// What decides, or which term is silent, in words: an entry of `turns_on` or `missing`.
///
/// `start` becomes `when it starts`, `scope: hospital` becomes `which objects: hospital` with the category's label, a
/// factor `the time`; what is none of these is passed on.
#[must_use]
pub fn decides(w: &Words, case: &Case, name: &str) -> String {
    let (head, detail) = match name.split_once(": ") {
        Some((head, detail)) => (head, Some(detail)),
        None => (name, None),
    };
    if let Some(point) = Point::ALL.iter().find(|p| p.name() == head) {
        let label = point_label(w, *point);
        let Some(detail) = detail else {
            return label;
        };
        let detail = match (point, NodeId::new(detail)) {
            (Point::Scope, Ok(node)) => case.category_label(&node).to_owned(),
            (Point::Attempts, _) => Effect::ALL
                .iter()
                .find(|e| e.name() == detail)
                .map_or_else(|| detail.to_owned(), |e| effect(w, *e)),
            _ => silent_detail(w, detail),
        };
        return format!("{label}: {detail}");
    }
    if name == "accounts differ" {
        return say!(w, "decides-accounts-differ");
    }
    if head == "conflict" {
        return say!(w, "decides-conflict");
    }
    match Factor::ALL.iter().find(|f| f.name() == head) {
        Some(factor) if detail.is_none() => say!(w, &format!("decides-{}", factor.name())),
        _ => name.to_owned(),
    }
}

/// The detail of a silent term that is no name of the case.
fn silent_detail(w: &Words, detail: &str) -> String {
    match detail {
        "list not disclosed" => say!(w, "decides-list-not-disclosed"),
        "order" => say!(w, "decides-order"),
        other => other.to_owned(),
    }
}
