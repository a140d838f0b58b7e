//! `mission`, `circle`, `erase`: what can be said.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::PlainFormat;

/// Who does it, and with which keys.
#[derive(Clone, Debug, Args)]
pub struct Who {
    /// The person of the mission who does it; without it, the first one, who operates the mission
    #[arg(long = "as", value_name = "NAME")]
    pub person: Option<String>,
    /// A key file: the circles that it reads are opened too. May be given several times
    #[arg(long, value_name = "KEYFILE")]
    pub identity: Vec<PathBuf>,
}

/// `mission`
#[derive(Debug, Subcommand)]
pub enum MissionCommand {
    /// Make a mission: a folder with a record, its keys and nothing else
    #[command(
        after_help = "Example:\n  holdfire mission new halt --origin mission.example/halt-1 --operator clerk-1"
    )]
    New {
        /// The folder; must not exist, or be empty
        dir: PathBuf,
        /// The name of its log, unique in the world, by custom an address without `https://`
        #[arg(long, value_name = "ORIGIN")]
        origin: String,
        /// The name of the person who operates it
        #[arg(long, value_name = "NAME", default_value = "operator")]
        operator: String,
        /// To how many seconds the public log cuts the time of entries
        #[arg(long, value_name = "SECONDS", default_value_t = 900)]
        time_step: u64,
        /// How many seconds lie between two ticks
        #[arg(long, value_name = "SECONDS", default_value_t = 600)]
        cadence: u64,
    },
    /// Enter a case folder: only what is new or changed becomes entries
    #[command(after_help = "Example:\n  holdfire mission load halt my-case")]
    Load {
        /// The mission
        dir: PathBuf,
        /// The case folder
        case: PathBuf,
        /// Enter it in this circle instead of the mission's own log
        #[arg(long, value_name = "NAME")]
        circle: Option<String>,
        #[command(flatten)]
        who: Who,
    },
    /// Write the case of a mission as a folder, byte for byte as it was entered
    #[command(after_help = "Example:\n  holdfire mission unload halt case-at-40 --as-of-entry 40")]
    Unload {
        #[command(flatten)]
        from: super::CaseFrom,
        /// The folder; must not exist, or be empty
        out: PathBuf,
    },
    /// Say what there is: logs, people, circles, legal holds, copies
    Status {
        /// The mission
        dir: PathBuf,
        #[command(flatten)]
        who: Who,
        /// The format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: PlainFormat,
    },
    /// List what stands: subjects, with the entry that says what each is
    #[command(after_help = "Examples:\n  holdfire mission list halt --kind item\n  \
        holdfire mission list halt --as-of-entry 40 --format json")]
    List {
        #[command(flatten)]
        from: super::CaseFrom,
        /// Only this kind of entries; may be given several times
        #[arg(long, value_name = "KIND")]
        kind: Vec<String>,
        /// Also what was replaced
        #[arg(long)]
        all: bool,
        /// The format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: PlainFormat,
    },
    /// Show one subject with its fields and its history
    #[command(after_help = "Example:\n  holdfire mission show halt 'reports.csv#R-7'")]
    Show {
        #[command(flatten)]
        from: super::CaseFrom,
        /// The subject, as `mission list` prints it
        subject: String,
        /// The format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: PlainFormat,
    },
    /// Disclose fields of an entry to somebody, with the proof that they are what was committed; it cannot be undone
    #[command(
        after_help = "Example:\n  holdfire mission disclose halt 'reports.csv#R-7' --field place --to 'the press' --reason 'agreed on 3 May' \\\n    --out place.tlog-proof"
    )]
    Disclose(DiscloseArgs),
    /// Take a person in, or give a person other keys
    #[command(
        after_help = "Example:\n  holdfire mission person halt observer-1 --keys observer-1.pub"
    )]
    Person {
        /// The mission
        dir: PathBuf,
        /// The name in the record
        name: String,
        /// The file of the person's public keys (`holdfire key new` prints them)
        #[arg(long, value_name = "FILE")]
        keys: Option<PathBuf>,
        #[command(flatten)]
        who: Who,
    },
    /// Write an encrypted backup with all keys, and read it again before it counts
    #[command(after_help = "Example:\n  holdfire mission backup halt halt.age --for vault.pub")]
    Backup(CopyArgs),
    /// Write an encrypted copy for reading elsewhere: without the key that signs
    #[command(
        after_help = "Example:\n  holdfire mission export halt for-auditor.age --for auditor.pub"
    )]
    Export(CopyArgs),
    /// Open a backup or an export into a folder, after checking all of it
    #[command(
        after_help = "Examples:\n  holdfire mission restore halt.age halt --identity vault.key --dry-run\n  \
        holdfire mission restore halt.age halt --identity vault.key --seen checkpoint-of-a-witness"
    )]
    Restore {
        /// The copy
        file: PathBuf,
        /// The folder; must not exist, or be empty
        dir: PathBuf,
        /// The key file of a reader that the copy was made for
        #[arg(long, value_name = "KEYFILE")]
        identity: PathBuf,
        /// The newest checkpoint of the log that somebody holds: an older copy is refused
        #[arg(long, value_name = "NOTE")]
        seen: Option<PathBuf>,
        /// Check everything, keep nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Take a backup to safety, then destroy what is here: keys first, then every file
    #[command(
        after_help = "Example:\n  holdfire mission evacuate halt /media/stick/halt.age --for vault.pub --destroy mission.example/halt-1"
    )]
    Evacuate {
        /// The mission, where the backup goes, and for whom
        #[command(flatten)]
        copy: CopyArgs,
        /// The origin of the mission, typed out: what is destroyed cannot be undone
        #[arg(long, value_name = "ORIGIN")]
        destroy: String,
    },
}

/// `mission disclose`
#[derive(Debug, Args)]
pub struct DiscloseArgs {
    /// The mission
    pub dir: PathBuf,
    /// The subject, as `mission list` prints it
    pub subject: String,
    /// The entry of that subject, if not the newest
    #[arg(long, value_name = "N")]
    pub entry: Option<u64>,
    /// A field, as `mission show` prints it; may be given several times. `subject`, `effect` and `recorded_at` can be disclosed too
    #[arg(long, value_name = "NAME", required = true)]
    pub field: Vec<String>,
    /// To whom; it is kept
    #[arg(long, value_name = "NAME")]
    pub to: String,
    /// Why, in one line; it is kept
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub who: Who,
}

/// A copy that is made.
#[derive(Debug, Args)]
pub struct CopyArgs {
    /// The mission
    pub dir: PathBuf,
    /// The file; must not exist
    pub out: PathBuf,
    /// The public keys of who can open it; may be given several times
    #[arg(long = "for", value_name = "PUBLIC-KEYS", required = true)]
    pub readers: Vec<PathBuf>,
    #[command(flatten)]
    pub who: Who,
}

/// `circle`
#[derive(Debug, Subcommand)]
pub enum CircleCommand {
    /// Make a circle with a log of its own; nothing of it shows in the public log
    #[command(
        after_help = "Example:\n  holdfire circle new halt talks --reader mediator.pub --identity mediator.key"
    )]
    New {
        /// The mission
        dir: PathBuf,
        /// Its name, known inside it alone
        name: String,
        /// The public keys of a reader; may be given several times
        #[arg(long = "reader", value_name = "PUBLIC-KEYS", required = true)]
        readers: Vec<PathBuf>,
        #[command(flatten)]
        who: Who,
    },
    /// List the circles that these keys open, with their readers
    List {
        /// The mission
        dir: PathBuf,
        #[command(flatten)]
        who: Who,
    },
    /// Give a circle other readers; when one leaves, it gets new keys for what is written from then on
    #[command(
        after_help = "Example:\n  holdfire circle readers halt talks --reader mediator.pub --reader observer-1.pub --identity mediator.key"
    )]
    Readers {
        /// The mission
        dir: PathBuf,
        /// Its name
        name: String,
        /// The public keys of each reader from now on; may be given several times
        #[arg(long = "reader", value_name = "PUBLIC-KEYS", required = true)]
        readers: Vec<PathBuf>,
        #[command(flatten)]
        who: Who,
    },
    /// Give a circle new keys for what is written from now on
    Rotate {
        /// The mission
        dir: PathBuf,
        /// Its name
        name: String,
        #[command(flatten)]
        who: Who,
    },
}

/// `erase`
#[derive(Debug, Subcommand)]
pub enum EraseCommand {
    /// Ask to erase what entries say: a request that a second person must sign
    #[command(
        after_help = "Example:\n  holdfire erase request halt --subject 'reports.csv#R-7' --reason 'withdrawn by the source' \\\n    --key observer-1.key --out request.txt"
    )]
    Request {
        /// The mission
        dir: PathBuf,
        /// Every version of this subject; may be given several times
        #[arg(long, value_name = "SUBJECT")]
        subject: Vec<String>,
        /// A single entry by its number; may be given several times
        #[arg(long, value_name = "N")]
        entry: Vec<u64>,
        /// In this circle instead of the mission's own log
        #[arg(long, value_name = "NAME")]
        circle: Option<String>,
        /// Why, in one line; it is kept
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// The key file of who asks
        #[arg(long, value_name = "KEYFILE")]
        key: PathBuf,
        /// Write to this file instead of standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        who: Who,
    },
    /// Read a request and sign it as the second person
    #[command(
        after_help = "Example:\n  holdfire erase countersign request.txt --key observer-2.key --out signed.txt"
    )]
    Countersign {
        /// The request
        request: PathBuf,
        /// The key file of who signs
        #[arg(long, value_name = "KEYFILE")]
        key: PathBuf,
        /// Write to this file instead of standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Erase what a request names that two persons of the mission signed; it cannot be undone
    #[command(after_help = "Example:\n  holdfire erase run halt signed.txt")]
    Run {
        /// The mission
        dir: PathBuf,
        /// The request with both signatures
        request: PathBuf,
        #[command(flatten)]
        who: Who,
    },
    /// Set a legal hold: what it covers is not erased until it is lifted
    #[command(
        after_help = "Example:\n  holdfire erase hold halt court-1 --reason 'order of a court' --subject 'reports.csv#R-7'"
    )]
    Hold {
        /// The mission
        dir: PathBuf,
        /// Its name
        name: String,
        /// Why, and who ordered it
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Everything
        #[arg(long, conflicts_with_all = ["subject", "entry"], required_unless_present_any = ["subject", "entry"])]
        everything: bool,
        /// Every entry of this subject; may be given several times
        #[arg(long, value_name = "SUBJECT")]
        subject: Vec<String>,
        /// A single entry of the mission's own log; may be given several times
        #[arg(long, value_name = "N")]
        entry: Vec<u64>,
        #[command(flatten)]
        who: Who,
    },
    /// Lift a legal hold
    Lift {
        /// The mission
        dir: PathBuf,
        /// Its name
        name: String,
        #[command(flatten)]
        who: Who,
    },
}
