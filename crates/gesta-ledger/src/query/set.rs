//! What people correct.

use rusqlite::TransactionBehavior;

use super::filter::date;
use crate::error::Result;
use crate::link::{Entry, Source, note};
use crate::{Id, Kind, Ledger, LedgerError};

/// The statuses that a person may give. `due-unreported` is none: it follows from the day that is asked about.
pub const STATUSES: [&str; 8] =
    ["open", "kept", "kept-late", "partly", "broken", "blocked", "superseded", "withdrawn"];

impl Ledger {
    /// Gives a commitment a status, as a line of its history; it stands until the next such line. `because` says why,
    /// `day` when it came about.
    ///
    /// # Errors
    /// When there is no such commitment or status, no reason is given, or the ledger cannot be written.
    pub fn set_status(&mut self, id: Id, status: &str, because: &str, day: Option<&str>) -> Result<()> {
        if id.kind != Kind::Commitment {
            return Err(LedgerError::Question(format!(
                "{id} is no commitment; only commitments have a status"
            )));
        }
        if !STATUSES.contains(&status) {
            let what = format!("{status} is no status to give; there are {}", STATUSES.join(", "));
            return Err(LedgerError::Question(what));
        }
        if because.trim().is_empty() {
            return Err(LedgerError::Question("say why: an empty reason is none".to_owned()));
        }
        let day = day.map(date).transpose()?;
        // What articles say of it goes before what a person says of it.
        self.link()?;
        self.commitment(id)?;
        let step = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        note(
            &step,
            id.number,
            &Entry { note: Some(because.trim()), ..Entry::new(status, Source::Person, day, 1.0) },
        )?;
        Ok(step.commit()?)
    }
}
