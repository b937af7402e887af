//! The multi-task reading model: weights, batches, and scores to structures.

use std::fmt;
use std::sync::{Arc, Mutex};

use gesta_text::{Document, TokenId, TokenSpan};
use rten::{ModelOptions, NodeId, RunOptions, ThreadPool, Value};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};
use serde::Deserialize;

use crate::entities::{Tag, best_entities};
use crate::features::{FEATURES, FeatureRows, HIDDEN, Tables, feature_rows};
use crate::lemma::{Lexicon, Script};
use crate::tree::{Scores, best_tree};
use crate::wordpiece::{CLS, SEP, WordPiece};
use crate::{Analysis, Dep, Entity, Parsed, Upos};

/// Word pieces in one run of the graph, padding included; more would leave the cache.
const BATCH_PIECES: usize = 1024;
/// A longer sentence is read in windows of at most this many word pieces: attention is quadratic, and the model has
/// 512 positions.
const WINDOW_PIECES: usize = 250;
/// Width of a relation vector: 64 and a constant.
const RELATION: usize = 65;

/// Why the model could not be loaded or run. With the weights of the release this does not happen.
#[derive(Debug)]
pub struct ModelError(pub(crate) String);

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "reading model: {}", self.0)
    }
}

impl std::error::Error for ModelError {}

fn error(what: &str) -> impl Fn(&dyn fmt::Display) -> ModelError + '_ {
    move |e| ModelError(format!("{what}: {e}"))
}

#[derive(Deserialize)]
struct LabelNames {
    upos: Vec<String>,
    feats: Vec<Box<str>>,
    lemma: Vec<String>,
    deprel: Vec<String>,
    ner: Vec<String>,
}

struct Labels {
    upos: Vec<Upos>,
    feats: Vec<Box<str>>,
    lemma: Vec<Script>,
    deprel: Vec<Dep>,
    tags: Vec<Tag>,
}

/// The reading model. Shared between threads; each run works on one core.
pub struct Model {
    graph: rten::Model,
    inputs: [NodeId; 4],
    outputs: [NodeId; 7],
    tables: Tables,
    pieces: WordPiece,
    labels: Labels,
    lexicon: Lexicon,
    /// One-thread pools for the graph's operators, lent to one run at a time.
    pools: Mutex<Vec<Arc<ThreadPool>>>,
}

/// A sentence, or a window of an over-long one, ready to be read.
struct Window {
    tokens: TokenSpan,
    /// Word pieces, with CLS and SEP.
    pieces: Vec<u32>,
    /// Position of each word's first piece; the root's is 0.
    first: Vec<usize>,
    features: Vec<FeatureRows>,
    /// True when it goes on with the sentence of the window before.
    continues: bool,
}

impl Model {
    /// The accurate model, from the weights in the binary.
    ///
    /// # Errors
    /// When the embedded weights do not fit this program.
    pub fn embedded() -> Result<Model, ModelError> {
        Model::new(
            include_bytes!("../../../models/accurate/encoder.onnx"),
            include_bytes!("../../../models/accurate/tables.bin"),
            include_str!("../../../models/accurate/vocab.txt"),
            include_str!("../../../models/accurate/labels.json"),
            include_str!("../../../models/accurate/lemmas.tsv"),
        )
    }

    fn new(
        graph: &'static [u8],
        tables: &'static [u8],
        vocabulary: &'static str,
        labels: &str,
        lemmas: &'static str,
    ) -> Result<Model, ModelError> {
        let graph = ModelOptions::with_all_ops()
            .prepack_weights(true)
            .load_static_slice(graph)
            .map_err(|e| error("weights")(&e))?;
        let node = |name| graph.node_id(name).map_err(|e| error(name)(&e));
        let inputs = [node("x")?, node("mask")?, node("first")?, node("feats")?];
        let outputs = [
            node("upos")?,
            node("morph")?,
            node("lemma")?,
            node("ner")?,
            node("arc")?,
            node("relt")?,
            node("lh")?,
        ];
        let names: LabelNames = serde_json::from_str(labels).map_err(|e| error("labels")(&e))?;
        let scripts = names.lemma.iter().map(|s| Script::parse(s)).collect::<Option<_>>();
        let tags = names.ner.iter().map(|s| Tag::parse(s)).collect::<Option<_>>();
        let labels = Labels {
            upos: names.upos.iter().map(|s| Upos::parse(s)).collect(),
            feats: names.feats,
            lemma: scripts.ok_or_else(|| ModelError("a lemma script is damaged".into()))?,
            deprel: names.deprel.iter().map(|s| Dep::parse(s)).collect(),
            tags: tags.ok_or_else(|| ModelError("an entity tag is damaged".into()))?,
        };
        let pieces = WordPiece::new(vocabulary);
        let tables = Tables::new(tables)?;
        let lexicon = Lexicon::new(lemmas);
        Ok(Model { graph, inputs, outputs, tables, pieces, labels, lexicon, pools: Mutex::default() })
    }

    /// Reads a document on the calling thread. The result depends on the document alone.
    ///
    /// # Errors
    /// When the graph fails, which is a defect of the weights and not of the text.
    pub fn parse(&self, document: Document) -> Result<Parsed, ModelError> {
        let windows = self.windows(&document);
        let mut order: Vec<usize> = (0..windows.len()).collect();
        order.sort_by_key(|&i| (windows[i].pieces.len(), i));
        let mut analyses: Vec<Option<Vec<Analysis>>> = vec![None; windows.len()];
        let mut entities = Vec::new();
        let pool = self.pools.lock().ok().and_then(|mut p| p.pop());
        let pool = pool.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)));
        let mut rest = &order[..];
        while !rest.is_empty() {
            let (batch, tail) = rest.split_at(batch_size(rest, &windows));
            let members: Vec<&Window> = batch.iter().map(|&i| &windows[i]).collect();
            let outputs = self.run(&members, &pool)?;
            for (row, &i) in batch.iter().enumerate() {
                analyses[i] = Some(self.decode(&document, &windows[i], row, &outputs, &mut entities));
            }
            rest = tail;
        }
        if let Ok(mut pools) = self.pools.lock() {
            pools.push(pool);
        }
        let mut tokens: Vec<Analysis> = Vec::with_capacity(document.tokens().len());
        for (window, analysis) in windows.iter().zip(analyses) {
            let start = tokens.len();
            tokens.extend(analysis.unwrap_or_default());
            if window.continues {
                attach_window(&mut tokens, start);
            }
        }
        Ok(Parsed::new(document, tokens, entities))
    }

    fn windows(&self, document: &Document) -> Vec<Window> {
        let mut windows: Vec<Window> = Vec::with_capacity(document.sentences().len());
        let mut word_pieces = Vec::new();
        for sentence in document.sentences() {
            let mut open = false;
            for token in sentence.tokens.iter() {
                let form = document.form(token);
                word_pieces.clear();
                self.pieces.encode(&form, &mut word_pieces);
                let full = |w: &Window| w.pieces.len() + word_pieces.len() > WINDOW_PIECES;
                if !open || windows.last().is_none_or(full) {
                    windows.push(Window {
                        tokens: TokenSpan::new(token.0, token.0),
                        pieces: vec![CLS],
                        first: vec![0],
                        features: vec![FeatureRows::default()],
                        continues: open,
                    });
                    open = true;
                }
                if let Some(window) = windows.last_mut() {
                    window.first.push(window.pieces.len());
                    window.pieces.extend_from_slice(&word_pieces);
                    window.features.push(feature_rows(&form));
                    window.tokens.end = token.0 + 1;
                }
            }
        }
        for window in &mut windows {
            window.pieces.push(SEP);
        }
        windows
    }

    fn run(&self, batch: &[&Window], pool: &Arc<ThreadPool>) -> Result<[Output; 7], ModelError> {
        let pieces = batch.iter().map(|w| w.pieces.len()).max().unwrap_or(0);
        let words = batch.iter().map(|w| w.first.len()).max().unwrap_or(0);
        let mut x = vec![0f32; batch.len() * pieces * HIDDEN];
        let mut mask = vec![0f32; batch.len() * pieces];
        let mut first = vec![0i32; batch.len() * words];
        let mut features = vec![0f32; batch.len() * words * FEATURES];
        for (b, window) in batch.iter().enumerate() {
            for (i, &piece) in window.pieces.iter().enumerate() {
                self.tables.piece(piece, &mut x[(b * pieces + i) * HIDDEN..][..HIDDEN]);
                mask[b * pieces + i] = 1.0;
            }
            for (w, (&at, &rows)) in window.first.iter().zip(&window.features).enumerate() {
                self.tables.add_shape(rows, &mut x[(b * pieces + at) * HIDDEN..][..HIDDEN]);
                self.tables.features(rows, &mut features[(b * words + w) * FEATURES..][..FEATURES]);
                first[b * words + w] = at as i32;
            }
        }
        let inputs = vec![
            (self.inputs[0], NdTensor::from_data([batch.len(), pieces, HIDDEN], x).into()),
            (self.inputs[1], NdTensor::from_data([batch.len(), pieces], mask).into()),
            (self.inputs[2], NdTensor::from_data([batch.len(), words], first).into()),
            (self.inputs[3], NdTensor::from_data([batch.len(), words, FEATURES], features).into()),
        ];
        let options = RunOptions::default().with_thread_pool(Some(pool.clone()));
        let outputs = self.graph.run_n(inputs, self.outputs, Some(options)).map_err(|e| error("run")(&e))?;
        let outputs: Option<Vec<Output>> = outputs.into_iter().map(Output::new).collect();
        outputs
            .and_then(|o| o.try_into().ok())
            .ok_or_else(|| ModelError("an output is not as expected".into()))
    }

    fn decode(
        &self,
        document: &Document,
        window: &Window,
        row: usize,
        outputs: &[Output; 7],
        entities: &mut Vec<Entity>,
    ) -> Vec<Analysis> {
        let [upos, morph, lemma, ner, arc, relations, heads_of] = outputs;
        let words = window.first.len();
        let heads = best_tree(Scores::new(words, |d, h| arc.at(row, d)[h]));
        let ner_scores = &ner.from(row, 1)[..(words - 1) * ner.width];
        let first_token = window.tokens.start;
        for (start, end, kind) in best_entities(&self.labels.tags, ner_scores) {
            let tokens = TokenSpan::new(first_token + start as u32, first_token + end as u32);
            entities.push(Entity { tokens, kind });
        }
        let analyse = |(token, word): (TokenId, usize)| {
            let head = heads[word];
            let form = document.form(token);
            let upos = self.labels.upos.get(argmax(upos.at(row, word))).copied().unwrap_or(Upos::X);
            let edited = || -> Box<str> {
                let script = self.labels.lemma.get(argmax(lemma.at(row, word)));
                let edited = script.map_or_else(|| form.to_lowercase().into(), |s| s.apply(&form));
                let regular =
                    (upos == Upos::Verb).then(|| self.lexicon.regular_verb(&form, &edited)).flatten();
                regular.map_or(edited, Into::into)
            };
            let by_head = heads_of.at(row, head);
            let vectors = relations.at(row, word).chunks_exact(RELATION);
            let scores = vectors.zip(&self.labels.deprel).map(|(vector, &dep)| {
                let score = vector.iter().zip(by_head).map(|(a, b)| a * b).sum::<f32>();
                if (dep == Dep::Root) == (head == 0) { score } else { f32::NEG_INFINITY }
            });
            let dep = argmax(&scores.collect::<Vec<f32>>());
            Analysis {
                upos,
                feats: self.labels.feats.get(argmax(morph.at(row, word))).cloned().unwrap_or_default(),
                lemma: self.lexicon.lemma(&form, upos).map_or_else(edited, Into::into),
                head: head.checked_sub(1).map(|h| TokenId(first_token + h as u32)),
                dep: self.labels.deprel.get(dep).copied().unwrap_or(Dep::Unspecified),
            }
        };
        window.tokens.iter().zip(1..words).map(analyse).collect()
    }
}

/// Scores of a batch: sentences × words × labels.
struct Output {
    data: Vec<f32>,
    words: usize,
    width: usize,
}

impl Output {
    fn new(value: Value) -> Option<Output> {
        let tensor: Tensor<f32> = value.into_tensor()?;
        let [_, words, width] = tensor.shape().try_into().ok()?;
        Some(Output { data: tensor.into_data(), words, width })
    }

    /// The scores of one word.
    fn at(&self, sentence: usize, word: usize) -> &[f32] {
        &self.from(sentence, word)[..self.width]
    }

    /// The scores of one word and all that follow.
    fn from(&self, sentence: usize, word: usize) -> &[f32] {
        &self.data[(sentence * self.words + word) * self.width..]
    }
}

/// How many of the next windows, sorted by length, to read at once: as many as fit, while padding stays small.
fn batch_size(order: &[usize], windows: &[Window]) -> usize {
    let shortest = windows[order[0]].pieces.len();
    let fits = |(count, &i): (usize, &usize)| {
        let longest = windows[i].pieces.len();
        (count + 1) * longest <= BATCH_PIECES && longest <= shortest + 4 + shortest / 4
    };
    order.iter().enumerate().take_while(|&(n, i)| fits((n, i))).count().max(1)
}

/// Hangs the roots of the tokens from `start` on the root of the sentence's first window.
fn attach_window(tokens: &mut [Analysis], start: usize) {
    let Some(root) = (0..start).rev().find(|&i| tokens[i].head.is_none()) else { return };
    for token in &mut tokens[start..] {
        if token.head.is_none() {
            token.head = Some(TokenId(root as u32));
            token.dep = Dep::Parataxis;
        }
    }
}

fn argmax(values: &[f32]) -> usize {
    let better = |best: usize, i: usize| if values[i] > values[best] { i } else { best };
    (0..values.len()).fold(0, better)
}
