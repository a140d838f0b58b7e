//! Harnesses that try to break the record: kills, power cuts, faults, bit flips, leaks.
//!
//! One subcommand each, in a file of its own. Nothing here is part of the product.

mod faults;
mod flips;
mod folder;
mod kills;
mod leaks;
mod power;
mod progress;
mod proofs;
mod random;
mod session;
mod sim_disk;
mod traffic;

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
    /// Kills a process that works on a mission, and looks at what it left.
    Kills(kills::Args),
    #[command(hide = true)]
    KillsChild(kills::ChildArgs),
    /// Cuts the power at random calls of the disk.
    Power(power::Args),
    /// Lets the disk fail at every call, and be full under SQLite.
    Faults(faults::Args),
    #[command(hide = true)]
    FaultsFull(faults::FullArgs),
    /// Looks for what is confidential in every file at rest, after a kill.
    Leaks(leaks::Args),
    #[command(hide = true)]
    LeaksChild(leaks::ChildArgs),
    /// Compares what the public log shows of a silent circle and of a busy one.
    Traffic(traffic::Args),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Proofs(args) => proofs::run(&args),
        Command::Folder(args) => folder::run(&args),
        Command::Flips(args) => flips::run(&args),
        Command::Kills(args) => kills::run(&args),
        Command::KillsChild(args) => kills::run_child(&args),
        Command::Power(args) => power::run(&args),
        Command::Faults(args) => faults::run(&args),
        Command::FaultsFull(args) => faults::run_full_child(&args),
        Command::Leaks(args) => leaks::run(&args),
        Command::LeaksChild(args) => leaks::run_child(&args),
        Command::Traffic(args) => traffic::run(&args),
    }
}
