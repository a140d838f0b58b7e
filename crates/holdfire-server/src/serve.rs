//! The server: the table of routes, and listening.

use std::any::Any;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use holdfire_wire::api::FaultPage;
use thiserror::Error;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;

use crate::access::{Action, Thing};
use crate::api;
use crate::connections::answer;
use crate::keeper::Keeper;
use crate::screens;
use crate::web::routes::GIVES_BACK;
use crate::web::visitor::identify;
use crate::web::{App, Fault, Needs, RouteLine, Table, Visitor, assets, gzip, headers};

/// No request has a larger body, files of evidence excepted.
const LARGEST_BODY_BYTES: usize = 4 << 20;

/// Why the server did not start or stopped.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error(
        "cannot listen on {address}\nhint: is another server running there? `--listen 127.0.0.1:0` takes a free port"
    )]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// It stopped.
    #[error("the server stopped")]
    Stopped(#[source] std::io::Error),
}

/// The routes of the server, and the table that they are made from.
pub fn table(app: &App) -> (Router<App>, Vec<RouteLine>) {
    api::routes(Table::new(app))
        .get("/assets/{*path}", Needs::Nobody, assets::get)
        .get("/", Needs::Nobody, screens::today)
        .get("/agreement", Needs::Nobody, screens::agreement)
        .get("/incidents", Needs::Nobody, screens::incidents)
        .get("/incidents/{id}", Needs::Nobody, screens::incident)
        .get("/corrections", Needs::Nobody, screens::corrections::page)
        .get("/sign-in", Needs::Nobody, screens::sign_in::page)
        .post("/sign-in", Needs::Nobody, screens::sign_in::enter)
        .post(
            "/sign-in/passkey/ask",
            Needs::Nobody,
            screens::passkeys::ask_at_the_door,
        )
        .post("/sign-in/passkey", Needs::Nobody, screens::passkeys::enter)
        .post("/scheme", Needs::Nobody, screens::sign_in::scheme)
        .post("/sign-out", Needs::Nobody, screens::sign_in::leave)
        .get(
            "/enrol/{secret}",
            Needs::Nobody,
            screens::sign_in::invitation,
        )
        .post("/enrol/{secret}", Needs::Nobody, screens::sign_in::enrol)
        .get("/account", Needs::Member, screens::account::page)
        .post(
            "/account/sessions/end",
            Needs::Member,
            screens::account::end_session,
        )
        .post(
            "/account/recovery",
            Needs::Member,
            screens::account::recovery,
        )
        .post(
            "/account/password",
            Needs::Member,
            screens::account::password,
        )
        .post(
            "/account/passkeys/ask",
            Needs::Member,
            screens::passkeys::ask_for_new,
        )
        .post("/account/passkeys", Needs::Member, screens::passkeys::add)
        .post(
            "/account/passkeys/remove",
            Needs::Member,
            screens::passkeys::remove,
        )
        .post(
            "/account/tokens",
            Needs::Member,
            screens::account::new_token,
        )
        .post(
            "/account/tokens/revoke",
            Needs::Member,
            screens::account::revoke_token,
        )
        .get("/admin", Needs::Do(Action::Manage), screens::admin::page)
        .post(
            "/admin/people",
            Needs::Do(Action::Manage),
            screens::admin::add,
        )
        .post(
            "/admin/people/role",
            Needs::Do(Action::Manage),
            screens::admin::role,
        )
        .post(
            "/admin/people/invite",
            Needs::Do(Action::Manage),
            screens::admin::invite,
        )
        .post(
            "/admin/people/account",
            Needs::Do(Action::Manage),
            screens::admin::account,
        )
        .post(
            "/admin/see-as",
            Needs::Do(Action::SeeAs),
            screens::admin::see_as,
        )
        .post(GIVES_BACK, Needs::Member, screens::admin::see_as_end)
        .get(
            "/reports/new",
            Needs::Do(Action::Intake),
            screens::intake::page,
        )
        .post(
            "/reports",
            Needs::Do(Action::Intake),
            screens::intake::enter,
        )
        .get("/intake", Needs::Do(Action::Intake), screens::tray::page)
        .post("/intake", Needs::Do(Action::Intake), screens::tray::hand_in)
        .get("/links", Needs::Do(Action::Link), screens::linking)
        .post("/links", Needs::Do(Action::Link), screens::decide_link)
        .post(
            "/reports/{id}/grade",
            Needs::Do(Action::Verify),
            screens::give_grade,
        )
        .get(
            "/publish",
            Needs::Do(Action::Publish),
            screens::publish::page,
        )
        .post(
            "/publish",
            Needs::Do(Action::Publish),
            screens::publish::propose,
        )
        .post(
            "/publish/delays",
            Needs::Do(Action::Publish),
            screens::publish::delays,
        )
        .get("/tasks", Needs::Read(Thing::Task), screens::tasks::page)
        .get(
            "/tasks.ics",
            Needs::Read(Thing::Task),
            screens::tasks::calendar,
        )
        .get("/tasks/new", Needs::Read(Thing::Task), screens::tasks::new)
        .post("/tasks", Needs::Read(Thing::Task), screens::tasks::open)
        .get("/tasks/{id}", Needs::Read(Thing::Task), screens::tasks::one)
        .get(
            "/tasks/{id}/receipt",
            Needs::Read(Thing::Task),
            screens::tasks::receipt,
        )
        .post(
            "/tasks/{id}/acts",
            Needs::Read(Thing::Task),
            screens::tasks::act,
        )
        .get("/register", Needs::Member, screens::register)
        .post(
            "/register/whose",
            Needs::Do(Action::Manage),
            screens::enter_whose,
        )
        .get("/evidence/{sha256}", Needs::Member, screens::evidence_file)
        .get("/record", Needs::Read(Thing::Record), screens::record)
        .get(
            "/record/log.tar",
            Needs::Read(Thing::Record),
            screens::record_folder,
        )
        .finish()
}

/// The whole service around the routes.
pub fn router(app: App) -> Router {
    let (routes, _) = table(&app);
    around(routes, app)
}

/// The service around some routes: who asks, faults as pages or JSON, headers. A panic is an answer as well: without that the
/// connection would end, and nobody would know why.
pub fn around(routes: Router<App>, app: App) -> Router {
    routes
        .fallback(|| async { Fault::NotFound })
        .method_not_allowed_fallback(|| async { StatusCode::METHOD_NOT_ALLOWED })
        .layer(CatchPanicLayer::custom(ours))
        .layer(middleware::from_fn_with_state(app.clone(), put_faults))
        .layer(middleware::from_fn(gzip::pack))
        .layer(middleware::from_fn_with_state(app.clone(), identify))
        // What breaks in those two is not told in words: there may be no visitor to whom to speak.
        .layer(CatchPanicLayer::custom(ours))
        .layer(middleware::from_fn(headers::add))
        .layer(DefaultBodyLimit::max(LARGEST_BODY_BYTES))
        .with_state(app)
}

/// The answer to a panic. What it says may hold what somebody sent or may not know, so it is dropped here.
fn ours(_: Box<dyn Any + Send>) -> Response {
    Fault::Ours.into_response()
}

/// Makes a page, or JSON below `/api/`, of a fault.
async fn put_faults(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let here = request.uri().path_and_query().map(ToString::to_string);
    let here = here.filter(|_| request.method() == Method::GET);
    // As the table has it: an address may hold the secret of an invitation, and the journal holds none.
    let line = request.extensions().get::<MatchedPath>().cloned();
    let visitor = request.extensions().get::<Visitor>().cloned();
    let response = next.run(request).await;
    let machine = is_for_programs(&path, visitor.as_ref());
    let Some(fault) = response.extensions().get::<Fault>().cloned() else {
        return if machine {
            put_refusals(response)
        } else {
            response
        };
    };
    let line = line.as_ref().map_or("no route", MatchedPath::as_str);
    match &fault {
        Fault::Surroundings(cause) => app.journal(&format!("{line}: {cause}")),
        Fault::Ours => app.journal(&format!("{line}: a part of the program broke; it goes on")),
        _ => {}
    }
    let mut answer = match visitor {
        Some(visitor) if !machine => {
            if fault == Fault::SignIn {
                let to = [(header::LOCATION, "/sign-in")];
                return (StatusCode::SEE_OTHER, to).into_response();
            }
            screens::fault(&fault, &visitor, here.as_deref())
                .unwrap_or_else(|_| fault.status().into_response())
        }
        _ => fault.for_program(),
    };
    if let Fault::Wait(seconds) = fault {
        answer
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    answer
}

/// True if whoever asks is a program, or a script of a page.
fn is_for_programs(path: &str, visitor: Option<&Visitor>) -> bool {
    path.starts_with("/api/")
        || path.starts_with("/tiles/")
        || visitor.is_some_and(|visitor| visitor.token.is_some())
}

/// What was refused before it reached anything of ours (a method, a path that is no text), as JSON like all else.
fn put_refusals(response: Response) -> Response {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_json = kind.is_some_and(|kind| kind == "application/json");
    if is_json || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let page = FaultPage {
        error: match status {
            StatusCode::METHOD_NOT_ALLOWED => "method-not-allowed",
            StatusCode::PAYLOAD_TOO_LARGE => "too-large",
            _ => "bad-request",
        }
        .to_owned(),
        details: None,
    };
    let mut answer = (status, axum::Json(page)).into_response();
    if let Some(allow) = response.headers().get(header::ALLOW) {
        answer.headers_mut().insert(header::ALLOW, allow.clone());
    }
    answer
}

/// Serves until the process is told to stop. `told` gets the address, which may have a port that was free.
///
/// # Errors
/// [`ServeError`]
pub async fn serve(
    app: App,
    listen: SocketAddr,
    told: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let listener = TcpListener::bind(listen)
        .await
        .map_err(|source| ServeError::Listen {
            address: listen,
            source,
        })?;
    told(listener.local_addr().map_err(ServeError::Stopped)?);
    let _keeper = Keeper::start(app.clone());
    answer(listener, router(app), stop()).await;
    Ok(())
}

/// Until the process is told to stop; connections that are open then have a moment to end.
async fn stop() {
    let _ = tokio::signal::ctrl_c().await;
    // What hangs longer is cut off by the process ending.
    tokio::spawn(async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        std::process::exit(0);
    });
}
