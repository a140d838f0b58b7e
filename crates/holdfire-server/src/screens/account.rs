//! One's own account: password, sessions, tokens for programs.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use holdfire_accounts::{
    NewToken, NewTokenError, Password, ProofError, Scope, Scopes, SessionSecret,
};

use super::device;
use super::sign_in::password_problem;
use crate::access::Role;
use crate::web::app::blocking;
use crate::web::page::minute;
use crate::web::{Address, App, Fault, Form, Shell, Visitor, html};

/// A session of the account.
struct SessionLine {
    id: String,
    device: String,
    made: String,
    used: String,
    here: bool,
}

/// A passkey of the account.
struct PasskeyLine {
    id: String,
    name: String,
    made: String,
    used: String,
}

/// A token of the account.
struct TokenLine {
    id: String,
    name: String,
    scopes: String,
    until: String,
    used: String,
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    shell: Shell,
    sessions: Vec<SessionLine>,
    tokens: Vec<TokenLine>,
    passkeys: Vec<PasskeyLine>,
    /// Whether passkeys work at the address that people type.
    passkeys_work: bool,
    /// How many recovery codes are left.
    recovery_left: u32,
    /// What a person of this role does.
    may: String,
    told: Told,
}

/// What a form of the page led to.
#[derive(Default)]
struct Told {
    /// A token that was just made: shown once.
    token: Option<String>,
    /// Recovery codes that were just made: shown once.
    codes: Vec<String>,
    /// What was done.
    done: Option<String>,
    /// What was wrong, so that nothing was done.
    problem: Option<String>,
}

fn at(seconds: i64) -> String {
    u64::try_from(seconds).map_or_else(|_| String::new(), minute)
}

/// A day, of which no more is kept.
fn day(seconds: i64) -> String {
    at(seconds).chars().take(10).collect()
}

/// The name and the session of a member.
fn who(visitor: &Visitor) -> Result<(String, holdfire_accounts::Session), Fault> {
    let session = visitor.session.clone().ok_or(Fault::SignIn)?;
    Ok((session.name.to_string(), session))
}

/// `GET /account`
///
/// # Errors
/// [`Fault`]
pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
) -> Result<Response, Fault> {
    show(&app, &visitor, &address, Told::default()).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    address: &Address,
    told: Told,
) -> Result<Response, Fault> {
    let (name, session) = who(visitor)?;
    let asked = app.clone();
    let (sessions, tokens, passkeys, recovery_left) = blocking(move || {
        let accounts = &asked.gate()?.accounts;
        let outside =
            |error: holdfire_accounts::AccountsError| Fault::Surroundings(error.to_string());
        Ok((
            accounts.sessions(&name).map_err(outside)?,
            accounts.tokens(&name).map_err(outside)?,
            accounts.passkeys(&name).map_err(outside)?,
            accounts.recovery_codes(&name).map_err(outside)?,
        ))
    })
    .await?;
    let world = app.world(visitor, address).await?;
    let title = visitor.words().say("account-title");
    let shell = Shell::new(app, visitor, address, &world, "account", &title);
    let sessions = sessions.into_iter().map(|line| SessionLine {
        here: line.id == session.id,
        id: line.id.to_string(),
        made: at(line.made),
        used: at(line.used),
        device: device::named(visitor.words(), &line.device),
    });
    let tokens = tokens.into_iter().map(|token| TokenLine {
        id: token.id.to_string(),
        scopes: scopes(token.scopes),
        until: at(token.until),
        used: token.used_day.map(day).unwrap_or_default(),
        name: token.name,
    });
    let passkeys = passkeys.into_iter().map(|passkey| PasskeyLine {
        id: passkey.id.to_string(),
        made: at(passkey.made),
        used: passkey.used_day.map(day).unwrap_or_default(),
        name: passkey.name,
    });
    html(&AccountPage {
        passkeys: passkeys.collect(),
        passkeys_work: app.gate()?.passkeys().is_some(),
        sessions: sessions.collect(),
        tokens: tokens.collect(),
        recovery_left,
        may: match &visitor.eyes.role {
            Role::Public => String::new(),
            role => visitor.words().say(&format!("role-may-{}", role.name())),
        },
        told,
        shell,
    })
}

fn scopes(scopes: Scopes) -> String {
    let names = Scope::ALL.into_iter().filter(|scope| scopes.has(*scope));
    names.map(Scope::name).collect::<Vec<_>>().join(" ")
}

/// Shows a code again: what follows is done by a person who is there. The session gets another secret, which the answer takes
/// along whatever it is.
///
/// # Errors
/// [`Fault::Refused`] for a wrong code, [`Fault::Wait`] after too many.
pub async fn fresh(
    app: &App,
    visitor: &Visitor,
    headers: &HeaderMap,
    code: &str,
) -> Result<SessionSecret, Fault> {
    let secret = app.gate()?.secret(headers).ok_or(Fault::SignIn)?;
    let (asked, code) = (app.clone(), code.to_owned());
    let proved = blocking(move || {
        asked
            .gate()?
            .accounts
            .step_up(&secret, &code)
            .map_err(Fault::from)
    })
    .await?;
    visitor.renewed.set(app.gate()?.session_cookie(&proved));
    Ok(proved)
}

impl From<ProofError> for Fault {
    fn from(error: ProofError) -> Self {
        match error {
            ProofError::NoSession => Self::SignIn,
            ProofError::Wait(wait) => Self::Wait(u64::try_from(wait.seconds).unwrap_or(0)),
            ProofError::Accounts(error) => Self::Surroundings(error.to_string()),
            other => Self::Refused(other.to_string()),
        }
    }
}

/// `POST /account/sessions/end`
///
/// # Errors
/// [`Fault`]
pub async fn end_session(
    State(app): State<App>,
    visitor: Visitor,
    form: Form,
) -> Result<Response, Fault> {
    let (name, session) = who(&visitor)?;
    let id = form.text("id").to_owned();
    blocking(move || {
        let accounts = &app.gate()?.accounts;
        let ended = if id == "others" {
            accounts
                .end_sessions(&name, Some(session.id), &name)
                .map(|_| ())
        } else {
            let id = id.parse().map_err(|_| Fault::NotFound)?;
            accounts.end_session(&name, id, &name).map(|_| ())
        };
        ended.map_err(|error| Fault::Refused(error.to_string()))
    })
    .await?;
    Ok(Redirect::to("/account").into_response())
}

/// `POST /account/password`
///
/// # Errors
/// [`Fault`]
pub async fn password(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    who(&visitor)?;
    let words = visitor.words();
    let new = match Password::new(form.raw("new")) {
        Ok(_) if form.raw("new") != form.raw("again") => Err(words.say("enrol-not-same")),
        Ok(new) => Ok(new),
        Err(problem) => Err(password_problem(words, &problem)),
    };
    let new = match new {
        Ok(new) => new,
        Err(problem) => {
            let told = Told {
                problem: Some(problem),
                ..Told::default()
            };
            let mut page = show(&app, &visitor, &address, told).await?;
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(page);
        }
    };
    let proved = fresh(&app, &visitor, &headers, form.text("code")).await?;
    let (asked, old) = (app.clone(), form.raw("old").to_owned());
    let secret = blocking(move || {
        let accounts = &asked.gate()?.accounts;
        accounts
            .change_password(&proved, &old, &new)
            .map_err(Fault::from)
    })
    .await?;
    visitor.renewed.set(app.gate()?.session_cookie(&secret));
    let told = Told {
        done: Some(words.say("account-password-done")),
        ..Told::default()
    };
    show(&app, &visitor, &address, told).await
}

/// `POST /account/recovery`: new recovery codes in the place of those that are left.
///
/// # Errors
/// [`Fault`]
pub async fn recovery(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    who(&visitor)?;
    let proved = fresh(&app, &visitor, &headers, form.text("code")).await?;
    let asked = app.clone();
    let codes = blocking(move || {
        let made = asked.gate()?.accounts.new_recovery_codes(&proved)?;
        Ok(made.iter().map(|code| code.reveal().to_string()).collect())
    })
    .await?;
    let told = Told {
        codes,
        ..Told::default()
    };
    show(&app, &visitor, &address, told).await
}

/// `POST /account/tokens`
///
/// # Errors
/// [`Fault`]
pub async fn new_token(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    who(&visitor)?;
    let scopes: Scopes = form
        .all("scope")
        .collect::<Vec<_>>()
        .join(" ")
        .parse()
        .map_err(|error: holdfire_accounts::ScopeError| Fault::Asked(error.to_string()))?;
    let days: i64 = form
        .text("days")
        .parse()
        .ok()
        .filter(|days| (1..=366).contains(days))
        .ok_or_else(|| Fault::asked("days", form.text("days"), "a number from 1 to 366"))?;
    let name = form.text("name").to_owned();
    let proved = fresh(&app, &visitor, &headers, form.text("code")).await?;
    let asked = app.clone();
    let token = blocking(move || {
        let token = NewToken {
            name: &name,
            scopes,
            valid_for: days * 86_400,
        };
        match asked.gate()?.accounts.new_token(&proved, &token) {
            Ok((secret, _)) => Ok(secret.reveal().to_string()),
            Err(NewTokenError::Proof(error)) => Err(error.into()),
            Err(other) => Err(Fault::Refused(other.to_string())),
        }
    })
    .await?;
    let told = Told {
        token: Some(token),
        ..Told::default()
    };
    show(&app, &visitor, &address, told).await
}

/// `POST /account/tokens/revoke`
///
/// # Errors
/// [`Fault`]
pub async fn revoke_token(
    State(app): State<App>,
    visitor: Visitor,
    form: Form,
) -> Result<Response, Fault> {
    let (name, _) = who(&visitor)?;
    let id = form.text("id").parse().map_err(|_| Fault::NotFound)?;
    blocking(move || {
        let accounts = &app.gate()?.accounts;
        let revoked = accounts.revoke_token(&name, id, &name);
        revoked.map_err(|error| Fault::Refused(error.to_string()))
    })
    .await?;
    Ok(Redirect::to("/account").into_response())
}
