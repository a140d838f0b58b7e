//! Where the record is kept. So far: files behind a trait, so that power cuts and failing disks can be simulated ([`disk`]);
//! contents encrypted one by one, so that each can be erased ([`object`]); the keys of a circle of readers ([`keyring`]);
//! the leaves of all logs in one SQLite file ([`table`]); the keys of persons ([`keyfile`]) and files encrypted to
//! one ([`agefile`]).
//! the leaves of all logs in one SQLite file ([`table`]); the folder of a log, and its verifier ([`folder`]).

pub mod database;
pub mod agefile;
pub mod disk;
pub mod keyfile;
pub mod folder;
pub mod keyring;
pub mod mission;
pub mod object;
pub mod random;
