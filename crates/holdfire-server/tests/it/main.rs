//! The server over its routes, without a network: a request goes in, a response comes out. What may be read and done, by
//! whom, and what must not show.

mod api;
mod beside;
mod corrections;
mod events;
mod gzip;
mod hostile;
mod leak_matrix;
mod linking;
mod noninterference;
mod oracle;
mod panics;
mod passkeys;
mod published;
mod rights;
mod sealed_lists;
mod stage;
mod support;
mod tasks;
mod tiles;
mod tray;
