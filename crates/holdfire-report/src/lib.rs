//! Answers as text and HTML bytes, in words that survive both press rooms.
//!
//! Pure: a case and its answer in, text out. It reads no file, decides nothing, and adds no word of its own to a verdict.

pub mod html;
pub mod text;
pub mod words;
