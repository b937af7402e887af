//! Names in the text: known actors by their aliases, states by name or seat, and what the tagger calls a person or an
//! organisation; each with the title before it.

use gesta_place::country::{self, Country};
use gesta_place::{Iso3, Places};
use gesta_syntax::{Dep, EntityKind, Parsed, Upos};
use gesta_text::{Sentence, TokenId, TokenSpan};

use crate::candidate::Candidate;
use crate::nation::{country_in, existing, is_backed};
use crate::tables::{EntryId, TABLES};
use crate::titled::{add_title, kin, title_at};
use crate::votes::Votes;
use crate::{ActorKind, MentionForm, fold, metonymy};

/// How many words a name may have lost to the tagger.
const NAME_WORDS: u32 = 8;

enum Source {
    Entries(Vec<EntryId>),
    Country(&'static Country),
    /// The country in "Iranian-backed".
    Partner(&'static Country),
    Entity(EntityKind),
    Seat(&'static Country),
}

struct Found {
    tokens: TokenSpan,
    source: Source,
}

impl Found {
    /// Longest first, then by how sure the source is, then by position.
    fn rank(&self) -> (usize, u8, u32) {
        let source = match self.source {
            Source::Entries(_) => 0,
            Source::Country(_) | Source::Partner(_) => 1,
            Source::Seat(_) => 2,
            Source::Entity(_) => 3,
        };
        (usize::MAX - self.tokens.len(), source, self.tokens.start)
    }
}

/// The names of one sentence that refer to actors, in text order.
pub(crate) fn find(parsed: &Parsed, places: &Places, votes: &Votes, sentence: &Sentence) -> Vec<Candidate> {
    let mut found = known(parsed, sentence);
    found.extend(states(parsed, votes, sentence));
    found.extend(entities(parsed, places, votes, sentence));
    found.sort_by_key(Found::rank);
    let mut taken = vec![false; sentence.tokens.len()];
    let mut names = Vec::new();
    for name in found {
        let slots = (name.tokens.start - sentence.tokens.start) as usize
            ..(name.tokens.end - sentence.tokens.start) as usize;
        let Some(slots) = taken.get_mut(slots) else { continue };
        if slots.iter().any(|t| *t) {
            continue;
        }
        slots.fill(true);
        names.extend(candidate(parsed, sentence, name));
    }
    names.sort_by_key(|c| c.tokens.start);
    let bracketed: Vec<Candidate> = names.iter().filter_map(|n| abbreviation(parsed, n)).collect();
    for short in bracketed {
        if !names.iter().any(|n| n.tokens.overlaps(short.tokens)) {
            names.push(short);
        }
    }
    names.sort_by_key(|c| c.tokens.start);
    names
}

/// An abbreviation in brackets right after the name of an organisation, which the tagger may have missed.
fn abbreviation(parsed: &Parsed, name: &Candidate) -> Option<Candidate> {
    let open = name.tokens.end;
    let inside = TokenId(open + 1);
    let body = matches!(name.kind, Some(ActorKind::Group | ActorKind::Organization));
    if !body || open + 2 >= parsed.all_tokens().end || parsed.form(TokenId(open)) != "(" {
        return None;
    }
    let form = parsed.form(inside);
    let capitals = form.chars().filter(|c| c.is_uppercase()).count();
    if parsed.form(TokenId(open + 2)) != ")" || capitals < 2 || capitals * 2 < form.chars().count() {
        return None;
    }
    let mut short = Candidate::new(parsed, TokenSpan::one(inside), MentionForm::Name);
    short.kind = name.kind;
    short.words = fold::words(&form);
    short.rule = "abbreviation";
    Some(short)
}

/// Matches of the aliases of the tables.
fn known(parsed: &Parsed, sentence: &Sentence) -> Vec<Found> {
    let mut pieces: Vec<(String, TokenId, bool)> = Vec::new();
    for token in sentence.tokens.iter() {
        for (i, word) in fold::words(&parsed.form(token)).into_iter().enumerate() {
            pieces.push((word, token, i == 0));
        }
    }
    let mut found = Vec::new();
    for (i, (word, first, starts)) in pieces.iter().enumerate() {
        let Some(aliases) = TABLES.aliases.get(word).filter(|_| *starts) else { continue };
        let mut length = 0;
        let mut entries: Vec<EntryId> = Vec::new();
        let mut tokens = TokenSpan::default();
        for alias in aliases {
            if alias.words.len() < length {
                break;
            }
            let Some(end) = i.checked_add(alias.words.len()).filter(|e| *e <= pieces.len()) else { continue };
            let window = pieces.get(i..end).unwrap_or(&[]);
            let ends_token = pieces.get(end).is_none_or(|p| p.2);
            if !ends_token || !window.iter().map(|p| &p.0).eq(alias.words.iter()) {
                continue;
            }
            let last = window.last().map_or(*first, |p| p.1);
            let span = TokenSpan::new(first.0, last.0 + 1);
            let person = TABLES.entry(alias.entry).is_some_and(|e| e.kind == ActorKind::Person);
            if is_written_like(parsed, span, alias.text, person, sentence) && !entries.contains(&alias.entry)
            {
                length = alias.words.len();
                tokens = span;
                entries.push(alias.entry);
            }
        }
        if !entries.is_empty() {
            found.push(Found { tokens, source: Source::Entries(entries) });
        }
    }
    found
}

/// Capitals decide whether an alias is meant: an acronym must be one, a word must be a proper noun.
fn is_written_like(parsed: &Parsed, span: TokenSpan, alias: &str, person: bool, sentence: &Sentence) -> bool {
    let text = parsed.text_of(span);
    let upper = |s: &str| s.chars().any(char::is_uppercase) && !s.chars().any(char::is_lowercase);
    if !text.chars().any(char::is_uppercase) {
        return text == alias;
    }
    if upper(alias) && alias.chars().count() <= 6 {
        return text.replace('.', "") == alias.replace('.', "") && !is_shouted(parsed, sentence);
    }
    if span.len() > 1 {
        return true;
    }
    let token = TokenId(span.start);
    let entity = parsed.entity_at(token);
    // "Dawn" in "Dawn Hill": a part of somebody's name.
    if entity.is_some_and(|e| e.kind == EntityKind::Per && e.tokens.len() > 1) && !person {
        return false;
    }
    match parsed.upos(token) {
        Upos::Propn => entity.is_none_or(|e| e.kind != EntityKind::Loc || e.tokens.len() == 1),
        Upos::Noun | Upos::X => entity.is_some() || span.start > sentence.tokens.start,
        _ => entity.is_some_and(|e| e.kind == EntityKind::Org),
    }
}

/// A sentence all in capitals tells nothing by them.
fn is_shouted(parsed: &Parsed, sentence: &Sentence) -> bool {
    let text = sentence.span.of(parsed.text());
    sentence.tokens.len() > 3 && !text.chars().any(char::is_lowercase)
}

/// Names of states and of the seats of their governments.
fn states(parsed: &Parsed, votes: &Votes, sentence: &Sentence) -> Vec<Found> {
    let mut found = Vec::new();
    let end = sentence.tokens.end;
    for token in sentence.tokens.iter() {
        let form = parsed.form(token);
        if !form.starts_with(char::is_uppercase) || form.eq_ignore_ascii_case("the") {
            continue;
        }
        for n in (1..=4).rev().filter(|n| token.0 + n <= end) {
            let span = TokenSpan::new(token.0, token.0 + n);
            let text = parsed.text_of(span);
            let entity =
                parsed.entity_at(token).filter(|e| e.tokens.len() > n as usize && !is_list(parsed, e.tokens));
            let other = entity.is_some_and(|e| {
                matches!(e.kind, EntityKind::Loc | EntityKind::Per) && e.tokens.start == token.0
            });
            let adjective = country::by_adjective(text).or_else(|| country::by_name(text));
            if let Some(country) = adjective {
                // "Iranian-backed", "Iraqi government-backed".
                let next = token.0 + n;
                let body =
                    next < end && matches!(parsed.lower(TokenId(next)).as_str(), "government" | "state");
                let last = if body { next + 1 } else { next };
                if is_backed(parsed, last) {
                    found.push(Found {
                        tokens: TokenSpan::new(token.0, last),
                        source: Source::Partner(country),
                    });
                    break;
                }
            }
            if let Some(country) = country::by_name(text) {
                let known = n > 1 || matches!(parsed.upos(token), Upos::Propn | Upos::Noun | Upos::X);
                if !other && known {
                    found.push(Found { tokens: span, source: Source::Country(country) });
                }
                break;
            }
            if let Some(country) = country::by_seat(text) {
                let person = parsed.entity_at(token).is_some_and(|e| e.kind == EntityKind::Per)
                    && (n == 1 && votes.is_of_person(text));
                if !other && !person && parsed.upos(token) != Upos::Verb {
                    found.push(Found { tokens: span, source: Source::Seat(country) });
                }
                break;
            }
        }
    }
    found
}

/// True when an entity spans a comma or an "and": two names tagged as one.
fn is_list(parsed: &Parsed, tokens: TokenSpan) -> bool {
    tokens.iter().any(|t| parsed.upos(t) == Upos::Cconj || parsed.form(t) == ",")
}

/// Persons and organisations that the tagger found, without articles, titles and possessive endings.
fn entities(parsed: &Parsed, places: &Places, votes: &Votes, sentence: &Sentence) -> Vec<Found> {
    let from = parsed.entities().partition_point(|e| e.tokens.start < sentence.tokens.start);
    let inside = parsed.entities().get(from..).unwrap_or(&[]).iter();
    inside
        .take_while(|e| e.tokens.start < sentence.tokens.end)
        .filter(|e| e.kind != EntityKind::Misc)
        .filter_map(|e| {
            // A place only where the rest of the article tells of a person.
            if e.kind == EntityKind::Loc
                && (e.tokens.len() > 1 || !votes.is_of_person(parsed.text_of(e.tokens)))
            {
                return None;
            }
            let mut tokens = uncapitalized(parsed, e.tokens);
            while !tokens.is_empty() {
                let (first, last) = (TokenId(tokens.start), TokenId(tokens.end - 1));
                if matches!(parsed.upos(first), Upos::Det | Upos::Punct | Upos::Adp)
                    && parsed.lower(first) != "al"
                {
                    tokens.start += 1;
                } else if matches!(parsed.upos(last), Upos::Part | Upos::Punct) && parsed.form(last) != "." {
                    tokens.end -= 1;
                } else {
                    break;
                }
            }
            let kind = votes.kind(parsed, tokens, e.kind);
            if kind == EntityKind::Loc || is_ticker(parsed, tokens) || is_party_mark(parsed.text_of(tokens)) {
                return None;
            }
            if kind == EntityKind::Org {
                tokens = whole_name(parsed, sentence, tokens);
                if is_portfolio(parsed, sentence, tokens) {
                    return None;
                }
            }
            if e.kind == EntityKind::Per {
                while let Some((title, _)) =
                    title_at(parsed, tokens.end.saturating_sub(1), tokens.start, true)
                {
                    tokens.start = title.end;
                }
            }
            let divine = matches!(parsed.text_of(tokens), "God" | "Allah");
            let named = !divine && tokens.iter().any(|t| parsed.form(t).chars().any(char::is_alphabetic));
            let adjective = tokens.len() == 1
                && (country::by_adjective(parsed.text_of(tokens)).is_some()
                    || country::by_demonym(parsed.text_of(tokens)).is_some());
            let place = kind == EntityKind::Per && is_place(parsed, places, votes, tokens);
            (named && !adjective && !place).then_some(Found { tokens, source: Source::Entity(kind) })
        })
        .collect()
}

/// "Public Works Minister X": what a minister is minister of is no body of its own, unless it is a known one ("Likud minister X").
fn is_portfolio(parsed: &Parsed, sentence: &Sentence, tokens: TokenSpan) -> bool {
    let next = TokenId(tokens.end);
    let minister = sentence.tokens.has(next) && parsed.form(next) == "Minister";
    let words = fold::words(parsed.text_of(tokens));
    let mut known = words.first().and_then(|w| TABLES.aliases.get(w)).into_iter().flatten();
    minister && !known.any(|a| a.words == words)
}

/// A name without the words in small letters before it: "rebel Blue Hill Army".
fn uncapitalized(parsed: &Parsed, tokens: TokenSpan) -> TokenSpan {
    let small = |t: &TokenId| {
        let form = parsed.form(*t);
        form.chars().all(char::is_lowercase) && form.chars().count() > 3
    };
    let cut = tokens.iter().take_while(small).count() as u32;
    if (cut as usize) < tokens.len() { TokenSpan::new(tokens.start + cut, tokens.end) } else { tokens }
}

/// True for a single word that the gazetteer knows and nothing shows to be a person: no title, no longer name, and no
/// verb of saying.
fn is_place(parsed: &Parsed, places: &Places, votes: &Votes, tokens: TokenSpan) -> bool {
    let token = TokenId(tokens.start);
    let known = tokens.len() == 1 && places.at(token).and_then(|p| places.get(p)).is_some();
    let seat = tokens.len() == 1 && country::by_seat(parsed.text_of(tokens)).is_some();
    (known || seat)
        && !votes.is_of_person(parsed.text_of(tokens))
        && title_at(parsed, tokens.start, parsed.sentence_of(token).tokens.start, false).is_none()
}

/// True for what stands behind the names of American legislators: "R-Ohio", "D-Ill.".
fn is_party_mark(text: &str) -> bool {
    let mut characters = text.chars();
    matches!((characters.next(), characters.next()), (Some('R' | 'D' | 'I'), Some('-')))
        && characters.next().is_some_and(char::is_uppercase)
}

/// True for a share's symbol: `<ABCD.L>`.
fn is_ticker(parsed: &Parsed, tokens: TokenSpan) -> bool {
    let before = tokens.start.checked_sub(1).map(TokenId);
    before.is_some_and(|t| matches!(parsed.form(t).as_ref(), "<" | "&lt;" | "&lt"))
}

/// The whole of a name of which the tagger has the end, as the abbreviation in brackets behind it shows: "Union to
/// Rebuild *Our Rivers* (URR)".
fn whole_name(parsed: &Parsed, sentence: &Sentence, tokens: TokenSpan) -> TokenSpan {
    let end = parsed.all_tokens().end;
    let bracket = tokens.end + 2 < end
        && parsed.form(TokenId(tokens.end)) == "("
        && parsed.form(TokenId(tokens.end + 2)) == ")";
    if !bracket {
        return tokens;
    }
    let short = parsed.form(TokenId(tokens.end + 1));
    let from = sentence.tokens.start.max(tokens.start.saturating_sub(NAME_WORDS));
    let longer = (from..=tokens.start).rev().map(|start| TokenSpan::new(start, tokens.end));
    longer
        .into_iter()
        .filter(|t| parsed.form(TokenId(t.start)).starts_with(char::is_uppercase))
        .find(|t| fold::is_initials(&short, &fold::words(parsed.text_of(*t))))
        .unwrap_or(tokens)
}

fn candidate(parsed: &Parsed, sentence: &Sentence, found: Found) -> Option<Candidate> {
    let mut name = Candidate::new(parsed, found.tokens, MentionForm::Name);
    name.words = fold::words(parsed.text_of(found.tokens));
    match found.source {
        Source::Entries(entries) => {
            let entry = entries.first().and_then(|e| TABLES.entry(*e))?;
            let seat = country::by_seat(parsed.text_of(found.tokens)).is_some();
            if seat && metonymy::is_location(parsed, name.head) {
                return None;
            }
            name.kind = Some(entry.kind);
            name.plural = parsed.morph(name.head).plural == Some(true) && entry.kind == ActorKind::Group;
            name.entries = entries;
            name.rule = "table";
        }
        Source::Country(country) => {
            let acts = metonymy::country_acts(parsed, name.head);
            state(parsed, &mut name, country, acts)?;
        }
        Source::Partner(country) => {
            name.kind = Some(ActorKind::State);
            name.country = Some(existing(country));
            name.sector = Some("GOV");
            name.rule = "backer";
        }
        Source::Seat(country) => {
            let acts = metonymy::capital_acts(parsed, name.head);
            state(parsed, &mut name, country, acts)?;
        }
        Source::Entity(EntityKind::Per) => name.kind = Some(ActorKind::Person),
        Source::Entity(_) => {
            let ruled = government_of(parsed, name.core).and_then(country::by_iso3);
            if ruled.and_then(|c| state(parsed, &mut name, c, Some("government by name"))).is_none() {
                organization(parsed, &mut name);
            }
        }
    }
    let person = name.kind == Some(ActorKind::Person);
    if person {
        name.sex = kin(parsed, sentence, name.core);
    }
    if person || (name.entries.is_empty() && name.kind == Some(ActorKind::Organization)) {
        add_title(parsed, sentence, &mut name);
    }
    Some(name)
}

fn state(
    parsed: &Parsed,
    name: &mut Candidate,
    country: &'static Country,
    acts: Option<&'static str>,
) -> Option<()> {
    // A name that modifies a noun ("US troops") belongs to that noun.
    if matches!(parsed.dep(name.head), Dep::Compound | Dep::Amod | Dep::Nummod | Dep::NmodDesc) {
        return None;
    }
    name.rule = acts?;
    name.kind = Some(ActorKind::State);
    name.country = Some(existing(country));
    name.sector = Some("GOV");
    name.words = vec![format!("state {}", existing(country))];
    Some(())
}

/// The country of "Government of Nepal", "the Nepalese Government": the state itself.
fn government_of(parsed: &Parsed, name: TokenSpan) -> Option<Iso3> {
    let is = |at: u32, word: &str| name.has(TokenId(at)) && parsed.lower(TokenId(at)) == word;
    let of = is(name.start, "government") && is(name.start + 1, "of");
    let whole = of || name.len() == 2 && is(name.start + 1, "government");
    whole.then(|| country_in(parsed, name)).flatten()
}

/// Country and sector that the words of an organisation's name tell.
pub(crate) fn organization(parsed: &Parsed, name: &mut Candidate) {
    name.kind = Some(ActorKind::Organization);
    name.country = country_in(parsed, name.core);
    let lower: Vec<String> = name.core.iter().map(|t| parsed.lower(t)).collect();
    for n in [2, 1] {
        let Some(tail) = lower.len().checked_sub(n).and_then(|s| lower.get(s..)) else { continue };
        let tail = tail.join(" ");
        if let Some(sector) = TABLES.name_heads.get(tail.as_str()) {
            name.sector = *sector;
        } else if let Some(agent) = TABLES.agents.get(tail.as_str()) {
            name.sector = agent.sector;
        } else {
            continue;
        }
        break;
    }
    if matches!(name.sector, Some("UAF" | "REB" | "PRM" | "CRM")) {
        name.kind = Some(ActorKind::Group);
    }
    name.rule = "name";
}
