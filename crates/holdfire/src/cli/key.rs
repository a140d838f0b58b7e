//! `key`: what can be said.

use std::path::PathBuf;

use clap::Subcommand;

/// `key`
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make the keys of a person or a party; print the public ones, to be given to others
    #[command(
        after_help = "Example:\n  holdfire key new alpha.example/liaison-1 --out liaison-1.key > liaison-1.pub"
    )]
    New {
        /// The name under which it signs, by custom an address without `https://`
        name: String,
        /// The file for the secret keys; must not exist
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Print the public keys of a key file
    #[command(after_help = "Example:\n  holdfire key show liaison-1.key > liaison-1.pub")]
    Show {
        /// The file of secret keys
        file: PathBuf,
    },
}
