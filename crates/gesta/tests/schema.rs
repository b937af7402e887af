//! The published schema is that of the types, and records are what the schema's types say.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use gesta::record::Record;
use gesta::{Article, Reader};

#[test]
fn the_published_schema_is_fresh() {
    let published: serde_json::Value = serde_json::from_str(include_str!("../record.schema.json")).unwrap();
    assert_eq!(gesta::record::schema(), published, "run: gesta schema > crates/gesta/record.schema.json");
}

#[test]
fn a_record_survives_its_own_json() {
    let text = "Health Minister Ana Pires said on Monday she would resign by June 1 unless the strike ended.";
    let article = Article { text: text.into(), published: "2019-05-06".parse().ok(), ..Article::default() };
    let record = Reader::new(gesta::ModelKind::Accurate).unwrap().read(article).record();
    let json = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<Record>(&json).unwrap(), record);
    assert!(!record.statements.is_empty() && !record.dates.is_empty(), "{json}");
}
