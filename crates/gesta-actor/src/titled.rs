//! What stands before a name: titles, the country and the body that they belong to ("Peruvian Interior Ministry spokesman X"),
//! nouns of kin.

use gesta_place::Iso3;
use gesta_place::country;
use gesta_syntax::{Dep, EntityKind, Parsed, Upos};
use gesta_text::{Sentence, TokenId, TokenSpan};

use crate::candidate::{Candidate, is_former};
use crate::nation::{country_in, existing};
use crate::tables::{Sex, TABLES, Title};
use crate::{ActorKind, fold};

/// Longest title, in words.
const TITLE_WORDS: usize = 4;

/// The title that ends right before `end`, or (with `at_start`) starts at `first` and ends before `end`.
pub(crate) fn title_at(parsed: &Parsed, end: u32, first: u32, at_start: bool) -> Option<(TokenSpan, Title)> {
    let spans = (1..=TITLE_WORDS as u32).rev().filter_map(|n| {
        if at_start {
            (first + n <= end).then(|| TokenSpan::new(first, first + n))
        } else {
            end.checked_sub(n).filter(|s| *s >= first).map(|s| TokenSpan::new(s, end))
        }
    });
    spans.into_iter().find_map(|span| {
        let text = parsed.text_of(span).to_lowercase();
        TABLES.titles.get(text.as_str()).map(|t| (span, *t))
    })
}

/// The gender that a noun of kin right before the name tells: "his sister, Ann Cole".
pub(crate) fn kin(parsed: &Parsed, sentence: &Sentence, name: TokenSpan) -> Option<Sex> {
    let before = |n: u32| name.start.checked_sub(n).filter(|t| *t >= sentence.tokens.start).map(TokenId);
    let noun = if parsed.form(before(1)?) == "," { before(2)? } else { before(1)? };
    let noun =
        Some(noun).filter(|n| parsed.upos(*n) == Upos::Noun && parsed.child(*n, Dep::NmodPoss).is_some());
    TABLES.agents.get(parsed.lemma(noun?)).and_then(|a| a.sex)
}

/// Takes the titles, the country and "former" before a name into the mention.
pub(crate) fn add_title(parsed: &Parsed, sentence: &Sentence, name: &mut Candidate) {
    let first = sentence.tokens.start;
    let mut start = name.core.start;
    let mut titled = false;
    while let Some((span, title)) = title_at(parsed, start, first, false) {
        // "deputy spokesman": no deputy of a parliament.
        if titled && title.text == "deputy" {
            break;
        }
        let better = name.title.is_none_or(|t| t.sector.is_none());
        name.sex = name.sex.or(title.sex);
        if better {
            name.title = Some(title);
        }
        start = span.start;
        titled = true;
    }
    if !titled {
        return;
    }
    // "Iraqi Defence Ministry spokesman X": words of the same noun phrase before the title.
    let mut at = start;
    while at > first {
        let token = TokenId(at - 1);
        let word = parsed.lower(token);
        let text = parsed.form(token);
        if is_former(&word) || word == "-" && at - 1 > first && is_former(&parsed.lower(TokenId(at - 2))) {
            name.former = true;
        } else if !(country::by_adjective(&text).is_some()
            || country::by_name(&text).is_some()
            || (matches!(parsed.upos(token), Upos::Adj | Upos::Propn | Upos::Noun)
                && name.core.start > at
                && parsed.head(token).is_some_and(|h| h.0 >= at - 1 && h.0 < name.core.end)))
        {
            break;
        }
        at -= 1;
    }
    let whole = TokenSpan::new(at, name.core.end);
    name.country = country_in(parsed, TokenSpan::new(at, start)).or(possessor_country(parsed, at, first));
    name.localized = name.country.is_some();
    if name.kind != Some(ActorKind::Person) {
        name.kind = Some(ActorKind::Person);
        name.sector = None;
    }
    name.former |= name.title.is_some_and(|t| t.sector == Some("ELI"));
    let minister = name.title.is_some_and(|t| t.text.ends_with("minister"));
    let body = if minister { None } else { private_body(parsed, TokenSpan::new(at, start)) };
    let office = name.title.and_then(|t| t.sector);
    let sector = if office == Some("GOV") && body.is_some() { body.flatten() } else { office };
    name.sector = if name.former && matches!(sector, Some("GOV" | "LEG")) { Some("ELI") } else { sector };
    if name.sector.is_none() {
        let modifiers = TokenSpan::new(at, start).iter().rev();
        name.sector =
            modifiers.map(|t| parsed.lower(t)).find_map(|w| TABLES.modifiers.get(w.as_str()).copied());
    }
    name.tokens = whole;
    name.head = parsed.head_of(whole).unwrap_or(name.head);
    name.rule = "title";
}

/// The sector of a body of no state before a title: "company president X", "Halden Steel president X"; `Some(None)` where it is
/// not known.
fn private_body(parsed: &Parsed, modifiers: TokenSpan) -> Option<Option<&'static str>> {
    let private = |s: &&'static str| {
        matches!(*s, "BUS" | "EDU" | "LAB" | "NGO" | "JRN" | "MED" | "SOC" | "REL" | "PTY")
    };
    let lower = |t: TokenId| parsed.lower(t);
    let told = modifiers.iter().rev().find_map(|t| TABLES.modifiers.get(lower(t).as_str()).copied());
    if let Some(sector) = told.filter(|s| private(s)) {
        return Some(Some(sector));
    }
    let entity =
        modifiers.iter().rev().find_map(|t| parsed.entity_at(t)).filter(|e| e.kind == EntityKind::Org)?;
    let text = parsed.text_of(entity.tokens);
    let words = fold::words(text);
    let known = words.first().and_then(|w| TABLES.aliases.get(w)).into_iter().flatten();
    let known = known.filter(|a| a.words == words).find_map(|a| TABLES.entry(a.entry)?.sector);
    let head = words.last().and_then(|w| TABLES.name_heads.get(w.as_str()).copied());
    match known.or(head.flatten()) {
        Some(sector) => Some(Some(sector)).filter(|_| private(&sector)),
        None => {
            Some(None).filter(|_| country::by_adjective(text).is_none() && country::by_name(text).is_none())
        }
    }
}

/// The country of "Iraq's" right before a title.
fn possessor_country(parsed: &Parsed, at: u32, first: u32) -> Option<Iso3> {
    let mark = at.checked_sub(1).filter(|m| *m > first).map(TokenId)?;
    if parsed.upos(mark) != Upos::Part {
        return None;
    }
    (1..=3u32).rev().filter(|n| mark.0 >= first + n).find_map(|n| {
        let text = parsed.text_of(TokenSpan::new(mark.0 - n, mark.0));
        country::by_name(text).map(existing)
    })
}
