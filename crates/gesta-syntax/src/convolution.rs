//! The fast model's encoder: gated convolutions over words, and one layer of attention.

use gesta_nn::{Cpu, HEAD, Linear, Rows, add, attend, float_product, gate, normalize};

use crate::ModelError;
use crate::weights::{ByteTable, Table, Weights};
use crate::window::{Window, Word};

/// Under the root of each norm.
const EPSILON: f32 = 1e-5;
/// What enters a block is cut to this many standard deviations.
const LIMIT: f32 = 6.0;

/// Words to vectors of words.
pub(crate) struct Convolution {
    pieces: ByteTable,
    /// Rows by feature, joined to the mean of the pieces' rows.
    features: Vec<Table>,
    /// From those to the blocks' width, a row for each input.
    input: Table,
    bias: Vec<f32>,
    blocks: Vec<Block>,
}

enum Block {
    /// A gated convolution over a word and its neighbours at a distance.
    Convolution(Linear, usize),
    Attention {
        qkv: Linear,
        out: Linear,
    },
}

/// Memory that is used again and again while a document is read.
#[derive(Default)]
pub(crate) struct Scratch {
    /// The vector of each kind of word of the document at the first block, a row each.
    kinds: Vec<f32>,
    x: Vec<f32>,
    rows: Rows,
    windows: Rows,
    normal: Vec<f32>,
    product: Vec<f32>,
    other: Vec<f32>,
}

impl Convolution {
    pub(crate) fn new(weights: &Weights) -> Result<Convolution, ModelError> {
        let features: Vec<Table> =
            (0..4).map(|i| weights.table(&format!("tables.{i}.weight"))).collect::<Result<_, _>>()?;
        let model = Convolution {
            pieces: weights.byte_table("pieces")?,
            features,
            input: weights.table("input.weight")?,
            bias: weights.floats("input.bias")?,
            blocks: blocks(weights)?,
        };
        let width = model.width();
        let fits = |b: &Block| match b {
            Block::Convolution(c, _) => (c.inputs(), c.outputs()) == (3 * width, 2 * width),
            Block::Attention { qkv, out } => {
                (qkv.inputs(), qkv.outputs()) == (width, 3 * width)
                    && (out.inputs(), out.outputs()) == (width, width)
            }
        };
        let inputs = model.pieces.width() + model.features.iter().map(Table::width).sum::<usize>();
        let fits = width.is_multiple_of(HEAD)
            && model.bias.len() == width
            && model.input.rows() == inputs
            && model.blocks.iter().all(fits);
        if fits { Ok(model) } else { Err(ModelError("the blocks do not fit each other".into())) }
    }

    /// Width of a word's vector.
    pub(crate) fn width(&self) -> usize {
        self.input.width()
    }

    /// The vectors of all words of some windows, one row each; [`Convolution::kinds`] goes before.
    pub(crate) fn encode(&self, cpu: Cpu, windows: &[Window], s: &mut Scratch, words: &mut Rows) {
        let width = self.width();
        let mut x = std::mem::take(&mut s.x);
        x.clear();
        for &kind in windows.iter().flat_map(|w| &w.words) {
            x.extend_from_slice(&s.kinds[kind * width..][..width]);
        }
        for block in &self.blocks {
            s.normal.resize(x.len(), 0.0);
            normalize(cpu, &x, width, EPSILON, None, &mut s.normal);
            let mut start = 0;
            match block {
                Block::Convolution(convolution, distance) => {
                    let lengths = windows.iter().map(|w| w.words.len());
                    s.rows.quantise_apart(cpu, &s.normal, width, LIMIT, lengths, *distance);
                    convolution.apply_to_windows(cpu, &s.rows, *distance, &mut s.windows, &mut s.product);
                    let mut product = &s.product[..];
                    for window in windows {
                        let end = start + window.words.len() * width;
                        gate(cpu, &mut x[start..end], product, width);
                        // What lies between two windows is passed over.
                        product = product.get(2 * (end - start + distance * width)..).unwrap_or(&[]);
                        start = end;
                    }
                }
                Block::Attention { qkv, out } => {
                    s.rows.quantise_within(cpu, &s.normal, width, LIMIT);
                    qkv.apply(cpu, &s.rows, &mut s.product);
                    for window in windows {
                        let end = start + window.words.len() * width;
                        let qkv = &s.product[3 * start..3 * end];
                        attend(cpu, qkv, width / HEAD, &mut s.normal[start..end], &mut s.other);
                        start = end;
                    }
                    s.rows.quantise(cpu, &s.normal, width, 0..width);
                    out.apply(cpu, &s.rows, &mut s.product);
                    add(cpu, &mut x, &s.product);
                }
            }
        }
        s.normal.resize(x.len(), 0.0);
        normalize(cpu, &x, width, EPSILON, None, &mut s.normal);
        words.quantise_within(cpu, &s.normal, width, LIMIT);
        s.x = x;
    }

    /// Makes the vectors of all kinds of words of a document at the first block.
    pub(crate) fn kinds(&self, cpu: Cpu, kinds: &[Word], s: &mut Scratch) {
        let inputs = &mut s.normal;
        inputs.clear();
        for word in kinds {
            let start = inputs.len();
            inputs.resize(start + self.pieces.width(), 0.0);
            for &piece in &word.pieces {
                self.pieces.add_row(
                    cpu,
                    piece as usize,
                    1.0 / word.pieces.len() as f32,
                    &mut inputs[start..],
                );
            }
            for (table, &row) in self.features.iter().zip(&word.features) {
                inputs.extend_from_slice(table.row(row));
            }
        }
        s.kinds.resize(kinds.len() * self.width(), 0.0);
        float_product(cpu, inputs, self.input.rows(), self.input.values(), &self.bias, &mut s.kinds);
    }
}

fn blocks(weights: &Weights) -> Result<Vec<Block>, ModelError> {
    let distances = weights.numbers("dilations")?;
    let mut blocks = Vec::new();
    loop {
        let at = |part: &str| format!("blocks.{}.{part}", blocks.len());
        if weights.has(&at("qkv.weight")) {
            blocks.push(Block::Attention {
                qkv: weights.linear(&at("qkv"))?,
                out: weights.linear(&at("out"))?,
            });
        } else if weights.has(&at("conv.weight")) {
            let distance = distances.get(blocks.len()).copied().unwrap_or(1);
            blocks.push(Block::Convolution(weights.linear(&at("conv"))?, distance));
        } else {
            return Ok(blocks);
        }
    }
}
