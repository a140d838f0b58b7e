//! What nobody means well with: shown as text or refused clearly, never an error of ours, and nothing secret in the journal.

use std::time::Duration;

use axum::body::{Body, Bytes};
use holdfire_server::connections::answer;
use tower::ServiceExt as _;

use crate::support::plan::report;
use crate::support::{Plan, Room, TABLE};

/// Texts that would be something else than text where they are not escaped.
fn texts() -> Vec<String> {
    vec![
        "<script>alert(1)</script>".to_owned(),
        "\"><img src=x onerror=alert(1)>".to_owned(),
        "'; drop table thing; --".to_owned(),
        "{{ shell.csrf }} {% raw %} ${7*7} { $entry }".to_owned(),
        "\u{202e}txt.exe\u{2066}\u{200f}".to_owned(),
        "=HYPERLINK(\"http://e.example\")".to_owned(),
        "@SUM(1+1)*cmd|' /C calc'!A0".to_owned(),
        "\u{feff}\u{fffe}\u{1f4a3}\u{0301}\u{0301}\u{0301}".to_owned(),
        "a".repeat(50_000),
    ]
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[track_caller]
fn clear(status: u16, what: &str) {
    assert!(
        (200..500).contains(&status),
        "{status}: {}",
        what.chars().take(80).collect::<String>()
    );
}

/// A room whose mission is on a page that shows everything.
fn room() -> Room {
    Room::new(&Plan::example())
}

fn quiet(room: &Room) {
    let lines = room.journal.lock().expect("no panic").clone();
    assert_eq!(
        lines,
        Vec::<String>::new(),
        "nothing went wrong on our side"
    );
}

#[test]
fn what_is_in_an_address_is_text() {
    let room = room();
    let names = [
        "q", "panel", "as-of", "by", "point", "silent", "waits", "decides", "verdict", "class",
        "from", "bbox", "page", "on", "lang", "kind", "about", "contents", "zzz",
    ];
    for text in texts() {
        let text = encoded(&text);
        for name in names {
            for path in ["/", "/incidents", "/tasks/new", "/publish", "/register"] {
                if text.len() > 40_000 && path != "/incidents" {
                    continue;
                }
                let answer = room.get("olga", &format!("{path}?{name}={text}"));
                clear(answer.status, &format!("{path} {name}"));
                let page = answer.text();
                assert!(!page.contains("<script>alert"), "{path} {name}");
                assert!(!page.contains("<img src=x"), "{path} {name}");
            }
        }
        for path in ["/incidents/", "/tasks/", "/enrol/", "/assets/", "/"] {
            if text.len() < 60_000 {
                clear(room.get("olga", &format!("{path}{text}")).status, path);
            }
        }
    }
    quiet(&room);
}

#[test]
fn what_is_in_a_report_is_text() {
    let mut plan = Plan::example();
    let texts = texts();
    for (n, text) in texts.iter().enumerate() {
        let row = report(&format!("H-{n}"), "beta", &text.replace('"', "\"\""));
        plan.add("reports.csv", &row);
    }
    let room = Room::new(&plan);
    for path in ["/", "/incidents", "/agreement", "/publish"] {
        clear(room.get("olga", path).status, path);
    }
    for n in 0..texts.len() {
        let page = room.get("leo", &format!("/incidents/H-{n}"));
        assert_eq!(page.status, 200, "H-{n}");
        let page = page.text();
        assert!(
            !page.contains("<script>alert") && !page.contains("<img src=x"),
            "H-{n}"
        );
    }
    quiet(&room);
}

#[test]
fn a_megabyte_without_a_blank_is_a_text_or_refused() {
    let room = room();
    let long = "x".repeat(1 << 20);
    for (path, name) in [
        ("/tasks", "allegations"),
        ("/tasks/EXAMPLE-BBBB02/acts", "text"),
        ("/sign-in", "name"),
    ] {
        let pairs = [
            ("kind", "complaint"),
            ("act", "answer"),
            ("on", "2"),
            ("reply_kind", "denies"),
            (name, &long),
        ];
        let status = room.post("leo", path, &pairs).status;
        assert!((400..500).contains(&status), "{path}: {status}");
    }
    assert_eq!(room.get("leo", "/tasks").status, 200);
    quiet(&room);
}

#[test]
fn a_body_over_the_limit_is_refused() {
    let room = room();
    let big = vec![b'a'; (4 << 20) + 1];
    let (_, lines) = holdfire_server::table(&room.app);
    for line in lines.iter().filter(|line| line.method == "POST") {
        let path = line
            .path
            .replace("{id}", "EXAMPLE-BBBB01")
            .replace("{secret}", "none");
        let request = room
            .request("olga", "POST", &path)
            .header("content-type", TABLE);
        let answer = room.send(request.body(Body::from(big.clone())).expect("a request"));
        assert!(
            (400..500).contains(&answer.status),
            "{path}: {}",
            answer.status
        );
    }
    quiet(&room);
}

#[test]
fn bytes_that_are_no_text_are_read_as_far_as_they_are_or_refused() {
    let room = room();
    for path in [
        "/incidents?q=%ff%fe",
        "/incidents?%c3=%28",
        "/incidents/%ff",
        "/tasks/%c0%ae",
        "/?panel=%ed%a0%80",
        "/%ff",
    ] {
        clear(room.get("leo", path).status, path);
    }
    let (_, lines) = holdfire_server::table(&room.app);
    for line in lines
        .iter()
        .filter(|line| line.method == "POST" && line.path != "/sign-out")
    {
        let path = line
            .path
            .replace("{id}", "EXAMPLE-BBBB02")
            .replace("{secret}", "none");
        let mut body = format!("csrf={}&name=", room.accounts["leo"].csrf).into_bytes();
        body.extend([0xff, 0xfe, b'&', b'%', b'z', b'=', 0, b'%', b'0', b'0']);
        let request = room
            .request("leo", "POST", &path)
            .header("content-type", TABLE);
        let answer = room.send(request.body(Body::from(body)).expect("a request"));
        clear(answer.status, &path);
    }
    for kind in [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/json",
        "\u{e9}",
    ] {
        let request = room
            .request("leo", "POST", "/tasks")
            .header("content-type", kind);
        let answer = room.send(
            request
                .body(Body::from("kind=complaint"))
                .expect("a request"),
        );
        assert_eq!(answer.status, 400, "{kind}");
    }
    quiet(&room);
}

#[test]
fn no_path_leads_out_of_what_the_table_has() {
    let room = room();
    for path in [
        "/assets/../Cargo.toml",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets//etc/passwd",
        "/assets/%00",
        "/assets/workbench.css%00.js",
        "/assets/..%5c..%5ckeys",
        "/incidents/..%2f..%2fadmin",
        "/incidents/%00",
        "/tasks/EXAMPLE-AAAA01%00",
        "/tasks/%2e%2e",
        "/tasks/EXAMPLE-AAAA01%2facts",
        "//admin",
        "/./admin",
        "/admin/",
        "/ADMIN",
        "/admin%20",
        "/tasks/EXAMPLE-AAAA01;x=1",
        "/%61dmin",
    ] {
        let answer = room.get("leo", path);
        assert!(
            (400..500).contains(&answer.status),
            "{path}: {}",
            answer.status
        );
        assert!(!answer.text().contains("root:"), "{path}");
    }
    quiet(&room);
}

#[test]
fn very_many_and_doubled_parameters_are_read_once_or_refused() {
    let room = room();
    let many: String = (0..10_000).map(|n| format!("p{n}={n}&")).collect();
    clear(
        room.get("leo", &format!("/incidents?{}", &many[..60_000]))
            .status,
        "many",
    );
    let panels: String = (0..5_000).map(|n| format!("panel=r{n}&")).collect();
    clear(
        room.get("leo", &format!("/incidents?{panels}")).status,
        "panels",
    );
    for doubled in [
        "class=may&class=all",
        "as-of=5&as-of=7",
        "q=a&q=b",
        "page=1&page=0",
        "lang=en&lang=xx",
    ] {
        clear(
            room.get("leo", &format!("/incidents?{doubled}")).status,
            doubled,
        );
    }
    let csrf = room.accounts["leo"].csrf.clone();
    let pairs: Vec<(String, String)> = (0..10_000)
        .map(|n| (format!("about{n}"), "report R1".to_owned()))
        .collect();
    let mut all = vec![("csrf", csrf.as_str()), ("kind", "complaint")];
    all.extend(
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    clear(room.post_bare("leo", "/tasks", &all).status, "many fields");
    let mut same = vec![
        ("csrf", csrf.as_str()),
        ("csrf", "x"),
        ("kind", "complaint"),
        ("kind", "decision"),
    ];
    same.extend((0..10_000).map(|_| ("about", "report R1")));
    let status = room.post_bare("leo", "/tasks", &same).status;
    assert!((400..500).contains(&status), "{status}");
    quiet(&room);
}

#[test]
fn very_long_ids_are_those_of_nothing() {
    let room = room();
    let long = "R".repeat(50_000);
    for path in ["/incidents/", "/tasks/", "/enrol/"] {
        assert_eq!(
            room.get("olga", &format!("{path}{long}")).status,
            404,
            "{path}"
        );
    }
    for id in [
        "\u{442}\u{430}",
        "EXAMPLE-bbbb0l",
        "EXAMPLE-BBBB01%0d%0aset-cookie:x=1",
        "EXAMPLE-BBBB01%20",
    ] {
        let id = if id.contains('%') {
            id.to_owned()
        } else {
            encoded(id)
        };
        let answer = room.post(
            "leo",
            &format!("/tasks/{id}/acts"),
            &[("act", "note"), ("on", "2"), ("text", "t")],
        );
        clear(answer.status, &id);
        assert_eq!(answer.header("set-cookie"), None, "{id}");
    }
    let id = "x".repeat(9_000);
    let pairs = [
        ("name", id.as_str()),
        ("role", id.as_str()),
        ("party", &id),
        ("code", &id),
    ];
    for path in [
        "/admin/people",
        "/admin/people/role",
        "/admin/people/invite",
        "/admin/see-as",
    ] {
        clear(room.post("olga", path, &pairs).status, path);
    }
    quiet(&room);
}

#[test]
fn numbers_and_times_at_their_ends_are_numbers_and_times_or_refused() {
    let room = room();
    for query in [
        "as-of=18446744073709551615",
        "as-of=18446744073709551616",
        "as-of=-1",
        "as-of=9999-12-31",
        "as-of=-9999-01-01",
        "as-of=9999-12-31T23:59:60Z",
        "page=999999",
        "page=18446744073709551615",
        "from=9999-12-31",
        "until=9999-12-31",
        "from=-9999-01-01",
        "on=9999-12-31",
        "on=-9999-01-01",
        "on=-009999-01-01",
        "bbox=NaN,0,1,1",
        "bbox=-180,-90,180,90",
        "bbox=1e400,0,1,1",
        "bbox=180,0,-180,1",
    ] {
        for path in ["/", "/incidents"] {
            clear(room.get("leo", &format!("{path}?{query}")).status, query);
        }
    }
    for contents in [
        "the state as of entry 18446744073709551615 with the cut-off 9999-12-31T00:00:00Z",
        "the state as of entry 0 with the cut-off -009999-01-01T00:00:00Z",
    ] {
        clear(
            room.get("olga", &format!("/publish?contents={}", encoded(contents)))
                .status,
            contents,
        );
    }
    quiet(&room);
}

#[test]
fn a_body_that_never_ends_is_cut() {
    let room = room();
    let started = std::time::Instant::now();
    let router = room.router.clone();
    let request = room
        .request("leo", "POST", "/tasks")
        .header("content-type", TABLE);
    let csrf = room.accounts["leo"].csrf.clone();
    let status = room.runtime.block_on(async move {
        tokio::time::pause();
        let body = Body::from_stream(Dripping(format!("csrf={csrf}&kind=complaint&text=")));
        let response = router.oneshot(request.body(body).expect("a request")).await;
        let status = response.expect("a router does not fail").status();
        tokio::time::resume();
        status
    });
    assert!(status.is_client_error(), "{status}");
    assert!(started.elapsed() < Duration::from_secs(20), "nobody waited");
    quiet(&room);
}

/// A body that says something and then nothing more.
struct Dripping(String);

impl futures_core::Stream for Dripping {
    type Item = Result<Bytes, std::convert::Infallible>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        if self.0.is_empty() {
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(Some(Ok(Bytes::from(std::mem::take(&mut self.0)))))
    }
}

#[test]
fn a_head_that_never_ends_is_cut() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let room = room();
    let router = room.router.clone();
    room.runtime.block_on(async move {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = tokio::spawn(answer(listener, router, async move {
            let _ = stopped.await;
        }));
        // A whole request is answered.
        let mut whole = tokio::net::TcpStream::connect(address)
            .await
            .expect("it listens");
        let head = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        whole.write_all(head).await.expect("it takes bytes");
        let mut text = Vec::new();
        whole.read_to_end(&mut text).await.expect("it answers");
        assert!(
            text.starts_with(b"HTTP/1.1 200"),
            "{}",
            String::from_utf8_lossy(&text)
        );
        let mut half = tokio::net::TcpStream::connect(address)
            .await
            .expect("it listens");
        half.write_all(b"GET / HTTP/1.1\r\nhost: loc")
            .await
            .expect("it takes bytes");
        tokio::time::sleep(Duration::from_millis(100)).await;
        tokio::time::pause();
        let mut text = Vec::new();
        let read = half.read_to_end(&mut text);
        let cut = tokio::time::timeout(Duration::from_secs(120), read).await;
        tokio::time::resume();
        assert!(cut.is_ok(), "the connection is closed");
        stop.send(()).expect("it runs");
        server.await.expect("it ends");
    });
}

#[test]
fn the_journal_and_errors_hold_no_secret() {
    let room = room();
    let secret = "Zx9".repeat(12);
    let long = "y".repeat(300);
    for (path, pairs) in [
        (
            "/sign-in",
            vec![
                ("name", "leo"),
                ("password", secret.as_str()),
                ("code", "123456"),
            ],
        ),
        (
            "/account/password",
            vec![
                ("old", secret.as_str()),
                ("new", &long),
                ("again", &long),
                ("code", "000000"),
            ],
        ),
        (
            "/account/tokens",
            vec![
                ("name", secret.as_str()),
                ("scope", "read"),
                ("days", "3"),
                ("code", "000000"),
            ],
        ),
    ] {
        let answer = room.post("leo", path, &pairs);
        clear(answer.status, path);
        if path != "/account/tokens" {
            assert!(!answer.text().contains(&secret), "{path}");
        }
        assert!(!answer.text().contains(&long), "{path}");
    }
    clear(
        room.get("nobody", &format!("/enrol/{secret}")).status,
        "enrol",
    );
    let lines = room.journal.lock().expect("no panic").join("\n");
    let cookies = room
        .accounts
        .values()
        .map(|account| account.cookie.as_str());
    for known in cookies.chain([secret.as_str(), crate::support::room::PASSWORD]) {
        assert!(!lines.contains(known));
    }
}
