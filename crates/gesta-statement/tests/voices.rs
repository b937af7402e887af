//! Whose statement it is: with the actors of the text.

use std::sync::LazyLock;

use gesta_syntax::{Model, ModelKind};
use gesta_text::Document;

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::embedded(ModelKind::Accurate).expect("the embedded model loads"));

/// Checks cue and actor of every statement, in the order of the text of their cues; `-` is nobody.
fn check(text: &str, expect: &[(&str, &str)]) {
    let parsed = MODEL.parse(Document::read(text));
    let places = gesta_place::read(&parsed);
    let actors = gesta_actor::read(&parsed, &places, None);
    let all = gesta_statement::read(&parsed, &actors);
    let mut found: Vec<_> = all
        .statements
        .iter()
        .map(|s| {
            let name = s.speaker.and_then(|id| actors.get(id)).map_or("-", |a| &*a.name);
            (s.cue_token, s.cue.map_or("", |c| c.of(text)), name)
        })
        .collect();
    found.sort_by_key(|f| f.0);
    let found: Vec<(&str, &str)> = found.into_iter().map(|(_, cue, name)| (cue, name)).collect();
    assert_eq!(found, expect, "{text}");
}

#[test]
fn a_letter_speaks_for_who_sent_it() {
    check(
        "The Mirna Council said it “would mend the dam” in a letter sent to Radio Mirna. \
         The elders were “ready to talk,” according to the letter.",
        &[("said", "Mirna Council"), ("according to", "Mirna Council")],
    );
}

#[test]
fn a_voice_is_heard_once() {
    check("“I think the dam is safe,” Ada King said.", &[("said", "Ada King")]);
    check("Ada King said she believed that the dam was safe.", &[("said", "Ada King")]);
    check(
        "Ada King said Tom Reed had denied that the dam was cracked.",
        &[("said", "Ada King"), ("had denied", "Tom Reed")],
    );
    check("Tom Reed told the board that you could see the cracks.", &[("told", "Tom Reed")]);
}

#[test]
fn words_of_the_one_who_is_quoted() {
    check("The agency quoted Tom Reed as saying: “The dam will hold for ever.”", &[("saying:", "Tom Reed")]);
    check("Ada King was quoted as saying that the dam would hold.", &[("saying", "Ada King")]);
}
