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
    /// Where "in a letter shared" begins, outside quotations.
    sent: Vec<u32>,
    /// Where what is said ends because a participle after a comma goes on with the report, outside quotations.
    more: Vec<u32>,
    /// Commas, and dashes with space on both sides.
    pauses: Vec<u32>,
}

const NO_QUOTE: u32 = u32::MAX;
/// No more dependents of a word are looked at.
const WIDE: usize = 100;
/// "Whether he still intends": this many clauses around a cue may make it unreal.
const CLAUSES: usize = 3;
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

impl Draft {
    /// True when words in quotation marks are, or may become, its content.
    pub(crate) fn quotes_words(&self, reader: &Reader) -> bool {
        self.content.first().is_none_or(|p| reader.quote_of(TokenId(p.start)).is_some()) && self.quotes
    }
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
        let mut reader = Reader {
            parsed,
            actors,
            lexicon: Lexicon::get(),
            quotes,
            quote_at,
            sent: Vec::new(),
            more: Vec::new(),
            pauses: Vec::new(),
        };
        let last = parsed.all_tokens().len() as u32;
        reader.sent = (0..last).filter(|&t| reader.is_sent(TokenId(t))).collect();
        reader.pauses =
            (0..last).filter(|&t| reader.is_comma(t) || reader.is_spaced_dash(TokenId(t))).collect();
        let adds =
            |t: u32| reader.goes_on(TokenId(t)).then(|| if reader.is_comma(t - 1) { t - 1 } else { t });
        reader.more = (1..last).filter_map(adds).collect();
        reader
    }

    /// "said it was late, **adding** that": a participle that goes on with the report of the clause before it.
    pub(crate) fn goes_on(&self, verb: TokenId) -> bool {
        self.parsed.form(verb).ends_with("ing")
            && self.quote_of(verb).is_none()
            && self.verb(verb).iter().any(|c| c.frames.more)
            && self.previous(verb).is_some_and(|p| self.is_comma(p.0) || self.closes_after_comma(p))
    }

    /// Commas and spaced dashes in `tokens`.
    pub(crate) fn pauses_in(&self, tokens: TokenSpan) -> impl Iterator<Item = TokenId> + '_ {
        let first = self.pauses.partition_point(|&t| t < tokens.start);
        let rest = self.pauses.get(first..).unwrap_or(&[]).iter();
        rest.take_while(move |&&t| t < tokens.end).map(|&t| TokenId(t))
    }

    fn is_spaced_dash(&self, token: TokenId) -> bool {
        let span = self.parsed.document().token(token).span;
        let text = self.parsed.text();
        let space = |c: Option<char>| c.is_some_and(char::is_whitespace);
        let dash = matches!(span.of(text), "-" | "--" | "–" | "—");
        dash && space(text.get(..span.start as usize).and_then(|t| t.chars().next_back()))
            && space(text.get(span.end as usize..).and_then(|t| t.chars().next()))
    }

    fn is_comma(&self, token: u32) -> bool {
        self.reads(TokenId(token), ",")
    }

    /// The mark that closes a quotation with a comma before it.
    pub(crate) fn closes_after_comma(&self, mark: TokenId) -> bool {
        let quote = self.quote_of(mark).and_then(|q| self.quotes.get(q));
        quote.is_some_and(|q| q.tokens.end == mark.0 + 1 && self.ends_with_comma(q))
    }

    /// Where in `tokens` a participle begins to go on with a report; the comma before it is not what is said.
    pub(crate) fn first_more(&self, tokens: TokenSpan) -> Option<TokenId> {
        let first = self.more.partition_point(|&t| t < tokens.start);
        self.more.get(first).copied().filter(|&t| t < tokens.end).map(TokenId)
    }

    /// "**in** a letter shared with us"
    fn is_sent(&self, token: TokenId) -> bool {
        let words = || {
            let article = self.next(token)?;
            let noun = self.next(article)?;
            Some((article, noun, self.next(noun)?))
        };
        self.reads(token, "in")
            && self.quote_of(token).is_none()
            && words().is_some_and(|(article, noun, participle)| {
                (self.reads(article, "a") || self.reads(article, "an"))
                    && self.is_message(noun)
                    && self.lexicon.is_sending(&self.parsed.lower(participle))
            })
    }

    /// The first place in `tokens` where it is told in what message something was sent.
    pub(crate) fn first_sent(&self, tokens: TokenSpan) -> Option<TokenId> {
        let first = self.sent.partition_point(|&t| t < tokens.start);
        self.sent.get(first).copied().filter(|&t| t < tokens.end).map(TokenId)
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

    /// "**But** exams would be postponed, the ministry said": the reporter's link to the sentence before.
    pub(crate) fn links(&self, token: TokenId) -> bool {
        let opens = self.previous(token).is_none() && self.quote_of(token).is_none();
        opens && (self.parsed.dep(token) == Dep::Cc || self.reads(token, "however"))
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
        // "It ordered that …" is no expletive.
        let acts = || !self.parsed.is_passive(verb) && self.verb(verb).iter().any(|c| c.frames.quote);
        let mut subjects = self.children(verb).filter(|&c| {
            matches!(self.parsed.dep(c), Dep::Nsubj | Dep::NsubjPass | Dep::NsubjOuter) && outside(c)
        });
        let first = subjects.next();
        let second = subjects.next();
        // Where the parser found two, one is a word of what is said: the subject stands next to its verb.
        let beside = |c: &TokenId| {
            let words = self.parsed.subtree(*c);
            let parted = self.previous(TokenId(words.start)).is_none_or(|p| self.is_punct(p));
            parted && words.end == self.verb_group(verb, None).start || words.start == verb.0 + 1
        };
        let nearest = second.and_then(|s| first.into_iter().chain([s]).chain(subjects).find(beside));
        nearest.or(first).or_else(|| self.child(verb, Dep::Expl).filter(|&c| c < verb && acts()))
    }

    /// "He said it was late and **added** that …": true for a finite report without a subject of its own that the
    /// parser may have hung on the clause before it. What is not speech, or has no clause, shares the reporter only when
    /// it has his tense and the clause another: "said that men had fled and appealed for help".
    pub(crate) fn shares_reporter(&self, verb: TokenId) -> bool {
        let parsed = self.parsed;
        let clause = parsed.head(verb).filter(|_| parsed.dep(verb) == Dep::Conj);
        let Some(reporter) = clause.and_then(|c| parsed.head(c)) else { return false };
        let told = |d: TokenId| matches!(parsed.dep(d), Dep::Ccomp | Dep::Xcomp);
        let mut cues = self.verb(verb).iter().filter(|cue| cue.particle.is_none());
        let speech = |cue: &Cue| cue.frames.that && !crate::worth::is_private(cue.class);
        let finite = parsed.morph(verb).verb_form == Some(VerbForm::Fin) || self.is_finite(verb);
        let tense = self.tense(verb);
        let shifts = tense == self.tense(reporter) && clause.is_some_and(|c| self.tense(c) != tense);
        let reports =
            cues.any(|cue| shifts && cue.frames.quote || speech(cue) && self.children(verb).any(told));
        self.subject(verb).is_none() && finite && reports
    }

    /// The tense of a finite clause with what its auxiliaries make of it: "says" and "has said" are present, "said" is
    /// past, "had said" and "would say" are shifted.
    fn tense(&self, verb: TokenId) -> (Option<Tense>, bool) {
        let auxiliary = self.children(verb).find(|&c| matches!(self.parsed.dep(c), Dep::Aux | Dep::Cop));
        (self.parsed.morph(auxiliary.unwrap_or(verb)).tense, self.is_shifted(verb))
    }

    /// "had come", "would come": as a report in the past tells what came before or after it.
    pub(crate) fn is_shifted(&self, verb: TokenId) -> bool {
        self.children_by(verb, Dep::Aux).any(|a| self.reads(a, "had") || self.reads(a, "would"))
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
        let reports = |c: &Cue| c.frames.inf || c.frames.passive_inf && self.parsed.is_passive(verb);
        self.parsed.upos(verb) == Upos::Verb && !self.verb(verb).iter().any(reports)
    }

    /// True under a modal verb: "would say", "must support".
    pub(crate) fn is_modal(&self, head: TokenId) -> bool {
        self.children_by(head, Dep::Aux).any(|c| {
            matches!(
                self.parsed.lemma(c),
                "would" | "could" | "might" | "may" | "should" | "must" | "can" | "ought" | "will" | "shall"
            )
        })
    }

    /// True when the cue is negated, modal, conditional, or stands in a question or a demand: what it reports was not,
    /// or not surely, said.
    pub(crate) fn is_unreal(&self, head: TokenId) -> bool {
        let parsed = self.parsed;
        let sentence = parsed.sentence_of(head).tokens;
        let asked = || {
            let auxiliary = self.children_by(head, Dep::Aux).next();
            let inverted = auxiliary.is_some_and(|a| self.subject(head).is_some_and(|s| a < s && s < head));
            let quoted =
                self.quote_of(head).and_then(|q| self.quotes.get(q)).map_or(u32::MAX, |q| q.inner.end);
            let last = TokenId(sentence.end.min(quoted).saturating_sub(1));
            inverted && self.reads(last, "?")
        };
        let open = |t: TokenId| {
            self.children_by(t, Dep::Mark)
                .any(|m| self.reads(m, "if") || self.reads(m, "unless") || self.reads(m, "whether"))
        };
        let mut clauses = std::iter::once(head).chain(self.ancestors(head)).take(CLAUSES);
        let claused = |t: TokenId| match parsed.dep(t) {
            Dep::Ccomp => parsed
                .head(t)
                .is_some_and(|g| self.verb(g).iter().any(|c| c.class == "ordered" && c.frames.that)),
            Dep::Xcomp => parsed.head(t).is_some_and(|g| self.verb(g).iter().any(|c| c.class == "refused")),
            _ => false,
        };
        let future = |c: TokenId| matches!(parsed.lemma(c), "will" | "shall");
        let modal = self.is_modal(head) && !self.children_by(head, Dep::Aux).any(future);
        parsed.is_negated(head) || modal || asked() || claused(head) || clauses.any(open)
    }
}
