//! The codebook: sixteen files of `knowledge/en/codebook/`, one for each PLOVER type, read once.
//!
//! An entry is a trigger word (verb, noun or adjective, with its particle or modifiers), a frame that says who is
//! source and target, conditions on the words around it, and what it means: PLOVER mode and contexts, CAMEO code. Its
//! examples are sentences with the source in `{braces}` and the target in `[brackets]`; the tests read all of them.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::EventType;
use crate::frame::{Condition, Filler, Frame, Slot};
use crate::lexicon::lexicon;

/// Part of speech of a trigger.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TriggerPos {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// A predicative adjective.
    Adjective,
}

/// The lemma of entries for the words that no other entry knows.
pub(crate) const ANY: &str = "*";

/// Which arguments must be actors for the event to count.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Need {
    /// The source.
    Source,
    /// The target.
    Target,
    /// One of the two.
    Any,
    /// Both.
    Both,
    /// None: what took place is told without anybody who did or suffered it ("a bomb went off").
    Nobody,
}

/// One entry.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// `type/name`, the `rule` of the events it codes.
    pub id: String,
    /// PLOVER type.
    pub kind: EventType,
    /// Part of speech of the trigger.
    pub pos: TriggerPos,
    /// Lemma of the trigger's head; `*` for every word that the model takes for an act of the type.
    pub lemma: String,
    /// Particle of a verb, or modifiers of a noun, that must be there.
    pub words: Vec<String>,
    /// Who is source and target.
    pub frame: Frame,
    /// What must be there.
    pub with: Vec<Condition>,
    /// What must not be there.
    pub without: Vec<Condition>,
    /// Which arguments must be actors.
    pub need: Need,
    /// How much the entry counts among others where one must answer ([`relate`](crate::relate)), 0 to 1: less than 1 for words
    /// that often mean something else.
    pub weight: f32,
    /// True where a match is coded however unlikely the model finds an act here.
    pub sure: bool,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// PLOVER contexts that the entry implies.
    pub contexts: Vec<String>,
    /// Sentences that must be coded by this entry, arguments marked.
    pub yes: Vec<String>,
    /// Sentences that must not be coded by this entry.
    pub no: Vec<String>,
}

impl Entry {
    /// How much the entry asks for; the most demanding entry that matches codes the event.
    fn specificity(&self) -> usize {
        2 * self.words.len() + 2 * self.with.len() + usize::from(!self.without.is_empty())
    }
}

/// What a file says of its PLOVER type.
#[derive(Clone, PartialEq, Debug)]
pub struct TypeBook {
    /// The type.
    pub kind: EventType,
    /// What counts, in our words.
    pub definition: String,
    /// Mode → what it means.
    pub modes: BTreeMap<String, String>,
    /// Words of the clause that decide the mode where the entry leaves it open, in the order of trial.
    pub mode_cues: Vec<(String, Vec<String>)>,
    /// The mode of a verbal act by what it is about: type or `TYPE mode` of the act that is demanded or threatened.
    pub content_modes: BTreeMap<String, String>,
}

/// All entries, indexed by trigger.
#[derive(Clone, Debug, Default)]
pub struct Codebook {
    types: Vec<TypeBook>,
    entries: Vec<Entry>,
    triggers: HashMap<String, Vec<u32>>,
    ids: HashMap<String, u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBook {
    r#type: String,
    quad: u8,
    definition: String,
    #[serde(default)]
    modes: BTreeMap<String, String>,
    #[serde(default)]
    mode_cues: Vec<RawCue>,
    #[serde(default)]
    content_modes: BTreeMap<String, String>,
    entries: BTreeMap<String, RawEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCue {
    mode: String,
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    verb: Option<String>,
    noun: Option<String>,
    adj: Option<String>,
    frame: Option<String>,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    need: Option<String>,
    weight: Option<f32>,
    #[serde(default)]
    sure: bool,
    mode: Option<String>,
    cameo: Option<String>,
    #[serde(default)]
    contexts: Vec<String>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

/// The files that make up the codebook: name and text.
const FILES: [(&str, &str); 16] = [
    ("agree", include_str!("../../../knowledge/en/codebook/agree.toml")),
    ("consult", include_str!("../../../knowledge/en/codebook/consult.toml")),
    ("support", include_str!("../../../knowledge/en/codebook/support.toml")),
    ("concede", include_str!("../../../knowledge/en/codebook/concede.toml")),
    ("cooperate", include_str!("../../../knowledge/en/codebook/cooperate.toml")),
    ("aid", include_str!("../../../knowledge/en/codebook/aid.toml")),
    ("retreat", include_str!("../../../knowledge/en/codebook/retreat.toml")),
    ("request", include_str!("../../../knowledge/en/codebook/request.toml")),
    ("accuse", include_str!("../../../knowledge/en/codebook/accuse.toml")),
    ("reject", include_str!("../../../knowledge/en/codebook/reject.toml")),
    ("threaten", include_str!("../../../knowledge/en/codebook/threaten.toml")),
    ("protest", include_str!("../../../knowledge/en/codebook/protest.toml")),
    ("sanction", include_str!("../../../knowledge/en/codebook/sanction.toml")),
    ("mobilize", include_str!("../../../knowledge/en/codebook/mobilize.toml")),
    ("coerce", include_str!("../../../knowledge/en/codebook/coerce.toml")),
    ("assault", include_str!("../../../knowledge/en/codebook/assault.toml")),
];

/// The embedded codebook. A broken file is left out here; `Codebook::check` finds it, and a test runs that.
pub fn codebook() -> &'static Codebook {
    static BOOK: LazyLock<Codebook> = LazyLock::new(|| Codebook::load(&FILES).0);
    &BOOK
}

impl Codebook {
    /// Reads files of (name, TOML text); also returns what is wrong with them.
    pub fn load(files: &[(&str, &str)]) -> (Codebook, Vec<String>) {
        let mut book = Codebook::default();
        let mut faults = Vec::new();
        for (name, text) in files {
            match toml::from_str::<RawBook>(text) {
                Ok(raw) => book.add(name, raw, &mut faults),
                Err(error) => faults.push(format!("{name}: {error}")),
            }
        }
        book.index();
        book.find_conflicts(&mut faults);
        (book, faults)
    }

    /// A codebook of these entries, with the types of the embedded one.
    pub(crate) fn of_entries(entries: Vec<Entry>) -> Codebook {
        let types = codebook().types.clone();
        let mut book = Codebook { types, entries, ..Codebook::default() };
        book.index();
        book
    }

    fn index(&mut self) {
        for (index, entry) in self.entries.iter().enumerate() {
            self.triggers.entry(entry.lemma.clone()).or_default().push(index as u32);
            self.ids.insert(entry.id.clone(), index as u32);
        }
        for list in self.triggers.values_mut() {
            list.sort_by_key(|&i| {
                (usize::MAX - self.entries.get(i as usize).map_or(0, Entry::specificity), i)
            });
        }
    }

    /// What is wrong with the embedded files: syntax, unknown modes, types, classes, duplicate or unreachable entries.
    pub fn check() -> Vec<String> {
        Codebook::load(&FILES).1
    }

    /// All entries, by type and name.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Definitions and modes of all types.
    pub fn types(&self) -> &[TypeBook] {
        &self.types
    }

    /// Definition and modes of a type.
    pub fn of_type(&self, kind: EventType) -> Option<&TypeBook> {
        self.types.iter().find(|t| t.kind == kind)
    }

    /// The entry that an event's `rule` names; what follows a `+` (as in `consult/visit+future`, `retreat/release+refusal`) is ignored.
    pub fn entry(&self, rule: &str) -> Option<&Entry> {
        let id = rule.split('+').next().unwrap_or(rule);
        self.ids.get(id).and_then(|&i| self.entries.get(i as usize))
    }

    /// True when some entry has a trigger with this lemma.
    pub(crate) fn has_trigger(&self, lemma: &str) -> bool {
        self.triggers.contains_key(lemma)
    }

    /// The entries whose trigger has this lemma, the most demanding first.
    pub(crate) fn with_lemma<'a>(&'a self, lemma: &str) -> impl Iterator<Item = &'a Entry> + use<'a> {
        self.triggers.get(lemma).into_iter().flatten().filter_map(|&i| self.entries.get(i as usize))
    }

    fn add(&mut self, name: &str, raw: RawBook, faults: &mut Vec<String>) {
        let Some(kind) = EventType::parse(&raw.r#type) else {
            faults.push(format!("{name}: no PLOVER type {}", raw.r#type));
            return;
        };
        if kind.quad() != raw.quad {
            faults.push(format!("{name}: quad {} is not PLOVER's", raw.quad));
        }
        for (id, entry) in raw.entries {
            match compile(name, &id, kind, entry, &raw.modes) {
                Ok(entries) => self.entries.push(entries),
                Err(fault) => faults.push(format!("{name}/{id}: {fault}")),
            }
        }
        let cues = raw
            .mode_cues
            .iter()
            .map(|c| (c.mode.clone(), c.words.split_whitespace().map(str::to_owned).collect()));
        for mode in raw.mode_cues.iter().map(|c| &c.mode).chain(raw.content_modes.values()) {
            if !raw.modes.contains_key(mode) {
                faults.push(format!("{name}: unknown mode {mode}"));
            }
        }
        self.types.push(TypeBook {
            kind,
            definition: raw.definition,
            mode_cues: cues.collect(),
            content_modes: raw.content_modes,
            modes: raw.modes,
        });
    }

    /// Two entries with the same trigger and conditions: the second can never match, or contradicts the first.
    fn find_conflicts(&self, faults: &mut Vec<String>) {
        let mut seen: HashMap<String, &Entry> = HashMap::new();
        for entry in &self.entries {
            let any = (entry.lemma == ANY).then_some(entry.kind);
            let key = format!("{:?} {} {any:?} {:?} {:?}", entry.pos, entry.lemma, entry.words, entry.with);
            if let Some(first) = seen.get(&key) {
                let what = if first.kind == entry.kind { "duplicates" } else { "contradicts" };
                faults.push(format!("{} {what} {}", entry.id, first.id));
            } else {
                seen.insert(key, entry);
            }
        }
    }
}

fn compile(
    book: &str,
    id: &str,
    kind: EventType,
    raw: RawEntry,
    modes: &BTreeMap<String, String>,
) -> Result<Entry, String> {
    let (pos, trigger) = match (raw.verb, raw.noun, raw.adj) {
        (Some(verb), None, None) => (TriggerPos::Verb, verb),
        (None, Some(noun), None) => (TriggerPos::Noun, noun),
        (None, None, Some(adj)) => (TriggerPos::Adjective, adj),
        _ => return Err("exactly one of verb, noun, adj".into()),
    };
    let mut words: Vec<String> = trigger.split_whitespace().map(str::to_owned).collect();
    let head = if pos == TriggerPos::Noun { words.len().checked_sub(1) } else { Some(0) };
    let lemma = head.filter(|&h| h < words.len()).map(|h| words.remove(h)).ok_or("an empty trigger")?;
    let frame = match raw.frame.as_deref() {
        Some(text) => Frame::parse(text).ok_or_else(|| format!("bad frame {text}"))?,
        None if pos == TriggerPos::Noun => Frame {
            source: ["light", "by", "poss", "mod", "from"].map(Slot::parse).to_vec(),
            target: ["undergoer", "on", "against", "of"].map(Slot::parse).to_vec(),
            mutual: false,
        },
        None => Frame { source: vec![Slot::Subj], target: vec![Slot::Obj], mutual: false },
    };
    let conditions = |texts: &[String]| -> Result<Vec<Condition>, String> {
        texts.iter().map(|t| Condition::parse(t).ok_or_else(|| format!("bad condition {t}"))).collect()
    };
    let (with, without) = (conditions(&raw.with)?, conditions(&raw.without)?);
    for filler in with.iter().chain(&without).flat_map(|c| &c.any_of) {
        if let Filler::Class(class) = filler
            && !lexicon().has_class(class)
        {
            return Err(format!("no class @{class}"));
        }
    }
    let need = match raw.need.as_deref() {
        Some("source") => Need::Source,
        Some("target") => Need::Target,
        Some("any") => Need::Any,
        Some("both") => Need::Both,
        Some("nobody") => Need::Nobody,
        Some(other) => return Err(format!("need = {other}")),
        None if matches!(kind.quad(), 1 | 3) => Need::Source,
        None => Need::Any,
    };
    if let Some(mode) = &raw.mode
        && !modes.contains_key(mode)
    {
        return Err(format!("unknown mode {mode}"));
    }
    if raw.yes.is_empty() {
        return Err("no example".into());
    }
    Ok(Entry {
        id: format!("{book}/{id}"),
        kind,
        pos,
        lemma,
        words,
        frame,
        with,
        without,
        need,
        weight: raw.weight.unwrap_or(1.0).clamp(0.0, 1.0),
        sure: raw.sure,
        mode: raw.mode,
        cameo: raw.cameo,
        contexts: raw.contexts,
        yes: raw.yes,
        no: raw.no,
    })
}
