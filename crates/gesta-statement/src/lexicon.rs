//! The cue lexicon: words that report, what they report, and the constructions they do it in.
//!
//! The tables in `knowledge/en/cues/` are compiled in; their examples are run as tests. A lemma may have several
//! entries of which all but one carry a particle ("point", "point out").

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::inflect::{noun_forms, verb_forms};

/// The constructions ("frames") in which a cue takes what is said.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Frames {
    /// Finite clause: "said (that) it rained", "asked whether".
    pub(crate) that: bool,
    /// Words in quotation marks.
    pub(crate) quote: bool,
    /// Infinitive of the same subject: "promised to leave".
    pub(crate) inf: bool,
    /// Gerund: "denied taking money".
    pub(crate) ing: bool,
    /// Noun phrase: "denied the charge".
    pub(crate) obj: bool,
    /// Object and infinitive: "urged them to leave".
    pub(crate) obj_inf: bool,
    /// Object and predicate: "called him a liar".
    pub(crate) obj_pred: bool,
    /// The participle after a comma goes on with the report before it: "said it was late, adding that".
    pub(crate) more: bool,
    /// The subject is part of what is said, and nobody is told to say it: "the king seems to have fled".
    pub(crate) raise: bool,
    /// Noun phrase after things that show something: "the poll shows him ahead".
    pub(crate) evidence: bool,
    /// Passive and infinitive: "is said to have fled".
    pub(crate) passive_inf: bool,
    /// "Would" is part of the cue and makes it no less real: "would like to".
    pub(crate) would: bool,
    /// The object is the addressee.
    pub(crate) addressee: bool,
    /// After "of" and an act, "by" names who did it: "reports of abuse by police".
    pub(crate) doer: bool,
    /// Prepositions that introduce what is said: "warned of".
    pub(crate) preps: Vec<&'static str>,
    /// Prepositions after an object: "accused them of".
    pub(crate) obj_preps: Vec<&'static str>,
}

impl Frames {
    fn parse(text: &'static str) -> Frames {
        let mut frames = Frames::default();
        for frame in text.split_whitespace() {
            match frame {
                "that" => frames.that = true,
                "quote" => frames.quote = true,
                "inf" => frames.inf = true,
                "ing" => frames.ing = true,
                "obj" => frames.obj = true,
                "o:inf" => frames.obj_inf = true,
                "o:pred" => frames.obj_pred = true,
                "more" => frames.more = true,
                "raise" => frames.raise = true,
                "evidence" => frames.evidence = true,
                "was:inf" => frames.passive_inf = true,
                "would" => frames.would = true,
                "doer" => frames.doer = true,
                "@" => frames.addressee = true,
                other => match other.split_once(':') {
                    Some(("p", prep)) => frames.preps.push(prep),
                    Some(("o", prep)) => frames.obj_preps.push(prep),
                    _ => {}
                },
            }
        }
        frames
    }
}

/// A cue word.
#[derive(Clone, Debug)]
pub(crate) struct Cue {
    /// The particle that goes with the lemma: "out" of "point out".
    pub(crate) particle: Option<&'static str>,
    /// Class: said, wrote, thought, …
    pub(crate) class: &'static str,
    /// Constructions.
    pub(crate) frames: Frames,
}

/// A prepositional phrase that names a source.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    /// Lower-case words; `*` stands for a possessor.
    pub(crate) words: Vec<&'static str>,
    /// Class.
    pub(crate) class: &'static str,
}

/// All tables.
pub(crate) struct Lexicon {
    verbs: HashMap<String, Vec<Cue>>,
    nouns: HashMap<String, Vec<Cue>>,
    adjectives: HashMap<String, Vec<Cue>>,
    light: HashSet<String>,
    anonymous: HashSet<String>,
    circumstances: HashSet<String>,
    evidence: HashSet<String>,
    works: HashSet<String>,
    acts: HashSet<String>,
    generic: HashSet<String>,
    sending: HashSet<String>,
    times: HashSet<String>,
    uttering: HashSet<String>,
    no_sources: HashSet<String>,
    phrases: HashMap<&'static str, Vec<Phrase>>,
    adverbs: HashMap<&'static str, &'static str>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);

impl Lexicon {
    /// The embedded lexicon.
    pub(crate) fn get() -> &'static Lexicon {
        &LEXICON
    }

    fn build() -> Lexicon {
        let mut phrases: HashMap<&'static str, Vec<Phrase>> = HashMap::new();
        for [words, class] in rows(include_str!("../../../knowledge/en/cues/phrases.tsv")) {
            let words: Vec<&str> = words.split(' ').collect();
            if let Some(first) = words.first() {
                phrases.entry(*first).or_default().push(Phrase { words, class });
            }
        }
        let irregular = irregular();
        let verb = |lemma: &str| verb_forms(lemma, irregular.get(lemma).map_or(&[], Vec::as_slice));
        let noun = |lemma: &str| noun_forms(lemma, irregular.get(lemma).map_or(&[], Vec::as_slice));
        Lexicon {
            verbs: cues(include_str!("../../../knowledge/en/cues/verbs.tsv"), &verb),
            nouns: cues(include_str!("../../../knowledge/en/cues/nouns.tsv"), &noun),
            adjectives: cues(include_str!("../../../knowledge/en/cues/adjectives.tsv"), &|form| {
                vec![form.to_owned()]
            }),
            light: words(include_str!("../../../knowledge/en/cues/light.tsv"), &verb),
            circumstances: words(include_str!("../../../knowledge/en/cues/circumstances.tsv"), &noun),
            acts: words(include_str!("../../../knowledge/en/cues/acts.tsv"), &noun),
            works: words(include_str!("../../../knowledge/en/cues/works.tsv"), &noun),
            evidence: words(include_str!("../../../knowledge/en/cues/evidence.tsv"), &noun),
            generic: words(include_str!("../../../knowledge/en/cues/generic.tsv"), &|form| {
                vec![form.to_owned()]
            }),
            sending: words(include_str!("../../../knowledge/en/cues/sending.tsv"), &|form| {
                vec![form.to_owned()]
            }),
            uttering: words(include_str!("../../../knowledge/en/cues/uttering.tsv"), &verb),
            times: words(include_str!("../../../knowledge/en/cues/times.tsv"), &noun),
            no_sources: words(include_str!("../../../knowledge/en/cues/no_sources.tsv"), &noun),
            anonymous: words(include_str!("../../../knowledge/en/cues/anonymous.tsv"), &noun),
            phrases,
            adverbs: rows(include_str!("../../../knowledge/en/cues/adverbs.tsv"))
                .map(|[form, class]| (form, class))
                .collect(),
        }
    }

    /// Entries of a verb by any lower-case form, those with particles first.
    pub(crate) fn verb(&self, form: &str) -> &[Cue] {
        self.verbs.get(form).map_or(&[], Vec::as_slice)
    }

    /// The entry of a noun by its singular or plural in lower case.
    pub(crate) fn noun(&self, form: &str) -> Option<&Cue> {
        self.nouns.get(form)?.first()
    }

    /// The entry of an adjective or participle by its lower-case form.
    pub(crate) fn adjective(&self, form: &str) -> Option<&Cue> {
        self.adjectives.get(form)?.first()
    }

    /// True for forms of verbs that only carry a reporting noun.
    pub(crate) fn is_light(&self, form: &str) -> bool {
        self.light.contains(form)
    }

    /// True for nouns of unnamed speakers, singular or plural.
    pub(crate) fn is_anonymous(&self, form: &str) -> bool {
        self.anonymous.contains(form)
    }

    /// True for kinds of messages: "statement", "interview".
    pub(crate) fn is_message(&self, form: &str) -> bool {
        self.circumstances.contains(form)
    }

    /// True for things that show something: "poll", "footage".
    pub(crate) fn is_evidence(&self, form: &str) -> bool {
        self.evidence.contains(form)
    }

    /// True for kinds of works, which have titles: "book", "film".
    pub(crate) fn is_work(&self, form: &str) -> bool {
        self.works.contains(form)
    }

    /// True for deeds, which somebody does and others report: "abuse", "attack".
    pub(crate) fn is_act(&self, form: &str) -> bool {
        self.acts.contains(form)
    }

    /// True for words that mean nobody in particular: "you", "nobody".
    pub(crate) fn is_generic(&self, form: &str) -> bool {
        self.generic.contains(form)
    }

    /// True for participles of messages: "a letter **shared** with us".
    pub(crate) fn is_sending(&self, form: &str) -> bool {
        self.sending.contains(form)
    }

    /// True for forms of verbs of using words: "**used** the phrase “…”".
    pub(crate) fn is_uttering(&self, form: &str) -> bool {
        self.uttering.contains(form)
    }

    /// True for days, months and other times.
    pub(crate) fn is_time(&self, form: &str) -> bool {
        self.times.contains(form)
    }

    /// True for nouns that never are the source of "according to": "law", "plan".
    pub(crate) fn is_no_source(&self, form: &str) -> bool {
        self.no_sources.contains(form)
    }

    /// The class of an adverb in lower case.
    pub(crate) fn adverb(&self, form: &str) -> Option<&'static str> {
        self.adverbs.get(form).copied()
    }

    /// Phrases that begin with a word in lower case.
    pub(crate) fn phrases(&self, first: &str) -> &[Phrase] {
        self.phrases.get(first).map_or(&[], Vec::as_slice)
    }
}

fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).filter_map(|line| {
        let mut columns = line.split('\t');
        let mut row = [""; N];
        for cell in &mut row {
            *cell = columns.next()?;
        }
        Some(row)
    })
}

type Forms<'a> = &'a dyn Fn(&str) -> Vec<String>;

fn words(table: &'static str, forms: Forms) -> HashSet<String> {
    rows::<1>(table).flat_map(|[word]| forms(word)).collect()
}

fn irregular() -> HashMap<&'static str, Vec<&'static str>> {
    let table = include_str!("../../../knowledge/en/cues/irregular.tsv");
    rows(table).map(|[lemma, forms]| (lemma, forms.split(' ').collect())).collect()
}

fn cues(table: &'static str, forms: Forms) -> HashMap<String, Vec<Cue>> {
    let mut map: HashMap<String, Vec<Cue>> = HashMap::new();
    for [words, class, frames] in rows(table) {
        let (lemma, particle) = match words.split_once(' ') {
            Some((lemma, particle)) => (lemma, Some(particle)),
            None => (words, None),
        };
        let cue = Cue { particle, class, frames: Frames::parse(frames) };
        for form in forms(lemma) {
            map.entry(form).or_default().push(cue.clone());
        }
    }
    for entries in map.values_mut() {
        entries.sort_by_key(|e| e.particle.is_none());
    }
    map
}
