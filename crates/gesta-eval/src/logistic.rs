//! Logistic regression with signs: each weight pulls in a given direction or not at all.

/// Values, the outcome, and how much it counts.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Example<const N: usize> {
    pub(crate) values: [f64; N],
    pub(crate) right: bool,
    pub(crate) weight: f64,
}

/// Steps over all weights; the loss is convex and the values are few, so that far fewer would do.
const ROUNDS: usize = 2000;
/// The penalty on the square of each weight but the first, which is the constant.
const RIDGE: f64 = 1.0;

/// The weights of least penalised loss among those with the signs (0 for either), one Newton step along one weight at a time.
pub(crate) fn fit<const N: usize>(examples: &[Example<N>], signs: [i8; N]) -> [f64; N] {
    let mut weights = [0.0; N];
    for _ in 0..ROUNDS {
        for at in 0..N {
            let ridge = if at == 0 { 1e-9 } else { RIDGE };
            let (mut slope, mut curve) = (ridge * weights[at], ridge);
            for example in examples {
                let odds: f64 = example.values.iter().zip(&weights).map(|(v, w)| v * w).sum();
                let share = 1.0 / (1.0 + (-odds).exp());
                let value = example.values[at];
                slope += example.weight * (share - f64::from(u8::from(example.right))) * value;
                curve += example.weight * share * (1.0 - share) * value * value;
            }
            let next = weights[at] - slope / curve;
            weights[at] = match signs[at] {
                1 => next.max(0.0),
                -1 => next.min(0.0),
                _ => next,
            };
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examples(rule: impl Fn(usize) -> (f64, f64, bool)) -> Vec<Example<3>> {
        let each = (0..400).map(rule);
        each.map(|(a, b, right)| Example { values: [1.0, a, b], right, weight: 1.0 }).collect()
    }

    #[test]
    fn shares_are_found_again() {
        // right in 3 of 4 where the first value is 1, in 1 of 4 where it is 0; the second value says nothing
        let made = examples(|i| {
            let (first, second) = (i % 2, i / 2 % 2);
            (first as f64, second as f64, (i / 4 % 4 == 0) != (first == 1))
        });
        let [start, first, second] = fit(&made, [0, 1, 1]);
        let share = |odds: f64| 1.0 / (1.0 + (-odds).exp());
        assert!((share(start) - 0.25).abs() < 0.02, "{start}");
        assert!((share(start + first) - 0.75).abs() < 0.02, "{first}");
        assert!(second.abs() < 0.05, "{second}");
    }

    #[test]
    fn no_weight_has_the_wrong_sign() {
        let made = examples(|i| ((i % 2) as f64, (i / 2 % 2) as f64, i % 2 == 0));
        let [_, first, second] = fit(&made, [0, 1, -1]);
        assert_eq!(first, 0.0);
        assert!(second <= 0.0);
    }
}
