//! `evidence`: what can be said.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{CaseFrom, PlainFormat, Who};

/// `evidence`
#[derive(Debug, Subcommand)]
pub enum EvidenceCommand {
    /// Take files in: each is stored encrypted, hashed, and entered with what it says of itself and who handed it over
    #[command(
        after_help = "Examples:\n  holdfire evidence add halt IMG_1.jpg --about 'reports.csv#R-7' \\\n    \
        --from https://channel.example/1 --handed-over-by 'a resident'\n  \
        holdfire evidence add halt page.wacz\n  \
        holdfire evidence add halt film.mp4 metadata.json --circle talks --identity mediator.key"
    )]
    Add(AddArgs),
    /// List files and archived pages
    #[command(after_help = "Example:\n  holdfire evidence list halt --as-of-entry 40")]
    List {
        #[command(flatten)]
        from: CaseFrom,
        /// The format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: PlainFormat,
    },
    /// Show one: what people state, what the file says of itself, and its chain of custody
    #[command(after_help = "Example:\n  holdfire evidence show halt 12")]
    Show {
        #[command(flatten)]
        from: CaseFrom,
        #[command(flatten)]
        which: Which,
        /// The format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: PlainFormat,
    },
    /// Hash every stored file again (exit code 4: one is not what was taken in, is missing, or belongs to no entry)
    #[command(after_help = "Examples:\n  holdfire evidence check halt\n  \
        holdfire evidence check halt --enter --as clerk-1")]
    Check {
        /// The mission
        dir: PathBuf,
        /// Enter what was found as a step of custody of each file
        #[arg(long)]
        enter: bool,
        #[command(flatten)]
        who: Who,
        /// The format
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: PlainFormat,
    },
    /// Hand out a copy, hashed again on the way; that it was handed out is entered (exit code 4: it is not what was taken in)
    #[command(
        after_help = "Example:\n  holdfire evidence export halt 12 --out IMG_1.jpg --to 'party B' --purpose 'joint reading'"
    )]
    Export {
        /// The mission
        dir: PathBuf,
        #[command(flatten)]
        which: Which,
        /// The file; must not exist
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Who gets the copy; without it, the person who does it
        #[arg(long, value_name = "NAME")]
        to: Option<String>,
        /// What for, in one line
        #[arg(long, value_name = "TEXT")]
        purpose: Option<String>,
        #[command(flatten)]
        who: Who,
    },
    /// Take in a working copy that was made from a file; the file itself is not touched
    #[command(
        after_help = "Example:\n  holdfire evidence derive halt 12 blurred.jpg --how 'faces blurred with editor 3'"
    )]
    Derive {
        /// The mission
        dir: PathBuf,
        #[command(flatten)]
        which: Which,
        /// The working copy
        file: PathBuf,
        /// How it was made: what was cut, converted or removed, with which program
        #[arg(long, value_name = "TEXT")]
        how: String,
        #[command(flatten)]
        who: Who,
    },
    /// Enter another step of custody: viewed, moved, or released from the mission's keeping
    #[command(
        after_help = "Examples:\n  holdfire evidence note halt 12 --viewed 'place compared with a map'\n  \
        holdfire evidence note halt 12 --moved-from 'office' --moved-to 'archive'\n  \
        holdfire evidence note halt 12 --released-to 'the court' --ground 'order 5/2025'"
    )]
    Note {
        /// The mission
        dir: PathBuf,
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        step: StepArgs,
        /// When it was done, such as 2025-03-26T10:00:00Z; without it, now
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
        #[command(flatten)]
        who: Who,
    },
}

/// One entry about a file.
#[derive(Clone, Debug, Args)]
pub struct Which {
    /// The number of its entry, or the SHA-256 of the file
    #[arg(value_name = "ENTRY")]
    pub entry: String,
    /// In this circle instead of the mission's own log
    #[arg(long, value_name = "NAME")]
    pub circle: Option<String>,
}

/// A step of custody.
#[derive(Clone, Debug, Args)]
#[group(required = true, multiple = true)]
pub struct StepArgs {
    /// It was looked at: why
    #[arg(long, value_name = "PURPOSE", conflicts_with_all = ["moved_from", "released_to"])]
    pub viewed: Option<String>,
    /// It was moved: from which keeper or place
    #[arg(
        long,
        value_name = "PLACE",
        requires = "moved_to",
        conflicts_with = "released_to"
    )]
    pub moved_from: Option<String>,
    /// To which keeper or place
    #[arg(long, value_name = "PLACE", requires = "moved_from")]
    pub moved_to: Option<String>,
    /// It left the mission's keeping: to whom
    #[arg(long, value_name = "NAME", requires = "ground")]
    pub released_to: Option<String>,
    /// On what ground
    #[arg(long, value_name = "TEXT", requires = "released_to")]
    pub ground: Option<String>,
}

/// `evidence add`
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The mission
    pub dir: PathBuf,
    /// The files; those of one archive belong together
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Enter them in this circle instead of the mission's own log
    #[arg(long, value_name = "NAME")]
    pub circle: Option<String>,
    /// What they are about: a report (`reports.csv#R-7`) or an incident (`incident/R-7`). May be given several times
    #[arg(long, value_name = "SUBJECT")]
    pub about: Vec<String>,
    /// The address that they were taken from
    #[arg(long, value_name = "URL")]
    pub from: Option<String>,
    /// When they were collected, in the words of who handed them over
    #[arg(long, value_name = "TIME")]
    pub collected_at: Option<String>,
    /// Who collected them
    #[arg(long, value_name = "NAME")]
    pub collected_by: Option<String>,
    /// How they came about, in one line: saved from a page, filmed, received by message
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// Who handed them to the mission; without it, the person who takes them in
    #[arg(long, value_name = "NAME")]
    pub handed_over_by: Option<String>,
    #[command(flatten)]
    pub who: Who,
}
