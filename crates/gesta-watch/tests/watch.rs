//! A watcher against a server of ours that behaves, and one that does not.

mod server;

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gesta_watch::{Clock, Found, Memory, Watch, Watcher};
use server::{Reply, Server};

/// A clock that goes on when somebody sleeps.
#[derive(Clone, Default)]
struct Hands(Rc<Cell<i64>>);

impl Clock for Hands {
    fn now(&self) -> i64 {
        self.0.get()
    }

    fn sleep(&self, length: Duration) {
        self.0.set(self.0.get() + i64::try_from(length.as_secs()).expect("no eternity"));
    }
}

fn page(headline: &str) -> Reply {
    let body = format!(
        "<html><head><title>{headline}</title></head><body><article><h1>{headline}</h1><p>Rebels in the north vowed on \
         Monday to lay down their arms by the end of March, a spokesman for the mediators said.</p><p>The government \
         welcomed the pledge and promised to free forty prisoners within a week, and to let aid convoys pass to the three \
         towns that have been cut off since the autumn.</p></article></body></html>"
    );
    Reply::Page(200, vec![("Content-Type", "text/html; charset=utf-8".into())], body)
}

/// A feed with one entry for each path.
fn feed(server: &Server, paths: &[&str]) -> String {
    let items: String = paths
        .iter()
        .map(|p| {
            let link = server.url(p);
            format!(
                "<item><title>Entry {p}</title><link>{link}</link><guid>{link}</guid><pubDate>Mon, 04 Mar 2024 10:00:00 GMT\
                 </pubDate><description>&lt;p&gt;Short &amp;amp; sweet.&lt;/p&gt;</description></item>"
            )
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>Example News</title>{items}</channel></rss>")
}

fn rss(server: &Server, paths: &[&str], tag: &str) -> Reply {
    let headers = vec![("Content-Type", "application/rss+xml".to_owned()), ("ETag", format!("\"{tag}\""))];
    Reply::Page(200, headers, feed(server, paths))
}

/// A watcher of `/feed` of a server, with a line of settings for the whole and one for the feed.
fn watcher(server: &Server, whole: &str, of_feed: &str) -> (Watcher<Hands>, Hands) {
    let text = format!("{whole}\ntimeout = \"1s\"\n[[feed]]\nurl = \"{}\"\n{of_feed}\n", server.url("/feed"));
    let clock = Hands::default();
    (Watcher::new(text.parse::<Watch>().expect("settings"), clock.clone()), clock)
}

/// One round, what it finds in words.
fn round(watcher: &mut Watcher<Hands>, memory: &mut Memory) -> Vec<String> {
    let mut found = Vec::new();
    watcher.round(memory, &mut |f| {
        found.push(match f {
            Found::Article(a) => format!(
                "{} | {} | {} | {}",
                a.title.unwrap_or_default(),
                a.publisher.unwrap_or_default(),
                a.published.map(|d| d.to_string()).unwrap_or_default(),
                a.text.lines().last().unwrap_or_default().split(' ').take(3).collect::<Vec<_>>().join(" ")
            ),
            Found::Failure { message, .. } => format!("failed: {message}"),
        });
    });
    found
}

#[test]
fn new_entries_become_articles_once() {
    let server = Server::start();
    server.set("/feed", rss(&server, &["/a"], "1"));
    server.set("/a", page("Rebels vow"));
    let (mut watcher, clock) = watcher(&server, "", "publisher = \"The Example\"");
    let mut memory = Memory::default();
    assert_eq!(
        round(&mut watcher, &mut memory),
        ["Rebels vow | The Example | 2024-03-04 | The government welcomed"]
    );
    assert_eq!(server.asked(), ["/robots.txt", "/feed", "/a"]);
    assert_eq!(clock.now(), 10, "five seconds between requests to a host");
    // Not due yet.
    assert_eq!(round(&mut watcher, &mut memory), [""; 0]);
    assert_eq!(watcher.rest(&memory), Some(Duration::from_secs(15 * 60 - 5)), "the page took five seconds");
    // Unchanged.
    clock.sleep(Duration::from_secs(15 * 60));
    assert_eq!(round(&mut watcher, &mut memory), [""; 0]);
    assert_eq!(server.asked(), ["/feed if \"1\""]);
    // Changed, with the memory written and read in between.
    let mut memory: Memory =
        serde_json::from_str(&serde_json::to_string(&memory).expect("JSON")).expect("a memory");
    server.set("/feed", rss(&server, &["/b", "/a"], "2"));
    server.set("/b", page("More"));
    clock.sleep(Duration::from_secs(15 * 60));
    assert_eq!(round(&mut watcher, &mut memory).len(), 1);
    assert_eq!(server.asked(), ["/feed if \"1\"", "/b"]);
}

#[test]
fn a_feed_without_pages_gives_its_own_text() {
    let server = Server::start();
    server.set("/feed", rss(&server, &["/a"], "1"));
    let (mut watcher, _) = watcher(&server, "", "pages = false");
    let found = round(&mut watcher, &mut Memory::default());
    assert_eq!(found, ["Entry /a | Example News | 2024-03-04 | Short & sweet."]);
    assert_eq!(server.asked(), ["/robots.txt", "/feed"]);
}

#[test]
fn robots_are_obeyed() {
    let server = Server::start();
    let rules = "User-agent: *\nDisallow: /private\n".to_owned();
    server.set("/robots.txt", Reply::Page(200, Vec::new(), rules));
    server.set("/feed", rss(&server, &["/private/a", "/b"], "1"));
    server.set("/b", page("Open"));
    let (mut w, _) = watcher(&server, "", "");
    let found = round(&mut w, &mut Memory::default());
    assert_eq!(found[0], "failed: robots.txt does not allow it");
    assert_eq!((found.len(), server.asked()), (2, vec!["/robots.txt".into(), "/feed".into(), "/b".into()]));
    // A site that cannot tell its rules is left alone.
    server.set("/robots.txt", Reply::Page(503, Vec::new(), String::new()));
    let (mut w, _) = watcher(&server, "", "");
    let found = round(&mut w, &mut Memory::default());
    assert_eq!(found, ["failed: robots.txt cannot be had, so that nothing is allowed for now"]);
}

#[test]
fn a_bad_page_costs_only_itself() {
    let server = Server::start();
    let paths = ["/slow", "/broken", "/huge", "/loop", "/gone", "/pdf", "/moved", "/good"];
    server.set("/feed", rss(&server, &paths, "1"));
    server.set("/slow", Reply::Slow);
    server.set("/broken", Reply::Broken);
    server.set("/huge", Reply::Huge(2_000_000));
    server.set("/loop", Reply::Page(302, vec![("Location", "/loop".into())], String::new()));
    server.set("/pdf", Reply::Page(200, vec![("Content-Type", "application/pdf".into())], "%PDF".into()));
    server.set("/moved", Reply::Page(301, vec![("Location", server.url("/good"))], String::new()));
    server.set("/good", page("Good"));
    let (mut watcher, _) = watcher(&server, "max_bytes = 100000", "");
    let found = round(&mut watcher, &mut Memory::default());
    assert_eq!(found.len(), paths.len(), "{found:?}");
    assert!(found[..6].iter().all(|f| f.starts_with("failed: ")), "{found:?}");
    assert!(found[3].contains("more than 5 redirects") && found[4].contains("status 404"), "{found:?}");
    assert!(found[5].contains("application/pdf is no page"), "{found:?}");
    assert!(found[6..].iter().all(|f| f.starts_with("Good | Example News")), "{found:?}");
}

#[test]
fn a_failing_feed_is_asked_less_and_less() {
    let server = Server::start();
    server.set("/feed", Reply::Page(500, Vec::new(), String::new()));
    let (mut watcher, clock) = watcher(&server, "delay = \"0s\"", "every = \"10m\"");
    let mut memory = Memory::default();
    let mut rests = Vec::new();
    for _ in 0..9 {
        assert_eq!(round(&mut watcher, &mut memory), ["failed: status 500"]);
        let rest = watcher.rest(&memory).expect("a feed");
        rests.push(rest.as_secs() / 60);
        clock.sleep(rest);
    }
    assert_eq!(rests, [20, 40, 80, 160, 320, 640, 1280, 1440, 1440]);
    server.set("/feed", Reply::Page(429, vec![("Retry-After", "200000".into())], String::new()));
    round(&mut watcher, &mut memory);
    assert_eq!(watcher.rest(&memory), Some(Duration::from_secs(200_000)));
    clock.sleep(Duration::from_secs(200_000));
    server.set("/feed", rss(&server, &[], "1"));
    round(&mut watcher, &mut memory);
    assert_eq!(watcher.rest(&memory), Some(Duration::from_secs(600)));
}

#[test]
fn a_page_that_fails_for_now_is_asked_for_again() {
    let server = Server::start();
    server.set("/feed", rss(&server, &["/a", "/b"], "1"));
    server.set("/a", Reply::Page(500, Vec::new(), String::new()));
    server.set("/b", page("Second"));
    let (mut watcher, clock) = watcher(&server, "", "");
    let mut memory = Memory::default();
    let found = round(&mut watcher, &mut memory);
    assert!(found[0] == "failed: status 500" && found[1].starts_with("Second"), "{found:?}");
    server.asked();
    // The feed has not changed; what is missing of it is had all the same, and only that.
    server.set("/a", page("First"));
    clock.sleep(Duration::from_secs(15 * 60));
    let found = round(&mut watcher, &mut memory);
    assert!(found.len() == 1 && found[0].starts_with("First"), "{found:?}");
    assert_eq!(server.asked(), ["/feed", "/a"]);
    clock.sleep(Duration::from_secs(15 * 60));
    assert_eq!(round(&mut watcher, &mut memory), [""; 0]);
    assert_eq!(server.asked(), ["/feed if \"1\""]);
}

#[test]
fn a_page_that_always_fails_is_given_up() {
    let server = Server::start();
    server.set("/feed", rss(&server, &["/a"], "1"));
    server.set("/a", Reply::Broken);
    let (mut watcher, clock) = watcher(&server, "", "");
    let mut memory = Memory::default();
    let failures: Vec<usize> = (0..6)
        .map(|_| {
            let found = round(&mut watcher, &mut memory);
            clock.sleep(Duration::from_secs(15 * 60));
            found.len()
        })
        .collect();
    assert_eq!(failures, [1, 1, 1, 1, 0, 0]);
}

#[test]
fn a_site_that_has_enough_of_it_is_left_alone() {
    for (wish, rest) in [("7200", 7200), ("Thu, 01 Jan 1970 02:00:00 GMT", 7200), ("soon", 15 * 60)] {
        let server = Server::start();
        server.set("/feed", rss(&server, &["/a", "/b"], "1"));
        server.set("/a", Reply::Page(429, vec![("Retry-After", wish.to_owned())], String::new()));
        server.set("/b", page("Second"));
        let (mut watcher, clock) = watcher(&server, "delay = \"0s\"", "");
        let mut memory = Memory::default();
        assert_eq!(round(&mut watcher, &mut memory), ["failed: status 429"]);
        assert_eq!(server.asked(), ["/robots.txt", "/feed", "/a"]);
        assert_eq!(watcher.rest(&memory), Some(Duration::from_secs(rest)), "{wish}");
        clock.sleep(Duration::from_secs(rest));
        server.set("/a", page("First"));
        assert_eq!(round(&mut watcher, &mut memory).len(), 2);
    }
}

#[test]
fn what_is_no_feed_is_told() {
    let server = Server::start();
    for body in ["", "<html><body>Hello</body></html>", "{\"a\": 1}", "\u{0}\u{1}"] {
        server.set("/feed", Reply::Page(200, Vec::new(), body.to_owned()));
        let (mut watcher, _) = watcher(&server, "", "");
        let found = round(&mut watcher, &mut Memory::default());
        assert!(found.len() == 1 && found[0].starts_with("failed: no feed"), "{body:?}: {found:?}");
    }
}

#[test]
fn bad_settings_are_explained() {
    for (text, what) in [
        ("", "missing field `feed`"),
        ("[[feed]]\nurl = \"news\"", "news: relative URL without a base"),
        ("[[feed]]\nurl = \"file:///etc/passwd\"", "only http and https"),
        ("[[feed]]\nurl = \"http://a.example\"\nevry = \"1m\"", "unknown field `evry`"),
        ("[[feed]]\nurl = \"http://a.example\"\nevery = \"often\"", "every"),
    ] {
        let error = text.parse::<Watch>().expect_err("bad settings");
        assert!(error.contains(what), "{text}: {error}");
    }
}
