//! What the model makes of text: trees are trees, odd text does no harm, and plain sentences are read right.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use gesta_syntax::{Act, Dep, Model, ModelKind, Parsed, write_conllu};
use gesta_text::{Document, TokenId};
use proptest::prelude::*;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::embedded(ModelKind::Accurate).unwrap());

fn parse(text: &str) -> Parsed {
    MODEL.parse(Document::read(text))
}

/// `word<relation<head` for each word named in `expect`.
fn check(text: &str, expect: &[&str]) {
    let parsed = parse(text);
    let found: Vec<String> = parsed
        .all_tokens()
        .iter()
        .map(|t| {
            let head = parsed.head(t).map_or("ROOT".into(), |h| parsed.form(h).into_owned());
            format!("{}<{}<{head}", parsed.form(t), parsed.dep(t))
        })
        .collect();
    for arc in expect {
        assert!(found.iter().any(|f| f == arc), "{arc} not in {found:?}");
    }
}

fn check_entities(text: &str, expect: &[&str]) {
    let parsed = parse(text);
    let found: Vec<String> =
        parsed.entities().iter().map(|e| format!("{} {}", e.kind, parsed.text_of(e.tokens))).collect();
    assert_eq!(found, expect, "{text}");
}

/// Every sentence has one root, heads stay inside it, and every token reaches the root.
fn check_trees(parsed: &Parsed) {
    for (_, sentence) in parsed.sentences() {
        let roots = sentence.tokens.iter().filter(|t| parsed.head(*t).is_none()).count();
        assert_eq!(roots, 1);
        for token in sentence.tokens.iter() {
            assert_eq!(parsed.head(token).is_none(), parsed.dep(token) == Dep::Root);
            assert!(parsed.ancestors(token).count() <= sentence.tokens.len());
            assert!(parsed.ancestors(token).all(|a| sentence.tokens.has(a)));
            assert!(parsed.subtree(token).has(token));
        }
    }
}

#[test]
fn plain_sentences_are_read_right() {
    check(
        "The rebels promised to leave the city.",
        &["rebels<nsubj<promised", "promised<root<ROOT", "leave<xcomp<promised", "city<obj<leave"],
    );
    check(
        "Two soldiers were killed by gunmen.",
        &["soldiers<nsubj:pass<killed", "were<aux:pass<killed", "gunmen<obl:agent<killed"],
    );
    check("“We won’t go,” said the mayor.", &["mayor<nsubj<said", "We<nsubj<go"]);
}

#[test]
fn names_are_found() {
    check_entities("Anna Okafor left Nairobi on Friday.", &["PER Anna Okafor", "LOC Nairobi"]);
    check_entities("It rained.", &[]);
}

/// What the model takes a word for: the likelier of no act and the likeliest act.
fn check_act(text: &str, word: &str, expect: Act) {
    let parsed = parse(text);
    let token = parsed.all_tokens().iter().find(|t| parsed.form(*t) == word).unwrap();
    let shares = parsed.acts(token).unwrap();
    let (act, share) = shares.likeliest();
    let found = if share > shares.share(Act::None) { act } else { Act::None };
    assert_eq!(found, expect, "{text}");
}

#[test]
fn words_name_acts_by_their_sense() {
    check_act("The army shelled the northern suburbs overnight.", "shelled", Act::Assault);
    check_act("The film crew shot a video on the beach.", "shot", Act::None);
    check_act("Police fired tear gas and arrested forty students.", "arrested", Act::Coerce);
    check_act("Oil prices retreated from a three-month high.", "retreated", Act::None);
    check_act("The two presidents held talks in Geneva.", "talks", Act::Consult);
    check_act("The minister opened the library and praised its roof.", "roof", Act::None);
}

#[test]
fn the_fast_model_says_nothing_of_acts() {
    let fast = Model::embedded(ModelKind::Fast).unwrap();
    let parsed = fast.parse(Document::read("The army shelled the northern suburbs."));
    assert!(parsed.all_tokens().iter().all(|t| parsed.acts(t).is_none()));
}

#[test]
fn a_giant_sentence_is_one_tree() {
    let parsed = parse(&"the troops and ".repeat(400));
    check_trees(&parsed);
    assert_eq!(parsed.document().tokens().len(), 1200);
}

#[test]
fn nothing_is_read_from_nothing() {
    for text in ["", " \n\n ", "\u{FEFF}"] {
        assert_eq!(parse(text).document().tokens().len(), 0);
    }
}

#[test]
fn past_the_end_there_is_nothing() {
    let parsed = parse("Rebels left.");
    for token in [TokenId(3), TokenId(u32::MAX)] {
        assert_eq!((&*parsed.form(token), parsed.lemma(token), parsed.head(token)), ("", "", None));
        assert_eq!((parsed.children(token).count(), parsed.ancestors(token).count()), (0, 0));
        assert!(parsed.entity_at(token).is_none() && parsed.subtree(token).is_empty());
        assert!(parsed.sentence_of(token).tokens.is_empty());
    }
}

#[test]
fn the_same_text_gives_the_same_parse_whatever_was_read_before() {
    let conllu = |text: &str| {
        let mut out = String::new();
        write_conllu(&parse(text), "x", &mut out);
        out
    };
    let text = "Police arrested 40 people in Tbilisi. They were freed on Thursday, officials said.";
    let first = conllu(text);
    conllu("Something else entirely, and much longer than what was read before it.");
    assert_eq!(conllu(text), first);
}

#[test]
fn conllu_has_the_text_and_its_ranges() {
    let mut out = String::new();
    write_conllu(&parse("É: we don't.\n\nGo!"), "a\tb", &mut out);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "# newdoc id = a b");
    let token = |form: &str| out.lines().find(|l| l.split('\t').nth(1) == Some(form)).unwrap();
    assert!(token("É").ends_with("SpaceAfter=No|TokenRange=0:1"), "{out}");
    assert!(token("don't").starts_with("4-5\t") && token("don't").contains("TokenRange=6:11"), "{out}");
    assert!(token("Go").ends_with("TokenRange=14:16"), "{out}");
    assert!(lines.iter().filter(|l| l.contains('\t')).all(|l| l.split('\t').count() == 10));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_text_makes_trees(text in "(\\PC{0,12}|[a-z]{1,8}|[.,“”\"'()\u{AD}\n ]){0,40}") {
        let parsed = parse(&text);
        check_trees(&parsed);
        let mut out = String::new();
        write_conllu(&parsed, "x", &mut out);
        let words = out.lines().filter(|l| l.split('\t').next().is_some_and(|id| id.parse::<u32>().is_ok()));
        prop_assert_eq!(words.count(), parsed.document().tokens().len());
    }
}
