//! Arguments: from the head of a noun phrase to the actors it stands for, its words, and how good an actor it is.

use gesta_actor::{Actor, ActorId, ActorKind, Actors, PEOPLE};
use gesta_place::{Iso3, Places, country};
use gesta_statement::Statements;
use gesta_syntax::{Dep, EntityKind, Parsed, Upos};
use gesta_text::{Span, TokenId, TokenSpan};
use gesta_time::Times;

use crate::grammar::{antecedent, case_is};
use crate::lemma::lemma;
use crate::lexicon::lexicon;

/// What the stage reads: the parse and what the earlier stages found.
#[derive(Copy, Clone)]
pub(crate) struct Sources<'a> {
    pub(crate) parsed: &'a Parsed,
    pub(crate) times: &'a Times,
    pub(crate) places: &'a Places,
    pub(crate) actors: &'a Actors,
    pub(crate) statements: &'a Statements,
    /// Words that the caller knows to name actors.
    pub(crate) marked: [TokenSpan; 2],
}

/// How much of an actor an argument is.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Strength {
    /// A thing, an idea, an unknown word.
    None,
    /// A human being or group without a known role.
    Human,
    /// Somebody with a country or a sector.
    Political,
}

/// A filled slot.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Argument {
    /// Heads of the conjuncts.
    pub(crate) heads: Vec<TokenId>,
    pub(crate) actors: Vec<ActorId>,
    pub(crate) span: Span,
    pub(crate) strength: Strength,
    /// More than one of its members were named, or its head is plural.
    pub(crate) plural: bool,
}

impl Argument {
    /// True when it stands for somebody, named or not.
    pub(crate) fn is_actor(&self) -> bool {
        self.strength > Strength::None || !self.actors.is_empty()
    }
}

impl Sources<'_> {
    /// The noun that counts: "gunmen" of "a group of gunmen".
    pub(crate) fn content_head(&self, token: TokenId) -> TokenId {
        let mut at = antecedent(self.parsed, token);
        for _ in 0..3 {
            let transparent = lexicon().in_class("transparent", &lemma(self.parsed, at))
                || matches!(self.parsed.upos(at), Upos::Num);
            let inner = self.parsed.children_by(at, Dep::Nmod).find(|&c| case_is(self.parsed, c, "of"));
            // "two Kenyan members of the mission" are Kenyans
            let national = || self.nations(at).next().is_some();
            match inner {
                Some(inner) if transparent && !national() => at = inner,
                _ => break,
            }
        }
        at
    }

    /// The argument headed by `head`, with its conjuncts.
    pub(crate) fn argument(&self, head: TokenId) -> Argument {
        let head = antecedent(self.parsed, head);
        let mut heads = self.parsed.conjuncts(head);
        heads.retain(|&h| h == head || self.is_like(h, head));
        let mut actors = Vec::new();
        let mut strength = Strength::None;
        for &conjunct in &heads {
            let noun = self.content_head(conjunct);
            // "thousands of troops" may be an actor as a whole
            let whole = self.actors.at(conjunct).filter(|_| self.actors.at(noun).is_none());
            let told =
                |a: &ActorId| self.actors.get(*a).is_some_and(|a| a.country.is_some() || a.sector.is_some());
            let mut found = whole.filter(told).map_or_else(|| self.actors_of(noun), |actor| vec![actor]);
            if found.is_empty() {
                found.extend(whole);
            }
            strength =
                strength.max(self.strength(noun, found.first().copied())).max(self.strength(conjunct, None));
            for actor in found {
                if !actors.contains(&actor) {
                    actors.push(actor);
                }
            }
        }
        let words = heads.iter().map(|&h| self.words_of(h)).reduce(TokenSpan::cover).unwrap_or_default();
        let plural = heads.len() > 1 || self.parsed.morph(head).plural == Some(true);
        Argument { heads, actors, span: self.parsed.span_of(words), strength, plural }
    }

    /// False for an abstract noun of somebody's after people: "the release of the students and Ali's election".
    fn is_like(&self, conjunct: TokenId, first: TokenId) -> bool {
        let parsed = self.parsed;
        let own = |h: TokenId| {
            let noun = self.content_head(h);
            let captive = lexicon().in_class("captive", &lemma(parsed, noun));
            captive || self.strength(noun, self.actors.at(noun)) > Strength::None
        };
        let owner = |c: TokenId| matches!(parsed.dep(c), Dep::NmodPoss) || case_is(parsed, c, "'s");
        let owned = parsed.children(conjunct).any(owner)
            || parsed.children_by(conjunct, Dep::Nmod).any(|c| case_is(parsed, c, "of"));
        let noun = lemma(parsed, conjunct);
        let thing =
            ["territory", "building", "property", "arms"].iter().any(|c| lexicon().in_class(c, &noun));
        let single = parsed.morph(conjunct).plural != Some(true) && parsed.upos(conjunct) == Upos::Noun;
        !(single && owned && !thing && own(first) && !own(conjunct))
    }

    fn words_of(&self, head: TokenId) -> TokenSpan {
        let sentence = self.parsed.sentence_of(head).tokens;
        let words = self.noun_words(head, 3);
        if sentence.contains(words) { words } else { TokenSpan::one(head) }
    }

    /// The noun phrase with its "of" phrases; what other prepositions govern may belong to the act.
    fn noun_words(&self, head: TokenId, depth: usize) -> TokenSpan {
        let parsed = self.parsed;
        let words = parsed.noun_phrase(head);
        let inner = parsed.children_by(head, Dep::Nmod).find(|&c| case_is(parsed, c, "of"));
        match inner {
            Some(inner) if depth > 0 && inner.0 >= words.end => {
                words.cover(self.noun_words(inner, depth - 1))
            }
            _ => words,
        }
    }

    /// Actors that a noun stands for: itself, else its possessor, what "of" or "by" governs, or a modifier
    /// ("the Australian ultimatum").
    fn actors_of(&self, noun: TokenId) -> Vec<ActorId> {
        let parsed = self.parsed;
        let is = |class: &str| lexicon().in_class(class, &lemma(parsed, noun));
        // "Chad's ally Sudan", "her Danish counterpart Ann Holm"
        let named = || parsed.children_by(noun, Dep::Appos).find_map(|c| self.actors.at(c));
        let stands_beside = is("relational").then(named).flatten();
        if let Some(actor) = stands_beside.or_else(|| self.actors.at(noun)).or_else(named) {
            return vec![actor];
        }
        // a Chadian uprising is not Chad's, nor is Chad's ally
        if is("unrest") || is("relational") {
            return Vec::new();
        }
        // Brazil's sailors are not Brazil
        if is("person") || is("labour") {
            return Vec::new();
        }
        let at = |dep: Dep| parsed.children_by(noun, dep).find_map(|c| self.actors.at(c));
        let after = |preposition: &str| {
            let mut governed =
                parsed.children_by(noun, Dep::Nmod).filter(|&c| case_is(parsed, c, preposition));
            governed.find_map(|c| self.actors.at(self.content_head(c)))
        };
        at(Dep::NmodPoss)
            .or_else(|| ["by", "of", "from"].into_iter().find_map(after))
            // "a report in the Spanish press" is nobody's
            .or_else(|| after("in").filter(|_| !is("document")))
            .or_else(|| at(Dep::Amod))
            .or_else(|| at(Dep::Compound))
            .or_else(|| self.state_of(noun))
            .into_iter()
            .collect()
    }

    /// The nations that adjectives before a noun tell: "the Turkish and Greek sides".
    pub(crate) fn nations(&self, noun: TokenId) -> impl Iterator<Item = (TokenId, Iso3)> {
        let parsed = self.parsed;
        let before = parsed
            .children(noun)
            .filter(|&c| matches!(parsed.dep(c), Dep::Amod | Dep::Compound | Dep::NmodDesc));
        let adjectives = before.flat_map(|c| parsed.conjuncts(c));
        adjectives.filter_map(|a| Some((a, country::by_adjective(&parsed.form(a))?.iso3)))
    }

    /// The state, where it is an actor of the document, in which a named place lies or whose adjective modifies the noun.
    fn state_of(&self, noun: TokenId) -> Option<ActorId> {
        let country = self.country_at(noun).or_else(|| {
            let mut adjectives = self.parsed.children_by(noun, Dep::Amod);
            adjectives.find_map(|a| country::by_adjective(&self.parsed.form(a))).map(|c| c.iso3)
        })?;
        let is = |a: &Actor| a.kind == ActorKind::State && a.country == Some(country);
        self.actors.actors().iter().position(is).map(|i| ActorId(i as u32))
    }

    /// The country of the place that a word names; a word in the name of a body names none.
    pub(crate) fn country_at(&self, token: TokenId) -> Option<Iso3> {
        let body = |e: &gesta_syntax::Entity| e.kind == EntityKind::Org && e.tokens.len() > 1;
        if self.parsed.entity_at(token).is_some_and(body) {
            return None;
        }
        self.places.at(token).and_then(|p| self.places.get(p))?.country
    }

    /// True when the noun itself, not what modifies it, is an actor.
    pub(crate) fn is_actor(&self, head: TokenId) -> bool {
        let head = antecedent(self.parsed, head);
        let nouns = self.parsed.conjuncts(head).into_iter().flat_map(|h| [h, self.content_head(h)]);
        let marked = |n: TokenId| self.marked.iter().any(|words| words.has(n));
        nouns.into_iter().any(|n| marked(n) || self.strength(n, self.actors.at(n)) > Strength::None)
    }

    /// How good an actor a noun is, given the actor that it names.
    pub(crate) fn strength(&self, noun: TokenId, actor: Option<ActorId>) -> Strength {
        let parsed = self.parsed;
        if let Some(actor) = actor.and_then(|a| self.actors.get(a)) {
            // news of companies among themselves are no politics; "people" are anybody
            let political = match actor.sector {
                Some("CVL") if actor.rule == PEOPLE => actor.country.is_some(),
                Some(sector) => sector != "BUS",
                None => actor.country.is_some(),
            };
            if political {
                return Strength::Political;
            }
        }
        let lemma = lemma(parsed, noun).to_lowercase();
        if ["force", "institution", "civil"].into_iter().any(|class| lexicon().in_class(class, &lemma)) {
            return Strength::Political;
        }
        let people = parsed.upos(noun) == Upos::Propn && parsed.morph(noun).plural == Some(true);
        let human = actor.is_some()
            || people
            || lexicon().in_class("person", &lemma)
            || lexicon().in_class("labour", &lemma)
            || matches!(parsed.upos(noun), Upos::Pron)
                && matches!(
                    parsed.lower(noun).as_str(),
                    "he" | "she" | "they" | "we" | "i" | "him" | "her" | "them" | "us"
                );
        let named = parsed.entity_at(noun).is_some_and(|e| e.kind != EntityKind::Misc);
        if human || named { Strength::Human } else { Strength::None }
    }

    /// True when a modifier of a noun names an actor.
    pub(crate) fn is_actor_modifier(&self, token: TokenId) -> bool {
        let named = self.parsed.entity_at(token).is_some_and(|e| e.kind != EntityKind::Misc);
        let lemma = lemma(self.parsed, token);
        self.actors.at(token).is_some()
            || named
            || self.places.at(token).is_some()
            || lexicon().in_class("force", &lemma)
            || lexicon().in_class("institution", &lemma)
    }
}
