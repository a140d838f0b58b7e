//! Flips single bits at random places, one at a time, and lets our verifier look: every one has to be seen.
//!
//! `--folder`: in the folder of a log, as it is published. A flip that is not seen must be one of the named exceptions, and
//! the harness proves for each that what the log states and who vouches for it is the same as before.
//!
//! `--database`: in the file of a mission's record.

mod database;
mod exception;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use holdfire_seal::policy::Policy;
use holdfire_store::disk::RealDisk;
use holdfire_store::folder::sample::Sample;
use holdfire_store::folder::{FolderError, Report, VerifyOptions, verify};

use crate::random::Random;
use exception::exception;

const ORIGIN: &str = "holdfire.example/flips";
/// Flips of the long form.
const LONG: u64 = 10_000;
/// The position is written after so many flips.
const STEP: u64 = 50;
/// Says that a folder was made here and may be emptied.
const MARK: &str = "written-by-holdfire-harness";

/// What to flip, and how often.
#[derive(clap::Args)]
pub struct Args {
    /// In the folder of a log
    #[arg(long, required_unless_present = "database")]
    folder: bool,
    /// In the file of a mission's record
    #[arg(long, conflicts_with = "folder")]
    database: bool,
    /// How many bits; 300 in a folder, 60 in a file
    #[arg(long, conflicts_with = "long")]
    count: Option<u64>,
    /// 10,000 bits in a folder, 500 in a file; when it is stopped, the same command goes on where it was
    #[arg(long)]
    long: bool,
    /// Entries of the log
    #[arg(long, default_value_t = 3_000, value_parser = clap::value_parser!(u64).range(1_000..))]
    entries: u64,
    /// Chooses the entries and the places
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder for the log and the position; new, or of an earlier run
    #[arg(long, default_value = "target/flips")]
    state: PathBuf,
}

/// Flips, and prints how many were seen and which were not.
pub fn run(args: &Args) -> Result<()> {
    if args.database {
        let count = if args.long {
            500
        } else {
            args.count.unwrap_or(60)
        };
        let position = args.long.then(|| args.state.join("position-database"));
        prepare(&args.state)?;
        return database::run(count, args.seed, position);
    }
    let count = if args.long {
        LONG
    } else {
        args.count.unwrap_or(300)
    };
    prepare(&args.state)?;
    let position = args.state.join("position");
    // A short run starts anew, so that it shows something each time.
    let mut seen = if args.long {
        Seen::resume(&position, args)?
    } else {
        Seen::default()
    };
    if seen.done > 0 && seen.done < count {
        writeln!(std::io::stdout(), "goes on after {} flips", seen.done)?;
    }
    // Made anew also when it goes on: a run that was stopped may have left a flipped bit.
    let log = Log::make(&args.state.join("log"), args)?;
    while seen.done < count {
        log.flip(seen.done, args.seed, &mut seen)?;
        seen.done += 1;
        if args.long && (seen.done.is_multiple_of(STEP) || seen.done == count) {
            seen.keep(&position, args)?;
        }
    }
    seen.print(args, log.files.len())
}

fn prepare(state: &Path) -> Result<()> {
    let mark = state.join(MARK);
    if !mark.is_file() {
        if fs::read_dir(state).is_ok_and(|mut found| found.next().is_some()) {
            bail!(
                "{} is not empty and no earlier run of this command wrote it\nhint: name a new folder by --state",
                state.display()
            );
        }
        fs::create_dir_all(state).with_context(|| format!("cannot make {}", state.display()))?;
        fs::write(mark, "")?;
    }
    let log = state.join("log");
    if log.exists() {
        fs::remove_dir_all(&log).with_context(|| format!("cannot empty {}", log.display()))?;
    }
    Ok(())
}

/// What came of the flips so far.
#[derive(Default)]
struct Seen {
    done: u64,
    seen: u64,
    /// What was not seen, by name.
    exceptions: BTreeMap<String, u64>,
}

impl Seen {
    /// The first line of the position: other arguments are another run.
    fn head(args: &Args) -> String {
        format!("folder seed {} entries {}", args.seed, args.entries)
    }

    fn resume(position: &Path, args: &Args) -> Result<Self> {
        let text = fs::read_to_string(position).unwrap_or_default();
        let mut lines = text.lines();
        if lines.next() != Some(Self::head(args).as_str()) {
            return Ok(Self::default());
        }
        let mut seen = Self::default();
        for line in lines {
            let (number, what) = line.split_once(' ').context("the position is damaged")?;
            let number = number.parse().context("the position is damaged")?;
            match what {
                "done" => seen.done = number,
                "seen" => seen.seen = number,
                name => drop(seen.exceptions.insert(name.to_owned(), number)),
            }
        }
        Ok(seen)
    }

    fn keep(&self, position: &Path, args: &Args) -> Result<()> {
        let mut text = format!(
            "{}\n{} done\n{} seen\n",
            Self::head(args),
            self.done,
            self.seen
        );
        for (name, number) in &self.exceptions {
            text.push_str(&format!("{number} {name}\n"));
        }
        let beside = position.with_extension("part");
        fs::write(&beside, text)?;
        fs::rename(beside, position).context("cannot keep the position")
    }

    fn print(&self, args: &Args, files: usize) -> Result<()> {
        let mut out = std::io::stdout().lock();
        writeln!(
            out,
            "flips: {} bits in {files} files of a log of {} entries (seed {}): {} seen, {} not seen and harmless",
            self.done,
            args.entries,
            args.seed,
            self.seen,
            self.done - self.seen
        )?;
        for (name, number) in &self.exceptions {
            writeln!(out, "flips:   {number} in {name}")?;
        }
        Ok(())
    }
}

/// One way to look at the log, and what it says while nothing is wrong.
struct View {
    options: VerifyOptions,
    report: Report,
}

/// A log that is flipped in.
struct Log {
    dir: PathBuf,
    /// Its files with their lengths, in order.
    files: Vec<(PathBuf, u64)>,
    views: Vec<View>,
}

impl Log {
    fn make(dir: &Path, args: &Args) -> Result<Self> {
        let sample = Sample::new(ORIGIN, args.seed);
        // Published thrice, so that there are partial pieces of older sizes.
        let sizes = [args.entries / 3, args.entries - 500, args.entries];
        sample.write(&RealDisk, dir, &sizes)?;
        let given = VerifyOptions {
            keys: vec![sample.log_key.verifier().clone()],
            ..VerifyOptions::default()
        };
        let policy = VerifyOptions {
            policy: Some(Policy::parse(sample.policy().as_bytes())?),
            ..VerifyOptions::default()
        };
        let views = [given, policy, VerifyOptions::default()]
            .into_iter()
            .map(|options| {
                let report = verify(dir, &options).context("a log without any flip is refused")?;
                Ok(View { options, report })
            })
            .collect::<Result<_>>()?;
        let mut files = Vec::new();
        list(dir, &mut files)?;
        files.sort();
        Ok(Self {
            dir: dir.to_owned(),
            files,
            views,
        })
    }

    /// Where flip number `n` falls: by turns every file as likely as any other, and every byte.
    fn place(&self, n: u64, seed: u64) -> (usize, u64) {
        let mut random = Random::new(seed ^ n.rotate_left(32));
        if n.is_multiple_of(2) {
            let file = random.below(self.files.len() as u64) as usize;
            return (file, random.below(8 * self.files[file].1));
        }
        let all: u64 = self.files.iter().map(|(_, length)| length).sum();
        let mut bit = random.below(8 * all);
        for (file, (_, length)) in self.files.iter().enumerate() {
            if bit < 8 * length {
                return (file, bit);
            }
            bit -= 8 * length;
        }
        unreachable!("the bit lies below the sum of all lengths")
    }

    /// Flips one bit, looks, and flips it back.
    fn flip(&self, n: u64, seed: u64, seen: &mut Seen) -> Result<()> {
        let (file, bit) = self.place(n, seed);
        let path = &self.files[file].0;
        let good = fs::read(path)?;
        let mut flipped = good.clone();
        flipped[(bit / 8) as usize] ^= 1 << (bit % 8);
        let view = &self.views[(n / 2 % self.views.len() as u64) as usize];
        fs::write(path, &flipped)?;
        let found = verify(&self.dir, &view.options);
        fs::write(path, &good)?;
        let name = path.strip_prefix(&self.dir)?.display().to_string();
        let place = format!("flip {n}: bit {} of byte {} in {name}", bit % 8, bit / 8);
        match found {
            Err(FolderError::Changed(_)) => seen.seen += 1,
            Err(error) => {
                return Err(error).with_context(|| format!("{place}: the verifier gave up"));
            }
            Ok(report) => {
                let Some(name) = exception(&name, &good, &flipped, view, &report) else {
                    bail!("{place} was not seen (seed {seed})");
                };
                *seen.exceptions.entry(name.to_owned()).or_default() += 1;
            }
        }
        Ok(())
    }
}

fn list(dir: &Path, files: &mut Vec<(PathBuf, u64)>) -> Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            let length = fs::metadata(&path)?.len();
            ensure!(length > 0, "{} is empty", path.display());
            files.push((path, length));
        }
    }
    Ok(())
}
