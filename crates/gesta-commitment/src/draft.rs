//! A commitment in the making: tokens instead of spans, and the view of the document that the rules share.

use gesta_actor::{ActorId, ActorKind, Actors, MentionForm};
use gesta_statement::Statements;
use gesta_syntax::{Dep, Parsed, Upos};
use gesta_text::{TokenId, TokenSpan};
use gesta_time::{Relation, Time, Times, TimexType};

use crate::clause;
use crate::codebook::CODEBOOK;
use crate::index::Index;
use crate::words::lemma;
use crate::{Act, Status};

/// The head of an action and how much of its clause belongs to it.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Action {
    /// The verb or noun that names what is to be done.
    pub(crate) head: TokenId,
    /// A clause rather than a noun phrase.
    pub(crate) clause: bool,
    /// The clause's subject is part of what is to be done ("the pit will reopen").
    pub(crate) with_subject: bool,
}

impl Action {
    /// A clause without its subject.
    pub(crate) fn clause(head: TokenId) -> Action {
        Action { head, clause: true, with_subject: false }
    }

    /// A noun phrase.
    pub(crate) fn noun(head: TokenId) -> Action {
        Action { head, clause: false, with_subject: false }
    }
}

/// A commitment whose words are known only by their heads.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Draft {
    pub(crate) act: Act,
    pub(crate) rule: String,
    pub(crate) cue: TokenId,
    pub(crate) action: Action,
    pub(crate) debtor: Option<TokenId>,
    pub(crate) other: Option<TokenId>,
    pub(crate) positive: bool,
    pub(crate) status: Status,
    pub(crate) weight: f32,
}

/// What earlier stages found.
pub(crate) struct Reading<'a> {
    pub(crate) parsed: &'a Parsed,
    pub(crate) times: &'a Times,
    pub(crate) actors: &'a Actors,
    pub(crate) statements: &'a Statements,
    pub(crate) index: Index,
}

/// How able to bind himself the referent of a noun phrase is.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Agency {
    /// A thing, or something unknown.
    None,
    /// A pronoun that may mean a person or a body.
    Pronoun,
    /// People or a body by a common noun.
    Nominal,
    /// By name.
    Named,
    /// "I", "we".
    First,
}

impl Reading<'_> {
    /// How able to bind himself the referent of the phrase headed by `token` is.
    pub(crate) fn agency(&self, token: TokenId) -> Agency {
        let p = self.parsed;
        if p.upos(token) == Upos::Pron {
            return match p.lower(token).as_str() {
                "i" | "we" => Agency::First,
                "it" if self.actors.at(token).is_none() => Agency::None,
                "he" | "she" | "they" | "you" | "it" | "him" | "her" | "them" | "his" | "their" | "its" => {
                    Agency::Pronoun
                }
                "my" | "our" | "us" | "me" => Agency::First,
                "others" | "some" | "many" | "those" | "both" | "everyone" | "all" => Agency::Nominal,
                _ => Agency::None,
            };
        }
        match self.actors.mention_at(token) {
            Some((_, m)) if m.form == MentionForm::Name => return Agency::Named,
            Some(_) => return Agency::Nominal,
            None if p.upos(token) == Upos::Noun && CODEBOOK.is("body", lemma(p, token)) => {
                return Agency::Nominal;
            }
            None => {}
        }
        match p.entity_at(token) {
            Some(e) if e.kind != gesta_syntax::EntityKind::Misc => Agency::Named,
            _ if p.upos(token) != Upos::Propn && CODEBOOK.is("quantity", lemma(p, token)) => {
                let of = clause::oblique(p, token, "of").filter(|&t| t > token && p.dep(t) == Dep::Nmod);
                of.map_or(Agency::None, |t| match self.actors.mention_at(t) {
                    Some(_) => Agency::Nominal,
                    None if CODEBOOK.is("body", lemma(p, t)) => Agency::Nominal,
                    None => Agency::None,
                })
            }
            _ => Agency::None,
        }
    }

    /// "hundreds of workers" where the parser or a rule sees only the workers.
    fn whole(&self, token: TokenId) -> TokenId {
        let p = self.parsed;
        let of = p.dep(token) == Dep::Nmod && clause::has_preposition(p, token, "of");
        let number = p.head(token).filter(|&h| of && h < token && CODEBOOK.is("quantity", lemma(p, h)));
        number.unwrap_or(token)
    }

    /// True when both phrases surely or very probably mean the same actor.
    pub(crate) fn same(&self, a: TokenId, b: TokenId) -> bool {
        if a == b {
            return true;
        }
        let p = self.parsed;
        // "Ghana and Togo say they will …"
        if p.lower(a) == "they" && p.child(b, Dep::Conj).is_some() && b < a {
            return true;
        }
        if let (Some(x), Some(y)) = (self.actors.at(a), self.actors.at(b)) {
            return x == y;
        }
        // "He said he would": a pronoun in what somebody says means the speaker unless number speaks against it.
        let pronoun = |t: TokenId| {
            p.upos(t) == Upos::Pron && matches!(p.lower(t).as_str(), "he" | "she" | "it" | "they")
        };
        let person =
            self.actors.at(b).and_then(|id| self.actors.get(id)).is_some_and(|a| a.kind == ActorKind::Person);
        if p.lower(a) == "it" && person {
            return false;
        }
        let plural = |t: TokenId| p.lower(t) == "they" || p.morph(t).plural == Some(true);
        pronoun(a) && plural(a) == plural(b)
    }

    /// The actors that a phrase names, coordinated ones too.
    pub(crate) fn actors_of(&self, token: TokenId) -> Vec<ActorId> {
        let mut ids = Vec::new();
        for t in self.parsed.conjuncts(token) {
            if let Some(id) = self.actors.at(t).filter(|id| !ids.contains(id)) {
                ids.push(id);
            }
        }
        ids
    }

    /// The time expression that covers a token.
    pub(crate) fn time_at(&self, token: TokenId) -> Option<&Time> {
        let times = &self.times.times;
        let after = times.partition_point(|t| t.tokens.start <= token.0);
        times.get(after.checked_sub(1)?).filter(|t| t.tokens.has(token))
    }

    /// True when the time may say by when something is to be done, not how long or how often.
    pub(crate) fn may_be_due(&self, time: &Time) -> bool {
        let vague = matches!(time.kind, TimexType::Set)
            || (time.kind == TimexType::Duration
                && !matches!(time.relation, Relation::Within | Relation::Until))
            || time.value == "PAST_REF"
            // "the current plan": no day; "must go now" has one
            || (time.value == "PRESENT_REF" && !self.is_at_once(time))
            || (time.relation == Relation::Since && !self.is_ahead(time))
            || self.parsed.lower(TokenId(time.tokens.start)) == "earlier"
            || time.tokens.iter().next_back().is_some_and(|t| self.parsed.lower(t) == "ago")
            || self.is_stretch(time);
        if vague {
            return false;
        }
        let end = time.phrase_days.end.or(time.phrase_days.start);
        match (self.times.published, end) {
            (Some(published), Some(end)) => end >= published,
            _ => true,
        }
    }

    fn is_at_once(&self, time: &Time) -> bool {
        time.tokens.iter().any(|t| CODEBOOK.is("at_once", &self.parsed.lower(t)))
    }

    /// True when the time begins after the article's day: "from July 1".
    fn is_ahead(&self, time: &Time) -> bool {
        matches!((self.times.published, time.phrase_days.start), (Some(now), Some(start)) if start > now)
    }

    /// "for the next five years": how long, not by when.
    pub(crate) fn is_stretch(&self, time: &Time) -> bool {
        let first = self.parsed.document().tokens_in(time.phrase).iter().next();
        let begun = match (self.times.published, time.phrase_days.start) {
            (Some(now), Some(start)) => start <= now,
            _ => time.kind == TimexType::Duration,
        };
        begun && first.is_some_and(|t| self.parsed.lower(t) == "for")
    }

    /// True for a dependent that says when rather than what.
    pub(crate) fn is_deadline_like(&self, token: TokenId) -> bool {
        self.time_at(token).is_some_and(|t| t.kind != TimexType::Set && !self.is_stretch(t))
    }

    /// True when a coordinated noun is an action of its own: "reforms and an end to the curfew".
    pub(crate) fn split_off(&self, head: TokenId, conjunct: TokenId) -> bool {
        let p = self.parsed;
        if p.upos(head) != Upos::Noun || p.upos(conjunct) != Upos::Noun {
            return false;
        }
        let own = p.children(conjunct).any(|c| matches!(p.dep(c), Dep::Det | Dep::Amod | Dep::Nmod));
        let known = |t| CODEBOOK.action(lemma(p, t)).is_some();
        own && known(conjunct) && (known(head) || p.child(conjunct, Dep::Det).is_some())
    }

    /// The words that name the participant headed by `token`; for a pronoun of the third person the name or noun
    /// that it stands for, when that is in the same sentence.
    pub(crate) fn naming(&self, token: TokenId) -> TokenSpan {
        clause::naming(self.parsed, self.whole(self.fuller(token)))
    }

    fn fuller(&self, token: TokenId) -> TokenId {
        let p = self.parsed;
        if p.upos(token) != Upos::Pron || !matches!(self.agency(token), Agency::Pronoun) {
            return token;
        }
        let Some(actor) = self.actors.at(token).and_then(|id| self.actors.get(id)) else { return token };
        let sentence = p.sentence_of(token).tokens;
        let mut before =
            actor.mentions.iter().filter(|m| sentence.has(m.head) && m.form != MentionForm::Pronoun);
        before.rfind(|m| m.head < token).map_or(token, |m| m.head)
    }
}
