//! Word lists of the stage: semantic classes, light verbs, what governors do to factuality, numbers, context cues.
//! All are data in `knowledge/en/codebook/lexicon/`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use crate::{EventType, Factuality};

const CLASSES: &str = include_str!("../../../knowledge/en/codebook/lexicon/classes.toml");
const CONTEXTS: &str = include_str!("../../../knowledge/en/codebook/lexicon/contexts.toml");
const LIGHT: &str = include_str!("../../../knowledge/en/codebook/lexicon/light.tsv");
const FACTUALITY: &str = include_str!("../../../knowledge/en/codebook/lexicon/factuality.tsv");
const CONVERSION: &str = include_str!("../../../knowledge/en/codebook/lexicon/conversion.tsv");
const NUMBERS: &str = include_str!("../../../knowledge/en/codebook/lexicon/numbers.tsv");

/// What a governor says about the reality of its complement.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Effect {
    /// It makes the complement this.
    Makes(Factuality),
    /// The complement is as real as the governor ("began to", "managed to", "launched").
    Same,
    /// The complement is real whatever the governor is ("condemned", "regretted").
    Fact,
    /// The governor only reports it ("said that").
    Report,
    /// An instruction, unless the clause tells what was the case ("insisted that he leave", "… that he had left").
    Directive,
    /// As real as the governor, but not denied with it ("may respond to an attack", "did not respond to an attack").
    Through,
    /// Yet to come where its clause is in the present ("as soon as they are freed"), else a fact.
    Prospective,
}

impl Effect {
    /// The name in the table.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Effect::Makes(made) => made.as_str(),
            Effect::Same => "same",
            Effect::Fact => "fact",
            Effect::Report => "report",
            Effect::Through => "through",
            Effect::Directive => "directive",
            Effect::Prospective => "prospective",
        }
    }
}

/// What the subject of a light verb is to the act that its noun names.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// "launch an attack".
    Doer,
    /// "suffer an attack", "come under fire".
    Undergoer,
}

/// A row of `factuality.tsv`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct FactualityRow {
    pub(crate) lemma: String,
    pub(crate) pos: char,
    pub(crate) complement: String,
    pub(crate) effect: Effect,
    pub(crate) example: String,
}

/// All word lists.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    classes: HashMap<String, BTreeSet<String>>,
    contexts: HashMap<String, Vec<String>>,
    light: Vec<(String, String, Role)>,
    factuality: HashMap<(String, char), Vec<FactualityRow>>,
    /// What a modal word makes of its clause, and whether a negation leaves it standing ("may not", but not "cannot").
    modals: HashMap<String, (Factuality, bool)>,
    numbers: HashMap<String, (u32, u32)>,
    conversion: HashMap<String, EventType>,
}

/// The embedded lists.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);
    &LEXICON
}

/// The rows of a TSV table without its heading, comments and blank lines.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = table.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#'));
    lines.skip(1).map(|l| l.split('\t').map(str::trim).collect())
}

/// A TOML table of name → words separated by blanks ("_" stands for a blank inside a word).
fn word_lists(toml: &str) -> BTreeMap<String, String> {
    toml::from_str(toml).unwrap_or_default()
}

fn effect(name: &str) -> Option<Effect> {
    Some(match name {
        "same" => Effect::Same,
        "fact" => Effect::Fact,
        "report" => Effect::Report,
        "through" => Effect::Through,
        "directive" => Effect::Directive,
        "prospective" => Effect::Prospective,
        _ => Effect::Makes(factuality(name)?),
    })
}

fn factuality(name: &str) -> Option<Factuality> {
    use Factuality::*;
    [Actual, Planned, Possible, Hypothetical, Denied].into_iter().find(|f| f.as_str() == name)
}

impl Lexicon {
    fn load() -> Lexicon {
        let mut lexicon = Lexicon::default();
        for (class, words) in word_lists(CLASSES) {
            lexicon.classes.insert(class, words.split_whitespace().map(str::to_owned).collect());
        }
        for (context, words) in word_lists(CONTEXTS) {
            for word in words.split_whitespace() {
                lexicon.contexts.entry(word.to_owned()).or_default().push(context.clone());
            }
        }
        for row in rows(LIGHT) {
            let [verb, preposition, role, ..] = row[..] else { continue };
            let role = if role == "undergoer" { Role::Undergoer } else { Role::Doer };
            lexicon.light.push((verb.to_owned(), preposition.to_owned(), role));
        }
        for row in rows(FACTUALITY) {
            let [lemma, pos, complement, what, ref rest @ ..] = row[..] else { continue };
            if pos == "m" {
                let outscopes = complement == "not";
                lexicon.modals.extend(factuality(what).map(|f| (lemma.to_owned(), (f, outscopes))));
            } else if let Some(effect) = effect(what) {
                let pos = pos.chars().next().unwrap_or('v');
                let example = rest.first().copied().unwrap_or_default().to_owned();
                let (lemma, complement) = (lemma.to_owned(), complement.to_owned());
                let row = FactualityRow { lemma: lemma.clone(), pos, complement, effect, example };
                lexicon.factuality.entry((lemma, pos)).or_default().push(row);
            }
        }
        for row in rows(CONVERSION) {
            if let [cameo, kind, ..] = row[..] {
                lexicon.conversion.extend(EventType::parse(kind).map(|kind| (cameo.to_owned(), kind)));
            }
        }
        for row in rows(NUMBERS) {
            let [word, least, most, ..] = row[..] else { continue };
            if let (Ok(least), Ok(most)) = (least.parse(), most.parse()) {
                lexicon.numbers.insert(word.to_owned(), (least, most));
            }
        }
        lexicon
    }

    /// Every lemma of the lists.
    pub(crate) fn lemmas(&self) -> impl Iterator<Item = String> + '_ {
        let classes = self.classes.values().flatten().cloned();
        let light = self.light.iter().flat_map(|l| l.0.split(' ')).map(str::to_owned);
        let governors = self.factuality.keys().flat_map(|k| k.0.split(' ')).map(str::to_owned);
        classes.chain(light).chain(governors).chain(self.contexts.keys().cloned())
    }

    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.classes.contains_key(class)
    }

    pub(crate) fn in_class(&self, class: &str, lemma: &str) -> bool {
        self.classes.get(class).is_some_and(|words| words.contains(lemma))
    }

    /// PLOVER contexts that a word speaks for.
    pub(crate) fn contexts_of(&self, lemma: &str) -> &[String] {
        self.contexts.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The role of the subject of `verb` when it governs an act, as its object (preposition `-`) or otherwise.
    pub(crate) fn light(&self, verb: &str, preposition: &str) -> Option<Role> {
        self.light.iter().find(|(v, p, _)| v == verb && p == preposition).map(|l| l.2)
    }

    /// What a governor does to a complement of this kind: `clause`, `to`, `noun`, or a preposition.
    pub(crate) fn effect(&self, lemma: &str, pos: char, complement: &str) -> Option<Effect> {
        let rows = self.factuality.get(&(lemma.to_owned(), pos))?;
        let exact = rows.iter().find(|r| r.complement == complement);
        exact.or_else(|| rows.iter().find(|r| r.complement == "any")).map(|r| r.effect)
    }

    /// As [`Lexicon::effect`], for this complement only.
    pub(crate) fn effect_exactly(&self, lemma: &str, pos: char, complement: &str) -> Option<Effect> {
        let rows = self.factuality.get(&(lemma.to_owned(), pos))?;
        rows.iter().find(|r| r.complement == complement).map(|r| r.effect)
    }

    /// All rows of the factuality table, for the test of their examples.
    pub(crate) fn factuality_rows(&self) -> Vec<&FactualityRow> {
        let mut all: Vec<&FactualityRow> = self.factuality.values().flatten().collect();
        all.sort_by(|a, b| (&a.lemma, a.pos, &a.complement).cmp(&(&b.lemma, b.pos, &b.complement)));
        all
    }

    pub(crate) fn modal(&self, word: &str) -> Option<Factuality> {
        self.modals.get(word).map(|m| m.0)
    }

    /// True for modal words that a negation leaves standing: "may not" is still possible, "cannot" is not.
    pub(crate) fn outscopes_negation(&self, word: &str) -> bool {
        self.modals.get(word).is_some_and(|m| m.1)
    }

    /// The type that the conversion table gives a CAMEO code against the manual.
    pub(crate) fn converted(&self, cameo: &str) -> Option<EventType> {
        self.conversion.get(cameo).copied()
    }

    /// Least and most that a number word or vague quantity means.
    pub(crate) fn number(&self, word: &str) -> Option<(u32, u32)> {
        self.numbers.get(word).copied()
    }
}
