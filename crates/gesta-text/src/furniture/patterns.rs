//! The patterns of `knowledge/en/text/furniture.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::features::View;
use crate::tables::{files, rows};
use crate::tokenize::Lexer;
use crate::{FurnitureKind, Span};

/// Where a pattern has to stand; the file explains them.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Where {
    Line,
    Is,
    Sentence,
    Closing,
    Head,
    End,
    Date,
    Label,
}

/// A sequence of tokens that marks furniture.
pub(super) struct Pattern {
    /// What it marks; a label marks nothing.
    pub(super) kind: Option<FurnitureKind>,
    pub(super) place: Where,
    /// Its tokens in lower case.
    pub(super) tokens: Vec<String>,
    /// The longest paragraph or sentence it may mark, in tokens.
    pub(super) longest: usize,
}

/// Patterns by their first token, each list with the longest pattern first.
pub(super) struct Patterns(HashMap<String, Vec<Pattern>>);

pub(super) static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let mut map: HashMap<String, Vec<Pattern>> = HashMap::new();
    for pattern in rows(files::FURNITURE).filter_map(|row| parse(&row)) {
        if let Some(first) = pattern.tokens.first() {
            map.entry(first.clone()).or_default().push(pattern);
        }
    }
    map.values_mut().for_each(|list| list.sort_by_key(|p| std::cmp::Reverse(p.tokens.len())));
    Patterns(map)
});

fn parse(row: &[&'static str]) -> Option<Pattern> {
    let [kind, place, text, longest, ..] = row else { return None };
    let kind = match *kind {
        "Date" => Some(FurnitureKind::Date),
        "Byline" => Some(FurnitureKind::Byline),
        "Caption" => Some(FurnitureKind::Caption),
        "CopyNote" => Some(FurnitureKind::CopyNote),
        "Boilerplate" => Some(FurnitureKind::Boilerplate),
        _ => None,
    };
    let place = match *place {
        "line" => Where::Line,
        "is" => Where::Is,
        "sentence" => Where::Sentence,
        "closing" => Where::Closing,
        "head" => Where::Head,
        "end" => Where::End,
        "date" => Where::Date,
        "label" => Where::Label,
        _ => return None,
    };
    let mut lexer = Lexer::new(text);
    lexer.range(Span::new(0, text.len()));
    let tokens = lexer.tokens.iter().map(|t| t.span.of(text).to_lowercase()).collect();
    Some(Pattern { kind, place, tokens, longest: longest.parse().unwrap_or(0) })
}

/// Quotation marks and apostrophes in their plain form.
fn plain(form: &str) -> &str {
    match form {
        "’" | "‘" => "'",
        "“" | "”" => "\"",
        "’s" => "'s",
        _ => form,
    }
}

impl Patterns {
    /// The longest pattern at token `at` that `fits`, and the end of its match.
    pub(super) fn find(
        &self,
        view: View<'_>,
        at: usize,
        fits: impl Fn(&Pattern) -> bool,
    ) -> Option<(&Pattern, usize)> {
        let first = view.form(at);
        if first.is_empty() || first.len() > 16 {
            return None;
        }
        let list = self.0.get(plain(first).to_lowercase().as_str())?;
        list.iter().filter(|p| fits(p)).find_map(|pattern| {
            let matches = pattern.tokens.iter().enumerate().all(|(k, token)| {
                let form = plain(view.form(at + k));
                form.eq_ignore_ascii_case(token)
                    || token == "#" && form.starts_with(|c: char| c.is_ascii_digit())
            });
            matches.then_some((pattern, at + pattern.tokens.len()))
        })
    }
}
