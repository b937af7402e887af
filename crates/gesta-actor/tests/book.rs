//! Runs the passages of `books/actors.md`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use gesta_actor::{Actor, ActorId, Actors};
use gesta_syntax::{Model, ModelKind, Parsed};
use gesta_text::{Document, Span, TokenId};

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::embedded(ModelKind::Accurate).expect("the embedded weights fit"));
const BOOK: &str = include_str!("../../../books/actors.md");

struct Reading {
    parsed: Parsed,
    actors: Actors,
}

fn read(text: &str, date: &str) -> Reading {
    let parsed = MODEL.parse(Document::read(text));
    let places = gesta_place::read(&parsed);
    let actors = gesta_actor::read(&parsed, &places, date.parse().ok());
    Reading { parsed, actors }
}

impl Reading {
    /// The actor whose mention's head lies in the words, the widest mention first.
    fn actor(&self, words: &str) -> Result<Option<ActorId>, String> {
        let (words, n) = words.rsplit_once('#').map_or((words, 1), |(w, n)| (w, n.parse().unwrap_or(1)));
        let text = self.parsed.text();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let whole = |at: usize| {
            !letter(text[..at].chars().next_back()) && !letter(text[at + words.len()..].chars().next())
        };
        let mut places = text.match_indices(words).filter(|(at, _)| whole(*at));
        let (start, _) = places.nth(n - 1).ok_or(format!("`{words}` is not in the text"))?;
        let span = Span::new(start, start + words.len());
        let heads = self.parsed.document().tokens_in(span).iter();
        let found = heads.filter_map(|t: TokenId| self.actors.mention_at(t));
        let best = found.max_by_key(|(_, m)| span.contains(m.span) as usize * 10_000 + m.tokens.len());
        // A name whose head is another word of it: "Putin" of "Vladimir Putin".
        let around = || {
            let mut all = self
                .actors
                .actors()
                .iter()
                .zip(0..)
                .flat_map(|(a, i)| a.mentions.iter().map(move |m| (m, i)));
            all.find(|(m, _)| m.span.contains(span) && m.tokens.len() < 8).map(|(_, i)| ActorId(i))
        };
        Ok(best.map(|(id, _)| id).or_else(around))
    }

    fn sure(&self, words: &str) -> Result<ActorId, String> {
        self.actor(words)?.ok_or(format!("`{words}` is no actor"))
    }

    fn get(&self, id: ActorId) -> &Actor {
        &self.actors.actors()[id.0 as usize]
    }

    fn check(&self, line: &str) -> Result<(), String> {
        let (verb, rest) = line.split_once(": ").ok_or("no colon")?;
        let parts: Vec<&str> = rest.split(" | ").map(str::trim).collect();
        match verb {
            "none" => match self.actor(rest)? {
                Some(id) => Err(format!("`{rest}` is {}", self.get(id).name)),
                None => Ok(()),
            },
            "relation" => {
                let [subject, kind, object] = parts[..] else { return Err("three parts".into()) };
                let (s, o) = (self.sure(subject)?, self.sure(object)?);
                let found = self.actors.relations();
                let holds = found.iter().any(|r| r.subject == s && r.object == o && r.kind.as_str() == kind);
                holds.then_some(()).ok_or(format!("{line}; there is {found:?}"))
            }
            "same" | "apart" => {
                let ids = parts.iter().map(|p| self.sure(p)).collect::<Result<Vec<_>, _>>()?;
                let equal = |i: usize, j: usize| ids[i] == ids[j];
                let pairs = (0..ids.len()).flat_map(|i| (i + 1..ids.len()).map(move |j| (i, j)));
                let wrong = pairs.into_iter().find(|(i, j)| equal(*i, *j) != (verb == "same"));
                wrong.map_or(Ok(()), |(i, j)| {
                    Err(format!(
                        "{verb}: `{}` is {}, `{}` is {}",
                        parts[i],
                        self.get(ids[i]).name,
                        parts[j],
                        self.get(ids[j]).name
                    ))
                })
            }
            "name" | "code" => {
                let (words, wanted) = rest.split_once(" = ").ok_or("no =")?;
                let actor = self.get(self.sure(words)?);
                let country = actor.country.map_or("-".to_owned(), |c| c.to_string());
                let code = format!("{country} {}", actor.sector.unwrap_or("-"));
                let found = if verb == "name" { &actor.name } else { &code };
                (found == wanted).then_some(()).ok_or(format!("`{words}` is {found}, not {wanted}"))
            }
            _ => Err(format!("unknown check {verb}")),
        }
    }
}

struct Passage<'b> {
    chapter: &'b str,
    title: &'b str,
    text: String,
    checks: Vec<&'b str>,
}

fn passages() -> Vec<Passage<'static>> {
    let mut passages: Vec<Passage<'_>> = Vec::new();
    let mut chapter = "";
    for line in BOOK.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            passages.push(Passage { chapter, title, text: String::new(), checks: Vec::new() });
        } else if let Some(name) = line.strip_prefix("# ") {
            chapter = name;
        } else if let (Some(passage), Some(text)) = (passages.last_mut(), line.strip_prefix('>')) {
            let joint = if passage.text.is_empty() { "" } else { "\n" };
            passage.text += joint;
            passage.text += text.strip_prefix(' ').unwrap_or(text);
        } else if let (Some(passage), Some(check)) = (passages.last_mut(), line.strip_prefix("- ")) {
            passage.checks.push(check);
        }
    }
    passages
}

/// How many passages each chapter has at least.
const CHAPTERS: [(&str, usize); 4] =
    [("Coreference", 150), ("Metonymy", 80), ("Dated offices", 120), ("Not this one", 19)];

/// What is not marked holds, what is marked as known to be wrong is still wrong, and of each chapter nine tenths hold.
#[test]
fn the_book_holds() {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut failures = String::new();
    for passage in passages() {
        let (title, wrong) = match passage.title.strip_prefix("Known wrong: ") {
            Some(title) => (title, true),
            None => (passage.title, false),
        };
        let date = title.rsplit_once('(').map_or("", |(_, d)| d.trim_end_matches(')'));
        let reading = read(&passage.text, date);
        assert!(!passage.checks.is_empty(), "{title} checks nothing");
        let errors: Vec<String> = passage.checks.iter().filter_map(|c| reading.check(c).err()).collect();
        let count = counts.entry(passage.chapter).or_default();
        count.1 += 1;
        count.0 += usize::from(!wrong);
        match (wrong, errors.is_empty()) {
            (true, true) => failures.push_str(&format!("{title}: right now, so take the mark away\n")),
            (false, false) => failures.push_str(&format!("{title}: {}\n", errors.join("; "))),
            _ => {}
        }
    }
    println!("{counts:?}");
    for (chapter, floor) in CHAPTERS {
        let (good, all) = counts[chapter];
        assert!(all >= floor, "{chapter} has {all} passages");
        assert!(good * 10 >= all * 9, "{chapter}: {good} of {all}");
    }
    assert!(failures.is_empty(), "{failures}");
}

/// Who speaks in a transcript: the name in capitals before the colon.
#[test]
fn turns_have_speakers() {
    let text = "MODERATOR: Good afternoon. Ms. Bergstrom will make a statement and take two questions.\n\n\
                BERGSTROM: Thank you. The ministers met today. We urge both sides to stop.";
    let reading = read(text, "2014-05-06");
    reading.check("same: Ms. Bergstrom | We").expect("the speaker of the turn");
}

/// A title in telegraphic grammar makes no actors of its own.
#[test]
fn headlines_add_nobody() {
    let text = "Harbour row: Blue Front to free detained captains\n\n\
                The Blue Front said on Monday that it would release three captains by Friday.";
    let reading = read(text, "2014-05-06");
    let named = |a: &&Actor| a.name.contains("free") || a.name.contains("detained");
    assert!(!reading.actors.actors().iter().any(|a| named(&a)), "{:?}", reading.actors.actors());
    reading.check("same: Blue Front#2 | it").expect("the Blue Front of the text");
}

/// A short acronym is a foreign body only where its country or its full name is in the article.
#[test]
fn short_acronyms_need_their_country() {
    let country = |text: &str, words: &str| {
        let reading = read(text, "2014-05-06");
        reading.actor(words).expect("the words are in the text").and_then(|id| reading.get(id).country)
    };
    let ohio = "He was charged with DUI after the crash in Ohio. The APC said nothing.";
    assert_eq!(country(ohio, "DUI"), None);
    assert_eq!(country(ohio, "APC"), None);
    let abuja = "Nigeria votes in February. The APC said it would win in Lagos.";
    assert_eq!(country(abuja, "APC").map(|c| c.to_string()).as_deref(), Some("NGA"));
    let turkey = "The CHP said in Ankara that Turkey needed new elections.";
    assert_eq!(country(turkey, "CHP").map(|c| c.to_string()).as_deref(), Some("TUR"));
}
