//! CoNLL-U output.

use std::fmt::Write;

use gesta_text::{TokenId, TokenSpan};

use crate::Parsed;

/// Appends a document in CoNLL-U: `# newdoc id`, `# newpar`, `# sent_id`, `# text`, multiword tokens, `SpaceAfter=No`
/// and `TokenRange=start:end` (code points of the text) in MISC, named entities as `Entity=` (BIOES) in MISC.
pub fn write_conllu(parsed: &Parsed, id: &str, out: &mut String) {
    let document = parsed.document();
    let mut points = CodePoints { text: parsed.text(), byte: 0, point: 0 };
    let mut paragraph = None;
    let mut multiwords = document.multiwords().iter().peekable();
    let id = one_line(id);
    for (n, (_, sentence)) in parsed.sentences().enumerate() {
        if n == 0 {
            line(out, format_args!("# newdoc id = {id}"));
        }
        if paragraph != Some(sentence.paragraph) {
            paragraph = Some(sentence.paragraph);
            out.push_str("# newpar\n");
        }
        line(out, format_args!("# sent_id = {id}-{}", n + 1));
        line(out, format_args!("# text = {}", one_line(sentence.span.of(parsed.text()))));
        for token in sentence.tokens.iter() {
            let number = token.0 - sentence.tokens.start + 1;
            while multiwords.next_if(|m| m.start < token.0).is_some() {}
            if let Some(word) = multiwords.next_if(|m| m.start == token.0) {
                let last = number + word.len() as u32 - 1;
                let span = document.span_of(*word);
                let form = one_line(&span.of(parsed.text()).replace('\u{AD}', ""));
                let misc = misc(parsed, TokenId(word.end - 1), &mut points, *word);
                line(out, format_args!("{number}-{last}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}"));
                write_token(parsed, token, number, "_", out);
            } else if document.multiwords().binary_search_by(|m| position(m, token)).is_ok() {
                write_token(parsed, token, number, "_", out);
            } else {
                let misc = misc(parsed, token, &mut points, TokenSpan::one(token));
                write_token(parsed, token, number, &misc, out);
            }
        }
        out.push('\n');
    }
}

fn position(span: &TokenSpan, token: TokenId) -> std::cmp::Ordering {
    if span.has(token) { std::cmp::Ordering::Equal } else { span.start.cmp(&token.0) }
}

fn write_token(parsed: &Parsed, token: TokenId, number: u32, misc: &str, out: &mut String) {
    let head = parsed.head(token).map_or(0, |h| h.0 + number - token.0);
    let feats = if parsed.feats(token).is_empty() { "_" } else { parsed.feats(token) };
    let lemma = if parsed.lemma(token).is_empty() { "_" } else { parsed.lemma(token) };
    line(
        out,
        format_args!(
            "{number}\t{}\t{}\t{}\t_\t{feats}\t{head}\t{}\t_\t{misc}",
            one_line(&parsed.form(token)),
            one_line(lemma),
            parsed.upos(token),
            parsed.dep(token)
        ),
    );
}

/// The MISC column of a word or multiword token that ends with `last`.
fn misc(parsed: &Parsed, last: TokenId, points: &mut CodePoints<'_>, word: TokenSpan) -> String {
    let mut misc = String::new();
    if let Some(entity) = parsed.entity_at(TokenId(word.start)) {
        let (first, final_) = (word.start <= entity.tokens.start, entity.tokens.end <= word.end);
        let tag = match (first, final_) {
            (true, true) => 'S',
            (true, false) => 'B',
            (false, true) => 'E',
            (false, false) => 'I',
        };
        let _ = write!(misc, "Entity={tag}-{}|", entity.kind);
    }
    let document = parsed.document();
    if !document.token(last).space_after {
        misc.push_str("SpaceAfter=No|");
    }
    let span = document.span_of(word);
    let _ = write!(misc, "TokenRange={}:{}", points.at(span.start as usize), points.at(span.end as usize));
    misc
}

/// Bytes to code points, for positions that never go back.
struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    point: usize,
}

impl CodePoints<'_> {
    fn at(&mut self, byte: usize) -> usize {
        let between = self.text.get(self.byte..byte).unwrap_or("");
        self.point += between.chars().count();
        self.byte += between.len();
        self.point
    }
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
    out.push('\n');
}

/// White space of any kind becomes one plain space: CoNLL-U is a format of lines and tabs.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
