//! A mission in a folder of its own, entered from a plan, with an account for everybody and time that stands still.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use holdfire_accounts::{Accounts, Enrolment, HashCost, INVITATION_VALID, Password};
use holdfire_record::{Kind, Schedule};
use holdfire_seal::fields::Field;
use holdfire_server::publication::Publication;
use holdfire_server::{App, Door, Gate, router};
use holdfire_store::counting::{Counts, count_into};
use holdfire_store::disk::RealDisk;
use holdfire_store::keyfile::KeyFile;
use holdfire_store::mission::{Also, Draft, Mission, NewMission, PUBLIC, Submission};
use holdfire_wire::CaseFiles;
use holdfire_wire::entries::{Item, changes, split};
use sha2::{Digest as _, Sha256};

use super::plan::Plan;

/// 20 March 2030, noon.
pub const NOON: u64 = 1_900_238_400;

/// What everybody has for a password; each has another code.
pub const PASSWORD: &str = "correct lantern staple quilt";

/// A clock that is set by hand.
#[derive(Clone)]
pub struct Hands(Arc<AtomicU64>);

impl holdfire_store::mission::Clock for Hands {
    fn now(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl holdfire_accounts::Clock for Hands {
    fn now(&self) -> i64 {
        i64::try_from(self.0.load(Ordering::SeqCst)).expect("a time of this age")
    }
}

/// Bytes that look random and are the same each time.
pub struct Seeded(pub u64);

impl Seeded {
    fn put(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            self.0 += 1;
            chunk.copy_from_slice(&Sha256::digest(self.0.to_be_bytes())[..chunk.len()]);
        }
    }
}

impl holdfire_store::random::Random for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), holdfire_store::random::RandomError> {
        self.put(bytes);
        Ok(())
    }
}

impl holdfire_accounts::Random for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), holdfire_accounts::RandomError> {
        self.put(bytes);
        Ok(())
    }
}

/// Somebody's account, as that person keeps it.
pub struct Account {
    pub cookie: String,
    pub csrf: String,
    generator: String,
}

/// A mission with its server; the folder goes in the end.
pub struct Room {
    pub app: App,
    pub router: Router,
    pub runtime: tokio::runtime::Runtime,
    pub accounts: BTreeMap<String, Account>,
    pub journal: Arc<Mutex<Vec<String>>>,
    /// How many entries the last publication names.
    pub published: u64,
    /// How much was read to answer.
    pub counts: Arc<Counts>,
    clock: Hands,
    dir: PathBuf,
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// Memory, where there is such a folder: what is tested here is not what a disk keeps.
fn folder() -> PathBuf {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    let memory = PathBuf::from("/dev/shm");
    let root = if memory.is_dir() {
        memory
    } else {
        std::env::temp_dir()
    };
    root.join(format!("holdfire-srv-{}-{number}", std::process::id()))
}

impl Room {
    /// Enters a plan and opens the server over it.
    pub fn new(plan: &Plan) -> Self {
        let dir = folder();
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir).expect("a folder can be made");
        let clock = Hands(Arc::new(AtomicU64::new(NOON)));
        let (mission, published) = enter(plan, &dir.join("mission"), &clock);
        let mut settings = holdfire_accounts::Settings::of_mission("mission.example/1");
        settings.cost = HashCost {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        };
        // Tests may look at pages for a long time.
        settings.most_sessions = 100;
        let surroundings =
            holdfire_accounts::Surroundings::new(Arc::new(clock.clone()), Seeded(1 << 40));
        let accounts = Accounts::open(&dir, settings, surroundings).expect("accounts open");
        let journal = Arc::new(Mutex::new(Vec::new()));
        let lines = journal.clone();
        let app = App::new(
            mission,
            Door::Accounts(Box::new(Gate::new(accounts, "http://localhost"))),
            "The operator",
            Arc::new(move |line: &str| lines.lock().expect("no panic").push(line.to_owned())),
        )
        .expect("the record is read");
        let counts = Arc::new(Counts::default());
        let counted = Arc::clone(&counts);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .on_thread_start(move || count_into(Arc::clone(&counted)))
            .enable_all()
            .build()
            .expect("a runtime");
        let mut room = Self {
            router: router(app.clone()),
            app,
            runtime,
            accounts: BTreeMap::new(),
            journal,
            published,
            counts,
            clock,
            dir,
        };
        for (name, ..) in &plan.people {
            let account = room.enrol(name);
            room.accounts.insert((*name).to_owned(), account);
        }
        room
    }

    /// The accounts.
    pub fn gate(&self) -> &Gate {
        self.app.gate().expect("people have accounts")
    }

    /// The time passes.
    pub fn pass(&self, seconds: u64) {
        self.clock.0.fetch_add(seconds, Ordering::SeqCst);
    }

    fn enrol(&self, name: &str) -> Account {
        let accounts = &self.gate().accounts;
        let invitation = accounts
            .invite(name, "olga", INVITATION_VALID)
            .expect("a new name");
        let invited = accounts.invitation(&invitation).expect("it is valid");
        let generator = invited.totp.text().replace(' ', "");
        let enrolled = accounts
            .enrol(&Enrolment {
                invitation: &invitation,
                password: &Password::new(PASSWORD).expect("long enough"),
                code: &code(&generator, self.app.now()),
                device: "a browser",
                address: None,
            })
            .expect("all is right");
        let session = accounts
            .session(&enrolled.secret)
            .expect("it reads")
            .expect("it is open");
        Account {
            cookie: enrolled.secret.reveal().to_string(),
            csrf: accounts.csrf_token(&session, "form"),
            generator,
        }
    }

    /// A code that was not used yet: time passes to the next.
    pub fn code(&self, who: &str) -> String {
        self.pass(30);
        code(&self.accounts[who].generator, self.app.now())
    }

    /// The session of somebody has another secret after a code was shown.
    pub fn renew(&mut self, who: &str, answer: &super::Answer) {
        let set = answer.header("set-cookie").expect("another cookie");
        let value = set
            .strip_prefix("session=")
            .and_then(|rest| rest.split(';').next());
        let cookie = value.expect("a cookie of ours").to_owned();
        let secret = holdfire_accounts::SessionSecret::parse(&cookie).expect("a secret");
        let accounts = &self.gate().accounts;
        let session = accounts
            .session(&secret)
            .expect("it reads")
            .expect("it is open");
        let csrf = accounts.csrf_token(&session, "form");
        let account = self
            .accounts
            .get_mut(who)
            .expect("somebody with an account");
        account.cookie = cookie;
        account.csrf = csrf;
    }

    /// The log of the circle of the plan.
    pub fn circle(&self) -> u32 {
        self.app.worlds().snapshot().circles[0].log
    }

    /// Enters something in a log as the first of the secretariat, and destroys what other entries of it say.
    pub fn submit(&self, log: u32, drafts: Vec<Draft>, erased: Vec<u64>) {
        let mission = self.app.mission();
        let author = mission.now().expect("a view").person(None);
        let submission = Submission {
            log,
            author: author.expect("the operator").author(),
            request: None,
            drafts,
            also: erased.into_iter().map(Also::Erase).collect(),
        };
        mission.submit(submission).expect("it is entered");
        self.app.worlds().refresh().expect("it is read");
    }

    /// Destroys everything that the mission's own log says of a row, as two persons could have asked.
    pub fn erase(&self, subject: &str) {
        let view = self.app.mission().now().expect("a view");
        let all = view.all(Kind::Item).expect("it is read").into_iter();
        let of = all.filter(|seen| seen.place.log == PUBLIC && seen.subject() == Some(subject));
        let erased: Vec<u64> = of.map(|seen| seen.place.index).collect();
        let note = Draft::note(Kind::Erasure, "erasure", fields(&[("copies", "")]));
        self.submit(PUBLIC, vec![note], erased);
    }

    /// Enters something as the first of the secretariat.
    pub fn enter(&self, drafts: Vec<Draft>) {
        self.app.enter_now("olga", drafts).expect("it is entered");
    }
}

fn code(generator: &str, now: u64) -> String {
    let secret = totp_rs::Secret::try_from_base32(generator).expect("base 32");
    let totp = totp_rs::Builder::new()
        .with_algorithm(totp_rs::Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_secret(secret.as_bytes().to_vec())
        .with_account_name("somebody".to_owned())
        .build()
        .expect("the parameters of the RFC");
    totp.generate(now).to_string()
}

/// The fields of an entry.
pub fn fields<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)]) -> Vec<Field> {
    let one = |(name, value): &(N, V)| Field::new(name.as_ref(), value.as_ref());
    pairs.iter().map(one).collect()
}

/// The entry of a role; an empty role is none.
pub fn role(name: &str, role: &str, party: &str) -> Draft {
    let pairs = [("role", role), ("party", party)];
    Draft::set(Kind::Access, &format!("role/{name}"), fields(&pairs))
}

/// The items of files.
pub fn items(files: &BTreeMap<String, String>) -> Vec<Item> {
    let bytes = files
        .iter()
        .map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    split(&CaseFiles(bytes.collect()))
}

/// The entries that make files of other files.
pub fn to_files(now: &[Item], files: &BTreeMap<String, String>) -> Vec<Draft> {
    let bytes = files
        .iter()
        .map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    let wanted = CaseFiles(bytes.collect());
    changes(now, &wanted).into_iter().map(Draft::from).collect()
}

fn enter(plan: &Plan, dir: &std::path::Path, clock: &Hands) -> (Mission, u64) {
    let surroundings = || {
        holdfire_store::mission::Surroundings::new(
            Arc::new(RealDisk),
            Arc::new(clock.clone()),
            Seeded(0),
        )
    };
    let new = NewMission {
        origin: "mission.example/1".to_owned(),
        schedule: Schedule::default(),
        operator: plan.people[0].0.to_owned(),
    };
    drop(Mission::create(dir, &new, surroundings()).expect("it is made"));
    let keys: Vec<(&str, KeyFile)> = ["obi", "lia"]
        .into_iter()
        .map(|name| {
            let file =
                KeyFile::generate(&format!("{name}.example/1"), &mut Seeded(7)).expect("keys");
            (name, file)
        })
        .collect();
    let identities = keys
        .iter()
        .map(|(_, file)| file.reading().clone())
        .collect();
    // Other random bytes than those that made it, as in the field.
    let mut surroundings = surroundings();
    let mut skipped = [0; 4096];
    holdfire_store::random::Random::fill(&mut surroundings, &mut skipped).expect("seeded");
    let mission = Mission::open(dir, surroundings, identities).expect("it opens");
    let by = |name: Option<&str>| {
        let view = mission.now().expect("a view");
        view.person(name).expect("a person of the plan").author()
    };
    // Who is not in every plan comes last, so that the numbers of entries before are the same.
    let (first, last) = plan.people.split_at(super::plan::PEOPLE.len());
    for (name, ..) in first.iter().skip(1) {
        mission.add_person(&by(None), name, None).expect("taken in");
    }
    let submit = |log: u32, drafts: Vec<Draft>| {
        let submission = Submission {
            log,
            author: by(None),
            request: None,
            drafts,
            also: Vec::new(),
        };
        mission.submit(submission).expect("it is entered")
    };
    let given = first.iter().filter(|(_, role, _)| !role.is_empty());
    submit(
        PUBLIC,
        given
            .map(|(name, of, party)| role(name, of, party))
            .collect(),
    );
    for list in &plan.lists {
        submit(PUBLIC, list.drafts());
    }
    submit(PUBLIC, to_files(&[], &plan.files));
    let publish = |number: u64, before_s: u64| {
        let view = mission.now().expect("a view");
        let entry = view.logs().find(|(log, ..)| *log == PUBLIC);
        let entry = entry.map_or(0, |(_, _, size)| size);
        let cutoff = i64::try_from(NOON - before_s).expect("a time of this age");
        let publication = Publication {
            number,
            entry,
            cutoff: holdfire_model::Moment(cutoff),
        };
        submit(PUBLIC, vec![publication.draft()]);
        entry
    };
    if plan.published {
        // Before the workflow said anything, so that the next one has something to correct.
        publish(1, 0);
    }
    let acts = plan.tasks.iter().flat_map(|task| {
        task.acts
            .iter()
            .map(|act| Draft::note(Kind::Work, &format!("task/{}", task.id), fields(act)))
    });
    submit(PUBLIC, acts.collect());
    let shares = plan.shares.iter().map(|(subject, with)| {
        Draft::set(
            Kind::Access,
            &format!("share/{subject}"),
            fields(&[("with", with)]),
        )
    });
    let shares: Vec<Draft> = shares.collect();
    if !shares.is_empty() {
        submit(PUBLIC, shares);
    }
    for list in &plan.later_lists {
        submit(PUBLIC, list.drafts());
    }
    if !plan.in_circle.is_empty() {
        let readers = keys
            .iter()
            .map(|(name, file)| ((*name).to_owned(), file.public().reads.to_string()));
        let circle = mission
            .new_circle(&by(None), "a circle", readers.collect())
            .expect("it is made");
        let head = plan.files["reports.csv"]
            .lines()
            .next()
            .expect("a head")
            .to_owned();
        let text = format!("{head}\n{}\n", plan.in_circle.join("\n"));
        let rows = items(&BTreeMap::from([("reports.csv".to_owned(), text)]));
        let rows = rows.into_iter().filter(|item| item.subject.contains('#'));
        let rows = rows.map(|item| Draft::from(holdfire_wire::entries::Change::Set(item)));
        submit(circle.log, rows.collect());
    }
    let published = if plan.published { publish(2, 0) } else { 0 };
    for (name, of, party) in last {
        mission.add_person(&by(None), name, None).expect("taken in");
        submit(PUBLIC, vec![role(name, of, party)]);
    }
    if !plan.later.is_empty() {
        let mut files = plan.files.clone();
        for (table, row) in &plan.later {
            let text = files.get_mut(*table).expect("the table is there");
            text.push_str(row);
            text.push('\n');
        }
        submit(PUBLIC, to_files(&items(&plan.files), &files));
    }
    mission.publish().expect("it is published");
    (mission, published)
}
