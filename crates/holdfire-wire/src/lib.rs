//! Versioned formats: case folders in, answers out.
//!
//! [`case::read`] turns the files of a case folder into a [`holdfire_model::Case`] and a list of everything that is wrong
//! with them; [`answer`] and [`exports`] turn answers into JSON, CSV and GeoJSON; [`schema`] gives the JSON Schemas of the formats.
//! No input or output: bytes in, values out, and back. What the formats mean is in `docs/spec/`.

pub mod answer;
pub mod api;
pub mod case;
mod element;
pub mod entries;
pub mod evidence;
pub mod exports;
mod files;
pub mod import;
pub mod lines;
pub mod lint;
mod problem;
pub mod schema;
mod table;
pub mod tables;
mod toml_file;
mod toml_words;
pub mod work;

pub use files::CaseFiles;
pub use problem::{Problem, Problems, Severity};
