//! Over HTTP on the loopback.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use holdfire_seal::checkpoint::{add_signature_line, open};
use holdfire_witness::client::{ClientError, WitnessClient};
use holdfire_witness::folder::origin_hash;
use holdfire_witness::http::Server;
use holdfire_witness::{cosign_by_hand, create};

use crate::support::{Log, ORIGIN, Scratch};

const FREE_PORT: &str = "127.0.0.1:0";

fn server(scratch: &Scratch) -> Server {
    Server::start(scratch.path(), FREE_PORT.parse().unwrap(), Arc::new(|_| ())).unwrap()
}

/// Sends raw bytes and reads the whole answer.
fn raw(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn post(address: SocketAddr, body: &str) -> String {
    let head = format!(
        "POST /add-checkpoint HTTP/1.1\r\nhost: w\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    raw(address, &(head + body))
}

fn get(address: SocketAddr, path: &str) -> String {
    raw(
        address,
        &format!("GET {path} HTTP/1.1\r\nhost: w\r\nconnection: close\r\n\r\n"),
    )
}

#[test]
fn a_log_is_cosigned_through_the_client_and_the_size_of_the_witness_is_followed() {
    let log = Log::new("a");
    let (scratch, key) = Scratch::with_witness(&log);
    let server = server(&scratch);
    let client = WitnessClient::new(&format!("{}/", server.url()), key.clone()).unwrap();
    assert_eq!(client.latest(ORIGIN).unwrap(), None);
    let mut asked = Vec::new();
    for size in [5, 9, 9, 40] {
        // The client thinks each time that the witness knows nothing.
        let receipt = client
            .submit(&log.note(size), 0, |old| {
                asked.push((old, size));
                Ok(log.path(old, size))
            })
            .unwrap();
        let note = add_signature_line(&log.note(size), &receipt.line).unwrap();
        let opened = open(note.as_bytes(), ORIGIN, &[log.verifier(), key.clone()]).unwrap();
        assert_eq!(opened.cosigned_at(&key), Some(receipt.timestamp));
        assert!(receipt.timestamp > 1_700_000_000);
        assert_eq!(client.latest(ORIGIN).unwrap(), Some(note));
    }
    assert_eq!(asked, [(5, 9), (9, 40)]);
    server.stop().unwrap();
    // The folder is free again, and knows.
    let error = cosign_by_hand(scratch.path(), log.request(0, 41).as_bytes(), u64::MAX >> 1);
    assert!(error.unwrap_err().to_string().contains("has 40 entries"));
}

#[test]
fn every_status_comes_over_http_with_its_media_type() {
    let (log, other) = (Log::new("a"), Log::new("b"));
    let (scratch, _) = Scratch::with_witness(&log);
    let server = server(&scratch);
    let address = server.address();
    let starts = |answer: &str, status: &str| {
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        )
    };
    let missing = format!("/{}/checkpoint", origin_hash(ORIGIN));
    starts(&get(address, &missing), "404 ");
    let first = post(address, &log.request(0, 5));
    starts(&first, "200 ");
    assert!(
        first.contains("\r\n\r\n— witness.example/w ") && first.ends_with('\n'),
        "{first}"
    );
    starts(&post(address, "old 05\n\n"), "400 ");
    starts(
        &post(address, &log.request(0, 9).replacen("\n9\n", "\n8\n", 1)),
        "403 ",
    );
    starts(
        &post(
            address,
            &log.request(0, 9).replacen(ORIGIN, "log.example/z", 1),
        ),
        "404 ",
    );
    let conflict = post(address, &log.request(0, 9));
    starts(&conflict, "409 ");
    assert!(
        conflict.contains("content-type: text/x.tlog.size\r\n"),
        "{conflict}"
    );
    assert!(conflict.ends_with("\r\n\r\n5\n"), "{conflict}");
    starts(&post(address, &other.request(5, 9)), "422 ");
    starts(&get(address, "/add-checkpoint"), "405 ");
    starts(&get(address, "/"), "404 ");
    starts(&get(address, "/../witness.key"), "404 ");
    starts(&get(address, "/x/checkpoint"), "404 ");
    let found = get(address, &missing);
    starts(&found, "200 ");
    assert!(found.contains("\r\n\r\nlog.example/a\n5\n"), "{found}");
    // Too long by its own words: refused before it is read.
    let long = "POST /add-checkpoint HTTP/1.1\r\nhost: w\r\nconnection: close\r\ncontent-length: 9000000\r\n\r\n";
    starts(&raw(address, long), "413 ");
    // Too long without saying so.
    let mut chunked = "POST /add-checkpoint HTTP/1.1\r\nhost: w\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n".to_owned();
    for _ in 0..17 {
        chunked += &format!("10000\r\n{}\r\n", "a".repeat(0x10000));
    }
    starts(&raw(address, &chunked), "413 ");
}

#[test]
fn a_connection_is_kept_for_the_next_request() {
    let log = Log::new("a");
    let (scratch, _) = Scratch::with_witness(&log);
    let server = server(&scratch);
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let mut answers = String::new();
    for (old, new) in [(0, 5), (5, 9)] {
        let body = log.request(old, new);
        let close = if new == 9 {
            "connection: close\r\n"
        } else {
            ""
        };
        let head = format!(
            "POST /add-checkpoint HTTP/1.1\r\nhost: w\r\n{close}content-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).unwrap();
    }
    stream.read_to_string(&mut answers).unwrap();
    assert_eq!(answers.matches("HTTP/1.1 200").count(), 2, "{answers}");
}

#[test]
fn the_client_says_what_is_wrong_and_believes_no_other_cosignature() {
    let (log, other) = (Log::new("a"), Log::new("b"));
    let (scratch, key) = Scratch::with_witness(&log);
    let server = server(&scratch);
    let client = WitnessClient::new(&server.url(), key).unwrap();
    let submit = |log: &Log, size| client.submit(&log.note(size), 0, |old| Ok(log.path(old, size)));
    submit(&log, 20).unwrap();
    assert!(matches!(
        submit(&other, 30),
        Err(ClientError::Refused { status: 422, .. })
    ));
    assert!(matches!(
        submit(&log, 10),
        Err(ClientError::Ahead {
            latest: 20,
            size: 10,
            ..
        })
    ));
    let refused = client.submit(&log.note(30), 0, |_| Err("no such size".into()));
    assert_eq!(
        refused.unwrap_err().to_string(),
        "no consistency proof from size 20: no such size"
    );
    // A witness with the same name and another key.
    let stranger = create(Scratch::new().path(), "witness.example/w").unwrap();
    let misled = WitnessClient::new(&server.url(), stranger).unwrap();
    assert!(matches!(
        misled.submit(&log.note(20), 20, |_| Ok(Vec::new())),
        Err(ClientError::Nonsense { .. })
    ));
    assert!(matches!(
        misled.latest(ORIGIN),
        Err(ClientError::Nonsense { .. })
    ));
    for bad in ["", "witness.example", "ftp://a", "http://"] {
        assert!(WitnessClient::new(bad, log.verifier()).is_err(), "{bad}");
    }
}

/// Answers every connection with the same bytes; how many there were.
fn stub(answer: String) -> (String, Arc<Mutex<usize>>) {
    let listener = TcpListener::bind(FREE_PORT).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(Mutex::new(0));
    let counted = count.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            *counted.lock().unwrap() += 1;
            let mut request = vec![0; 64 * 1024];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (url, count)
}

#[test]
fn a_witness_that_plays_tricks_is_left_after_a_few_tries() {
    let log = Log::new("a");
    let (_scratch, key) = Scratch::with_witness(&log);
    let answer = |status: &str, content_type: &str, body: &str| {
        format!(
            "HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let ask = |answer: String| {
        let (url, count) = stub(answer);
        let client = WitnessClient::new(&url, key.clone()).unwrap();
        let error = client
            .submit(&log.note(9), 0, |old| Ok(log.path(old, 9)))
            .unwrap_err();
        let count = *count.lock().unwrap();
        (error, count)
    };
    let size = "text/x.tlog.size";
    assert!(matches!(
        ask(answer("409", size, "5\n")),
        (ClientError::Moving { .. }, 3)
    ));
    assert!(matches!(
        ask(answer("409", size, "05\n")),
        (ClientError::Nonsense { .. }, 1)
    ));
    assert!(matches!(
        ask(answer("409", size, "5")),
        (ClientError::Nonsense { .. }, 1)
    ));
    assert!(matches!(
        ask(answer("409", "text/plain", "5\n")),
        (ClientError::Refused { status: 409, .. }, 1)
    ));
    assert!(
        matches!(ask(answer("503", "text/plain", "later\u{1b}[2J")), (ClientError::Refused { status: 503, words, .. }, 3) if words == "later[2J")
    );
    assert!(matches!(
        ask(answer("200", "text/plain", "")),
        (ClientError::Nonsense { .. }, 1)
    ));
    assert!(matches!(
        ask(answer("200", "text/plain", "— a AAAAAAAA\n")),
        (ClientError::Nonsense { .. }, 1)
    ));
    let redirect = "HTTP/1.1 302 x\r\nconnection: close\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
    assert!(matches!(
        ask(redirect.to_owned()),
        (ClientError::Refused { status: 302, .. }, 1)
    ));
    let endless = answer("200", "text/plain", &"a".repeat(2 * 1024 * 1024));
    assert!(matches!(ask(endless).0, ClientError::NoAnswer { .. }));
    assert!(matches!(
        ask("nonsense\r\n\r\n".to_owned()).0,
        ClientError::NoAnswer { .. }
    ));
}

#[test]
fn the_journal_names_what_was_done_in_single_safe_lines() {
    let (log, other) = (Log::new("a"), Log::new("b"));
    let (scratch, _) = Scratch::with_witness(&log);
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = lines.clone();
    let journal = Arc::new(move |line: &str| kept.lock().unwrap().push(line.to_owned()));
    let server = Server::start(scratch.path(), FREE_PORT.parse().unwrap(), journal).unwrap();
    post(server.address(), &log.request(0, 5));
    post(server.address(), &other.request(5, 9));
    post(
        server.address(),
        &log.request(0, 9).replacen(ORIGIN, "log.example/\u{9b}z", 1),
    );
    server.stop().unwrap();
    let lines = lines.lock().unwrap();
    assert_eq!(
        lines[0],
        "add-checkpoint: 200: cosigned `log.example/a` at 5 entries"
    );
    assert!(
        lines[1].starts_with("add-checkpoint: 422: EVIDENCE kept in "),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].starts_with("add-checkpoint: 404: log `log.example/z` is not known"),
        "{}",
        lines[2]
    );
    let secret = std::fs::read_to_string(scratch.path().join("witness.key")).unwrap();
    assert!(
        lines
            .iter()
            .all(|line| !line.contains(secret.trim()) && !line.contains('\n'))
    );
}

#[test]
fn a_folder_that_is_served_cannot_be_served_twice() {
    let log = Log::new("a");
    let (scratch, _) = Scratch::with_witness(&log);
    let first = server(&scratch);
    let listen: SocketAddr = FREE_PORT.parse().unwrap();
    let second = Server::start(scratch.path(), listen, Arc::new(|_| ()));
    assert!(
        second
            .unwrap_err()
            .to_string()
            .starts_with("another process uses the witness")
    );
    let (other, _) = Scratch::with_witness(&log);
    let taken = Server::start(other.path(), first.address(), Arc::new(|_| ()));
    assert!(
        taken
            .unwrap_err()
            .to_string()
            .starts_with("cannot listen on 127.0.0.1:")
    );
    drop(first);
    assert!(Server::start(scratch.path(), listen, Arc::new(|_| ())).is_ok());
}
