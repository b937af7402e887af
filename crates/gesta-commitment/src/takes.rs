//! How a verb or adjective expresses the action: an infinitive, a clause, an object, a prepositional phrase.

use gesta_syntax::{Dep, Parsed, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::Act;
use crate::clause::{
    doer, has_preposition, is_gerund, is_infinitive, is_passive, modal, oblique, own_subject, subject,
};
use crate::codebook::{CODEBOOK, Entry, Form, Kind, Only, Take};
use crate::draft::{Action, Agency, Reading};
use crate::verbs::is_action_word;
use crate::words::lemma;

/// What the entry's take finds around the cue.
pub(crate) fn action(
    r: &Reading<'_>,
    entry: &Entry,
    cue: TokenId,
    take: &Take,
    party: Option<TokenId>,
) -> Option<Action> {
    let p = r.parsed;
    match &take.form {
        Form::Inf => infinitive(r, entry, cue, party).map(Action::clause),
        Form::That => that_clause(r, entry, cue, take.only == Some(Only::Own)),
        Form::Ger => {
            let gerund = |&c: &TokenId| matches!(p.dep(c), Dep::Xcomp | Dep::Ccomp) && is_gerund(p, c);
            p.children(cue).find(gerund).map(Action::clause)
        }
        Form::Obj => {
            let passive = is_passive(p, cue);
            // "turnover declined": a participle alone is no passive that somebody did
            let helped = p.child(cue, Dep::AuxPass).is_some()
                || matches!(p.dep(cue), Dep::Acl | Dep::AclRelcl | Dep::Conj);
            if passive && !helped {
                return None;
            }
            let object = if passive && !entry.party.iter().any(|w| w == "obj") {
                subject(p, cue)
            } else {
                // "promised a response", which the parser may take for the one to whom something is promised
                let thing = |&t: &TokenId| r.agency(t) == Agency::None && is_action_word(r, t);
                let first = p.child(cue, Dep::Iobj).filter(|_| !entry.is_directive()).filter(thing);
                first.or_else(|| p.child(cue, Dep::Obj))
            }?;
            let ditransitive = Some(object) == party && p.child(cue, Dep::Iobj).is_none();
            let person = r.agency(object) >= Agency::Named && CODEBOOK.action(lemma(p, object)).is_none();
            let amount = entry.negative && p.child(object, Dep::Nummod).is_some();
            (p.upos(object) != Upos::Pron
                && !amount
                && !((ditransitive || entry.is_directive()) && person)
                && r.time_at(object).is_none()
                && fits(r, object, take.only))
            .then(|| Action::noun(object))
        }
        Form::Prep(word) => {
            let under = |c: TokenId| has_preposition(p, c, word);
            let gerund = p.children(cue).find(|&c| {
                matches!(p.dep(c), Dep::Advcl | Dep::Xcomp | Dep::Ccomp | Dep::Acl | Dep::Obl)
                    && is_gerund(p, c)
                    && under(c)
            });
            if let Some(verb) = gerund {
                return Some(Action::clause(verb));
            }
            // "request a permit for the march": the object is what is asked
            let thing = p.child(cue, Dep::Obj).filter(|&o| {
                r.agency(o) == Agency::None && word == "for" && !entry.needs.iter().any(|n| n == "for")
            });
            if thing.is_some() {
                return None;
            }
            let noun = oblique(p, cue, word).or_else(|| {
                p.children_by(cue, Dep::Obj).flat_map(|o| p.children_by(o, Dep::Nmod)).find(|&c| under(c))
            })?;
            (r.time_at(noun).is_none() && p.upos(noun) != Upos::Pron && fits(r, noun, take.only))
                .then(|| Action::noun(noun))
        }
    }
}

/// True when the noun passes the restriction of the entry.
pub(crate) fn fits(r: &Reading<'_>, noun: TokenId, only: Option<Only>) -> bool {
    let lemma = lemma(r.parsed, noun).to_lowercase();
    match only {
        None => true,
        Some(Only::Act) => CODEBOOK.action(&lemma).is_some(),
        Some(Only::Plan) => CODEBOOK.is("plan", &lemma),
        Some(Only::Pact) => CODEBOOK.is("pact", &lemma),
        Some(Only::The) => is_definite(r, noun),
        Some(Only::To) => is_given(r, noun),
        Some(Only::Ger | Only::Own) => false,
    }
}

/// "free land to the settlers": something for somebody.
fn is_given(r: &Reading<'_>, noun: TokenId) -> bool {
    let p = r.parsed;
    let able = |t: TokenId| r.agency(t) > Agency::None && r.agency(t) != Agency::First;
    let verb = p.head(noun).filter(|_| p.dep(noun) == Dep::Obj);
    let to = verb.and_then(|v| oblique(p, v, "to")).or_else(|| oblique(p, noun, "to"));
    let whom = to.or_else(|| verb.and_then(|v| p.child(v, Dep::Iobj)));
    let able = |t: TokenId| able(t) && !CODEBOOK.is("crowd", lemma(p, t));
    p.upos(noun) == Upos::Noun && whom.is_some_and(able)
}

fn is_definite(r: &Reading<'_>, noun: TokenId) -> bool {
    let p = r.parsed;
    p.upos(noun) == Upos::Propn
        || p.child(noun, Dep::NmodPoss).is_some()
        || p.children_by(noun, Dep::Det)
            .any(|d| matches!(p.lower(d).as_str(), "the" | "this" | "these" | "those"))
}

fn infinitive(r: &Reading<'_>, entry: &Entry, cue: TokenId, party: Option<TokenId>) -> Option<TokenId> {
    let p = r.parsed;
    let cut = |c: TokenId| {
        let mark = p.children(c).find(|&k| p.dep(k) == Dep::Mark && p.lower(k) == "to");
        mark.and_then(|m| m.0.checked_sub(1)).is_some_and(|b| {
            let before = TokenId(b);
            before > cue
                && p.upos(before) == Upos::Punct
                && entry.is_directive()
                && matches!(p.form(before).as_ref(), "," | "”" | "''" | "“" | "\"")
                && lemma(p, cue) == "tell"
        })
    };
    let to = |&c: &TokenId| c > cue && is_infinitive(p, c) && !cut(c) && !is_open(p, c);
    // "asked for help to repair the dam": what is asked for is the help
    let thing = |t: TokenId| {
        has_preposition(p, t, "for") && r.agency(t) == Agency::None && CODEBOOK.action(lemma(p, t)).is_some()
    };
    if entry.is_directive() && (party.is_some_and(thing) || p.children_by(cue, Dep::Obl).any(thing)) {
        return None;
    }
    let direct = p.children(cue).filter(|&c| matches!(p.dep(c), Dep::Xcomp | Dep::Ccomp)).find(to);
    let found = direct.or_else(|| {
        // the parser may hang the infinitive on the addressee, or read it as a purpose
        let addressee =
            party.filter(|&t| CODEBOOK.action(lemma(p, t)).is_none() || r.agency(t) > Agency::None)?;
        let all = p.conjuncts(addressee);
        let on_party = all
            .iter()
            .flat_map(|&a| p.children(a))
            .filter(|&c| matches!(p.dep(c), Dep::Acl | Dep::Xcomp))
            .find(to);
        on_party.or_else(|| p.children_by(cue, Dep::Advcl).filter(|_| entry.is_directive()).find(to))
    });
    // "called for the guards to leave", which the parser may read as a purpose or a second call
    let for_somebody = || {
        let able = |&c: &TokenId| addressee(r, cue, c).is_some_and(|t| r.agency(t) > Agency::None);
        let loose = |&c: &TokenId| matches!(p.dep(c), Dep::Advcl | Dep::Conj) && own_subject(p, c).is_none();
        let called = |m: TokenId| m.0 == cue.0 + 1 && p.dep(m) == Dep::Mark && p.lower(m) == "for";
        let whole = |&c: &TokenId| p.dep(c) == Dep::Advcl && p.children(c).any(called);
        let found = p.children(cue).filter(loose).filter(to).find(able);
        found.or_else(|| p.children(cue).filter(whole).find(to)).filter(|_| entry.is_directive())
    };
    // "promised on Monday to reopen the school"
    let apart = || {
        let bare = !entry.is_directive() && p.child(cue, Dep::Obj).is_none() && !is_passive(p, cue);
        p.children_by(cue, Dep::Advcl).filter(|_| bare).find(to)
    };
    // "due to meet": the words say it even where the parser does not
    let adjacent = || {
        let to = Some(TokenId(cue.0 + 1)).filter(|&to| p.sentence_of(cue).tokens.has(to))?;
        let marks = p.lower(to) == "to" && p.dep(to) == Dep::Mark;
        p.head(to).filter(|&verb| marks && verb > to && !entry.is_directive())
    };
    let found = found.or_else(for_somebody).or_else(apart).or_else(adjacent)?;
    if !entry.is_directive() {
        // "elected her to lead the club": what somebody else is to do
        let another = entry.party.is_empty() && p.children_by(cue, Dep::Obj).any(|o| o > cue && o < found);
        return Some(found).filter(|_| !another);
    }
    let addressed = party.is_some() || own_subject(p, found).is_some() || addressee(r, cue, found).is_some();
    (entry.kind == Kind::Adjective || addressed).then_some(found)
}

/// "for X to leave": the noun between the cue and "to", when the parser gave it neither verb as subject.
pub(crate) fn addressee(r: &Reading<'_>, cue: TokenId, infinitive: TokenId) -> Option<TokenId> {
    let p = r.parsed;
    let gap = TokenSpan::new(cue.0 + 1, infinitive.0);
    let start = gap.iter().find(|&t| p.lower(t) == "for")?;
    let inside = TokenSpan::new(start.0 + 1, infinitive.0.saturating_sub(1));
    let nominal = |&t: &TokenId| matches!(p.upos(t), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Adj);
    let outside = |&t: &TokenId| p.head(t).is_none_or(|h| !inside.has(h));
    inside.iter().filter(nominal).find(outside)
}

/// "what to do", "when to begin": open still.
pub(crate) fn is_open(p: &Parsed, infinitive: TokenId) -> bool {
    let wh = |w: &str| {
        matches!(w, "when" | "how" | "whether" | "where" | "what" | "which" | "who" | "whom" | "if")
    };
    p.children(infinitive).any(|k| k < infinitive && wh(&p.lower(k)))
}

fn that_clause(r: &Reading<'_>, entry: &Entry, cue: TokenId, own: bool) -> Option<Action> {
    let p = r.parsed;
    let wh = |c: TokenId| {
        p.children(c).any(|k| {
            k < c
                && matches!(
                    p.lower(k).as_str(),
                    "whether" | "if" | "why" | "how" | "what" | "who" | "when" | "where"
                )
        })
    };
    let verb =
        p.children_by(cue, Dep::Ccomp).find(|&c| !is_infinitive(p, c) && !is_gerund(p, c) && !wh(c))?;
    // "that the governor resign": the base form where the subject would ask for an -s
    let third = own_subject(p, verb)
        .is_some_and(|s| p.morph(s).plural != Some(true) && !crate::clause::is_first_person(p, s));
    // "demanded that they leave": after a past tense the present is no report
    let backshift =
        entry.rule == "verb/demand" && lemma(p, cue) != "insist" && crate::context::is_past(p, cue);
    let base = (third || backshift) && p.lower(verb) == lemma(p, verb) && p.child(verb, Dep::Aux).is_none();
    let bare = p.upos(verb) == Upos::Verb
        && (p.morph(verb).tense.is_none() || base)
        && p.child(verb, Dep::Aux).is_none()
        && p.child(verb, Dep::AuxPass).is_none();
    let auxiliary_be =
        p.children(verb).any(|c| matches!(p.dep(c), Dep::AuxPass | Dep::Cop) && p.lower(c) == "be");
    let future = match modal(p, verb) {
        Some("will" | "shall" | "would") => true,
        Some("must" | "should") => entry.is_directive() || entry.act == Act::Agreement,
        Some(_) => false,
        None => {
            (entry.is_directive() || entry.act == Act::Intention || entry.act == Act::Agreement)
                && (bare || auxiliary_be)
        }
    };
    // what is demanded is to be done, whatever its tense
    let demanded = lemma(p, cue) == "demand" && p.upos(verb) == Upos::Verb && own_subject(p, verb).is_some();
    if !(future || demanded) {
        return None;
    }
    let subject = own_subject(p, verb);
    let speaker = doer(p, cue);
    let same = match (subject, speaker) {
        (Some(a), Some(b)) => r.same(a, b) || crate::clause::is_first_person(p, a),
        _ => false,
    };
    // "warned that Kenya would ask for an embargo unless the guns fall silent": its envoy threatens for Kenya
    let spoken_for = || {
        std::iter::once(verb)
            .chain(p.children_by(verb, Dep::Xcomp))
            .any(|v| crate::modals::has_condition(r, v))
            && subject.is_some_and(|s| r.agency(s) >= Agency::Nominal)
    };
    if own && !same && !spoken_for() {
        return None;
    }
    // "insisted that the ship would be late" only says so
    if entry.is_directive() && !demanded && matches!(modal(p, verb), Some("will" | "shall" | "would")) {
        return None;
    }
    // "agreed that more will be necessary", "promised that it would be fine"
    let nobody = subject.is_none_or(|s| {
        r.agency(s) == Agency::None && (entry.act == Act::Agreement || p.upos(s) == Upos::Pron)
    });
    if !entry.is_directive() && p.upos(verb) != Upos::Verb && nobody && p.child(verb, Dep::Cop).is_some() {
        return None;
    }
    if !same
        && !entry.is_directive()
        && CODEBOOK.is("involuntary", lemma(p, verb))
        && subject.is_none_or(|s| r.agency(s) == Agency::None)
    {
        return None;
    }
    if entry.act == Act::Promise && !same && subject.is_some_and(|s| r.agency(s) == Agency::Pronoun) {
        return None; // "I guarantee you would …"
    }
    let with_subject = !same
        && !own
        && (!entry.is_directive()
            || is_passive(p, verb) && subject.is_some_and(|s| r.agency(s) == Agency::None));
    Some(Action { head: verb, clause: true, with_subject })
}
