//! Random entries, each made in two missions: as it is where Beta may read it, and as something else where it may not.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use holdfire_model::{Moment, PartyId};
use holdfire_monitor::workflow::{Author, PersonName};
use holdfire_record::Kind;
use holdfire_server::access::{Eyes, Role};
use holdfire_server::publication::Publication;
use holdfire_server::sealed::sealed_lists;
use holdfire_server::world::{ListFilter, Question, World};
use holdfire_store::mission::{AsOf, Draft};
use holdfire_wire::answer::Context;
use holdfire_wire::entries::Change;
use proptest::prelude::*;

use crate::support::plan::{act, report_at, site};
use crate::support::room::{fields, items, to_files};
use crate::support::{Plan, Room, SealedList};

/// One entry. What is a secret of Alpha or of the mission has two values, one for each mission.
#[derive(Clone, Debug)]
pub enum Step {
    /// A report of Beta.
    Beta { id: u8, text: u8, at: u8 },
    /// A report of Alpha.
    Alpha {
        id: u8,
        one: (u8, u8),
        other: (u8, u8),
    },
    /// A site of Alpha that was not notified.
    Sealed { id: u8, one: u8, other: u8 },
    /// A site of Alpha that was: Beta knows its place.
    Notified { id: u8, at: u8 },
    /// A site of Beta.
    Own { id: u8, at: u8 },
    /// A sealed list of Alpha, or in one of the missions of nobody any more.
    AlphaList { id: u8, one: u8, other: u8 },
    /// A sealed list of Beta.
    OwnList { id: u8, sites: u8 },
    /// A reply of Alpha to its own report.
    Reply { id: u8, to: u8, one: u8, other: u8 },
    /// A reply of Beta to its own report.
    OwnReply { id: u8, to: u8, text: u8 },
    /// A link between a report of Alpha and one of either, with its state.
    Link {
        id: u8,
        from: u8,
        to: u8,
        one: u8,
        other: u8,
    },
    /// A report of Alpha is given to the mission alone in both; to Beta it never is.
    Share { id: u8, with_alpha: bool },
    /// A report of Beta is given to Alpha.
    Give { id: u8, given: bool },
    /// A complaint of Alpha.
    Complaint { n: u32, one: u8, other: u8 },
    /// A complaint of Beta.
    OwnComplaint { n: u32, text: u8 },
    /// The mission joins two of Alpha's reports, or finds one in the other mission.
    Mission { n: u32, one: u8, other: u8 },
    /// A row of Alpha is removed.
    Remove { id: u8 },
    /// A report of Alpha or of nobody's that stands where everybody reads it. What tells of effects is held back when it is
    /// published, so that it may differ.
    Open {
        id: u8,
        at: u8,
        one: u8,
        other: u8,
        by_alpha: bool,
    },
    /// An open report is the same in both missions and given to Beta, or no more.
    Hand { id: u8, text: u8, given: bool },
    /// The mission joins two reports, or keeps them apart; what of it is between published ones is the same in both missions.
    Join {
        n: u32,
        from: u8,
        to: u8,
        joined: bool,
        one: u8,
        other: u8,
    },
    /// The state is published.
    Publish { late: bool },
    /// A report in the circle, which Beta is not in; its id may be one that is used outside.
    InCircle { id: u8, of: u8, one: u8, other: u8 },
    /// A report of Alpha is erased, in each mission another.
    Erase { one: u8, other: u8 },
    /// An open report is erased, published or not.
    EraseOpen { id: u8 },
}

const WORDS: [&str; 5] = [
    "a line",
    "a mill by the dam",
    "x",
    "two lines, and a pump: struck, again and again",
    "\u{43b}\u{456}\u{43d}\u{456}\u{44f}",
];

/// A few steps.
pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (id, byte) = (0..6_u8, any::<u8>());
    let n = 0..1_048_576_u32;
    let step = prop_oneof![
        3 => (id.clone(), byte, byte).prop_map(|(id, text, at)| Step::Beta { id, text, at }),
        3 => (id.clone(), (byte, byte), (byte, byte)).prop_map(|(id, one, other)| Step::Alpha { id, one, other }),
        2 => (id.clone(), byte, byte).prop_map(|(id, one, other)| Step::Sealed { id, one, other }),
        1 => (id.clone(), byte).prop_map(|(id, at)| Step::Notified { id, at }),
        1 => (id.clone(), byte).prop_map(|(id, at)| Step::Own { id, at }),
        1 => (id.clone(), byte, byte).prop_map(|(id, one, other)| Step::AlphaList { id, one, other }),
        1 => (id.clone(), byte).prop_map(|(id, sites)| Step::OwnList { id, sites }),
        1 => (id.clone(), id.clone(), byte, byte).prop_map(|(id, to, one, other)| Step::Reply { id, to, one, other }),
        1 => (id.clone(), id.clone(), byte).prop_map(|(id, to, text)| Step::OwnReply { id, to, text }),
        2 => (id.clone(), id.clone(), id.clone(), byte, byte)
            .prop_map(|(id, from, to, one, other)| Step::Link { id, from, to, one, other }),
        1 => (id.clone(), any::<bool>()).prop_map(|(id, with_alpha)| Step::Share { id, with_alpha }),
        1 => (id.clone(), any::<bool>()).prop_map(|(id, given)| Step::Give { id, given }),
        1 => (n.clone(), byte, byte).prop_map(|(n, one, other)| Step::Complaint { n, one, other }),
        1 => (n.clone(), byte).prop_map(|(n, text)| Step::OwnComplaint { n, text }),
        1 => (n.clone(), byte, byte).prop_map(|(n, one, other)| Step::Mission { n, one, other }),
        3 => (id.clone(), byte, byte, byte, any::<bool>())
            .prop_map(|(id, at, one, other, by_alpha)| Step::Open { id, at, one, other, by_alpha }),
        1 => (id.clone(), byte, any::<bool>()).prop_map(|(id, text, given)| Step::Hand { id, text, given }),
        2 => (n, id.clone(), id.clone(), any::<bool>(), byte, byte)
            .prop_map(|(n, from, to, joined, one, other)| Step::Join { n, from, to, joined, one, other }),
        2 => any::<bool>().prop_map(|late| Step::Publish { late }),
        1 => (id.clone(), byte, byte, byte)
            .prop_map(|(id, of, one, other)| Step::InCircle { id, of, one, other }),
        1 => (byte, byte).prop_map(|(one, other)| Step::Erase { one, other }),
        1 => id.clone().prop_map(|id| Step::EraseOpen { id }),
        1 => id.prop_map(|id| Step::Remove { id }),
    ];
    proptest::collection::vec(step, 1..4)
}

fn word(n: u8) -> &'static str {
    WORDS[usize::from(n) % WORDS.len()]
}

fn task(n: u32) -> String {
    const DIGITS: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let digit = |at: u32| char::from(DIGITS[(n >> (5 * at) & 31) as usize]);
    // Those of the plan begin otherwise.
    format!("EXAMPLE-Z{}{}{}{}Z", digit(0), digit(1), digit(2), digit(3))
}

/// Two missions with the same entries but for what Beta may not read.
pub struct Twin {
    rooms: [Room; 2],
    files: [BTreeMap<String, String>; 2],
    steps: Vec<Step>,
    /// Numbers of the open reports that are given to Beta.
    handed: Vec<u8>,
}

/// The table, its rows by id, and the row that one has now.
fn put(files: &mut BTreeMap<String, String>, table: &str, id: &str, row: Option<String>) {
    let text = files.get_mut(table).expect("the table is there");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let key = format!("{id},");
    let found = lines.iter().position(|line| line.starts_with(&key));
    match (found, row) {
        (Some(at), Some(row)) => lines[at] = row,
        (Some(at), None) => {
            lines.remove(at);
        }
        (None, Some(row)) => lines.push(row),
        (None, None) => {}
    }
    *text = lines.join("\n") + "\n";
}

impl Twin {
    pub fn new() -> Self {
        let plan = Plan::example();
        Self {
            rooms: [Room::new(&plan), Room::new(&plan)],
            files: [plan.files.clone(), plan.files],
            steps: Vec::new(),
            handed: Vec::new(),
        }
    }

    pub fn len(&self) -> usize {
        self.steps.len()
    }

    pub fn rooms(&self) -> (&Room, &Room) {
        (&self.rooms[0], &self.rooms[1])
    }

    pub fn told(&self) -> String {
        self.steps.iter().fold(String::new(), |mut text, step| {
            let _ = writeln!(text, "{step:?}");
            text
        })
    }

    pub fn enter(&mut self, step: &Step) {
        self.steps.push(step.clone());
        if let Step::Hand { id, given, .. } = step {
            self.handed.retain(|known| known != id);
            self.handed.extend(given.then_some(*id));
        }
        let mut both = [0, 1].map(|mission| self.drafts(step, mission));
        for (mission, room) in self.rooms.iter().enumerate() {
            let own = |one: u8, other: u8| if mission == 0 { one } else { other };
            let erased = match *step {
                Step::InCircle { id, of, one, other } => {
                    let id = format!("{}{id}", ["NC", "NB", "NO", "NA"][usize::from(of) % 4]);
                    let row = report_at(&id, "alpha", word(own(one, other)), 50.3, 10.3, "A-EAST");
                    room.submit(room.circle(), in_circle(&row), Vec::new());
                    continue;
                }
                Step::Erase { one, other } => format!("NA{}", own(one, other) % 6),
                Step::EraseOpen { id } => format!("NO{id}"),
                _ => continue,
            };
            // What is entered of it again is a row like any other.
            put(&mut self.files[mission], "reports.csv", &erased, None);
            room.erase(&format!("reports.csv#{erased}"));
        }
        // As many entries in both, so that the size of the log, which is public, is the same: what is missing is made up by
        // settings of a row that is not there.
        let most = both.iter().map(Vec::len).max().unwrap_or(0);
        for (room, drafts) in self.rooms.iter().zip(&mut both) {
            while drafts.len() < most {
                drafts.push(share(&format!("nothing-{}", drafts.len()), "mission"));
            }
            if most > 0 {
                room.enter(std::mem::take(drafts));
            }
        }
    }

    /// The entries that a step is in one of the missions.
    fn drafts(&mut self, step: &Step, mission: usize) -> Vec<Draft> {
        let before = items(&self.files[mission]);
        let files = &mut self.files[mission];
        let own = |one: u8, other: u8| if mission == 0 { one } else { other };
        let at = |n: u8| {
            (
                50.1 + f64::from(n % 16) * 0.05,
                10.1 + f64::from(n / 16) * 0.05,
            )
        };
        let mut drafts = Vec::new();
        match *step {
            Step::Beta {
                id,
                text,
                at: place,
            } => {
                let (lat, lon) = at(place);
                let id = format!("NB{id}");
                let row = report_at(&id, "beta", word(text), lat, lon, "A-EAST");
                put(files, "reports.csv", &id, Some(row));
            }
            Step::Alpha { id, one, other } => {
                let (text, place) = if mission == 0 { one } else { other };
                let (lat, lon) = at(place);
                let id = format!("NA{id}");
                let row = report_at(&id, "alpha", word(text), lat, lon, "A-EAST");
                // In the other mission it may not be there at all.
                put(files, "reports.csv", &id, (text % 7 != 6).then_some(row));
            }
            Step::Sealed { id, one, other } => {
                let n = own(one, other);
                let ((lat, lon), id) = (at(n), format!("SA{id}"));
                put(
                    files,
                    "register.csv",
                    &id,
                    (n % 5 != 4).then(|| site(&id, "alpha", lat, lon, "")),
                );
            }
            Step::Notified { id, at: place } => {
                let ((lat, lon), id) = (at(place), format!("SN{id}"));
                put(
                    files,
                    "register.csv",
                    &id,
                    Some(site(&id, "alpha", lat, lon, "2030-03-01 10:00")),
                );
            }
            Step::Own { id, at: place } => {
                let ((lat, lon), id) = (at(place), format!("SB{id}"));
                put(
                    files,
                    "register.csv",
                    &id,
                    Some(site(&id, "beta", lat, lon, "")),
                );
            }
            Step::AlphaList { id, one, other } => {
                let n = own(one, other);
                drafts.extend(sealed(0xa0 | id, if n % 3 == 2 { "" } else { "alpha" }, n));
            }
            Step::OwnList { id, sites } => drafts.extend(sealed(0xb0 | id, "beta", sites)),
            Step::Reply { id, to, one, other } => {
                let (n, id) = (own(one, other), format!("PA{id}"));
                let row = format!(
                    "{id},NA{to},alpha,comment,specific,2030-03-08,,Alpha News,,{}",
                    word(n).replace(',', " ")
                );
                put(files, "replies.csv", &id, (n % 4 != 3).then_some(row));
            }
            Step::OwnReply { id, to, text } => {
                let id = format!("PB{id}");
                let row = format!(
                    "{id},NB{to},beta,comment,specific,2030-03-08,,Beta Daily,,{}",
                    word(text).replace(',', " ")
                );
                put(files, "replies.csv", &id, Some(row));
            }
            Step::Link {
                id,
                from,
                to,
                one,
                other,
            } => {
                let n = own(one, other);
                // Both ends name the row: the table has no ids. Of Beta's reports it is only ever one end.
                let ends = if id % 2 == 0 {
                    format!("NA{from},NB{to}")
                } else {
                    format!("NA{from},NA{to}")
                };
                let state = if n % 2 == 0 { "joined" } else { "suggested" };
                let row = format!(
                    "{ends},counter-allegation,{state},A. Analyst,2030-03-08,{}",
                    word(n).replace(',', " ")
                );
                put(
                    files,
                    "links.csv",
                    &ends,
                    (n % 3 != 2 && from != to).then_some(row),
                );
            }
            Step::Share { id, with_alpha } => {
                let with = if with_alpha != (mission == 1) {
                    "alpha"
                } else {
                    "mission"
                };
                drafts.push(share(&format!("reports.csv#NA{id}"), with));
            }
            Step::Give { id, given } => {
                drafts.push(share(
                    &format!("reports.csv#NB{id}"),
                    if given { "alpha" } else { "mission" },
                ));
            }
            Step::Complaint { n, one, other } => {
                let said = word(own(one, other)).to_owned();
                let pairs = [
                    ("kind", "complaint"),
                    ("of", "alpha"),
                    ("allegation", said.as_str()),
                ];
                drafts.push(work(
                    &task(n),
                    &act("open", 0, 10, "lia", "liaison alpha", &pairs),
                ));
            }
            Step::OwnComplaint { n, text } => {
                let pairs = [
                    ("kind", "complaint"),
                    ("of", "beta"),
                    ("allegation", word(text)),
                ];
                drafts.push(work(
                    &task(n | 1),
                    &act("open", 0, 10, "leo", "liaison beta", &pairs),
                ));
            }
            Step::Mission { n, one, other } => {
                let id = task(n & !1);
                let which = own(one, other) % 6;
                let (from, to) = (format!("NA{which}"), format!("NA{}", (which + 1) % 6));
                let pairs = [
                    ("kind", "linking"),
                    ("from_report", from.as_str()),
                    ("to_report", to.as_str()),
                    ("link", "duplicate"),
                    ("why", word(own(one, other))),
                ];
                drafts.push(work(
                    &id,
                    &act("open", 0, 10, "olga", "secretariat", &pairs),
                ));
                drafts.push(work(
                    &id,
                    &act("join", 1, 11, "olga", "secretariat", &[("reason", "one")]),
                ));
            }
            Step::Open {
                id,
                at: place,
                one,
                other,
                by_alpha,
            } => {
                let (lat, lon) = at(place);
                // Once it is given to Beta all of it is for Beta.
                let n = if self.handed.contains(&id) {
                    one
                } else {
                    own(one, other)
                };
                let id = format!("NO{id}");
                let row = report_at(&id, "alpha", word(n), lat, lon, "A-EAST");
                let site = if n % 2 == 0 { "SA1" } else { "" };
                let row = row.replace("line,line,,,,strike", &format!("line,line,,{site},,strike"));
                // Whose own authority says it has nothing held back, unless it is said to have acted.
                let of = if by_alpha {
                    ",party,https://example.org/o,"
                } else {
                    ",independent,https://example.org/o,"
                };
                let mut row = row.replace(",party,,", of);
                if by_alpha {
                    row = row.replace(",hit,beta,", ",hit,alpha|beta,");
                }
                put(files, "reports.csv", &id, Some(row));
            }
            Step::Hand { id, text, given } => {
                let id = format!("NO{id}");
                let row = report_at(&id, "alpha", word(text), 50.3, 10.3, "A-EAST");
                put(files, "reports.csv", &id, Some(row));
                let with = if given { "beta" } else { "mission" };
                drafts.push(share(&format!("reports.csv#{id}"), with));
            }
            Step::Join {
                n,
                from,
                to,
                joined,
                one,
                other,
            } => {
                let (from, to) = if from % 2 == 0 {
                    (format!("NO{from}"), format!("NO{to}"))
                } else {
                    // Of Beta's own, which nobody publishes: what the mission makes of them is the mission's.
                    let which = own(one, other) % 6;
                    (format!("NB{which}"), format!("NB{}", (which + 1) % 6))
                };
                let joined = if from.starts_with("NO") {
                    joined
                } else {
                    own(one, other) % 2 == 0
                };
                let pairs = [
                    ("kind", "linking"),
                    ("from_report", from.as_str()),
                    ("to_report", to.as_str()),
                    ("link", "duplicate"),
                    ("why", "one night"),
                ];
                let open = act("open", 0, 10, "olga", "secretariat", &pairs);
                let how = if joined { "join" } else { "keep-apart" };
                let settled = act(how, 1, 11, "olga", "secretariat", &[("reason", "one")]);
                drafts.push(work(&task(n), &open));
                drafts.push(work(&task(n), &settled));
            }
            Step::Publish { late } => {
                let snapshot = self.rooms[mission].app.worlds().snapshot();
                let publication = Publication {
                    number: snapshot.publications.len() as u64 + 1,
                    entry: snapshot.size,
                    // A week later nothing is held back any more by its delay; before, what was said last is.
                    cutoff: Moment(if late { 1_900_843_200 } else { 1_899_201_600 }),
                };
                drafts.push(publication.draft());
            }
            // Entered above.
            Step::InCircle { .. } | Step::Erase { .. } | Step::EraseOpen { .. } => {}
            Step::Remove { id } => {
                // What is removed in one mission stays in the other.
                if (id % 2 == 0) == (mission == 0) {
                    put(files, "reports.csv", &format!("NA{id}"), None);
                }
            }
        }
        drafts.extend(to_files(&before, &self.files[mission]));
        drafts
    }

    /// What Beta sees in both missions.
    pub fn seen(&self) -> (String, String) {
        (seen(&self.rooms[0]), seen(&self.rooms[1]))
    }
}

/// The entries of one row of reports.csv in a circle, which has the head of the mission.
fn in_circle(row: &str) -> Vec<Draft> {
    let plan = Plan::example();
    let head = plan.files["reports.csv"].lines().next().expect("a head");
    let text = format!("{head}\n{row}\n");
    let all = items(&BTreeMap::from([("reports.csv".to_owned(), text)])).into_iter();
    let rows = all.filter(|item| item.subject.contains('#'));
    rows.map(|item| Draft::from(Change::Set(item))).collect()
}

/// The entries of a sealed list with one version of a few sites.
fn sealed(id: u8, of: &'static str, n: u8) -> Vec<Draft> {
    let party = if id < 0xb0 { "alpha" } else { "beta" };
    let list = SealedList {
        of: Some(of),
        ..SealedList::of(id, party, &[usize::from(n % 5) + 1])
    };
    list.drafts()
}

fn share(subject: &str, with: &str) -> Draft {
    Draft::set(
        Kind::Access,
        &format!("share/{subject}"),
        fields(&[("with", with)]),
    )
}

fn work(id: &str, act: &[(&'static str, String)]) -> Draft {
    Draft::note(Kind::Work, &format!("task/{id}"), fields(act))
}

/// Everything that Beta's world says, but for the size of the log, which is public.
fn seen(room: &Room) -> String {
    let snapshot = room.app.worlds().snapshot();
    let party = PartyId::new("beta").expect("an id");
    let mut text = String::new();
    for eyes in [Eyes::of(Role::Liaison(party.clone())), Eyes::public()] {
        let world = World::new(&snapshot, &eyes, &Question::default()).expect("a world");
        let Some(ready) = world.ready() else {
            text.push_str("no case\n");
            continue;
        };
        let context = Context {
            version: "t".to_owned(),
            as_of: None,
            notices: ready.notices.clone(),
        };
        text.push_str(&holdfire_wire::answer::json(
            &ready.case,
            &ready.answer,
            &context,
        ));
        text.push_str(&holdfire_wire::exports::csv(&ready.case, &ready.answer));
        text.push_str(&holdfire_wire::exports::geojson(
            &ready.case,
            &ready.answer,
            &context,
        ));
        for row in ready.rows.list(&ready.case, &ListFilter::default()) {
            let _ = writeln!(text, "{row:?}");
        }
        for problem in &ready.problems {
            let _ = writeln!(text, "{problem}");
        }
        let reader = room.app.mission().reader();
        for list in sealed_lists(&reader, AsOf::Now, &eyes, &snapshot.whose).expect("lists") {
            let counts = list.versions.iter();
            let counts = counts.map(|one| (one.index, one.said.handover().statement().count));
            let _ = writeln!(text, "{} {:?}", list.list, counts.collect::<Vec<_>>());
        }
        for site in &ready.case.sites {
            let _ = writeln!(
                text,
                "{} {} {:?} {:?}",
                site.id, site.party, site.handed, site.notified
            );
        }
        for report in &ready.case.reports {
            let _ = writeln!(text, "{report:?}");
        }
        for observation in &ready.case.observations {
            let _ = writeln!(text, "{observation:?}");
        }
        for reply in &ready.case.replies {
            let _ = writeln!(text, "{} {} {}", reply.id, reply.by, reply.summary);
        }
        for link in &ready.case.links {
            let _ = writeln!(text, "{:?} {} {}", link.from, link.to, link.why);
        }
        let _ = writeln!(text, "{:?}", world.recorded_at);
        let reader = Author {
            person: PersonName::new("leo").expect("a name"),
            role: eyes.role.clone(),
        };
        assert!(!matches!(reader.role, Role::Secretariat));
        for task in snapshot
            .tasks
            .iter()
            .filter(|task| task.visible_to(&reader))
        {
            let acts: Vec<_> = task.acts_for(&reader).collect();
            let _ = writeln!(text, "{} {} {acts:?}", task.id(), task.state());
        }
    }
    text
}

/// The first line that differs.
pub fn difference(one: &str, other: &str) -> String {
    let pair = one
        .lines()
        .zip(other.lines())
        .find(|(one, other)| one != other);
    match pair {
        Some((one, other)) => format!("- {one}\n+ {other}"),
        None => format!("{} or {} lines", one.lines().count(), other.lines().count()),
    }
}
