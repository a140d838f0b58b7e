//! The screens, one file each.

pub mod account;
pub mod admin;
mod agreement;
mod badge;
pub(crate) mod corrections;
mod device;
mod evidence;
mod fault;
mod grade;
mod incident;
mod incidents;
pub mod intake;
mod linking;
mod links;
pub mod passkeys;
pub mod publish;
mod record;
mod register;
mod show;
pub mod sign_in;
pub mod tasks;
mod today;
pub mod tray;

pub use agreement::page as agreement;
pub use evidence::file as evidence_file;
pub use fault::page as fault;
pub use grade::give as give_grade;
pub use incident::page as incident;
pub use incidents::page as incidents;
pub use linking::{decide as decide_link, page as linking};
pub use record::folder as record_folder;
pub use record::page as record;
pub use register::{enter_whose, page as register};
pub use today::page as today;
