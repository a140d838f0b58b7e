//! The category tree: what kinds of objects there are, and which memberships are contested.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::id::NodeId;

/// One node of the category tree, with its parents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its id.
    pub id: NodeId,
    /// What people call it.
    pub label: String,
    /// Parents that it undisputedly belongs to.
    pub parents: Vec<NodeId>,
    /// Parents that it belongs to only as some say (is a hospital "infrastructure"?).
    pub contested_parents: Vec<NodeId>,
}

/// Why a list of nodes is not a tree that can be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TaxonomyError {
    /// Two nodes have one id.
    #[error("the category `{0}` is defined twice")]
    Twice(NodeId),
    /// A parent is not a node.
    #[error("the category `{child}` names a parent `{parent}` that is not defined")]
    NoSuchParent {
        /// The node that names it.
        child: NodeId,
        /// The missing parent.
        parent: NodeId,
    },
    /// A node is its own ancestor.
    #[error("the category `{0}` is its own ancestor")]
    Cycle(NodeId),
    /// More nodes than the engine's sets hold.
    #[error("the category tree has {0} nodes; at most {max} are possible", max = Taxonomy::MAX)]
    TooMany(usize),
}

/// The category tree. Acyclic; every parent is a node; at most [`Taxonomy::MAX`] nodes; in order of ids.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Taxonomy {
    nodes: Vec<Node>,
    index: BTreeMap<NodeId, usize>,
}

impl Taxonomy {
    /// The most nodes that a tree may have.
    pub const MAX: usize = 256;

    /// Checks and takes the nodes.
    ///
    /// # Errors
    /// [`TaxonomyError`].
    pub fn new(mut nodes: Vec<Node>) -> Result<Self, TaxonomyError> {
        if nodes.len() > Self::MAX {
            return Err(TaxonomyError::TooMany(nodes.len()));
        }
        nodes.sort_by(|a, b| a.id.cmp(&b.id));
        let index: BTreeMap<_, _> = nodes
            .iter()
            .enumerate()
            .map(|(i, n)| (n.id.clone(), i))
            .collect();
        if let Some(pair) = nodes.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(TaxonomyError::Twice(pair[0].id.clone()));
        }
        for node in &nodes {
            for parent in node.parents.iter().chain(&node.contested_parents) {
                if !index.contains_key(parent) {
                    return Err(TaxonomyError::NoSuchParent {
                        child: node.id.clone(),
                        parent: parent.clone(),
                    });
                }
            }
        }
        let tree = Self { nodes, index };
        for start in 0..tree.nodes.len() {
            if tree.ancestors(start).contains(&start) {
                return Err(TaxonomyError::Cycle(tree.nodes[start].id.clone()));
            }
        }
        Ok(tree)
    }

    /// All nodes, in order of ids.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The place of a node in [`Taxonomy::nodes`].
    #[must_use]
    pub fn position(&self, id: &NodeId) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// What people call a node; its id where it is not in the tree.
    #[must_use]
    pub fn label<'a>(&'a self, id: &'a NodeId) -> &'a str {
        self.position(id)
            .map_or(id.as_str(), |i| self.nodes[i].label.as_str())
    }

    /// The possibilities that a node stands for: itself if nothing lies below it, else every leaf below it, also below
    /// contested edges (a wider word is a wider doubt).
    #[must_use]
    pub fn leaves(&self, position: usize) -> Vec<usize> {
        (0..self.nodes.len())
            .filter(|&i| {
                self.is_leaf(i) && (i == position || self.ancestors(i).contains(&position))
            })
            .collect()
    }

    fn is_leaf(&self, position: usize) -> bool {
        let id = &self.nodes[position].id;
        !self
            .nodes
            .iter()
            .any(|n| n.parents.contains(id) || n.contested_parents.contains(id))
    }

    fn ancestors(&self, start: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            let node = &self.nodes[at];
            for parent in node.parents.iter().chain(&node.contested_parents) {
                let parent = self.index[parent];
                if !found.contains(&parent) {
                    found.push(parent);
                    open.push(parent);
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(id: &str, parents: &[&str], contested: &[&str]) -> Node {
        let ids = |list: &[&str]| list.iter().map(|t| NodeId::new(t).unwrap()).collect();
        Node {
            id: NodeId::new(id).unwrap(),
            label: id.to_owned(),
            parents: ids(parents),
            contested_parents: ids(contested),
        }
    }

    #[test]
    fn a_tree_with_a_loop_or_a_missing_parent_is_refused() {
        let looped = Taxonomy::new(vec![node("a", &["b"], &[]), node("b", &[], &["a"])]);
        assert!(matches!(looped, Err(TaxonomyError::Cycle(_))));
        assert!(matches!(
            Taxonomy::new(vec![node("a", &["x"], &[])]),
            Err(TaxonomyError::NoSuchParent { .. })
        ));
        assert!(matches!(
            Taxonomy::new(vec![node("a", &[], &[]); 2]),
            Err(TaxonomyError::Twice(_))
        ));
    }

    #[test]
    fn a_wide_word_stands_for_every_leaf_below_it() {
        let tree = Taxonomy::new(vec![
            node("energy", &[], &[]),
            node("grid", &["energy"], &[]),
            node("line", &["grid"], &[]),
            node("heat", &[], &["energy"]),
        ])
        .unwrap();
        let names = |id: &str| -> Vec<&str> {
            let at = tree.position(&NodeId::new(id).unwrap()).unwrap();
            tree.leaves(at)
                .into_iter()
                .map(|i| tree.nodes()[i].id.as_str())
                .collect()
        };
        assert_eq!(names("energy"), ["heat", "line"]);
        assert_eq!(names("line"), ["line"]);
    }
}
