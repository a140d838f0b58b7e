//! Answers out as one JSON object; CSV and GeoJSON are in [`crate::exports`].
//!
//! Keys and lists stand in a fixed order, so that the same input gives the same bytes.

use std::collections::BTreeMap;

use holdfire_model::{
    Assessment, Case, FactorAnswer, IncidentAnswer, Moment, SupportLevel, Verdict,
};
use holdfire_monitor::{Answer, Cell, MatrixRow};
use holdfire_terms::Level;
use schemars::JsonSchema;
use serde::Serialize;

/// The name and version of the JSON format.
pub const SCHEMA: &str = "holdfire/answer/1";

/// The answer for one case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "holdfire answer, version 1")]
pub struct AnswerFile {
    /// Name and version of the format.
    pub schema: String,
    /// The case.
    pub case: CaseOut,
    /// What was fixed before, with the version of the program and the state that was asked for.
    pub settings: SettingsOut,
    /// The readings, in the case's order.
    pub readings: Vec<ReadingOut>,
    /// The headline.
    pub summary: SummaryOut,
    /// One for each incident, in order of ids.
    pub incidents: Vec<IncidentOut>,
    /// One for each account, clause and reading.
    pub assessments: Vec<AssessmentOut>,
    /// Rows that were refused.
    pub refused: Vec<RefusedOut>,
}

/// The case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseOut {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its parties: id, name, role.
    pub parties: Vec<PartyOut>,
    /// Its clauses: id and title.
    pub clauses: Vec<ClauseOut>,
}

/// A party.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PartyOut {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is to the agreement.
    pub role: String,
}

/// A clause.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClauseOut {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// Settings, printed with every result.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SettingsOut {
    /// The program's version.
    pub holdfire: String,
    /// When they were fixed.
    pub fixed_on: String,
    /// The readings of the headline.
    pub panel: Vec<String>,
    /// The state that was asked for, by time entered; null: everything entered.
    pub as_of: Option<String>,
    /// Invocations that were never made and were asked about.
    pub what_if: Vec<String>,
    /// Name and value, in words.
    pub printed: Vec<(String, String)>,
    /// Settings changed after they were fixed.
    pub changes: Vec<ChangeOut>,
    /// Notices that outlines carry.
    pub notices: Vec<String>,
}

/// A changed setting.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeOut {
    /// Which.
    pub setting: String,
    /// When.
    pub at: String,
    /// What it was before.
    pub before: String,
    /// Why.
    pub why: String,
}

/// A reading.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReadingOut {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub holder: String,
    /// What people call it.
    pub title: String,
    /// How firm it is.
    pub standing: String,
    /// True if the headline is computed over it.
    pub panel: bool,
    /// When its clauses were in force.
    pub in_force: Vec<InForceOut>,
}

/// When a clause was in force.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InForceOut {
    /// The clause.
    pub clause: String,
    /// The party; null if it is the same for all.
    pub party: Option<String>,
    /// Bands over all of time.
    pub bands: Vec<BandOut>,
}

/// A stretch of time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BandOut {
    /// First moment; null: the beginning.
    pub from: Option<String>,
    /// First moment after it; null: the end.
    pub until: Option<String>,
    /// `in`, `out`, `unknown` (a fact that is not known) or `unstated` (the reading does not say).
    pub state: String,
    /// Why.
    pub why: String,
}

/// The headline.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SummaryOut {
    /// What is counted.
    pub unit: String,
    /// Reports assessed.
    pub reports: usize,
    /// Accounts.
    pub accounts: usize,
    /// Incidents as links stand.
    pub incidents: usize,
    /// Incidents over suggested links, from and to.
    pub incidents_range: [usize; 2],
    /// Links that nobody has decided.
    pub suggested_links: usize,
    /// Coverage over the panel by support.
    pub matrix: Vec<MatrixOut>,
    /// The sum of the class rows, one for each support level, then the sum.
    pub total: BTreeMap<String, CellOut>,
    /// Verdicts by reading, in the case's order.
    pub by_reading: Vec<ByReadingOut>,
    /// Silent terms, most incidents first.
    pub silent_terms: Vec<SilentOut>,
    /// Who claims, and since when.
    pub counting: Vec<CountingOut>,
    /// Rows refused at intake.
    pub refused: usize,
    /// Classes over the panel before its last change, if it was changed.
    pub former_panel: Option<BTreeMap<String, usize>>,
    /// What is not counted, and why.
    pub not_counted: String,
}

/// A row of the headline.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MatrixOut {
    /// The class.
    pub class: String,
    /// The points that decide, for rows that break a class down; null for the class as a whole.
    pub turns_on: Option<Vec<String>>,
    /// By support level, and `sum`.
    pub cells: BTreeMap<String, CellOut>,
}

/// A cell of the headline.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct CellOut {
    /// Incidents as links stand.
    pub count: usize,
    /// Over suggested links, from and to.
    pub range: [usize; 2],
    /// Of which contested, beside the last two levels.
    pub contested: usize,
    /// Of which rest on a term first stated after the act.
    pub stated_after: usize,
}

/// Verdicts under a reading.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ByReadingOut {
    /// The reading.
    pub reading: String,
    /// Incidents by verdict.
    pub verdicts: BTreeMap<String, usize>,
}

/// A silent term.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SilentOut {
    /// The term.
    pub term: String,
    /// Incidents that hang on it under a reading of the panel.
    pub incidents: usize,
    /// Under any reading.
    pub incidents_any_reading: usize,
    /// The readings that leave it open.
    pub readings: Vec<String>,
}

/// Who claims.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CountingOut {
    /// The party; null: sources of neither party.
    pub by: Option<String>,
    /// Reports.
    pub reports: usize,
    /// Incidents that they are about.
    pub incidents: usize,
    /// From the first possible moment.
    pub from: Option<String>,
    /// To the last.
    pub until: Option<String>,
    /// Speakers and their numbers of reports.
    pub speakers: Vec<(String, usize)>,
}

/// An incident.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IncidentOut {
    /// Its id.
    pub id: String,
    /// Its reports.
    pub reports: Vec<String>,
    /// Its accounts.
    pub accounts: Vec<String>,
    /// `claim-only`, `contested`, `independent`, `established`.
    pub support: String,
    /// True if the other side denies or counter-alleges this event.
    pub contested: bool,
    /// What the support rests on.
    pub support_cites: Vec<String>,
    /// Reading to verdict.
    pub verdicts: BTreeMap<String, String>,
    /// `all`, `turns-on-reading`, `may`, `undecided`, `none`.
    pub class: String,
    /// Factors or terms that decide.
    pub turns_on: Vec<String>,
    /// True if an assessment under the panel rests on a term first stated after the act.
    pub stated_after: bool,
    /// Replies on record.
    pub replies: Vec<ReplyOut>,
}

/// A reply.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReplyOut {
    /// Its id.
    pub id: String,
    /// The report that it answers.
    pub report: String,
    /// Who replies.
    pub by: String,
    /// What it says.
    pub kind: String,
    /// True if it speaks of this event.
    pub specific: bool,
    /// In own words.
    pub summary: String,
}

/// An assessment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AssessmentOut {
    /// The incident.
    pub incident: String,
    /// The account.
    pub account: String,
    /// The reports that it rests on.
    pub reports: Vec<String>,
    /// The clause.
    pub clause: String,
    /// The reading.
    pub reading: String,
    /// `within`, `probable`, `possible`, `undecided`, `outside`.
    pub verdict: String,
    /// With every undecided factor put inside; null unless undecided.
    pub would_be: Option<String>,
    /// Silent terms that it hangs on.
    pub missing: Vec<String>,
    /// True if a term that it rests on was first stated after the act.
    pub stated_after: bool,
    /// True if an invocation that was never made is part of it.
    pub what_if: bool,
    /// The five factors.
    pub factors: FactorsOut,
    /// The reasons.
    pub reasons: Vec<ReasonOut>,
}

/// The five factors.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FactorsOut {
    /// Was the clause in force?
    pub time: FactorOut,
    /// Was it where the clause applies?
    pub place: FactorOut,
    /// Is the object protected?
    pub object: FactorOut,
    /// Does the act count?
    pub act: FactorOut,
    /// Was the actor bound?
    pub actor: FactorOut,
}

/// The answer for a factor.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FactorOut {
    /// `inside`, `outside`, `either`, `undecided`.
    pub state: String,
    /// The part of the possibilities inside, from and to; null where no measure is natural.
    pub share: Option<[f64; 2]>,
    /// The measure in words.
    pub share_text: Option<String>,
    /// What it rests on in the account.
    pub basis: String,
}

/// A reason.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReasonOut {
    /// In words.
    pub text: String,
    /// Stable pointers into the case.
    pub cites: Vec<String>,
    /// The factor that it speaks of; null for exceptions.
    pub factor: Option<String>,
}

/// A refused row.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RefusedOut {
    /// The file.
    pub file: String,
    /// The line.
    pub line: u32,
    /// Why.
    pub message: String,
}

/// What an answer prints besides the case.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The program's version.
    pub version: String,
    /// The state that was asked for.
    pub as_of: Option<String>,
    /// Notices of the case.
    pub notices: Vec<String>,
}

/// The answer as JSON, indented by two blanks, with a line feed at the end.
#[must_use]
pub fn json(case: &Case, answer: &Answer, context: &Context) -> String {
    let mut text = serde_json::to_string_pretty(&file(case, answer, context))
        .expect("an answer has no keys but text");
    text.push('\n');
    text
}

fn file(case: &Case, answer: &Answer, context: &Context) -> AnswerFile {
    AnswerFile {
        schema: SCHEMA.to_owned(),
        case: head(case),
        settings: settings(case, context),
        readings: readings(case, answer),
        summary: summary(case, answer),
        incidents: answer.incidents.iter().map(|i| incident(case, i)).collect(),
        assessments: answer.assessments.iter().map(assessment).collect(),
        refused: case
            .refused
            .iter()
            .map(|r| RefusedOut {
                file: r.file.clone(),
                line: r.line,
                message: r.message.to_string(),
            })
            .collect(),
    }
}

/// The case: its parties and clauses.
#[must_use]
pub fn head(case: &Case) -> CaseOut {
    CaseOut {
        id: case.id.clone(),
        title: case.title.clone(),
        parties: case
            .parties
            .iter()
            .map(|p| PartyOut {
                id: p.id.to_string(),
                name: p.name.clone(),
                role: format!("{:?}", p.role).to_lowercase(),
            })
            .collect(),
        clauses: case
            .clauses
            .iter()
            .map(|c| ClauseOut {
                id: c.id.to_string(),
                title: c.title.clone(),
            })
            .collect(),
    }
}

pub(crate) fn texts<T: ToString>(list: &[T]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

/// The settings of a case, and what was asked for.
#[must_use]
pub fn settings(case: &Case, context: &Context) -> SettingsOut {
    let settings = &case.settings;
    SettingsOut {
        holdfire: context.version.clone(),
        fixed_on: settings.fixed_on.clone(),
        panel: texts(&case.panel),
        as_of: context.as_of.clone(),
        what_if: case
            .invocations
            .iter()
            .filter(|i| i.what_if)
            .map(|i| i.id.to_string())
            .collect(),
        printed: settings
            .printed
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .collect(),
        changes: settings
            .changes
            .iter()
            .map(|c| ChangeOut {
                setting: c.setting.clone(),
                at: c.at.clone(),
                before: c.before.clone(),
                why: c.why.clone(),
            })
            .collect(),
        notices: context.notices.clone(),
    }
}

fn moment(seconds: i64) -> Option<String> {
    (seconds > i64::MIN / 4 && seconds < i64::MAX / 4).then(|| Moment(seconds).to_string())
}

/// The readings, with the time in which their clauses were in force.
///
/// # Panics
/// Never: an answer has no clauses but those of its case.
#[must_use]
pub fn readings(case: &Case, answer: &Answer) -> Vec<ReadingOut> {
    let in_force = |id: &holdfire_model::ReadingId| {
        let rows = answer.summary.in_force.iter().filter(|f| f.reading == *id);
        rows.map(|f| InForceOut {
            clause: case.clauses[f.clause].id.to_string(),
            party: f.party.as_ref().map(ToString::to_string),
            bands: f
                .bands
                .iter()
                .map(|(from, until, level, why)| BandOut {
                    from: moment(*from),
                    until: moment(*until),
                    state: match level {
                        Level::In => "in",
                        Level::Out => "out",
                        Level::Unknown => "unknown",
                        Level::Unstated => "unstated",
                    }
                    .to_owned(),
                    why: why.to_string(),
                })
                .collect(),
        })
        .collect()
    };
    case.readings
        .iter()
        .map(|r| ReadingOut {
            id: r.id.to_string(),
            holder: r.holder.to_string(),
            title: r.title.clone(),
            standing: standing(r.standing).to_owned(),
            panel: case.panel.contains(&r.id),
            in_force: in_force(&r.id),
        })
        .collect()
}

fn standing(standing: holdfire_model::Standing) -> &'static str {
    match standing {
        holdfire_model::Standing::ConfirmedByHolder => "confirmed-by-holder",
        holdfire_model::Standing::PublicStatement => "public-statement",
        holdfire_model::Standing::AscribedByAnalyst => "ascribed-by-analyst",
    }
}

fn cell(cell: Cell) -> CellOut {
    CellOut {
        count: cell.count,
        range: [cell.range.from, cell.range.to],
        contested: cell.contested,
        stated_after: cell.stated_after,
    }
}

fn cells(cells: &[Cell; 5]) -> BTreeMap<String, CellOut> {
    let names = SupportLevel::ALL
        .map(SupportLevel::name)
        .into_iter()
        .chain(["sum"]);
    names
        .zip(cells)
        .map(|(name, c)| (name.to_owned(), cell(*c)))
        .collect()
}

/// The headline.
#[must_use]
pub fn summary(case: &Case, answer: &Answer) -> SummaryOut {
    let s = &answer.summary;
    let row = |r: &MatrixRow| MatrixOut {
        class: r.class.name().to_owned(),
        turns_on: (!r.turns_on.is_empty()).then(|| r.turns_on.clone()),
        cells: cells(&r.cells),
    };
    SummaryOut {
        unit: "incident".to_owned(),
        reports: s.reports,
        accounts: s.accounts,
        incidents: s.incidents.count,
        incidents_range: [s.incidents.range.from, s.incidents.range.to],
        suggested_links: s.suggested_links,
        matrix: s.matrix.iter().map(row).collect(),
        total: cells(&s.total),
        by_reading: s
            .by_reading
            .iter()
            .map(|(reading, counts)| ByReadingOut {
                reading: reading.to_string(),
                verdicts: Verdict::ALL
                    .iter()
                    .zip(counts)
                    .map(|(v, n)| (v.name().to_owned(), *n))
                    .collect(),
            })
            .collect(),
        silent_terms: s
            .silent
            .iter()
            .map(|t| SilentOut {
                term: t.term.clone(),
                incidents: t.incidents,
                incidents_any_reading: t.incidents_any,
                readings: texts(&t.readings),
            })
            .collect(),
        counting: s
            .counting
            .iter()
            .map(|c| CountingOut {
                by: c.by.as_ref().map(ToString::to_string),
                reports: c.reports,
                incidents: c.incidents,
                from: c.span.map(|i| i.from().to_string()),
                until: c.span.map(|i| i.until().to_string()),
                speakers: c.speakers.clone(),
            })
            .collect(),
        refused: case.refused.len(),
        former_panel: s.former.as_ref().map(|list| {
            list.iter()
                .map(|(class, n)| (class.name().to_owned(), *n))
                .collect()
        }),
        not_counted: holdfire_monitor::RefusedGrouping.to_string(),
    }
}

/// An incident.
#[must_use]
pub fn incident(case: &Case, i: &IncidentAnswer) -> IncidentOut {
    IncidentOut {
        id: i.id.to_string(),
        reports: texts(&i.reports),
        accounts: texts(&i.accounts),
        support: i.support.level.name().to_owned(),
        contested: i.support.contested,
        support_cites: texts(&i.support.cites),
        verdicts: i
            .verdicts
            .iter()
            .map(|(r, v)| (r.to_string(), v.name().to_owned()))
            .collect(),
        class: i.class.name().to_owned(),
        turns_on: i.turns_on.to_vec(),
        stated_after: i.stated_after,
        replies: case
            .replies
            .iter()
            .filter(|r| i.replies.contains(&r.id))
            .map(|r| ReplyOut {
                id: r.id.to_string(),
                report: r.report.to_string(),
                by: r.by.to_string(),
                kind: r.kind.name().to_owned(),
                specific: r.specific,
                summary: r.summary.clone(),
            })
            .collect(),
    }
}

/// An assessment.
///
/// # Panics
/// Never: an assessment has five factors.
#[must_use]
pub fn assessment(a: &Assessment) -> AssessmentOut {
    let factor = |f: &FactorAnswer| FactorOut {
        state: f.state.name().to_owned(),
        share: f.share.map(|s| [s.min, s.max]),
        share_text: f.share_text.as_ref().map(ToString::to_string),
        basis: f.basis.to_string(),
    };
    let [time, place, object, act, actor] = [0, 1, 2, 3, 4].map(|i| factor(&a.factors[i]));
    AssessmentOut {
        incident: a.incident.to_string(),
        account: a.account.to_string(),
        reports: texts(&a.reports),
        clause: a.clause.to_string(),
        reading: a.reading.to_string(),
        verdict: a.verdict.name().to_owned(),
        would_be: a.would_be.map(|v| v.name().to_owned()),
        missing: a.missing.clone(),
        stated_after: a.stated_after,
        what_if: a.what_if,
        factors: FactorsOut {
            time,
            place,
            object,
            act,
            actor,
        },
        reasons: a
            .reasons
            .iter()
            .map(|r| ReasonOut {
                text: r.text.to_string(),
                cites: texts(&r.cites),
                factor: r.factor.map(|f| f.name().to_owned()),
            })
            .collect(),
    }
}
