//! HTTP around the worlds: addresses, visitors, the table of routes, the frame of a page.

pub mod address;
pub mod alone;
pub mod app;
pub mod assets;
pub mod door;
pub mod fault;
pub mod form;
pub mod gzip;
pub mod headers;
pub mod page;
pub mod routes;
pub mod visitor;

pub use address::Address;
pub use alone::Alone;
pub use app::App;
pub use fault::Fault;
pub use form::Form;
pub use page::{Shell, html};
pub use routes::{Needs, RouteLine, Table};
pub use visitor::Visitor;
