//! The gazetteers that names are looked up in.

use crate::gazetteer::{self, Gazetteer, Record};

/// The gazetteer of the program and those that the user imported. What is known of a place comes from the first that
/// has it; places are told apart by their GeoNames ids.
#[derive(Clone, Default, Debug)]
pub struct Atlas {
    imported: Vec<Gazetteer>,
}

/// A record with its name, as found under a key.
pub(crate) struct Hit {
    pub(crate) record: Record,
    pub(crate) name: String,
    /// GeoNames id of its first-level division; its own where it is one.
    pub(crate) division: Option<u32>,
    /// True when the key is not its main name.
    pub(crate) alternate: bool,
}

impl Atlas {
    /// The embedded gazetteer with these behind it.
    pub fn new(imported: Vec<Gazetteer>) -> Atlas {
        Atlas { imported }
    }

    fn all(&self) -> impl Iterator<Item = &Gazetteer> {
        std::iter::once(gazetteer::embedded()).chain(&self.imported)
    }

    /// At most `most` records of each gazetteer under a normalised name, the most populous first; a record that
    /// several have is there several times.
    pub(crate) fn find(&self, key: &str, most: usize) -> impl Iterator<Item = Hit> {
        let of = move |gazetteer: &Gazetteer| {
            let hits = gazetteer.find(key).into_iter().take(most).filter_map(|posting| {
                let record = gazetteer.record(posting.record)?;
                let division = record.admin1.and_then(|d| gazetteer.record(d)).map(|d| d.geonames);
                let name = gazetteer.name(&record, key);
                Some(Hit { record, name, division, alternate: posting.alternate })
            });
            hits.collect::<Vec<Hit>>()
        };
        self.all().flat_map(of).collect::<Vec<Hit>>().into_iter()
    }

    /// The first-level division with this GeoNames id.
    pub(crate) fn division(&self, geonames: u32) -> Option<Hit> {
        self.all().find_map(|gazetteer| {
            let record = gazetteer.division(geonames)?;
            let name = gazetteer.name(&record, "");
            Some(Hit { record, name, division: Some(geonames), alternate: false })
        })
    }
}
