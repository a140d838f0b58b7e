//! Matching incidents with opened sites, and showing the answers to their readers.

use std::collections::BTreeSet;
use std::path::Path;

use holdfire_model::{Case, CountsFrom, NodeId};
use holdfire_register::{
    Counts, FieldName, ListedSite, MatchDisclosure, MatchWord, RecordedVersion, SiteFields,
    Timeline, answer,
};
use holdfire_seal::Hash;
use holdfire_store::mission::{View, is_mission, time};
use holdfire_wire::case::{radius_words, read};
use holdfire_wire::entries::join;
use serde_json::json;

use super::held::{self, HeldList};
use super::questions;
use crate::cli::{CaseFrom, CountedFrom, MatchArgs, MatchCommand, PlainFormat, Who};
use crate::commands::open::{view, writing};
use crate::commands::register::{counted, files, input, open};
use crate::commands::{done, key};
use crate::folder;
use crate::output::{Failure, Outcome, note, print, safe, with_causes};

/// `register match`
pub fn matching(command: &MatchCommand) -> Outcome {
    match command {
        MatchCommand::On {
            dir,
            circle,
            entries,
            who,
        } => switch(dir, circle, *entries, who),
        MatchCommand::Run(args) => run(args),
        MatchCommand::Tick { dir, circle, who } => tick(dir, circle, who),
        MatchCommand::Show {
            from,
            circle,
            format,
        } => show(from, circle, *format),
    }
}

fn switch(dir: &Path, name: &str, entries: u32, who: &Who) -> Outcome {
    let (mission, author) = writing(dir, who)?;
    let circle = mission.now()?.circle(name)?;
    mission.set_matching(&author, &circle, entries)?;
    mission.publish()?;
    let readers: Vec<&str> = circle
        .readers
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    note(&match entries {
        0 => format!("matching is switched off in the circle {name}"),
        _ => format!(
            "from now on each tick gets {entries} entries in the circle {name}, with an answer or without; they are read by {}\n\
             hint: nobody who submits reports may be among them. Whoever makes the ticks needs a key of the circle \
             (`--identity`), or `holdfire register match tick` is run beside them",
            readers.join(", ")
        ),
    });
    done()
}

fn tick(dir: &Path, name: &str, who: &Who) -> Outcome {
    let (mission, _) = writing(dir, who)?;
    let circle = mission.now()?.circle(name)?;
    let batch = mission.match_tick(&circle)?;
    mission.publish()?;
    note(&format!(
        "entered {} entries for {}",
        batch.entries,
        time(batch.at)
    ));
    done()
}

fn run(args: &MatchArgs) -> Outcome {
    let (mission, _) = writing(&args.dir, &args.who)?;
    let view = mission.now()?;
    let circle = view.circle(&args.circle)?;
    let on = view.matching(circle.log)?;
    let matching = on.filter(|on| on.entries > 0).ok_or_else(|| {
        Failure::No(format!(
            "matching is not switched on in the circle {0}\n\
             hint: holdfire register match on {1} --circle {0} --entries NUMBER",
            args.circle,
            args.dir.display()
        ))
    })?;
    let held = held::find(&view, &args.list)?;
    let version = match args.version {
        Some(number) => held.version(number)?,
        None => held.newest().expect("a list that is held has a version"),
    };
    let (case, radius) = case_of(&view)?;
    let opened = opened_sites(args, &held, version)?;
    let sites = listed(args, &case, &held.timeline(None)?, &opened, |word| {
        radius.get(word).copied()
    })?;
    let reach_m = match (args.reach_m, questions::widest_reach_m(&case)) {
        (Some(metres), _) if metres.is_finite() && metres >= 0.0 => metres,
        (Some(metres), _) => {
            return Err(Failure::Input(format!(
                "`--reach-m` is {metres}: no length in metres"
            )));
        }
        (None, stated) => stated.unwrap_or(0.0),
    };
    let asked = questions::questions(&case, &matching.secret);
    let statement = version.handover().signed().hash();
    let answers = answer(statement, &sites, &asked.areas, &asked.asked, reach_m);
    let mut answers = questions::joined(answers);
    // What was disclosed already is not said again.
    let told = view.disclosures(circle.log)?;
    answers.retain(|answer| {
        let about = |one: &&MatchDisclosure| {
            one.incident == answer.incident && one.statement == answer.statement
        };
        told.iter().rev().find(about).map(|one| one.word) != Some(answer.word)
    });
    let new = answers.len();
    let waiting = mission.queue_answers(&circle, answers)?;
    note(&format!(
        "asked about {} with {} of version {}, within {reach_m} m; {}, {waiting} wait; each tick enters {}",
        counted(asked.incidents, "incident"),
        counted(sites.len(), "opened site"),
        version.handover().statement().version,
        counted(new, "new answer"),
        matching.entries
    ));
    done()
}

/// The case that a view has, and the metres of its words of precision.
fn case_of(view: &View) -> Result<(Case, std::collections::BTreeMap<String, f64>), Failure> {
    let state = view.case_items(None)?;
    let files = join(state.into_items()).map_err(|error| Failure::Input(with_causes(&error)))?;
    let radius = radius_words(&files);
    let loaded = folder::check(read(&files), false)?;
    let case = loaded.case.ok_or_else(|| {
        Failure::Input("the case of this mission cannot be read; see the errors above".to_owned())
    })?;
    Ok((case, radius))
}

/// The whole sites that were opened of a version, with their leaves.
fn opened_sites(
    args: &MatchArgs,
    held: &HeldList,
    version: &RecordedVersion,
) -> Result<Vec<(Hash, SiteFields)>, Failure> {
    let signed = version.handover().signed();
    let mut sites = std::collections::BTreeMap::new();
    if let (Some(path), Some(key_file)) = (&args.private, &args.key) {
        let keys = key::load(key_file)?;
        let list = files::private_list(path, &keys)?;
        let number = signed.statement().version;
        let own = list.statement(number);
        if list.list() != held.list
            || own.map(holdfire_register::Statement::hash) != Some(signed.hash())
        {
            let own = own.map_or_else(
                || format!("list {} without this version", list.list()),
                |own| own.state().to_string(),
            );
            return Err(Failure::Integrity(format!(
                "{}: it is {own}; held is {}",
                path.display(),
                signed.state()
            )));
        }
        sites.extend(list.sites(number).map(|(leaf, site)| (leaf, site.clone())));
    }
    let mut in_part = 0;
    for path in &args.openings {
        // By the keys of the record, not by those of who brings the file.
        let report = open::verified(path, version.signed_by(), Some(&signed.hash()))?;
        for leaf in &report.leaves {
            match leaf.whole() {
                Some(site) if !site.is_dummy() => {
                    sites.insert(leaf.leaf, site.clone());
                }
                Some(_) => {}
                None => in_part += 1,
            }
        }
    }
    if in_part > 0 {
        note(&format!(
            "{} opened in part only: left out, since a place and a category are needed",
            counted(in_part, "leaf")
        ));
    }
    Ok(sites.into_iter().collect())
}

/// The sites as matching sees them, for the time for which each counts.
fn listed(
    args: &MatchArgs,
    case: &Case,
    timeline: &Timeline,
    opened: &[(Hash, SiteFields)],
    radius_m: impl Fn(&str) -> Option<f64>,
) -> Result<Vec<ListedSite>, Failure> {
    let from = match args.counts_from {
        CountedFrom::Deposit => CountsFrom::Deposit,
        CountedFrom::Handover => CountsFrom::Handover,
        CountedFrom::Notice => CountsFrom::Notice,
    };
    let known: BTreeSet<&NodeId> = case.taxonomy.nodes().iter().map(|node| &node.id).collect();
    let (mut sites, mut never, mut strange) = (Vec::new(), 0, 0);
    for (leaf, site) in opened {
        let counts: Option<Counts> = timeline
            .leaf(leaf)
            .and_then(|history| history.counts(from, None));
        let Some(counts) = counts else {
            never += 1;
            continue;
        };
        let category = NodeId::new(site.get(FieldName::Category)).ok();
        strange += usize::from(!category.is_some_and(|node| known.contains(&node)));
        sites.push(ListedSite::new(site, counts, &radius_m).map_err(input)?);
    }
    if never > 0 {
        note(&format!(
            "{} left out: that step was not taken for them",
            counted(never, "site")
        ));
    }
    if strange > 0 {
        note(&format!(
            "warning: {} of a category that categories.csv of the case does not have: they match only what is not known",
            counted(strange, "site")
        ));
    }
    Ok(sites)
}

fn show(from: &CaseFrom, name: &str, format: PlainFormat) -> Outcome {
    if !is_mission(&from.dir) {
        return Err(Failure::Input(format!(
            "{} is no mission",
            from.dir.display()
        )));
    }
    let view = view(from)?;
    let circle = view.circle(name)?;
    let Some(matching) = view.matching(circle.log)? else {
        note(&format!(
            "matching was never switched on in the circle {name}"
        ));
        return done();
    };
    let (case, _) = case_of(&view)?;
    let ids = questions::ids(&case, &matching.secret);
    let lists = held::lists(&view)?;
    let mut rows = Vec::new();
    for told in view.disclosures(circle.log)? {
        if told.word == MatchWord::Filler {
            continue;
        }
        let incident = ids.get(&told.incident).map(ToString::to_string);
        let version = lists
            .iter()
            .flat_map(|held| &held.versions)
            .map(|held| held.said.handover().signed().state())
            .find(|state| state.statement == told.statement);
        rows.push((incident, version, told));
    }
    rows.sort_by(|a, b| (&a.0, a.2.tick, a.2.statement).cmp(&(&b.0, b.2.tick, b.2.statement)));
    if format == PlainFormat::Json {
        let rows: Vec<_> = rows
            .iter()
            .map(|(incident, version, told)| {
                json!({
                    "incident": incident,
                    "list": version.map(|state| state.list.to_string()),
                    "version": version.map(|state| state.version),
                    "statement": told.statement.to_string(),
                    "word": told.word.as_str(),
                    "tick": told.tick.to_string(),
                })
            })
            .collect();
        let all = json!({ "schema": "holdfire/matches/1", "answers": rows });
        print(&format!("{all:#}\n"))?;
        return done();
    }
    let lines = rows.iter().map(|(incident, version, told)| {
        let incident = incident
            .as_deref()
            .unwrap_or("an incident that this view does not have");
        let version = version.map_or_else(
            || format!("statement {}", told.statement),
            |state| format!("version {} of list {}", state.version, state.list),
        );
        let word = match told.word {
            MatchWord::MayConcern => "may concern a site that was opened",
            MatchWord::NoneOpened => {
                "concerns none of the sites that were opened; whether another is listed is not said"
            }
            MatchWord::CannotTell => "it cannot be told: a place is not known",
            MatchWord::Filler => "no answer",
        };
        format!(
            "{incident}: {word} ({version}; entered for {})\n",
            told.tick
        )
    });
    print(&lines.map(|line| safe(&line) + "\n").collect::<String>())?;
    done()
}
