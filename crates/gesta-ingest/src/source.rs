//! Paths to files, files to articles.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use gesta::Article;

use crate::lines::{Lines, Packing};
use crate::{InputError, decode, html, jsonl, table};

/// One file to read, or standard input.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// The file; `-` is standard input.
    pub path: PathBuf,
    format: Format,
    /// False for what was found in a directory: tables and JSON there may hold something else than articles.
    named: bool,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Format {
    Text,
    Html,
    JsonLines(Packing),
    /// An array, or objects.
    Json,
    /// CSV or TSV.
    Table,
    /// Standard input: told by its first bytes.
    Unknown,
}

/// The files that paths name, in the order given; a directory stands for all articles below it, sorted by path.
/// What cannot be read is an error of its own and does not hold up the rest.
pub fn sources(paths: &[PathBuf]) -> Vec<Result<Source, InputError>> {
    let mut found = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            found.push(Ok(Source { path: path.clone(), format: Format::Unknown, named: true }));
        } else if path.is_dir() {
            let before = found.len();
            directory(path, &mut found);
            if found.len() == before {
                let endings: Vec<&str> = FORMATS.iter().map(|(ending, _)| *ending).collect();
                let message = format!("no articles ({}) in this directory", endings.join(", "));
                found.push(Err(InputError::new(path, message)));
            }
        } else {
            let format = format_of(path).unwrap_or(Format::Text);
            found.push(Ok(Source { path: path.clone(), format, named: true }));
        }
    }
    found
}

fn directory(path: &Path, found: &mut Vec<Result<Source, InputError>>) {
    let entries = fs::read_dir(path).and_then(|entries| entries.collect::<io::Result<Vec<_>>>());
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => return found.push(Err(InputError::new(path, error))),
    };
    entries.sort_by_key(|e| e.file_name());
    for entry in entries {
        // A link to a directory is not followed: it may lead back here.
        if entry.file_type().is_ok_and(|t| t.is_dir()) {
            directory(&entry.path(), found);
        } else if let Some(format) = format_of(&entry.path()).filter(|_| entry.path().is_file()) {
            found.push(Ok(Source { path: entry.path(), format, named: false }));
        }
    }
}

/// Formats by the ends of file names.
const FORMATS: [(&str, Format); 10] = [
    (".txt", Format::Text),
    (".html", Format::Html),
    (".htm", Format::Html),
    (".jsonl", Format::JsonLines(Packing::Plain)),
    (".ndjson", Format::JsonLines(Packing::Plain)),
    (".jsonl.gz", Format::JsonLines(Packing::Gzip)),
    (".jsonl.zst", Format::JsonLines(Packing::Zstandard)),
    (".json", Format::Json),
    (".csv", Format::Table),
    (".tsv", Format::Table),
];

/// First bytes of files that are no text, and what those are.
const NO_TEXT: [(&[u8], &str); 7] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xD0\xCF\x11\xE0", "an office document"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"\x1F\x8B", "packed (gzip) without an ending that says so"),
    (b"\x28\xB5\x2F\xFD", "packed (Zstandard) without an ending that says so"),
    (b"SQLite format 3", "a database"),
];

fn format_of(path: &Path) -> Option<Format> {
    let name = path.file_name().and_then(OsStr::to_str)?.to_ascii_lowercase();
    FORMATS.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, format)| *format)
}

/// True for a file of many articles, told by its name; false for one that is an article.
pub fn holds_many(path: &Path) -> bool {
    !matches!(format_of(path), None | Some(Format::Text | Format::Html))
}

/// The articles of one source, read one after the other.
pub struct Articles {
    path: PathBuf,
    state: State,
}

enum State {
    Done,
    /// An article that is there already.
    Ready(Box<Result<Article, InputError>>),
    /// A file with one article.
    File(Format),
    Lines(Lines),
    /// Articles that are read already.
    Many(std::vec::IntoIter<Result<Article, InputError>>),
}

impl Source {
    /// Opens the source.
    ///
    /// # Errors
    /// When the file cannot be opened or unpacked.
    pub fn articles(&self) -> Result<Articles, InputError> {
        let state = match self.format {
            Format::JsonLines(packing) => State::Lines(Lines::open(&self.path, packing)?),
            Format::Unknown => return self.standard_input(io::stdin().lock()),
            Format::Json | Format::Table => self.collection()?,
            format => State::File(format),
        };
        Ok(Articles { path: self.path.clone(), state })
    }

    /// A file that is an array, objects or a table. In a directory, one whose beginning is no article holds none.
    fn collection(&self) -> Result<State, InputError> {
        let bytes = fs::read(&self.path).map_err(|e| InputError::new(&self.path, e))?;
        let (text, _) = decode::decode(bytes, false);
        let articles = match self.format {
            Format::Table => table::articles(&text, &self.path),
            _ if jsonl::has_lines(&text) => {
                let first = text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
                if self.named || jsonl::article(first, &self.path, 1).is_ok() {
                    return Ok(State::Lines(Lines::new(Box::new(io::Cursor::new(text.into_bytes())))));
                }
                return Ok(State::Done);
            }
            _ => Ok(jsonl::articles(&text, &self.path)),
        };
        match articles {
            Ok(articles) if self.named || articles.first().is_some_and(Result::is_ok) => {
                Ok(State::Many(articles.into_iter()))
            }
            Err(error) if self.named => Err(error),
            _ => Ok(State::Done),
        }
    }

    /// JSON when the first character is a brace (or a bracket with a brace), HTML when it is an angle bracket, else plain text.
    fn standard_input(&self, mut input: impl Read) -> Result<Articles, InputError> {
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes).map_err(|e| InputError::new(&self.path, e))?;
        let mut signs = bytes.iter().copied().filter(|b| !b.is_ascii_whitespace());
        let first = (signs.next(), signs.next());
        let state = match first {
            (Some(b'['), Some(b'{')) => {
                let (text, _) = decode::decode(bytes, false);
                State::Many(jsonl::articles(&text, &self.path).into_iter())
            }
            (Some(b'{'), _) => State::Lines(Lines::new(Box::new(io::Cursor::new(bytes)))),
            (Some(b'<'), _) => return Ok(Articles::one(&self.path, html_article(&self.path, bytes))),
            _ => return Ok(Articles::one(&self.path, text_article(&self.path, bytes))),
        };
        Ok(Articles { path: self.path.clone(), state })
    }
}

impl Articles {
    fn one(path: &Path, article: Result<Article, InputError>) -> Articles {
        Articles { path: path.to_owned(), state: State::Ready(Box::new(article)) }
    }
}

fn text_article(path: &Path, bytes: Vec<u8>) -> Result<Article, InputError> {
    if let Some((_, what)) = NO_TEXT.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(InputError::new(path, format!("this is {what}, not a text; only text can be read")));
    }
    let (text, warnings) = decode::decode(bytes, false);
    Ok(Article { text, warnings, ..Article::default() })
}

fn html_article(path: &Path, bytes: Vec<u8>) -> Result<Article, InputError> {
    let (page, warnings) = decode::decode(bytes, true);
    html::article(&page, path, warnings)
}

impl Iterator for Articles {
    type Item = Result<Article, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        match std::mem::replace(&mut self.state, State::Done) {
            State::Done => None,
            State::Ready(article) => Some(*article),
            State::File(format) => {
                let bytes = fs::read(&self.path).map_err(|e| InputError::new(&self.path, e));
                Some(bytes.and_then(|bytes| match format {
                    Format::Html => html_article(&self.path, bytes),
                    _ => text_article(&self.path, bytes),
                }))
            }
            State::Many(mut articles) => {
                let article = articles.next()?;
                self.state = State::Many(articles);
                Some(article)
            }
            State::Lines(mut lines) => {
                let article = lines.next(&self.path, jsonl::article)?;
                // A line that is no article is one bad line; a stream that cannot be read further is over.
                if article.is_ok() || article.as_ref().is_err_and(|e| e.line.is_some()) {
                    self.state = State::Lines(lines);
                }
                Some(article)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &[u8], expect: &[Result<&str, &str>]) {
        let source = Source { path: "-".into(), format: Format::Unknown, named: true };
        let articles = source.standard_input(input).unwrap();
        let found: Vec<Result<String, String>> =
            articles.map(|a| a.map(|a| a.text).map_err(|e| e.to_string())).collect();
        assert_eq!(found.len(), expect.len(), "{found:?}");
        for (found, expect) in found.iter().zip(expect) {
            match (found, expect) {
                (Ok(text), Ok(expect)) => assert_eq!(text, expect),
                (Err(message), Err(expect)) => assert!(message.starts_with(expect), "{message}"),
                _ => panic!("{found:?} instead of {expect:?}"),
            }
        }
    }

    #[test]
    fn standard_input_is_told_by_its_first_character() {
        check(b"Rebels left.\r\n", &[Ok("Rebels left.\r\n")]);
        check(b"", &[Ok("")]);
        check(b"{\"text\": \"a\"}\n\n{\"text\": \"b\"}", &[Ok("a"), Ok("b")]);
        check(
            b"[\n {\"text\": \"a\"}, {\"body\": \"b\"}, 3]",
            &[Ok("a"), Ok("b"), Err("-: article 3: this is no")],
        );
        check(b"[Oslo] Rebels left.", &[Ok("[Oslo] Rebels left.")]);
        check(b"%PDF-1.7 x", &[Err("-: this is a PDF, not a text")]);
    }

    #[test]
    fn a_bad_line_does_not_hold_up_the_rest() {
        check(
            b"{\"text\": \"a\"}\n{oops\n{\"text\": \"\xFF\"}\n{\"text\": \"b\"}",
            &[Ok("a"), Err("-:2: key must be a string"), Err("-:3: invalid utf-8"), Ok("b")],
        );
    }

    #[test]
    fn paths_become_sources() {
        let dir = std::env::temp_dir().join(format!("gesta-sources-{}", std::process::id()));
        fs::create_dir_all(dir.join("b")).unwrap();
        fs::create_dir_all(dir.join("empty")).unwrap();
        for name in ["z.txt", "a.HTML", "b/c.jsonl.zst", "notes.pdf"] {
            fs::write(dir.join(name), "x").unwrap();
        }
        let names: Vec<String> = sources(&[dir.clone(), dir.join("empty"), dir.join("none.txt")])
            .iter()
            .map(|s| match s {
                Ok(s) => s.path.strip_prefix(&dir).unwrap().display().to_string(),
                Err(e) => e.message.clone(),
            })
            .collect();
        let empty = "no articles (.txt, .html, .htm, .jsonl, .ndjson, .jsonl.gz, .jsonl.zst, .json, .csv, .tsv) in this \
                     directory";
        assert_eq!(names, ["a.HTML", "b/c.jsonl.zst", "z.txt", empty, "none.txt"]);
        fs::remove_dir_all(dir).unwrap();
    }

    /// The texts and errors of a file of this name, named or found in a directory.
    #[track_caller]
    fn check_file(name: &str, content: &str, named: bool, expect: &[&str]) {
        let path = std::env::temp_dir().join(format!("gesta-{}-{name}", std::process::id()));
        fs::write(&path, content).unwrap();
        let source = Source { format: format_of(&path).unwrap(), path: path.clone(), named };
        let shown = |a: Result<Article, InputError>| a.map_or_else(|e| e.message, |a| a.text);
        let found: Vec<String> = match source.articles() {
            Ok(articles) => articles.map(shown).collect(),
            Err(error) => vec![error.message],
        };
        fs::remove_file(&path).unwrap();
        assert_eq!(found.len(), expect.len(), "{found:?}");
        assert!(found.iter().zip(expect).all(|(f, e)| f.starts_with(e)), "{found:?}");
    }

    #[test]
    fn json_files_hold_arrays_objects_or_lines() {
        check_file("a.json", "[{\"text\": \"a\"},\n{\"text\": \"b\"}]", true, &["a", "b"]);
        check_file("o.json", "{\n \"text\": \"a\",\n \"id\": 1\n}", true, &["a"]);
        check_file("l.json", "{\"text\": \"a\"}\n{oops\n{\"text\": \"b\"}\n", true, &["a", "key must", "b"]);
        check_file("b.json", "[{\"text\": \"a\"},\n{\"text\": ", true, &["EOF"]);
        check_file("c.json", "{\"name\": \"gesta\"}", true, &["there is no `text`"]);
    }

    #[test]
    fn data_in_a_directory_that_are_no_articles_are_passed_over() {
        check_file("p.json", "{\"name\": \"gesta\"}", false, &[]);
        check_file("q.json", "{\n\"name\": \"gesta\"}", false, &[]);
        check_file("r.csv", "name,age\nx,1\n", false, &[]);
        check_file("s.csv", "id,text\n1,a\n", false, &["a"]);
        check_file("t.json", "[{\"text\": \"a\"}]", false, &["a"]);
    }
}
