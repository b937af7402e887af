//! Does the cue count? Negation, doubt, habit, questions; and who reports it.

use gesta_syntax::{Dep, Mood, Parsed, Tense, Upos, VerbForm};
use gesta_text::{TokenId, TokenSpan};

use crate::clause::{is_gerund, is_infinitive, modal, own_subject, subject};
use crate::codebook::{CODEBOOK, Kind};
use crate::draft::Reading;
use crate::words::lemma;

/// How far governors are asked.
const MAX_CLIMB: usize = 8;
/// How many tokens after a clause a report set off by commas may come.
const ASIDE_REACH: u32 = 80;

/// Whether a verb or adjective cue reports an act that took place (or takes place): a factor for its weight, `None`
/// when it does not.
pub(crate) fn reality(r: &Reading<'_>, cue: TokenId) -> Option<f32> {
    let p = r.parsed;
    if is_negated(p, cue) {
        return None;
    }
    let mut factor = match modal(p, cue) {
        None | Some("will" | "shall") => 1.0,
        Some("would") if attribution(r, cue).is_some() => 0.8,
        Some("must" | "should") => 0.6,
        Some(_) => return None,
    };
    if has_adverb(p, cue, "habit") || has_adverb(p, cue, "guess") {
        factor *= 0.5;
    }
    if is_question(p, cue) {
        factor *= 0.4;
    }
    Some(factor * governed(r, cue)?)
}

/// What the governors of a clause leave of its reality.
pub(crate) fn governed(r: &Reading<'_>, clause: TokenId) -> Option<f32> {
    let p = r.parsed;
    let mut at = clause;
    let mut factor = 1.0_f32;
    for _ in 0..MAX_CLIMB {
        let mark = |c: TokenId| {
            matches!(p.dep(c), Dep::Mark | Dep::Case | Dep::Advmod)
                && c < at
                && CODEBOOK.is("unreal_marks", &p.lower(c))
        };
        if p.children(at).any(mark) {
            return None;
        }
        let Some(head) = p.head(at) else { break };
        let governor = lemma(p, head);
        match p.dep(at) {
            Dep::Xcomp if is_infinitive(p, at) => {
                let unreal = CODEBOOK.is("unreal", governor) || CODEBOOK.is("deny", governor);
                // "might lead farmers to ask for more"
                let possible = matches!(modal(p, head), Some("may" | "might" | "could" | "can"));
                if unreal || possible || is_negated(p, head) {
                    return None;
                }
                factor *= 0.8;
            }
            // "fell short of promising", where the adverb does not govern the gerund
            Dep::Xcomp | Dep::Advcl if p.children(head).any(|c| c < at && p.lower(c) == "short") => {
                return None;
            }
            Dep::Xcomp | Dep::Advcl if CODEBOOK.is("deny", governor) && !has_own_subject(p, at) => {
                return None;
            }
            // "a condition for agreeing", "the risk of threatening"
            Dep::Acl
                if is_gerund(p, at)
                    && p.children(at)
                        .any(|c| matches!(p.lower(c).as_str(), "for" | "of") && p.dep(c) == Dep::Mark) =>
            {
                return None;
            }
            Dep::Acl if is_infinitive(p, at) => {
                if CODEBOOK.is("unreal", governor) || CODEBOOK.entries(Kind::Noun, governor).next().is_some()
                {
                    return None;
                }
                factor *= 0.7;
            }
            // "it is hard for them to agree"
            Dep::Csubj if is_infinitive(p, at) => return None,
            // "will not give up or agree"
            Dep::Conj
                if is_negated(p, head)
                    && own_subject(p, at).is_none()
                    && p.children_by(at, Dep::Cc).any(|c| p.lower(c) != "but") =>
            {
                return None;
            }
            Dep::Ccomp | Dep::Csubj => {
                // "suppose he refused"
                let supposed = matches!(governor, "suppose" | "imagine") && own_subject(p, head).is_none();
                if is_negated(p, head) || CODEBOOK.is("deny", governor) || supposed {
                    return None;
                }
                if CODEBOOK.is("forecast", governor) {
                    factor *= 0.6;
                }
                if matches!(modal(p, head), Some("may" | "might" | "could" | "can")) {
                    factor *= 0.7;
                }
            }
            // "whether it will help, having promised to": an adverbial clause stands on its own
            Dep::Advcl if !is_infinitive(p, at) => break,
            Dep::Conj | Dep::Parataxis | Dep::Advcl | Dep::AclRelcl | Dep::Acl | Dep::Xcomp => {}
            _ => break,
        }
        at = head;
    }
    Some(factor)
}

/// "nobody", "no ship".
pub(crate) fn is_negative(p: &Parsed, subject: TokenId) -> bool {
    matches!(p.lower(subject).as_str(), "nobody" | "none" | "nothing" | "neither" | "no-one")
        || p.children_by(subject, Dep::Det).any(|d| matches!(p.lower(d).as_str(), "no" | "neither"))
}

/// "not", "never", "no longer" on the verb, "nobody" or "no …" as its subject.
pub(crate) fn is_negated(p: &Parsed, verb: TokenId) -> bool {
    let words = |c: TokenId| {
        p.dep(c) == Dep::Advmod
            && matches!(p.lower(c).as_str(), "not" | "n't" | "n’t" | "never" | "hardly" | "nor")
    };
    // the "not" of "vowed not to leave" negates the leaving
    let next_is_to = |c: TokenId| {
        c > verb && p.document().tokens().len() > c.index() + 1 && p.lower(TokenId(c.0 + 1)) == "to"
    };
    let longer = |c: TokenId| p.lower(c) == "longer" && p.dep(c) == Dep::Advmod;
    p.children(verb).any(|c| words(c) && !next_is_to(c) || longer(c))
        || own_subject(p, verb).is_some_and(|s| is_negative(p, s))
}

/// The "or" of "pay the fine or face closure", which says what follows when the demand is not met; looked for in the
/// words, since parsers take "face" for a noun.
pub(crate) fn or_face(p: &Parsed, action: TokenId) -> Option<TokenId> {
    let words = p.subtree(action);
    let or = |t: &TokenId| {
        p.lower(*t) == "or"
            && words.has(TokenId(t.0 + 1))
            && matches!(p.lower(TokenId(t.0 + 1)).as_str(), "face" | "risk")
    };
    words.iter().filter(|&t| t > action).find(or)
}

/// "not to leave", whichever verb the parser gave the "not".
pub(crate) fn is_not_to(p: &Parsed, infinitive: TokenId) -> bool {
    let mark = p.children(infinitive).find(|&c| p.dep(c) == Dep::Mark && p.lower(c) == "to");
    let before = mark.and_then(|m| m.0.checked_sub(1)).map(TokenId);
    before.is_some_and(|t| matches!(p.lower(t).as_str(), "not" | "never"))
}

fn has_own_subject(p: &Parsed, verb: TokenId) -> bool {
    own_subject(p, verb).is_some()
}

/// True when an adverb of the clause is on that list.
pub(crate) fn has_adverb(p: &Parsed, verb: TokenId, list: &str) -> bool {
    p.children_by(verb, Dep::Advmod).any(|c| CODEBOOK.is(list, &p.lower(c)))
}

/// True when the sentence of the token is a question.
pub(crate) fn is_question(p: &Parsed, token: TokenId) -> bool {
    let tokens = p.sentence_of(token).tokens;
    tokens.iter().rev().take(3).any(|t| p.lower(t) == "?")
}

/// The report that a clause stands in: the verb that reports and its subject.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Attribution {
    pub(crate) verb: TokenId,
    pub(crate) speaker: Option<TokenId>,
}

/// Who is said to say the clause: "X said that …", "…, X said", "according to X".
pub(crate) fn attribution(r: &Reading<'_>, clause: TokenId) -> Option<Attribution> {
    governing_report(r, clause).or_else(|| aside(r, clause))
}

/// "…, the mayor said, …": a report set off by a comma, wherever the parser attached it.
fn aside(r: &Reading<'_>, clause: TokenId) -> Option<Attribution> {
    let p = r.parsed;
    let sentence = p.sentence_of(clause).tokens;
    let verb = TokenSpan::new(clause.0 + 1, sentence.end.min(clause.0 + ASIDE_REACH))
        .iter()
        .filter(|&t| is_report(p, t))
        .find(|&t| {
            let Some(speaker) = own_subject(p, t).filter(|&s| s > clause) else { return false };
            let start = p.full_noun_phrase(speaker).start;
            let comma = start.checked_sub(1).is_some_and(|b| {
                matches!(p.form(TokenId(b)).as_ref(), "," | "-" | "--" | "–" | "—" | "”" | "\"" | "''")
            });
            let whole = p
                .children(t)
                .all(|c| !matches!(p.dep(c), Dep::Obj | Dep::Ccomp | Dep::Xcomp | Dep::Mark) || c < clause);
            comma
                && whole
                && speaker < t
                && !p.is_within(clause, t)
                && p.children(t).all(|c| p.lower(c) != "who")
        })?;
    Some(Attribution { verb, speaker: own_subject(p, verb) })
}

fn governing_report(r: &Reading<'_>, clause: TokenId) -> Option<Attribution> {
    let p = r.parsed;
    let mut at = clause;
    let mut beside = None;
    for _ in 0..MAX_CLIMB {
        // "Nine died, doctors said, and the king vowed to …": what has a subject of its own after it is not theirs
        let aside = p
            .children_by(at, Dep::Parataxis)
            .find(|&c| is_report(p, c) && beside.is_none_or(|b| c > b || own_subject(p, b).is_none()));
        if let Some(verb) = aside {
            return Some(Attribution { verb, speaker: own_subject(p, verb) });
        }
        let source = |c: TokenId| {
            matches!(p.dep(c), Dep::Obl | Dep::Nmod) && p.children(c).any(|k| p.lower(k) == "according")
        };
        if let Some(speaker) = p.children(at).find(|&c| source(c)) {
            return Some(Attribution { verb: speaker, speaker: Some(speaker) });
        }
        let head = p.head(at)?;
        match p.dep(at) {
            Dep::Ccomp | Dep::Csubj | Dep::CsubjPass if is_report(p, head) => {
                return Some(Attribution { verb: head, speaker: subject(p, head) });
            }
            // "told the crew after the storm that …": the parser may hang the clause on the storm
            Dep::Acl
                if p.children(at).any(|c| c < at && p.dep(c) == Dep::Mark && p.lower(c) == "that")
                    && matches!(p.dep(head), Dep::Obl | Dep::Iobj | Dep::Obj)
                    && p.head(head).is_some_and(|v| is_report(p, v)) =>
            {
                let verb = p.head(head)?;
                return Some(Attribution { verb, speaker: subject(p, verb) });
            }
            // a quotation that the parser made the head of "said", or "said" a conjunct of it
            Dep::Parataxis if is_report(p, head) => {
                return Some(Attribution { verb: head, speaker: subject(p, head) });
            }
            Dep::Ccomp | Dep::Conj | Dep::Advcl | Dep::Parataxis | Dep::Acl | Dep::AclRelcl | Dep::Xcomp => {}
            _ => return None,
        }
        if p.dep(at) == Dep::Conj {
            beside = Some(at);
        }
        at = head;
    }
    None
}

fn is_report(p: &Parsed, verb: TokenId) -> bool {
    p.upos(verb) == Upos::Verb && CODEBOOK.is("report", lemma(p, verb))
}

/// True for an imperative: a verb in the base form that heads its clause without a subject.
pub(crate) fn is_imperative(p: &Parsed, verb: TokenId) -> bool {
    p.upos(verb) == Upos::Verb
        && (p.morph(verb).mood == Some(Mood::Imp)
            || (p.morph(verb).verb_form == Some(VerbForm::Inf) && p.dep(verb) == Dep::Root))
        && own_subject(p, verb).is_none()
        && !is_infinitive(p, verb)
        && modal(p, verb).is_none()
}

/// True when the clause is in the past tense.
pub(crate) fn is_past(p: &Parsed, verb: TokenId) -> bool {
    p.morph(verb).tense == Some(Tense::Past)
        || p.children(verb).any(|c| {
            matches!(p.dep(c), Dep::Aux | Dep::AuxPass | Dep::Cop) && p.morph(c).tense == Some(Tense::Past)
        })
}
