//! Statements as linked data: both selectors of every target give back the words of the record.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use gesta::{Article, Reader, jsonld};
use serde_json::Value;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(gesta::ModelKind::Accurate).unwrap());

/// Reads a text and returns the graph without the article, after checking that each annotation leads to its words.
fn check(text: &str) -> Vec<Value> {
    let record = READER
        .read(Article { text: text.to_owned(), title: Some("A title".into()), ..Article::default() })
        .record();
    // What is printed is what is read back.
    let value: Value = serde_json::from_str(&jsonld(&record).to_string()).unwrap();
    assert_eq!(value["@context"][0], "http://www.w3.org/ns/anno.jsonld");
    let graph = value["@graph"].as_array().unwrap();
    let article = &graph[0];
    assert_eq!(article["type"], "schema:NewsArticle");
    assert_eq!(graph.len(), record.statements.len() + 1);
    let chars: Vec<char> = text.chars().collect();
    for (annotation, statement) in graph[1..].iter().zip(&record.statements) {
        assert_eq!(annotation["type"], "Annotation");
        assert_eq!(annotation["body"]["type"], "schema:Quotation");
        let targets = annotation["target"].as_array().unwrap();
        assert_eq!(targets.len(), statement.content.len());
        for (target, &[start, end]) in targets.iter().zip(&statement.content) {
            assert_eq!(target["source"], article["id"]);
            let [position, quote] = [&target["selector"][0], &target["selector"][1]];
            assert_eq!((&position["start"], &position["end"]), (&start.into(), &end.into()));
            let part = |name: &str| quote[name].as_str().unwrap();
            let words: String = chars[start as usize..end as usize].iter().collect();
            assert_eq!(part("exact"), words);
            // The words are found again by what stands around them.
            let whole = format!("{}{}{}", part("prefix"), part("exact"), part("suffix"));
            assert!(text.contains(&whole), "{whole}");
            let before: String = chars[..start as usize].iter().collect();
            assert!(before.ends_with(part("prefix")) && part("prefix").chars().count() <= 32);
        }
    }
    graph[1..].to_vec()
}

#[test]
fn quotations_of_somebody() {
    let found = check("“Wir bleiben – für immer 🏔️,” said Mayor Lena Okafor. “Nobody asked us.”");
    let body = &found[0]["body"];
    assert_eq!(body["schema:text"], "“Wir bleiben – für immer 🏔️,” … “Nobody asked us.”");
    assert_eq!(body["schema:spokenByCharacter"]["schema:name"], "Lena Okafor");
    assert_eq!(body["schema:spokenByCharacter"]["type"], "schema:Person");
    assert_eq!((&body["gesta:kind"], &body["gesta:cue"]), (&"direct".into(), &"said".into()));
}

#[test]
fn what_is_not_known_is_left_out() {
    let found = check("It was announced that the port would close.");
    assert!(found[0]["body"].get("schema:spokenByCharacter").is_none(), "{found:#?}");
    assert!(check("The ship sailed on.").is_empty());
    assert!(check("").is_empty());
}

#[test]
fn statements_inside_statements_point_outwards() {
    let found = check("The envoy said that the king believes that the war will end.");
    let inner = found.iter().find(|a| a["body"]["gesta:cueClass"] == "thought").unwrap();
    let outer = found.iter().find(|a| a["body"]["gesta:cueClass"] == "said").unwrap();
    assert_eq!(inner["body"]["gesta:inside"]["id"], outer["body"]["id"]);
}
