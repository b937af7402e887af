//! Paths to files, files to articles.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use gesta::Article;

use crate::lines::{Lines, Packing};
use crate::{InputError, decode, html, jsonl};

/// One file to read, or standard input.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// The file; `-` is standard input.
    pub path: PathBuf,
    format: Format,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Format {
    Text,
    Html,
    JsonLines(Packing),
    /// Standard input: told by its first bytes.
    Unknown,
}

/// The files that paths name, in the order given; a directory stands for all articles below it, sorted by path.
/// What cannot be read is an error of its own and does not hold up the rest.
pub fn sources(paths: &[PathBuf]) -> Vec<Result<Source, InputError>> {
    let mut found = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            found.push(Ok(Source { path: path.clone(), format: Format::Unknown }));
        } else if path.is_dir() {
            let before = found.len();
            directory(path, &mut found);
            if found.len() == before {
                let message = "no articles (.txt, .html, .jsonl, .jsonl.gz, .jsonl.zst) in this directory";
                found.push(Err(InputError::new(path, message)));
            }
        } else {
            let format = format_of(path).unwrap_or(Format::Text);
            found.push(Ok(Source { path: path.clone(), format }));
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
            found.push(Ok(Source { path: entry.path(), format }));
        }
    }
}

fn format_of(path: &Path) -> Option<Format> {
    let name = path.file_name().and_then(OsStr::to_str)?.to_ascii_lowercase();
    let formats = [
        (".txt", Format::Text),
        (".html", Format::Html),
        (".htm", Format::Html),
        (".jsonl", Format::JsonLines(Packing::Plain)),
        (".ndjson", Format::JsonLines(Packing::Plain)),
        (".jsonl.gz", Format::JsonLines(Packing::Gzip)),
        (".jsonl.zst", Format::JsonLines(Packing::Zstandard)),
    ];
    formats.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, format)| *format)
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
            format => State::File(format),
        };
        Ok(Articles { path: self.path.clone(), state })
    }

    /// JSON Lines when the first character is a brace, HTML when it is an angle bracket, else plain text.
    fn standard_input(&self, mut input: impl Read) -> Result<Articles, InputError> {
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes).map_err(|e| InputError::new(&self.path, e))?;
        let first = bytes.iter().copied().find(|b| !b.is_ascii_whitespace());
        let state = match first {
            Some(b'{') => State::Lines(Lines::new(Box::new(io::Cursor::new(bytes)))),
            Some(b'<') => return Ok(Articles::one(&self.path, html_article(&self.path, bytes))),
            _ => return Ok(Articles::one(&self.path, Ok(text_article(bytes)))),
        };
        Ok(Articles { path: self.path.clone(), state })
    }
}

impl Articles {
    fn one(path: &Path, article: Result<Article, InputError>) -> Articles {
        Articles { path: path.to_owned(), state: State::Ready(Box::new(article)) }
    }
}

fn text_article(bytes: Vec<u8>) -> Article {
    let (text, warnings) = decode::decode(bytes, false);
    Article { text, warnings, ..Article::default() }
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
                    _ => Ok(text_article(bytes)),
                }))
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
        let source = Source { path: "-".into(), format: Format::Unknown };
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
        let empty = "no articles (.txt, .html, .jsonl, .jsonl.gz, .jsonl.zst) in this directory";
        assert_eq!(names, ["a.HTML", "b/c.jsonl.zst", "z.txt", empty, "none.txt"]);
        fs::remove_dir_all(dir).unwrap();
    }
}
