//! Who speaks, and to whom: from syntax.

use gesta_actor::MentionForm;
use gesta_syntax::{Dep, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::lexicon::Frames;
use crate::reader::Reader;

/// How many governors are climbed in search of a subject.
const CLIMB: usize = 5;
/// A speaker recognised without the parser has at most this many tokens.
const BARE: usize = 24;
/// A quotation of more tokens than this is no nickname and never part of a speaker.
pub(crate) const NICKNAME: usize = 4;

/// A speaker: the head of its noun phrase and the whole phrase with appositions.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Speaker {
    pub(crate) head: TokenId,
    pub(crate) span: TokenSpan,
}

impl Speaker {
    pub(crate) fn pair(self) -> (TokenId, TokenSpan) {
        (self.head, self.span)
    }
}

impl Reader<'_> {
    /// The speaker of an active verb or predicate: its subject, or the one it shares with the clause it hangs on.
    pub(crate) fn speaker_of(&self, verb: TokenId) -> Option<Speaker> {
        let parsed = self.parsed;
        let home = self.quote_of(verb);
        if let Some(quoted) = self.quoted_as(verb) {
            return Some(self.phrase(quoted, Some(verb)));
        }
        if let Some(report) = self.report_before(verb) {
            return self.speaker_of(report);
        }
        let mut at = verb;
        for _ in 0..CLIMB {
            // Words of a quotation that the report follows do not tell who reports.
            let foreign = self.quote_of(at).is_some() && self.quote_of(at) != home;
            if let Some(subject) = self.subject(at).filter(|_| !foreign) {
                return Some(
                    self.beside_relative(subject, at).unwrap_or_else(|| self.phrase(subject, Some(at))),
                );
            }
            let governor = parsed.head(at)?;
            match parsed.dep(at) {
                Dep::Ccomp if foreign => at = governor,
                Dep::Conj if parsed.dep(governor) == Dep::Ccomp && self.shares_reporter(at) => {
                    at = parsed.head(governor)?
                }
                Dep::Xcomp => {
                    let controls = self.verb(governor).iter().any(|c| c.frames.obj_inf);
                    let object = self.child(governor, Dep::Obj).or_else(|| self.child(governor, Dep::Iobj));
                    if let Some(object) = object.filter(|o| *o < at && controls) {
                        return Some(self.phrase(object, Some(governor)));
                    }
                    at = governor;
                }
                Dep::Acl => return self.of_noun(governor),
                Dep::Conj | Dep::Advcl | Dep::Parataxis => at = governor,
                _ => return None,
            }
        }
        None
    }

    /// "The agency quoted **the minister** as saying": whose words the participle `verb` reports.
    pub(crate) fn quoted_as(&self, verb: TokenId) -> Option<TokenId> {
        let parsed = self.parsed;
        let governor = parsed.head(verb).filter(|_| self.is_quoted_as(verb))?;
        let object = |dep| self.child(governor, dep).filter(|&o| o < verb);
        match parsed.is_passive(governor) {
            true => self.subject(governor),
            false => object(Dep::Obj).or_else(|| object(Dep::Iobj)),
        }
    }

    /// "as saying": a participle that reports, marked by "as".
    pub(crate) fn is_quoted_as(&self, verb: TokenId) -> bool {
        let reports = self.verb(verb).iter().any(|c| c.frames.that && c.frames.quote);
        let marked = self.previous(verb).is_some_and(|p| self.reads(p, "as"));
        reports && marked && self.parsed.form(verb).ends_with("ing")
    }

    /// "The men were killed, the army has **said**, blaming rebels": the report that ends right before the comma before a
    /// participle.
    fn report_before(&self, verb: TokenId) -> Option<TokenId> {
        let reports = |v: &TokenId| self.verb(*v).iter().any(|c| c.frames.that && c.frames.quote);
        let parts = |c: &TokenId| self.reads(*c, ",") || self.closes_after_comma(*c);
        let comma = self.previous(verb).filter(parts).filter(|_| self.is_ing(verb))?;
        let adjacent = self.previous(comma).filter(reports).filter(|&v| self.subject(v).is_some());
        adjacent.or_else(|| self.ancestors(verb).find(reports).filter(|&v| v < verb && self.goes_on(verb)))
    }

    /// "which **advocates** say helps": the words between a relative pronoun and the verb, when the parser took the
    /// pronoun for the subject.
    fn beside_relative(&self, subject: TokenId, verb: TokenId) -> Option<Speaker> {
        let words = TokenSpan::new(subject.0 + 1, self.verb_group(verb, None).start);
        let fits = self.is_relative(subject) && words.start < words.end;
        let span = self.bare_phrase(words).filter(|s| fits && s.start == words.start)?;
        Some(Speaker { head: self.parsed.head_of(span)?, span })
    }

    /// The speaker of what a noun says ("a statement saying that …"): who issues it, or the noun itself.
    fn of_noun(&self, noun: TokenId) -> Option<Speaker> {
        let parsed = self.parsed;
        let governor = parsed.head(noun).filter(|_| parsed.dep(noun) == Dep::Obj);
        let issuer = governor.filter(|g| self.is_light(*g)).and_then(|g| self.subject(g));
        if let (Some(issuer), Some(governor)) = (issuer, governor) {
            return Some(self.phrase(issuer, Some(governor)));
        }
        Some(self.phrase(noun, None)).map(|s| {
            let clause =
                self.children_by(noun, Dep::Acl).next().map_or(s.span.end, |c| parsed.subtree(c).start);
            Speaker { span: TokenSpan::new(s.span.start, s.span.end.min(clause).max(noun.0 + 1)), ..s }
        })
    }

    /// `words` without punctuation at their start, when they can only be a noun phrase: they stand in one sentence
    /// outside quotation marks, begin with a noun or its modifiers, and hold no verb.
    pub(crate) fn bare_phrase(&self, words: TokenSpan) -> Option<TokenSpan> {
        use Upos::*;
        let parsed = self.parsed;
        let first = words.iter().find(|&t| !self.is_punct(t))?;
        let starts = matches!(parsed.upos(first), Noun | Propn | Det | Pron | Adj | Num);
        let nominal =
            |t: TokenId| self.quote_of(t).is_none() && !matches!(parsed.upos(t), Verb | Aux | Sconj);
        let holds_name = words.iter().any(|t| matches!(parsed.upos(t), Noun | Propn | Pron));
        let fits = starts && holds_name && words.len() <= BARE && words.iter().all(nominal);
        let fits = fits && parsed.sentence_of(first).tokens.has(TokenId(words.end - 1));
        fits.then(|| TokenSpan::new(first.0, words.end))
    }

    /// The speaker of a verb that the parser found none for: all words of the sentence before the cue.
    pub(crate) fn speaker_before(&self, cue: TokenSpan) -> Option<Speaker> {
        let sentence = self.parsed.sentence_of(TokenId(cue.start)).tokens;
        // "on trucks they believe belong to the army"
        let pronoun = self.previous(TokenId(cue.start)).filter(|&p| self.parsed.upos(p) == Upos::Pron);
        if let Some(head) = pronoun {
            return Some(Speaker { head, span: TokenSpan::one(head) });
        }
        // A name may hold a verb: "Save the Children says".
        let words = TokenSpan::new(sentence.start.max(cue.start.saturating_sub(BARE as u32)), cue.start);
        let named = self.actors.within(words).find_map(|(head, _)| {
            let (_, mention) = self.actors.mention_at(head)?;
            let ends = mention.form == MentionForm::Name && mention.tokens.end == cue.start;
            ends.then_some(Speaker { head, span: mention.tokens })
        });
        if named.is_some() {
            return named;
        }
        let span = self.bare_phrase(TokenSpan::new(sentence.start, cue.start))?;
        Some(Speaker { head: self.parsed.head_of(span)?, span })
    }

    /// The agent of a passive verb.
    pub(crate) fn agent(&self, verb: TokenId) -> Option<Speaker> {
        let parsed = self.parsed;
        let by = |c: &TokenId| {
            matches!(parsed.dep(*c), Dep::OblAgent | Dep::Obl)
                && self.preposition(*c).is_some_and(|p| self.reads(p, "by"))
        };
        self.children(verb).find(by).map(|agent| self.phrase(agent, None))
    }

    /// The possessor of a noun, or who a phrase with "by" or "from" names.
    pub(crate) fn possessor(&self, noun: TokenId) -> Option<Speaker> {
        let parsed = self.parsed;
        let of = |c: &TokenId| {
            parsed.dep(*c) == Dep::Nmod
                && self.preposition(*c).is_some_and(|p| self.reads(p, "by") || self.reads(p, "from"))
        };
        let possessor = self.child(noun, Dep::NmodPoss).or_else(|| self.children(noun).find(of))?;
        Some(self.phrase(possessor, None))
    }

    /// The noun phrase headed by `head` with its modifiers, appositions and relative clauses, without a preposition
    /// before it or a possessive ending after it. With `verb`, it never reaches over that verb, and the comma that
    /// closes an apposition before the verb belongs to it.
    pub(crate) fn phrase(&self, head: TokenId, verb: Option<TokenId>) -> Speaker {
        let parsed = self.parsed;
        let mut span = parsed.subtree(head);
        for child in self.children(head) {
            match parsed.dep(child) {
                Dep::Case if child < head => span.start = span.start.max(child.0 + 1),
                Dep::Case => span.end = span.end.min(child.0),
                Dep::Parataxis if child > head => {
                    span.end = span.end.min(parsed.subtree(child).start).max(head.0 + 1)
                }
                _ => {}
            }
        }
        if let Some(verb) = verb {
            if verb < head {
                span.start = span.start.max(verb.0 + 1);
            } else {
                span.end = self.whole_name(head, span, self.verb_group(verb, None).start.min(verb.0));
            }
        }
        span.end = self.without_deed(head, span);
        // "said party spokeswoman Ada King": a name that the parser hung elsewhere.
        let named = |t: TokenId| parsed.upos(t) == Upos::Propn && parsed.sentence_of(head).tokens.has(t);
        let noun = span.end == head.0 + 1 && matches!(parsed.upos(head), Upos::Noun | Upos::Propn);
        while noun
            && verb.is_some_and(|v| v < head)
            && (TokenId(span.end).index() < parsed.all_tokens().len())
            && named(TokenId(span.end))
        {
            span.end += 1;
        }
        let comma = self.previous(head).is_some_and(|p| self.reads(p, ","));
        if comma && parsed.upos(head) == Upos::Pron {
            span.start = span.start.max(head.0); // "in a good year, he said"
        }
        span = self.without_quotes(head, span);
        let punct =
            |t: u32| self.is_punct(TokenId(t)) && !parsed.form(TokenId(t)).starts_with(['(', '@', '#', '$']);
        while span.start < head.0 && punct(span.start) {
            span.start += 1;
        }
        while span.end > head.0 + 1
            && punct(span.end - 1)
            && !parsed.form(TokenId(span.end - 1)).starts_with([')', ']'])
        {
            span.end -= 1;
        }
        let closing = TokenId(span.end);
        let inner_comma = span.iter().any(|t| self.reads(t, ","));
        if inner_comma && verb.is_some_and(|v| closing < v) && self.reads(closing, ",") && !self.lists(head) {
            span.end += 1;
        }
        Speaker { head, span }
    }

    /// "Party nominee **Ada King** said", where the parser hung the name elsewhere: the end of a subject that stands before its
    /// verb, at most `limit`, with the name that fills the words between them.
    fn whole_name(&self, head: TokenId, span: TokenSpan, limit: u32) -> u32 {
        let rest = TokenSpan::new(span.end, limit.max(span.end));
        let noun = matches!(self.parsed.upos(head), Upos::Noun | Upos::Propn) && head.0 + 1 == span.end;
        let noun = noun && !self.lexicon.is_time(&self.parsed.lower(head));
        let named = rest.len() < CLIMB && rest.iter().all(|t| self.parsed.upos(t) == Upos::Propn);
        if noun && named { rest.end } else { span.end.min(limit) }
    }

    /// "Karim, **pointing at the map**, said": the end of a speaker without what he does meanwhile.
    fn without_deed(&self, head: TokenId, span: TokenSpan) -> u32 {
        let parsed = self.parsed;
        let meanwhile = |c: &TokenId| {
            let words = self.without_comma(parsed.subtree(*c));
            let set_off = self.previous(TokenId(words.start)).is_some_and(|t| self.reads(t, ","));
            *c > head && matches!(parsed.dep(*c), Dep::Acl | Dep::Advcl) && self.is_ing(*c) && set_off
        };
        let deed = self.children(head).rev().find(meanwhile).map(|c| self.without_comma(parsed.subtree(c)));
        let last = deed.filter(|d| d.end + 1 >= span.end);
        last.map_or(span.end, |d| (d.start - 1).max(head.0 + 1))
    }

    /// `words` without a comma at their start.
    fn without_comma(&self, words: TokenSpan) -> TokenSpan {
        let comma = self.reads(TokenId(words.start), ",");
        TokenSpan::new(words.start + u32::from(comma), words.end)
    }

    /// True for coordinations, whose commas are no parentheses.
    fn lists(&self, head: TokenId) -> bool {
        self.child(head, Dep::Conj).is_some()
    }

    fn without_quotes(&self, head: TokenId, mut span: TokenSpan) -> TokenSpan {
        let own = self.quote_of(head);
        let first = self.quotes.partition_point(|q| q.tokens.end <= span.start);
        let end = span.end;
        let within = self.quotes.iter().enumerate().skip(first).take_while(|(_, q)| q.tokens.start < end);
        for (i, quote) in within {
            if own == Some(i) {
                span.start = span.start.max(quote.inner.start);
                span.end = span.end.min(quote.inner.end);
            } else if quote.inner.len() > NICKNAME {
                if quote.tokens.start > head.0 {
                    span.end = span.end.min(quote.tokens.start);
                    break;
                }
                span.start = span.start.max(quote.tokens.end.min(head.0));
            }
        }
        span
    }

    /// To whom the verb reports: its indirect object, the object of "tell" and the like, or a phrase with "to".
    pub(crate) fn addressee(&self, verb: TokenId, frames: &Frames) -> Option<TokenId> {
        let parsed = self.parsed;
        let to = |c: &TokenId| {
            parsed.dep(*c) == Dep::Obl
                && frames.that
                && matches!(parsed.upos(*c), Upos::Propn | Upos::Noun | Upos::Pron)
                && self.preposition(*c).is_some_and(|p| self.reads(p, "to"))
        };
        parsed
            .child(verb, Dep::Iobj)
            .or_else(|| self.child(verb, Dep::Obj).filter(|_| frames.addressee))
            .or_else(|| self.child(verb, Dep::NsubjPass).filter(|_| frames.addressee))
            .or_else(|| self.children(verb).find(to))
    }
}
