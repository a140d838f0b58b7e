//! How people come in, and the cookies that they carry.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, HeaderValue, header};
use holdfire_accounts::{
    Accounts, Bearer, RelyingParty, Session, SessionId, SessionSecret, TokenSecret,
};

use super::fault::Fault;
use super::visitor::cookie;

/// How people come in.
pub enum Door {
    /// Whoever asks sees everything and can do nothing: a demonstration on this machine.
    Demo,
    /// With an account of theirs; who has none is the public.
    Accounts(Box<Gate>),
}

/// Accounts, and what belongs to open sessions.
pub struct Gate {
    /// The accounts.
    pub accounts: Accounts,
    /// True if people come by https: then cookies never travel otherwise.
    pub secure: bool,
    /// The address that people type.
    pub origin: String,
    /// Through whose eyes a session looks. It ends with the process.
    looking: Mutex<HashMap<SessionId, String>>,
}

impl Gate {
    /// The gate of these accounts. `origin`: the address that people type, `https://...` or `http://localhost`.
    #[must_use]
    pub fn new(accounts: Accounts, origin: &str) -> Self {
        Self {
            accounts,
            secure: origin.starts_with("https://"),
            origin: origin.trim_end_matches('/').to_owned(),
            looking: Mutex::default(),
        }
    }

    /// To whom passkeys belong; none where they do not work: without https, and not on this machine by its name.
    #[must_use]
    pub fn passkeys(&self) -> Option<RelyingParty> {
        RelyingParty::of_origin(&self.origin)
    }

    /// The session whose cookie a request carries, if it is open.
    #[must_use]
    pub fn session(&self, headers: &HeaderMap) -> Option<Session> {
        let secret = self.secret(headers)?;
        // A table that cannot be read lets nobody in.
        self.accounts.session(&secret).ok().flatten()
    }

    /// Whom the token of a request speaks for; none if it carries none.
    ///
    /// # Errors
    /// [`Fault::SignIn`] if it carries one that is unknown or has run out, or something else that is no token;
    /// [`Fault::Surroundings`] if that cannot be looked up.
    pub fn bearer(&self, headers: &HeaderMap) -> Result<Option<Bearer>, Fault> {
        let Some(value) = headers.get(header::AUTHORIZATION) else {
            return Ok(None);
        };
        let (scheme, token) = value
            .to_str()
            .ok()
            .and_then(|value| value.trim().split_once(' '))
            .ok_or(Fault::SignIn)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Fault::SignIn);
        }
        let secret = TokenSecret::parse(token.trim()).ok_or(Fault::SignIn)?;
        match self.accounts.bearer(&secret) {
            Ok(bearer) => bearer.map(Some).ok_or(Fault::SignIn),
            Err(error) => Err(Fault::Surroundings(error.to_string())),
        }
    }

    /// The cookie's secret, whether it opens anything or not.
    #[must_use]
    pub fn secret(&self, headers: &HeaderMap) -> Option<SessionSecret> {
        SessionSecret::parse(cookie(headers, self.session_name())?)
    }

    /// The mark of the device that a request carries.
    #[must_use]
    pub fn device<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        cookie(headers, self.device_name())
    }

    /// Through whose eyes a session looks.
    #[must_use]
    pub fn looks_as(&self, session: SessionId) -> Option<String> {
        let looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        looking.get(&session).cloned()
    }

    /// Lets a session look through somebody's eyes, or its own again.
    pub fn look_as(&self, session: SessionId, name: Option<&str>) {
        let mut looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        match name {
            Some(name) => looking.insert(session, name.to_owned()),
            None => looking.remove(&session),
        };
    }

    /// The header that gives a browser its session.
    #[must_use]
    pub fn session_cookie(&self, secret: &SessionSecret) -> HeaderValue {
        self.cookie(self.session_name(), &secret.reveal(), None)
    }

    /// The header that takes it away.
    #[must_use]
    pub fn no_session_cookie(&self) -> HeaderValue {
        self.cookie(self.session_name(), "", Some(0))
    }

    /// The header that gives a browser the mark of its device, for a year.
    #[must_use]
    pub fn device_cookie(&self, mark: &str) -> HeaderValue {
        self.cookie(self.device_name(), mark, Some(365 * 86_400))
    }

    fn session_name(&self) -> &'static str {
        if self.secure {
            "__Host-session"
        } else {
            "session"
        }
    }

    fn device_name(&self) -> &'static str {
        if self.secure {
            "__Host-device"
        } else {
            "device"
        }
    }

    fn cookie(&self, name: &str, value: &str, max_age_s: Option<u32>) -> HeaderValue {
        let secure = if self.secure { "; Secure" } else { "" };
        let age = max_age_s.map_or_else(String::new, |age| format!("; Max-Age={age}"));
        let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
        let mut header = HeaderValue::try_from(text).expect("secrets are letters, digits, - and _");
        header.set_sensitive(true);
        header
    }
}
