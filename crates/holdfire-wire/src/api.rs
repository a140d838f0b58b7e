//! What the JSON API of the workbench answers, version 1. Lines of incidents are in [`crate::lines`].

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::answer::{AssessmentOut, CaseOut, ReadingOut, ReplyOut, SettingsOut, SummaryOut};
use crate::lines::LineOut;

/// Part of a list of incidents.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IncidentsPage<'a> {
    /// Name and version of the format.
    pub schema: &'static str,
    /// What is counted.
    pub unit: &'static str,
    /// How many the filter lets through.
    pub count: usize,
    /// The address of the part behind this one; null: this is the last.
    pub next: Option<String>,
    /// The address of the part before this one; null: this is the first.
    pub previous: Option<String>,
    /// The incidents, in the order that was asked for.
    pub results: Vec<LineOut<'a>>,
}

/// An [`IncidentsPage`] without its list, which is written already.
#[derive(Clone, Debug, Serialize)]
pub struct IncidentsHead {
    /// See [`IncidentsPage`].
    pub schema: &'static str,
    /// See [`IncidentsPage`].
    pub unit: &'static str,
    /// See [`IncidentsPage`].
    pub count: usize,
    /// See [`IncidentsPage`].
    pub next: Option<String>,
    /// See [`IncidentsPage`].
    pub previous: Option<String>,
}

/// One incident with everything that is answered on it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IncidentPage<'a> {
    /// Name and version of the format.
    pub schema: &'static str,
    /// What was struck and where, in the visitor's language.
    pub title: String,
    /// When, in the zone of the case.
    pub when_text: String,
    /// Its page.
    pub href: String,
    /// The class over the panel, in the visitor's language.
    pub class_text: String,
    /// The support, in the visitor's language.
    pub support_text: String,
    /// The line of the list.
    #[serde(flatten)]
    pub line: LineOut<'a>,
    /// One for each reading, in the case's order.
    pub readings: Vec<VerdictOut>,
    /// What its sources said.
    pub sources: Vec<SourceOut>,
    /// What was answered.
    pub replies: Vec<ReplyOut>,
    /// What the support rests on.
    pub support_cites: Vec<String>,
    /// One for each account, clause and reading.
    pub assessments: Vec<AssessmentOut>,
}

/// What one reading says of an incident.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VerdictOut {
    /// The reading.
    pub reading: String,
    /// What people call it.
    pub title: String,
    /// Whose it is: the name of the party.
    pub holder: String,
    /// True if the class is computed over it.
    pub panel: bool,
    /// `within`, `probable`, `possible`, `undecided`, `outside`.
    pub verdict: &'static str,
    /// The word for people, in the visitor's language.
    pub coverage: String,
    /// The sentence, in the visitor's language.
    pub sentence: String,
}

/// What one source said.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SourceOut {
    /// The report.
    pub report: String,
    /// A party, `independent` or `body`.
    pub by: String,
    /// Who spoke.
    pub speaker: String,
    /// The outlet.
    pub outlet: String,
    /// Its address, as the source has it; never to be followed unseen.
    pub url: String,
    /// What it said, in own words.
    pub summary: String,
}

/// Incidents by day and class.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TimelinePage {
    /// Name and version of the format.
    pub schema: &'static str,
    /// What is counted.
    pub unit: &'static str,
    /// The zone whose days they are.
    pub zone: String,
    /// The days of the case, in order; only those with incidents where all would be too many.
    pub days: Vec<String>,
    /// Class to number, a number for each day. An incident stands on the first day on which it can have happened.
    pub counts: BTreeMap<&'static str, Vec<usize>>,
    /// Of how many the day is not known: they can also have happened on a later one.
    pub later_possible: usize,
}

/// What was found by words.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FoundPage {
    /// Name and version of the format.
    pub schema: &'static str,
    /// How many incidents hold the words; more than are listed, often.
    pub incidents: usize,
    /// What was found, terms before incidents.
    pub results: Vec<FoundOut>,
}

/// One thing that was found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FoundOut {
    /// What it is, in the visitor's language.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Its page.
    pub href: String,
}

/// The terms as each holder states them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReadingsPage {
    /// Name and version of the format.
    pub schema: &'static str,
    /// The case.
    pub case: CaseOut,
    /// The readings, in the case's order, with the time in which each of their clauses was in force.
    pub readings: Vec<ReadingOut>,
}

/// The headline.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SummaryPage {
    /// Name and version of the format.
    pub schema: &'static str,
    /// The case.
    pub case: CaseOut,
    /// What was fixed before, and what was asked for.
    pub settings: SettingsOut,
    /// Coverage over the panel by support, and what goes with it.
    pub summary: SummaryOut,
}

/// Points on a map: `FeatureCollection` of GeoJSON (RFC 7946).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FeaturesPage<'a> {
    /// `FeatureCollection`.
    pub r#type: &'static str,
    /// Name and version of the format of the properties.
    pub schema: &'static str,
    /// What is counted.
    pub unit: &'static str,
    /// What points are.
    pub note: &'static str,
    /// How many the filter lets through.
    #[serde(rename = "numberMatched")]
    pub number_matched: usize,
    /// How many stand here.
    #[serde(rename = "numberReturned")]
    pub number_returned: usize,
    /// Where to go on: `next`, if there is more.
    pub links: Vec<LinkOut>,
    /// The incidents.
    pub features: Vec<FeatureOut<'a>>,
}

/// A [`FeaturesPage`] without its features, which are written already.
#[derive(Clone, Debug, Serialize)]
pub struct FeaturesHead {
    /// See [`FeaturesPage`].
    pub r#type: &'static str,
    /// See [`FeaturesPage`].
    pub schema: &'static str,
    /// See [`FeaturesPage`].
    pub unit: &'static str,
    /// See [`FeaturesPage`].
    pub note: &'static str,
    /// See [`FeaturesPage`].
    #[serde(rename = "numberMatched")]
    pub number_matched: usize,
    /// See [`FeaturesPage`].
    #[serde(rename = "numberReturned")]
    pub number_returned: usize,
    /// See [`FeaturesPage`].
    pub links: Vec<LinkOut>,
}

/// One incident as a feature.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FeatureOut<'a> {
    /// `Feature`.
    pub r#type: &'static str,
    /// Its id.
    pub id: &'a str,
    /// The middle of the circle in which it lies; null: there is no point.
    pub geometry: Option<PointOut>,
    /// The line of the list.
    pub properties: LineOut<'a>,
}

/// A point of GeoJSON.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct PointOut {
    /// `Point`.
    pub r#type: &'static str,
    /// Longitude, latitude; degrees on WGS 84.
    pub coordinates: [f64; 2],
}

/// A link to a part of a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LinkOut {
    /// `next`.
    pub rel: &'static str,
    /// The address.
    pub href: String,
}

/// Why there is no answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FaultPage {
    /// The name of the fault.
    pub error: String,
    /// What and what to do, if there is more to say.
    pub details: Option<String>,
}

/// The schemas of all answers by their names, for an OpenAPI description.
#[must_use]
pub fn schemas() -> Map<String, Value> {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = settings.into_generator();
    // Each call leaves the definition with the generator.
    let _named: [Schema; 8] = [
        generator.subschema_for::<IncidentsPage<'_>>(),
        generator.subschema_for::<IncidentPage<'_>>(),
        generator.subschema_for::<TimelinePage>(),
        generator.subschema_for::<FoundPage>(),
        generator.subschema_for::<ReadingsPage>(),
        generator.subschema_for::<SummaryPage>(),
        generator.subschema_for::<FeaturesPage<'_>>(),
        generator.subschema_for::<FaultPage>(),
    ];
    generator.take_definitions(true)
}
