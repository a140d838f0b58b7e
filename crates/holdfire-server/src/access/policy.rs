//! The policies that ship with the program, and the question to them: may these eyes do this with that?

use std::collections::{HashMap, HashSet};
use std::str::FromStr;
use std::sync::LazyLock;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, PolicySet, Request,
    RestrictedExpression, Schema, ValidationMode, Validator,
};

use super::eyes::Eyes;
use super::facts::Facts;

const POLICIES: &str = include_str!("../../policies/holdfire.cedar");
const SCHEMA: &str = include_str!("../../policies/holdfire.cedarschema");

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Read a thing.
    Read,
    /// Take reports in.
    Intake,
    /// Join reports, or keep them apart.
    Link,
    /// Ask a party for a reply, call, escalate.
    Ask,
    /// Work on an incident up to a finding.
    Verify,
    /// Hand a shift over.
    HandOver,
    /// File a complaint of a party.
    Complain,
    /// Answer for a party.
    Answer,
    /// Ask for a window for repairs, and consent to one.
    Repair,
    /// Determine, disclose.
    Decide,
    /// Publish.
    Publish,
    /// Manage people, roles, and what is shared.
    Manage,
    /// Look through the eyes of a party.
    SeeAs,
    /// Take away what is read.
    Export,
}

impl Action {
    /// All actions, in the order of the schema.
    pub const ALL: [Self; 14] = [
        Self::Read,
        Self::Intake,
        Self::Link,
        Self::Ask,
        Self::Verify,
        Self::HandOver,
        Self::Complain,
        Self::Answer,
        Self::Repair,
        Self::Decide,
        Self::Publish,
        Self::Manage,
        Self::SeeAs,
        Self::Export,
    ];

    /// Its name in policies.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Intake => "intake",
            Self::Link => "link",
            Self::Ask => "ask",
            Self::Verify => "verify",
            Self::HandOver => "hand-over",
            Self::Complain => "complain",
            Self::Answer => "answer",
            Self::Repair => "repair",
            Self::Decide => "decide",
            Self::Publish => "publish",
            Self::Manage => "manage",
            Self::SeeAs => "see-as",
            Self::Export => "export",
        }
    }
}

/// The policies, ready to be asked.
pub struct Policies {
    set: PolicySet,
    authorizer: Authorizer,
}

impl Policies {
    /// The policies that ship with the program.
    ///
    /// # Panics
    /// If they do not fit their schema: a test of this crate keeps that from being shipped.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Policies> = LazyLock::new(Policies::checked);
        &SHIPPED
    }

    fn checked() -> Self {
        let set = PolicySet::from_str(POLICIES).expect("the policies are tested");
        let (schema, _) = Schema::from_cedarschema_str(SCHEMA).expect("the schema is tested");
        let checked = Validator::new(schema).validate(&set, ValidationMode::Strict);
        assert!(checked.validation_passed(), "{checked}");
        Self {
            set,
            authorizer: Authorizer::new(),
        }
    }

    /// The policies as they are written, for people.
    #[must_use]
    pub fn text() -> &'static str {
        POLICIES
    }

    /// May these eyes do this with a thing of these facts? `only_looks`: they are borrowed from somebody else.
    ///
    /// # Panics
    /// Never: the entities have the shape of the schema.
    #[must_use]
    pub fn allows(&self, eyes: &Eyes, only_looks: bool, action: Action, facts: &Facts) -> bool {
        let uid = |text: &str| EntityUid::from_str(text).expect("a name of ours");
        let person = uid("Person::\"p\"");
        let thing = uid("Thing::\"t\"");
        let string = |text: &str| RestrictedExpression::new_string(text.to_owned());
        let attributes = HashMap::from([
            ("role".to_owned(), string(eyes.role.name())),
            (
                "party".to_owned(),
                string(eyes.role.party().map_or("", |party| party.as_str())),
            ),
            (
                "circles".to_owned(),
                RestrictedExpression::new_set(
                    eyes.circles
                        .iter()
                        .map(|log| RestrictedExpression::new_long(i64::from(*log))),
                ),
            ),
            (
                "only_looks".to_owned(),
                RestrictedExpression::new_bool(only_looks),
            ),
        ]);
        let principal =
            Entity::new(person.clone(), attributes, HashSet::new()).expect("plain attributes");
        let attributes = HashMap::from([
            ("thing".to_owned(), string(facts.thing.name())),
            (
                "circle".to_owned(),
                RestrictedExpression::new_long(i64::from(facts.circle.unwrap_or(0))),
            ),
            (
                "parties".to_owned(),
                RestrictedExpression::new_set(facts.parties.iter().map(|party| string(party))),
            ),
            (
                "all_parties".to_owned(),
                RestrictedExpression::new_bool(facts.all_parties),
            ),
            (
                "published".to_owned(),
                RestrictedExpression::new_bool(facts.published),
            ),
        ]);
        let resource =
            Entity::new(thing.clone(), attributes, HashSet::new()).expect("plain attributes");
        let entities =
            Entities::from_entities([principal, resource], None).expect("two entities, two names");
        let action = uid(&format!("Action::\"{}\"", action.name()));
        let request = Request::new(person, action, thing, Context::empty(), None)
            .expect("no schema to break");
        let answer = self
            .authorizer
            .is_authorized(&request, &self.set, &entities);
        answer.decision() == Decision::Allow
    }
}
