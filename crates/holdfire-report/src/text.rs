//! What a terminal shows: plain lines of at most 100 columns, understandable without colour and readable aloud.
//!
//! Pure: a case and its answer in, text out; the same input gives the same bytes. Every function takes the columns of
//! the terminal; where there is none, [`COLUMNS`]. Text of sources is made safe on its way ([`crate::words::escape_terminal`]).

mod comparison;
mod headline;
mod held;
mod incident;
mod layout;
mod show;
mod tree;

#[cfg(test)]
mod tests;

pub use comparison::comparison;
pub use headline::headline;
pub use held::held;
pub use incident::incident;
pub use show::show;

use holdfire_words::{Language, Words, words};

/// The words of the terminal, which speaks English.
fn en() -> &'static Words {
    words(Language::En)
}

/// A number with its unit: `1 incident`, `106 incidents`.
fn count(n: usize, unit: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {unit}{plural}", crate::words::number(n))
}

/// The widest page; for output that goes to no terminal.
pub const COLUMNS: usize = 100;
