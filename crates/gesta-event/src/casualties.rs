//! How many were killed and injured: counts next to words of dying and wounding.

use gesta_syntax::{Dep, Parsed, Upos};
use gesta_text::{TokenId, TokenSpan};

use crate::grammar::{is_passive, logical_object, prepositional, surface_subject};
use crate::lemma::lemma;
use crate::lexicon::lexicon;

/// Least and most, the latter unless open.
pub(crate) type Count = (u32, Option<u32>);

/// Dead and injured that the words around an act name, the first count of each; not those of whom it only tells the time
/// ("3,000 have died since the start of the protests").
pub(crate) fn casualties(parsed: &Parsed, words: TokenSpan, act: TokenId) -> (Option<Count>, Option<Count>) {
    // "killed two people and injured a dozen": the harm goes on in the next clause
    let harms = |t: TokenId| ["dying", "wounding"].iter().any(|c| lexicon().in_class(c, &lemma(parsed, t)));
    let further = if harms(act) { parsed.conjuncts(act) } else { Vec::new() };
    let further: Vec<TokenId> = further
        .into_iter()
        .filter(|&t| t > act && surface_subject(parsed, t).is_none_or(|s| s < act))
        .collect();
    let find = |class: &str| {
        words
            .iter()
            .chain(further.iter().copied())
            .filter(|&t| {
                lexicon().in_class(class, &lemma(parsed, t)) || lexicon().in_class(class, &parsed.lower(t))
            })
            .filter(|&t| !dates(parsed, act, t))
            .find_map(|t| victims(parsed, t, act))
    };
    (find("dying"), find("wounding"))
}

/// True when the act only tells since or until when somebody died.
fn dates(parsed: &Parsed, act: TokenId, dying: TokenId) -> bool {
    let mut path = std::iter::once(act).chain(parsed.ancestors(act)).take_while(|&t| t != dying);
    let told = |t: TokenId| {
        parsed.children(t).any(|c| {
            matches!(parsed.dep(c), Dep::Mark | Dep::Case)
                && matches!(parsed.lower(c).as_str(), "since" | "before" | "after" | "until")
        })
    };
    parsed.is_within(act, dying) && path.any(told)
}

/// The number of those who die or are hurt by the event that `word` names.
fn victims(parsed: &Parsed, word: TokenId, act: TokenId) -> Option<Count> {
    let counted = match parsed.upos(word) {
        Upos::Verb if lexicon().in_class("dying-subject", &lemma(parsed, word)) => {
            surface_subject(parsed, word)
        }
        Upos::Verb => {
            let object = logical_object(parsed, word);
            just_before(parsed, word).filter(|_| object.is_none_or(|o| total(parsed, o).is_none())).or(object)
        }
        // "43 dead", "left 12 wounded": the count modifies the word or the noun that it modifies
        _ => Some(word)
            .filter(|&w| count(parsed, w).is_some())
            .or_else(|| prepositional(parsed, word, "of").filter(|_| word == act))
            .or_else(|| {
                let dep = parsed.dep(word);
                parsed
                    .head(word)
                    .filter(|_| matches!(dep, Dep::Amod | Dep::Xcomp))
                    .and_then(|h| if dep == Dep::Xcomp { parsed.child(h, Dep::Obj) } else { Some(h) })
            }),
    };
    let Some(counted) =
        counted.filter(|&c| total(parsed, c).is_some() || prepositional(parsed, c, "of").is_some())
    else {
        // "leaving four dead and 20 wounded", however the second is attached
        let numeral = word.0.checked_sub(1).map(TokenId).filter(|&t| parsed.upos(t) == Upos::Num);
        return numeral.filter(|_| parsed.upos(word) == Upos::Adj).and_then(|t| number(parsed, t));
    };
    // "a total of 137 people" counts people, "dozens of people" dozens
    let of = prepositional(parsed, counted, "of");
    let head = of.unwrap_or(counted);
    if lexicon().in_class("lifeless", &lemma(parsed, head)) {
        return None;
    }
    // "a number of people" is no number
    let vague = of.is_some() && lemma(parsed, counted) == "number";
    of.and_then(|of| count(parsed, of)).or_else(|| total(parsed, counted).filter(|_| !vague))
}

/// Of whom a participle is told that follows them: "with 30 soldiers and two guards killed".
fn just_before(parsed: &Parsed, participle: TokenId) -> Option<TokenId> {
    let noun = participle.0.checked_sub(1).map(TokenId)?;
    let told = is_passive(parsed, participle) && parsed.sentence_of(participle).tokens.start <= noun.0;
    Some(parsed.first_conjunct(noun)).filter(|_| told && matches!(parsed.upos(noun), Upos::Noun | Upos::Num))
}

/// The number of all conjuncts: "four priests and two boys".
fn total(parsed: &Parsed, first: TokenId) -> Option<Count> {
    let mut conjuncts = parsed.conjuncts(first).into_iter().filter(|&c| c >= first);
    let start = count(parsed, conjuncts.next()?)?;
    let alive = |c: &TokenId| !lexicon().in_class("lifeless", &lemma(parsed, *c));
    let rest = conjuncts.filter(alive).filter_map(|c| count(parsed, c));
    Some(rest.fold(start, |(least, most), (l, m)| {
        (least.saturating_add(l), most.zip(m).map(|(a, b)| a.saturating_add(b)))
    }))
}

/// The number that a noun phrase names.
fn count(parsed: &Parsed, noun: TokenId) -> Option<Count> {
    let own = |t: TokenId| if parsed.upos(t) == Upos::Num { number(parsed, t) } else { None };
    let vague = |t: TokenId| lexicon().number(&parsed.lower(t)).map(|(least, most)| (least, Some(most)));
    let (token, (least, most)) = if let Some(found) = own(noun).or_else(|| vague(noun)) {
        (noun, found)
    } else {
        let numeral = parsed.children(noun).find_map(|c| match parsed.dep(c) {
            Dep::Nummod => own(c).or_else(|| vague(c)).map(|n| (c, n)),
            Dep::Amod | Dep::Det => vague(c).map(|n| (c, n)),
            _ => None,
        });
        numeral?
    };
    Some(bounded(parsed, noun, token, least, most))
}

/// Applies "at least", "up to", "more than".
fn bounded(parsed: &Parsed, noun: TokenId, numeral: TokenId, least: u32, most: Option<u32>) -> Count {
    let first = parsed.subtree(noun).start.max(parsed.sentence_of(noun).tokens.start);
    let before = TokenSpan::new(first.max(numeral.0.saturating_sub(4)), numeral.0);
    let words: Vec<String> = before.iter().map(|t| parsed.lower(t)).collect();
    let has = |a: &str, b: &str| words.windows(2).any(|w| matches!(w, [x, y] if x == a && y == b));
    if has("at", "least") || has("no", "fewer") {
        (least, None)
    } else if has("more", "than") || words.last().is_some_and(|w| w == "over") {
        (least.saturating_add(1), None)
    } else if has("up", "to") || has("as", "many") || has("at", "most") {
        (1, Some(most.unwrap_or(least)))
    } else {
        (least, most)
    }
}

/// A numeral in digits or words; the range of a vague one.
fn number(parsed: &Parsed, token: TokenId) -> Option<Count> {
    let digits: String = parsed.form(token).chars().filter(|c| *c != ',').collect();
    if let Ok(value) = digits.parse::<u32>() {
        let scaled = parsed.children(token).chain(parsed.head(token)).find_map(|t| {
            lexicon()
                .number(&parsed.lower(t))
                .filter(|n| n.0 == n.1 && n.0 >= 100 && parsed.upos(t) == Upos::Num)
        });
        let value = scaled.map_or(value, |s| value.saturating_mul(s.0));
        return Some((value, Some(value)));
    }
    let mut total = 0u32;
    let mut any = false;
    let compound = parsed.children_by(token, Dep::Compound).chain(std::iter::once(token));
    for part in compound {
        for piece in parsed.lower(part).split('-') {
            let Some((value, most)) = lexicon().number(piece) else { continue };
            if value != most {
                return Some((value, Some(most)));
            }
            any = true;
            total =
                if value >= 100 { total.max(1).saturating_mul(value) } else { total.saturating_add(value) };
        }
    }
    any.then_some((total, Some(total)))
}
