//! Who is at the door: invitations, passwords with codes, sessions, API tokens.
//!
//! It answers one question: which person of the record is this, and how surely. It does **not** know what that person may do:
//! roles are entries of the record, and the server asks there. It sets no cookie and reads no header; it takes and gives values.
//!
//! An account begins with an invitation (the first one is made at the first start), never with a default password, and always
//! has two factors. What lets somebody in is kept as digests, and marked by a key that lies in a file of its own: who has the
//! table alone can read no secret and forge no row. `docs/operating/accounts.md` says what that leaves.
//!
//! ```
//! use holdfire_accounts::{Accounts, InvitationSecret, Settings, Surroundings};
//!
//! # let dir = std::env::temp_dir().join(format!("holdfire-acc-doc-{}", std::process::id()));
//! # std::fs::create_dir_all(&dir)?;
//! let accounts = Accounts::open(&dir, Settings::of_mission("halt"), Surroundings::system())?;
//! // The first start: what the link carries is shown once, and what the page behind it shows.
//! let secret = accounts.first_invitation("olga")?.expect("nobody has an account yet");
//! let text = secret.reveal();
//! let given = InvitationSecret::parse(&text).expect("it reads back");
//! let invited = accounts.invitation(&given)?;
//! assert_eq!(invited.name, "olga");
//! assert!(invited.totp.qr_svg().starts_with("<svg"));
//! # drop(accounts);
//! # std::fs::remove_dir_all(&dir)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Calls block. Those that hash a password take tens of milliseconds; [`Accounts::session`] and [`Accounts::bearer`] are
//! answered from memory.

mod accounts;
mod cache;
mod database;
mod error;
mod events;
mod hashing;
mod invite;
mod limits;
#[cfg(feature = "passkeys")]
mod passkeys;
mod password;
mod recovery;
mod secret;
mod sessions;
mod settings;
mod sign_in;
mod sql;
mod surroundings;
mod tokens;
mod totp;
mod vault;

#[cfg(test)]
mod tests;

pub use accounts::{
    ACCOUNTS_FILE, AccountError, AccountInfo, AccountState, Accounts, KEY_FILE, MOST_NAME_CHARS,
    OTHERS_SEEN_AFTER,
};
pub use database::DatabaseError;
pub use error::AccountsError;
pub use events::{ADDRESSES_KEPT, Event, EventKind, MOST_EVENTS};
pub use invite::{
    EnrolError, Enrolled, Enrolment, FIRST_START, INVITATION_VALID, InviteError, Invited,
    LONGEST_INVITATION,
};
pub use limits::{FREE_ATTEMPTS, FREE_ATTEMPTS_OF_ADDRESS, LONGEST_WAIT, Wait};
#[cfg(feature = "passkeys")]
pub use passkeys::{Assertion, Passkey, PasskeyError, PasskeyId, Registration, RelyingParty};
pub use password::{LEAST_CHARS, MOST_CHARS, Password, PasswordProblem};
pub use recovery::{RECOVERY_CODES, RecoveryCode};
pub use secret::{
    ApiToken, Invitation, InvitationSecret, Purpose, Secret, SessionCookie, SessionSecret,
    TokenSecret,
};
pub use sessions::{Session, SessionId, SessionInfo};
pub use settings::{HashCost, Settings};
pub use sign_in::{ProofError, Second, SignIn, SignInError, SignedIn};
pub use surroundings::{
    Clock, Random, RandomError, Seconds, Surroundings, SystemClock, SystemRandom,
};
pub use tokens::{Bearer, NewToken, NewTokenError, Scope, ScopeError, Scopes, TokenId, TokenInfo};
pub use totp::TotpSetup;
pub use vault::KeyError;
