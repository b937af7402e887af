//! A reading model: weights, and scores to structures.

use std::sync::Mutex;

use gesta_nn::{Cpu, Rows};
use gesta_text::{Document, TokenId, TokenSpan};
use serde::Deserialize;

use crate::acts::{self, ActModel};
use crate::convolution::Convolution;
use crate::entities::{Tag, best_entities};
use crate::heads::{Heads, Scores};
use crate::lemma::{Lexicon, Script};
use crate::transformer::Transformer;
use crate::tree::{self, best_tree};
use crate::weights::{ModelError, Weights};
use crate::window::{Window, Words};
use crate::wordpiece::WordPiece;
use crate::{ActShares, Analysis, Dep, Entity, Parsed, Upos, convolution, mend, transformer};

/// Windows are read together until they have this many word pieces: enough to use a matrix well, few enough for the cache.
const GROUP_PIECES: usize = 256;

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

/// The models in the program.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum ModelKind {
    /// A transformer, the more accurate one.
    #[default]
    Accurate,
    /// Convolutions over words, some seven times faster.
    Fast,
}

impl ModelKind {
    /// All models.
    pub const ALL: [ModelKind; 2] = [ModelKind::Accurate, ModelKind::Fast];

    /// `accurate` or `fast`.
    pub fn name(self) -> &'static str {
        match self {
            ModelKind::Accurate => "accurate",
            ModelKind::Fast => "fast",
        }
    }

    /// The model of a name.
    pub fn named(name: &str) -> Option<ModelKind> {
        ModelKind::ALL.into_iter().find(|k| k.name() == name)
    }

    /// Its files in the program, by name.
    pub fn files(self) -> &'static [(&'static str, &'static [u8])] {
        macro_rules! files {
            ($folder:literal: $($name:literal),+) => {
                &[$(($name, include_bytes!(concat!("../../../models/", $folder, "/", $name)))),+]
            };
        }
        match self {
            ModelKind::Accurate => files!("accurate": "labels.json", "model.safetensors", "acts.safetensors"),
            ModelKind::Fast => files!("fast": "labels.json", "model.safetensors"),
        }
    }

    /// One of its files; empty if it has none of this name.
    fn file(self, name: &str) -> &'static [u8] {
        self.files().iter().find(|(n, _)| *n == name).map_or(&[], |(_, bytes)| bytes)
    }
}

/// A reading model. Shared between threads; each call works on one core.
pub struct Model {
    encoder: Encoder,
    heads: Heads,
    pieces: WordPiece,
    labels: Labels,
    lexicon: Lexicon,
    /// Which acts words name; the accurate model knows.
    acts: Option<ActModel>,
    cpu: Cpu,
    /// Memory for one document each, lent to one call at a time.
    desks: Mutex<Vec<Desk>>,
}

/// Memory that is used again and again.
#[derive(Default)]
struct Desk {
    vectors: Rows,
    transformer: transformer::Scratch,
    convolution: convolution::Scratch,
    scores: Scores,
    acts: acts::Scratch,
    relations: Vec<f32>,
}

enum Encoder {
    Transformer(Transformer),
    Convolution(Convolution),
}

impl Model {
    /// A model, from the weights in the program.
    ///
    /// # Errors
    /// When the embedded weights do not fit this program.
    pub fn embedded(kind: ModelKind) -> Result<Model, ModelError> {
        Model::on(kind, Cpu::best())
    }

    /// A model that uses the instructions of `cpu`. The results are the same with all.
    ///
    /// # Errors
    /// When the embedded weights do not fit this program.
    pub fn on(kind: ModelKind, cpu: Cpu) -> Result<Model, ModelError> {
        let weights = Weights::new(kind.file("model.safetensors"))?;
        let (encoder, width) = match kind {
            ModelKind::Accurate => {
                let encoder = Transformer::new(&weights)?;
                let width = encoder.width();
                (Encoder::Transformer(encoder), width)
            }
            ModelKind::Fast => {
                let encoder = Convolution::new(&weights)?;
                let width = encoder.width();
                (Encoder::Convolution(encoder), width)
            }
        };
        let heads = Heads::new(&weights, width)?;
        let labels = Labels::new(kind.file("labels.json"))?;
        let tags = labels.upos.len() + labels.feats.len() + labels.lemma.len();
        if heads.sizes() != [tags, labels.tags.len(), labels.deprel.len()] {
            return Err(ModelError("the labels are not those of the weights".into()));
        }
        let pieces = WordPiece::new(include_str!("../../../models/vocab.txt"));
        let lexicon = Lexicon::new(include_str!("../../../models/lemmas.tsv"));
        let acts = match &encoder {
            Encoder::Transformer(encoder) => {
                Some(ActModel::new(&Weights::new(kind.file("acts.safetensors"))?, encoder.piece_width())?)
            }
            Encoder::Convolution(_) => None,
        };
        Ok(Model { encoder, heads, pieces, labels, lexicon, acts, cpu, desks: Mutex::default() })
    }

    /// Reads a document on the calling thread. The result depends on the document alone.
    pub fn parse(&self, document: Document) -> Parsed {
        let words = Words::of(&document, &self.pieces);
        let mut tokens: Vec<Analysis> = Vec::with_capacity(document.tokens().len());
        let mut entities = Vec::new();
        let mut acts = Vec::new();
        let mut desk = self.desks.lock().ok().and_then(|mut desks| desks.pop()).unwrap_or_default();
        desk.transformer.kept = self.acts.as_ref().map_or_else(Vec::new, |a| a.layers.clone());
        if let Encoder::Convolution(encoder) = &self.encoder {
            encoder.kinds(self.cpu, &words.kinds, &mut desk.convolution);
        }
        for group in groups(&words.windows) {
            match &self.encoder {
                Encoder::Transformer(encoder) => {
                    encoder.encode(self.cpu, &words.kinds, group, &mut desk.transformer, &mut desk.vectors);
                }
                Encoder::Convolution(encoder) => {
                    encoder.encode(self.cpu, group, &mut desk.convolution, &mut desk.vectors);
                }
            }
            self.heads.score(self.cpu, &desk.vectors, &mut desk.scores);
            let (mut first, before) = (0, tokens.len());
            for window in group {
                let start = tokens.len();
                self.decode(&document, window, &mut desk, first, &mut tokens, &mut entities);
                first += window.words.len();
                if window.continues {
                    attach_window(&mut tokens, start);
                }
            }
            self.acts(&words, group, &tokens[before..], &mut desk, &mut acts);
        }
        if let Ok(mut desks) = self.desks.lock() {
            desks.push(desk);
        }
        mend::mend(&document, &mut tokens);
        Parsed::new(document, tokens, entities).with_acts(acts)
    }

    /// Adds which acts the words of the last group read name, whose analyses are `tokens`.
    fn acts(
        &self,
        words: &Words,
        group: &[Window],
        tokens: &[Analysis],
        desk: &mut Desk,
        out: &mut Vec<ActShares>,
    ) {
        let (Encoder::Transformer(encoder), Some(model)) = (&self.encoder, &self.acts) else { return };
        let start = out.len();
        out.resize(start + tokens.len(), ActShares::NONE);
        let rows = group.iter().flat_map(|w| w.words.iter().enumerate()).enumerate();
        let rows = rows.filter(|(_, (place, _))| *place > 0).map(|(row, (_, &kind))| (row, kind));
        let mut asked = Vec::new();
        desk.acts.inputs.clear();
        for (i, ((row, kind), token)) in rows.zip(tokens).enumerate() {
            if matches!(token.upos, Upos::Verb | Upos::Noun | Upos::Propn | Upos::Adj) {
                encoder.describe(self.cpu, &words.kinds[kind], row, &desk.transformer, &mut desk.acts.inputs);
                asked.push(start + i);
            }
        }
        for (i, shares) in asked.into_iter().zip(model.classify(self.cpu, &mut desk.acts)) {
            out[i] = shares;
        }
    }

    /// Adds the analyses and entities of one window, whose words are the rows from `first`.
    fn decode(
        &self,
        document: &Document,
        window: &Window,
        desk: &mut Desk,
        first: usize,
        tokens: &mut Vec<Analysis>,
        entities: &mut Vec<Entity>,
    ) {
        let words = window.words.len();
        let Desk { scores, relations, .. } = desk;
        let mut arcs = Vec::new();
        self.heads.arcs(self.cpu, scores, first, words, &mut arcs);
        let heads = best_tree(tree::Scores::new(words, arcs));
        let first_token = window.tokens.start;
        let kinds = self.labels.tags.len();
        let ner = &scores.ner[(first + 1) * kinds..(first + words) * kinds];
        for (start, end, kind) in best_entities(&self.labels.tags, ner) {
            let tokens = TokenSpan::new(first_token + start as u32, first_token + end as u32);
            entities.push(Entity { tokens, kind });
        }
        self.heads.relations(self.cpu, scores, first, &heads, relations);
        let (upos_count, feats_count) = (self.labels.upos.len(), self.labels.feats.len());
        let all = upos_count + feats_count + self.labels.lemma.len();
        for (token, word) in window.tokens.iter().zip(1..words) {
            let head = heads[word];
            let form = document.form(token);
            let (upos, rest) = scores.tags[(first + word) * all..][..all].split_at(upos_count);
            let (feats, lemma) = rest.split_at(feats_count);
            let upos = self.labels.upos.get(argmax(upos)).copied().unwrap_or(Upos::X);
            let edited = || -> Box<str> {
                let script = self.labels.lemma.get(argmax(lemma));
                let edited = script.map_or_else(|| form.to_lowercase().into(), |s| s.apply(&form));
                match upos {
                    Upos::Verb => self.lexicon.regular_verb(&form, &edited).map_or(edited, Into::into),
                    // "Aug." is no "Augember": a name does not grow.
                    Upos::Propn if edited.len() > form.len() => form.as_ref().into(),
                    _ => edited,
                }
            };
            let row = &mut relations[word * self.labels.deprel.len()..][..self.labels.deprel.len()];
            for (score, &dep) in row.iter_mut().zip(&self.labels.deprel) {
                if (dep == Dep::Root) != (head == 0) {
                    *score = f32::NEG_INFINITY;
                }
            }
            tokens.push(Analysis {
                upos,
                feats: self.labels.feats.get(argmax(feats)).cloned().unwrap_or_default(),
                lemma: self.lexicon.lemma(&form, upos).map_or_else(edited, Into::into),
                head: head.checked_sub(1).map(|h| TokenId(first_token + h as u32)),
                dep: self.labels.deprel.get(argmax(row)).copied().unwrap_or(Dep::Unspecified),
            });
        }
    }
}

impl Labels {
    fn new(json: &[u8]) -> Result<Labels, ModelError> {
        let names: LabelNames =
            serde_json::from_slice(json).map_err(|e| ModelError(format!("labels: {e}")))?;
        let scripts = names.lemma.iter().map(|s| Script::parse(s)).collect::<Option<_>>();
        let tags = names.ner.iter().map(|s| Tag::parse(s)).collect::<Option<_>>();
        Ok(Labels {
            upos: names.upos.iter().map(|s| Upos::parse(s)).collect(),
            feats: names.feats,
            lemma: scripts.ok_or_else(|| ModelError("a lemma script is damaged".into()))?,
            deprel: names.deprel.iter().map(|s| Dep::parse(s)).collect(),
            tags: tags.ok_or_else(|| ModelError("an entity tag is damaged".into()))?,
        })
    }
}

/// Neighbouring windows, as many at once as have [`GROUP_PIECES`] word pieces.
fn groups(mut windows: &[Window]) -> impl Iterator<Item = &[Window]> {
    std::iter::from_fn(move || {
        let mut pieces = 0;
        let count = windows.iter().take_while(|w| {
            let more = pieces < GROUP_PIECES;
            pieces += w.pieces;
            more
        });
        let (group, rest) = windows.split_at(count.count());
        windows = rest;
        (!group.is_empty()).then_some(group)
    })
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
