//! How sure events are: the plain case against the doubtful one.

mod reading;

use gesta_event::Event;
use reading::read;

/// The one event of a type in a sentence.
fn event(sentence: &str, kind: &str) -> Event {
    let events = read(sentence).events.events;
    let mut of_kind = events.into_iter().filter(|e| e.kind.as_str() == kind);
    let found = of_kind.next().unwrap_or_else(|| panic!("no {kind}: {sentence}"));
    assert!(of_kind.next().is_none(), "two {kind}: {sentence}");
    found
}

#[test]
fn politics_is_surer_than_private_life() {
    for (kind, sure, doubtful) in [
        (
            "CONSULT",
            "The foreign minister of Ghana met the Togolese envoy in Accra.",
            "The parents met at a dance.",
        ),
        (
            "SUPPORT",
            "The prime minister thanked Norway for its support.",
            "The bride thanked her parents at the party.",
        ),
        (
            "REJECT",
            "The opposition rejected the peace plan of the government.",
            "Most Danes reject the euro.",
        ),
        (
            "ASSAULT",
            "Rebels shelled the town of Homs, killing 30 soldiers.",
            "Lightning strikes kill many people in the hills.",
        ),
    ] {
        let (sure, doubtful) = (event(sure, kind), event(doubtful, kind));
        assert!(
            sure.confidence > doubtful.confidence + 0.05,
            "{kind}: {} {}",
            sure.confidence,
            doubtful.confidence
        );
    }
}

#[test]
fn the_plainest_acts_are_nearly_certain() {
    for (kind, sentence) in [
        ("ASSAULT", "Rebels shelled the town of Homs, killing 30 soldiers."),
        ("ACCUSE", "The president condemned Chad for the raid."),
        ("COERCE", "Police arrested four journalists in Minsk on Friday."),
    ] {
        let event = event(sentence, kind);
        assert!(event.confidence >= 0.85, "{sentence} {event:?}");
    }
}

#[test]
fn the_same_text_is_as_sure_again() {
    let text = "Kenya expelled the envoy. Thousands rallied in Nairobi. The bride thanked her parents.";
    let confidences = || read(text).events.events.iter().map(|e| e.confidence.to_bits()).collect::<Vec<_>>();
    assert_eq!(confidences(), confidences());
}

#[test]
fn confidence_rests_on_the_grounds_that_are_named() {
    let found = event("The foreign minister of Ghana met the Togolese envoy in Accra.", "CONSULT");
    assert_eq!(found.confidence, found.grounds.confidence());
    assert_eq!(found.grounds.political, 2);
    let [none, own] = found.grounds.shares.expect("the accurate model has a classifier of acts");
    assert!(none + own <= 1.05 && found.rule == "consult/meet", "{found:?}");
}
