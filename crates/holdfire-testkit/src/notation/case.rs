//! The case that a scenario describes, as it grows line by line. What a line refers to stands above it.

use std::collections::BTreeSet;
use std::sync::Arc;

use holdfire_model::{
    ActKindId, AreaId, Case, Cite, Condition, ConditionError, ConditionId, Conditions, GroundKind,
    Interval, Mandate, Moment, Node, NodeId, PartyId, ReadingId, Settings, Standing, Stated,
    Taxonomy, TaxonomyError, Terms, Zone,
};

use super::line::{Line, Read, metres, number, pair, parts, say};
use super::time::{self, Windows};

/// Statements that bear no date were made, and entered, before everything else: on 1 January 2000.
pub(crate) const LONG_BEFORE: Moment = Moment(946_684_800);

pub(crate) struct Draft<'t> {
    pub file: &'t str,
    pub case: Case,
    pub windows: Windows,
    pub radii: Vec<(String, f64)>,
    pub kinds: BTreeSet<ActKindId>,
    pub(super) nodes: Vec<(u32, Node)>,
    pub(super) conditions: Vec<(u32, Condition)>,
    panel: Option<Vec<ReadingId>>,
}

impl<'t> Draft<'t> {
    pub fn new(file: &'t str, name: &str, title: &str) -> Self {
        let settings = Settings {
            fixed_on: "2000-01-01".to_owned(),
            zone: Zone::named("UTC").expect("UTC is a zone"),
            printed: Vec::new(),
            changes: Vec::new(),
            former_panel: None,
            boundary_basis: None,
        };
        let case = Case {
            terms: Arc::new(Terms {
                id: name.to_owned(),
                title: title.to_owned(),
                summary: String::new(),
                mandate: Mandate::Monitor,
                settings,
                parties: Vec::new(),
                instruments: Vec::new(),
                clauses: Vec::new(),
                conditions: Conditions::default(),
                invocations: Vec::new(),
                readings: Vec::new(),
                panel: Vec::new(),
                taxonomy: Taxonomy::default(),
                act_kinds: Vec::new(),
                areas: Vec::new(),
                control: Vec::new(),
                sites: Vec::new(),
                lists: Vec::new(),
                facilities: Vec::new(),
            }),
            reports: Vec::new(),
            observations: Vec::new(),
            replies: Vec::new(),
            links: Vec::new(),
            refused: Vec::new(),
            problems: Vec::new(),
        };
        Self {
            file,
            case,
            windows: Windows::default(),
            radii: Vec::new(),
            kinds: BTreeSet::new(),
            nodes: Vec::new(),
            conditions: Vec::new(),
            panel: None,
        }
    }

    pub fn zone(&self) -> &Zone {
        &self.case.settings.zone
    }

    /// A pointer to a line.
    pub fn cite(&self, line: u32) -> Cite {
        Cite::new(format!("{}:{line}", self.file))
    }

    /// Who says so, for what stands outside readings.
    pub fn stated(&self, line: Line<'_>, by: &str, when: Option<Interval>) -> Stated {
        let long_before = Interval::new(LONG_BEFORE, Moment(LONG_BEFORE.0 + 86_400));
        let when = when.unwrap_or(long_before.expect("a day is not empty"));
        Stated {
            at: self.cite(line.number),
            by: by.to_owned(),
            when,
            entered: when.from(),
            instrument: None,
            rests_on: line.text.to_owned(),
            standing: Standing::PublicStatement,
        }
    }

    /// Takes a line that is not indented, with the indented lines below it.
    pub fn take(&mut self, head: Line<'_>, block: &[Line<'_>]) -> Result<(), (u32, String)> {
        let (word, rest) = head.text.split_once([' ', ':']).unwrap_or((head.text, ""));
        let rest = rest.trim_start_matches([':', ' ']);
        let here = |result: Read<()>| result.map_err(|wrong| (head.number, wrong));
        match word {
            "reading" => return self.reading(head, rest, block),
            "report" => return self.report(head, rest, block),
            _ => {}
        }
        if let Some(first) = block.first() {
            let wrong = format!(
                "`{word}` takes no indented lines; only `reading`, `report` and `expect` do"
            );
            return Err((first.number, wrong));
        }
        here(match word {
            "zone" => Zone::named(rest)
                .map_err(say)
                .map(|z| self.case.settings.zone = z),
            "fixed" => {
                rest.clone_into(&mut self.case.settings.fixed_on);
                Ok(())
            }
            "night" | "evening" | "morning" | "cut-off" | "radius" => self.setting(word, rest),
            "party" => self.party(rest),
            "category" => self.category(head.number, rest),
            "area" => self.area(rest),
            "control" => self.control(head, rest),
            "clause" => self.clause(rest),
            "condition" => self.condition(head, rest),
            "invocation" => self.invocation(head, rest),
            "panel" => self.readings(rest).map(|panel| self.panel = Some(panel)),
            "former-panel" => self
                .readings(rest)
                .map(|panel| self.case.settings.former_panel = Some(panel)),
            "site" => self.site(head, rest),
            "list" => self.list(head, rest),
            "facility" => self.facility(head, rest),
            "reply" => self.reply(head, rest),
            "observation" => self.observation(head, rest),
            "link" => self.link(head, rest),
            "row" => self.refused_row(head, rest),
            other => Err(format!(
                "`{other}` is not a word of the notation; see scenarios/README.md"
            )),
        })
    }

    fn setting(&mut self, word: &str, rest: &str) -> Read<()> {
        let printed = if word == "radius" {
            let (precision, length) = pair(rest)?;
            self.radii.push((precision.to_owned(), metres(length)?));
            (format!("radius {precision}"), length.to_owned())
        } else {
            match word {
                "night" => self.windows.night = time::clocks(rest)?,
                "evening" => self.windows.evening = time::clocks(rest)?,
                "morning" => self.windows.morning = time::clocks(rest)?,
                _ => self.windows.cut_off = time::clock(rest)?,
            }
            (word.to_owned(), rest.to_owned())
        };
        self.case
            .settings
            .printed
            .push((printed.0.into(), printed.1.into()));
        Ok(())
    }

    fn readings(&self, names: &str) -> Read<Vec<ReadingId>> {
        parts(names, ",")
            .map(|name| {
                let found = self.case.readings.iter().find(|r| r.id.as_str() == name);
                found
                    .map(|r| r.id.clone())
                    .ok_or_else(|| format!("the reading `{name}` is not defined above"))
            })
            .collect()
    }

    /// A party of the case.
    pub fn party_id(&self, name: &str) -> Read<PartyId> {
        let found = self.case.parties.iter().find(|p| p.name == name.trim());
        found
            .map(|p| p.id.clone())
            .ok_or_else(|| format!("the party `{}` is not defined above", name.trim()))
    }

    /// Parties of the case, set apart by a word or mark.
    pub fn party_ids(&self, names: &str, by: &str) -> Read<BTreeSet<PartyId>> {
        parts(names, by).map(|n| self.party_id(n)).collect()
    }

    /// A category of the case.
    pub fn node_id(&self, name: &str) -> Read<NodeId> {
        let found = self.nodes.iter().find(|(_, n)| n.label == name.trim());
        found
            .map(|(_, n)| n.id.clone())
            .ok_or_else(|| format!("the category `{}` is not defined above", name.trim()))
    }

    /// Categories of the case, set apart by a word or mark.
    pub fn node_ids(&self, names: &str, by: &str) -> Read<BTreeSet<NodeId>> {
        parts(names, by).map(|n| self.node_id(n)).collect()
    }

    /// An area of the case.
    pub fn area_id(&self, name: &str) -> Read<AreaId> {
        let found = self.case.areas.iter().find(|a| a.name == name.trim());
        found
            .map(|a| a.id.clone())
            .ok_or_else(|| format!("the area `{}` is not defined above", name.trim()))
    }

    /// Areas of the case, set apart by commas.
    pub fn area_ids(&self, names: &str) -> Read<BTreeSet<AreaId>> {
        parts(names, ",").map(|n| self.area_id(n)).collect()
    }

    /// A condition of the case.
    pub fn condition_id(&self, name: &str) -> Read<ConditionId> {
        let found = self.conditions.iter().find(|(_, c)| c.text == name);
        found
            .map(|(_, c)| c.id.clone())
            .ok_or_else(|| format!("the condition `{name}` is not defined above"))
    }

    /// Kinds of act; new words become kinds of the case.
    pub fn kind_ids(&mut self, names: &str) -> Read<BTreeSet<ActKindId>> {
        let ids: BTreeSet<_> = names
            .split([','])
            .flat_map(|n| n.split(" or "))
            .map(|n| ActKindId::new(n.trim()).map_err(say))
            .collect::<Read<_>>()?;
        self.kinds.extend(ids.iter().cloned());
        Ok(ids)
    }

    /// The case, once everything that it refers to is there.
    pub fn finish(mut self) -> Result<Case, (u32, String)> {
        let line_of_node = |id: &NodeId, nodes: &[(u32, Node)]| {
            nodes
                .iter()
                .rev()
                .find(|(_, n)| n.id == *id)
                .map_or(1, |(line, _)| *line)
        };
        let nodes: Vec<Node> = self.nodes.iter().map(|(_, n)| n.clone()).collect();
        self.case.taxonomy = Taxonomy::new(nodes).map_err(|error| {
            let line = match &error {
                TaxonomyError::Twice(id)
                | TaxonomyError::Cycle(id)
                | TaxonomyError::NoSuchParent { child: id, .. } => line_of_node(id, &self.nodes),
                TaxonomyError::TooMany(_) => 1,
            };
            (line, say(error))
        })?;
        let conditions = self.conditions.iter().map(|(_, c)| c.clone()).collect();
        self.case.conditions = Conditions::new(conditions).map_err(|error| {
            let (ConditionError::Missing { of: id, .. } | ConditionError::Cycle(id)) = &error;
            let line = self
                .conditions
                .iter()
                .find(|(_, c)| c.id == *id)
                .map_or(1, |(line, _)| *line);
            (line, say(error))
        })?;
        if self.case.clauses.is_empty() {
            return Err((
                1,
                "the case has no clause; write `clause halt prohibits strike`".to_owned(),
            ));
        }
        self.case.act_kinds = self.kinds.into_iter().collect();
        let all = || self.case.readings.iter().map(|r| r.id.clone()).collect();
        self.case.panel = self.panel.unwrap_or_else(all);
        Ok(self.case)
    }
}

/// `30.5 50.5`: longitude, then latitude.
pub(crate) fn position(text: &str) -> Read<[f64; 2]> {
    let (lon, lat) = text.trim().split_once(' ').ok_or_else(|| {
        format!("`{text}` is not a position; write longitude and latitude, `30.5 50.5`")
    })?;
    let (lon, lat) = (number(lon)?, number(lat)?);
    if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
        return Err(format!(
            "`{text}` is not on Earth; longitude comes first (-180 to 180), then latitude (-90 to 90)"
        ));
    }
    Ok([lon, lat])
}

/// The word for a ground that a reading accepts.
pub(crate) fn ground_kind(word: &str) -> Read<GroundKind> {
    match word {
        "declared" => Ok(GroundKind::Declared),
        "covered-act" => Ok(GroundKind::CoveredAct),
        "other-invocation" => Ok(GroundKind::OtherInvocation),
        other => Err(format!(
            "`{other}` is no ground; write `declared`, `covered-act` or `other-invocation`"
        )),
    }
}
