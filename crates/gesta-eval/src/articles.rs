//! Articles of public corpora by corpus and id, for labels that hold offsets only.
//!
//! The folder is laid out as the corpora come: `stories/timeline17/STORY.articles.csv` (id `STORY/ROW`), `stories/ecbplus/*.jsonl` (its
//! `id`), `articles/reuters21578/*.sgm` (`NEWID`), `statements/polnear/dev/text`, `entities/worldwide_newswire`, `time/tbaq/TimeBank`,
//! `time/wikiwars`, `syntax/gum/ship` (the file's name without its ending).

use std::path::Path;

use gesta::Article;
use serde::Deserialize;

use crate::timeline17::{Story, detokenise};
use crate::{EvalError, columns, conllu, files, reuters, timex};

/// The corpora that labels name, with the folder of each.
const CORPORA: [(&str, &str, Load); 8] = [
    ("timeline17", "stories/timeline17", timeline17),
    ("ecbplus", "stories/ecbplus", ecbplus),
    ("reuters21578", "articles/reuters21578", reuters),
    ("polnear", "statements/polnear/dev", polnear),
    ("worldwide", "entities/worldwide_newswire", worldwide),
    ("timebank", "time/tbaq/TimeBank", timeml),
    ("wikiwars", "time/wikiwars", timeml),
    ("gum", "syntax/gum/ship", gum),
];

type Load = fn(&Path) -> Result<Vec<Article>, EvalError>;

/// The articles of a corpus below `data`, each with its id as key.
///
/// # Errors
/// When there is no corpus of that name, or its files cannot be read.
pub(crate) fn articles(data: &Path, corpus: &str) -> Result<Vec<Article>, EvalError> {
    let found = CORPORA.iter().find(|(name, ..)| *name == corpus);
    let (_, folder, load) = found.ok_or_else(|| EvalError::new(data, format!("no corpus {corpus}")))?;
    load(&data.join(folder))
}

fn article(key: String, text: String) -> Article {
    Article { text, key: Some(key), ..Article::default() }
}

/// The name of a file without its ending.
fn stem(path: &Path) -> String {
    path.file_stem().and_then(|n| n.to_str()).unwrap_or_default().to_owned()
}

fn timeline17(folder: &Path) -> Result<Vec<Article>, EvalError> {
    Ok(Story::all(&[folder], &[])?.into_iter().flat_map(|story| story.articles).collect())
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
}

fn ecbplus(folder: &Path) -> Result<Vec<Article>, EvalError> {
    let mut articles = Vec::new();
    for path in files(&[folder], &[".jsonl"])? {
        let content = text(&path)?;
        for line in content.lines().filter(|l| !l.trim().is_empty()) {
            let line: Line = serde_json::from_str(line).map_err(|e| EvalError::new(&path, e))?;
            articles.push(article(line.id, detokenise(&line.text).text));
        }
    }
    Ok(articles)
}

/// Without their headlines and days: labels are of the text.
fn reuters(folder: &Path) -> Result<Vec<Article>, EvalError> {
    let mut articles = Vec::new();
    for path in files(&[folder], &[".sgm"])? {
        let stories = reuters::stories(&path)?.into_iter();
        articles.extend(stories.filter_map(|s| Some(article(s.id, s.body?))));
    }
    Ok(articles)
}

fn polnear(folder: &Path) -> Result<Vec<Article>, EvalError> {
    each(folder, &[".txt"], |path| Ok(vec![text(path)?]))
}

fn worldwide(folder: &Path) -> Result<Vec<Article>, EvalError> {
    each(folder, &[".tsv"], |path| {
        let sentences = columns::sentences(path)?;
        Ok(vec![sentences.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join("\n\n")])
    })
}

fn timeml(folder: &Path) -> Result<Vec<Article>, EvalError> {
    each(folder, &[".tml"], |path| Ok(timex::documents(path)?.into_iter().map(|d| d.text).collect()))
}

fn gum(folder: &Path) -> Result<Vec<Article>, EvalError> {
    each(folder, &[".conllu"], |path| Ok(conllu::documents(path)?.into_iter().map(|d| d.text).collect()))
}

/// The texts of each file under the file's name.
fn each(
    folder: &Path,
    endings: &[&str],
    texts: impl Fn(&Path) -> Result<Vec<String>, EvalError>,
) -> Result<Vec<Article>, EvalError> {
    let mut articles = Vec::new();
    for path in files(&[folder], endings)? {
        articles.extend(texts(&path)?.into_iter().map(|text| article(stem(&path), text)));
    }
    Ok(articles)
}

fn text(path: &Path) -> Result<String, EvalError> {
    std::fs::read_to_string(path).map_err(|e| EvalError::new(path, e))
}
