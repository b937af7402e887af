//! One module for each command.

pub(crate) mod actor;
pub(crate) mod add;
pub(crate) mod bench;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod ledger;
pub(crate) mod list;
pub(crate) mod model;
pub(crate) mod parse;
pub(crate) mod place;
pub(crate) mod read;
pub(crate) mod relate;
pub(crate) mod schema;
pub(crate) mod show;
#[cfg(feature = "watch")]
pub(crate) mod watch;
