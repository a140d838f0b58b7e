//! The facts about all things in one table, so that a list is filtered by one SQL statement.

use std::borrow::Borrow;
use std::sync::{Mutex, PoisonError};

use holdfire_monitor::workflow::Role;
use rusqlite::{Connection, ToSql, params_from_iter};

use super::eyes::Eyes;
use super::facts::{Facts, Thing};

/// The facts about many things, in memory. A thing is known by its number.
pub struct FactsTable {
    connection: Mutex<Connection>,
}

impl FactsTable {
    /// The table over things in their order: the first has number 0.
    ///
    /// # Errors
    /// If memory does not suffice.
    pub fn new(facts: impl Iterator<Item = impl Borrow<Facts>>) -> rusqlite::Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        connection.execute_batch(
            "create table thing (id integer primary key, thing text not null, circle integer not null,
                                 all_parties integer not null, published integer not null) strict;
             create table given (party text not null, id integer not null, primary key (party, id)) strict, without rowid;",
        )?;
        let writing = connection.transaction()?;
        {
            let mut thing = writing.prepare("insert into thing values (?1, ?2, ?3, ?4, ?5)")?;
            let mut given = writing.prepare("insert into given values (?1, ?2)")?;
            for (id, facts) in facts.enumerate() {
                let facts: &Facts = facts.borrow();
                let id = i64::try_from(id).unwrap_or(i64::MAX);
                let circle = i64::from(facts.circle.unwrap_or(0));
                thing.execute((
                    id,
                    facts.thing.name(),
                    circle,
                    facts.all_parties,
                    facts.published,
                ))?;
                for party in &facts.parties {
                    given.execute((party, id))?;
                }
            }
        }
        writing.commit()?;
        holdfire_store::counting::watch(&connection);
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// Of these things the numbers of those that these eyes may read, in order.
    ///
    /// # Errors
    /// If memory does not suffice.
    pub fn readable_among(&self, eyes: &Eyes, numbers: &[u32]) -> rusqlite::Result<Vec<usize>> {
        let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
        self.where_also(eyes, &format!("id in ({})", numbers.join(", ")))
    }

    /// The numbers of the things that these eyes may read, in order.
    ///
    /// # Errors
    /// If memory does not suffice.
    pub fn readable(&self, eyes: &Eyes) -> rusqlite::Result<Vec<usize>> {
        self.where_also(eyes, "1")
    }

    /// `also`: a condition of our own making.
    fn where_also(&self, eyes: &Eyes, also: &str) -> rusqlite::Result<Vec<usize>> {
        let (clause, values) = clause(eyes);
        let sql = format!("select id from thing where ({clause}) and {also} order by id");
        let connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut statement = connection.prepare(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| row.get::<_, i64>(0))?;
        rows.map(|id| Ok(usize::try_from(id?).unwrap_or(usize::MAX)))
            .collect()
    }
}

/// What the rules R1 to R10 of the policies say for these eyes, as a condition on the table.
fn clause(eyes: &Eyes) -> (String, Vec<Box<dyn ToSql>>) {
    let among = |things: &[Thing]| {
        let names: Vec<String> = things.iter().map(|t| format!("'{}'", t.name())).collect();
        format!("thing in ({})", names.join(", "))
    };
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    // R9
    let mut any = vec!["(published and thing not in ('site', 'evidence'))".to_owned()];
    if eyes.role != Role::Public {
        // R2, R6
        any.push(among(&[Thing::Terms, Thing::Record]));
    }
    match &eyes.role {
        // R1
        Role::Secretariat => any.push("1".to_owned()),
        // R3, R10
        Role::Observer | Role::Mediator => {
            any.push(among(&[
                Thing::Report,
                Thing::Reply,
                Thing::Link,
                Thing::Observation,
                Thing::Task,
            ]));
            if eyes.role == Role::Observer {
                any.push(among(&[Thing::Evidence]));
            }
        }
        // R4
        Role::Liaison(party) => {
            values.push(Box::new(party.as_str().to_owned()));
            any.push(format!(
                "({} and (all_parties or exists (select 1 from given where given.party = ?1 and given.id = thing.id)))",
                among(&[
                    Thing::Report,
                    Thing::Reply,
                    Thing::Link,
                    Thing::Observation,
                    Thing::Task,
                    Thing::Site,
                ])
            ));
        }
        // R5
        Role::Auditor => any.push(among(&[Thing::Right])),
        Role::Public => {}
    }
    // R7, R8
    let circles: Vec<String> = eyes.circles.iter().map(u32::to_string).collect();
    let clause = format!(
        "(circle = 0 and ({})) or (circle <> 0 and circle in ({}))",
        any.join(" or "),
        circles.join(", ")
    );
    (clause, values)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use holdfire_model::PartyId;
    use proptest::prelude::*;

    use super::*;
    use crate::access::{Action, Policies};

    fn facts() -> impl Strategy<Value = Facts> {
        let parties = proptest::collection::btree_set(
            prop_oneof![
                Just("a".to_owned()),
                Just("b".to_owned()),
                Just(String::new())
            ],
            0..3,
        );
        (
            proptest::sample::select(Thing::ALL.to_vec()),
            proptest::option::of(1..4_u32),
            parties,
            any::<bool>(),
            any::<bool>(),
        )
            .prop_map(|(thing, circle, parties, all_parties, published)| Facts {
                thing,
                circle,
                parties,
                all_parties,
                published,
            })
    }

    fn eyes() -> impl Strategy<Value = Eyes> {
        let party = |name: &str| PartyId::new(name).expect("a plain id");
        let role = proptest::sample::select(vec![
            Role::Secretariat,
            Role::Observer,
            Role::Mediator,
            Role::Liaison(party("a")),
            Role::Liaison(party("b")),
            Role::Auditor,
            Role::Public,
        ]);
        let circles = proptest::collection::btree_set(1..4_u32, 0..3);
        (role, circles).prop_map(|(role, circles)| Eyes { role, circles })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn a_list_holds_what_the_policies_let_these_eyes_read_one_by_one(
            things in proptest::collection::vec(facts(), 0..24),
            eyes in eyes(),
        ) {
            let policies = Policies::shipped();
            let table = FactsTable::new(things.iter()).expect("memory");
            let listed: BTreeSet<usize> = table.readable(&eyes).expect("memory").into_iter().collect();
            for (id, facts) in things.iter().enumerate() {
                let allowed = policies.allows(&eyes, false, Action::Read, facts);
                prop_assert_eq!(listed.contains(&id), allowed, "{:?} {:?}", &eyes, facts);
            }
        }
    }

    #[test]
    fn nobody_else_reads_a_circle_and_the_public_reads_no_site() {
        let policies = Policies::shipped();
        let mut circle = Facts::of(Thing::Report);
        circle.circle = Some(2);
        let secretariat = Eyes::of(Role::Secretariat);
        assert!(!policies.allows(&secretariat, false, Action::Read, &circle));
        let mut site = Facts::of(Thing::Site);
        site.published = true;
        assert!(!policies.allows(&Eyes::public(), false, Action::Read, &site));
    }

    #[test]
    fn who_looks_through_other_eyes_does_nothing() {
        let policies = Policies::shipped();
        let facts = Facts::of(Thing::Task);
        for action in Action::ALL {
            let allowed = policies.allows(&Eyes::of(Role::Secretariat), true, action, &facts);
            assert_eq!(allowed, action == Action::Read, "{}", action.name());
        }
    }
}
