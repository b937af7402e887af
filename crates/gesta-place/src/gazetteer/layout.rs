//! How a gazetteer lies in its block: what [`Gazetteer`](super::Gazetteer) reads and `gesta-knowledge` writes.

use super::RecordKind;

/// The first bytes of a block.
pub const MAGIC: &[u8; 8] = b"GESTAPL2";
/// Bytes of one record: id 4, latitude 3, longitude 3, division 2, country 1, kind 1, population 1, name 4.
pub const RECORD: usize = 19;
/// The division of which no record is known.
pub const NO_RECORD: u32 = u32::MAX;

const NO_DIVISION: u16 = u16::MAX;
const NO_NAME: u32 = u32::MAX;

/// A record with its references still numbers.
#[derive(Copy, Clone, PartialEq, Debug)]
pub struct Row {
    /// GeoNames id.
    pub geonames: u32,
    /// Degrees north and degrees east.
    pub point: Option<(f64, f64)>,
    /// Position in the section of divisions.
    pub division: Option<u16>,
    /// Position in the section of countries.
    pub country: u8,
    /// What it is.
    pub kind: RecordKind,
    /// Inhabitants; kept to the nearest 4 %.
    pub population: u64,
    /// Where the name lies in the section of names; `None` where it is the key in title case.
    pub name: Option<u32>,
}

impl Row {
    /// The row in its block.
    pub fn to_bytes(self) -> [u8; RECORD] {
        let three = |degrees: f64| {
            let [a, b, c, _] = ((degrees * 1e4).round() as i32).to_le_bytes();
            [a, b, c]
        };
        let (lat, lon) = self.point.unwrap_or((99.0, 0.0));
        let parts: [&[u8]; 6] = [
            &self.geonames.to_le_bytes(),
            &three(lat),
            &three(lon),
            &self.division.unwrap_or(NO_DIVISION).to_le_bytes(),
            &[self.country, self.kind.code(), decades(self.population)],
            &self.name.unwrap_or(NO_NAME).to_le_bytes(),
        ];
        let mut bytes = [0; RECORD];
        for (slot, byte) in bytes.iter_mut().zip(parts.into_iter().flatten()) {
            *slot = *byte;
        }
        bytes
    }

    /// Reads a row.
    pub fn from_bytes(bytes: &[u8; RECORD]) -> Row {
        let [g0, g1, g2, g3, a0, a1, a2, o0, o1, o2, d0, d1, country, kind, population, n0, n1, n2, n3] =
            *bytes;
        let degrees = |b: [u8; 3]| f64::from(i32::from_le_bytes([0, b[0], b[1], b[2]]) >> 8) / 1e4;
        let (lat, lon) = (degrees([a0, a1, a2]), degrees([o0, o1, o2]));
        let division = u16::from_le_bytes([d0, d1]);
        let name = u32::from_le_bytes([n0, n1, n2, n3]);
        Row {
            geonames: u32::from_le_bytes([g0, g1, g2, g3]),
            point: (lat.abs() <= 90.0).then_some((lat, lon)),
            division: (division != NO_DIVISION).then_some(division),
            country,
            kind: RecordKind::from_code(kind),
            population: if population == 0 {
                0
            } else {
                (f64::from(population) / 10.0).exp2().round() as u64
            },
            name: (name != NO_NAME).then_some(name),
        }
    }
}

/// Ten times the binary logarithm of a number of inhabitants, as a record keeps it.
pub fn decades(population: u64) -> u8 {
    ((population as f64).max(1.0).log2() * 10.0).round().clamp(0.0, 255.0) as u8
}
