//! Questions and their answers, as typed rows.

mod actors;
mod commitments;
mod documents;
mod events;
mod filter;
mod list;
mod set;
mod show;
mod sought;
mod sql;
mod statements;
mod timeline;

pub use actors::{ActorName, ActorRow, PlaceRow};
pub use commitments::{CommitmentRow, Due, HistoryRow, STANDINGS};
pub use documents::DocumentRow;
pub use events::{EventReportRow, EventRow, Numbers};
pub use filter::{ACTOR_KINDS, ACTS, FACTUALITIES, Filter, PLACE_KINDS, STATEMENT_KINDS, TYPES};
pub use set::STATUSES;
pub use show::{CommitmentReport, EventReport, Shown};
pub use sql::Answer;
pub use statements::StatementRow;
pub use timeline::{StoryRow, TimelineRow};
