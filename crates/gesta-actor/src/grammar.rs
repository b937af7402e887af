//! Who may not be whom within a clause: the arguments of a verb, with the subject that a verb without one of its own
//! takes over ("sent a letter urging them", "came and fined it").

use gesta_syntax::{Dep, Parsed, Upos};
use gesta_text::TokenId;

/// How many clauses up a subject is looked for.
const CLIMB: usize = 6;

/// The subjects of a verb: its own ones, or those that it takes over from the verb or noun above it.
///
/// A relative pronoun stands for the noun that its clause modifies. A participle after a noun ("a letter urging them")
/// has two: the noun, and the subject of the verb above that noun.
pub(crate) fn subjects(parsed: &Parsed, verb: TokenId) -> Vec<TokenId> {
    let mut found = Vec::new();
    let mut at = verb;
    for _ in 0..CLIMB {
        let own: Vec<TokenId> = parsed.children(at).filter(|c| is_subject(parsed, *c)).collect();
        for subject in &own {
            found.push(*subject);
            if is_relative(parsed, *subject) {
                found.extend(parsed.head(at));
            }
        }
        if !own.is_empty() {
            break;
        }
        let Some(above) = parsed.head(at) else { break };
        match parsed.dep(at) {
            Dep::Conj | Dep::Advcl => {}
            Dep::Xcomp => {
                // "urged them to leave": they leave.
                let object = parsed.children(above).find(|c| matches!(parsed.dep(*c), Dep::Obj | Dep::Iobj));
                if let Some(object) = object {
                    found.push(object);
                    break;
                }
            }
            Dep::Acl | Dep::AclRelcl => {
                found.push(above);
                match parsed.head(above) {
                    Some(holder) if parsed.dep(above) != Dep::Nsubj => {
                        at = holder;
                        continue;
                    }
                    _ => break,
                }
            }
            _ => break,
        }
        at = above;
    }
    found
}

/// The words that cannot be the same as this one, an argument of a verb or noun, but for a reflexive pronoun.
pub(crate) fn rivals(parsed: &Parsed, word: TokenId) -> Vec<TokenId> {
    let mut top = parsed.first_conjunct(word);
    // "one of them": the argument is "one".
    for _ in 0..CLIMB {
        match (parsed.dep(top), parsed.head(top)) {
            (Dep::Nmod, Some(head)) => top = parsed.first_conjunct(head),
            _ => break,
        }
    }
    let Some(governor) = parsed.head(top) else { return Vec::new() };
    let mut found = Vec::new();
    if is_subject(parsed, top) {
        let mut verbs = vec![governor];
        verbs.extend(parsed.children_by(governor, Dep::Conj).filter(|v| subject_of(parsed, *v).is_none()));
        verbs.extend(parsed.children_by(governor, Dep::Xcomp));
        for verb in verbs {
            found.extend(parsed.children(verb).filter(|c| is_object(parsed, *c)));
        }
    } else if is_object(parsed, top) {
        found.extend(subjects(parsed, governor));
        found.extend(parsed.children(governor).filter(|c| *c != top && is_object(parsed, *c)));
    }
    let mut all = Vec::with_capacity(found.len());
    for argument in found {
        all.push(argument);
        all.extend(parsed.children_by(argument, Dep::Conj));
    }
    all.retain(|a| *a != word);
    all
}

/// The subject of the clause that a word stands in; for the subject itself, that of the clause above when the clause
/// is what somebody says or thinks ("the bank said it would lend").
pub(crate) fn reporter(parsed: &Parsed, word: TokenId) -> Vec<TokenId> {
    let mut at = word;
    for _ in 0..3 * CLIMB {
        let Some(above) = parsed.head(at) else { break };
        if parsed.dep(at) == Dep::Ccomp && matches!(parsed.upos(above), Upos::Verb | Upos::Adj) {
            return subjects(parsed, above);
        }
        at = above;
    }
    Vec::new()
}

/// The verb or predicate of the clause that a word stands in.
pub(crate) fn predicate(parsed: &Parsed, word: TokenId) -> Option<TokenId> {
    parsed.ancestors(word).take(3 * CLIMB).find(|a| {
        parsed.upos(*a) == Upos::Verb
            || parsed.children(*a).any(|c| is_subject(parsed, c) || parsed.dep(c) == Dep::Cop)
    })
}

/// A verb's own subject.
pub(crate) fn subject_of(parsed: &Parsed, verb: TokenId) -> Option<TokenId> {
    parsed.children(verb).find(|c| is_subject(parsed, *c))
}

fn is_object(parsed: &Parsed, word: TokenId) -> bool {
    matches!(parsed.dep(word), Dep::Obj | Dep::Iobj | Dep::Obl | Dep::OblAgent)
}

fn is_subject(parsed: &Parsed, word: TokenId) -> bool {
    matches!(parsed.dep(word), Dep::Nsubj | Dep::NsubjPass | Dep::NsubjOuter)
}

fn is_relative(parsed: &Parsed, word: TokenId) -> bool {
    matches!(parsed.lower(word).as_str(), "who" | "which" | "that" | "whom")
}
