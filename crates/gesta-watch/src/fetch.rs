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
pub(crate) struct FetchError(pub(crate) String);

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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
        let mut response = request.call().map_err(|e| FetchError(e.to_string()))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = if (300..400).contains(&status) {
            Vec::new()
        } else {
            let reading = response.body_mut().with_config().limit(self.max_bytes);
            reading.read_to_vec().map_err(|e| FetchError(e.to_string()))?
        };
        Ok(Answer { status, headers, body })
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }

    /// Seconds that the server asks to be left alone.
    pub(crate) fn retry_after(&self) -> Option<i64> {
        self.header("retry-after")?.trim().parse().ok().filter(|s| *s >= 0)
    }
}
