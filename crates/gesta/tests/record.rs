//! What holds of every record, whatever the text: spans lie in the text, references lead somewhere, and the same
//! article gives the same record.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use gesta::record::{Extent, Record};
use gesta::{Article, Question, Reader, explain};
use proptest::prelude::*;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(gesta::ModelKind::Accurate).unwrap());

fn article(text: &str) -> Article {
    Article { text: text.to_owned(), published: "2016-04-22".parse().ok(), ..Article::default() }
}

fn read(text: &str) -> Record {
    READER.read(article(text)).record()
}

/// Panics with the reason when a record contradicts its contract.
fn check(record: &Record) {
    let length = record.document.text.chars().count() as u32;
    let inside =
        |what: &str, span: &Extent| assert!(span[0] < span[1] && span[1] <= length, "{what} {span:?}");
    let ids =
        |prefix: char, count: usize| (1..=count).map(|n| format!("{prefix}{n}")).collect::<BTreeSet<_>>();
    let actors = ids('a', record.actors.len());
    let (statements, events) = (ids('s', record.statements.len()), ids('e', record.events.len()));
    let places = ids('p', record.places.len());
    record.sentences.iter().for_each(|s| inside("sentence", s));
    assert!(record.sentences.is_sorted());
    record.entities.iter().for_each(|e| inside("entity", &e.span));
    for actor in &record.actors {
        assert!(!actor.name.trim().is_empty() && !actor.mentions.is_empty(), "{actor:?}");
        actor.mentions.iter().for_each(|m| inside("mention", &m.span));
    }
    record.places.iter().flat_map(|p| &p.mentions).for_each(|m| inside("place", m));
    for date in &record.dates {
        inside("date", &date.span);
        assert!(date.start.is_none() || date.end.is_none() || date.start <= date.end, "{date:?}");
    }
    for relation in &record.relations {
        assert!(actors.contains(&relation.subject) && actors.contains(&relation.object), "{relation:?}");
        assert_ne!(relation.subject, relation.object);
    }
    for statement in &record.statements {
        assert!(!statement.content.is_empty(), "{statement:?}");
        statement
            .content
            .iter()
            .chain(&statement.cue)
            .chain(&statement.speaker_span)
            .for_each(|s| inside("statement", s));
        assert!(
            statement.speaker.iter().chain(&statement.addressee).all(|a| actors.contains(a)),
            "{statement:?}"
        );
        assert!(
            statement.inside.iter().all(|s| statements.contains(s) && *s != statement.id),
            "{statement:?}"
        );
    }
    for event in &record.events {
        event.evidence.iter().chain([&event.trigger]).for_each(|s| inside("event", s));
        assert!(event.source.iter().chain(&event.target).all(|a| actors.contains(a)), "{event:?}");
        let one = event.source.len() == 1 && event.source == event.target;
        assert!(!one, "it acts on itself: {event:?}");
        assert!(event.place.iter().all(|p| places.contains(p)), "{event:?}");
        assert!(event.reported_in.iter().all(|s| statements.contains(s)), "{event:?}");
        assert!((0.0..=1.0).contains(&event.confidence) && (1..=4).contains(&event.quad), "{event:?}");
    }
    for commitment in &record.commitments {
        commitment.evidence.iter().chain([&commitment.action]).for_each(|s| inside("commitment", s));
        assert!(
            commitment.debtor.iter().chain(&commitment.counterparty).all(|a| actors.contains(a)),
            "{commitment:?}"
        );
        assert!(commitment.event.iter().all(|e| events.contains(e)), "{commitment:?}");
        assert!(commitment.statement.iter().all(|s| statements.contains(s)), "{commitment:?}");
    }
}

#[test]
fn the_examples_keep_the_contract() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/articles");
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let record = read(&text);
        assert_eq!(record.document.text, text);
        check(&record);
        assert_eq!(read(&text), record);
    }
}

#[test]
fn every_entry_can_be_explained() {
    let text = "JUBA, May 3, 2016 (Agency) - Kenya warned on Friday that it would close the border unless rebels left \
                Melut by May 10. Rebels killed two soldiers near Malakal, said Achol Deng, an army spokesman.";
    let reading = READER.read(article(text));
    let record = reading.record();
    assert!(!record.events.is_empty() && !record.commitments.is_empty() && !record.statements.is_empty());
    for event in &record.events {
        let text = explain(&reading, &Question::Entry(event.id.clone())).unwrap();
        assert!(text.contains(&event.rule) && text.contains("> "), "{text}");
        assert!(explain(&reading, &Question::At(event.trigger[0])).unwrap().contains(&event.rule));
    }
    for commitment in &record.commitments {
        assert!(
            explain(&reading, &Question::Entry(commitment.id.clone())).unwrap().contains(&commitment.rule)
        );
    }
    assert_eq!(explain(&reading, &Question::Entry("e99".into())), None);
    assert_eq!(explain(&reading, &Question::At(u32::MAX)), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_makes_a_sound_record(
        words in prop::collection::vec(
            prop_oneof![
                "\\PC{1,6}",
                prop::sample::select(vec![
                    "Kenya", "the rebels", "said", "“", "”", "\"", "(", "threatened to", "by Friday", "on May 3", "killed",
                    "12", "soldiers", ".", ",", "\n\n", "U.S.", "troops", "she", "it", "promised", "to withdraw", "from",
                    "Iraq", "and", "unless", "agreed", "that", "not", "Feb 30, 2015", "—", "'s", "\u{AD}", "\u{FEFF}",
                ]).prop_map(str::to_owned),
            ],
            0..60,
        )
    ) {
        check(&read(&words.join(" ")));
    }
}
