//! Argon2id, at most two at a time: a hash takes 19 MiB, and a flood of sign-ins must not take the memory of the server.

use std::sync::{Condvar, Mutex, PoisonError};

use argon2::password_hash::PasswordVerifier as _;
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};

use crate::error::AccountsError;
use crate::password::Password;
use crate::settings::HashCost;
use crate::surroundings::Surroundings;

/// So many hashes run at once.
const AT_ONCE: usize = 2;
/// So many more wait for their turn, each in a thread of the server; who comes after them is told to come back.
const WAITING: usize = 16;
/// NIST SP 800-63B-4, 3.1.1.2 asks for 32 bits at least; RFC 9106, 3.1 recommends 16 bytes.
const SALT_BYTES: usize = 16;

/// Too many hash already. Nothing was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Busy;

#[derive(Debug, Default)]
struct Queue {
    running: usize,
    waiting: usize,
    /// How many hashes were computed: what the time of an answer depends on.
    computed: u64,
    /// How many ran at once at most: what the memory depends on.
    most: usize,
}

/// Computes password hashes.
#[derive(Debug)]
pub(crate) struct Hasher {
    argon2: Argon2<'static>,
    /// A hash of no password, for names that no account has: the same work, and never right.
    nobody: String,
    queue: Mutex<Queue>,
    freed: Condvar,
}

/// What a password was compared with, and the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compared {
    Right,
    /// Right, but the hash was made at another cost.
    RightButOld,
    Wrong,
}

struct Turn<'a>(&'a Hasher);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.lock().running -= 1;
        self.0.freed.notify_one();
    }
}

impl Hasher {
    pub(crate) fn new(cost: HashCost, surroundings: &Surroundings) -> Result<Self, AccountsError> {
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None)
            .map_err(AccountsError::Cost)?;
        let salt = surroundings.random_bytes::<SALT_BYTES>()?;
        let output = surroundings.random_bytes::<{ Params::DEFAULT_OUTPUT_LEN }>()?;
        let nobody = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params).expect("costs that Argon2 took can be written"),
            salt: Some(Salt::new(&salt).expect("a salt of this length is one")),
            hash: Some(Output::new(&output).expect("an output of this length is one")),
        };
        Ok(Self {
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            nobody: nobody.to_string(),
            queue: Mutex::default(),
            freed: Condvar::new(),
        })
    }

    /// The PHC string of a new password.
    pub(crate) fn hash(
        &self,
        password: &Password,
        surroundings: &Surroundings,
    ) -> Result<Result<String, Busy>, AccountsError> {
        let salt = surroundings.random_bytes::<SALT_BYTES>()?;
        Ok(self.turn().map(|_turn| {
            let hash = self
                .argon2
                .hash_password_with_salt(password.bytes(), &salt)
                .expect("the salt has a length that Argon2 takes, and the password is short");
            hash.to_string()
        }))
    }

    /// Compares a password with a PHC string; without one, with a hash that no password has.
    pub(crate) fn compare(&self, password: &Password, phc: Option<&str>) -> Result<Compared, Busy> {
        let parsed = phc.and_then(|phc| PasswordHash::new(phc).ok());
        let nobody = || PasswordHash::new(&self.nobody).expect("we wrote it");
        let real = parsed.is_some();
        let hash = parsed.unwrap_or_else(nobody);
        let _turn = self.turn()?;
        let right = self.argon2.verify_password(password.bytes(), &hash).is_ok();
        Ok(match right && real {
            false => Compared::Wrong,
            true if ParamsString::try_from(self.argon2.params()) == Ok(hash.params) => {
                Compared::Right
            }
            true => Compared::RightButOld,
        })
    }

    fn turn(&self) -> Result<Turn<'_>, Busy> {
        let mut queue = self.lock();
        if queue.running >= AT_ONCE {
            if queue.waiting >= WAITING {
                return Err(Busy);
            }
            queue.waiting += 1;
            queue = self
                .freed
                .wait_while(queue, |queue| queue.running >= AT_ONCE)
                .unwrap_or_else(PoisonError::into_inner);
            queue.waiting -= 1;
        }
        queue.running += 1;
        queue.computed += 1;
        queue.most = queue.most.max(queue.running);
        drop(queue);
        Ok(Turn(self))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    pub(crate) fn computed(&self) -> u64 {
        self.lock().computed
    }

    #[cfg(test)]
    pub(crate) fn most_at_once(&self) -> usize {
        self.lock().most
    }
}
