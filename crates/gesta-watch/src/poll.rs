//! Rounds over the feeds.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use feed_rs::model;
use gesta::Article;
use url::Url;

use crate::fetch::{Answer, FetchError, Fetcher};
use crate::memory::{FeedMemory, Memory};
use crate::robots::{Leave, Robots};
use crate::settings::{Feed, Watch};

/// Redirects that are followed for one page.
const REDIRECTS: usize = 5;
/// After a failure a feed rests its interval, doubled with each further failure, at most so many seconds.
const LONGEST_REST: i64 = 24 * 60 * 60;
/// Seconds after which `robots.txt` is fetched anew (RFC 9309: at most a day).
const RULES_HOLD: i64 = 24 * 60 * 60;

/// Time, so that tests need not wait.
pub trait Clock {
    /// Seconds since 1970-01-01.
    fn now(&self) -> i64;
    /// Waits.
    fn sleep(&self, length: Duration);
}

/// The machine's clock.
#[derive(Copy, Clone, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }

    fn sleep(&self, length: Duration) {
        thread::sleep(length);
    }
}

/// What a round comes upon.
#[derive(Debug)]
pub enum Found {
    /// An article.
    Article(Box<Article>),
    /// An address that could not be had, and why. A feed is asked again later; a page a few times more where the reason may
    /// pass: no answer, an error of the server's, too many requests.
    Failure {
        /// The feed or page.
        url: String,
        /// In plain English.
        message: String,
    },
}

/// Watches feeds.
pub struct Watcher<C> {
    watch: Watch,
    fetcher: Fetcher,
    robots: Robots,
    rules_since: i64,
    /// When each host may be asked again, in milliseconds of the clock's seconds.
    hosts: BTreeMap<String, i64>,
    clock: C,
}

impl<C: Clock> Watcher<C> {
    /// Gets ready; asks nobody yet.
    pub fn new(watch: Watch, clock: C) -> Watcher<C> {
        let fetcher = Fetcher::new(&watch.user_agent(), watch.timeout(), watch.max_bytes);
        let rules_since = clock.now();
        Watcher { watch, fetcher, robots: Robots::default(), rules_since, hosts: BTreeMap::new(), clock }
    }

    /// Seconds until the next feed is due; none when there are no feeds.
    pub fn rest(&self, memory: &Memory) -> Option<Duration> {
        let due = |feed: &Feed| memory.feeds.get(&feed.url).map_or(0, |m| m.due);
        let next = self.watch.feeds.iter().map(due).min()?;
        Some(Duration::from_secs(u64::try_from(next - self.clock.now()).unwrap_or(0)))
    }

    /// Asks every feed that is due and hands over what is new, in the order of the feeds and their entries. An entry counts
    /// as seen once `found` returned.
    pub fn round(&mut self, memory: &mut Memory, found: &mut dyn FnMut(Found)) {
        for feed in self.due(memory) {
            self.ask(&feed, memory, found);
        }
    }

    /// The feeds that are due, in order. A round over them may be made feed by feed, with what was found stored in between.
    pub fn due(&self, memory: &Memory) -> Vec<Feed> {
        let due = |feed: &&Feed| memory.feeds.get(&feed.url).map_or(0, |m| m.due) <= self.clock.now();
        self.watch.feeds.iter().filter(due).cloned().collect()
    }

    /// Asks one feed and hands over what is new.
    pub fn ask(&mut self, feed: &Feed, memory: &mut Memory, found: &mut dyn FnMut(Found)) {
        if self.clock.now() - self.rules_since > RULES_HOLD {
            self.robots.forget();
            self.rules_since = self.clock.now();
        }
        self.poll(feed, memory.feeds.entry(feed.url.clone()).or_default(), found);
    }

    fn poll(&mut self, feed: &Feed, state: &mut FeedMemory, found: &mut dyn FnMut(Found)) {
        let every = i64::try_from(feed.every().as_secs()).unwrap_or(LONGEST_REST);
        match self.entries(feed, state) {
            Ok(entries) => {
                state.failures = 0;
                state.due = self.clock.now() + every;
                let new: Vec<Entry> = entries.into_iter().filter(|e| !state.has_seen(&e.id)).collect();
                for entry in new {
                    let (url, refusal) = match self.article(feed, &entry) {
                        Ok(article) => {
                            found(Found::Article(Box::new(article)));
                            state.see([entry.id]);
                            continue;
                        }
                        Err(failure) => failure,
                    };
                    let again = refusal.passes && state.will_try_again(&entry.id);
                    if !again {
                        state.see([entry.id]);
                    }
                    found(Found::Failure { url, message: refusal.message });
                    // A site that asks to be left alone is left alone: the other pages wait, too.
                    if let Some(after) = refusal.after {
                        state.forget_version();
                        state.due = state.due.max(self.clock.now() + after);
                        break;
                    }
                }
            }
            Err(Refusal { message, after, .. }) => {
                state.failures = state.failures.saturating_add(1);
                let rest = every.saturating_mul(1 << state.failures.min(16));
                state.due = self.clock.now() + rest.min(LONGEST_REST).max(after.unwrap_or(0));
                found(Found::Failure { url: feed.url.clone(), message });
            }
        }
    }

    /// The feed's entries; none when it has not changed.
    fn entries(&mut self, feed: &Feed, state: &mut FeedMemory) -> Result<Vec<Entry>, Refusal> {
        let conditions: Vec<(&str, &str)> =
            [("If-None-Match", state.etag.as_deref()), ("If-Modified-Since", state.last_modified.as_deref())]
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?)))
                .collect();
        let (url, answer) = self.follow(&feed.url, &conditions)?;
        if answer.status == 304 {
            return Ok(Vec::new());
        }
        let parsed =
            feed_rs::parser::Builder::new().base_uri(Some(url.as_str())).build().parse(&answer.body[..]);
        let parsed = parsed.map_err(|e| Refusal::new(format!("no feed: {e}")))?;
        state.etag = answer.header("etag").map(str::to_owned);
        state.last_modified = answer.header("last-modified").map(str::to_owned);
        let publisher = feed.publisher.clone().or_else(|| parsed.title.map(|t| t.content));
        Ok(parsed.entries.into_iter().map(|e| Entry::of(e, publisher.clone())).collect())
    }

    /// The article of an entry, or the address that could not be had and why.
    fn article(&mut self, feed: &Feed, entry: &Entry) -> Result<Article, (String, Refusal)> {
        let article = match (&entry.link, feed.pages) {
            (Some(link), true) => self.page(link).map_err(|refusal| (link.clone(), refusal))?,
            _ => Article { text: entry.text(), uri: entry.link.clone(), ..Article::default() },
        };
        Ok(entry.complete(article, feed.publisher.as_deref()))
    }

    fn page(&mut self, link: &str) -> Result<Article, Refusal> {
        let (url, answer) = self.follow(link, &[])?;
        let kind = answer.header("content-type").unwrap_or("text/html").to_ascii_lowercase();
        if !["text/html", "application/xhtml", "text/plain"].iter().any(|k| kind.starts_with(k)) {
            return Err(Refusal::new(format!("{kind} is no page")));
        }
        let mut article =
            gesta_ingest::web_page(answer.body, url.as_str()).map_err(|e| Refusal::new(e.message))?;
        article.uri = Some(url.into());
        Ok(article)
    }

    /// Gets an address through its redirects, each asked for politely.
    fn follow(&mut self, address: &str, conditions: &[(&str, &str)]) -> Result<(Url, Answer), Refusal> {
        let mut url = Url::parse(address).map_err(|e| Refusal::new(e.to_string()))?;
        for _ in 0..=REDIRECTS {
            if !matches!(url.scheme(), "http" | "https") {
                return Err(Refusal::new(format!("{url} is no web address")));
            }
            match self.leave(&url) {
                Leave::Granted => {}
                Leave::Denied => return Err(Refusal::new("robots.txt does not allow it".to_owned())),
                Leave::Unknown => {
                    let message = "robots.txt cannot be had, so that nothing is allowed for now".to_owned();
                    return Err(Refusal { passes: true, ..Refusal::new(message) });
                }
            }
            let answer = self.get(&url, conditions)?;
            match answer.status {
                200..=299 | 304 => return Ok((url, answer)),
                301 | 302 | 303 | 307 | 308 => {
                    let target = answer.header("location").and_then(|l| url.join(l).ok());
                    url = target.ok_or_else(|| Refusal::new("a redirect without a target".to_owned()))?;
                }
                status => {
                    // Who says too much or not now is asked no more in this round, however long he wants it to be.
                    let wait = matches!(status, 429 | 503).then_some(0);
                    let after = answer.retry_after(self.clock.now()).or(wait);
                    let passes = status >= 500 || matches!(status, 408 | 425 | 429);
                    return Err(Refusal { message: format!("status {status}"), after, passes });
                }
            }
        }
        Err(Refusal::new(format!("more than {REDIRECTS} redirects")))
    }

    fn leave(&mut self, url: &Url) -> Leave {
        let mut robots = std::mem::take(&mut self.robots);
        let leave = robots.allow(url, |file| self.get(file, &[]));
        self.robots = robots;
        leave
    }

    /// Gets an address when its host's turn has come.
    fn get(&mut self, url: &Url, conditions: &[(&str, &str)]) -> Result<Answer, FetchError> {
        let host = url.host_str().unwrap_or_default().to_owned();
        let delay = i64::try_from(self.watch.delay().as_millis()).unwrap_or(0);
        let now = self.clock.now().saturating_mul(1_000);
        let turn = self.hosts.get(&host).copied().unwrap_or(now).max(now);
        if turn > now {
            self.clock.sleep(Duration::from_millis(u64::try_from(turn - now).unwrap_or(0)));
        }
        let answer = self.fetcher.get(url, conditions);
        self.hosts.insert(host, self.clock.now().saturating_mul(1_000) + delay);
        answer
    }
}

/// Why a feed or page was not had.
struct Refusal {
    message: String,
    /// Seconds that the server wants to be left alone.
    after: Option<i64>,
    /// True when it may be otherwise the next time.
    passes: bool,
}

impl From<FetchError> for Refusal {
    fn from(error: FetchError) -> Refusal {
        Refusal { message: error.to_string(), after: None, passes: error.passes }
    }
}

impl Refusal {
    fn new(message: String) -> Refusal {
        Refusal { message, after: None, passes: false }
    }
}

/// What a feed tells of an article.
struct Entry {
    id: String,
    link: Option<String>,
    title: Option<String>,
    published: Option<gesta::Date>,
    publisher: Option<String>,
    /// HTML.
    body: Option<String>,
}

impl Entry {
    fn of(entry: model::Entry, publisher: Option<String>) -> Entry {
        let link = entry.links.iter().find(|l| l.rel.as_deref().is_none_or(|r| r == "alternate"));
        let day = entry.published.or(entry.updated);
        Entry {
            id: entry.id,
            link: link.or(entry.links.first()).map(|l| l.href.clone()),
            title: entry.title.map(|t| t.content),
            published: day.and_then(|d| gesta_ingest::parse_date(&d.to_rfc3339())),
            publisher,
            body: entry.content.and_then(|c| c.body).or(entry.summary.map(|s| s.content)),
        }
    }

    /// The text that the feed itself carries.
    fn text(&self) -> String {
        gesta_ingest::html_text(self.body.as_deref().unwrap_or_default())
    }

    /// An article with what only the feed knows. The page's own date goes before the feed's.
    fn complete(&self, mut article: Article, publisher: Option<&str>) -> Article {
        article.title = article.title.filter(|t| !t.is_empty()).or_else(|| self.title.clone());
        article.publisher =
            publisher.map(str::to_owned).or(article.publisher).or_else(|| self.publisher.clone());
        if article.published.is_none() {
            article.published = self.published;
            article.published_rule = self.published.map(|_| "feed");
        }
        article
    }
}
