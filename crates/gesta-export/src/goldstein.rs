//! Goldstein's scale for CAMEO codes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../knowledge/goldstein.tsv");

static VALUES: LazyLock<BTreeMap<&str, f32>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|l| !l.starts_with('#')).skip(1);
    rows.filter_map(|row| row.split_once('\t')).filter_map(|(c, v)| Some((c, v.parse().ok()?))).collect()
});

/// The value of a CAMEO code, from −10 (conflict) to 10 (cooperation); the source is `knowledge/goldstein.tsv`.
///
/// ```
/// assert_eq!(gesta_export::goldstein("0874"), Some(10.0));
/// assert_eq!(gesta_export::goldstein("1384"), Some(-7.0)); // as 138
/// assert_eq!(gesta_export::goldstein("99"), None);
/// ```
pub fn goldstein(cameo: &str) -> Option<f32> {
    let beginnings = (2..=cameo.len()).rev().filter_map(|n| cameo.get(..n));
    beginnings.filter_map(|code| VALUES.get(code)).copied().next()
}
