//! The server over its routes, without a network: a request goes in, a response comes out.

mod api;
mod events;
mod stage;
mod tiles;
