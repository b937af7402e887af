//! Commitments without a cue word of their own: "will", "is to", "is going to", plans in the progressive, "must",
//! imperatives, and "has until Friday to".

use gesta_syntax::{Dep, Tense, Upos, VerbForm};
use gesta_text::{TokenId, TokenSpan};
use gesta_time::Relation;

use crate::clause::{has_preposition, is_gerund, is_infinitive, is_passive, modal, own_subject, subject};
use crate::codebook::CODEBOOK;
use crate::context::{
    Attribution, attribution, governed, has_adverb, is_imperative, is_negated, is_past, is_question,
};
use crate::draft::{Action, Agency, Draft, Reading};
use crate::verbs::{is_dated, nominal_agent, spread};
use crate::words::lemma;
use crate::{Act, Status};

/// The commitments of the clause that `verb` heads.
pub(crate) fn drafts(r: &Reading<'_>, verb: TokenId, into: &mut Vec<Draft>) {
    let found = none_to_come(r, verb)
        .or_else(|| future(r, verb))
        .or_else(|| duty(r, verb))
        .or_else(|| ultimatum(r, verb))
        .or_else(|| time_for(r, verb));
    let found = found.or_else(|| imperative(r, verb));
    if let Some(draft) = found {
        into.extend(spread(r, draft));
    }
}

/// The ways in which a clause speaks of the future.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Future {
    Will,
    Would,
    GoingTo,
    BeTo,
    Progressive,
    /// "The ministers meet on Friday": a present with a day to come.
    Timetable,
}

fn future_of(r: &Reading<'_>, verb: TokenId) -> Option<Future> {
    let p = r.parsed;
    match modal(p, verb) {
        Some("will" | "shall") => return Some(Future::Will),
        Some("would") => return Some(Future::Would),
        Some(_) => return None,
        None => {}
    }
    if p.upos(verb) != Upos::Verb {
        return None;
    }
    if p.dep(verb) == Dep::Xcomp && is_infinitive(p, verb) {
        let going = p.head(verb).filter(|&g| p.lower(g) == "going" && p.child(g, Dep::Aux).is_some())?;
        return (!is_past(p, going)).then_some(Future::GoingTo);
    }
    if is_timetabled(r, verb) {
        return Some(Future::Timetable);
    }
    let be = p.children(verb).find(|&c| matches!(p.dep(c), Dep::Aux | Dep::Cop) && lemma(p, c) == "be")?;
    if is_infinitive(p, verb) {
        // "their aim is to leave" has a subject that cannot leave
        // "were Japan to halve its fees" is an "if"
        let able = |s: TokenId| s < be && (p.dep(s) != Dep::NsubjOuter || r.agency(s) > Agency::None);
        // "met the miners and is to leave on Friday"
        let whose = own_subject(p, verb).or_else(|| subject(p, verb).filter(|_| p.dep(verb) == Dep::Conj));
        return whose.is_some_and(able).then_some(Future::BeTo);
    }
    let present =
        matches!(p.lower(be).trim_start_matches(['\'', '’']), "is" | "are" | "am" | "s" | "re" | "m");
    let ahead = has_day_to_come(r, verb);
    // "has announced it is sending food", "announced it was sending food", "said it was pulling out of the talks"
    let announced = || {
        let report = p.head(verb).filter(|_| p.dep(verb) == Dep::Ccomp);
        let next = TokenId(verb.0 + 1);
        let out = p.sentence_of(verb).tokens.has(next) && matches!(p.lower(next).as_str(), "out" | "back");
        let whole = lemma(p, verb) != "pull" || out;
        let breaks = CODEBOOK.is("breaking", lemma(p, verb)) && whole && !r.index.is_quoted(verb);
        report.is_some_and(|h| match lemma(p, h) {
            "announce" | "confirm" | "reveal" => true,
            "say" | "tell" | "declare" => breaks,
            _ => false,
        })
    };
    (is_gerund(p, verb) && (present && ahead || announced())).then_some(Future::Progressive)
}

/// "The ministers meet on Friday", "the ban comes into force on May 1": told in the present of a day to come.
fn is_timetabled(r: &Reading<'_>, verb: TokenId) -> bool {
    let p = r.parsed;
    let present = p.upos(verb) == Upos::Verb
        && p.morph(verb).verb_form == Some(VerbForm::Fin)
        && p.morph(verb).tense == Some(Tense::Pres)
        && !p.children(verb).any(|c| matches!(p.dep(c), Dep::Aux | Dep::AuxPass | Dep::Mark));
    let whole = matches!(p.dep(verb), Dep::Root | Dep::Ccomp | Dep::Parataxis);
    let who = |s: TokenId| {
        let held = CODEBOOK.is("scheduled", lemma(p, s)) && CODEBOOK.is("run", lemma(p, verb));
        held || r.agency(s) >= Agency::Nominal && CODEBOOK.is("timetabled", lemma(p, verb))
    };
    present && whole && has_day_to_come(r, verb) && own_subject(p, verb).is_some_and(who)
}

/// True when a time stands with the verb.
fn has_day(r: &Reading<'_>, verb: TokenId) -> bool {
    r.parsed.children(verb).any(|c| r.time_at(c).is_some_and(|t| r.may_be_due(t)))
}

/// True when the verb has a day after that of the article.
fn has_day_to_come(r: &Reading<'_>, verb: TokenId) -> bool {
    r.parsed.children(verb).filter_map(|c| r.time_at(c)).any(|t| {
        matches!((r.times.published, t.phrase_days.start), (Some(now), Some(start)) if start > now)
            && t.relation == Relation::At
    })
}

fn future(r: &Reading<'_>, verb: TokenId) -> Option<Draft> {
    let p = r.parsed;
    let kind = future_of(r, verb)?;
    let cue = if kind == Future::GoingTo { p.head(verb)? } else { verb };
    let passive = is_passive(p, verb);
    let grammatical = subject(p, cue)?;
    if p.lower(grammatical) == "you" {
        return None;
    }
    // "something they own and will defend": not what the subject of "are" does
    let of_relative = |head: TokenId| {
        p.upos(head) != Upos::Verb
            && p.children_by(head, Dep::AclRelcl).any(|c| c < verb && own_subject(p, c).is_some())
    };
    if p.dep(verb) == Dep::Conj && own_subject(p, verb).is_none() && p.head(verb).is_some_and(of_relative) {
        return None;
    }
    let report = attribution(r, cue);
    let speaker = report.and_then(|a| a.speaker).or_else(|| told_by(r, verb));
    if kind == Future::Would && (speaker.is_none() || has_condition(r, verb) && !is_said(r, report)) {
        return None;
    }
    if speaker.is_some_and(|s| {
        p.full_noun_phrase(s).iter().any(|t| CODEBOOK.is("forecaster", &lemma(p, t).to_lowercase()))
    }) {
        return None;
    }
    // "which of them will stay" asks
    let asks =
        |c: TokenId| matches!(p.lower(c).as_str(), "which" | "what" | "whose" | "how" | "why" | "whether");
    if p.dep(verb) != Dep::AclRelcl
        && (p.children(grammatical).any(asks)
            || [verb, cue].into_iter().any(|v| p.children(v).any(|c| c < v && asks(c))))
    {
        return None;
    }
    let quoted = r.index.is_quoted(verb);
    if kind == Future::Would && (quoted || speaker.is_some_and(|s| crate::clause::is_first_person(p, s))) {
        return None; // in somebody's own words "would" is a condition
    }
    let word = lemma(p, verb);
    // "officials told the envoy that the men would be freed": whoever can, undertakes it
    let assures = |s: &TokenId| {
        passive
            && CODEBOOK.is("benefit", word)
            && r.agency(*s) >= Agency::Nominal
            && report.is_some_and(|a| matches!(lemma(p, a.verb), "tell" | "assure" | "inform"))
    };
    let agent = if passive { crate::clause::agent(p, verb) } else { Some(grammatical) };
    let assured = speaker.filter(|_| agent.is_none()).filter(assures);
    let doer = agent.or(assured);
    let agency = doer.map_or(Agency::None, |d| r.agency(d));
    let craft = !passive && has_day(r, verb) && CODEBOOK.is("craft", lemma(p, grammatical));
    let agency = if craft { agency.max(Agency::Nominal) } else { agency };
    let own = speaker.is_some_and(|s| r.same(grammatical, s));
    let agency = if own { agency.max(Agency::Pronoun) } else { agency };
    // "will leave the fort and return within a week"
    let conjuncts = p.conjuncts(verb);
    let beside = |c: &TokenId| *c > verb && own_subject(p, *c).is_none() && is_dated(r, *c, *c);
    let dated = is_dated(r, verb, cue) || conjuncts.iter().any(beside);
    let nominal = p.upos(verb) != Upos::Verb;
    // "would not rule out a vote" binds nobody
    let negated = is_negated(p, verb) || is_negated(p, cue);
    if word == "rule" && negated && p.child(verb, Dep::CompoundPrt).is_some() {
        return None;
    }
    // "will decide whether he can stay"
    let open = |c: TokenId| {
        p.children(c).any(|k| {
            k < c && matches!(p.lower(k).as_str(), "whether" | "if" | "how" | "who" | "what" | "when")
        })
    };
    if p.children_by(verb, Dep::Ccomp).any(open)
        && matches!(word, "decide" | "determine" | "see" | "show" | "tell")
    {
        return None;
    }
    // "will have to wait", "will not have a leading role"
    let has_to = p.children_by(verb, Dep::Xcomp).any(|c| is_infinitive(p, c));
    if matches!(word, "have" | "need") && (has_to || negated) {
        return None;
    }
    // "would have ended the talks" did not happen
    let unreal = |v: TokenId| {
        p.children_by(v, Dep::Aux).any(|a| matches!(p.lower(a).as_str(), "have" | "'ve" | "’ve"))
    };
    if kind == Future::Would && (unreal(verb) || unreal(p.first_conjunct(verb))) {
        return None;
    }
    if kind == Future::Progressive && agency == Agency::None {
        return None;
    }

    let mut score: f32 = match kind {
        Future::Will => 0.36,
        Future::Would => 0.32,
        Future::GoingTo => 0.3,
        Future::BeTo => 0.52,
        Future::Progressive => 0.45,
        Future::Timetable => 0.32,
    };
    score += match agency {
        Agency::First => 0.16,
        Agency::Named => 0.2,
        Agency::Nominal => 0.16,
        Agency::Pronoun => 0.13,
        Agency::None if dated && CODEBOOK.action(word).is_some() => -0.05,
        Agency::None => -0.2,
    };
    score += match speaker {
        Some(_) if own => 0.15,
        Some(_) => 0.12,
        None => 0.0,
    };
    if speaker.is_none() && !quoted && !dated && agency < Agency::Nominal {
        score -= 0.08;
    }
    if has_condition(r, verb) && !own && agency != Agency::First {
        score -= if agency == Agency::Named && speaker.is_some() { 0.1 } else { 0.2 };
    }
    if has_condition(r, verb) && agency == Agency::First {
        score += 0.1;
    }
    if in_relative(r, verb) {
        score -= if dated { 0.05 } else { 0.15 };
    }
    score += if dated { 0.2 } else { 0.0 };
    score += if CODEBOOK.action(word).is_some() { 0.1 } else { 0.0 };
    let held = CODEBOOK.is("scheduled", lemma(p, grammatical)) && CODEBOOK.is("run", word);
    let set = dated && (held || passive && !CODEBOOK.is("involuntary", word));
    let scheduled = agency == Agency::None && (set || held && speaker.is_some());
    // "the summit will discuss trade"
    let business = CODEBOOK.is("scheduled", lemma(p, grammatical)) && CODEBOOK.is("business", word);
    if scheduled || business && !passive {
        score += if scheduled { 0.2 } else { 0.35 };
    } else if nominal {
        score -= if dated { 0.3 } else { 0.35 };
    } else if CODEBOOK.is("involuntary", word) {
        let done = agency > Agency::None
            || dated && CODEBOOK.action(word).is_some() && p.child(verb, Dep::Obj).is_some();
        score -= match agency {
            _ if !done || !CODEBOOK.is("half", word) || is_empty(r, verb) => 0.45,
            Agency::First => 0.05,
            _ => 0.1,
        };
    }
    let whole = p.head(verb).filter(|_| p.dep(verb) == Dep::Conj);
    for list in ["guess", "habit"] {
        let near = has_adverb(p, verb, list) || whole.is_some_and(|v| has_adverb(p, v, list));
        score -= if near { 0.3 } else { 0.0 };
    }
    // "will support any person who asks": a rule rather than an undertaking
    let person = |o: TokenId| r.agency(o) > Agency::None || CODEBOOK.is("crowd", lemma(p, o));
    let anybody = p.children_by(verb, Dep::Obj).any(|o| crate::verbs::is_anybody(r, o) && person(o));
    // people at large are no body that could bind itself
    let crowd = agency == Agency::Nominal && CODEBOOK.is("crowd", lemma(p, grammatical));
    score -= if crowd && !own { 0.2 } else { 0.0 };
    score -= if anybody && !is_negated(p, verb) && !dated { 0.3 } else { 0.0 };
    score -= if is_question(p, verb) { 0.4 } else { 0.0 };
    if forecast_above(r, cue) {
        score -= 0.45;
    }
    score += if negated && agency == Agency::First { 0.08 } else { 0.0 };
    let act = act_of(r, verb, Facts { agency, negated, own, quoted, speaker });
    Some(Draft {
        act,
        rule: match kind {
            Future::Will => "modal/will",
            Future::Would => "modal/would",
            Future::GoingTo => "modal/going-to",
            Future::BeTo => "modal/be-to",
            Future::Progressive => "modal/progressive",
            Future::Timetable => "modal/timetable",
        }
        .to_owned(),
        // the "be" of "is to leave" stands where a copula does
        cue: p
            .children_by(cue, Dep::Aux)
            .next()
            .or_else(|| p.child(cue, Dep::Cop).filter(|_| kind == Future::BeTo))
            .filter(|_| kind != Future::GoingTo)
            .unwrap_or(cue),
        action: Action {
            head: verb,
            clause: true,
            with_subject: passive && (agency == Agency::None || assured.is_some()) || scheduled,
        },
        debtor: doer.filter(|&d| passive || !scheduled || r.agency(d) > Agency::None),
        other: None,
        positive: !negated,
        status: Status::Open,
        weight: score * governed(r, cue).unwrap_or(0.0),
    })
}

/// "will take time": a half verb whose object makes it a course of events.
fn is_empty(r: &Reading<'_>, verb: TokenId) -> bool {
    let p = r.parsed;
    // "will go bankrupt"
    let becomes = matches!(lemma(p, verb), "go" | "get" | "turn")
        && p.children_by(verb, Dep::Xcomp).any(|c| p.upos(c) == Upos::Adj);
    // "will come under pressure"
    let comes = lemma(p, verb) == "come"
        && !p
            .children(verb)
            .any(|c| has_preposition(p, c, "to") || matches!(p.lower(c).as_str(), "back" | "home" | "here"));
    becomes || comes || p.children_by(verb, Dep::Obj).any(|o| CODEBOOK.is("empty", lemma(p, o)))
}

struct Facts {
    agency: Agency,
    negated: bool,
    own: bool,
    quoted: bool,
    speaker: Option<TokenId>,
}

fn act_of(r: &Reading<'_>, verb: TokenId, f: Facts) -> Act {
    let p = r.parsed;
    let word = lemma(p, verb);
    let voice = f.agency == Agency::First || f.own;
    let condition = has_condition(r, verb);
    let harm = CODEBOOK.action(word).is_some_and(|a| a.harm);
    if f.negated {
        return if voice || f.quoted || f.speaker.is_some_and(|_| f.agency == Agency::Pronoun) {
            Act::Refusal
        } else {
            Act::Intention
        };
    }
    if harm && voice && (condition || word != "fight") {
        return Act::Threat;
    }
    if condition && f.agency == Agency::First {
        return Act::Offer;
    }
    if voice && CODEBOOK.is("benefit", word) { Act::Promise } else { Act::Intention }
}

fn is_said(r: &Reading<'_>, report: Option<Attribution>) -> bool {
    report.is_some_and(|a| r.parsed.upos(a.verb) == Upos::Verb)
}

/// The speaker of the statement that holds the clause, when the same sentence names him.
fn told_by(r: &Reading<'_>, verb: TokenId) -> Option<TokenId> {
    let p = r.parsed;
    let statement = r.index.statement(verb).and_then(|id| r.statements.get(id))?;
    statement.cue_token.filter(|&c| CODEBOOK.is("report", lemma(p, c)))?;
    let sentence = p.sentence_of(verb).span;
    let span = statement.speaker_span.filter(|s| sentence.contains(*s))?;
    p.head_of(p.document().tokens_in(span))
}

/// True in a relative clause.
fn in_relative(r: &Reading<'_>, verb: TokenId) -> bool {
    let p = r.parsed;
    let chain = std::iter::once(verb).chain(p.ancestors(verb).take(3));
    let mut clause = chain.skip_while(|&t| matches!(p.dep(t), Dep::Conj | Dep::Xcomp));
    clause.next().is_some_and(|t| p.dep(t) == Dep::AclRelcl)
}

/// True when the clause hangs on an "if".
pub(crate) fn has_condition(r: &Reading<'_>, verb: TokenId) -> bool {
    let p = r.parsed;
    p.children_by(verb, Dep::Advcl)
        .any(|c| p.children(c).any(|k| matches!(p.lower(k).as_str(), "if" | "unless" | "provided")))
}

/// True when the clause is the complement of a verb or noun of expectation.
fn forecast_above(r: &Reading<'_>, clause: TokenId) -> bool {
    let p = r.parsed;
    let head = p.head(clause);
    matches!(p.dep(clause), Dep::Ccomp | Dep::Acl | Dep::Parataxis | Dep::Csubj | Dep::Advcl)
        && head.is_some_and(|h| CODEBOOK.is("forecast", lemma(p, h)))
        || p.children_by(clause, Dep::Parataxis).any(|c| CODEBOOK.is("forecast", lemma(p, c)))
}

/// "must", "should", "has to" of somebody else, in somebody's mouth.
fn duty(r: &Reading<'_>, verb: TokenId) -> Option<Draft> {
    let p = r.parsed;
    let (cue, strength) = match modal(p, verb) {
        Some("must") => (verb, 0.42),
        Some("should") => (verb, 0.3),
        Some(_) => return None,
        None => {
            let governor = p.head(verb).filter(|_| p.dep(verb) == Dep::Xcomp && is_infinitive(p, verb))?;
            let strength = match lemma(p, governor) {
                "have" => 0.25,
                "need" => 0.2,
                "ought" => 0.25,
                _ => return None,
            };
            let past = is_past(p, governor) || modal(p, governor).is_some();
            (!past).then_some((governor, strength))?
        }
    };
    let who = subject(p, cue)?;
    let agency = r.agency(who);
    let speaker = attribution(r, cue).and_then(|a| a.speaker);
    let quoted = r.index.is_quoted(verb);
    let ours = agency == Agency::First || speaker.is_some_and(|s| r.same(who, s));
    // "All members must apply it by 28 February": a day makes a duty somebody's demand
    let set = lemma(p, cue) != "need" && crate::verbs::is_set_for(r, verb);
    if agency == Agency::None && modal(p, verb) == Some("must") && (speaker.is_some() || quoted) {
        return act_called_for(r, verb, who, speaker);
    }
    if agency == Agency::None || ours || (speaker.is_none() && !quoted && !set) {
        return None;
    }
    let mut score: f32 = strength + 0.12;
    score += match agency {
        Agency::Named => 0.18,
        Agency::Nominal => 0.06,
        _ => 0.0,
    };
    score -= if CODEBOOK.is("involuntary", lemma(p, verb)) && !CODEBOOK.is("half", lemma(p, verb)) {
        0.2
    } else {
        0.0
    };
    score += if speaker.is_some() { 0.08 } else { 0.0 };
    score += if CODEBOOK.action(lemma(p, verb)).is_some() { 0.12 } else { 0.0 };
    score += if is_dated(r, verb, cue) { 0.15 } else { 0.0 };
    score -= if p.upos(verb) != Upos::Verb { 0.3 } else { 0.0 };
    score -= if has_condition(r, verb) { 0.15 } else { 0.0 };
    score -= if has_adverb(p, verb, "habit") || is_question(p, verb) { 0.3 } else { 0.0 };
    // "must have known" is a guess about the past, "should have no problems" an opinion
    if lemma(p, verb) == "have" || p.children_by(verb, Dep::Aux).any(|c| lemma(p, c) == "have") {
        return None;
    }
    let negated = is_negated(p, verb) || is_negated(p, cue);
    if negated && cue != verb {
        return None; // "does not have to"
    }
    Some(Draft {
        act: Act::Demand,
        rule: "modal/must".to_owned(),
        cue,
        action: Action::clause(verb),
        debtor: Some(who),
        other: speaker,
        positive: !negated,
        status: Status::Open,
        weight: score * governed(r, cue).unwrap_or(0.0),
    })
}

/// "All attacks on the town must stop": what must be done or end is the subject, and nobody is named who must do it.
fn act_called_for(r: &Reading<'_>, verb: TokenId, what: TokenId, speaker: Option<TokenId>) -> Option<Draft> {
    let p = r.parsed;
    let ends = is_passive(p, verb) || CODEBOOK.is("cease", lemma(p, verb));
    let known = p.upos(what) == Upos::Noun && CODEBOOK.action(lemma(p, what)).is_some();
    let perfect = p.children_by(verb, Dep::Aux).any(|c| lemma(p, c) == "have");
    (ends && known && !perfect).then(|| Draft {
        act: Act::Demand,
        rule: "modal/must".to_owned(),
        cue: verb,
        action: Action { head: verb, clause: true, with_subject: true },
        debtor: crate::clause::agent(p, verb),
        other: speaker,
        positive: !is_negated(p, verb),
        status: Status::Open,
        weight: 0.6 * governed(r, verb).unwrap_or(0.0),
    })
}

/// "There will be no talks," the general said.
fn none_to_come(r: &Reading<'_>, verb: TokenId) -> Option<Draft> {
    let p = r.parsed;
    let ahead = matches!(modal(p, verb), Some("will" | "would")) && p.child(verb, Dep::Expl).is_some();
    let what = p.child(verb, Dep::Nsubj).filter(|&n| ahead && crate::context::is_negative(p, n))?;
    CODEBOOK.action(lemma(p, what)).filter(|_| p.upos(what) == Upos::Noun)?;
    let speaker = attribution(r, verb).and_then(|a| a.speaker).or_else(|| told_by(r, verb))?;
    (r.agency(speaker) > Agency::None).then(|| Draft {
        act: Act::Refusal,
        rule: "modal/no-such".to_owned(),
        cue: verb,
        action: Action::noun(what),
        debtor: Some(speaker),
        other: None,
        positive: false,
        status: Status::Open,
        weight: 0.65 * governed(r, verb).unwrap_or(0.0),
    })
}

/// "gave the rebels until Friday to leave", "has until Friday to leave".
fn ultimatum(r: &Reading<'_>, verb: TokenId) -> Option<Draft> {
    let p = r.parsed;
    if lemma(p, verb) == "give" {
        return short_ultimatum(r, verb);
    }
    if !is_infinitive(p, verb) {
        return None;
    }
    let governor = p.ancestors(verb).take(3).find(|&g| matches!(lemma(p, g), "give" | "have"))?;
    let between = TokenSpan::new(governor.0, verb.0);
    if !r.times.within(between).any(|(_, t)| t.relation == Relation::Until) {
        return None;
    }
    let passive = is_passive(p, governor);
    let give = lemma(p, governor) == "give";
    let who = match (give, passive) {
        (true, false) => p.child(governor, Dep::Iobj).or_else(|| p.child(governor, Dep::Obj)),
        _ => subject(p, governor),
    };
    if who.is_none_or(|w| r.agency(w) == Agency::None) {
        return None;
    }
    let by = if give && !passive { subject(p, governor) } else { crate::clause::agent(p, governor) };
    Some(Draft {
        act: Act::Demand,
        rule: "verb/until".to_owned(),
        cue: governor,
        action: Action::clause(verb),
        debtor: who,
        other: by,
        positive: true,
        status: Status::Open,
        weight: if is_negated(p, governor) { 0.0 } else { 0.75 },
    })
}

/// "Army gives Chad until Sunday to free detained men": in headlines the parser may take the infinitive for a noun
/// phrase.
fn short_ultimatum(r: &Reading<'_>, give: TokenId) -> Option<Draft> {
    let p = r.parsed;
    let action = p.children_by(give, Dep::Obl).find(|&c| {
        let first = TokenId(p.noun_phrase(c).start);
        let to = p.children_by(c, Dep::Case).any(|k| p.lower(k) == "to" && k.0 + 1 == first.0);
        to && first < c && CODEBOOK.action(lemma(p, first)).is_some()
    })?;
    let between = TokenSpan::new(give.0, action.0);
    r.times.within(between).find(|(_, t)| t.relation == Relation::Until)?;
    let who = p.child(give, Dep::Iobj).or_else(|| p.child(give, Dep::Obj))?;
    (r.agency(who) > Agency::None && !is_negated(p, give)).then(|| Draft {
        act: Act::Demand,
        rule: "verb/until".to_owned(),
        cue: give,
        action: Action::noun(action),
        debtor: Some(who),
        other: subject(p, give),
        positive: true,
        status: Status::Open,
        weight: 0.7,
    })
}

/// "It is time for the general to leave".
fn time_for(r: &Reading<'_>, verb: TokenId) -> Option<Draft> {
    let p = r.parsed;
    if !is_infinitive(p, verb) {
        return None;
    }
    // "time to act to stop the war": one demand
    if p.head(verb).is_some_and(|h| is_infinitive(p, h)) {
        return None;
    }
    let time =
        p.ancestors(verb).take(2).find(|&t| lemma(p, t) == "time" && p.child(t, Dep::Cop).is_some())?;
    let who = own_subject(p, verb).or_else(|| p.children(time).find(|&c| has_preposition(p, c, "for")))?;
    let speaker = attribution(r, time).and_then(|a| a.speaker);
    (!is_negated(p, time)).then(|| Draft {
        act: Act::Demand,
        rule: "phrase/time-for".to_owned(),
        cue: time,
        action: Action::clause(verb),
        debtor: Some(who),
        other: speaker,
        positive: !is_negated(p, verb),
        status: Status::Open,
        weight: if r.agency(who) > Agency::None { 0.65 } else { 0.52 },
    })
}

/// "Release the prisoners," the group said.
fn imperative(r: &Reading<'_>, verb: TokenId) -> Option<Draft> {
    let p = r.parsed;
    let speaker = attribution(r, verb).and_then(|a| a.speaker);
    let plain = is_imperative(p, verb) && r.index.is_quoted(verb) && speaker.is_some();
    if !plain || CODEBOOK.is("idle", lemma(p, verb)) {
        return None;
    }
    let action = Action::clause(verb);
    let known = CODEBOOK.action(lemma(p, verb)).is_some();
    Some(Draft {
        act: Act::Demand,
        rule: "mood/imperative".to_owned(),
        cue: verb,
        action,
        debtor: p.child(verb, Dep::Vocative).or_else(|| nominal_agent(r, action)),
        other: speaker,
        positive: !is_negated(p, verb),
        status: Status::Open,
        weight: if known { 0.6 } else { 0.5 },
    })
}
