//! Which words of a document name places.
//!
//! Two sources: the tagger's locations, and names of the tables on proper nouns that the tagger left alone or took for
//! an organisation. Adjectives and names of peoples ("Iraqi") are no mentions; they are counted as context.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gesta_syntax::{EntityKind, Parsed, Upos};
use gesta_text::{FurnitureKind, SentenceKind, Span, TokenId, TokenSpan};

use crate::atlas::Atlas;
use crate::gazetteer::{normalise, title_case};
use crate::sense::{Sense, WELL_KNOWN, by_abbreviation, is_acronym, rank, senses};
use crate::votes::Votes;
use crate::words::{Role, is_body, role};
use crate::{Iso3, PlaceKind, country};

/// Longest name, in tokens.
const LONGEST: usize = 6;

/// All mentions of one name, and what it can mean.
#[derive(Debug)]
pub(crate) struct Name {
    pub(crate) key: String,
    pub(crate) surface: String,
    pub(crate) senses: Vec<Sense>,
}

/// What a mention is good for.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// It names a place.
    Name,
    /// It names the place from which is reported.
    Dateline,
    /// It is part of the name of an organisation ("Ohio State Police").
    Embedded,
    /// It may be, but may be another place of the name or none ("Lee Academy"): a sign of where we are, no mention.
    Sign,
}

/// One mention.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) span: Span,
    pub(crate) tokens: TokenSpan,
    /// Index into [`Mentions::names`].
    pub(crate) name: usize,
    /// What a word beside it says it is.
    pub(crate) hint: Option<Role>,
    /// Why it is here.
    pub(crate) role: Part,
}

/// Everything that [`find`] found, in text order.
#[derive(Debug)]
pub(crate) struct Mentions<'a> {
    atlas: &'a Atlas,
    pub(crate) names: Vec<Name>,
    pub(crate) found: Vec<Found>,
    /// How often adjectives and names of peoples point to a country.
    pub(crate) context: BTreeMap<Iso3, u32>,
    ids: HashMap<String, usize>,
    taken: Vec<bool>,
}

/// Finds all mentions of a document.
pub(crate) fn find<'a>(parsed: &Parsed, atlas: &'a Atlas) -> Mentions<'a> {
    let mut all = Mentions {
        atlas,
        names: Vec::new(),
        found: Vec::new(),
        context: BTreeMap::new(),
        ids: HashMap::new(),
        taken: vec![false; parsed.all_tokens().len()],
    };
    let votes = Votes::count(parsed);
    for entity in parsed.entities().iter().filter(|e| e.kind == EntityKind::Loc) {
        if is_read(parsed, entity.tokens) && !votes.against(parsed.text_of(entity.tokens)) {
            all.entity(parsed, entity.tokens);
        }
    }
    let seen: BTreeSet<usize> = all.found.iter().map(|f| f.name).collect();
    for (_, sentence) in parsed.sentences().filter(|(_, s)| s.kind != SentenceKind::Furniture) {
        all.others(parsed, sentence.tokens, &seen, &votes);
        all.context(parsed, sentence.tokens);
    }
    all.datelines(parsed);
    all.found.sort_by_key(|f| (f.span.start, f.span.end));
    all.found.dedup_by(|b, a| a.span.overlaps(b.span));
    share_hints(parsed, &mut all.found);
    all
}

fn is_read(parsed: &Parsed, tokens: TokenSpan) -> bool {
    let first = TokenId(tokens.start);
    !tokens.is_empty() && parsed.sentence_of(first).kind != SentenceKind::Furniture
}

impl Mentions<'_> {
    /// The name with this spelling, entered when new.
    fn name(&mut self, surface: &str) -> usize {
        if let Some(id) = self.ids.get(surface) {
            return *id;
        }
        let key = normalise(surface);
        let mut senses = senses(self.atlas, surface, &key);
        rank(&mut senses);
        self.enter(surface, key, senses)
    }

    fn enter(&mut self, surface: &str, key: String, senses: Vec<Sense>) -> usize {
        let same = |n: &Name| n.key == key && n.senses.len() == senses.len();
        let known =
            self.ids.get(&format!("\u{0}{key}")).copied().filter(|i| self.names.get(*i).is_some_and(same));
        let id = known.unwrap_or(self.names.len());
        if known.is_none() {
            self.ids.insert(format!("\u{0}{key}"), id);
            self.names.push(Name { key, surface: surface.to_string(), senses });
        }
        self.ids.insert(surface.to_string(), id);
        id
    }

    fn known(&mut self, surface: &str) -> Option<usize> {
        let id = self.name(surface);
        self.names.get(id).filter(|n| !n.senses.is_empty()).map(|_| id)
    }

    fn push(&mut self, parsed: &Parsed, tokens: TokenSpan, name: usize, hint: Option<Role>) {
        if let Some(slots) = self.taken.get_mut(tokens.range()) {
            slots.fill(true);
        }
        let hint = hint.or_else(|| hint_beside(parsed, tokens));
        self.found.push(Found { span: parsed.span_of(tokens), tokens, name, hint, role: Part::Name });
    }

    /// A location of the tagger: one place, or several with commas between them ("Aden, Yemen").
    fn entity(&mut self, parsed: &Parsed, tokens: TokenSpan) {
        let whole = trimmed(parsed, tokens);
        if whole.is_empty()
            || is_people(parsed.text_of(whole))
            || is_bare_direction(parsed, whole)
            || is_ship(parsed, whole)
            || self.is_seat_of_power(parsed, whole)
        {
            return;
        }
        let after = whole.start > 0 && parsed.form(TokenId(whole.start - 1)) == ",";
        if self.abbreviation(parsed, whole, after) {
            return;
        }
        if let Some(name) = self.known(&spelling(parsed, whole)) {
            return self.push(parsed, whole, name, None);
        }
        let mut start = whole.start;
        let mut after_comma = after;
        for token in whole.iter().chain([TokenId(whole.end)]) {
            let ends = token.0 == whole.end || matches!(&*parsed.form(token), "," | "/" | ";");
            if ends {
                self.piece(parsed, trimmed(parsed, TokenSpan::new(start, token.0)), after_comma);
                after_comma = token.0 < whole.end;
                start = token.0 + 1;
            }
        }
    }

    fn piece(&mut self, parsed: &Parsed, mut tokens: TokenSpan, after_comma: bool) {
        if tokens.is_empty() || self.abbreviation(parsed, tokens, after_comma) {
            return;
        }
        let full = tokens;
        let mut hint = None;
        while !tokens.is_empty() && tokens.len() <= 2 * LONGEST {
            if let Some(name) = self.known(&spelling(parsed, tokens)) {
                return self.push(parsed, tokens, name, hint);
            }
            let (first, last) = (TokenId(tokens.start), TokenId(tokens.end - 1));
            let of = parsed.form(TokenId(tokens.start + 1).min(last)) == "of";
            match (role(&parsed.lower(first)), role(&parsed.lower(last))) {
                (Some(Role::Direction), _) if self.may_drop(parsed, tokens) => tokens.start += 1,
                (Some(kind), _) if kind.is_kind() && of && tokens.len() > 2 => {
                    hint = Some(kind);
                    tokens.start += 2;
                }
                (_, Some(kind)) if tokens.len() > 1 && kind.is_kind() => {
                    hint = Some(kind);
                    tokens.end -= 1;
                }
                _ => break,
            }
        }
        // An adjective ("North African"), an acronym or the name of an organisation is no place.
        let text = parsed.text_of(full);
        let named = parsed.upos(TokenId(full.end - 1)) != Upos::Adj && !is_acronym(text) && !is_body(text);
        if named && full.iter().any(|t| parsed.upos(t) == Upos::Propn) {
            let name = self.name(parsed.text_of(full));
            self.push(parsed, full, name, None);
        }
    }

    /// "southern Iraq" and "South Baghdad", but not "East Bank".
    fn may_drop(&mut self, parsed: &Parsed, tokens: TokenSpan) -> bool {
        let lower = parsed.form(TokenId(tokens.start)).starts_with(char::is_lowercase);
        let rest = TokenSpan::new(tokens.start + 1, tokens.end);
        lower || self.known(parsed.text_of(rest)).is_some_and(|n| self.is_well_known(n, None))
    }

    /// Reads `tokens` as the abbreviation of a division: "Calif.", and after a comma also "CA" and "Calif".
    fn abbreviation(&mut self, parsed: &Parsed, tokens: TokenSpan, after_comma: bool) -> bool {
        let short = parsed.text_of(tokens);
        let with_stop = || by_abbreviation(self.atlas, &format!("{short}."));
        let sense = match by_abbreviation(self.atlas, short).filter(|_| after_comma || short.ends_with('.')) {
            None if after_comma => with_stop(),
            sense => sense,
        };
        let Some(sense) = sense else { return false };
        let stop = TokenId(tokens.end);
        let stop_follows = !short.ends_with('.')
            && stop.0 < parsed.all_tokens().end
            && parsed.form(stop) == "."
            && parsed.span_of(TokenSpan::one(stop)).start == parsed.span_of(tokens).end
            && by_abbreviation(self.atlas, short).is_none();
        let tokens = TokenSpan::new(tokens.start, tokens.end + u32::from(stop_follows));
        let name = self.enter(short, normalise(&sense.name) + " division", vec![sense]);
        self.push(parsed, tokens, name, None);
        true
    }

    /// Names of the tables where the tagger saw no location.
    fn others(&mut self, parsed: &Parsed, sentence: TokenSpan, seen: &BTreeSet<usize>, votes: &Votes<'_>) {
        let mut at = sentence.start;
        while at < sentence.end {
            let token = TokenId(at);
            at += 1;
            if self.taken.get(token.index()).copied().unwrap_or(true) {
                self.after_comma(parsed, token, sentence);
                continue;
            }
            let run = match parsed.entity_at(token) {
                Some(entity) => trimmed(parsed, entity.tokens),
                None => proper_run(parsed, token, sentence),
            };
            at = at.max(run.end);
            let kind = parsed.entity_at(token).map(|e| e.kind);
            if run.is_empty()
                || run.len() > LONGEST
                || kind == Some(EntityKind::Per)
                    && !self.is_place_all_the_same(parsed.text_of(run), seen, votes)
                || is_people(parsed.text_of(run))
                || is_bare_direction(parsed, run)
                || is_ship(parsed, run)
            {
                continue;
            }
            if self.is_seat(parsed.text_of(run)) {
                self.seat(parsed, run);
                continue;
            }
            if self.local_dateline(parsed, run, sentence) {
                continue;
            }
            if let Some(name) =
                self.known(parsed.text_of(run)).filter(|n| seen.contains(n) || self.is_well_known(*n, kind))
            {
                self.push(parsed, run, name, None);
                self.after_comma(parsed, TokenId(run.end - 1), sentence);
            } else if kind == Some(EntityKind::Org) {
                self.sign(parsed, run, seen);
            }
        }
    }

    /// "the White House" as a place: something is at it, or in it.
    fn seat(&mut self, parsed: &Parsed, run: TokenSpan) {
        if self.is_seat_of_power(parsed, run) {
            return;
        }
        if let Some(name) = self.known(parsed.text_of(run)) {
            self.push(parsed, run, name, None);
        }
    }

    /// True for the name of a building that stands for a government and does so here ("the White House said").
    fn is_seat_of_power(&mut self, parsed: &Parsed, tokens: TokenSpan) -> bool {
        if !self.is_seat(parsed.text_of(tokens)) {
            return false;
        }
        let sentence = parsed.sentence_of(TokenId(tokens.start)).tokens;
        let before = |n: u32| tokens.start.checked_sub(n).map(TokenId).filter(|t| sentence.has(*t));
        let the = before(1).is_some_and(|t| &*parsed.lower(t) == "the");
        let word = before(if the { 2 } else { 1 });
        !word.is_some_and(|t| role(&parsed.lower(t)) == Some(Role::Locative))
    }

    /// True for a seat of government that is no town.
    fn is_seat(&mut self, name: &str) -> bool {
        let seat = country::by_seat(name).is_some()
            && country::by_capital(name).is_none()
            && country::by_name(name).is_none();
        let is_town = |n: &Name| n.senses.iter().any(|s| s.kind == PlaceKind::City);
        seat && !self.known(name).and_then(|n| self.names.get(n)).is_some_and(is_town)
    }

    /// "TOLEDO — ", at the head of a sentence.
    fn local_dateline(&mut self, parsed: &Parsed, run: TokenSpan, sentence: TokenSpan) -> bool {
        let text = parsed.text_of(run);
        let next = TokenId(run.end);
        let dash =
            next.0 < sentence.end && matches!(&*parsed.form(next), "-" | "--" | "\u{2013}" | "\u{2014}");
        if run.start != sentence.start || !dash || text.len() < 4 || text.chars().any(char::is_lowercase) {
            return false;
        }
        let Some(name) = self.known(text) else { return false };
        self.push(parsed, run, name, None);
        if let Some(found) = self.found.last_mut() {
            found.role = Part::Dateline;
        }
        true
    }

    /// True when the tagger was wrong to take this name for a person's.
    fn is_place_all_the_same(&mut self, text: &str, seen: &BTreeSet<usize>, votes: &Votes<'_>) -> bool {
        let named = self.known(text).is_some_and(|n| seen.contains(&n));
        votes.for_place(text, named)
    }

    /// The place with whose name the name of an organisation begins, or else ends after "of".
    fn sign(&mut self, parsed: &Parsed, organisation: TokenSpan, seen: &BTreeSet<usize>) {
        let is_of = |at: u32| parsed.form(TokenId(at)) == "of";
        let beginnings = (organisation.start + 1..organisation.end).rev();
        // "University of …" is no sign of the town of University.
        let beginnings =
            beginnings.filter(|end| !is_of(*end)).map(|end| TokenSpan::new(organisation.start, end));
        let of = (organisation.start..organisation.end).rev().find(|at| is_of(*at));
        let ending = of.map(|of| trimmed(parsed, TokenSpan::new(of + 1, organisation.end)));
        for tokens in beginnings.chain(ending.filter(|t| !t.is_empty())) {
            // "Central" is a division of Paraguay, and the Central Bank has nothing to do with it.
            if is_bare_direction(parsed, tokens) {
                continue;
            }
            let Some(name) = self.known(parsed.text_of(tokens)) else { continue };
            // Not a region: "Amazon" is in the names of too many companies and parties.
            let kind = self.names.get(name).and_then(|n| n.senses.first()).map(|s| s.kind);
            let known = matches!(kind, Some(PlaceKind::Country | PlaceKind::Admin1 | PlaceKind::City));
            let sure = seen.contains(&name) || known && self.is_well_known(name, None);
            let beginning = tokens.start == organisation.start;
            if sure || beginning {
                let role = if sure { Part::Embedded } else { Part::Sign };
                self.found.push(Found { span: parsed.span_of(tokens), tokens, name, hint: None, role });
                return;
            }
        }
    }

    /// An abbreviated division after the comma that follows a mention ending at `last`.
    fn after_comma(&mut self, parsed: &Parsed, last: TokenId, sentence: TokenSpan) {
        let comma = TokenId(last.0 + 1);
        if comma.0 + 1 >= sentence.end || parsed.form(comma) != "," {
            return;
        }
        for len in [2, 1] {
            let tokens = TokenSpan::new(comma.0 + 1, (comma.0 + 1 + len).min(sentence.end));
            let free = !tokens.iter().any(|t| self.taken.get(t.index()).copied().unwrap_or(true));
            if free && self.abbreviation(parsed, tokens, true) {
                return;
            }
        }
    }

    fn is_well_known(&self, name: usize, kind: Option<EntityKind>) -> bool {
        let first = self.names.get(name).and_then(|n| n.senses.first());
        first.is_some_and(|s| match s.kind {
            PlaceKind::Country => true,
            PlaceKind::City => s.prior >= WELL_KNOWN && !s.alternate,
            _ => kind.is_none() && s.prior >= WELL_KNOWN,
        })
    }

    fn context(&mut self, parsed: &Parsed, sentence: TokenSpan) {
        for token in sentence.iter() {
            let form = parsed.form(token);
            if !form.starts_with(char::is_uppercase) || self.taken.get(token.index()).copied().unwrap_or(true)
            {
                continue;
            }
            let pair = parsed.text_of(TokenSpan::new(token.0, (token.0 + 2).min(sentence.end)));
            if let Some(country) = people(pair).or_else(|| people(&form)) {
                *self.context.entry(country).or_default() += 1;
            }
        }
    }

    /// The places of datelines: "BEIRUT, Lebanon", "CAIRO/AMMAN". Only names that the tables know.
    fn datelines(&mut self, parsed: &Parsed) {
        let document = parsed.document();
        for furniture in document.furniture().iter().filter(|f| f.kind == FurnitureKind::Dateline) {
            let value = furniture.value.of(parsed.text());
            let mut start = furniture.value.start as usize;
            let mut after_comma = false;
            for piece in value.split_inclusive(['/', ',', ';']) {
                let name = piece.trim_end_matches(['/', ',', ';']).trim();
                let offset = start + (piece.len() - piece.trim_start().len());
                let span = Span::new(offset, offset + name.len());
                let tokens = document.tokens_in(span);
                let division = by_abbreviation(self.atlas, name).filter(|_| after_comma);
                let known = match division {
                    Some(sense) => Some(self.enter(name, normalise(&sense.name) + " division", vec![sense])),
                    None if is_acronym(name) => self.known(&title_case(&name.to_lowercase())),
                    None => self.known(name),
                };
                if let Some(name) = known.filter(|_| !tokens.is_empty()) {
                    self.found.push(Found { span, tokens, name, hint: None, role: Part::Dateline });
                }
                start += piece.len();
                after_comma = piece.ends_with(',');
            }
        }
    }
}

/// A short name in capitals as it is spelt elsewhere, where its whole sentence is in capitals: "LIMA" in a headline.
fn spelling(parsed: &Parsed, tokens: TokenSpan) -> String {
    let name = parsed.text_of(tokens);
    let sentence = |t: TokenId| parsed.sentence_of(t).span.of(parsed.text());
    let short = is_acronym(name) && name.len() == 4;
    if short && !sentence(TokenId(tokens.start)).chars().take(400).any(char::is_lowercase) {
        return title_case(&name.to_lowercase());
    }
    name.to_string()
}

/// "The West" and "the South" are no towns or divisions of that name.
fn is_bare_direction(parsed: &Parsed, tokens: TokenSpan) -> bool {
    tokens.len() == 1 && role(&parsed.lower(TokenId(tokens.start))) == Some(Role::Direction)
}

/// "HMS Kent", "the frigate Kent".
fn is_ship(parsed: &Parsed, tokens: TokenSpan) -> bool {
    let ship = |t: TokenId| role(&parsed.lower(t)) == Some(Role::Ship);
    let sentence = parsed.sentence_of(TokenId(tokens.start)).tokens;
    let before = tokens.start.checked_sub(1).map(TokenId).filter(|t| sentence.has(*t));
    tokens.len() > 1 && ship(TokenId(tokens.start)) || before.is_some_and(ship)
}

/// Without "the" in front and "'s" or punctuation behind.
fn trimmed(parsed: &Parsed, mut tokens: TokenSpan) -> TokenSpan {
    let is_edge = |t: TokenId| {
        matches!(parsed.upos(t), Upos::Punct | Upos::Part | Upos::Det | Upos::Adp)
            || matches!(&*parsed.lower(t), "the" | "'s" | "\u{2019}s" | "'")
    };
    while tokens.len() > 1 && is_edge(TokenId(tokens.start)) {
        tokens.start += 1;
    }
    while tokens.len() > 1 && is_edge(TokenId(tokens.end - 1)) {
        tokens.end -= 1;
    }
    tokens
}

/// The unbroken run of proper nouns from `token` on; empty when it does not begin one, or names more than a place.
fn proper_run(parsed: &Parsed, token: TokenId, sentence: TokenSpan) -> TokenSpan {
    let proper = |t: TokenId| parsed.upos(t) == Upos::Propn && parsed.form(t).starts_with(char::is_uppercase);
    let link = |t: TokenId| matches!(&*parsed.lower(t), "of" | "and" | "the");
    let mut end = token.0;
    while end < sentence.end && proper(TokenId(end)) && parsed.entity_at(TokenId(end)).is_none() {
        end += 1;
        let next = TokenId(end);
        let over = end + 1 < sentence.end && link(next) && proper(TokenId(end + 1));
        let named = parsed.text_of(TokenSpan::new(token.0, (end + 2).min(sentence.end)));
        if over && country::by_name(named).is_some() {
            end += 1;
        }
    }
    TokenSpan::new(token.0, end)
}

/// "the city of X", "X province".
fn hint_beside(parsed: &Parsed, tokens: TokenSpan) -> Option<Role> {
    let sentence = parsed.sentence_of(TokenId(tokens.start)).tokens;
    let word = |at: u32| sentence.has(TokenId(at)).then(|| parsed.lower(TokenId(at)));
    let kind = |at: u32| role(&word(at)?).filter(Role::is_kind);
    let before =
        tokens.start.checked_sub(2).filter(|at| word(at + 1).as_deref() == Some("of")).and_then(kind);
    before.or_else(|| kind(tokens.end))
}

/// "Clay, Becker and Douglas counties": what the last one is, all are.
fn share_hints(parsed: &Parsed, found: &mut [Found]) {
    for i in (1..found.len()).rev() {
        let (Some(right), Some(left)) = (found.get(i), found.get(i - 1)) else { continue };
        let next = TokenId(right.tokens.end);
        let plural = next.0 < parsed.all_tokens().end && parsed.lower(next).ends_with('s');
        let shared = plural || found.get(i + 1).is_some_and(|n| n.hint == right.hint && n.hint.is_some());
        let gap = parsed.text().get(left.span.end as usize..right.span.start as usize).unwrap_or("").trim();
        let hint = right.hint.filter(|_| shared && matches!(gap, "," | "and" | ", and" | "&" | "or" | "/"));
        if let Some(slot) = found.get_mut(i - 1) {
            slot.hint = slot.hint.or(hint);
        }
    }
}

fn is_people(text: &str) -> bool {
    country::by_name(text).is_none() && people(text).is_some()
}

fn people(text: &str) -> Option<Iso3> {
    country::by_adjective(text).or_else(|| country::by_demonym(text)).map(|c| c.iso3)
}
