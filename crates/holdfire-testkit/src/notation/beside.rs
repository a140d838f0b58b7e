//! Replies, observations, links, sites, lists and facilities in the notation.

use std::sync::Arc;

use holdfire_model::{
    Bearing, Facility, FacilityId, Link, LinkEnd, LinkKind, LinkState, Observation, ObservationId,
    Problem, Reply, ReplyId, ReplyKind, Site, SiteId, SiteList, Spot,
};

use super::case::{Draft, LONG_BEFORE, position};
use super::line::{Line, Read, metres, pair, parts, say};
use super::time;

impl Draft<'_> {
    pub(super) fn reply(&mut self, head: Line<'_>, rest: &str) -> Read<()> {
        let usage = "write `reply to R1 by beta: denies`";
        let (head_text, value) = pair(rest)?;
        let (report, by) = head_text
            .strip_prefix("to ")
            .and_then(|r| r.split_once(" by "))
            .ok_or(usage)?;
        let mut said = parts(value, ";");
        let word = said.next().ok_or(usage)?;
        let kinds = [
            ReplyKind::Accepts,
            ReplyKind::Denies,
            ReplyKind::CounterAlleges,
            ReplyKind::LegitimateTarget,
            ReplyKind::OutsideScopeOrTime,
            ReplyKind::Comment,
            ReplyKind::Asked,
            ReplyKind::Declined,
        ];
        let kind = kinds.into_iter().find(|k| k.name() == word);
        let kind = kind.ok_or_else(|| {
            format!(
                "`{word}` is no reply; write one of {}",
                kinds.map(ReplyKind::name).join(", ")
            )
        })?;
        let mut source = self.source(by)?;
        let mut specific = true;
        for part in said {
            match part {
                "general" => specific = false,
                other => self.when_said(&mut source, other)?,
            }
        }
        let number = self.case.replies.len() + 1;
        self.case.replies.push(Arc::new(Reply {
            id: ReplyId::new(&format!("reply-{number}")).map_err(say)?,
            report: self.report_id(report)?,
            by: self.party_id(by)?,
            kind,
            specific,
            source,
            summary: String::new(),
            at: self.cite(head.number),
        }));
        Ok(())
    }

    pub(super) fn observation(&mut self, head: Line<'_>, rest: &str) -> Read<()> {
        let (head_text, value) = pair(rest)?;
        let (id, from) = head_text
            .split_once(" from ")
            .ok_or("write `observation O1 from independent: supports; sees a fire`")?;
        let mut said = parts(value, ";");
        let bearing = match said.next() {
            Some("supports") => Bearing::Supports,
            Some("against") => Bearing::Against,
            Some("neither") => Bearing::Neither,
            other => {
                return Err(format!(
                    "`{}`: write `supports`, `against` or `neither`",
                    other.unwrap_or_default()
                ));
            }
        };
        let mut source = self.source(from)?;
        let (mut when, mut sees) = (None, String::new());
        for part in said {
            if let Some(what) = part.strip_prefix("sees ") {
                what.clone_into(&mut sees);
            } else if let Some(text) = part.strip_prefix("when ") {
                when = Some(time::when(self.zone(), &self.windows, text)?);
            } else {
                self.when_said(&mut source, part)?;
            }
        }
        self.case.observations.push(Observation {
            id: ObservationId::new(id.trim()).map_err(say)?,
            source,
            when,
            place: None,
            sees,
            bearing,
            summary: String::new(),
            at: self.cite(head.number),
        });
        Ok(())
    }

    pub(super) fn link(&mut self, head: Line<'_>, rest: &str) -> Read<()> {
        let usage = "write `link R1 to R2: duplicate joined` (or `suggested`)";
        let (ends, value) = pair(rest)?;
        let (from, to) = ends.split_once(" to ").ok_or(usage)?;
        let (value, entered) = value.split_once("; entered ").unwrap_or((value, ""));
        let (kind, state) = value.split_once(' ').ok_or(usage)?;
        let kind = match kind {
            "duplicate" => LinkKind::Duplicate,
            "counter-allegation" => LinkKind::CounterAllegation,
            "repeat" => LinkKind::Repeat,
            "observation" => LinkKind::Observation,
            other => {
                return Err(format!(
                    "`{other}` is no link; write `duplicate`, `counter-allegation`, `repeat` or `observation`"
                ));
            }
        };
        let state = match state.trim() {
            "joined" => LinkState::Joined {
                by: "an analyst".to_owned(),
            },
            "suggested" => LinkState::Suggested,
            other => return Err(format!("`{other}`: a link is `joined` or `suggested`")),
        };
        let from = if kind == LinkKind::Observation {
            let found = self
                .case
                .observations
                .iter()
                .find(|o| o.id.as_str() == from.trim());
            LinkEnd::Observation(
                found
                    .ok_or_else(|| format!("the observation `{from}` is not defined above"))?
                    .id
                    .clone(),
            )
        } else {
            LinkEnd::Report(self.report_id(from)?)
        };
        self.case.links.push(Link {
            from,
            to: self.report_id(to)?,
            kind,
            state,
            why: "as the scenario has it".to_owned(),
            entered: (!entered.is_empty())
                .then(|| time::moment(self.zone(), entered))
                .transpose()?,
            at: self.cite(head.number),
        });
        Ok(())
    }

    pub(super) fn site(&mut self, head: Line<'_>, rest: &str) -> Read<()> {
        let (head_text, value) = pair(rest)?;
        let (id, party) = head_text.split_once(" of ").ok_or("write `site S1 of alpha: category plant at 30.5 50.5 extent 100 m; declared 2025-03-18`")?;
        let mut said = parts(value, ";");
        let (category, spot) = self.category_at(said.next().unwrap_or_default())?;
        let mut site = Site {
            id: SiteId::new(id.trim()).map_err(say)?,
            party: self.party_id(party)?,
            category,
            spot,
            facility: None,
            declared: None,
            handed: None,
            handed_to: None,
            notified: None,
            withdrawn: None,
            entered: LONG_BEFORE,
            at: self.cite(head.number),
        };
        for part in said {
            let (word, rest) = part.split_once(' ').unwrap_or((part, ""));
            let at = || time::boundary(self.zone(), rest);
            match word {
                "declared" => site.declared = Some(at()?),
                "handed" => site.handed = Some(at()?),
                "notified" => site.notified = Some(at()?),
                "withdrawn" => site.withdrawn = Some(at()?),
                "entered" => site.entered = time::moment(self.zone(), rest)?,
                "facility" => {
                    let found = self.case.facilities.iter().find(|f| f.id.as_str() == rest);
                    site.facility = Some(
                        found
                            .ok_or_else(|| format!("the facility `{rest}` is not defined above"))?
                            .id
                            .clone(),
                    );
                }
                _ => {
                    return Err(format!(
                        "`{part}`: write `declared`, `handed`, `notified`, `withdrawn`, `entered` or `facility`"
                    ));
                }
            }
        }
        self.case.sites.push(site);
        Ok(())
    }

    /// `category plant at 30.5 50.5 extent 100 m`.
    fn category_at(&self, text: &str) -> Read<(holdfire_model::NodeId, Option<Spot>)> {
        let text = text
            .strip_prefix("category ")
            .ok_or("write `category plant at 30.5 50.5 extent 100 m`")?;
        let Some((category, at)) = text.split_once(" at ") else {
            return Ok((self.node_id(text)?, None));
        };
        let (at, extent) = at.split_once(" extent ").unwrap_or((at, "0 m"));
        let [lon, lat] = position(at)?;
        Ok((
            self.node_id(category)?,
            Some(Spot {
                lon,
                lat,
                radius_m: metres(extent)?,
            }),
        ))
    }

    pub(super) fn list(&mut self, head: Line<'_>, rest: &str) -> Read<()> {
        let (party, state) = rest
            .strip_prefix("of ")
            .ok_or("write `list of alpha: not disclosed`")
            .and_then(|r| {
                r.split_once(':')
                    .ok_or("write `list of alpha: not disclosed`")
            })?;
        let disclosed = match state.trim() {
            "disclosed" => true,
            "not disclosed" => false,
            other => {
                return Err(format!(
                    "`{other}`: a list is `disclosed` or `not disclosed`"
                ));
            }
        };
        let (party, at) = (self.party_id(party)?, self.cite(head.number));
        self.case.lists.push(SiteList {
            party,
            disclosed,
            at,
        });
        Ok(())
    }

    pub(super) fn facility(&mut self, head: Line<'_>, rest: &str) -> Read<()> {
        let (id, value) = pair(rest)?;
        let (category, spot) = self.category_at(value)?;
        let facility = Facility {
            id: FacilityId::new(id).map_err(say)?,
            name: id.to_owned(),
            category,
            spot: spot
                .ok_or("a facility needs a place: `category plant at 30.5 50.5 extent 100 m`")?,
            at: self.cite(head.number),
        };
        self.case.facilities.push(facility);
        Ok(())
    }

    pub(super) fn refused_row(&mut self, head: Line<'_>, rest: &str) -> Read<()> {
        let message = rest
            .strip_prefix("refused: ")
            .ok_or("write `row refused: why`")?
            .to_owned();
        self.case.refused.push(Problem {
            file: self.file.to_owned(),
            line: head.number,
            message: message.into(),
        });
        Ok(())
    }
}
