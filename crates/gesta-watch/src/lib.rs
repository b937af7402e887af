//! Feeds polled politely, their pages as articles.
//!
//! A [`Watch`] is read from a TOML file and names feeds; [`Watcher::round`] asks every feed that is due and fetches the pages of
//! entries it has not seen. Politeness: conditional requests (`ETag`, `Last-Modified`), `robots.txt` (RFC 9309), a delay
//! between two requests to a host, one request at a time, back-off after failures, `Retry-After`. Answers have limits of size
//! and time. What the watcher must remember ([`Memory`]) is a value that the caller keeps.
//!
//! The only crate that uses the network.

mod fetch;
mod memory;
mod poll;
mod robots;
mod settings;

pub use memory::Memory;
pub use poll::{Clock, Found, SystemClock, Watcher};
pub use settings::{Feed, Watch};
