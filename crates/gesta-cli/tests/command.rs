//! The command from outside: inputs of every kind, bad ones above all.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

mod folder;

use folder::Folder;

impl Folder {
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Folder {
        fs::write(self.0.join(name), content).unwrap();
        self
    }
}

fn records(out: &str) -> Vec<serde_json::Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn codes(record: &serde_json::Value) -> Vec<&str> {
    let warnings = record["document"]["warnings"].as_array().unwrap();
    warnings.iter().map(|w| w["code"].as_str().unwrap()).collect()
}

const SHORT: &str = "Rebels freed two soldiers near Goma on Friday.";

#[test]
fn a_missing_file_is_named_and_the_rest_is_read() {
    let folder = Folder::new("missing");
    folder.file("a.txt", SHORT);
    let (out, err) = folder.check(&["read", "--json", "none.txt", "a.txt"], 1);
    assert_eq!(records(&out).len(), 1);
    assert!(err.starts_with("gesta: none.txt: No such file"), "{err}");
}

#[test]
fn a_folder_without_articles_is_an_error() {
    let folder = Folder::new("empty");
    folder.file("notes.pdf", "x");
    let (out, err) = folder.check(&["read", "."], 1);
    assert_eq!(out, "");
    assert!(err.starts_with("gesta: .: no articles"), "{err}");
}

#[test]
fn a_broken_line_is_named_and_the_rest_is_read() {
    let folder = Folder::new("line");
    let text = format!(
        "{{\"id\":\"x\",\"text\":\"{SHORT}\"}}\n{{\"id\": 2, \"text\"\n\n{{\"id\":3,\"text\":\"No.\"}}\n"
    );
    folder.file("a.jsonl", text);
    let (out, err) = folder.check(&["read", "--json", "a.jsonl"], 1);
    let keys: Vec<String> = records(&out).iter().map(|r| r["document"]["key"].to_string()).collect();
    assert_eq!(keys, ["\"x\"", "\"3\""]);
    assert!(err.starts_with("gesta: a.jsonl:2: "), "{err}");
}

#[test]
fn tables_and_json_are_read_and_other_files_are_refused() {
    let folder = Folder::new("kinds");
    folder
        .file("a.csv", format!("id,text\nx,{SHORT}\ny\n"))
        .file("b.json", format!("[{{\"key\": \"z\", \"body\": \"{SHORT}\"}}]"))
        .file("c.csv", "name,age\nx,1\n")
        .file("d.pdf", "%PDF-1.7");
    let (out, err) = folder.check(&["read", "--json", "a.csv", "b.json", "c.csv", "d.pdf"], 1);
    let keys: Vec<String> = records(&out).iter().map(|r| r["document"]["key"].to_string()).collect();
    assert_eq!(keys, ["\"x\"", "\"z\""]);
    for what in ["a.csv:3: 1 fields", "c.csv: no column `text`", "d.pdf: this is a PDF"] {
        assert!(err.contains(what), "{err}");
    }
    let (out, _) = folder.check(&["read", "--json", "."], 1);
    assert_eq!(records(&out).len(), 2, "what is no table of articles is passed over in a directory");
}

#[test]
fn packed_lines_are_read() {
    let folder = Folder::new("packed");
    let line = format!("{{\"text\":\"{SHORT}\"}}\n");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(line.as_bytes()).unwrap();
    folder.file("a.jsonl.gz", gz.finish().unwrap());
    folder.file("b.jsonl.zst", zstd::encode_all(line.as_bytes(), 1).unwrap());
    folder.file("c.jsonl.gz", "this is not gzip");
    let (out, err) = folder.check(&["read", "--json", "."], 1);
    assert_eq!(records(&out).len(), 2);
    assert!(err.contains("c.jsonl.gz: "), "{err}");
}

#[test]
fn bytes_that_are_not_utf8_are_decoded_and_warned_about() {
    let folder = Folder::new("bytes");
    folder.file("a.txt", b"Pr\xE9sident Moreau quitte Paris vendredi, a d\xE9clar\xE9 un porte-parole.");
    let (out, _) = folder.check(&["read", "--json", "a.txt"], 0);
    let record = &records(&out)[0];
    assert!(record["document"]["text"].as_str().unwrap().starts_with("Président Moreau"));
    assert!(codes(record).contains(&"encoding"));
}

#[test]
fn an_empty_article_is_a_record_with_a_warning() {
    let folder = Folder::new("nothing");
    folder.file("a.txt", "").file("b.txt", " \r\n\u{FEFF}\n");
    let (out, _) = folder.check(&["read", "--json", "a.txt", "b.txt"], 0);
    for record in records(&out) {
        assert_eq!(codes(&record), ["empty"], "{record}");
    }
}

#[test]
fn ten_thousand_open_brackets_and_quotes_do_no_harm() {
    let folder = Folder::new("brackets");
    folder.file("a.txt", "(".repeat(10_000)).file("b.txt", "“He said ".repeat(5_000) + &"\"".repeat(10_000));
    let (out, _) = folder.check(&["read", "--json", "a.txt", "b.txt"], 0);
    assert_eq!(records(&out).len(), 2);
}

#[test]
fn a_date_that_does_not_exist_is_refused_or_warned_about() {
    let folder = Folder::new("date");
    folder.file("a.jsonl", "{\"text\":\"They meet on February 30, 2015.\",\"published\":\"2015-02-29\"}");
    let (_, err) = folder.check(&["read", "--published", "2015-02-29", "a.jsonl"], 2);
    assert!(err.contains("2015-02-29 is no date that exists"), "{err}");
    let (out, _) = folder.check(&["read", "--json", "a.jsonl"], 0);
    assert_eq!(codes(&records(&out)[0]), ["invalid-date", "invalid-date"]);
}

#[test]
fn a_date_of_the_caller_goes_before_one_found_in_the_text() {
    let folder = Folder::new("published");
    folder.file("a.txt", format!("date 2019-03-04\n\n{SHORT}"));
    for (args, date, rule) in [
        (&["read", "--json", "a.txt"][..], "2019-03-04", "header"),
        (&["read", "--json", "--published", "2020-05-04", "a.txt"][..], "2020-05-04", "input"),
    ] {
        let document = records(&folder.check(args, 0).0)[0]["document"].clone();
        assert_eq!((&document["published"], &document["published_rule"]), (&date.into(), &rule.into()));
    }
}

#[test]
fn the_output_does_not_depend_on_threads() {
    let folder = Folder::new("threads");
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/articles");
    let one = folder.check(&["read", "--json", "--threads", "1", examples], 0);
    for threads in ["1", "2", "5"] {
        assert!(
            folder.check(&["read", "--json", "--threads", threads, examples], 0) == one,
            "{threads} threads"
        );
    }
}

#[test]
fn the_text_is_kept_to_the_byte_and_spans_are_code_points() {
    let folder = Folder::new("spans");
    let text = "\u{FEFF}“Émile Zola”\u{A0}said 👩‍🚀 left\r\n\r\nCafé Par\u{AD}is burned in Lagos.  \n";
    let line = serde_json::json!({"id": "k", "text": text}).to_string();
    folder.file("a.jsonl", line);
    let (out, _) = folder.check(&["read", "--json", "a.jsonl"], 0);
    let record = &records(&out)[0];
    assert_eq!(record["document"]["text"], text);
    let chars: Vec<char> = text.chars().collect();
    let sentences = record["sentences"].as_array().unwrap();
    let at = |span: &serde_json::Value, i: usize| span[i].as_u64().unwrap() as usize;
    let last = sentences.last().unwrap();
    let words: String = chars[at(last, 0)..at(last, 1)].iter().collect();
    assert_eq!(words, "Café Par\u{AD}is burned in Lagos.");
}

#[test]
fn parse_and_explain_and_schema_print_what_they_say() {
    let folder = Folder::new("others");
    folder.file("a.txt", SHORT);
    let (out, _) = folder.check(&["parse", "a.txt"], 0);
    assert!(out.starts_with("# newdoc id = a.txt\n# newpar\n"), "{out}");
    let (out, _) = folder.check(&["explain", "a.txt", "--at", "7"], 0);
    assert!(out.contains("> freed") && out.contains("nsubj"), "{out}");
    let (_, err) = folder.check(&["explain", "a.txt", "--event", "e99"], 1);
    assert!(err.contains("there is no entry e99"), "{err}");
    let (out, _) = folder.check(&["schema"], 0);
    assert!(out.contains("\"commitments\""));
    folder.check(&["read", "--no-such-option"], 2);
}

#[test]
fn standard_input_is_read_and_a_closed_output_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gesta"))
        .args(["read", "--json", "--published", "2020-05-04"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(SHORT.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let record = &records(&String::from_utf8(output.stdout).unwrap())[0];
    assert_eq!(record["document"]["published"], "2020-05-04");
    assert_eq!(record["dates"][0]["value"], "2020-05-01");
}

#[test]
fn the_model_is_chosen_by_option_or_settings() {
    let folder = Folder::new("model");
    folder.file("a.txt", "Rebels of the Northern Front left Karshtel on Friday, the Ministry of Water said.");
    let used = |args: &[&str]| {
        let (out, _) = folder.check(&[&["model"], args].concat(), 0);
        assert_eq!(out.matches("sha256 ").count(), 5, "{out}");
        out.lines().find_map(|l| l.strip_prefix("* ")).unwrap().to_owned()
    };
    assert_eq!(used(&[]), "accurate");
    assert_eq!(used(&["--fast"]), "fast");
    folder.file("mine.toml", "model = \"fast\"\n");
    assert_eq!(used(&["--config", "mine.toml"]), "fast");
    let (accurate, _) = folder.check(&["parse", "a.txt"], 0);
    let (fast, _) = folder.check(&["parse", "--fast", "a.txt"], 0);
    assert_eq!(fast.lines().count(), accurate.lines().count(), "{fast}");
    assert_eq!(fast, folder.check(&["parse", "--config", "mine.toml", "a.txt"], 0).0);
    fs::create_dir_all(folder.0.join("gesta")).unwrap();
    folder.file("gesta/config.toml", "model = \"fast\"\n");
    assert_eq!(used(&[]), "fast");
}

#[test]
fn bad_settings_are_named() {
    let folder = Folder::new("settings");
    folder.file("a.toml", "model = \"quick\"\n").file("b.toml", "\nmodell = \"fast\"\n");
    assert!(folder.check(&["model", "--config", "a.toml"], 1).1.contains("a.toml: there is no model quick"));
    let (_, err) = folder.check(&["model", "--config", "b.toml"], 1);
    assert!(err.contains("b.toml") && err.contains("line 2") && err.contains("modell"), "{err}");
    assert!(folder.check(&["model", "--config", "none.toml"], 1).1.contains("none.toml"));
}

#[test]
fn a_place_is_told_with_its_reason() {
    let folder = Folder::new("place");
    let place = |args: &[&str]| {
        let (out, _) = folder.check(&[&["place", "--json"], args].concat(), 0);
        records(&out).remove(0)
    };
    let mosul = place(&["Mosul"]);
    assert_eq!((&mosul["country"], &mosul["geonames"]), (&"IRQ".into(), &99072.into()));
    assert_eq!(place(&["London"])["country"], "GBR");
    let london = place(&["London", "--near", "can"]);
    assert_eq!((&london["admin1"], &london["rule"]), (&"Ontario".into(), &"most prominent in Canada".into()));
    assert_eq!(place(&["Dayton, Ohio"])["rule"], "lies in Ohio");
    let (out, _) = folder.check(&["place", "Geneva"], 0);
    assert!(
        out.starts_with("Geneva, Geneva, CHE: city, 46.2") && out.contains("\n  why: most prominent of "),
        "{out}"
    );
    assert!(out.contains("\n  also: Geneva, "), "{out}");
    folder.check(&["place", "Nowhereville-on-Sea"], 1);
    let (_, err) = folder.check(&["place", "Paris", "--near", "Atlantis"], 2);
    assert!(err.contains("Atlantis is no country"), "{err}");
}

#[test]
fn imported_places_are_known() {
    let folder = Folder::new("import");
    let row = "900000001\tSkarnfoss\tSkarnfoss\t\t66.25\t14.5\tP\tPPL\tNO\t\t31\t\t\t\t340\t\t5\tEurope/Oslo\t2020-01-01\n";
    folder.file("NO.txt", format!("{row}not a row\n"));
    let (_, err) = folder.check(&["import", "geonames", "NO.txt", "-o", "no.gesta"], 0);
    assert!(err.contains("1 entries, 1 names") && err.contains("first: NO.txt:2"), "{err}");
    folder.check(&["place", "Skarnfoss"], 1);
    folder.check(&["place", "Skarnfoss", "--knowledge", "no.gesta"], 0);
    folder.file("settings.toml", "knowledge = \"no.gesta\"\n");
    folder.check(&["place", "Skarnfoss", "--config", "settings.toml"], 0);
    folder.file("a.txt", "The ferry stops in Skarnfoss, Norway, on Fridays.");
    let (out, _) = folder.check(&["read", "--json", "a.txt", "--knowledge", "no.gesta"], 0);
    assert_eq!(records(&out)[0]["places"][0]["geonames"], 900_000_001);
    let (_, err) = folder.check(&["read", "a.txt", "--knowledge", "NO.txt"], 1);
    assert!(err.starts_with("gesta: NO.txt: no knowledge file"), "{err}");
    let (_, err) = folder.check(&["import", "geonames", "a.txt"], 1);
    assert!(err.starts_with("gesta: a.txt: no row in GeoNames"), "{err}");
}

#[test]
fn imported_actors_are_known() {
    let folder = Folder::new("roster");
    folder.file("own.actors.txt", "MARSH_DEFENCE_LEAGUE [MLIREB]\n+M.D.L.\n");
    let (_, err) = folder.check(&["import", "petrarch", ".", "-o", "own.gesta"], 0);
    assert!(err.contains("1 entries, 2 names"), "{err}");
    folder.file("a.txt", "Fighters of the Marsh Defence League attacked a convoy near Gao on Monday.");
    let league = |knowledge: &[&str]| {
        let (out, _) = folder.check(&[&["read", "--json", "a.txt"], knowledge].concat(), 0);
        let actors = records(&out)[0]["actors"].as_array().unwrap().clone();
        let league = actors.into_iter().find(|a| a["name"] == "Marsh Defence League");
        league.map(|a| (a["country"].clone(), a["sector"].clone())).unwrap()
    };
    assert_ne!(league(&[]), ("MLI".into(), "REB".into()));
    assert_eq!(league(&["--knowledge", "own.gesta"]), ("MLI".into(), "REB".into()));
    let (out, _) = folder.check(&["actor", "Marsh Defence League", "--knowledge", "own.gesta"], 0);
    assert!(out.contains("sector    REB") && out.contains("imported: Marsh Defence League"), "{out}");
    let (_, err) = folder.check(&["import", "wikidata", "a.txt"], 1);
    assert!(err.starts_with("gesta: a.txt:1: "), "{err}");
}

#[test]
fn a_corpus_of_another_kind_is_named() {
    let folder = Folder::new("corpus");
    folder
        .file("a.txt", SHORT)
        .file("b.xml", "<pages><page>x</page></pages>")
        .file("c.jsonl", "{\"id\":1}\n");
    for (file, what) in
        [("a.txt", "a.txt: no toponyms"), ("b.xml", "b.xml: no toponyms"), ("c.jsonl", "c.jsonl:1: ")]
    {
        let (_, err) = folder.check(&["eval", "places", file], 1);
        assert!(err.contains(what), "{err}");
    }
}

#[test]
fn records_go_out_in_other_formats_and_a_bad_line_is_named() {
    let folder = Folder::new("export");
    folder.file(
        "a.txt",
        "Rebels in Mali killed three soldiers on 3 May 2015. They vowed to leave Gao by 9 May 2015.",
    );
    let (records, _) = folder.check(&["read", "--json", "a.txt"], 0);
    folder.file("r.jsonl", format!("{records}nonsense\n"));
    let (csv, err) = folder.check(&["export", "csv", "--table", "commitments", "r.jsonl"], 1);
    assert!(err.contains("r.jsonl:2: "), "{err}");
    assert!(
        csv.lines().nth(1).is_some_and(|row| row.contains(",promise,") && row.contains(",2015-05-09,")),
        "{csv}"
    );
    folder.file("r.jsonl", &records);
    let (out, _) = folder.check(&["export", "ics", "r.jsonl", "-o", "due.ics"], 0);
    assert_eq!(out, "");
    assert!(fs::read_to_string(folder.0.join("due.ics")).unwrap().contains("DTSTART;VALUE=DATE:20150509"));
    let (rows, _) = folder.check(&["export", "gdelt", "r.jsonl"], 0);
    assert!(rows.lines().all(|row| row.split('\t').count() == 61) && !rows.is_empty(), "{rows}");
}

#[test]
fn relate_answers_every_line_and_names_bad_ones() {
    let folder = Folder::new("relate");
    let lines = [
        r#"{"id":"a","text":"Zürich police arrested two Malian envoys.","source":[0,13],"target":[23,40]}"#,
        r#"{"id":"b","text":"Malian envoys met.","source":[0,13],"target":null}"#,
        "",
        r#"{"id":"c","text":"Malian envoys met.""#,
        r#"{"id":"d","text":"Malian envoys met.","source":[0,130]}"#,
        r#"{"id":5,"source":[0,1]}"#,
    ];
    folder.file("pairs.jsonl", lines.join("\n"));
    let (out, _) = folder.check(&["relate", "--threads", "2", "pairs.jsonl"], 1);
    let answers = records(&out);
    let kinds: Vec<_> = answers.iter().map(|a| a["type"].as_str().unwrap_or("error")).collect();
    assert_eq!(kinds, ["COERCE", "CONSULT", "error", "error", "error"], "{out}");
    assert_eq!((answers[0]["id"].as_str(), answers[0]["quad"].as_u64()), (Some("a"), Some(4)));
    assert!(answers[0]["rule"].as_str().unwrap().starts_with("coerce/arrest"), "{out}");
    let named: Vec<_> = answers[2..].iter().map(|a| a["line"].as_u64().unwrap()).collect();
    assert_eq!(named, [4, 5, 6]);
    assert_eq!(answers[4]["id"], 5);
    assert!(answers[3]["error"].as_str().unwrap().contains("line 5"), "{out}");
    folder.check(&["relate", "no-such-file.jsonl"], 1);
}

#[test]
fn statements_as_linked_data() {
    let folder = Folder::new("jsonld");
    folder
        .file("a.txt", "“The road is closed,” Ada King said.")
        .file("b.txt", "Ada King said the road was closed.");
    let (out, _) = folder.check(&["read", "--format", "jsonld", "a.txt", "b.txt"], 0);
    let kinds: Vec<String> = records(&out)
        .iter()
        .map(|graph| graph["@graph"][1]["body"]["gesta:kind"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, ["direct", "indirect"]);
    folder.check(&["read", "--format", "rdf", "a.txt"], 2);
    folder.check(&["read", "--json", "--format", "jsonld", "a.txt"], 2);
}

#[cfg(feature = "watch")]
#[test]
fn a_feed_that_cannot_be_had_is_named_and_the_ledger_stays() {
    let folder = Folder::new("watch");
    // Port 9 of loopback: nobody answers there.
    folder.file("feeds.toml", "timeout = \"1s\"\n[[feed]]\nurl = \"http://127.0.0.1:9/feed\"\n");
    let (_, err) = folder.check(&["watch", "feeds.toml", "--once", "--ledger", "l.db"], 1);
    assert!(err.starts_with("gesta: http://127.0.0.1:9/feed: "), "{err}");
    assert!(fs::read_to_string(folder.0.join("l.feeds.json")).unwrap().contains("\"failures\":1"));
    folder.file("feeds.toml", "[[feed]]\nurl = \"news\"\n");
    let (_, err) = folder.check(&["watch", "feeds.toml", "--ledger", "l.db"], 1);
    assert!(err.starts_with("gesta: feeds.toml: news: "), "{err}");
}

#[test]
fn the_ledger_goes_out_like_records() {
    let folder = Folder::new("export-ledger");
    folder.file("a.txt", "Rebels in Mali killed three soldiers on 3 May 2015.");
    folder.check(&["add", "a.txt", "--ledger", "l.db"], 0);
    let (csv, _) = folder.check(&["export", "csv", "--ledger", "l.db"], 0);
    assert!(csv.lines().nth(1).is_some_and(|row| row.contains(",ASSAULT,")), "{csv}");
}
