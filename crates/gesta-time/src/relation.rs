//! Prepositions that place something relative to a time.

use crate::Relation;
use crate::atom::Atom;
use crate::lexicon::{Lexicon, WordId};

/// A preposition: its words and what it says.
#[derive(Debug)]
pub(crate) struct Preposition {
    words: Vec<WordId>,
    pub(crate) relation: Relation,
    /// "through", "until the end of": the time itself belongs to the interval.
    pub(crate) inclusive: bool,
    /// "effective", "starting": looks ahead.
    pub(crate) ahead: bool,
    /// "since": looks back.
    pub(crate) back: bool,
    /// "over the next …", "in the coming …": from the article's day.
    pub(crate) from_now: bool,
}

/// Reads the table: words, relation, flags.
pub(crate) fn parse(table: &str, lexicon: &mut Lexicon) -> Result<Vec<Preposition>, String> {
    let mut all = Vec::new();
    for line in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let words = fields.next().unwrap_or("").split(' ').map(|w| lexicon.intern(w)).collect();
        let relation = match fields.next().unwrap_or("") {
            "at" => Relation::At,
            "by" => Relation::By,
            "until" => Relation::Until,
            "before" => Relation::Before,
            "after" => Relation::After,
            "since" => Relation::Since,
            "within" => Relation::Within,
            _ => return Err(format!("relations.tsv: {line:?}")),
        };
        let flags = fields.next().unwrap_or("");
        all.push(Preposition {
            words,
            relation,
            inclusive: flags.contains("inclusive"),
            ahead: flags.contains("ahead"),
            back: flags.contains("back"),
            from_now: flags.contains("from-now"),
        });
    }
    // The longest first, so that "no later than" is not read as "than".
    all.sort_by_key(|p| std::cmp::Reverse(p.words.len()));
    Ok(all)
}

/// The preposition that ends right before atom `start`, and the atom it begins with.
pub(crate) fn before<'k>(
    prepositions: &'k [Preposition],
    atoms: &[Atom],
    start: usize,
) -> Option<(&'k Preposition, usize)> {
    prepositions.iter().find_map(|p| {
        let from = start.checked_sub(p.words.len())?;
        let window = atoms.get(from..start)?;
        window.iter().zip(&p.words).all(|(a, w)| a.word == *w).then_some((p, from))
    })
}
