//! HTML pages to articles: main text and metadata by `trafilatura`.

use std::path::Path;

use gesta::{Article, Remark};
use trafilatura::{Config, Options, extract};

use crate::{InputError, decode};

/// The extractor's least size of a main text, in characters.
const LEAST: usize = 250;

/// The article of a page: its main text with one blank line between blocks, headline, date, site name.
pub(crate) fn article(html: &str, path: &Path, mut warnings: Vec<Remark>) -> Result<Article, InputError> {
    let options = Options::default().with_fallback(true).with_exclude_comments(true);
    let page =
        extract(html, &options).map_err(|e| InputError::new(path, format!("no article text found: {e}")))?;
    let mut text = blocks(&page.content_html);
    // Below its least size the extractor gives the page's bare text, the words of neighbouring blocks run together.
    if text.chars().count() < 2 * LEAST && !text.contains("\n\n") {
        let config = Config::default().with_min_extracted_size(LEAST / 10);
        let blockwise = extract(html, &options.with_config(config)).map(|page| blocks(&page.content_html));
        text = blockwise.ok().filter(|again| 2 * again.len() > text.len()).unwrap_or(text);
    }
    if text.is_empty() {
        let message = "no main text was found in the page".to_owned();
        warnings.push(Remark { code: "empty", span: None, message });
    }
    let known = |value: String| Some(value).filter(|v| !v.trim().is_empty());
    let published = page.metadata.date.and_then(|d| d.to_string().parse().ok());
    Ok(Article {
        key: None,
        uri: known(page.metadata.url),
        publisher: known(page.metadata.sitename),
        title: known(page.metadata.title),
        published,
        published_rule: published.map(|_| "html-metadata"),
        text,
        warnings,
    })
}

/// The article of a page that came over the network from `address`.
///
/// # Errors
/// When there is no article in it.
pub fn web_page(bytes: Vec<u8>, address: &str) -> Result<Article, InputError> {
    let (page, warnings) = decode::decode(bytes, true);
    article(&page, Path::new(address), warnings)
}

/// The text of a piece of HTML, such as a feed carries: blocks separated by a blank line, white space made single.
pub fn html_text(html: &str) -> String {
    blocks(html)
}

/// The text of serialised HTML, blocks separated by a blank line.
fn blocks(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_text(&mut text, &rest[..at]);
        let tag = &rest[at + 1..];
        let end = tag.find('>').map_or(tag.len(), |e| e + 1);
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        match name.to_ascii_lowercase().as_str() {
            "a" | "abbr" | "b" | "bdi" | "cite" | "code" | "del" | "em" | "font" | "i" | "ins" | "mark"
            | "q" | "s" | "small" | "span" | "strong" | "sub" | "sup" | "time" | "u" | "hi" | "ref" => {}
            "td" | "th" => push_text(&mut text, " "),
            "br" | "lb" => text.push('\n'),
            _ => text.push_str("\n\n"),
        }
        rest = &tag[end..];
    }
    push_text(&mut text, rest);
    tidy(&text)
}

/// Appends text with its character references resolved (a serialiser writes only these).
fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = [
            ("&amp;", '&'),
            ("&lt;", '<'),
            ("&gt;", '>'),
            ("&quot;", '"'),
            ("&#39;", '\''),
            ("&nbsp;", '\u{A0}'),
        ];
        match known.iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, c)) => {
                out.push(*c);
                rest = &rest[name.len()..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
}

/// Joins the lines of a block with spaces and the blocks with one blank line.
fn tidy(text: &str) -> String {
    let blocks = text.split("\n\n").map(|block| {
        let lines = block.lines().map(|line| line.split([' ', '\t', '\r']).filter(|w| !w.is_empty()));
        lines.flatten().collect::<Vec<_>>().join(" ")
    });
    blocks.filter(|block| !block.is_empty()).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_paragraphs() {
        let html = "<div><h1>Talks\n fail</h1><p>The <b>two</b> sides &amp; others<br/>left.</p>\n<p>1 &lt; 2 &x;</p></div>";
        assert_eq!(blocks(html), "Talks fail\n\nThe two sides & others left.\n\n1 < 2 &x;");
    }

    #[test]
    fn a_short_page_keeps_its_blocks() {
        let page = "<html><body><article><h1>Rebels vow</h1><p>Rebels vowed on Monday to disarm.</p>\
            <p>The government welcomed the pledge.</p></article></body></html>";
        let article = article(page, Path::new("x.html"), Vec::new()).unwrap();
        assert!(article.text.ends_with("disarm.\n\nThe government welcomed the pledge."), "{}", article.text);
    }

    #[test]
    fn a_page_becomes_an_article() {
        let body =
            "The ministers met in the capital on Tuesday and agreed to open the bridge again. ".repeat(6);
        let html = format!(
            "<html><head><title>Bridge to open</title><meta property='article:published_time' \
             content='2019-03-05T10:00:00Z'><meta property='og:site_name' content='The Valley Post'></head>\
             <body><nav><a href='/'>Home</a> <a href='/x'>World</a></nav><article><h1>Bridge to open</h1>\
             <p>{body}</p><p>{body}</p></article><footer>Copyright</footer></body></html>"
        );
        let article = article(&html, Path::new("x.html"), Vec::new()).unwrap();
        assert_eq!(article.title.as_deref(), Some("Bridge to open"));
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2019-03-05"));
        assert!(article.text.contains(body.trim()) && !article.text.contains("Home"), "{}", article.text);
    }
}
