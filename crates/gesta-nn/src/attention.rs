//! Attention of the rows of a window to each other.

use crate::cpu::for_each_cpu;
use crate::functions::{LANES, add_weighed, exp, total};

/// Width of an attention head.
pub const HEAD: usize = 32;

/// Queries worked on at once.
const QUERIES: usize = 4;

for_each_cpu! {
    /// Scaled attention with heads of [`HEAD`] values. A row of `qkv` holds the queries of all heads (already scaled), then the keys,
    /// then the values; a row of `context` holds the weighted values. `scratch` keeps its memory between calls.
    pub fn attend(qkv: &[f32], heads: usize, context: &mut [f32], scratch: &mut Vec<f32>) {
        let width = heads * HEAD;
        let rows = context.len() / width;
        let padded = rows.next_multiple_of(LANES);
        scratch.clear();
        scratch.resize((HEAD + QUERIES) * padded + HEAD * padded, 0.0);
        let (keys, rest) = scratch.split_at_mut(HEAD * padded);
        let (scores, values) = rest.split_at_mut(QUERIES * padded);
        for head in 0..heads {
            for (j, row) in qkv.chunks_exact(3 * width).enumerate() {
                for (d, &k) in row[width + head * HEAD..][..HEAD].iter().enumerate() {
                    keys[d * padded + j] = k;
                }
                values[j * HEAD..][..HEAD].copy_from_slice(&row[2 * width + head * HEAD..][..HEAD]);
            }
            for first in (0..rows).step_by(QUERIES) {
                let mut queries = [[0f32; HEAD]; QUERIES];
                let count = QUERIES.min(rows - first);
                for (q, query) in queries.iter_mut().take(count).enumerate() {
                    let start = (first + q) * 3 * width + head * HEAD;
                    query.copy_from_slice(&qkv[start..start + HEAD]);
                }
                score(&queries, keys, padded, scores);
                for (q, scores) in scores.chunks_exact_mut(padded).enumerate().take(count) {
                    let factor = soften(scores, rows);
                    let out = &mut context[(first + q) * width + head * HEAD..][..HEAD];
                    for (o, s) in out.iter_mut().zip(weigh(scores, values)) {
                        *o = s * factor;
                    }
                }
            }
        }
    }
}

/// Scores of the queries with all keys, sixteen keys at a time.
#[inline(always)]
fn score(queries: &[[f32; HEAD]; QUERIES], keys: &[f32], padded: usize, scores: &mut [f32]) {
    let [q0, q1, q2, q3] = queries;
    for start in (0..padded).step_by(LANES) {
        let (mut s0, mut s1, mut s2, mut s3) = ([0f32; LANES], [0f32; LANES], [0f32; LANES], [0f32; LANES]);
        for d in 0..HEAD {
            let Some((keys, _)) = keys[d * padded + start..].split_first_chunk() else { return };
            add_weighed(&mut s0, q0[d], keys);
            add_weighed(&mut s1, q1[d], keys);
            add_weighed(&mut s2, q2[d], keys);
            add_weighed(&mut s3, q3[d], keys);
        }
        for (q, sums) in [s0, s1, s2, s3].iter().enumerate() {
            scores[q * padded + start..][..LANES].copy_from_slice(sums);
        }
    }
}

/// Replaces scores by their exponentials over the largest, those past `rows` by 0; returns one over their sum.
#[inline(always)]
fn soften(scores: &mut [f32], rows: usize) -> f32 {
    scores[rows..].fill(f32::NEG_INFINITY);
    let chunks = scores.as_chunks_mut::<LANES>().0;
    let mut most = [f32::NEG_INFINITY; LANES];
    for chunk in chunks.iter() {
        for l in 0..LANES {
            most[l] = if chunk[l] > most[l] { chunk[l] } else { most[l] };
        }
    }
    let most = most.iter().fold(f32::NEG_INFINITY, |m, &v| if v > m { v } else { m });
    let mut sums = [0f32; LANES];
    for chunk in chunks {
        for l in 0..LANES {
            chunk[l] = exp(chunk[l] - most);
            sums[l] += chunk[l];
        }
    }
    1.0 / total(sums)
}

/// The sum of the values weighed by a query's scores: of even and odd rows apart, then both.
#[inline(always)]
fn weigh(scores: &[f32], values: &[f32]) -> [f32; HEAD] {
    let (mut low, mut high, mut odd_low, mut odd_high) =
        ([0f32; LANES], [0f32; LANES], [0f32; LANES], [0f32; LANES]);
    // The rows are padded to an even number, with scores and values of 0.
    for (two, scores) in values.as_chunks::<{ 2 * HEAD }>().0.iter().zip(scores.as_chunks::<2>().0) {
        let quarters = two.as_chunks::<LANES>().0;
        add_weighed(&mut low, scores[0], &quarters[0]);
        add_weighed(&mut high, scores[0], &quarters[1]);
        add_weighed(&mut odd_low, scores[1], &quarters[2]);
        add_weighed(&mut odd_high, scores[1], &quarters[3]);
    }
    let mut sum = [0f32; HEAD];
    for l in 0..LANES {
        sum[l] = low[l] + odd_low[l];
        sum[LANES + l] = high[l] + odd_high[l];
    }
    sum
}
