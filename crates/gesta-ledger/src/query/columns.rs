//! The names of rows' fields, in order: the header of a table, which an empty one has too.

use super::{ActorRow, CommitmentRow, EventRow, PlaceRow, StatementRow, TimelineRow};

/// A row with named columns.
pub trait Columns {
    /// The names of its fields, as they are serialised and in that order.
    const COLUMNS: &'static [&'static str];
}

impl Columns for CommitmentRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "act",
        "debtor",
        "counterparty",
        "polarity",
        "action",
        "action_type",
        "due_start",
        "due_end",
        "made",
        "conditional",
        "status",
        "disputed",
        "replaced_by",
        "reports",
        "confidence",
    ];
}

impl Columns for EventRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "type",
        "mode",
        "quad",
        "cameo",
        "source",
        "target",
        "start",
        "end",
        "day",
        "place",
        "place_id",
        "lat",
        "lon",
        "country",
        "factuality",
        "dead",
        "injured",
        "reports",
        "confidence",
    ];
}

impl Columns for StatementRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "document",
        "entry",
        "kind",
        "speaker",
        "speaker_words",
        "addressee",
        "content",
        "cue_class",
        "anonymous",
        "unreal",
        "day",
        "confidence",
    ];
}

impl Columns for ActorRow {
    const COLUMNS: &'static [&'static str] =
        &["id", "name", "kind", "country", "sector", "wikidata", "articles"];
}

impl Columns for PlaceRow {
    const COLUMNS: &'static [&'static str] =
        &["id", "name", "kind", "country", "admin1", "geonames", "lat", "lon", "articles"];
}

impl Columns for TimelineRow {
    const COLUMNS: &'static [&'static str] = &["day", "what", "id", "text", "reports"];
}
