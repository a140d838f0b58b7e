//! The HTTP interface of C2SP tlog-witness: `POST /add-checkpoint` and `GET /<origin hash>/checkpoint`.
//!
//! Plain HTTP/1.1 with keep-alive: whoever serves beyond one machine puts TLS in front. Nobody signs in; the signature of
//! the log on the checkpoint is all that counts.

mod connection;

use std::fmt::Write as _;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Path as UrlPath, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::decision::TEXT_TYPE;
use crate::folder::WitnessError;
use crate::http::connection::Connections;
use crate::request::MOST_REQUEST_BYTES;
use crate::state::{Answer, Witness};

/// How long a connection may take for one request, and how long it may rest before the next.
const CONNECTION_TIME: Duration = Duration::from_secs(60);
/// How long open requests may go on after the server was told to stop.
const STOPPING_TIME: Duration = Duration::from_secs(10);
/// The most characters of a line of the server's journal.
const MOST_LINE: usize = 400;

/// Takes the lines of the server's journal. They hold no secrets: checkpoints are public.
pub type Journal = Arc<dyn Fn(&str) + Send + Sync>;

/// Why a witness cannot be served.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The folder.
    #[error(transparent)]
    Witness(#[from] WitnessError),
    /// The address.
    #[error("cannot listen on {listen}: {source}")]
    Listen {
        /// The address that was asked for.
        listen: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The rest of the system.
    #[error("the server stopped: {0}")]
    Io(#[from] io::Error),
}

#[derive(Clone)]
struct App {
    witness: Arc<Witness>,
    journal: Journal,
}

/// Serves the witness in a folder until the process is asked to stop (Ctrl-C or SIGTERM); open requests are finished.
///
/// # Units and shape
/// - `listen`: port 0 takes a free port; `on_bound` is told the real address before the first request.
///
/// # Errors
/// [`ServeError`]: the folder is in use or broken, or the address is taken.
pub fn serve(
    folder: &Path,
    listen: SocketAddr,
    journal: Journal,
    on_bound: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let witness = Arc::new(Witness::open(folder)?);
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let (listener, address) = bind(listen).await?;
        on_bound(address);
        run(App { witness, journal }, listener, asked_to_stop()).await
    })
}

/// A witness that is served by threads of its own, until it is stopped or dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Result<(), ServeError>>>,
}

impl Server {
    /// Starts serving the witness in a folder; see [`serve`].
    ///
    /// # Errors
    /// [`ServeError`]: the folder is in use or broken, or the address is taken.
    pub fn start(folder: &Path, listen: SocketAddr, journal: Journal) -> Result<Self, ServeError> {
        let witness = Arc::new(Witness::open(folder)?);
        let runtime = tokio::runtime::Runtime::new()?;
        let (listener, address) = runtime.block_on(bind(listen))?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let stopped = async {
                // An error means that the server was dropped: that is a request to stop as well.
                let _ = stopped.await;
            };
            runtime.block_on(run(App { witness, journal }, listener, stopped))
        });
        Ok(Self {
            address,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address as a prefix for clients.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Finishes open requests, stops and gives the folder free.
    ///
    /// # Errors
    /// [`ServeError::Io`] if serving had failed.
    pub fn stop(mut self) -> Result<(), ServeError> {
        self.stop_and_wait()
    }

    fn stop_and_wait(&mut self) -> Result<(), ServeError> {
        if let Some(stop) = self.stop.take() {
            // Nobody listens any more if serving has failed; joining tells why.
            let _ = stop.send(());
        }
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(result)) => result,
            Some(Err(_)) => Err(io::Error::other("a thread of the server panicked").into()),
            None => Ok(()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Whoever wants to know how it went calls `stop`.
        let _ = self.stop_and_wait();
    }
}

async fn bind(listen: SocketAddr) -> Result<(TcpListener, SocketAddr), ServeError> {
    let failed = |source| ServeError::Listen { listen, source };
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

async fn run(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let router = Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/{origin_hash}/checkpoint", get(checkpoint))
        .layer(DefaultBodyLimit::max(MOST_REQUEST_BYTES))
        .with_state(app);
    let (told, hears) = oneshot::channel();
    let stop = async move {
        stop.await;
        let _ = told.send(());
    };
    let listener = Connections::new(listener, CONNECTION_TIME);
    let serving = axum::serve(listener, router).with_graceful_shutdown(stop);
    tokio::select! {
        result = async { serving.await } => Ok(result?),
        () = async {
            let _ = hears.await;
            tokio::time::sleep(STOPPING_TIME).await;
        } => Ok(()),
    }
}

async fn asked_to_stop() {
    let ctrl_c = async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without the signal the server is stopped by force; that is safe, what was answered is durable.
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = ctrl_c => {}
        () = terminate => {}
    }
}

async fn add_checkpoint(State(app): State<App>, request: Request) -> Response {
    let body = match body(request).await {
        Ok(body) => body,
        Err((status, words)) => {
            app.note(&format!("add-checkpoint: {status}: {words}"));
            return (status, text_type(), format!("{words}\n")).into_response();
        }
    };
    let witness = app.witness.clone();
    let answer = tokio::task::spawn_blocking(move || witness.add_checkpoint(&body, now())).await;
    let Ok(answer) = answer else {
        app.note("add-checkpoint: 500: a thread panicked");
        return (
            StatusCode::INTERNAL_SERVER_ERROR,
            text_type(),
            "the witness failed\n",
        )
            .into_response();
    };
    app.note(&journal_line(&answer));
    let status = StatusCode::from_u16(answer.status()).expect("every answer has a status of HTTP");
    let content_type = [(header::CONTENT_TYPE, answer.content_type())];
    (status, content_type, answer.body()).into_response()
}

/// The whole body, unless it is too long: by its own words before it is read, or by what comes.
async fn body(request: Request) -> Result<Bytes, (StatusCode, String)> {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > MOST_REQUEST_BYTES) {
        let words = format!("a request has {MOST_REQUEST_BYTES} bytes at most");
        return Err((StatusCode::PAYLOAD_TOO_LARGE, words));
    }
    Bytes::from_request(request, &())
        .await
        .map_err(|rejection| (rejection.status(), rejection.body_text()))
}

async fn checkpoint(State(app): State<App>, UrlPath(origin_hash): UrlPath<String>) -> Response {
    let witness = app.witness.clone();
    let found = tokio::task::spawn_blocking(move || witness.checkpoint(&origin_hash)).await;
    match found {
        Ok(Ok(Some(note))) => (StatusCode::OK, text_type(), note).into_response(),
        Ok(Ok(None)) => {
            let body = "this witness has cosigned no checkpoint of such a log\n";
            (StatusCode::NOT_FOUND, text_type(), body).into_response()
        }
        Ok(Err(_)) | Err(_) => {
            let body = "the witness cannot read its state; try again later\n";
            (StatusCode::SERVICE_UNAVAILABLE, text_type(), body).into_response()
        }
    }
}

const fn text_type() -> [(header::HeaderName, &'static str); 1] {
    [(header::CONTENT_TYPE, TEXT_TYPE)]
}

impl App {
    /// One line, without control characters: parts of it come from strangers.
    fn note(&self, line: &str) {
        let one_line = line.replace('\n', "; ");
        let shown: String = one_line
            .chars()
            .filter(|c| !c.is_control())
            .take(MOST_LINE)
            .collect();
        (self.journal)(&shown);
    }
}

fn journal_line(answer: &Answer) -> String {
    let mut line = format!("add-checkpoint: {}", answer.status());
    let more = match answer {
        Answer::Cosigned { cosigned, .. } => {
            let checkpoint = cosigned.checkpoint();
            let (origin, size) = (checkpoint.origin(), checkpoint.size());
            write!(line, ": cosigned `{origin}` at {size} entries")
        }
        Answer::Refused { refusal, evidence } => {
            let kept = evidence.as_deref().map(Path::display);
            match kept {
                Some(folder) => write!(line, ": EVIDENCE kept in {folder}: {refusal}"),
                None => write!(line, ": {refusal}"),
            }
        }
        Answer::Failed(error) => write!(line, ": {error}"),
    };
    more.expect("a string can always grow");
    line
}

/// POSIX seconds; zero, which is never cosigned, for a clock before 1970.
fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs())
}
