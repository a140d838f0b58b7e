//! `reports.csv`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use holdfire_model::{
    Act, ActKindId, ControlId, Effect, NodeId, Object, ObjectBasis, Report, ReportId, SiteId,
    Story, When, phrase, row_cite,
};

use super::{
    Context, facility, first_few, fresh, kept, list, off_its_area, pick, place, refer,
    said_before_entered, source,
};
use crate::case::times;
use crate::problem::{Problems, did_you_mean, nearest};
use crate::table::{Fault, Row, Rows, Table, fault, is};

/// `reports.csv`.
pub(crate) fn reports(
    path: &str,
    text: &str,
    ctx: &Context<'_>,
    problems: &mut Problems,
) -> Rows<Arc<Report>> {
    let needed = [
        "id", "by", "source", "date", "place", "object", "category", "actor", "summary",
    ];
    let others = [
        "speaker",
        "source_kind",
        "source_url",
        "said_at",
        "entered_at",
        "time",
        "part",
        "from",
        "until",
        "tz",
        "mode",
        "after",
        "area",
        "lat",
        "lon",
        "precision",
        "object_basis",
        "site",
        "facility",
        "act",
        "means",
        "effect",
        "control",
        "note",
    ];
    let Some(table) = Table::open(path, text, &needed, &others, problems) else {
        return Rows::default();
    };
    let mut seen = BTreeMap::new();
    table.rows(problems, |row, problems| {
        let source = source(row, ctx)?;
        let when = times::when(row, ctx.zone, ctx.parts)?;
        if let Some(problem) = &when.problem {
            problems.push(kept(path, row, problem.clone()));
        }
        let mut place = place(row, ctx)?;
        place.basis = ctx.shared.phrases.one(place.basis);
        problems.extend(off_its_area(path, row, ctx)?);
        let shared = &ctx.shared;
        let story = Story {
            when: When {
                basis: shared.phrases.one(when.basis),
                ..when
            },
            place,
            object: shared.objects.one(object(row, ctx)?),
            act: shared.acts.one(act(row, ctx)?),
            actors: shared.actors.one(
                list(row.get("actor"))
                    .map(|p| ctx.party(p, "actor"))
                    .collect::<Result<BTreeSet<_>, _>>()?,
            ),
            control: match row.some("control") {
                Some(text) => Some(refer(
                    text,
                    "control",
                    (
                        phrase!("row-what-control", "control statement"),
                        "control.csv",
                    ),
                    &ctx.control,
                    ControlId::new,
                )?),
                None => None,
            },
        };
        let id = fresh(row, &mut seen, ReportId::new)?;
        said_before_entered(path, row, &source, problems);
        Ok(shared.report(Report {
            at: row_cite(path, id.as_str()),
            source: shared.sources.one(source),
            story: Arc::new(story),
            summary: row.get("summary").to_owned(),
            note: row.get("note").to_owned(),
            id,
        }))
    })
}

fn object(row: &Row<'_>, ctx: &Context<'_>) -> Result<Object, Fault> {
    let categories = match row.get("category") {
        "" | "unknown" => BTreeSet::new(),
        word => category(word, ctx)?,
    };
    let basis = match row.get("object_basis") {
        "" | "stated" => ObjectBasis::Stated,
        "claimed-intent" => ObjectBasis::ClaimedIntent,
        other => {
            return Err(fault(
                "object_basis",
                is("object_basis", other),
                phrase!(
                    "row-write-basis",
                    "write stated (or nothing) or claimed-intent"
                ),
            ));
        }
    };
    Ok(Object {
        name: row.get("object").to_owned(),
        categories,
        basis,
        site: match row.some("site") {
            Some(text) => Some(refer(
                text,
                "site",
                (phrase!("row-what-site", "site"), "register.csv"),
                &ctx.sites,
                SiteId::new,
            )?),
            None => None,
        },
        facility: facility(row, ctx)?,
    })
}

fn act(row: &Row<'_>, ctx: &Context<'_>) -> Result<Act, Fault> {
    let mut kinds: BTreeSet<ActKindId> = BTreeSet::new();
    for kind in list(row.get("act")) {
        kinds.insert(pick(
            kind,
            "act",
            &phrase!("row-what-act", "kind of act"),
            &ctx.known.acts,
            ActKindId::new,
        )?);
    }
    if kinds.is_empty() {
        // Not said: every kind that the case knows is a possibility.
        kinds.clone_from(&ctx.known.acts.set);
    }
    let mut effects = BTreeSet::new();
    for word in list(row.get("effect")) {
        match Effect::ALL.iter().find(|e| e.name() == word) {
            Some(effect) => {
                effects.insert(*effect);
            }
            None if word == "unknown" => effects.extend(Effect::ALL),
            None => {
                return Err(fault(
                    "effect",
                    is("effect", word),
                    phrase!(
                        "row-write-effect",
                        "write hit, intercepted, debris, collateral or unknown, several with `|`"
                    ),
                ));
            }
        }
    }
    let means = list(row.get("means")).map(str::to_owned).collect();
    Act::new(kinds, effects, means).ok_or_else(|| {
        fault(
            "act",
            phrase!("row-no-acts", "the case defines no kinds of act"),
            phrase!("row-write-acts", "add `acts` to case.toml"),
        )
    })
}

/// The nodes that a word stands for.
fn category(word: &str, ctx: &Context<'_>) -> Result<BTreeSet<NodeId>, Fault> {
    if let Some(nodes) = ctx.words.get(word) {
        return Ok(nodes.clone());
    }
    if !ctx.known.nodes.whole {
        ctx.known.names_category.set(true);
        return Err(fault("category", "", None));
    }
    let is_node = ctx.known.nodes.set.iter().any(|n| n.as_str() == word);
    let (message, hint) = if is_node {
        (
            phrase!(
                "row-category-node",
                "the category `{word}` is a node of categories.csv and not a word",
                word = word
            ),
            phrase!(
                "row-add-word",
                "`{word}` is a node; add a row with it as word: `{word},{word},,,,`",
                word = word
            ),
        )
    } else {
        let words: Vec<&str> = ctx.words.keys().map(String::as_str).collect();
        let hint = match nearest(word, words.iter().copied()) {
            Some(near) => did_you_mean(near),
            None if words.is_empty() => {
                phrase!("row-no-words", "categories.csv has no words")
            }
            None => phrase!(
                "row-add-category",
                "add a row with this word and the nodes that it stands for, or leave it empty: not known; words are: {words}",
                words = first_few(&words)
            ),
        };
        (
            phrase!(
                "row-category-unknown",
                "the category `{word}` is not a word of categories.csv",
                word = word
            ),
            hint,
        )
    };
    Err(Fault {
        column: "category",
        message,
        hint: Some(hint),
    })
}
