//! The result of a measurement.

use std::fmt;

use serde::Serialize;

use crate::score::Score;

/// Figures of one measurement.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Table {
    /// What was measured, with the metric's name.
    pub title: String,
    /// How much was read, for people.
    pub corpus: String,
    /// Precision, recall and F1.
    pub rows: Vec<Row>,
    /// Figures of other kinds.
    pub figures: Vec<Figure>,
}

/// A figure with its name, three decimals.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Figure {
    /// What.
    pub name: String,
    /// How much.
    pub value: f64,
}

impl Figure {
    pub(crate) fn new(name: &str, value: f64) -> Figure {
        Figure { name: name.to_owned(), value: (value * 1000.0).round() / 1000.0 }
    }
}

/// One line of figures, in per cent, two decimals.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Row {
    /// What.
    pub name: String,
    /// Share of what Gesta said that is right.
    pub precision: f64,
    /// Share of what is right that Gesta said.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Row {
    pub(crate) fn new(name: &str, score: Score) -> Row {
        let round = |x: f64| (x * 100.0).round() / 100.0;
        Row {
            name: name.to_owned(),
            precision: round(score.precision()),
            recall: round(score.recall()),
            f1: round(score.f1()),
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n", self.title, self.corpus)?;
        if !self.rows.is_empty() {
            writeln!(f, "{:<12} {:>9} {:>9} {:>9}", "", "precision", "recall", "F1")?;
        }
        for row in &self.rows {
            writeln!(f, "{:<12} {:>9.2} {:>9.2} {:>9.2}", row.name, row.precision, row.recall, row.f1)?;
        }
        for figure in &self.figures {
            writeln!(f, "{}: {:.3}", figure.name, figure.value)?;
        }
        Ok(())
    }
}
