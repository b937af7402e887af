//! Writing actors: the counterpart of [`gesta_actor::Roster`].

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use gesta_actor::roster::MAGIC;
use gesta_place::block::header;
use gesta_place::gazetteer::normalise;

use crate::index::Index;

/// One actor to be written; empty strings are unknown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry<'a> {
    /// `person`, `organization`, `group`, `agent` or `office`.
    pub(crate) kind: &'a str,
    pub(crate) country: &'a str,
    pub(crate) sector: &'a str,
    pub(crate) name: &'a str,
    pub(crate) wikidata: &'a str,
    /// Office, country, sector, first and last day.
    pub(crate) terms: Vec<[String; 5]>,
    /// Other names.
    pub(crate) aliases: Vec<&'a str>,
    /// How well it is known; of two actors of a name the better known one stands first.
    pub(crate) prominence: u8,
}

/// Takes actors in any order and writes a block; holds nothing of them in memory.
pub(crate) struct Writer {
    offsets: BufWriter<File>,
    texts: BufWriter<File>,
    written: u64,
    index: Index,
    count: u32,
}

impl Writer {
    pub(crate) fn new(folder: &Path) -> io::Result<Writer> {
        let file = || tempfile::tempfile_in(folder).map(|f| BufWriter::with_capacity(1 << 18, f));
        Ok(Writer { offsets: file()?, texts: file()?, written: 0, index: Index::new(folder), count: 0 })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(crate) fn push(&mut self, entry: &Entry<'_>) -> io::Result<()> {
        let head = [entry.kind, entry.country, entry.sector, entry.name, entry.wikidata];
        let fields = head.into_iter().chain(entry.terms.iter().flatten().map(String::as_str));
        let plain: Vec<String> = fields.map(|f| f.replace(['\t', '\n', '\r'], " ")).collect();
        let line = plain.join("\t") + "\n";
        self.offsets.write_all(&self.written.to_le_bytes())?;
        self.texts.write_all(line.as_bytes())?;
        self.written += line.len() as u64;
        let rank = u8::MAX - entry.prominence;
        self.index.push(&normalise(entry.name), rank, self.count << 1)?;
        for alias in &entry.aliases {
            self.index.push(&normalise(alias), rank, self.count << 1 | 1)?;
        }
        if entry.kind == "office" {
            self.index.push(&entry.wikidata.to_lowercase(), rank, self.count << 1 | 1)?;
        }
        let next = self.count.checked_add(1).filter(|n| *n < 1 << 31);
        self.count = next.ok_or_else(|| io::Error::other("too many actors"))?;
        Ok(())
    }

    /// Writes the block to `path`; returns the numbers of actors and of names.
    pub(crate) fn finish(self, path: &Path) -> io::Result<(u64, u64)> {
        let folder = crate::folder(path);
        let index = self.index.write(folder)?;
        let close = |w: BufWriter<File>| w.into_inner().map_err(|e| e.into_error());
        let mut sections = [index.map, index.postings, close(self.offsets)?, close(self.texts)?];
        let mut sizes = [0; 4];
        for (slot, section) in sizes.iter_mut().zip(&sections) {
            *slot = section.metadata()?.len();
        }
        let mut out = BufWriter::new(tempfile::NamedTempFile::new_in(folder)?);
        out.write_all(&header(MAGIC, sizes))?;
        for section in &mut sections {
            section.rewind()?;
            io::copy(section, &mut out)?;
        }
        crate::keep(out, path)?;
        Ok((u64::from(self.count), index.names))
    }
}
