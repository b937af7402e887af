//! Finding and opening the ledger.

use std::path::PathBuf;

use anyhow::{Context, bail};
use gesta_ledger::{Ledger, default_path};

use crate::args::LedgerArg;

/// The ledger's path: the one named, else that in the user's data directory.
pub(crate) fn path_of(arg: &LedgerArg) -> anyhow::Result<PathBuf> {
    let path = arg.ledger.clone().or_else(default_path);
    path.context("there is no home directory for a ledger; name one with --ledger PATH")
}

/// Opens a ledger for questions. Articles that an interrupted `add` has left are joined first, where the file can be
/// written.
pub(crate) fn ask(arg: &LedgerArg) -> anyhow::Result<Ledger> {
    let path = path_of(arg)?;
    if path.metadata().map_or(true, |file| file.is_file() && file.len() == 0) {
        bail!("{}: there is no ledger; `gesta add` makes one", path.display());
    }
    match Ledger::open_read_only(&path) {
        Ok(ledger) if !ledger.pending()? => Ok(ledger),
        read_only => match (Ledger::open(&path), read_only) {
            (Ok(mut ledger), _) => {
                ledger.link()?;
                Ok(ledger)
            }
            (Err(_), Ok(ledger)) => Ok(ledger),
            (Err(error), Err(_)) => Err(error.into()),
        },
    }
}
