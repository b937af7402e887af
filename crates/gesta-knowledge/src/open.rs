//! Knowledge files mapped into memory.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use gesta_actor::Roster;
use gesta_place::Atlas;
use gesta_place::block::Block;
use gesta_place::gazetteer::Gazetteer;

use crate::KnowledgeError;

/// What the program knows besides its own tables.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    /// The embedded gazetteer and the imported ones.
    pub atlas: Atlas,
    /// The imported actors.
    pub roster: Roster,
}

/// Opens knowledge files. What several of them know comes from the first.
///
/// # Errors
/// When a file cannot be read or is no knowledge file.
pub fn open<P: AsRef<Path>>(paths: &[P]) -> Result<Knowledge, KnowledgeError> {
    let mut gazetteers = Vec::new();
    let mut roster = Roster::default();
    for path in paths {
        let path = path.as_ref();
        let block = map(path)?;
        if roster.add(&block) {
            continue;
        }
        let what = "no knowledge file of this version; `gesta import` makes one";
        gazetteers.push(Gazetteer::new(block).ok_or_else(|| KnowledgeError::new(path, what))?);
    }
    Ok(Knowledge { atlas: Atlas::new(gazetteers), roster })
}

fn map(path: &Path) -> Result<Block, KnowledgeError> {
    let error = |e| KnowledgeError::new(path, e);
    let file = File::open(path).map_err(error)?;
    // SAFETY: the map is only ever read. Whoever changes the file while it is open gets wrong answers, or ends the
    // program if it is cut short; imports replace a file as a whole and never write into one.
    let map = unsafe { memmap2::Mmap::map(&file) }.map_err(error)?;
    Ok(Block::Shared(Arc::new(map)))
}
