//! Questions and their answers, as typed rows.

mod actors;
mod columns;
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
pub use columns::Columns;
pub use commitments::{CommitmentRow, Due, HistoryRow, STANDINGS};
pub use documents::{DocumentRow, Source};
pub use events::{EventReportRow, EventRow, Numbers};
pub use filter::{ACTOR_KINDS, ACTS, FACTUALITIES, Filter, PLACE_KINDS, STATEMENT_KINDS, TYPES};
pub use set::STATUSES;
pub use show::{CommitmentReport, EventReport, Shown};
pub use sql::{Answer, VIEWS};
pub use statements::StatementRow;
pub use timeline::{StoryRow, TimelineRow};
