//! What the case fixes for its workflow, and who asks now.

use std::collections::BTreeSet;
use std::fmt;

use holdfire_model::{Case, ClauseId, Mandate, Moment, PartyId, ReadingId};

use super::act::{Act, Author, Deed};
use super::approval::{Body, Procedure};
use super::deeds::{Level, Subject};
use super::finding::{Outcome, Piece, Standard, Whose};
use super::ids::TaskId;
use super::refusal::Refusal;

/// What the case fixes, dated before the period as all settings are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How far the mandate goes.
    pub mandate: Mandate,
    /// Standards of proof that may be named, weakest first.
    pub standards: Vec<Standard>,
    /// Bodies that may determine.
    pub bodies: Vec<Body>,
    /// How publications and disclosures are decided.
    pub release: Procedure,
    /// Levels of the ladder, lowest first.
    pub ladder: Vec<Level>,
    /// Classes of severity.
    pub severity_classes: Vec<String>,
    /// Parties that may be asked, may complain, and may be named as actors.
    pub parties: BTreeSet<PartyId>,
    /// Clauses that can be decided on.
    pub clauses: BTreeSet<ClauseId>,
    /// Readings under which they can be taken.
    pub readings: BTreeSet<ReadingId>,
}

impl Settings {
    /// What a case says, with the default standards, a second person for releases, and no body, ladder or class until the
    /// case names them.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        Self {
            mandate: case.mandate,
            standards: Standard::DEFAULT
                .map(|name| Standard(name.to_owned()))
                .to_vec(),
            bodies: Vec::new(),
            release: Procedure::SecondPerson,
            ladder: Vec::new(),
            severity_classes: Vec::new(),
            parties: case.actors().cloned().collect(),
            clauses: case.clauses.iter().map(|c| c.id.clone()).collect(),
            readings: case.readings.iter().map(|r| r.id.clone()).collect(),
        }
    }

    /// Refuses an act that names what is not on a list of the case.
    pub(super) fn check(&self, deed: &Deed) -> Result<(), Refusal> {
        match deed {
            Deed::Open(opening) => self.check_subject(&opening.subject),
            Deed::SetSeverity(severity) => match &severity.class {
                Some(class) => listed("class", class, &self.severity_classes),
                None => Ok(()),
            },
            Deed::Find(finding) => {
                self.check_standard(&finding.standard)?;
                evidence(finding.grounds.iter().map(|g| &g.piece))
            }
            Deed::Attribute(attribution) => {
                self.check_standard(&attribution.standard)?;
                evidence(attribution.grounds.iter().map(|g| &g.piece))?;
                match &attribution.whose {
                    Whose::Likely(party) | Whose::Attributed(party) => {
                        listed("party", party, &self.parties)
                    }
                    Whose::Nobody | Whose::Disputed => Ok(()),
                }
            }
            Deed::ProposeDetermination(what) => {
                self.check_standard(&what.standard)?;
                listed("clause", &what.clause, &self.clauses)?;
                listed("reading", &what.reading, &self.readings)?;
                if self.bodies.contains(&what.body) {
                    return Ok(());
                }
                let names: Vec<&str> = self.bodies.iter().map(|b| b.name.as_str()).collect();
                Err(not_listed("body", &what.body.name, &names))
            }
            Deed::ProposeRelease(release) if release.procedure != self.release => {
                let name = |procedure: &Procedure| match procedure {
                    Procedure::SecondPerson => "second person",
                    Procedure::Board(_) => "board",
                };
                let allowed = [name(&self.release)];
                Err(not_listed("procedure", name(&release.procedure), &allowed))
            }
            _ => Ok(()),
        }
    }

    fn check_subject(&self, subject: &Subject) -> Result<(), Refusal> {
        let party = |id: &PartyId| listed("party", id, &self.parties);
        match subject {
            Subject::RequestForReply(question) => party(&question.party),
            Subject::Complaint(complaint) => party(&complaint.by),
            Subject::HotlineCall(call) => call.party.as_ref().map_or(Ok(()), party),
            Subject::AccessDenied(denial) => denial.party.as_ref().map_or(Ok(()), party),
            Subject::RepairWindow(quiet) => {
                quiet.requested_by.as_ref().map_or(Ok(()), party)?;
                quiet.asked.iter().try_for_each(party)
            }
            Subject::Escalation(climb) if climb.ladder != self.ladder => {
                let names = |ladder: &[Level]| -> Vec<String> {
                    ladder.iter().map(|l| l.name.clone()).collect()
                };
                let given = names(&climb.ladder).join(" > ");
                Err(not_listed("ladder", &given, &names(&self.ladder)))
            }
            _ => Ok(()),
        }
    }

    fn check_standard(&self, standard: &Standard) -> Result<(), Refusal> {
        let names: Vec<&str> = self.standards.iter().map(|s| s.0.as_str()).collect();
        if names.contains(&standard.0.as_str()) {
            Ok(())
        } else {
            Err(not_listed("standard", &standard.0, &names))
        }
    }

    /// The outcomes that a body can decide, in the order in which they are offered.
    #[must_use]
    pub fn outcomes() -> Vec<Outcome> {
        use super::finding::Gravity;
        let breaches = Gravity::ALL.iter().map(|g| Outcome::Breach(*g));
        breaches
            .chain([
                Outcome::NotABreach,
                Outcome::OutsideScope,
                Outcome::OutsidePeriod,
                Outcome::Justified,
                Outcome::Deferred,
            ])
            .collect()
    }
}

fn listed<'a, T>(
    field: &'static str,
    value: &T,
    list: impl IntoIterator<Item = &'a T>,
) -> Result<(), Refusal>
where
    T: PartialEq + fmt::Display + 'a,
{
    let list: Vec<&T> = list.into_iter().collect();
    if list.contains(&value) {
        Ok(())
    } else {
        let names: Vec<String> = list.iter().map(|one| one.to_string()).collect();
        Err(not_listed(field, &value.to_string(), &names))
    }
}

fn not_listed<S: AsRef<str>>(field: &'static str, value: &str, allowed: &[S]) -> Refusal {
    let allowed: Vec<&str> = allowed.iter().map(AsRef::as_ref).collect();
    Refusal::NotListed {
        field,
        value: value.to_owned(),
        allowed: if allowed.is_empty() {
            "-".to_owned()
        } else {
            allowed.join(", ")
        },
    }
}

/// A file of evidence is named by its SHA-256.
fn evidence<'a>(pieces: impl Iterator<Item = &'a Piece>) -> Result<(), Refusal> {
    for piece in pieces {
        if let Piece::Evidence(hash) = piece {
            let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
            if hash.len() != 64 || !hash.bytes().all(hex) {
                return Err(not_listed("evidence", hash, &["SHA-256"]));
            }
        }
    }
    Ok(())
}

/// Who asks, when, under which settings.
#[derive(Clone, Debug)]
pub struct Rules<'s> {
    /// What the case fixes.
    pub settings: &'s Settings,
    /// Who acts, in what capacity.
    pub author: Author,
    /// The moment.
    pub now: Moment,
}

impl Rules<'_> {
    /// An act by the one who asks, made on `on` acts: what their page showed, not what there is by now.
    #[must_use]
    pub fn act(&self, task: &TaskId, on: u64, deed: Deed) -> Act {
        Act {
            task: task.clone(),
            on,
            at: self.now,
            by: self.author.clone(),
            under: self.settings.mandate,
            deed,
        }
    }
}
