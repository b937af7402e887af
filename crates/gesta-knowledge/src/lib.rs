//! Knowledge files: what `gesta import` makes of public dumps, and what extends the program's own knowledge.
//!
//! A knowledge file is used as it lies on the disk, mapped into memory: opening one takes no time, and only what is
//! looked up is read. [`import_geonames`] makes one of places, [`import_petrarch`] and [`import_wikidata`] make ones of
//! actors. An import reads its source as a stream, sorts what does
//! not fit into memory in files without a name beside the one it writes, and leaves out rows that it does not
//! understand, which it counts ([`Summary`]).

mod actors;
mod error;
mod geonames;
mod index;
mod open;
mod petrarch;
pub mod places;
mod sort;
mod wikidata;

pub use error::{KnowledgeError, Skipped, Summary};
pub use geonames::import_geonames;
pub use open::{Knowledge, open};
pub use petrarch::import_petrarch;
pub use wikidata::import_wikidata;

use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The folder that a file lies in.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Puts a finished file in its place, readable as a file made in the ordinary way.
fn keep(out: BufWriter<tempfile::NamedTempFile>, path: &Path) -> io::Result<()> {
    let mut file = out.into_inner().map_err(|e| e.into_error())?;
    file.flush()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}
