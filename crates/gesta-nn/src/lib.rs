//! The inner loops of the reading models: int8 products, norms, activations, attention.
//!
//! Results are the same, bit for bit, on every processor: products add whole numbers, and the loops over floats add in a
//! fixed order, sixteen lanes at a time and without fused multiply-add. Which instructions do it is chosen at run time
//! ([`Cpu`]).

mod attention;
mod cpu;
mod functions;
mod product;
mod rows;

pub use attention::{HEAD, attend};
pub use cpu::Cpu;
pub use functions::{add, add_bytes, dots, exp, float_product, gate, gelu, normalize};
pub use product::Linear;
pub use rows::Rows;
