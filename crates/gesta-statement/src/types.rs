//! What the stage says: attributions.

use gesta_actor::ActorId;
use gesta_text::{Span, TokenId, TokenSpan};

/// Index of a [`Statement`] in [`Statements::statements`].
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StatementId(pub u32);

/// How the words are reported.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum StatementKind {
    /// Wholly in quotation marks.
    Direct,
    /// Partly in quotation marks.
    Mixed,
    /// In the reporter's words.
    Indirect,
}

/// One attribution: somebody said, wrote, thought or wanted something.
#[derive(Clone, PartialEq, Debug)]
pub struct Statement {
    /// Direct, mixed or indirect.
    pub kind: StatementKind,
    /// Who.
    pub speaker: Option<ActorId>,
    /// The words that name the speaker: the full noun phrase with appositions.
    pub speaker_span: Option<Span>,
    /// The words that report ("said", "according to").
    pub cue: Option<Span>,
    /// The token of the cue's head.
    pub cue_token: Option<TokenId>,
    /// What is said, in text order; quotation marks included.
    pub content: Vec<Span>,
    /// The same in tokens.
    pub content_tokens: Vec<TokenSpan>,
    /// Class of the cue: said, wrote, thought, wanted, asked, ordered, denied, …
    pub cue_class: String,
    /// True for "a source", "officials" who are not named.
    pub anonymous: bool,
    /// To whom.
    pub addressee: Option<ActorId>,
    /// True when the cue is negated or hypothetical ("did not say", "would say").
    pub unreal: bool,
    /// The innermost other statement whose content holds this one's cue: `None` for the reporter's own attributions.
    pub inside: Option<StatementId>,
    /// How sure the rules are, 0 to 1.
    pub confidence: f32,
    /// The rule that found it.
    pub rule: &'static str,
}

/// All statements of a document, in the order of their first content word.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    /// The statements.
    pub statements: Vec<Statement>,
    /// For each token the innermost statement that holds it, [`NONE`] where there is none.
    innermost: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Statements {
    /// Indexes the statements of a document of `tokens` tokens by position.
    pub fn new(statements: Vec<Statement>, tokens: usize) -> Statements {
        let length = |s: &Statement| s.content_tokens.iter().map(|c| c.len()).sum::<usize>();
        let mut shortest_first: Vec<(usize, u32)> =
            statements.iter().enumerate().map(|(i, s)| (length(s), i as u32)).collect();
        shortest_first.sort_unstable();
        let mut innermost = vec![NONE; tokens];
        // `free[t]` leads to the first token from `t` on that no statement has taken yet.
        let mut free: Vec<u32> = (0..=tokens as u32).collect();
        for (_, index) in shortest_first {
            let pieces = statements.get(index as usize).map_or(&[][..], |s| &s.content_tokens);
            for piece in pieces {
                let mut at = first_free(&mut free, piece.start);
                while at < piece.end.min(tokens as u32) {
                    if let (Some(slot), Some(next)) =
                        (innermost.get_mut(at as usize), free.get_mut(at as usize))
                    {
                        *slot = index;
                        *next = at + 1;
                    }
                    at = first_free(&mut free, at + 1);
                }
            }
        }
        Statements { statements, innermost }
    }

    /// The statement with this id.
    pub fn get(&self, id: StatementId) -> Option<&Statement> {
        self.statements.get(id.0 as usize)
    }

    /// The innermost statement whose content holds `token`.
    pub fn around(&self, token: TokenId) -> Option<StatementId> {
        self.innermost.get(token.index()).copied().filter(|&i| i != NONE).map(StatementId)
    }
}

/// Follows `free` from `at` and shortens the path on the way.
fn first_free(free: &mut [u32], at: u32) -> u32 {
    let mut end = at;
    while let Some(&next) = free.get(end as usize) {
        if next == end {
            break;
        }
        end = next;
    }
    let mut step = at;
    while let Some(slot) = free.get_mut(step as usize) {
        if *slot == step {
            break;
        }
        step = std::mem::replace(slot, end);
    }
    end
}
