//! Character classes the tokenizer works with.

use unicode_normalization::char::is_combining_mark;

/// White space and control characters: they separate tokens and belong to none.
pub(crate) fn is_space(c: char) -> bool {
    match c {
        ' ' | '\n' | '\t' | '\r' => true,
        c if c.is_ascii() => c.is_ascii_control(),
        // Zero-width space, word joiner, Mongolian vowel separator.
        '\u{200B}' | '\u{2060}' | '\u{180E}' => true,
        c => c.is_whitespace() || c.is_control() || is_invisible(c),
    }
}

/// Byte order marks and marks of direction: no token starts with one.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{FEFF}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Characters that stay with what precedes them: combining marks, soft hyphen, joiners, variation selectors.
pub(crate) fn is_attached(c: char) -> bool {
    !c.is_ascii()
        && (matches!(c, '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}') || is_combining_mark(c))
}

/// Letters and figures of any script, and the underscore.
pub(crate) fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || c == '_' } else { c.is_alphanumeric() }
}

/// Apostrophes as they are typed and typeset.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// Marks that open a quotation or a bracket, or may do so.
pub(crate) fn is_opening(c: char) -> bool {
    matches!(c, '"' | '“' | '„' | '‘' | '«' | '‹' | '(' | '[' | '{' | '\'' | '`')
}

/// Marks that close a quotation or a bracket, or may do so.
pub(crate) fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '»' | '›' | ')' | ']' | '}' | '\'')
}

/// Marks that end a sentence.
pub(crate) fn is_final(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '؟' | '।')
}
