//! Precision, recall, F1.

/// Counts of what the system said, what is right by the gold standard, and what agrees.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Score {
    pub(crate) system: usize,
    pub(crate) gold: usize,
    pub(crate) right: usize,
}

impl Score {
    pub(crate) fn precision(self) -> f64 {
        percent(self.right, self.system)
    }

    pub(crate) fn recall(self) -> f64 {
        percent(self.right, self.gold)
    }

    pub(crate) fn f1(self) -> f64 {
        percent(2 * self.right, self.system + self.gold)
    }

    pub(crate) fn add(&mut self, other: Score) {
        self.system += other.system;
        self.gold += other.gold;
        self.right += other.right;
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}
