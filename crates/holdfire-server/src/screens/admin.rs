//! Admin: people, their roles and accounts, and looking through the eyes of somebody.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use holdfire_accounts::{AccountError, AccountState, AccountsError, INVITATION_VALID, InviteError};
use holdfire_record::Kind;
use holdfire_seal::fields::Field;
use holdfire_store::mission::Draft;

use super::account::fresh;
use crate::access::{Policies, Role};
use crate::snapshot::Snapshot;
use crate::web::app::blocking;
use crate::web::page::minute;
use crate::web::{Address, App, Fault, Form, Shell, Visitor, html};

/// A person of the mission.
struct PersonLine {
    name: String,
    role: &'static str,
    party: String,
    circles: String,
    has_keys: bool,
    account: &'static str,
    signed_in: String,
    myself: bool,
}

/// A link that lets somebody set up an account: shown once.
struct Link {
    name: String,
    path: String,
}

#[derive(Template)]
#[template(path = "admin.html")]
struct Admin {
    shell: Shell,
    people: Vec<PersonLine>,
    roles: [&'static str; 5],
    parties: Vec<(String, String)>,
    link: Option<Link>,
    policies: &'static str,
}

/// `GET /admin`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    show(&app, &visitor, &address, None).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    address: &Address,
    link: Option<Link>,
) -> Result<Response, Fault> {
    let asked = app.clone();
    let (accounts, invitations) = blocking(move || {
        let accounts = &asked.gate()?.accounts;
        let outside = |error: AccountsError| Fault::Surroundings(error.to_string());
        Ok((
            accounts.accounts().map_err(outside)?,
            accounts.invitations().map_err(outside)?,
        ))
    })
    .await?;
    let world = app.world(visitor, address).await?;
    let snapshot = app.worlds().snapshot();
    let people = snapshot.members.iter().map(|member| {
        let account = accounts.iter().find(|account| account.name == member.name);
        let invited = invitations.iter().any(|(name, ..)| *name == member.name);
        let circles = snapshot.circles.iter();
        let circles = circles.filter(|circle| member.circles.contains(&circle.log));
        PersonLine {
            name: member.name.clone(),
            role: member.role.as_ref().map_or("none", Role::name),
            party: member
                .role
                .as_ref()
                .and_then(Role::party)
                .map(ToString::to_string)
                .unwrap_or_default(),
            circles: circles
                .map(|circle| circle.name.as_str())
                .collect::<Vec<_>>()
                .join(", "),
            has_keys: member.has_keys,
            account: match account.map(|account| account.state) {
                Some(AccountState::Open) => "open",
                Some(AccountState::Disabled) => "disabled",
                Some(AccountState::Reset) => "invited",
                None if invited => "invited",
                None => "none",
            },
            signed_in: account
                .and_then(|account| account.signed_in)
                .and_then(|at| u64::try_from(at).ok())
                .map(minute)
                .unwrap_or_default(),
            myself: visitor.name.as_ref() == Some(&member.name),
        }
    });
    let people = people.collect();
    let case = world.ready().map(|ready| &ready.case);
    let parties = case.map_or(&[][..], |case| &case.parties);
    let title = visitor.words().say("admin-title");
    html(&Admin {
        shell: Shell::new(app, visitor, address, &world, "admin", &title),
        people,
        roles: Role::NAMES,
        parties: parties
            .iter()
            .map(|party| (party.id.to_string(), party.name.clone()))
            .collect(),
        link,
        policies: Policies::text(),
    })
}

/// The entry that gives a role.
fn role_draft(name: &str, role: &Role) -> Draft {
    let fields = vec![
        Field::new("role", role.name()),
        Field::new("party", role.party().map_or("", |party| party.as_str())),
    ];
    Draft::set(Kind::Access, &format!("role/{name}"), fields)
}

/// The entries that give a role. Before the first is given to somebody else, the operator's own has to be an entry too.
fn role_drafts(snapshot: &Snapshot, by: &str, name: &str, role: &Role) -> Vec<Draft> {
    let mut drafts = vec![role_draft(name, role)];
    if !snapshot.has_roles && name != by {
        let own = snapshot.member(by).and_then(|member| member.role.clone());
        drafts.extend(own.map(|own| role_draft(by, &own)));
    }
    drafts
}

fn asked_role(form: &Form) -> Result<Role, Fault> {
    let name = form.text("role");
    let party = if name == "liaison" {
        form.text("party")
    } else {
        ""
    };
    Role::parse(name, party).map_err(|error| Fault::Asked(error.to_string()))
}

/// `POST /admin/people`: takes a person in, gives a role, and makes an invitation.
///
/// # Errors
/// [`Fault`]
pub async fn add(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let by = visitor.person()?;
    let name = form.text("name").to_owned();
    let role = asked_role(&form)?;
    let snapshot = app.worlds().snapshot();
    if snapshot.member(&name).is_some() {
        return Err(Fault::Refused(visitor.words().say("admin-known")));
    }
    fresh(&app, &visitor, &headers, form.text("code")).await?;
    let drafts = role_drafts(&snapshot, &by, &name, &role);
    let (asked, person, doer) = (app.clone(), name.clone(), by.clone());
    blocking(move || {
        let author = asked.mission().now()?.person(Some(&doer))?.author();
        Ok(asked.mission().add_person(&author, &person, None)?)
    })
    .await?;
    app.enter(&by, drafts).await?;
    let secret = invite_now(&app, &name, &by).await?;
    let link = Link { name, path: secret };
    show(&app, &visitor, &address, Some(link)).await
}

/// `POST /admin/people/role`
///
/// # Errors
/// [`Fault`]
pub async fn role(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let by = visitor.person()?;
    let name = form.text("name").to_owned();
    let role = asked_role(&form)?;
    let snapshot = app.worlds().snapshot();
    let member = snapshot.member(&name).ok_or(Fault::NotFound)?;
    let last = snapshot
        .members
        .iter()
        .filter(|member| member.role == Some(Role::Secretariat))
        .count()
        == 1;
    if member.role == Some(Role::Secretariat) && role != Role::Secretariat && last {
        return Err(Fault::Refused(
            visitor.words().say("admin-last-secretariat"),
        ));
    }
    fresh(&app, &visitor, &headers, form.text("code")).await?;
    app.enter(&by, role_drafts(&snapshot, &by, &name, &role))
        .await?;
    Ok(Redirect::to("/admin").into_response())
}

/// `POST /admin/people/invite`: a new invitation; who had an account before sets it up anew.
///
/// # Errors
/// [`Fault`]
pub async fn invite(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let by = visitor.person()?;
    let name = form.text("name").to_owned();
    if app.worlds().snapshot().member(&name).is_none() {
        return Err(Fault::NotFound);
    }
    fresh(&app, &visitor, &headers, form.text("code")).await?;
    let path = invite_now(&app, &name, &by).await?;
    show(&app, &visitor, &address, Some(Link { name, path })).await
}

/// The path of a new invitation.
async fn invite_now(app: &App, name: &str, by: &str) -> Result<String, Fault> {
    let (asked, name, by) = (app.clone(), name.to_owned(), by.to_owned());
    blocking(move || {
        let gate = asked.gate()?;
        let accounts = &gate.accounts;
        let secret = match accounts.invite(&name, &by, INVITATION_VALID) {
            Ok(secret) => secret,
            Err(InviteError::HasAccount { .. }) => accounts
                .reset(&name, &by, INVITATION_VALID)
                .map_err(of_account)?,
            Err(InviteError::Accounts(error)) => {
                return Err(Fault::Surroundings(error.to_string()));
            }
            Err(other) => return Err(Fault::Refused(other.to_string())),
        };
        Ok(format!("{}/enrol/{}", gate.origin, *secret.reveal()))
    })
    .await
}

/// `POST /admin/people/account`: closes the account of somebody who leaves, or opens it again as it was.
///
/// # Errors
/// [`Fault`]
pub async fn account(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let by = visitor.person()?;
    let name = form.text("name").to_owned();
    let closes = match form.text("do") {
        "close" => true,
        "open" => false,
        other => return Err(Fault::asked("do", other, "close, open")),
    };
    // Who closed the own account could not open it again.
    if name == by {
        return Err(Fault::Refused(visitor.words().say("admin-not-yourself")));
    }
    if app.worlds().snapshot().member(&name).is_none() {
        return Err(Fault::NotFound);
    }
    fresh(&app, &visitor, &headers, form.text("code")).await?;
    blocking(move || {
        let accounts = &app.gate()?.accounts;
        let done = if closes {
            accounts.disable(&name, &by)
        } else {
            accounts.enable(&name, &by)
        };
        done.map_err(of_account)
    })
    .await?;
    Ok(Redirect::to("/admin").into_response())
}

fn of_account(error: AccountError) -> Fault {
    Fault::Refused(error.to_string())
}

/// `POST /admin/see-as`: looks through the eyes of another person; that is an entry.
///
/// # Errors
/// [`Fault`]
pub async fn see_as(
    State(app): State<App>,
    visitor: Visitor,
    form: Form,
) -> Result<Response, Fault> {
    let by = visitor.person()?;
    let session = visitor.session.as_ref().ok_or(Fault::SignIn)?.id;
    let name = form.text("name").to_owned();
    let snapshot = app.worlds().snapshot();
    let member = snapshot.member(&name).ok_or(Fault::NotFound)?;
    let eyes = member
        .role
        .as_ref()
        .map_or("public".to_owned(), ToString::to_string);
    let fields = vec![Field::new("as", name.as_str()), Field::new("role", eyes)];
    let looked = Draft::note(Kind::Access, "see-as", fields);
    app.enter(&by, vec![looked]).await?;
    app.gate()?.look_as(session, Some(&name));
    Ok(Redirect::to("/").into_response())
}

/// `POST /see-as/end`
///
/// # Errors
/// [`Fault`]
pub async fn see_as_end(
    State(app): State<App>,
    visitor: Visitor,
    _: Form,
) -> Result<Response, Fault> {
    let session = visitor.session.as_ref().ok_or(Fault::SignIn)?.id;
    app.gate()?.look_as(session, None);
    Ok(Redirect::to("/admin").into_response())
}
