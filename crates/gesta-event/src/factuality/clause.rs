//! What a word's own clause says of it: modality, negation, mood, quantifiers, questions.

use gesta_syntax::{Dep, Mood, Parsed, Tense, Upos, VerbForm};
use gesta_text::TokenId;

use crate::Factuality;
use crate::grammar::is_infinitive;
use crate::lemma::lemma;
use crate::lexicon::lexicon;

/// What a word's own clause says: modality, negation, mood.
pub(super) fn own(parsed: &Parsed, token: TokenId) -> Factuality {
    let mut modal = Factuality::Actual;
    let mut outscopes = false;
    for child in parsed.children(token) {
        let word = parsed.lower(child);
        let found = match parsed.dep(child) {
            Dep::Aux | Dep::Cop => lexicon().modal(&word).or_else(|| be_to(parsed, token, child)),
            Dep::Advmod | Dep::Amod | Dep::Det | Dep::Cc | Dep::CcPreconj => lexicon().modal(&word),
            _ => None,
        };
        let Some(mut found) = found else { continue };
        if found == Factuality::Hypothetical && word == "would" && is_reported(parsed, token) {
            found = Factuality::Planned;
        }
        if found == Factuality::Denied && is_corrected(parsed, child) {
            continue;
        }
        outscopes |= lexicon().outscopes_negation(&word);
        modal = modal.max(found);
    }
    if is_command(parsed, token) {
        modal = modal.max(Factuality::Hypothetical);
    }
    if is_going_to(parsed, token) {
        modal = modal.max(Factuality::Planned);
    }
    // "To arms!", "To leave now?"
    if parsed.head(token).is_none() && is_to_infinitive(parsed, token) && !is_carried(parsed, token) {
        modal = modal.max(Factuality::Possible);
    }
    match is_negated(parsed, token) || is_nothing(parsed, token) {
        true if outscopes && modal == Factuality::Possible => modal,
        true => Factuality::Denied,
        false => modal,
    }
}

/// True for "is to leave": a form of "be" carries the infinitive; not for "is for him to leave".
fn is_carried(parsed: &Parsed, verb: TokenId) -> bool {
    let carried = parsed.children(verb).any(|c| matches!(parsed.dep(c), Dep::Cop | Dep::Aux | Dep::AuxPass));
    carried && !parsed.children_by(verb, Dep::Mark).any(|m| parsed.lower(m) == "for")
}

/// An imperative that commands: "Stop the war!", also as a quotation.
fn is_command(parsed: &Parsed, token: TokenId) -> bool {
    parsed.morph(token).mood == Some(Mood::Imp)
        && parsed.upos(token) == Upos::Verb
        && matches!(parsed.dep(token), Dep::Root | Dep::Ccomp | Dep::Parataxis | Dep::Conj)
        && parsed.child(token, Dep::Nsubj).is_none()
}

/// "is going" of "is going to visit".
fn is_going_to(parsed: &Parsed, token: TokenId) -> bool {
    parsed.lower(token) == "going" && parsed.children_by(token, Dep::Xcomp).any(|c| is_infinitive(parsed, c))
}

/// "is to visit".
fn be_to(parsed: &Parsed, verb: TokenId, auxiliary: TokenId) -> Option<Factuality> {
    (lemma(parsed, auxiliary) == "be" && parsed.upos(verb) == Upos::Verb && is_infinitive(parsed, verb))
        .then_some(Factuality::Planned)
}

fn is_reported(parsed: &Parsed, token: TokenId) -> bool {
    // "said in a statement that it would leave": parsers may hang the clause on the statement
    let stated = |head: TokenId| {
        let noun = lemma(parsed, head);
        let text = lexicon().in_class("document", &noun) || lexicon().in_class("told", &noun);
        text && parsed.children_by(token, Dep::Mark).any(|m| parsed.lower(m) == "that")
    };
    matches!(parsed.dep(token), Dep::Ccomp | Dep::Parataxis)
        || (parsed.dep(token) == Dep::Acl && parsed.head(token).is_some_and(stated))
        || parsed.children_by(token, Dep::Parataxis).next().is_some()
        || (parsed.dep(token) == Dep::Conj && parsed.head(token).is_some_and(|h| is_reported(parsed, h)))
}

/// True for the clause or noun phrase of a negation: "did not", "no longer", "no attack", "neither side", "few of them".
pub(super) fn is_negated(parsed: &Parsed, token: TokenId) -> bool {
    let mut children = parsed.children(token);
    children.any(|c| match parsed.dep(c) {
        Dep::Advmod => {
            (matches!(parsed.lemma(c), "not" | "never" | "n't" | "no") && !is_corrected(parsed, c))
                // "no longer", "never before"
                || parsed
                    .children(c)
                    .any(|n| c.0 == n.0 + 1 && matches!(parsed.lower(n).as_str(), "no" | "never"))
        }
        Dep::Det | Dep::Amod => is_none(parsed, c),
        Dep::Nsubj | Dep::NsubjPass => is_empty(parsed, c),
        // "arrested nobody", "killed no civilians"; but "sees no hope" is to see that there is none
        Dep::Obj => {
            is_nothing(parsed, c) || (is_empty(parsed, c) && lexicon().in_class("person", &lemma(parsed, c)))
        }
        _ => false,
    })
}

/// The negation of "not only", "not just".
fn is_corrected(parsed: &Parsed, negation: TokenId) -> bool {
    let next = parsed.lower(TokenId(negation.0 + 1));
    matches!(next.as_str(), "only" | "just" | "merely" | "simply")
}

/// True for noun phrases that stand for nothing: "nobody", "no soldiers", "neither of them", "few".
fn is_empty(parsed: &Parsed, noun: TokenId) -> bool {
    is_none(parsed, noun)
        || is_nothing(parsed, noun)
        || parsed.children(noun).any(|c| {
            matches!(parsed.dep(c), Dep::Det | Dep::Amod | Dep::CcPreconj | Dep::Cc) && is_none(parsed, c)
        })
}

fn is_nothing(parsed: &Parsed, noun: TokenId) -> bool {
    matches!(parsed.lower(noun).as_str(), "nobody" | "nothing" | "no-one" | "none")
}

/// True for "no", "none", "neither", and for "few" and "little" without "a".
fn is_none(parsed: &Parsed, word: TokenId) -> bool {
    match parsed.lower(word).as_str() {
        "no" | "none" | "neither" => true,
        // "few officers", "little progress"; not "a few", "this little boy"
        "few" | "little" => {
            let noun = parsed.head(word).filter(|_| matches!(parsed.dep(word), Dep::Det | Dep::Amod));
            let determined = |n: TokenId| {
                let mut others = parsed.children(n).filter(|&c| c != word);
                others.any(|c| matches!(parsed.dep(c), Dep::Det | Dep::NmodPoss))
            };
            !determined(noun.unwrap_or(word))
        }
        _ => false,
    }
}

/// True for a clause with an auxiliary, a copula or a subject of its own.
pub(super) fn has_own_frame(parsed: &Parsed, verb: TokenId) -> bool {
    parsed
        .children(verb)
        .any(|c| matches!(parsed.dep(c), Dep::Aux | Dep::AuxPass | Dep::Cop | Dep::Nsubj | Dep::NsubjPass))
}

/// True for an infinitive that no auxiliary carries: "to attack", not "will attack".
pub(super) fn is_to_infinitive(parsed: &Parsed, verb: TokenId) -> bool {
    let to = parsed.children_by(verb, Dep::Mark).any(|m| parsed.lower(m) == "to");
    to || (is_infinitive(parsed, verb) && parsed.child(verb, Dep::Aux).is_none())
}

/// True for a finite clause whose verb stands in the base form: "(demanded) that he be freed", "that she leave".
pub(super) fn is_subjunctive(parsed: &Parsed, verb: TokenId) -> bool {
    let carrier =
        parsed.children(verb).find(|&c| matches!(parsed.dep(c), Dep::Aux | Dep::AuxPass | Dep::Cop));
    let base = parsed.morph(carrier.unwrap_or(verb)).verb_form == Some(VerbForm::Inf);
    let to = parsed.children_by(verb, Dep::Mark).any(|m| parsed.lower(m) == "to");
    base && !to && parsed.children(verb).any(|c| parsed.dep(c).is_subject())
}

/// True for a complement that tells what was or is the case: no modal, no bare subjunctive.
pub(crate) fn is_indicative(parsed: &Parsed, verb: TokenId) -> bool {
    let finite = |t: TokenId| {
        let morph = parsed.morph(t);
        let third = morph.tense == Some(Tense::Pres) && parsed.lower(t) != lemma(parsed, t);
        morph.verb_form == Some(VerbForm::Fin) && (morph.tense == Some(Tense::Past) || third)
    };
    let modal = parsed.children_by(verb, Dep::Aux).any(|a| lexicon().modal(&parsed.lower(a)).is_some());
    let mut auxiliaries =
        parsed.children(verb).filter(|&c| matches!(parsed.dep(c), Dep::Aux | Dep::AuxPass | Dep::Cop));
    !modal && (finite(verb) || auxiliaries.any(finite))
}

/// True for a clause in the perfect: "have been killed".
pub(super) fn is_perfect(parsed: &Parsed, verb: TokenId) -> bool {
    parsed.children_by(verb, Dep::Aux).any(|a| lemma(parsed, a) == "have")
}

/// True for a clause in the present tense or perfect.
pub(super) fn is_present(parsed: &Parsed, verb: TokenId) -> bool {
    let finite = |t: TokenId| parsed.morph(t).verb_form == Some(VerbForm::Fin);
    let carriers = parsed
        .children(verb)
        .filter(|&c| matches!(parsed.dep(c), Dep::Aux | Dep::AuxPass | Dep::Cop))
        .chain(std::iter::once(verb));
    let mut tenses = carriers.filter(|&t| finite(t)).map(|t| parsed.morph(t).tense);
    tenses.next().is_some_and(|t| t == Some(Tense::Pres))
}

/// True for a condition told by its order of words: "had the army attacked", "should they lose".
pub(super) fn is_inverted(parsed: &Parsed, verb: TokenId) -> bool {
    let subject = parsed.children(verb).find(|&c| matches!(parsed.dep(c), Dep::Nsubj | Dep::NsubjPass));
    let first = parsed.children(verb).find(|&c| matches!(parsed.dep(c), Dep::Aux | Dep::AuxPass | Dep::Cop));
    let inverts = |a: TokenId| matches!(parsed.lower(a).as_str(), "had" | "should" | "were");
    subject.zip(first).is_some_and(|(s, a)| a < s && s < verb && inverts(a))
}

/// What a complement asks: "(asked) whether the army attacked" leaves it open, "(did not say) why the army attacked" does not.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    Whether,
    Which,
}

/// The question that a complement asks.
pub(super) fn embedded_question(parsed: &Parsed, verb: TokenId) -> Option<Asked> {
    let word = parsed.children(verb).take_while(|&c| c < verb).find_map(|c| {
        let word = parsed.lower(c);
        match (parsed.dep(c), word.as_str()) {
            (Dep::Mark, "whether") if parsed.dep(verb) != Dep::Advcl => Some(Asked::Whether),
            (Dep::Mark, "if") if parsed.dep(verb) == Dep::Ccomp => Some(Asked::Whether),
            (_, "why" | "how" | "when" | "where" | "who" | "what") => Some(Asked::Which),
            _ => None,
        }
    });
    word.filter(|&asked| {
        asked == Asked::Whether || matches!(parsed.dep(verb), Dep::Ccomp | Dep::Csubj | Dep::CsubjPass)
    })
}

/// True in a sentence that ends in a question mark.
pub(super) fn is_question(parsed: &Parsed, token: TokenId) -> bool {
    let words = parsed.sentence_of(token).tokens;
    let mut last = words.iter().rev().take(2).map(|t| parsed.form(t));
    last.any(|form| form.contains('?'))
}
