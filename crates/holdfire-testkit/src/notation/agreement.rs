//! Parties, categories, areas, control, clauses, conditions and invocations in the notation.

use holdfire_model::{
    AreaId, Boundary, Clause, Condition, ConditionId, ConditionRecord, ConditionRule,
    ConditionState, Control, ControlId, Ground, IncidentId, Interval, Invocation, InvocationId,
    Moment, NamedArea, Node, NodeId, Party, PartyId, Role,
};

use super::case::{Draft, position};
use super::line::{Line, Read, pair, parts, say};
use super::time;

impl Draft<'_> {
    pub(super) fn party(&mut self, rest: &str) -> Read<()> {
        let (name, role) = pair(rest)?;
        let role = match role {
            "bound" => Role::Bound,
            "addressed" => Role::Addressed,
            "mediator" => Role::Mediator,
            "guarantor" => Role::Guarantor,
            "monitor" => Role::Monitor,
            other => {
                return Err(format!(
                    "`{other}` is no role; write `bound`, `addressed`, `mediator`, `guarantor` or `monitor`"
                ));
            }
        };
        let id = PartyId::new(name).map_err(say)?;
        self.case.parties.push(Party {
            id,
            name: name.to_owned(),
            role,
        });
        self.case.parties.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(())
    }

    pub(super) fn category(&mut self, line: u32, rest: &str) -> Read<()> {
        let mut said = parts(rest, ",");
        let mut node = Node {
            id: NodeId::new("x").map_err(say)?,
            label: String::new(),
            parents: Vec::new(),
            contested_parents: Vec::new(),
        };
        let first = said.next().ok_or("name a category")?;
        let (id, under) = first.split_once(' ').unwrap_or((first, ""));
        node.id = NodeId::new(id).map_err(say)?;
        id.clone_into(&mut node.label);
        for edge in std::iter::once(under.trim())
            .filter(|u| !u.is_empty())
            .chain(said)
        {
            let (list, names) = match (
                edge.strip_prefix("contested under "),
                edge.strip_prefix("under "),
            ) {
                (Some(names), _) => (&mut node.contested_parents, names),
                (None, Some(names)) => (&mut node.parents, names),
                (None, None) => {
                    return Err(format!(
                        "`{edge}`: write `under PARENT` or `contested under PARENT`"
                    ));
                }
            };
            for name in parts(names, " and ") {
                list.push(NodeId::new(name).map_err(say)?);
            }
        }
        self.nodes.push((line, node));
        Ok(())
    }

    pub(super) fn area(&mut self, rest: &str) -> Read<()> {
        let (head, outline) = rest.split_once(':').unwrap_or((rest, ""));
        let (id, within) = match head.trim().split_once(" within ") {
            Some((id, parent)) => (id.trim(), Some(self.area_id(parent.trim())?)),
            None => (head.trim(), None),
        };
        let mut ring = Vec::new();
        if let Some((from, to)) = outline
            .trim()
            .strip_prefix("from ")
            .and_then(|o| o.split_once(" to "))
        {
            let ([w, s], [e, n]) = (position(from)?, position(to)?);
            ring.extend([[w, s], [e, s], [e, n], [w, n]]);
        } else {
            for corner in parts(outline, ",") {
                ring.push(position(corner)?);
            }
        }
        if let Some(first) = ring.first().copied() {
            ring.push(first);
        }
        self.case.areas.push(NamedArea {
            id: AreaId::new(id).map_err(say)?,
            name: id.to_owned(),
            within,
            outline: (!ring.is_empty()).then(|| vec![vec![ring]]),
        });
        Ok(())
    }

    pub(super) fn control(&mut self, head: Line<'_>, rest: &str) -> Read<()> {
        let (id, text) = pair(rest)?;
        let (text, said) = text.split_once(';').unwrap_or((text, ""));
        let (holder, during) = text
            .split_once(" holds")
            .ok_or("write `control C1: beta holds from 2025-03-01 until 2025-04-01`")?;
        let during = match during
            .trim()
            .strip_prefix("from ")
            .and_then(|d| d.split_once(" until "))
        {
            Some((from, until)) => {
                let zone = self.zone();
                Some(
                    Interval::new(time::moment(zone, from)?, time::moment(zone, until)?)
                        .map_err(say)?,
                )
            }
            None if during.trim().is_empty() => None,
            None => return Err("write `holds from 2025-03-01 until 2025-04-01`".to_owned()),
        };
        let said = match said.trim().strip_prefix("said ") {
            Some(said) => Some(time::said(self.zone(), said)?),
            None => None,
        };
        let control = Control {
            id: ControlId::new(id).map_err(say)?,
            held_by: self.party_id(holder)?,
            during,
            stated: self.stated(head, "a source", said),
            summary: text.to_owned(),
        };
        self.case.control.push(control);
        Ok(())
    }

    pub(super) fn clause(&mut self, rest: &str) -> Read<()> {
        let (id, kinds) = rest
            .split_once(" prohibits ")
            .ok_or("write `clause halt prohibits strike`")?;
        let prohibits = self.kind_ids(kinds)?;
        self.case.clauses.push(Clause {
            id: holdfire_model::ClauseId::new(id.trim()).map_err(say)?,
            title: id.trim().to_owned(),
            text: rest.to_owned(),
            prohibits,
            status: Vec::new(),
        });
        Ok(())
    }

    pub(super) fn condition(&mut self, head: Line<'_>, rest: &str) -> Read<()> {
        let (id, text) = pair(rest)?;
        let ids = |names: &str| {
            parts(names, ",")
                .map(|n| ConditionId::new(n).map_err(say))
                .collect::<Read<Vec<_>>>()
        };
        let rule = if let Some(names) = text.strip_prefix("all ") {
            ConditionRule::All(ids(names)?)
        } else if let Some(names) = text.strip_prefix("any ") {
            ConditionRule::Any(ids(names)?)
        } else {
            let mut records = Vec::new();
            for record in parts(text, ";").filter(|t| *t != "nothing recorded") {
                let (state, from) = record.split_once(' ').ok_or("write `met 2025-04-01`")?;
                let state = match state {
                    "met" => ConditionState::Met,
                    "unmet" => ConditionState::Unmet,
                    "contested" => ConditionState::Contested,
                    "unknown" => ConditionState::Unknown,
                    other => {
                        return Err(format!(
                            "`{other}` is no state of a condition; write `met`, `unmet`, `contested` or `unknown`"
                        ));
                    }
                };
                let from = time::moment(self.zone(), from)?;
                let said = Interval::new(from, Moment(from.0 + 60)).map_err(say)?;
                let stated = self.stated(head, "a source", Some(said));
                records.push(ConditionRecord {
                    state,
                    from,
                    stated,
                });
            }
            ConditionRule::Recorded(records)
        };
        let id = ConditionId::new(id).map_err(say)?;
        self.conditions.push((
            head.number,
            Condition {
                text: id.to_string(),
                id,
                rule,
            },
        ));
        Ok(())
    }

    pub(super) fn invocation(&mut self, head: Line<'_>, rest: &str) -> Read<()> {
        let (id, text) = rest
            .split_once(':')
            .ok_or("write `invocation I1: beta against alpha at 2025-04-01 12:00, declared`")?;
        let (text, what_if) = match text.trim().strip_suffix(", what if") {
            Some(text) => (text, true),
            None => (text.trim(), false),
        };
        let (by, text) = text
            .split_once(" against ")
            .ok_or("write `BY against WHOM at WHEN, GROUND`")?;
        let (against, text) = text
            .split_once(" at ")
            .ok_or("write `at WHEN, GROUND` after whom it is against")?;
        let (at, ground) = text.rsplit_once(", ").ok_or(
            "write the ground after a comma: `declared`, `incident R1` or `invocation I1`",
        )?;
        let ground = if ground == "declared" {
            Ground::Declared
        } else if let Some(id) = ground.strip_prefix("incident ") {
            Ground::Incident(IncidentId::new(id).map_err(say)?)
        } else if let Some(id) = ground.strip_prefix("invocation ") {
            Ground::Invocation(InvocationId::new(id).map_err(say)?)
        } else {
            return Err(format!(
                "`{ground}` is no ground; write `declared`, `incident R1` or `invocation I1`"
            ));
        };
        let at: Boundary = time::boundary(self.zone(), at.trim())?;
        if let Ground::Invocation(ground) = &ground {
            let earlier = self.case.invocations.iter().find(|i| i.id == *ground);
            let earlier =
                earlier.ok_or_else(|| format!("the invocation `{ground}` is not defined above"))?;
            if earlier.at.earliest() >= at.earliest() {
                return Err(format!(
                    "the ground of `{}` is the invocation `{ground}`, which is not earlier",
                    id.trim()
                ));
            }
        }
        let said = Interval::new(at.earliest(), Moment(at.earliest().0 + 60)).map_err(say)?;
        let invocation = Invocation {
            id: InvocationId::new(id.trim()).map_err(say)?,
            by: self.party_id(by)?,
            against: self.party_id(against)?,
            at,
            ground,
            stated: self.stated(head, by.trim(), Some(said)),
            what_if,
        };
        self.case.invocations.push(invocation);
        Ok(())
    }
}
