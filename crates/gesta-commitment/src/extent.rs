//! The words of an action: what is to be done, without the cue, the deadline, conditions and asides.

use gesta_syntax::{Dep, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::clause::{is_clause, is_gerund, is_infinitive, own_subject, preposition, trim};
use crate::codebook::{CODEBOOK, Kind};
use crate::context::or_face;
use crate::draft::{Action, Reading};
use crate::words::lemma;

/// A dropped stretch longer than this ends the action even when more of the clause follows.
const MAX_GAP: u32 = 6;

/// The tokens of an action.
pub(crate) fn extent(r: &Reading<'_>, action: Action, parties: &[TokenId]) -> TokenSpan {
    let p = r.parsed;
    let head = action.head;
    if !action.clause {
        let mut span = p.noun_phrase(head);
        // "an apology from the airline": who gives it is a slot of its own
        let party = p.children_by(head, Dep::Nmod).find(|c| {
            parties.contains(c)
                && preposition(p, *c).is_some_and(|w| matches!(w.as_str(), "from" | "with" | "by" | "to"))
        });
        span.end = span.end.max(end_of(r, head, true, 0));
        if let Some(cut) = party.map(|c| p.subtree(c).start).filter(|&s| s > head.0) {
            span.end = span.end.min(cut);
        }
        // "there will be no talks": the talks are what is refused
        if p.lower(TokenId(span.start)) == "no" && span.start < head.0 {
            span.start += 1;
        }
        return unquoted(r, head, trim(p, span));
    }
    let mut start = head.0;
    for child in p.children(head).take_while(|&c| c < head) {
        let inside = match p.dep(child) {
            Dep::Cop => p.upos(head) != Upos::Verb,
            Dep::Advmod => action.with_subject && child.0 + 1 == start,
            Dep::AuxPass => action.with_subject,
            Dep::Aux => action.with_subject,
            // parts of a nominal predicate: "be the capital", "be on the ground"
            Dep::Det | Dep::Amod | Dep::Compound | Dep::Nummod | Dep::Case | Dep::NmodPoss => true,
            d if d.is_subject() => action.with_subject,
            _ => false,
        };
        if inside {
            start =
                start.min(if p.dep(child).is_subject() { p.full_noun_phrase(child).start } else { child.0 });
        }
    }
    let end = end_of(r, head, true, 0);
    let end = or_face(p, head).map_or(end, |or| end.min(or.0));
    unquoted(r, head, trim(p, TokenSpan::new(start, end)))
}

/// Ends an action that began inside a quotation where the quotation ends, and takes in the end of one that opens
/// inside it.
fn unquoted(r: &Reading<'_>, head: TokenId, span: TokenSpan) -> TokenSpan {
    let p = r.parsed;
    let first = TokenId(span.start);
    let is_mark = |t: TokenId| matches!(p.form(t).as_ref(), "“" | "``" | "”" | "''" | "\"");
    let inside = !span.is_empty() && r.index.is_quoted(first) && !is_mark(first);
    // “free and fair” elections: what is quoted ends before the head
    let ends = span.iter().take_while(|&t| t < head).any(is_mark);
    if let Some(mark) = span.start.checked_sub(1).map(TokenId).filter(|&m| inside && ends && is_mark(m)) {
        return TokenSpan::new(mark.0, span.end);
    }
    let mut open = 0;
    for t in span.iter() {
        match p.form(t).as_ref() {
            "“" | "``" => open += 1,
            "”" | "''" | "\"" if open > 0 => open -= 1,
            "”" | "''" => return TokenSpan::new(span.start, t.0),
            "\"" if inside => return TokenSpan::new(span.start, t.0),
            "\"" => open += 1,
            _ => {}
        }
    }
    if open == 0 {
        return span;
    }
    let rest = TokenSpan::new(span.end, p.sentence_of(first).tokens.end.min(span.end + MAX_GAP));
    let close = rest.iter().find(|&t| is_mark(t));
    close.map_or(span, |t| TokenSpan::new(span.start, t.0 + 1))
}

/// One past the last word of a phrase or clause without its relative clauses and asides.
pub(crate) fn reach(r: &Reading<'_>, head: TokenId) -> u32 {
    end_of(r, head, false, 0)
}

/// One past the last word that belongs to `head`'s phrase.
fn end_of(r: &Reading<'_>, head: TokenId, top: bool, depth: usize) -> u32 {
    let p = r.parsed;
    let mut end = head.0 + 1;
    if depth > 24 {
        return end;
    }
    for child in p.children(head).filter(|&c| c > head) {
        if is_dropped(r, child, head, top) {
            continue;
        }
        let start = p.subtree(child).start.max(head.0);
        if start > end + MAX_GAP {
            break;
        }
        let reach = end_of(r, child, false, depth + 1);
        // "drop plans to close the mine": the infinitive completes the noun
        let of_noun = || {
            let noun = p.child(head, Dep::Obj).filter(|o| start == o.0 + 1);
            noun.is_some_and(|o| CODEBOOK.entries(Kind::Noun, lemma(p, o)).next().is_some())
        };
        let purpose = top && p.dep(child) == Dep::Advcl && !is_bare(r, head) && !of_noun();
        if purpose && (start > end || reach.saturating_sub(end) > end - head.0) {
            continue;
        }
        end = end.max(reach);
    }
    end
}

/// True for a verb that nothing but a clause completes: "pay for drinking water", as some parsers read it.
fn is_bare(r: &Reading<'_>, head: TokenId) -> bool {
    let p = r.parsed;
    let completes = |c: TokenId| {
        matches!(p.dep(c), Dep::Obj | Dep::Iobj | Dep::Xcomp | Dep::Ccomp | Dep::Advmod | Dep::CompoundPrt)
            || p.dep(c) == Dep::Obl && !r.is_deadline_like(c)
    };
    p.upos(head) == Upos::Verb && !p.children(head).filter(|&c| c > head).any(completes)
}

fn is_dropped(r: &Reading<'_>, child: TokenId, head: TokenId, top: bool) -> bool {
    let p = r.parsed;
    match p.dep(child) {
        Dep::AclRelcl | Dep::AdvclRelcl | Dep::Appos | Dep::Parataxis | Dep::Punct | Dep::Discourse => true,
        d if d.is_subject() => top,
        Dep::Cc => p.children_by(head, Dep::Conj).all(|c| is_dropped(r, c, head, top)),
        // "said, days after it promised to halt the work, that …": what follows belongs to a verb further out
        Dep::Ccomp => {
            let start = p.subtree(child).start;
            let comma = [start, start.saturating_sub(1)].into_iter().any(|t| p.lower(TokenId(t)) == ",");
            top && comma && p.child(head, Dep::Obj).is_some()
        }
        // an aside with its own subject or conjunction; a purpose or manner inside the action stays when nested
        // "to help the farmers", "in speaking out": told from other clauses by their form
        Dep::Advcl => {
            own_subject(p, child).is_some()
                || !(is_infinitive(p, child)
                    || is_gerund(p, child) && top && is_bare(r, head)
                    || is_gerund(p, child) && preposition(p, child).is_some_and(|w| w == "in" || w == "by"))
        }
        Dep::Conj => {
            is_clause(p, child) && (top || own_subject(p, child).is_some()) || r.split_off(head, child)
        }
        Dep::Advmod if p.child(child, Dep::Advcl).is_some() && p.lower(child) == "soon" => true,
        Dep::Obl | Dep::OblUnmarked | Dep::Nmod | Dep::NmodUnmarked | Dep::Advmod => {
            r.is_deadline_like(child) || is_aside(r, child)
        }
        _ => false,
    }
}

/// What says when, why or where it was said rather than what is to be done: "according to …", "in return for …",
/// "after …", "in a letter".
fn is_aside(r: &Reading<'_>, token: TokenId) -> bool {
    let p = r.parsed;
    let words = |w: &str| {
        matches!(w, "according" | "amid" | "despite" | "unless" | "because" | "until" | "till" | "following")
    };
    let case = |w: &str| p.children_by(token, Dep::Case).any(|c| p.lower(c) == w);
    let after = || {
        let governor = p.head(token);
        case("after") && governor.is_none_or(|g| !CODEBOOK.is("with_after", lemma(p, g)))
    };
    p.children_by(token, Dep::Case).any(|c| words(&p.lower(c)))
        || after()
        || case("before") && is_occasion(r, token)
        || case("in") && CODEBOOK.is("message", lemma(p, token))
        || (matches!(lemma(p, token), "return" | "exchange")
            && p.upos(token) == Upos::Noun
            && p.child(token, Dep::Nmod).is_some())
}

/// True for a noun that can say when: a day, an act, something held by plan.
pub(crate) fn is_occasion(r: &Reading<'_>, noun: TokenId) -> bool {
    let word = lemma(r.parsed, noun);
    r.is_deadline_like(noun)
        || CODEBOOK.action(word).is_some()
        || CODEBOOK.is("scheduled", word)
        || CODEBOOK.is("occasion", word)
}
