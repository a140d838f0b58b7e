//! Every message that a template or the code of the workbench names is in the catalogues. `holdfire-words` holds that all
//! languages have the same messages, so one language is looked at here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use holdfire_model::{Class, Effect, Mandate, SupportLevel, Verdict};
use holdfire_monitor::workflow::{
    ActName, Gravity, Hindrance, Outward, Point, STATES, Step, TaskKind, Voice, mandate_name,
};
use holdfire_server::access::Role;
use holdfire_server::web::Fault;
use holdfire_words::{Language, Words};

/// Names of other things that look like a message of the workbench.
const NO_MESSAGES: [&str; 1] = ["sign-in"];

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the crates stand together")
        .to_owned()
}

/// Templates and code of this crate: path below it, and text.
fn sources() -> Vec<(String, String)> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open = vec![own.join("src"), own.join("templates")];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder can be listed") {
            let path = entry.expect("a folder can be listed").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(own).expect("found below it");
                found.push((name.display().to_string(), read(&path)));
            }
        }
    }
    found.sort();
    found
}

/// The string literal that a text begins with, after blanks; none of ours needs an escape.
fn literal(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix('"')?.split('"').next()
}

/// What stands behind each call of one of these, up to the end of the text.
fn calls<'t>(text: &'t str, names: &[&str]) -> Vec<&'t str> {
    let mut found = Vec::new();
    for name in names {
        let call = format!("{name}(");
        for (at, _) in text.match_indices(&call) {
            let before = text[..at].chars().next_back();
            if !before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                found.push(&text[at + call.len()..]);
            }
        }
    }
    found
}

/// What stands before and behind the one place of a pattern such as `fault-{}-more`.
fn around(pattern: &str) -> Option<(String, String)> {
    let (prefix, rest) = pattern.split_once('{')?;
    let (_, suffix) = rest.split_once('}')?;
    (!suffix.contains('{')).then(|| (prefix.to_owned(), suffix.to_owned()))
}

/// The reasons of a refusal, read from where they are named: the enum has no list of itself.
fn refusals() -> Vec<String> {
    let text = read(&crates().join("holdfire-monitor/src/workflow/refusal.rs"));
    let (_, names) = text
        .split_once("pub fn name(&self)")
        .expect("a refusal has a name");
    let (names, _) = names.split_once("\n    }\n").expect("the function ends");
    let arms = names.lines().filter_map(|line| line.split_once("=> \""));
    arms.filter_map(|(_, name)| Some(name.split_once('"')?.0.to_owned()))
        .collect()
}

/// What fields of forms say to be filled in, read from the forms.
fn hints() -> Vec<String> {
    let forms = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/desk/forms.rs"));
    let found = forms.split(".hint(").skip(1).filter_map(literal);
    found.map(str::to_owned).collect()
}

/// What stands before and behind a name, and the names that stand there.
fn families() -> BTreeMap<(String, String), Vec<String>> {
    fn plain(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }
    let faults = [
        Fault::Asked(String::new()),
        Fault::SignIn,
        Fault::NotAllowed,
        Fault::NotFound,
        Fault::Refused(String::new()),
        Fault::Wait(0),
        Fault::Surroundings(String::new()),
        Fault::Integrity,
        Fault::Ours,
    ];
    let faults: Vec<&str> = faults.iter().map(Fault::name).collect();
    let mandates = [
        Mandate::Monitor,
        Mandate::Verify,
        Mandate::Attribute,
        Mandate::Determine,
    ];
    let mut seats = Role::NAMES.to_vec();
    seats.extend(["public", "none"]);
    let mut states = STATES.to_vec();
    states.extend(["closed", "candidate"]);
    let intake = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/screens/intake.rs"));
    let groups = intake
        .split_once("const GROUPS")
        .expect("groups of columns")
        .1;
    let groups = groups.split_once("\n];").expect("the groups end").0;
    let columns: Vec<String> = groups
        .split("&[")
        .skip(1)
        .filter_map(|group| group.split(']').next())
        .flat_map(|group| group.split('"').skip(1).step_by(2))
        .map(str::to_owned)
        .collect();
    let columns: Vec<String> = columns.iter().map(|name| name.replace('_', "-")).collect();

    let list: Vec<(&str, Vec<String>)> = vec![
        (
            "place-",
            plain(&[
                "today",
                "agreement",
                "incidents",
                "tasks",
                "register",
                "record",
                "admin",
            ]),
        ),
        (
            "grade-source-",
            plain(&holdfire_server::grades::RELIABILITY),
        ),
        ("grade-said-", plain(&holdfire_server::grades::CREDIBILITY)),
        (
            "search-",
            plain(&[
                "q", "class", "support", "verdict", "by", "decides", "point", "silent", "waits",
                "from", "until", "bbox",
            ]),
        ),
        ("class-", Class::ALL.map(|c| c.name().to_owned()).to_vec()),
        (
            "support-",
            SupportLevel::ALL.map(|s| s.name().to_owned()).to_vec(),
        ),
        (
            "level-",
            plain(&["in", "out", "unknown", "unstated", "changes"]),
        ),
        ("effect-", Effect::ALL.map(|e| e.name().to_owned()).to_vec()),
        ("source-", plain(&["party", "independent", "body"])),
        ("work-standing-", plain(&["open", "stands", "rejected"])),
        ("work-hint-", hints()),
        ("role-may-", plain(&Role::NAMES)),
        (
            "intake-",
            plain(&["source", "when", "where", "what", "words"]),
        ),
        ("report-", columns),
        (
            "account-state-",
            plain(&["none", "invited", "open", "disabled"]),
        ),
        (
            "work-mandate-",
            mandates.map(|m| mandate_name(m).to_owned()).to_vec(),
        ),
        ("work-seat-", plain(&seats)),
        ("work-kind-", of_all(TaskKind::ALL, |kind| kind.name())),
        ("work-state-", plain(&states)),
        ("work-point-", of_all(Point::ALL, |point| point.name())),
        ("work-act-", of_all(ActName::ALL, |act| act.name())),
        ("work-did-", of_all(ActName::ALL, |act| act.name())),
        ("work-skipped-", of_all(Step::ALL, |step| step.name())),
        ("work-refused-", refusals()),
        ("work-hindrance-", of_all(Hindrance::ALL, |why| why.name())),
        ("work-voice-", of_all(Voice::ALL, |voice| voice.name())),
        ("work-how-", of_all(Outward::ALL, |how| how.name())),
        ("work-gravity-", of_all(Gravity::ALL, |g| g.name())),
        (
            "work-standard-",
            plain(&[
                "reasonable-grounds",
                "balance-of-probabilities",
                "clear-and-convincing",
                "beyond-reasonable-doubt",
            ]),
        ),
        (
            "work-whose-",
            plain(&["none", "likely", "attributed", "disputed"]),
        ),
        (
            "work-outcome-",
            plain(&[
                "breach",
                "not-a-breach",
                "outside-scope",
                "outside-period",
                "justified",
                "deferred",
            ]),
        ),
        (
            "work-reply-",
            plain(&[
                "accepts",
                "denies",
                "counter-alleges",
                "legitimate-target",
                "outside-scope-or-time",
                "comment",
            ]),
        ),
        (
            "work-link-",
            plain(&["duplicate", "counter-allegation", "repeat"]),
        ),
        ("fault-", plain(&faults)),
        ("feed-", plain(&["publications", "corrections"])),
        ("coverage-", of_all(&Verdict::ALL, Verdict::name)),
    ];
    let mut families: BTreeMap<(String, String), Vec<String>> = list
        .into_iter()
        .map(|(prefix, names)| ((prefix.to_owned(), String::new()), names))
        .collect();
    let more = ("fault-".to_owned(), "-more".to_owned());
    families.insert(more, plain(&faults));
    families
}

fn of_all<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> Vec<String> {
    all.iter().map(|one| name(*one).to_owned()).collect()
}

#[test]
fn every_message_that_a_call_names_exists() {
    let words = Words::of(Language::En);
    let mut seen = 0;
    let mut problems = Vec::new();
    for (path, text) in sources() {
        for rest in calls(&text, &["say", "say1", "say_with", "counted"]) {
            let Some(id) = literal(rest) else { continue };
            seen += 1;
            if !words.has(id) {
                problems.push(format!("{path}: no message `{id}`"));
            }
        }
    }
    assert!(seen > 200, "only {seen} messages are named");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_message_with_a_name_in_its_id_exists_for_each_known_name() {
    let words = Words::of(Language::En);
    let families = families();
    let mut problems = Vec::new();
    for ((prefix, suffix), names) in &families {
        assert!(!names.is_empty(), "`{prefix}`: no name is known");
        for name in names {
            let id = format!("{prefix}{name}{suffix}");
            if !words.has(&id) {
                problems.push(format!("no message `{id}`"));
            }
        }
    }
    // A family that this test does not know is a family whose messages nobody looks for. Labels of fields have their
    // own test below; severity classes are named by the case and have no messages.
    let mut used = BTreeSet::new();
    for (path, text) in sources() {
        for rest in calls(&text, &["named"]) {
            // With a slash it is the name of a time zone.
            let id = |prefix: &&str| !prefix.is_empty() && !prefix.contains('/');
            if let Some(prefix) = literal(rest).filter(id) {
                used.insert((path.clone(), (prefix.to_owned(), String::new())));
            }
        }
        let of_says = calls(&text, &["say", "say_with"]).into_iter();
        for rest in of_says.filter_map(|rest| rest.trim_start().strip_prefix("&format!(")) {
            used.extend(
                literal(rest)
                    .and_then(around)
                    .filter(|(prefix, _)| !prefix.is_empty())
                    .map(|pattern| (path.clone(), pattern)),
            );
        }
    }
    assert!(used.len() > 30, "only {} families are named", used.len());
    for (path, pattern) in used {
        if !families.contains_key(&pattern) {
            let (prefix, suffix) = pattern;
            problems.push(format!(
                "{path}: `{prefix}...{suffix}` is not among the families of this test"
            ));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_text_in_the_code_that_looks_like_a_message_of_the_workbench_is_one() {
    let words = Words::of(Language::En);
    let catalogue = read(&crates().join("holdfire-words/words/en/workbench.ftl"));
    let heads: BTreeSet<&str> = catalogue
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once('-').map(|(head, _)| head))
        .collect();
    let mut seen = 0;
    let mut problems = Vec::new();
    for (path, text) in sources() {
        if !path.ends_with(".rs") {
            continue;
        }
        for line in text.lines() {
            for text in line.split('"').skip(1).step_by(2) {
                let looks = text
                    .split_once('-')
                    .is_some_and(|(head, rest)| heads.contains(head) && !rest.is_empty())
                    && text
                        .split('-')
                        .all(|part| !part.is_empty() && part.chars().all(char::is_alphanumeric));
                if !looks || NO_MESSAGES.contains(&text) {
                    continue;
                }
                seen += 1;
                if !words.has(text) {
                    problems.push(format!("{path}: no message `{text}`"));
                }
            }
        }
    }
    assert!(seen > 30, "only {seen} such texts were found");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_field_of_a_form_has_a_label() {
    let words = Words::of(Language::En);
    let mut seen = 0;
    let mut problems = Vec::new();
    for (path, text) in sources() {
        if !path.contains("desk") {
            continue;
        }
        let makers = [
            "FieldSpec::new",
            "FieldSpec::maybe",
            "long",
            "line",
            "maybe_party",
        ];
        for rest in calls(&text, &makers) {
            let Some(name) = literal(rest) else { continue };
            let after = rest.trim_start()[name.len() + 2..].trim_start();
            let Some(label) = after.strip_prefix(',').and_then(literal) else {
                continue;
            };
            seen += 1;
            let id = format!("work-field-{label}");
            if !words.has(&id) {
                problems.push(format!("{path}: no message `{id}`"));
            }
        }
    }
    assert!(seen > 50, "only {seen} fields were found");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
