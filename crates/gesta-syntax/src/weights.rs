//! Weights files, as `training/README.md` defines them.

use std::collections::HashMap;
use std::fmt;

use gesta_nn::{Cpu, Linear, add_bytes};
use half::f16;
use safetensors::{Dtype, SafeTensors};

/// Why the model could not be loaded. With the weights of the release this does not happen.
#[derive(Debug)]
pub struct ModelError(pub(crate) String);

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "reading model: {}", self.0)
    }
}

impl std::error::Error for ModelError {}

/// The tensors of a weights file, by name.
pub(crate) struct Weights {
    tensors: SafeTensors<'static>,
    notes: HashMap<String, String>,
}

/// Rows of values with a width.
pub(crate) struct Table {
    values: Vec<f32>,
    width: usize,
}

/// Rows of bytes, each with a scale.
pub(crate) struct ByteTable {
    bytes: &'static [u8],
    scales: Vec<f32>,
    width: usize,
}

impl Weights {
    /// Reads the header of a weights file.
    pub(crate) fn new(data: &'static [u8]) -> Result<Weights, ModelError> {
        let error = |e| ModelError(format!("weights: {e}"));
        let tensors = SafeTensors::deserialize(data).map_err(error)?;
        let (_, header) = SafeTensors::read_metadata(data).map_err(error)?;
        let notes = header.metadata().iter().flatten().map(|(k, v)| (k.clone(), v.clone())).collect();
        Ok(Weights { tensors, notes })
    }

    /// The numbers of a note in the header, divided by spaces.
    pub(crate) fn numbers(&self, note: &str) -> Result<Vec<usize>, ModelError> {
        let numbers = self.notes.get(note).map(|n| n.split(' ').map(str::parse).collect());
        numbers.and_then(Result::ok).ok_or_else(|| ModelError(format!("no numbers {note}")))
    }

    fn tensor(&self, name: &str) -> Result<(Dtype, Vec<usize>, &'static [u8]), ModelError> {
        let view = self.tensors.tensor(name).map_err(|e| ModelError(format!("{name}: {e}")))?;
        Ok((view.dtype(), view.shape().to_vec(), view.data()))
    }

    /// True if there is a tensor of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.tensors.tensor(name).is_ok()
    }

    /// A tensor of floats, whatever its shape.
    pub(crate) fn floats(&self, name: &str) -> Result<Vec<f32>, ModelError> {
        Ok(self.table(name)?.values)
    }

    /// A tensor of floats; its last dimension is the width.
    pub(crate) fn table(&self, name: &str) -> Result<Table, ModelError> {
        let (kind, shape, data) = self.tensor(name)?;
        let values = match kind {
            Dtype::F32 => data.as_chunks::<4>().0.iter().map(|&b| f32::from_le_bytes(b)).collect(),
            Dtype::F16 => data.as_chunks::<2>().0.iter().map(|&b| f16::from_le_bytes(b).to_f32()).collect(),
            other => return Err(ModelError(format!("{name} is {other:?}"))),
        };
        Ok(Table { values, width: shape.last().copied().unwrap_or(0).max(1) })
    }

    /// The table of bytes `name.weight` with its scales.
    pub(crate) fn byte_table(&self, name: &str) -> Result<ByteTable, ModelError> {
        let (kind, shape, bytes) = self.tensor(&format!("{name}.weight"))?;
        let scales = self.floats(&format!("{name}.scale"))?;
        match (kind, &shape[..]) {
            (Dtype::I8, &[rows, width]) if rows == scales.len() && width > 0 => {
                Ok(ByteTable { bytes, scales, width })
            }
            _ => Err(ModelError(format!("{name} is {kind:?} {shape:?}"))),
        }
    }

    /// The product with the matrix `name.weight`.
    pub(crate) fn linear(&self, name: &str) -> Result<Linear, ModelError> {
        let table = self.byte_table(name)?;
        let bias = self.floats(&format!("{name}.bias"))?;
        let weights: Vec<i8> = table.bytes.iter().map(|&b| b.cast_signed()).collect();
        Linear::new(&weights, &table.scales, &bias, table.width)
            .ok_or_else(|| ModelError(format!("{name} is no matrix of the right size")))
    }
}

impl Table {
    /// Width of a row.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.values.len() / self.width
    }

    /// All rows, one after the other.
    pub(crate) fn values(&self) -> &[f32] {
        &self.values
    }

    /// One row; the first for numbers out of range.
    pub(crate) fn row(&self, row: usize) -> &[f32] {
        self.values.get(row * self.width..(row + 1) * self.width).unwrap_or(&self.values[..self.width])
    }
}

impl ByteTable {
    /// Width of a row.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Adds `factor` times a row to `out`. A row out of range adds nothing.
    pub(crate) fn add_row(&self, cpu: Cpu, row: usize, factor: f32, out: &mut [f32]) {
        let (Some(scale), Some(bytes)) =
            (self.scales.get(row), self.bytes.get(row * self.width..(row + 1) * self.width))
        else {
            return;
        };
        add_bytes(cpu, bytes, factor * scale, out);
    }
}
