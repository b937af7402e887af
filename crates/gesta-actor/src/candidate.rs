//! A stretch of text that may refer to an actor, before it is known to which.

use gesta_place::Iso3;
use gesta_syntax::{Parsed, Upos};
use gesta_text::{SentenceId, TokenId, TokenSpan};

use crate::tables::{Agent, EntryId, Sex, Title};
use crate::{ActorKind, MentionForm};

/// One possible mention with what its own words tell.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The whole mention, title included.
    pub(crate) tokens: TokenSpan,
    /// The name alone; equal to `tokens` for nominals and pronouns.
    pub(crate) core: TokenSpan,
    pub(crate) head: TokenId,
    pub(crate) sentence: SentenceId,
    pub(crate) form: MentionForm,
    pub(crate) kind: Option<ActorKind>,
    pub(crate) plural: bool,
    pub(crate) sex: Option<Sex>,
    pub(crate) country: Option<Iso3>,
    pub(crate) sector: Option<&'static str>,
    /// Table entries that the name may mean.
    pub(crate) entries: Vec<EntryId>,
    pub(crate) title: Option<Title>,
    /// True for "former", "ex-", "late", "ousted".
    pub(crate) former: bool,
    /// The agent noun of a nominal.
    pub(crate) agent: Option<Agent>,
    /// Folded words of a name; lower-cased words before the head of a nominal.
    pub(crate) words: Vec<String>,
    /// Definite: "the", "this", a possessive.
    pub(crate) definite: bool,
    /// Starts with "a", "some", a number and the like: names somebody new.
    pub(crate) indefinite: bool,
    /// Whether the name of a state or a capital stands for its government here.
    pub(crate) rule: &'static str,
}

impl Candidate {
    /// A bare candidate over `tokens`.
    pub(crate) fn new(parsed: &Parsed, tokens: TokenSpan, form: MentionForm) -> Candidate {
        let head = parsed.head_of(tokens).unwrap_or(TokenId(tokens.start));
        Candidate {
            tokens,
            core: tokens,
            head,
            sentence: parsed.document().token(head).sentence,
            form,
            kind: None,
            plural: false,
            sex: None,
            country: None,
            sector: None,
            entries: Vec::new(),
            title: None,
            former: false,
            agent: None,
            words: Vec::new(),
            definite: false,
            indefinite: false,
            rule: "",
        }
    }
}

/// Words that put an office into the past.
pub(crate) fn is_former(word: &str) -> bool {
    matches!(word, "former" | "ex" | "ousted" | "deposed" | "retired" | "outgoing" | "late" | "toppled" | "exiled")
        && word != "outgoing"
}

/// The tokens of a sentence that stand before `at`, from the nearest, hyphens skipped.
pub(crate) fn before(parsed: &Parsed, at: u32, first: u32) -> impl Iterator<Item = TokenId> + '_ {
    (first..at).rev().map(TokenId).filter(|t| parsed.upos(*t) != Upos::Punct || parsed.form(*t) != "-")
}
