//! When each leaf was declared, handed to whom, notified to whom, withdrawn; and from when on it counts.

use std::collections::BTreeMap;

use holdfire_model::{CountsFrom, Moment};
use holdfire_seal::Hash;
use thiserror::Error;

use crate::entries::CheckedNotice;
use crate::handover::Handover;
use crate::receipt::{Receiver, Step, VersionRef};
use crate::statement::State;
use crate::succession::{SuccessionError, accept};

/// A version and when the mission took it in.
#[derive(Clone, Copy, Debug)]
pub struct Deposit<'a> {
    /// What was handed over.
    pub handover: &'a Handover,
    /// When, by the record.
    pub received_at: Moment,
}

/// A step of a leaf towards somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepTaken {
    /// Who received it.
    pub to: Receiver,
    /// When.
    pub at: Moment,
    /// With which version.
    pub version: u32,
    /// Whether who received it signed for it.
    pub receipted: bool,
}

/// How a leaf left the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The first version without it.
    pub version: u32,
    /// When the mission took that version in.
    pub at: Moment,
    /// The leaf that took its place; none: withdrawn.
    pub changed_into: Option<Hash>,
}

/// What the record says about a leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafHistory {
    /// The first version that has it.
    pub version: u32,
    /// When the party sealed that version, by its own clock.
    pub sealed_at: Moment,
    /// When the mission took that version in: from then on it is declared.
    pub declared_at: Moment,
    /// The leaf whose place it took.
    pub instead_of: Option<Hash>,
    /// To whom it was handed, in the order of time.
    pub handed: Vec<StepTaken>,
    /// Who had notice, in the order of time.
    pub notified: Vec<StepTaken>,
    /// When it left the list.
    pub ended: Option<Ended>,
}

/// From when until when a leaf counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// The first moment.
    pub from: Moment,
    /// The first moment after it; none: until further notice.
    pub until: Option<Moment>,
    /// Whether a signed receipt shows the beginning.
    pub receipted: bool,
}

/// Why entries give no timeline.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TimelineError {
    /// The versions do not follow each other.
    #[error("the versions of the list do not follow each other")]
    Succession(#[from] SuccessionError),
    /// A version taken in before the one it follows.
    #[error(
        "{later} was taken in at {at}, before {earlier} at {before}\nhint: the clock of the record was set back"
    )]
    ClockBack {
        /// The version before.
        earlier: Box<State>,
        /// When it was taken in.
        before: Moment,
        /// The version.
        later: Box<State>,
        /// When it was taken in.
        at: Moment,
    },
    /// A notice of a version that was not deposited.
    #[error("a notice names {of}, which was not deposited")]
    NoVersion {
        /// What it names.
        of: VersionRef,
    },
    /// A notice of a leaf that the version does not have.
    #[error("a notice of {of} names leaf {leaf}, which that version does not have")]
    NoLeaf {
        /// The version it names.
        of: VersionRef,
        /// The leaf.
        leaf: Hash,
    },
    /// Handed over or notified before it was sealed.
    #[error(
        "a notice says that {state} reached somebody at {at}, before it was sealed\nhint: one of the clocks is wrong"
    )]
    BeforeSealing {
        /// The version.
        state: Box<State>,
        /// When it is said to have been received.
        at: Moment,
    },
}

/// What the record says about every leaf of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    leaves: BTreeMap<Hash, LeafHistory>,
}

impl Timeline {
    /// Puts versions and notices of one list together. Versions come in their order, notices in any.
    ///
    /// # Errors
    /// [`TimelineError`] if a version does not follow the one before, or a notice names what is not there.
    pub fn build(
        deposits: &[Deposit<'_>],
        notices: &[CheckedNotice],
    ) -> Result<Self, TimelineError> {
        let mut leaves = BTreeMap::new();
        let mut last: Option<&Deposit<'_>> = None;
        for deposit in deposits {
            accept(last.map(|last| last.handover), deposit.handover)?;
            if let Some(last) = last
                && deposit.received_at < last.received_at
            {
                return Err(TimelineError::ClockBack {
                    earlier: Box::new(last.handover.signed().state()),
                    before: last.received_at,
                    later: Box::new(deposit.handover.signed().state()),
                    at: deposit.received_at,
                });
            }
            take_version(&mut leaves, deposit);
            last = Some(deposit);
        }
        for notice in notices {
            take_notice(&mut leaves, deposits, notice)?;
        }
        for history in leaves.values_mut() {
            history.handed.sort_by_key(|step| step.at);
            history.notified.sort_by_key(|step| step.at);
        }
        Ok(Self { leaves })
    }

    /// The history of a leaf.
    #[must_use]
    pub fn leaf(&self, leaf: &Hash) -> Option<&LeafHistory> {
        self.leaves.get(leaf)
    }

    /// All leaves that were ever on the list, ascending.
    pub fn leaves(&self) -> impl Iterator<Item = (&Hash, &LeafHistory)> {
        self.leaves.iter()
    }
}

fn take_version(leaves: &mut BTreeMap<Hash, LeafHistory>, deposit: &Deposit<'_>) {
    let stated = deposit.handover.statement();
    let (version, at) = (stated.version, deposit.received_at);
    let changes = deposit.handover.changes();
    let mut end = |leaf: &Hash, changed_into: Option<Hash>| {
        let history = leaves
            .get_mut(leaf)
            .expect("a leaf that went was in the version before");
        history.ended = Some(Ended {
            version,
            at,
            changed_into,
        });
    };
    changes.withdrawn.iter().for_each(|leaf| end(leaf, None));
    changes
        .changed
        .iter()
        .for_each(|(old, new)| end(old, Some(*new)));
    let instead_of: BTreeMap<Hash, Hash> = changes
        .changed
        .iter()
        .map(|(old, new)| (*new, *old))
        .collect();
    for leaf in deposit.handover.leaves() {
        let born = || LeafHistory {
            version,
            sealed_at: stated.sealed_at,
            declared_at: at,
            instead_of: instead_of.get(leaf).copied(),
            handed: Vec::new(),
            notified: Vec::new(),
            ended: None,
        };
        // A leaf that comes back after it was withdrawn begins anew: its old history is that of an earlier declaration.
        let history = leaves.entry(*leaf).or_insert_with(born);
        if history.ended.is_some() {
            *history = born();
        }
    }
}

fn take_notice(
    leaves: &mut BTreeMap<Hash, LeafHistory>,
    deposits: &[Deposit<'_>],
    notice: &CheckedNotice,
) -> Result<(), TimelineError> {
    let said = notice.said();
    let of = said.of;
    let names = |deposit: &&Deposit<'_>| VersionRef::from(deposit.handover.signed().state()) == of;
    let deposit = deposits
        .iter()
        .find(names)
        .ok_or(TimelineError::NoVersion { of })?;
    let state = deposit.handover.signed().state();
    if said.at < state.sealed_at {
        return Err(TimelineError::BeforeSealing {
            state: Box::new(state),
            at: said.at,
        });
    }
    let covered = said
        .covered
        .as_leaves()
        .unwrap_or(deposit.handover.leaves());
    if let Some(leaf) = covered.iter().find(|leaf| !deposit.handover.has_leaf(leaf)) {
        return Err(TimelineError::NoLeaf { of, leaf: *leaf });
    }
    let step = StepTaken {
        to: said.to.clone(),
        at: said.at,
        version: of.version,
        receipted: !notice.receipt_by().is_empty(),
    };
    for leaf in covered {
        let history = leaves
            .get_mut(leaf)
            .expect("every leaf of a version has a history");
        if of.version < history.version {
            // It was withdrawn and came back: notice of its earlier declaration is none of this one.
            continue;
        }
        match said.step {
            Step::Notice => history.notified.push(step.clone()),
            Step::Handover | Step::Deposit => history.handed.push(step.clone()),
        }
    }
    Ok(())
}

impl LeafHistory {
    /// From when until when the leaf counts, as a reading says it: from its deposit with the mission, from its handover, or
    /// from notice. `to`: only steps towards this receiver (the bound party); none: towards anybody.
    ///
    /// A changed site counts anew from the steps of its new leaf; what was true of the old one is in its own history.
    /// `None`: the step was not taken, or only after the leaf had left the list.
    #[must_use]
    pub fn counts(&self, counts_from: CountsFrom, to: Option<&Receiver>) -> Option<Counts> {
        let until = self.ended.map(|ended| ended.at);
        let first = |steps: &[StepTaken]| {
            let step = steps
                .iter()
                .find(|step| to.is_none_or(|to| step.to == *to))?;
            Some((step.at, step.receipted))
        };
        let (from, receipted) = match counts_from {
            CountsFrom::Deposit => (self.declared_at, true),
            CountsFrom::Handover => first(&self.handed)?,
            CountsFrom::Notice => first(&self.notified)?,
        };
        until.is_none_or(|until| from < until).then_some(Counts {
            from,
            until,
            receipted,
        })
    }

    /// The history in sentences.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let mut lines = vec![format!(
            "Declared in version {}, taken in at {} (sealed at {} by the party's clock).",
            self.version, self.declared_at, self.sealed_at
        )];
        if let Some(old) = self.instead_of {
            lines.push(format!(
                "It took the place of leaf {old}: the site was changed."
            ));
        }
        let step = |verb: &str, step: &StepTaken| {
            let receipt = if step.receipted {
                "with a signed receipt"
            } else {
                "without a receipt"
            };
            format!(
                "{verb} {} at {} in version {}, {receipt}.",
                step.to, step.at, step.version
            )
        };
        lines.extend(self.handed.iter().map(|taken| step("Handed to", taken)));
        lines.extend(self.notified.iter().map(|taken| step("Notified to", taken)));
        lines.push(match self.ended {
            None => "It is on the list.".to_owned(),
            Some(Ended {
                version,
                at,
                changed_into: None,
            }) => {
                format!("Withdrawn in version {version}, taken in at {at}.")
            }
            Some(Ended {
                version,
                at,
                changed_into: Some(new),
            }) => {
                format!("Changed into leaf {new} in version {version}, taken in at {at}.")
            }
        });
        lines
    }
}
