//! What a mission may set about its accounts; the defaults name their source.

use crate::surroundings::Seconds;

/// The cost of one password hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashCost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl HashCost {
    /// OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, 2 passes, 1 lane.
    pub const OWASP: Self = Self {
        memory_kib: 19 << 10,
        passes: 2,
        lanes: 1,
    };
}

/// What a mission may set about its accounts.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What code generators show above the code, and what no password may be made of: the name of the mission.
    pub mission: String,
    /// The cost of a password hash. Hashes of another cost are made anew at the next sign-in.
    pub cost: HashCost,
    /// A session ends so long after the sign-in, whatever happens. 12 hours: NIST SP 800-63B-4, 2.2.3 (AAL2) asks for at most
    /// 24 hours.
    pub longest_session: Seconds,
    /// A session ends after so long without a request. 30 minutes: NIST SP 800-63B-4, 2.2.3 (AAL2) asks for at most an hour.
    pub idle_session: Seconds,
    /// A second factor that was shown so long ago still counts as fresh. 5 minutes: long enough to read a decision through.
    pub fresh_proof: Seconds,
    /// An account has at most so many sessions; the one longest unused ends for a new one.
    pub most_sessions: u32,
    /// An account has at most so many API tokens.
    pub most_tokens: u32,
    /// Nobody's token is valid for longer. A year.
    pub longest_token: Seconds,
}

impl Settings {
    /// The defaults, for a mission of this name.
    #[must_use]
    pub fn of_mission(mission: &str) -> Self {
        Self {
            mission: mission.to_owned(),
            cost: HashCost::OWASP,
            longest_session: 12 * 3_600,
            idle_session: 30 * 60,
            fresh_proof: 5 * 60,
            most_sessions: 20,
            most_tokens: 50,
            longest_token: 366 * 86_400,
        }
    }
}
