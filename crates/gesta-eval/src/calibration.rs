//! How well confidences agree with how often the system is right.

use std::fmt;

/// Counts for ten equal bins of confidence, as in Guo et al. (2017), On Calibration of Modern Neural Networks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calibration {
    bins: [Bin; 10],
    /// The squared differences of confidence and outcome, summed up.
    squares: f64,
}

#[derive(Copy, Clone, Debug, Default)]
struct Bin {
    count: usize,
    right: usize,
    confidence: f64,
}

impl Calibration {
    pub(crate) fn add(&mut self, confidence: f64, right: bool) {
        let bin = ((confidence * 10.0) as usize).min(9);
        if let Some(bin) = self.bins.get_mut(bin) {
            bin.count += 1;
            bin.right += usize::from(right);
            bin.confidence += confidence;
        }
        self.squares += (confidence - f64::from(u8::from(right))).powi(2);
    }

    /// How many were added.
    pub(crate) fn count(&self) -> usize {
        self.bins.iter().map(|b| b.count).sum()
    }

    /// The expected calibration error: how far confidence and precision lie apart in a bin, weighted by its count.
    pub(crate) fn error(&self) -> f64 {
        let apart: f64 = self.bins.iter().map(|b| (b.confidence - b.right as f64).abs()).sum();
        apart / self.count().max(1) as f64
    }

    /// The Brier score (1950): the mean squared difference of confidence and outcome.
    pub(crate) fn brier(&self) -> f64 {
        self.squares / self.count().max(1) as f64
    }
}

/// The bins that are not empty: mean confidence, right of all.
impl fmt::Display for Calibration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let filled = self.bins.iter().filter(|b| b.count > 0);
        let bins = filled.map(|b| format!("{:.2} {}/{}", b.confidence / b.count as f64, b.right, b.count));
        f.write_str(&bins.collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_those_of_the_papers() {
        let mut calibration = Calibration::default();
        for (confidence, right) in
            [(0.9, true), (0.9, true), (0.9, true), (0.9, false), (0.4, true), (0.4, false)]
        {
            calibration.add(confidence, right);
        }
        assert_eq!(calibration.to_string(), "0.40 1/2, 0.90 3/4");
        assert!((calibration.error() - (0.15 * 4.0 + 0.1 * 2.0) / 6.0).abs() < 1e-9);
        let squares = 3.0 * 0.01 + 0.81 + 0.36 + 0.16;
        assert!((calibration.brier() - squares / 6.0).abs() < 1e-9);
        assert_eq!(Calibration::default().error(), 0.0);
    }
}
