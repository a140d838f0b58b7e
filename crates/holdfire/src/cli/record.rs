//! `holdfire record`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::PlainFormat;

/// `record`
#[derive(Debug, Subcommand)]
pub enum RecordCommand {
    /// Check the folder of a log, offline: hash every entry, make every tile anew (exit code 4: not as signed)
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
    /// Check a proof that an entry is in a log, without the log (exit code 1: it proves nothing)
    #[command(
        after_help = "Examples:\n  holdfire record check-proof entry-12.tlog-proof --leaf 85010... --key 'log.example/m1+5a1b2c3d+AQ...'\n  \
        holdfire record check-proof entry-12.tlog-proof --entry entry-12.bin --policy policy.txt"
    )]
    CheckProof(CheckProofArgs),
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
    /// The folder of the log: `checkpoint`, `tile`, `key`, `settings`
    pub dir: PathBuf,
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
