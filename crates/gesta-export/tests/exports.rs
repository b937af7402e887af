//! A record of ours in every format, read back by readers that are not ours where there are some.

use std::str::FromStr;

use gesta::record::Record;
use gesta_export::{Entry, ExportError, Exported, Format, Layout, Linked, Table, write};
use serde_json::{Value, json};

const TEXT: &str = "Rebels of the \u{201c}Dawn\u{201d} shelled Harsta on Friday, killing at least 12 people.\n\n\
    President Anna Lind vowed to leave Harsta by 31 March; the rebels, she said, want talks.";

/// Where words lie in the text, in code points.
fn at(words: &str) -> [usize; 2] {
    let byte = TEXT.find(words).expect("the words are in the text");
    let start = TEXT[..byte].chars().count();
    [start, start + words.chars().count()]
}

fn record() -> Record {
    let interval = |day: &str| json!({"start": day, "end": day});
    let value = json!({
        "schema_version": 1,
        "document": {"id": "0123456789abcdef0123456789abcdef", "key": "k,1", "uri": "https://news.example/1",
            "publisher": "The Example", "title": "Town \"shelled\"", "published": "2024-03-03", "published_rule": "input",
            "language": "en", "text": TEXT, "warnings": [{"code": "truncated", "span": null, "message": "breaks off"}]},
        "sentences": [[0, at("people.")[1]], [at("President")[0], TEXT.chars().count()]],
        "actors": [
            {"id": "a1", "name": "Dawn", "kind": "group", "country": "SYR", "sector": "REB", "wikidata": null,
                "titles": [], "aliases": [], "mentions": [{"span": at("Rebels"), "form": "name"}]},
            {"id": "a2", "name": "Anna Lind", "kind": "person", "country": "SWE", "sector": "GOV", "wikidata": "Q1",
                "titles": ["President"], "aliases": [], "mentions": [{"span": at("Anna Lind"), "form": "name"}]},
            {"id": "a3", "name": "people", "kind": "group", "country": "SYR", "sector": "CVL", "wikidata": null,
                "titles": [], "aliases": [], "mentions": [{"span": at("people"), "form": "nominal"}]}],
        "places": [{"id": "p1", "name": "Harsta", "kind": "city", "country": "SYR", "admin1": "Rif Dimashq",
            "geonames": 170654, "lat": 33.5, "lon": 36.36, "mentions": [at("Harsta")]}],
        "entities": [], "dates": [], "relations": [],
        "statements": [{"id": "s1", "kind": "indirect", "speaker": "a2", "speaker_span": at("she"), "cue": at("said"),
            "content": [at("the rebels"), at("want talks")], "cue_class": "said", "anonymous": false,
            "addressee": null, "date": null, "inside": null, "unreal": false, "confidence": 0.5}],
        "events": [
            {"id": "e1", "type": "ASSAULT", "mode": "artillery", "contexts": ["military"], "quad": 4, "cameo": "194",
                "source": ["a1"], "target": ["a3", "a2"], "mutual": false, "date": interval("2024-03-01"), "place": "p1",
                "factuality": "actual", "reported_in": null, "trigger": at("shelled"), "source_span": at("Rebels"),
                "target_span": at("people"), "dead": {"min": 12, "max": null}, "injured": null,
                "rule": "assault/shell", "confidence": 0.83, "evidence": [at("shelled Harsta")]},
            {"id": "e2", "type": "RETREAT", "mode": null, "contexts": [], "quad": 2, "cameo": null, "source": ["a2"],
                "target": [], "mutual": false, "date": null, "place": null, "factuality": "planned", "reported_in": null,
                "trigger": at("leave"), "source_span": null, "target_span": null, "dead": null, "injured": null,
                "rule": "retreat/leave", "confidence": 0.5, "evidence": []},
            {"id": "e3", "type": "CONSULT", "mode": null, "contexts": [], "quad": 1, "cameo": "040", "source": ["a1", "a2"],
                "target": ["a1", "a2"], "mutual": true, "date": null, "place": null, "factuality": "actual",
                "reported_in": null, "trigger": at("talks"), "source_span": null, "target_span": null, "dead": null,
                "injured": null, "rule": "consult/talks", "confidence": 0.5, "evidence": []}],
        "commitments": [{"id": "c1", "act": "promise", "debtor": ["a2"], "debtor_span": at("President Anna Lind"),
            "counterparty": [], "counterparty_span": null, "action": at("leave Harsta"), "action_type": "RETREAT",
            "polarity": "do", "deadline": {"span": at("by 31 March"), "start": null, "end": "2024-03-31"},
            "condition": null, "made": interval("2024-03-03"), "reporter_span": null, "status": "open",
            "statement": null, "event": "e2", "rule": "verbs/vow", "confidence": 0.5, "evidence": []}],
    });
    serde_json::from_value(value).expect("a record")
}

/// What a format makes of records, and the rows it counts.
fn export(format: Format, records: Vec<impl Into<Exported>>) -> (String, u64) {
    let mut out = Vec::new();
    let rows =
        write::<ExportError>(format, records.into_iter().map(Ok), &mut out).expect("memory takes everything");
    (String::from_utf8(out).expect("UTF-8"), rows)
}

/// Checks fields of a table's row, counted from 0, by column name.
#[track_caller]
fn check(table: Table, row: usize, fields: &[(&str, &str)]) {
    let (text, _) = export(Format::Csv(table), vec![record()]);
    let mut csv = csv::Reader::from_reader(text.as_bytes());
    let header = csv.headers().expect("a header").clone();
    let rows: Vec<csv::StringRecord> = csv.records().map(|r| r.expect("as many fields as columns")).collect();
    for (name, value) in fields {
        let column = header.iter().position(|h| h == *name).unwrap_or_else(|| panic!("no column {name}"));
        assert_eq!(&rows[row][column], *value, "{name}");
    }
}

#[test]
fn tables_as_csv() {
    check(
        Table::Documents,
        0,
        &[
            ("document", "0123456789abcdef0123456789abcdef"),
            ("key", "k,1"),
            ("title", "Town \"shelled\""),
            ("characters", "164"),
            ("events", "3"),
            ("warnings", "truncated"),
        ],
    );
    check(
        Table::Statements,
        0,
        &[
            ("speaker", "Anna Lind"),
            ("speaker_words", "she"),
            ("cue", "said"),
            ("content", "the rebels … want talks"),
            ("anonymous", "false"),
            ("confidence", "0.5"),
            ("addressee", ""),
        ],
    );
    check(
        Table::Events,
        0,
        &[
            ("type", "ASSAULT"),
            ("goldstein", "-10.0"),
            ("source", "Dawn"),
            ("target", "people; Anna Lind"),
            ("target_country", "SYR; SWE"),
            ("start", "2024-03-01"),
            ("lat", "33.5"),
            ("dead_min", "12"),
            ("dead_max", ""),
            ("trigger", "shelled"),
        ],
    );
    check(Table::Events, 1, &[("factuality", "planned"), ("goldstein", ""), ("target", "")]);
    check(
        Table::Commitments,
        0,
        &[
            ("debtor", "Anna Lind"),
            ("action", "leave Harsta"),
            ("due_end", "2024-03-31"),
            ("deadline", "by 31 March"),
        ],
    );
}

#[test]
fn an_empty_table_has_its_header() {
    for table in [Table::Documents, Table::Statements, Table::Events, Table::Commitments] {
        let (text, rows) = export(Format::Csv(table), Vec::<Record>::new());
        assert_eq!((text.lines().count(), rows), (1, 0));
        assert!(text.starts_with("document,key,"), "{text}");
    }
}

#[test]
fn layouts_have_their_columns_and_only_what_happened() {
    for (layout, columns, header) in [
        (Layout::Polecat, 40, true),
        (Layout::Icews, 20, true),
        (Layout::Phoenix, 26, false),
        (Layout::Gdelt, 61, false),
    ] {
        let (text, rows) = export(Format::Columns(layout), vec![record()]);
        let lines: Vec<Vec<&str>> = text.lines().map(|l| l.split('\t').collect()).collect();
        assert!(lines.iter().all(|l| l.len() == columns && layout.columns().len() == columns), "{layout:?}");
        // Two targets of the shelling, and talks both ways; the planned retreat is none.
        assert_eq!((lines.len(), rows), (4 + usize::from(header), 4), "{layout:?}");
        let ids: std::collections::BTreeSet<&str> = lines.iter().map(|l| l[0]).collect();
        assert_eq!(ids.len(), lines.len(), "{layout:?}");
    }
}

/// Checks columns of the first row of a layout by name.
#[track_caller]
fn check_layout(layout: Layout, fields: &[(&str, &str)]) {
    let (text, _) = export(Format::Columns(layout), vec![record()]);
    let row: Vec<&str> =
        text.lines().find(|l| l.to_uppercase().contains("SYR")).expect("a row").split('\t').collect();
    for (name, value) in fields {
        let column =
            layout.columns().iter().position(|c| c == name).unwrap_or_else(|| panic!("no column {name}"));
        assert_eq!(row[column], *value, "{name}");
    }
}

#[test]
fn fields_of_the_layouts() {
    check_layout(
        Layout::Polecat,
        &[
            ("Event Date", "2024-03-01"),
            ("Event Type", "ASSAULT"),
            ("Event Mode", "artillery"),
            ("Quad Code", "MATERIAL CONFLICT"),
            ("Actor Name", "Dawn"),
            ("Actor COW", "652"),
            ("Recipient Name", "people"),
            ("City", "Harsta"),
            ("Story People", "Anna Lind"),
            ("Publication Date", "2024-03-03"),
        ],
    );
    check_layout(
        Layout::Icews,
        &[
            ("Source Name", "Dawn"),
            ("Event Text", "ASSAULT (artillery)"),
            ("CAMEO Code", "194"),
            ("Intensity", "-10.0"),
            ("Source Country", "Syria"),
            ("Country", "Syria"),
            ("Sentence Number", "1"),
            ("Publisher", "The Example"),
        ],
    );
    check_layout(
        Layout::Phoenix,
        &[("Date", "20240301"), ("SourceActorFull", "SYRREB"), ("EventRootCode", "19"), ("QuadClass", "4")],
    );
    check_layout(
        Layout::Gdelt,
        &[
            ("Day", "20240301"),
            ("FractionDate", "2024.1671"),
            ("Actor1Name", "DAWN"),
            ("IsRootEvent", "1"),
            ("EventBaseCode", "194"),
            ("ActionGeo_Type", "4"),
            ("ActionGeo_Fullname", "Harsta, Rif Dimashq, Syria"),
            ("ActionGeo_Lat", "33.5"),
            ("DATEADDED", "20240303000000"),
            ("SOURCEURL", "https://news.example/1"),
        ],
    );
}

#[test]
fn events_on_a_map() {
    for (records, features) in [(vec![], 0), (vec![record()], 1), (vec![record(), record()], 2)] {
        let (text, rows) = export(Format::Geojson, records);
        let json: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(json["features"].as_array().map(Vec::len), Some(features));
        assert_eq!(rows as usize, features);
        for feature in json["features"].as_array().into_iter().flatten() {
            assert_eq!(feature["geometry"]["coordinates"], json!([36.36, 33.5]));
            assert_eq!(feature["properties"]["type"], "ASSAULT");
            assert_eq!(feature["properties"]["goldstein"], -10.0);
            assert!(text.contains("\"confidence\":0.83"), "{text}");
        }
    }
}

#[test]
fn deadlines_in_a_calendar() {
    let (text, rows) = export(Format::Icalendar, vec![record()]);
    assert_eq!(rows, 1);
    assert!(
        text.lines().all(|l| l.trim_end_matches('\r').len() <= 75)
            && !text.replace("\r\n", "").contains('\n')
    );
    let calendar = icalendar::Calendar::from_str(&text).expect("another parser reads it");
    let event = calendar.components.first().and_then(|c| c.as_event()).expect("an event");
    let value = |name: &str| icalendar::Component::property_value(event, name).unwrap_or("-").to_owned();
    assert_eq!(value("DTSTART"), "20240331");
    assert_eq!(value("DTEND"), "20240401");
    assert_eq!(value("DTSTAMP"), "20240303T000000Z");
    assert_eq!(icalendar::Component::get_summary(event), Some("Anna Lind (promise): leave Harsta"));
    let description =
        icalendar::Component::get_description(event).expect("a description").replace("\\n", "\n");
    assert!(description.ends_with("Deadline: by 31 March\nSource: https://news.example/1"), "{description}");
}

#[test]
fn records_as_they_are() {
    let (text, rows) = export(Format::Jsonl, vec![record(), record()]);
    let back: Vec<Record> = text.lines().map(|l| serde_json::from_str(l).expect("a record")).collect();
    assert_eq!((back, rows), (vec![record(), record()], 2));
}

#[test]
fn spans_outside_the_text_give_no_words() {
    let mut odd = record();
    odd.events[0].trigger = [9_000, 9_001];
    odd.commitments[0].action = [20, 10];
    odd.sentences.clear();
    for table in [Table::Events, Table::Commitments] {
        export(Format::Csv(table), vec![odd.clone()]);
    }
    for layout in [Layout::Polecat, Layout::Icews, Layout::Phoenix, Layout::Gdelt] {
        let (_, rows) = export(Format::Columns(layout), vec![odd.clone()]);
        assert_eq!(rows, 4);
    }
}

/// The record as a ledger has it: reported by two articles, of which this is the first; or a copy.
fn linked(copy: bool) -> Exported {
    let entry = |id: &str, status: Option<&str>| Entry {
        id: id.to_owned(),
        status: status.map(str::to_owned),
        uris: vec![Some("https://news.example/1".into()), Some("https://other.example/2".into()), None],
        publishers: vec!["The Example".into(), "The Other".into()],
    };
    let mut entries = std::collections::BTreeMap::new();
    let of_record =
        [("s1", "s7", None), ("e1", "e12", None), ("e3", "e13", None), ("c1", "c5", Some("kept-late"))];
    entries.extend(of_record.map(|(local, id, status)| (local.to_owned(), entry(id, status))));
    let copy_of = copy.then(|| "d1".to_owned());
    let place = Linked { document: "d1".into(), story: Some("st1".into()), copy_of, entries };
    Exported { record: record(), linked: Some(place) }
}

/// The rows of a table or layout as a ledger's records give them, by the column of this name.
#[track_caller]
fn column(text: &str, names: &[&str], separator: u8, name: &str) -> Vec<String> {
    let column = names.iter().position(|n| *n == name).unwrap_or_else(|| panic!("no column {name}"));
    let mut csv =
        csv::ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(text.as_bytes());
    csv.records().map(|r| r.expect("a row")[column].to_owned()).collect()
}

#[test]
fn rows_of_a_ledger_say_what_it_calls_them() {
    for (table, name, expect) in [
        (Table::Documents, "ledger_id", ["d1", "d1"].as_slice()),
        (Table::Documents, "copy_of", &["", "d1"]),
        (Table::Statements, "ledger_id", &["s7", "s7"]),
        (Table::Events, "ledger_id", &["e12", "", "e13", "e12", "", "e13"]),
        (Table::Commitments, "ledger_id", &["c5", "c5"]),
        (Table::Commitments, "ledger_status", &["kept-late", "kept-late"]),
        (Table::Commitments, "status", &["open", "open"]),
    ] {
        let (text, _) = export(Format::Csv(table), vec![linked(false), linked(true)]);
        let names: Vec<&str> = text.lines().next().expect("a header").split(',').collect();
        assert_eq!(column(&text, &names, b',', name)[1..], *expect, "{table:?} {name}");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    }
}

#[test]
fn what_several_articles_report_goes_out_once_and_copies_do_not() {
    let records = || vec![linked(false), linked(false), linked(true)];
    for (layout, rows) in [(Layout::Gdelt, 4), (Layout::Phoenix, 4), (Layout::Polecat, 8), (Layout::Icews, 8)]
    {
        assert_eq!(export(Format::Columns(layout), records()).1, rows, "{layout:?}");
    }
    assert_eq!(export(Format::Geojson, records()).1, 1);
    let (calendar, rows) = export(Format::Icalendar, records());
    assert_eq!(rows, 1);
    assert!(calendar.contains("SUMMARY:Anna Lind (promise\\, kept-late): leave Harsta"), "{calendar}");
    let (text, _) = export(Format::Columns(Layout::Gdelt), records());
    for (name, expect) in [("NumMentions", "3"), ("NumSources", "2"), ("NumArticles", "3")] {
        assert_eq!(column(&text, Layout::Gdelt.columns(), b'\t', name)[0], expect, "{name}");
    }
    let (text, _) = export(Format::Columns(Layout::Phoenix), records());
    let urls = column(&text, Layout::Phoenix.columns(), b'\t', "URLs");
    assert_eq!(urls[0], "https://news.example/1;https://other.example/2");
    let mut gone = linked(false);
    if let Some(entry) = gone.linked.as_mut().and_then(|l| l.entries.get_mut("c1")) {
        entry.status = Some("withdrawn".into());
    }
    assert!(export(Format::Icalendar, vec![gone]).0.contains("STATUS:CANCELLED"));
}

#[test]
fn one_day_stands_for_an_event() {
    for (start, end, day) in [
        (None, None, "2024-03-03"),
        (Some("2024-02-01"), Some("2024-02-29"), "2024-02-01"),
        (None, Some("2024-03-02"), "2024-03-02"),
        (Some("2024-01-01"), Some("2024-12-31"), "2024-03-03"),
        (Some("2024-03-01"), Some("2024-03-07"), "2024-03-01"),
    ] {
        let mut dated = record();
        let interval = (start.is_some() || end.is_some()).then(|| json!({"start": start, "end": end}));
        dated.events[0].date = interval.map(|i| serde_json::from_value(i).expect("an interval"));
        let (text, _) = export(Format::Columns(Layout::Icews), vec![dated]);
        assert_eq!(column(&text, Layout::Icews.columns(), b'\t', "Event Date")[1], day, "{start:?} {end:?}");
    }
}

#[test]
fn an_error_is_told_once() {
    let full = std::io::Error::other("the disk is full");
    let error = ExportError::from(full);
    assert_eq!(error.to_string(), "the disk is full");
    assert!(std::error::Error::source(&error).is_none());
}
