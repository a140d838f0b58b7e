//! What an opening shows: checked against the signed statement, said in values and in words.

use std::collections::BTreeSet;
use std::fmt;

use holdfire_seal::Hash;
use holdfire_seal::note::{SignedBy, VerifierKey};
use holdfire_seal::proof::{ProofError, verify_inclusion};
use thiserror::Error;
use zeroize::Zeroize as _;

use crate::form::FormError;
use crate::handover::tree_of;
use crate::leaf::{leaf_of, leaf_over};
use crate::opening::{Claim, OpenedLeaf, Opening, Shown};
use crate::site::{
    FIELDS, FieldName, RegisterCsv, SiteError, SiteFields, check_text, register_csv,
};
use crate::statement::{Counting, SignedStatement, State, Statement, StatementError};

/// Why an opening shows nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OpeningError {
    /// Not the file it should be.
    #[error("this is not an opening that can be read")]
    Form(#[from] FormError),
    /// The statement in it is refused.
    #[error("the statement in the opening is refused")]
    Statement(#[from] StatementError),
    /// For another version than the one that was asked about.
    #[error(
        "the opening is for {given}, and asked was about statement {asked}\n\
         hint: an opening holds for one version; ask the party to open that one"
    )]
    OtherVersion {
        /// What it is for.
        given: Box<State>,
        /// The statement that was asked about.
        asked: Hash,
    },
    /// A leaf that does not lead to the root of the statement.
    #[error(
        "leaf {index} of the opening is not in {state}\n\
         hint: it was changed, or it belongs to another version"
    )]
    NotThere {
        /// Where it claims to be.
        index: u64,
        /// What it was compared with.
        state: Box<State>,
        /// What is wrong with the path.
        source: ProofError,
    },
    /// All leaves together do not have the root of the statement.
    #[error(
        "the leaves of the opening have the root {root}, which is not that of {state}\n\
         hint: one of them was changed, left out or swapped, or they belong to another version"
    )]
    OtherRoot {
        /// The root they have.
        root: Hash,
        /// What it was compared with.
        state: Box<State>,
    },
    /// A field that does not lead to its leaf.
    #[error("the field `{name}` of leaf {index} was changed or belongs to another site")]
    Field {
        /// The leaf.
        index: u64,
        /// The name that the field gives itself.
        name: String,
        /// What is wrong.
        source: ProofError,
    },
    /// What is there is not what the opening says it holds.
    #[error("the opening of {claim:?} does not hold what it says: {why}")]
    Claim {
        /// What it says.
        claim: Claim,
        /// What is there, or not.
        why: String,
    },
    /// Values that no site has.
    #[error("leaf {index} holds no site: {source}")]
    Site {
        /// The leaf.
        index: u64,
        /// What is wrong.
        source: SiteError,
    },
}

/// A leaf with what was shown of it.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedSite {
    /// Its leaf hash: the same as long as the site is unchanged.
    pub leaf: Hash,
    /// Its place among the leaves of the version.
    pub index: u64,
    values: [Option<String>; FIELDS],
    whole: Option<SiteFields>,
}

impl Drop for OpenedSite {
    fn drop(&mut self) {
        self.values.iter_mut().for_each(|value| value.zeroize());
    }
}

impl fmt::Debug for OpenedSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "opened leaf {}", self.leaf)
    }
}

impl OpenedSite {
    /// The value of a field; `None` if it was not opened; empty if the party stated nothing.
    #[must_use]
    pub fn value(&self, field: FieldName) -> Option<&str> {
        self.values[field.index()].as_deref()
    }

    /// All fields, if all were opened.
    #[must_use]
    pub const fn whole(&self) -> Option<&SiteFields> {
        self.whole.as_ref()
    }

    fn words(&self) -> String {
        let values = FieldName::ALL.into_iter().filter_map(|field| {
            let value = self.value(field).filter(|value| !value.is_empty())?;
            (field != FieldName::Padding).then(|| format!("{field} `{}`", value.replace('\n', " ")))
        });
        let values: Vec<String> = values.collect();
        format!("leaf {}: {}", self.leaf, values.join(", "))
    }

    /// Whether it is shown to be a dummy; `None`: not opened.
    #[must_use]
    pub fn is_dummy(&self) -> Option<bool> {
        self.value(FieldName::Padding).map(|flag| flag == "1")
    }
}

/// What a verified opening shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedReport {
    /// The statement that the leaves belong to.
    pub statement: Statement,
    /// Its hash, by which receipts and entries name it.
    pub statement_hash: Hash,
    /// Who signed it, of the known keys.
    pub by: Vec<SignedBy>,
    /// Whether it is the statement that was asked about; false: nothing was asked.
    pub is_the_asked: bool,
    /// What was claimed and holds.
    pub claim: Claim,
    /// The leaves of which something was opened, in the order of the version; dummies too.
    pub leaves: Vec<OpenedSite>,
}

impl OpenedReport {
    /// The sites that were opened wholly, without dummies.
    pub fn whole_sites(&self) -> impl Iterator<Item = &SiteFields> {
        self.leaves
            .iter()
            .filter_map(OpenedSite::whole)
            .filter(|site| !site.is_dummy())
    }

    /// The sites that were opened wholly, as a `register.csv`.
    #[must_use]
    pub fn register_csv(&self) -> RegisterCsv {
        register_csv(self.whole_sites())
    }

    /// What the opening shows, a sentence or a site a line. It quotes what was opened.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let mut lines = vec![self.signed_words(), self.claim_words()];
        if self.statement.counting == Counting::Padded {
            lines.push(format!(
                "The {} leaves of this version may include dummies, which pad the count.",
                self.statement.count
            ));
        }
        lines.push(if self.is_the_asked {
            "It is the statement that was asked about.".to_owned()
        } else {
            "That the mission held this statement, and since when, is shown by a receipt or by the record, not by this file."
                .to_owned()
        });
        if !self.claim.is_whole() {
            lines.push(
                "What is not opened stays unknown: nothing here shows that something was not on the list."
                    .to_owned(),
            );
        }
        let shown = |leaf: &&OpenedSite| leaf.is_dummy() == Some(false);
        lines.extend(self.leaves.iter().filter(shown).map(OpenedSite::words));
        lines
    }

    fn signed_words(&self) -> String {
        let by: Vec<String> = self
            .by
            .iter()
            .map(|by| format!("{} (key {:08x})", by.name, by.key_id))
            .collect();
        let state = State {
            list: self.statement.list,
            version: self.statement.version,
            statement: self.statement_hash,
            sealed_at: self.statement.sealed_at,
        };
        format!(
            "Signed by {}: {state} by the signer's clock.",
            by.join(", ")
        )
    }

    fn claim_words(&self) -> String {
        let sites = self
            .leaves
            .iter()
            .filter(|leaf| leaf.is_dummy() == Some(false))
            .count();
        match &self.claim {
            Claim::Fields => format!(
                "Sites of which fields are opened: {sites}. Each was on the list in this version."
            ),
            Claim::Sites => format!(
                "Sites that are opened wholly: {sites}. Each was on the list in this version."
            ),
            Claim::Class { field, value } => format!(
                "Opened are {sites} sites with {field} `{value}`, wholly. Each of them was on the list in this version. \
                 Whether there are more is not shown."
            ),
            Claim::CompleteClass { field, value } => {
                let silent = self
                    .leaves
                    .iter()
                    .filter(|leaf| leaf.value(*field) == Some(""))
                    .count();
                format!(
                    "Opened are all {sites} sites with {field} `{value}`, wholly. Every other leaf shows its {field}: {} \
                     another one, {silent} none (dummies, and sites for which the party stated none).",
                    self.leaves.len() - sites - silent
                )
            }
            Claim::All => format!(
                "Opened is the whole list: {sites} sites and {} dummies.",
                self.leaves.len() - sites
            ),
        }
    }
}

impl Opening {
    /// The statement that the opening names, unverified: to find the keys and the entry it belongs to.
    ///
    /// # Errors
    /// [`StatementError`] if there is none.
    pub fn statement_unverified(&self) -> Result<Statement, StatementError> {
        let note = holdfire_seal::note::parse_unverified(self.note.as_bytes())?;
        Statement::parse(&note.text)
    }
}

/// Checks an opening: the signature of the statement, every field, every leaf, and that it holds what it says.
///
/// `asked` is the hash of the statement that the reader has from elsewhere (a receipt, an entry of the record). Without it
/// the opening shows only that the signer stated so at some time, not that the mission held that statement.
///
/// # Errors
/// [`OpeningError`] with the reason. Nothing of an opening that is refused may be used.
pub fn verify_opening(
    opening: &Opening,
    keys: &[VerifierKey],
    asked: Option<&Hash>,
) -> Result<OpenedReport, OpeningError> {
    let signed = SignedStatement::open(&opening.note, keys)?;
    if let Some(asked) = asked
        && *asked != signed.hash()
    {
        return Err(OpeningError::OtherVersion {
            given: Box::new(signed.state()),
            asked: *asked,
        });
    }
    let check = Check {
        signed: &signed,
        claim: &opening.claim,
    };
    let leaves = check.leaves(&opening.leaves)?;
    Ok(OpenedReport {
        statement: signed.statement().clone(),
        statement_hash: signed.hash(),
        by: signed.by().to_vec(),
        is_the_asked: asked.is_some(),
        claim: opening.claim.clone(),
        leaves,
    })
}

struct Check<'a> {
    signed: &'a SignedStatement,
    claim: &'a Claim,
}

impl Check<'_> {
    fn wrong(&self, why: impl Into<String>) -> OpeningError {
        OpeningError::Claim {
            claim: self.claim.clone(),
            why: why.into(),
        }
    }

    fn leaves(&self, opened: &[OpenedLeaf]) -> Result<Vec<OpenedSite>, OpeningError> {
        let stated = self.signed.statement();
        // Dummies have no values, so that a class without one could not be told from them.
        if let Claim::Class { value, .. } | Claim::CompleteClass { value, .. } = self.claim
            && value.is_empty()
        {
            return Err(self.wrong("it names no value"));
        }
        if opened.is_empty() && stated.count > 0 {
            return Err(self.wrong("it is empty"));
        }
        if !opened.is_sorted_by(|a, b| a.index < b.index) {
            return Err(self.wrong("its leaves are not in order, or one is there twice"));
        }
        let mut leaves = Vec::with_capacity(opened.len());
        for leaf in opened {
            leaves.push(self.leaf(leaf)?);
        }
        if self.claim.is_whole() {
            let in_place = (0..)
                .zip(&leaves)
                .all(|(index, leaf): (u64, _)| leaf.index == index);
            if leaves.len() as u64 != stated.count || !in_place {
                return Err(self.wrong(format!(
                    "{} leaves are stated, and {} are there or their numbers do not follow each other",
                    stated.count,
                    leaves.len()
                )));
            }
            let root = tree_of(leaves.iter().map(|leaf| leaf.leaf)).root();
            if root != stated.root {
                let state = Box::new(self.signed.state());
                return Err(OpeningError::OtherRoot { root, state });
            }
        }
        // An empty class would be a proof that something is not listed, which openings do not give.
        if matches!(self.claim, Claim::CompleteClass { .. })
            && leaves.iter().all(|leaf| leaf.whole.is_none())
        {
            return Err(self.wrong("no site of the class is in it"));
        }
        self.ids_differ(&leaves)?;
        Ok(leaves)
    }

    fn leaf(&self, opened: &OpenedLeaf) -> Result<OpenedSite, OpeningError> {
        let stated = self.signed.statement();
        let index = opened.index;
        let site = match &opened.shown {
            Shown::Whole { seed, fields } => OpenedSite {
                leaf: leaf_of(seed, fields),
                index,
                values: fields.values().clone().map(Some),
                whole: Some(SiteFields::clone(fields)),
            },
            Shown::Part { root, fields } => OpenedSite {
                leaf: leaf_over(root),
                index,
                values: self.part(index, root, fields)?,
                whole: None,
            },
        };
        if !self.claim.is_whole() {
            verify_inclusion(&site.leaf, index, stated.count, &opened.path, &stated.root).map_err(
                |source| OpeningError::NotThere {
                    index,
                    state: Box::new(self.signed.state()),
                    source,
                },
            )?;
        } else if !opened.path.is_empty() {
            return Err(self.wrong("paths are of no use where every leaf is opened"));
        }
        self.fits_claim(&site)?;
        Ok(site)
    }

    fn part(
        &self,
        index: u64,
        root: &Hash,
        fields: &[holdfire_seal::fields::FieldOpening],
    ) -> Result<[Option<String>; FIELDS], OpeningError> {
        let mut values: [Option<String>; FIELDS] = Default::default();
        if !fields.is_sorted_by(|a, b| a.index < b.index) {
            return Err(self.wrong(format!("the fields of leaf {index} are not in order")));
        }
        for field in fields {
            let at = usize::try_from(field.index).ok();
            let name = at.and_then(|at| FieldName::ALL.get(at).copied());
            let known =
                name.filter(|name| name.as_str() == field.name && field.count == FIELDS as u64);
            let Some(name) = known else {
                return Err(
                    self.wrong(format!("leaf {index} holds a field that sites do not have"))
                );
            };
            field.verify(root).map_err(|source| OpeningError::Field {
                index,
                name: field.name.clone(),
                source,
            })?;
            let value = String::from_utf8(field.value.clone())
                .map_err(|_| self.wrong(format!("a value of leaf {index} is no text")))?;
            check_text(name, &value).map_err(|source| OpeningError::Site { index, source })?;
            values[name.index()] = Some(value);
        }
        Ok(values)
    }

    /// Whether what is shown of a leaf is what such an opening shows.
    fn fits_claim(&self, site: &OpenedSite) -> Result<(), OpeningError> {
        let index = site.index;
        let opened = site.values.iter().flatten().count();
        let dummy = site.is_dummy();
        if dummy == Some(true) && self.signed.statement().counting == Counting::Exact {
            return Err(self.wrong(format!(
                "leaf {index} is a dummy, and the statement says that there are none"
            )));
        }
        let whole_site = || match (site.whole.is_some(), dummy) {
            (false, _) => Err(self.wrong(format!("leaf {index} is not opened wholly"))),
            (true, Some(false)) => Ok(()),
            (true, _) => Err(self.wrong(format!("leaf {index} is a dummy, no site"))),
        };
        match self.claim {
            Claim::Fields if site.whole.is_some() || opened < 2 || dummy != Some(false) => {
                Err(self.wrong(format!(
                    "leaf {index} must show some fields, and that it is no dummy"
                )))
            }
            Claim::Fields => Ok(()),
            Claim::Sites => whole_site(),
            Claim::All if site.whole.is_none() => whole_site(),
            Claim::All => Ok(()),
            Claim::Class { field, value } => {
                if site.value(*field) != Some(value) {
                    return Err(self.wrong(format!("leaf {index} has another `{field}`")));
                }
                whole_site()
            }
            Claim::CompleteClass { field, value } => match site.value(*field) {
                None => Err(self.wrong(format!("leaf {index} does not show its `{field}`"))),
                Some(own) if own != value => {
                    if opened == 1 {
                        return Ok(());
                    }
                    Err(self.wrong(format!("leaf {index} shows more than its `{field}`")))
                }
                Some(_) => whole_site(),
            },
        }
    }

    /// One id names one site of a version.
    fn ids_differ(&self, leaves: &[OpenedSite]) -> Result<(), OpeningError> {
        let mut seen = BTreeSet::new();
        let ids = leaves.iter().filter_map(|leaf| leaf.value(FieldName::Id));
        for id in ids.filter(|id| !id.is_empty()) {
            if !seen.insert(id) {
                return Err(self.wrong("one id stands for two sites"));
            }
        }
        Ok(())
    }
}
