//! The built program, as a user runs it: exit codes, same bytes, generated files, the demo in an empty environment.

mod bad_input;
mod bytes;
mod evidence;
mod generated;
mod guides;
mod key;
mod mission;
mod mistakes;
mod no_dump;
mod record_verify;
mod register;
mod register_mission;
mod session;
mod support;
mod witness;
