//! Every kind of processor gives the same bits, and the products are right.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use gesta_nn::{Cpu, HEAD, Linear, Rows, add_bytes, attend, dots, float_product, gate, gelu, normalize};
use proptest::prelude::*;

/// Numbers that look random, in −1…1.
fn noise(n: usize, seed: u32) -> Vec<f32> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as f32 / u32::MAX as f32 * 2.0 - 1.0
    };
    (0..n).map(|_| next()).collect()
}

fn linear(inputs: usize, outputs: usize, seed: u32) -> (Linear, Vec<i8>, Vec<f32>, Vec<f32>) {
    let weights: Vec<i8> = noise(inputs * outputs, seed).iter().map(|v| (v * 127.0) as i8).collect();
    let scales: Vec<f32> = noise(outputs, seed + 1).iter().map(|v| v.abs() / 100.0).collect();
    let bias = noise(outputs, seed + 2);
    (Linear::new(&weights, &scales, &bias, inputs).unwrap(), weights, scales, bias)
}

/// Runs `work` on each kind of processor and checks that all give the same bits.
fn on_all(work: impl Fn(Cpu) -> Vec<f32>) -> Vec<f32> {
    let results: Vec<Vec<u32>> =
        Cpu::available().into_iter().map(|c| work(c).iter().map(|v| v.to_bits()).collect()).collect();
    for (cpu, result) in Cpu::available().iter().zip(&results) {
        assert_eq!(result, &results[0], "{cpu:?}");
    }
    results[0].iter().map(|&b| f32::from_bits(b)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn products_are_near_those_of_floats(
        rows in 0usize..40, fours in 1usize..40, outputs in 1usize..80, seed in 0u32..1000, size in 0.01f32..50.0
    ) {
        let inputs = fours * 4;
        let values: Vec<f32> = noise(rows * inputs, seed).iter().map(|v| v * size).collect();
        let (linear, weights, scales, bias) = linear(inputs, outputs, seed);
        let out = on_all(|cpu| {
            let (mut quantised, mut out) = (Rows::default(), Vec::new());
            quantised.quantise(cpu, &values, inputs, 0..inputs);
            linear.apply(cpu, &quantised, &mut out);
            out
        });
        prop_assert_eq!(out.len(), rows * outputs);
        for (r, row) in values.chunks_exact(inputs).enumerate() {
            for o in 0..outputs {
                let exact: f32 = row.iter().zip(&weights[o * inputs..]).map(|(x, &w)| x * f32::from(w)).sum();
                let exact = exact * scales[o] + bias[o];
                // Each value is off by at most half a step of 1/127 of the row's largest.
                let slack = size / 254.0 * scales[o] * 127.0 * inputs as f32 + 1e-3;
                prop_assert!((out[r * outputs + o] - exact).abs() <= slack, "{} {exact}", out[r * outputs + o]);
            }
        }
    }

    #[test]
    fn windows_are_rows_side_by_side(rows in 1usize..30, spacing in 1usize..4, seed in 0u32..1000) {
        let width = 8;
        let values: Vec<f32> = noise(rows * width, seed).iter().map(|v| v * 7.0).collect();
        let (linear, ..) = linear(3 * width, 40, seed);
        let out = on_all(|cpu| {
            let (mut quantised, mut scratch, mut out) = (Rows::default(), Rows::default(), Vec::new());
            quantised.quantise_apart(cpu, &values, width, 6.0, [rows].into_iter(), spacing);
            linear.apply_to_windows(cpu, &quantised, spacing, &mut scratch, &mut out);
            out
        });
        let cut: Vec<f32> = values.iter().map(|v| v.clamp(-6.0, 6.0)).collect();
        let at = |i: usize| i.checked_sub(spacing).and_then(|i| cut.get(i * width..(i + 1) * width));
        let side_by_side: Vec<f32> = (0..rows)
            .flat_map(|i| [i, i + spacing, i + 2 * spacing])
            .flat_map(|i| at(i).map_or(vec![0.0; width], <[f32]>::to_vec))
            .collect();
        let (mut quantised, mut expect) = (Rows::default(), Vec::new());
        quantised.quantise_within(Cpu::best(), &side_by_side, 3 * width, 6.0);
        linear.apply(Cpu::best(), &quantised, &mut expect);
        prop_assert_eq!(out, expect);
    }

    #[test]
    fn attention_is_a_mean_of_the_values(rows in 1usize..50, heads in 1usize..4, seed in 0u32..1000) {
        let width = heads * HEAD;
        let qkv: Vec<f32> = noise(rows * 3 * width, seed).iter().map(|v| v * 3.0).collect();
        let context = on_all(|cpu| {
            let (mut context, mut scratch) = (vec![0.0; rows * width], Vec::new());
            attend(cpu, &qkv, heads, &mut context, &mut scratch);
            context
        });
        let part = |row: usize, what: usize, h: usize| &qkv[(row * 3 + what) * width + h * HEAD..][..HEAD];
        for i in 0..rows {
            for h in 0..heads {
                let scores: Vec<f64> = (0..rows)
                    .map(|j| part(i, 0, h).iter().zip(part(j, 1, h)).map(|(a, b)| f64::from(a * b)).sum::<f64>().exp())
                    .collect();
                let total: f64 = scores.iter().sum();
                for d in 0..HEAD {
                    let mean: f64 = (0..rows).map(|j| scores[j] / total * f64::from(part(j, 2, h)[d])).sum();
                    let got = f64::from(context[i * width + h * HEAD + d]);
                    prop_assert!((got - mean).abs() < 1e-4, "{got} {mean}");
                }
            }
        }
    }

    #[test]
    fn scalar_products_are_those_of_all_pairs(n in 0usize..7, m in 1usize..11, width in 1usize..70, seed in 0u32..1000) {
        let (a, b) = (noise(n * width, seed), noise(m * width, seed + 1));
        let out = on_all(|cpu| {
            let mut out = vec![0.0; n * m];
            dots(cpu, &a, &b, width, &mut out);
            out
        });
        for (i, got) in out.iter().enumerate() {
            let (a, b) = (&a[i / m * width..][..width], &b[i % m * width..][..width]);
            let exact: f64 = a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
            prop_assert!((f64::from(*got) - exact).abs() < 1e-5, "{got} {exact}");
        }
    }

    #[test]
    fn float_products_are_sums_of_rows(n in 0usize..9, depth in 1usize..9, width in 1usize..70, seed in 0u32..1000) {
        let (inputs, matrix, bias) = (noise(n * depth, seed), noise(depth * width, seed + 1), noise(width, seed + 3));
        let bytes: Vec<u8> = noise(width, seed + 2).iter().map(|v| (v * 127.0) as i8 as u8).collect();
        let out = on_all(|cpu| {
            let mut out = vec![0.0; n * width];
            float_product(cpu, &inputs, depth, &matrix, &bias, &mut out);
            out.chunks_exact_mut(width).for_each(|row| add_bytes(cpu, &bytes, 0.5, row));
            out
        });
        for (i, got) in out.iter().enumerate() {
            let (r, c) = (i / width, i % width);
            let sum: f32 = (0..depth).map(|d| inputs[r * depth + d] * matrix[d * width + c]).sum();
            let expect = bias[c] + sum + f32::from(bytes[c] as i8) * 0.5;
            prop_assert!((got - expect).abs() < 1e-4, "{got} {expect}");
        }
    }

    #[test]
    fn rows_are_normalised(rows in 1usize..5, width in 2usize..70, seed in 0u32..1000) {
        let values = noise(rows * width, seed);
        let out = on_all(|cpu| {
            let mut out = vec![0.0; values.len()];
            normalize(cpu, &values, width, 1e-9, None, &mut out);
            out
        });
        for row in out.chunks_exact(width) {
            let mean = row.iter().sum::<f32>() / width as f32;
            let variance = row.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / width as f32;
            prop_assert!(mean.abs() < 1e-4 && (variance - 1.0).abs() < 1e-3, "{mean} {variance}");
        }
    }

    #[test]
    fn activations_are_near_the_exact_ones(x in -30f32..30.0) {
        let out = on_all(|cpu| {
            let (mut g, mut s) = (vec![x], vec![0.5]);
            gelu(cpu, &mut g);
            gate(cpu, &mut s, &[2.0, x], 1);
            vec![g[0], s[0]]
        });
        let sigmoid = 1.0 / (1.0 + f64::from(-x).exp());
        prop_assert!((f64::from(out[1]) - 0.5 - 2.0 * sigmoid).abs() < 1e-6);
        // Φ by Simpson's rule from 0 to x.
        let density = |t: f64| (-t * t / 2.0).exp() / std::f64::consts::TAU.sqrt();
        let h = f64::from(x) / 2000.0;
        let area: f64 = (0..1000)
            .map(|i| 2.0 * h * f64::from(i))
            .map(|t| h / 3.0 * (density(t) + 4.0 * density(t + h) + density(t + 2.0 * h)))
            .sum();
        prop_assert!((f64::from(out[0]) - f64::from(x) * (0.5 + area)).abs() < 1e-4);
    }
}

#[test]
fn matrices_of_wrong_size_are_refused() {
    assert!(Linear::new(&[1; 12], &[1.0; 3], &[0.0; 3], 4).is_some());
    assert!(Linear::new(&[1; 12], &[1.0; 3], &[0.0; 2], 4).is_none());
    assert!(Linear::new(&[1; 9], &[1.0; 3], &[0.0; 3], 3).is_none());
    assert!(Linear::new(&[i8::MIN; 12], &[1.0; 3], &[0.0; 3], 4).is_none());
}

#[test]
fn what_is_no_number_stays_bounded() {
    for cpu in Cpu::available() {
        let (linear, ..) = linear(8, 8, 1);
        let (mut rows, mut out) = (Rows::default(), Vec::new());
        rows.quantise(cpu, &[f32::NAN, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], 8, 0..8);
        linear.apply(cpu, &rows, &mut out);
        assert!(out.iter().all(|v| v.is_finite()), "{out:?}");
        rows.quantise(cpu, &[0.0; 8], 8, 0..8);
        linear.apply(cpu, &rows, &mut out);
        assert!(out.iter().all(|v| v.is_finite()), "{out:?}");
    }
}
