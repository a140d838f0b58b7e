//! The witness from outside: its folder, power cuts, races, by hand and over HTTP on the loopback.

mod folder;
mod http;
mod power;
mod race;
mod support;
