//! `robots.txt` (RFC 9309), one for each origin.

use std::collections::BTreeMap;

use robotstxt::DefaultMatcher;
use url::Url;

use crate::fetch::{Answer, FetchError};

/// The product token that rules for us name.
const AGENT: &str = "Gesta";

/// Whether a page may be fetched.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Leave {
    Granted,
    Denied,
    /// The site could not tell.
    Unknown,
}

/// What each origin allows.
#[derive(Default)]
pub(crate) struct Robots {
    rules: BTreeMap<String, Rules>,
}

enum Rules {
    /// The file's text; empty when there is none.
    Text(String),
    /// The site could not tell: nothing is allowed for now.
    Unreachable,
}

impl Robots {
    /// Whether a page may be fetched; `get` fetches the origin's file the first time.
    pub(crate) fn allow(&mut self, url: &Url, get: impl FnOnce(&Url) -> Result<Answer, FetchError>) -> Leave {
        let origin = url.origin().ascii_serialization();
        let rules = self.rules.entry(origin).or_insert_with(|| {
            let Ok(file) = url.join("/robots.txt") else { return Rules::Unreachable };
            match get(&file) {
                Ok(answer) if answer.status < 300 => {
                    Rules::Text(String::from_utf8_lossy(&answer.body).into_owned())
                }
                // RFC 9309, 2.3.1.3: no such file, no rules.
                Ok(answer) if answer.status < 500 && answer.status != 429 => Rules::Text(String::new()),
                _ => Rules::Unreachable,
            }
        });
        match rules {
            Rules::Text(text) => {
                match DefaultMatcher::default().one_agent_allowed_by_robots(text, AGENT, url.as_str()) {
                    true => Leave::Granted,
                    false => Leave::Denied,
                }
            }
            Rules::Unreachable => Leave::Unknown,
        }
    }

    /// Forgets what was learnt, so that the files are fetched anew.
    pub(crate) fn forget(&mut self) {
        self.rules.clear();
    }
}
