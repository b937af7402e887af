//! The words that rules know, with their classes and values, from `knowledge/en/time/lexicon.tsv`.

use std::collections::HashMap;

use crate::class::Class;

/// Index of a word in the lexicon.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct WordId(pub(crate) u16);

impl WordId {
    /// No word that any rule knows.
    pub(crate) const NONE: WordId = WordId(0);
}

/// One class of a word, with its value.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Entry {
    /// What the word can stand for in a pattern.
    pub(crate) class: Class,
    /// Its value as the table has it: `3`, `MO`, `END`.
    pub(crate) text: &'static str,
    /// Its value as a number, 0 where it is none.
    pub(crate) number: f64,
    /// Only with a capital: "May", "Sun".
    pub(crate) capital: bool,
    /// A full stop may follow: "Jan."
    pub(crate) dotted: bool,
    /// A word with other uses, which needs a reason to be read as a time: "march", "fall".
    pub(crate) weak: bool,
}

/// Longest word of the lexicon in bytes.
const LONGEST: usize = 24;

/// Words and their entries.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    ids: HashMap<Box<str>, WordId>,
    entries: Vec<Vec<Entry>>,
    /// By first byte, the lengths that words have: most words of a text are dismissed by it.
    lengths: Vec<u32>,
}

impl Lexicon {
    /// Reads the table: word, class, value, flags (`cap`, `dot`, `weak`), separated by tabs; `#` starts a comment.
    ///
    /// # Panics
    /// On a malformed line: the table is part of the program and every line is read by the tests.
    pub(crate) fn parse(table: &'static str) -> Lexicon {
        let mut lexicon = Lexicon { ids: HashMap::new(), entries: vec![Vec::new()], lengths: vec![0; 256] };
        for line in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let mut fields = line.split('\t');
            let (word, class) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
            let text = fields.next().unwrap_or("");
            let flags = fields.next().unwrap_or("");
            let class =
                Class::parse(class).unwrap_or_else(|| panic!("lexicon.tsv: unknown class in {line:?}"));
            let id = lexicon.intern(word);
            let has = |flag| flags.split(' ').any(|f| f == flag);
            lexicon.entries[id.0 as usize].push(Entry {
                class,
                text,
                number: text.parse().unwrap_or(0.0),
                capital: has("cap"),
                dotted: has("dot"),
                weak: has("weak"),
            });
        }
        lexicon
    }

    /// The id of a word that occurs in a pattern, new or known.
    pub(crate) fn intern(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = WordId(self.entries.len() as u16);
        self.ids.insert(word.into(), id);
        if let Some(lengths) = word.bytes().next().and_then(|first| self.lengths.get_mut(usize::from(first)))
        {
            *lengths |= 1 << word.len().min(31);
        }
        self.entries.push(Vec::new());
        id
    }

    /// The id of a word in any case.
    pub(crate) fn word(&self, word: &str) -> WordId {
        if word.len() > LONGEST || word.is_empty() {
            return WordId::NONE;
        }
        let first = word.bytes().next().unwrap_or(0).to_ascii_lowercase();
        if self.lengths.get(usize::from(first)).is_some_and(|lengths| lengths >> word.len() & 1 == 0) {
            return WordId::NONE;
        }
        let mut lower = [0u8; LONGEST];
        let lower = &mut lower[..word.len()];
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        let lower = std::str::from_utf8(lower).unwrap_or("");
        self.ids.get(lower).copied().unwrap_or(WordId::NONE)
    }

    /// What a word can stand for.
    pub(crate) fn entries(&self, word: WordId) -> &[Entry] {
        self.entries.get(word.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// The entry of a word in a class.
    pub(crate) fn entry(&self, word: WordId, class: Class) -> Option<&Entry> {
        self.entries(word).iter().find(|e| e.class == class)
    }

    /// All words that have an entry of `class`.
    pub(crate) fn words_of(&self, class: Class) -> impl Iterator<Item = WordId> + '_ {
        let holds = move |entries: &Vec<Entry>| entries.iter().any(|e| e.class == class);
        (0u16..).zip(&self.entries).filter(move |(_, e)| holds(e)).map(|(i, _)| WordId(i))
    }

    /// Number of words, the empty one included.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }
}
