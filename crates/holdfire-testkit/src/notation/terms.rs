//! How a reading states the clauses, in the notation.

use std::collections::{BTreeMap, BTreeSet};

use holdfire_model::{
    Acts, Against, ClauseReading, Convention, CountsFrom, Effect, Element, End, Exception,
    Extension, HeldByOther, Interval, Length, ListKind, Moment, PartyId, Protects, Reading,
    ReadingId, ReleaseEffect, ReleaseRule, Scope, Standing, Stated, Suspension, Term, Territory,
    Whose, Zone,
};

use super::case::{Draft, LONG_BEFORE, ground_kind};
use super::line::{Line, Read, metres, pair, parts, say};
use super::time;

/// What holds for the elements that follow within one reading.
struct Block {
    reading: Reading,
    clause: ClauseReading,
    on: usize,
    said: Interval,
    entered: Option<Moment>,
    /// Elements that were stated in this block: the first replaces what was copied, the second stands beside it.
    stated: BTreeSet<String>,
}

impl Draft<'_> {
    pub(super) fn reading(
        &mut self,
        head: Line<'_>,
        rest: &str,
        lines: &[Line<'_>],
    ) -> Result<(), (u32, String)> {
        let mut block = self.open(rest).map_err(|wrong| (head.number, wrong))?;
        for line in lines {
            self.element(&mut block, *line)
                .map_err(|wrong| (line.number, wrong))?;
        }
        let mut reading = block.reading;
        let starts = block.clause.start.first().map(|e| e.value.earliest());
        let ends = block.clause.end.first().and_then(|e| match &e.value {
            End::At(at) => at.latest(),
            End::After { .. } | End::UntilAnnounced => None,
        });
        if starts
            .zip(ends)
            .is_some_and(|(starts, ends)| ends <= starts)
        {
            let clause = &self.case.clauses[block.on].id;
            let wrong = format!("the clause `{clause}` ends before it starts");
            return Err((head.number, wrong));
        }
        reading
            .clauses
            .insert(self.case.clauses[block.on].id.clone(), block.clause);
        self.case.readings.push(reading);
        Ok(())
    }

    fn open(&self, rest: &str) -> Read<Block> {
        let (name, holder) = rest
            .split_once(" by ")
            .ok_or("write `reading NAME by PARTY`")?;
        if self.case.clauses.is_empty() {
            return Err(
                "write a line `clause halt prohibits strike` above the readings".to_owned(),
            );
        }
        let id = ReadingId::new(name.trim()).map_err(say)?;
        if self.case.reading(&id).is_some() {
            return Err(format!("the reading `{id}` is defined twice"));
        }
        Ok(Block {
            reading: Reading {
                id,
                holder: self.party_id(holder)?,
                title: name.trim().to_owned(),
                standing: Standing::PublicStatement,
                zone: self.zone().clone(),
                whose: Term::default(),
                clauses: BTreeMap::new(),
            },
            clause: ClauseReading::default(),
            on: 0,
            said: Interval::new(LONG_BEFORE, Moment(LONG_BEFORE.0 + 86_400)).map_err(say)?,
            entered: None,
            stated: BTreeSet::new(),
        })
    }

    fn element(&mut self, block: &mut Block, line: Line<'_>) -> Read<()> {
        if let Some(other) = line.text.strip_prefix("like ") {
            let other = self
                .case
                .readings
                .iter()
                .find(|r| r.id.as_str() == other.trim());
            let other =
                other.ok_or_else(|| format!("{}: that reading is not defined above", line.text))?;
            block.reading.whose = other.whose.clone();
            block.reading.zone = other.zone.clone();
            block.reading.clauses = other.clauses.clone();
            block.clause = other
                .clauses
                .get(&self.case.clauses[block.on].id)
                .cloned()
                .unwrap_or_default();
            return Ok(());
        }
        if let Some(clause) = line.text.strip_prefix("on ") {
            let next = self
                .case
                .clauses
                .iter()
                .position(|c| c.id.as_str() == clause.trim());
            let next = next.ok_or_else(|| format!("the clause `{clause}` is not defined above"))?;
            let ids: Vec<_> = self.case.clauses.iter().map(|c| c.id.clone()).collect();
            block
                .reading
                .clauses
                .insert(ids[block.on].clone(), std::mem::take(&mut block.clause));
            block.clause = block.reading.clauses.remove(&ids[next]).unwrap_or_default();
            block.on = next;
            return Ok(());
        }
        let (key, value) = pair(line.text)?;
        match key {
            "zone" => block.reading.zone = Zone::named(value).map_err(say)?,
            "stated" => {
                let (said, entered) = value.split_once(", entered ").unwrap_or((value, ""));
                block.said = time::said(&block.reading.zone, said)?;
                let entered =
                    (!entered.is_empty()).then(|| time::moment(&block.reading.zone, entered));
                block.entered = entered.transpose()?;
            }
            _ => return self.term(block, line, key, value),
        }
        Ok(())
    }

    fn term(&mut self, block: &mut Block, line: Line<'_>, key: &str, value: &str) -> Read<()> {
        let zone = block.reading.zone.clone();
        let fresh = block.stated.insert(format!("{key} on {}", block.on));
        let stated = Stated {
            entered: block.entered.unwrap_or(block.said.from()),
            ..self.stated(line, block.reading.holder.as_str(), Some(block.said))
        };
        let boundary = |text: &str| time::boundary(&zone, text.trim());
        let clause = &mut block.clause;
        macro_rules! put {
            ($term:expr, $value:expr) => {{
                if fresh {
                    $term.0.clear();
                }
                if value != "silent" {
                    let value = $value;
                    $term.0.push(Element { value, stated });
                }
            }};
        }
        match key {
            "start" => put!(clause.start, boundary(value)?),
            "end" => put!(clause.end, end(&zone, value)?),
            "ended" => put!(clause.ended, boundary(value)?),
            "not before" => put!(clause.not_before, self.condition_id(value)?),
            "condition" => put!(clause.conditions, self.condition_id(value)?),
            "extension" => put!(clause.extensions, extension(&zone, value)?),
            "suspension" => put!(clause.suspensions, suspension(&zone, value)?),
            "release" => put!(clause.release, release(value)?),
            "scope" => put!(clause.scope, self.scope(value)?),
            "protects" => put!(clause.protects, protects(value)?),
            "acts" => put!(clause.acts, self.acts(value)?),
            "bound" => put!(clause.bound, self.bound(&zone, value)?),
            "territory" => put!(clause.territory, self.territory(value)?),
            "against" => put!(
                clause.against,
                match value {
                    "other" => Against::Other,
                    "any" => Against::Any,
                    _ => return Err(format!("`{value}`: write `other` or `any`")),
                }
            ),
            "exception" => put!(clause.exceptions, self.exception(&zone, value)?),
            "whose" => put!(block.reading.whose, self.whose(value)?),
            other => {
                return Err(format!(
                    "`{other}` is no element of a reading; see scenarios/README.md"
                ));
            }
        }
        Ok(())
    }

    fn scope(&self, value: &str) -> Read<Scope> {
        let mut scope = Scope {
            covered: BTreeSet::new(),
            not_covered: BTreeSet::new(),
            list: ListKind::Open,
        };
        let mut kind = None;
        for part in parts(value, ";") {
            if let Some(names) = part.strip_prefix("covered ") {
                scope.covered = self.node_ids(names, ",")?;
            } else if let Some(names) = part.strip_prefix("not covered ") {
                scope.not_covered = self.node_ids(names, ",")?;
            } else {
                kind = match part {
                    "closed" => Some(ListKind::Closed),
                    "open" => Some(ListKind::Open),
                    _ => {
                        return Err(format!(
                            "`{part}`: write `covered A, B; not covered C; closed` or `open`"
                        ));
                    }
                };
            }
        }
        scope.list = kind.ok_or("say at the end whether the list is `closed` or `open`")?;
        Ok(scope)
    }

    fn acts(&mut self, value: &str) -> Read<Acts> {
        let mut acts = Acts::default();
        for part in parts(value, ";") {
            if let Some(names) = part.strip_prefix("not counted ") {
                acts.not_counted_effects = effects(names)?;
            } else if let Some(names) = part.strip_prefix("counted ") {
                acts.counted_effects = effects(names)?;
            } else if let Some(names) = part.strip_prefix("not kinds ") {
                acts.not_counted_kinds = self.kind_ids(names)?;
            } else if let Some(names) = part.strip_prefix("kinds ") {
                acts.counted_kinds = self.kind_ids(names)?;
            } else {
                return Err(format!(
                    "`{part}`: write `counted debris; not counted collateral; kinds demolition; not kinds sabotage`"
                ));
            }
        }
        Ok(acts)
    }

    fn bound(
        &self,
        zone: &Zone,
        value: &str,
    ) -> Read<BTreeMap<PartyId, Option<holdfire_model::Boundary>>> {
        let one = |part: &str| match part.split_once(" from ") {
            Some((party, from)) => Ok((self.party_id(party)?, Some(time::boundary(zone, from)?))),
            None => Ok((self.party_id(part)?, None)),
        };
        if value == "nobody" {
            return Ok(BTreeMap::new());
        }
        parts(value, ",").map(one).collect()
    }

    fn territory(&self, value: &str) -> Read<Territory> {
        if let Some(names) = value.strip_prefix("of ") {
            return Ok(Territory::Of(self.party_ids(names, ",")?));
        }
        let (mut inside, mut unstated) = (BTreeSet::new(), BTreeSet::new());
        for part in parts(value, ";") {
            if let Some(names) = part.strip_prefix("areas ") {
                inside = self.area_ids(names)?;
            } else if let Some(names) = part.strip_prefix("unstated ") {
                unstated = self.area_ids(names)?;
            } else {
                return Err(format!(
                    "`{part}`: write `of alpha, beta` or `areas north; unstated south`"
                ));
            }
        }
        Ok(Territory::Areas { inside, unstated })
    }

    fn whose(&self, value: &str) -> Read<Whose> {
        let mut whose = Whose {
            owner: BTreeMap::new(),
            held_by_other: HeldByOther::Outline,
        };
        for part in parts(value, ";") {
            if let Some(word) = part.strip_prefix("held by other ") {
                whose.held_by_other = match word {
                    "outline" => HeldByOther::Outline,
                    "holder" => HeldByOther::Holder,
                    "unstated" => HeldByOther::Unstated,
                    _ => return Err(format!("`{word}`: write `outline`, `holder` or `unstated`")),
                };
                continue;
            }
            for pair in parts(part, ",") {
                let (area, party) = pair
                    .split_once(' ')
                    .ok_or("write `whose: north alpha, south beta`")?;
                whose
                    .owner
                    .insert(self.area_id(area)?, self.party_id(party)?);
            }
        }
        Ok(whose)
    }

    fn exception(&mut self, zone: &Zone, value: &str) -> Read<Exception> {
        let mut said = parts(value, ";");
        let name = said.next().ok_or("an exception needs a name")?.to_owned();
        let mut exception = Exception {
            name,
            categories: None,
            areas: None,
            kinds: None,
            effects: None,
            actors: None,
            from: None,
            until: None,
            circumstance: None,
        };
        for part in said {
            let (word, rest) = part.split_once(' ').unwrap_or((part, ""));
            match word {
                "categories" => exception.categories = Some(self.node_ids(rest, ",")?),
                "areas" => exception.areas = Some(self.area_ids(rest)?),
                "kinds" => exception.kinds = Some(self.kind_ids(rest)?),
                "effects" => exception.effects = Some(effects(rest)?),
                "actors" => exception.actors = Some(self.party_ids(rest, ",")?),
                "starts" => exception.from = Some(time::boundary(zone, rest)?),
                "ends" => exception.until = Some(time::boundary(zone, rest)?),
                "circumstance" => exception.circumstance = Some(rest.to_owned()),
                _ => {
                    return Err(format!(
                        "`{part}` is no limit of an exception; write `categories`, `areas`, `kinds`, `effects`, `actors`, `starts`, `ends` or `circumstance`"
                    ));
                }
            }
        }
        Ok(exception)
    }
}

/// Effects, set apart by commas or `or`.
pub(crate) fn effects(names: &str) -> Read<BTreeSet<Effect>> {
    let one = |name: &str| {
        let found = Effect::ALL.into_iter().find(|e| e.name() == name);
        found.ok_or_else(|| {
            format!("`{name}` is no effect; write `hit`, `intercepted`, `debris` or `collateral`")
        })
    };
    names
        .split(',')
        .flat_map(|n| n.split(" or "))
        .map(|n| one(n.trim()))
        .collect()
}

fn end(zone: &Zone, value: &str) -> Read<End> {
    if value == "until announced" {
        return Ok(End::UntilAnnounced);
    }
    if let Some(at) = value.strip_prefix("at ") {
        return Ok(End::At(time::boundary(zone, at)?));
    }
    if value.starts_with("from ") {
        return Ok(End::At(time::boundary(zone, value)?));
    }
    let (length, convention) = value.split_once(", ").unwrap_or((value, ""));
    let Some((count, unit)) = length.split_once(' ') else {
        return Err(format!(
            "`{value}`: write `at 2025-04-17`, `30 days, first-day-in` or `until announced`"
        ));
    };
    let count: u32 = count
        .parse()
        .map_err(|_| format!("`{count}` is not a whole number"))?;
    let mut length = Length {
        months: 0,
        days: 0,
        hours: 0,
    };
    match unit.trim_end_matches('s') {
        "month" => length.months = count,
        "day" => length.days = count,
        "hour" => length.hours = count,
        _ => {
            return Err(format!(
                "`{unit}`: a length is counted in `months`, `days` or `hours`"
            ));
        }
    }
    let convention = match convention {
        "" => None,
        "first-day-in" => Some(Convention::FirstDayIn),
        "first-day-out" => Some(Convention::FirstDayOut),
        "elapsed" => Some(Convention::Elapsed),
        other => {
            return Err(format!(
                "`{other}` is no convention; write `first-day-in`, `first-day-out` or `elapsed`"
            ));
        }
    };
    Ok(End::After {
        length,
        convention,
        zone: zone.clone(),
    })
}

fn extension(zone: &Zone, value: &str) -> Read<Extension> {
    let (value, retroactive) = if let Some(value) = value.strip_suffix(", not retroactive") {
        (value, Some(false))
    } else if let Some(value) = value.strip_suffix(", retroactive") {
        (value, Some(true))
    } else {
        (value, None)
    };
    let value = value.strip_prefix("announced ").ok_or(
        "write `announced WHEN until WHEN, retroactive` (or `not retroactive`, or nothing)",
    )?;
    let (announced, until) = value.split_once(" until ").unwrap_or((value, ""));
    let until = (!until.is_empty())
        .then(|| time::boundary(zone, until))
        .transpose()?;
    Ok(Extension {
        announced: time::boundary(zone, announced)?,
        until,
        retroactive,
    })
}

fn suspension(zone: &Zone, value: &str) -> Read<Suspension> {
    let value = value
        .strip_prefix("since ")
        .ok_or("write `since WHEN until WHEN`, or `since WHEN`")?;
    let (from, until) = value.split_once(" until ").unwrap_or((value, ""));
    let until = (!until.is_empty())
        .then(|| time::boundary(zone, until))
        .transpose()?;
    Ok(Suspension {
        from: time::boundary(zone, from)?,
        until,
    })
}

fn release(value: &str) -> Read<ReleaseRule> {
    let mut rule = ReleaseRule {
        accepts: BTreeSet::new(),
        effect: None,
    };
    for part in parts(value, ";").filter(|p| *p != "none") {
        if let Some(grounds) = part.strip_prefix("accepts ") {
            rule.accepts = parts(grounds, ",").map(ground_kind).collect::<Read<_>>()?;
        } else {
            rule.effect = Some(match part {
                "effect invoker-free" => ReleaseEffect::InvokerFree,
                "effect all-ends" => ReleaseEffect::AllEnds,
                _ => {
                    return Err(format!(
                        "`{part}`: write `accepts GROUNDS; effect invoker-free` (or `all-ends`), or `none`"
                    ));
                }
            });
        }
    }
    Ok(rule)
}

fn protects(value: &str) -> Read<Protects> {
    if value == "category" {
        return Ok(Protects::Category);
    }
    let wrong = || format!("`{value}`: write `category` or `listed from notice within 500 m`");
    let rest = value.strip_prefix("listed ").ok_or_else(wrong)?;
    let (from, reach) = rest.split_once("within ").ok_or_else(wrong)?;
    let counts_from = match from.trim() {
        "" => None,
        "from deposit" => Some(CountsFrom::Deposit),
        "from handover" => Some(CountsFrom::Handover),
        "from notice" => Some(CountsFrom::Notice),
        _ => return Err(wrong()),
    };
    Ok(Protects::Listed {
        counts_from,
        reach_m: metres(reach)?,
    })
}
