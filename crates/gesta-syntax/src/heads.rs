//! The heads of both models: from vectors of words to scores of tags, entities, heads and relations.

use gesta_nn::{Cpu, Linear, Rows, dots, gelu};

use crate::ModelError;
use crate::weights::Weights;

/// Words whose relation vectors are made at once.
const RELATION_ROWS: usize = 12;

/// The products of the heads. Sizes follow from the matrices.
pub(crate) struct Heads {
    hidden: Linear,
    tags: Linear,
    ner: Linear,
    arc: Linear,
    relation: Linear,
}

/// Scores of the words of some windows, a row for each.
#[derive(Default)]
pub(crate) struct Scores {
    /// Parts of speech, features, lemma scripts, side by side.
    pub(crate) tags: Vec<f32>,
    pub(crate) ner: Vec<f32>,
    /// What a word looks for in its head, and what it is as a head.
    as_dependent: Vec<f32>,
    as_head: Vec<f32>,
    /// The same for relations; heads have a trailing 1.
    relation_dependent: Rows,
    relation_head: Vec<f32>,
    hidden: Vec<f32>,
    rows: Rows,
    product: Vec<f32>,
}

impl Heads {
    pub(crate) fn new(weights: &Weights, width: usize) -> Result<Heads, ModelError> {
        let heads = Heads {
            hidden: weights.linear("heads.hidden")?,
            tags: weights.linear("heads.tags")?,
            ner: weights.linear("heads.ner")?,
            arc: weights.linear("heads.arc")?,
            relation: weights.linear("heads.rel")?,
        };
        let hidden =
            heads.tags.inputs() + heads.ner.inputs() + 2 * heads.arc.inputs() + 2 * heads.relation.inputs();
        let fits = heads.hidden.inputs() == width
            && heads.hidden.outputs() == hidden
            && heads.arc.inputs() == heads.arc.outputs()
            && heads.relation.outputs().is_multiple_of(heads.relation.inputs() + 1);
        if fits { Ok(heads) } else { Err(ModelError("the heads do not fit each other".into())) }
    }

    /// Numbers of labels: all tags side by side, entity tags, relations.
    pub(crate) fn sizes(&self) -> [usize; 3] {
        [self.tags.outputs(), self.ner.outputs(), self.relation.outputs() / (self.relation.inputs() + 1)]
    }

    /// Scores all words.
    pub(crate) fn score(&self, cpu: Cpu, words: &Rows, s: &mut Scores) {
        self.hidden.apply(cpu, words, &mut s.hidden);
        gelu(cpu, &mut s.hidden);
        let (all, arc, relation) = (self.hidden.outputs(), self.arc.inputs(), self.relation.inputs());
        let mut start = 0;
        let mut next = |width: usize| {
            start += width;
            start - width..start
        };
        s.rows.quantise(cpu, &s.hidden, all, next(self.tags.inputs()));
        self.tags.apply(cpu, &s.rows, &mut s.tags);
        s.rows.quantise(cpu, &s.hidden, all, next(self.ner.inputs()));
        self.ner.apply(cpu, &s.rows, &mut s.ner);
        s.rows.quantise(cpu, &s.hidden, all, next(arc));
        self.arc.apply(cpu, &s.rows, &mut s.as_dependent);
        let (as_head, relation_dependent, relation_head) = (next(arc), next(relation), next(relation));
        s.relation_dependent.quantise(cpu, &s.hidden, all, relation_dependent);
        s.as_head.clear();
        s.relation_head.clear();
        for row in s.hidden.chunks_exact(all) {
            s.as_head.extend_from_slice(&row[as_head.clone()]);
            s.relation_head.extend_from_slice(&row[relation_head.clone()]);
            s.relation_head.push(1.0);
        }
    }

    /// Scores of all words of a window as heads of each: `out[dependent · words + head]`, words from row `first`.
    pub(crate) fn arcs(&self, cpu: Cpu, s: &Scores, first: usize, words: usize, out: &mut Vec<f32>) {
        let width = self.arc.inputs();
        out.resize(words * words, 0.0);
        let some = first * width..(first + words) * width;
        dots(cpu, &s.as_dependent[some.clone()], &s.as_head[some], width, out);
    }

    /// Scores of each word's relation to its head, a row for each word from row `first`; `heads` counts from there.
    pub(crate) fn relations(
        &self,
        cpu: Cpu,
        s: &mut Scores,
        first: usize,
        heads: &[usize],
        out: &mut Vec<f32>,
    ) {
        let width = self.relation.inputs() + 1;
        let relations = self.relation.outputs() / width;
        out.resize(heads.len() * relations, 0.0);
        for (chunk, heads) in heads.chunks(RELATION_ROWS).enumerate() {
            let start = chunk * RELATION_ROWS;
            let rows = first + start..first + start + heads.len();
            self.relation.apply_to_some(cpu, &s.relation_dependent, rows, &mut s.product);
            for (i, (&head, vectors)) in
                heads.iter().zip(s.product.chunks_exact(self.relation.outputs())).enumerate()
            {
                let head = &s.relation_head[(first + head) * width..][..width];
                dots(cpu, head, vectors, width, &mut out[(start + i) * relations..][..relations]);
            }
        }
    }
}
