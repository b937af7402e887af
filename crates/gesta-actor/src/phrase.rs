//! What a phrase on its own refers to: "US Senator Marco Rubio", "Chile's Defense Ministry", "gunmen". Works on the words
//! alone, without a parse.

use std::collections::HashMap;
use std::sync::LazyLock;

use gesta_place::{Iso3, country, curated, gazetteer};
use jiff::civil::Date;

use crate::candidate::is_former;
use crate::fold;
use crate::tables::{Entry, TABLES};
use crate::{ActorKind, RelationKind, tables};

/// Country, sector and identity of a phrase, with the reason.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PhraseReading {
    /// The usual name of a known actor.
    pub name: Option<String>,
    /// Its country.
    pub country: Option<Iso3>,
    /// PLOVER sector.
    pub sector: Option<&'static str>,
    /// Wikidata id, `Q…`.
    pub wikidata: Option<String>,
    /// The table entry or rule that decided; empty when nothing was found.
    pub rule: String,
}

/// Words that end the head part of a phrase: what follows is its complement.
const LINKS: &[&str] = &["of", "for", "in", "at", "from", "to", "with", "across", "on", "near"];

/// Inhabitants from which a town is known by its name alone.
const SMALLEST_TOWN: u64 = 50_000;

/// Reads a phrase as of a day; without one, as of the last day that the tables of offices know, but an office that the
/// phrase names is then held.
pub fn resolve_phrase(phrase: &str, on: Option<Date>) -> PhraseReading {
    let spaced =
        phrase.replace('-', " - ").replace(['’', '‘'], "'").replace("'s ", " 's ").replace(" 's's ", " 's ");
    let tokens: Vec<&str> = spaced
        .split_whitespace()
        .map(|t| t.trim_matches(|c| matches!(c, ',' | ';' | '"' | '“' | '”')))
        .collect();
    let split = tokens.iter().position(|t| LINKS.contains(t)).unwrap_or(tokens.len());
    let (head, rest) = tokens.split_at(split);
    let lower: Vec<String> = head.iter().map(|t| t.to_lowercase()).collect();
    let former = lower.iter().any(|w| is_former(w));
    // "Canada's ambassador to the UN" is Canada's.
    let outside = rest.first().is_some_and(|l| matches!(*l, "to" | "in" | "near" | "on" | "across"));
    let own = if outside && agent(&lower).is_some() { head.join(" ") } else { phrase.to_owned() };
    if let Some((entry, whole)) = known(&own) {
        return of_known(entry, whole, &lower, on, former);
    }
    let mut reading = PhraseReading { country: country_of(&tokens), ..PhraseReading::default() };
    let office = office(&lower, reading.country, on).filter(|_| !former && rest.is_empty());
    if let Some(office) = office.filter(|_| reading.country.is_some() || tokens.len() > 2) {
        return known_reading(office, on, false, None);
    }
    if let Some((title, sector)) = title(&lower) {
        reading.sector = sector;
        reading.rule = format!("title: {title}");
    }
    if reading.sector.is_none()
        && let Some((noun, sector)) = agent(&lower)
    {
        let whole = agent_of(rest);
        let sector = if leads(noun) { whole.or(sector) } else { sector };
        reading.sector = sector.or_else(|| modifier(&lower)).or(whole).or(Some("UNK"));
        reading.rule = format!("agent noun: {noun}");
    }
    if former && matches!(reading.sector, Some("GOV" | "LEG")) {
        reading.sector = Some("ELI");
    }
    if reading.sector.is_none()
        && let Some((noun, sector)) = thing(&lower)
    {
        reading.sector = Some(sector);
        reading.rule = format!("used by: {noun}");
    }
    if reading.country.is_none() {
        let whole = place(&[phrase.trim()]);
        let around = reading.sector.is_some() || rest.len() > 1;
        reading.country = whole.or_else(|| if around { place(&tokens) } else { None });
        if reading.sector.is_none() && reading.country.is_some() {
            // A town that acts is its people.
            let region = REGIONS.contains_key(&gazetteer::normalise(phrase));
            reading.sector = whole.filter(|_| !region).map(|_| "CVL");
            reading.rule = "place".to_owned();
        }
    }
    if reading.sector.is_none() && reading.country.is_some() && reading.rule.is_empty() {
        reading.rule = "country".to_owned();
        let state = country::by_name(phrase.trim()).or_else(|| country::by_seat(phrase.trim()));
        if let Some(state) = state {
            reading.name = Some(state.name.to_owned());
            reading.wikidata = state.wikidata.map(str::to_owned);
            reading.sector = Some("GOV");
        }
    }
    reading
}

/// A phrase around the name of a known actor: "EU legislators", "Hamas officials".
fn of_known(entry: &Entry, whole: bool, lower: &[String], on: Option<Date>, former: bool) -> PhraseReading {
    let titled = title(lower).and_then(|(title, _)| TABLES.titles.get(title)?.office);
    let mut reading = known_reading(entry, on, former, titled.filter(|_| on.is_none()));
    if whole || entry.kind == ActorKind::Person {
        return reading;
    }
    if let Some((noun, sector)) = agent(lower) {
        // The noun tells more than the body, except of armed groups.
        let armed = matches!(entry.sector, Some("REB" | "UAF" | "PRM" | "CRM"));
        if let Some(sector) = sector
            .filter(|_| !leads(noun) || entry.sector.is_none() || entry.sector == Some("IGO"))
            .filter(|s| !armed || matches!(*s, "CVL" | "JRN"))
        {
            reading.sector = Some(sector);
            reading.rule = format!("{} + {noun}", reading.rule);
        }
        reading.wikidata = None;
        reading.name = None;
    }
    reading
}

/// True for nouns whose sector is that of what they lead ("president of the court").
fn leads(noun: &str) -> bool {
    TABLES.relations.get(noun).is_some_and(|r| r.kind == RelationKind::LeaderOf)
}

/// A word of a phrase as folded, without a possessive ending, and whether it has a capital.
struct Word {
    folded: String,
    bare: Option<String>,
    capital: bool,
}

fn words(phrase: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    for piece in phrase.split_whitespace().flat_map(|p| p.split('-')) {
        let capital =
            piece.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
        out.extend(fold::words(piece).into_iter().map(|folded| Word { folded, bare: None, capital }));
        if piece.ends_with("'s") || piece.ends_with("’s") {
            let bare = |w: &Word| w.folded.strip_suffix('s').map(str::to_owned);
            if let Some(last) = out.last_mut() {
                last.bare = bare(last);
            }
        }
    }
    out
}

/// The longest alias in the phrase; the flag tells whether nothing but articles and titles is left.
fn known(phrase: &str) -> Option<(&'static Entry, bool)> {
    let words = words(phrase);
    let plain = phrase.replace('.', "");
    let mut best: Option<(usize, usize, &'static Entry)> = None;
    for (i, word) in words.iter().enumerate() {
        let aliases = [Some(&word.folded), word.bare.as_ref()];
        for alias in aliases.into_iter().flatten().filter_map(|w| TABLES.aliases.get(w)).flatten() {
            let n = alias.words.len();
            let equal = |(w, a): (&Word, &String)| w.folded == *a || w.bare.as_ref() == Some(a);
            let matches = words.get(i..i + n).is_some_and(|w| w.iter().zip(&alias.words).all(equal));
            let written =
                alias.text.chars().any(char::is_lowercase) || plain.contains(&alias.text.replace('.', ""));
            if matches
                && written
                && (n > 1 || word.capital)
                && best.is_none_or(|b| n > b.1)
                && let Some(entry) = TABLES.entry(alias.entry)
                && (entry.kind == ActorKind::Person || !inside_other(&words, i))
            {
                best = Some((i, n, entry));
            }
        }
    }
    let (_, n, entry) = best?;
    let small = |w: &&Word| matches!(w.folded.as_str(), "the" | "a" | "an" | "group" | "movement");
    let articles = words.iter().filter(small).count();
    // A person's alias of one word inside a longer name of somebody else: "Asma al-Assad".
    let titled = words.first().is_some_and(|w| {
        let word = w.folded.as_str();
        TABLES.titles.contains_key(word) || is_former(word) || words.len() <= 2 && n == words.len()
    });
    let capitals = words.iter().filter(|w| w.capital).count();
    if entry.kind == ActorKind::Person && n == 1 && capitals > 1 && !titled {
        return None;
    }
    Some((entry, n + articles >= words.len()))
}

/// True when the word before the match belongs to the name of another body: "Santa Marta Self-Defence Forces".
fn inside_other(words: &[Word], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|i| words.get(i)) else { return false };
    let word = before.folded.as_str();
    let original = before.folded.get(..1).map_or(String::new(), str::to_uppercase)
        + before.folded.get(1..).unwrap_or("");
    before.capital
        && before.bare.is_none()
        && at > 1
        && word != "the"
        && !TABLES.titles.contains_key(word)
        && !TABLES.modifiers.contains_key(word)
        && !TABLES.agents.contains_key(word)
        && country::by_adjective(&original).is_none()
        && country::by_name(&original).is_none()
}

/// `titled`: the office that the phrase says the person has.
fn known_reading(
    entry: &Entry,
    on: Option<Date>,
    former: bool,
    titled: Option<&'static str>,
) -> PhraseReading {
    let mut reading = PhraseReading {
        name: Some(entry.name.to_owned()),
        country: entry.iso3,
        sector: entry.sector,
        wikidata: entry.wikidata.map(str::to_owned),
        rule: format!("table: {}", entry.name),
    };
    let held =
        titled.and_then(|office| entry.terms.iter().rev().find(|t| t.office == office)).map(|t| (t, false));
    if let Some((term, over)) = held.or_else(|| TABLES.term_on(entry, on.or(TABLES.last_day))) {
        let sector = TABLES.office_sector(term.office);
        reading.sector =
            Some(if (over || former) && matches!(sector, "GOV" | "LEG" | "IGO") { "ELI" } else { sector });
        reading.country = term.iso3;
        let until = term.until.map_or(String::new(), |u| u.to_string());
        reading.rule = format!("table: {}, {} {}–{until}", entry.name, term.office, term.from);
    }
    reading
}

fn office(lower: &[String], country: Option<Iso3>, on: Option<Date>) -> Option<&'static Entry> {
    (0..lower.len()).find_map(|skip| {
        let phrase = lower.get(skip..)?.join(" ").replace(" - ", "-");
        let offices = TABLES.offices.get(phrase.as_str())?;
        TABLES.holder(country, offices, on).and_then(|e| TABLES.entry(e))
    })
}

/// The country that the phrase names, by name, adjective or seat, from the left.
fn country_of(tokens: &[&str]) -> Option<Iso3> {
    let mut at = 0;
    while at < tokens.len() {
        for n in (1..=4).rev() {
            let Some(window) = tokens.get(at..at + n) else { continue };
            let text = window.join(" ").replace(" - ", "-");
            if !text.starts_with(char::is_uppercase) {
                continue;
            }
            let found = country::by_name(&text)
                .or_else(|| country::by_adjective(&text))
                .or_else(|| country::by_demonym(&text))
                .or_else(|| {
                    country::by_seat(&text)
                        .filter(|_| n == tokens.len() || tokens.iter().any(|t| *t == "'s" || is_noun(t)))
                });
            let backed = tokens.get(at + n) == Some(&"-")
                && tokens
                    .get(at + n + 1)
                    .is_some_and(|t| TABLES.relations.contains_key(format!("-{t}").as_str()));
            if let Some(found) = found.filter(|_| !backed) {
                return Some(found.successor.unwrap_or(found.iso3));
            }
        }
        at += 1;
    }
    None
}

fn is_noun(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && TABLES.agents.contains_key(singular(word).as_str())
}

/// The country of the most populous town, division or region that the phrase names.
fn place(tokens: &[&str]) -> Option<Iso3> {
    let mut found: Vec<(u64, usize, Iso3)> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let here = (1..=3).rev().find_map(|n| {
            let text = tokens.get(at..at + n)?.join(" ").replace(" - ", "-");
            let noun = TABLES.agents.contains_key(text.to_lowercase().as_str());
            if !text.starts_with(char::is_uppercase) || noun {
                return None;
            }
            let key = gazetteer::normalise(&text);
            if let Some(country) = REGIONS.get(&key) {
                return Some((u64::MAX, n, *country));
            }
            let gazetteer = gazetteer::embedded();
            let posting = gazetteer.find(&key).into_iter().next()?;
            let record = gazetteer.record(posting.record)?;
            (record.population >= SMALLEST_TOWN).then_some((record.population, n, record.country))
        });
        at += here.map_or(1, |h| h.1);
        found.extend(here);
    }
    found.into_iter().max_by_key(|f| f.0).map(|f| f.2)
}

/// Regions in the news that lie in one country.
static REGIONS: LazyLock<HashMap<String, Iso3>> = LazyLock::new(|| {
    let of_one = curated::regions().iter().filter_map(|r| match r.countries.as_slice() {
        [country] => Some((r, *country)),
        _ => None,
    });
    let names = of_one.flat_map(|(r, c)| r.other_names.iter().chain([&r.name]).map(move |n| (n, c)));
    names.map(|(name, country)| (gazetteer::normalise(name), country)).collect()
});

/// A title at the start, followed by a name in capitals.
fn title(lower: &[String]) -> Option<(&'static str, Option<&'static str>)> {
    (0..lower.len().min(4)).find_map(|skip| {
        (1..=4).rev().find_map(|n| {
            let text = lower.get(skip..skip + n)?.join(" ").replace(" - ", "-");
            let title = TABLES.titles.get(text.as_str())?;
            (lower.len() > skip + n).then_some((title.text, title.sector)).filter(|t| t.1.is_some())
        })
    })
}

/// The thing of the head part whose users are meant: "two Chinese warplanes".
fn thing(lower: &[String]) -> Option<(&'static str, &'static str)> {
    let end = lower.len();
    (end.saturating_sub(3)..end).find_map(|start| {
        let mut words: Vec<String> = lower.get(start..)?.to_vec();
        let last = words.last_mut()?;
        *last = singular(last);
        TABLES.things.get_key_value(words.join(" ").as_str()).map(|(noun, sector)| (*noun, *sector))
    })
}

/// The agent noun of the head part: the longest phrase that ends in its last possible word.
fn agent(lower: &[String]) -> Option<(&'static str, Option<&'static str>)> {
    for end in (1..=lower.len()).rev() {
        for start in end.saturating_sub(4)..end {
            let Some(window) = lower.get(start..end) else { continue };
            let mut words: Vec<String> = window.to_vec();
            let phrase = words.join(" ").replace(" - ", "-");
            if let Some(last) = words.last_mut() {
                *last = singular(last);
            }
            let lemma = words.join(" ").replace(" - ", "-");
            let found = TABLES.agents.get(lemma.as_str()).or_else(|| TABLES.agents.get(phrase.as_str()));
            if let Some(agent) = found {
                let sector = agent.sector.or_else(|| TABLES.name_heads.get(agent.noun).copied().flatten());
                return Some((agent.noun, sector));
            }
            if let Some((noun, sector)) = TABLES.name_heads.get_key_value(phrase.as_str()) {
                return Some((noun, *sector));
            }
        }
    }
    None
}

fn agent_of(rest: &[&str]) -> Option<&'static str> {
    let lower: Vec<String> = rest.iter().map(|t| t.to_lowercase()).collect();
    agent(&lower).and_then(|a| a.1).or_else(|| modifier(&lower))
}

fn modifier(lower: &[String]) -> Option<&'static str> {
    lower.iter().rev().find_map(|w| TABLES.modifiers.get(w.as_str()).copied()).and_then(tables::known)
}

/// A rough singular, enough for the look-up of a noun.
fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = word.strip_suffix("men") {
        return format!("{stem}man");
    }
    if let Some(stem) = ["sses", "shes", "ches", "xes"]
        .iter()
        .find_map(|e| word.strip_suffix(e).map(|_| word.strip_suffix("es")))
    {
        return stem.unwrap_or(word).to_owned();
    }
    match word.strip_suffix('s') {
        Some(stem) if !word.ends_with("ss") => stem.to_owned(),
        _ => word.to_owned(),
    }
}
