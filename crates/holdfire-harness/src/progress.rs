//! Long runs that can be stopped and taken up again: a file with the seed and the next number.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};

/// How many, from which seed.
#[derive(clap::Args, Clone)]
pub struct Run {
    /// Chooses everything that is random; the number of each case is added.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// A file that keeps the seed and the next number, so that a run that was stopped goes on from there.
    #[arg(long)]
    pub progress: Option<PathBuf>,
}

/// Where a run stands.
pub struct Progress {
    file: Option<PathBuf>,
    /// The seed of the run.
    pub seed: u64,
    /// The next case.
    pub next: u64,
    begun_at: u64,
    begun: Instant,
    end: u64,
}

impl Progress {
    /// Begins, or goes on where the file says.
    pub fn start(args: &Run, end: u64) -> Result<Self> {
        let (mut seed, mut next) = (args.seed, 0);
        if let Some(path) = args.progress.as_ref().filter(|path| path.exists()) {
            let text = fs::read_to_string(path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            let mut words = text.split_whitespace();
            let mut number = |name| -> Result<u64> {
                ensure!(
                    words.next() == Some(name),
                    "{} is no progress file",
                    path.display()
                );
                let number = words.next().and_then(|word| word.parse().ok());
                number.with_context(|| format!("{} is no progress file", path.display()))
            };
            (seed, next) = (number("seed")?, number("next")?);
            say(&format!("going on at {next} with seed {seed}"));
        }
        Ok(Self {
            file: args.progress.clone(),
            seed,
            next,
            begun_at: next,
            begun: Instant::now(),
            end,
        })
    }

    /// The next case, until all are done.
    pub fn case(&self) -> Option<u64> {
        (self.next < self.end).then_some(self.next)
    }

    /// One more is done.
    pub fn done(&mut self) -> Result<()> {
        self.next += 1;
        if let Some(path) = &self.file {
            let mut beside = path.as_os_str().to_owned();
            beside.push(".part");
            fs::write(&beside, format!("seed {}\nnext {}\n", self.seed, self.next))?;
            fs::rename(&beside, path)?;
        }
        if self.next.is_multiple_of(100) && self.next < self.end {
            let seconds = self.begun.elapsed().as_secs_f64();
            let each_ms = 1_000.0 * seconds / (self.next - self.begun_at) as f64;
            say(&format!(
                "{} of {}, {each_ms:.0} ms each",
                self.next, self.end
            ));
        }
        Ok(())
    }
}

/// A line to standard output. A closed pipe is no error.
pub fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
}
