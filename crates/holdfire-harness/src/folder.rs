//! Writes the folder of a made-up log of any size, to measure the verifier or to try the commands on.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use holdfire_store::disk::RealDisk;
use holdfire_store::folder::sample::Sample;

/// What to write, and where.
#[derive(clap::Args)]
pub struct Args {
    /// The folder to write; must not be there
    #[arg(long)]
    out: PathBuf,
    /// Entries of the log
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1..))]
    entries: u64,
    /// Chooses keys and entries
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Writes the log, and prints its key and a policy that it meets.
pub fn run(args: &Args) -> Result<()> {
    ensure!(
        !args.out.exists(),
        "{} is there already\nhint: name a new folder",
        args.out.display()
    );
    let sample = Sample::new("holdfire.example/folder", args.seed);
    sample.write(&RealDisk, &args.out, &[args.entries])?;
    write!(std::io::stdout(), "{}", sample.policy())?;
    Ok(())
}
