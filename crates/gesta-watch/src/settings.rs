//! The file that says what to watch.

use std::time::Duration;

use jiff::SignedDuration;
use serde::Deserialize;

/// What to watch, and how politely.
///
/// ```
/// let watch: gesta_watch::Watch = r#"
///     contact = "desk@example.org"
///     [[feed]]
///     url = "https://news.example/world.xml"
///     publisher = "The Example"
///     every = "30m"
/// "#
/// .parse()?;
/// assert_eq!(watch.feeds[0].every().as_secs(), 1_800);
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// An address or page that a site's owner can turn to; part of the User-Agent.
    #[serde(default)]
    pub contact: Option<String>,
    /// At least so long between two requests to a host, for instance `5s`.
    #[serde(default)]
    delay: Option<SignedDuration>,
    /// At most so long for an answer.
    #[serde(default)]
    timeout: Option<SignedDuration>,
    /// At most so many bytes of an answer, unpacked.
    #[serde(default = "max_bytes")]
    pub max_bytes: u64,
    /// The feeds.
    #[serde(rename = "feed")]
    pub feeds: Vec<Feed>,
}

/// A feed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// RSS, Atom or JSON Feed.
    pub url: String,
    /// Who publishes it; else what the page says, else the feed's title.
    #[serde(default)]
    pub publisher: Option<String>,
    /// How often to ask, for instance `15m`; at least a minute.
    #[serde(default)]
    every: Option<SignedDuration>,
    /// False: the text is what the feed itself carries; the pages are not fetched.
    #[serde(default = "yes")]
    pub pages: bool,
}

fn max_bytes() -> u64 {
    8 * 1024 * 1024
}

fn yes() -> bool {
    true
}

impl Watch {
    /// Between two requests to a host; five seconds when the file says nothing.
    pub fn delay(&self) -> Duration {
        length(self.delay, 5)
    }

    /// For an answer; thirty seconds when the file says nothing.
    pub fn timeout(&self) -> Duration {
        length(self.timeout, 30)
    }

    /// What requests say of themselves.
    pub fn user_agent(&self) -> String {
        let contact = self.contact.as_ref().map(|c| format!(" (+{c})")).unwrap_or_default();
        format!("Gesta/{}{contact}", env!("CARGO_PKG_VERSION"))
    }
}

impl Feed {
    /// Between two polls; fifteen minutes when the file says nothing.
    pub fn every(&self) -> Duration {
        length(self.every, 15 * 60).max(Duration::from_secs(60))
    }
}

impl std::str::FromStr for Watch {
    type Err = String;

    fn from_str(text: &str) -> Result<Watch, String> {
        let watch: Watch = toml::from_str(text).map_err(|e| e.to_string())?;
        for feed in &watch.feeds {
            let url = url::Url::parse(&feed.url).map_err(|e| format!("{}: {e}", feed.url))?;
            if !matches!(url.scheme(), "http" | "https") {
                return Err(format!("{}: only http and https can be watched", feed.url));
            }
        }
        Ok(watch)
    }
}

/// A length of the file, or so many seconds; what is negative is nothing.
fn length(given: Option<SignedDuration>, seconds: u64) -> Duration {
    given.map_or(Duration::from_secs(seconds), |d| Duration::try_from(d).unwrap_or_default())
}
