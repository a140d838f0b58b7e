//! From a candidate to a finding, to an attribution, to a determination. Nothing is overwritten: what is corrected stays
//! beside what takes its place, and a step that was left out is told.

use holdfire_model::{Mandate, Moment, ReportId};

use super::act::{Act, ActName, Author, Deed};
use super::approval::{Approval, Procedure, Standing, Vote};
use super::deeds::Candidate;
use super::finding::{
    Attribution, Correction, Determination, Finding, Ground, Outcome, Piece, Whose,
};
use super::ids::PersonName;
use super::names::named;
use super::refusal::{Refusal, said, some};
use super::severity::Severity;

/// A conclusion that was made, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made<T> {
    /// The number of the act.
    pub act: u64,
    /// Who made it.
    pub by: PersonName,
    /// When.
    pub at: Moment,
    /// What it says; never changed.
    pub what: T,
    /// Reports that came in later: what it says does not take them into account.
    pub later_reports: Vec<ReportId>,
    /// The act that took its place.
    pub corrected_by: Option<u64>,
}

impl<T> Made<T> {
    fn new(n: u64, act: &Act, what: &T) -> Self
    where
        T: Clone,
    {
        Self {
            act: n,
            by: act.by.person.clone(),
            at: act.at,
            what: what.clone(),
            later_reports: Vec::new(),
            corrected_by: None,
        }
    }

    /// True unless another took its place.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.corrected_by.is_none()
    }
}

/// Something that was put to others, and what they said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed<T> {
    /// What, by whom, when; the number of the act is the number of the proposal.
    pub made: Made<T>,
    /// What the others said.
    pub approval: Approval,
}

impl<T> Proposed<T> {
    pub(super) fn new(n: u64, act: &Act, what: &T, procedure: &Procedure) -> Self
    where
        T: Clone,
    {
        Self {
            made: Made::new(n, act, what),
            approval: Approval::new(&act.by.person, procedure),
        }
    }

    /// True if it was agreed to and nothing took its place.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.approval.standing == Standing::Stands && self.made.stands()
    }

    /// True if this act proposed it, spoke to it or decided it.
    pub(super) fn has_act(&self, n: u64) -> bool {
        self.made.act == n
            || self.approval.decided_by == Some(n)
            || self.approval.votes.iter().any(|v| v.act == n)
    }

    pub(super) fn is_open(&self) -> bool {
        self.approval.standing == Standing::Open
    }

    /// Why this person could not vote on it or, with `ActName::CloseVote`, why its votes could not be counted.
    pub(super) fn why_not(&self, act: ActName, by: &Author) -> Option<Refusal> {
        match act {
            ActName::Vote => self.approval.may_vote(by).err(),
            ActName::CloseVote => self.approval.may_close().err(),
            _ => None,
        }
    }
}

/// Why this person could not vote on, or count, any of the open proposals; `Ok` if they could.
pub(super) fn could_decide<T>(
    proposals: &[Proposed<T>],
    act: ActName,
    by: &Author,
) -> Result<(), Option<Refusal>> {
    let mut why = None;
    for proposal in proposals.iter().filter(|p| p.is_open()) {
        match proposal.why_not(act, by) {
            None => return Ok(()),
            refusal => why = refusal,
        }
    }
    Err(why)
}

named! {
    /// A step that was left out.
    pub enum Step {
        /// Nobody said that the candidate is looked into.
        TakeUp = "take-up",
        /// No reply was on record.
        Reply = "reply",
        /// Nobody said who did it.
        Attribution = "attribution",
    }
}

/// That a step was left out, and which act came without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Skipped {
    /// The step.
    pub step: Step,
    /// The act that came without it.
    pub act: u64,
}

/// An incident on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Why it is looked at.
    pub candidate: Candidate,
    /// The act that took it up.
    pub taken_up: Option<u64>,
    /// Findings in order, corrected ones among them.
    pub findings: Vec<Made<Finding>>,
    /// Attributions in order.
    pub attributions: Vec<Made<Attribution>>,
    /// What was put to bodies, in order.
    pub determinations: Vec<Proposed<Determination>>,
    /// How severe it was, with the act that says so.
    pub severity: Option<(u64, Severity)>,
    /// Steps that were left out, in order.
    pub skipped: Vec<Skipped>,
}

impl Verification {
    pub(super) fn open(candidate: &Candidate) -> Result<Self, Refusal> {
        if let Candidate::Undecided { reason } = candidate {
            said("reason", reason)?;
        }
        Ok(Self {
            candidate: candidate.clone(),
            taken_up: None,
            findings: Vec::new(),
            attributions: Vec::new(),
            determinations: Vec::new(),
            severity: None,
            skipped: Vec::new(),
        })
    }

    /// The latest finding that stands.
    #[must_use]
    pub fn finding(&self) -> Option<&Made<Finding>> {
        self.findings.iter().rev().find(|f| f.stands())
    }

    /// The attribution that stands.
    #[must_use]
    pub fn attribution(&self) -> Option<&Made<Attribution>> {
        self.attributions.iter().rev().find(|a| a.stands())
    }

    /// Determinations that stand.
    pub fn standing(&self) -> impl Iterator<Item = &Proposed<Determination>> {
        self.determinations.iter().filter(|d| d.stands())
    }

    /// Acts whose conclusion rests on a finding that was corrected after them: attributions and determinations that stand
    /// and should be looked at again.
    #[must_use]
    pub fn to_look_at_again(&self) -> Vec<u64> {
        let Some(corrected_at) = self.findings.iter().filter_map(|f| f.corrected_by).max() else {
            return Vec::new();
        };
        let attributed = self
            .attributions
            .iter()
            .filter(|a| a.stands())
            .map(|a| a.act);
        let determined = self.standing().map(|d| d.made.act);
        attributed
            .chain(determined)
            .filter(|act| *act < corrected_at)
            .collect()
    }

    pub(super) fn state(&self) -> &'static str {
        if self.standing().next().is_some() {
            return "determined";
        }
        if self.determinations.iter().any(Proposed::is_open) {
            return "determination-proposed";
        }
        match (self.attribution(), self.finding(), self.taken_up) {
            (Some(_), _, _) => "attribution-stated",
            (None, Some(finding), _) => finding.what.established.name(),
            (None, None, Some(_)) => "under-verification",
            (None, None, None) => "candidate",
        }
    }

    /// How far it has come, in terms of the mandate that this needs.
    #[must_use]
    pub fn reached(&self) -> Mandate {
        if !self.determinations.is_empty() {
            Mandate::Determine
        } else if !self.attributions.is_empty() {
            Mandate::Attribute
        } else if self.taken_up.is_some() || !self.findings.is_empty() {
            Mandate::Verify
        } else {
            Mandate::Monitor
        }
    }

    /// True if nobody has to do anything: a finding stands that nothing has come after, and no proposal is open.
    pub(super) fn is_done(&self) -> bool {
        self.finding().is_some_and(|f| f.later_reports.is_empty())
            && !self.determinations.iter().any(Proposed::is_open)
            && self.to_look_at_again().is_empty()
    }

    pub(super) fn could(&self, act: ActName, author: &Author) -> bool {
        match act {
            ActName::TakeUp => self.taken_up.is_none() && self.findings.is_empty(),
            ActName::LaterReports | ActName::ProposeDetermination => self.finding().is_some(),
            // What rests on a finding that was refuted since can still be taken back to "it cannot be said".
            ActName::Attribute => self.carried() || self.attribution().is_some(),
            ActName::Vote | ActName::CloseVote => {
                could_decide(&self.determinations, act, author).is_ok()
            }
            _ => true,
        }
    }

    fn finding_name(&self) -> &'static str {
        self.finding().map_or("none", |f| f.what.established.name())
    }

    /// True if a finding stands that says that something happened.
    fn carried(&self) -> bool {
        let mut standing = self.findings.iter().filter(|f| f.stands());
        standing.any(|f| f.what.established.carries())
    }

    pub(super) fn apply(&mut self, n: u64, act: &Act) -> Result<(), Refusal> {
        match &act.deed {
            Deed::TakeUp { reason } => {
                said("reason", reason)?;
                self.taken_up = Some(n);
                Ok(())
            }
            Deed::SetSeverity(severity) => {
                if severity.is_empty() {
                    return Err(Refusal::Empty { field: "severity" });
                }
                some("reports", &severity.reports)?;
                self.severity = Some((n, (**severity).clone()));
                Ok(())
            }
            Deed::Find(finding) => self.find(n, act, finding),
            Deed::LaterReports { finding, reports } => {
                some("reports", reports)?;
                let made = self.findings.iter_mut().find(|f| f.act == *finding);
                let made = made.filter(|f| f.stands()).ok_or(Refusal::NoSuch {
                    what: "finding",
                    number: *finding,
                })?;
                for report in reports {
                    if !made.later_reports.contains(report) {
                        made.later_reports.push(report.clone());
                    }
                }
                Ok(())
            }
            Deed::Attribute(attribution) => self.attribute(n, act, attribution),
            Deed::ProposeDetermination(determination) => self.propose(n, act, determination),
            Deed::Vote {
                proposal,
                voice,
                dissent,
            } => self.decide(*proposal, |approval| {
                approval.vote(
                    &act.by,
                    Vote {
                        act: n,
                        person: act.by.person.clone(),
                        voice: *voice,
                        dissent: dissent.clone(),
                    },
                )
            }),
            Deed::CloseVote { proposal } => self.decide(*proposal, |approval| approval.close(n)),
            _ => Ok(()),
        }
    }

    fn find(&mut self, n: u64, act: &Act, finding: &Finding) -> Result<(), Refusal> {
        said("standard", &finding.standard.0)?;
        said("reasons", &finding.reasons)?;
        grounds_are_said(&finding.grounds)?;
        if finding.established.is_positive() && finding.is_claim_alone() {
            return Err(Refusal::ClaimAlone);
        }
        let same = |f: &&mut Made<Finding>| f.stands() && f.what.account == finding.account;
        let before = self.findings.iter_mut().find(same);
        take_place(n, before, finding.corrects.as_ref())?;
        if self.taken_up.is_none() && self.findings.is_empty() {
            self.skip(Step::TakeUp, n);
        }
        if finding.replies.is_empty() {
            self.skip(Step::Reply, n);
        }
        self.findings.push(Made::new(n, act, finding));
        Ok(())
    }

    fn attribute(&mut self, n: u64, act: &Act, attribution: &Attribution) -> Result<(), Refusal> {
        said("standard", &attribution.standard.0)?;
        said("reasons", &attribution.reasons)?;
        grounds_are_said(&attribution.grounds)?;
        for dissent in &attribution.dissent {
            said("dissent", &dissent.view)?;
        }
        if attribution.is_claim_alone() {
            return Err(Refusal::ClaimAlone);
        }
        if attribution.whose.party().is_some() && !self.carried() {
            return Err(Refusal::FindingCarriesNothing {
                finding: self.finding_name(),
            });
        }
        let before = self.attributions.iter_mut().find(|a| a.stands());
        take_place(n, before, attribution.corrects.as_ref())?;
        self.attributions.push(Made::new(n, act, attribution));
        Ok(())
    }

    fn propose(&mut self, n: u64, act: &Act, what: &Determination) -> Result<(), Refusal> {
        said("body", &what.body.name)?;
        said("standard", &what.standard.0)?;
        said("reasons", &what.reasons)?;
        if let Some(correction) = &what.corrects {
            said("reason", &correction.reason)?;
        }
        self.may_stand(what)?;
        if self.attribution().is_none() {
            self.skip(Step::Attribution, n);
        }
        self.determinations
            .push(Proposed::new(n, act, what, &what.body.procedure));
        Ok(())
    }

    /// Whether a determination could stand now. Asked when it is proposed and again when it would stand: a finding may
    /// have been corrected in between.
    fn may_stand(&self, what: &Determination) -> Result<(), Refusal> {
        if matches!(what.outcome, Outcome::Breach(_)) {
            if !self.carried() {
                return Err(Refusal::FindingCarriesNothing {
                    finding: self.finding_name(),
                });
            }
            let named = |a: &Made<Attribution>| {
                matches!(a.what.whose, Whose::Likely(_) | Whose::Attributed(_))
            };
            if !self.attribution().is_some_and(named) {
                return Err(Refusal::NobodyNamed);
            }
        }
        let before = self
            .before(what)
            .map(|index| &self.determinations[index].made);
        fits_correction(before, what.corrects.as_ref())
    }

    /// The determination that stands for the same clause and reading.
    fn before(&self, what: &Determination) -> Option<usize> {
        self.determinations.iter().position(|d| {
            d.stands() && d.made.what.clause == what.clause && d.made.what.reading == what.reading
        })
    }

    fn decide(
        &mut self,
        proposal: u64,
        step: impl FnOnce(&mut Approval) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let index = self
            .determinations
            .iter()
            .position(|d| d.made.act == proposal && d.is_open())
            .ok_or(Refusal::NoSuch {
                what: "proposal",
                number: proposal,
            })?;
        let mut approval = self.determinations[index].approval.clone();
        step(&mut approval)?;
        if approval.standing == Standing::Stands {
            let what = self.determinations[index].made.what.clone();
            self.may_stand(&what)?;
            if let Some(before) = self.before(&what) {
                self.determinations[before].made.corrected_by = Some(proposal);
            }
        }
        self.determinations[index].approval = approval;
        Ok(())
    }

    fn skip(&mut self, step: Step, act: u64) {
        self.skipped.push(Skipped { step, act });
    }

    /// True if the act belongs to a proposal that was decided: it cannot be taken back.
    pub(super) fn decided_by(&self, n: u64) -> bool {
        self.determinations
            .iter()
            .filter(|d| !d.is_open())
            .any(|d| d.has_act(n))
    }
}

/// Lets a conclusion take the place of the one that stands: it must name it, with a reason, and nothing else.
fn take_place<T>(
    n: u64,
    before: Option<&mut Made<T>>,
    corrects: Option<&Correction>,
) -> Result<(), Refusal> {
    fits_correction(before.as_deref(), corrects)?;
    if let Some(before) = before {
        before.corrected_by = Some(n);
    }
    Ok(())
}

fn fits_correction<T>(
    before: Option<&Made<T>>,
    corrects: Option<&Correction>,
) -> Result<(), Refusal> {
    match (before, corrects) {
        (None, None) => Ok(()),
        (Some(before), Some(correction)) if before.act == correction.act => {
            said("reason", &correction.reason)
        }
        (Some(before), _) => Err(Refusal::Standing { act: before.act }),
        (None, Some(correction)) => Err(Refusal::NoSuch {
            what: "conclusion",
            number: correction.act,
        }),
    }
}

fn grounds_are_said(grounds: &[Ground]) -> Result<(), Refusal> {
    for ground in grounds {
        if let Piece::Visit(text) | Piece::Evidence(text) = &ground.piece {
            said("grounds", text)?;
        }
    }
    Ok(())
}
