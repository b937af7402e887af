//! Who is meant where a frame's slots do not tell: targets inside what is promised or threatened, captors, titles; and
//! who is not: nobody acts on himself.

use gesta_syntax::{Dep, Tense, Upos};
use gesta_text::{SentenceKind, TokenId};

use crate::argument::{Argument, Sources, Strength};
use crate::codebook::{Entry, TriggerPos};
use crate::frame::Slot;
use crate::grammar::{logical_object, prepositional};
use crate::lemma::lemma;
use crate::lexicon::lexicon;
use crate::matcher::Site;

impl Sources<'_> {
    /// The target of what is promised, threatened or refused: "threatened to break relations with Chad". What the
    /// content is done to is a target only when it is not the source's own ("agreed to withdraw its troops").
    pub(crate) fn target_of_content(&self, entry: &Entry, site: Site, source: TokenId) -> Option<Argument> {
        if entry.pos == TriggerPos::Noun
            || !matches!(entry.kind.quad(), 1 | 3)
            || entry.kind == crate::EventType::Consult
            || entry.lemma == "deny"
        {
            return None;
        }
        let content = self.filler(&Slot::Xcomp, site)?;
        let object = logical_object(self.parsed, content);
        let governed = |p: &str| {
            let own = prepositional(self.parsed, content, p);
            own.or_else(|| prepositional(self.parsed, object?, p))
        };
        let argument = |head: TokenId| {
            let political = |a: &Argument| a.strength == Strength::Political || self.is_of_country(a);
            Some(self.argument(head)).filter(|a| head != source && political(a))
        };
        let with = || governed("with").and_then(argument);
        if entry.frame.mutual {
            return with().or_else(|| governed("to").and_then(argument));
        }
        let governed = || ["against", "to", "on", "from"].into_iter().filter_map(governed).find_map(argument);
        with().or_else(governed).or_else(|| {
            let object = object.filter(|&o| self.may_be_concerned(o, source))?;
            argument(object)
        })
    }

    /// The target of a measure that a verb is about: "tightened the blockade of Cuba".
    pub(crate) fn target_of_measure(&self, entry: &Entry, site: Site, source: TokenId) -> Option<Argument> {
        let object = logical_object(self.parsed, site.token).filter(|_| entry.pos == TriggerPos::Verb)?;
        let measure = ["sanction", "rule"].iter().any(|c| lexicon().in_class(c, &lemma(self.parsed, object)));
        let target = ["against", "on", "of"].into_iter().find_map(|p| prepositional(self.parsed, object, p));
        let target = target.filter(|&t| measure && t != source).map(|t| self.argument(t))?;
        Some(target).filter(|a| a.strength == Strength::Political || self.is_of_country(a))
    }

    /// Who is to meet the condition of a threat: "threatened to end the talks unless Chad frees the pilots".
    pub(crate) fn addressee_of_condition(
        &self,
        entry: &Entry,
        site: Site,
        source: TokenId,
    ) -> Option<Argument> {
        let parsed = self.parsed;
        if entry.kind != crate::EventType::Threaten {
            return None;
        }
        let content = self.filler(&Slot::Xcomp, site).or_else(|| self.filler(&Slot::Clause, site));
        let clauses = [Some(site.token), content].into_iter().flatten();
        let condition = clauses.flat_map(|c| parsed.children_by(c, Dep::Advcl)).find(|&c| {
            parsed.children_by(c, Dep::Mark).any(|m| matches!(parsed.lower(m).as_str(), "if" | "unless"))
        })?;
        let who =
            parsed.child(condition, Dep::Nsubj).filter(|&w| w != source && parsed.upos(w) != Upos::Pron)?;
        let who = self.argument(who);
        let source = self.argument_actors(source);
        let other = who.actors.iter().all(|a| !source.contains(a));
        Some(who).filter(|a| other && a.strength == Strength::Political)
    }

    pub(crate) fn argument_actors(&self, head: TokenId) -> Vec<gesta_actor::ActorId> {
        if self.parsed.all_tokens().has(head) { self.argument(head).actors } else { Vec::new() }
    }

    /// False for what is the source's own ("its complaint", "two of its nationals"), for pronouns and for mere places.
    pub(crate) fn may_be_concerned(&self, object: TokenId, source: TokenId) -> bool {
        let noun = self.content_head(object);
        let country = |t: TokenId| self.actors.at(t).and_then(|a| self.actors.get(a)).and_then(|a| a.country);
        let possessed = [object, noun].into_iter().any(|n| self.parsed.child(n, Dep::NmodPoss).is_some());
        let same_country = country(noun).is_some() && country(noun) == country(self.content_head(source));
        let place = self.places.at(noun).is_some() && self.actors.at(noun).is_none();
        !possessed && !same_country && !place && self.parsed.upos(noun) != Upos::Pron
    }

    /// Police arrest demonstrators, never the reverse: where the parser hung the arrest on a clause about those who are
    /// arrested ("fired at men who threw stones and arrested ten of them"), the armed actor of a clause above is meant.
    pub(crate) fn captors(
        &self,
        entry: &Entry,
        site: Site,
        source: Option<Argument>,
        target: Option<Argument>,
    ) -> (Option<Argument>, Option<Argument>) {
        let arrest = entry.pos == TriggerPos::Verb && entry.mode.as_deref() == Some("arrest");
        let parsed = self.parsed;
        let is = |class: &str, a: &Argument| {
            a.heads.iter().any(|&h| lexicon().in_class(class, &lemma(parsed, self.content_head(h))))
        };
        let Some(civil) = source.as_ref().filter(|s| arrest && is("civil", s) && !is("force", s)) else {
            return (source, target);
        };
        let above = parsed.ancestors(site.token).take(8).filter(|&a| parsed.upos(a) == Upos::Verb);
        let subjects = above.filter_map(|a| parsed.child(a, Dep::Nsubj)).map(|s| self.argument(s));
        let Some(captor) = subjects.into_iter().find(|s| is("force", s)) else { return (source, target) };
        let pronoun = |t: &Argument| {
            t.heads.iter().any(|&h| {
                let within = parsed.children_by(h, Dep::Nmod).chain([h]);
                within.into_iter().any(|n| parsed.upos(n) == Upos::Pron)
            })
        };
        let target = match target {
            Some(them) if pronoun(&them) => {
                Some(Argument { span: them.span, heads: them.heads, ..civil.clone() })
            }
            other => other,
        };
        (Some(captor), target)
    }

    /// "Editor jailed for life": a participle of a title without an object is passive, and everywhere that of
    /// assassinations, which nobody does without doing them to somebody.
    pub(crate) fn told_in_title(
        &self,
        entry: &Entry,
        site: Site,
        source: Option<Argument>,
        target: Option<Argument>,
    ) -> (Option<Argument>, Option<Argument>) {
        let parsed = self.parsed;
        let plain = entry.frame.source == [Slot::Subj] && entry.frame.target.first() == Some(&Slot::Obj);
        let verb = entry.pos == TriggerPos::Verb && entry.kind.quad() == 4 && plain;
        let title = parsed.sentence_of(site.token).kind == SentenceKind::Headline
            || entry.mode.as_deref() == Some("targeted");
        let past = parsed.morph(site.token).tense == Some(Tense::Past);
        let clause = parsed.children(site.token).any(|c| matches!(parsed.dep(c), Dep::Xcomp | Dep::Ccomp));
        let bare = !clause
            && parsed.child(site.token, Dep::Obj).is_none()
            && parsed.child(site.token, Dep::Aux).is_none()
            && parsed.child(site.token, Dep::Nsubj).is_some();
        if verb && title && past && bare && target.is_none() { (None, source) } else { (source, target) }
    }

    /// Nobody acts on himself, except that the parties to a mutual act stand on both sides.
    pub(crate) fn apart(&self, source: &Option<Argument>, target: Option<Argument>) -> Option<Argument> {
        let Some(source) = source else { return target };
        let mut target = target?;
        if source.actors.is_empty() || !target.actors.iter().any(|a| source.actors.contains(a)) {
            return Some(target);
        }
        // "its own people", "the town" of "the shelling of the town by the army" have the actor from a modifier
        let nouns: Vec<TokenId> = target.heads.iter().flat_map(|&h| [h, self.content_head(h)]).collect();
        let himself = |&n: &TokenId| {
            let owned = self.parsed.child(n, Dep::NmodPoss).is_some();
            !owned && self.actors.at(n).is_some_and(|a| source.actors.contains(&a))
        };
        target.actors.retain(|a| !source.actors.contains(a));
        if target.actors.is_empty() {
            if nouns.iter().any(himself) {
                return None;
            }
            target.strength = nouns.iter().map(|&n| self.strength(n, None)).max().unwrap_or(Strength::None);
        }
        Some(target)
    }

    /// True for "the Turkish plan" and for "Turkey", which may be no actor of the document.
    pub(crate) fn is_of_country(&self, argument: &Argument) -> bool {
        let parsed = self.parsed;
        argument.heads.iter().any(|&h| {
            let mut adjectives = parsed.children_by(h, Dep::Amod);
            let place = self.places.at(h).and_then(|p| self.places.get(p));
            place.is_some_and(|p| p.kind == gesta_place::PlaceKind::Country)
                || adjectives.any(|a| gesta_place::country::by_adjective(&parsed.form(a)).is_some())
        })
    }

    /// Numbers that stand for people where force or protest is told: "twelve were killed", "thousands marched".
    pub(crate) fn count_heads(&self, entry: &Entry, argument: Option<Argument>) -> Option<Argument> {
        use crate::EventType::{Assault, Coerce, Protest};
        let mut argument = argument?;
        let people = entry.pos == TriggerPos::Verb && matches!(entry.kind, Assault | Coerce | Protest);
        if people && argument.heads.iter().any(|&h| self.is_head_count(h)) {
            argument.strength = argument.strength.max(Strength::Human);
        }
        Some(argument)
    }

    /// True for a number that counts people without naming them: "twelve", "tens of thousands", "many"; not for "two of the shops".
    pub(crate) fn is_head_count(&self, token: TokenId) -> bool {
        let parsed = self.parsed;
        let counts = |t: TokenId| {
            let word = parsed.lower(t);
            parsed.upos(t) == Upos::Num
                || lexicon().number(&word).is_some()
                || matches!(word.as_str(), "many" | "others" | "tens")
        };
        let core = parsed.dep(token).is_subject() || matches!(parsed.dep(token), Dep::Obj | Dep::Conj);
        let of = |t: TokenId| parsed.child(t, Dep::Nmod);
        counts(token) && core && of(token).is_none_or(|inner| counts(inner) && of(inner).is_none())
    }

    /// True for places, buildings and other property, which can be attacked or seized.
    pub(crate) fn is_thing(&self, argument: &Argument) -> bool {
        let noun_is = |noun: TokenId| {
            let lemma = lemma(self.parsed, noun).to_lowercase();
            self.places.at(noun).is_some()
                || ["territory", "building", "property", "arms"].iter().any(|c| lexicon().in_class(c, &lemma))
        };
        argument.heads.iter().any(|&h| noun_is(h) || noun_is(self.content_head(h)))
    }

    /// False for what does nothing in the name of those whose it is: a war, an economy, a coast.
    pub(crate) fn can_act(&self, head: TokenId) -> bool {
        let noun = lemma(self.parsed, self.content_head(head)).to_lowercase();
        self.actors.at(head).is_some() || !lexicon().in_class("inert", &noun)
    }

    /// True when somebody praises or defends what is his own: "defended his plan".
    pub(crate) fn is_about_own(
        &self,
        entry: &Entry,
        site: Site,
        source: &Option<Argument>,
        target: Strength,
    ) -> bool {
        let verb = entry.kind == crate::EventType::Support && entry.pos == TriggerPos::Verb;
        let object = logical_object(self.parsed, site.token).filter(|_| verb && target == Strength::None);
        let owner = object.and_then(|o| self.parsed.child(o, Dep::NmodPoss));
        let owner = owner.filter(|&o| self.parsed.upos(o) == Upos::Pron).and_then(|o| self.actors.at(o));
        owner.is_some_and(|o| source.as_ref().is_some_and(|s| s.actors.contains(&o)))
    }

    /// True where only companies are named.
    pub(crate) fn is_business(&self, source: &Option<Argument>, target: &Option<Argument>) -> bool {
        let actors = |a: &Option<Argument>| a.as_ref().map(|a| a.actors.clone()).unwrap_or_default();
        let all = [actors(source), actors(target)].concat();
        let business = |&id: &gesta_actor::ActorId| self.actors.get(id).and_then(|a| a.sector) == Some("BUS");
        !all.is_empty() && all.iter().all(business)
    }
}
