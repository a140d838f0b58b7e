//! Which fields each act asks for. The order is that of docs/spec/work.md.

use std::collections::BTreeSet;

use holdfire_model::{Case, IncidentId, ReplyKind, ReportId, SourceKind};
use holdfire_monitor::workflow::{
    About, ActName, Author, Body, Gravity, Hindrance, Matter, Outcome, Outward, Procedure, Role,
    Rules, Settings, Task, TaskKind, Voice, open_tasks,
};
use holdfire_words::Words;

use super::form::{FieldSpec, Input};
use super::numbers::Numbers;
use super::visible;
use crate::snapshot::Snapshot;

/// What forms are made from.
pub struct Desk<'a> {
    /// The case as the visitor sees it.
    case: &'a Case,
    /// What the case fixes for its workflow.
    settings: &'a Settings,
    /// Words of the visitor's language.
    words: &'a Words,
    /// Who the visitor is.
    author: &'a Author,
    /// Names of the mission's people.
    people: Vec<String>,
    /// Tasks that are open, most urgent first, for a hand-over.
    open: Vec<String>,
}

const REPLY_KINDS: [ReplyKind; 6] = [
    ReplyKind::Accepts,
    ReplyKind::Denies,
    ReplyKind::CounterAlleges,
    ReplyKind::LegitimateTarget,
    ReplyKind::OutsideScopeOrTime,
    ReplyKind::Comment,
];

impl<'a> Desk<'a> {
    /// The desk of whoever asks: `case` and `snapshot` as the visitor's world has them.
    #[must_use]
    pub fn new(
        case: &'a Case,
        rules: &'a Rules<'a>,
        words: &'a Words,
        snapshot: &Snapshot,
    ) -> Self {
        let author = &rules.author;
        let of_mission = snapshot
            .members
            .iter()
            .filter(|member| member.role.as_ref().is_some_and(Role::is_mission));
        Self {
            case,
            settings: rules.settings,
            words,
            author,
            people: of_mission.map(|member| member.name.clone()).collect(),
            open: open_tasks(visible(snapshot, author), author, rules.now)
                .iter()
                .map(ToString::to_string)
                .collect(),
        }
    }

    fn named<'n>(&self, prefix: &str, names: impl IntoIterator<Item = &'n str>) -> Input {
        let labelled = |name: &str| {
            let id = format!("{prefix}{name}");
            let label = if self.words.has(&id) {
                self.words.say(&id)
            } else {
                name.to_owned()
            };
            (name.to_owned(), label)
        };
        Input::Choice(names.into_iter().map(labelled).collect())
    }

    fn parties(&self) -> Vec<(String, String)> {
        let named =
            |id: &holdfire_model::PartyId| (id.to_string(), self.case.party_name(id).to_owned());
        self.settings.parties.iter().map(named).collect()
    }

    fn people(&self) -> Input {
        Input::Choice(
            self.people
                .iter()
                .map(|name| (name.clone(), name.clone()))
                .collect(),
        )
    }

    fn standards(&self) -> Input {
        let names = self
            .settings
            .standards
            .iter()
            .map(|standard| standard.0.as_str());
        self.named("work-standard-", names)
    }

    /// How it reached the mission: asked of those who enter a party's word for it.
    fn as_said(&self) -> Vec<FieldSpec> {
        if matches!(self.author.role, Role::Liaison(_)) {
            Vec::new()
        } else {
            let how = FieldSpec::new("as_said", "as-said", Input::Line);
            vec![how.hint("as-said")]
        }
    }

    /// The party that a consent is of: a liaison's own, else one to choose.
    fn of(&self, name: &'static str) -> FieldSpec {
        match self.author.role.party() {
            Some(party) => {
                let own = vec![(name.to_owned(), party.to_string())];
                FieldSpec::new(name, "of", Input::Fixed(own))
            }
            None => FieldSpec::new(name, "of", Input::Choice(self.parties())),
        }
    }

    fn reports_of(&self, task: &Task) -> BTreeSet<&ReportId> {
        let mut reports = BTreeSet::new();
        for about in task.about() {
            match about {
                About::Incident(id) => reports.extend(incident_reports(self.case, id)),
                About::Report(id) => {
                    reports.extend(self.case.reports.iter().map(|r| &r.id).filter(|r| *r == id));
                }
                About::Site(_) | About::Task(_) => {}
            }
        }
        reports
    }

    fn grounds(&self, task: &Task) -> Vec<(String, String, String)> {
        let reports = self.reports_of(task);
        let origin = |kind: &SourceKind| match kind {
            SourceKind::Party(id) => format!("party {id}"),
            SourceKind::Independent => "independent".to_owned(),
            SourceKind::Body => "body".to_owned(),
        };
        let case = self.case;
        let mut known: Vec<(String, String, String)> = case
            .reports
            .iter()
            .filter(|report| reports.contains(&report.id))
            .map(|report| {
                let label = format!("{}: {}", report.id, report.summary);
                (
                    format!("report {}", report.id),
                    label,
                    origin(&report.source.kind),
                )
            })
            .collect();
        let joined: BTreeSet<&str> = case
            .links
            .iter()
            .filter(|link| reports.contains(&link.to))
            .filter_map(|link| match &link.from {
                holdfire_model::LinkEnd::Observation(id) => Some(id.as_str()),
                holdfire_model::LinkEnd::Report(_) => None,
            })
            .collect();
        known.extend(
            case.observations
                .iter()
                .filter(|observation| joined.contains(observation.id.as_str()))
                .map(|observation| {
                    let label = format!("{}: {}", observation.id, observation.summary);
                    let of = origin(&observation.source.kind);
                    (format!("observation {}", observation.id), label, of)
                }),
        );
        known
    }

    /// Replies on record at this moment: they go into a finding as they are.
    fn replies(&self, task: &Task) -> Input {
        let reports = self.reports_of(task);
        let mut pairs = Vec::new();
        for reply in self
            .case
            .replies
            .iter()
            .filter(|reply| reports.contains(&reply.report))
        {
            pairs.push(("reply".to_owned(), reply.id.to_string()));
            pairs.push(("reply_by".to_owned(), reply.by.to_string()));
            pairs.push(("reply_kind".to_owned(), reply.kind.name().to_owned()));
        }
        Input::Fixed(pairs)
    }

    /// A correction, where something stands already.
    fn corrects(&self, made: Option<u64>) -> Vec<FieldSpec> {
        match made {
            None => Vec::new(),
            Some(act) => vec![
                FieldSpec::new(
                    "corrects",
                    "corrects",
                    Input::Fixed(vec![("corrects".to_owned(), act.to_string())]),
                ),
                FieldSpec::new("corrects_because", "corrects-because", Input::Long),
            ],
        }
    }
}

/// The reports of an incident as links stand: those that joined links connect with the report of its name.
#[must_use]
pub fn incident_reports<'c>(case: &'c Case, id: &IncidentId) -> BTreeSet<&'c ReportId> {
    let mut found: BTreeSet<&ReportId> = case
        .reports
        .iter()
        .map(|report| &report.id)
        .filter(|report| report.as_str() == id.as_str())
        .collect();
    loop {
        let before = found.len();
        for link in case
            .links
            .iter()
            .filter(|link| matches!(link.state, holdfire_model::LinkState::Joined { .. }))
        {
            if let holdfire_model::LinkEnd::Report(from) = &link.from {
                if found.contains(from) {
                    found.insert(&link.to);
                } else if found.contains(&link.to) {
                    found.insert(from);
                }
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

fn procedure(procedure: &Procedure) -> Input {
    let mut pairs = Vec::new();
    match procedure {
        Procedure::SecondPerson => pairs.push(("procedure".to_owned(), "second-person".to_owned())),
        Procedure::Board(board) => {
            pairs.push(("procedure".to_owned(), "board".to_owned()));
            for member in board.members() {
                pairs.push(("member".to_owned(), member.to_string()));
            }
            pairs.push(("quorum".to_owned(), board.quorum().to_string()));
            pairs.push(("majority".to_owned(), board.majority().name().to_owned()));
        }
    }
    Input::Fixed(pairs)
}

/// The number of the proposal that is open, or stands and waits to be carried out.
fn proposal(task: &Task, act: ActName) -> Option<u64> {
    use holdfire_monitor::workflow::Standing;
    let wanted = |standing: Standing| match act {
        ActName::Execute => standing == Standing::Stands,
        _ => standing == Standing::Open,
    };
    match task.matter() {
        Matter::Verification(m) => {
            let mut made = m.determinations.iter().rev();
            made.find(|one| wanted(one.approval.standing))
                .map(|one| one.made.act)
        }
        Matter::Decision(m) => {
            let mut made = m.proposals.iter().rev();
            made.find(|one| wanted(one.approval.standing))
                .map(|one| one.made.act)
        }
        _ => None,
    }
}

/// The fields of an act of a task; `None` for acts that need no form of their own.
#[must_use]
pub fn act_form(desk: &Desk<'_>, task: &Task, act: ActName) -> Vec<FieldSpec> {
    let long = |name, label| FieldSpec::new(name, label, Input::Long);
    let reason = || long("reason", "reason");
    let fixed_number = |name: &'static str, number: Option<u64>| {
        let pairs = number.map(|n| (name.to_owned(), n.to_string()));
        FieldSpec::new(name, "proposal", Input::Fixed(pairs.into_iter().collect()))
    };
    match act {
        ActName::Open => Vec::new(),
        ActName::Assign => vec![FieldSpec::new("to", "to", desk.people())],
        ActName::SetClock => vec![
            FieldSpec::maybe("due", "due", Input::Moment),
            FieldSpec::maybe("escalates", "escalates", Input::Moment),
            reason(),
        ],
        ActName::Note => vec![long("text", "text")],
        ActName::SetSeverity => vec![
            FieldSpec::maybe("customers", "customers", Input::Estimate).hint("customers"),
            FieldSpec::maybe("hours", "hours", Input::Estimate),
            FieldSpec::maybe("killed", "killed", Input::Estimate),
            FieldSpec::maybe("injured", "injured", Input::Estimate),
            FieldSpec::maybe(
                "class",
                "class",
                desk.named(
                    "",
                    desk.settings.severity_classes.iter().map(String::as_str),
                ),
            ),
            FieldSpec::new(
                "report",
                "reports",
                Input::Many(
                    desk.reports_of(task)
                        .into_iter()
                        .map(|id| (id.to_string(), id.to_string()))
                        .collect(),
                ),
            ),
        ],
        ActName::Close | ActName::TakeUp | ActName::Join | ActName::KeepApart | ActName::Undo => {
            vec![reason()]
        }
        ActName::Withdraw => {
            let numbers = Numbers::of(task, desk.author);
            let acts = task
                .withdrawable(desk.author)
                .into_iter()
                .filter_map(|number| {
                    let act = task.acts().get(usize::try_from(number).ok()?)?;
                    let did = desk
                        .words
                        .say(&format!("work-did-{}", act.deed.name().name()));
                    let number = numbers.shown(number);
                    Some((number.to_string(), format!("{number}: {did}")))
                });
            vec![
                FieldSpec::new("withdraws", "act", Input::Choice(acts.collect())),
                reason(),
            ]
        }
        ActName::Find => {
            let standing = match task.matter() {
                Matter::Verification(m) => m.findings.last().map(|made| made.act),
                _ => None,
            };
            let mut fields = vec![
                FieldSpec::new(
                    "established",
                    "established",
                    desk.named(
                        "work-state-",
                        [
                            "confirmed",
                            "partly",
                            "not-confirmed",
                            "refuted",
                            "cannot-be-verified",
                        ],
                    ),
                ),
                FieldSpec::new(
                    "hindrance",
                    "hindrance",
                    desk.named("work-hindrance-", Hindrance::ALL.iter().map(|h| h.name())),
                )
                .only("established", &["cannot-be-verified"]),
                FieldSpec::new("standard", "standard", desk.standards()),
                long("reasons", "reasons"),
                FieldSpec::maybe("grounds", "grounds", Input::Grounds(desk.grounds(task))),
                FieldSpec::new("replies", "replies", desk.replies(task)),
            ];
            fields.extend(desk.corrects(standing));
            fields
        }
        ActName::LaterReports => {
            let finding = match task.matter() {
                Matter::Verification(m) => m.findings.last().map(|made| made.act),
                _ => None,
            };
            vec![
                fixed_number("finding", finding),
                FieldSpec::new(
                    "report",
                    "reports",
                    Input::Many(
                        desk.reports_of(task)
                            .into_iter()
                            .map(|id| (id.to_string(), id.to_string()))
                            .collect(),
                    ),
                ),
            ]
        }
        ActName::Attribute => {
            let standing = match task.matter() {
                Matter::Verification(m) => m.attributions.last().map(|made| made.act),
                _ => None,
            };
            let mut fields = vec![
                FieldSpec::new(
                    "whose",
                    "whose",
                    desk.named("work-whose-", ["none", "likely", "attributed", "disputed"]),
                ),
                FieldSpec::new("whose_party", "whose-party", Input::Choice(desk.parties()))
                    .only("whose", &["likely", "attributed"]),
                FieldSpec::new("standard", "standard", desk.standards()),
                long("reasons", "reasons"),
                FieldSpec::maybe("grounds", "grounds", Input::Grounds(desk.grounds(task))),
                FieldSpec::maybe("dissent_by", "dissent-by", desk.people()),
                FieldSpec::maybe("dissent", "dissent", Input::Long),
            ];
            fields.extend(desk.corrects(standing));
            fields
        }
        ActName::ProposeDetermination => determination(desk, task),
        ActName::ProposeRelease => vec![
            FieldSpec::new("reader", "readers", readers(desk, task)),
            long("contents", "contents").hint("contents"),
            reason(),
            FieldSpec::new("procedure", "procedure", procedure(&desk.settings.release)),
            FieldSpec::new("warned", "warned", Input::Tick("cannot be undone")),
        ],
        ActName::Vote => vec![
            fixed_number("proposal", proposal(task, act)),
            FieldSpec::new(
                "voice",
                "voice",
                desk.named("work-voice-", Voice::ALL.iter().map(|voice| voice.name())),
            ),
            FieldSpec::maybe("dissent", "dissent", Input::Long).hint("dissent"),
        ],
        ActName::CloseVote | ActName::Execute => {
            vec![fixed_number("proposal", proposal(task, act))]
        }
        ActName::Ask => vec![FieldSpec::new("due", "due", Input::Moment)],
        ActName::Answer => {
            let kinds = REPLY_KINDS.iter().map(|kind| kind.name());
            let mut fields = vec![
                FieldSpec::new("reply_kind", "reply-kind", desk.named("work-reply-", kinds)),
                long("text", "text"),
            ];
            fields.extend(desk.as_said());
            fields
        }
        ActName::Decline => {
            let mut fields = vec![FieldSpec::maybe("reason", "reason", Input::Long)];
            fields.extend(desk.as_said());
            fields
        }
        ActName::Acknowledge => vec![FieldSpec::maybe("remark", "remark", Input::Long)],
        ActName::AddAllegations => {
            vec![FieldSpec::new(
                "allegations",
                "allegations",
                Input::Allegations,
            )]
        }
        ActName::Sort => {
            let lines: &[_] = match task.matter() {
                Matter::Complaint(complaint) => &complaint.lines,
                _ => &[],
            };
            let numbers = lines.iter().enumerate().map(|(n, line)| {
                let said: String = line.allegation.text.chars().take(80).collect();
                (n.to_string(), format!("{}: {said}", n + 1))
            });
            vec![
                FieldSpec::new("allegation", "allegation", Input::Choice(numbers.collect())),
                FieldSpec::one_of("entered_as", "entered-as", Input::Line),
                FieldSpec::one_of("repeats", "repeats", Input::Line),
                FieldSpec::one_of("returned", "returned", Input::Long),
            ]
        }
        ActName::CallResult => vec![
            FieldSpec::new("after_minutes", "after-minutes", Input::Minutes).hint("after-minutes"),
            FieldSpec::one_of("reached", "reached", Input::Line),
            FieldSpec::one_of("tried", "tried", Input::Line),
        ],
        ActName::FiringStopped => vec![
            FieldSpec::new("stopped_at", "stopped-at", Input::Moment),
            FieldSpec::new("as_reported_by", "as-reported-by", Input::Line),
        ],
        ActName::Raise => {
            let levels = desk.settings.ladder.iter().enumerate();
            let levels = levels.map(|(at, level)| (at.to_string(), level.name.clone()));
            vec![
                FieldSpec::new("level", "level", Input::Choice(levels.collect())),
                reason(),
            ]
        }
        ActName::Resolve => vec![long("how", "how")],
        ActName::Consent => {
            let until = match task.matter() {
                Matter::RepairWindow(window) => {
                    Some(window.pending().map_or(window.until, |later| later.until))
                }
                _ => None,
            };
            let mut fields = vec![
                desk.of("of"),
                FieldSpec::new(
                    "until",
                    "until",
                    Input::Fixed(
                        until
                            .map(|at| ("until".to_owned(), at.to_string()))
                            .into_iter()
                            .collect(),
                    ),
                ),
            ];
            fields.extend(desk.as_said());
            fields
        }
        ActName::Refuse => {
            let mut fields = vec![desk.of("of"), reason()];
            fields.extend(desk.as_said());
            fields
        }
        ActName::Extend => vec![FieldSpec::new("until", "until", Input::Moment), reason()],
        ActName::GrantAccess => vec![
            FieldSpec::new("granted_at", "granted-at", Input::Moment),
            FieldSpec::maybe("remark", "remark", Input::Long),
        ],
    }
}

/// Who will be able to read what a decision lets out.
fn readers(desk: &Desk<'_>, task: &Task) -> Input {
    match task.matter() {
        Matter::Decision(decision) if decision.leaving.how == Outward::Publication => {
            Input::Fixed(vec![("reader".to_owned(), "everybody".to_owned())])
        }
        _ => {
            let mut known = vec![("parties".to_owned(), desk.words.say("share-all-parties"))];
            known.extend(desk.parties());
            Input::Many(known)
        }
    }
}

fn determination(desk: &Desk<'_>, task: &Task) -> Vec<FieldSpec> {
    let case = desk.case;
    let standing = match task.matter() {
        Matter::Verification(m) => m.determinations.last().map(|one| one.made.act),
        _ => None,
    };
    // A form for the first body: a case that names several is asked for one after the other.
    let body: Option<&Body> = desk.settings.bodies.first();
    let mut fixed = Vec::new();
    if let Some(body) = body {
        fixed.push(("body".to_owned(), body.name.clone()));
        if let Input::Fixed(pairs) = procedure(&body.procedure) {
            fixed.extend(pairs);
        }
    }
    let clauses = case.clauses.iter();
    let clauses = clauses.map(|clause| (clause.id.to_string(), clause.title.clone()));
    let readings = case.readings.iter();
    let readings = readings.map(|reading| (reading.id.to_string(), reading.title.clone()));
    let outcomes = [
        "breach",
        "not-a-breach",
        "outside-scope",
        "outside-period",
        "justified",
        "deferred",
    ];
    debug_assert_eq!(
        Settings::outcomes().len(),
        outcomes.len() - 1 + Gravity::ALL.len()
    );
    debug_assert!(Settings::outcomes().contains(&Outcome::NotABreach));
    let mut fields = vec![
        FieldSpec::new("body", "body", Input::Fixed(fixed)),
        FieldSpec::new("clause", "clause", Input::Choice(clauses.collect())),
        FieldSpec::new("reading", "reading", Input::Choice(readings.collect())),
        FieldSpec::new("outcome", "outcome", desk.named("work-outcome-", outcomes)),
        FieldSpec::new(
            "gravity",
            "gravity",
            desk.named(
                "work-gravity-",
                Gravity::ALL.iter().map(|gravity| gravity.name()),
            ),
        )
        .only("outcome", &["breach"]),
        FieldSpec::new("standard", "standard", desk.standards()),
        FieldSpec::new("reasons", "reasons", Input::Long),
    ];
    fields.extend(desk.corrects(standing));
    fields
}

/// The fields of the act that opens a task, after its kind. `about`: what it is about, as it stands in entries.
#[must_use]
pub fn opening_form(
    desk: &Desk<'_>,
    kind: TaskKind,
    about: &[String],
    candidate: &'static str,
) -> Vec<FieldSpec> {
    let pairs = about
        .iter()
        .map(|about| ("about".to_owned(), about.clone()));
    let mut fields = vec![
        FieldSpec::new("about", "about", Input::Fixed(pairs.collect())),
        FieldSpec::maybe("due", "due", Input::Moment),
        FieldSpec::maybe("escalates", "escalates", Input::Moment),
    ];
    let line = |name, label| FieldSpec::new(name, label, Input::Line);
    let long = |name, label| FieldSpec::new(name, label, Input::Long);
    let maybe_party = |name, label| FieldSpec::maybe(name, label, Input::Choice(desk.parties()));
    match kind {
        TaskKind::Verification => {
            let pairs = vec![("candidate".to_owned(), candidate.to_owned())];
            fields.push(FieldSpec::new("candidate", "finding", Input::Fixed(pairs)));
            if candidate == "undecided" {
                fields.push(long("reason", "reason"));
            }
        }
        TaskKind::RequestForReply => {
            fields.push(FieldSpec::new(
                "asked",
                "asked",
                Input::Choice(desk.parties()),
            ));
            fields.push(long("question", "question").hint("question"));
        }
        TaskKind::Complaint => {
            fields.push(desk.of("of"));
            fields.extend(desk.as_said());
            fields.push(FieldSpec::new(
                "allegations",
                "allegations",
                Input::Allegations,
            ));
        }
        TaskKind::HotlineCall => fields.extend([
            line("whom", "whom"),
            maybe_party("line_of", "line-of"),
            FieldSpec::new("called_at", "called-at", Input::Moment),
            line("purpose", "purpose"),
        ]),
        TaskKind::Escalation => {
            let mut ladder = Vec::new();
            for level in &desk.settings.ladder {
                ladder.push(("level".to_owned(), level.name.clone()));
                ladder.push(("level_who".to_owned(), level.who.clone()));
                ladder.push(("level_minutes".to_owned(), level.within_minutes.to_string()));
            }
            let levels = desk.settings.ladder.iter().enumerate();
            let levels = levels.map(|(at, level)| (at.to_string(), level.name.clone()));
            fields.extend([
                FieldSpec::new("ladder", "ladder", Input::Fixed(ladder)),
                FieldSpec::new("start", "start", Input::Choice(levels.collect())),
                long("issue", "issue"),
            ]);
        }
        TaskKind::RepairWindow => {
            fields.extend([
                line("place", "place"),
                long("what", "work"),
                FieldSpec::new("from", "from", Input::Moment),
                FieldSpec::new("until", "until", Input::Moment),
                FieldSpec::new("asked", "asked", Input::Many(desk.parties())).hint("asked"),
            ]);
            if let Some(party) = desk.author.role.party() {
                let own = vec![("requested_by".to_owned(), party.to_string())];
                fields.push(FieldSpec::new("requested_by", "party", Input::Fixed(own)));
            }
        }
        TaskKind::AccessDenied => fields.extend([
            line("who", "who"),
            maybe_party("held_by", "held-by"),
            line("place", "place"),
            FieldSpec::new("denied_at", "denied-at", Input::Moment),
            FieldSpec::maybe("ground", "ground", Input::Long),
        ]),
        TaskKind::ShiftHandover => {
            let open = desk.open.iter().map(|id| ("open".to_owned(), id.clone()));
            fields.extend([
                FieldSpec::new("to", "to", desk.people()),
                FieldSpec::new("open", "open", Input::Fixed(open.collect())),
                long("notes", "notes"),
            ]);
        }
        TaskKind::Decision => fields.extend([
            FieldSpec::new(
                "how",
                "let-out",
                desk.named("work-how-", Outward::ALL.iter().map(|how| how.name())),
            ),
            long("what", "what").hint("let-out"),
        ]),
        TaskKind::Linking => fields.extend([
            line("from_report", "from-report"),
            line("to_report", "to-report"),
            FieldSpec::new(
                "link",
                "link",
                desk.named("work-link-", ["duplicate", "counter-allegation", "repeat"]),
            ),
            long("why", "why"),
        ]),
        TaskKind::Duplicate => fields.extend([
            line("this", "this").hint("thing"),
            line("same_as", "same-as").hint("thing"),
            long("why", "why"),
        ]),
    }
    fields
}
