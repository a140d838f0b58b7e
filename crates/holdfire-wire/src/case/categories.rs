//! `categories.csv`: the nodes of the category tree, and source words that stand for them.

use std::collections::{BTreeMap, BTreeSet};

use holdfire_model::{Node, NodeId, Phrase, Taxonomy, phrase};

use super::scope::Ids;
use crate::problem::{Problem, Problems, Severity, nearest};
use crate::table::{Fault, Row, Table, fault};

const PATH: &str = "categories.csv";

/// What the table gives.
#[derive(Default)]
pub(crate) struct Categories {
    pub taxonomy: Taxonomy,
    pub nodes: Ids<NodeId>,
    /// Source word to nodes.
    pub words: BTreeMap<String, BTreeSet<NodeId>>,
}

struct Defined {
    node: Node,
    line: u32,
}

fn error(line: u32, message: String, hint: Option<String>) -> Problem {
    Problem {
        file: PATH.to_owned(),
        line,
        column: 0,
        severity: Severity::Error,
        message: message.into(),
        hint: hint.map(Phrase::from),
    }
}

/// Reads the table. In whatever order the rows stand: a node is what the row says that gives its parents or its label.
pub(crate) fn read(text: &str, problems: &mut Problems) -> Categories {
    let columns = ["word", "node", "parents", "contested_parents", "label"];
    let Some(table) = Table::open(PATH, text, &columns, &["note"], problems) else {
        let mut none = Categories::default();
        none.nodes.whole = false;
        return none;
    };
    let mut defined: BTreeMap<NodeId, Defined> = BTreeMap::new();
    let mut mentioned: BTreeMap<NodeId, u32> = BTreeMap::new();
    let mut words: BTreeMap<String, BTreeSet<NodeId>> = BTreeMap::new();
    let before = problems.count(Severity::Error);
    table.whole().rows(problems, |row, _| {
        let id = NodeId::new(row.need("node")?).map_err(|e| fault("node", e.to_string(), None))?;
        mentioned.entry(id.clone()).or_insert(row.line);
        if let Some(word) = row.some("word") {
            words.entry(word.to_owned()).or_default().insert(id.clone());
        }
        if ["parents", "contested_parents", "label"]
            .iter()
            .any(|column| row.some(column).is_some())
        {
            define(row, id, &mut defined)?;
        }
        Ok(())
    });
    for (id, line) in &mentioned {
        defined.entry(id.clone()).or_insert_with(|| Defined {
            node: Node {
                id: id.clone(),
                label: id.to_string(),
                parents: Vec::new(),
                contested_parents: Vec::new(),
            },
            line: *line,
        });
    }
    unknown_parents(&defined, problems);
    rings(&defined, problems);
    let lines = defined.values().map(|d| d.line).max().unwrap_or(1);
    let whole = problems.count(Severity::Error) == before;
    let nodes = Ids {
        set: defined.keys().cloned().collect(),
        whole,
    };
    let taxonomy = if whole {
        let list = defined.into_values().map(|d| d.node).collect();
        Taxonomy::new(list).unwrap_or_else(|e| {
            problems.push(error(lines, e.to_string(), None));
            Taxonomy::default()
        })
    } else {
        Taxonomy::default()
    };
    Categories {
        taxonomy,
        nodes,
        words,
    }
}

fn define(row: &Row<'_>, id: NodeId, defined: &mut BTreeMap<NodeId, Defined>) -> Result<(), Fault> {
    let ids = |column: &'static str| {
        super::rows::list(row.get(column))
            .map(NodeId::new)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|e| fault(column, e.to_string(), None))
    };
    let node = Node {
        label: row.some("label").unwrap_or(id.as_str()).to_owned(),
        parents: ids("parents")?,
        contested_parents: ids("contested_parents")?,
        id,
    };
    match defined.get(&node.id) {
        Some(first) if first.node != node => Err(Fault {
            column: "node",
            message: phrase!(
                "row-node-otherwise",
                "`{node}` is defined in another way in line {line}",
                node = node.id.to_string(),
                line = first.line.to_string()
            ),
            hint: Some(phrase!(
                "row-node-in-one-row",
                "parents, contested parents and label stand in one row of a node; its other rows leave them empty"
            )),
        }),
        Some(_) => Ok(()),
        None => {
            let line = row.line;
            defined.insert(node.id.clone(), Defined { node, line });
            Ok(())
        }
    }
}

fn parents(defined: &Defined) -> impl Iterator<Item = &NodeId> {
    defined
        .node
        .parents
        .iter()
        .chain(&defined.node.contested_parents)
}

fn unknown_parents(defined: &BTreeMap<NodeId, Defined>, problems: &mut Problems) {
    for (id, node) in defined {
        for parent in parents(node).filter(|p| !defined.contains_key(*p)) {
            let hint = match nearest(parent.as_str(), defined.keys().map(NodeId::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add a row for it: `,{parent},,,,`"),
            };
            problems.push(error(
                node.line,
                format!("`{id}` has the parent `{parent}`, which is no node"),
                Some(hint),
            ));
        }
    }
}

fn rings(defined: &BTreeMap<NodeId, Defined>, problems: &mut Problems) {
    let edges = |id: &NodeId| {
        defined
            .get(id)
            .into_iter()
            .flat_map(parents)
            .cloned()
            .collect()
    };
    for ring in super::ring::rings(defined.keys().cloned(), edges) {
        let line = ring
            .iter()
            .filter_map(|id| defined.get(id))
            .map(|d| d.line)
            .max();
        problems.push(error(
            line.unwrap_or(0),
            format!(
                "`{}` lies under itself: {}",
                ring[0],
                super::ring::show(&ring)
            ),
            Some("take one of these parents out".to_owned()),
        ));
    }
}
