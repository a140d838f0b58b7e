//! What mediators forget: terms that can be used and still leave something open.

use std::collections::{BTreeMap, BTreeSet};

use holdfire_model::{Case, ClauseReading, End, Point, Reading};

use crate::case::head::{AgreementFile, CaseFile};
use crate::element::ReadingFile;
use crate::files::CaseFiles;
use crate::problem::{Problem, Problems, Severity};
use crate::toml_file::TomlFile;

/// Lists what the terms leave open: no start, end, list, definition, monitor; a word defined twice; a reading that is
/// silent, or first stated after an event that it is asked about; outlines that overlap themselves.
#[must_use]
pub fn lint(files: &CaseFiles, case: Option<&Case>) -> Vec<Problem> {
    let mut problems = Problems::default();
    agreement(files, &mut problems);
    head(files, &mut problems);
    tables(files, &mut problems);
    for path in files.0.keys().filter(|p| p.starts_with("readings/")) {
        both_ways(files, path, &mut problems);
    }
    if let Some(case) = case {
        for reading in &case.readings {
            self::reading(case, reading, &mut problems);
        }
        lists(case, &mut problems);
        panel(case, &mut problems);
        outlines(case, &mut problems);
    }
    problems.sorted()
}

fn open(problems: &mut Problems, file: &str, message: String, hint: &str) {
    problems.push(Problem {
        file: file.to_owned(),
        line: 0,
        column: 0,
        severity: Severity::Lint,
        message: message.into(),
        hint: (!hint.is_empty()).then(|| hint.into()),
    });
}

fn agreement(files: &CaseFiles, problems: &mut Problems) {
    const PATH: &str = "agreement.toml";
    let Some(text) = files.text(PATH, &mut Problems::default()) else {
        return;
    };
    let file = TomlFile { path: PATH, text };
    let Some((agreement, _)) = file.read::<AgreementFile>(&mut Problems::default()) else {
        return;
    };
    if agreement.monitoring.is_none() {
        open(
            problems,
            PATH,
            "the texts name nobody who monitors".to_owned(),
            "write `monitoring = \"...\"` if one of them does",
        );
    }
    if agreement.definition.is_empty() {
        open(
            problems,
            PATH,
            "the texts define none of their words".to_owned(),
            "a `[[definition]]` for each word that a text defines; without any, the lists of categories carry it all",
        );
    }
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for definition in &agreement.definition {
        let term = definition.term.value.to_lowercase();
        if let Some(first) = seen.insert(term, &definition.instrument.value) {
            problems.push(file.problem(
                definition.term.offset,
                Severity::Lint,
                format!(
                    "`{}` is defined twice, also by `{first}`",
                    definition.term.value
                ),
                Some("two meanings of one word are two readings".into()),
            ));
        }
    }
}

fn head(files: &CaseFiles, problems: &mut Problems) {
    const PATH: &str = "case.toml";
    let Some(text) = files.text(PATH, &mut Problems::default()) else {
        return;
    };
    let file = TomlFile { path: PATH, text };
    let Some((head, _)) = file.read::<CaseFile>(&mut Problems::default()) else {
        return;
    };
    if head.fixed_on.value.trim().is_empty() {
        problems.push(file.problem(
            head.fixed_on.offset,
            Severity::Lint,
            "`fixed_on` is empty: it is not said when panel, category tree and settings were fixed",
            Some("write the date, before the period if it was: every result prints it".into()),
        ));
    }
}

/// Tables without which there is nothing to answer.
fn tables(files: &CaseFiles, problems: &mut Problems) {
    let wanted = [
        ("reports.csv", "there is nothing to assess"),
        ("categories.csv", "no category can be named"),
    ];
    for (path, consequence) in wanted {
        let what = match files.0.get(path) {
            None => "the file is not there",
            Some(bytes) => {
                let lines = bytes.split(|b| *b == b'\n');
                if lines.filter(|l| !l.trim_ascii().is_empty()).count() != 1 {
                    continue;
                }
                "the table has a header and no row"
            }
        };
        open(problems, path, format!("{what}: {consequence}"), "");
    }
}

/// What a reading says and denies.
fn both_ways(files: &CaseFiles, path: &str, problems: &mut Problems) {
    let Some(text) = files.text(path, &mut Problems::default()) else {
        return;
    };
    let file = TomlFile { path, text };
    let Some((reading, _)) = file.read::<ReadingFile>(&mut Problems::default()) else {
        return;
    };
    for clause in &reading.clause {
        let scopes = || clause.scope.0.iter().map(|e| &e.value);
        let acts = || clause.acts.0.iter().map(|e| &e.value);
        let mut said: Vec<(usize, &str, &str)> = Vec::new();
        for no in scopes().flat_map(|s| &s.not_covered) {
            if scopes()
                .flat_map(|s| &s.covered)
                .any(|yes| yes.value == no.value)
            {
                said.push((no.offset, &no.value, "covered and not covered"));
            }
        }
        for no in acts().flat_map(|a| &a.not_counted_kinds) {
            if acts()
                .flat_map(|a| &a.counted_kinds)
                .any(|yes| yes.value == no.value)
            {
                said.push((no.offset, &no.value, "counted and not counted"));
            }
        }
        for element in &clause.acts.0 {
            for no in &element.value.not_counted_effects {
                if acts().flat_map(|a| &a.counted_effects).any(|yes| yes == no) {
                    let name = crate::case::effect_name(*no);
                    said.push((element.offset, name, "counted and not counted"));
                }
            }
        }
        for (offset, name, how) in said {
            problems.push(file.problem(
                offset,
                Severity::Lint,
                format!("`{}`: `{name}` is stated both ways, {how}", clause.id.value),
                Some("take it out of one of the two lists".into()),
            ));
        }
    }
}

fn reading(case: &Case, reading: &Reading, problems: &mut Problems) {
    let file = format!("readings/{}.toml", reading.id);
    for clause in &case.clauses {
        let Some(stated) = reading.clauses.get(&clause.id) else {
            open(
                problems,
                &file,
                format!("`{}` is not stated at all", clause.id),
                "every incident is undecided under this reading; if its holder says that the clause is not in force, say so (`not_before`, `ended`)",
            );
            continue;
        };
        for (is_silent, point, consequence) in silences(stated) {
            if is_silent {
                open(
                    problems,
                    &file,
                    format!("`{}`: {} is not stated", clause.id, point.label()),
                    consequence,
                );
            }
        }
        for element in stated.end.iter() {
            if matches!(
                element.value,
                End::After {
                    convention: None,
                    ..
                }
            ) {
                open(
                    problems,
                    &file,
                    format!(
                        "`{}`: how the days of its length are counted is not stated",
                        clause.id
                    ),
                    "first-day-in, first-day-out or elapsed; moments on which they differ are undecided",
                );
            }
        }
        after_events(case, reading, &clause.id, stated, &file, problems);
    }
}

fn silences(stated: &ClauseReading) -> [(bool, Point, &'static str); 6] {
    [
        (
            stated.start.is_silent() && stated.not_before.is_silent(),
            Point::Start,
            "whether it was in force cannot be told",
        ),
        (
            stated.end.is_silent(),
            Point::End,
            "it is in force until an end, a suspension or a release is recorded",
        ),
        (
            stated.scope.is_silent(),
            Point::Scope,
            "which objects are protected cannot be told",
        ),
        (
            stated.acts.is_silent(),
            Point::Attempts,
            "only a hit by a prohibited kind of act is counted; the rest is undecided",
        ),
        (
            stated.bound.is_silent(),
            Point::Bound,
            "who is bound cannot be told",
        ),
        (
            stated.against.is_silent(),
            Point::OwnFacilities,
            "where it matters, incidents are undecided",
        ),
    ]
}

/// Elements that were first stated after an event that they are asked about.
fn after_events(
    case: &Case,
    reading: &Reading,
    clause: &holdfire_model::ClauseId,
    stated: &ClauseReading,
    file: &str,
    problems: &mut Problems,
) {
    let terms = [
        (Point::Start, stated.start.first().map(|e| &e.stated)),
        (Point::End, stated.end.first().map(|e| &e.stated)),
        (Point::Scope, stated.scope.first().map(|e| &e.stated)),
        (Point::Attempts, stated.acts.first().map(|e| &e.stated)),
        (
            Point::Territory,
            stated.territory.first().map(|e| &e.stated),
        ),
    ];
    for (point, stated) in terms {
        let Some(stated) = stated else { continue };
        let before = case
            .reports
            .iter()
            .filter(|r| r.story.when.interval.until() <= stated.when.from())
            .count();
        if before > 0 {
            open(
                problems,
                file,
                format!(
                    "`{clause}`: {} was first stated on {}, after {before} of the reported events",
                    point.label(),
                    reading.zone.date_of(stated.when.from())
                ),
                "it is applied to them all the same, and each is marked",
            );
        }
    }
}

fn lists(case: &Case, problems: &mut Problems) {
    if case.lists.is_empty() && case.sites.is_empty() {
        open(
            problems,
            "agreement.toml",
            "no list of protected sites is mentioned".to_owned(),
            "a `[[list]]` for each party: whether there is one, and whether its content is known here",
        );
    }
    for list in case.lists.iter().filter(|l| !l.disclosed) {
        open(
            problems,
            "agreement.toml",
            format!("the list of `{}` is not known here", list.party),
            "",
        );
    }
}

fn panel(case: &Case, problems: &mut Problems) {
    let holders: BTreeSet<_> = case
        .readings
        .iter()
        .filter(|r| case.panel.contains(&r.id))
        .map(|r| &r.holder)
        .collect();
    for party in case
        .parties
        .iter()
        .filter(|p| p.role == holdfire_model::Role::Bound)
    {
        if !holders.contains(&party.id) {
            open(
                problems,
                "case.toml",
                format!("the panel has no reading of `{}`, which is bound", party.id),
                "the headline is computed over the panel; by default one reading of each bound party",
            );
        }
    }
}

fn outlines(case: &Case, problems: &mut Problems) {
    for area in &case.areas {
        let crosses = area
            .outline
            .clone()
            .and_then(|rings| holdfire_geo::Area::new(rings).ok())
            .is_some_and(|a| a.overlaps_itself());
        if crosses {
            open(
                problems,
                "areas.geojson",
                format!("the outline of `{}` crosses itself", area.id),
                "shares of its area are not reliable; draw it again",
            );
        }
    }
}
