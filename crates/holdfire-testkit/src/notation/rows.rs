//! Reports in the notation: who says what happened.

use std::collections::BTreeSet;
use std::sync::Arc;

use holdfire_model::{
    Act, Object, ObjectBasis, Place, PlaceOption, Problem, Report, ReportId, Source, SourceKind,
    Spot, Story, When, Zone,
};

use super::case::{Draft, position};
use super::line::{Line, Read, metres, pair, parts, say};
use super::{terms, time};

/// A report as it grows.
struct Telling {
    zone: Zone,
    when: Option<When>,
    story: Option<Arc<Story>>,
    source: Source,
    place: Place,
    object: Object,
    kinds: Option<BTreeSet<holdfire_model::ActKindId>>,
    effects: BTreeSet<holdfire_model::Effect>,
}

impl Draft<'_> {
    pub(super) fn report(
        &mut self,
        head: Line<'_>,
        rest: &str,
        lines: &[Line<'_>],
    ) -> Result<(), (u32, String)> {
        let here = |wrong| (head.number, wrong);
        let (id, from) = rest.split_once(" from ").ok_or_else(|| {
            here("write `report R1 from alpha`, `from independent` or `from body`".to_owned())
        })?;
        let id = ReportId::new(id.trim()).map_err(|e| here(say(e)))?;
        if self.case.reports.iter().any(|r| r.id == id) {
            return Err(here(format!("the report `{id}` is told twice")));
        }
        let mut telling = Telling {
            zone: self.zone().clone(),
            when: None,
            story: None,
            source: self.source(from).map_err(here)?,
            place: Place::one(PlaceOption::Anywhere, "anywhere", "no place is named"),
            object: Object {
                name: "an object".to_owned(),
                categories: BTreeSet::new(),
                basis: ObjectBasis::Stated,
                site: None,
                facility: None,
            },
            kinds: None,
            effects: [holdfire_model::Effect::Hit].into(),
        };
        let mut actors = BTreeSet::new();
        let mut control = None;
        for line in lines {
            let at = |wrong| (line.number, wrong);
            if let Some(other) = line.text.strip_prefix("like ") {
                let other = self
                    .case
                    .reports
                    .iter()
                    .find(|r| r.id.as_str() == other.trim());
                let story = other
                    .ok_or_else(|| at(format!("`{}`: that report is not told above", line.text)))?
                    .story
                    .clone();
                telling.place = story.place.clone();
                telling.object = Object::clone(&story.object);
                telling.kinds = Some(story.act.kinds().clone());
                telling.effects = story.act.effects().clone();
                telling.when = Some(story.when.clone());
                (actors, control) = (BTreeSet::clone(&story.actors), story.control.clone());
                telling.story = Some(story);
                continue;
            }
            let (key, value) = pair(line.text).map_err(at)?;
            match key {
                "actor" => actors = self.actors(value).map_err(at)?,
                "control" => {
                    let found = self.case.control.iter().find(|c| c.id.as_str() == value);
                    control = Some(
                        found
                            .ok_or_else(|| {
                                at(format!(
                                    "the statement on control `{value}` is not defined above"
                                ))
                            })?
                            .id
                            .clone(),
                    );
                }
                _ => self.tell(&mut telling, *line, key, value).map_err(at)?,
            }
        }
        let when = telling
            .when
            .ok_or_else(|| here("a report needs a line `when:`".to_owned()))?;
        if let Some(problem) = &when.problem {
            let line = lines
                .iter()
                .find(|l| l.text.starts_with("when"))
                .map_or(head.number, |l| l.number);
            self.case.problems.push(Problem {
                file: self.file.to_owned(),
                line,
                message: format!("`{id}`: {problem}").into(),
            });
        }
        let default = || {
            self.case
                .clauses
                .first()
                .map(|c| c.prohibits.clone())
                .unwrap_or_default()
        };
        let kinds = telling.kinds.clone().unwrap_or_else(default);
        let act = Act::new(kinds, telling.effects, Vec::new())
            .ok_or_else(|| here("a report needs a line `act:`".to_owned()))?;
        self.case.reports.push(Arc::new(Report {
            id,
            source: Arc::new(telling.source),
            story: Arc::new(Story {
                when,
                place: telling.place,
                object: Arc::new(telling.object),
                act: Arc::new(act),
                actors: Arc::new(actors),
                control,
            }),
            summary: String::new(),
            note: String::new(),
            at: self.cite(head.number),
        }));
        Ok(())
    }

    fn tell(&mut self, telling: &mut Telling, line: Line<'_>, key: &str, value: &str) -> Read<()> {
        let zone = &telling.zone;
        match key {
            "zone" => telling.zone = Zone::named(value).map_err(say)?,
            "when" => telling.when = Some(time::when(zone, &self.windows, value)?),
            "said" => telling.source.said = Some(time::said(zone, value)?),
            "entered" => telling.source.entered = Some(time::moment(zone, value)?),
            "speaker" => value.clone_into(&mut telling.source.speaker),
            "place" => telling.place = self.place(value)?,
            "object" => telling.object = self.object(value)?,
            "act" => telling.kinds = Some(self.kind_ids(value)?),
            "effect" if value == "unknown" => telling.effects = BTreeSet::new(),
            "effect" => telling.effects = terms::effects(value)?,
            other => {
                return Err(format!(
                    "`{other}` is no part of a report (line {}); see scenarios/README.md",
                    line.number
                ));
            }
        }
        Ok(())
    }

    fn actors(&self, value: &str) -> Read<BTreeSet<holdfire_model::PartyId>> {
        if value == "nobody named" {
            Ok(BTreeSet::new())
        } else {
            self.party_ids(value, " or ")
        }
    }

    pub(super) fn source(&self, from: &str) -> Read<Source> {
        let kind = match from.trim() {
            "independent" => SourceKind::Independent,
            "body" => SourceKind::Body,
            party => SourceKind::Party(self.party_id(party)?),
        };
        Ok(Source {
            kind,
            speaker: from.trim().to_owned(),
            outlet: String::new(),
            url: String::new(),
            said: None,
            entered: None,
        })
    }

    fn place(&self, value: &str) -> Read<Place> {
        let mut place: Option<Place> = None;
        let mut basis = Vec::new();
        for text in parts(value, " or ") {
            let option = self.option(text, &mut basis)?;
            place = Some(match place {
                None => Place::one(option, value, ""),
                Some(place) => place.or(option),
            });
        }
        let mut place = place.ok_or("name a place, or write `anywhere`")?;
        place.basis = basis.join(" or ").into();
        Ok(place)
    }

    fn option(&self, text: &str, basis: &mut Vec<String>) -> Read<PlaceOption> {
        if text == "anywhere" {
            basis.push("no place is named".to_owned());
            return Ok(PlaceOption::Anywhere);
        }
        if let Some(area) = text.strip_prefix("in ") {
            basis.push("an area by name".to_owned());
            return Ok(PlaceOption::In(self.area_id(area)?));
        }
        let rest = text.strip_prefix("near ").ok_or_else(|| {
            format!("`{text}`: write `in north`, `near 30.5 50.5 within 5 km` or `anywhere`")
        })?;
        let (rest, area) = match rest.split_once(" in ") {
            Some((rest, area)) => (rest, Some(self.area_id(area)?)),
            None => (rest, None),
        };
        let ([lon, lat], radius_m) = if let Some((at, radius)) = rest.split_once(" within ") {
            basis.push(format!("within {radius}"));
            (position(at)?, metres(radius)?)
        } else if let Some((at, precision)) = rest.split_once(" as ") {
            let found = self.radii.iter().find(|(name, _)| name == precision.trim());
            let radius = found
                .ok_or_else(|| format!("there is no setting `radius {precision}` above"))?
                .1;
            basis.push(format!("{precision}, {radius} m (setting)"));
            (position(at)?, radius)
        } else {
            return Err(format!(
                "`{text}`: say how near, `within 5 km`, or with which precision, `as settlement`"
            ));
        };
        let spot = Spot { lon, lat, radius_m };
        Ok(match area {
            Some(area) => PlaceOption::NearIn(spot, area),
            None => PlaceOption::Near(spot),
        })
    }

    fn object(&self, value: &str) -> Read<Object> {
        let mut said = parts(value, ";");
        let first = said.next().ok_or("name a category, or write `unknown`")?;
        let mut object = Object {
            name: first.to_owned(),
            categories: BTreeSet::new(),
            basis: ObjectBasis::Stated,
            site: None,
            facility: None,
        };
        if first != "unknown" {
            object.categories = self.node_ids(first, " or ")?;
        }
        for part in said {
            if part == "claimed intent" {
                object.basis = ObjectBasis::ClaimedIntent;
            } else if let Some(name) = part.strip_prefix("site ") {
                let found = self.case.sites.iter().find(|s| s.id.as_str() == name);
                object.site = Some(
                    found
                        .ok_or_else(|| format!("the site `{name}` is not defined above"))?
                        .id
                        .clone(),
                );
            } else if let Some(name) = part.strip_prefix("facility ") {
                let found = self.case.facilities.iter().find(|f| f.id.as_str() == name);
                object.facility = Some(
                    found
                        .ok_or_else(|| format!("the facility `{name}` is not defined above"))?
                        .id
                        .clone(),
                );
            } else {
                return Err(format!(
                    "`{part}`: write `claimed intent`, `site S1` or `facility F1`"
                ));
            }
        }
        Ok(object)
    }

    pub(super) fn when_said(&self, source: &mut Source, text: &str) -> Read<()> {
        if let Some(said) = text.strip_prefix("said ") {
            source.said = Some(time::said(self.zone(), said)?);
        } else if let Some(entered) = text.strip_prefix("entered ") {
            source.entered = Some(time::moment(self.zone(), entered)?);
        } else {
            return Err(format!(
                "`{text}`: write `said 2025-03-21` or `entered 2025-03-22`"
            ));
        }
        Ok(())
    }

    pub(super) fn report_id(&self, name: &str) -> Read<ReportId> {
        let found = self
            .case
            .reports
            .iter()
            .find(|r| r.id.as_str() == name.trim());
        found
            .map(|r| r.id.clone())
            .ok_or_else(|| format!("the report `{}` is not told above", name.trim()))
    }
}
