//! Why was this coded? The words, their parse, and every rule that fired on them.

use std::fmt::Write;

use gesta_syntax::Parsed;
use gesta_text::{CharIndex, Sentence, Span};

use crate::Reading;
use crate::convert::point;

/// What is to be explained.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Question {
    /// Everything at a position, in code points of the text.
    At(u32),
    /// One entry of the record by its id: `e3`, `c1`, `s2`, `a4`, `p1`, `t5`.
    Entry(String),
}

/// One entry of the record, as far as explaining needs it.
struct Entry {
    id: String,
    spans: Vec<Span>,
    summary: String,
}

/// Explains a position or an entry: the sentence with tokens, tags and tree, and the entries that rest on it with
/// the rule or lexicon entry and the score that decided. `None` when nothing is there.
pub fn explain(reading: &Reading, question: &Question) -> Option<String> {
    let entries = entries(reading);
    let points = CharIndex::new(reading.parsed.text());
    let (at, shown): (Span, Vec<&Entry>) = match question {
        Question::At(point) => {
            let byte = points.byte_of(*point) as usize;
            let span = Span::new(byte, byte + 1);
            (span, entries.iter().filter(|e| e.spans.iter().any(|s| s.overlaps(span))).collect())
        }
        Question::Entry(id) => {
            let entry = entries.iter().find(|e| e.id == *id)?;
            (*entry.spans.first()?, vec![entry])
        }
    };
    let sentences: Vec<&Sentence> =
        reading.parsed.document().sentences().iter().filter(|s| s.span.overlaps(at)).collect();
    if sentences.is_empty() && shown.is_empty() {
        return None;
    }
    let mut out = String::new();
    for sentence in sentences {
        write_sentence(&reading.parsed, sentence, at, &points, &mut out);
    }
    for entry in shown {
        let _ = writeln!(out, "{}", entry.summary);
        for span in &entry.spans {
            let words = span.of(reading.parsed.text()).split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(out, "    {}-{}  {words}", points.char_of(span.start), points.char_of(span.end));
        }
    }
    Some(out)
}

fn write_sentence(parsed: &Parsed, sentence: &Sentence, at: Span, points: &CharIndex<'_>, out: &mut String) {
    let _ = writeln!(
        out,
        "{:>6} {:>2} {:<18} {:<16} {:<6} {:<12} head",
        "at", "", "word", "lemma", "tag", "relation"
    );
    for token in sentence.tokens.iter() {
        let span = parsed.document().token(token).span;
        let head = parsed.head(token).map_or("-".into(), |h| parsed.form(h));
        let entity = parsed.entity_at(token).map_or("", |e| e.kind.as_str());
        let _ = writeln!(
            out,
            "{:>6} {:>2} {:<18} {:<16} {:<6} {:<12} {head} {entity}",
            points.char_of(span.start),
            if span.overlaps(at) { ">" } else { "" },
            parsed.form(token),
            parsed.lemma(token),
            parsed.upos(token).as_str(),
            parsed.dep(token).as_str(),
        );
    }
    out.push('\n');
}

fn entries(reading: &Reading) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |letter: char, index: usize, spans: Vec<Span>, what: String| {
        let id = format!("{letter}{}", index + 1);
        entries.push(Entry { summary: format!("{id}  {what}"), id, spans });
    };
    for (i, c) in reading.commitments.commitments.iter().enumerate() {
        let mut spans = vec![c.action];
        spans.extend(c.debtor_span.into_iter().chain(c.counterparty_span).chain(c.deadline.map(|d| d.span)));
        spans.extend(&c.evidence);
        add('c', i, spans, format!("{} by {}, confidence {:.2}", c.act.as_str(), c.rule, c.confidence));
    }
    for (i, s) in reading.statements.statements.iter().enumerate() {
        let mut spans = s.content.clone();
        spans.extend(s.cue.into_iter().chain(s.speaker_span));
        let what = format!(
            "{:?} statement by {}, cue class {}, confidence {:.2}",
            s.kind, s.rule, s.cue_class, s.confidence
        );
        add('s', i, spans, what);
    }
    for (i, e) in reading.events.events.iter().enumerate() {
        let mut spans = vec![e.trigger];
        spans.extend(e.source_span.into_iter().chain(e.target_span));
        spans.extend(&e.evidence);
        let shares = e.grounds.shares.map(|[none, own]| format!(" (no act {none:.2}, this type {own:.2})"));
        let what = format!(
            "{} ({}) by {}, confidence {:.2}{}",
            e.kind.as_str(),
            e.factuality.as_str(),
            e.rule,
            e.confidence,
            shares.unwrap_or_default()
        );
        add('e', i, spans, what);
    }
    for (i, a) in reading.actors.actors().iter().enumerate() {
        let code = [a.country.map(|c| c.to_string()), a.sector.map(str::to_owned)];
        let code = code.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let spans = a.mentions.iter().map(|m| m.span).collect();
        add('a', i, spans, format!("actor {} {code} by {}", a.name, a.rule));
    }
    for (i, p) in reading.places.places.iter().enumerate() {
        let spans = p.mentions.iter().map(|m| m.span).collect();
        add('p', i, spans, format!("place {} by {}", p.name, p.rule));
    }
    for (i, t) in reading.times.times.iter().enumerate() {
        let more = [
            t.modifier.map(str::to_owned),
            t.quant.map(str::to_owned),
            t.freq.map(|n| format!("{n}X")),
            t.zone.map(str::to_owned),
            t.begin.map(|p| format!("from {}", point(p))),
            t.end.map(|p| format!("to {}", point(p))),
        ];
        let more: String = more.into_iter().flatten().map(|part| part + " ").collect();
        add('t', i, vec![t.phrase, t.span], format!("{:?} {} {more}by {}", t.kind, t.value, t.rule));
    }
    entries
}
