//! Whether the name of a country or a capital stands for its government, by what the word does in its sentence.
//!
//! "Tehran agreed to talks" names an actor; "clashes in Tehran" and "Tehran lies in the north" name a place.

use gesta_syntax::{Dep, Parsed, Upos};
use gesta_text::TokenId;

use crate::tables::TABLES;

/// The rule by which a country's name is an actor here.
pub(crate) fn country_acts(parsed: &Parsed, head: TokenId) -> Option<&'static str> {
    let top = parsed.first_conjunct(head);
    match parsed.dep(top) {
        Dep::Nsubj | Dep::NsubjPass | Dep::NsubjOuter => Some("country as subject"),
        Dep::Obj | Dep::Iobj => Some("country as object"),
        Dep::NmodPoss => Some("country as possessor"),
        Dep::OblAgent => Some("country as agent"),
        Dep::Obl | Dep::Nmod | Dep::Advcl | Dep::Acl => partner(parsed, top, head).then_some("country as partner"),
        Dep::Appos | Dep::Root | Dep::Vocative | Dep::Xcomp | Dep::Parataxis | Dep::List => {
            parsed.child(top, Dep::Case).is_none().then_some("country by name")
        }
        _ => None,
    }
}

/// The rule by which a capital's name is a government here.
pub(crate) fn capital_acts(parsed: &Parsed, head: TokenId) -> Option<&'static str> {
    let top = parsed.first_conjunct(head);
    let governor = parsed.head(top);
    let acts = |verb: TokenId| {
        let verbs = parsed.conjuncts(verb);
        verbs.iter().chain([&verb]).any(|v| {
            parsed.upos(*v) == Upos::Verb && TABLES.state_verbs.contains(parsed.lemma(*v))
        })
    };
    let minded = |noun: TokenId| {
        parsed.upos(noun) == Upos::Adj
            && matches!(
                parsed.lemma(noun),
                "ready" | "willing" | "eager" | "reluctant" | "unwilling" | "prepared" | "determined" | "open"
                    | "furious" | "angry" | "keen" | "able" | "unable" | "confident" | "concerned" | "wary"
            )
    };
    match parsed.dep(top) {
        Dep::Nsubj | Dep::NsubjOuter => {
            governor.is_some_and(|g| (acts(g) && !parsed.is_passive(g)) || minded(g)).then_some("capital as subject")
        }
        Dep::OblAgent => Some("capital as agent"),
        Dep::Obj | Dep::Iobj => governor
            .is_some_and(|g| is_addressing(parsed.lemma(g)))
            .then_some("capital as addressee"),
        Dep::NmodPoss => governor.is_some_and(|g| is_policy(parsed.lemma(g))).then_some("capital as possessor"),
        Dep::Obl | Dep::Nmod => partner(parsed, top, head).then_some("capital as partner"),
        _ => None,
    }
}

/// A preposition that takes a partner or an opponent: "with", "against", "between".
fn partner(parsed: &Parsed, top: TokenId, head: TokenId) -> bool {
    let case = parsed.child(head, Dep::Case).or_else(|| parsed.child(top, Dep::Case));
    let Some(case) = case else { return false };
    let governor = parsed.head(top).map_or("", |g| parsed.lemma(g));
    match parsed.lower(case).as_str() {
        "with" | "against" | "between" | "by" | "among" | "versus" | "towards" | "toward" => true,
        "on" => matches!(
            governor,
            "sanction" | "sanctions" | "impose" | "pressure" | "attack" | "war" | "call" | "declare" | "embargo" | "tariff" | "strike"
        ),
        "to" => is_addressing(governor) || is_transfer(governor),
        "from" => matches!(
            governor,
            "demand" | "support" | "help" | "backing" | "pressure" | "condemnation" | "criticism" | "response" | "threat"
                | "guarantee" | "assurance" | "statement" | "permission" | "warning" | "order"
        ),
        "of" => matches!(
            governor,
            "support" | "backing" | "ally" | "enemy" | "government" | "policy" | "critic" | "decision" | "leadership"
        ),
        _ => false,
    }
}

fn is_addressing(lemma: &str) -> bool {
    matches!(
        lemma,
        "tell" | "warn" | "urge" | "accuse" | "blame" | "criticise" | "criticize" | "condemn" | "ask" | "press"
            | "pressure" | "threaten" | "thank" | "praise" | "condemned" | "help" | "support" | "back" | "call"
            | "message" | "warning" | "threat" | "appeal" | "signal" | "letter" | "response" | "support" | "concession"
            | "opposition" | "ultimatum" | "offer" | "respond" | "reply" | "anger" | "oppose" | "persuade" | "force"
            | "notify" | "inform" | "assure" | "defy" | "challenge" | "sue"
    )
}

fn is_transfer(lemma: &str) -> bool {
    matches!(lemma, "sell" | "give" | "send" | "supply" | "deliver" | "aid" | "ally" | "loyal" | "close" | "tie" | "link" | "assistance" | "sale")
}

/// Nouns that a government has and a city has not.
fn is_policy(lemma: &str) -> bool {
    matches!(
        lemma,
        "decision" | "policy" | "position" | "stance" | "ally" | "demand" | "support" | "response" | "claim" | "offer"
            | "plan" | "ambition" | "interest" | "ambassador" | "envoy" | "refusal" | "failure" | "role" | "influence"
            | "intention" | "proposal" | "threat" | "troop" | "force" | "military" | "army" | "nuclear" | "program"
            | "programme" | "relation" | "tie" | "attempt" | "effort" | "commitment" | "willingness" | "concern"
            | "promise" | "pledge" | "invasion" | "objection" | "help" | "backing" | "war" | "strategy" | "diplomat"
            | "leadership" | "enemy" | "rival" | "partner" | "goal" | "aim" | "warning" | "statement" | "reaction"
    )
}
