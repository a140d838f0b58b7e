//! Register: the lists of protected sites as these eyes know them, and the sealed lists with their versions and receipts.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use holdfire_model::{Boundary, Case, Moment, PartyId};
use holdfire_register::{Counting, ListId, Receipt, Step};
use holdfire_store::mission::{AsOf, Audience, PUBLIC};
use holdfire_words::Value;

use super::account::fresh;
use super::badge::Badges;
use crate::access::{Action, Facts, Thing};
use crate::sealed::{Entered, SealedList, sealed_lists};
use crate::snapshot::{RowName, Snapshot};
use crate::web::app::blocking;
use crate::web::{Address, App, Fault, Form, Shell, Visitor, html};
use crate::whose;
use crate::world::Ready;

/// A site that these eyes know.
struct SiteLine {
    id: String,
    party: String,
    category: String,
    declared: String,
    handed: String,
    notified: String,
    withdrawn: String,
    badge: String,
}

/// A party's list as a whole.
struct ListLine {
    party: String,
    whole: bool,
    known: usize,
    badge: String,
}

/// A sealed list.
struct SealedLine {
    id: String,
    /// Whose it is; empty for one that is held in a circle.
    whose: String,
    held: String,
    badge: String,
    versions: Vec<VersionLine>,
}

/// A version of a sealed list.
struct VersionLine {
    number: usize,
    count: String,
    changes: String,
    sealed: String,
    received: String,
    signed_by: String,
    entry: u64,
    statement: String,
    note: String,
    /// To whom it was handed or notified, and what was opened to whom.
    steps: Vec<String>,
}

/// What stands for no party where one is chosen; no id of a party has it.
const NO_PARTY: &str = "/";

/// The form that enters whose a list is.
struct WhoseForm {
    lists: Vec<String>,
    /// Ids and names.
    parties: Vec<(String, String)>,
    no_party: &'static str,
}

#[derive(Template)]
#[template(path = "register.html")]
struct Register {
    shell: Shell,
    lists: Vec<ListLine>,
    sites: Vec<SiteLine>,
    sealed: Vec<SealedLine>,
    whose: Option<WhoseForm>,
    zone: String,
}

/// `GET /register`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    let world = app.world(&visitor, &address).await?;
    let title = visitor.words().say("register-title");
    let shell = Shell::new(&app, &visitor, &address, &world, "register", &title);
    let ready = world.ready();
    let badges = match ready {
        None => None,
        Some(ready) => {
            let sites = ready.case.sites.iter();
            let names = sites.map(|site| RowName::Id("register.csv", site.id.to_string()));
            let badges = Badges::new(&app, &visitor, &ready.case, &shell);
            Some(badges.with_rows(names.collect())?)
        }
    };
    // Whose a list is counts as it stands now, as do roles: what was said by mistake shows nobody more of the past.
    let (snapshot, asked) = (app.worlds().snapshot(), app.clone());
    let known = Arc::clone(&snapshot);
    let (eyes, as_of) = (visitor.eyes.clone(), address.as_of());
    let held = blocking(move || {
        let reader = asked.mission().reader();
        sealed_lists(&reader, as_of, &eyes, &known.whose).map_err(Fault::from)
    })
    .await?;
    let sealed = held
        .iter()
        .map(|list| sealed_line(list, &snapshot, ready, &shell, badges.as_ref()));
    let sealed = sealed.collect();
    let manages = visitor.may(Action::Manage, &Facts::of(Thing::Right));
    let whose = ready
        .filter(|_| manages && as_of == AsOf::Now)
        .and_then(|ready| whose_form(&held, &ready.case));
    let lines = ready.zip(badges.as_ref());
    html(&Register {
        lists: lines.map_or_else(Vec::new, |(ready, badges)| lists(ready, badges)),
        sites: lines.map_or_else(Vec::new, |(ready, badges)| sites(ready, badges)),
        sealed,
        whose,
        zone: ready.map_or_else(String::new, |ready| {
            ready.case.settings.zone.name().to_owned()
        }),
        shell,
    })
}

fn sealed_line(
    list: &SealedList,
    snapshot: &Snapshot,
    ready: Option<&Ready>,
    shell: &Shell,
    badges: Option<&Badges<'_>>,
) -> SealedLine {
    let circle = list.facts.circle.unwrap_or(PUBLIC);
    let named = snapshot.circles.iter().find(|known| known.log == circle);
    SealedLine {
        id: list.list.to_string(),
        whose: match list.facts.circle {
            None => said_whose(list.list, snapshot, ready, shell),
            Some(_) => String::new(),
        },
        held: match named {
            None => shell.say("register-held-mission"),
            Some(circle) => shell.say1("register-held-circle", "circle", &circle.name),
        },
        badge: badges.map_or_else(String::new, |badges| {
            badges.html(&list.list.to_string(), &list.facts)
        }),
        versions: list
            .versions
            .iter()
            .map(|version| {
                let (said, stated) = (&version.said, version.said.handover().statement());
                let numbers = [
                    ("added", Value::from(stated.added)),
                    ("withdrawn", Value::from(stated.withdrawn)),
                    ("changed", Value::from(stated.changed)),
                ];
                let count = [("n", Value::from(stated.count))];
                let names: Vec<String> = said
                    .signed_by()
                    .iter()
                    .map(|key| format!("{} ({:08x})", key.name(), key.key_id()))
                    .collect();
                VersionLine {
                    number: usize::try_from(stated.version).unwrap_or(usize::MAX),
                    count: shell.words.say_with(
                        match stated.counting {
                            Counting::Exact => "register-leaves-exact",
                            Counting::Padded => "register-leaves-padded",
                        },
                        &count,
                    ),
                    changes: shell.words.say_with("register-changes", &numbers),
                    sealed: utc(stated.sealed_at),
                    received: utc(said.received_at()),
                    signed_by: names.join(", "),
                    entry: version.index,
                    statement: said.handover().signed().hash().to_string(),
                    note: said.handover().signed().note().to_owned(),
                    steps: steps(list, version, shell),
                }
            })
            .collect(),
    }
}

fn said_whose(list: ListId, snapshot: &Snapshot, ready: Option<&Ready>, shell: &Shell) -> String {
    match snapshot.whose.get(&list).and_then(Option::as_ref) {
        None => shell.say("register-whose-not-said"),
        Some(party) => {
            let name = ready.map_or(party.as_str(), |ready| ready.case.party_name(party));
            shell.say1("register-whose-is", "party", name)
        }
    }
}

/// None where there is nothing to enter.
fn whose_form(held: &[SealedList], case: &Case) -> Option<WhoseForm> {
    let lists = held.iter().filter(|list| list.facts.circle.is_none());
    let lists: Vec<String> = lists.map(|list| list.list.to_string()).collect();
    let parties = case.parties.iter();
    (!lists.is_empty()).then(|| WhoseForm {
        lists,
        parties: parties
            .map(|party| (party.id.to_string(), party.name.clone()))
            .collect(),
        no_party: NO_PARTY,
    })
}

/// `POST /register/whose`: enters whose a list of the mission's own log is.
///
/// # Errors
/// [`Fault`]
pub async fn enter_whose(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let by = visitor.person()?;
    let list = ListId::from_hex(form.text("list")).ok_or(Fault::NotFound)?;
    let world = app.world(&visitor, &address).await?;
    let case = world.ready().map(|ready| &ready.case);
    let party = asked_party(form.text("party"), case)?;
    let (asked, eyes) = (app.clone(), visitor.eyes.clone());
    let signers = blocking(move || {
        let reader = asked.mission().reader();
        let known = asked.worlds().snapshot();
        let held = sealed_lists(&reader, AsOf::Now, &eyes, &known.whose)?;
        let mut held = held.into_iter();
        let found = held.find(|held| held.list == list && held.facts.circle.is_none());
        let found = found.ok_or(Fault::NotFound)?;
        let versions = found.versions.iter();
        let keys = versions.flat_map(|version| version.said.signed_by());
        let view = reader.view(&Audience::mission(), AsOf::Now)?;
        Ok(whose::liaisons_of_keys(&view, keys)?)
    })
    .await?;
    let of_other = |(_, of): &&(String, PartyId)| party.as_ref().is_some_and(|party| party != of);
    if let Some((name, of)) = signers.iter().find(of_other) {
        let of = case.map_or(of.as_str(), |case| case.party_name(of));
        let words = [
            ("name", Value::from(name.as_str())),
            ("party", Value::from(of)),
        ];
        let other = visitor.words().say_with("register-whose-other", &words);
        return Err(Fault::Refused(other));
    }
    fresh(&app, &visitor, &headers, form.text("code")).await?;
    app.enter(&by, vec![whose::draft(list, party.as_ref())])
        .await?;
    Ok(Redirect::to("/register").into_response())
}

/// The party that a form names, of those of the case; none where it says that it is of no party.
fn asked_party(text: &str, case: Option<&Case>) -> Result<Option<PartyId>, Fault> {
    if text == NO_PARTY {
        return Ok(None);
    }
    let parties = case.map_or(&[][..], |case| &case.parties);
    let found = parties.iter().find(|party| party.id.as_str() == text);
    found.map(|party| Some(party.id.clone())).ok_or_else(|| {
        let ids: Vec<&str> = parties.iter().map(|party| party.id.as_str()).collect();
        Fault::asked("party", text, &ids.join(", "))
    })
}

/// To whom a version was handed or notified, with its receipts, and to whom something of it was opened.
fn steps(
    list: &SealedList,
    version: &Entered<holdfire_register::RecordedVersion>,
    shell: &Shell,
) -> Vec<String> {
    let of = version.said.handover().signed().hash();
    let notices = list
        .notices
        .iter()
        .filter(|notice| notice.said.checked().said().of.statement == of)
        .map(|notice| {
            let checked = notice.said.checked();
            let Receipt {
                step,
                covered,
                to,
                at,
                ..
            } = checked.said();
            let leaves = match covered.as_leaves() {
                None => shell.say("register-all-leaves"),
                Some(leaves) => {
                    let n = [("n", Value::from(leaves.len()))];
                    shell.words.say_with("register-leaves-exact", &n)
                }
            };
            let by: Vec<&str> = checked
                .receipt_by()
                .iter()
                .map(|by| by.name.as_str())
                .collect();
            let receipt = if by.is_empty() {
                shell.say("register-no-receipt")
            } else {
                shell.say1("register-receipt-by", "by", &by.join(", "))
            };
            let words = [
                ("to", Value::from(to.as_str())),
                ("at", Value::from(utc(*at))),
                ("leaves", Value::from(leaves)),
                ("receipt", Value::from(receipt)),
                ("entry", Value::from(notice.index)),
            ];
            shell.words.say_with(
                match step {
                    Step::Notice => "register-step-notified",
                    Step::Handover | Step::Deposit => "register-step-handed",
                },
                &words,
            )
        });
    let openings = list
        .openings
        .iter()
        .filter(|one| one.said.of.statement == of);
    let openings = openings.map(|one| {
        let words = [
            ("to", Value::from(one.said.to.as_str())),
            ("at", Value::from(utc(one.said.at))),
            ("file", Value::from(one.said.file.to_string())),
            ("entry", Value::from(one.index)),
        ];
        shell.words.say_with("register-step-opened", &words)
    });
    notices.chain(openings).collect()
}

fn utc(at: Moment) -> String {
    crate::web::page::minute(u64::try_from(at.0).unwrap_or(0))
}

fn lists(ready: &Ready, badges: &Badges<'_>) -> Vec<ListLine> {
    let case = &ready.case;
    case.lists
        .iter()
        .map(|list| ListLine {
            party: case.party_name(&list.party).to_owned(),
            whole: list.disclosed,
            badge: badges.html(case.party_name(&list.party), &of_list(list.party.as_str())),
            known: case
                .sites
                .iter()
                .filter(|site| site.party == list.party)
                .count(),
        })
        .collect()
}

fn sites(ready: &Ready, badges: &Badges<'_>) -> Vec<SiteLine> {
    let case = &ready.case;
    let step = |boundary: Option<Boundary>| {
        boundary.map_or_else(String::new, |at| case.settings.zone.show(at.earliest()))
    };
    case.sites
        .iter()
        .map(|site| SiteLine {
            id: site.id.to_string(),
            party: case.party_name(&site.party).to_owned(),
            category: case.category_label(&site.category).to_owned(),
            declared: step(site.declared),
            handed: step(site.handed),
            notified: step(site.notified),
            withdrawn: step(site.withdrawn),
            badge: badges.of_row(&RowName::Id("register.csv", site.id.to_string())),
        })
        .collect()
}

/// Who knows a list as a whole: the secretariat, and the party whose list it is.
fn of_list(party: &str) -> Facts {
    Facts {
        parties: [party.to_owned()].into(),
        ..Facts::of(Thing::Site)
    }
}
