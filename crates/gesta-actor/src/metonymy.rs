//! Whether the name of a country or a capital stands for its government, by what the word does in its sentence.
//!
//! "Tehran agreed to talks" names an actor; "clashes in Tehran" and "Tehran lies in the north" name a place. The words
//! that decide are in `knowledge/en/actors/metonymy.tsv`.

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
        Dep::Obl | Dep::Nmod | Dep::Advcl | Dep::Acl => {
            is_partner(parsed, top, head).then_some("country as partner")
        }
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
    let verb_acts = |verb: TokenId| {
        let acts = |v: &TokenId| parsed.upos(*v) == Upos::Verb && has_role(parsed, "subject", *v);
        parsed.conjuncts(verb).iter().any(acts)
    };
    let acts = |g: TokenId| (verb_acts(g) && !parsed.is_passive(g)) || has_role(parsed, "minded", g);
    let is = |role| governor.is_some_and(|g| has_role(parsed, role, g));
    match parsed.dep(top) {
        Dep::Nsubj | Dep::NsubjOuter => governor.is_some_and(acts).then_some("capital as subject"),
        Dep::OblAgent => Some("capital as agent"),
        Dep::Obj | Dep::Iobj => is("addressee").then_some("capital as addressee"),
        Dep::NmodPoss => is("possession").then_some("capital as possessor"),
        Dep::Obl | Dep::Nmod => is_partner(parsed, top, head).then_some("capital as partner"),
        _ => None,
    }
}

/// A preposition that takes a partner or an opponent: "with", "against", "between"; others with certain words only.
fn is_partner(parsed: &Parsed, top: TokenId, head: TokenId) -> bool {
    let case = parsed.child(head, Dep::Case).or_else(|| parsed.child(top, Dep::Case));
    let (Some(case), Some(governor)) = (case, parsed.head(top)) else { return false };
    match parsed.lower(case).as_str() {
        "with" | "against" | "between" | "by" | "among" | "versus" | "towards" | "toward" => true,
        "to" => has_role(parsed, "addressee", governor) || has_role(parsed, "recipient", governor),
        "on" => has_role(parsed, "on", governor),
        "from" => has_role(parsed, "from", governor),
        "of" => has_role(parsed, "of", governor),
        _ => false,
    }
}

/// True where the name of a seat ("the White House") is the building: "at", "outside", "inside" it.
pub(crate) fn is_location(parsed: &Parsed, head: TokenId) -> bool {
    let top = parsed.first_conjunct(head);
    let case = parsed.child(head, Dep::Case).or_else(|| parsed.child(top, Dep::Case));
    matches!(parsed.dep(top), Dep::Obl | Dep::Nmod)
        && case.is_some_and(|c| TABLES.metonymy.contains(&("location", parsed.lower(c).as_str())))
}

fn has_role(parsed: &Parsed, role: &'static str, word: TokenId) -> bool {
    TABLES.metonymy.contains(&(role, parsed.lemma(word)))
}
