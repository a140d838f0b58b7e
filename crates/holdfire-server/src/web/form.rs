//! Forms: names and values of a body, and the proof that the form came from a page of ours.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};

use super::app::App;
use super::fault::Fault;
use super::visitor::Visitor;

/// The name of the field with the proof.
pub const CSRF: &str = "csrf";

/// A form has to be there as a whole after so long.
pub const BODY_TIME: std::time::Duration = std::time::Duration::from_secs(60);

/// What a form says, checked to be of this session.
#[derive(Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// The value of a field without blanks around it; empty if there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The value of a field as it was sent: passwords keep their blanks.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// All values of a field that may stand several times.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// Names and values.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

impl FromRequest<App> for Form {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let headers = request.headers();
        if !from_here(headers) {
            return Err(Fault::Asked(
                "the form comes from another site\nhint: open the page here and send it again"
                    .to_owned(),
            ));
        }
        let kind = headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok());
        let kind = kind.map_or("", |kind| kind.split(';').next().unwrap_or("").trim());
        if !kind.is_empty() && kind != "application/x-www-form-urlencoded" {
            return Err(Fault::Asked(format!(
                "the body is `{kind}`\nhint: forms are sent as application/x-www-form-urlencoded"
            )));
        }
        let visitor = request.extensions().get::<Visitor>().cloned();
        let body = tokio::time::timeout(BODY_TIME, Bytes::from_request(request, app))
            .await
            .map_err(|_| {
                Fault::Asked(
                    "the form did not come to its end in time\nhint: send it again".to_owned(),
                )
            })?
            .map_err(|error| Fault::Asked(format!("the form cannot be read: {error}")))?;
        let form = Self(
            form_urlencoded::parse(&body)
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
        );
        let proved = visitor.is_none_or(|visitor| app.proves(&visitor, form.text(CSRF)));
        if proved {
            Ok(form)
        } else {
            Err(Fault::Asked(
                "the form is of another session, or too old\nhint: open the page again and repeat it".to_owned(),
            ))
        }
    }
}

/// True unless the browser says that another site sent the request. Browsers that say nothing are caught by the proof.
fn from_here(headers: &HeaderMap) -> bool {
    // What is no text is not what a browser says of this site.
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin
            .split_once("://")
            .is_some_and(|(_, from)| from.eq_ignore_ascii_case(host)),
        _ => true,
    }
}
