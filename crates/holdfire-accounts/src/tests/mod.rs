//! Tests over the whole of the accounts, with a clock that stands still and random bytes of a fixed seed.

mod files;
mod invitations;
mod limits;
mod sessions;
mod sign_in;
mod tokens;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use sha2::{Digest as _, Sha256};

use crate::totp::TotpSecret;
use crate::{
    Accounts, Clock, Enrolled, Enrolment, HashCost, INVITATION_VALID, InvitationSecret, Password,
    Random, RandomError, RecoveryCode, Second, Seconds, SessionSecret, Settings, SignIn,
    SignInError, SignedIn, Surroundings,
};

/// A Monday at noon.
const NOON: Seconds = 1_750_075_200;
const PASSWORD: &str = "correct lantern staple quilt";
pub(crate) const DAY: Seconds = 86_400;

/// A clock that tests set.
#[derive(Clone, Debug)]
pub(crate) struct TestClock(Arc<AtomicI64>);

impl Clock for TestClock {
    fn now(&self) -> Seconds {
        self.0.load(Ordering::SeqCst)
    }
}

impl TestClock {
    pub(crate) fn pass(&self, seconds: Seconds) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

/// Bytes that look random and are the same each time.
struct Seeded(u64);

impl Random for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError> {
        for chunk in bytes.chunks_mut(32) {
            self.0 += 1;
            chunk.copy_from_slice(&Sha256::digest(self.0.to_be_bytes())[..chunk.len()]);
        }
        Ok(())
    }
}

/// The folder of a mission with its accounts; removed at the end.
pub(crate) struct Desk {
    pub(crate) dir: PathBuf,
    pub(crate) clock: TestClock,
    pub(crate) accounts: Accounts,
}

/// Somebody with an account, as that person keeps the secrets.
pub(crate) struct Person {
    pub(crate) name: String,
    totp: TotpSecret,
    recovery_codes: Vec<RecoveryCode>,
    pub(crate) session: SessionSecret,
    device_mark: String,
}

/// A hash that takes no time; what it costs in the field is another test.
fn settings() -> Settings {
    let mut settings = Settings::of_mission("Halt of the Lakes");
    settings.cost = HashCost {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };
    settings
}

fn open(dir: &Path, clock: &TestClock, settings: Settings) -> Accounts {
    // Each opening draws other bytes, as in the field.
    static SEED: AtomicU64 = AtomicU64::new(0);
    let seed = SEED.fetch_add(1 << 32, Ordering::Relaxed);
    let surroundings = Surroundings::new(Arc::new(clock.clone()), Seeded(seed));
    Accounts::open(dir, settings, surroundings).expect("the folder can be written")
}

impl Desk {
    pub(crate) fn new(name: &str) -> Self {
        Self::with(name, settings())
    }

    fn with(name: &str, settings: Settings) -> Self {
        let dir = std::env::temp_dir().join(format!("holdfire-acc-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir).expect("a folder for temporary files");
        let clock = TestClock(Arc::new(AtomicI64::new(NOON)));
        let accounts = open(&dir, &clock, settings);
        Self {
            dir,
            clock,
            accounts,
        }
    }

    /// The program stops and starts again.
    fn restart(&mut self) {
        let settings = self.accounts.settings().clone();
        self.accounts = open(&self.dir, &self.clock, settings);
    }

    /// Another process, beside this one.
    fn beside(&self) -> Accounts {
        open(&self.dir, &self.clock, self.accounts.settings().clone())
    }

    fn invite(&self, name: &str) -> InvitationSecret {
        self.accounts
            .invite(name, "olga", INVITATION_VALID)
            .expect("nobody has the name yet")
    }

    /// The secret that the generator took from the page of an invitation.
    fn totp_of(&self, invitation: &InvitationSecret) -> TotpSecret {
        let invited = self.accounts.invitation(invitation).expect("it is valid");
        generator(invited.totp.url())
    }

    fn enrol_with(&self, invitation: &InvitationSecret) -> Person {
        let totp = self.totp_of(invitation);
        let code = totp.code_at(self.clock.now());
        let enrolled = self.try_enrol(invitation, PASSWORD, &code);
        let Enrolled {
            name,
            recovery_codes,
            secret,
            device_mark,
            ..
        } = enrolled.expect("all is right");
        Person {
            name,
            totp,
            recovery_codes,
            session: secret,
            device_mark: device_mark.to_string(),
        }
    }

    fn try_enrol(
        &self,
        invitation: &InvitationSecret,
        password: &str,
        code: &str,
    ) -> Result<Enrolled, crate::EnrolError> {
        self.accounts.enrol(&Enrolment {
            invitation,
            password: &Password::new(password).expect("it is short"),
            code,
            device: "a browser",
            address: None,
        })
    }

    /// Invites and enrols. The code that was used is over afterwards.
    pub(crate) fn person(&self, name: &str) -> Person {
        let person = self.enrol_with(&self.invite(name));
        self.clock.pass(30);
        person
    }

    fn code(&self, person: &Person) -> String {
        person.totp.code_at(self.clock.now())
    }

    fn sign_in(&self, name: &str, password: &str, second: Second<'_>) -> Answer {
        self.accounts.sign_in(&SignIn {
            name,
            password,
            second,
            address: None,
            device: "a browser",
            device_mark: None,
            replaces: None,
        })
    }

    /// Signs in as the person does. The code that was used is over afterwards.
    fn sign_in_as(&self, person: &Person) -> Answer {
        let answer = self.sign_in(&person.name, PASSWORD, Second::Code(&self.code(person)));
        self.clock.pass(30);
        answer
    }
}

#[test]
fn many_threads_can_share_the_accounts() {
    fn shared<T: Send + Sync>() {}
    shared::<Accounts>();
}

type Answer = Result<SignedIn, SignInError>;

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// Reads the secret out of an `otpauth:` address, as an app does.
fn generator(url: &str) -> TotpSecret {
    let text = url.split("secret=").nth(1).expect("a secret");
    let text = text.split('&').next().expect("it ends");
    let secret = totp_rs::Secret::try_from_base32(text).expect("base 32");
    TotpSecret::from_slice(secret.as_bytes()).expect("of 20 bytes")
}

#[track_caller]
fn assert_refused(answer: &Answer) {
    assert!(matches!(answer, Err(SignInError::Refused)), "{answer:?}");
}

#[track_caller]
fn wait_of(answer: &Answer) -> Seconds {
    match answer {
        Err(SignInError::Wait(wait)) => wait.seconds,
        other => panic!("no wait but {other:?}"),
    }
}
