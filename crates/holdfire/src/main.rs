//! The one binary: command line and wiring. Formats are in `holdfire-wire`, texts in `holdfire-report`.
//!
//! Data goes to standard output, everything else to standard error. Exit codes: 0 done; 1 the answer is "no" (a refused
//! comparison, a failed check); 2 the user's input; 3 the surroundings; 4 what must be unchanged is not; 101 ours.

mod cli;
mod commands;
mod folder;
mod no_dump;
mod output;
mod qr;

use std::process::ExitCode;

use clap::Parser;

/// A server makes worlds of very many rows and drops them again: this allocator gives their memory back, where that of the C
/// library keeps up to twice as much. `.cargo/config.toml` has its settings.
#[cfg(target_os = "linux")]
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    // Before anything secret is read.
    no_dump::forbid();
    let cli = cli::Cli::parse();
    match commands::run(cli.command) {
        Ok(code) => code,
        Err(error) => {
            output::report(&error);
            ExitCode::from(error.code())
        }
    }
}
