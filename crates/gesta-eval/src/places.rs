//! Places against toponyms with coordinates (the XML of LGL and TR-News; Gritta et al. 2018, 2020): which names are found,
//! and how far from the truth they are put.

use std::path::Path;

use gesta::{Article, CharIndex, Date, Reader};
use quick_xml::events::Event;

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

/// Reads each text and compares place names and where they are.
///
/// Rows: names found with the same extent, with an overlapping one; within 161 km, of the names found (as its recall) and of all gold
/// names with coordinates.
///
/// # Errors
/// When a file cannot be read or is no such XML.
pub fn places<P: AsRef<Path>>(reader: &Reader, paths: &[P]) -> Result<Table, EvalError> {
    let (mut exact, mut overlap) = (Score::default(), Score::default());
    let (mut near_of_found, mut near_of_all) = (Score::default(), Score::default());
    let mut errors: Vec<f64> = Vec::new();
    let mut count = 0;
    for file in files(paths, &[".xml"])? {
        let content = std::fs::read_to_string(&file).map_err(|e| EvalError::new(&file, e))?;
        for gold in articles(&content).map_err(|e| EvalError::new(&file, e))? {
            count += 1;
            let article =
                Article { text: gold.text.clone(), published: gold.published, ..Article::default() };
            let found = found(reader, article);
            let of = |right: usize| Score { gold: gold.toponyms.len(), system: found.len(), right };
            let equal = |g: &&Toponym| found.iter().any(|f| (f.start, f.end) == (g.start, g.end));
            exact.add(of(gold.toponyms.iter().filter(equal).count()));
            let mut hits = 0;
            for g in &gold.toponyms {
                let hit = found.iter().find(|f| f.start < g.end && g.start < f.end);
                hits += usize::from(hit.is_some());
                let (Some(lat), Some(lon)) = (g.lat, g.lon) else { continue };
                let error = hit.map(|f| match (f.lat, f.lon) {
                    (Some(a), Some(b)) => distance((lat, lon), (a, b)),
                    _ => f64::INFINITY,
                });
                let near = usize::from(error.is_some_and(|e| e <= NEAR));
                near_of_all.add(Score { gold: 1, system: 1, right: near });
                if let Some(error) = error {
                    near_of_found.add(Score { gold: 1, system: 1, right: near });
                    errors.push(error);
                }
            }
            overlap.add(of(hits));
        }
    }
    errors.retain(|e| e.is_finite());
    errors.sort_by(f64::total_cmp);
    let median = errors.get(errors.len() / 2).copied().unwrap_or(0.0);
    let mean = errors.iter().sum::<f64>() / errors.len().max(1) as f64;
    Ok(Table {
        title: "Places: recognition, and within 161 km of the truth".into(),
        corpus: format!(
            "{}: {count} articles; error of those found and placed: median {median:.0} km, mean {mean:.0} km",
            names(paths)
        ),
        rows: vec![
            Row::new("exact", exact),
            Row::new("overlapping", overlap),
            Row::new("near/found", near_of_found),
            Row::new("near/all", near_of_all),
        ],
    })
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
    fn distances_are_those_of_the_globe() {
        assert!((distance((52.52, 13.405), (48.857, 2.352)) - 878.0).abs() < 3.0);
        assert!(distance((0.0, 179.9), (0.0, -179.9)) < 23.0);
    }
}
