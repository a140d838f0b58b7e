//! What each kind of task does, and what holds for all of them.

mod desk;
mod kinds;
mod properties;
mod verification;
mod withdrawing;
mod words;
