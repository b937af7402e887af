//! Events on a map: GeoJSON (RFC 7946). Events without coordinates are left out; what is only planned or possible, and what is
//! denied, is not: the property `factuality` tells.

use std::collections::BTreeSet;
use std::io::Write;

use serde_json::{Map, Value, json};

use crate::view::View;
use crate::{ExportError, Writer, tables};

/// Columns of the event's row that the geometry carries already.
const IN_GEOMETRY: [&str; 2] = ["lat", "lon"];

pub(crate) struct FeatureWriter<'o> {
    out: &'o mut dyn Write,
    first: bool,
    /// Entries of a ledger that are on the map.
    told: BTreeSet<String>,
}

impl<'o> FeatureWriter<'o> {
    pub(crate) fn start(out: &'o mut dyn Write) -> Result<FeatureWriter<'o>, ExportError> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(FeatureWriter { out, first: true, told: BTreeSet::new() })
    }
}

impl Writer for FeatureWriter<'_> {
    fn add(&mut self, view: &View<'_>) -> Result<u64, ExportError> {
        let mut rows = 0;
        for row in tables::events(view) {
            let (Some(lat), Some(lon)) = (row.lat, row.lon) else { continue };
            if row.ledger_id.as_ref().is_some_and(|id| !self.told.insert(id.clone())) {
                continue;
            }
            let id = view.global_id(&row.event);
            let Value::Object(columns) = serde_json::to_value(row)? else { continue };
            let properties: Map<String, Value> = columns
                .into_iter()
                .filter(|(name, value)| !value.is_null() && !IN_GEOMETRY.contains(&name.as_str()))
                .map(|(name, value)| (name, short(value)))
                .collect();
            let geometry = json!({"type": "Point", "coordinates": [lon, lat]});
            let feature =
                json!({"type": "Feature", "id": id, "geometry": geometry, "properties": properties});
            self.out.write_all(if self.first { b"\n" } else { b",\n" })?;
            serde_json::to_writer(&mut *self.out, &feature)?;
            (self.first, rows) = (false, rows + 1);
        }
        Ok(rows)
    }

    fn end(&mut self) -> Result<(), ExportError> {
        self.out.write_all(b"\n]}\n")?;
        Ok(self.out.flush()?)
    }
}

/// A number of single precision as its decimals say it: 0.83, not 0.829999983.
fn short(value: Value) -> Value {
    match value.as_f64() {
        Some(number) if value.is_f64() => json!((number * 1e6).round() / 1e6),
        _ => value,
    }
}
