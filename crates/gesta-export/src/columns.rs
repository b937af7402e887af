//! The column layouts of event datasets.
//!
//! These datasets know acts that happened and two parties for each. So only events with factuality `actual` go out (a threat is an
//! actual threat; what was threatened is not an event), and an event with several sources or targets gives a row for each
//! pair, as the datasets themselves do. Event types are CAMEO codes where the layout wants them; events that the codebook
//! gives no CAMEO code have that field empty. Sectors are PLOVER's in all layouts.

mod gdelt;
mod icews;
mod phoenix;
mod polecat;

use std::io::Write;

use gesta::record::{ActorRecord, EventRecord, Record};

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

fn degrees(value: Option<f64>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

/// Writes the rows of a layout, tab-separated; tabs and line ends inside a field become spaces.
pub(crate) struct ColumnWriter<'o> {
    layout: Layout,
    out: &'o mut dyn Write,
}

impl<'o> ColumnWriter<'o> {
    pub(crate) fn start(layout: Layout, out: &'o mut dyn Write) -> Result<ColumnWriter<'o>, ExportError> {
        let mut writer = ColumnWriter { layout, out };
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
    fn add(&mut self, record: &Record) -> Result<u64, ExportError> {
        let view = View::new(record);
        let mut rows = 0;
        for event in record.events.iter().filter(|e| e.factuality == "actual") {
            for (at, (source, target)) in pairs(&view, event).into_iter().enumerate() {
                let dyad = Dyad { view: &view, event, number: at + 1, source, target };
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
