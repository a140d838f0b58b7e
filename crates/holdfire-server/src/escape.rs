//! Text in pages: markup is shown as text, and characters that turn, hide or reorder text by their number, as in the report.

use std::fmt::{self, Write};

/// Escapes for HTML.
#[derive(Clone, Copy, Debug, Default)]
pub struct Html;

impl askama::filters::Escaper for Html {
    fn write_escaped_str<W: Write>(&self, mut out: W, text: &str) -> fmt::Result {
        write!(out, "{}", holdfire_report::html::esc(text))
    }
}
