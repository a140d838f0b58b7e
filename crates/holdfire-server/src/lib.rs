//! The workbench of a mission over HTTP: pages that work without scripts, people and their rights, the workflow, the API.
//!
//! It does *not* decide what terms mean (`holdfire-terms`), what a task may do next (`holdfire-monitor`) or how the record
//! is kept (`holdfire-store`). Every page is made from a `World`, which holds what one pair of eyes may read and nothing
//! else, so that no count, order or message can tell what lies outside it.

pub mod access;
pub mod api;
pub mod connections;
pub mod desk;
pub mod differences;
mod digest;
mod escape;
pub mod evidence;
pub mod grades;
mod keeper;
pub mod packed;
pub mod proposal;
pub mod publication;
pub mod screens;
pub mod sealed;
mod serve;
pub mod snapshot;
pub mod web;
pub mod whose;
pub mod world;
pub mod worlds;

pub use serve::{ServeError, around, router, serve, table};
pub use web::app::{App, Journal};
pub use web::door::{Door, Gate};
