//! Wikidata's dump of entities in JSON (<https://www.wikidata.org/wiki/Wikidata:Database_download>): an array with one
//! entity a line, plain or packed with gzip or bzip2.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::Path;

use gesta_place::country;
use serde::de::{Deserialize, Deserializer, IgnoredAny};
use serde_json::Value;

use crate::actors::{Entry, Writer};
use crate::{KnowledgeError, Summary};

const CLASSES: &str = include_str!("../../../knowledge/en/actors/wikidata_classes.tsv");

/// What a class or occupation tells.
struct Class {
    kind: &'static str,
    sector: &'static str,
}

/// Tables by id, made once for an import.
struct Known {
    classes: HashMap<&'static str, Class>,
    /// ISO 3166-1 alpha-3 by id.
    countries: HashMap<&'static str, String>,
}

/// Makes a knowledge file of the persons, organisations, groups and offices of a dump. A person is taken who has held a
/// position, belonged to a party, or has an occupation of public life; an organisation or group by its class.
///
/// # Errors
/// When a file cannot be read or written, a line is no JSON, or there is nothing to take.
pub fn import_wikidata(dump: &Path, output: &Path) -> Result<Summary, KnowledgeError> {
    let wrong = |e: io::Error| KnowledgeError::new(output, e);
    let known = Known::tables();
    let mut summary = Summary::default();
    let mut writer = Writer::new(crate::folder(output)).map_err(wrong)?;
    let mut lines = open(dump).map_err(|e| KnowledgeError::new(dump, e))?;
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = lines.read_until(b'\n', &mut line).map_err(|e| KnowledgeError::at(dump, number, e))?;
        if read == 0 {
            break;
        }
        let text = line.trim_ascii();
        let text = text.strip_suffix(b",").unwrap_or(text);
        if text.is_empty() || text == b"[" || text == b"]" {
            continue;
        }
        let entity: Entity = serde_json::from_slice(text).map_err(|e| KnowledgeError::at(dump, number, e))?;
        match known.entry(&entity) {
            Ok(entry) => writer.push(&entry).map_err(wrong)?,
            Err(reason) => summary.skip(reason, dump, number),
        }
    }
    if writer.is_empty() {
        return Err(KnowledgeError::new(dump, "no person, organisation or group of Wikidata"));
    }
    let (entries, names) = writer.finish(output).map_err(wrong)?;
    Ok(Summary { entries, names, ..summary })
}

/// Opens a file that may be packed, by its first bytes.
fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let mut file = File::open(path)?;
    let mut magic = [0; 3];
    let mut filled = 0;
    while let Some(rest) = magic.get_mut(filled..).filter(|r| !r.is_empty()) {
        match file.read(rest)? {
            0 => break,
            n => filled += n,
        }
    }
    file.rewind()?;
    let file = BufReader::with_capacity(1 << 18, file);
    let unpacked: Box<dyn Read> = match &magic {
        [0x1F, 0x8B, _] => Box::new(flate2::bufread::MultiGzDecoder::new(file)),
        b"BZh" => Box::new(bzip2::bufread::MultiBzDecoder::new(file)),
        _ => return Ok(Box::new(file)),
    };
    Ok(Box::new(BufReader::with_capacity(1 << 18, unpacked)))
}

impl Known {
    fn tables() -> Known {
        let rows = CLASSES.lines().filter(|l| !l.starts_with('#'));
        let class = |row: &'static str| {
            let mut columns = row.split('\t');
            let (id, _, kind) = (columns.next()?, columns.next()?, columns.next()?);
            Some((id, Class { kind, sector: columns.next()? }))
        };
        let of = |c: &'static country::Country| Some((c.wikidata?, c.iso3.to_string()));
        Known {
            classes: rows.filter_map(class).collect(),
            countries: country::all().iter().filter_map(of).collect(),
        }
    }

    /// What to write of an entity, or why it is left out.
    fn entry<'a>(&self, entity: &'a Entity) -> Result<Entry<'a>, &'static str> {
        let name = entity.labels.0.en.as_ref().map(|t| t.value.as_str()).ok_or("without an English label")?;
        let claims = &entity.claims.0;
        let country = |statements: &[Statement]| {
            let ids = best(statements).filter_map(|s| s.item());
            ids.filter_map(|id| self.countries.get(id)).next().map_or("", String::as_str).to_owned()
        };
        let class = |statements: &[Statement], person: bool| {
            let ids = best(statements).filter_map(|s| s.item());
            ids.filter_map(|id| self.classes.get(id)).find(|c| (c.kind == "person") == person)
        };
        let mut entry = Entry {
            name,
            wikidata: &entity.id,
            aliases: entity.aliases.0.en.iter().map(|t| t.value.as_str()).collect(),
            prominence: entity.sitelinks.0.len().min(255) as u8,
            ..Entry::default()
        };
        let is_person = claims.p31.iter().any(|s| s.item() == Some("Q5"));
        if is_person {
            let occupation = class(&claims.p106, true);
            if claims.p39.is_empty() && claims.p102.is_empty() && occupation.is_none() {
                return Err("a person without office, party or public occupation");
            }
            entry.kind = "person";
            entry.sector = occupation.map_or(if claims.p39.is_empty() { "" } else { "ELI" }, |o| o.sector);
            let held = best(&claims.p39).filter_map(|s| {
                let [from, until] = [s.day("P580", false), s.day("P582", true)];
                Some([s.item()?.to_owned(), String::new(), String::new(), from, until])
            });
            let citizen = country(&claims.p27);
            // A term without a first day is known too little to tell who is in office.
            entry.terms = held.filter(|t| !t[3].is_empty()).collect();
            return Ok(with_country(entry, &citizen));
        }
        let class =
            class(&claims.p31, false).ok_or("neither a person nor a known class of organisation or group")?;
        (entry.kind, entry.sector) = (class.kind, class.sector);
        Ok(with_country(entry, &country(&claims.p17)))
    }
}

fn with_country<'a>(entry: Entry<'a>, iso3: &str) -> Entry<'a> {
    Entry {
        country: country::all().iter().find(|c| c.iso3.as_str() == iso3).map_or("", |c| c.iso3.as_str()),
        ..entry
    }
}

/// The statements that count: preferred ones where there are any, never deprecated ones. All of an office's, since
/// preferred there are the present ones.
fn best(statements: &[Statement]) -> impl Iterator<Item = &Statement> {
    statements.iter().filter(|s| s.rank != "deprecated")
}

#[derive(serde::Deserialize)]
struct Entity {
    id: String,
    #[serde(default)]
    labels: Lenient<Label>,
    #[serde(default)]
    aliases: Lenient<Aliases>,
    #[serde(default)]
    claims: Lenient<Claims>,
    #[serde(default)]
    sitelinks: Lenient<HashMap<String, IgnoredAny>>,
}

/// A map that the dump writes as `[]` when it is empty.
#[derive(Default)]
struct Lenient<T>(T);

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(untagged)]
        enum Either<T> {
            Map(T),
            Empty([(); 0]),
        }
        Ok(match Either::deserialize(deserializer)? {
            Either::Map(map) => Lenient(map),
            Either::Empty([]) => Lenient::default(),
        })
    }
}

#[derive(serde::Deserialize, Default)]
struct Label {
    en: Option<Text>,
}

#[derive(serde::Deserialize, Default)]
struct Aliases {
    #[serde(default)]
    en: Vec<Text>,
}

#[derive(serde::Deserialize)]
struct Text {
    value: String,
}

/// The properties that are read: instance of, citizenship, country, party, occupation, position held.
#[derive(serde::Deserialize, Default)]
#[serde(default, rename_all = "UPPERCASE")]
struct Claims {
    p31: Vec<Statement>,
    p27: Vec<Statement>,
    p17: Vec<Statement>,
    p102: Vec<Statement>,
    p106: Vec<Statement>,
    p39: Vec<Statement>,
}

#[derive(serde::Deserialize)]
struct Statement {
    mainsnak: Snak,
    #[serde(default)]
    rank: String,
    #[serde(default)]
    qualifiers: Lenient<HashMap<String, Vec<Snak>>>,
}

#[derive(serde::Deserialize)]
struct Snak {
    datavalue: Option<Data>,
}

#[derive(serde::Deserialize)]
struct Data {
    value: Value,
}

impl Statement {
    /// The id of the item it names.
    fn item(&self) -> Option<&str> {
        self.mainsnak.datavalue.as_ref()?.value.get("id")?.as_str()
    }

    /// The day a qualifier gives, in ISO 8601, the last one of a year or month for `last`; empty without one.
    fn day(&self, property: &str, last: bool) -> String {
        let snaks = self.qualifiers.0.get(property).map_or(&[][..], Vec::as_slice);
        let times = snaks.iter().filter_map(|s| s.datavalue.as_ref()?.value.get("time")?.as_str());
        times.filter_map(|t| day(t, last)).next().unwrap_or_default()
    }
}

/// "+1994-05-10T00:00:00Z" as "1994-05-10"; month and day may be 00.
fn day(time: &str, last: bool) -> Option<String> {
    let date = time.strip_prefix('+')?.split('T').next()?;
    let mut parts = date.split('-').map(|p| p.parse::<u16>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let month = if month == 0 { if last { 12 } else { 1 } } else { month };
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    };
    let day = if day == 0 { if last { length } else { 1 } } else { day };
    Some(format!("{year:04}-{month:02}-{day:02}"))
}
