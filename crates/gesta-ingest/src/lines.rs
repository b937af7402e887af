//! The lines of a file, packed or not, with their numbers.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use crate::InputError;

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Packing {
    Plain,
    Gzip,
    Zstandard,
}

/// JSON Lines and the number of the last line read.
pub(crate) struct Lines {
    input: Box<dyn BufRead + Send>,
    number: u64,
}

impl Lines {
    pub(crate) fn new(input: Box<dyn BufRead + Send>) -> Lines {
        Lines { input, number: 0 }
    }

    pub(crate) fn open(path: &Path, packing: Packing) -> Result<Lines, InputError> {
        let file = File::open(path).map_err(|e| InputError::new(path, e))?;
        Ok(Lines::new(match packing {
            Packing::Plain => Box::new(BufReader::new(file)),
            Packing::Gzip => Box::new(BufReader::new(flate2::read::MultiGzDecoder::new(file))),
            Packing::Zstandard => {
                let decoder = zstd::Decoder::new(file).map_err(|e| InputError::new(path, e))?;
                Box::new(BufReader::new(decoder))
            }
        }))
    }

    pub(crate) fn standard_input() -> Lines {
        Lines::new(Box::new(BufReader::new(io::stdin())))
    }

    /// Makes something of the next line that is not blank. An error without a line means that no more can be read.
    pub(crate) fn next<T>(
        &mut self,
        path: &Path,
        read: impl FnOnce(&str, &Path, u64) -> Result<T, InputError>,
    ) -> Option<Result<T, InputError>> {
        let mut line = Vec::new();
        loop {
            line.clear();
            match self.input.read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) => self.number += 1,
                Err(e) => {
                    return Some(Err(InputError::new(path, format!("after line {}: {e}", self.number))));
                }
            }
            let text = match std::str::from_utf8(&line) {
                Ok(text) => text.trim_start_matches('\u{FEFF}').trim(),
                Err(e) => return Some(Err(InputError::at(path, self.number, e))),
            };
            if !text.is_empty() {
                return Some(read(text, path, self.number));
            }
        }
    }
}
