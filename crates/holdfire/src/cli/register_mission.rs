//! `register` on a mission's side: what can be said.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};

use super::{CaseFrom, PlainFormat, Who};

/// `register accept`
#[derive(Debug, Args)]
pub struct AcceptArgs {
    /// The mission
    pub dir: PathBuf,
    /// The handover that a party gave
    pub handover: PathBuf,
    /// The public key of the party, or the file of its public keys; may be given several times
    #[arg(long = "vkey", value_name = "VKEY|FILE", required = true)]
    pub vkeys: Vec<String>,
    /// Enter it in this circle instead of the mission's own log
    #[arg(long, value_name = "NAME")]
    pub circle: Option<String>,
    /// The party of the case whose list it is: its liaison officers see on the page Register what the record holds of it
    #[arg(long, value_name = "ID", conflicts_with = "circle")]
    pub party: Option<String>,
    /// The key file of the secretariat, to sign the receipt
    #[arg(long, value_name = "KEYFILE", requires = "receipt")]
    pub key: Option<PathBuf>,
    /// The file for the receipt; must not exist
    #[arg(long, value_name = "FILE", requires = "key")]
    pub receipt: Option<PathBuf>,
    #[command(flatten)]
    pub who: Who,
}

/// `register accepted`
#[derive(Debug, Args)]
pub struct AcceptedArgs {
    /// The mission
    pub dir: PathBuf,
    /// The id of the list
    #[arg(long, value_name = "HEX")]
    pub list: String,
    /// Which version
    #[arg(long, value_name = "N")]
    pub version: u32,
    /// The key file of the secretariat
    #[arg(long, value_name = "KEYFILE")]
    pub key: PathBuf,
    /// The file for the receipt; must not exist
    #[arg(long, value_name = "FILE")]
    pub receipt: PathBuf,
    /// A key file: the circles that it reads are opened too. May be given several times
    #[arg(long, value_name = "KEYFILE")]
    pub identity: Vec<PathBuf>,
}

/// `register whose`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("whose").required(true).args(["party", "no_party"]))]
pub struct WhoseArgs {
    /// The mission
    pub dir: PathBuf,
    /// The id of the list
    #[arg(long, value_name = "HEX")]
    pub list: String,
    /// The party of the case whose list it is
    #[arg(long, value_name = "ID")]
    pub party: Option<String>,
    /// It is the list of no party any more
    #[arg(long)]
    pub no_party: bool,
    #[command(flatten)]
    pub who: Who,
}

/// What was done with a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NoticeStep {
    /// It was handed to somebody
    Handed,
    /// The party that is bound had notice
    Notified,
}

/// `register notify`
#[derive(Debug, Args)]
pub struct NotifyArgs {
    /// The mission
    pub dir: PathBuf,
    /// The id of the list
    #[arg(long, value_name = "HEX")]
    pub list: String,
    /// Which version
    #[arg(long, value_name = "N")]
    pub version: u32,
    /// This site alone, by its leaf; may be given several times
    #[arg(long = "site-leaf", value_name = "HEX")]
    pub leaves: Vec<String>,
    /// What was done
    #[arg(long, value_name = "STEP")]
    pub step: NoticeStep,
    /// Who received it, as in the receipt: a party's id or a name, in one line
    #[arg(long, value_name = "NAME")]
    pub receiver: String,
    /// When, such as 2030-03-01T09:00:00Z; without it now, with a receipt as the receipt says
    #[arg(long, value_name = "TIME", conflicts_with = "receipt")]
    pub at: Option<String>,
    /// The receipt that the receiver signed
    #[arg(long, value_name = "FILE", requires = "by")]
    pub receipt: Option<PathBuf>,
    /// The public key of who must have signed the receipt, or its file; may be given several times
    #[arg(long, value_name = "VKEY|FILE", requires = "receipt")]
    pub by: Vec<String>,
    #[command(flatten)]
    pub who: Who,
}

/// `register status`
#[derive(Debug, Args)]
pub struct StatusArgs {
    #[command(flatten)]
    pub from: CaseFrom,
    /// This list alone
    #[arg(long, value_name = "HEX")]
    pub list: Option<String>,
    /// The history of each leaf too
    #[arg(long)]
    pub leaves: bool,
    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PlainFormat,
}

/// `register opened`
#[derive(Debug, Args)]
pub struct OpenedArgs {
    /// The mission
    pub dir: PathBuf,
    /// The opening
    pub opening: PathBuf,
    /// The public key of the party, or the file of its public keys; may be given several times
    #[arg(long = "vkey", value_name = "VKEY|FILE", required = true)]
    pub vkeys: Vec<String>,
    /// Enter it in this circle instead of the mission's own log
    #[arg(long, value_name = "NAME")]
    pub circle: Option<String>,
    /// Who received it, in one line; without it the circle, or the mission
    #[arg(long, value_name = "NAME")]
    pub receiver: Option<String>,
    #[command(flatten)]
    pub who: Who,
}

/// `register match`
#[derive(Debug, Subcommand)]
pub enum MatchCommand {
    /// Switch matching on in a circle: each tick gets so many entries, with answers and without; 0 switches it off
    #[command(
        after_help = "Example:\n  holdfire register match on halt --circle list-desk --entries 16 --identity desk.key"
    )]
    On {
        /// The mission
        dir: PathBuf,
        /// The circle whose readers may see the answers
        #[arg(long, value_name = "NAME")]
        circle: String,
        /// How many entries each tick gets
        #[arg(long, value_name = "NUMBER")]
        entries: u32,
        #[command(flatten)]
        who: Who,
    },
    /// Match the incidents that these keys read with opened sites; the answers enter at the next ticks
    #[command(
        after_help = "Examples:\n  holdfire register match run halt --list 5a1b... --opening west.opening --circle list-desk \\
      --identity desk.key\n  \
            holdfire register match run halt --list 5a1b... --private beta.register --key beta.key \\
      --circle list-desk --identity desk.key"
    )]
    Run(MatchArgs),
    /// Enter the batch of this point of the cadence, where whoever makes the ticks has no key of the circle
    #[command(
        after_help = "Example:\n  holdfire register match tick halt --circle list-desk --identity desk.key"
    )]
    Tick {
        /// The mission
        dir: PathBuf,
        /// The circle
        #[arg(long, value_name = "NAME")]
        circle: String,
        #[command(flatten)]
        who: Who,
    },
    /// Show the answers to the readers of the circle
    #[command(
        after_help = "Example:\n  holdfire register match show halt --circle list-desk --identity desk.key"
    )]
    Show {
        #[command(flatten)]
        from: CaseFrom,
        /// The circle
        #[arg(long, value_name = "NAME")]
        circle: String,
        /// The format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: PlainFormat,
    },
}

/// From which step on a site counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CountedFrom {
    /// The mission took it in
    Deposit,
    /// It was handed to somebody
    Handover,
    /// Somebody had notice of it
    Notice,
}

/// `register match run`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("sites").required(true).args(["openings", "private"]))]
pub struct MatchArgs {
    /// The mission
    pub dir: PathBuf,
    /// The id of the list
    #[arg(long, value_name = "HEX")]
    pub list: String,
    /// Which version; without it the newest
    #[arg(long, value_name = "N")]
    pub version: Option<u32>,
    /// An opening of whole sites of this version; may be given several times
    #[arg(long = "opening", value_name = "OPENING")]
    pub openings: Vec<PathBuf>,
    /// The private list, where the party itself matches
    #[arg(long, value_name = "FILE", requires = "key")]
    pub private: Option<PathBuf>,
    /// For a private list: the key file of the party
    #[arg(long, value_name = "KEYFILE", requires = "private")]
    pub key: Option<PathBuf>,
    /// The circle whose readers may see the answers
    #[arg(long, value_name = "NAME")]
    pub circle: String,
    /// How far from a possible place a site may lie; without it the widest reach of a reading, or 0
    #[arg(long, value_name = "METRES")]
    pub reach_m: Option<f64>,
    /// From which step on a site counts
    #[arg(long, value_name = "STEP", default_value = "deposit")]
    pub counts_from: CountedFrom,
    #[command(flatten)]
    pub who: Who,
}
