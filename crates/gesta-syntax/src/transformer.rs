//! The accurate model's encoder: MiniLM over word pieces, and the feature rows of each word.

use gesta_nn::{Cpu, HEAD, Linear, Rows, add, attend, gelu, normalize};

use crate::ModelError;
use crate::weights::{ByteTable, Table, Weights};
use crate::window::{Window, Word};
use crate::wordpiece::SEP;

/// Under the root of each norm, as BERT has it.
const EPSILON: f32 = 1e-12;
/// Rows whose wide hidden layer is made at once: it stays in the cache.
const FEED_ROWS: usize = 96;

/// Word pieces to vectors of words.
pub(crate) struct Transformer {
    pieces: ByteTable,
    /// Added to the first piece of each word, by shape.
    shapes: Table,
    positions: Table,
    norm: Norm,
    layers: Vec<Layer>,
    /// Rows that are appended to a word's vector.
    features: Vec<Table>,
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

struct Layer {
    qkv: Linear,
    out: Linear,
    norm: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

impl Norm {
    fn new(weights: &Weights, name: &str) -> Result<Norm, ModelError> {
        let (weight, bias) =
            (weights.floats(&format!("{name}.weight"))?, weights.floats(&format!("{name}.bias"))?);
        Ok(Norm { weight, bias })
    }

    /// Normalises `x` in place; `scratch` keeps its memory.
    fn apply(&self, cpu: Cpu, x: &mut Vec<f32>, scratch: &mut Vec<f32>) {
        scratch.resize(x.len(), 0.0);
        normalize(cpu, x, self.weight.len(), EPSILON, Some((&self.weight, &self.bias)), scratch);
        std::mem::swap(x, scratch);
    }
}

/// Memory that is used again and again while a document is read.
#[derive(Default)]
pub(crate) struct Scratch {
    x: Vec<f32>,
    rows: Rows,
    qkv: Vec<f32>,
    context: Vec<f32>,
    product: Vec<f32>,
    wide: Vec<f32>,
    wide_rows: Rows,
    other: Vec<f32>,
    /// Which layers' vectors of words are kept: 2 is what the second layer puts out.
    pub(crate) kept: Vec<usize>,
    /// The vectors kept, layer by layer.
    layers: Vec<Vec<f32>>,
}

impl Transformer {
    pub(crate) fn new(weights: &Weights) -> Result<Transformer, ModelError> {
        let mut layers = Vec::new();
        while weights.has(&format!("layers.{}.qkv.weight", layers.len())) {
            let at = |part: &str| format!("layers.{}.{part}", layers.len());
            layers.push(Layer {
                qkv: weights.linear(&at("qkv"))?,
                out: weights.linear(&at("out"))?,
                norm: Norm::new(weights, &at("norm"))?,
                up: weights.linear(&at("up"))?,
                down: weights.linear(&at("down"))?,
                norm2: Norm::new(weights, &at("norm2"))?,
            });
        }
        let features =
            (0..4).map(|i| weights.table(&format!("tables.{i}.weight"))).collect::<Result<_, _>>()?;
        let model = Transformer {
            pieces: weights.byte_table("pieces")?,
            shapes: weights.table("shapes.weight")?,
            positions: weights.table("positions.weight")?,
            norm: Norm::new(weights, "norm")?,
            layers,
            features,
        };
        let width = model.pieces.width();
        let fits = |l: &Layer| {
            l.qkv.inputs() == width
                && l.qkv.outputs() == 3 * width
                && (l.out.inputs(), l.out.outputs()) == (width, width)
                && l.up.inputs() == width
                && (l.down.inputs(), l.down.outputs()) == (l.up.outputs(), width)
                && [&l.norm, &l.norm2].iter().all(|n| n.weight.len() == width && n.bias.len() == width)
        };
        let fits = width.is_multiple_of(HEAD)
            && model.layers.iter().all(fits)
            && [model.shapes.width(), model.positions.width(), model.norm.weight.len()] == [width; 3];
        if fits { Ok(model) } else { Err(ModelError("the layers do not fit each other".into())) }
    }

    /// Width of a word's vector.
    pub(crate) fn width(&self) -> usize {
        self.pieces.width() + self.features.iter().map(Table::width).sum::<usize>()
    }

    /// The vectors of all words of some windows, one row each.
    pub(crate) fn encode(
        &self,
        cpu: Cpu,
        kinds: &[Word],
        windows: &[Window],
        scratch: &mut Scratch,
        words: &mut Rows,
    ) {
        let width = self.pieces.width();
        let mut x = std::mem::take(&mut scratch.x);
        x.clear();
        for window in windows {
            let start = x.len();
            let mut add_piece = |piece: u32, shape: Option<usize>| {
                let at = x.len();
                x.extend_from_slice(self.positions.row((at - start) / width));
                self.pieces.add_row(cpu, piece as usize, 1.0, &mut x[at..]);
                if let Some(shape) = shape {
                    for (o, v) in x[at..].iter_mut().zip(self.shapes.row(shape)) {
                        *o += v;
                    }
                }
            };
            for word in window.words.iter().map(|&kind| &kinds[kind]) {
                for (i, &piece) in word.pieces.iter().enumerate() {
                    add_piece(piece, (i == 0).then_some(word.features[0]));
                }
            }
            add_piece(SEP, None);
        }
        self.norm.apply(cpu, &mut x, &mut scratch.other);
        scratch.layers.resize_with(scratch.kept.len(), Vec::new);
        for (number, layer) in (1..).zip(&self.layers) {
            self.layer(cpu, layer, windows, &mut x, scratch);
            if let Some(kept) = scratch.kept.iter().position(|&k| k == number) {
                self.keep(kinds, windows, &x, &mut scratch.layers[kept]);
            }
        }
        self.words(cpu, kinds, windows, &x, scratch, words);
        scratch.x = x;
    }

    fn layer(&self, cpu: Cpu, layer: &Layer, windows: &[Window], x: &mut Vec<f32>, s: &mut Scratch) {
        let width = self.pieces.width();
        s.rows.quantise(cpu, x, width, 0..width);
        layer.qkv.apply(cpu, &s.rows, &mut s.qkv);
        s.context.resize(x.len(), 0.0);
        let mut start = 0;
        for window in windows {
            let end = start + window.pieces * width;
            let qkv = &s.qkv[3 * start..3 * end];
            attend(cpu, qkv, width / HEAD, &mut s.context[start..end], &mut s.other);
            start = end;
        }
        s.rows.quantise(cpu, &s.context, width, 0..width);
        layer.out.apply(cpu, &s.rows, &mut s.product);
        add(cpu, x, &s.product);
        layer.norm.apply(cpu, x, &mut s.other);
        s.rows.quantise(cpu, x, width, 0..width);
        let rows = s.rows.len();
        let mut start = 0;
        while start < rows {
            let end = rows.min(start + FEED_ROWS);
            layer.up.apply_to_some(cpu, &s.rows, start..end, &mut s.wide);
            gelu(cpu, &mut s.wide);
            s.wide_rows.quantise(cpu, &s.wide, layer.up.outputs(), 0..layer.up.outputs());
            layer.down.apply(cpu, &s.wide_rows, &mut s.product);
            add(cpu, &mut x[start * width..end * width], &s.product);
            start = end;
        }
        layer.norm2.apply(cpu, x, &mut s.other);
    }

    /// Takes over the vector of each word's first piece.
    fn keep(&self, kinds: &[Word], windows: &[Window], x: &[f32], kept: &mut Vec<f32>) {
        kept.clear();
        let mut rows = x.chunks_exact(self.pieces.width());
        for window in windows {
            for word in window.words.iter().map(|&kind| &kinds[kind]) {
                kept.extend_from_slice(rows.next().unwrap_or(&[]));
                rows.by_ref().take(word.pieces.len() - 1).for_each(drop);
            }
            rows.next();
        }
    }

    /// Adds what is known of one word: the mean of its pieces, and the vectors kept of its row among the last words encoded.
    pub(crate) fn describe(&self, cpu: Cpu, word: &Word, row: usize, scratch: &Scratch, out: &mut Vec<f32>) {
        let (start, width) = (out.len(), self.pieces.width());
        out.resize(start + width, 0.0);
        let part = 1.0 / word.pieces.len() as f32;
        for &piece in &word.pieces {
            self.pieces.add_row(cpu, piece as usize, part, &mut out[start..]);
        }
        for layer in &scratch.layers {
            out.extend_from_slice(&layer[row * width..(row + 1) * width]);
        }
    }

    /// Width of a word piece's vector.
    pub(crate) fn piece_width(&self) -> usize {
        self.pieces.width()
    }

    /// The vector of each word's first piece, with the word's feature rows.
    fn words(
        &self,
        cpu: Cpu,
        kinds: &[Word],
        windows: &[Window],
        x: &[f32],
        s: &mut Scratch,
        words: &mut Rows,
    ) {
        let width = self.pieces.width();
        s.other.clear();
        let mut rows = x.chunks_exact(width);
        for window in windows {
            for word in window.words.iter().map(|&kind| &kinds[kind]) {
                s.other.extend_from_slice(rows.next().unwrap_or(&[]));
                for (table, &row) in self.features.iter().zip(&word.features) {
                    s.other.extend_from_slice(table.row(row));
                }
                rows.by_ref().take(word.pieces.len() - 1).for_each(drop);
            }
            rows.next();
        }
        words.quantise(cpu, &s.other, self.width(), 0..self.width());
    }
}
