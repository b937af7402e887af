//! Runs the examples and counter-examples of every entry of the codebook.

mod support;

use toml::Table;

/// Every entry's examples: (file, id, act, yes, no).
fn entries() -> Vec<(String, String, Vec<String>, Vec<String>)> {
    let files = [
        include_str!("../../../knowledge/en/commitments/verbs.toml"),
        include_str!("../../../knowledge/en/commitments/nouns.toml"),
        include_str!("../../../knowledge/en/commitments/adjectives.toml"),
    ];
    let mut all = Vec::new();
    for text in files {
        let table: Table = text.parse().expect("the codebook is TOML");
        for (kind, rows) in &table {
            for row in rows.as_array().into_iter().flatten() {
                let text = |key: &str| row.get(key).and_then(|v| v.as_str()).unwrap_or("").to_owned();
                let list = |key: &str| {
                    let rows = row.get(key).and_then(|v| v.as_array()).cloned().unwrap_or_default();
                    rows.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect::<Vec<_>>()
                };
                all.push((format!("{kind}/{}", text("id")), text("act"), list("yes"), list("no")));
            }
        }
    }
    all
}

#[test]
fn every_entry_finds_its_examples_and_nothing_else() {
    let mut wrong = Vec::new();
    for (id, act, yes, no) in entries() {
        assert!(!yes.is_empty() && !no.is_empty(), "{id} has examples and counter-examples");
        for example in yes {
            let (sentence, expected) =
                example.split_once(" => ").expect("an example reads `sentence => debtor | action`");
            let (parsed, found) = support::read(sentence, "2019-03-06");
            let expected = format!("{act}: {expected}");
            let squeeze =
                |s: &str| s.replace(" | not ", " | ").split_whitespace().collect::<Vec<_>>().join(" ");
            let lines: Vec<String> = found.iter().map(|c| support::line(&parsed, c)).collect();
            if !lines.iter().any(|l| squeeze(l).starts_with(&squeeze(&expected))) {
                wrong.push(format!("{id}: {sentence}\n   expected {expected}\n   found    {lines:?}"));
            }
        }
        for sentence in no {
            let (parsed, found) = support::read(&sentence, "2019-03-06");
            let lines: Vec<String> =
                found.iter().map(|c| format!("{} [{}]", support::line(&parsed, c), c.rule)).collect();
            if !lines.is_empty() {
                wrong.push(format!("{id}: {sentence}\n   expected nothing\n   found    {lines:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples fail:\n{}", wrong.len(), wrong.join("\n"));
}
