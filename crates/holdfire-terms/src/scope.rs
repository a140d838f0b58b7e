//! Rule R7: what a reading's lists say of each node of the category tree.

use std::collections::BTreeSet;

use holdfire_model::{ListKind, Node, NodeId, Scope, Taxonomy, Term};

/// A set of nodes, by their positions in the tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeSet([u64; 4]);

impl NodeSet {
    /// Adds a node.
    pub fn insert(&mut self, position: usize) {
        self.0[position / 64] |= 1 << (position % 64);
    }

    /// True if it holds the node.
    #[must_use]
    pub fn contains(&self, position: usize) -> bool {
        self.0[position / 64] >> (position % 64) & 1 == 1
    }

    /// True if it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0 == [0; 4]
    }

    /// The nodes of both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] | other.0[i]))
    }

    /// True if both hold some node.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    /// The nodes, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..256).filter(|&i| self.contains(i))
    }
}

impl FromIterator<usize> for NodeSet {
    fn from_iter<I: IntoIterator<Item = usize>>(positions: I) -> Self {
        let mut set = Self::default();
        positions.into_iter().for_each(|p| set.insert(p));
        set
    }
}

/// For each node the possibilities that it stands for, as [`Taxonomy::leaves`] has them, found for all nodes at once.
pub(crate) fn leaf_sets(tree: &Taxonomy) -> Vec<NodeSet> {
    let nodes = tree.nodes();
    let parents = |i: usize| {
        let node: &Node = &nodes[i];
        node.parents.iter().chain(&node.contested_parents)
    };
    let up: Vec<Vec<usize>> = (0..nodes.len())
        .map(|i| parents(i).filter_map(|id| tree.position(id)).collect())
        .collect();
    let mut has_children = vec![false; nodes.len()];
    up.iter().flatten().for_each(|p| has_children[*p] = true);
    let mut sets = vec![NodeSet::default(); nodes.len()];
    let mut open = Vec::new();
    for leaf in (0..nodes.len()).filter(|i| !has_children[*i]) {
        open.push(leaf);
        while let Some(at) = open.pop() {
            if !sets[at].contains(leaf) {
                sets[at].insert(leaf);
                open.extend(&up[at]);
            }
        }
    }
    sets
}

/// What a reading says of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeState {
    /// Covered, along an uncontested path.
    Covered,
    /// Not covered: stated, or not on a closed list.
    NotCovered,
    /// Not spoken of: not on an open list.
    Silent,
    /// Covered only across a contested edge.
    Contested,
    /// Stated both as covered and as not covered.
    Conflict,
}

/// The states of all nodes, as sets.
#[derive(Clone, Debug, Default)]
pub struct CompiledScope {
    states: Vec<Option<NodeState>>,
    covered: NodeSet,
    not_covered: NodeSet,
    silent: NodeSet,
}

/// Where a node takes its state from, before the list's kind decides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Covered,
    NotCovered,
    Contested,
    Conflict,
    Nothing,
}

impl CompiledScope {
    /// Compiles the lists of one reading. A silent term gives an empty result, see [`CompiledScope::is_silent`].
    #[must_use]
    pub fn compile(term: &Term<Scope>, tree: &Taxonomy) -> Self {
        if term.is_silent() {
            return Self::default();
        }
        let union = |pick: fn(&Scope) -> &BTreeSet<NodeId>| -> BTreeSet<NodeId> {
            term.iter().flat_map(|e| pick(&e.value)).cloned().collect()
        };
        let (covered, not_covered) = (union(|s| &s.covered), union(|s| &s.not_covered));
        let kinds: BTreeSet<ListKind> = term.iter().map(|e| e.value.list).collect();
        let rest = match (
            kinds.contains(&ListKind::Closed),
            kinds.contains(&ListKind::Open),
        ) {
            (true, true) => NodeState::Conflict,
            (true, false) => NodeState::NotCovered,
            _ => NodeState::Silent,
        };
        let mut scope = Self::default();
        for position in 0..tree.nodes().len() {
            let state = match find(tree, position, &covered, &not_covered) {
                Found::Covered => NodeState::Covered,
                Found::NotCovered => NodeState::NotCovered,
                Found::Contested => NodeState::Contested,
                Found::Conflict => NodeState::Conflict,
                Found::Nothing => rest,
            };
            match state {
                NodeState::Covered => scope.covered.insert(position),
                NodeState::NotCovered => scope.not_covered.insert(position),
                NodeState::Silent | NodeState::Contested | NodeState::Conflict => {
                    scope.silent.insert(position)
                }
            }
            scope.states.push(Some(state));
        }
        scope
    }

    /// True if the reading does not say which categories.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.states.is_empty()
    }

    /// What the reading says of a node; `None` if it says nothing on categories.
    #[must_use]
    pub fn of(&self, position: usize) -> Option<NodeState> {
        self.states.get(position).copied().flatten()
    }

    /// Whether some of the nodes are covered, not covered, silent.
    #[must_use]
    pub fn some(&self, nodes: &NodeSet) -> (bool, bool, bool) {
        (
            nodes.meets(&self.covered),
            nodes.meets(&self.not_covered),
            nodes.meets(&self.silent),
        )
    }
}

/// The state of the nearest stated ancestor along uncontested edges; across a contested edge, covered is contested.
fn find(
    tree: &Taxonomy,
    position: usize,
    covered: &BTreeSet<NodeId>,
    not_covered: &BTreeSet<NodeId>,
) -> Found {
    let node = &tree.nodes()[position];
    match (covered.contains(&node.id), not_covered.contains(&node.id)) {
        (true, true) => return Found::Conflict,
        (true, false) => return Found::Covered,
        (false, true) => return Found::NotCovered,
        (false, false) => {}
    }
    let up = |id: &NodeId| {
        let parent = tree.position(id).expect("a parent is a node of the tree");
        find(tree, parent, covered, not_covered)
    };
    let sure: Vec<Found> = node.parents.iter().map(up).collect();
    let across = node
        .contested_parents
        .iter()
        .map(up)
        .any(|f| matches!(f, Found::Covered | Found::Contested));
    let has = |found| sure.contains(&found);
    if has(Found::Covered) {
        Found::Covered
    } else if has(Found::Conflict) {
        Found::Conflict
    } else if across || has(Found::Contested) {
        Found::Contested
    } else if has(Found::NotCovered) {
        Found::NotCovered
    } else {
        Found::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> NodeId {
        NodeId::new(text).unwrap()
    }

    fn tree() -> Taxonomy {
        let node = |name: &str, parents: &[&str], contested: &[&str]| Node {
            id: id(name),
            label: name.to_owned(),
            parents: parents.iter().map(|p| id(p)).collect(),
            contested_parents: contested.iter().map(|p| id(p)).collect(),
        };
        Taxonomy::new(vec![
            node("energy", &[], &[]),
            node("infrastructure", &[], &[]),
            node("electricity", &["energy"], &[]),
            node("transmission", &["electricity"], &[]),
            node("line-hv", &["transmission"], &[]),
            node("line-10kv", &["electricity"], &["transmission"]),
            node("hospital", &[], &["infrastructure"]),
        ])
        .unwrap()
    }

    fn state(covered: &[&str], not_covered: &[&str], list: ListKind, node: &str) -> NodeState {
        let scope = Scope {
            covered: covered.iter().map(|c| id(c)).collect(),
            not_covered: not_covered.iter().map(|c| id(c)).collect(),
            list,
        };
        let tree = tree();
        let position = tree.position(&id(node)).unwrap();
        CompiledScope::compile(&stated(scope), &tree)
            .of(position)
            .unwrap()
    }

    fn stated(scope: Scope) -> Term<Scope> {
        use holdfire_model::{Cite, Element, Interval, Moment, Standing, Stated};
        let stated = Stated {
            at: Cite::new("test"),
            by: "alpha".to_owned(),
            when: Interval::new(Moment(0), Moment(1)).unwrap(),
            entered: Moment(0),
            instrument: None,
            rests_on: "test".to_owned(),
            standing: Standing::PublicStatement,
        };
        Term(vec![Element {
            value: scope,
            stated,
        }])
    }

    #[test]
    fn one_uncontested_path_covers() {
        assert_eq!(
            state(&["energy"], &[], ListKind::Closed, "line-10kv"),
            NodeState::Covered
        );
        assert_eq!(
            state(&["electricity"], &[], ListKind::Closed, "line-10kv"),
            NodeState::Covered
        );
    }

    #[test]
    fn a_contested_edge_is_silent_whether_the_list_is_closed_or_open() {
        assert_eq!(
            state(&["transmission"], &[], ListKind::Closed, "line-10kv"),
            NodeState::Contested
        );
        assert_eq!(
            state(&["transmission"], &[], ListKind::Open, "line-10kv"),
            NodeState::Contested
        );
        assert_eq!(
            state(&["infrastructure"], &[], ListKind::Closed, "hospital"),
            NodeState::Contested
        );
    }

    #[test]
    fn only_then_the_kind_of_list_decides() {
        assert_eq!(
            state(&["transmission"], &[], ListKind::Closed, "hospital"),
            NodeState::NotCovered
        );
        assert_eq!(
            state(&["transmission"], &[], ListKind::Open, "hospital"),
            NodeState::Silent
        );
    }

    #[test]
    fn the_nearest_stated_ancestor_counts() {
        assert_eq!(
            state(&["energy"], &["transmission"], ListKind::Closed, "line-hv"),
            NodeState::NotCovered
        );
        assert_eq!(
            state(
                &["energy", "line-hv"],
                &["transmission"],
                ListKind::Closed,
                "line-hv"
            ),
            NodeState::Covered
        );
        assert_eq!(
            state(&["energy"], &["energy"], ListKind::Closed, "line-hv"),
            NodeState::Conflict
        );
    }

    #[test]
    fn the_leaves_found_at_once_are_those_found_one_by_one() {
        let tree = tree();
        for (position, set) in leaf_sets(&tree).iter().enumerate() {
            assert_eq!(set.iter().collect::<Vec<_>>(), tree.leaves(position));
        }
    }
}
