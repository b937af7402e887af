//! Dictionaries of actors and agents of PETRARCH, Phoenix and TABARI.
//!
//! An actor is a line with its name, synonyms on lines that begin with `+`, and codes in brackets, with or without dates,
//! on the same lines or on lines that begin with a tab. An agent is a line with its noun and a code that begins with `~`;
//! `!NAME!` in it stands for each word of a set, `{…}` holds its plural. `_` parts words, `#` begins a comment.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use gesta_place::{Iso3, country};

use crate::actors::{Entry, Writer};
use crate::{KnowledgeError, Summary};

const SECTORS: &str = include_str!("../../../knowledge/en/actors/sectors.tsv");

/// Makes a knowledge file of the dictionaries in a folder: its files with `actor` or `agent` in their name, `.txt`.
///
/// # Errors
/// When there is none, or one cannot be read, or none holds an actor.
pub fn import_petrarch(dir: &Path, output: &Path) -> Result<Summary, KnowledgeError> {
    let wrong = |e: io::Error| KnowledgeError::new(output, e);
    let mut import = Import {
        writer: Writer::new(crate::folder(output)).map_err(wrong)?,
        summary: Summary::default(),
        sets: HashMap::new(),
    };
    let files = dictionaries(dir)?;
    if files.is_empty() {
        return Err(KnowledgeError::new(dir, "no dictionary: no file such as x.actors.txt or x.agents.txt"));
    }
    for file in &files {
        let bytes = std::fs::read(file).map_err(|e| KnowledgeError::new(file, e))?;
        import.dictionary(file, &String::from_utf8_lossy(&bytes)).map_err(wrong)?;
    }
    let Import { writer, summary, .. } = import;
    if writer.is_empty() {
        return Err(KnowledgeError::new(dir, "no actor in PETRARCH's format"));
    }
    let (entries, names) = writer.finish(output).map_err(wrong)?;
    Ok(Summary { entries, names, ..summary })
}

fn dictionaries(dir: &Path) -> Result<Vec<PathBuf>, KnowledgeError> {
    let error = |e| KnowledgeError::new(dir, e);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(error)? {
        let path = entry.map_err(error)?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
        if name.ends_with(".txt") && (name.contains("actor") || name.contains("agent")) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

struct Import {
    writer: Writer,
    summary: Summary,
    /// Words of a set by its name.
    sets: HashMap<String, Vec<String>>,
}

/// An actor as far as it is read.
struct Draft {
    line: u64,
    names: Vec<String>,
    /// Code and dates.
    codes: Vec<String>,
}

impl Import {
    fn dictionary(&mut self, file: &Path, text: &str) -> io::Result<()> {
        let mut draft: Option<Draft> = None;
        let mut remark = false;
        for (number, line) in (1..).zip(text.lines()) {
            // XML remarks may go over lines.
            let opens = line.trim_start().starts_with("<!--");
            let skip = remark || opens;
            remark = skip && !line.contains("-->");
            let line = line.split('#').next().unwrap_or("").trim_end();
            if skip || line.trim().is_empty() {
                continue;
            }
            if let Some((set, words)) = line.split_once('=').filter(|(set, _)| set.trim().starts_with('!')) {
                let words = words.split(',').map(|w| w.trim().to_owned()).collect();
                self.sets.insert(set.trim().trim_matches('!').to_owned(), words);
                continue;
            }
            let (name, codes) = codes_of(line);
            let inner = line.starts_with(['\t', ' ']) && name.is_empty();
            if inner || line.starts_with('+') {
                match &mut draft {
                    Some(draft) => {
                        draft.codes.extend(codes);
                        draft
                            .names
                            .extend(Some(name.trim_start_matches('+').to_owned()).filter(|n| !n.is_empty()));
                    }
                    None => self.summary.skip("a synonym or code without an actor", file, number),
                }
                continue;
            }
            if let Some(draft) = draft.replace(Draft { line: number, names: vec![name], codes }) {
                self.actor(file, &draft)?;
            }
        }
        draft.map_or(Ok(()), |draft| self.actor(file, &draft))
    }

    fn actor(&mut self, file: &Path, draft: &Draft) -> io::Result<()> {
        let mut names: Vec<String> = draft.names.iter().flat_map(|n| self.spelt(n)).collect();
        if names.is_empty() || draft.codes.is_empty() {
            self.summary.skip("an actor without a name or code", file, draft.line);
            return Ok(());
        }
        let mut terms = Vec::new();
        let (mut agent, mut whole) = (false, None);
        for text in &draft.codes {
            let mut words = text.split_whitespace();
            let (code, dates) = (words.next().unwrap_or(""), words.collect::<String>());
            agent |= code.starts_with('~');
            let (Some(meaning), Some((from, until))) =
                (Meaning::of(code.trim_start_matches('~')), period(&dates))
            else {
                self.summary.skip("a code or date that is unknown", file, draft.line);
                continue;
            };
            if dates.is_empty() {
                whole = whole.or(Some(meaning));
            } else {
                terms.push([String::new(), meaning.country(), meaning.sector.to_owned(), from, until]);
            }
        }
        if whole.is_none() && terms.is_empty() {
            return Ok(());
        }
        let meaning = whole.unwrap_or_default();
        let dated = terms.iter().any(|t| t[2] == "ELI") || (terms.len() > 1 && meaning.sector.is_empty());
        let group = matches!(meaning.sector, "UAF" | "REB" | "CRM");
        let kind = match (agent, dated, group) {
            (true, ..) => "agent",
            (_, true, _) => "person",
            (_, _, true) => "group",
            _ => "organization",
        };
        let name = names.remove(0);
        self.writer.push(&Entry {
            kind,
            country: &meaning.country(),
            sector: meaning.sector,
            name: &name,
            terms,
            aliases: names.iter().map(String::as_str).collect(),
            ..Entry::default()
        })
    }

    /// The spellings of an entry: sets written out, plurals in braces, capitals at the beginning of words.
    fn spelt(&self, name: &str) -> Vec<String> {
        let (bare, plurals) = match name.split_once('{') {
            Some((bare, rest)) => (bare, rest.split('}').next().unwrap_or("")),
            None => (name, ""),
        };
        let set = self.sets.iter().find(|(set, _)| bare.contains(&format!("!{set}!")));
        let spellings: Vec<String> = match set {
            Some((set, words)) => words.iter().map(|w| bare.replace(&format!("!{set}!"), w)).collect(),
            None => vec![bare.to_owned()],
        };
        let spellings = spellings.into_iter().chain(plurals.split(',').map(str::to_owned));
        let words = spellings
            .map(|s| s.replace('_', " ").split_whitespace().map(capital).collect::<Vec<_>>().join(" "));
        words.filter(|w| !w.is_empty()).collect()
    }
}

/// A word in capitals as a name; short ones may be acronyms and stay.
fn capital(word: &str) -> String {
    if word.chars().count() <= 4 && !word.contains(['A', 'E', 'I', 'O', 'U', 'Y']) {
        return word.to_owned();
    }
    let mut letters = word.chars();
    let first = letters.next().into_iter();
    first.chain(letters.flat_map(char::to_lowercase)).collect()
}

/// What stands before the first bracket, and what stands in brackets.
fn codes_of(line: &str) -> (String, Vec<String>) {
    let mut parts = line.split('[');
    let name = parts.next().unwrap_or("").trim().to_owned();
    let codes = parts.filter_map(|p| p.split(']').next()).map(|c| c.trim().to_owned());
    (name, codes.filter(|c| !c.is_empty()).collect())
}

/// A code of CAMEO.
#[derive(Copy, Clone, Default)]
struct Meaning {
    iso3: Option<Iso3>,
    sector: &'static str,
}

impl Meaning {
    /// `None` for a code of which no part is known.
    fn of(code: &str) -> Option<Meaning> {
        let code = code.to_uppercase();
        let mut parts: Vec<&str> = (0..code.len() / 3).filter_map(|i| code.get(3 * i..3 * i + 3)).collect();
        let first = parts.first().and_then(|p| Iso3::parse(p)).and_then(country::by_iso3);
        if first.is_some() {
            parts.remove(0);
        }
        let sector = parts.iter().find_map(|p| sector(p));
        let meaning = Meaning { iso3: first.map(|c| c.iso3), sector: sector.unwrap_or("") };
        (meaning.iso3.is_some() || sector.is_some()).then_some(meaning)
    }

    fn country(self) -> String {
        self.iso3.map_or(String::new(), |c| c.to_string())
    }
}

fn sector(role: &str) -> Option<&'static str> {
    let rows = SECTORS.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    rows.filter(|(_, roles)| roles.split('|').any(|r| r == role)).map(|(sector, _)| sector).next()
}

/// First and last day of "870930-871130", "<870930", ">871130"; both empty of nothing. `None` when it is something else.
fn period(dates: &str) -> Option<(String, String)> {
    let none = String::new;
    if dates.is_empty() {
        return Some((none(), none()));
    }
    if let Some(date) = dates.strip_prefix('<') {
        return Some((none(), day(date)?));
    }
    if let Some(date) = dates.strip_prefix('>') {
        return Some((day(date)?, none()));
    }
    let (from, until) = dates.split_once('-')?;
    Some((day(from)?, day(until)?))
}

/// A date of six or eight digits in ISO 8601; of six, those after 30 are of the last century.
fn day(digits: &str) -> Option<String> {
    let number: u32 = digits.parse().ok()?;
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let year = match digits.len() {
        6 if year > 30 => 1900 + year,
        6 => 2000 + year,
        8 => year,
        _ => return None,
    };
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| format!("{year:04}-{month:02}-{day:02}"))
}
