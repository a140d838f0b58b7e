//! What an act says, in the reader's words: names for ids, times of the case's zone, labels for fields.

use holdfire_model::{ClauseId, PartyId, ReadingId, Zone};
use holdfire_monitor::workflow::{
    Approval, Matter, Procedure, Severity, Standing, Task, TaskKind, Voice,
};
use holdfire_words::{Value, Words};

use super::fields::label;
use crate::desk::Numbers;
use holdfire_model::Case;

/// What values of an entry are shown with.
pub(super) struct Reading<'a> {
    pub case: &'a Case,
    pub task: &'a Task,
    pub numbers: &'a Numbers,
    pub words: &'a Words,
}

/// Fields with a message for each value: field and what stands before the value in the id of the message.
const NAMED: [(&str, &str); 14] = [
    ("established", "work-state-"),
    ("hindrance", "work-hindrance-"),
    ("standard", "work-standard-"),
    ("whose", "work-whose-"),
    ("outcome", "work-outcome-"),
    ("gravity", "work-gravity-"),
    ("reply_kind", "work-reply-"),
    ("procedure", "work-procedure-"),
    ("majority", "work-majority-"),
    ("voice", "work-voice-"),
    ("how", "work-how-"),
    ("link", "work-link-"),
    ("candidate", "work-taken-"),
    ("reader", "work-reader-"),
];

const TIMES: [&str; 8] = [
    "due",
    "escalates",
    "called_at",
    "from",
    "until",
    "denied_at",
    "granted_at",
    "stopped_at",
];

const PARTIES: [&str; 7] = [
    "of",
    "asked",
    "line_of",
    "held_by",
    "requested_by",
    "reply_by",
    "whose_party",
];

/// Numbers of acts, as the reader counts them.
const ACTS: [&str; 4] = ["withdraws", "proposal", "finding", "corrects"];

impl Reading<'_> {
    /// A field of an act: its label and what it says.
    pub(super) fn line(&self, name: &str, value: &str) -> (String, String) {
        let said = match (name, self.task.kind()) {
            ("how", TaskKind::Decision) => "let-out",
            ("what", TaskKind::RepairWindow) => "work",
            _ => name,
        };
        (label(said, self.words), self.value(name, value))
    }

    fn value(&self, name: &str, value: &str) -> String {
        let words = self.words;
        let message = |prefix: &str| {
            let id = format!("{prefix}{value}");
            words.has(&id).then(|| words.say(&id))
        };
        let prefix = NAMED.iter().find(|(field, _)| *field == name);
        if let Some(said) = prefix.and_then(|(_, prefix)| message(prefix)) {
            return said;
        }
        let known = match name {
            _ if TIMES.contains(&name) => time(&self.case.settings.zone, value),
            _ if PARTIES.contains(&name) => self.party(value),
            _ if ACTS.contains(&name) => value.parse().ok().map(|number| {
                let number = self.numbers.shown(number);
                words.say_with("tasks-act-number", &[("n", Value::from(number))])
            }),
            "origin" => match value.split_once(' ') {
                Some(("party", id)) => self.party(id),
                _ => message("work-origin-"),
            },
            "about" => value.split_once(' ').map(|(kind, id)| match kind {
                "incident" | "report" => format!("{} {id}", label(kind, words)),
                _ => id.to_owned(),
            }),
            "clause" => ClauseId::new(value).ok().and_then(|id| {
                let mut clauses = self.case.clauses.iter();
                clauses
                    .find(|clause| clause.id == id)
                    .map(|clause| clause.title.clone())
            }),
            "reading" => ReadingId::new(value)
                .ok()
                .and_then(|id| self.case.reading(&id).map(|reading| reading.title.clone())),
            "level" | "start" => self.level(value),
            // Lines are counted from 1 where people read them.
            "allegation" => value.parse::<u64>().ok().map(|n| (n + 1).to_string()),
            "warned" => Some(words.say("work-warned-shown")),
            _ => None,
        };
        known.unwrap_or_else(|| value.to_owned())
    }

    fn party(&self, id: &str) -> Option<String> {
        let id = PartyId::new(id).ok()?;
        Some(self.case.party_name(&id).to_owned())
    }

    fn level(&self, number: &str) -> Option<String> {
        let Matter::Escalation(escalation) = self.task.matter() else {
            return None;
        };
        let at: usize = number.parse().ok()?;
        Some(escalation.climb.ladder.get(at)?.name.clone())
    }
}

/// A moment of an entry in the clock of the case.
fn time(zone: &Zone, value: &str) -> Option<String> {
    let at: jiff::Timestamp = value.parse().ok()?;
    Some(zone.show(holdfire_model::Moment(at.as_second())))
}

/// What a task is about, in a few words, where it names no incident.
pub(super) fn gist(task: &Task, case: &Case) -> String {
    let party = |id: &PartyId| case.party_name(id).to_owned();
    match task.matter() {
        Matter::RequestForReply(request) => party(&request.question.party),
        Matter::Complaint(complaint) => party(&complaint.complaining.by),
        Matter::HotlineCall(call) => call.call.whom.clone(),
        Matter::Escalation(escalation) => escalation.climb.issue.clone(),
        Matter::RepairWindow(window) => window.quiet.place.expose().to_owned(),
        Matter::AccessDenied(access) => access.denial.place.expose().to_owned(),
        Matter::ShiftHandover(handover) => handover.shift.to.to_string(),
        Matter::Decision(_) | Matter::Verification(_) => String::new(),
        Matter::Linking(pairing) | Matter::Duplicate(pairing) => pairing
            .reports()
            .map_or_else(String::new, |(a, b)| format!("{a}, {b}")),
    }
}

/// Severity as facts beside each other, and how each vote stands: what several acts say together.
pub(super) fn standing(task: &Task, words: &Words) -> Vec<String> {
    let mut lines = Vec::new();
    let approvals: Vec<&Approval> = match task.matter() {
        Matter::Verification(m) => {
            if let Some((_, severity)) = &m.severity {
                lines.extend(facts(severity, words));
            }
            m.determinations.iter().map(|one| &one.approval).collect()
        }
        Matter::Decision(m) => m.proposals.iter().map(|one| &one.approval).collect(),
        _ => Vec::new(),
    };
    for approval in approvals {
        // What leaves the mission is final when it is carried out; a determination when it stands.
        let decided = matches!(task.matter(), Matter::Verification(_));
        lines.push(if decided && approval.standing == Standing::Stands {
            words.say("work-final")
        } else {
            words.say(&format!("work-standing-{}", approval.standing.name()))
        });
        if let Procedure::Board(board) = &approval.procedure {
            let count = |voice| {
                let voices = approval.votes.iter().filter(|vote| vote.voice == voice);
                Value::from(voices.count())
            };
            let args = [
                ("for", count(Voice::For)),
                ("against", count(Voice::Against)),
                ("abstained", count(Voice::Abstain)),
                ("quorum", Value::from(board.quorum())),
            ];
            lines.push(words.say_with("work-votes", &args));
        }
    }
    lines
}

fn facts(severity: &Severity, words: &Words) -> Option<String> {
    let outage = severity.outage?;
    let product = outage.customer_hours();
    let args = [
        ("low", Value::from(product.low())),
        ("best", Value::from(product.best())),
        ("high", Value::from(product.high())),
    ];
    let estimate = words.say_with("work-estimate", &args);
    Some(words.say_with(
        "work-customer-hours",
        &[("estimate", estimate.as_str().into())],
    ))
}
