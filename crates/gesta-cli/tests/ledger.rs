//! The ledger's commands from outside: kills, two processes, questions.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use gesta_ledger::Ledger;

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

    /// The ledger, looked at without the command, which would link what waits.
    fn ledger(&self) -> Ledger {
        Ledger::open(&self.0.0.join("gesta/ledger.db")).unwrap()
    }

    /// Articles, events and commitments, for comparison.
    fn contents(&self) -> Vec<String> {
        let documents = "SELECT id, key, published, story, copy_of FROM documents";
        let lists = [vec!["sql", documents], vec!["events"], vec!["commitments"], vec!["statements"]];
        lists.iter().map(|args| self.check(&[args.as_slice(), &["--json"]].concat(), 0)).collect()
    }
}

/// Kills `gesta add` at moments spread over the time that an undisturbed one takes, until it comes to its end: the ledger
/// must be whole each time and, in the end, that of the undisturbed one. `GESTA_KILLS=100` kills more often; the ledger's
/// own tests do so always.
#[test]
fn a_killed_add_goes_on_to_what_an_undisturbed_one_makes() {
    let kills: u32 = std::env::var("GESTA_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(4);
    let add = ["add", "--fast", "--threads", "1", "articles.jsonl"];
    let undisturbed = Folder::new("undisturbed");
    let started = Instant::now();
    undisturbed.articles(200).check(&add, 0);
    let whole = started.elapsed();
    let expected = undisturbed.contents();
    let mut kill = 0;
    while kill < kills {
        let folder = Folder::new(&format!("killed-{kill}"));
        folder.articles(200);
        let mut stored = 0;
        loop {
            let mut child = folder.start(&add);
            // A golden-ratio sequence covers the span evenly.
            std::thread::sleep(whole.mul_f64((f64::from(kill) + 0.5) * 0.618_034 % 1.0));
            kill += 1;
            if child.try_wait().unwrap().is_some_and(|status| status.success()) {
                break;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            let ledger = folder.ledger();
            ledger.check().unwrap();
            let now = ledger.len().unwrap();
            assert!(now >= stored, "{stored} articles were stored before kill {kill}, {now} after it");
            stored = now;
        }
        assert_eq!(folder.contents(), expected);
    }
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
    let ledger = folder.ledger();
    ledger.check().unwrap();
    assert_eq!(ledger.len().unwrap(), 40);
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
    assert!(set.contains("kept, entered by a person") && set.contains("seen at the port"), "{set}");
    assert!(folder.check(&["show", id], 0).contains("“Chad agreed on Monday"));
    assert!(folder.check(&["timeline", "Chad"], 0).contains("deadline"));
    assert!(folder.check(&["story", "d1"], 0).starts_with("st1 "));
    let sql =
        "SELECT act, status, text_of(id) AS words, standing(id, '2020-05-04') AS later FROM commitments";
    assert_eq!(
        folder.check(&["sql", sql, "--csv"], 0),
        format!("act,status,words,later\r\nagreement,kept,{agreed},kept\r\n")
    );
    let linked: serde_json::Value = serde_json::from_str(&folder.check(&["export", "jsonld"], 0)).unwrap();
    assert_eq!(linked["@context"][0], "http://www.w3.org/ns/anno.jsonld");
}

#[test]
fn what_cannot_be_answered_is_said() {
    let folder = Folder::new("wrong");
    assert!(folder.check(&["due"], 1).contains("there is no ledger; `gesta add` makes one"));
    fs::write(folder.0.0.join("a.txt"), "It rained.").unwrap();
    folder.check(&["add", "--ledger", "my.db", "a.txt"], 0);
    let no_such = folder.check(&["show", "c7", "--ledger", "my.db"], 1);
    assert!(no_such.contains("there is no entry c7"), "{no_such}");
    for (args, expect) in [
        (vec!["sql", "DELETE FROM document"], "only questions (SELECT) are answered"),
        (vec!["sql", "VACUUM INTO 'copy.db'"], "only questions (SELECT) are answered"),
        (vec!["sql", "SELECT x FROM nowhere"], "no such table"),
        (vec!["sql", ""], "only questions (SELECT) are answered"),
        (vec!["set", "d1", "--status", "kept", "--because", "x"], "d1 is no commitment"),
        (vec!["events", "--text", "!!"], "there are no words"),
        (vec!["events", "--text", ""], "there are no words"),
        (vec!["events", "--since", "2020-06-01", "--until", "2020-05-01"], "there is no day from 2020-06-01"),
        (vec!["sql", "SELECT standing('c1', 'soon')"], "soon is no date"),
    ] {
        let error = folder.check(&[args.as_slice(), &["--ledger", "my.db"]].concat(), 2);
        assert!(error.contains(expect), "{args:?}: {error}");
    }
    assert!(!folder.0.0.join("copy.db").exists());
    fs::write(folder.0.0.join("letter.db"), "Dear Sir, this is a letter and not a ledger of any kind.")
        .unwrap();
    let error = folder.check(&["events", "--ledger", "letter.db"], 1);
    assert!(error.contains("this file is no ledger"), "{error}");
}

#[test]
fn what_is_no_type_or_status_is_refused_with_those_that_are() {
    let folder = Folder::new("refused");
    for (args, expect) in [
        (["events", "--type", "RETREET"], "'RETREAT'"),
        (["events", "--status", "kept"], "possible values: actual, planned"),
        (["events", "--type", "asault"], "'ASSAULT'"),
        (["commitments", "--type", "protests"], "'PROTEST'"),
        (["events", "--country", "Atlantis"], "Atlantis is no country"),
        (["commitments", "--status", "keep"], "'kept'"),
        (["due", "--status", "due"], "due-unreported"),
        (["commitments", "--type", "vow"], "possible values: promise, threat"),
        (["statements", "--type", "written"], "possible values: direct, mixed, indirect"),
        (["statements", "--status", "open"], "unexpected argument"),
        (["actors", "--type", "people"], "possible values: person, group, state, organization"),
        (["actors", "--since", "2020-01-01"], "unexpected argument"),
        (["places", "--type", "town"], "possible values: country, admin1, city"),
        (["places", "--who", "Chad"], "unexpected argument"),
        (["set", "c1", "--status=due-unreported"], "possible values: open, kept"),
    ] {
        let error = folder.check(&args, 2);
        assert!(error.contains(expect), "{args:?}: {error}");
    }
    for args in [["actor", ""], ["actor", " "], ["place", ""]] {
        assert!(folder.check(&args, 2).contains("there are no words"), "{args:?}");
    }
    // As it is written elsewhere, or not.
    fs::write(folder.0.0.join("a.txt"), "Rebels freed two soldiers near Goma on Friday.").unwrap();
    folder.check(&["add", "--published", "2021-03-05", "a.txt"], 0);
    let (small, capital) = (["events", "--type", "retreat"], ["events", "--type", "RETREAT"]);
    assert_eq!(folder.check(&small, 0), folder.check(&capital, 0));
    assert!(folder.check(&small, 0).contains("RETREAT"));
}

#[test]
fn tables_have_a_header_a_width_and_an_end() {
    let folder = Folder::new("tables");
    let debtors = "Albania Algeria Angola Argentina Armenia Australia Austria Bahrain Bangladesh Belarus Belgium Benin \
                   Bolivia Botswana Brazil Bulgaria Burundi Cambodia Cameroon Canada Chile China Colombia Croatia Cuba \
                   Cyprus Denmark Ecuador Egypt Eritrea Estonia Ethiopia Fiji Finland France Gabon Germany Ghana Greece \
                   Guatemala Guyana Haiti Honduras Hungary Iceland India Indonesia Iran Iraq Ireland Israel Italy Japan Jordan";
    let promise = |(i, debtor): (usize, &str)| {
        let (month, day) = (["June", "July"][i / 27 % 2], i % 27 + 1);
        format!("{debtor} promised to free the sailors by {month} {day}. ")
    };
    let text: String = debtors.split_whitespace().enumerate().map(promise).collect();
    fs::write(folder.0.0.join("a.txt"), text).unwrap();
    folder.check(&["add", "--published", "2021-05-28", "a.txt"], 0);
    let (out, err) = folder.0.check(&["commitments", "--country", "Chad", "--csv"], 0);
    assert_eq!((out.lines().count(), err.as_str()), (1, ""), "{out}");
    assert!(
        out.starts_with("id,act,debtor,counterparty,polarity,action,action_type,due_start,due_end,"),
        "{out}"
    );
    let (out, err) = folder.0.check(&["commitments", "--country", "Chad"], 0);
    assert_eq!((out.as_str(), err.as_str()), ("", "gesta: nothing in the ledger answers this\n"));
    let (out, err) = folder.0.check(&["commitments"], 0);
    assert_eq!((out.lines().count(), err.as_str()), (51, "gesta: 50 are shown; --limit 0 shows all\n"));
    let (out, err) = folder.0.check(&["commitments", "--limit", "0"], 0);
    assert!(out.lines().count() > 51 && err.is_empty(), "{out}{err}");
    let (_, err) = folder.0.check(&["due", "--limit", "1"], 0);
    assert!(err.starts_with("gesta: as of 2021-05-28, the day of the newest article"), "{err}");
    for columns in ["48", "72", "140"] {
        let out = folder.command(&["commitments", "--limit", "3"]).env("COLUMNS", columns).output().unwrap();
        let out = String::from_utf8(out.stdout).unwrap();
        assert!(out.lines().all(|l| l.chars().count() <= columns.parse().unwrap()), "{columns}\n{out}");
    }
}

#[test]
fn a_ledger_goes_out_with_its_ids() {
    let folder = Folder::new("out");
    let lines = [
        "2020-04-27 Chad agreed on Monday to free the five sailors by May 3.",
        "2020-05-02 Chad freed the five sailors on Saturday.",
    ];
    let rows: Vec<String> = lines.iter().map(|l| l.replacen(' ', ";", 1)).collect();
    fs::write(folder.0.0.join("news.csv"), format!("date;body\n{}\n", rows.join("\n"))).unwrap();
    assert!(folder.check(&["add", "news.csv"], 0).starts_with("2 new"));
    let csv = folder.check(&["export", "csv", "--table", "commitments"], 0);
    assert!(csv.lines().nth(1).is_some_and(|row| row.ends_with(",c1,kept")), "{csv}");
    assert!(folder.check(&["export", "ics"], 0).contains("SUMMARY:Chad (agreement\\, kept)"));
    assert!(
        folder.check(&["export", "ics", "--table", "events"], 2).contains("--table is for csv and parquet")
    );
    let shown = folder.check(&["show", "d1"], 0);
    assert!(shown.contains("c1 ") && shown.contains("Chad agreed on Monday"), "{shown}");
    let error = folder.check(&["timeline", "Chad", "--since", "2020-06-01", "--until", "2020-05-01"], 2);
    assert!(error.contains("there is no day from 2020-06-01"), "{error}");
    assert!(folder.check(&["sql", "SELECT * FROM event"], 0).contains("type"));
}

#[test]
fn an_export_never_costs_what_was_there() {
    let folder = Folder::new("keep");
    fs::write(folder.0.0.join("a.txt"), "Chad agreed on Monday to free the five sailors by May 3.").unwrap();
    folder.check(&["add", "--published", "2020-04-27", "--ledger", "keep.db", "a.txt"], 0);
    let path = |name: &str| folder.0.0.join(name);
    let (records, _) = folder.0.check(&["export", "jsonl", "--ledger", "keep.db"], 0);
    fs::write(path("r.jsonl"), &records).unwrap();
    for args in [
        vec!["export", "csv", "--ledger", "keep.db", "-o", "keep.db"],
        vec!["export", "csv", "--ledger", "keep.db", "-o", "./keep.db"],
        vec!["export", "csv", "--ledger", "keep.db", "r.jsonl", "-o", "keep.db"],
        vec!["export", "csv", "r.jsonl", "-o", "r.jsonl"],
    ] {
        assert!(folder.check(&args, 2).contains("which is read; nothing was written"), "{args:?}");
    }
    assert_eq!(fs::read_to_string(path("r.jsonl")).unwrap(), records);
    assert!(folder.check(&["commitments", "--ledger", "keep.db"], 0).contains("free the five sailors"));
    // What fails leaves the old file: all that was named is bad, or the ledger is.
    fs::write(path("out.csv"), "the old one").unwrap();
    fs::write(path("bad.jsonl"), "{}\n{}\n").unwrap();
    folder.check(&["export", "csv", "bad.jsonl", "-o", "out.csv"], 1);
    let db = fs::read(path("keep.db")).unwrap();
    fs::write(path("cut.db"), &db[..db.len() / 2]).unwrap();
    let error = folder.check(&["export", "csv", "--ledger", "cut.db", "-o", "out.csv"], 1);
    assert_eq!(error.lines().count(), 1, "{error}");
    assert_eq!(fs::read_to_string(path("out.csv")).unwrap(), "the old one");
    folder.check(&["export", "csv", "r.jsonl", "-o", "out.csv"], 0);
    assert!(fs::read_to_string(path("out.csv")).unwrap().starts_with("document,"));
}

#[test]
fn an_export_whose_reader_leaves_ends_quietly() {
    let folder = Folder::new("head");
    folder.articles(300);
    let (records, _) = folder.0.check(&["read", "--fast", "--json", "articles.jsonl"], 0);
    fs::write(folder.0.0.join("r.jsonl"), records).unwrap();
    for format in ["csv", "jsonl", "geojson"] {
        let mut child = folder.command(&["export", format, "r.jsonl"]);
        let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), error.as_str()), (Some(0), ""), "{format}");
    }
}
