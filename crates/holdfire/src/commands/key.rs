//! `holdfire key`: the keys of a person.

use std::io;
use std::path::Path;

use holdfire_seal::note::VerifierKey;
use holdfire_store::keyfile::{KeyFile, LoadError, NewKeyError, PublicKeys};
use holdfire_store::random::SystemRandom;

use super::done;
use crate::cli::KeyCommand;
use crate::output::{Failure, Outcome, cannot_read, note, print, with_causes};

/// Runs a command of keys.
pub fn run(command: &KeyCommand) -> Outcome {
    match command {
        KeyCommand::New { name, out } => new(name, out)?,
        KeyCommand::Show { file } => print(&load(file)?.public().to_text())?,
    }
    done()
}

fn new(name: &str, out: &Path) -> Result<(), Failure> {
    let keys = KeyFile::generate(name, &mut SystemRandom).map_err(|error| match error {
        NewKeyError::Random(_) => Failure::Surroundings(anyhow::anyhow!(with_causes(&error))),
        NewKeyError::Name(_) => Failure::Input(format!(
            "`{name}`: {}\nhint: such as alpha.example/liaison-1",
            with_causes(&error)
        )),
    })?;
    keys.save_new(out).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::Input(format!(
            "{} is there already; keys are never overwritten\nhint: give another name to `--out`",
            out.display()
        )),
        _ => Failure::Surroundings(
            anyhow::Error::new(error).context(format!("cannot write {}", out.display())),
        ),
    })?;
    note(&format!(
        "the secret keys of {name} are in {}: whoever has this file signs and reads as {name}\n\
         hint: keep a second copy in a safe place; nobody can make it again. Give the two lines on standard output to \
         others, and let them compare by voice",
        out.display()
    ));
    print(&keys.public().to_text())
}

/// The keys in a file of secret keys; says so if others can read the file.
pub fn load(path: &Path) -> Result<KeyFile, Failure> {
    let keys = KeyFile::load(path).map_err(|error| of_file(path, error))?;
    if is_open_to_others(path) {
        note(&format!(
            "warning: {} can be read by other users of this machine\nhint: chmod 600 {0}",
            path.display()
        ));
    }
    Ok(keys)
}

/// The keys in a file of public keys.
pub fn load_public(path: &Path) -> Result<PublicKeys, Failure> {
    PublicKeys::load(path).map_err(|error| of_file(path, error))
}

/// Keys that check signatures: each a vkey as text, or a file of public keys.
pub fn verifiers(texts: &[String]) -> Result<Vec<VerifierKey>, Failure> {
    texts.iter().map(|text| verifier(text)).collect()
}

fn verifier(text: &str) -> Result<VerifierKey, Failure> {
    let path = Path::new(text);
    if path.is_file() {
        return Ok(load_public(path)?.signs);
    }
    VerifierKey::parse_log(text.trim()).map_err(|error| {
        Failure::Input(format!(
            "there is no file `{text}`, and it is no public key: {error}\n\
             hint: give the file of public keys, or the key after the word `signs` in it"
        ))
    })
}

fn of_file(path: &Path, error: LoadError) -> Failure {
    let shown = path.display();
    match error {
        LoadError::Io(error) => cannot_read(path, error),
        error => Failure::Input(format!("{shown}: {}", with_causes(&error))),
    }
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}
