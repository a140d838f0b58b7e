//! `serve`: what can be said.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

/// `serve`
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The folder of the mission
    #[arg(required_unless_present = "demo")]
    pub dir: Option<PathBuf>,
    /// Show the 2025 case to whoever is on this machine; nothing can be changed, nothing is kept
    #[arg(long, conflicts_with_all = ["dir", "origin", "identity"])]
    pub demo: bool,
    /// Where to listen. For others than this machine, put a server that speaks https in front
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8440")]
    pub listen: SocketAddr,
    /// The address that people type, if it is another than where it listens
    #[arg(long, value_name = "URL")]
    pub origin: Option<String>,
    /// Who operates this server, as the lock badge names it
    #[arg(long, value_name = "NAME", default_value = "")]
    pub operator: String,
    /// A key file that reads circles: the server can then show them to the readers that they name
    #[arg(long, value_name = "FILE")]
    pub identity: Vec<PathBuf>,
}
