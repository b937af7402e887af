//! Functions of single values and of rows of values.
//!
//! Sums run over [`LANES`] partial sums that are added pairwise, so that their order is fixed.

use crate::cpu::for_each_cpu;

/// Values worked on at once.
pub(crate) const LANES: usize = 16;

/// The sum of the lanes, pairwise.
#[inline(always)]
pub(crate) fn total(mut lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
        half /= 2;
    }
    lanes[0]
}

/// The largest magnitude in a row; 0 without values. What is no number is passed over.
#[inline(always)]
pub(crate) fn largest(row: &[f32]) -> f32 {
    let (chunks, rest) = row.as_chunks::<LANES>();
    let mut most = [0f32; LANES];
    for chunk in chunks {
        for (m, v) in most.iter_mut().zip(chunk) {
            let v = v.abs();
            *m = if v > *m { v } else { *m };
        }
    }
    let most = most.iter().fold(0f32, |m, &v| if v > m { v } else { m });
    rest.iter().fold(most, |m, v| if v.abs() > m { v.abs() } else { m })
}

/// eˣ to the precision of a float; x is cut to −87…88.
///
/// 2ⁿ · eʳ with n = round(x / ln 2); eʳ by its Taylor series to r⁶ (|r| ≤ 0.35).
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    const ROUND: f32 = 12_582_912.0;
    let x = if x > -87.0 { x } else { -87.0 };
    let x = if x < 88.0 { x } else { 88.0 };
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * 0.693_359_4) + n * 2.121_944_4e-4;
    let series =
        1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r / 720.0)))));
    let power = shifted.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127) << 23;
    series * f32::from_bits(power)
}

/// The Gaussian error linear unit x·Φ(x), with an absolute error below 10⁻⁴.
///
/// Φ(x) = ½ + x·P(x²) for |x| < 4.4, P of degree nine, fitted at Chebyshev nodes; 0 or 1 beyond.
#[inline(always)]
fn gelu_of(x: f32) -> f32 {
    const LIMIT: f32 = 4.4;
    const P: [f32; 10] = [
        0.398_940_53,
        -1.286_886_2,
        3.725_326_5,
        -8.438_185,
        14.941_941,
        -20.225_664,
        19.928_745,
        -13.257_504,
        5.257_914_5,
        -0.930_994_1,
    ];
    let cut = if x < LIMIT { x } else { LIMIT };
    let cut = if cut > -LIMIT { cut } else { -LIMIT };
    let y = cut * cut * (1.0 / (LIMIT * LIMIT));
    let mut p = P[9];
    for i in (0..9).rev() {
        p = p * y + P[i];
    }
    let share = 0.5 + cut * p;
    let share = if x < LIMIT { share } else { 1.0 };
    if x > -LIMIT { x * share } else { 0.0 }
}

for_each_cpu! {
    /// Applies GELU to each value.
    pub fn gelu(values: &mut [f32]) {
        for v in values {
            *v = gelu_of(*v);
        }
    }
}

for_each_cpu! {
    /// Adds `b` to `a`, value by value.
    pub fn add(a: &mut [f32], b: &[f32]) {
        for (a, b) in a.iter_mut().zip(b) {
            *a += b;
        }
    }
}

for_each_cpu! {
    /// Adds `u · σ(g)` to each row of `x`, where a row of `gated` is `u` followed by `g`, both `width` wide.
    pub fn gate(x: &mut [f32], gated: &[f32], width: usize) {
        for (x, row) in x.chunks_exact_mut(width).zip(gated.chunks_exact(2 * width)) {
            let (u, g) = row.split_at(width);
            for ((x, u), g) in x.iter_mut().zip(u).zip(g) {
                *x += u / (1.0 + exp(-g));
            }
        }
    }
}

for_each_cpu! {
    /// Normalises each row of `width` values to mean 0 and variance 1 (plus `epsilon` under the root), into `out`.
    ///
    /// With `affine`, the result is multiplied by its first row and its second is added.
    pub fn normalize(x: &[f32], width: usize, epsilon: f32, affine: Option<(&[f32], &[f32])>, out: &mut [f32]) {
        for (row, out) in x.chunks_exact(width).zip(out.chunks_exact_mut(width)) {
            let (chunks, rest) = row.as_chunks::<LANES>();
            let mut lanes = [0f32; LANES];
            for chunk in chunks {
                for l in 0..LANES {
                    lanes[l] += chunk[l];
                }
            }
            let mean = rest.iter().fold(total(lanes), |s, v| s + v) / width as f32;
            let mut lanes = [0f32; LANES];
            for chunk in chunks {
                for l in 0..LANES {
                    let d = chunk[l] - mean;
                    lanes[l] += d * d;
                }
            }
            let variance = rest.iter().fold(total(lanes), |s, v| s + (v - mean) * (v - mean)) / width as f32;
            let factor = 1.0 / (variance + epsilon).sqrt();
            match affine {
                Some((weight, bias)) => {
                    for (((o, v), w), b) in out.iter_mut().zip(row).zip(weight).zip(bias) {
                        *o = (v - mean) * factor * w + b;
                    }
                }
                None => {
                    for (o, v) in out.iter_mut().zip(row) {
                        *o = (v - mean) * factor;
                    }
                }
            }
        }
    }
}

for_each_cpu! {
    /// The scalar products of each row of `a` with each row of `b`, all `width` wide: `out` has a row for each of `a`.
    pub fn dots(a: &[f32], b: &[f32], width: usize, out: &mut [f32]) {
        const SIDE: usize = 4;
        let columns = b.len() / width;
        for (a, out) in a.chunks_exact(width).zip(out.chunks_exact_mut(columns.max(1))) {
            let (a_chunks, a_rest) = a.as_chunks::<LANES>();
            for (some, out) in b.chunks(SIDE * width).zip(out.chunks_mut(SIDE)) {
                let mut lanes = [[0f32; LANES]; SIDE];
                for (c, a) in a_chunks.iter().enumerate() {
                    for (b, lanes) in some.chunks_exact(width).zip(&mut lanes) {
                        let Some((b, _)) = b[c * LANES..].split_first_chunk::<LANES>() else { return };
                        for l in 0..LANES {
                            lanes[l] += a[l] * b[l];
                        }
                    }
                }
                for ((b, lanes), out) in some.chunks_exact(width).zip(lanes).zip(out) {
                    let rest = a_rest.iter().zip(&b[width - a_rest.len()..]);
                    *out = rest.fold(total(lanes), |sum, (a, b)| sum + a * b);
                }
            }
        }
    }
}

/// Adds `weight` times `values` to `sums`. Callers name their sums, so that they stay in registers.
#[inline(always)]
pub(crate) fn add_weighed(sums: &mut [f32; LANES], weight: f32, values: &[f32; LANES]) {
    for l in 0..LANES {
        sums[l] += weight * values[l];
    }
}

for_each_cpu! {
    /// Products in floats: for each row of `inputs`, `depth` wide, `bias` and the sum of its values times the rows of `matrix`, which are
    /// as wide as `bias`. `out` has a row for each of `inputs`.
    pub fn float_product(inputs: &[f32], depth: usize, matrix: &[f32], bias: &[f32], out: &mut [f32]) {
        const SIDE: usize = 4;
        let width = bias.len();
        let whole = width - width % LANES;
        for (inputs, out) in inputs.chunks(SIDE * depth).zip(out.chunks_mut(SIDE * width)) {
            let count = out.len() / width;
            // Rows that are not there repeat the first; what they give is not kept.
            let row = |r: usize| &inputs[if r < count { r * depth } else { 0 }..][..depth];
            let (r0, r1, r2, r3) = (row(0), row(1), row(2), row(3));
            for start in (0..whole).step_by(LANES) {
                let Some(first) = bias[start..].first_chunk::<LANES>() else { return };
                let (mut s0, mut s1, mut s2, mut s3) = (*first, *first, *first, *first);
                for d in 0..depth {
                    let Some(values) = matrix[d * width + start..].first_chunk::<LANES>() else { return };
                    add_weighed(&mut s0, r0[d], values);
                    add_weighed(&mut s1, r1[d], values);
                    add_weighed(&mut s2, r2[d], values);
                    add_weighed(&mut s3, r3[d], values);
                }
                for (r, sums) in [s0, s1, s2, s3].iter().enumerate().take(count) {
                    out[r * width + start..][..LANES].copy_from_slice(sums);
                }
            }
            for r in 0..count {
                for c in whole..width {
                    let terms = row(r).iter().enumerate().map(|(d, v)| v * matrix[d * width + c]);
                    out[r * width + c] = terms.fold(bias[c], |sum, term| sum + term);
                }
            }
        }
    }
}

for_each_cpu! {
    /// Adds `factor` times a row of bytes to `out`.
    pub fn add_bytes(bytes: &[u8], factor: f32, out: &mut [f32]) {
        for (o, &b) in out.iter_mut().zip(bytes) {
            *o += f32::from(b.cast_signed()) * factor;
        }
    }
}
