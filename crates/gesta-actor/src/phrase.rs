//! What a phrase on its own refers to: "US Senator Marco Rubio", "Chile's Defense Ministry", "gunmen". Works on the words
//! alone, without a parse.

use gesta_place::{Iso3, country, gazetteer};
use jiff::civil::Date;

use crate::candidate::is_former;
use crate::fold;
use crate::tables::{Entry, TABLES, Term};
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

/// Reads a phrase as of a day; without one, as of the last term of office known.
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
    if let Some((entry, whole)) = known(phrase) {
        let mut reading = known_reading(entry, on, former);
        if !whole
            && entry.kind != ActorKind::Person
            && let Some((noun, sector)) = agent(&lower)
        {
            // "EU legislators", "Hamas officials": the noun tells more than the body, except of armed groups.
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
        return reading;
    }
    let mut reading = PhraseReading { country: country_of(&tokens), ..PhraseReading::default() };
    if let Some(office) = office(&lower, reading.country, on).filter(|_| !former && rest.is_empty()) {
        return known_reading(office, on, false);
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
    if reading.country.is_none() && (reading.sector.is_some() || tokens.len() == 1) {
        reading.country = town(&tokens);
        if reading.sector.is_none() && reading.country.is_some() {
            reading.rule = "town".to_owned();
        }
    }
    if reading.sector.is_none() && reading.country.is_some() {
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

/// True for nouns whose sector is that of what they lead ("president of the court").
fn leads(noun: &str) -> bool {
    TABLES.relations.get(noun).is_some_and(|r| r.kind == RelationKind::LeaderOf)
}

/// The longest alias in the phrase; the flag tells whether nothing but articles and titles is left.
fn known(phrase: &str) -> Option<(&'static Entry, bool)> {
    let words = fold::words(phrase);
    let mut best: Option<(usize, &'static Entry)> = None;
    for (i, word) in words.iter().enumerate() {
        for alias in TABLES.aliases.get(word).into_iter().flatten() {
            let n = alias.words.len();
            let matches = words.get(i..i + n).is_some_and(|w| w == alias.words.as_slice());
            let written = alias.text.chars().any(char::is_lowercase)
                || phrase.replace('.', "").contains(&alias.text.replace('.', ""));
            let proper = n > 1
                || phrase
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|w| fold::words(w).first() == Some(word) && w.starts_with(char::is_uppercase));
            if matches
                && written
                && proper
                && best.is_none_or(|b| n > b.0)
                && let Some(entry) = TABLES.entry(alias.entry)
            {
                best = Some((n, entry));
            }
        }
    }
    let (n, entry) = best?;
    let articles =
        words.iter().filter(|w| matches!(w.as_str(), "the" | "a" | "an" | "group" | "movement")).count();
    // A person's alias of one word inside a longer name of somebody else: "Asma al-Assad".
    let titled = words.first().is_some_and(|w| {
        TABLES.titles.contains_key(w.as_str()) || is_former(w) || words.len() <= 2 && n == words.len()
    });
    if entry.kind == ActorKind::Person && n == 1 && words.len() > 1 && !titled {
        return None;
    }
    Some((entry, n + articles >= words.len()))
}

fn known_reading(entry: &Entry, on: Option<Date>, former: bool) -> PhraseReading {
    let mut reading = PhraseReading {
        name: Some(entry.name.to_owned()),
        country: entry.iso3,
        sector: entry.sector,
        wikidata: entry.wikidata.map(str::to_owned),
        rule: format!("table: {}", entry.name),
    };
    if let Some((Term { office, iso3, .. }, over)) = TABLES.term_on(entry, on) {
        let sector = TABLES.office_sector(office);
        reading.sector =
            Some(if (over || former) && matches!(sector, "GOV" | "LEG" | "IGO") { "ELI" } else { sector });
        reading.country = *iso3;
        reading.rule = format!("table: {}, {office}", entry.name);
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

/// The country of a town or division that the phrase names.
fn town(tokens: &[&str]) -> Option<Iso3> {
    (1..=2).rev().find_map(|n| {
        tokens.windows(n).find_map(|window| {
            let text = window.join(" ");
            if !text.starts_with(char::is_uppercase)
                || TABLES.agents.contains_key(text.to_lowercase().as_str())
            {
                return None;
            }
            let gazetteer = gazetteer::embedded();
            let found = gazetteer.find(&gazetteer::normalise(&text));
            let record = found.first().and_then(|p| gazetteer.record(p.record))?;
            (record.population >= SMALLEST_TOWN).then_some(record.country)
        })
    })
}

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
