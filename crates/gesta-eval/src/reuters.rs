//! The SGML files of Reuters-21578, which are Latin-1.

use std::path::Path;

use crate::EvalError;

/// A story.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Story {
    /// Its `NEWID`.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// The day it was sent, in ISO 8601.
    pub published: Option<String>,
    /// Its text; some stories are a headline alone.
    pub body: Option<String>,
}

/// The stories of a file.
///
/// # Errors
/// When the file cannot be read.
pub fn stories(path: &Path) -> Result<Vec<Story>, EvalError> {
    let bytes = std::fs::read(path).map_err(|e| EvalError::new(path, e))?;
    let text: String = bytes.iter().map(|&b| char::from(b)).collect();
    Ok(text.split("<REUTERS").skip(1).filter_map(story).collect())
}

fn story(sgml: &str) -> Option<Story> {
    let between = |from: &str, to: &str| sgml.split_once(from)?.1.split_once(to).map(|(inner, _)| inner);
    let element = |name: &str| {
        let inner = between(&format!("<{name}>"), &format!("</{name}>"))?;
        // Bodies end in the wire's "end of text".
        let plain = inner.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        Some(plain.replace('\u{3}', ""))
    };
    Some(Story {
        id: between("NEWID=\"", "\"")?.to_owned(),
        title: element("TITLE"),
        published: element("DATE").and_then(|date| day(&date)),
        body: element("BODY"),
    })
}

/// "26-FEB-1987 15:01:01.79" as an ISO date.
fn day(date: &str) -> Option<String> {
    const MONTHS: &str = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    let mut parts = date.split_whitespace().next()?.split('-');
    let (day, month, year) = (parts.next()?.parse::<u8>().ok()?, parts.next()?, parts.next()?);
    Some(format!("{year}-{:02}-{day:02}", MONTHS.find(month)? / 3 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_has_its_day_its_headline_and_its_text() {
        let head = "<REUTERS NEWID=\"7\"><DATE> 6-MAY-1987 15:01:01.79</DATE><TEXT>";
        let with_body =
            format!("{head}<TITLE>MINE &lt;X> SHUT</TITLE><BODY>It shut.\u{3}</BODY></TEXT></REUTERS>");
        let expect = Story {
            id: "7".to_owned(),
            title: Some("MINE <X> SHUT".to_owned()),
            published: Some("1987-05-06".to_owned()),
            body: Some("It shut.".to_owned()),
        };
        assert_eq!(story(&with_body), Some(expect));
        assert_eq!(story(head).map(|s| (s.title, s.body)), Some((None, None)));
    }
}
