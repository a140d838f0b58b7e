//! A task: the fold over its acts. What an act may do is asked here, once, for the list of what is offered and for the
//! act itself.

use std::collections::BTreeMap;

use holdfire_model::{Mandate, Moment};
use thiserror::Error;

use super::act::{Act, ActName, Audience, Author, Deed};
use super::approval::Procedure;
use super::complaint::Receipt;
use super::deeds::{About, Opening, TaskKind};
use super::ids::{PersonName, TaskId};
use super::matter::{Matter, acts_of};
use super::refusal::{Refusal, after, said};
use super::rights::{act_visible, contains_fighting, may, may_open, may_take_back, not_yours};
use super::role::Role;
use super::settings::Rules;

/// Deadlines of a task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// When a party was asked.
    pub asked_at: Option<Moment>,
    /// By when it is to be done.
    pub due_at: Option<Moment>,
    /// When it goes to the next level if it is not.
    pub escalates_at: Option<Moment>,
    /// When these were set last.
    pub set_at: Option<Moment>,
    /// How many times they were set.
    pub times_set: u64,
}

/// Acts that are not the acts of a task.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FoldError {
    /// No act.
    #[error("there is no act")]
    Nothing,
    /// The first act does not open it.
    #[error("the first act does not open the task")]
    NotOpened,
    /// An act that could not be made where it stands.
    #[error("act {act} could not be made where it stands")]
    Refused {
        /// Its number, from 0.
        act: u64,
        /// Why.
        source: Refusal,
    },
}

/// A task, as its acts make it.
///
/// It equals the fold over its own acts, in order, without those that were withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    id: TaskId,
    opening: Opening,
    acts: Vec<Act>,
    /// Withdrawn acts, each with the act that withdrew it.
    withdrawn: BTreeMap<u64, u64>,
    assigned: Option<PersonName>,
    clock: Clock,
    closed: Option<u64>,
    matter: Matter,
}

impl Task {
    /// Makes a task of its acts, in the order of the record.
    ///
    /// # Errors
    /// [`FoldError`] with the number of the first act that could not be made where it stands.
    pub fn fold(acts: &[Act]) -> Result<Self, FoldError> {
        let (first, rest) = acts.split_first().ok_or(FoldError::Nothing)?;
        let mut task = Self::opened(first)?;
        for act in rest {
            let number = task.count();
            task = task.with(act).map_err(|source| FoldError::Refused {
                act: number,
                source,
            })?;
        }
        Ok(task)
    }

    /// Makes a task of what the record has, without the acts that could not be made where they stand: of two that were
    /// made on the same state the first counts. Those that do not count are handed back with their places in `acts`.
    ///
    /// # Errors
    /// [`FoldError`] if the first act opens no task.
    pub fn read(acts: &[Act]) -> Result<(Self, Vec<(usize, Refusal)>), FoldError> {
        // Nearly always all count, and then nothing has to be kept to go back to.
        if let Ok(task) = Self::fold(acts) {
            return Ok((task, Vec::new()));
        }
        let (first, rest) = acts.split_first().ok_or(FoldError::Nothing)?;
        let mut task = Self::opened(first)?;
        let mut void = Vec::new();
        for (place, act) in (1..).zip(rest) {
            match task.clone().with(act) {
                Ok(next) => task = next,
                Err(refusal) => void.push((place, refusal)),
            }
        }
        Ok((task, void))
    }

    /// A task that was just opened.
    fn opened(act: &Act) -> Result<Self, FoldError> {
        let Deed::Open(opening) = &act.deed else {
            return Err(FoldError::NotOpened);
        };
        Self::open(act, opening).map_err(|source| FoldError::Refused { act: 0, source })
    }

    fn open(act: &Act, opening: &Opening) -> Result<Self, Refusal> {
        let kind = opening.subject.kind();
        if act.on != 0 {
            return Err(Refusal::Ahead {
                on: act.on,
                count: 0,
            });
        }
        if !may_open(kind, &act.by.role) {
            return Err(not_yours(ActName::Open, &act.by));
        }
        if kind == TaskKind::Verification
            && !matches!(opening.about.as_slice(), [About::Incident(_)])
        {
            return Err(Refusal::Empty { field: "incident" });
        }
        for (field, at) in [("due", opening.due), ("escalates", opening.escalates)] {
            at.map_or(Ok(()), |at| after(field, at, act.at))?;
        }
        let matter = Matter::open(&opening.subject, act)?;
        let any = opening.due.is_some() || opening.escalates.is_some();
        let mut clock = Clock {
            due_at: opening.due,
            escalates_at: opening.escalates,
            ..Clock::default()
        };
        if any {
            clock.touch(act.at);
        }
        clock.follow(&matter, act);
        Ok(Self {
            id: act.task.clone(),
            opening: opening.clone(),
            acts: vec![act.clone()],
            withdrawn: BTreeMap::new(),
            assigned: None,
            clock,
            closed: None,
            matter,
        })
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &TaskId {
        &self.id
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> TaskKind {
        self.opening.subject.kind()
    }

    /// What it was opened with.
    #[must_use]
    pub fn opening(&self) -> &Opening {
        &self.opening
    }

    /// What it is about.
    #[must_use]
    pub fn about(&self) -> &[About] {
        &self.opening.about
    }

    /// What its kind keeps.
    #[must_use]
    pub fn matter(&self) -> &Matter {
        &self.matter
    }

    /// The name of its state.
    #[must_use]
    pub fn state(&self) -> &'static str {
        self.matter.state()
    }

    /// The act that closed it, if it is closed without a further result.
    #[must_use]
    pub fn closed(&self) -> Option<u64> {
        self.closed
    }

    /// True while somebody has to do something.
    #[must_use]
    pub fn is_open(&self, now: Moment) -> bool {
        self.closed.is_none() && !self.matter.is_done(now)
    }

    /// Who it was given to.
    #[must_use]
    pub fn assigned(&self) -> Option<&PersonName> {
        self.assigned.as_ref()
    }

    /// What a party gets in hand for its complaint.
    #[must_use]
    pub fn receipt(&self) -> Option<Receipt> {
        match &self.matter {
            Matter::Complaint(complaint) => Some(Receipt {
                number: self.id.clone(),
                at: self.acts[0].at,
                allegations: complaint.lines.len(),
            }),
            _ => None,
        }
    }

    /// Its deadlines.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// How many acts it has: what the next one is made on.
    #[must_use]
    pub fn count(&self) -> u64 {
        u64::try_from(self.acts.len()).unwrap_or(u64::MAX)
    }

    /// All its acts in order, withdrawn ones among them.
    #[must_use]
    pub fn acts(&self) -> &[Act] {
        &self.acts
    }

    /// The act that withdrew this one.
    #[must_use]
    pub fn withdrawn_by(&self, act: u64) -> Option<u64> {
        self.withdrawn.get(&act).copied()
    }

    /// The acts that this reader may see, each with its number: a party sees no notes and assignments of the mission.
    pub fn acts_for<'t>(&'t self, reader: &'t Author) -> impl Iterator<Item = (u64, &'t Act)> {
        let sees = self.visible_to(reader);
        (0..)
            .zip(&self.acts)
            .filter(move |(_, act)| sees && act_visible(act, reader))
    }

    /// The persons who acted, in the order of their first act.
    #[must_use]
    pub fn persons(&self) -> Vec<&PersonName> {
        let mut persons: Vec<&PersonName> = Vec::new();
        for act in &self.acts {
            if !persons.contains(&&act.by.person) {
                persons.push(&act.by.person);
            }
        }
        persons
    }

    /// How far it has come, in terms of the mandate that this needs.
    #[must_use]
    pub fn reached(&self) -> Mandate {
        self.matter.reached()
    }

    /// Who may see it, beside those of the mission who work on its kind and members of a board that decides on it.
    #[must_use]
    pub fn audience(&self) -> Audience {
        self.opening.subject.audience()
    }

    /// Whether somebody may see it. To all others it must be as if it were not there.
    ///
    /// An auditor reads the mission's own tasks, not what was entrusted to the mission by parties.
    #[must_use]
    pub fn visible_to(&self, reader: &Author) -> bool {
        let asked = match &self.matter {
            Matter::RequestForReply(request) => !request.asked.is_empty(),
            _ => true,
        };
        match &reader.role {
            Role::Secretariat | Role::Observer => true,
            Role::Mediator => contains_fighting(self.kind()) || self.is_on_board(reader),
            Role::Liaison(party) => {
                (asked && self.audience().has(party)) || self.is_on_board(reader)
            }
            Role::Auditor => self.audience() == Audience::Mission,
            Role::Public => false,
        }
    }

    fn is_on_board(&self, person: &Author) -> bool {
        let member = |procedure: &Procedure| match procedure {
            Procedure::Board(board) => board.members().contains(&person.person),
            Procedure::SecondPerson => false,
        };
        match &self.matter {
            Matter::Verification(m) => m
                .determinations
                .iter()
                .any(|d| member(&d.approval.procedure)),
            Matter::Decision(m) => m.proposals.iter().any(|p| member(&p.approval.procedure)),
            _ => false,
        }
    }

    /// What somebody could do now, in the order in which it is offered. What is not in the list is refused.
    #[must_use]
    pub fn allowed(&self, rules: &Rules<'_>) -> Vec<ActName> {
        if !self.visible_to(&rules.author) {
            return Vec::new();
        }
        acts_of(self.kind())
            .filter(|act| {
                self.gate(*act, &rules.author, rules.settings.mandate)
                    .is_ok()
                    && (*act != ActName::Withdraw || self.could_withdraw(&rules.author))
            })
            .collect()
    }

    /// Asks whether an act may be made now, and changes nothing.
    ///
    /// # Errors
    /// [`Refusal`]; to somebody who may not see the task always [`Refusal::NotYours`], whatever its state.
    pub fn check(&self, act: &Act, rules: &Rules<'_>) -> Result<(), Refusal> {
        self.checked(act, rules).map(|_| ())
    }

    /// The task as it is after an act, if the act may be made now.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn checked(&self, act: &Act, rules: &Rules<'_>) -> Result<Self, Refusal> {
        if !self.visible_to(&rules.author) {
            return Err(not_yours(act.deed.name(), &rules.author));
        }
        if act.task != self.id {
            return Err(Refusal::OtherTask);
        }
        says_as_it_is(act, rules)?;
        self.is_current(act)?;
        self.gate(act.deed.name(), &act.by, act.under)?;
        rules.settings.check(&act.deed)?;
        self.clone().with(act)
    }

    /// The task that an opening act makes, if somebody may open it now.
    ///
    /// # Errors
    /// [`Refusal`]; [`Refusal::NotNow`] for an act that opens nothing.
    pub fn checked_open(act: &Act, rules: &Rules<'_>) -> Result<Self, Refusal> {
        let Deed::Open(opening) = &act.deed else {
            return Err(Refusal::NotNow {
                act: act.deed.name(),
                state: "not-opened",
            });
        };
        says_as_it_is(act, rules)?;
        let task = Self::open(act, opening)?;
        rules.settings.check(&act.deed)?;
        Ok(task)
    }

    /// The kinds of task that somebody could open.
    #[must_use]
    pub fn openable(role: &Role) -> Vec<TaskKind> {
        let kinds = TaskKind::ALL.iter().copied();
        kinds.filter(|kind| may_open(*kind, role)).collect()
    }

    /// Whether somebody could take anything back; the last acts are the likeliest.
    fn could_withdraw(&self, author: &Author) -> bool {
        let mut numbers = (1..self.count()).rev();
        numbers.any(|n| self.without(n, author).is_ok())
    }

    /// The numbers of the acts that somebody could take back now.
    #[must_use]
    pub fn withdrawable(&self, author: &Author) -> Vec<u64> {
        (1..self.count())
            .filter(|n| self.without(*n, author).is_ok())
            .collect()
    }

    /// Refuses an act that was made on another number of acts than there are.
    fn is_current(&self, act: &Act) -> Result<(), Refusal> {
        let count = self.count();
        if act.on > count {
            return Err(Refusal::Ahead { on: act.on, count });
        }
        if act.on == count {
            return Ok(());
        }
        // What the author may not see is not told: the last act that they may.
        let last = self
            .acts
            .iter()
            .rev()
            .find(|other| act_visible(other, &act.by))
            .unwrap_or(&self.acts[0]);
        let known = act.by.role.is_mission() || last.by.role == act.by.role;
        Err(Refusal::Stale {
            on: act.on,
            count,
            act: last.deed.name(),
            by: known.then(|| last.by.person.clone()),
            at: last.at,
        })
    }

    /// Whether an act of this name could come now from this author: kind, mandate, capacity, state. The one place where
    /// this is asked.
    fn gate(&self, act: ActName, by: &Author, mandate: Mandate) -> Result<(), Refusal> {
        let kind = self.kind();
        if !acts_of(kind).any(|own| own == act) {
            return Err(Refusal::NotOfThisKind { act, kind });
        }
        let needs = act.needs(kind);
        if needs > mandate {
            return Err(Refusal::BeyondMandate {
                act,
                needs,
                mandate,
            });
        }
        let votes = act == ActName::Vote
            && self.is_on_board(by)
            && !matches!(by.role, Role::Auditor | Role::Public);
        if !votes && !may(kind, act, by, &self.audience()) {
            return Err(not_yours(act, by));
        }
        let not_now = |state| Refusal::NotNow { act, state };
        if self.closed.is_some() && !matches!(act, ActName::Withdraw | ActName::Note) {
            return Err(not_now("closed"));
        }
        let of_something_open = matches!(act, ActName::Assign | ActName::SetClock | ActName::Close);
        if of_something_open && self.matter.is_finished() {
            return Err(not_now(self.state()));
        }
        if !self.matter.could(act, by) {
            let why = self.matter.why_not(act, by);
            return Err(why.unwrap_or_else(|| not_now(self.state())));
        }
        Ok(())
    }

    /// The task with one more act.
    fn with(self, act: &Act) -> Result<Self, Refusal> {
        if act.task != self.id {
            return Err(Refusal::OtherTask);
        }
        self.is_current(act)?;
        self.gate(act.deed.name(), &act.by, act.under)?;
        let n = self.count();
        let mut task = match &act.deed {
            Deed::Withdraw { act: taken, reason } => {
                said("reason", reason)?;
                let mut task = self.without(*taken, &act.by)?;
                task.acts = self.acts;
                task.withdrawn.insert(*taken, n);
                task
            }
            _ => {
                let mut task = self;
                task.apply(n, act)?;
                task
            }
        };
        task.acts.push(act.clone());
        Ok(task)
    }

    /// What an act changes, withdrawals apart.
    fn apply(&mut self, n: u64, act: &Act) -> Result<(), Refusal> {
        match &act.deed {
            Deed::Assign { to } => self.assigned = Some(to.clone()),
            Deed::Note { text } => said("text", text)?,
            Deed::Close { reason } => {
                said("reason", reason)?;
                self.closed = Some(n);
                if let Matter::RepairWindow(window) = &mut self.matter {
                    window.closed = Some(n);
                }
            }
            Deed::SetClock {
                due,
                escalates,
                reason,
            } => {
                said("reason", reason)?;
                for (field, at) in [("due", *due), ("escalates", *escalates)] {
                    at.map_or(Ok(()), |at| after(field, at, act.at))?;
                }
                self.clock.due_at = *due;
                self.clock.escalates_at = *escalates;
                self.clock.touch(act.at);
            }
            _ => {
                self.matter.apply(n, act)?;
                self.clock.follow(&self.matter, act);
            }
        }
        Ok(())
    }

    /// The task as if an act had not been made; of its acts it has the first alone.
    fn without(&self, n: u64, by: &Author) -> Result<Self, Refusal> {
        let none = || Refusal::NoSuch {
            what: "act",
            number: n,
        };
        let index = usize::try_from(n).map_err(|_| none())?;
        let target = self.acts.get(index).ok_or_else(none)?;
        if self.withdrawn.contains_key(&n) {
            return Err(none());
        }
        let forever = matches!(target.deed, Deed::Open(_) | Deed::Withdraw { .. });
        if forever || self.matter.is_final(n) {
            return Err(Refusal::Final { act: n });
        }
        if !may_take_back(target, by) {
            return Err(not_yours(ActName::Withdraw, by));
        }
        if let Some(later) = self.matter.numbers_used_by(n) {
            return Err(Refusal::RestedOn { act: n, later });
        }
        let mut withdrawn = self.withdrawn.clone();
        // Its own number stands in until the act that withdraws it has one.
        withdrawn.insert(n, n);
        let mut task = self.replayed(&withdrawn, n)?;
        task.withdrawn.remove(&n);
        Ok(task)
    }

    /// What the acts make without those that were withdrawn; the acts themselves are not copied, since this is asked for
    /// each of many. `n`: the one that goes now.
    fn replayed(&self, withdrawn: &BTreeMap<u64, u64>, n: u64) -> Result<Self, Refusal> {
        let refused = |later| Refusal::RestedOn { act: n, later };
        let mut task = Self::opened(&self.acts[0]).map_err(|_| refused(0))?;
        for (number, act) in (1..).zip(&self.acts[1..]) {
            let counts =
                !withdrawn.contains_key(&number) && !matches!(act.deed, Deed::Withdraw { .. });
            if counts {
                task.gate(act.deed.name(), &act.by, act.under)
                    .and_then(|()| task.apply(number, act))
                    .map_err(|_| refused(number))?;
            }
        }
        task.withdrawn.clone_from(withdrawn);
        Ok(task)
    }
}

impl Clock {
    fn touch(&mut self, at: Moment) {
        self.set_at = Some(at);
        self.times_set += 1;
    }

    /// Takes over the times that acts of a kind carry themselves.
    fn follow(&mut self, matter: &Matter, act: &Act) {
        match (&act.deed, matter) {
            (Deed::Ask { due }, _) => {
                self.asked_at = Some(act.at);
                self.due_at = Some(*due);
                self.touch(act.at);
            }
            (Deed::Open(_) | Deed::Raise { .. }, Matter::Escalation(escalation)) => {
                self.escalates_at = escalation.goes_on_at();
                self.touch(act.at);
            }
            (
                Deed::Open(_) | Deed::Consent { .. } | Deed::Refuse { .. } | Deed::Extend { .. },
                Matter::RepairWindow(_),
            ) => self.touch(act.at),
            _ => {}
        }
    }
}

fn says_as_it_is(act: &Act, rules: &Rules<'_>) -> Result<(), Refusal> {
    let as_it_is =
        act.by == rules.author && act.at == rules.now && act.under == rules.settings.mandate;
    if as_it_is {
        Ok(())
    } else {
        Err(Refusal::NotAsItIs)
    }
}
