//! Billions of byte products a second of each kind of processor: `cargo run --release -p gesta-nn --example speed`.
#![allow(clippy::print_stdout)]

use std::time::Instant;

use gesta_nn::{Cpu, Linear, Rows, attend, gelu, normalize};

fn time(name: &str, unit: f64, mut work: impl FnMut()) {
    work();
    let start = Instant::now();
    let mut runs = 0;
    while start.elapsed().as_secs_f64() < 0.3 {
        work();
        runs += 1;
    }
    let each = start.elapsed().as_secs_f64() / f64::from(runs);
    println!("  {name:28} {:9.1} µs  {:7.1} G/s", each * 1e6, unit / each / 1e9);
}

fn main() {
    const ROWS: usize = 240;
    for cpu in Cpu::available() {
        println!("{cpu:?}");
        for (inputs, outputs) in [(384, 1152), (384, 384), (384, 1536), (1536, 384), (576, 384)] {
            let weights: Vec<i8> =
                (0..inputs * outputs).map(|i| (i * 7919 % 255) as u8 as i8).map(|v| v.max(-127)).collect();
            let Some(linear) = Linear::new(&weights, &vec![0.01; outputs], &vec![0.0; outputs], inputs)
            else {
                return;
            };
            let values: Vec<f32> = (0..ROWS * inputs).map(|i| (i * 31 % 17) as f32 - 8.0).collect();
            let (mut rows, mut out) = (Rows::default(), Vec::new());
            rows.quantise(cpu, &values, inputs, 0..inputs);
            time(&format!("product {inputs} × {outputs}"), (ROWS * inputs * outputs) as f64, || {
                linear.apply(cpu, &rows, &mut out)
            });
            if (inputs, outputs) == (384, 1536) {
                time("gelu", out.len() as f64, || gelu(cpu, &mut out));
                time("quantise", values.len() as f64, || rows.quantise(cpu, &values, inputs, 0..inputs));
                let mut normal = vec![0.0; values.len()];
                time("normalize", values.len() as f64, || {
                    normalize(cpu, &values, inputs, 1e-5, None, &mut normal)
                });
            }
        }
        for rows in [35, 70, 240] {
            let qkv: Vec<f32> = (0..rows * 1152).map(|i| ((i * 31 % 17) as f32 - 8.0) / 10.0).collect();
            let (mut context, mut scratch) = (vec![0.0; rows * 384], Vec::new());
            time(&format!("attention, {rows} rows"), (rows * rows * 768) as f64, || {
                attend(cpu, &qkv, 12, &mut context, &mut scratch)
            });
        }
    }
}
