//! Actors: what phrases refer to, against the expectations of another coder's tests (NGEC; Halterman et al. 2023), and
//! whom mentions mean, against labels of our own that hold offsets only.

use std::path::Path;

use gesta::{Article, Date, Reader, resolve_phrase};
use serde::Deserialize;

use crate::score::Score;
use crate::{EvalError, Row, Table, files, names};

/// One test: the function called, its arguments, and what must hold of the answer, in Python.
#[derive(Deserialize)]
struct Expectation {
    call: String,
    args: Vec<String>,
    #[serde(default)]
    kwargs: std::collections::BTreeMap<String, String>,
    asserts: Vec<String>,
}

/// What a phrase must give; `None` where the test does not ask.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Gold {
    /// ISO 3166-1; empty for none.
    country: Option<String>,
    /// The sectors that are right; empty for none.
    sectors: Option<Vec<String>>,
}

/// Measures phrases (`.json`) or mentions (`.tsv`, then the folders of their texts).
///
/// Phrases: country, sector, and both where the test asks for both. Codes for bodies of no country (UNO, EUR, IGO) count as
/// none, sectors that PLOVER 2.0 has not (health, religions) as the one that it has for them, UNK as none.
///
/// Mentions: share whose actor is also mentioned where the label says that the person is named.
///
/// # Errors
/// When a file cannot be read or is in neither format.
pub fn actors<P: AsRef<Path>>(reader: &Reader, paths: &[P]) -> Result<Table, EvalError> {
    match paths.split_first() {
        Some((labels, texts)) if labels.as_ref().extension().is_some_and(|e| e == "tsv") => {
            mentions(reader, labels.as_ref(), texts)
        }
        _ => phrases(paths),
    }
}

fn phrases<P: AsRef<Path>>(paths: &[P]) -> Result<Table, EvalError> {
    let [mut country, mut sector, mut joint] = [Score::default(); 3];
    let (mut count, mut skipped) = (0, 0);
    for file in files(paths, &[".json"])? {
        let content = std::fs::read_to_string(&file).map_err(|e| EvalError::new(&file, e))?;
        let tests: Vec<Expectation> = serde_json::from_str(&content).map_err(|e| EvalError::new(&file, e))?;
        for test in tests {
            let (Some(phrase), Some(gold)) = (phrase(&test), gold(&test)) else {
                skipped += 1;
                continue;
            };
            count += 1;
            let reading = resolve_phrase(phrase, day(&test));
            let found = reading.country.map_or(String::new(), |c| c.to_string());
            let known = reading.sector.filter(|s| *s != "UNK").unwrap_or("");
            let score = |right: bool| Score { gold: 1, system: 1, right: right.into() };
            let same_country = gold.country.as_ref().map(|c| *c == found);
            let same_sector = gold.sectors.as_ref().map(|s| s.iter().any(|s| s == known));
            country.add(same_country.map_or(Score::default(), score));
            sector.add(same_sector.map_or(Score::default(), score));
            joint.add(same_country.zip(same_sector).map_or(Score::default(), |(c, s)| score(c && s)));
        }
    }
    Ok(Table {
        title: "Actors: accuracy of country, of sector, of both, from phrases".into(),
        corpus: format!("{}: {count} phrases; {skipped} tests of other things left out", names(paths)),
        rows: vec![Row::new("country", country), Row::new("sector", sector), Row::new("both", joint)],
        figures: Vec::new(),
    })
}

/// The phrase of a test that codes one.
fn phrase(test: &Expectation) -> Option<&str> {
    let coder = matches!(test.call.as_str(), "agent_to_code" | "short_text_to_agent" | "search_nat");
    test.args.first().map(String::as_str).filter(|p| coder && !p.starts_with("d["))
}

fn day(test: &Expectation) -> Option<Date> {
    let given = test.kwargs.get("query_date").or(test.args.get(2))?;
    given.trim_matches('\'').parse().ok()
}

/// What the assertions say of country and sector.
fn gold(test: &Expectation) -> Option<Gold> {
    let mut gold = Gold::default();
    for assertion in &test.asserts {
        let Some((what, value)) = assertion.split_once(" == ").or_else(|| assertion.split_once(" in "))
        else {
            let nobody = assertion == "code is None";
            gold = if nobody { nobody_at_all() } else { gold };
            continue;
        };
        let values: Vec<&str> = value.split('\'').skip(1).step_by(2).collect();
        match what {
            "code" if value == "None" => gold = nobody_at_all(),
            "cc" | "code['country']" => {
                let code = values.first().copied().unwrap_or("");
                let of_none = matches!(code, "UNO" | "EUR" | "IGO");
                gold.country = Some(if of_none { String::new() } else { code.to_owned() });
            }
            "code['code_1']" if !values.contains(&"PRE") => {
                gold.sectors.get_or_insert_default().extend(values.iter().flat_map(|v| sectors(v)));
            }
            _ => {}
        }
    }
    Some(gold).filter(|g| *g != Gold::default())
}

fn nobody_at_all() -> Gold {
    Gold { country: Some(String::new()), sectors: Some(vec![String::new()]) }
}

/// PLOVER's sector for one of the coder's; a country by name has none there and is its government here.
fn sectors(code: &str) -> Vec<String> {
    let same: &[&str] = match code {
        "" => &["", "GOV"],
        "UNK" | "JNK" => &[""],
        "HLH" => &["MED"],
        "BUD" | "MOS" | "CHR" | "JEW" | "HIN" => &["REL"],
        other => &[other],
    };
    same.iter().map(|s| (*s).to_owned()).collect()
}

/// Labels: the text's name without `.txt`, the extents of a mention and of the last word of the person's name, in code points.
fn mentions<P: AsRef<Path>>(reader: &Reader, labels: &Path, texts: &[P]) -> Result<Table, EvalError> {
    let content = std::fs::read_to_string(labels).map_err(|e| EvalError::new(labels, e))?;
    let mut by_text: std::collections::BTreeMap<&str, Vec<[u32; 4]>> = Default::default();
    for (number, line) in content.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
        let wrong = || EvalError::new(labels, format!("line {}: not a name and four offsets", number + 1));
        let (name, offsets) = line.split_once('\t').ok_or_else(wrong)?;
        let offsets: Result<Vec<u32>, _> = offsets.split('\t').take(4).map(str::parse).collect();
        let offsets = offsets.ok().and_then(|o| o.try_into().ok()).ok_or_else(wrong)?;
        by_text.entry(name).or_default().push(offsets);
    }
    let all = files(texts, &[".txt"])?;
    let [mut pronouns, mut nominals] = [Score::default(); 2];
    for (name, labels) in by_text {
        let stem = |p: &&std::path::PathBuf| p.file_stem().is_some_and(|s| s == name);
        let path = all.iter().find(stem).ok_or_else(|| EvalError::new(Path::new(name), "no such text"))?;
        let text = std::fs::read_to_string(path).map_err(|e| EvalError::new(path, e))?;
        let characters: Vec<char> = text.chars().collect();
        let record = reader.read(Article { text, ..Article::default() }).record();
        for [start, end, from, to] in labels {
            let inside = |a: u32, b: u32, m: &[u32; 2]| m[0] < b && a < m[1];
            let actor = record.actors.iter().find(|a| {
                let own = |m: &gesta::record::MentionRecord| {
                    inside(start, end, &m.span) && m.span[0] >= start && m.span[1] <= end
                };
                a.mentions.iter().any(own)
            });
            let named = |a: &gesta::record::ActorRecord| {
                a.mentions.iter().any(|m| m.form == "name" && inside(from, to, &m.span))
            };
            let words = characters.get(start as usize..end as usize).unwrap_or(&[]);
            let pronoun = !words.contains(&' ') && words.len() <= 4;
            let score = if pronoun { &mut pronouns } else { &mut nominals };
            score.add(Score {
                gold: 1,
                system: actor.is_some().into(),
                right: actor.is_some_and(named).into(),
            });
        }
    }
    let mut both = pronouns;
    both.add(nominals);
    Ok(Table {
        title: "Actors: whom pronouns and nominals mean".into(),
        corpus: format!("{}: {} mentions", labels.display(), both.gold),
        rows: vec![Row::new("pronouns", pronouns), Row::new("nominals", nominals), Row::new("all", both)],
        figures: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(phrase: &str, asserts: &[&str]) -> Expectation {
        Expectation {
            call: "agent_to_code".into(),
            args: vec![phrase.into(), String::new(), "2022-01-01".into()],
            kwargs: Default::default(),
            asserts: asserts.iter().map(|a| (*a).to_owned()).collect(),
        }
    }

    #[test]
    fn assertions_are_read() {
        let check = |asserts: &[&str], country: Option<&str>, sectors: Option<&[&str]>| {
            let expect = Gold {
                country: country.map(str::to_owned),
                sectors: sectors.map(|s| s.iter().map(|s| (*s).to_owned()).collect()),
            };
            assert_eq!(gold(&test("x", asserts)), Some(expect).filter(|g| *g != Gold::default()));
        };
        check(
            &["code['country'] == 'NOR'", "code['code_1'] in ['PTY', 'REB']"],
            Some("NOR"),
            Some(&["PTY", "REB"]),
        );
        check(&["code['country'] == 'UNO'"], Some(""), None);
        check(&["code is None"], Some(""), Some(&[""]));
        check(&["code == None"], Some(""), Some(&[""]));
        check(&["code['code_1'] == 'PRE'"], None, None);
        check(&["code['wiki'] != 'Oslo'"], None, None);
    }

    #[test]
    fn phrases_are_those_of_the_coder() {
        assert_eq!(phrase(&test("Norwegian soldiers", &[])), Some("Norwegian soldiers"));
        assert_eq!(phrase(&test("d['actor']", &[])), None);
        assert_eq!(day(&test("x", &[])), "2022-01-01".parse().ok());
    }
}
