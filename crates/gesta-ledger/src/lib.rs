//! The ledger: many articles, one record of what became of it.
//!
//! A ledger is one SQLite file. Articles enter it in two steps. [`Ledger::add`] stores readings in batches, a
//! transaction each: what is committed stays, whatever happens to the process. [`Ledger::link`] then works through what
//! was added, day by day and within a day in the order of the articles' hashes, and joins it to what is known: the same
//! actor, the same event, the same commitment, copies of the same text, articles of the same story. Because the second
//! step has an order of its own, its result does not depend on the order in which one run's articles were named.
//!
//! Ids name things in the whole ledger: documents `d1`, events `e1`, statements `s1`, commitments `c1`, actors `a1`,
//! places `p1`, stories `st1`. They never change. Days are ISO dates in what is returned and days since 1970-01-01 in the
//! tables; the views (`schema/1.sql`) show dates.
//!
//! The ledger never looks at a calendar to judge: whether a commitment is overdue depends on the day the question names.

mod add;
mod codec;
mod day;
mod error;
mod id;
mod link;
mod query;
mod schema;
mod store;
pub mod stories;
mod words;

pub use add::{Added, Counts, Incoming, identity};
pub use error::LedgerError;
pub use id::{Id, Kind};
pub use link::Linked;
pub use query::*;
pub use store::{Ledger, default_path};
