use super::check;
use crate::Document;

#[track_caller]
fn paragraphs(text: &str, expect: &[&str]) {
    let document = Document::read(text);
    let found: Vec<_> = document.paragraphs().iter().map(|p| p.of(text)).collect();
    assert_eq!(found, expect);
}

#[test]
fn blank_lines_separate() {
    paragraphs("One here.\n\nTwo here.\n \t\nThree.", &["One here.", "Two here.", "Three."]);
    paragraphs("One here.\r\n\r\nTwo here.\r\n", &["One here.", "Two here."]);
    paragraphs("  \n\n\u{FEFF}One here.\u{2029}Two here.\u{A0}\n", &["One here.", "Two here."]);
}

#[test]
fn single_line_breaks_separate_where_lines_are_paragraphs() {
    let text = "Talks Fail in Oslo\nThe ministers met for nine hours and left without a word to the press on Sunday, \
                according to three aides who asked not to be named.\nNo date was set.\nBoth sides blamed each other.";
    let document = Document::read(text);
    assert_eq!(document.paragraphs().len(), 4);
}

#[test]
fn single_line_breaks_join_where_lines_are_wrapped() {
    let text = "The ministers met for nine hours in the old town hall of Oslo and\n\
                left without a word to the press on Sunday, according to three\n\
                aides. They asked not to be named because they were not allowed\n\
                to speak.\n\
                \n\
                No date was set for the next round, and both sides blamed each\n\
                other for the failure.";
    paragraphs(text, &text.split("\n\n").collect::<Vec<_>>());
    let document = Document::read(text);
    assert_eq!(document.sentences().len(), 3);
}

#[test]
fn a_headline_of_two_lines_above_long_lines() {
    check(
        "Ministers question the fairness of referees ahead of the vote;\nTalk compared to pumping at a village well.\n\n\
         The minister is not saying much about the vote, with one exception, which he named on Friday in a speech to \
         the farmers of the valley.",
        "H Ministers question the fairness of referees ahead of the vote ;
         P Talk compared to pumping at a village well .
         P The minister is not saying much about the vote , with one exception , which he named on Friday in a speech to the farmers of the valley .",
    );
}
