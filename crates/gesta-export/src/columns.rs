//! The column layouts of event datasets.
//!
//! These datasets know acts that happened and two parties for each. So only events with factuality `actual` go out (a threat is an
//! actual threat; what was threatened is not an event), and an event with several sources or targets gives a row for each
//! pair, as the datasets themselves do. Event types are CAMEO codes where the layout wants them; events that the codebook
//! gives no CAMEO code have that field empty. Sectors are PLOVER's in all layouts.
//!
//! Each row has one day, as the datasets have: that of the event; of an interval the first; the article's where the text tells none
//! (most events of a news article) or an interval of more than a week around it. Who needs the difference takes the CSV or Parquet
//! table, where `start` and `end` are empty unless told.
//!
//! From a ledger, GDELT and Phoenix have a row for each pair of an event, however many articles report it, with their number or
//! addresses; POLECAT and ICEWS, which code article by article, have a row for each report. What a copy tells once more is left out of all.

mod gdelt;
mod icews;
mod phoenix;
mod polecat;

use std::collections::BTreeSet;
use std::io::Write;

use gesta::record::{ActorRecord, EventRecord};
use gesta::{Iso3, country};

use crate::view::View;
use crate::{ExportError, Writer};

/// Whose columns to write.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Layout {
    /// POLECAT, 40 columns, with a header.
    Polecat,
    /// ICEWS, 20 columns, with a header.
    Icews,
    /// Phoenix, 26 columns, without a header.
    Phoenix,
    /// GDELT 2.0 events, 61 columns, without a header.
    Gdelt,
}

impl Layout {
    /// The names of the columns.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Layout::Polecat => &polecat::COLUMNS,
            Layout::Icews => &icews::COLUMNS,
            Layout::Phoenix => &phoenix::COLUMNS,
            Layout::Gdelt => &gdelt::COLUMNS,
        }
    }

    fn has_header(self) -> bool {
        matches!(self, Layout::Polecat | Layout::Icews)
    }

    /// True where a row stands for all reports of an event.
    fn merges(self) -> bool {
        matches!(self, Layout::Phoenix | Layout::Gdelt)
    }

    fn row(self, dyad: &Dyad<'_>) -> Vec<String> {
        match self {
            Layout::Polecat => polecat::row(dyad).into(),
            Layout::Icews => icews::row(dyad).into(),
            Layout::Phoenix => phoenix::row(dyad).into(),
            Layout::Gdelt => gdelt::row(dyad),
        }
    }
}

/// An event between one source and one target.
struct Dyad<'v> {
    view: &'v View<'v>,
    event: &'v EventRecord,
    /// Of the rows of this event, from 1.
    number: usize,
    source: Option<&'v ActorRecord>,
    target: Option<&'v ActorRecord>,
}

impl Dyad<'_> {
    /// An id that is unique among all rows.
    fn id(&self) -> String {
        format!("{}-{}", self.view.global_id(&self.event.id), self.number)
    }

    /// The same as a positive number of at most 19 digits, for layouts whose ids are numbers: 48 bits of the article's
    /// id, then four digits for the event, then two for the row.
    fn number_id(&self) -> String {
        let article = self.view.record.document.id.get(..12).unwrap_or("");
        let article = u64::from_str_radix(article, 16).unwrap_or(0);
        let event: u64 = self.event.id.trim_start_matches('e').parse().unwrap_or(0);
        let id = article as u128 * 1_000_000 + u128::from(event % 10_000) * 100 + self.number as u128 % 100;
        (id % 10_000_000_000_000_000_000).to_string()
    }

    /// The day that stands for the event.
    fn day(&self) -> &str {
        self.view.day(self.event.date.as_ref()).unwrap_or("")
    }

    /// Year, month and day as digits, empty where unknown.
    fn parts(&self) -> [String; 3] {
        match self.day().parse::<gesta::Date>() {
            Ok(d) => [format!("{:04}", d.year()), format!("{:02}", d.month()), format!("{:02}", d.day())],
            Err(_) => Default::default(),
        }
    }

    fn published(&self) -> &str {
        self.view.record.document.published.as_deref().unwrap_or("")
    }

    fn publisher(&self) -> String {
        self.view.record.document.publisher.clone().unwrap_or_default()
    }

    /// Articles that report the event: of the ledger, else this one.
    fn articles(&self) -> usize {
        self.view.entry(&self.event.id).map_or(1, |e| e.uris.len().max(1))
    }

    /// Publishers of these articles, as far as they are known.
    fn publishers(&self) -> Vec<String> {
        match self.view.entry(&self.event.id) {
            Some(entry) => entry.publishers.clone(),
            None => self.view.record.document.publisher.iter().cloned().collect(),
        }
    }

    /// Addresses of these articles, as far as they are known.
    fn uris(&self) -> Vec<String> {
        match self.view.entry(&self.event.id) {
            Some(entry) => entry.uris.iter().flatten().cloned().collect(),
            None => self.view.record.document.uri.iter().cloned().collect(),
        }
    }

    fn cameo(&self) -> &str {
        self.event.cameo.as_deref().unwrap_or("")
    }

    /// Goldstein's value of the CAMEO code.
    fn goldstein(&self) -> String {
        crate::goldstein(self.cameo()).map(|v| format!("{v:.1}")).unwrap_or_default()
    }

    /// First digits of the CAMEO code.
    fn cameo_digits(&self, digits: usize) -> String {
        let code = self.cameo();
        code.get(..digits).unwrap_or(code).to_owned()
    }
}

fn text(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

/// The English name of a country.
fn country_name(code: Option<&String>) -> String {
    let country = code.and_then(|c| Iso3::parse(c)).and_then(country::by_iso3);
    country.map_or_else(|| text(code), |c| c.name.to_owned())
}

fn degrees(value: Option<f64>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

/// Writes the rows of a layout, tab-separated; tabs and line ends inside a field become spaces.
pub(crate) struct ColumnWriter<'o> {
    layout: Layout,
    out: &'o mut dyn Write,
    /// Entries of a ledger that have their rows.
    told: BTreeSet<String>,
}

impl<'o> ColumnWriter<'o> {
    pub(crate) fn start(layout: Layout, out: &'o mut dyn Write) -> Result<ColumnWriter<'o>, ExportError> {
        let mut writer = ColumnWriter { layout, out, told: BTreeSet::new() };
        if layout.has_header() {
            let header: Vec<String> = layout.columns().iter().map(|&c| c.to_owned()).collect();
            writer.line(&header)?;
        }
        Ok(writer)
    }

    fn line(&mut self, fields: &[String]) -> Result<(), ExportError> {
        let clean = |field: &String| field.replace(['\t', '\n', '\r'], " ");
        let line: Vec<String> = fields.iter().map(clean).collect();
        Ok(writeln!(self.out, "{}", line.join("\t"))?)
    }
}

impl Writer for ColumnWriter<'_> {
    fn add(&mut self, view: &View<'_>) -> Result<u64, ExportError> {
        let mut rows = 0;
        for event in view.record.events.iter().filter(|e| e.factuality == "actual") {
            let told = view.ledger_id(&event.id).is_some_and(|id| !self.told.insert(id));
            if told && (self.layout.merges() || view.is_copy()) {
                continue;
            }
            for (at, (source, target)) in pairs(view, event).into_iter().enumerate() {
                let dyad = Dyad { view, event, number: at + 1, source, target };
                self.line(&self.layout.row(&dyad))?;
                rows += 1;
            }
        }
        Ok(rows)
    }

    fn end(&mut self) -> Result<(), ExportError> {
        Ok(self.out.flush()?)
    }
}

type Pair<'r> = (Option<&'r ActorRecord>, Option<&'r ActorRecord>);

/// Each source with each target, none with itself; one pair with an empty side where a side is unknown.
fn pairs<'r>(view: &View<'r>, event: &EventRecord) -> Vec<Pair<'r>> {
    let side = |ids: &[String]| {
        let known: Vec<_> = ids.iter().map(|id| view.actor(id)).filter(Option::is_some).collect();
        if known.is_empty() { vec![None] } else { known }
    };
    let (sources, targets) = (side(&event.source), side(&event.target));
    let different = |(a, b): &Pair<'r>| a.zip(*b).is_none_or(|(a, b)| a.id != b.id);
    sources.iter().flat_map(|&s| targets.iter().map(move |&t| (s, t))).filter(different).collect()
}
