//! The frame of a page: rail, bar, language, and what is said at the foot of each.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use holdfire_model::ReadingId;
use holdfire_words::{Language, Value, Words};

use super::address::{Address, Until};
use super::app::App;
use super::assets::{self, Loaded};
use super::fault::Fault;
use super::visitor::Visitor;
use crate::access::{Action, Facts, Role, Thing};
use crate::world::World;

/// A place in the rail.
pub struct Place {
    /// The name of its icon and of its words.
    pub name: &'static str,
    /// The address.
    pub href: String,
    /// True for the page itself or one below it.
    pub here: bool,
}

/// A reading in the panel form.
pub struct PanelChoice {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// True if it is in the panel now.
    pub chosen: bool,
}

/// What every page of the workbench has around its own content.
pub struct Shell {
    /// Words of the visitor's language.
    pub words: &'static Words,
    /// The title of the page.
    pub title: String,
    /// The title of the case; empty before there is one.
    pub case: String,
    /// The rail.
    pub places: Vec<Place>,
    /// Readings to choose the panel from.
    pub panel: Vec<PanelChoice>,
    /// True if the panel is another than that of the case.
    pub other_panel: bool,
    /// As of when, in words.
    pub as_of: String,
    /// What the as-of form holds.
    pub as_of_value: String,
    /// True if the page shows the past.
    pub past: bool,
    /// Languages with their own names and addresses of the same page.
    pub languages: Vec<(Language, String, String, bool)>,
    /// Who is signed in.
    pub name: Option<String>,
    /// The role, in words.
    pub role: String,
    /// Through whose eyes somebody looks.
    pub seen_as: Option<String>,
    /// True in a demonstration.
    pub demo: bool,
    /// What has to stand in every form.
    pub csrf: String,
    /// `light`, `dark` or nothing.
    pub scheme: Option<&'static str>,
    /// What the page loads.
    pub loaded: &'static Loaded,
    /// The rest of the address, for forms that change one part of it.
    pub kept: Vec<(&'static str, String)>,
    /// How many entries of the record the page knows.
    pub size: u64,
    /// Who runs the server.
    pub operator: String,
    /// When the page was made, in words.
    pub made_at: String,
    /// This page's own address.
    pub here: String,
    /// The same as of now.
    pub now: String,
    /// Grows when what these eyes see changes.
    pub revision: u64,
    /// Words of the scripts, where they are not English.
    pub island_words: Option<&'static str>,
}

impl Shell {
    /// The frame for a page. `place`: its place in the rail.
    #[must_use]
    pub fn new(
        app: &App,
        visitor: &Visitor,
        address: &Address,
        world: &World,
        place: &str,
        title: &str,
    ) -> Self {
        let words = visitor.words();
        let case = world.ready().map(|ready| &ready.case);
        let may_read = |thing| {
            visitor.may(
                Action::Read,
                &Facts {
                    all_parties: true,
                    ..Facts::of(thing)
                },
            )
        };
        let mut places = vec![
            ("today", "/"),
            ("agreement", "/agreement"),
            ("incidents", "/incidents"),
        ];
        if !visitor.is_nobody() {
            if may_read(Thing::Task) {
                places.push(("tasks", "/tasks"));
            }
            places.push(("register", "/register"));
            if may_read(Thing::Record) {
                places.push(("record", "/record"));
            }
            if visitor.eyes.role == Role::Secretariat {
                places.push(("admin", "/admin"));
            }
        }
        let places = places.into_iter().map(|(name, path)| Place {
            name,
            href: address.link(path),
            here: name == place,
        });
        let panel_ids: &[ReadingId] = case.map_or(&[], |case| &case.panel);
        let mut panel: Vec<PanelChoice> = case
            .map_or(&[][..], |case| &case.readings)
            .iter()
            .map(|reading| PanelChoice {
                id: reading.id.to_string(),
                title: reading.title.clone(),
                chosen: panel_ids.contains(&reading.id),
            })
            .collect();
        panel.sort_by(|a, b| a.title.cmp(&b.title));
        let entry =
            |size: u64| words.say_with("frame-as-of-entry", &[("entry", Value::from(size))]);
        let (as_of, as_of_value) = match address.until {
            Until::Now => (
                words.say_with("frame-as-of-now", &[("entry", Value::from(world.size))]),
                String::new(),
            ),
            Until::Entry(size) => (entry(size), size.to_string()),
            Until::Time(moment) => {
                let text = jiff::Timestamp::from_second(moment.0)
                    .map(|t| t.to_string())
                    .unwrap_or_default();
                (text.clone(), text)
            }
        };
        let languages = Language::ALL.into_iter().map(|language| {
            let link = address.link_page(address.page);
            let separator = if link.contains('?') { '&' } else { '?' };
            let href = format!("{link}{separator}lang={}", language.code());
            (
                language,
                language.own_name(),
                href,
                language == visitor.language,
            )
        });
        Self {
            words,
            title: title.to_owned(),
            case: case.map(|case| case.title.clone()).unwrap_or_default(),
            places: places.collect(),
            panel,
            other_panel: !address.panel.is_empty(),
            as_of,
            as_of_value,
            past: address.until != Until::Now,
            languages: languages.collect(),
            name: visitor.name.clone(),
            role: words.say(&format!("work-seat-{}", seat_name(&visitor.eyes.role))),
            seen_as: visitor.seen_as.clone(),
            demo: visitor.demo,
            csrf: visitor.csrf.clone(),
            scheme: visitor.scheme,
            loaded: assets::loaded(),
            kept: address.kept(),
            size: world.size,
            operator: app.operator().to_owned(),
            made_at: minute(app.now()),
            here: address.link_page(address.page),
            now: Address {
                until: Until::Now,
                ..address.clone()
            }
            .link_page(address.page),
            revision: world.revision,
            island_words: assets::island_words(visitor.language),
        }
    }

    /// A message.
    #[must_use]
    pub fn say(&self, id: &str) -> String {
        self.words.say(id)
    }

    /// The message of a name: `class-` and `may`.
    #[must_use]
    pub fn named(&self, prefix: &str, name: &str) -> String {
        self.words.say(&format!("{prefix}{name}"))
    }

    /// A message with one text in it.
    #[must_use]
    pub fn say1(&self, id: &str, name: &str, text: &str) -> String {
        self.words.say_with(id, &[(name, Value::from(text))])
    }

    /// A message with a number `n` in it.
    #[must_use]
    pub fn counted(&self, id: &str, n: &usize) -> String {
        self.words.say_with(id, &[("n", Value::from(*n))])
    }

    /// A publication by its number and its time.
    #[must_use]
    pub fn publication(&self, number: &u64, at: &str) -> String {
        let args = [("number", Value::from(*number)), ("at", Value::from(at))];
        self.words.say_with("corrections-by", &args)
    }

    /// Which publication was the last.
    #[must_use]
    pub fn published(&self, number: &u64, at: &str) -> String {
        let args = [("number", Value::from(*number)), ("at", Value::from(at))];
        self.words.say_with("corrections-last", &args)
    }

    /// A message with the size of the record as this page knows it.
    #[must_use]
    pub fn say_size(&self, id: &str) -> String {
        self.words
            .say_with(id, &[("entry", Value::from(self.size))])
    }

    /// When the page was made, and from which entry.
    #[must_use]
    pub fn made(&self) -> String {
        let args = [
            ("at", Value::from(self.made_at.as_str())),
            ("entry", Value::from(self.size)),
        ];
        self.words.say_with("frame-made", &args)
    }

    /// That the operator can read it too.
    #[must_use]
    pub fn operator_badge(&self) -> String {
        if self.operator.is_empty() {
            self.words.say("badge-operator-unnamed")
        } else {
            let args = [("operator", Value::from(self.operator.as_str()))];
            self.words.say_with("frame-operator", &args)
        }
    }

    /// How many recovery codes are left.
    #[must_use]
    pub fn say_codes_left(&self, n: &u32) -> String {
        let args = [("n", Value::from(u64::from(*n)))];
        self.words.say_with("account-recovery-left", &args)
    }

    /// Which lines of a list are shown, counted from 1.
    #[must_use]
    pub fn say_range(&self, first: usize, last: usize) -> String {
        let args = [("first", Value::from(first)), ("last", Value::from(last))];
        self.words.say_with("pages-range", &args)
    }

    /// How many of all still wait.
    #[must_use]
    pub fn say_waiting(&self, waiting: &usize, all: &usize) -> String {
        let args = [
            ("waiting", Value::from(*waiting)),
            ("all", Value::from(*all)),
        ];
        self.words.say_with("work-complaint-waiting", &args)
    }

    /// This page as of now.
    #[must_use]
    pub fn here_now(&self) -> &str {
        &self.now
    }

    /// What a form has to repeat so that only its own parts of the address change.
    #[must_use]
    pub fn kept_but(&self, own: &[&str]) -> Vec<(&'static str, String)> {
        self.kept
            .iter()
            .filter(|(name, _)| !own.contains(name))
            .cloned()
            .collect()
    }
}

/// What a person is called after: who has no role reads what everybody reads.
fn seat_name(role: &Role) -> &'static str {
    match role {
        Role::Public => "none",
        role => role.name(),
    }
}

/// A time of the server as people read it: UTC, to the minute.
#[must_use]
pub fn minute(at: u64) -> String {
    let at = i64::try_from(at)
        .ok()
        .and_then(|at| jiff::Timestamp::from_second(at).ok());
    at.map_or_else(String::new, |at| {
        at.to_zoned(jiff::tz::TimeZone::UTC)
            .strftime("%Y-%m-%d %H:%M UTC")
            .to_string()
    })
}

/// A template as an answer.
///
/// # Errors
/// [`Fault::Surroundings`] if it cannot be filled in.
pub fn html(template: &impl Template) -> Result<Response, Fault> {
    let text = template
        .render()
        .map_err(|error| Fault::Surroundings(format!("a page cannot be written: {error}")))?;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}
