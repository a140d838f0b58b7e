//! `register`: what can be said.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};

use super::{
    AcceptArgs, AcceptedArgs, MatchCommand, NotifyArgs, OpenedArgs, StatusArgs, WhoseArgs,
};

/// `register`
#[derive(Debug, Subcommand)]
pub enum RegisterCommand {
    /// Seal a list, or its next version: keep what opens it, hand over what shows nothing
    #[command(
        after_help = "Example:\n  holdfire register seal sites.csv --key beta.key --private beta.register \\
      --out version-1.handover\n\n\
            The columns of the list are those of register.csv, and any field of docs/spec/register.md."
    )]
    Seal(SealArgs),
    /// Make the handover of a sealed version again, from the private list
    #[command(
        after_help = "Example:\n  holdfire register handover --private beta.register --key beta.key --version 1 \\
      --out version-1.handover"
    )]
    Handover(HandoverArgs),
    /// Check a handover: signature, leaves, and what visibly changed. It says nothing about what is on the list
    #[command(
        after_help = "Example:\n  holdfire register check version-2.handover --vkey beta.pub --before version-1.handover"
    )]
    Check(CheckArgs),
    /// Sign that a version was received, or check such a receipt
    #[command(
        after_help = "Examples:\n  holdfire register receipt version-1.handover --vkey beta.pub --key gamma.key \\
      --step handed --receiver Gamma --out gamma.receipt\n  \
            holdfire register receipt version-1.handover --vkey beta.pub --check gamma.receipt \\
      --by gamma.pub"
    )]
    Receipt(ReceiptArgs),
    /// Open what was picked of a version, in a file that anybody can verify
    #[command(
        after_help = "Examples:\n  holdfire register open --private beta.register --key beta.key --version 1 --site S-1 \\
      --field category --out one-field.opening\n  \
            holdfire register open --private beta.register --key beta.key --version 1 --region west \\
      --out west.opening\n  \
            holdfire register open --private beta.register --key beta.key --version 1 --all \\
      --out all.opening"
    )]
    Open(OpenArgs),
    /// Verify an opening, and say what it shows (exit code 4: it was not on that list, or is forged)
    #[command(
        after_help = "Examples:\n  holdfire register verify one-field.opening --vkey beta.pub \\
      --handover version-1.handover\n  \
            holdfire register verify one-field.opening --vkey beta.pub --deposit statement.tlog-proof \\
      --log 'mission.example/halt-1+5a1b2c3d+AQ...'"
    )]
    Verify(VerifyArgs),
    /// What the public may read: numbers of sites, and places coarse enough
    #[command(subcommand)]
    Public(PublicCommand),
    /// Take a handover into the record of a mission, after the versions that it holds, and sign a receipt
    #[command(
        after_help = "Example:\n  holdfire register accept halt version-1.handover --vkey beta.pub --key secretariat.key \\
      --receipt version-1.receipt"
    )]
    Accept(AcceptArgs),
    /// Sign the receipt of a version in the record of a mission again
    #[command(
        after_help = "Example:\n  holdfire register accepted halt --list 5a1b... --version 1 --key secretariat.key \\
      --receipt version-1.receipt"
    )]
    Accepted(AcceptedArgs),
    /// Say whose a list in the mission's own log is: the liaison officers of that party see on the page Register what the
    /// record holds of it
    #[command(
        after_help = "Examples:\n  holdfire register whose halt --list 5a1b... --party beta\n  \
            holdfire register whose halt --list 5a1b... --no-party"
    )]
    Whose(WhoseArgs),
    /// Enter to whom a version, or some of its sites, was handed or notified, with the receipt
    #[command(
        after_help = "Example:\n  holdfire register notify halt --list 5a1b... --version 1 --step notified --receiver Gamma \\
      --receipt gamma.receipt --by gamma.pub"
    )]
    Notify(NotifyArgs),
    /// Say what the record of a mission holds of each list: versions, changes, who had them with which receipt
    #[command(after_help = "Examples:\n  holdfire register status halt\n  \
            holdfire register status halt --list 5a1b... --as-of-entry 40 --leaves")]
    Status(StatusArgs),
    /// Verify an opening against the version in the record, and enter that it was opened (exit code 4: not on that list)
    #[command(
        after_help = "Example:\n  holdfire register opened halt one-field.opening --vkey beta.pub --circle list-desk \\
      --identity desk.key"
    )]
    Opened(OpenedArgs),
    /// Which incidents may concern a site of a sealed list: answers for the readers of a circle alone
    #[command(subcommand)]
    Match(MatchCommand),
}

/// `register seal`
#[derive(Debug, Args)]
pub struct SealArgs {
    /// The whole list, as CSV; a site that is no longer in it is withdrawn
    pub list: PathBuf,
    /// The key file of the party: it signs, and alone reads the private list
    #[arg(long, value_name = "KEYFILE")]
    pub key: PathBuf,
    /// The private list: made with the first version, carried on by each next one
    #[arg(long, value_name = "FILE")]
    pub private: PathBuf,
    /// The file to hand over; must not exist
    #[arg(long, value_name = "HANDOVER")]
    pub out: PathBuf,
    /// Fill up with dummies to a multiple of this number, or `none`: the number of sites is then known to all
    #[arg(long, value_name = "NUMBER|none", default_value = "64", value_parser = pad)]
    pub pad: u32,
    /// Raise each number of changes to a multiple of this one, by sealing dummies anew
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub cover: u32,
    /// The id of a new list; without it 16 random bytes
    #[arg(long, value_name = "HEX")]
    pub list_id: Option<String>,
}

/// 0 stands for `none`.
fn pad(text: &str) -> Result<u32, String> {
    if text == "none" {
        return Ok(0);
    }
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| "write a number above 0, or `none`".to_owned())
}

/// `register handover`
#[derive(Debug, Args)]
pub struct HandoverArgs {
    /// The private list
    #[arg(long, value_name = "FILE")]
    pub private: PathBuf,
    /// The key file of the party
    #[arg(long, value_name = "KEYFILE")]
    pub key: PathBuf,
    /// Which version; without it the last one
    #[arg(long, value_name = "N")]
    pub version: Option<u32>,
    /// The file to hand over; must not exist
    #[arg(long, value_name = "HANDOVER")]
    pub out: PathBuf,
}

/// `register check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The handover
    pub handover: PathBuf,
    /// The public key of the party, or the file of its public keys; may be given several times
    #[arg(long = "vkey", value_name = "VKEY|FILE", required = true)]
    pub vkeys: Vec<String>,
    /// The handover that was held before: what came or went in silence is refused
    #[arg(long, value_name = "OLD_HANDOVER")]
    pub before: Option<PathBuf>,
}

/// What was done with a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReceiptStep {
    /// The mission took it in
    Declared,
    /// It was handed to somebody
    Handed,
    /// The party that is bound had notice
    Notified,
}

/// `register receipt`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("way").required(true).args(["key", "check"]))]
pub struct ReceiptArgs {
    /// The handover that was received
    pub handover: PathBuf,
    /// The public key of the party that sealed it, or its file; may be given several times
    #[arg(long = "vkey", value_name = "VKEY|FILE", required = true)]
    pub vkeys: Vec<String>,
    /// The key file of who received it, to sign the receipt
    #[arg(long, value_name = "KEYFILE", requires_all = ["step", "receiver", "out"])]
    pub key: Option<PathBuf>,
    /// What was done
    #[arg(long, value_name = "STEP", conflicts_with = "check")]
    pub step: Option<ReceiptStep>,
    /// Who received it: a party's id or a name, in one line
    #[arg(long, value_name = "NAME", conflicts_with = "check")]
    pub receiver: Option<String>,
    /// For this leaf alone, as `check` and `verify` print it; may be given several times
    #[arg(long = "leaf", value_name = "HEX")]
    pub leaves: Vec<String>,
    /// The file for the receipt; must not exist
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub out: Option<PathBuf>,
    /// Check this receipt instead of signing one
    #[arg(long, value_name = "RECEIPT", requires = "by")]
    pub check: Option<PathBuf>,
    /// The public key of who must have signed the receipt, or its file
    #[arg(long, value_name = "VKEY|FILE", requires = "check")]
    pub by: Vec<String>,
}

/// `register open`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("pick").required(true).args(["sites", "region", "category", "all"]))]
pub struct OpenArgs {
    /// The private list
    #[arg(long, value_name = "FILE")]
    pub private: PathBuf,
    /// The key file of the party
    #[arg(long, value_name = "KEYFILE")]
    pub key: PathBuf,
    /// Which version
    #[arg(long, value_name = "N")]
    pub version: u32,
    /// This site; may be given several times
    #[arg(long = "site", value_name = "ID")]
    pub sites: Vec<String>,
    /// Of these sites this field alone; may be given several times
    #[arg(long = "field", value_name = "NAME", requires = "sites")]
    pub fields: Vec<String>,
    /// All sites of this region
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// All sites of this category
    #[arg(long, value_name = "CATEGORY")]
    pub category: Option<String>,
    /// Show of every other leaf that it is not of this region or category: nobody can then say that one was left out
    #[arg(long, conflicts_with_all = ["sites", "all"])]
    pub complete: bool,
    /// The whole list, dummies too
    #[arg(long)]
    pub all: bool,
    /// The file for the opening; must not exist
    #[arg(long, value_name = "OPENING")]
    pub out: PathBuf,
}

/// `register verify`
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The opening
    pub opening: PathBuf,
    /// The public key of the party, or the file of its public keys; may be given several times
    #[arg(long = "vkey", value_name = "VKEY|FILE", required = true)]
    pub vkeys: Vec<String>,
    /// The handover that was received at the time
    #[arg(long, value_name = "FILE", conflicts_with = "statement_hash")]
    pub handover: Option<PathBuf>,
    /// The hash of the statement that is asked about, from a receipt or from the record
    #[arg(long, value_name = "HEX")]
    pub statement_hash: Option<String>,
    /// The disclosure of the field `statement` of the entry in a mission's log (`mission disclose`): shows since when
    #[arg(long, value_name = "DISCLOSURE", requires = "log", conflicts_with_all = ["handover", "statement_hash"])]
    pub deposit: Option<PathBuf>,
    /// The public key of that log; may be given several times
    #[arg(long = "log", value_name = "VKEY", requires = "deposit")]
    pub log: Vec<String>,
    /// Who must have cosigned that log (C2SP tlog-policy)
    #[arg(long, value_name = "FILE", requires = "deposit")]
    pub policy: Option<PathBuf>,
    /// Write the sites that were opened wholly to this file, as a register.csv; must not exist
    #[arg(long, value_name = "OUT")]
    pub csv: Option<PathBuf>,
}

/// `register public`
#[derive(Debug, Subcommand)]
pub enum PublicCommand {
    /// Numbers of sites by category and region, rare classes withheld
    #[command(
        after_help = "Examples:\n  holdfire register public counts beta.register --key beta.key \\
      --candidates candidates.csv\n  \
            holdfire register public counts all.opening --vkey beta.pub --candidates candidates.csv\n\n\
            The candidates are open data with the columns category and region; make them before the first report, \
            and never from a register."
    )]
    Counts(CountsArgs),
    /// Fix the cells of public places, once, from open data alone
    #[command(
        after_help = "Example:\n  holdfire register public cells candidates.csv --fixed-on 2030-02-20 \\
      --source 'a list of plants, open licence' --out cells.txt\n\n\
            The candidates have the columns category, lon and lat."
    )]
    Cells(CellsArgs),
    /// The public place of something: the smallest fixed cell that holds all of it
    #[command(
        after_help = "Example:\n  holdfire register public place cells.txt --category plant --lon 11.41 --lat 50.51 \\
      --radius-m 250"
    )]
    Place(PlaceArgs),
}

/// `register public counts`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("reader").required(true).args(["key", "vkeys"]))]
pub struct CountsArgs {
    /// An opening of the whole list, or the private list
    pub list: PathBuf,
    /// For a private list: the key file of the party
    #[arg(long, value_name = "KEYFILE")]
    pub key: Option<PathBuf>,
    /// For an opening: the public key of the party, or its file; may be given several times
    #[arg(long = "vkey", value_name = "VKEY|FILE")]
    pub vkeys: Vec<String>,
    /// For a private list: which version; without it the last one
    #[arg(long, value_name = "N", requires = "key")]
    pub version: Option<u32>,
    /// Open data: a CSV with the columns category and region
    #[arg(long, value_name = "CSV")]
    pub candidates: PathBuf,
    /// Numbers below this are withheld, and classes with fewer candidates
    #[arg(long, value_name = "K", default_value_t = 10)]
    pub k: u64,
    /// Numbers are printed as multiples of this
    #[arg(long, value_name = "STEP", default_value_t = 10)]
    pub step: u64,
}

/// `register public cells`
#[derive(Debug, Args)]
pub struct CellsArgs {
    /// Open data: a CSV with the columns category, lon and lat
    pub candidates: PathBuf,
    /// The day on which they are fixed
    #[arg(long, value_name = "DAY")]
    pub fixed_on: String,
    /// Which open data it is
    #[arg(long, value_name = "WORDS")]
    pub source: String,
    /// How many candidates a cell needs
    #[arg(long, value_name = "K", default_value_t = 10)]
    pub k: u32,
    /// The finest level: cells of 2^LEVEL / 64 degrees
    #[arg(long, value_name = "LEVEL", default_value_t = 4)]
    pub finest: u8,
    /// The coarsest level
    #[arg(long, value_name = "LEVEL", default_value_t = 9)]
    pub coarsest: u8,
    /// The file; must not exist, since cells are never fixed twice
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// `register public place`
#[derive(Debug, Args)]
pub struct PlaceArgs {
    /// The file of the fixed cells
    pub cells: PathBuf,
    /// The category
    #[arg(long, value_name = "CATEGORY")]
    pub category: String,
    /// Degrees
    #[arg(long, value_name = "DEGREES", allow_negative_numbers = true)]
    pub lon: f64,
    /// Degrees
    #[arg(long, value_name = "DEGREES", allow_negative_numbers = true)]
    pub lat: f64,
    /// Metres within which it lies
    #[arg(long, value_name = "METRES", default_value_t = 0.0)]
    pub radius_m: f64,
}
