//! One request, within limits.

use std::fmt;
use std::time::Duration;

use ureq::Agent;
use ureq::http::HeaderMap;
use url::Url;

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// Why nothing came back.
#[derive(Debug)]
pub(crate) struct FetchError {
    message: String,
    /// False for what will be so the next time, such as an answer that is too long.
    pub(crate) passes: bool,
}

impl From<ureq::Error> for FetchError {
    fn from(error: ureq::Error) -> FetchError {
        let passes = !matches!(error, ureq::Error::BodyExceedsLimit(_) | ureq::Error::BadUri(_));
        FetchError { message: error.to_string(), passes }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Sends requests; follows no redirects.
pub(crate) struct Fetcher {
    agent: Agent,
    max_bytes: u64,
}

impl Fetcher {
    pub(crate) fn new(user_agent: &str, timeout: Duration, max_bytes: u64) -> Fetcher {
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(user_agent)
            .build();
        Fetcher { agent: config.into(), max_bytes }
    }

    /// Gets an address, under conditions (header and value).
    pub(crate) fn get(&self, url: &Url, conditions: &[(&str, &str)]) -> Result<Answer, FetchError> {
        let mut request = self.agent.get(url.as_str());
        for (name, value) in conditions {
            request = request.header(*name, *value);
        }
        let mut response = request.call()?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = if (300..400).contains(&status) {
            Vec::new()
        } else {
            let reading = response.body_mut().with_config().limit(self.max_bytes);
            reading.read_to_vec()?
        };
        Ok(Answer { status, headers, body })
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }

    /// Seconds from `now` on that the server asks to be left alone: it gives them, or a date (RFC 9110, 10.2.3).
    pub(crate) fn retry_after(&self, now: i64) -> Option<i64> {
        let given = self.header("retry-after")?.trim();
        let until = || Some(jiff::fmt::rfc2822::parse(given).ok()?.timestamp().as_second() - now);
        given.parse().ok().or_else(until).filter(|s| *s >= 0)
    }
}
