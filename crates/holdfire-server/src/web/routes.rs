//! The table of routes: what each needs stands beside its path, is enforced in one place, and is what the tests of rights
//! are generated from.

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use holdfire_accounts::Scope;

use super::app::App;
use super::fault::Fault;
use super::visitor::Visitor;
use crate::access::{Action, Facts, Policies, Thing};

/// Where borrowed eyes are given back.
pub const GIVES_BACK: &str = "/see-as/end";

/// What somebody needs who asks for a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: the answer is made for the eyes of whoever asks.
    Nobody,
    /// A person of the mission who is signed in.
    Member,
    /// The right to read things of a kind in the mission's own log.
    Read(Thing),
    /// The right to do something.
    Do(Action),
}

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteLine {
    /// `GET` or `POST`, ...
    pub method: &'static str,
    /// The path with its `{names}`.
    pub path: &'static str,
    /// What is needed.
    pub needs: Needs,
}

/// The table while it is put together.
pub struct Table {
    router: Router<App>,
    lines: Vec<RouteLine>,
    app: App,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(app: &App) -> Self {
        Self {
            router: Router::new(),
            lines: Vec::new(),
            app: app.clone(),
        }
    }

    /// A page or an answer that changes nothing.
    #[must_use]
    pub fn get<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        needs: Needs,
        handler: H,
    ) -> Self {
        self.add("GET", MethodFilter::GET, path, needs, handler)
    }

    /// Something that is done.
    #[must_use]
    pub fn post<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        needs: Needs,
        handler: H,
    ) -> Self {
        self.add("POST", MethodFilter::POST, path, needs, handler)
    }

    /// Something that is taken away.
    #[must_use]
    pub fn delete<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        needs: Needs,
        handler: H,
    ) -> Self {
        self.add("DELETE", MethodFilter::DELETE, path, needs, handler)
    }

    fn add<H: Handler<T, App>, T: 'static>(
        mut self,
        method: &'static str,
        filter: MethodFilter,
        path: &'static str,
        needs: Needs,
        handler: H,
    ) -> Self {
        let guard = middleware::from_fn_with_state((self.app.clone(), needs), guard);
        let route = on(filter, handler).route_layer(guard);
        self.router = self.router.route(path, route);
        self.lines.push(RouteLine {
            method,
            path,
            needs,
        });
        self
    }

    /// The router, and its table.
    pub fn finish(self) -> (Router<App>, Vec<RouteLine>) {
        (self.router, self.lines)
    }
}

/// Lets through who has what the route needs.
async fn guard(State((app, needs)): State<(App, Needs)>, request: Request, next: Next) -> Response {
    let Some(visitor) = request.extensions().get::<Visitor>() else {
        return Fault::SignIn.into_response();
    };
    // Borrowed eyes do nothing, not even to one's own account; they are only given back.
    let does = !request.method().is_safe() && request.uri().path() != GIVES_BACK;
    if does && needs != Needs::Nobody && visitor.seen_as.is_some() {
        return Fault::NotAllowed.into_response();
    }
    match in_scope(visitor, request.method()).and_then(|()| allowed(&app, visitor, needs)) {
        Ok(()) => next.run(request).await,
        Err(fault) => fault.into_response(),
    }
}

/// What a token allows beside what its owner may do: to read, or to write.
fn in_scope(visitor: &Visitor, method: &Method) -> Result<(), Fault> {
    let scope = if method.is_safe() {
        Scope::Read
    } else {
        Scope::Write
    };
    match &visitor.token {
        Some(token) if !token.scopes.has(scope) => Err(Fault::NotAllowed),
        _ => Ok(()),
    }
}

fn allowed(_: &App, visitor: &Visitor, needs: Needs) -> Result<(), Fault> {
    let asked = match needs {
        Needs::Nobody => return Ok(()),
        Needs::Member => None,
        Needs::Read(thing) => Some((Action::Read, thing)),
        Needs::Do(action) => Some((action, Thing::Task)),
    };
    if visitor.is_nobody() {
        return Err(Fault::SignIn);
    }
    let Some((action, thing)) = asked else {
        return Ok(());
    };
    let facts = Facts {
        // Whether there is anything of the kind is for the page to say: what is asked here is if there can be.
        all_parties: true,
        ..Facts::of(thing)
    };
    let policies = Policies::shipped();
    if policies.allows(&visitor.eyes, visitor.only_looks(), action, &facts) {
        Ok(())
    } else {
        Err(Fault::NotAllowed)
    }
}
