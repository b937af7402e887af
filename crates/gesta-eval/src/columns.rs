//! Sentences with entity tags in columns: IOB2 as Universal NER has it, or a word and a tag on each line.

use std::path::Path;

use crate::EvalError;

/// A tagged sentence: its text, and its entities by bytes of that text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Tagged {
    pub(crate) text: String,
    /// Start, end, type as the file has it.
    pub(crate) entities: Vec<(usize, usize, String)>,
}

/// Reads a file. With a `# text = ` line the words are looked up there; without one they are joined as prose.
pub(crate) fn sentences(path: &Path) -> Result<Vec<Tagged>, EvalError> {
    let content = std::fs::read_to_string(path).map_err(|e| EvalError::new(path, e))?;
    Ok(read(&content))
}

fn read(content: &str) -> Vec<Tagged> {
    let mut sentences = Vec::new();
    let (mut text, mut words): (Option<&str>, Vec<(&str, &str)>) = (None, Vec::new());
    for line in content.lines().chain(std::iter::once("")) {
        if let Some(raw) = line.strip_prefix("# text = ") {
            text = Some(raw);
        } else if line.trim().is_empty() {
            if !words.is_empty() {
                sentences.push(sentence(text, &words));
            }
            (text, words) = (None, Vec::new());
        } else {
            let columns: Vec<&str> = line.split('\t').collect();
            match columns[..] {
                // Universal NER: number, word, tag, annotator columns
                [number, word, tag, ..] if number.parse::<usize>().is_ok() => words.push((word, tag)),
                [word, tag] => words.push((word, tag)),
                _ => {}
            }
        }
    }
    sentences
}

fn sentence(raw: Option<&str>, words: &[(&str, &str)]) -> Tagged {
    let spans = raw.and_then(|text| Some((text.to_owned(), find_words(text, words)?)));
    let (text, spans) = spans.unwrap_or_else(|| join(words));
    let mut entities: Vec<(usize, usize, String)> = Vec::new();
    let mut open = false;
    for (&(_, tag), (start, end)) in words.iter().zip(spans) {
        let (position, kind) = tag.split_once('-').unwrap_or(("O", ""));
        match (position, entities.last_mut()) {
            ("I" | "E", Some(last)) if open && last.2 == kind => last.1 = end,
            ("B" | "I" | "E" | "S", _) => entities.push((start, end, kind.to_owned())),
            _ => {}
        }
        open = matches!(position, "B" | "I");
    }
    Tagged { text, entities }
}

fn find_words(text: &str, words: &[(&str, &str)]) -> Option<Vec<(usize, usize)>> {
    let mut at = 0;
    let mut find = |word: &str| {
        let start = at + text.get(at..)?.find(word)?;
        at = start + word.len();
        Some((start, at))
    };
    words.iter().map(|(word, _)| find(word)).collect()
}

/// Joins words as prose has them: no space before closing marks and clitics, none after opening ones.
fn join(words: &[(&str, &str)]) -> (String, Vec<(usize, usize)>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut quotes = 0;
    let mut glue = true;
    for (word, _) in words {
        let closing =
            matches!(*word, "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "}" | "%" | "”" | "’" | "...")
                || matches!(
                    *word,
                    "'s" | "’s" | "n't" | "n’t" | "'re" | "'ve" | "'ll" | "'d" | "'m" | "’re" | "’ve" | "’ll"
                );
        let straight = *word == "\"";
        let closes = closing || (straight && quotes % 2 == 1);
        if !glue && !closes {
            text.push(' ');
        }
        glue =
            matches!(*word, "(" | "[" | "{" | "“" | "‘" | "$" | "€" | "£") || (straight && quotes % 2 == 0);
        quotes += usize::from(straight);
        let start = text.len();
        text.push_str(word);
        spans.push((start, text.len()));
    }
    (text, spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(content: &str, text: &str, entities: &[&str]) {
        let sentence = &read(content)[0];
        let found: Vec<String> = sentence
            .entities
            .iter()
            .map(|(s, e, kind)| format!("{kind} {}", &sentence.text[*s..*e]))
            .collect();
        assert_eq!(
            (sentence.text.as_str(), found),
            (text, entities.iter().map(|e| (*e).to_owned()).collect())
        );
    }

    #[test]
    fn columns_become_sentences() {
        check(
            "# text = Ana (Oslo) left.\n1\tAna\tB-PER\t-\n2\t(\tO\t-\n3\tOslo\tB-LOC\t-\n4\t)\tO\t-\n5\tleft\tO\t-\n",
            "Ana (Oslo) left.",
            &["PER Ana", "LOC Oslo"],
        );
        check(
            "New\tB-LOC\nYork\tE-LOC\n's\tO\nUN\tS-ORG\n.\tO\n",
            "New York's UN.",
            &["LOC New York", "ORG UN"],
        );
        check("\"\tO\nNo\tO\n\"\tO\nUN\tB-ORG\nEU\tB-ORG\n", "\"No\" UN EU", &["ORG UN", "ORG EU"]);
    }
}
