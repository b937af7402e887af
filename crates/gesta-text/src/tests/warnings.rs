use super::check;
use crate::Document;

const BODY: &str = "The ministers met in Oslo on Friday and signed the deal that had been agreed in May. It will let \
                    ships sail from three ports on the coast. The army of the neighbouring country said that it would \
                    not attack them for now.";

fn codes(text: &str) -> Vec<(&'static str, String)> {
    let document = Document::read(text);
    document
        .warnings()
        .iter()
        .map(|w| (w.code, w.span.map_or(String::new(), |s| s.of(text).to_owned())))
        .collect()
}

#[test]
fn a_text_that_breaks_off() {
    for (tail, expect) in [
        ("However, in.", "However, in."),
        ("The prime minister said that the", "The prime minister said that the"),
        (
            "The prime minister said that he would go to Paris and then…",
            "The prime minister said that he would go to Paris and then…",
        ),
        ("The president, for his part, met with the.", "The president, for his part, met with the."),
    ] {
        assert_eq!(codes(&format!("{BODY} {tail}")), [("truncated", expect.to_owned())]);
    }
    let cut = format!("{BODY} The prime minister said he… [+1234 chars]");
    assert!(codes(&cut).contains(&("truncated", "[+1234 chars]".to_owned())));
}

#[test]
fn a_text_that_does_not_break_off() {
    for tail in [
        "They came in.",
        "“We will go,” he said. “All of us.”",
        "That is what it was made for.",
        "(Oslo, Friday.)",
    ] {
        assert_eq!(codes(&format!("{BODY} {tail}")), []);
    }
    assert_eq!(codes(&format!("{BODY}\n\nAma Boateng")), []);
    assert_eq!(codes("Ministers reach deal"), []);
}

#[test]
fn a_note_on_the_copy_after_the_break() {
    check(
        "They signed it. However, in. This is a condensed version of the information.",
        "P They signed it .
         P However , in .
         F This is a condensed version of the information .
         ! truncated: However, in.
         ! boilerplate: This is a condensed version of the information.",
    );
}

#[test]
fn repeated_paragraphs_and_empty_texts() {
    assert_eq!(codes(&format!("{BODY}\n\n{BODY}")), [("repeated-paragraph", BODY.to_owned())]);
    for empty in ["", " \n\t\u{FEFF}\u{200B}\0"] {
        assert_eq!(codes(empty), [("empty", String::new())]);
    }
}

#[test]
fn languages() {
    for (text, language, warned) in [
        (BODY, Some("en"), false),
        (
            "Die Minister trafen sich am Freitag in Oslo und unterzeichneten das Abkommen, das im Mai vereinbart worden war. Es erlaubt den Schiffen, wieder aus drei Häfen an der Küste auszulaufen, sagte ein Sprecher der Regierung am Abend.",
            Some("de"),
            true,
        ),
        (
            "Министры встретились в Осло в пятницу и подписали соглашение, о котором договорились в мае. Оно позволит судам снова выходить из трёх портов на побережье, сообщил вечером представитель правительства.",
            Some("ru"),
            true,
        ),
        ("Oslo, Bergen, Tromsø", None, false),
        ("مرحبا بكم هنا", None, true),
        ("北京", None, true),
        ("Мир", None, true),
        ("Oslo, Bergen (Осло)", None, false),
        ("12.5 %", None, false),
    ] {
        let document = Document::read(text);
        assert_eq!(document.language(), language, "{text}");
        assert_eq!(document.warnings().iter().any(|w| w.code == "not-english"), warned, "{text}");
    }
}
