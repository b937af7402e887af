//! Text again from Penn Treebank tokens, with the way back to the file's offsets.

/// A text as people write it, made of one that is split into tokens.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Plain {
    /// Lines, which are sentences, are paragraphs; inside a quotation the paragraph goes on.
    pub(crate) text: String,
    /// Of each token: first code point and length in the file, first code point and length in the text.
    tokens: Vec<[u32; 4]>,
}

impl Plain {
    /// The extent in the text of an extent in the file, in code points; `None` when it holds no token.
    pub(crate) fn extent(&self, [start, end]: [u32; 2]) -> Option<[u32; 2]> {
        let first = self.tokens.partition_point(|[at, length, ..]| at + length <= start);
        let after = self.tokens.partition_point(|[at, ..]| *at < end);
        let inside = self.tokens.get(first..after)?;
        let ([.., from, _], [.., last, length]) = (inside.first()?, inside.last()?);
        Some([*from, last + length])
    }

    fn push(&mut self, piece: &str, length: &mut u32) {
        self.text.push_str(piece);
        *length += piece.chars().count() as u32;
    }
}

/// What a token stands for.
fn written(token: &str) -> String {
    let sign = match token {
        "-LRB-" => "(",
        "-RRB-" => ")",
        "-LSB-" => "[",
        "-RSB-" => "]",
        "-LCB-" => "{",
        "-RCB-" => "}",
        "``" | "''" => "\"",
        "`" => "'",
        other => return other.replace("\\/", "/"),
    };
    sign.to_owned()
}

/// Tokens that nothing parts from what follows.
const OPENING: [&str; 6] = ["-LRB-", "-LSB-", "-LCB-", "`", "$", "#"];
/// Tokens that nothing parts from what precedes.
const CLOSING: [&str; 21] = [
    ".", ",", ";", ":", "?", "!", "%", "...", "-RRB-", "-RSB-", "-RCB-", "'", "'s", "'S", "n't", "N'T",
    "'re", "'ve", "'ll", "'d", "'m",
];

/// Puts a tokenised text together. A sign that closes quotations opens one where none is open and words follow.
pub(crate) fn detokenise(tokenised: &str) -> Plain {
    let mut plain = Plain::default();
    let (mut at, mut length, mut quoted) = (0, 0, false);
    for line in tokenised.split('\n') {
        let words: Vec<&str> = line.split(' ').collect();
        let last = words.iter().rposition(|w| !w.is_empty());
        if last.is_some() && at > 0 {
            plain.push(if quoted { " " } else { "\n\n" }, &mut length);
        }
        let mut glued = true;
        for (number, word) in words.into_iter().enumerate() {
            let size = word.chars().count() as u32;
            if !word.is_empty() {
                let opens = word == "``" || (word == "''" && !quoted && Some(number) != last);
                let closes = word == "''" && !opens;
                quoted = (quoted || opens) && !closes;
                if !(glued || closes || CLOSING.contains(&word)) {
                    plain.push(" ", &mut length);
                }
                let sign = written(word);
                plain.tokens.push([at, size, length, sign.chars().count() as u32]);
                plain.push(&sign, &mut length);
                glued = opens || OPENING.contains(&word);
            }
            at += size + 1;
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_become_text() {
        let tokenised = "LAGOS -LRB- AP -RRB- -- Ada said : `` We ca n't pay $ 5 . \nIt 's too much . '' \n\
            He left for '' Kano , '' she said .";
        let plain = detokenise(tokenised);
        let expected =
            "LAGOS (AP) -- Ada said: \"We can't pay $5. It's too much.\"\n\nHe left for \"Kano,\" she said.";
        assert_eq!(plain.text, expected.replace("ca n't", "can't"));
        let words = |extent: [u32; 2]| {
            let [start, end] = plain.extent(extent).unwrap_or_default();
            plain.text.chars().skip(start as usize).take((end - start) as usize).collect::<String>()
        };
        let place = |part: &str| {
            let start = tokenised.find(part).unwrap_or_default() as u32;
            [start, start + part.len() as u32]
        };
        assert_eq!(words(place("ca n't pay $ 5")), "can't pay $5");
        assert_eq!(words(place("-LRB- AP -RRB-")), "(AP)");
        assert_eq!(words(place("It 's too")), "It's too");
        assert_eq!(plain.extent([5, 5]), None);
    }
}
