//! Files, directories, HTML, JSON and tables to articles.
//!
//! [`sources`] turns paths into an ordered list of files; [`Articles`] reads the articles of one file one after the
//! other. A bad input is an error that names the file and, in JSON Lines, the line; the rest is read.

mod decode;
mod error;
mod fields;
mod html;
mod jsonl;
mod lines;
mod records;
mod source;
mod table;

pub use error::InputError;
pub use fields::parse_date;
pub use html::{html_text, web_page};
pub use records::records;
pub use source::{Articles, Source, holds_many, sources};
