//! The codebook: which words bind somebody to act, and where the parts of the commitment stand around them.
//!
//! The entries live in `knowledge/en/commitments/*.toml`, each with sentences that must and must not be found; the
//! tests of this crate run them all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use gesta_event::EventType;

use crate::{Act, Status};

/// Part of speech of a cue.
#[derive(Copy, Clone, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub(crate) enum Kind {
    Verb,
    Noun,
    Adjective,
}

/// How a cue expresses the action.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// To-infinitive.
    Inf,
    /// Finite clause with a modal or in the subjunctive.
    That,
    /// Direct object.
    Obj,
    /// Gerund without a preposition.
    Ger,
    /// Noun phrase or gerund under this preposition.
    Prep(String),
}

/// A restriction on the action's head.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Only {
    /// A noun of `actions.tsv`.
    Act,
    /// Something to accept or reject.
    Plan,
    /// Something to sign.
    Pact,
    /// Something definite or named.
    The,
    /// A gerund.
    Ger,
    /// A clause about the speaker himself.
    Own,
    /// Something for somebody whom the sentence names.
    To,
}

/// One way of expressing the action.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Take {
    pub(crate) form: Form,
    pub(crate) only: Option<Only>,
}

/// One entry of the codebook.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// `verb/promise`.
    pub(crate) rule: String,
    pub(crate) kind: Kind,
    pub(crate) act: Act,
    pub(crate) take: Vec<Take>,
    pub(crate) party: Vec<String>,
    pub(crate) holder: Vec<String>,
    pub(crate) needs: Vec<String>,
    pub(crate) negative: bool,
    pub(crate) dated: bool,
    pub(crate) animate: bool,
    pub(crate) status: Option<Status>,
    pub(crate) weight: f32,
}

impl Entry {
    /// True when somebody else than the speaker must act.
    pub(crate) fn is_directive(&self) -> bool {
        self.act == Act::Demand
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    lemmas: Vec<String>,
    act: String,
    take: Vec<String>,
    #[serde(default)]
    party: Vec<String>,
    #[serde(default)]
    holder: Vec<String>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    negative: bool,
    #[serde(default)]
    dated: bool,
    #[serde(default)]
    animate: bool,
    status: Option<String>,
    weight: f32,
    // The examples are read by the tests.
    #[serde(default, rename = "yes")]
    _yes: Vec<String>,
    #[serde(default, rename = "no")]
    _no: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Rows {
    #[serde(default)]
    verb: Vec<Row>,
    #[serde(default)]
    noun: Vec<Row>,
    #[serde(default)]
    adjective: Vec<Row>,
}

/// An action word: its PLOVER type and whether it harms.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct ActionWord {
    pub(crate) plover: Option<EventType>,
    pub(crate) harm: bool,
}

/// The word lists of `contexts.toml`.
#[derive(Deserialize)]
struct Lists {
    status: BTreeMap<String, BTreeSet<String>>,
    #[serde(flatten)]
    lists: BTreeMap<String, BTreeSet<String>>,
}

/// Everything that the codebook's files say.
pub(crate) struct Codebook {
    entries: Vec<Entry>,
    by_lemma: BTreeMap<String, Vec<usize>>,
    actions: BTreeMap<String, ActionWord>,
    lists: Lists,
}

/// The embedded codebook.
pub(crate) static CODEBOOK: LazyLock<Codebook> = LazyLock::new(Codebook::load);

impl Codebook {
    fn load() -> Codebook {
        let mut book = Codebook {
            entries: Vec::new(),
            by_lemma: BTreeMap::new(),
            actions: actions(include_str!("../../../knowledge/en/commitments/actions.tsv")),
            lists: toml::from_str(include_str!("../../../knowledge/en/commitments/contexts.toml"))
                .expect("contexts.toml is embedded and a test loads it"),
        };
        for text in [
            include_str!("../../../knowledge/en/commitments/verbs.toml"),
            include_str!("../../../knowledge/en/commitments/nouns.toml"),
            include_str!("../../../knowledge/en/commitments/adjectives.toml"),
        ] {
            let rows: Rows = toml::from_str(text).expect("the codebook is embedded and a test loads it");
            rows.verb.into_iter().for_each(|r| book.add(Kind::Verb, r));
            rows.noun.into_iter().for_each(|r| book.add(Kind::Noun, r));
            rows.adjective.into_iter().for_each(|r| book.add(Kind::Adjective, r));
        }
        book
    }

    fn add(&mut self, kind: Kind, row: Row) {
        let name = match kind {
            Kind::Verb => "verb",
            Kind::Noun => "noun",
            Kind::Adjective => "adjective",
        };
        for lemma in &row.lemmas {
            self.by_lemma.entry(lemma.clone()).or_default().push(self.entries.len());
        }
        self.entries.push(Entry {
            rule: format!("{name}/{}", row.id),
            kind,
            act: Act::parse(&row.act).expect("the codebook's acts are checked by a test"),
            take: row.take.iter().map(|t| take(t)).collect(),
            party: row.party,
            holder: row.holder,
            needs: row.needs,
            negative: row.negative,
            dated: row.dated,
            animate: row.animate,
            status: row.status.as_deref().and_then(Status::parse),
            weight: row.weight,
        });
    }

    /// The entries of a lemma in the order of the files.
    pub(crate) fn entries(&self, kind: Kind, lemma: &str) -> impl Iterator<Item = &Entry> {
        let ids = self.by_lemma.get(lemma).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|&i| self.entries.get(i)).filter(move |e| e.kind == kind)
    }

    /// Every word of every file.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        let lists = self.lists.lists.values().chain(self.lists.status.values()).flatten();
        let entries = self.by_lemma.iter().filter(|(_, ids)| {
            ids.iter().filter_map(|&i| self.entries.get(i)).any(|e| e.kind != Kind::Adjective)
        });
        entries.map(|(lemma, _)| lemma).chain(self.actions.keys()).chain(lists).map(String::as_str)
    }

    /// What `actions.tsv` says of a lemma.
    pub(crate) fn action(&self, lemma: &str) -> Option<ActionWord> {
        self.actions.get(&lemma.to_lowercase()).copied()
    }

    /// True when `lemma` is on the list of that name in `contexts.toml`.
    pub(crate) fn is(&self, list: &str, lemma: &str) -> bool {
        self.lists.lists.get(list).is_some_and(|l| l.contains(lemma))
    }

    /// The entries of a list of `contexts.toml`.
    pub(crate) fn list(&self, list: &str) -> impl Iterator<Item = &str> {
        self.lists.lists.get(list).into_iter().flatten().map(String::as_str)
    }

    /// What a verb over the name of a commitment says became of it.
    pub(crate) fn status(&self, lemma: &str) -> Option<Status> {
        let of = |(name, words): (&String, &BTreeSet<String>)| {
            words.contains(lemma).then(|| Status::parse(name))?
        };
        self.lists.status.iter().find_map(of)
    }
}

fn take(text: &str) -> Take {
    let (form, only) = text.split_once(':').unwrap_or((text, ""));
    let form = match form {
        "inf" => Form::Inf,
        "that" => Form::That,
        "obj" => Form::Obj,
        "ger" => Form::Ger,
        preposition => Form::Prep(preposition.to_owned()),
    };
    let only = match only {
        "act" => Some(Only::Act),
        "plan" => Some(Only::Plan),
        "pact" => Some(Only::Pact),
        "the" => Some(Only::The),
        "ger" => Some(Only::Ger),
        "own" => Some(Only::Own),
        "to" => Some(Only::To),
        _ => None,
    };
    Take { form, only }
}

fn actions(tsv: &str) -> BTreeMap<String, ActionWord> {
    let rows = tsv.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect::<Vec<_>>());
    let word = |row: Vec<&str>| {
        let lemma = row.first().filter(|l| !l.is_empty())?;
        let plover = row.get(1).and_then(|t| EventType::parse(t));
        Some(((*lemma).to_owned(), ActionWord { plover, harm: row.get(2) == Some(&"harm") }))
    };
    rows.filter_map(word).collect()
}
