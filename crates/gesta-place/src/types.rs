//! What the stage says: places with their mentions.

use std::fmt;

use gesta_text::{Span, TokenId, TokenSpan};

/// An ISO 3166-1 alpha-3 code.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iso3([u8; 3]);

impl Iso3 {
    /// Reads three upper-case ASCII letters.
    pub fn parse(code: &str) -> Option<Iso3> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Iso3(bytes))
    }

    /// The code, for instance `IRQ`.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

impl fmt::Debug for Iso3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Iso3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Index of a [`Place`] in [`Places::places`].
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PlaceId(pub u32);

/// Kinds of places.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PlaceKind {
    /// A state or dependent territory.
    Country,
    /// A first-level division.
    Admin1,
    /// A town or village.
    City,
    /// A region, also one that crosses borders ("Sahel", "Donbas"), or a county or district.
    Region,
    /// A sea, river, strait or lake.
    Water,
    /// A continent.
    Continent,
    /// A place that the text names but the gazetteer does not know.
    Unknown,
}

impl PlaceKind {
    /// The name in the record: `country`, `admin1`, …
    pub fn as_str(self) -> &'static str {
        match self {
            PlaceKind::Country => "country",
            PlaceKind::Admin1 => "admin1",
            PlaceKind::City => "city",
            PlaceKind::Region => "region",
            PlaceKind::Water => "water",
            PlaceKind::Continent => "continent",
            PlaceKind::Unknown => "unknown",
        }
    }
}

/// A place on Earth, once per document, with all its mentions.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    /// Its usual English name.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
    /// The country it lies in, or is.
    pub country: Option<Iso3>,
    /// Name of the first-level division it lies in.
    pub admin1: Option<String>,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// Latitude in degrees north.
    pub lat: Option<f64>,
    /// Longitude in degrees east.
    pub lon: Option<f64>,
    /// Where the text names it, in text order.
    pub mentions: Vec<PlaceMention>,
    /// Why this place and no other of the name.
    pub rule: String,
}

/// One mention of a place by name.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct PlaceMention {
    /// Extent in bytes.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenSpan,
    /// The head of the name.
    pub head: TokenId,
    /// True inside the name of an organisation ("Ohio State Police"): the place is named, but nothing is said to be or
    /// happen there.
    pub embedded: bool,
}

/// All places of a document, in the order of their first mention.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The places.
    pub places: Vec<Place>,
    /// (tokens, place) of every mention that is not embedded, in text order.
    index: Vec<(TokenSpan, PlaceId)>,
}

impl Places {
    /// Joins places with an index over their mentions, which do not overlap.
    pub fn new(places: Vec<Place>) -> Places {
        let mut index = Vec::new();
        for (i, place) in places.iter().enumerate() {
            let free = place.mentions.iter().filter(|m| !m.embedded);
            index.extend(free.map(|m| (m.tokens, PlaceId(i as u32))));
        }
        index.sort_unstable_by_key(|(t, id)| (t.start, t.end, *id));
        Places { places, index }
    }

    /// The place with this id.
    pub fn get(&self, id: PlaceId) -> Option<&Place> {
        self.places.get(id.0 as usize)
    }

    /// The place that a mention covering `token` names; none for embedded ones.
    pub fn at(&self, token: TokenId) -> Option<PlaceId> {
        let after = self.index.partition_point(|(t, _)| t.start <= token.0);
        let (tokens, id) = self.index.get(after.checked_sub(1)?)?;
        tokens.has(token).then_some(*id)
    }

    /// All mentions that begin within `tokens`, in text order, without embedded ones.
    pub fn within(&self, tokens: TokenSpan) -> impl Iterator<Item = (TokenSpan, PlaceId)> + '_ {
        let first = self.index.partition_point(|(t, _)| t.start < tokens.start);
        self.index.iter().skip(first).copied().take_while(move |(t, _)| t.start < tokens.end)
    }
}
