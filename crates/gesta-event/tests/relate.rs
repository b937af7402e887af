//! The relation between two marked actors: the source stands in `{braces}`, the target in `[brackets]`.

use std::sync::LazyLock;

use gesta_event::{Relation, relate};
use gesta_syntax::{Model, ModelKind};
use gesta_text::{Document, Span};

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::embedded(ModelKind::Accurate).expect("the embedded model loads"));

fn answer(marked: &str) -> Relation {
    let mut text = String::new();
    let mut ends = [0; 4];
    for c in marked.chars() {
        match "{}[]".find(c) {
            Some(mark) => ends[mark] = text.len(),
            None => text.push(c),
        }
    }
    let [open, close, from, to] = ends;
    let parsed = MODEL.parse(Document::read(&text));
    let times = gesta_time::read(&parsed, None);
    let places = gesta_place::read(&parsed);
    let actors = gesta_actor::read(&parsed, &places, None);
    let statements = gesta_statement::read(&parsed, &actors);
    let target = (from < to).then(|| Span::new(from, to));
    relate(&parsed, &times, &places, &actors, &statements, Span::new(open, close), target)
}

fn check(cases: &[(&str, &str)]) {
    let wrong = cases.iter().filter_map(|(kind, marked)| {
        let found = answer(marked);
        assert!((0.0..=1.0).contains(&found.confidence), "{marked}: {found:?}");
        (found.kind.as_str() != *kind).then(|| format!("{kind}: {marked}\n      found {found:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn the_act_between_the_two_is_named() {
    check(&[
        ("ACCUSE", "{Botswana} condemned [the Zambian raid], after which the two armies clashed."),
        ("ASSAULT", "[Two herders] were shot by {gunmen} who had demanded money."),
        ("CONSULT", "After weeks of threats {the Malian president} met [his Algerian counterpart] in Oran."),
        ("AID", "{Finland}, which expelled two diplomats in May, donated ambulances to [Moldova]."),
        ("COERCE", "[The editor] was detained by {police} as his colleagues marched."),
        ("SUPPORT", "{Paraguay} praised [Bolivia] for its help after the attack."),
        ("RETREAT", "{The militia} freed [four engineers] whom it had kidnapped in June."),
        ("COOPERATE", "{Malta} shared intelligence with [Tunisia] on the smugglers."),
        ("MOBILIZE", "{Eritrea} massed troops along its border with [Djibouti]."),
        ("PROTEST", "{Nurses} went on strike against [the health ministry]."),
        ("SANCTION", "{Latvia} cut ties with [Belarus] over the pact that they had signed."),
        ("REQUEST", "{The bishops} urged [the cartel] to stop killing farmers."),
    ]);
}

#[test]
fn nominal_acts_reach_their_roles() {
    check(&[
        ("ASSAULT", "{Rebel} attacks on [the garrison] went on all night."),
        ("ACCUSE", "{Prosecutors} opened an inquiry into [the governor]."),
        ("CONSULT", "Talks between {Kenya} and [Somalia] lasted two days."),
        ("REQUEST", "The appeal by {the mayor} to [the army] was read on the radio."),
    ]);
}

#[test]
fn what_is_refused_threatened_or_promised_is_not_done() {
    check(&[
        ("REJECT", "{Ecuador} refused to meet [the Peruvian envoy]."),
        ("REJECT", "{Hungary} will not extradite the banker to [Turkey]."),
        ("THREATEN", "{Algeria} threatened to expel [the Moroccan ambassador]."),
        ("THREATEN", "{The government} will expel [three Iranian diplomats]."),
        ("AGREE", "{Ghana} agreed to release [the Togolese fishermen]."),
        ("AGREE", "{The Danish premier} will meet [the Greenlandic leader] on Friday."),
        ("AGREE", "{Chile} offered to send engineers to [Haiti]."),
        ("REQUEST", "{Jordan} asked [Syria] to withdraw its troops."),
    ]);
}

#[test]
fn harm_asked_of_others_is_aimed_at_its_victim() {
    check(&[
        ("THREATEN", "{Estonia} called for sanctions against [Belarus]."),
        ("REQUEST", "{Estonia} called on [the European Union] to impose sanctions."),
        ("ACCUSE", "{The union} called for an investigation into [the ministry]."),
    ]);
}

#[test]
fn a_target_is_not_needed() {
    check(&[
        ("RETREAT", "{The interior minister} resigned on Tuesday."),
        ("PROTEST", "{Hundreds of students} took to the streets."),
    ]);
}

#[test]
fn there_is_always_an_answer() {
    let by_words = answer("After the bombardment, {Lima} and [Quito]: shells, rockets, gunfire.");
    assert_eq!(by_words.kind.as_str(), "ASSAULT", "{by_words:?}");
    let by_default = answer("{Lima} and [Quito].");
    assert_eq!((by_default.kind.as_str(), by_default.rule.as_str()), ("CONSULT", "default"));
    for odd in ["{x}", "{ } [ ]", "{\u{301}}[\u{1F600}]", "{a} [b] \n\n c"] {
        assert!(answer(odd).confidence > 0.0, "{odd}");
    }
}
