//! Harnesses that try to break the record: kills, power cuts, faults, bit flips, leaks.
//!
//! One subcommand each, in a file of its own. Nothing here is part of the product.

mod flips;
mod folder;
mod proofs;
mod random;

use clap::{Parser, Subcommand};

/// Tries to break the record, or writes what others need to check it.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes a log and many proofs, for verifiers that are not ours.
    Proofs(proofs::Args),
    /// Writes the folder of a made-up log.
    Folder(folder::Args),
    /// Flips bits, each of which our verifier has to see.
    Flips(flips::Args),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Proofs(args) => proofs::run(&args),
        Command::Folder(args) => folder::run(&args),
        Command::Flips(args) => flips::run(&args),
    }
}
