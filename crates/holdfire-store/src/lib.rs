//! Where the record is kept: the record of a mission, its one writer and all its readers ([`mission`]), over one SQLite file
//! ([`database`]); contents encrypted one by one, so that each can be erased ([`object`]); the keys of a circle of readers
//! ([`keyring`]) and of persons ([`keyfile`], [`agefile`]); the folder of a log as anybody may have it, and its verifier
//! ([`folder`]); files behind a trait, so that power cuts and failing disks can be simulated ([`disk`]).

pub mod agefile;
pub mod counting;
pub mod database;
pub mod disk;
pub mod evidence;
pub mod folder;
pub mod keyfile;
pub mod keyring;
pub mod mission;
pub mod object;
pub mod random;
pub mod simulation;
pub mod tables;
