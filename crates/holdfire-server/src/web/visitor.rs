//! Who asks: a person of the mission with a session or a token, or nobody.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use holdfire_accounts::{Bearer, Session};
use holdfire_words::{Language, Words, negotiate, words};

use super::app::App;
use super::fault::Fault;
use crate::access::{Action, Eyes, Facts, Policies};

/// Who asks, and in which language.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The name of the person; none: nobody is signed in.
    pub name: Option<String>,
    /// Whose eyes the page is made for.
    pub eyes: Eyes,
    /// The person through whose eyes somebody of the secretariat looks.
    pub seen_as: Option<String>,
    /// True in a demonstration: everything is shown, nothing can be done.
    pub demo: bool,
    /// What has to stand in every form; empty without a session.
    pub csrf: String,
    /// From where, if the server knows.
    pub address: Option<IpAddr>,
    /// The session.
    pub session: Option<Session>,
    /// The token of a program that acts for the person.
    pub token: Option<Bearer>,
    /// The language.
    pub language: Language,
    /// `light` or `dark` where the visitor chose; else the system's choice.
    pub scheme: Option<&'static str>,
    /// The cookie of a session that got another secret while the request was answered.
    pub renewed: Renewed,
}

/// The cookie of a session that got another secret. Whatever the answer then is, a refusal too, it takes the cookie along:
/// the old secret opens nothing.
#[derive(Clone, Debug, Default)]
pub struct Renewed(Arc<Mutex<Option<HeaderValue>>>);

impl Renewed {
    /// The cookie that the answer is to take along, in place of one that was set before.
    pub fn set(&self, cookie: HeaderValue) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(cookie);
    }

    fn take(&self) -> Option<HeaderValue> {
        let mut cookie = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cookie.take()
    }
}

impl Visitor {
    /// True if nobody is signed in.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        self.name.is_none() && !self.demo
    }

    /// The person who does something.
    ///
    /// # Errors
    /// [`Fault::SignIn`] if nobody is signed in.
    pub fn person(&self) -> Result<String, Fault> {
        self.name.clone().ok_or(Fault::SignIn)
    }

    /// True if the eyes are borrowed: then nothing can be done.
    #[must_use]
    pub fn only_looks(&self) -> bool {
        self.demo || self.seen_as.is_some()
    }

    /// Words of the visitor's language.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        words(self.language)
    }

    /// May the visitor do this with a thing of these facts?
    #[must_use]
    pub fn may(&self, action: Action, facts: &Facts) -> bool {
        Policies::shipped().allows(&self.eyes, self.only_looks(), action, facts)
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts.extensions.get::<Self>().cloned().ok_or(Fault::SignIn)
    }
}

/// Finds out who asks and puts it on the request. A cookie that means nothing is as none; a token is refused.
pub async fn identify(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or("");
    let mut visitor = match app.visitor(request.headers(), query) {
        Ok(visitor) => visitor,
        Err(fault) => return fault.for_program(),
    };
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>();
    visitor.address = from.map(|from| from.0.ip());
    // Who chose a language by a link keeps it on the pages that follow.
    let chosen = form_urlencoded::parse(query.as_bytes())
        .any(|(name, value)| name == "lang" && Language::from_code(&value).is_some());
    let kept = chosen.then(|| {
        let code = visitor.language.code();
        HeaderValue::from_str(&format!(
            "lang={code}; Path=/; SameSite=Lax; Max-Age=31536000"
        ))
    });
    let renewed = visitor.renewed.clone();
    request.extensions_mut().insert(visitor);
    let mut response = next.run(request).await;
    let cookies = kept.and_then(Result::ok).into_iter().chain(renewed.take());
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The value of a cookie.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

/// The language: what the address says, else the cookie, else what the browser asks for.
#[must_use]
pub fn language(headers: &HeaderMap, query: &str) -> Language {
    let asked = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "lang")
        .and_then(|(_, code)| Language::from_code(&code));
    let kept = || Language::from_code(cookie(headers, "lang")?);
    let wished = || {
        let value = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        Some(negotiate(value))
    };
    asked.or_else(kept).or_else(wished).unwrap_or(Language::En)
}

/// `light` or `dark` where the visitor chose.
#[must_use]
pub fn scheme(headers: &HeaderMap) -> Option<&'static str> {
    match cookie(headers, "scheme")? {
        "light" => Some("light"),
        "dark" => Some("dark"),
        _ => None,
    }
}
