//! Places against toponyms with coordinates (the XML of LGL and TR-News; Gritta et al. 2018, 2020): which names are found,
//! and how far from the truth they are put.

use std::fmt;
use std::path::Path;

use gesta::{Article, CharIndex, Date, Reader};
use quick_xml::events::Event;
use serde::{Deserialize, Serialize};

use crate::score::Score;
use crate::{EvalError, Row, Table, files, names};

/// Within a hundred miles a place counts as found, in km.
const NEAR: f64 = 161.0;

/// A text and its toponyms.
#[derive(Clone, PartialEq, Debug, Default)]
struct Mapped {
    text: String,
    published: Option<Date>,
    toponyms: Vec<Toponym>,
}

/// A name of a place, by code points; without coordinates it is annotated but not in a gazetteer.
#[derive(Clone, PartialEq, Debug, Default)]
struct Toponym {
    start: u32,
    end: u32,
    lat: Option<f64>,
    lon: Option<f64>,
}

/// Figures of recognition, and of how far from the truth names are put.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PlacesTable {
    /// Rows: names found with the same extent, with an overlapping one; within 161 km of the truth, of the gold names
    /// found (as their recall) and of all gold names with coordinates.
    #[serde(flatten)]
    pub table: Table,
    /// Share of the gold names found that are put within 161 km (accuracy@161 km), in per cent.
    pub accuracy_161: f64,
    /// Share of all gold names with coordinates that are found and put within 161 km, in per cent.
    pub end_to_end: f64,
    /// Error of the median name of those found and put somewhere, in km.
    pub median_km: f64,
    /// Mean error of those, in km.
    pub mean_km: f64,
    /// Gold names that are found but put nowhere.
    pub unplaced: usize,
}

impl fmt::Display for PlacesTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PlacesTable { table, accuracy_161, end_to_end, median_km, mean_km, unplaced } = self;
        write!(
            f,
            "{table}\naccuracy@161 km {accuracy_161:.2} of the names found, {end_to_end:.2} end to end; "
        )?;
        writeln!(f, "error: median {median_km:.0} km, mean {mean_km:.0} km; {unplaced} found but put nowhere")
    }
}

/// Counts over all articles.
#[derive(Default)]
struct Counts {
    articles: usize,
    exact: Score,
    overlap: Score,
    near_of_found: Score,
    near_of_all: Score,
    /// In km; infinite where a name found is put nowhere.
    errors: Vec<f64>,
}

impl Counts {
    fn add(&mut self, gold: &[Toponym], found: &[Toponym]) {
        self.articles += 1;
        let of = |right: usize| Score { gold: gold.len(), system: found.len(), right };
        let equal = |g: &&Toponym| found.iter().any(|f| (f.start, f.end) == (g.start, g.end));
        self.exact.add(of(gold.iter().filter(equal).count()));
        let mut hits = 0;
        for g in gold {
            let hit = found.iter().find(|f| f.start < g.end && g.start < f.end);
            hits += usize::from(hit.is_some());
            let (Some(lat), Some(lon)) = (g.lat, g.lon) else { continue };
            let error = hit.map(|f| match (f.lat, f.lon) {
                (Some(a), Some(b)) => distance((lat, lon), (a, b)),
                _ => f64::INFINITY,
            });
            let near = usize::from(error.is_some_and(|e| e <= NEAR));
            self.near_of_all.add(Score { gold: 1, system: 1, right: near });
            if let Some(error) = error {
                self.near_of_found.add(Score { gold: 1, system: 1, right: near });
                self.errors.push(error);
            }
        }
        self.overlap.add(of(hits));
    }
}

/// Reads each text and compares place names and where they are.
///
/// # Errors
/// When a file cannot be read, or is neither XML of that kind nor our own JSON Lines (records as `gesta read --json`
/// prints them; of each, the text and the places with their mentions and coordinates are used).
pub fn places<P: AsRef<Path>>(reader: &Reader, paths: &[P]) -> Result<PlacesTable, EvalError> {
    let mut counts = Counts::default();
    for file in files(paths, &[".xml", ".jsonl"])? {
        let content = std::fs::read_to_string(&file).map_err(|e| EvalError::new(&file, e))?;
        let articles = match content.trim_start().chars().next() {
            Some('{') => {
                records(&content).map_err(|(line, e)| EvalError(format!("{}:{line}: {e}", file.display())))?
            }
            Some('<') => articles(&content).map_err(|e| EvalError::new(&file, e))?,
            _ => Vec::new(),
        };
        if articles.is_empty() {
            let what = "no toponyms in the XML of LGL and TR-News, and no records in JSON Lines";
            return Err(EvalError::new(&file, what));
        }
        for gold in articles {
            let article =
                Article { text: gold.text.clone(), published: gold.published, ..Article::default() };
            counts.add(&gold.toponyms, &found(reader, article));
        }
    }
    let Counts { articles, exact, overlap, near_of_found, near_of_all, mut errors } = counts;
    let all = errors.len();
    errors.retain(|e| e.is_finite());
    errors.sort_by(f64::total_cmp);
    let round = |x: f64| (x * 100.0).round() / 100.0;
    Ok(PlacesTable {
        table: Table {
            title: "Places: recognition, and within 161 km of the truth".into(),
            corpus: format!("{}: {articles} articles", names(paths)),
            figures: Vec::new(),
            rows: vec![
                Row::new("exact", exact),
                Row::new("overlapping", overlap),
                Row::new("near/found", near_of_found),
                Row::new("near/all", near_of_all),
            ],
        },
        accuracy_161: round(near_of_found.recall()),
        end_to_end: round(near_of_all.recall()),
        median_km: round(errors.get(errors.len() / 2).copied().unwrap_or(0.0)),
        mean_km: round(errors.iter().sum::<f64>() / errors.len().max(1) as f64),
        unplaced: all - errors.len(),
    })
}

/// Records as Gesta prints them, or the like with `text` and `published` at the top and one `span` for a place.
fn records(content: &str) -> Result<Vec<Mapped>, (usize, String)> {
    #[derive(Deserialize)]
    struct Document {
        text: String,
        published: Option<String>,
    }
    #[derive(Deserialize)]
    struct Named {
        #[serde(default)]
        mentions: Vec<[u32; 2]>,
        span: Option<[u32; 2]>,
        lat: Option<f64>,
        lon: Option<f64>,
    }
    #[derive(Deserialize)]
    struct Line {
        document: Option<Document>,
        text: Option<String>,
        published: Option<String>,
        places: Vec<Named>,
    }
    let lines = content.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    lines
        .map(|(number, line)| {
            let line: Line = serde_json::from_str(line).map_err(|e| (number + 1, e.to_string()))?;
            let document =
                line.document.or(line.text.map(|text| Document { text, published: line.published }));
            let document = document.ok_or_else(|| (number + 1, "no text".to_owned()))?;
            let toponyms = line.places.into_iter().flat_map(|place| {
                let Named { mentions, span, lat, lon } = place;
                mentions.into_iter().chain(span).map(move |[start, end]| Toponym { start, end, lat, lon })
            });
            Ok(Mapped {
                toponyms: toponyms.collect(),
                published: document.published.and_then(|d| d.get(..10)?.parse().ok()),
                text: document.text,
            })
        })
        .collect()
}

/// The names that Gesta takes for places.
fn found(reader: &Reader, article: Article) -> Vec<Toponym> {
    let record = reader.read(article).record();
    let mut all: Vec<Toponym> = Vec::new();
    for place in &record.places {
        let at = |m: &[u32; 2]| Toponym { start: m[0], end: m[1], lat: place.lat, lon: place.lon };
        all.extend(place.mentions.iter().map(at));
    }
    all.sort_by_key(|t| (t.start, t.end));
    all
}

/// Great-circle distance in km (haversine; a sphere of radius 6371 km), between degrees north and east.
fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    let rad = f64::to_radians;
    let (north, east) = (rad(b.0 - a.0), rad(b.1 - a.1));
    let h = (north / 2.0).sin().powi(2) + rad(a.0).cos() * rad(b.0).cos() * (east / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

fn articles(content: &str) -> Result<Vec<Mapped>, String> {
    let mut reader = quick_xml::Reader::from_str(content);
    let mut articles: Vec<Mapped> = Vec::new();
    let mut inside: Vec<Vec<u8>> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|e| format!("byte {}: {e}", reader.error_position()))?;
        let piece = match event {
            Event::Start(tag) => {
                match tag.name().as_ref() {
                    b"article" => articles.push(Mapped::default()),
                    b"toponym" => articles
                        .last_mut()
                        .ok_or("a toponym without an article")?
                        .toponyms
                        .push(Toponym::default()),
                    _ => {}
                }
                inside.push(tag.name().as_ref().to_vec());
                continue;
            }
            Event::End(_) => {
                inside.pop();
                continue;
            }
            Event::Text(text) => text.decode().map_err(|e| e.to_string())?.into_owned(),
            Event::CData(text) => text.decode().map_err(|e| e.to_string())?.into_owned(),
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|e| e.to_string())?;
                let character = reference.resolve_char_ref().map_err(|e| e.to_string())?.map(String::from);
                let known = quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                character.or(known).unwrap_or_else(|| format!("&{name};"))
            }
            Event::Eof => break,
            _ => continue,
        };
        let Some(article) = articles.last_mut() else { continue };
        match (inside.last().map(Vec::as_slice), article.toponyms.last_mut()) {
            (Some(b"text"), _) => article.text += &piece,
            (Some(b"dltime"), _) => article.published = piece.trim().get(..10).and_then(|d| d.parse().ok()),
            (Some(b"start"), Some(t)) => {
                t.start = piece.trim().parse().map_err(|_| format!("{piece} is no offset"))?
            }
            (Some(b"end"), Some(t)) => {
                t.end = piece.trim().parse().map_err(|_| format!("{piece} is no offset"))?
            }
            (Some(b"lat"), Some(t)) => t.lat = piece.trim().parse().ok(),
            (Some(b"lon"), Some(t)) => t.lon = piece.trim().parse().ok(),
            _ => {}
        }
    }
    for article in &mut articles {
        let last = CharIndex::new(&article.text).char_of(article.text.len() as u32);
        article.toponyms.retain(|t| t.start < t.end && t.end <= last);
    }
    Ok(articles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toponyms_are_read() {
        let found = articles(
            "<articles><article><dltime>2016-12-19</dltime><text><![CDATA[Bô & Ko]]></text><toponyms><toponym><start>0</start>\
             <end>2</end><gaztag><lat>7.9</lat><lon>-11.7</lon></gaztag></toponym></toponyms></article></articles>",
        );
        let found = found.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(found[0].text, "Bô & Ko");
        assert_eq!(found[0].toponyms, [Toponym { start: 0, end: 2, lat: Some(7.9), lon: Some(-11.7) }]);
        assert!(articles("<articles><toponym></articles>").is_err());
    }

    #[test]
    fn records_are_read() {
        let line = r#"{"document":{"text":"Fire in Oslo.","published":"2020-01-02"},"places":[{"mentions":[[8,12]],"lat":59.9,"lon":10.7}]}"#;
        let flat = r#"{"text":"Fire in Oslo.","places":[{"span":[8,12],"lat":59.9,"lon":10.7}]}"#;
        for line in [line, flat] {
            let found = records(&format!("{line}\n\n")).unwrap_or_else(|(n, e)| panic!("{n}: {e}"));
            let oslo = Toponym { start: 8, end: 12, lat: Some(59.9), lon: Some(10.7) };
            assert_eq!((found[0].text.as_str(), &found[0].toponyms), ("Fire in Oslo.", &vec![oslo]));
        }
        assert_eq!(records(&format!("{line}\n{{\"id\":1}}")).map_err(|e| e.0), Err(2));
    }

    #[test]
    fn distances_are_those_of_the_globe() {
        assert!((distance((52.52, 13.405), (48.857, 2.352)) - 878.0).abs() < 3.0);
        assert!(distance((0.0, 179.9), (0.0, -179.9)) < 23.0);
    }
}
