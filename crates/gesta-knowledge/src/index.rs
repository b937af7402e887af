//! Names to numbers: an `fst` map and lists of postings, from names in any order.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::sort::{RUN, Sorter};

/// Collects (name, rank, posting) and writes them as an index.
pub(crate) struct Index {
    sorter: Sorter,
}

/// An index in two files.
pub(crate) struct Written {
    pub(crate) map: File,
    pub(crate) postings: File,
    /// Number of different names.
    pub(crate) names: u64,
}

impl Index {
    /// Works with files in `folder`.
    pub(crate) fn new(folder: &Path) -> Index {
        Index { sorter: Sorter::new(folder, RUN) }
    }

    /// Adds a posting: a number × 2, plus 1 for an alternate name. `rank` puts postings of a name in order, the lowest
    /// first. Names must not hold U+0000.
    pub(crate) fn push(&mut self, name: &str, rank: u8, posting: u32) -> io::Result<()> {
        if name.is_empty() || name.len() > usize::from(u16::MAX) - 6 {
            return Ok(());
        }
        self.sorter.push(&[name.as_bytes(), &[0, rank], &posting.to_be_bytes()])
    }

    /// Writes the map and the lists. A number that stands under a name twice stays once, as its main name before an
    /// alternate one.
    pub(crate) fn write(self, folder: &Path) -> io::Result<Written> {
        let file = || tempfile::tempfile_in(folder);
        let mut map = fst::MapBuilder::new(BufWriter::new(file()?)).map_err(other)?;
        let mut postings = BufWriter::new(file()?);
        let (mut offset, mut names) = (0u64, 0u64);
        let mut name: Vec<u8> = Vec::new();
        let mut list: Vec<u32> = Vec::new();
        let mut close = |name: &[u8], list: &mut Vec<u32>| -> io::Result<()> {
            let value = match list.as_slice() {
                [] => return Ok(()),
                [only] => u64::from(*only) << 1,
                many => {
                    postings.write_all(&(many.len() as u32).to_le_bytes())?;
                    for posting in many {
                        postings.write_all(&posting.to_le_bytes())?;
                    }
                    let start = offset;
                    offset += 4 * (many.len() as u64 + 1);
                    start << 1 | 1
                }
            };
            list.clear();
            names += 1;
            map.insert(name, value).map_err(other)
        };
        self.sorter.merge(|item| {
            let Some((rest, posting)) = item.split_last_chunk::<4>() else { return Ok(()) };
            let Some(key) = rest.get(..rest.len().saturating_sub(2)) else { return Ok(()) };
            if key != name {
                close(&name, &mut list)?;
                name.clear();
                name.extend_from_slice(key);
            }
            let posting = u32::from_be_bytes(*posting);
            if !list.iter().rev().take(2).any(|p| p >> 1 == posting >> 1) {
                list.push(posting);
            }
            Ok(())
        })?;
        close(&name, &mut list)?;
        let map = map.into_inner().map_err(other)?.into_inner().map_err(|e| e.into_error())?;
        Ok(Written { map, postings: postings.into_inner().map_err(|e| e.into_error())?, names })
    }
}

fn other(error: fst::Error) -> io::Error {
    match error {
        fst::Error::Io(error) => error,
        fst::Error::Fst(error) => io::Error::other(error),
    }
}
