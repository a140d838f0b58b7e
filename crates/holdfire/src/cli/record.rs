//! `holdfire record`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::PlainFormat;

/// `record`
#[derive(Debug, Subcommand)]
pub enum RecordCommand {
    /// Check the folder of a log, offline: hash every entry, make every tile anew; or a whole mission with all its logs,
    /// contents and evidence (exit code 4: not as signed)
    #[command(after_help = "Examples:\n  holdfire record verify log\n  \
        holdfire record verify log --key 'log.example/m1+5a1b2c3d+AQ...' --policy policy.txt\n  \
        holdfire record verify log --since checkpoint-of-last-month --format json")]
    Verify(RecordVerifyArgs),
    /// Write the proof that an entry is in the log, to be checked without the log (C2SP tlog-proof)
    #[command(after_help = "Example:\n  holdfire record prove log 12 --out entry-12.tlog-proof")]
    Prove {
        /// The folder of the log
        dir: PathBuf,
        /// Which entry, from 0
        index: u64,
        /// The public key of the log; without it, the one in the folder. May be given several times
        #[arg(long = "key", value_name = "VKEY")]
        keys: Vec<String>,
        /// Write to this file instead of standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Print the whole consistency path from an older size, a hash in base64 on each line, as `witness compare` takes it
    #[command(after_help = "Example:\n  holdfire record growth log 120 > path.txt")]
    Growth {
        /// The folder of the log
        dir: PathBuf,
        /// The older size
        old: u64,
        /// The public key of the log; without it, the one in the folder. May be given several times
        #[arg(long = "key", value_name = "VKEY")]
        keys: Vec<String>,
    },
    /// Check a proof that an entry is in a log, without the log (exit code 1: it proves nothing)
    #[command(
        after_help = "Examples:\n  holdfire record check-proof entry-12.tlog-proof --leaf 85010... --key 'log.example/m1+5a1b2c3d+AQ...'\n  \
        holdfire record check-proof entry-12.tlog-proof --entry entry-12.bin --policy policy.txt"
    )]
    CheckProof(CheckProofArgs),
    /// Check a disclosure: fields of an entry, and that they are what was committed (exit code 1: it shows nothing)
    #[command(
        after_help = "Example:\n  holdfire record check-disclosure place.tlog-proof --key 'log.example/m1+5a1b2c3d+AQ...'"
    )]
    CheckDisclosure {
        /// The disclosure
        disclosure: PathBuf,
        /// The public key of the log; may be given several times
        #[arg(long = "key", value_name = "VKEY", required_unless_present = "policy")]
        keys: Vec<String>,
        /// Who must have cosigned (C2SP tlog-policy); logs that it names are trusted too
        #[arg(long, value_name = "FILE")]
        policy: Option<PathBuf>,
        /// The format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: PlainFormat,
    },
    /// Print the envelope of an entry in words and in hex, and check that it is in the log
    #[command(after_help = "Example:\n  holdfire record entry log 12")]
    Entry {
        /// The folder of the log
        dir: PathBuf,
        /// Which entry, from 0
        index: u64,
        /// The public key of the log; without it, the one in the folder. May be given several times
        #[arg(long = "key", value_name = "VKEY")]
        keys: Vec<String>,
        /// The format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: PlainFormat,
    },
    /// Sign what the record of a mission has, gather cosignatures, print the checkpoint
    #[command(
        after_help = "Examples:\n  holdfire record checkpoint halt --policy policy.txt\n  \
        holdfire record checkpoint halt --request-from 120 --qr    what is carried to a witness by hand\n  \
        holdfire record checkpoint halt --cosignature line.txt     what was carried back"
    )]
    Checkpoint(CheckpointArgs),
    /// Enter the tick that is due: the public log takes what the circles' logs came to
    Tick {
        /// The mission
        dir: PathBuf,
        /// A key file: the circles that it reads get their batch of answers, where matching is on. May be given several times
        #[arg(long, value_name = "KEYFILE")]
        identity: Vec<PathBuf>,
    },
    /// Enter every tick when it is due, and publish, until stopped
    #[command(after_help = "Example:\n  holdfire record keep halt --policy policy.txt")]
    Keep {
        /// The mission
        dir: PathBuf,
        /// Ask the witnesses of this policy that have an address to cosign after each tick
        #[arg(long, value_name = "FILE")]
        policy: Option<PathBuf>,
        /// Stop after so many ticks
        #[arg(long, value_name = "N")]
        ticks: Option<u64>,
        /// A key file: the circles that it reads get their batch of answers, where matching is on. May be given several times
        #[arg(long, value_name = "KEYFILE")]
        identity: Vec<PathBuf>,
    },
    /// Make everything anew that is derived from the entries, then check the whole mission
    #[command(after_help = "Example:\n  holdfire record fsck halt")]
    Fsck {
        /// The mission
        dir: PathBuf,
        /// A key file: the circles that it reads are checked too. May be given several times
        #[arg(long, value_name = "KEYFILE")]
        identity: Vec<PathBuf>,
    },
    /// Print the projection in its canonical form: the same text for the same entries, nothing of what they say
    Dump {
        /// The mission
        dir: PathBuf,
    },
    /// Record that the machine's clock was wrong; entries are then dated no earlier than the last one
    Clock {
        /// The mission
        dir: PathBuf,
        /// What was wrong, in one line; it is kept
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        who: super::Who,
    },
    /// Give the mission's own log new keys for what is written from now on
    Rotate {
        /// The mission
        dir: PathBuf,
        #[command(flatten)]
        who: super::Who,
    },
    /// Print the settings of a log, checked against its first entry
    #[command(after_help = "Example:\n  holdfire record settings log")]
    Settings {
        /// The folder of the log
        dir: PathBuf,
        /// The public key of the log; without it, the one in the folder. May be given several times
        #[arg(long = "key", value_name = "VKEY")]
        keys: Vec<String>,
        /// The format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: PlainFormat,
    },
}

/// `record verify`
#[derive(Debug, Args)]
pub struct RecordVerifyArgs {
    /// The folder of the log: `checkpoint`, `tile`, `key`, `settings`; or a mission
    pub dir: PathBuf,
    /// Of a mission: a key file, the circles that it reads are checked too. May be given several times
    #[arg(long, value_name = "KEYFILE")]
    pub identity: Vec<PathBuf>,
    /// The public key of the log, as its keeper gave it to you; without it, the one in the folder. May be given several times
    #[arg(long = "key", value_name = "VKEY")]
    pub keys: Vec<String>,
    /// Who must have cosigned (C2SP tlog-policy)
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// An older checkpoint that the log must have grown from
    #[arg(long, value_name = "NOTE")]
    pub since: Option<PathBuf>,
    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PlainFormat,
}

/// `record check-proof`
#[derive(Debug, Args)]
pub struct CheckProofArgs {
    /// The proof
    pub proof: PathBuf,
    /// The file that holds the bytes of the entry's envelope
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "leaf",
        conflicts_with = "leaf"
    )]
    pub entry: Option<PathBuf>,
    /// The bytes of the entry's envelope in hex, as `record entry` prints them
    #[arg(long, value_name = "HEX")]
    pub leaf: Option<String>,
    /// The public key of the log; may be given several times
    #[arg(long = "key", value_name = "VKEY", required_unless_present = "policy")]
    pub keys: Vec<String>,
    /// Who must have cosigned (C2SP tlog-policy); logs that it names are trusted too
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PlainFormat,
}

/// `record checkpoint`
#[derive(Debug, Args)]
pub struct CheckpointArgs {
    /// The mission
    pub dir: PathBuf,
    /// Ask the witnesses of this policy that have an address to cosign, and say whether the policy is met
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// A cosignature that was carried back by hand; may be given several times
    #[arg(long, value_name = "FILE")]
    pub cosignature: Vec<PathBuf>,
    /// Print the request to carry to a witness that cosigned up to this size (0: it never did)
    #[arg(long, value_name = "SIZE", conflicts_with_all = ["policy", "cosignature"])]
    pub request_from: Option<u64>,
    /// Show it as a QR code too
    #[arg(long)]
    pub qr: bool,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
