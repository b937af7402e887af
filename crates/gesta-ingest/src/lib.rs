//! Files, directories, HTML and JSON Lines to articles.
//!
//! [`sources`] turns paths into an ordered list of files; [`Articles`] reads the articles of one file one after the
//! other. A bad input is an error that names the file and, in JSON Lines, the line; the rest is read.

mod decode;
mod error;
mod html;
mod jsonl;
mod lines;
mod records;
mod source;

pub use error::InputError;
pub use html::{html_text, web_page};
pub use jsonl::parse_date;
pub use records::records;
pub use source::{Articles, Source, sources};
