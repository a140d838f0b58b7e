//! Signing in and out, and setting up an account by an invitation.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use holdfire_accounts::{
    EnrolError, Enrolment, InvitationSecret, Password, PasswordProblem, Second, SignIn, SignInError,
};
use holdfire_words::Words;

use super::device::short;
use crate::web::app::blocking;
use crate::web::{Alone, App, Fault, Form, Visitor, html};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    alone: Alone,
    mission: &'a str,
    operator: &'a str,
    /// Whether passkeys work at the address that people type.
    passkeys: bool,
    name: &'a str,
    problem: String,
    recovery: bool,
}

/// `GET /sign-in`
///
/// # Errors
/// [`Fault`]
pub async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Fault> {
    let gate = app.gate()?;
    if visitor.session.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    html(&SignInPage {
        alone: Alone::new(&visitor, Some("/sign-in")),
        mission: &gate.accounts.settings().mission,
        operator: app.operator(),
        passkeys: gate.passkeys().is_some(),
        name: "",
        problem: String::new(),
        recovery: false,
    })
}

/// `POST /sign-in`
///
/// # Errors
/// [`Fault`]
pub async fn enter(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let gate = app.gate()?;
    let recovery = form.text("kind") == "recovery";
    let (name, password) = (
        form.text("name").to_owned(),
        form.raw("password").to_owned(),
    );
    let code = form.text("code").to_owned();
    let device = device(&headers);
    let mark = gate.device(&headers).map(str::to_owned);
    let replaces = gate.secret(&headers);
    let asked = app.clone();
    let typed = name.clone();
    let address = visitor.address;
    let result = blocking(move || {
        let gate = asked.gate()?;
        Ok(gate.accounts.sign_in(&SignIn {
            name: &typed,
            password: &password,
            second: if recovery {
                Second::Recovery(&code)
            } else {
                Second::Code(&code)
            },
            address,
            device: &device,
            device_mark: mark.as_deref(),
            replaces: replaces.as_ref(),
        }))
    })
    .await?;
    let (status, problem) = match result {
        Ok(signed) => {
            let mut response = Redirect::to("/").into_response();
            let headers = response.headers_mut();
            headers.append(header::SET_COOKIE, gate.session_cookie(&signed.secret));
            headers.append(header::SET_COOKIE, gate.device_cookie(&signed.device_mark));
            return Ok(response);
        }
        Err(SignInError::Refused) => (StatusCode::UNAUTHORIZED, "sign-in-refused"),
        Err(SignInError::Wait(_)) => (StatusCode::TOO_MANY_REQUESTS, "sign-in-wait"),
        Err(SignInError::Busy) => (StatusCode::SERVICE_UNAVAILABLE, "sign-in-busy"),
        Err(SignInError::Accounts(error)) => return Err(Fault::Surroundings(error.to_string())),
    };
    let mut response = html(&SignInPage {
        alone: Alone::new(&visitor, Some("/sign-in")),
        mission: &gate.accounts.settings().mission,
        operator: app.operator(),
        passkeys: gate.passkeys().is_some(),
        name: &name,
        problem: visitor.words().say(problem),
        recovery,
    })?;
    *response.status_mut() = status;
    Ok(response)
}

/// `POST /sign-out`
///
/// # Errors
/// [`Fault`]
pub async fn leave(State(app): State<App>, headers: HeaderMap, _: Form) -> Result<Response, Fault> {
    let gate = app.gate()?;
    if let Some(secret) = gate.secret(&headers) {
        let accounts = &gate.accounts;
        accounts
            .sign_out(&secret)
            .map_err(|error| Fault::Surroundings(error.to_string()))?;
    }
    let mut response = Redirect::to("/").into_response();
    let cookie = gate.no_session_cookie();
    response.headers_mut().append(header::SET_COOKIE, cookie);
    // What a shared computer still holds of confidential pages goes too.
    let clear = header::HeaderValue::from_static("\"cache\"");
    response.headers_mut().insert("clear-site-data", clear);
    Ok(response)
}

/// `POST /scheme`: light, dark, or as the system has it. Back to the page that asked.
///
/// # Errors
/// [`Fault`]
pub async fn scheme(form: Form) -> Result<Response, Fault> {
    let cookie = match form.text("scheme") {
        "light" => "scheme=light; Path=/; SameSite=Lax; Max-Age=31536000",
        "dark" => "scheme=dark; Path=/; SameSite=Lax; Max-Age=31536000",
        _ => "scheme=; Path=/; SameSite=Lax; Max-Age=0",
    };
    // Only to a page of ours.
    let to = form.text("to");
    let here = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\');
    let mut response = Redirect::to(if here { to } else { "/" }).into_response();
    let value = header::HeaderValue::from_static(cookie);
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(response)
}

#[derive(Template)]
#[template(path = "enrol.html")]
struct EnrolPage<'a> {
    alone: Alone,
    mission: &'a str,
    name: &'a str,
    secret: &'a str,
    qr: &'a str,
    typed: &'a str,
    problem: String,
}

#[derive(Template)]
#[template(path = "enrolled.html")]
struct EnrolledPage<'a> {
    alone: Alone,
    name: &'a str,
    codes: Vec<String>,
}

/// `GET /enrol/{secret}`
///
/// # Errors
/// [`Fault`]
pub async fn invitation(
    State(app): State<App>,
    visitor: Visitor,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    enrol_page(&app, &visitor, &secret, StatusCode::OK, String::new()).await
}

async fn enrol_page(
    app: &App,
    visitor: &Visitor,
    secret: &str,
    status: StatusCode,
    problem: String,
) -> Result<Response, Fault> {
    let (asked, text) = (app.clone(), secret.to_owned());
    let invited = blocking(move || {
        let secret = InvitationSecret::parse(&text).ok_or(Fault::NotFound)?;
        match asked.gate()?.accounts.invitation(&secret) {
            Ok(invited) => Ok(invited),
            Err(EnrolError::Accounts(error)) => Err(Fault::Surroundings(error.to_string())),
            Err(_) => Err(Fault::NotFound),
        }
    })
    .await?;
    let mut response = html(&EnrolPage {
        alone: Alone::new(visitor, Some(&format!("/enrol/{secret}"))),
        mission: &app.gate()?.accounts.settings().mission,
        name: &invited.name,
        secret,
        qr: &invited.totp.qr_svg(),
        typed: &invited.totp.text(),
        problem,
    })?;
    *response.status_mut() = status;
    Ok(response)
}

/// `POST /enrol/{secret}`
///
/// # Errors
/// [`Fault`]
pub async fn enrol(
    State(app): State<App>,
    visitor: Visitor,
    Path(secret): Path<String>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let gate = app.gate()?;
    let words = visitor.words();
    let again = |problem: &str| (StatusCode::UNPROCESSABLE_ENTITY, words.say(problem));
    let typed = form.raw("password").to_owned();
    let result = match Password::new(&typed) {
        Err(problem) => Err(EnrolError::Password(problem)),
        Ok(_) if form.raw("again") != typed => {
            let (status, problem) = again("enrol-not-same");
            return enrol_page(&app, &visitor, &secret, status, problem).await;
        }
        Ok(password) => {
            let (asked, text, code) = (app.clone(), secret.clone(), form.text("code").to_owned());
            let device = device(&headers);
            let address = visitor.address;
            blocking(move || {
                let invitation = InvitationSecret::parse(&text).ok_or(Fault::NotFound)?;
                Ok(asked.gate()?.accounts.enrol(&Enrolment {
                    invitation: &invitation,
                    password: &password,
                    code: &code,
                    device: &device,
                    address,
                }))
            })
            .await?
        }
    };
    let (status, problem) = match result {
        Ok(enrolled) => {
            let codes = enrolled.recovery_codes.iter();
            let mut response = html(&EnrolledPage {
                // The codes are shown once: in another language they would be gone.
                alone: Alone::new(&visitor, None),
                name: &enrolled.name,
                codes: codes.map(|code| code.reveal().to_string()).collect(),
            })?;
            let headers = response.headers_mut();
            headers.append(header::SET_COOKIE, gate.session_cookie(&enrolled.secret));
            headers.append(
                header::SET_COOKIE,
                gate.device_cookie(&enrolled.device_mark),
            );
            return Ok(response);
        }
        Err(EnrolError::NoInvitation) => return Err(Fault::NotFound),
        Err(EnrolError::Code) => again("enrol-code"),
        Err(EnrolError::Busy) => again("sign-in-busy"),
        Err(EnrolError::Password(problem)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            (status, password_problem(words, &problem))
        }
        Err(EnrolError::Accounts(error)) => return Err(Fault::Surroundings(error.to_string())),
    };
    enrol_page(&app, &visitor, &secret, status, problem).await
}

/// Why a password is not taken.
pub(super) fn password_problem(words: &Words, problem: &PasswordProblem) -> String {
    let id = match problem {
        PasswordProblem::TooShort { .. } => "enrol-password-short",
        PasswordProblem::TooLong => "enrol-password-long",
        PasswordProblem::Common => "enrol-password-common",
        PasswordProblem::OwnWord => "enrol-password-own-word",
    };
    let least = [("least", holdfire_accounts::LEAST_CHARS.into())];
    words.say_with(id, &least)
}

pub(super) fn device(headers: &HeaderMap) -> String {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|agent| agent.to_str().ok());
    short(agent.unwrap_or(""))
}
