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
}

impl Statements {
    /// The statement with this id.
    pub fn get(&self, id: StatementId) -> Option<&Statement> {
        self.statements.get(id.0 as usize)
    }

    /// The innermost statement whose content holds `token`.
    pub fn around(&self, token: TokenId) -> Option<StatementId> {
        let length = |s: &Statement| s.content_tokens.iter().map(|c| c.len()).sum::<usize>();
        let holding = self.statements.iter().enumerate().filter(|(_, s)| s.content_tokens.iter().any(|c| c.has(token)));
        holding.min_by_key(|(_, s)| length(s)).map(|(i, _)| StatementId(i as u32))
    }
}
