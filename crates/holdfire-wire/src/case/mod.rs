//! Case folders: every file read, every problem reported, and what is good made into a case.

mod agreement;
mod areas;
pub(crate) mod categories;
mod dates;
pub(crate) mod head;
mod reading;
mod reading_elements;
mod reading_files;
mod ring;
mod rows;
mod scope;
mod settings;
mod times;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use holdfire_model::{
    ActKindId, AreaId, Case, ClauseId, ConditionId, Instrument, InstrumentId, Mandate, NodeId,
    PartyId, Passage, ReadingId, SettingChange, Settings, Terms, Zone,
};

use crate::files::CaseFiles;
use crate::problem::{Problem, Problems, Severity, did_you_mean, nearest};
use crate::table::Rows;
use crate::toml_file::{At, Cuts, TomlFile};
use categories::Categories;
use head::{AgreementFile, CaseFile, MandateName};
use rows::{RowIds, about, reports, sites, texts};
use scope::{Ids, Reader};

/// The version of the case folder format that this program reads and writes.
pub const VERSION: u32 = 1;

/// Ids that elements and rows may refer to.
#[derive(Default)]
pub(crate) struct Known {
    pub parties: Ids<PartyId>,
    pub instruments: Ids<InstrumentId>,
    pub clauses: Ids<ClauseId>,
    pub conditions: Ids<ConditionId>,
    pub nodes: Ids<NodeId>,
    pub areas: Ids<AreaId>,
    pub acts: Ids<ActKindId>,
    /// True once something has named a category although there are none.
    pub names_category: Cell<bool>,
}

/// What a case folder gives.
#[derive(Debug)]
pub struct Loaded {
    /// The case, if its terms could be read; then rows that were refused are listed in it.
    pub case: Option<Case>,
    /// Everything that is wrong, by file and line.
    pub problems: Vec<Problem>,
    /// Notices that every output with outlines prints.
    pub notices: Vec<String>,
}

impl Loaded {
    /// How many problems there are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.problems
            .iter()
            .filter(|p| p.severity == severity)
            .count()
    }
}

/// How much of a case the files hold.
#[derive(Clone, Copy)]
enum Extent<'a> {
    /// All of it.
    Whole,
    /// What one reader may read, with a case that was read before.
    Part(Option<&'a Case>),
}

/// Reads a case folder.
#[must_use]
pub fn read(files: &CaseFiles) -> Loaded {
    read_as(files, Extent::Whole)
}

/// Reads what one reader may read of a case. An incident that an invocation rests on need not be there: whether the ground
/// was covered is then unknown, as rule R6 has it. What is missing is not told.
///
/// # Units and shape
/// - `known`: a case that is in memory already; rows that say the same are shared with it.
#[must_use]
pub fn read_part(files: &CaseFiles, known: Option<&Case>) -> Loaded {
    read_as(files, Extent::Part(known))
}

fn read_as(files: &CaseFiles, extent: Extent<'_>) -> Loaded {
    let mut problems = Problems::default();
    let mut notices = Vec::new();
    let case = read_case(files, extent, &mut problems, &mut notices);
    if let Some(case) = &case {
        crate::work::check(files, case, &mut problems);
    }
    let problems = problems.sorted();
    let case = case.map(|mut case| {
        let list = |severity: Severity| {
            let of = problems.iter().filter(move |p| p.severity == severity);
            of.map(|p| holdfire_model::Problem {
                file: p.file.clone(),
                line: p.line,
                message: p.message.clone(),
            })
            .collect()
        };
        case.refused = list(Severity::Refused);
        case.problems = list(Severity::Kept);
        case
    });
    // With an error in the terms nothing is answered: half of the terms would be other terms.
    let case = case.filter(|_| !problems.iter().any(|p| p.severity == Severity::Error));
    Loaded {
        case,
        problems,
        notices,
    }
}

pub(crate) fn check_version(reader: &mut Reader<'_>, version: &At<u32>) {
    if version.value != VERSION {
        let hint = if version.value > VERSION {
            "a newer holdfire is needed"
        } else {
            "versions begin at 1"
        };
        reader.error(
            version,
            format!("version {} of this format is not known", version.value),
            Some(hint.to_owned()),
        );
    }
}

/// The metres of each word of precision, as `[radius_m]` of case.toml has them; words without a usable number are left out.
#[must_use]
pub fn radius_words(files: &CaseFiles) -> BTreeMap<String, f64> {
    let problems = &mut Problems::default();
    let head: Option<(CaseFile, Cuts)> = toml(files, "case.toml", problems);
    let (Some((head, cuts)), Some(text)) = (head, files.text("case.toml", problems)) else {
        return BTreeMap::new();
    };
    let file = TomlFile {
        path: "case.toml",
        text,
    };
    let reader = &mut Reader {
        file,
        problems,
        cuts,
    };
    settings::radii(reader, &head)
}

fn toml<T: serde::de::DeserializeOwned + schemars::JsonSchema>(
    files: &CaseFiles,
    path: &str,
    problems: &mut Problems,
) -> Option<(T, Cuts)> {
    if !files.0.contains_key(path) {
        problems.file(
            path,
            "the file is not there",
            Some(
                "`holdfire case new DIR` writes a folder with every file that is needed".to_owned(),
            ),
        );
        return None;
    }
    let text = files.text(path, problems)?;
    TomlFile { path, text }.read(problems)
}

fn read_case(
    files: &CaseFiles,
    extent: Extent<'_>,
    problems: &mut Problems,
    notices: &mut Vec<String>,
) -> Option<Case> {
    let head: Option<(CaseFile, Cuts)> = toml(files, "case.toml", problems);
    let agreement: Option<(AgreementFile, Cuts)> = toml(files, "agreement.toml", problems);
    let ((head, head_cuts), (agreement, agreement_cuts)) = (head?, agreement?);
    notices.clone_from(&head.notices);

    let (areas, areas_whole) = match files.text("areas.geojson", problems) {
        Some(text) => areas::read(text, problems),
        None => (Vec::new(), !files.0.contains_key("areas.geojson")),
    };
    let Categories {
        taxonomy,
        mut nodes,
        words,
    } = match files.text("categories.csv", problems) {
        Some(text) => categories::read(text, problems),
        None => Categories::default(),
    };
    // Without any, one line says so, and not one for each that is named.
    let no_category =
        nodes.set.is_empty() && problems.count_in("categories.csv", Severity::Error) == 0;
    nodes.whole &= !nodes.set.is_empty();

    let mut reader = Reader {
        file: TomlFile {
            path: "case.toml",
            text: files.text("case.toml", problems)?,
        },
        problems,
        cuts: head_cuts,
    };
    check_version(&mut reader, &head.version);
    let zone = reader.zone(&head.zone);
    let mut known = Known {
        nodes,
        areas: Ids {
            set: areas.iter().map(|a| a.id.clone()).collect(),
            whole: areas_whole,
        },
        ..Known::default()
    };
    known.acts.whole = !reader.cuts.has(None, "acts");
    for kind in &head.acts {
        let id = reader.id(kind, ActKindId::new);
        known.acts.whole &= id.is_some();
        known.acts.set.extend(id);
    }
    let parties = settings::parties(&mut reader, &head, &mut known);
    let parts = settings::parts(&mut reader, &head);
    let radius_m = settings::radii(&mut reader, &head);
    let order: Vec<ReadingId> = head
        .readings
        .iter()
        .filter_map(|r| reader.id(r, ReadingId::new))
        .collect();
    reader.once(&head.readings, "readings");
    let panel = settings::panel(&mut reader, &head.panel, &order);
    let former_panel = head
        .former_panel
        .as_ref()
        .map(|p| settings::readings(&mut reader, p, &order));

    let text = files.text("agreement.toml", problems)?;
    let mut reader = Reader {
        file: TomlFile {
            path: "agreement.toml",
            text,
        },
        problems,
        cuts: agreement_cuts,
    };
    known.instruments = Ids {
        set: agreement
            .instrument
            .iter()
            .filter_map(|i| InstrumentId::new(&i.id.value).ok())
            .collect(),
        whole: !reader.cuts.has(None, "instrument"),
    };
    unique(
        &mut reader,
        "instrument",
        agreement.instrument.iter().map(|i| &i.id),
    );
    unique(
        &mut reader,
        "clause",
        agreement.clause.iter().map(|c| &c.id),
    );
    unique(
        &mut reader,
        "condition",
        agreement.condition.iter().map(|c| &c.id),
    );
    unique(
        &mut reader,
        "invocation",
        agreement.invocation.iter().map(|i| &i.id),
    );
    if agreement.clause.is_empty() && !reader.cuts.has(None, "clause") {
        reader.problems.file(
            "agreement.toml",
            "there is no clause",
            Some("a clause says which acts are prohibited against what".to_owned()),
        );
    }
    let zone = zone?;
    let terms = agreement::read(&mut reader, &agreement, &known, &zone);
    known.clauses = Ids {
        set: terms.clauses.iter().map(|c| c.id.clone()).collect(),
        whole: !reader.cuts.has(None, "clause") && terms.clauses.len() == agreement.clause.len(),
    };
    known.conditions = Ids {
        set: terms.conditions.iter().map(|c| c.id.clone()).collect(),
        whole: !reader.cuts.has(None, "condition")
            && terms.conditions.iter().count() == agreement.condition.len(),
    };
    let terms_cuts = std::mem::take(&mut reader.cuts);
    let readings = reading_files::read(files, &head, &order, &known, problems);

    let outlines = areas::outlines(&areas);
    let mut ctx = rows::Context {
        zone: &zone,
        parts: &parts,
        radius_m: &radius_m,
        known: &known,
        bounds: areas::bounds(&areas),
        outlines: &outlines,
        words: &words,
        control: RowIds::default(),
        sites: RowIds::default(),
        facilities: RowIds::default(),
        reports: RowIds::default(),
        observations: RowIds::default(),
        shared: rows::Shared::new(match extent {
            Extent::Whole => None,
            Extent::Part(known) => known,
        }),
    };
    macro_rules! table {
        ($path:literal, $read:path) => {
            match files.text($path, problems) {
                Some(text) => $read($path, text, &ctx, problems),
                None => Rows::default(),
            }
        };
    }
    let (passages, _) = rows::ids(table!("texts.csv", texts::texts), |(id, _)| id);
    let instruments = with_passages(terms.instruments, passages);
    let control;
    (control, ctx.control) = rows::ids(table!("control.csv", sites::control), |c| &c.id);
    let facilities;
    (facilities, ctx.facilities) =
        rows::ids(table!("facilities.csv", sites::facilities), |f| &f.id);
    let sites;
    (sites, ctx.sites) = rows::ids(table!("register.csv", sites::register), |s| &s.id);
    let reports;
    (reports, ctx.reports) = rows::ids(table!("reports.csv", reports::reports), |r| &r.id);
    let observations;
    (observations, ctx.observations) =
        rows::ids(table!("observations.csv", about::observations), |o| &o.id);
    let (replies, _) = rows::ids(table!("replies.csv", about::replies), |r| &r.id);
    let mut links = table!("links.csv", about::links).kept;
    links.sort_by(|a, b| (&a.from, &a.to, a.kind).cmp(&(&b.from, &b.to, b.kind)));
    let refused = &ctx.reports.refused;
    let mut reader = Reader {
        file: TomlFile {
            path: "agreement.toml",
            text,
        },
        problems,
        cuts: terms_cuts,
    };
    if matches!(extent, Extent::Whole)
        && reader.problems.count_in("reports.csv", Severity::Error) == 0
    {
        agreement::check_incidents(
            &mut reader,
            &agreement,
            &terms.invocations,
            &reports,
            refused,
        );
    }
    if no_category && known.names_category.get() {
        let what = if files.0.contains_key("categories.csv") {
            "the table has no row, and the case names categories"
        } else {
            "the file is not there, and the case names categories"
        };
        let hint = "`holdfire case new DIR` writes one to fill in; a row for each node, a row for each word";
        problems.file("categories.csv", what, Some(hint.to_owned()));
    }
    unknown_files(files, problems);

    let printed = settings::printed(&head, &zone, &radius_m);
    Some(Case {
        terms: Arc::new(Terms {
            id: head.id.value.clone(),
            title: head.title,
            summary: head.summary,
            mandate: match head.mandate {
                MandateName::Monitor => Mandate::Monitor,
                MandateName::Verify => Mandate::Verify,
                MandateName::Attribute => Mandate::Attribute,
                MandateName::Determine => Mandate::Determine,
            },
            settings: Settings {
                fixed_on: head.fixed_on.value,
                zone: zone.clone(),
                printed,
                changes: head
                    .change
                    .into_iter()
                    .map(|c| SettingChange {
                        setting: c.setting,
                        at: c.at,
                        before: c.before,
                        why: c.why,
                    })
                    .collect(),
                former_panel,
                boundary_basis: head.boundary_basis,
            },
            parties,
            instruments,
            clauses: terms.clauses,
            conditions: terms.conditions,
            invocations: terms.invocations,
            readings,
            panel,
            taxonomy,
            act_kinds: known.acts.set.iter().cloned().collect(),
            areas,
            control,
            sites,
            lists: terms.lists,
            facilities,
        }),
        reports,
        observations,
        replies,
        links,
        refused: Vec::new(),
        problems: Vec::new(),
    })
}

/// The instruments, each with its passages in the order in which they are given.
fn with_passages<I>(
    mut instruments: Vec<Instrument>,
    passages: Vec<(I, Passage)>,
) -> Vec<Instrument> {
    for (_, passage) in passages {
        let of = instruments.iter_mut().find(|i| i.id == passage.instrument);
        if let Some(instrument) = of {
            instrument.passages.push(passage);
        }
    }
    instruments
}

fn unique<'a>(reader: &mut Reader<'_>, what: &str, ids: impl Iterator<Item = &'a At<String>>) {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(&id.value) {
            reader.error(
                id,
                format!("the {what} `{}` is defined twice", id.value),
                None,
            );
        }
    }
}

fn unknown_files(files: &CaseFiles, problems: &mut Problems) {
    for path in files.0.keys() {
        let small = path.to_lowercase();
        let table = [".csv", ".toml", ".geojson"]
            .iter()
            .any(|end| small.ends_with(end));
        let known = CaseFiles::NAMES.contains(&path.as_str()) || path.contains('/');
        if table && !known {
            problems.push(Problem {
                file: path.clone(),
                line: 0,
                column: 0,
                severity: Severity::Kept,
                message: "a file of this name is not read".into(),
                hint: nearest(path, CaseFiles::NAMES).map(did_you_mean),
            });
        }
    }
}

/// The zone of a case folder, for times on the command line; `None` if `case.toml` cannot be read.
#[must_use]
pub fn zone(files: &CaseFiles) -> Option<Zone> {
    let mut problems = Problems::default();
    let (head, _): (CaseFile, Cuts) = toml(files, "case.toml", &mut problems)?;
    Zone::named(&head.zone.value).ok()
}

/// The name of an effect, as files write it.
pub(crate) fn effect_name(name: crate::element::EffectName) -> &'static str {
    reading_elements::effect(name).name()
}
