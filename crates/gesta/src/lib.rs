//! The facade: article in, record out.
//!
//! ```no_run
//! let reader = gesta::Reader::new(gesta::ModelKind::Accurate)?;
//! let article = gesta::Article { text: "Rebels vowed to leave by Friday.".into(), ..Default::default() };
//! let record = reader.read(article).record();
//! assert_eq!(record.schema_version, 1);
//! # Ok::<(), gesta::ModelError>(())
//! ```

mod article;
mod convert;
mod explain;
mod jsonld;
mod reader;
pub mod record;
mod relate;

pub use article::{Article, Remark};
pub use explain::{Question, explain};
pub use gesta_actor::{PhraseReading, Roster, resolve_phrase};
pub use gesta_event::Codebook;
pub use gesta_place::{Answer as PlaceAnswer, Atlas, Iso3, Place, country, look_up as look_up_place};
pub use gesta_syntax::{ModelError, ModelKind, Parsed, write_conllu};
pub use gesta_text::{CharIndex, Span};
pub use jiff::civil::Date;
pub use jsonld::jsonld;
pub use reader::{MAX_BYTES_READ, Reader, Reading, Stage};
pub use relate::{RelationAnswer, RelationQuery};
