//! What was promised, threatened, demanded, offered, agreed, refused or announced; by whom, to whom, by when.
//!
//! Three kinds of cues are tried at each word: verbs and adjectives of the codebook (`verbs`, `takes`), nouns of the codebook
//! (`nouns`), and clauses that bind without a word of their own (`modals`: "will", "is to", "must", imperatives). Each
//! yields drafts, which hold only the heads of the parts; `context` decides whether the cue counts at all. Then
//! overlapping drafts are settled, so that one undertaken action is one commitment, `implied` adds what a threat's
//! "unless" asks for, and `slots` finds deadline, condition, date made, reporter and links. Last, `aftermath` looks in
//! the sentences that follow for what became of a deadline.
//!
//! The words, with what they take and how sure they are, are data in `knowledge/en/commitments`.

mod aftermath;
mod clause;
mod codebook;
mod context;
mod draft;
mod due;
mod extent;
mod implied;
mod index;
mod made;
mod modals;
mod nouns;
mod settle;
mod slots;
mod takes;
mod told_on;
mod types;
mod verbs;
mod words;

pub use types::{Act, Commitment, Commitments, Deadline, Status};

use gesta_actor::{Actors, MentionForm};
use gesta_event::Events;
use gesta_statement::Statements;
use gesta_syntax::{Parsed, Upos};
use gesta_text::{SentenceKind, TokenId, TokenSpan};
use gesta_time::Times;

use codebook::CODEBOOK;
use draft::{Draft, Reading};

/// Below this, what the rules propose is not recorded.
const THRESHOLD: f32 = 0.5;

/// True for the sentence with which what a page's readers wrote begins.
fn begins_comments(parsed: &Parsed, sentence: TokenSpan) -> bool {
    let text = parsed.text_of(sentence).to_lowercase();
    CODEBOOK.list("reader_comments").any(|phrase| text.contains(phrase))
}

/// The words of names of several words, in text order: "Save the Children" asks nobody to save.
fn words_of_names(actors: &Actors) -> Vec<TokenId> {
    let mentions = actors.actors().iter().flat_map(|a| &a.mentions);
    let names = mentions.filter(|m| m.form == MentionForm::Name && m.tokens.len() > 1);
    let mut words: Vec<TokenId> = names.flat_map(|m| m.tokens.iter()).collect();
    words.sort();
    words
}

/// Finds the commitments of a document, in the order of their cues.
pub fn read(
    parsed: &Parsed,
    times: &Times,
    actors: &Actors,
    statements: &Statements,
    events: &Events,
) -> Commitments {
    let index = index::Index::new(parsed, statements, events);
    let reading = Reading { parsed, times, actors, statements, index };
    let names = words_of_names(actors);
    let mut commitments = Vec::new();
    let written = parsed.sentences().map(|(_, s)| s).take_while(|s| !begins_comments(parsed, s.tokens));
    for sentence in written.filter(|s| s.kind != SentenceKind::Furniture) {
        let mut drafts: Vec<Draft> = Vec::new();
        for token in sentence.tokens.iter().filter(|t| names.binary_search(t).is_err()) {
            verbs::drafts(&reading, token, &mut drafts);
            nouns::drafts(&reading, token, &mut drafts);
            if matches!(parsed.upos(token), Upos::Verb | Upos::Noun | Upos::Adj | Upos::Propn) {
                modals::drafts(&reading, token, &mut drafts);
            }
        }
        let mut settled = settle::settle(&reading, drafts);
        settled.extend(implied::demands(&reading, &settled));
        commitments
            .extend(settled.iter().filter(|d| d.weight >= THRESHOLD).map(|d| slots::finish(&reading, d)));
    }
    // In broken text a clause may have no words left once its cue and its frame are taken away.
    commitments.retain(|c| !c.action.is_empty());
    aftermath::settle(&reading, &mut commitments);
    settle::drop_headlines(parsed, &mut commitments);
    Commitments { commitments }
}
