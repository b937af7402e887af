//! A stretch of text that may refer to an actor, before it is known to which.

use gesta_place::Iso3;
use gesta_syntax::{Dep, Parsed, Upos, VerbForm};
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
    /// A part of somebody mentioned before: "some of these groups".
    pub(crate) partitive: bool,
    /// True when its own words tell the country: "the Russian president".
    pub(crate) localized: bool,
    /// What told kind, country and sector; for states, why the name is an actor here.
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
            partitive: false,
            localized: false,
            rule: "",
        }
    }
}

/// Words that put an office into the past.
pub(crate) fn is_former(word: &str) -> bool {
    matches!(
        word,
        "former" | "ex" | "ousted" | "deposed" | "retired" | "outgoing" | "late" | "toppled" | "exiled"
    ) && word != "outgoing"
}

/// The noun phrase of `head` as [`Parsed::noun_phrase`], but cut at a comma, a verb or a preposition before the head, which a
/// wrong attachment may have drawn in.
pub(crate) fn noun_phrase(parsed: &Parsed, head: TokenId) -> TokenSpan {
    let mut span = parsed.noun_phrase(head);
    let mut start = head.0;
    while start > span.start {
        let token = TokenId(start - 1);
        let stops = match parsed.upos(token) {
            Upos::Punct => !matches!(parsed.form(token).as_ref(), "-" | "." | "'" | "’"),
            Upos::Adp | Upos::Sconj | Upos::Aux | Upos::Cconj => {
                parsed.dep(token) == Dep::Case || parsed.upos(token) != Upos::Adp
            }
            Upos::Verb => parsed.morph(token).verb_form == Some(VerbForm::Fin),
            _ => false,
        };
        // "at least 43 people" is one phrase
        let amount = parsed.lemma(token) == "at" && matches!(parsed.lemma(TokenId(start)), "least" | "most");
        if stops && !amount {
            break;
        }
        start -= 1;
    }
    span.start = start;
    // Behind the head only what belongs to a name or number: "Group 17", not "fighters loyal to X".
    let tail = |c: &TokenId| {
        *c > head
            && matches!(parsed.dep(*c), Dep::Flat | Dep::Fixed | Dep::Goeswith | Dep::Nummod | Dep::NmodDesc)
    };
    let ends = parsed.children(head).filter(tail).map(|c| parsed.subtree(c).end);
    span.end = ends.max().unwrap_or(0).max(head.0 + 1);
    span
}
