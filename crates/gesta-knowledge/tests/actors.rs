//! Importing actors: dictionaries and entities of our own in the formats of PETRARCH and Wikidata.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use gesta_actor::{ActorKind, Listed};
use gesta_knowledge::{import_petrarch, import_wikidata, open};

/// A folder of its own for each test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("gesta-knowledge-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        fs::write(self.0.join(name), text).expect("written");
        self.0.join(name)
    }

    fn output(&self) -> PathBuf {
        self.0.join("actors.gesta")
    }

    /// Looks names up: each is "name, day, country, sector, office".
    fn check(&self, rows: &[(&str, &str, &str, &str, &str)]) {
        let roster = open(&[self.output()]).expect("a knowledge file").roster;
        for (name, on, country, sector, office) in rows {
            let found = roster.find(name, on.parse().ok());
            let shown = |l: &Listed| {
                let country = l.country.map_or(String::new(), |c| c.to_string());
                (country, l.sector.unwrap_or("").to_owned(), l.office.clone().unwrap_or_default())
            };
            let expect = ((*country).to_owned(), (*sector).to_owned(), (*office).to_owned());
            assert_eq!(found.iter().map(shown).collect::<Vec<_>>(), [expect], "{name} on {on}");
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const ACTORS: &str = "\
# Invented actors.
<!-- a remark
over two lines -->
FRONT_FOR_THE_RIVERLANDS_ [MLIREB]  # a comment
+RIVERLANDS_FRONT_
+F.R.L._

WORLD_REED_COUNCIL [IGOAGR]

AMINATA_OLDSTREAM_
+A._OLDSTREAM
\t[MLIELI <030101]
\t[MLIGOV 030101-080630]
\t[MLIBUS >080701]

NOBODY_AT_ALL
STRANGE_CODE [---]
BAD_DATE [MLIGOV 039901-080630]
";

const AGENTS: &str = "\
!PERSON! = MAN, WOMAN, MEN
REED_CUTTER [~AGR]
FERRY!PERSON! [~LAB]
BEADLE {BEADLES} [~REL]
";

#[test]
fn dictionaries_of_petrarch() {
    let folder = Folder::new("petrarch");
    folder.file("Own.actors.txt", ACTORS);
    folder.file("Own.agents.txt", AGENTS);
    folder.file("Own.verbs.txt", "--- GO [010]\n");
    let summary = import_petrarch(&folder.0, &folder.output()).expect("imported").to_string();
    assert!(summary.starts_with("6 entries, "), "{summary}");
    for reason in
        ["left out 1: an actor without a name or code", "left out 2: a code or date that is unknown"]
    {
        assert!(summary.contains(reason), "{summary}");
    }
    assert!(summary.contains("Own.actors.txt:16)"), "{summary}");
    folder.check(&[
        ("Front for the Riverlands", "2012-04-01", "MLI", "REB", ""),
        ("Riverlands Front", "2012-04-01", "MLI", "REB", ""),
        ("FRL", "2012-04-01", "MLI", "REB", ""),
        ("World Reed Council", "2012-04-01", "", "IGO", ""),
        ("Aminata Oldstream", "2002-01-01", "MLI", "ELI", ""),
        ("Aminata Oldstream", "2005-01-01", "MLI", "GOV", ""),
        ("A. Oldstream", "2015-01-01", "MLI", "BUS", ""),
        ("reed cutter", "2012-04-01", "", "AGR", ""),
        ("ferrywoman", "2012-04-01", "", "LAB", ""),
        ("beadles", "2012-04-01", "", "REL", ""),
    ]);
    let roster = open(&[folder.output()]).expect("a knowledge file").roster;
    assert_eq!(roster.find("Riverlands Front", None)[0].kind, Some(ActorKind::Group));
    assert_eq!(roster.find("Aminata Oldstream", None)[0].kind, Some(ActorKind::Person));
    assert_eq!(roster.find("go", None), []);
}

#[test]
fn a_folder_without_dictionaries_is_an_error() {
    let folder = Folder::new("no-dictionary");
    folder.file("notes.txt", "NOTE [MLIGOV]");
    let error = || import_petrarch(&folder.0, &folder.output()).expect_err("an error").to_string();
    assert!(error().contains("no dictionary"), "{}", error());
    folder.file("x.actors.txt", "Dear all,\nnothing here\n");
    assert!(error().contains("no actor in PETRARCH's format"), "{}", error());
    assert!(import_petrarch(&folder.0.join("none"), &folder.output()).is_err());
}

fn item(property: &str, id: &str, qualifiers: &str) -> String {
    format!(
        "{{\"mainsnak\":{{\"snaktype\":\"value\",\"property\":\"{property}\",\"datavalue\":{{\"value\":{{\"entity-type\":\"item\",\
         \"id\":\"{id}\"}},\"type\":\"wikibase-entityid\"}}}},\"type\":\"statement\",\"rank\":\"normal\",\"qualifiers\":{qualifiers}}}"
    )
}

fn days(from: &str, until: &str) -> String {
    let snak = |property: &str, time: &str| {
        format!(
            "\"{property}\":[{{\"datavalue\":{{\"value\":{{\"time\":\"{time}T00:00:00Z\",\"precision\":9}}}}}}]"
        )
    };
    match until {
        "" => format!("{{{}}}", snak("P580", from)),
        _ => format!("{{{},{}}}", snak("P580", from), snak("P582", until)),
    }
}

fn entity(id: &str, label: &str, alias: &str, claims: &[(&str, Vec<String>)]) -> String {
    let claims: Vec<String> = claims.iter().map(|(p, s)| format!("\"{p}\":[{}]", s.join(","))).collect();
    let aliases = match alias {
        "" => "[]".to_owned(),
        _ => format!("{{\"en\":[{{\"language\":\"en\",\"value\":\"{alias}\"}}]}}"),
    };
    format!(
        "{{\"type\":\"item\",\"id\":\"{id}\",\"labels\":{{\"en\":{{\"language\":\"en\",\"value\":\"{label}\"}}}},\
         \"aliases\":{aliases},\"claims\":{{{}}},\"sitelinks\":{{\"enwiki\":{{\"title\":\"{label}\"}}}}}}",
        claims.join(",")
    )
}

/// Five entities; Q1033 is Nigeria.
fn dump() -> String {
    let is = |id: &str| ("P31", vec![item("P31", id, "[]")]);
    let entities = [
        entity(
            "Q900000001",
            "Ngozi Reedwater",
            "Ngozi A. Reedwater",
            &[
                is("Q5"),
                ("P27", vec![item("P27", "Q1033", "[]")]),
                ("P39", vec![item("P39", "Q900000003", &days("+2001-03-00", "+2006-00-00"))]),
                ("P106", vec![item("P106", "Q82955", "[]")]),
            ],
        ),
        entity(
            "Q900000002",
            "Marsh Defence League",
            "MDL",
            &[is("Q17149090"), ("P17", vec![item("P17", "Q1033", "[]")])],
        ),
        entity("Q900000003", "Minister of Fords of Nigeria", "", &[is("Q294414")]),
        entity("Q900000004", "Lake Reed", "", &[is("Q23397")]),
        entity("Q900000005", "Tunde Quiet", "", &[is("Q5")]),
    ];
    format!("[\n{}\n]\n", entities.join(",\n"))
}

#[test]
fn a_dump_of_wikidata() {
    let folder = Folder::new("wikidata");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(dump().as_bytes()).expect("packed");
    let mut bz2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bz2.write_all(dump().as_bytes()).expect("packed");
    for file in [
        folder.file("dump.json", dump()),
        folder.file("dump.json.gz", gz.finish().expect("packed")),
        folder.file("dump.json.bz2", bz2.finish().expect("packed")),
    ] {
        let summary = import_wikidata(&file, &folder.output()).expect("imported").to_string();
        assert!(summary.starts_with("3 entries, "), "{summary}");
        assert!(
            summary.contains("left out 1: a person without office") && summary.contains(":5)"),
            "{summary}"
        );
        folder.check(&[
            ("Ngozi Reedwater", "2004-01-01", "NGA", "GOV", "Minister of Fords of Nigeria"),
            ("Ngozi A. Reedwater", "2006-12-31", "NGA", "GOV", "Minister of Fords of Nigeria"),
            ("Ngozi Reedwater", "2012-01-01", "NGA", "ELI", ""),
            ("Marsh Defence League", "2012-01-01", "NGA", "UAF", ""),
            ("MDL", "2012-01-01", "NGA", "UAF", ""),
        ]);
        let roster = open(&[folder.output()]).expect("a knowledge file").roster;
        assert_eq!(roster.find("MDL", None)[0].wikidata.as_deref(), Some("Q900000002"));
    }
}

#[test]
fn a_broken_dump_is_named_with_its_line() {
    let folder = Folder::new("bad-dump");
    let error = |file: PathBuf| import_wikidata(&file, &folder.output()).expect_err("an error").to_string();
    let broken = error(folder.file("broken.json", dump().replace("\"id\":\"Q900000002\"", "\"id\":7")));
    assert!(broken.contains("broken.json:3: "), "{broken}");
    assert!(error(folder.file("empty.json", "[\n]\n")).contains("no person"));
    assert!(error(folder.file("cut.json.gz", [0x1F, 0x8B, 8, 0])).contains("cut.json.gz:1: "));
}
