//! Connections that cannot be held open for ever, and not more of them than can be served.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

/// The most connections at once; others wait in the system's queue.
const MOST_CONNECTIONS: usize = 256;

/// Accepts connections that have a deadline.
pub(super) struct Connections {
    listener: TcpListener,
    time: Duration,
    free: Arc<Semaphore>,
}

impl Connections {
    pub(super) fn new(listener: TcpListener, time: Duration) -> Self {
        let free = Arc::new(Semaphore::new(MOST_CONNECTIONS));
        Self {
            listener,
            time,
            free,
        }
    }
}

impl Listener for Connections {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let permit = Arc::clone(&self.free)
            .acquire_owned()
            .await
            .expect("the semaphore is never closed");
        // The listener of axum waits out errors such as too many open files.
        let (stream, address) = Listener::accept(&mut self.listener).await;
        let connection = Connection {
            stream,
            time: self.time,
            deadline: Box::pin(sleep(self.time)),
            _permit: permit,
        };
        (connection, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection whose deadline is put off only by an answer: a request that trickles in byte by byte is cut off.
pub(super) struct Connection {
    stream: TcpStream,
    time: Duration,
    deadline: Pin<Box<Sleep>>,
    _permit: OwnedSemaphorePermit,
}

impl Connection {
    fn unless_late<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        self.deadline
            .as_mut()
            .poll(cx)
            .map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_read(cx, buf) {
            Poll::Pending => self.unless_late(cx),
            ready => ready,
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write(cx, bytes) {
            Poll::Pending => self.unless_late(cx),
            ready => {
                let deadline = Instant::now() + self.time;
                self.deadline.as_mut().reset(deadline);
                ready
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::thread;

    use axum::Router;
    use axum::routing::get;

    use super::*;

    #[test]
    fn a_request_that_never_ends_is_cut_off() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Connections::new(listener, Duration::from_millis(100));
        let router: Router = Router::new().route("/", get(|| async { "whole" }));
        runtime.spawn(async move { axum::serve(connections, router).await });
        let ask = |request: &str| {
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let mut answer = String::new();
            // A reset is a cut too.
            let _ = stream.read_to_string(&mut answer);
            answer
        };
        assert!(ask("GET / HTTP/1.1\r\nhost: w\r\n\r\n").ends_with("whole"));
        assert!(!ask("GET / HTTP/1.1\r\nhost: w\r\n").contains("200"));
        // Bytes that trickle in do not put the end off.
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nx: ").unwrap();
        let mut writer = stream.try_clone().unwrap();
        let trickle = thread::spawn(move || {
            while writer.write_all(b"a").is_ok() {
                thread::sleep(Duration::from_millis(5));
            }
        });
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        assert!(!answer.contains("200"), "{answer}");
        drop(stream);
        trickle.join().unwrap();
    }
}
