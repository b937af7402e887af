//! What all rules look at, and the draft of a statement that they write.

use gesta_actor::Actors;
use gesta_syntax::{Dep, Parsed, Tense, Upos, VerbForm};
use gesta_text::{TokenId, TokenSpan};

use crate::lexicon::{Cue, Lexicon};
use crate::quote::{Quote, quotes};

/// The document with its quotations and the lexicon.
pub(crate) struct Reader<'a> {
    pub(crate) parsed: &'a Parsed,
    pub(crate) actors: &'a Actors,
    pub(crate) lexicon: &'static Lexicon,
    /// Outermost quotations in text order.
    pub(crate) quotes: Vec<Quote>,
    /// For each token the index of its quotation, [`NO_QUOTE`] outside.
    quote_at: Vec<u32>,
}

const NO_QUOTE: u32 = u32::MAX;
/// No more dependents of a word are looked at.
const WIDE: usize = 100;
/// No more governors of a word are looked at.
const DEEP: usize = 60;

/// A statement before its extents are trimmed and its speaker is resolved.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Head of the cue.
    pub(crate) head: TokenId,
    /// The cue's words.
    pub(crate) cue: TokenSpan,
    pub(crate) class: &'static str,
    /// Head and extent of the speaker.
    pub(crate) speaker: Option<(TokenId, TokenSpan)>,
    /// Head of the addressee.
    pub(crate) addressee: Option<TokenId>,
    /// What is said, not yet trimmed; empty while a quotation is looked for.
    pub(crate) content: Vec<TokenSpan>,
    /// True when the cue may take words in quotation marks.
    pub(crate) quotes: bool,
    pub(crate) unreal: bool,
    pub(crate) confidence: f32,
    pub(crate) rule: &'static str,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(parsed: &'a Parsed, actors: &'a Actors) -> Reader<'a> {
        let quotes = quotes(parsed.document());
        let mut quote_at = vec![NO_QUOTE; parsed.all_tokens().len()];
        for (i, quote) in quotes.iter().enumerate() {
            if let Some(row) = quote_at.get_mut(quote.tokens.range()) {
                row.fill(i as u32);
            }
        }
        Reader { parsed, actors, lexicon: Lexicon::get(), quotes, quote_at }
    }

    /// The outermost quotation that holds a token, marks included.
    pub(crate) fn quote_of(&self, token: TokenId) -> Option<usize> {
        self.quote_at.get(token.index()).copied().filter(|&q| q != NO_QUOTE).map(|q| q as usize)
    }

    /// Lexicon entries of a verb form.
    pub(crate) fn verb(&self, verb: TokenId) -> &'static [Cue] {
        self.lexicon.verb(&self.parsed.lower(verb))
    }

    /// The lexicon entry of a noun.
    pub(crate) fn noun(&self, noun: TokenId) -> Option<&'static Cue> {
        self.lexicon.noun(&self.parsed.lower(noun))
    }

    /// True for verbs that only carry a reporting noun.
    pub(crate) fn is_light(&self, verb: TokenId) -> bool {
        self.lexicon.is_light(&self.parsed.lower(verb))
    }

    /// The dependents of a token, in text order, as many as a sentence made by people has: a giant one may have tens of
    /// thousands, and every cue looks at its governor's.
    pub(crate) fn children(
        &self,
        token: TokenId,
    ) -> impl DoubleEndedIterator<Item = TokenId> + ExactSizeIterator + '_ {
        let all = self.parsed.children(token);
        let surplus = all.len().saturating_sub(WIDE);
        all.rev().skip(surplus).rev()
    }

    /// The dependents in relation `dep`.
    pub(crate) fn children_by(
        &self,
        token: TokenId,
        dep: Dep,
    ) -> impl DoubleEndedIterator<Item = TokenId> + '_ {
        self.children(token).filter(move |&c| self.parsed.dep(c) == dep)
    }

    /// The first dependent in relation `dep`.
    pub(crate) fn child(&self, token: TokenId, dep: Dep) -> Option<TokenId> {
        self.children_by(token, dep).next()
    }

    /// The nearest governors of a token.
    pub(crate) fn ancestors(&self, token: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        self.parsed.ancestors(token).take(DEEP)
    }

    /// True for kinds of messages in "said in a statement".
    pub(crate) fn is_message(&self, noun: TokenId) -> bool {
        self.lexicon.is_message(&self.parsed.lower(noun))
    }

    /// True for clauses marked by "that".
    pub(crate) fn opens_with_that(&self, clause: TokenId) -> bool {
        self.children_by(clause, Dep::Mark).any(|m| self.reads(m, "that"))
    }

    /// The token after `token`, within its sentence.
    pub(crate) fn next(&self, token: TokenId) -> Option<TokenId> {
        let next = TokenId(token.0 + 1);
        self.parsed.sentence_of(token).tokens.has(next).then_some(next)
    }

    /// The token before `token`, within its sentence.
    pub(crate) fn previous(&self, token: TokenId) -> Option<TokenId> {
        let previous = TokenId(token.0.checked_sub(1)?);
        self.parsed.sentence_of(token).tokens.has(previous).then_some(previous)
    }

    /// True for punctuation, brackets and symbols.
    pub(crate) fn is_punct(&self, token: TokenId) -> bool {
        self.parsed.upos(token) == Upos::Punct
            || self
                .parsed
                .document()
                .token(token)
                .span
                .of(self.parsed.text())
                .chars()
                .all(|c| !c.is_alphanumeric())
    }

    /// True when the token reads `word`, whatever its case.
    pub(crate) fn reads(&self, token: TokenId, word: &str) -> bool {
        self.parsed.form(token).eq_ignore_ascii_case(word)
    }

    /// The subject of a clause, without expletives. Words of a quotation that the verb reports are no subject of it,
    /// even where the parser joined them.
    pub(crate) fn subject(&self, verb: TokenId) -> Option<TokenId> {
        let home = self.quote_of(verb);
        let outside = |c: TokenId| {
            let quote = self.quote_of(c).filter(|q| home != Some(*q)).and_then(|q| self.quotes.get(q));
            quote.is_none_or(|q| {
                q.inner.len() <= crate::speaker::NICKNAME && self.previous(TokenId(q.tokens.start)).is_some()
            })
        };
        self.children(verb).find(|&c| {
            matches!(self.parsed.dep(c), Dep::Nsubj | Dep::NsubjPass | Dep::NsubjOuter) && outside(c)
        })
    }

    /// "He said it was late and **added** that …": true for a finite report without a subject of its own that the
    /// parser may have hung on the clause before it.
    pub(crate) fn shares_reporter(&self, verb: TokenId) -> bool {
        let parsed = self.parsed;
        parsed.dep(verb) == Dep::Conj
            && self.subject(verb).is_none()
            && parsed.morph(verb).verb_form == Some(VerbForm::Fin)
            && self.verb(verb).iter().any(|cue| cue.frames.that)
            && self.children(verb).any(|d| matches!(parsed.dep(d), Dep::Ccomp | Dep::Xcomp))
    }

    /// True for relative pronouns.
    pub(crate) fn is_relative(&self, token: TokenId) -> bool {
        self.parsed.feats(token).contains("PronType=Rel")
    }

    /// True when an infinitive marker hangs on the verb.
    pub(crate) fn is_to_infinitive(&self, verb: TokenId) -> bool {
        self.parsed
            .children(verb)
            .any(|c| c < verb && self.parsed.upos(c) == Upos::Part && self.reads(c, "to"))
    }

    /// True for gerunds and present participles without a subject or auxiliary of their own.
    pub(crate) fn is_ing(&self, verb: TokenId) -> bool {
        let ending = self.parsed.form(verb).ends_with("ing") && self.parsed.upos(verb) == Upos::Verb;
        ending && !self.children(verb).any(|c| matches!(self.parsed.dep(c), Dep::Aux | Dep::Nsubj))
    }

    /// True for finite verbs and those with an auxiliary.
    pub(crate) fn is_finite(&self, verb: TokenId) -> bool {
        let morph = self.parsed.morph(verb);
        let auxiliary = || {
            self.parsed
                .children(verb)
                .any(|c| matches!(self.parsed.dep(c), Dep::Aux | Dep::AuxPass | Dep::Cop))
        };
        match morph.verb_form {
            Some(VerbForm::Fin) => true,
            None => morph.tense == Some(Tense::Past) || auxiliary(),
            _ => auxiliary(),
        }
    }

    /// The preposition or marker that introduces a phrase or clause, in lower case.
    pub(crate) fn preposition(&self, phrase: TokenId) -> Option<TokenId> {
        let introduces = |c: &TokenId| matches!(self.parsed.dep(*c), Dep::Case | Dep::Mark) && *c < phrase;
        self.children(phrase).find(introduces)
    }

    /// True when `tokens` holds a finite verb.
    pub(crate) fn has_clause(&self, tokens: TokenSpan) -> bool {
        let verbal = |t: TokenId| matches!(self.parsed.upos(t), Upos::Verb | Upos::Aux);
        tokens.iter().any(|t| verbal(t) && self.parsed.morph(t).verb_form == Some(VerbForm::Fin))
    }

    /// The words of a cue: `head` with the auxiliaries, negation, adverbs and infinitive marker that stand directly
    /// before it, and the particle and adverbs directly after it.
    pub(crate) fn verb_group(&self, head: TokenId, particle: Option<&str>) -> TokenSpan {
        let mut span = TokenSpan::one(head);
        let mut top = head;
        while let Some(before) = self.previous(TokenId(span.start)) {
            let owner = self.parsed.head(before);
            let modifies = owner.is_some_and(|o| span.has(o)) && self.is_group_word(before);
            let governs = self.parsed.dep(top) == Dep::Xcomp
                && self.parsed.head(top) == Some(before)
                && self.carries(before);
            if governs {
                top = before;
            } else if !modifies {
                break;
            }
            span.start = before.0;
        }
        if let (Some(particle), Some(next)) = (particle, self.next(head))
            && self.reads(next, particle)
        {
            span.end = next.0 + 1;
        }
        while let Some(next) = self.next(TokenId(span.end.saturating_sub(1))) {
            let particle = self.parsed.dep(next) == Dep::CompoundPrt;
            let adverb = self.parsed.dep(next) == Dep::Advmod && self.children(next).len() == 0;
            if self.parsed.head(next) != Some(head) || !(particle || adverb) {
                break;
            }
            span.end = next.0 + 1;
        }
        span
    }

    fn is_group_word(&self, token: TokenId) -> bool {
        let adverb = || self.parsed.upos(token) == Upos::Adv || self.parsed.upos(token) == Upos::Part;
        match self.parsed.dep(token) {
            Dep::Aux | Dep::AuxPass | Dep::Cop => true,
            Dep::Advmod => adverb() && !matches!(self.parsed.lemma(token), "when" | "how" | "why" | "where"),
            Dep::Mark => self.reads(token, "to"),
            _ => false,
        }
    }

    /// Verbs that pass an infinitive on without being a cue themselves: "went on to say", "tried to deny".
    fn carries(&self, verb: TokenId) -> bool {
        self.parsed.upos(verb) == Upos::Verb && !self.verb(verb).iter().any(|c| c.frames.inf)
    }

    /// True when the cue is negated, modal or conditional: what it reports was not, or not surely, said.
    pub(crate) fn is_unreal(&self, head: TokenId) -> bool {
        let doubts = |c: TokenId| match self.parsed.dep(c) {
            Dep::Aux => matches!(
                self.parsed.lemma(c),
                "would" | "could" | "might" | "may" | "should" | "must" | "can" | "ought"
            ),
            Dep::Mark => self.reads(c, "if") || self.reads(c, "unless"),
            _ => false,
        };
        let refused = |g: TokenId| {
            self.parsed.dep(head) == Dep::Xcomp && self.verb(g).iter().any(|c| c.class == "refused")
        };
        self.parsed.is_negated(head)
            || self.children(head).any(doubts)
            || self.parsed.head(head).is_some_and(refused)
    }
}
