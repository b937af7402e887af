//! Lemmas: a lexicon of common words, and edit scripts `op|cut|append` for all others.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::Upos;

/// The lemmas of words that the training data leave no doubt about, by lower-cased form and part of speech.
pub(crate) struct Lexicon {
    lemmas: HashMap<(&'static str, Upos), &'static str>,
    /// All lemmas.
    known: HashSet<&'static str>,
    /// Irregular verb forms and their lemmas.
    irregular: HashMap<&'static str, &'static str>,
}

const IRREGULAR_VERBS: &str = include_str!("../../../knowledge/en/irregular_verbs.tsv");

impl Lexicon {
    /// Reads `form<TAB>UPOS<TAB>lemma` lines.
    pub(crate) fn new(lines: &'static str) -> Lexicon {
        let entry = |line: &'static str| {
            let (form, rest) = line.split_once('\t')?;
            let (upos, lemma) = rest.split_once('\t')?;
            Some(((form, Upos::parse(upos)), lemma))
        };
        let lemmas: HashMap<_, _> = lines.lines().filter_map(entry).collect();
        let known = lemmas.values().copied().collect();
        let mut irregular = HashMap::new();
        for (lemma, forms) in IRREGULAR_VERBS.lines().filter_map(|line| line.split_once('\t')) {
            irregular.extend(forms.split_whitespace().chain([lemma]).map(|form| (form, lemma)));
        }
        Lexicon { lemmas, known, irregular }
    }

    /// The lemma of a word, if the lexicon has it or it is a form of an irregular verb.
    pub(crate) fn lemma(&self, form: &str, upos: Upos) -> Option<&'static str> {
        let lower = form.to_lowercase();
        let key: (&str, Upos) = (&lower, upos);
        let verb = || (upos == Upos::Verb).then(|| self.irregular.get(&*lower)).flatten();
        self.lemmas.get(&key).or_else(verb).copied()
    }

    /// The lemma of a regular verb form where the edit script made no lemma that the lexicon knows ("captur"): of the
    /// spellings that the form may come from, the first that the lexicon knows, else the one that English spelling suggests.
    /// `None` when `edited` is known, or the form is not regular.
    pub(crate) fn regular_verb(&self, form: &str, edited: &str) -> Option<Cow<'static, str>> {
        if self.known.contains(edited) {
            return None;
        }
        let lower = form.to_lowercase();
        let endings = ["ing", "ied", "ies", "ed", "es", "s"];
        let (stem, ending) = endings.iter().find_map(|e| Some((lower.strip_suffix(e)?, *e)))?;
        let mut letters = stem.chars().rev();
        let doubled = letters.next() == letters.next();
        let single = if doubled {
            &stem[..stem.len() - stem.chars().next_back().map_or(0, char::len_utf8)]
        } else {
            stem
        };
        let spellings = [stem.to_owned(), format!("{stem}e"), single.to_owned(), format!("{stem}y")];
        let known = spellings.iter().find_map(|s| self.known.get(s.as_str()).copied());
        known.map(Cow::Borrowed).or_else(|| match ending {
            "ing" | "ed" if stem.len() > 2 && stem.is_ascii() => Some(Cow::Owned(spelled(stem))),
            _ => None,
        })
    }
}

/// The verb that a stem without "-ed" or "-ing" belongs to, by the rules of spelling: a final consonant is doubled after one
/// stressed vowel letter, and a silent e is dropped.
fn spelled(stem: &str) -> String {
    let letters = stem.as_bytes();
    let vowel = |b: u8| b"aeiouy".contains(&b);
    let at =
        |back: usize| letters.len().checked_sub(back).and_then(|i| letters.get(i)).copied().unwrap_or(b' ');
    let (last, before, third) = (at(1), at(2), at(3));
    let syllables =
        (0..letters.len()).filter(|&i| vowel(letters[i]) && (i == 0 || !vowel(letters[i - 1]))).count();
    if last == before && !vowel(last) {
        // kill, pass, buzz, stuff; install, recall; but stop, patrol.
        let stays = b"szf".contains(&last) || last == b'l' && (syllables < 2 || third == b'a');
        return if stays { stem.to_owned() } else { stem[..stem.len() - 1].to_owned() };
    }
    let silent = match last {
        b'v' | b'u' | b'z' | b'c' => true,
        b'l' => b"bcdfgkptz".contains(&before),
        b's' => b"nr".contains(&before) || third != b' ' && vowel(third) && vowel(before),
        b'g' => b"rd".contains(&before) || before == b'a',
        b'w' | b'x' | b'y' | b'h' | b'o' | b'i' | b'a' | b'e' => false,
        // stoke and fine, since stock and fin would have two consonants.
        _ if syllables == 1 => vowel(before) && !vowel(third) && third != b' ',
        b't' => {
            (before == b'a' || before == b'u' || before == b'i' && third == b'n')
                && third != b'o'
                && third != b'e'
        }
        b'r' => before == b'u' && third != b'o' || before == b'i' && third != b'a',
        b'k' | b'm' => before == b'o' || before == b'u',
        _ => false,
    };
    if silent { format!("{stem}e") } else { stem.to_owned() }
}

/// What to do with a word to get its lemma.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Script {
    case: Case,
    cut: usize,
    append: Box<str>,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Case {
    Lower,
    Keep,
    Capital,
    Upper,
    Replace,
}

impl Script {
    /// Reads a script: `l|3|` lowers the word and cuts three characters, `=|0|be` replaces it.
    pub(crate) fn parse(text: &str) -> Option<Script> {
        let mut parts = text.splitn(3, '|');
        let case = match parts.next()? {
            "l" => Case::Lower,
            "k" => Case::Keep,
            "c" => Case::Capital,
            "u" => Case::Upper,
            "=" => Case::Replace,
            _ => return None,
        };
        Some(Script { case, cut: parts.next()?.parse().ok()?, append: parts.next()?.into() })
    }

    /// The lemma of `word`; a script that would cut the whole word leaves it.
    pub(crate) fn apply(&self, word: &str) -> Box<str> {
        let mut base = match self.case {
            Case::Replace => return self.append.clone(),
            Case::Lower => word.to_lowercase(),
            Case::Keep => word.to_owned(),
            Case::Upper => word.to_uppercase(),
            Case::Capital => {
                let head = word.chars().next().map_or(0, char::len_utf8);
                word[..head].to_uppercase() + &word[head..].to_lowercase()
            }
        };
        if let Some(end) = base.char_indices().rev().nth(self.cut.wrapping_sub(1)).map(|(i, _)| i) {
            if end > 0 {
                base.truncate(end);
                base.push_str(&self.append);
            }
        } else if self.cut == 0 {
            base.push_str(&self.append);
        }
        base.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_edit_of_a_regular_form_is_mended() {
        let lexicon =
            Lexicon::new("capture\tVERB\tcapture\nstops\tVERB\tstop\ncarries\tVERB\tcarry\nfin\tNOUN\tfin\n");
        for (form, edited, expect) in [
            ("captured", "captur", Some("capture")),
            ("Stopping", "stopp", Some("stop")),
            ("carried", "carri", Some("carry")),
            ("capture", "capture", None),
            ("blogged", "blogg", Some("blog")),
            ("ed", "", None),
        ] {
            assert_eq!(lexicon.regular_verb(form, edited).as_deref(), expect, "{form}");
        }
        assert_eq!(lexicon.lemma("Stops", Upos::Verb), Some("stop"));
        assert_eq!(lexicon.lemma("stops", Upos::Noun), None);
    }

    #[test]
    fn spelling_tells_the_stem() {
        for (stem, verb) in [
            ("stok", "stoke"),
            ("patroll", "patrol"),
            ("violat", "violate"),
            ("echo", "echo"),
            ("fin", "fine"),
            ("enforc", "enforce"),
            ("tortur", "torture"),
            ("oust", "oust"),
            ("indict", "indict"),
            ("leak", "leak"),
            ("install", "install"),
            ("kill", "kill"),
            ("settl", "settle"),
            ("rais", "raise"),
            ("ravag", "ravage"),
            ("answer", "answer"),
            ("visit", "visit"),
            ("rout", "rout"),
            ("convey", "convey"),
            ("pass", "pass"),
            ("escalat", "escalate"),
            ("infiltrat", "infiltrate"),
            ("argu", "argue"),
            ("storm", "storm"),
            ("vow", "vow"),
        ] {
            assert_eq!(spelled(stem), verb, "{stem}");
        }
    }

    #[test]
    fn irregular_verbs_have_their_lemma() {
        let lexicon = Lexicon::new("");
        for (form, lemma) in
            [("sunk", "sink"), ("Overthrew", "overthrow"), ("broadcast", "broadcast"), ("laid", "lay")]
        {
            assert_eq!(lexicon.lemma(form, Upos::Verb), Some(lemma), "{form}");
        }
        assert_eq!(lexicon.lemma("shot", Upos::Noun), None);
    }

    #[test]
    fn scripts_make_lemmas() {
        for (script, word, lemma) in [
            ("l|0|", "The", "the"),
            ("l|2|", "Wanted", "want"),
            ("l|3|y", "parties", "party"),
            ("=|0|be", "were", "be"),
            ("c|0|", "BAGHDAD", "Baghdad"),
            ("k|1|", "Talibans", "Taliban"),
            ("l|9|x", "cut", "cut"),
            ("l|3|x", "cut", "cut"),
            ("u|0|", "", ""),
        ] {
            assert_eq!(&*Script::parse(script).unwrap().apply(word), lemma, "{script} {word}");
        }
        assert_eq!(Script::parse("x|1|"), None);
    }
}
