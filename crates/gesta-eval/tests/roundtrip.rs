//! Gesta measured against its own output agrees with itself wholly, and against a wrong gold standard it does not.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::PathBuf;

use gesta::{Article, Reader, write_conllu};
use gesta_eval::{Row, Table, entities, parse};

const TEXT: &str = "Police in Tbilisi didn't say who was arrested.\n\n“We won't wait,” Anna Okafor said on Friday. It rained.";

fn file(name: &str, content: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("gesta-eval-{}-{name}", std::process::id()));
    fs::write(&path, content).unwrap();
    path
}

fn f1<'a>(table: &'a Table, name: &str) -> &'a Row {
    table.rows.iter().find(|r| r.name == name).unwrap()
}

#[test]
fn its_own_parse_is_right_and_a_changed_one_is_not() {
    let reader = Reader::new(gesta::ModelKind::Accurate).unwrap();
    let mut article = Article { text: TEXT.into(), ..Article::default() };
    let mut gold = String::new();
    write_conllu(&reader.parse(&mut article), "own", &mut gold);
    let table = parse(&reader, &[file("own.conllu", &gold)]).unwrap();
    for row in &table.rows {
        assert_eq!((row.precision, row.recall, row.f1), (100.0, 100.0, 100.0), "{}", row.name);
    }
    let changed = gold.replace("\tnsubj\t", "\tobj\t").replace("\tPROPN\t", "\tNOUN\t");
    let table = parse(&reader, &[file("changed.conllu", &changed)]).unwrap();
    assert_eq!((f1(&table, "Words").f1, f1(&table, "UAS").f1), (100.0, 100.0));
    assert!(f1(&table, "LAS").f1 < 100.0 && f1(&table, "UPOS").f1 < 100.0);
}

#[test]
fn entities_are_compared_by_span_and_type() {
    let reader = Reader::new(gesta::ModelKind::Accurate).unwrap();
    let gold = "Anna\tB-PER\nOkafor\tI-PER\nleft\tO\nNairobi\tB-LOC\n.\tO\n\nIt\tB-ORG\nrained\tO\n.\tO\n";
    let table = entities(&reader, &[file("gold.tsv", gold)]).unwrap();
    assert_eq!((f1(&table, "PER").f1, f1(&table, "LOC").f1), (100.0, 100.0));
    assert_eq!((f1(&table, "ORG").recall, f1(&table, "all").recall), (0.0, 66.67));
}

#[test]
fn a_file_that_is_no_corpus_is_an_error() {
    let reader = Reader::new(gesta::ModelKind::Accurate).unwrap();
    let error = parse(&reader, &[file("bad.conllu", "1\tno\tten\tcolumns\n")]).unwrap_err().to_string();
    assert!(error.ends_with("bad.conllu: line 1: a line of CoNLL-U has ten columns"), "{error}");
    assert!(parse(&reader, &[PathBuf::from("/no/such/corpus")]).is_err());
}
