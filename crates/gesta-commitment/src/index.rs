//! Look-ups by token that the rules ask often: quotation marks, statements, events. Built once for a document.

use gesta_event::{EventId, EventType, Events};
use gesta_statement::{StatementId, Statements};
use gesta_syntax::{Parsed, Upos};
use gesta_text::{TokenId, TokenSpan};

/// How many tokens after a mark set apart another one is looked for.
const QUOTE_REACH: u32 = 64;

/// What holds of each token.
#[derive(Default)]
pub(crate) struct Index {
    quoted: Vec<bool>,
    statements: Vec<Option<StatementId>>,
    /// (trigger, event, type), sorted by trigger.
    triggers: Vec<(TokenId, EventId, EventType)>,
}

impl Index {
    pub(crate) fn new(p: &Parsed, statements: &Statements, events: &Events) -> Index {
        let mut index = Index {
            quoted: vec![false; p.all_tokens().len()],
            statements: vec![None; p.all_tokens().len()],
            triggers: Vec::new(),
        };
        for (_, sentence) in p.sentences() {
            index.mark_quotations(p, sentence.tokens);
        }
        index.mark_statements(statements);
        let triggers =
            events.events.iter().enumerate().map(|(i, e)| (e.trigger_token, EventId(i as u32), e.kind));
        index.triggers = triggers.collect();
        index.triggers.sort_by_key(|t| (t.0, t.1));
        index
    }

    /// True between quotation marks of the sentence, also where they open before it or close after it.
    pub(crate) fn is_quoted(&self, token: TokenId) -> bool {
        self.quoted.get(token.index()).copied().unwrap_or(false)
    }

    /// The innermost statement around a token.
    pub(crate) fn statement(&self, token: TokenId) -> Option<StatementId> {
        self.statements.get(token.index()).copied().flatten()
    }

    /// The first event with this trigger.
    pub(crate) fn event(&self, trigger: TokenId) -> Option<(EventId, EventType)> {
        let at = self.triggers.partition_point(|t| t.0 < trigger);
        self.triggers.get(at).filter(|t| t.0 == trigger).map(|t| (t.1, t.2))
    }

    /// Longer contents first, so that inner ones overwrite outer ones.
    fn mark_statements(&mut self, statements: &Statements) {
        let length = |i: &usize| {
            let contents = statements.statements.get(*i).map(|s| s.content_tokens.as_slice());
            contents.unwrap_or_default().iter().map(|c| c.len()).sum::<usize>()
        };
        let mut order: Vec<usize> = (0..statements.statements.len()).collect();
        order.sort_by_key(|i| (std::cmp::Reverse(length(i)), *i));
        for i in order {
            for content in statements.statements.get(i).into_iter().flat_map(|s| &s.content_tokens) {
                if let Some(cells) = self.statements.get_mut(content.range()) {
                    cells.fill(Some(StatementId(i as u32)));
                }
            }
        }
    }

    fn mark_quotations(&mut self, p: &Parsed, sentence: TokenSpan) {
        let mut open: Option<u32> = None;
        let mut closed_before = false;
        for t in sentence.iter() {
            let opens = match p.form(t).as_ref() {
                "“" | "``" | "«" | "„" => true,
                "”" | "»" => false,
                "\"" | "''" if stands_apart(p, t, sentence) => open.is_none() && opens_apart(p, t, sentence),
                "\"" | "''" => {
                    open.is_none() && !p.document().token(t).space_after && !ends_clause(p, t, sentence)
                }
                _ => continue,
            };
            if opens {
                open = open.or(Some(t.0));
            } else if open.is_some() || !closed_before {
                // a closing mark without an opening one ends a quotation that began in an earlier sentence
                self.fill(open.take().unwrap_or(sentence.start), t.0);
                closed_before = true;
            }
        }
        if let Some(start) = open {
            self.fill(start, sentence.end);
        }
    }

    fn fill(&mut self, start: u32, end: u32) {
        if let Some(cells) = self.quoted.get_mut(start as usize..end as usize) {
            cells.fill(true);
        }
    }
}

/// True when punctuation or the end of the sentence follows.
fn ends_clause(p: &Parsed, t: TokenId, sentence: TokenSpan) -> bool {
    let next = TokenId(t.0 + 1);
    !sentence.has(next) || p.upos(next) == Upos::Punct
}

/// True for a mark with spaces on both sides, as some programs write them.
fn stands_apart(p: &Parsed, t: TokenId, sentence: TokenSpan) -> bool {
    let before = t.0.checked_sub(1).map(TokenId).filter(|&b| sentence.has(b));
    p.document().token(t).space_after && before.is_none_or(|b| p.document().token(b).space_after)
}

/// Whether a mark with spaces on both sides opens a quotation: not after a comma or at the end of what was said.
fn opens_apart(p: &Parsed, t: TokenId, sentence: TokenSpan) -> bool {
    let before = t.0.checked_sub(1).map(TokenId).filter(|&b| sentence.has(b));
    let more = TokenSpan::new(t.0 + 1, sentence.end.min(t.0 + QUOTE_REACH))
        .iter()
        .any(|o| matches!(p.form(o).as_ref(), "\"" | "''"));
    before.is_none_or(|b| more || p.upos(b) != Upos::Punct || p.lower(b) == ":")
}
