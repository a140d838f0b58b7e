//! Terms, reading and register view, compiled: what the predicates of [`crate::predicates`] look at.

use std::sync::Arc;

use holdfire_model::{
    Acts, Against, Boundary, Case, Clause, ClauseReading, CountsFrom, Element, HeldByOther,
    Incident, Part, Phrase, Protects, Reading, Stated, Term, Territory, Whose, phrase,
};

use crate::frame::{Frame, FrameError, effect_bits};
use crate::period::Period;
use crate::release;
use crate::scope::CompiledScope;
use crate::timeline::Timeline;
use crate::whys::{Why, Whys};

/// Bits that a reading counts, does not count, or states both ways; the rest is silent.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub counted: u64,
    pub not_counted: u64,
}

impl Tally {
    pub fn conflict(self) -> u64 {
        self.counted & self.not_counted
    }
}

/// Whose an area is, as the reading answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// This party's.
    Party(usize),
    /// Statements of the reading give it to different parties, a bit each.
    Disputed(u32),
    /// The reading names no owner.
    Nobody,
}

impl Owner {
    /// The parties that it may be, a bit each.
    pub fn bits(self) -> u32 {
        match self {
            Self::Party(p) => 1 << p,
            Self::Disputed(some) => some,
            Self::Nobody => 0,
        }
    }
}

/// Where the clause applies.
#[derive(Clone, Debug)]
pub(crate) enum CompiledTerritory {
    /// No spatial limit.
    Everywhere,
    /// In what is these parties', a bit each.
    Of(u32),
    /// In these areas: by position whether inside or unstated.
    Areas {
        inside: Vec<bool>,
        unstated: Vec<bool>,
    },
    /// Statements disagree.
    Conflict,
}

/// An exception: limits that must all hold.
#[derive(Clone, Debug)]
pub(crate) struct CompiledException {
    pub categories: Option<CompiledScope>,
    pub territory: Option<CompiledTerritory>,
    pub kinds: Option<u64>,
    pub effects: Option<u8>,
    pub actors: Option<u32>,
    pub period: Option<Timeline>,
    pub circumstance: bool,
    pub why: u16,
}

/// A way to protect, with the reach in metres for lists.
#[derive(Clone, Copy, Debug)]
pub(crate) enum CompiledProtects {
    Category,
    Listed {
        counts_from: Option<CountsFrom>,
        reach_m: f64,
    },
}

/// Numbers of the reasons that predicates give.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbers {
    pub scope: u16,
    pub protects: u16,
    pub kinds: u16,
    pub effects: u16,
    pub bound: u16,
    pub territory: u16,
    pub whose: u16,
    pub against: u16,
}

/// One clause of one reading, ready to be asked.
#[derive(Clone, Debug)]
pub struct CompiledClause {
    pub(crate) position: usize,
    /// In force, by party; the last one is for nobody in particular.
    pub(crate) lines: Vec<Timeline>,
    pub(crate) line_of: Vec<usize>,
    pub(crate) scope: CompiledScope,
    pub(crate) protects: Vec<CompiledProtects>,
    pub(crate) kinds: Tally,
    pub(crate) effects: Tally,
    /// Who is bound, a bit each; `None`: the reading does not say, or its statements disagree.
    pub(crate) bound: Option<u32>,
    pub(crate) territory: CompiledTerritory,
    pub(crate) owners: Vec<Owner>,
    pub(crate) whose_silent: bool,
    pub(crate) held_by_other: HeldByOther,
    pub(crate) against: Option<Against>,
    pub(crate) exceptions: Vec<CompiledException>,
    pub(crate) whys: Whys,
    pub(crate) numbers: Numbers,
    pub(crate) what_if: bool,
}

/// A reading, ready to be asked: one compiled clause for each clause of the agreement, in its order.
#[derive(Clone, Debug)]
pub struct CompiledReading {
    pub(crate) clauses: Vec<CompiledClause>,
}

impl CompiledReading {
    /// Compiles a reading. `incidents`: those that invocations may name as their ground.
    ///
    /// # Errors
    /// [`FrameError`] if the place of a ground is not on Earth.
    pub fn compile(
        frame: &Frame<'_>,
        reading: &Reading,
        incidents: &[Arc<Incident>],
    ) -> Result<Self, FrameError> {
        let case = frame.case();
        let silent = ClauseReading::default();
        let mut clauses = Vec::with_capacity(case.clauses.len());
        for (position, clause) in case.clauses.iter().enumerate() {
            let stated = reading.clauses.get(&clause.id).unwrap_or(&silent);
            let mut compiled = compile_clause(frame, reading, position, clause, stated);
            release::solve(frame, reading, &stated.release, incidents, &mut compiled)?;
            clauses.push(compiled);
        }
        Ok(Self { clauses })
    }

    /// The clauses, in the order of the agreement.
    #[must_use]
    pub fn clauses(&self) -> &[CompiledClause] {
        &self.clauses
    }

    /// The widest reach that a clause asks objects with, metres; `None` if no clause goes by lists.
    #[must_use]
    pub fn reach_m(&self) -> Option<f64> {
        self.clauses
            .iter()
            .filter_map(CompiledClause::reach_m)
            .reduce(f64::max)
    }
}

impl CompiledClause {
    /// The widest reach that it asks objects with, metres; `None` if it does not go by lists.
    pub(crate) fn reach_m(&self) -> Option<f64> {
        let reach = |p: &CompiledProtects| match p {
            CompiledProtects::Category => None,
            CompiledProtects::Listed { reach_m, .. } => Some(*reach_m),
        };
        self.protects.iter().filter_map(reach).reduce(f64::max)
    }

    /// Position of the clause in the case.
    #[must_use]
    pub fn position(&self) -> usize {
        self.position
    }

    /// In force over time for a party, or for nobody in particular.
    #[must_use]
    pub fn in_force(&self, party: Option<usize>) -> &Timeline {
        &self.lines[party.map_or(self.lines.len() - 1, |p| self.line_of[p])]
    }

    /// A reason by its number, for bands of [`CompiledClause::in_force`].
    #[must_use]
    pub fn why(&self, number: u16) -> &Why {
        self.whys.get(number)
    }
}

fn compile_clause(
    frame: &Frame<'_>,
    reading: &Reading,
    position: usize,
    clause: &Clause,
    stated: &ClauseReading,
) -> CompiledClause {
    let case = frame.case();
    let mut whys = Whys::default();
    let mut period = Period {
        zone: &reading.zone,
        conditions: &case.conditions,
        whys: &mut whys,
    };
    let base = period.compile(stated);
    let (bound, lines, line_of) = bound(frame, &mut period, &stated.bound, base);
    let exceptions = stated
        .exceptions
        .iter()
        .map(|e| compile_exception(frame, &mut period, e))
        .collect();
    let (kinds, effects) = acts(frame, clause, &stated.acts);
    let owners = owners(frame, case, &reading.whose);
    let numbers = numbers(case, reading, clause, stated, &mut whys);
    CompiledClause {
        position,
        lines,
        line_of,
        scope: CompiledScope::compile(&stated.scope, &case.taxonomy),
        protects: protects(&stated.protects),
        kinds,
        effects,
        bound,
        territory: territory(frame, &stated.territory),
        owners,
        whose_silent: reading.whose.is_silent(),
        held_by_other: reading
            .whose
            .first()
            .map_or(HeldByOther::Outline, |e| e.value.held_by_other),
        against: if stated.against.is_conflict() {
            None
        } else {
            stated.against.first().map(|e| e.value)
        },
        exceptions,
        whys,
        numbers,
        what_if: false,
    }
}

/// Who is bound, and a line for each party that is bound from later on; the last line is the base.
fn bound(
    frame: &Frame<'_>,
    period: &mut Period<'_>,
    term: &Term<std::collections::BTreeMap<holdfire_model::PartyId, Option<Boundary>>>,
    base: Timeline,
) -> (Option<u32>, Vec<Timeline>, Vec<usize>) {
    let mut lines = Vec::new();
    let mut line_of = vec![usize::MAX; frame.parties.len()];
    if !term.is_conflict() {
        for element in term.iter().take(1) {
            for (party, from) in &element.value {
                if let (Some(p), Some(from)) = (frame.party(party), from) {
                    line_of[p] = lines.len();
                    let what = phrase!(
                        "what-bound-from",
                        "{party} is bound from",
                        party = frame.case().party_name(party)
                    );
                    lines.push(base.and(&period.starting(*from, element, &what)));
                }
            }
        }
    }
    let last = lines.len();
    lines.push(base);
    line_of
        .iter_mut()
        .filter(|l| **l == usize::MAX)
        .for_each(|l| *l = last);
    let bits = (!term.is_conflict())
        .then(|| term.first().map(|e| frame.party_bits(e.value.keys())))
        .flatten();
    (bits, lines, line_of)
}

fn acts(frame: &Frame<'_>, clause: &Clause, term: &Term<Acts>) -> (Tally, Tally) {
    let mut kinds = Tally::default();
    let mut effects = Tally::default();
    for element in term.iter() {
        let acts = &element.value;
        kinds.counted |= frame.kind_bits(&acts.counted_kinds);
        kinds.not_counted |= frame.kind_bits(&acts.not_counted_kinds);
        effects.counted |= u64::from(effect_bits(&acts.counted_effects));
        effects.not_counted |= u64::from(effect_bits(&acts.not_counted_effects));
    }
    // A kind that the reading takes out is out, although the clause names it; stated both ways it is a conflict,
    // whichever statement comes first.
    kinds.counted |= frame.kind_bits(&clause.prohibits) & !kinds.not_counted;
    (kinds, effects)
}

fn protects(term: &Term<Protects>) -> Vec<CompiledProtects> {
    if term.is_silent() {
        return vec![CompiledProtects::Category];
    }
    let compile = |e: &Element<Protects>| match e.value {
        Protects::Category => CompiledProtects::Category,
        Protects::Listed {
            counts_from,
            reach_m,
        } => CompiledProtects::Listed {
            counts_from,
            reach_m,
        },
    };
    term.iter().map(compile).collect()
}

fn owners(frame: &Frame<'_>, case: &Case, term: &Term<Whose>) -> Vec<Owner> {
    let answer = |area: &holdfire_model::NamedArea| {
        let mut at = Some(&area.id);
        while let Some(id) = at {
            let named = term.iter().filter_map(|e| e.value.owner.get(id));
            let bits = frame.party_bits(named);
            match bits.count_ones() {
                0 => {}
                1 => return Owner::Party(bits.trailing_zeros() as usize),
                _ => return Owner::Disputed(bits),
            }
            at = case
                .areas
                .iter()
                .find(|a| a.id == *id)
                .and_then(|a| a.within.as_ref());
        }
        Owner::Nobody
    };
    case.areas.iter().map(answer).collect()
}

fn territory(frame: &Frame<'_>, term: &Term<Territory>) -> CompiledTerritory {
    match term.first() {
        None => CompiledTerritory::Everywhere,
        Some(_) if term.is_conflict() => CompiledTerritory::Conflict,
        Some(element) => one_territory(frame, &element.value),
    }
}

fn one_territory(frame: &Frame<'_>, value: &Territory) -> CompiledTerritory {
    match value {
        Territory::Of(parties) => CompiledTerritory::Of(frame.party_bits(parties)),
        Territory::Areas { inside, unstated } => {
            let marks = |set: &std::collections::BTreeSet<holdfire_model::AreaId>| {
                // An area that lies wholly in a marked one is marked with it.
                let mut marks = vec![false; frame.outlines.len()];
                for (i, mark) in marks.iter_mut().enumerate() {
                    let mut at = Some(i);
                    while let Some(a) = at {
                        *mark |= set.iter().any(|id| frame.area(id) == Some(a));
                        at = frame.within[a];
                    }
                }
                marks
            };
            CompiledTerritory::Areas {
                inside: marks(inside),
                unstated: marks(unstated),
            }
        }
    }
}

fn compile_exception(
    frame: &Frame<'_>,
    period: &mut Period<'_>,
    element: &Element<holdfire_model::Exception>,
) -> CompiledException {
    let exception = &element.value;
    let during =
        |line: Option<Timeline>, more: Timeline| Some(line.map_or(more.clone(), |l| l.and(&more)));
    let mut line = None;
    if let Some(from) = exception.from {
        line = during(
            line,
            period.starting(
                from,
                element,
                &phrase!("what-exception-from", "the exception holds from"),
            ),
        );
    }
    if let Some(until) = exception.until {
        line = during(
            line,
            period.ending(
                until,
                element,
                &phrase!("what-exception-until", "the exception holds until"),
            ),
        );
    }
    let categories = exception.categories.as_ref().map(|nodes| {
        let scope = holdfire_model::Scope {
            covered: nodes.clone(),
            not_covered: std::collections::BTreeSet::new(),
            list: holdfire_model::ListKind::Closed,
        };
        let term = Term(vec![Element {
            value: scope,
            stated: element.stated.clone(),
        }]);
        CompiledScope::compile(&term, &frame.case().taxonomy)
    });
    let territory = exception.areas.as_ref().map(|areas| {
        one_territory(
            frame,
            &Territory::Areas {
                inside: areas.clone(),
                unstated: std::collections::BTreeSet::new(),
            },
        )
    });
    CompiledException {
        categories,
        territory,
        kinds: exception.kinds.as_ref().map(|k| frame.kind_bits(k)),
        effects: exception.effects.as_ref().map(effect_bits),
        actors: exception.actors.as_ref().map(|a| frame.party_bits(a)),
        period: line,
        circumstance: exception.circumstance.is_some(),
        why: period.whys.add(Why::stated(
            match &exception.circumstance {
                Some(text) => Phrase::verbatim(format!("{}: {text}", exception.name)),
                None => Phrase::verbatim(&exception.name),
            },
            &element.stated,
        )),
    }
}

fn numbers(
    case: &Case,
    reading: &Reading,
    clause: &Clause,
    stated: &ClauseReading,
    whys: &mut Whys,
) -> Numbers {
    fn why<T: PartialEq>(
        whys: &mut Whys,
        term: &Term<T>,
        point: &str,
        silent: Phrase,
        say: impl Fn(&T) -> Phrase,
    ) -> u16 {
        let text = match term.first() {
            // A silence with a default of its own is no missing term.
            None if matches!(point, "notice" | "territory") => return whys.add(Why::plain(silent)),
            None => return whys.add(Why::silent(silent, &[point])),
            Some(_) if term.is_conflict() => return whys.add(Why::conflict(point, &term.0)),
            Some(first) => say(&first.value),
        };
        let mut why = Why::plain(text);
        term.iter().for_each(|e| why.rest_on(&e.stated));
        whys.add(why)
    }
    let kinds: Vec<String> = clause.prohibits.iter().map(ToString::to_string).collect();
    let stated_acts: Vec<&Stated> = stated.acts.iter().map(|e| &e.stated).collect();
    let mut kinds_why = Why::plain(phrase!(
        "why-prohibits",
        "the clause prohibits: {kinds}",
        kinds = kinds.join(", ")
    ));
    let mut effects_why = Why::plain(if stated_acts.is_empty() {
        phrase!(
            "why-effects-silent",
            "the reading does not say whether attempts, debris or collateral damage count"
        )
    } else {
        phrase!("why-effects", "which effects count")
    });
    for by in stated_acts {
        kinds_why.rest_on(by);
        effects_why.rest_on(by);
    }
    Numbers {
        scope: why(
            whys,
            &stated.scope,
            "scope",
            phrase!(
                "why-scope-silent",
                "the reading does not say which objects are protected"
            ),
            |_| phrase!("why-scope", "which objects are protected"),
        ),
        protects: why(
            whys,
            &stated.protects,
            "notice",
            phrase!("why-by-category-default", "protected by category (default)"),
            |p| match p {
                Protects::Category => phrase!("why-by-category", "protected by category"),
                Protects::Listed {
                    counts_from,
                    reach_m,
                } => phrase!(
                    "why-listed",
                    "protected where listed, counting from {step}; candidates within {reach} m",
                    step = match counts_from {
                        Some(CountsFrom::Deposit) => phrase!("step-deposit", "deposit"),
                        Some(CountsFrom::Handover) => phrase!("step-handover", "handover"),
                        Some(CountsFrom::Notice) => phrase!("step-notice", "notice"),
                        None => phrase!("step-not-named", "a step that the reading does not name"),
                    },
                    reach = reach_m.to_string()
                ),
            },
        ),
        kinds: whys.add(kinds_why),
        effects: whys.add(effects_why),
        bound: why(
            whys,
            &stated.bound,
            "bound",
            phrase!("why-bound-silent", "the reading does not say who is bound"),
            |b| {
                let names = b.keys().map(|p| case.party_name(p).into()).collect();
                phrase!(
                    "why-binds",
                    "the reading binds {parties}",
                    parties = Part::AllOf(names)
                )
            },
        ),
        territory: why(
            whys,
            &stated.territory,
            "territory",
            phrase!("why-no-limit", "no spatial limit is stated"),
            |t| match t {
                Territory::Of(parties) => {
                    let names = parties.iter().map(|p| case.party_name(p).into()).collect();
                    phrase!(
                        "why-territory-of",
                        "applies in the territory of {parties}",
                        parties = Part::AllOf(names)
                    )
                }
                Territory::Areas { .. } => {
                    phrase!("why-named-areas", "applies in named areas")
                }
            },
        ),
        whose: why(
            whys,
            &reading.whose,
            "territory",
            phrase!(
                "why-whose-silent",
                "the reading does not say whose an area is"
            ),
            |_| phrase!("why-whose", "whose an area is, as the reading answers"),
        ),
        against: why(
            whys,
            &stated.against,
            "own-facilities",
            phrase!(
                "why-against-silent",
                "the reading does not say whether striking what one owns or holds is covered"
            ),
            |a| match a {
                Against::Other => {
                    phrase!("why-against-other", "covers only what is the other side's")
                }
                Against::Any => phrase!(
                    "why-against-any",
                    "covers anybody's objects, one's own included"
                ),
            },
        ),
    }
}
