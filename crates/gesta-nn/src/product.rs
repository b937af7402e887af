//! Products of rows with a matrix of signed bytes.

use std::ops::Range;

use crate::cpu::{Kind, for_each_cpu};
use crate::{Cpu, Rows};

/// Outputs of a panel: the columns that one pass over a row's bytes makes.
const PANEL: usize = 32;
/// Inputs that an instruction takes at once.
const STEP: usize = 4;
/// Rows that a pass works on at once.
const BLOCK: usize = 12;

/// Bytes at a cache line's start.
#[repr(align(64))]
#[derive(Copy, Clone)]
struct Line([i8; 64]);

type Sums = [i32; PANEL];

/// A matrix of signed bytes with a scale per output, and a bias: `y = x · Wᵀ · scale + bias`.
pub struct Linear {
    /// Per panel and step, the four bytes of each of its outputs.
    panels: Vec<Line>,
    steps: usize,
    inputs: usize,
    outputs: usize,
    /// Padded to whole panels, as `bias` and `starts`.
    scales: Vec<f32>,
    bias: Vec<f32>,
    /// −128 times the sum of each output's bytes: takes away what the rows' offset adds.
    starts: Vec<i32>,
}

impl Linear {
    /// `weights` holds a row of `inputs` bytes for each output; −128 is not used by any. `None` if the sizes disagree or
    /// `inputs` is no multiple of four.
    pub fn new(weights: &[i8], scales: &[f32], bias: &[f32], inputs: usize) -> Option<Linear> {
        let outputs = scales.len();
        let fits = bias.len() == outputs && weights.len() == outputs * inputs && inputs.is_multiple_of(STEP);
        if !fits || inputs == 0 || weights.contains(&i8::MIN) {
            return None;
        }
        let steps = inputs / STEP;
        let padded = outputs.next_multiple_of(PANEL);
        let mut panels = vec![Line([0; 64]); padded / PANEL * steps * 2];
        let mut starts = vec![0; padded];
        for (o, row) in weights.chunks_exact(inputs).enumerate() {
            starts[o] = -128 * row.iter().map(|&w| i32::from(w)).sum::<i32>();
            let (panel, column) = (o / PANEL, o % PANEL);
            for (step, four) in row.chunks_exact(STEP).enumerate() {
                let line = &mut panels[(panel * steps + step) * 2 + column / 16];
                line.0[column % 16 * STEP..][..STEP].copy_from_slice(four);
            }
        }
        let pad = |values: &[f32]| {
            let mut values = values.to_vec();
            values.resize(padded, 0.0);
            values
        };
        Some(Linear { panels, steps, inputs, outputs, scales: pad(scales), bias: pad(bias), starts })
    }

    /// Width of an input row.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Width of an output row.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The products of all rows, one after the other, into `out`.
    pub fn apply(&self, cpu: Cpu, rows: &Rows, out: &mut Vec<f32>) {
        debug_assert_eq!(rows.width, self.inputs);
        self.product(cpu, &rows.bytes, rows.width, &rows.scales, out);
    }

    /// The products of some of the rows.
    pub fn apply_to_some(&self, cpu: Cpu, rows: &Rows, some: Range<usize>, out: &mut Vec<f32>) {
        debug_assert_eq!(rows.width, self.inputs);
        self.product(cpu, &rows.bytes[some.start * rows.width..], rows.width, &rows.scales[some], out);
    }

    /// The products of windows of neighbouring rows: window `i` is the rows `i`, `i + spacing` and `i + 2 · spacing`, all of the
    /// same scale, one after the other.
    pub fn apply_to_windows(
        &self,
        cpu: Cpu,
        rows: &Rows,
        spacing: usize,
        scratch: &mut Rows,
        out: &mut Vec<f32>,
    ) {
        debug_assert_eq!(rows.width * 3, self.inputs);
        let windows = rows.len().saturating_sub(2 * spacing);
        if spacing == 1 {
            // Neighbours lie side by side: a window is a slice.
            return self.product(cpu, &rows.bytes, rows.width, &rows.scales[..windows], out);
        }
        scratch.bytes.clear();
        for i in 0..windows {
            for k in 0..3 {
                let start = (i + k * spacing) * rows.width;
                scratch.bytes.extend_from_slice(&rows.bytes[start..start + rows.width]);
            }
        }
        self.product(cpu, &scratch.bytes, self.inputs, &rows.scales[..windows], out);
    }

    fn product(&self, cpu: Cpu, bytes: &[u8], stride: usize, scales: &[f32], out: &mut Vec<f32>) {
        let rows = scales.len();
        out.resize(rows * self.outputs, 0.0);
        if rows == 0 {
            return;
        }
        assert!(bytes.len() >= (rows - 1) * stride + self.inputs, "rows are shorter than the matrix");
        let mut sums = [[0; PANEL]; BLOCK];
        // A few blocks of rows share a pass over the panels, so that a panel is read from the first cache.
        const CHUNK: usize = 8 * BLOCK;
        for chunk in (0..rows).step_by(CHUNK) {
            let chunk_end = rows.min(chunk + CHUNK);
            for (p, panel) in self.panels.chunks_exact(self.steps * 2).enumerate() {
                let columns = p * PANEL..(p * PANEL + PANEL).min(self.outputs);
                for row in (chunk..chunk_end).step_by(BLOCK) {
                    let block = BLOCK.min(chunk_end - row);
                    let starts = &self.starts[p * PANEL..][..PANEL];
                    multiply(cpu, &bytes[row * stride..], stride, panel, starts, &mut sums[..block]);
                    finish(
                        cpu,
                        &sums[..block],
                        &scales[row..row + block],
                        (&self.scales[p * PANEL..][..PANEL], &self.bias[p * PANEL..][..PANEL]),
                        &mut out[row * self.outputs + columns.start..],
                        columns.len(),
                        self.outputs,
                    );
                }
            }
        }
    }
}

for_each_cpu! {
    /// Turns a panel's sums into values; `by_output` are its scales and biases.
    fn finish(
        sums: &[Sums],
        row_scales: &[f32],
        by_output: (&[f32], &[f32]),
        out: &mut [f32],
        columns: usize,
        stride: usize,
    ) {
        let (Some(scales), Some(bias)) = (by_output.0.first_chunk::<PANEL>(), by_output.1.first_chunk::<PANEL>()) else { return };
        for (i, (sums, row_scale)) in sums.iter().zip(row_scales).enumerate() {
            let value = |c: usize| sums[c] as f32 * (scales[c] * row_scale) + bias[c];
            let out = &mut out[i * stride..][..columns];
            match out.first_chunk_mut::<PANEL>() {
                Some(out) => {
                    for (c, out) in out.iter_mut().enumerate() {
                        *out = value(c);
                    }
                }
                None => {
                    for (c, out) in out.iter_mut().enumerate() {
                        *out = value(c);
                    }
                }
            }
        }
    }
}

/// Sums of the products of up to [`BLOCK`] rows with a panel.
fn multiply(cpu: Cpu, bytes: &[u8], stride: usize, panel: &[Line], starts: &[i32], sums: &mut [Sums]) {
    let steps = panel.len() / 2;
    let needed = (sums.len() - 1) * stride + steps * STEP;
    assert!(bytes.len() >= needed && starts.len() == PANEL, "rows are shorter than the matrix");
    match cpu.0 {
        Kind::Plain => plain(bytes, stride, panel, sums),
        // SAFETY: `bytes` holds all rows, as asserted above.
        #[cfg(target_arch = "aarch64")]
        Kind::Neon => unsafe { neon::neon(bytes, stride, panel, sums) },
        // SAFETY: `Cpu` is made only where the features are; `bytes` holds all rows, as asserted above.
        #[cfg(target_arch = "x86_64")]
        Kind::Avx2 => unsafe { x86::avx2(bytes, stride, panel, sums) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Kind::Avx512 => unsafe { x86::avx512(bytes, stride, panel, starts, sums) },
    }
}

fn plain(bytes: &[u8], stride: usize, panel: &[Line], sums: &mut [Sums]) {
    for (r, sums) in sums.iter_mut().enumerate() {
        *sums = [0; PANEL];
        let row = bytes[r * stride..].as_chunks::<STEP>().0;
        for (lines, four) in panel.as_chunks::<2>().0.iter().zip(row) {
            for (half, line) in lines.iter().enumerate() {
                for (c, weights) in line.0.as_chunks::<STEP>().0.iter().enumerate() {
                    for k in 0..STEP {
                        sums[half * 16 + c] += i32::from(weights[k]) * (i32::from(four[k]) - 128);
                    }
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{BLOCK, Line, STEP, Sums};

    /// # Safety
    /// AVX-512 F, BW and VNNI; `bytes` holds `sums.len()` rows of four times as many bytes as the panel has steps.
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub(super) unsafe fn avx512(
        bytes: &[u8],
        stride: usize,
        panel: &[Line],
        starts: &[i32],
        sums: &mut [Sums],
    ) {
        let start = bytes.as_ptr();
        // SAFETY: the caller's promise.
        unsafe {
            match sums.len() {
                1 => rows512::<1>(start, stride, panel, starts, sums),
                2 => rows512::<2>(start, stride, panel, starts, sums),
                3 => rows512::<3>(start, stride, panel, starts, sums),
                4 => rows512::<4>(start, stride, panel, starts, sums),
                5 => rows512::<5>(start, stride, panel, starts, sums),
                6 => rows512::<6>(start, stride, panel, starts, sums),
                7 => rows512::<7>(start, stride, panel, starts, sums),
                8 => rows512::<8>(start, stride, panel, starts, sums),
                9 => rows512::<9>(start, stride, panel, starts, sums),
                10 => rows512::<10>(start, stride, panel, starts, sums),
                11 => rows512::<11>(start, stride, panel, starts, sums),
                _ => rows512::<BLOCK>(start, stride, panel, starts, sums),
            }
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    unsafe fn rows512<const R: usize>(
        bytes: *const u8,
        stride: usize,
        panel: &[Line],
        starts: &[i32],
        sums: &mut [Sums],
    ) {
        // SAFETY: `starts` has 32 values.
        let start = unsafe {
            let starts = starts.as_ptr();
            [_mm512_loadu_si512(starts.cast()), _mm512_loadu_si512(starts.add(16).cast())]
        };
        let mut acc = [start; R];
        for (step, lines) in panel.as_chunks::<2>().0.iter().enumerate() {
            // SAFETY: a `Line` is 64 aligned bytes; row r has four bytes at each step.
            unsafe {
                let low = _mm512_load_si512(lines[0].0.as_ptr().cast());
                let high = _mm512_load_si512(lines[1].0.as_ptr().cast());
                for (r, acc) in acc.iter_mut().enumerate() {
                    let four = bytes.add(r * stride + step * STEP).cast::<i32>().read_unaligned();
                    let four = _mm512_set1_epi32(four);
                    acc[0] = _mm512_dpbusd_epi32(acc[0], four, low);
                    acc[1] = _mm512_dpbusd_epi32(acc[1], four, high);
                }
            }
        }
        for (acc, sums) in acc.iter().zip(sums) {
            // SAFETY: a row of sums is two vectors of sixteen.
            unsafe {
                _mm512_storeu_si512(sums.as_mut_ptr().cast(), acc[0]);
                _mm512_storeu_si512(sums.as_mut_ptr().add(16).cast(), acc[1]);
            }
        }
    }

    /// # Safety
    /// AVX2; `bytes` as for [`avx512`].
    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn avx2(bytes: &[u8], stride: usize, panel: &[Line], sums: &mut [Sums]) {
        let mut start = bytes.as_ptr();
        for pair in sums.chunks_mut(2) {
            // SAFETY: the caller's promise; `start` moves on by the rows done.
            unsafe {
                match pair.len() {
                    1 => rows256::<1>(start, stride, panel, pair),
                    _ => rows256::<2>(start, stride, panel, pair),
                }
                start = start.wrapping_add(2 * stride);
            }
        }
    }

    /// The row's bytes are taken as magnitudes of at most 127 and their signs given to the weights, so that a pair of
    /// products is at most 2 · 127 · 127 < 2¹⁵ and no sum saturates.
    #[target_feature(enable = "avx2")]
    unsafe fn rows256<const R: usize>(bytes: *const u8, stride: usize, panel: &[Line], sums: &mut [Sums]) {
        let ones = _mm256_set1_epi16(1);
        let offset = _mm256_set1_epi8(-128);
        let mut acc = [[_mm256_setzero_si256(); 4]; R];
        for (step, lines) in panel.as_chunks::<2>().0.iter().enumerate() {
            for (r, acc) in acc.iter_mut().enumerate() {
                // SAFETY: row r has four bytes at each step; a `Line` is two vectors.
                unsafe {
                    let four = bytes.add(r * stride + step * STEP).cast::<i32>().read_unaligned();
                    let signed = _mm256_xor_si256(_mm256_set1_epi32(four), offset);
                    let magnitude = _mm256_abs_epi8(signed);
                    for (k, acc) in acc.iter_mut().enumerate() {
                        let weights = _mm256_load_si256(lines[k / 2].0.as_ptr().add(k % 2 * 32).cast());
                        let pairs = _mm256_maddubs_epi16(magnitude, _mm256_sign_epi8(weights, signed));
                        *acc = _mm256_add_epi32(*acc, _mm256_madd_epi16(pairs, ones));
                    }
                }
            }
        }
        for (acc, sums) in acc.iter().zip(sums) {
            for (k, acc) in acc.iter().enumerate() {
                // SAFETY: a row of sums is four vectors of eight.
                unsafe { _mm256_storeu_si256(sums.as_mut_ptr().add(8 * k).cast(), *acc) }
            }
        }
    }
}

#[cfg(target_arch = "aarch64")]
mod neon {
    use std::arch::aarch64::*;

    use super::{Line, STEP, Sums};

    /// Products of bytes fit sixteen bits (127 · 127 < 2¹⁴), and pairs of them are added to sums of
    /// thirty-two.
    ///
    /// # Safety
    /// `bytes` holds `sums.len()` rows of four times as many bytes as the panel has steps.
    #[target_feature(enable = "neon")]
    pub(super) unsafe fn neon(bytes: &[u8], stride: usize, panel: &[Line], sums: &mut [Sums]) {
        for (r, sums) in sums.iter_mut().enumerate() {
            // Per four columns, sums of the first and second pairs of each.
            for (half, sums) in sums.as_chunks_mut::<16>().0.iter_mut().enumerate() {
                let mut acc = [vdupq_n_s32(0); 8];
                for (step, lines) in panel.as_chunks::<2>().0.iter().enumerate() {
                    // SAFETY: row r has four bytes at each step; a `Line` is four vectors.
                    unsafe {
                        let four =
                            bytes.as_ptr().add(r * stride + step * STEP).cast::<u32>().read_unaligned();
                        let row =
                            veor_s8(vcreate_s8(u64::from(four) << 32 | u64::from(four)), vdup_n_s8(-128));
                        for k in 0..4 {
                            let weights = vld1q_s8(lines[half].0.as_ptr().add(16 * k));
                            let low = vmull_s8(vget_low_s8(weights), row);
                            let high = vmull_s8(vget_high_s8(weights), row);
                            acc[2 * k] = vpadalq_s16(acc[2 * k], low);
                            acc[2 * k + 1] = vpadalq_s16(acc[2 * k + 1], high);
                        }
                    }
                }
                for (k, sums) in sums.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                    // SAFETY: four sums are a vector.
                    unsafe { vst1q_s32(sums.as_mut_ptr(), vpaddq_s32(acc[2 * k], acc[2 * k + 1])) }
                }
            }
        }
    }
}
