//! The record: what Gesta says about an article, schema version 1.
//!
//! Field names and meanings are a published contract. Fields may be added; renaming or removing one needs a new
//! [`SCHEMA_VERSION`]. Spans are `[start, end)` in Unicode code points of `document.text`, dates ISO 8601.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the record format.
pub const SCHEMA_VERSION: u32 = 1;

/// `[start, end)` in Unicode code points of `document.text`.
pub type Extent = [u32; 2];

/// One article and everything recorded of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Always 1.
    pub schema_version: u32,
    /// The article.
    pub document: DocumentRecord,
    /// Sentences in text order.
    pub sentences: Vec<Extent>,
    /// People, groups, states, organisations.
    pub actors: Vec<ActorRecord>,
    /// Places on Earth.
    pub places: Vec<PlaceRecord>,
    /// The tagger's named entities as they are.
    pub entities: Vec<EntityRecord>,
    /// Temporal expressions.
    pub dates: Vec<DateRecord>,
    /// Relations between actors.
    pub relations: Vec<RelationRecord>,
    /// Who said what.
    pub statements: Vec<StatementRecord>,
    /// Who did what to whom (PLOVER).
    pub events: Vec<EventRecord>,
    /// Promises, threats, demands, offers, agreements, refusals, intentions.
    pub commitments: Vec<CommitmentRecord>,
}

/// The article itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DocumentRecord {
    /// BLAKE3 of the text, 32 hex digits.
    pub id: String,
    /// The caller's own id.
    pub key: Option<String>,
    /// Where it was published.
    pub uri: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// ISO date of publication.
    pub published: Option<String>,
    /// How the date was found: `input`, `header`, `dateline`, …
    pub published_rule: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// The text that all spans point into.
    pub text: String,
    /// What a reader should beware of.
    pub warnings: Vec<WarningRecord>,
}

/// A remark on the text or its reading.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct WarningRecord {
    /// Stable code, for instance `truncated`.
    pub code: String,
    /// Where, if it has a place.
    pub span: Option<Extent>,
    /// For people.
    pub message: String,
}

/// An actor.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ActorRecord {
    /// `a1`, `a2`, …
    pub id: String,
    /// Fullest name.
    pub name: String,
    /// `person`, `group`, `state` or `organization`.
    pub kind: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Wikidata id.
    pub wikidata: Option<String>,
    /// Offices and roles.
    pub titles: Vec<String>,
    /// Other names in the text.
    pub aliases: Vec<String>,
    /// Where the text speaks of it.
    pub mentions: Vec<MentionRecord>,
}

/// A mention of an actor.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MentionRecord {
    /// Where.
    pub span: Extent,
    /// `name`, `nominal` or `pronoun`.
    pub form: String,
}

/// A place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PlaceRecord {
    /// `p1`, `p2`, …
    pub id: String,
    /// Usual English name.
    pub name: String,
    /// `country`, `admin1`, `city`, `region`, `water`, `continent` or `unknown`.
    pub kind: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// First-level division.
    pub admin1: Option<String>,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Where the text names it.
    pub mentions: Vec<Extent>,
}

/// A named entity.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EntityRecord {
    /// Where.
    pub span: Extent,
    /// `PER`, `ORG`, `LOC` or `MISC`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// A temporal expression.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DateRecord {
    /// `t1`, `t2`, …
    pub id: String,
    /// TIMEX3 extent.
    pub span: Extent,
    /// The words.
    pub text: String,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: String,
    /// TIMEX3 value.
    pub value: String,
    /// TIMEX3 mod.
    #[serde(rename = "mod")]
    pub modifier: Option<String>,
    /// First day it means.
    pub start: Option<String>,
    /// Last day it means.
    pub end: Option<String>,
    /// TIMEX3 quant of a set: `EVERY`, `EACH`. This field and the next four stand only where they are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quant: Option<String>,
    /// TIMEX3 freq of a set: 2 for "twice a week".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freq: Option<u32>,
    /// Offset from universal time of a clock time, `-05:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// TIMEX3 beginPoint of a length: `published` for the article's day, the id of another date, or an ISO date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begin_point: Option<String>,
    /// TIMEX3 endPoint of a length, as `begin_point`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_point: Option<String>,
}

/// A relation between two actors.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RelationRecord {
    /// `spokesperson_of`, `leader_of`, …
    pub kind: String,
    /// Actor id.
    pub subject: String,
    /// Actor id.
    pub object: String,
    /// ISO date.
    pub since: Option<String>,
    /// ISO date.
    pub until: Option<String>,
    /// The words that show it.
    pub evidence: Vec<Extent>,
}

/// A statement.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StatementRecord {
    /// `s1`, `s2`, …
    pub id: String,
    /// `direct`, `mixed` or `indirect`.
    pub kind: String,
    /// Actor id.
    pub speaker: Option<String>,
    /// The words that name the speaker.
    pub speaker_span: Option<Extent>,
    /// The words that report.
    pub cue: Option<Extent>,
    /// What is said.
    pub content: Vec<Extent>,
    /// Class of the cue.
    pub cue_class: String,
    /// True for unnamed sources.
    pub anonymous: bool,
    /// Actor id.
    pub addressee: Option<String>,
    /// When it was said, where the text tells.
    pub date: Option<IntervalRecord>,
    /// Id of the statement in whose content this one is reported ("A said that B had claimed …").
    pub inside: Option<String>,
    /// True when the cue is negated or hypothetical.
    pub unreal: bool,
    /// 0 to 1.
    pub confidence: f32,
}

/// Days, both ends inclusive, open where null.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct IntervalRecord {
    /// First day.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
}

/// A number of people: at least, at most.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CountRecord {
    /// At least.
    pub min: u32,
    /// At most, where the text bounds it.
    pub max: Option<u32>,
}

/// An event.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EventRecord {
    /// `e1`, `e2`, …
    pub id: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Actor ids.
    pub source: Vec<String>,
    /// Actor ids.
    pub target: Vec<String>,
    /// True when the parties act on each other ("A and B signed"): both lists name all of them.
    pub mutual: bool,
    /// When.
    pub date: Option<IntervalRecord>,
    /// Place id.
    pub place: Option<String>,
    /// `actual`, `planned`, `possible`, `hypothetical` or `denied`.
    pub factuality: String,
    /// Id of the statement that asserts it.
    pub reported_in: Option<String>,
    /// The word that names the act.
    pub trigger: Extent,
    /// The words that name the source.
    pub source_span: Option<Extent>,
    /// The words that name the target.
    pub target_span: Option<Extent>,
    /// Dead.
    pub dead: Option<CountRecord>,
    /// Injured.
    pub injured: Option<CountRecord>,
    /// Codebook entry.
    pub rule: String,
    /// 0 to 1.
    pub confidence: f32,
    /// The words that show it.
    pub evidence: Vec<Extent>,
}

/// A deadline.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeadlineRecord {
    /// The words, preposition included.
    pub span: Extent,
    /// First day.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
}

/// A commitment.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CommitmentRecord {
    /// `c1`, `c2`, …
    pub id: String,
    /// `promise`, `threat`, `demand`, `offer`, `agreement`, `refusal` or `intention`.
    pub act: String,
    /// Actor ids.
    pub debtor: Vec<String>,
    /// The words that name the debtor.
    pub debtor_span: Option<Extent>,
    /// Actor ids.
    pub counterparty: Vec<String>,
    /// The words that name the counterparty.
    pub counterparty_span: Option<Extent>,
    /// What is to be done.
    pub action: Extent,
    /// PLOVER type of the action.
    pub action_type: Option<String>,
    /// `do` or `not`.
    pub polarity: String,
    /// By when.
    pub deadline: Option<DeadlineRecord>,
    /// What it hangs on.
    pub condition: Option<Extent>,
    /// When it was made.
    pub made: Option<IntervalRecord>,
    /// Who reports it.
    pub reporter_span: Option<Extent>,
    /// `open`, or what the article says became of it.
    pub status: String,
    /// Statement id.
    pub statement: Option<String>,
    /// Event id.
    pub event: Option<String>,
    /// Codebook entry.
    pub rule: String,
    /// 0 to 1.
    pub confidence: f32,
    /// The words that show it.
    pub evidence: Vec<Extent>,
}

/// The JSON Schema of [`Record`], generated from the types.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Record).to_value()
}
