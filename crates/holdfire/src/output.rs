//! Standard output and standard error, and whose an error is.

use std::fmt;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// What went wrong, by whose it is.
#[derive(Debug)]
pub enum Failure {
    /// The answer is "no", with the reason: exit code 1.
    No(String),
    /// The user's input: exit code 2.
    Input(String),
    /// The surroundings (disk, permissions): exit code 3.
    Surroundings(anyhow::Error),
    /// Something that should be provably unchanged is not, with both states: exit code 4.
    Integrity(String),
}

impl Failure {
    /// Its exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::No(_) => 1,
            Self::Input(_) => 2,
            Self::Surroundings(_) => 3,
            Self::Integrity(_) => 4,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::No(text) | Self::Input(text) | Self::Integrity(text) => f.write_str(text),
            Self::Surroundings(error) => write!(f, "{error:#}"),
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Surroundings(error)
    }
}

impl From<holdfire_terms::FrameError> for Failure {
    fn from(error: holdfire_terms::FrameError) -> Self {
        Self::Input(with_causes(&error))
    }
}

/// An error with its causes, on one line, and all hints on lines below. A cause that the error says already is not said
/// again.
pub fn with_causes(error: &dyn std::error::Error) -> String {
    let parts = |text: String| match text.split_once("\nhint: ") {
        Some((said, hint)) => (said.to_owned(), Some(hint.to_owned())),
        None => (text, None),
    };
    let (mut text, hint) = parts(error.to_string());
    let mut hints: Vec<String> = hint.into_iter().collect();
    let mut source = error.source();
    while let Some(cause) = source {
        let (said, hint) = parts(cause.to_string());
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        hints.extend(hint.filter(|hint| !hints.contains(hint)));
        source = cause.source();
    }
    for hint in hints {
        text.push_str("\nhint: ");
        text.push_str(&hint);
    }
    text
}

/// A number and its noun.
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// What a command gives back.
pub type Outcome = Result<ExitCode, Failure>;

/// Prints a failure with its whole chain.
pub fn report(failure: &Failure) {
    note(&format!(
        "{}{failure}",
        if failure.code() == 1 { "" } else { "error: " }
    ));
}

/// Why a file that was named cannot be read: what is not there, and a folder, are the user's to put right.
pub fn cannot_read(path: &Path, error: std::io::Error) -> Failure {
    use std::io::ErrorKind;
    let shown = path.display();
    match error.kind() {
        ErrorKind::NotFound => Failure::Input(format!("there is no file {shown}")),
        ErrorKind::IsADirectory => {
            Failure::Input(format!("{shown} is a folder, where a file is needed"))
        }
        _ => {
            Failure::Surroundings(anyhow::Error::new(error).context(format!("cannot read {shown}")))
        }
    }
}

/// Text that came from files, made safe for a terminal, line by line.
pub fn safe(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(holdfire_report::words::escape_terminal)
        .collect();
    lines.join("\n")
}

/// Lines to standard error. What came from files is made safe for a terminal.
pub fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", safe(text));
}

/// Text to standard output; a closed pipe is no error.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::Surroundings(
            anyhow::Error::new(error).context("cannot write to standard output"),
        )),
        _ => Ok(()),
    }
}

/// Text to a file, written beside it first, so that no half of it is ever seen; or to standard output.
pub fn write(text: &str, to: Option<&Path>) -> Result<(), Failure> {
    let Some(path) = to else { return print(text) };
    let context = |error: std::io::Error| {
        Failure::Surroundings(
            anyhow::Error::new(error).context(format!("cannot write {}", path.display())),
        )
    };
    if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        std::fs::create_dir_all(parent).map_err(context)?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    std::fs::write(&beside, text).map_err(context)?;
    std::fs::rename(&beside, path).map_err(context)?;
    note(&format!("wrote {}", path.display()));
    Ok(())
}
