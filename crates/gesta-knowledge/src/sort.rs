//! Sorting more than memory holds: runs are sorted and put aside in files without a name, then merged.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Bytes of items that are held before a run is put aside.
pub(crate) const RUN: usize = 192 << 20;

/// Takes byte strings of less than 64 KiB in any order and gives them back sorted.
pub(crate) struct Sorter {
    folder: PathBuf,
    limit: usize,
    bytes: Vec<u8>,
    /// Where each item lies in `bytes`.
    items: Vec<(u32, u16)>,
    runs: Vec<File>,
}

impl Sorter {
    /// Puts runs of about `limit` bytes (at most 4 GiB) aside in `folder`.
    pub(crate) fn new(folder: &Path, limit: usize) -> Sorter {
        Sorter {
            folder: folder.to_owned(),
            limit: limit.min(u32::MAX as usize >> 1),
            bytes: Vec::new(),
            items: Vec::new(),
            runs: Vec::new(),
        }
    }

    /// Adds an item; one that is too long is cut.
    pub(crate) fn push(&mut self, parts: &[&[u8]]) -> io::Result<()> {
        let start = self.bytes.len();
        for part in parts {
            self.bytes.extend_from_slice(part);
        }
        self.bytes.truncate(start + usize::from(u16::MAX));
        self.items.push((start as u32, (self.bytes.len() - start) as u16));
        if self.bytes.len() >= self.limit { self.put_aside() } else { Ok(()) }
    }

    fn sorted(&mut self) -> impl Iterator<Item = &[u8]> {
        let bytes = &self.bytes;
        let at = |(start, len): (u32, u16)| bytes.get(start as usize..start as usize + usize::from(len));
        self.items.sort_unstable_by_key(|i| at(*i));
        self.items.iter().filter_map(move |i| at(*i))
    }

    fn put_aside(&mut self) -> io::Result<()> {
        let mut file = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        for item in self.sorted() {
            file.write_all(&(item.len() as u16).to_le_bytes())?;
            file.write_all(item)?;
        }
        let mut file = file.into_inner().map_err(|e| e.into_error())?;
        file.rewind()?;
        self.runs.push(file);
        self.bytes.clear();
        self.items.clear();
        Ok(())
    }

    /// Hands all items to `each`, in the order of their bytes.
    pub(crate) fn merge(mut self, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        if self.runs.is_empty() {
            return self.sorted().try_for_each(each);
        }
        self.put_aside()?;
        drop((self.bytes, self.items));
        let mut runs: Vec<BufReader<File>> =
            self.runs.into_iter().map(|f| BufReader::with_capacity(1 << 18, f)).collect();
        let mut heads = BinaryHeap::new();
        for (i, run) in runs.iter_mut().enumerate() {
            heads.extend(next(run)?.map(|item| Reverse((item, i))));
        }
        while let Some(Reverse((item, i))) = heads.pop() {
            each(&item)?;
            if let Some(run) = runs.get_mut(i) {
                heads.extend(next(run)?.map(|item| Reverse((item, i))));
            }
        }
        Ok(())
    }
}

/// The next item of a run; `None` at its end.
fn next(run: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut len = [0; 2];
    match run.read_exact(&mut len) {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let mut item = vec![0; usize::from(u16::from_le_bytes(len))];
    run.read_exact(&mut item)?;
    Ok(Some(item))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_back_in_order() -> io::Result<()> {
        let items: Vec<Vec<u8>> =
            (0..5000u32).map(|i| (i.wrapping_mul(2_654_435_761) % 977).to_be_bytes().to_vec()).collect();
        let mut expect = items.clone();
        expect.sort();
        for limit in [64, 4096, RUN] {
            let mut sorter = Sorter::new(&std::env::temp_dir(), limit);
            for item in &items {
                sorter.push(&[&item[..1], &item[1..]])?;
            }
            assert_eq!(limit == RUN, sorter.runs.is_empty());
            let mut found = Vec::new();
            sorter.merge(|item| {
                found.push(item.to_vec());
                Ok(())
            })?;
            assert!(found == expect, "{limit}");
        }
        Ok(())
    }
}
