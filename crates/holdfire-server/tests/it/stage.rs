//! A mission with a case and people, and requests to its server.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use holdfire_accounts::{Accounts, Enrolment, NewToken, Password, Scope, Settings};
use holdfire_record::{Kind, Schedule};
use holdfire_seal::fields::Field;
use holdfire_server::{App, Door, Gate, router};
use holdfire_store::mission::{Draft, Mission, NewMission, PUBLIC, Submission, Surroundings};
use holdfire_testkit::workspace;
use holdfire_wire::CaseFiles;
use holdfire_wire::entries::changes;
use serde_json::Value;
use tower::ServiceExt as _;

/// The two parties of the case that tests use.
pub const A: &str = "ukraine";
pub const B: &str = "russia";

/// A server that goes with its folder.
pub struct Stage {
    pub app: App,
    tokens: BTreeMap<String, String>,
    dir: PathBuf,
}

impl Drop for Stage {
    fn drop(&mut self) {
        // It lies in the folder for such things.
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// What was answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        assert_eq!(
            self.status,
            StatusCode::OK,
            "{}",
            String::from_utf8_lossy(&self.body)
        );
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// The case of 2025, as files.
pub fn case_2025() -> CaseFiles {
    let dir = workspace().join("cases/energy-2025");
    let mut files = BTreeMap::new();
    for folder in ["", "readings"] {
        for entry in std::fs::read_dir(dir.join(folder)).expect("the folder") {
            let path = entry.expect("an entry").path();
            let name = path
                .strip_prefix(&dir)
                .expect("inside")
                .to_string_lossy()
                .into_owned();
            if path.is_file() && !name.ends_with(".md") {
                files.insert(name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    CaseFiles(files)
}

/// Puts another text in the place of a file.
pub fn with(mut files: CaseFiles, name: &str, text: &str) -> CaseFiles {
    files.0.insert(name.to_owned(), text.as_bytes().to_vec());
    files
}

/// A file's text.
pub fn text_of(files: &CaseFiles, name: &str) -> String {
    String::from_utf8(files.0[name].clone()).expect("text")
}

/// Takes the rows out of a table.
pub fn emptied(files: CaseFiles, name: &str) -> CaseFiles {
    let head = format!(
        "{}\n",
        text_of(&files, name).lines().next().expect("a head")
    );
    with(files, name, &head)
}

pub fn share(subject: &str, with: &str) -> Draft {
    Draft::set(Kind::Access, subject, vec![Field::new("with", with)])
}

pub fn role(name: &str, role: &str, party: &str) -> Draft {
    let fields = vec![Field::new("role", role), Field::new("party", party)];
    Draft::set(Kind::Access, &format!("role/{name}"), fields)
}

impl Stage {
    /// A mission with these files and people: `secretary`, `anna` of party A, `boris` of party B.
    pub fn new(files: &CaseFiles, more: Vec<Draft>) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let dir =
            std::env::temp_dir().join(format!("holdfire-server-{}-{number}", std::process::id()));
        let new = NewMission {
            origin: "test.invalid/halt".to_owned(),
            schedule: Schedule::new(900, 3_600).expect("a schedule"),
            operator: "secretary".to_owned(),
        };
        let mission = Mission::create(&dir, &new, Surroundings::system()).expect("a mission");
        let author = mission
            .now()
            .expect("a view")
            .person(None)
            .expect("the operator")
            .author();
        for name in ["anna", "boris"] {
            mission.add_person(&author, name, None).expect("a person");
        }
        let mut drafts: Vec<Draft> = changes(&[], files).into_iter().map(Draft::from).collect();
        drafts.push(role("secretary", "secretariat", ""));
        drafts.push(role("anna", "liaison", A));
        drafts.push(role("boris", "liaison", B));
        drafts.extend(more);
        mission
            .submit(Submission {
                log: PUBLIC,
                author,
                request: None,
                drafts,
                also: Vec::new(),
            })
            .expect("entered");
        let (accounts, tokens) = let_in(&dir, &["secretary", "anna", "boris"]);
        let door = Door::Accounts(Box::new(Gate::new(accounts, "http://localhost")));
        let app = App::new(mission, door, "test", Arc::new(|_: &str| {})).expect("an app");
        Self { app, tokens, dir }
    }

    /// A response, its body not yet read. `who`: empty for nobody, a person, or anything else as a token.
    pub async fn open(&self, who: &str, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = Request::get(path);
        if !who.is_empty() {
            let token = self.tokens.get(who).map_or(who, String::as_str);
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).expect("a request");
        router(self.app.clone())
            .oneshot(request)
            .await
            .expect("never fails")
    }

    pub async fn get_with(&self, who: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let response = self.open(who, path, headers).await;
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: to_bytes(body, usize::MAX).await.expect("a body").to_vec(),
        }
    }

    pub async fn get(&self, who: &str, path: &str) -> Answer {
        self.get_with(who, path, &[]).await
    }
}

fn let_in(dir: &Path, names: &[&str]) -> (Accounts, BTreeMap<String, String>) {
    let surroundings = holdfire_accounts::Surroundings::system();
    let accounts =
        Accounts::open(dir, Settings::of_mission("test"), surroundings).expect("accounts");
    let mut tokens = BTreeMap::new();
    for name in names {
        let invitation = accounts
            .invite(name, "secretary", 3_600)
            .expect("an invitation");
        let invited = accounts.invitation(&invitation).expect("it is open");
        let password = Password::new("correct horse battery staple 41").expect("long enough");
        let enrolled = accounts
            .enrol(&Enrolment {
                invitation: &invitation,
                password: &password,
                code: &code(&invited.totp.text()),
                device: "test",
                address: None,
            })
            .expect("enrolled");
        let new = NewToken {
            name: "test",
            scopes: [Scope::Read].into_iter().collect(),
            valid_for: 3_600,
        };
        let (token, _) = accounts.new_token(&enrolled.secret, &new).expect("a token");
        tokens.insert((*name).to_owned(), token.reveal().to_string());
    }
    (accounts, tokens)
}

fn code(secret: &str) -> String {
    let plain: String = secret.chars().filter(|c| !c.is_whitespace()).collect();
    let secret = totp_rs::Secret::try_from_base32(&plain).expect("base 32");
    let generator = totp_rs::Builder::new()
        .with_algorithm(totp_rs::Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_secret(secret.as_bytes().to_vec())
        .with_account_name("test".to_owned())
        .build()
        .expect("the parameters of every app");
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .expect("after 1970");
    generator.generate(now.as_secs()).to_string()
}
