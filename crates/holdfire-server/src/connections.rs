//! Connections: as many as fit, and none that makes others wait by being slow.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

/// A head has to be there after so long; an open connection without a request is closed after the same time.
pub const HEAD_TIME: Duration = Duration::from_secs(30);

/// So many connections are open at once; the next wait until one of them ends.
const MOST_CONNECTIONS: usize = 2_048;

/// A head has no more bytes: longer addresses are refused before they are read.
const LARGEST_HEAD_BYTES: usize = 64 << 10;

/// After an error of the system, such as too many open files, so long until the next try.
const AFTER_ERROR: Duration = Duration::from_millis(200);

/// Answers on a listener until `stop`, then lets those that are open come to their end.
pub async fn answer(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let mut stop = pin!(stop);
    let open = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
        };
        let Ok((stream, address)) = accepted else {
            tokio::time::sleep(AFTER_ERROR).await;
            continue;
        };
        // Small answers are not held back for more; without it pages are slower, not wrong.
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request
                .extensions_mut()
                .insert::<ConnectInfo<SocketAddr>>(ConnectInfo(address));
            router.clone().oneshot(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .max_buf_size(LARGEST_HEAD_BYTES)
            .serve_connection(TokioIo::new(stream), service);
        let watched = open.watch(connection);
        tokio::spawn(async move {
            // A connection that breaks is the visitor's matter.
            let _ = watched.await;
            drop(place);
        });
    }
    drop(listener);
    open.shutdown().await;
}
