//! The wire types of `case.toml` and `agreement.toml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::element::Edge;
use crate::toml_file::At;

/// A file `case.toml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "holdfire case, version 1")]
pub(crate) struct CaseFile {
    /// The version of the format: 1.
    pub version: At<u32>,
    /// The case's id.
    pub id: At<String>,
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence or two.
    #[serde(default)]
    pub summary: String,
    /// How far the mandate goes: monitor, verify, attribute, determine.
    #[serde(default)]
    pub mandate: MandateName,
    /// The zone in which days are counted and shown.
    pub zone: At<String>,
    /// The date on which settings, panel and category tree were fixed.
    pub fixed_on: At<String>,
    /// Readings in the order in which they are shown.
    pub readings: Vec<At<String>>,
    /// The readings that the headline is computed over.
    pub panel: At<Vec<At<String>>>,
    /// The panel before its last change, if it was changed: both results are shown.
    #[serde(default)]
    pub former_panel: Option<Vec<At<String>>>,
    /// Kinds of act that the reports use.
    pub acts: Vec<At<String>>,
    /// The name of the boundary basis that maps may draw; left out: none is drawn.
    #[serde(default)]
    pub boundary_basis: Option<String>,
    /// Notices that every output with outlines prints.
    #[serde(default)]
    pub notices: Vec<String>,
    /// Words for parts of a day.
    #[serde(default)]
    pub parts: BTreeMap<String, PartOfDay>,
    /// Radius in metres by the precision that reports give.
    #[serde(default)]
    pub radius_m: BTreeMap<String, At<f64>>,
    /// The parties.
    #[serde(default)]
    pub party: Vec<PartyFile>,
    /// Settings that were changed later.
    #[serde(default)]
    pub change: Vec<ChangeFile>,
}

/// How far the mandate goes.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MandateName {
    /// Watch and report.
    #[default]
    Monitor,
    /// Check obligations.
    Verify,
    /// Say who did it.
    Attribute,
    /// Decide whether a clause was breached.
    Determine,
}

/// A part of a day: local times; `-1 20:00` is the day before, `+1 06:00` the day after, `24:00` the end of the day.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartOfDay {
    /// Beginning.
    pub from: At<String>,
    /// End.
    pub until: At<String>,
}

/// A party.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartyFile {
    /// Its id.
    pub id: At<String>,
    /// Its name.
    pub name: String,
    /// What it is to the agreement.
    pub role: RoleName,
}

/// What a party is to the agreement.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RoleName {
    /// Bound by clauses.
    Bound,
    /// Addressed, not bound.
    Addressed,
    /// Carries the talks.
    Mediator,
    /// Guarantees.
    Guarantor,
    /// Monitors.
    Monitor,
}

/// A setting that was changed after it had been fixed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeFile {
    /// Which.
    pub setting: String,
    /// When.
    pub at: String,
    /// What it was before.
    pub before: String,
    /// Why.
    pub why: String,
}

/// A file `agreement.toml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "holdfire agreement, version 1")]
pub(crate) struct AgreementFile {
    /// The version of the format: 1.
    pub version: At<u32>,
    /// Who monitors, if the texts name anybody.
    #[serde(default)]
    pub monitoring: Option<String>,
    /// Words that the texts define.
    #[serde(default)]
    pub definition: Vec<DefinitionFile>,
    /// The texts.
    #[serde(default)]
    pub instrument: Vec<InstrumentFile>,
    /// The clauses.
    #[serde(default)]
    pub clause: Vec<ClauseFile>,
    /// The conditions.
    #[serde(default)]
    pub condition: Vec<ConditionFile>,
    /// Recorded uses of a right to be free.
    #[serde(default)]
    pub invocation: Vec<InvocationFile>,
    /// The parties' lists of protected sites, as far as they are known of.
    #[serde(default)]
    pub list: Vec<ListFile>,
}

/// A word that a text defines.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DefinitionFile {
    /// The word.
    pub term: At<String>,
    /// What it means there.
    #[allow(dead_code, reason = "for readers of the file")]
    pub meaning: String,
    /// The instrument that defines it.
    pub instrument: At<String>,
}

/// A text that the agreement rests on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InstrumentFile {
    /// Its id.
    pub id: At<String>,
    /// Its title.
    pub title: String,
    /// Joint statement, readout, list, decree.
    pub kind: String,
    /// Who issued it.
    pub issuer: String,
    /// The date it bears.
    pub date: String,
    /// Language versions.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Where it can be read.
    pub source: String,
    /// What it says, in own words.
    #[serde(default)]
    pub summary: String,
}

/// A clause.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClauseFile {
    /// Its id.
    pub id: At<String>,
    /// A short title.
    pub title: String,
    /// What it says, in plain words.
    pub text: String,
    /// Kinds of act that it prohibits.
    pub prohibits: Vec<At<String>>,
    /// What parties said about its standing.
    #[serde(default)]
    pub status: Vec<StatusFile>,
}

/// What a party said about the standing of a clause.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusFile {
    /// Whose statement.
    pub party: At<String>,
    /// The standing.
    pub status: StatusName,
    /// From when, if said.
    #[serde(default)]
    pub from: Option<At<Edge>>,
    /// When it was stated.
    pub stated_at: At<String>,
    /// When it was entered here.
    #[serde(default)]
    pub entered_at: Option<At<String>>,
    /// Who stated it.
    #[serde(default)]
    pub by: Option<String>,
    /// The instrument.
    #[serde(default)]
    pub instrument: Option<At<String>>,
    /// The line that it rests on.
    #[serde(default)]
    pub rests_on: String,
}

/// Where a clause stands for a party.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum StatusName {
    /// Put forward.
    Proposed,
    /// Agreed in principle.
    InPrinciple,
    /// Agreed.
    Agreed,
    /// Announced.
    Announced,
    /// Ordered to own forces.
    Ordered,
    /// Said to be in force.
    InForce,
    /// Said to be suspended.
    Suspended,
    /// Said to be over.
    Ended,
}

/// A condition: recorded states, or made of others.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConditionFile {
    /// Its id.
    pub id: At<String>,
    /// What is required.
    pub text: String,
    /// Met when all of these are.
    #[serde(default)]
    pub all: Option<Vec<At<String>>>,
    /// Met when one of these is.
    #[serde(default)]
    pub any: Option<Vec<At<String>>>,
    /// Recorded states.
    #[serde(default)]
    pub record: Vec<RecordFile>,
}

/// A recorded state of a condition.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordFile {
    /// The state.
    pub state: ConditionStateName,
    /// From when on.
    pub from: At<String>,
    /// Who says so.
    pub by: String,
    /// When it was stated; left out: `from`.
    #[serde(default)]
    pub stated_at: Option<At<String>>,
    /// When it was entered here.
    #[serde(default)]
    pub entered_at: Option<At<String>>,
    /// What it rests on.
    #[serde(default)]
    pub rests_on: String,
}

/// The state of a condition.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ConditionStateName {
    /// Recorded as met.
    Met,
    /// Recorded as not met.
    Unmet,
    /// Some say met, some say not.
    Contested,
    /// Not known.
    Unknown,
}

/// A recorded use of a right to be free.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InvocationFile {
    /// Its id.
    pub id: At<String>,
    /// Who invokes.
    pub by: At<String>,
    /// Against whom.
    pub against: At<String>,
    /// When.
    pub at: At<Edge>,
    /// On what ground: nothing, an incident, an invocation.
    #[serde(default)]
    pub ground: GroundFile,
    /// When it was stated; left out: `at`.
    #[serde(default)]
    pub stated_at: Option<At<String>>,
    /// When it was entered here.
    #[serde(default)]
    pub entered_at: Option<At<String>>,
    /// What it rests on.
    pub rests_on: String,
    /// Never made: what would follow if it had been.
    #[serde(default)]
    pub what_if: bool,
}

/// What an invocation rests on; empty: declared without a ground.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroundFile {
    /// The incident (the id of its report).
    #[serde(default)]
    pub incident: Option<At<String>>,
    /// The other side's earlier invocation.
    #[serde(default)]
    pub invocation: Option<At<String>>,
}

/// A party's list of protected sites.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListFile {
    /// Whose list.
    pub party: At<String>,
    /// True if its content is known here (`register.csv`).
    pub disclosed: bool,
    /// What is known of it.
    #[serde(default)]
    #[allow(dead_code, reason = "for readers of the file")]
    pub note: String,
}
