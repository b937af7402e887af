//! Parties that only an event makes actors: whose territory is bombed, whose plan is rejected, which villagers are killed.
//!
//! An act on a territory is an act on its state or its people ("sent troops to Mali", "shelled the town of Kidal"); a thing is its
//! country's ("a Kenyan proposal"); a nominal without a country ("28 people were killed in …") has that of the place of the event.
//! PLOVER's gold records are coded so.

use std::collections::BTreeMap;

use gesta_actor::{AT_HOME, Actor, ActorId, ActorKind, Mention, MentionForm};
use gesta_place::{Iso3, Place, PlaceKind, country};
use gesta_syntax::{Dep, Upos};
use gesta_text::TokenId;

use crate::argument::Sources;
use crate::grammar::{antecedent, case_is};
use crate::lemma::lemma;
use crate::lexicon::lexicon;
use crate::{Event, EventType};

/// What the events of a document add to its actors.
pub(crate) struct Parties<'a> {
    sources: Sources<'a>,
    /// Actors that join those of the document; their ids follow on.
    pub(crate) joined: Vec<Actor>,
    /// Countries of actors of the document as their events tell them.
    pub(crate) countries: BTreeMap<ActorId, Iso3>,
    states: BTreeMap<Iso3, ActorId>,
    people: BTreeMap<(String, Iso3), ActorId>,
}

/// One side of an event.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Side {
    Source,
    Target,
}

impl<'a> Parties<'a> {
    pub(crate) fn new(sources: Sources<'a>) -> Parties<'a> {
        let mut states = BTreeMap::new();
        for (index, actor) in sources.actors.actors().iter().enumerate() {
            if let Some(code) = actor.country.filter(|_| actor.kind == ActorKind::State) {
                states.entry(code).or_insert(ActorId(index as u32));
            }
        }
        Parties { sources, joined: Vec::new(), countries: BTreeMap::new(), states, people: BTreeMap::new() }
    }

    /// Completes source and target of an event.
    pub(crate) fn complete(&mut self, event: &mut Event) {
        let scene = self.scene(event);
        for side in [Side::Source, Side::Target] {
            let (mut own, heads, other) = match side {
                Side::Source => (event.source.clone(), event.source_heads.clone(), event.target.clone()),
                Side::Target => (event.target.clone(), event.target_heads.clone(), event.source.clone()),
            };
            let shared = event.mutual && own == other && own.len() > 1;
            for &head in &heads {
                self.complete_side(&mut own, &other, head, scene, event, side);
            }
            match side {
                Side::Source => event.source = own.clone(),
                Side::Target => event.target = own.clone(),
            }
            if shared {
                (event.source, event.target) = (own.clone(), own);
            }
        }
        if event.mutual && event.target.is_empty() && event.source.len() > 1 {
            event.target = event.source.clone();
        }
    }

    fn complete_side(
        &mut self,
        own: &mut Vec<ActorId>,
        other: &[ActorId],
        head: TokenId,
        scene: Option<Iso3>,
        event: &Event,
        side: Side,
    ) {
        let sources = self.sources;
        let noun = sources.content_head(head);
        let together = sources.states_together(noun);
        if together.len() > 1 {
            own.retain(|&a| Some(a) != sources.actors.at(noun));
            for (name, code) in together {
                own.extend(self.state(code, name).filter(|s| !own.contains(s)));
            }
            return;
        }
        let named = sources.actors.at(noun).or_else(|| sources.actors.at(head));
        if let Some(actor) = named.filter(|a| own.contains(a)) {
            let scene = scene.filter(|_| takes_scene(event.kind));
            let told = || {
                let own =
                    sources.is_own(noun).then(|| other.iter().find_map(|&a| sources.actors.get(a)?.country));
                sources.told_countries(noun).first().copied().or(own.flatten())
            };
            let minority = sources.is_minority(noun);
            let nameless = self.is_nameless(actor);
            let by_default = sources.actors.get(actor).is_some_and(|a| a.rule == AT_HOME);
            let found = match sources.actors.get(actor).and_then(|a| a.country) {
                Some(code) => scene.filter(|s| (minority || nameless && by_default) && *s != code),
                None if nameless && !lexicon().in_class("relational", &lemma(sources.parsed, noun)) => {
                    let by_other = || self.domestic(Some(actor), other, event, side);
                    told().or(scene).or_else(by_other).or_else(|| self.at_home(noun, event.kind))
                }
                None => sources.nations(noun).next().map(|(_, code)| code).filter(|_| nameless),
            };
            if let Some(code) = found {
                self.countries.entry(actor).or_insert(code);
            }
            // "the Turkish and Greek ministers" is one actor of the first country
            let first = sources.actors.get(actor).and_then(|a| a.country);
            for (adjective, code) in sources.nations(noun).filter(|(_, c)| first.is_some_and(|f| f != *c)) {
                own.extend(self.state(code, adjective).filter(|s| !own.contains(s) && !other.contains(s)));
            }
            return;
        }
        if own.iter().any(|&a| self.is_of(a, head) || self.is_of(a, noun)) {
            return;
        }
        // "they" are somebody whom nobody knows
        if sources.parsed.upos(noun) == Upos::Pron {
            return;
        }
        let mut found = Vec::new();
        if let Some(place) = sources.places.at(noun).and_then(|p| sources.places.get(p)) {
            // a town is not its state
            let heads = || event.source_heads.iter().chain(&event.target_heads);
            let state = |a: &ActorId| {
                let actor = sources.actors.get(*a);
                let his = actor.is_some_and(|a| a.kind == ActorKind::State && a.country == place.country);
                his && !heads().any(|h| sources.actors.at(*h) == Some(*a))
            };
            own.retain(|a| !state(a));
            found.extend(self.of_place(place, noun, event.kind));
        } else {
            let told = sources.told_countries(noun);
            let human = sources.is_actor(noun);
            // farmers who block a road protest against somebody else
            if event.kind == EventType::Protest && sources.is_located_thing(noun) {
                return;
            }
            let here = scene.filter(|_| (human || sources.is_located_thing(noun)) && takes_scene(event.kind));
            let by_other = || if human { self.domestic(None, other, event, side) } else { None };
            let home = || self.at_home(noun, event.kind);
            let codes = match told.is_empty() {
                true => here.or_else(by_other).or_else(home).into_iter().collect(),
                false => told,
            };
            for code in codes {
                let state = self.states.get(&code).copied();
                let himself = state.is_some_and(|s| other.contains(&s));
                let noun_is = |class: &str| lexicon().in_class(class, &lemma(sources.parsed, noun));
                // nobody agrees with a thing of his own
                if himself && !human && matches!(event.kind.quad(), 1 | 2) {
                    continue;
                }
                let people = (human || himself || noun_is("settled") || noun_is("unrest"))
                    && (himself || !noun_is("authority"));
                found.extend(if people { self.people(noun, code) } else { self.state(code, noun) });
            }
        }
        for actor in found {
            if !own.contains(&actor) && !other.contains(&actor) {
                own.push(actor);
            }
        }
    }

    /// True when an actor comes from a word below `head`: its possessor or a modifier.
    fn is_of(&self, actor: ActorId, head: TokenId) -> bool {
        let parsed = self.sources.parsed;
        let words = parsed.subtree(head);
        self.sources.actors.get(actor).is_some_and(|a| a.mentions.iter().any(|m| words.has(m.head)))
    }

    /// True for actors that the text never names: "protesters", "the police".
    fn is_nameless(&self, actor: ActorId) -> bool {
        let Some(actor) = self.sources.actors.get(actor) else { return false };
        actor.wikidata.is_none()
            && !matches!(actor.sector, Some("IGO" | "NGO" | "BUS" | "UNK"))
            && actor.mentions.iter().all(|m| m.form != MentionForm::Name)
    }

    /// The country at home in the article, for plain people whom an act there touches.
    fn at_home(&self, noun: TokenId, kind: EventType) -> Option<Iso3> {
        let inhabitant = lexicon().in_class("inhabitant", &lemma(self.sources.parsed, noun));
        self.sources.actors.home().filter(|_| inhabitant && takes_scene(kind))
    }

    /// The country of the other side, for those who have to do with their own authorities: arrested, tried, demonstrating,
    /// rebels with whom a government deals. Nobody is taken for a citizen of the state that shoots at him.
    fn domestic(&self, actor: Option<ActorId>, other: &[ActorId], event: &Event, side: Side) -> Option<Iso3> {
        let actors = self.sources.actors;
        let sector = actor.and_then(|a| actors.get(a)).and_then(|a| a.sector);
        let civil = matches!(
            sector,
            None | Some("CVL" | "OPP" | "REB" | "JRN" | "LAB" | "EDU" | "CRM" | "ELI" | "PTY" | "SOC")
        );
        // rebels are often praised and recognised abroad
        let verbal = (event.kind.quad() == 1 || event.kind.quad() == 3) && event.kind != EventType::Support;
        let authority = other.iter().filter_map(|&o| actors.get(o)).find(|o| {
            let organ = matches!(o.sector, Some("GOV" | "COP" | "JUD" | "LEG"));
            o.country.is_some() && organ && (o.kind != ActorKind::State || (sector == Some("REB") && verbal))
        })?;
        let rules = match (event.kind, side) {
            (EventType::Coerce | EventType::Concede | EventType::Retreat, Side::Target) => true,
            (EventType::Coerce | EventType::Assault | EventType::Mobilize, Side::Source) => false,
            (_, Side::Source) => verbal || event.kind == EventType::Protest,
            _ => sector == Some("REB") && verbal,
        };
        authority.country.filter(|_| civil && rules)
    }

    /// The country in which an event takes place.
    fn scene(&self, event: &Event) -> Option<Iso3> {
        let sources = self.sources;
        let country = |p| sources.places.get(p).and_then(|p: &Place| p.country);
        let place = event.place.or_else(|| sources.place_of(event.trigger_token, event.kind));
        place.and_then(country).or_else(|| sources.place_of_relative(event.trigger_token).and_then(country))
    }

    /// A state for its territory and, where words are exchanged, for its capital; the people of any other place.
    fn of_place(&mut self, place: &Place, noun: TokenId, kind: EventType) -> Option<ActorId> {
        let code = place.country?;
        match place.kind {
            PlaceKind::Country => self.state(code, noun),
            _ if matches!(kind.quad(), 1 | 3) && country::by_capital(&place.name).is_some() => {
                self.state(code, noun)
            }
            PlaceKind::Unknown | PlaceKind::Continent | PlaceKind::Water => None,
            _ => self.people(noun, code),
        }
    }

    fn state(&mut self, code: Iso3, noun: TokenId) -> Option<ActorId> {
        if let Some(known) = self.states.get(&code) {
            return Some(*known);
        }
        let row = country::by_iso3(code)?;
        let actor = Actor {
            name: row.name.to_owned(),
            kind: ActorKind::State,
            country: Some(code),
            sector: Some("GOV"),
            wikidata: row.wikidata.map(str::to_owned),
            titles: Vec::new(),
            aliases: Vec::new(),
            mentions: self.mention(noun).into_iter().collect(),
            rule: "event/territory".to_owned(),
        };
        let id = self.join(actor);
        self.states.insert(code, id);
        Some(id)
    }

    fn people(&mut self, noun: TokenId, code: Iso3) -> Option<ActorId> {
        let mention = self.mention(noun)?;
        let name = mention.span.of(self.sources.parsed.text()).to_owned();
        let key = (name.to_lowercase(), code);
        if let Some(known) = self.people.get(&key) {
            return Some(*known);
        }
        let armed = lexicon().in_class("troops", &lemma(self.sources.parsed, noun));
        let sector = match lemma(self.sources.parsed, noun).as_ref() {
            "counterpart" => "GOV",
            noun if lexicon().in_class("unrest", noun) => "OPP",
            _ if armed => "MIL",
            noun => gesta_actor::sector_of(noun).unwrap_or("CVL"),
        };
        let id = self.join(Actor {
            name,
            kind: ActorKind::Group,
            country: Some(code),
            sector: Some(sector),
            wikidata: None,
            titles: Vec::new(),
            aliases: Vec::new(),
            mentions: vec![mention],
            rule: "event/people".to_owned(),
        });
        self.people.insert(key, id);
        Some(id)
    }

    fn join(&mut self, actor: Actor) -> ActorId {
        self.joined.push(actor);
        ActorId((self.sources.actors.actors().len() + self.joined.len() - 1) as u32)
    }

    /// The noun phrase, unless another actor has it for a mention.
    fn mention(&self, noun: TokenId) -> Option<Mention> {
        let sources = self.sources;
        if sources.actors.at(noun).is_some() {
            return None;
        }
        let place = sources.places.at(noun).and_then(|p| sources.places.get(p));
        let named = place.and_then(|p| p.mentions.iter().find(|m| m.tokens.has(noun)));
        let tokens = named.map_or_else(|| sources.parsed.noun_phrase(noun), |m| m.tokens);
        let form = if named.is_some() { MentionForm::Name } else { MentionForm::Nominal };
        Some(Mention { span: sources.parsed.span_of(tokens), tokens, head: noun, form })
    }
}

/// Acts whose parties are where the act is; those who talk, promise and refuse may be anywhere.
fn takes_scene(kind: EventType) -> bool {
    use EventType::*;
    matches!(kind, Protest | Coerce | Assault | Mobilize | Concede | Threaten | Aid | Sanction | Retreat)
}

impl Sources<'_> {
    /// The countries that the words of a noun phrase name: adjectives ("the Turkish and Greek sides"), possessors and
    /// the places in which it lies.
    fn told_countries(&self, noun: TokenId) -> Vec<Iso3> {
        let parsed = self.parsed;
        let adjective = |t: TokenId| country::by_adjective(&parsed.form(t)).map(|c| c.iso3);
        let mut codes = Vec::new();
        for amod in parsed
            .children(noun)
            .filter(|&c| matches!(parsed.dep(c), Dep::Amod | Dep::Compound | Dep::NmodDesc))
        {
            let conjuncts = parsed.conjuncts(amod);
            codes.extend(conjuncts.into_iter().filter_map(adjective));
            // "Kenyan-led troops"
            if matches!(parsed.lower(amod).as_str(), "led") {
                codes.extend(parsed.children(amod).filter_map(adjective));
            }
            if let Some((first, "led")) = parsed.form(amod).rsplit_once('-') {
                codes.extend(country::by_adjective(first).map(|c| c.iso3));
            }
        }
        if codes.is_empty() {
            // "Montenegro province", "the capital Nairobi"
            let named =
                parsed.children(noun).filter(|&c| matches!(parsed.dep(c), Dep::Compound | Dep::Appos));
            codes.extend(named.into_iter().find_map(|t| self.country_at(t)));
        }
        if codes.is_empty() {
            let place = |t: TokenId| self.country_at(t);
            // "the town of Arden"
            let named = |t: TokenId| parsed.children_by(t, Dep::Nmod).find_map(place);
            let possessor = parsed.child(noun, Dep::NmodPoss).and_then(place);
            let mut within = parsed
                .children_by(noun, Dep::Nmod)
                .filter(|&c| ["in", "of", "from", "near", "at"].iter().any(|p| case_is(parsed, c, p)));
            codes.extend(possessor.or_else(|| {
                within.find_map(|c| place(c).or_else(|| place(self.content_head(c))).or_else(|| named(c)))
            }));
        }
        codes.dedup();
        codes
    }

    /// "the leaders of Chile and Peru": the states, each for its own.
    fn states_together(&self, noun: TokenId) -> Vec<(TokenId, Iso3)> {
        let parsed = self.parsed;
        let is = |class: &str| lexicon().in_class(class, &lemma(parsed, noun));
        let official = parsed.morph(noun).plural == Some(true) && (is("institution") || is("official"));
        let of = parsed.children_by(noun, Dep::Nmod).find(|&c| official && case_is(parsed, c, "of"));
        let state = |t: TokenId| {
            let place = self.places.at(t).and_then(|p| self.places.get(p))?;
            place.country.filter(|_| place.kind == PlaceKind::Country).map(|code| (t, code))
        };
        of.into_iter().flat_map(|c| parsed.conjuncts(c)).filter_map(state).collect()
    }

    /// True for "its own people", whose country is that of who acts on them.
    fn is_own(&self, noun: TokenId) -> bool {
        let owned = self.parsed.child(noun, Dep::NmodPoss).is_some_and(|o| self.parsed.upos(o) == Upos::Pron);
        owned && self.parsed.children_by(noun, Dep::Amod).any(|c| self.parsed.lower(c) == "own")
    }

    /// The place about which a relative clause with "where" tells: "Mali, where nine people were killed".
    fn place_of_relative(&self, trigger: TokenId) -> Option<gesta_place::PlaceId> {
        let parsed = self.parsed;
        let mut clauses = std::iter::once(trigger).chain(parsed.ancestors(trigger)).take(4);
        let clause = clauses.find(|&t| parsed.dep(t) == Dep::AclRelcl)?;
        let noun = parsed.head(clause)?;
        let local = parsed.children(clause).any(|c| parsed.lower(c) == "where");
        let place = self.places.at(noun).or_else(|| {
            let mut modifiers =
                parsed.children(noun).filter(|&c| matches!(parsed.dep(c), Dep::Compound | Dep::Nmod));
            modifiers.find_map(|c| self.places.at(c))
        });
        place.filter(|_| local)
    }

    /// True for "ethnic Albanians", "the Armenian population": people of one nation in the country of another.
    fn is_minority(&self, noun: TokenId) -> bool {
        let parsed = self.parsed;
        parsed.children(noun).any(|c| parsed.lower(c) == "ethnic")
            || lexicon().in_class("populace", &lemma(parsed, noun))
    }

    /// True for towns, roads and buildings, which belong to the country where they stand.
    fn is_located_thing(&self, noun: TokenId) -> bool {
        let noun = antecedent(self.parsed, noun);
        let lemma = lemma(self.parsed, noun).to_lowercase();
        self.parsed.upos(noun) == Upos::Noun
            && ["territory", "building"].iter().any(|class| lexicon().in_class(class, &lemma))
    }
}
