//! The language knowledge of this crate, read from `knowledge/en/text/`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// When the full stop after an abbreviation belongs to it.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Abbreviation {
    /// Everywhere.
    Always,
    /// Before a figure.
    Number,
    /// Before a figure or a comma, or after a figure.
    Date,
    /// Everywhere but before a capital or at the end of the paragraph.
    Close,
}

/// Tables the tokenizer looks words up in; keys are lower-case unless said otherwise.
pub(crate) struct Tables {
    abbreviations: HashMap<&'static str, Abbreviation>,
    contractions: HashMap<&'static str, Vec<usize>>,
    prefixes: HashSet<&'static str>,
    units: HashSet<&'static str>,
    domains: HashSet<&'static str>,
    /// Emoticons as written, longest first.
    pub(crate) emoticons: Vec<&'static str>,
}

/// The rows of a table: lines without comments, split at tabs.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|l| l.split('\t').collect())
}

/// The first column of a table.
pub(crate) fn first_column(table: &'static str) -> impl Iterator<Item = &'static str> {
    rows(table).filter_map(|row| row.first().copied())
}

/// The embedded files, by name, with the column their examples stand in.
pub(crate) mod files {
    pub(crate) const ABBREVIATIONS: &str = include_str!("../../../knowledge/en/text/abbreviations.tsv");
    pub(crate) const CONTRACTIONS: &str = include_str!("../../../knowledge/en/text/contractions.tsv");
    pub(crate) const AFFIXES: &str = include_str!("../../../knowledge/en/text/affixes.tsv");
    pub(crate) const UNITS: &str = include_str!("../../../knowledge/en/text/units.tsv");
    pub(crate) const DOMAINS: &str = include_str!("../../../knowledge/en/text/domains.tsv");
    pub(crate) const CALENDAR: &str = include_str!("../../../knowledge/en/text/calendar.tsv");
    pub(crate) const AGENCIES: &str = include_str!("../../../knowledge/en/text/agencies.tsv");
    pub(crate) const FURNITURE: &str = include_str!("../../../knowledge/en/text/furniture.tsv");
    pub(crate) const DANGLING: &str = include_str!("../../../knowledge/en/text/dangling.tsv");
    pub(crate) const COMMON: &str = include_str!("../../../knowledge/en/text/common.tsv");
    pub(crate) const LANGUAGES: &str = include_str!("../../../knowledge/en/text/languages.tsv");
    pub(crate) const EMOTICONS: &str = include_str!("../../../knowledge/en/text/emoticons.tsv");
}

/// The tables of English.
pub(crate) static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let class = |name: &str| match name {
        "number" => Abbreviation::Number,
        "date" => Abbreviation::Date,
        "close" => Abbreviation::Close,
        _ => Abbreviation::Always,
    };
    let ends = |parts: &str| {
        parts
            .split('|')
            .scan(0, |end, part| {
                *end += part.len();
                Some(*end)
            })
            .collect::<Vec<_>>()
    };
    let mut emoticons: Vec<_> = first_column(files::EMOTICONS).collect();
    emoticons.sort_by_key(|e| (std::cmp::Reverse(e.len()), *e));
    Tables {
        abbreviations: rows(files::ABBREVIATIONS)
            .filter_map(|r| Some((*r.first()?, class(r.get(1)?))))
            .collect(),
        contractions: rows(files::CONTRACTIONS)
            .filter_map(|r| Some((*r.first()?, ends(r.get(1)?))))
            .collect(),
        prefixes: first_column(files::AFFIXES).collect(),
        units: first_column(files::UNITS).collect(),
        domains: first_column(files::DOMAINS).collect(),
        emoticons,
    }
});

/// `word` in lower case if it is ASCII and fits, for a look-up without allocation.
fn lower<'b>(word: &str, buffer: &'b mut [u8; 12]) -> Option<&'b str> {
    let bytes = buffer.get_mut(..word.len())?;
    bytes.copy_from_slice(word.as_bytes());
    bytes.make_ascii_lowercase();
    std::str::from_utf8(bytes).ok()
}

impl Tables {
    /// The class of an abbreviation written with its stop; in capitals it counts as its capitalised form.
    pub(crate) fn abbreviation(&self, form: &str) -> Option<Abbreviation> {
        if let Some(&class) = self.abbreviations.get(form) {
            return Some(class);
        }
        let mut buffer = [0; 12];
        let lowered = lower(form, &mut buffer)?;
        if form.len() < 4 || form.bytes().any(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let mut capitalised = lowered.to_owned();
        capitalised.get_mut(..1)?.make_ascii_uppercase();
        self.abbreviations.get(capitalised.as_str()).copied()
    }

    /// Where the parts of a contraction end, in bytes from its start.
    pub(crate) fn contraction(&self, form: &str) -> Option<&[usize]> {
        if !(2..=8).contains(&form.len()) {
            return None;
        }
        self.contractions.get(lower(form, &mut [0; 12])?).map(Vec::as_slice)
    }

    /// True when a hyphen after `form` stays inside the word.
    pub(crate) fn keeps_hyphen(&self, form: &str) -> bool {
        lower(form, &mut [0; 12]).is_some_and(|f| self.prefixes.contains(f))
    }

    /// True when `form` right after a figure is a word of its own.
    pub(crate) fn is_unit(&self, form: &str) -> bool {
        lower(form, &mut [0; 12]).is_some_and(|f| self.units.contains(f))
    }

    /// True when a dotted string that ends in `part` is one word.
    pub(crate) fn is_domain(&self, part: &str) -> bool {
        lower(part, &mut [0; 12]).is_some_and(|f| self.domains.contains(f))
    }
}
