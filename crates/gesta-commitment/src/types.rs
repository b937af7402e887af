//! What the stage says: commitments, after the annotation guidelines of the project.

use gesta_actor::ActorId;
use gesta_event::{EventId, EventType};
use gesta_statement::StatementId;
use gesta_text::{Span, TokenId, TokenSpan};
use gesta_time::Interval;

/// The seven acts by which somebody is bound, or is to be bound, to a future action.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Act {
    /// The debtor binds himself.
    Promise,
    /// The debtor says that he will do harm.
    Threat,
    /// Somebody asks or orders the debtor to act.
    Demand,
    /// The debtor will act if the other side accepts or gives something.
    Offer,
    /// Several parties undertake something together.
    Agreement,
    /// The debtor says that he will not do what was asked.
    Refusal,
    /// An announced plan or schedule of the debtor's own.
    Intention,
}

impl Act {
    /// The name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Act::Promise => "promise",
            Act::Threat => "threat",
            Act::Demand => "demand",
            Act::Offer => "offer",
            Act::Agreement => "agreement",
            Act::Refusal => "refusal",
            Act::Intention => "intention",
        }
    }
}

impl Act {
    /// All acts.
    pub const ALL: [Act; 7] =
        [Act::Promise, Act::Threat, Act::Demand, Act::Offer, Act::Agreement, Act::Refusal, Act::Intention];

    /// Reads the name in the record.
    pub fn parse(name: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|a| a.as_str() == name)
    }
}

/// What the article itself says became of a commitment.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Status {
    /// Nothing is reported.
    Open,
    /// Done in time.
    Kept,
    /// Not done.
    Broken,
    /// Put off.
    Delayed,
    /// Taken back.
    Withdrawn,
    /// Done in part.
    Partly,
}

impl Status {
    /// The name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Kept => "kept",
            Status::Broken => "broken",
            Status::Delayed => "delayed",
            Status::Withdrawn => "withdrawn",
            Status::Partly => "partly",
        }
    }
}

impl Status {
    /// Reads the name in the record.
    pub fn parse(name: &str) -> Option<Status> {
        use Status::*;
        [Open, Kept, Broken, Delayed, Withdrawn, Partly].into_iter().find(|s| s.as_str() == name)
    }
}

/// A deadline: the words with their preposition, and the days within which to act.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Deadline {
    /// "by the end of the year".
    pub span: Span,
    /// The days; open where open.
    pub days: Interval,
}

/// One commitment.
#[derive(Clone, PartialEq, Debug)]
pub struct Commitment {
    /// Which of the seven.
    pub act: Act,
    /// Who must act.
    pub debtor: Vec<ActorId>,
    /// The words that name the debtor.
    pub debtor_span: Option<Span>,
    /// To or against whom.
    pub counterparty: Vec<ActorId>,
    /// The words that name the counterparty.
    pub counterparty_span: Option<Span>,
    /// What is to be done.
    pub action: Span,
    /// The same in tokens.
    pub action_tokens: TokenSpan,
    /// The action as a PLOVER type, where it has one.
    pub action_type: Option<EventType>,
    /// False when the debtor is to refrain from the action.
    pub positive: bool,
    /// By, until, after or on when.
    pub deadline: Option<Deadline>,
    /// The clause it hangs on.
    pub condition: Option<Span>,
    /// When it was made.
    pub made: Option<Interval>,
    /// Who reports it, if not the debtor.
    pub reporter_span: Option<Span>,
    /// What the article says became of it.
    pub status: Status,
    /// The statement that carries it.
    pub statement: Option<StatementId>,
    /// The event that it is, or that names the action.
    pub event: Option<EventId>,
    /// The head of the words that bind ("vowed", "ultimatum").
    pub cue_token: TokenId,
    /// How sure, 0 to 1.
    pub confidence: f32,
    /// The codebook entry.
    pub rule: String,
    /// The words that show it.
    pub evidence: Vec<Span>,
}

/// All commitments of a document, in the order of their cues.
#[derive(Clone, Debug, Default)]
pub struct Commitments {
    /// The commitments.
    pub commitments: Vec<Commitment>,
}
