//! Feeds for readers of news: what was published, and what was corrected. They are the same for everybody.

use std::fmt::Display;
use std::sync::Arc;

use atom_syndication::{Content, Entry, Feed, FixedDateTime, Link, Person, Text};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfire_words::{Value, Words};
use sha2::{Digest as _, Sha256};

use super::answer::{only, whole};
use crate::differences::{Correction, Issue};
use crate::screens::corrections::{Facet, issues, line};
use crate::web::page::minute;
use crate::web::{Address, App, Fault, Visitor};

/// So many publications stand in a feed, the newest first.
const MOST_ISSUES: usize = 50;
/// A publication that corrects more than this has one entry for all of them.
const MOST_CORRECTIONS: usize = 200;

/// The kind of an answer that is a feed.
const ATOM: &str = "application/atom+xml; charset=utf-8";

/// What the entries of a feed share.
struct Maker {
    words: &'static Words,
    /// The address that people type; empty: readers know from where they have the feed.
    origin: String,
    /// The log of the mission: ids are made from it, since the address of the server may change.
    log: String,
}

/// `GET /publications.atom`
///
/// # Errors
/// [`Fault`]
pub async fn publications(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    address: Address,
) -> Result<Response, Fault> {
    answer(&app, &visitor, &headers, &address, |maker, issue| {
        vec![maker.publication(issue)]
    })
    .await
}

/// `GET /corrections.atom`
///
/// # Errors
/// [`Fault`]
pub async fn corrections(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    address: Address,
) -> Result<Response, Fault> {
    answer(&app, &visitor, &headers, &address, Maker::corrections).await
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    headers: &HeaderMap,
    address: &Address,
    entries: impl Fn(&Maker, &Issue) -> Vec<Entry>,
) -> Result<Response, Fault> {
    only(address, &[])?;
    let (issues, maker) = (issues(app).await?, maker(app, visitor)?);
    let newest = issues.iter().rev().take(MOST_ISSUES);
    let entries: Vec<Entry> = newest.flat_map(|issue| entries(&maker, issue)).collect();
    let feed = maker.feed(&address.path, &issues, entries);
    Ok(whole(visitor, headers, ATOM, feed.to_string().into_bytes()))
}

fn maker(app: &App, visitor: &Visitor) -> Result<Maker, Fault> {
    Ok(Maker {
        words: visitor.words(),
        origin: app
            .gate()
            .map_or_else(|_| String::new(), |gate| gate.origin.clone()),
        log: app.mission().reader().settings()?.origin().to_owned(),
    })
}

impl Maker {
    fn feed(&self, path: &str, issues: &[Arc<Issue>], entries: Vec<Entry>) -> Feed {
        let name = path.trim_matches('/').trim_end_matches(".atom");
        let links = [
            ("self", self.address(path)),
            ("alternate", self.address("/corrections")),
        ];
        Feed {
            title: Text::plain(self.words.say(&format!("feed-{name}"))),
            id: self.id(&[name]),
            // A feed in which nothing was said yet has a time as well, and always the same.
            updated: time(issues.last().map_or(0, |issue| issue.at)),
            authors: vec![Person {
                name: self.log.clone(),
                ..Person::default()
            }],
            links: links
                .map(|(rel, href)| Link {
                    rel: rel.to_owned(),
                    href,
                    ..Link::default()
                })
                .into(),
            lang: Some(self.words.language().code().to_owned()),
            entries,
            ..Feed::default()
        }
    }

    fn publication(&self, issue: &Issue) -> Entry {
        let number = |n: usize| Value::from(n);
        let said = self.words.say_with(
            "feed-states",
            &[
                ("incidents", number(issue.incidents)),
                ("added", number(issue.added)),
                ("corrected", number(issue.corrections.len())),
            ],
        );
        let number = issue.publication.number;
        self.entry(
            issue,
            &[&"publication", &number],
            self.name(issue),
            said,
            "/",
        )
    }

    fn corrections(&self, issue: &Issue) -> Vec<Entry> {
        if issue.corrections.len() <= MOST_CORRECTIONS {
            let one = |correction| self.correction(issue, correction);
            return issue.corrections.iter().map(one).collect();
        }
        let n = [("n", Value::from(issue.corrections.len()))];
        let said = self.words.say_with("corrections-count", &n);
        let number = issue.publication.number;
        vec![self.entry(
            issue,
            &[&"corrections", &number],
            self.name(issue),
            said,
            "/corrections",
        )]
    }

    fn correction(&self, issue: &Issue, correction: &Correction) -> Entry {
        let line = line(self.words, issue, correction);
        let mut said: Vec<String> = vec![self.name(issue)];
        if let Some((id, _)) = &line.into {
            said.push(format!("{} {id}", self.words.say("corrections-into")));
        } else if line.gone {
            said.push(self.words.say("corrections-gone"));
        }
        said.extend(line.facets.iter().map(|facet| self.facet(facet, line.gone)));
        let number = issue.publication.number;
        self.entry(
            issue,
            &[&"correction", &number, &line.id],
            format!("{}: {}", self.words.say("feed-correction"), line.id),
            said.join("\n"),
            "/corrections",
        )
    }

    fn facet(&self, facet: &Facet, gone: bool) -> String {
        let say = |id: &str| self.words.say(id);
        let mut parts = Vec::new();
        if !facet.was.is_empty() {
            parts.push(format!("{} {}", say("corrections-was"), facet.was));
        }
        if !gone {
            let is = if facet.is.is_empty() {
                say("corrections-nothing")
            } else {
                facet.is.clone()
            };
            parts.push(format!("{} {is}", say("corrections-is")));
        }
        format!("{}: {}", facet.label, parts.join(", "))
    }

    fn name(&self, issue: &Issue) -> String {
        let args = [
            ("number", Value::from(issue.publication.number)),
            ("at", Value::from(minute(issue.at))),
        ];
        self.words.say_with("corrections-by", &args)
    }

    fn entry(
        &self,
        issue: &Issue,
        id: &[&dyn Display],
        title: String,
        said: String,
        path: &str,
    ) -> Entry {
        Entry {
            title: Text::plain(harmless(&title)),
            id: self.id(id),
            updated: time(issue.at),
            content: Some(Content {
                value: Some(harmless(&said)),
                content_type: Some("text".to_owned()),
                ..Content::default()
            }),
            links: vec![Link {
                rel: "alternate".to_owned(),
                href: self.address(path),
                ..Link::default()
            }],
            ..Entry::default()
        }
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// A UUID (RFC 9562, version 8) of what an entry is about: the same as long as the mission has its log.
    fn id(&self, parts: &[impl Display]) -> String {
        let mut hash = Sha256::new();
        hash.update(self.log.as_bytes());
        for part in parts {
            hash.update([0]);
            hash.update(part.to_string().as_bytes());
        }
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&hash.finalize()[..16]);
        bytes[6] = bytes[6] & 0x0f | 0x80;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let parts = [
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        ];
        format!("urn:uuid:{}", parts.join("-"))
    }
}

/// The text without characters that XML cannot hold.
fn harmless(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}

fn time(at: u64) -> FixedDateTime {
    let at = i64::try_from(at).ok();
    let at = at.and_then(|at| jiff::Timestamp::from_second(at).ok());
    let text = at.unwrap_or_default().to_string();
    text.parse().expect("RFC 3339 is what both write and read")
}
