//! Passkeys: added, removed, and used to sign in. A script asks the browser for them; without one, and everywhere else,
//! password and code stay.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdfire_accounts::{
    AccountError, Assertion, PasskeyError, ProofError, Registration, RelyingParty, SignInError,
};
use serde_json::{Value, json};

use super::account::fresh;
use super::sign_in::device;
use crate::web::app::blocking;
use crate::web::{App, Fault, Form, Visitor};

/// What a browser is asked, as the library wrote it.
fn options(text: &str) -> Result<Value, Fault> {
    serde_json::from_str(text)
        .map_err(|error| Fault::Surroundings(format!("a question cannot be written: {error}")))
}

/// To whom passkeys belong here.
fn party(app: &App) -> Result<RelyingParty, Fault> {
    app.gate()?.passkeys().ok_or(Fault::NotFound)
}

/// What a browser gave, in the base64url that it writes; what is none is as nothing, and refused as that.
fn bytes(form: &Form, name: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(form.text(name)).unwrap_or_default()
}

/// `POST /account/passkeys/ask`: after a fresh proof, what the browser is to be asked.
///
/// # Errors
/// [`Fault`]
pub async fn ask_for_new(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let party = party(&app)?;
    let proved = fresh(&app, &visitor, &headers, form.text("code")).await?;
    let asked = app.clone();
    let (text, session) = blocking(move || {
        let accounts = &asked.gate()?.accounts;
        let text = accounts.ask_for_new_passkey(&proved, &party)?;
        let session = accounts
            .session(&proved)
            .map_err(|error| Fault::Surroundings(error.to_string()))?;
        Ok((text, session.ok_or(Fault::SignIn)?))
    })
    .await?;
    // The session has another secret now, so forms need another proof.
    let answer = json!({ "csrf": app.proof(&session)?, "options": options(&text)? });
    Ok(Json(answer).into_response())
}

/// `POST /account/passkeys`: what the browser answered.
///
/// # Errors
/// [`Fault`]
pub async fn add(
    State(app): State<App>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let party = party(&app)?;
    let secret = app.gate()?.secret(&headers).ok_or(Fault::SignIn)?;
    blocking(move || {
        let given = Registration {
            name: form.text("name"),
            client_data: &bytes(&form, "client-data"),
            authenticator_data: &bytes(&form, "authenticator-data"),
        };
        let accounts = &app.gate()?.accounts;
        Ok(accounts.add_passkey(&secret, &party, &given)?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `POST /account/passkeys/remove`, after a fresh proof. Needs no script.
///
/// # Errors
/// [`Fault`]
pub async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let name = visitor.person()?;
    let id = form.text("id").parse().map_err(|_| Fault::NotFound)?;
    fresh(&app, &visitor, &headers, form.text("code")).await?;
    blocking(move || {
        let removed = app.gate()?.accounts.remove_passkey(&name, id, &name);
        removed.map_err(|error| match error {
            AccountError::Accounts(error) => Fault::Surroundings(error.to_string()),
            other => Fault::Refused(other.to_string()),
        })
    })
    .await?;
    Ok(Redirect::to("/account").into_response())
}

/// `POST /sign-in/passkey/ask`: what the browser of somebody at the door is to be asked.
///
/// # Errors
/// [`Fault`]
pub async fn ask_at_the_door(State(app): State<App>, _: Form) -> Result<Response, Fault> {
    let party = party(&app)?;
    let text = blocking(move || Ok(app.gate()?.accounts.ask_for_passkey(None, &party)?)).await?;
    Ok(Json(options(&text)?).into_response())
}

/// `POST /sign-in/passkey`: lets in who shows one.
///
/// # Errors
/// [`Fault`]
pub async fn enter(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let party = party(&app)?;
    let (device, replaces) = (device(&headers), app.gate()?.secret(&headers));
    let asked = app.clone();
    let signed = blocking(move || {
        let given = Assertion {
            credential: &bytes(&form, "credential"),
            client_data: &bytes(&form, "client-data"),
            authenticator_data: &bytes(&form, "authenticator-data"),
            signature: &bytes(&form, "signature"),
            address: visitor.address,
            device: &device,
        };
        let accounts = &asked.gate()?.accounts;
        accounts
            .sign_in_with_passkey(&party, &given, replaces.as_ref())
            .map_err(|error| match error {
                SignInError::Wait(wait) => Fault::Wait(u64::try_from(wait.seconds).unwrap_or(0)),
                SignInError::Accounts(error) => Fault::Surroundings(error.to_string()),
                other => Fault::Refused(other.to_string()),
            })
    })
    .await?;
    let gate = app.gate()?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    let set = response.headers_mut();
    set.append(header::SET_COOKIE, gate.session_cookie(&signed.secret));
    set.append(header::SET_COOKIE, gate.device_cookie(&signed.device_mark));
    Ok(response)
}

impl From<PasskeyError> for Fault {
    fn from(error: PasskeyError) -> Self {
        match error {
            PasskeyError::Proof(ProofError::NotFresh) => Self::NotAllowed,
            PasskeyError::Proof(error) => error.into(),
            other => Self::Refused(other.to_string()),
        }
    }
}
