//! What legitimately differs between two missions, in one list, and nothing else.

use super::requests::Ask;
use crate::support::{Answer, Room};

/// What of a mission everybody can see, so that it may differ between two missions whose other parts differ.
pub const MAY_DIFFER: [(&str, &str); 4] = [
    (
        "the number of entries of the public log, in the sentences that name it",
        "the log is published: its size stands in the checkpoint, exact, for everybody",
    ),
    (
        "the checkpoint on the page of the record, and the folder of the log that it is of",
        "its root is over all entries, and they are published; they say nothing of what they hold",
    ),
    (
        "the id of a task that was just opened, and the challenge of a passkey, in the answer that makes them",
        "random characters out of a generator that others have drawn from",
    ),
    (
        "the proof in a party's own receipt: salts, index, path and checkpoint",
        "salts are random, and the rest is of the published log; what is opened is the party's own words",
    ),
];

/// The numbers of a mission that may differ.
pub struct Marks {
    size: u64,
    published: u64,
}

impl Marks {
    pub fn of(room: &Room) -> Self {
        Self {
            size: room.app.worlds().snapshot().size,
            published: room.published,
        }
    }
}

/// What differs, if something does that may not.
pub fn differs(ask: &Ask, one: (&Answer, &Marks), other: (&Answer, &Marks)) -> Option<String> {
    let (a, b) = (one.0, other.0);
    if a.status != b.status {
        return Some(format!("{} or {}", a.status, b.status));
    }
    let same_size = one.1.size == other.1.size && one.1.published == other.1.published;
    if a == b {
        return None;
    }
    let (text_a, text_b) = if is_receipt(ask) && a.status == 200 {
        // Of logs of one size the proof has as many lines, each as long; of others only that there is one can be compared.
        let shape = |answer: &Answer| {
            if same_size {
                shape(&answer.text())
            } else {
                "a proof".to_owned()
            }
        };
        (shape(a), shape(b))
    } else {
        (cut(ask, a, one.1), cut(ask, b, other.1))
    };
    if text_a != text_b {
        let at = text_a
            .bytes()
            .zip(text_b.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        let show = |text: &str| {
            let from = (0..=at.saturating_sub(60))
                .rev()
                .find(|at| text.is_char_boundary(*at))
                .unwrap_or(0);
            text[from..].chars().take(140).collect::<String>()
        };
        return Some(format!("`{}` or `{}`", show(&text_a), show(&text_b)));
    }
    let head = |answer: &Answer| -> Vec<(String, String)> {
        let one = |(name, value): &(String, Vec<u8>)| {
            (name.clone(), String::from_utf8_lossy(value).into_owned())
        };
        let mut all: Vec<(String, String)> = answer.headers.iter().map(one).collect();
        for (name, value) in &mut all {
            if name == "location" && ask.method == "POST" && ask.path == "/tasks" {
                *value = value
                    .rsplit_once('/')
                    .map_or("", |(before, _)| before)
                    .to_owned();
            }
            // As long as the bodies are the same, but for the digits of the size.
            // The published log, a proof in it and the number of its entries are as long as the log is.
            if name == "content-length" && !same_size {
                value.clear();
            }
        }
        all
    };
    let (head_a, head_b) = (head(a), head(b));
    (head_a != head_b).then(|| format!("{head_a:?} or {head_b:?}"))
}

/// True if other statements were run or other rows read, and that may not be. What may be:
///
/// - One that entered something: who enters waits until the worlds of all who look are made anew, and not the same persons look
///   in both missions.
/// - A proof in logs of different sizes: its path is as long as the published log makes it.
/// - Somebody at the door with a name: one that has an account has a row, one that has none has none. The statements are the
///   same, and the hash of the password, which takes nearly all of the time, is reckoned in both cases.
pub fn reads_otherwise(
    ask: &Ask,
    one: (&Answer, &Marks, (u64, u64)),
    other: (&Marks, (u64, u64)),
) -> bool {
    let ((statements, rows), (statements_too, rows_too)) = (one.2, other.1);
    let posted = ask.method == "POST";
    let free = (posted && one.0.status == 303) || (is_receipt(ask) && one.1.size != other.0.size);
    let at_the_door = posted && ask.path == "/sign-in";
    !free && (statements != statements_too || (rows != rows_too && !at_the_door))
}

/// True for the page of a task's receipt.
fn is_receipt(ask: &Ask) -> bool {
    ask.path.ends_with("/receipt")
}

/// The body without what may differ.
fn cut(ask: &Ask, answer: &Answer, marks: &Marks) -> String {
    if ask.path.starts_with("/record/log.tar") {
        return String::new();
    }
    let mut text = answer.text();
    if ask.method == "POST"
        && ask.path == "/sign-in/passkey/ask"
        && let Some((before, rest)) = text.split_once("\"challenge\":\"")
    {
        let after = rest.split_once('"').map_or("", |(_, after)| after);
        text = format!("{before}{after}");
    }
    if ask.path.starts_with("/record")
        && let Some((before, rest)) = text.split_once("<pre class=\"receipt break\">")
    {
        let after = rest.split_once("</pre>").map_or("", |(_, after)| after);
        text = format!("{before}{after}");
    }
    for (before, after) in SIZES {
        text = without_sizes(&text, before, after, marks);
    }
    text
}

/// A text whose long words, which are hashes, salts and signatures, are put by how long they are.
fn shape(text: &str) -> String {
    let in_hash = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    let mut out = String::new();
    for part in text.split_inclusive(|c| !in_hash(c)) {
        let word = part.trim_end_matches(|c| !in_hash(c));
        if word.len() >= 40 {
            out.push_str(&format!("({}){}", word.len(), &part[word.len()..]));
        } else {
            out.push_str(part);
        }
    }
    out
}

/// The sentences that name the size of the log: what stands before and after the number.
const SIZES: [(&str, &str); 6] = [
    ("Entries", ","),
    ("entry ", ""),
    ("запис ", ""),
    ("запису ", ""),
    ("the record has ", " entries"),
    ("<dd>", "</dd>"),
];

fn without_sizes(text: &str, before: &str, after: &str, marks: &Marks) -> String {
    let mut parts = text.split(before);
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = part.split_at(digits);
        // Acts of this test make the log longer, by as many entries in both.
        let known = number.parse::<u64>().is_ok_and(|n| {
            [marks.size, marks.published]
                .iter()
                .any(|size| (*size..size + 120).contains(&n))
        });
        out.push_str(before);
        out.push_str(if known && rest.starts_with(after) {
            "*"
        } else {
            number
        });
        out.push_str(rest);
    }
    out
}

#[test]
fn what_may_differ_is_a_short_list_with_reasons() {
    assert!(MAY_DIFFER.len() <= 4);
    assert!(
        MAY_DIFFER
            .iter()
            .all(|(what, why)| !what.is_empty() && !why.is_empty())
    );
}
