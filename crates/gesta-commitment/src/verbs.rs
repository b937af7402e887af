//! Verbs and adjectives of the codebook: "vowed to", "called on X to", "was ordered to", "ready to".

use gesta_syntax::{Dep, Upos};
use gesta_text::TokenId;
use gesta_time::{Relation, Time};

use crate::clause::{
    agent, doer, has_preposition, is_gerund, is_passive, modal, oblique, own_subject, subject, undergoer,
};
use crate::codebook::{CODEBOOK, Entry, Form, Kind, Only};
use crate::context::{is_negated, is_negative, is_not_to, or_face, reality};
use crate::draft::{Action, Agency, Draft, Reading};
use crate::takes::{action, addressee};
use crate::words::lemma;
use crate::{Act, Status};

/// The commitments that the verb or adjective `cue` reports.
pub(crate) fn drafts(r: &Reading<'_>, cue: TokenId, into: &mut Vec<Draft>) {
    let p = r.parsed;
    let kind = match p.upos(cue) {
        Upos::Verb if !matches!(p.dep(cue), Dep::Amod | Dep::Compound) => Kind::Verb,
        Upos::Adj => Kind::Adjective,
        _ => return,
    };
    // Participles such as "set", "due", "determined" are adjectives or verbs, as the tagger sees them.
    let kinds =
        if kind == Kind::Verb { [Kind::Verb, Kind::Adjective] } else { [Kind::Adjective, Kind::Adjective] };
    let form = p.lower(cue);
    for kind in kinds {
        let copular = p.children(cue).any(|c| matches!(p.dep(c), Dep::Cop | Dep::AuxPass));
        if kind == Kind::Adjective
            && p.upos(cue) == Upos::Verb
            && !copular
            && !(matches!(p.dep(cue), Dep::Acl | Dep::Xcomp | Dep::Advcl) && own_subject(p, cue).is_none())
        {
            continue;
        }
        let word = if kind == Kind::Adjective { form.as_str() } else { lemma(p, cue) };
        for entry in CODEBOOK.entries(kind, word) {
            if let Some(found) = draft(r, entry, cue) {
                into.extend(found);
                return;
            }
        }
    }
}

fn draft(r: &Reading<'_>, entry: &Entry, cue: TokenId) -> Option<Vec<Draft>> {
    let p = r.parsed;
    if !entry.needs.is_empty() && !entry.needs.iter().any(|w| has_particle(r, cue, w)) {
        return None;
    }
    if has_thought(r, cue) || is_naming(r, entry, cue) || is_phrasal_adjective(r, entry, cue) {
        return None;
    }
    let party = party(r, entry, cue, None);
    let (take, action) = entry.take.iter().find_map(|t| Some((t, action(r, entry, cue, t, party)?)))?;
    let factor = reality(r, cue)?;
    let (speaker, party) = match entry.kind {
        // "is due to arrive": some parsers hang the subject on the infinitive
        Kind::Adjective => {
            let raised = || own_subject(p, action.head).filter(|&s| s < cue && action.clause);
            (subject(p, cue).or_else(raised), None)
        }
        _ => (doer(p, cue), party),
    };
    let party = party.filter(|&t| t != action.head).or_else(|| self::party(r, entry, cue, Some(action.head)));
    let (debtor, other) = if entry.is_directive() && entry.kind != Kind::Adjective {
        let able = |s: &TokenId| !action.with_subject || r.agency(*s) > Agency::None;
        let own = own_subject(p, action.head).filter(|_| action.clause).filter(able);
        let between = || addressee(r, cue, action.head).filter(|_| action.clause);
        let named = own.or(party).or_else(between).or_else(|| nominal_agent(r, action));
        (named.map(|t| doer_of_noun(r, t)), speaker)
    } else if entry.is_directive() {
        (speaker, None)
    } else {
        let spoken_for = (take.only == Some(Only::Own)).then(|| own_subject(p, action.head)).flatten();
        let spoken_for =
            spoken_for.filter(|&s| speaker.is_some_and(|t| !r.same(s, t)) && r.agency(s) > Agency::Pronoun);
        (spoken_for.or(speaker).or_else(|| passive_self(r, entry, cue)), party)
    };
    // "said he would ask for a loan": nobody is asked yet
    let ahead = matches!(modal(p, cue), Some("will" | "would" | "shall"));
    if entry.rule == "verb/ask" && ahead && debtor.is_none() {
        return None;
    }
    // "we ask you to enter your address": whoever writes the page addresses its readers
    let page = |t: TokenId| crate::clause::is_first_person(p, t);
    if entry.is_directive()
        && speaker.is_some_and(page)
        && !r.index.is_quoted(cue)
        && debtor.is_some_and(|d| p.lower(d) == "you")
    {
        return None;
    }
    let generic = |t: Option<TokenId>| t.is_some_and(|t| is_anybody(r, t));
    if !entry.is_directive() && (generic(speaker) || is_of_a_kind(r, cue)) {
        return None;
    }
    // "promised that nobody will be harmed": the "no" stands in the action itself
    let refrains = action.clause
        && !(action.with_subject && own_subject(p, action.head).is_some_and(|s| is_negative(p, s)))
        && (is_negated(p, action.head) || is_not_to(p, action.head));
    let against = matches!(&take.form, Form::Prep(w) if w == "against" || w == "from");
    let mut weight = entry.weight * factor;
    // "declined to be named" says no more than that a name is withheld
    if entry.act == Act::Refusal && action.clause && is_passive(p, action.head) {
        return None;
    }
    // "good weather encouraged visitors to stay": things ask for nothing
    let unable = |t: Option<TokenId>| t.is_some_and(|t| r.agency(t) == Agency::None);
    if entry.is_directive() && entry.animate && (unable(other) || unable(debtor)) {
        return None;
    }
    let agency = debtor.or(other).map_or(Agency::None, |t| r.agency(t));
    if agency == Agency::None {
        weight *= if entry.animate && !is_dated(r, action.head, cue) { 0.55 } else { 0.9 };
    }
    // "is intended to protect", "was announced": a passive binds nobody whom the sentence does not name
    let nobody = debtor.is_none_or(|d| r.agency(d) == Agency::None) && agent(p, cue).is_none();
    if entry.kind == Kind::Verb && !entry.is_directive() && nobody && is_passive(p, cue) {
        if action.clause {
            return None;
        }
        weight *= 0.7;
    }
    // "is scheduled to be executed", "is due to die": what is done to somebody, or befalls him, he does not undertake
    let fate = if agency == Agency::None {
        CODEBOOK.is("involuntary", lemma(p, action.head))
    } else {
        action.clause && is_passive(p, action.head) || CODEBOOK.is("fate", lemma(p, action.head))
    };
    if entry.rule == "adjective/set" && fate {
        return None;
    }
    // "the job demands patience": things demand in the present tense only in a manner of speaking
    let thing = speaker.is_some_and(|s| r.agency(s) == Agency::None);
    if entry.is_directive()
        && thing
        && !action.clause
        && !crate::context::is_past(p, cue)
        && !is_gerund(p, cue)
    {
        weight *= 0.5;
    }
    // "expects the deal to be signed": what others are to do is a hope
    let others = || {
        is_passive(p, cue)
            || action.clause && p.children_by(cue, Dep::Obj).any(|o| o > cue && o < action.head)
    };
    // "the court, which ordered the inquiry": told in passing, it is over
    if entry.rule == "verb/order-act" && matches!(p.dep(cue), Dep::AclRelcl | Dep::Acl | Dep::Advcl) {
        weight *= 0.6;
    }
    if entry.dated && (!is_ahead(r, action.head, cue) || others() || is_undone(r, action.head)) {
        return None;
    }
    let put_off = entry.rule == "adjective/set" && p.children_by(cue, Dep::Aux).any(|a| p.lower(a) == "had");
    if is_done_when_told(r, entry, cue, action) {
        return None;
    }
    let status = entry.status.unwrap_or(if put_off { Status::Delayed } else { Status::Open });
    if status == Status::Open
        && entry.act == Act::Intention
        && p.children_by(cue, Dep::Aux).any(|a| p.lower(a) == "had")
    {
        weight *= 0.85;
    }
    let harm = CODEBOOK.action(lemma(p, action.head)).is_some_and(|a| a.harm);
    let threat = entry.act == Act::Promise
        && entry.kind == Kind::Verb
        && harm
        && action.clause
        && oblique(p, action.head, "for").is_none();
    let template = Draft {
        act: if threat { Act::Threat } else { entry.act },
        rule: entry.rule.clone(),
        cue,
        action,
        debtor,
        other,
        positive: entry.negative == refrains && !against,
        status,
        weight,
    };
    Some(spread(r, template))
}

/// "announced its purchase of the mill", "a loan approved in March": the act is over when it is told, unless a day to
/// come stands with it.
fn is_done_when_told(r: &Reading<'_>, entry: &Entry, cue: TokenId, action: Action) -> bool {
    let p = r.parsed;
    let told = entry.rule == "verb/plan-act" && CODEBOOK.is("done_when_told", lemma(p, action.head));
    let described = entry.rule == "verb/approve" && p.dep(cue) == Dep::Acl;
    !action.clause && (described || told && !is_dated(r, action.head, cue))
}

/// A verb that nobody undertakes: "expects to gain".
fn is_undone(r: &Reading<'_>, verb: TokenId) -> bool {
    let word = lemma(r.parsed, verb);
    CODEBOOK.is("involuntary", word) && !CODEBOOK.is("half", word)
}

/// "agrees with the view that …": what follows is thought, not undertaken.
fn has_thought(r: &Reading<'_>, cue: TokenId) -> bool {
    let p = r.parsed;
    let thought = |noun: TokenId| CODEBOOK.is("thought", lemma(p, noun));
    ["with", "on"].into_iter().filter_map(|w| oblique(p, cue, w)).any(thought)
}

/// "what they called bandits for …": a verb that counts with "for" names when it has an object.
fn is_naming(r: &Reading<'_>, entry: &Entry, cue: TokenId) -> bool {
    entry.needs.iter().any(|w| w == "for")
        && (r.parsed.child(cue, Dep::Obj).is_some_and(|o| o > cue && r.time_at(o).is_none())
            || r.parsed.child(cue, Dep::AuxPass).is_some())
        && !["on", "upon"].into_iter().any(|w| has_particle(r, cue, w))
}

/// "was set up to …" is no "was set to …".
fn is_phrasal_adjective(r: &Reading<'_>, entry: &Entry, cue: TokenId) -> bool {
    let p = r.parsed;
    let next = Some(TokenId(cue.0 + 1)).filter(|&t| p.sentence_of(cue).tokens.has(t));
    let particle = next.is_some_and(|t| matches!(p.lower(t).as_str(), "up" | "out" | "off" | "aside"));
    entry.kind == Kind::Adjective && (particle || p.child(cue, Dep::CompoundPrt).is_some())
}

/// True for whoever it may be: "anyone", "any fighter who breaks the truce".
pub(crate) fn is_anybody(r: &Reading<'_>, token: TokenId) -> bool {
    let p = r.parsed;
    let any =
        |w: &str| matches!(w, "any" | "every" | "whoever" | "anyone" | "anybody" | "everyone" | "everybody");
    any(&p.lower(token)) || p.children_by(token, Dep::Det).any(|d| any(&p.lower(d)))
}

/// "Shareholders who accept the offer will be paid": a present tense that picks out those of a kind who do so.
fn is_of_a_kind(r: &Reading<'_>, cue: TokenId) -> bool {
    let p = r.parsed;
    let whose = p.children_by(cue, Dep::Nsubj).next();
    p.dep(cue) == Dep::AclRelcl
        && whose.is_some_and(|w| p.lower(w) == "who")
        && p.child(cue, Dep::Aux).is_none()
        && !crate::context::is_past(p, cue)
        && p.head(cue).is_some_and(|h| r.agency(h) < Agency::Named && p.morph(h).plural == Some(true))
}

/// "asked for greater efforts by the country to …": whoever makes the efforts.
fn doer_of_noun(r: &Reading<'_>, noun: TokenId) -> TokenId {
    let by = || oblique(r.parsed, noun, "by").filter(|&t| r.agency(t) > Agency::None);
    if r.agency(noun) == Agency::None { by().unwrap_or(noun) } else { noun }
}

/// One draft for each coordinated action.
pub(crate) fn spread(r: &Reading<'_>, first: Draft) -> Vec<Draft> {
    let p = r.parsed;
    let head = first.action.head;
    let mut all = Vec::new();
    for conjunct in p.conjuncts(head) {
        let own = conjunct == head;
        if or_face(p, head).is_some_and(|or| or < conjunct) {
            break;
        }
        let apart = if first.action.clause {
            own || (p.upos(conjunct) == Upos::Verb
                && own_subject(p, conjunct).is_none()
                && !is_gerund_shift(r, head, conjunct))
        } else {
            own || r.split_off(head, conjunct)
        };
        // "demanded that they leave and that the army follow"
        let that = |c: TokenId| p.dep(c) == Dep::Mark && p.lower(c) == "that";
        let beside = first.act == Act::Demand
            && first.action.clause
            && p.upos(conjunct) == Upos::Verb
            && p.children(conjunct).any(that)
            && modal(p, conjunct) == modal(p, head);
        if let Some(whose) = own_subject(p, conjunct).filter(|_| !own && beside) {
            all.push(Draft {
                action: Action { head: conjunct, ..first.action },
                debtor: Some(whose),
                positive: !is_negated(p, conjunct),
                ..first.clone()
            });
        }
        if apart {
            let negated = !own && first.action.clause && is_negated(p, conjunct);
            all.push(Draft {
                action: Action { head: conjunct, ..first.action },
                positive: first.positive && !negated,
                ..first.clone()
            });
        }
    }
    all
}

/// A conjunct of another form than the first belongs to a higher clause ("promised to leave and said").
fn is_gerund_shift(r: &Reading<'_>, head: TokenId, conjunct: TokenId) -> bool {
    let p = r.parsed;
    is_gerund(p, head) != is_gerund(p, conjunct)
        || p.morph(conjunct).tense == Some(gesta_syntax::Tense::Past)
            && p.morph(head).tense != Some(gesta_syntax::Tense::Past)
}

fn has_particle(r: &Reading<'_>, cue: TokenId, word: &str) -> bool {
    let p = r.parsed;
    p.children(cue).any(|c| {
        (matches!(p.dep(c), Dep::CompoundPrt | Dep::Advmod | Dep::Case) && p.lower(c) == word)
            || has_preposition(p, c, word)
    })
}

/// The other side of the verb.
fn party(r: &Reading<'_>, entry: &Entry, cue: TokenId, not: Option<TokenId>) -> Option<TokenId> {
    let p = r.parsed;
    let found = entry.party.iter().find_map(|place| match place.as_str() {
        "obj" => p.child(cue, Dep::Iobj).or_else(|| undergoer(p, cue)).filter(|&t| Some(t) != not),
        "iobj" => p.child(cue, Dep::Iobj),
        // "pledged 40 million to the victims": the parser may hang the party on the object
        word => oblique(p, cue, word).filter(|&t| Some(t) != not).or_else(|| {
            let object = p.child(cue, Dep::Obj)?;
            let able = |t: &TokenId| r.agency(*t) > Agency::None;
            oblique(p, object, word).filter(|_| matches!(word, "to" | "from" | "with")).filter(able)
        }),
    })?;
    // "promised a response", "promised access to the camp": a thing is promised, not promised to
    if !entry.is_directive() && r.agency(found) == Agency::None && is_action_word(r, found) {
        return None;
    }
    let reflexive = p.lower(found).ends_with("self") || p.lower(found).ends_with("selves");
    (!reflexive && r.time_at(found).is_none()).then_some(found)
}

pub(crate) fn is_action_word(r: &Reading<'_>, noun: TokenId) -> bool {
    CODEBOOK.action(lemma(r.parsed, noun)).is_some()
}

/// "Elections were promised": the passive of a commissive has its agent or nobody.
fn passive_self(r: &Reading<'_>, entry: &Entry, cue: TokenId) -> Option<TokenId> {
    let p = r.parsed;
    // "is pledged to", "are committed to": the subject binds himself
    (is_passive(p, cue) && entry.party.is_empty() && agent(p, cue).is_none())
        .then(|| subject(p, cue))
        .flatten()
        .filter(|&s| r.agency(s) > Agency::None)
}

/// Who must act, when the action is a noun: "the president's departure", "an end to the junta's rule",
/// "a withdrawal by the army".
pub(crate) fn nominal_agent(r: &Reading<'_>, action: Action) -> Option<TokenId> {
    let p = r.parsed;
    if action.clause {
        return None;
    }
    let head = action.head;
    let able = |t: &TokenId| r.agency(*t) > Agency::None;
    let by = |word: &str| oblique(p, head, word).filter(able);
    // "the resignation of the minister", unlike "the withdrawal of the troops"
    let own = || by("of").filter(|_| CODEBOOK.is("done_by_self", lemma(p, head)));
    let inner = || {
        let of = p
            .children_by(head, Dep::Nmod)
            .find(|&c| has_preposition(p, c, "to") || has_preposition(p, c, "of"))?;
        p.child(of, Dep::NmodPoss).filter(able)
    };
    // "his arrest" is not his to make
    let poss = || p.child(head, Dep::NmodPoss).filter(|_| !CODEBOOK.is("undergone", lemma(p, head)));
    poss().filter(able).or_else(|| by("by")).or_else(|| by("from")).or_else(own).or_else(inner)
}

/// True when a day by or until which to act stands in the clause.
pub(crate) fn is_set_for(r: &Reading<'_>, verb: TokenId) -> bool {
    let set =
        |t: &Time| matches!(t.relation, Relation::By | Relation::Until | Relation::Within) && r.may_be_due(t);
    r.parsed.children(verb).any(|c| r.time_at(c).is_some_and(set))
}

/// True when a time by which to act stands in the clause of the action or the cue.
pub(crate) fn is_dated(r: &Reading<'_>, action: TokenId, cue: TokenId) -> bool {
    has_time(r, action, cue, |t| r.may_be_due(t))
}

/// True when such a time ends after the article's day.
fn is_ahead(r: &Reading<'_>, action: TokenId, cue: TokenId) -> bool {
    let later = |t: &Time| match (r.times.published, t.phrase_days.end.or(t.phrase_days.start)) {
        (Some(published), Some(end)) => end > published,
        _ => true,
    };
    has_time(r, action, cue, |t| r.may_be_due(t) && later(t))
}

fn has_time(r: &Reading<'_>, action: TokenId, cue: TokenId, fits: impl Fn(&Time) -> bool) -> bool {
    let p = r.parsed;
    [action, cue].into_iter().any(|verb| {
        let chain = std::iter::once(verb).chain(p.children_by(verb, Dep::Xcomp));
        chain.flat_map(|v| p.children(v)).any(|c| r.time_at(c).is_some_and(&fits))
    })
}
