//! What people read, as messages in each language: Fluent catalogues under `words/<language>/*.ftl`, inside the program.
//!
//! A message is a whole sentence; what is inserted are names, numbers and words that came in as data. A new `*.ftl`
//! file in the folder of **every** language is all that new messages need; the tests of this crate see to it that the
//! languages have the same messages with the same variables. *Absent*: any escaping. A message with a name from a
//! source in it is as unsafe as that name; whoever prints it makes it safe for the place where it appears.
//!
//! # Example
//! ```
//! use holdfire_words::{Language, say, words};
//!
//! let words = words(Language::En);
//! assert_eq!(say!(words, "count-incidents", n = 12_000_usize), "12\u{202f}000 incidents");
//! ```

mod language;
mod number;
mod value;
mod words;

#[cfg(test)]
mod tests;

pub use language::{Language, negotiate};
pub use number::number;
pub use value::Value;
pub use words::{Words, words};

/// A message with its variables by name: `say!(words, "count-incidents", n = 12_usize)`.
#[macro_export]
macro_rules! say {
    ($words:expr, $id:expr $(,)?) => {
        $words.say($id)
    };
    ($words:expr, $id:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $words.say_with($id, &[$((stringify!($name), $crate::Value::from($value))),+])
    };
}

/// The catalogues of each language in the order of [`Language::ALL`]: path and text.
const CATALOGUES: [&[(&str, &str)]; Language::ALL.len()] =
    include!(concat!(env!("OUT_DIR"), "/catalogues.rs"));
