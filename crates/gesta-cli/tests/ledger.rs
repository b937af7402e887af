//! The ledger's commands from outside: kills, two processes, questions.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

mod folder;

/// A folder with a ledger in it.
struct Folder(folder::Folder);

impl Folder {
    fn new(name: &str) -> Folder {
        Folder(folder::Folder::new(name))
    }

    fn command(&self, args: &[&str]) -> Command {
        self.0.command(args)
    }

    /// Runs, compares the exit code, returns standard output, or standard error where an error is expected.
    fn check(&self, args: &[&str], code: i32) -> String {
        let (out, err) = self.0.check(args, code);
        if code == 0 { out } else { err }
    }

    fn start(&self, args: &[&str]) -> Child {
        self.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Writes `articles.jsonl` with this many articles.
    fn articles(&self, count: usize) -> &Folder {
        let line = |i: usize| {
            let (day, soldiers) = (i % 28 + 1, i + 2);
            let text = format!(
                "Rebels freed {soldiers} soldiers near Goma on Friday. Chad promised to help by June {day}."
            );
            serde_json::json!({"id": i.to_string(), "text": text, "published": format!("2021-05-{day:02}")})
                .to_string()
                + "\n"
        };
        fs::write(self.0.0.join("articles.jsonl"), (0..count).map(line).collect::<String>()).unwrap();
        self
    }

    /// Numbers of stored articles, with what SQLite says of the file.
    fn stored(&self) -> (Vec<u64>, String) {
        let sql = "SELECT id FROM document ORDER BY id";
        let ids = self.check(&["sql", sql, "--json"], 0);
        let id = |l: &str| serde_json::from_str::<serde_json::Value>(l).unwrap()["id"].as_u64().unwrap();
        let health = self.check(&["sql", "SELECT integrity_check FROM pragma_integrity_check", "--csv"], 0);
        (ids.lines().map(id).collect(), health.replace("\r\n", " "))
    }
}

/// Kills `gesta add` at `kills` moments spread over its run; no article that was stored may be lost, and the ledger must
/// be whole. At the end one undisturbed run stores the rest.
fn killed(name: &str, articles: usize, kills: u32) {
    let folder = Folder::new(name);
    folder.articles(articles);
    let add = ["add", "--fast", "--threads", "1", "articles.jsonl"];
    folder.check(&["add", "--fast", "--json", "/dev/null"], 0);
    let mut before: Vec<u64> = folder.stored().0;
    for kill in 0..kills {
        let started = Instant::now();
        let mut child = folder.start(&add);
        // From before the ledger is opened to well within linking; a golden-ratio sequence covers the span evenly.
        let share = f64::from(kill) * 0.618_034 % 1.0;
        let moment = Duration::from_millis(20).mul_f64(1.0 + share * 100.0);
        while started.elapsed() < moment && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(2));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let (now, health) = folder.stored();
        assert_eq!(health, "integrity_check ok ", "after kill {kill}");
        assert!(before.iter().all(|id| now.contains(id)), "articles lost by kill {kill}: {before:?} {now:?}");
        before = now;
    }
    folder.check(&add, 0);
    assert_eq!(folder.stored().0.len(), articles + 1);
    let kinds = folder.check(&["events", "--type", "RETREAT", "--json"], 0);
    assert!(!kinds.is_empty());
}

#[test]
fn a_killed_add_loses_nothing_and_goes_on() {
    killed("killed", 150, 4);
}

/// `cargo test -p gesta-cli --test ledger -- --ignored hundred`
#[test]
#[ignore = "takes minutes"]
fn a_hundred_kills_lose_nothing() {
    killed("hundred", 3000, 100);
}

#[test]
fn two_adds_at_once_store_everything() {
    let folder = Folder::new("two");
    folder.articles(40);
    let add = ["add", "--fast", "--threads", "1", "articles.jsonl"];
    let mut children = [folder.start(&add), folder.start(&add)];
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    let (ids, health) = folder.stored();
    assert_eq!((ids.len(), health.as_str()), (40, "integrity_check ok "));
}

#[test]
fn questions_are_answered_for_people_and_programs() {
    let folder = Folder::new("questions");
    let agreed = "Chad agreed on Monday to free the five sailors by May 3.";
    fs::write(folder.0.0.join("agreed.txt"), agreed).unwrap();
    let added = folder.check(&["add", "--published", "2020-04-27", "agreed.txt"], 0);
    assert_eq!(added, "1 new, 0 changed, 0 known, 0 failed; 0 copies of others\n");
    assert!(folder.0.0.join("gesta/ledger.db").exists());
    let due = folder.check(&["due", "--on", "2020-05-04"], 0);
    assert!(due.contains("2020-05-03  due-unreported  agreement  Chad: free the five sailors"), "{due}");
    let line: serde_json::Value = serde_json::from_str(&folder.check(&["due", "--json"], 0)).unwrap();
    assert_eq!((line["status"].as_str(), line["debtor"][0]["country"].as_str()), (Some("open"), Some("TCD")));
    let csv = folder.check(&["commitments", "--who", "chad", "--csv"], 0);
    assert!(
        csv.lines().nth(1).is_some_and(|l| l.contains(",Chad,") && l.contains(",free the five sailors,")),
        "{csv}"
    );
    let id = line["id"].as_str().unwrap();
    let set = folder.check(&["set", id, "--status", "kept", "--because", "seen at the port"], 0);
    assert!(set.contains("kept by person") && set.contains("seen at the port"), "{set}");
    assert!(folder.check(&["show", id], 0).contains("“Chad agreed on Monday"));
    assert!(folder.check(&["timeline", "Chad"], 0).contains("deadline"));
    assert!(folder.check(&["story", "d1"], 0).starts_with("st1 "));
    let sql = "SELECT act, status, text_of(id) AS words FROM commitments";
    assert_eq!(
        folder.check(&["sql", sql, "--csv"], 0),
        format!("act,status,words\r\nagreement,kept,{agreed}\r\n")
    );
}

#[test]
fn what_cannot_be_answered_is_said() {
    let folder = Folder::new("wrong");
    assert!(folder.check(&["due"], 1).contains("there is no ledger; `gesta add` makes one"));
    fs::write(folder.0.0.join("a.txt"), "It rained.").unwrap();
    folder.check(&["add", "--ledger", "my.db", "a.txt"], 0);
    for (args, expect) in [
        (vec!["show", "c7"], "there is no entry c7"),
        (vec!["sql", "DELETE FROM document"], "only questions (SELECT) are answered"),
        (vec!["sql", "VACUUM INTO 'copy.db'"], "only questions (SELECT) are answered"),
        (vec!["sql", "SELECT x FROM nowhere"], "no such table"),
        (vec!["set", "d1", "--status", "kept", "--because", "x"], "d1 is no commitment"),
        (vec!["events", "--text", "!!"], "there are no words"),
    ] {
        let error = folder.check(&[args.as_slice(), &["--ledger", "my.db"]].concat(), 1);
        assert!(error.contains(expect), "{args:?}: {error}");
    }
    assert!(!folder.0.0.join("copy.db").exists());
    fs::write(folder.0.0.join("letter.db"), "Dear Sir, this is a letter and not a ledger of any kind.")
        .unwrap();
    let error = folder.check(&["events", "--ledger", "letter.db"], 1);
    assert!(error.contains("this file is no ledger"), "{error}");
}
