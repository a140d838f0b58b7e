//! Trust policies: which logs, which witnesses, and how many of them (C2SP tlog-policy).

mod parse;

use std::collections::BTreeMap;
use std::fmt;

use thiserror::Error;

use crate::checkpoint::{CheckpointError, SignedCheckpoint, open_of_any_log};
use crate::note::VerifierKey;

pub use parse::{PolicyError, PolicyProblem};

/// The most logs, and the most witnesses, and the most groups of a policy; the specification asks for 32 at least.
pub const MOST_OF_EACH: usize = 128;
/// The longest policy file, in bytes.
pub const MOST_POLICY_BYTES: usize = 256 * 1024;

/// A name in a policy: bytes without meaning outside of it. `Display` shows what is not UTF-8 as `�`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyName(Vec<u8>);

impl PolicyName {
    /// The bytes of the name.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0))
    }
}

impl fmt::Debug for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A log that the policy accepts. Its origin is the name of the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyLog {
    /// The key of the log.
    pub key: VerifierKey,
    /// Where it is reached, if the policy says so.
    pub url: Option<String>,
}

/// A witness that the policy knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyWitness {
    /// Its name in the policy, not that of its key.
    pub name: PolicyName,
    /// The key of the witness.
    pub key: VerifierKey,
    /// Where it is reached, if the policy says so.
    pub url: Option<String>,
}

/// A group of witnesses and groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyGroup {
    /// Its name.
    pub name: PolicyName,
    /// How many of the members must have witnessed: 1 to the number of members.
    pub threshold: usize,
    /// The members, all defined before the group.
    pub members: Vec<PolicyName>,
}

/// What must have witnessed a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quorum {
    /// Nothing: the signature of the log is enough.
    None,
    /// This witness or group.
    Name(PolicyName),
}

/// A policy. Every name in it is defined, once, before it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    groups: Vec<PolicyGroup>,
    quorum: Quorum,
}

/// A checkpoint that the policy accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyOutcome {
    /// The checkpoint, signed by its log.
    pub signed: SignedCheckpoint,
    /// The witnesses of the policy that cosigned it, each with the latest time in POSIX seconds, in the policy's order.
    pub cosigned_by: Vec<(PolicyName, u64)>,
    /// The quorum in words.
    pub needed: String,
}

/// Why a checkpoint is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PolicyRefusal {
    /// Not signed by an accepted log, or forged, or malformed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// Signed by the log, but by too few witnesses.
    #[error(
        "too few witnesses cosigned: {needed} needed, cosigned by {}",
        listed(cosigned_by)
    )]
    Quorum {
        /// The quorum in words.
        needed: String,
        /// The witnesses of the policy that cosigned.
        cosigned_by: Vec<PolicyName>,
    },
}

fn listed(names: &[PolicyName]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    let names: Vec<String> = names.iter().map(PolicyName::to_string).collect();
    names.join(", ")
}

impl Policy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// [`PolicyError`]: the first line that is wrong, and why.
    pub fn parse(bytes: &[u8]) -> Result<Self, PolicyError> {
        parse::parse(bytes)
    }

    /// The accepted logs in the order of the file.
    #[must_use]
    pub fn logs(&self) -> &[PolicyLog] {
        &self.logs
    }

    /// The known witnesses in the order of the file.
    #[must_use]
    pub fn witnesses(&self) -> &[PolicyWitness] {
        &self.witnesses
    }

    /// The groups in the order of the file.
    #[must_use]
    pub fn groups(&self) -> &[PolicyGroup] {
        &self.groups
    }

    /// What must have witnessed a checkpoint.
    #[must_use]
    pub const fn quorum(&self) -> &Quorum {
        &self.quorum
    }

    /// Checks the note of a checkpoint: signed by a log of the policy, and cosigned by its quorum.
    ///
    /// # Errors
    /// [`PolicyRefusal`]: the checkpoint cannot be believed, and why.
    pub fn check(&self, note: &[u8]) -> Result<PolicyOutcome, PolicyRefusal> {
        self.check_with_logs(note, &[])
    }

    /// As [`Self::check`], where these logs are accepted too: for a policy that names no log.
    ///
    /// # Errors
    /// [`PolicyRefusal`]: the checkpoint cannot be believed, and why.
    pub fn check_with_logs(
        &self,
        note: &[u8],
        logs: &[VerifierKey],
    ) -> Result<PolicyOutcome, PolicyRefusal> {
        let own = self.logs.iter().map(|log| &log.key);
        let witnesses = self.witnesses.iter().map(|witness| &witness.key);
        let keys: Vec<VerifierKey> = logs.iter().chain(own).chain(witnesses).cloned().collect();
        let signed = open_of_any_log(note, &keys)?;
        let cosigned_by: Vec<(PolicyName, u64)> = self
            .witnesses
            .iter()
            .filter_map(|witness| {
                let time = signed.cosigned_at(&witness.key)?;
                Some((witness.name.clone(), time))
            })
            .collect();
        let needed = self.quorum_in_words();
        if self.is_met_by(&cosigned_by) {
            return Ok(PolicyOutcome {
                signed,
                cosigned_by,
                needed,
            });
        }
        Err(PolicyRefusal::Quorum {
            needed,
            cosigned_by: cosigned_by.into_iter().map(|(name, _)| name).collect(),
        })
    }

    fn is_met_by(&self, cosigned_by: &[(PolicyName, u64)]) -> bool {
        let Quorum::Name(quorum) = &self.quorum else {
            return true;
        };
        let mut witnessed: BTreeMap<&PolicyName, bool> =
            cosigned_by.iter().map(|(name, _)| (name, true)).collect();
        // Members stand before their groups, so one pass decides all.
        for group in &self.groups {
            let members = group.members.iter();
            let count = members
                .filter(|name| witnessed.get(name).copied().unwrap_or_default())
                .count();
            witnessed.insert(&group.name, count >= group.threshold);
        }
        witnessed.get(quorum).copied().unwrap_or_default()
    }

    /// The quorum as a reader would say it: `2 of A, B, C`.
    #[must_use]
    pub fn quorum_in_words(&self) -> String {
        match &self.quorum {
            Quorum::None => "no witness".to_owned(),
            Quorum::Name(name) => self.in_words(name),
        }
    }

    /// Each name is a member once at most, so the text names each witness once at most.
    fn in_words(&self, name: &PolicyName) -> String {
        let Some(group) = self.groups.iter().find(|group| group.name == *name) else {
            return name.to_string();
        };
        let members: Vec<String> = group.members.iter().map(PolicyName::to_string).collect();
        let threshold = match group.threshold {
            all if all == members.len() => "all".to_owned(),
            some => some.to_string(),
        };
        let inner: Vec<String> = group
            .members
            .iter()
            .filter(|member| self.groups.iter().any(|group| group.name == **member))
            .map(|member| format!("; {member}: {}", self.in_words(member)))
            .collect();
        format!("{threshold} of {}{}", members.join(", "), inner.concat())
    }
}

#[cfg(test)]
mod tests;
