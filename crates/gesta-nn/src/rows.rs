//! Rows of numbers as bytes, the left side of a product.

use std::ops::Range;

use crate::cpu::for_each_cpu;
use crate::functions::largest;

/// Rows of values quantised to signed bytes, each with its own scale, or all with the same one.
///
/// A byte holds `round(value / scale) + 128`; the widths are those of products, multiples of four.
#[derive(Default)]
pub struct Rows {
    pub(crate) bytes: Vec<u8>,
    pub(crate) scales: Vec<f32>,
    pub(crate) width: usize,
}

const ZERO: u8 = 128;

impl Rows {
    /// Takes over columns of `values`, whose rows are `stride` wide; each row's scale makes its largest magnitude 127.
    ///
    /// # Panics
    /// When the columns are not in the rows, or their number is no multiple of four.
    pub fn quantise(&mut self, cpu: crate::Cpu, values: &[f32], stride: usize, columns: Range<usize>) {
        let width = columns.len();
        assert!(width.is_multiple_of(4) && columns.end <= stride, "odd columns");
        let rows = values.len() / stride;
        self.width = width;
        self.bytes.resize(rows * width, ZERO);
        self.scales.resize(rows, 0.0);
        by_row(cpu, values, stride, columns, &mut self.bytes, &mut self.scales);
    }

    /// Takes over `values`, rows of `width`, with the scale `limit / 127`; values beyond `±limit` are cut.
    pub fn quantise_within(&mut self, cpu: crate::Cpu, values: &[f32], width: usize, limit: f32) {
        self.quantise_apart(cpu, values, width, limit, std::iter::once(values.len() / width), 0);
    }

    /// As [`Rows::quantise_within`], for stretches of `lengths` rows: `around` rows of zeros are put before, between and after
    /// them, for [`Linear::apply_to_windows`](crate::Linear::apply_to_windows).
    pub fn quantise_apart(
        &mut self,
        cpu: crate::Cpu,
        values: &[f32],
        width: usize,
        limit: f32,
        lengths: impl Iterator<Item = usize>,
        around: usize,
    ) {
        debug_assert!(width.is_multiple_of(4) && values.len().is_multiple_of(width));
        self.width = width;
        self.bytes.clear();
        self.bytes.resize(around * width, ZERO);
        let mut rest = values;
        for length in lengths {
            let (stretch, tail) = rest.split_at((length * width).min(rest.len()));
            rest = tail;
            let start = self.bytes.len();
            self.bytes.resize(start + stretch.len() + around * width, ZERO);
            within(cpu, stretch, limit, &mut self.bytes[start..start + stretch.len()]);
        }
        self.scales.clear();
        self.scales.resize(self.bytes.len() / width, limit / 127.0);
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }
}

#[inline(always)]
fn byte(scaled: f32) -> u8 {
    // Adding 1.5 · 2²³ rounds to a whole number, ties to even, and leaves it in the low bits.
    const ROUND: f32 = 12_582_912.0;
    ((scaled + ROUND).to_bits() as u8) ^ 0x80
}

for_each_cpu! {
    fn by_row(values: &[f32], stride: usize, columns: Range<usize>, bytes: &mut [u8], scales: &mut [f32]) {
        let rows = values.chunks_exact(stride).zip(bytes.chunks_exact_mut(columns.len()));
        for ((row, out), scale) in rows.zip(scales) {
            let row = &row[columns.start..columns.end];
            let most = largest(row);
            *scale = most / 127.0;
            let factor = if most > 0.0 { 127.0 / most } else { 0.0 };
            for (v, out) in row.iter().zip(out) {
                *out = byte(v * factor);
            }
        }
    }
}

for_each_cpu! {
    fn within(values: &[f32], limit: f32, bytes: &mut [u8]) {
        let factor = 127.0 / limit;
        for (v, out) in values.iter().zip(bytes) {
            *out = byte((v * factor).clamp(-127.0, 127.0));
        }
    }
}
