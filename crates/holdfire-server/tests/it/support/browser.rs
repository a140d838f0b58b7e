//! What a browser sends and gets, without a network.

use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Request, header};
use holdfire_store::counting::count_into;
use tower::ServiceExt as _;

use super::room::Room;
use crate::support::room::Account;

/// The kind of a form's body.
pub const TABLE: &str = "application/x-www-form-urlencoded";

/// What came back.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// Names and values in the order in which they came.
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<String> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
    }
}

impl Room {
    /// Sends a request and takes what comes back. Of a stream of events, what is there at once.
    pub fn send(&self, request: Request<Body>) -> Answer {
        count_into(Arc::clone(&self.counts));
        let router = self.router.clone();
        self.runtime.block_on(async move {
            let response = router
                .oneshot(request)
                .await
                .expect("a router does not fail");
            let (head, body) = response.into_parts();
            let stream = head
                .headers
                .get(header::CONTENT_TYPE)
                .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
            let body = if stream {
                first_events(body).await
            } else {
                let bytes = axum::body::to_bytes(body, 64 << 20).await;
                bytes.expect("a body of ours ends").to_vec()
            };
            Answer {
                status: head.status.as_u16(),
                headers: head
                    .headers
                    .iter()
                    .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
                    .collect(),
                body,
            }
        })
    }

    /// A request as somebody's browser begins it; `nobody` carries no cookie.
    pub fn request(&self, who: &str, method: &str, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost")
            .header("accept-language", "en");
        if let Some(account) = self.account(who) {
            request = request.header("cookie", format!("session={}", account.cookie));
        }
        request
    }

    /// Asks for a page.
    pub fn get(&self, who: &str, path: &str) -> Answer {
        let request = self.request(who, "GET", path).body(Body::empty());
        self.send(request.expect("a path of a test"))
    }

    /// Sends a form with the proof that it is of this session, as a page of ours does.
    pub fn post(&self, who: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let csrf = self
            .account(who)
            .map_or(String::new(), |account| account.csrf.clone());
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(pairs);
        self.post_bare(who, path, &all)
    }

    /// Sends a form as it is.
    pub fn post_bare(&self, who: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let body = form(pairs);
        let request = self
            .request(who, "POST", path)
            .header(header::CONTENT_TYPE, TABLE)
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body));
        self.send(request.expect("a path of a test"))
    }

    /// Somebody's account.
    pub fn account(&self, who: &str) -> Option<&Account> {
        self.accounts.get(who)
    }
}

/// Names and values as a browser writes them.
pub fn form(pairs: &[(&str, &str)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(pairs);
    text.finish()
}

/// What a stream gives within a moment: as long as it has something ready.
async fn first_events(mut stream: Body) -> Vec<u8> {
    let mut all = Vec::new();
    loop {
        let next =
            std::future::poll_fn(|cx| HttpBody::poll_frame(std::pin::Pin::new(&mut stream), cx));
        let waited = tokio::time::timeout(std::time::Duration::from_millis(40), next).await;
        match waited {
            Ok(Some(Ok(frame))) => {
                let bytes: Option<Bytes> = frame.into_data().ok();
                all.extend(bytes.unwrap_or_default());
            }
            _ => return all,
        }
    }
}
