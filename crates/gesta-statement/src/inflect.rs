//! The forms of English words: tables are looked up by form, which does not depend on how a lemma was guessed.

/// All forms of a verb: third person, past, participles. `irregular` replaces the regular past.
pub(crate) fn verb_forms(lemma: &str, irregular: &[&str]) -> Vec<String> {
    let mut forms = vec![lemma.to_owned(), with_s(lemma)];
    let stem = lemma.strip_suffix('e').filter(|s| !s.ends_with(['e', 'o', 'y'])).unwrap_or(lemma);
    for base in [stem.to_owned(), doubled(lemma)] {
        forms.push(format!("{base}ing"));
        if irregular.is_empty() {
            forms.push(format!("{base}ed"));
        }
    }
    if irregular.is_empty() {
        match lemma.strip_suffix('y').filter(|s| s.ends_with(is_consonant)) {
            Some(stem) => forms.push(format!("{stem}ied")),
            None if lemma.ends_with('e') => forms.push(format!("{lemma}d")),
            None => {}
        }
    }
    forms.extend(irregular.iter().map(|f| (*f).to_owned()));
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// Singular and plural of a noun.
pub(crate) fn noun_forms(lemma: &str, irregular: &[&str]) -> Vec<String> {
    let mut forms = vec![lemma.to_owned(), with_s(lemma)];
    forms.extend(irregular.iter().map(|f| (*f).to_owned()));
    forms
}

fn with_s(word: &str) -> String {
    if let Some(stem) = word.strip_suffix('y').filter(|s| s.ends_with(is_consonant)) {
        return format!("{stem}ies");
    }
    let hissing = ["s", "x", "z", "ch", "sh"].iter().any(|e| word.ends_with(e));
    if hissing || word.ends_with("to") { format!("{word}es") } else { format!("{word}s") }
}

/// "admit" with its last consonant doubled; words that do not double are no harm, since nobody writes them.
fn doubled(word: &str) -> String {
    let mut ends = word.chars().rev();
    match (ends.next(), ends.next()) {
        (Some(last), Some(vowel))
            if is_consonant(last) && !is_consonant(vowel) && !matches!(last, 'w' | 'x' | 'y') =>
        {
            format!("{word}{last}")
        }
        _ => word.strip_suffix('e').filter(|s| !s.ends_with(['e', 'o', 'y'])).unwrap_or(word).to_owned(),
    }
}

fn is_consonant(c: char) -> bool {
    !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::verb_forms;

    fn check(lemma: &str, irregular: &[&str], expect: &[&str]) {
        let forms = verb_forms(lemma, irregular);
        for form in expect {
            assert!(forms.iter().any(|f| f == form), "{lemma}: {form} not in {forms:?}");
        }
    }

    #[test]
    fn forms() {
        check("claim", &[], &["claim", "claims", "claimed", "claiming"]);
        check("note", &[], &["note", "notes", "noted", "noting"]);
        check("deny", &[], &["deny", "denies", "denied", "denying"]);
        check("admit", &[], &["admitted", "admitting"]);
        check("agree", &[], &["agreed", "agreeing"]);
        check("veto", &[], &["vetoes", "vetoed"]);
        check("write", &["wrote", "written"], &["writes", "writing", "wrote", "written"]);
        check("stress", &[], &["stresses", "stressed"]);
        assert!(!verb_forms("say", &["said"]).contains(&"sayed".to_owned()));
    }
}
