//! Every entry of `knowledge/en/text/` does what its example says.

use crate::tables::{files, rows};
use crate::{Document, FurnitureKind, SentenceKind};

fn forms(text: &str) -> Vec<String> {
    let document = Document::read(text);
    document.tokens().iter().map(|t| t.span.of(text).to_lowercase()).collect()
}

/// Runs `test` on the first column and the example (the last) of each row.
fn each(table: &'static str, test: impl Fn(&str, &str) -> bool) {
    let mut seen = std::collections::BTreeSet::new();
    for row in rows(table) {
        let (Some(entry), Some(example)) = (row.first(), row.last()) else { panic!("empty row") };
        assert!(row.len() > 1 && row.iter().all(|c| !c.trim().is_empty()), "{row:?}");
        assert!(seen.insert(row[..row.len() - 1].to_vec()), "{row:?} stands twice");
        assert!(test(entry, example), "{entry:?} is not found in its example {example:?}");
    }
}

#[test]
fn words() {
    let whole = |entry: &str, example: &str| forms(example).contains(&entry.to_lowercase());
    each(files::ABBREVIATIONS, |e, x| whole(e, x) && Document::read(x).sentences().len() == 1);
    each(files::EMOTICONS, whole);
    each(files::UNITS, whole);
    each(files::COMMON, whole);
    each(files::DANGLING, whole);
    each(files::AFFIXES, |e, x| forms(x).iter().any(|f| f.starts_with(&format!("{e}-"))));
    each(files::DOMAINS, |e, x| forms(x).iter().any(|f| f.ends_with(&format!(".{e}"))));
    each(files::CONTRACTIONS, |e, x| {
        let document = Document::read(x);
        document.multiwords().iter().any(|&m| document.span_of(m).of(x).eq_ignore_ascii_case(e))
    });
}

#[test]
fn dangling_words_break_off() {
    let body = "The ministers met in Oslo on Friday. They signed the deal that had been agreed in May.";
    each(files::DANGLING, |_, x| {
        let text = format!("{body} {x}");
        Document::read(&text).warnings().iter().any(|w| w.code == "truncated")
    });
}

#[test]
fn headers() {
    each(files::CALENDAR, |_, x| {
        let document = Document::read(x);
        document.furniture().first().is_some_and(|f| f.kind == FurnitureKind::Date && f.span.of(x) == x)
    });
    each(files::AGENCIES, |e, x| {
        let document = Document::read(x);
        document.furniture().iter().any(|f| f.kind == FurnitureKind::Agency && f.value.of(x) == e)
    });
}

#[test]
fn furniture_is_found_and_nothing_else() {
    for row in rows(files::FURNITURE) {
        let [kind, place, _, _, example] = row.as_slice() else { panic!("{row:?} has not five columns") };
        let text = format!(
            "The ministers met.\n\nThey talked for hours.\n\n{example}\n\nThey signed the deal on Friday."
        );
        let document = Document::read(&text);
        let found: Vec<_> = document.furniture().iter().map(|f| format!("{:?}", f.kind)).collect();
        if *place == "label" {
            assert!(found.is_empty(), "{row:?} was taken for {found:?}");
        } else {
            assert!(found.iter().any(|k| k == kind), "{row:?} was not found but {found:?}");
        }
        let prose = document.sentences().iter().filter(|s| s.kind == SentenceKind::Prose);
        let rest = usize::from(*place == "label");
        assert!(prose.count() >= 3 + rest, "{row:?} hides prose");
    }
}
