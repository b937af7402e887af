//! Syntax from raw text, scored as in the CoNLL 2018 shared task (Zeman et al. 2018): words are aligned by the
//! characters they cover, relations are compared without subtypes, features are the universal ones.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use gesta::{Article, Reader};
use gesta_syntax::Parsed;

use crate::conllu::{Document, Extent, Sentence, Word, documents};
use crate::score::Score;
use crate::{EvalError, Row, Table, files, names};

const ROWS: [&str; 8] = ["Tokens", "Sentences", "Words", "UPOS", "UFeats", "Lemmas", "UAS", "LAS"];

/// The universal features of the shared task.
const FEATURES: [&str; 21] = [
    "PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", "Gender", "Animacy", "Number", "Case",
    "Definite", "Degree", "VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident", "Polarity", "Person",
    "Polite",
];

/// Reads the raw text of each document of the CoNLL-U files and compares.
///
/// # Errors
/// When a file cannot be read or is no CoNLL-U.
pub fn parse<P: AsRef<Path>>(reader: &Reader, paths: &[P]) -> Result<Table, EvalError> {
    let mut scores = [Score::default(); 8];
    let (mut count, mut words) = (0, 0);
    for file in files(paths, &[".conllu"])? {
        for gold in documents(&file)? {
            let mut article = Article { text: gold.text.clone(), ..Article::default() };
            let parsed = reader.parse(&mut article);
            let system = sentences(&parsed);
            for (total, score) in scores.iter_mut().zip(compare(&gold, &system)) {
                total.add(score);
            }
            count += 1;
            words += gold.sentences.iter().map(|s| s.words.len()).sum::<usize>();
        }
    }
    Ok(Table {
        title: "Syntax from raw text, CoNLL 2018 metrics".into(),
        corpus: format!("{}: {count} documents, {words} words", names(paths)),
        rows: ROWS.iter().zip(scores).map(|(name, score)| Row::new(name, score)).collect(),
        figures: Vec::new(),
    })
}

/// Sentence boundaries of any splitter on the documents of CoNLL-U files: a sentence is right if it begins and ends where
/// the gold standard's does, white space aside. `split` gives the byte ranges of a text's sentences.
///
/// # Errors
/// When a file cannot be read or is no CoNLL-U.
pub fn boundaries<P: AsRef<Path>>(
    paths: &[P],
    split: &dyn Fn(&str) -> Vec<Range<usize>>,
) -> Result<Row, EvalError> {
    let mut total = Score::default();
    for file in files(paths, &[".conllu"])? {
        for gold in documents(&file)? {
            let position = |byte: usize| gold.text.get(..byte).map_or(0, visible);
            let mut found: Vec<Extent> = Vec::new();
            let (mut byte, mut at) = (0, 0);
            for range in split(&gold.text) {
                let start = if range.start >= byte {
                    at + gold.text.get(byte..range.start).map_or(0, visible)
                } else {
                    position(range.start)
                };
                at = start + gold.text.get(range.clone()).map_or(0, visible);
                byte = range.end;
                if at > start {
                    found.push((start, at));
                }
            }
            total.add(overlap(&wholes(&gold.sentences), &found));
        }
    }
    Ok(Row::new("Sentences", total))
}

/// Characters that are no white space.
fn visible(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// What Gesta found, in the same shape as the gold standard.
fn sentences(parsed: &Parsed) -> Vec<Sentence> {
    let document = parsed.document();
    let text = parsed.text();
    let (mut byte, mut at) = (0, 0);
    let mut position = |to: usize| {
        at += text.get(byte..to).map_or(0, visible);
        byte = to;
        at
    };
    let extents: Vec<Extent> = document
        .tokens()
        .iter()
        .map(|t| {
            let start = position(t.span.start as usize);
            (start, position(t.span.end as usize))
        })
        .collect();
    let sentence = |s: &gesta_text::Sentence| {
        let mut tokens: Vec<Extent> = Vec::new();
        let mut multiwords = document
            .multiwords()
            .iter()
            .filter(|m| s.tokens.contains(**m))
            .copied()
            .collect::<Vec<_>>()
            .into_iter()
            .peekable();
        let mut next = s.tokens.start;
        while next < s.tokens.end {
            let end = multiwords.next_if(|m| m.start == next).map_or(next + 1, |m| m.end);
            tokens.push((extents[next as usize].0, extents[end as usize - 1].1));
            next = end;
        }
        let word = |t: gesta_text::TokenId| Word {
            extent: extents[t.index()],
            lemma: parsed.lemma(t).to_owned(),
            upos: parsed.upos(t).to_string(),
            feats: parsed.feats(t).to_owned(),
            head: parsed.head(t).map(|h| (h.0 - s.tokens.start) as usize),
            deprel: parsed.dep(t).to_string(),
        };
        Sentence { tokens, words: s.tokens.iter().map(word).collect() }
    };
    document.sentences().iter().map(sentence).collect()
}

fn compare(gold: &Document, system: &[Sentence]) -> [Score; 8] {
    let tokens = |sentences: &[Sentence]| sentences.iter().flat_map(|s| s.tokens.clone()).collect::<Vec<_>>();
    let mut scores = [Score::default(); 8];
    scores[0] = overlap(&tokens(&gold.sentences), &tokens(system));
    scores[1] = overlap(&wholes(&gold.sentences), &wholes(system));
    let gold_words: Vec<(&Sentence, &Word)> =
        gold.sentences.iter().flat_map(|s| s.words.iter().map(move |w| (s, w))).collect();
    let system_words: HashMap<Extent, (&Sentence, &Word)> =
        system.iter().flat_map(|s| s.words.iter().map(move |w| (w.extent, (s, w)))).collect();
    let count = system.iter().map(|s| s.words.len()).sum();
    for score in &mut scores[2..] {
        (score.gold, score.system) = (gold_words.len(), count);
    }
    for (gold_sentence, g) in gold_words {
        let Some((sentence, s)) = system_words.get(&g.extent) else { continue };
        let head = |sentence: &Sentence, w: &Word| w.head.and_then(|h| Some(sentence.words.get(h)?.extent));
        let same_head = head(gold_sentence, g) == head(sentence, s);
        let right = [
            true,
            g.upos == s.upos,
            universal(&g.feats) == universal(&s.feats),
            g.lemma == "_" || g.lemma == s.lemma,
            same_head,
            same_head && main_type(&g.deprel) == main_type(&s.deprel),
        ];
        for (score, right) in scores[2..].iter_mut().zip(right) {
            score.right += usize::from(right);
        }
    }
    scores
}

/// From the first character of each sentence to its last.
fn wholes(sentences: &[Sentence]) -> Vec<Extent> {
    sentences.iter().filter_map(|s| Some((s.tokens.first()?.0, s.tokens.last()?.1))).collect()
}

fn overlap(gold: &[Extent], system: &[Extent]) -> Score {
    let gold_set: std::collections::HashSet<&Extent> = gold.iter().collect();
    let right = system.iter().filter(|e| gold_set.contains(e)).count();
    Score { gold: gold.len(), system: system.len(), right }
}

fn universal(feats: &str) -> Vec<&str> {
    let known = |f: &&str| f.split_once('=').is_some_and(|(name, _)| FEATURES.contains(&name));
    let mut feats: Vec<&str> = feats.split('|').filter(known).collect();
    feats.sort_unstable();
    feats
}

fn main_type(deprel: &str) -> &str {
    deprel.split_once(':').map_or(deprel, |(main, _)| main)
}
