//! The command line: what can be said, with examples.

mod evidence;
mod key;
mod mission;
mod record;
mod register;
mod register_mission;
mod serve;

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use holdfire_words::Language;

pub use evidence::{AddArgs, EvidenceCommand, StepArgs, Which};
pub use key::KeyCommand;
pub use mission::{CircleCommand, CopyArgs, DiscloseArgs, EraseCommand, MissionCommand, Who};
pub use record::{CheckProofArgs, CheckpointArgs, RecordCommand, RecordVerifyArgs};
pub use register::{
    CellsArgs, CheckArgs, CountsArgs, HandoverArgs, OpenArgs, PlaceArgs, PublicCommand,
    ReceiptArgs, ReceiptStep, RegisterCommand, SealArgs, VerifyArgs,
};
pub use register_mission::{
    AcceptArgs, AcceptedArgs, CountedFrom, MatchArgs, MatchCommand, NoticeStep, NotifyArgs,
    OpenedArgs, StatusArgs, WhoseArgs,
};
pub use serve::ServeArgs;

/// The working system of a limited ceasefire.
#[derive(Debug, Parser)]
#[command(
    name = "holdfire",
    version,
    about = "Terms of a limited ceasefire as each side states them, reports, and an answer under every reading",
    long_about = "Holdfire answers, for every reported incident: if it happened as reported, do the terms cover it as each \
        side states them, which point decides, and who supports the report. It takes no side and decides no guilt.",
    after_help = "Examples:\n  holdfire demo                              the 2025 energy-strike halt, built in\n  \
        holdfire case new my-case                  a folder to fill in\n  \
        holdfire case check my-case                everything that is wrong or open in it\n  \
        holdfire assess my-case                    the headline\n  \
        holdfire explain my-case R-7               one incident with its reasons\n\n\
        Exit codes: 0 done, 1 the answer is no, 2 your input, 3 the surroundings, \
        4 what must be unchanged is not."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Assess every incident of a case under every reading
    #[command(after_help = "Examples:\n  holdfire assess cases/energy-2025\n  \
        holdfire assess cases/energy-2025 --format html --out report.html\n  \
        holdfire assess cases/energy-2025 --incident AV25-033 --format json\n  \
        holdfire assess cases/energy-2025 --as-of 2025-03-26")]
    Assess(AssessArgs),
    /// Explain one incident: every account, clause and reading, with reasons and pointers
    #[command(after_help = "Example:\n  holdfire explain cases/energy-2025 AV25-006")]
    Explain(ExplainArgs),
    /// Compare two readings: terms that differ, incidents that flip
    #[command(after_help = "Example:\n  holdfire compare my-case first second")]
    Compare(CompareArgs),
    /// Did it hold? What was claimed by whom over time, and what cannot be said from it
    #[command(after_help = "Example:\n  holdfire held cases/energy-2025")]
    Held(HeldArgs),
    /// Case folders: make one, check it, show its terms, bring a table in
    #[command(subcommand)]
    Case(CaseCommand),
    /// Keys of a person or a party: one signs, one reads what is encrypted to it
    #[command(subcommand)]
    Key(KeyCommand),
    /// The record of a mission: make one, enter a case, ask as of any entry, copies
    #[command(subcommand)]
    Mission(MissionCommand),
    /// Confidential circles: a log of their own, keys for their readers
    #[command(subcommand)]
    Circle(CircleCommand),
    /// Erase what entries say, by two persons; legal holds
    #[command(subcommand)]
    Erase(EraseCommand),
    /// Files that a mission keeps as evidence: taken in, hashed again, handed out, with their chain of custody
    #[command(subcommand)]
    Evidence(EvidenceCommand),
    /// Lists of protected sites that stay sealed: seal, hand over, receipt, open, verify
    #[command(subcommand)]
    Register(RegisterCommand),
    /// The record of a mission: logs that anybody can check, offline
    #[command(subcommand)]
    Record(RecordCommand),
    /// A witness of a log: it cosigns only what grew from what it saw before (C2SP tlog-witness)
    #[command(subcommand)]
    Witness(WitnessCommand),
    /// The workbench in a browser: pages, people and their rights, the workflow, the API
    #[command(
        after_help = "Examples:\n  holdfire serve --demo\n  holdfire serve halt --operator 'Secretariat, registry' \\\n    \
        --origin https://halt.example"
    )]
    Serve(ServeArgs),
    /// The 2025 energy-strike halt, built into the program: headline and HTML report, no file needed
    #[command(after_help = "Example:\n  holdfire demo --out report-folder")]
    Demo(DemoArgs),
    /// Say what this program has, and what it finds on this machine
    Doctor(FormatArgs),
    /// Print the JSON Schema of a format
    #[command(after_help = "Example:\n  holdfire schema reading > reading.schema.json")]
    Schema(SchemaArgs),
    /// Print shell completions
    #[command(
        after_help = "Example:\n  holdfire completions bash > /etc/bash_completion.d/holdfire"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the man pages into a folder
    #[command(after_help = "Example:\n  holdfire man man1 && man -l man1/holdfire.1")]
    Man {
        /// The folder
        dir: PathBuf,
    },
}

/// Formats of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// For a terminal
    Text,
    /// One JSON object
    Json,
    /// One row for each incident and reading
    Csv,
    /// Areas of possibility
    Geojson,
    /// One self-contained page
    Html,
}

/// The languages by their codes.
fn languages() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.map(Language::code))
        .map(|code| Language::from_code(&code).expect("one of the codes of the languages"))
}

/// Text or JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PlainFormat {
    /// For a terminal
    Text,
    /// One JSON object
    Json,
}

/// By what a table is grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// By who claims
    Claimant,
    /// By who is accused: refused, with the reason
    Accused,
}

/// Where a case is read from.
#[derive(Clone, Debug, Args)]
pub struct CaseFrom {
    /// The case folder, or a mission
    pub dir: PathBuf,
    /// Of a mission: as its first N entries have it
    #[arg(long, value_name = "N")]
    pub as_of_entry: Option<u64>,
    /// Of a mission: a key file, the circles that it reads are opened too. May be given several times
    #[arg(long, value_name = "KEYFILE")]
    pub identity: Vec<PathBuf>,
}

/// `assess`
#[derive(Debug, Args)]
pub struct AssessArgs {
    #[command(flatten)]
    pub from: CaseFrom,
    /// Only this incident (its id, or that of one of its reports); may be given several times
    #[arg(long, value_name = "ID")]
    pub incident: Vec<String>,
    /// Only under this reading; may be given several times
    #[arg(long, value_name = "ID")]
    pub reading: Vec<String>,
    /// Only under this clause; may be given several times
    #[arg(long, value_name = "ID")]
    pub clause: Vec<String>,
    /// What was known at that time: only what had been entered by then (a date alone: to the end of that day)
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<String>,
    /// What would follow had PARTY declared itself free from TIME on; labelled so in every output
    #[arg(long, value_name = "PARTY=TIME")]
    pub what_if: Option<String>,
    /// How to group; accused parties are not counted
    #[arg(long, value_name = "WHAT")]
    pub by: Option<By>,
    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: AnswerFormat,
    /// The language of the page
    #[arg(long, value_name = "LANGUAGE", value_parser = languages())]
    pub language: Option<Language>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Take no file with refused rows
    #[arg(long)]
    pub strict: bool,
}

/// `explain`
#[derive(Debug, Args)]
pub struct ExplainArgs {
    #[command(flatten)]
    pub from: CaseFrom,
    /// An incident, or a report
    pub id: String,
    /// What was known at that time
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<String>,
    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PlainFormat,
}

/// `compare`
#[derive(Debug, Args)]
pub struct CompareArgs {
    #[command(flatten)]
    pub from: CaseFrom,
    /// The one reading
    pub first: String,
    /// The other
    pub second: String,
    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PlainFormat,
}

/// `held`
#[derive(Debug, Args)]
pub struct HeldArgs {
    #[command(flatten)]
    pub from: CaseFrom,
    /// How to group; accused parties are not counted
    #[arg(long, value_name = "WHAT")]
    pub by: Option<By>,
    /// What was known at that time
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<String>,
    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PlainFormat,
}

/// `case`
#[derive(Debug, Subcommand)]
pub enum CaseCommand {
    /// Make a folder with every file that a case needs, with explanations and no sample data
    #[command(after_help = "Example:\n  holdfire case new my-case")]
    New {
        /// The folder; must not exist, or be empty
        dir: PathBuf,
    },
    /// List all problems at once, and what mediators forget
    #[command(after_help = "Example:\n  holdfire case check my-case --strict")]
    Check {
        #[command(flatten)]
        from: CaseFrom,
        /// Exit with 1 if anything at all is listed
        #[arg(long)]
        strict: bool,
        /// The format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: PlainFormat,
    },
    /// Show the terms in plain words, a column for each reading
    #[command(after_help = "Example:\n  holdfire case show cases/energy-2025")]
    Show {
        #[command(flatten)]
        from: CaseFrom,
        /// The format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: PlainFormat,
    },
    /// Bring in a table of one's own (CSV or XLSX) as rows of reports.csv
    #[command(
        after_help = "Examples:\n  holdfire case import table.xlsx --draft-map > map.toml\n  \
        holdfire case import table.xlsx --map map.toml --dry-run\n  \
        holdfire case import table.xlsx --map map.toml --into my-case"
    )]
    Import(ImportArgs),
}

/// `case import`
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The table
    pub table: PathBuf,
    /// The saved mapping of its columns
    #[arg(long, value_name = "FILE", required_unless_present = "draft_map")]
    pub map: Option<PathBuf>,
    /// Draft a mapping from the table and print it
    #[arg(long, conflicts_with_all = ["map", "into"])]
    pub draft_map: bool,
    /// Add the rows to reports.csv of this case folder; without it they go to standard output
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
    /// Say what would be done and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Take no table with refused rows
    #[arg(long)]
    pub strict: bool,
}

/// `witness`
#[derive(Debug, Subcommand)]
pub enum WitnessCommand {
    /// Make a witness with a key of its own, and print its public key
    #[command(after_help = "Example:\n  holdfire witness new my-witness --name witness.example/w1")]
    New {
        /// The folder; must not hold a witness
        dir: PathBuf,
        /// The name of its key, by custom an address without `https://`
        #[arg(long, value_name = "NAME")]
        name: String,
        /// Show the public key as a QR code too, below the line
        #[arg(long)]
        qr: bool,
    },
    /// Follow a log, known by its public key
    #[command(
        after_help = "Example:\n  holdfire witness trust my-witness 'log.example/m1+5a1b2c3d+AQ...'"
    )]
    Trust {
        /// The folder of the witness
        dir: PathBuf,
        /// The public key of the log, as the log's operator printed it
        vkey: String,
    },
    /// Say which logs it follows, and up to where it cosigned each
    List {
        /// The folder of the witness
        dir: PathBuf,
    },
    /// Answer over HTTP until stopped
    #[command(after_help = "Example:\n  holdfire witness serve my-witness --listen 127.0.0.1:8480")]
    Serve {
        /// The folder of the witness
        dir: PathBuf,
        /// The address; port 0 takes a free one. TLS is for a proxy in front
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8480")]
        listen: std::net::SocketAddr,
    },
    /// Cosign a request that was carried here by hand, and print the line to carry back
    #[command(
        after_help = "Examples:\n  holdfire witness cosign my-witness request.txt --out cosignature.txt\n  \
        holdfire witness cosign my-witness - --qr"
    )]
    Cosign {
        /// The folder of the witness
        dir: PathBuf,
        /// The request, the same text as over HTTP; `-` for standard input
        request: PathBuf,
        /// Write to this file instead of standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Show the line as a QR code too, on standard output: dark on light, for the camera of who carries it back
        #[arg(long)]
        qr: bool,
    },
    /// Compare two checkpoints of one log; if the log signed two histories, write the proof of it (exit code 1)
    #[command(
        after_help = "Example:\n  holdfire witness compare ours.txt theirs.txt --key 'log.example/m1+5a1b2c3d+AQ...' --out fraud.txt"
    )]
    Compare {
        /// The one checkpoint
        one: PathBuf,
        /// The other
        other: PathBuf,
        /// The whole consistency path between the two sizes, a hash in base64 on each line
        #[arg(long, value_name = "FILE")]
        path: Option<PathBuf>,
        /// The public key of the log; may be given several times
        #[arg(long = "key", value_name = "VKEY", required = true)]
        keys: Vec<String>,
        /// Write the proof to this file instead of standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Check a proof that a log signed two histories, and say what it proves (exit code 1: nothing)
    #[command(
        after_help = "Example:\n  holdfire witness check-fraud fraud.txt --key 'log.example/m1+5a1b2c3d+AQ...'"
    )]
    CheckFraud {
        /// The proof
        proof: PathBuf,
        /// The public key of the log; may be given several times
        #[arg(long = "key", value_name = "VKEY", required = true)]
        keys: Vec<String>,
    },
}

/// `demo`
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Where the HTML report goes
    #[arg(long, value_name = "DIR", default_value = "holdfire-demo")]
    pub out: PathBuf,
}

/// Text or JSON.
#[derive(Debug, Args)]
pub struct FormatArgs {
    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PlainFormat,
}

/// `schema`
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Which format; without it, their names
    pub name: Option<String>,
}
