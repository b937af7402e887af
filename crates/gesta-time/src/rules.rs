//! The rules of `knowledge/en/time/*.toml`, compiled.

use std::sync::LazyLock;

use gesta_syntax::Upos;
use serde::Deserialize;

use crate::atom::Atom;
use crate::class::FIGURE;
use crate::expr::From;
use crate::feast::{self, Feast};
use crate::lexicon::{Lexicon, WordId};
use crate::pattern::{Pattern, Present};
use crate::relation::{self, Preposition};

/// A rule as the file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    /// Unique name; ends up in [`Time::rule`](crate::Time::rule).
    pub(crate) name: String,
    /// Patterns, see [`crate::pattern`].
    #[serde(rename = "match")]
    pub(crate) patterns: Vec<String>,
    /// What to make of the captures.
    pub(crate) make: Make,
    #[serde(default)]
    pub(crate) with: With,
    /// Previous words, one of which must stand before the extent.
    #[serde(default)]
    after: Vec<String>,
    /// Words that must not stand before the extent.
    #[serde(default)]
    not_after: Vec<String>,
    /// Words that must not follow the extent.
    #[serde(default)]
    not_before: Vec<String>,
    /// Tags that the first token must not have.
    #[serde(default)]
    not_tags: Vec<String>,
    #[serde(default)]
    guards: Vec<Guard>,
    /// Only inside other expressions.
    #[serde(default)]
    nested: bool,
    /// Never inside other expressions.
    #[serde(default)]
    alone: bool,
    /// Texts, each with what is found in it for an article of Monday, 22 November 2021: `text => extent | value`.
    #[serde(default)]
    #[allow(dead_code, reason = "run by the tests")]
    pub(crate) examples: Vec<String>,
    /// Texts in which nothing is found.
    #[serde(default)]
    #[allow(dead_code, reason = "run by the tests")]
    pub(crate) counterexamples: Vec<String>,
}

/// What a rule adds to its captures.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct With {
    /// Direction or number of steps.
    pub(crate) sign: Option<i32>,
    /// A count where the text has none: "a day earlier".
    pub(crate) count: Option<f64>,
    /// A unit where the text has none.
    pub(crate) unit: Option<String>,
    /// A value or code.
    pub(crate) value: Option<String>,
    /// What to count from.
    pub(crate) from: Option<From>,
    /// What an ordinal numbers: `quarter`, `half`, `century`.
    pub(crate) ordinal: Option<String>,
    /// Years before Christ.
    pub(crate) bc: bool,
    /// The year stands for its decade.
    pub(crate) decade: bool,
    /// The part is the first or last day of the stretch.
    pub(crate) edge: bool,
    /// `TNI` and the like, of a word that is no part of the day by itself.
    pub(crate) part: Option<String>,
    /// 12 for "p.m.", 0 for "a.m."
    pub(crate) meridiem: Option<u16>,
}

/// Makers of expressions, see [`crate::make`].
#[derive(Copy, Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Make {
    Calendar,
    /// A day that no calendar has.
    Impossible,
    Days,
    Deictic,
    Shift,
    Offset,
    Length,
    /// "Two hours and 20 minutes".
    LengthSum,
    Window,
    /// A window of a nested stretch.
    Share,
    Set,
    Ref,
    Part,
    Modified,
    DayPart,
    Clock,
    Feast,
    WeekOf,
    /// Fields of the current, last, next or mentioned week or year.
    NamedOf,
    /// The last day of the year.
    YearEnd,
    /// The last day of another unit.
    UnitEnd,
    Within,
    Pair,
    Years,
    /// "The 14th and 15th centuries".
    Centuries,
    Nothing,
}

/// Conditions on the surroundings that words alone do not tell, see [`crate::guard`].
#[derive(Copy, Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Guard {
    /// Weak words need a preposition or the tag of a name.
    Weak,
    /// No weak words at all.
    Strong,
    /// The clause looks ahead.
    Ahead,
    /// Four digits look like a year here.
    BareYear,
    /// No noun phrase follows: "two days later", not "two days later flights".
    Closed,
    /// As `closed`, but a new clause may begin: "on the 18th the town fell".
    Apart,
    /// No acronym in capitals: "the DEC".
    Acronym,
    /// A number, a price or a rate precedes: "12 dollars a day".
    Rate,
    /// Its last word has a capital.
    Capital,
    /// It says when, as no subject or object does.
    Adverbial,
    /// No title in quotes: "60 Minutes".
    Untitled,
}

/// A rule, ready to run.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) make: Make,
    pub(crate) with: With,
    pub(crate) pattern: Pattern,
    pub(crate) feast: Option<u16>,
    pub(crate) after: Vec<WordId>,
    pub(crate) not_after: Vec<WordId>,
    pub(crate) not_before: Vec<WordId>,
    pub(crate) not_tags: Vec<Upos>,
    pub(crate) guards: Vec<Guard>,
    pub(crate) nested: bool,
    pub(crate) alone: bool,
}

#[derive(Deserialize)]
struct File {
    rule: Vec<Source>,
}

/// Everything that the language knows about time.
#[derive(Debug)]
pub(crate) struct Knowledge {
    pub(crate) lexicon: Lexicon,
    pub(crate) rules: Vec<Rule>,
    pub(crate) feasts: Vec<Feast>,
    pub(crate) prepositions: Vec<Preposition>,
    /// Rules that can begin with a word, in order, by [`WordId`].
    by_word: Vec<Vec<u16>>,
    by_digit: Vec<u16>,
    /// The classes of each word, as [`Class::bits`](crate::class::Class::bits).
    bits: Vec<u64>,
}

const FILES: [&str; 7] = [
    include_str!("../../../knowledge/en/time/others.toml"),
    include_str!("../../../knowledge/en/time/dates.toml"),
    include_str!("../../../knowledge/en/time/sets.toml"),
    include_str!("../../../knowledge/en/time/lengths.toml"),
    include_str!("../../../knowledge/en/time/relative.toml"),
    include_str!("../../../knowledge/en/time/clocks.toml"),
    include_str!("../../../knowledge/en/time/vague.toml"),
];

static ENGLISH: LazyLock<Knowledge> = LazyLock::new(|| match Knowledge::load() {
    Ok(knowledge) => knowledge,
    // The tables are part of the program, and the tests load them.
    Err(message) => panic!("knowledge/en/time: {message}"),
});

/// The rules as their files have them.
pub(crate) fn sources() -> Result<Vec<Source>, String> {
    let mut all = Vec::new();
    for file in FILES {
        all.extend(toml::from_str::<File>(file).map_err(|e| e.to_string())?.rule);
    }
    Ok(all)
}

impl Knowledge {
    /// English.
    pub(crate) fn english() -> &'static Knowledge {
        &ENGLISH
    }

    fn load() -> Result<Knowledge, String> {
        let mut lexicon = Lexicon::parse(include_str!("../../../knowledge/en/time/lexicon.tsv"));
        let (feasts, names) = feast::parse(include_str!("../../../knowledge/en/time/feasts.tsv"))?;
        let prepositions =
            relation::parse(include_str!("../../../knowledge/en/time/relations.tsv"), &mut lexicon)?;
        let mut rules = Vec::new();
        for source in sources()? {
            add(&mut rules, &mut lexicon, source)?;
        }
        for (pattern, feast, capital) in names {
            for around in [format!("( the )? {pattern} ( ,? YEAR )?"), format!("( this | DIR ) {pattern}")] {
                rules.push(Rule {
                    name: "feast",
                    make: Make::Feast,
                    with: With::default(),
                    pattern: Pattern::compile(&around, &mut lexicon)?,
                    feast: Some(feast),
                    after: Vec::new(),
                    not_after: Vec::new(),
                    not_before: Vec::new(),
                    not_tags: Vec::new(),
                    guards: if capital { vec![Guard::Capital] } else { Vec::new() },
                    nested: false,
                    alone: false,
                });
            }
        }
        let mut by_word = vec![Vec::new(); lexicon.len()];
        let mut by_digit = Vec::new();
        for (index, rule) in (0u16..).zip(&rules) {
            let mut starts = rule.pattern.starts(&lexicon);
            starts.words.sort_by_key(|w| w.0);
            starts.words.dedup();
            for word in starts.words {
                by_word[word.0 as usize].push(index);
            }
            if starts.digit {
                by_digit.push(index);
            }
        }
        let bits_of =
            |i: usize| lexicon.entries(WordId(i as u16)).iter().fold(0, |bits, e| bits | e.class.bits());
        let bits = (0..lexicon.len()).map(bits_of).collect();
        Ok(Knowledge { bits, lexicon, rules, feasts, prepositions, by_word, by_digit })
    }

    /// Fills `active` with whether each rule can match in a sentence; false where none can.
    pub(crate) fn activate(&self, atoms: &[Atom], active: &mut Vec<bool>) -> bool {
        let mut present = Present::default();
        for atom in atoms {
            if atom.digits > 0 {
                present.add(WordId::NONE, FIGURE);
            } else if atom.word != WordId::NONE {
                present.add(atom.word, self.bits.get(usize::from(atom.word.0)).copied().unwrap_or(0));
            }
        }
        active.clear();
        active.extend(self.rules.iter().map(|rule| rule.pattern.can_match(&present)));
        active.contains(&true)
    }

    /// The rules that can begin with a word or, where `digit`, with a digit.
    pub(crate) fn candidates(&self, word: WordId, digit: bool) -> &[u16] {
        if digit {
            return &self.by_digit;
        }
        if word == WordId::NONE { &[] } else { self.by_word.get(word.0 as usize).map_or(&[], Vec::as_slice) }
    }
}

fn add(rules: &mut Vec<Rule>, lexicon: &mut Lexicon, source: Source) -> Result<(), String> {
    let name: &'static str = Box::leak(source.name.into_boxed_str());
    let mut words = |list: &[String]| list.iter().map(|w| lexicon.intern(w)).collect::<Vec<_>>();
    let (after, not_after, not_before) =
        (words(&source.after), words(&source.not_after), words(&source.not_before));
    for pattern in &source.patterns {
        rules.push(Rule {
            name,
            make: source.make,
            with: source.with.clone(),
            pattern: Pattern::compile(pattern, lexicon).map_err(|e| format!("rule {name}: {e}"))?,
            feast: None,
            after: after.clone(),
            not_after: not_after.clone(),
            not_before: not_before.clone(),
            not_tags: source.not_tags.iter().map(|t| Upos::parse(t)).collect(),
            guards: source.guards.clone(),
            nested: source.nested,
            alone: source.alone,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use gesta_syntax::{Model, ModelKind};
    use gesta_text::Document;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_rule_does_what_its_examples_say() {
        let model = Model::embedded(ModelKind::Accurate).expect("the model is part of the program");
        let mut failures = Vec::new();
        let read = |text: &str| {
            let parsed = model.parse(Document::read(text));
            let times = crate::read(&parsed, Some(date(2021, 11, 22))).times;
            times
                .into_iter()
                .map(|t| (format!("{} | {}", t.span.of(text), t.value), t.rule))
                .collect::<Vec<_>>()
        };
        for source in sources().expect("the files are well formed") {
            let patterns_that_find = !source.nested && source.make != Make::Nothing;
            if patterns_that_find && source.examples.is_empty() {
                failures.push(format!("{} has no example", source.name));
            }
            for example in &source.examples {
                let (text, expected) = example.split_once(" => ").unwrap_or((example, ""));
                let found = read(text);
                if !found.iter().any(|(f, rule)| f == expected && *rule == source.name) {
                    failures.push(format!("{}: {example}\n    found {found:?}", source.name));
                }
            }
            for text in &source.counterexamples {
                let found = read(text);
                if found.iter().any(|(_, rule)| *rule == source.name)
                    || source.make == Make::Nothing && !found.is_empty()
                {
                    failures.push(format!("{}: not in {text}\n    found {found:?}", source.name));
                }
            }
        }
        assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    }
}
