//! Bytes to text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;
use gesta::Remark;

/// Text from bytes: UTF-8 where they are, else by a byte order mark, the `charset` an HTML page names, or a guess.
/// Whatever is not plain UTF-8 is remarked on.
pub(crate) fn decode(bytes: Vec<u8>, html: bool) -> (String, Vec<Remark>) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, Vec::new()),
        Err(error) => error.into_bytes(),
    };
    let named = if html { html_charset(&bytes) } else { None };
    let encoding = named.unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&bytes, true);
        detector.guess(None, Utf8Detection::Deny)
    });
    let (text, used, damaged) = encoding.decode(&bytes);
    let how = if named.is_some() { "as the page says" } else { "as guessed" };
    let lost = if damaged { "; bytes that made no character were replaced" } else { "" };
    let message = format!("the text is not UTF-8; read as {} {how}{lost}", used.name());
    (text.into_owned(), vec![Remark { code: "encoding", span: None, message }])
}

/// The encoding that `<meta charset=…>` or `content="…; charset=…"` names in the first 4 KiB.
fn html_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes).to_ascii_lowercase();
    let at = head.windows(8).position(|w| w == b"charset=")? + 8;
    let name: Vec<u8> = head[at..]
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\''))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
        .collect();
    Encoding::for_label(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], html: bool, expect: &str, warned: bool) {
        let (text, remarks) = decode(bytes.to_vec(), html);
        assert_eq!((text.as_str(), !remarks.is_empty()), (expect, warned));
    }

    #[test]
    fn bytes_become_text() {
        check("Müller".as_bytes(), false, "Müller", false);
        check(
            b"M\xFCller sagte, er k\xF6nne nicht kommen",
            false,
            "Müller sagte, er könne nicht kommen",
            true,
        );
        check(b"<meta charset='windows-1251'>\xCC\xE8\xF0", true, "<meta charset='windows-1251'>Мир", true);
    }
}
