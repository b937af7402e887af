//! CoNLL-U: documents with their raw text and words.

use std::path::Path;

use crate::EvalError;

/// A document: its text as it was before annotation, and the annotated words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    /// Words joined by spaces where the file has them, paragraphs by a blank line.
    pub(crate) text: String,
    pub(crate) sentences: Vec<Sentence>,
}

/// A sentence: its words and surface tokens by character, white space not counted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Sentence {
    pub(crate) tokens: Vec<Extent>,
    pub(crate) words: Vec<Word>,
}

/// First and one past the last character of the document, white space not counted.
pub(crate) type Extent = (usize, usize);

/// A word and its annotation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Word {
    /// Its extent; a part of a multiword token that is not spelled in the text has the whole token's extent.
    pub(crate) extent: Extent,
    pub(crate) lemma: String,
    pub(crate) upos: String,
    pub(crate) feats: String,
    /// Index in the sentence; `None` at the root.
    pub(crate) head: Option<usize>,
    pub(crate) deprel: String,
}

/// Reads all documents of a file; a file without `# newdoc` is one.
pub(crate) fn documents(path: &Path) -> Result<Vec<Document>, EvalError> {
    let content = std::fs::read_to_string(path).map_err(|e| EvalError::new(path, e))?;
    read(&content).map_err(|(line, what)| EvalError::new(path, format!("line {line}: {what}")))
}

pub(crate) fn read(content: &str) -> Result<Vec<Document>, (usize, String)> {
    let mut documents = vec![Document::default()];
    let mut reader = Reader::default();
    for (number, line) in content.lines().enumerate() {
        let fault = |what: &str| (number + 1, what.to_owned());
        if line.starts_with("# newdoc") {
            reader.new_document(&mut documents);
        } else if line.starts_with("# newpar") {
            reader.paragraph = true;
        } else if line.is_empty() {
            reader.end_sentence(&mut documents).map_err(fault)?;
        } else if !line.starts_with('#') {
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, form, lemma, upos, _, feats, head, deprel, _, misc] = columns[..] else {
                return Err(fault("a line of CoNLL-U has ten columns"));
            };
            if id.contains('.') {
                continue;
            }
            let document = documents.last_mut().ok_or_else(|| fault("no document"))?;
            let spaced = !misc.split('|').any(|m| m == "SpaceAfter=No");
            if let Some((first, last)) = id.split_once('-') {
                let last = last.parse::<usize>().map_err(|_| fault("no token id"))?;
                let first = first.parse::<usize>().map_err(|_| fault("no token id"))?;
                reader.surface(document, form, spaced);
                reader.multiword = last + 1 - first.min(last);
                continue;
            }
            let extent =
                if reader.multiword > 0 { reader.part(form) } else { reader.surface(document, form, spaced) };
            let head: usize = head.parse().map_err(|_| fault("no head"))?;
            reader.sentence.words.push(Word {
                extent,
                lemma: lemma.to_owned(),
                upos: upos.to_owned(),
                feats: feats.to_owned(),
                head: head.checked_sub(1),
                deprel: deprel.to_owned(),
            });
        }
    }
    reader.end_sentence(&mut documents).map_err(|what| (content.lines().count(), what.to_owned()))?;
    documents.retain(|d| !d.sentences.is_empty());
    Ok(documents)
}

#[derive(Default)]
struct Reader {
    sentence: Sentence,
    /// Characters of the document so far, white space not counted.
    at: usize,
    paragraph: bool,
    space: bool,
    /// Words of the current multiword token still to come, and where they may begin.
    multiword: usize,
    part_text: String,
    part_at: usize,
}

impl Reader {
    fn new_document(&mut self, documents: &mut Vec<Document>) {
        documents.push(Document::default());
        (self.at, self.space, self.paragraph) = (0, false, true);
    }

    /// Takes a surface token into the text.
    fn surface(&mut self, document: &mut Document, form: &str, space_after: bool) -> Extent {
        if self.paragraph && !document.text.is_empty() {
            document.text.push_str("\n\n");
        } else if self.space {
            document.text.push(' ');
        }
        document.text.push_str(form);
        (self.paragraph, self.space) = (false, space_after);
        let start = self.at;
        self.at += form.chars().filter(|c| !c.is_whitespace()).count();
        (self.part_at, self.part_text) = (start, form.to_owned());
        self.sentence.tokens.push((start, self.at));
        (start, self.at)
    }

    /// A word inside the current multiword token.
    fn part(&mut self, form: &str) -> Extent {
        self.multiword -= 1;
        match self.part_text.strip_prefix(form).map(str::to_owned) {
            Some(rest) => {
                let start = self.part_at;
                self.part_at += form.chars().filter(|c| !c.is_whitespace()).count();
                self.part_text = rest;
                (start, self.part_at)
            }
            None => self.sentence.tokens.last().copied().unwrap_or_default(),
        }
    }

    fn end_sentence(&mut self, documents: &mut [Document]) -> Result<(), &'static str> {
        let sentence = std::mem::take(&mut self.sentence);
        if sentence.words.iter().any(|w| w.head.is_some_and(|h| h >= sentence.words.len())) {
            return Err("a head outside the sentence ending here");
        }
        if let (false, Some(document)) = (sentence.words.is_empty(), documents.last_mut()) {
            document.sentences.push(sentence);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_extents_are_those_of_the_file() {
        let word =
            |id: &str, form: &str, misc: &str| format!("{id}\t{form}\t{form}\tX\t_\t_\t0\troot\t_\t{misc}\n");
        let file = [
            "# newdoc\n# newpar\n".to_owned(),
            word("1-2", "Don't", "_"),
            word("1", "Do", "_"),
            word("2", "n't", "_"),
            word("3", "go", "SpaceAfter=No"),
            word("4", ".", "_"),
            "\n# newpar\n".to_owned(),
            word("1", "No", "_"),
            "\n".to_owned(),
        ]
        .concat();
        let documents = read(&file).unwrap();
        assert_eq!(documents[0].text, "Don't go.\n\nNo");
        let words: Vec<Extent> = documents[0].sentences[0].words.iter().map(|w| w.extent).collect();
        assert_eq!(words, [(0, 2), (2, 5), (5, 7), (7, 8)]);
        assert_eq!(documents[0].sentences[1].tokens, [(8, 10)]);
    }

    #[test]
    fn a_broken_line_is_named() {
        assert_eq!(read("# newdoc\n1\tx\n").unwrap_err().0, 2);
    }
}
