//! What the stage says: PLOVER events.

use std::collections::BTreeMap;

use gesta_actor::{Actor, ActorId, Actors};
use gesta_place::{Iso3, PlaceId};
use gesta_statement::StatementId;
use gesta_text::{Span, TokenId};
use gesta_time::Interval;

use crate::Grounds;

/// Index of an [`Event`] in [`Events::events`].
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EventId(pub u32);

/// The 16 event types of PLOVER 2.0.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)] // the names are PLOVER's; knowledge/en/codebook defines them
pub enum EventType {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

impl EventType {
    /// All types, in PLOVER's order.
    pub const ALL: [EventType; 16] = {
        use EventType::*;
        [
            Agree, Consult, Support, Concede, Cooperate, Aid, Retreat, Request, Accuse, Reject, Threaten,
            Protest, Sanction, Mobilize, Coerce, Assault,
        ]
    };

    /// The name as PLOVER writes it, `AGREE`.
    pub fn as_str(self) -> &'static str {
        use EventType::*;
        match self {
            Agree => "AGREE",
            Consult => "CONSULT",
            Support => "SUPPORT",
            Concede => "CONCEDE",
            Cooperate => "COOPERATE",
            Aid => "AID",
            Retreat => "RETREAT",
            Request => "REQUEST",
            Accuse => "ACCUSE",
            Reject => "REJECT",
            Threaten => "THREATEN",
            Protest => "PROTEST",
            Sanction => "SANCTION",
            Mobilize => "MOBILIZE",
            Coerce => "COERCE",
            Assault => "ASSAULT",
        }
    }

    /// Reads PLOVER's name.
    pub fn parse(name: &str) -> Option<EventType> {
        EventType::ALL.into_iter().find(|t| t.as_str() == name)
    }

    /// The type of a CAMEO code (after the table of PLOVER's authors); `None` for public statements and codes that CAMEO has not.
    pub fn of_cameo(code: &str) -> Option<EventType> {
        use EventType::*;
        Some(match (code.get(..2)?, code.get(..3).unwrap_or(""), code) {
            (_, _, "0813" | "0814") | (_, "084" | "085" | "086" | "087", _) => Retreat,
            (_, _, "1712") | (_, "175", _) => Assault,
            (_, "163" | "191" | "192", _) => Coerce,
            ("02" | "10", ..) => Request,
            ("03", ..) => Agree,
            ("04", ..) => Consult,
            ("05", ..) => Support,
            ("06", ..) => Cooperate,
            ("07", ..) => Aid,
            ("08", ..) => Concede,
            ("09" | "11", ..) => Accuse,
            ("12", ..) => Reject,
            ("13", ..) => Threaten,
            ("14", ..) => Protest,
            ("15", ..) => Mobilize,
            ("16", ..) => Sanction,
            ("17", ..) => Coerce,
            ("18" | "19" | "20", ..) => Assault,
            _ => return None,
        })
    }

    /// PLOVER's quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub fn quad(self) -> u8 {
        use EventType::*;
        match self {
            Agree | Consult | Support | Concede => 1,
            Cooperate | Aid | Retreat => 2,
            Request | Accuse | Reject | Threaten => 3,
            Protest | Sanction | Mobilize | Coerce | Assault => 4,
        }
    }
}

/// Whether the event happened, as far as the text says.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Factuality {
    /// It happened or is happening.
    Actual,
    /// It is announced, intended or scheduled.
    Planned,
    /// It may happen or may have happened.
    Possible,
    /// It is spoken of under a condition, in a question, or as an idea.
    Hypothetical,
    /// It did not happen, or somebody says so.
    Denied,
}

impl Factuality {
    /// The name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Factuality::Actual => "actual",
            Factuality::Planned => "planned",
            Factuality::Possible => "possible",
            Factuality::Hypothetical => "hypothetical",
            Factuality::Denied => "denied",
        }
    }
}

/// One event with its arguments.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
    /// PLOVER type.
    pub kind: EventType,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// CAMEO code, where the entry has one.
    pub cameo: Option<String>,
    /// Who acts.
    pub source: Vec<ActorId>,
    /// On or with whom.
    pub target: Vec<ActorId>,
    /// When, as days.
    pub date: Option<Interval>,
    /// Where.
    pub place: Option<PlaceId>,
    /// True when the act is mutual (talks, agreements, clashes): source acts on target and target on source. A
    /// coordinated subject ("A and B signed") stands in both lists; "A met B" has A as source and B as target.
    pub mutual: bool,
    /// The event whose content this one is: what is threatened, demanded, agreed or refused.
    pub within: Option<EventId>,
    /// Whether it happened.
    pub factuality: Factuality,
    /// The statement that asserts it, if it is only reported there.
    pub reported_in: Option<StatementId>,
    /// The word or words that name the act.
    pub trigger: Span,
    /// The head of the trigger.
    pub trigger_token: TokenId,
    /// The words that name the source.
    pub source_span: Option<Span>,
    /// The words that name the target.
    pub target_span: Option<Span>,
    /// Heads of the words that name the source, and of those that name the target.
    pub(crate) source_heads: Vec<TokenId>,
    pub(crate) target_heads: Vec<TokenId>,
    /// Number of dead: least and most.
    pub dead: Option<(u32, Option<u32>)>,
    /// Number of injured: least and most.
    pub injured: Option<(u32, Option<u32>)>,
    /// The codebook entry, `threaten/warning-issued`.
    pub rule: String,
    /// How likely a reader finds an act of this type told here, 0 to 1.
    pub confidence: f32,
    /// What the confidence rests on.
    pub grounds: Grounds,
    /// The words that show it (the clause; more than one where mentions were merged).
    pub evidence: Vec<Span>,
}

/// All events of a document, in the order of their triggers.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// The events.
    pub events: Vec<Event>,
    /// Parties that are actors by an event only; their ids follow those of the document's actors.
    pub joined: Vec<Actor>,
    /// Countries of actors of the document as events tell them, which go before their own.
    pub countries: BTreeMap<ActorId, Iso3>,
}

impl Events {
    /// The document's actors with what the events tell of them, and those that only events know.
    pub fn complete(&self, actors: Actors) -> Actors {
        if self.joined.is_empty() && self.countries.is_empty() {
            return actors;
        }
        let mut all = actors.actors().to_vec();
        for (id, country) in &self.countries {
            if let Some(actor) = all.get_mut(id.0 as usize) {
                actor.country = Some(*country);
            }
        }
        all.extend(self.joined.iter().cloned());
        Actors::new(all, actors.relations().to_vec())
    }

    /// The event with this id.
    pub fn get(&self, id: EventId) -> Option<&Event> {
        self.events.get(id.0 as usize)
    }
}
