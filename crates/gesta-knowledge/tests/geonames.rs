//! Importing GeoNames' tables: rows of our own in their format.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use gesta_knowledge::{import_geonames, open};
use gesta_place::{Iso3, PlaceKind, look_up};

/// A folder of its own for each test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("gesta-knowledge-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A zip with these files.
    fn zip(&self, name: &str, files: &[(&str, &str)]) -> PathBuf {
        let path = self.path(name);
        let mut zip = zip::ZipWriter::new(fs::File::create(&path).expect("a file"));
        for (file, text) in files {
            zip.start_file(*file, zip::write::SimpleFileOptions::default()).expect("an entry");
            zip.write_all(text.as_bytes()).expect("written");
        }
        zip.finish().expect("closed");
        path
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        fs::write(self.path(name), text).expect("written");
        self.path(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A row of the main table; alternate names are those after the name, separated by commas.
fn row(
    id: u32,
    names: &str,
    at: (f64, f64),
    (class, code): (&str, &str),
    (country, admin1): (&str, &str),
    people: u32,
) -> String {
    let (name, others) = names.split_once(',').unwrap_or((names, ""));
    let (lat, lon) = at;
    format!(
        "{id}\t{name}\t{name}\t{others}\t{lat}\t{lon}\t{class}\t{code}\t{country}\t\t{admin1}\t\t\t\t{people}\t\t5\tEurope/Oslo\t2020-01-01\n"
    )
}

fn table() -> String {
    [
        row(900_000_001, "Skarnfoss,Skarnfossen,Скарнфосс", (66.25, 14.5), ("P", "PPL"), ("NO", "31"), 340),
        row(900_000_002, "Skarnfoss", (61.0, 9.0), ("H", "FLLS"), ("NO", ""), 0),
        row(900_000_003, "Grønnfylke", (66.0, 14.0), ("A", "ADM1"), ("NO", "31"), 9_000),
        row(900_000_004, "Qarzumistan", (35.5, 67.25), ("P", "PPL"), ("AF", "99"), 0),
        row(900_000_005, "Norway", (62.0, 10.0), ("A", "PCLI"), ("NO", "00"), 5_000_000),
        row(900_000_006, "Nowhere", (162.0, 10.0), ("P", "PPL"), ("NO", ""), 1),
        row(900_000_007, "High Sea", (60.0, -20.0), ("H", "SEA"), ("", ""), 0),
    ]
    .concat()
}

fn names(folder: &Folder) -> PathBuf {
    let rows = [
        "1\t900000001\ten\tScarn Falls\t1\t\t\t\t\t",
        "2\t900000001\tlink\thttps://example.org/skarn\t\t\t\t\t\t",
        "3\t900000001\tsv\tSkarnafors\t\t\t\t\t\t",
        "4\t77\ten\tElsewhere\t1\t\t\t\t\t",
        "broken",
    ];
    folder.zip(
        "alternateNamesV2.zip",
        &[("iso-languagecodes.txt", "x\ty"), ("alternateNamesV2.txt", &rows.join("\n"))],
    )
}

fn import(folder: &Folder, dump: &Path, alternates: Option<&Path>) -> Result<String, String> {
    let summary = import_geonames(dump, alternates, &folder.path("places.gesta"));
    summary.map(|s| s.to_string()).map_err(|e| e.to_string())
}

#[test]
fn imported_places_are_found() {
    let folder = Folder::new("found");
    let dump = folder.zip("allCountries.zip", &[("allCountries.txt", &table())]);
    let summary = import(&folder, &dump, None);
    let dump = dump.display();
    let expect = format!(
        "4 entries, 4 names\nleft out 1: a country or continent, or no longer there (first: {dump}:5)\n\
         left out 1: no name or no place on Earth (first: {dump}:6)\nleft out 1: in no country (first: {dump}:7)"
    );
    assert_eq!(summary, Ok(expect));
    let atlas = open(&[folder.path("places.gesta")]).expect("a knowledge file").atlas;
    let town = look_up(&atlas, "Skarnfossen", None).expect("a town");
    assert_eq!((town.place.geonames, town.place.admin1.as_deref()), (Some(900_000_001), Some("Grønnfylke")));
    assert_eq!((town.place.lat, town.place.lon), (Some(66.25), Some(14.5)));
    let town = look_up(&atlas, "skarnfoss", None).expect("a town");
    assert_eq!((town.place.name.as_str(), town.others.len()), ("Skarnfoss", 1));
    assert_eq!(town.others[0].kind, PlaceKind::Water);
    assert_eq!(look_up(&atlas, "Скарнфосс", None), None);
    // What the program itself knows goes first.
    let paris = look_up(&atlas, "Paris", None).expect("a town");
    assert_eq!(paris.place.country, Iso3::parse("FRA"));
}

#[test]
fn alternate_names_lead_to_places() {
    let folder = Folder::new("alternates");
    let dump = folder.file("NO.txt", table());
    let summary = import(&folder, &dump, Some(&names(&folder))).expect("imported");
    assert!(summary.contains("left out 1: no row of alternate names"), "{summary}");
    let atlas = open(&[folder.path("places.gesta")]).expect("a knowledge file").atlas;
    for name in ["Scarn Falls", "Skarnafors", "Skarnfossen", "Skarnfoss"] {
        assert_eq!(look_up(&atlas, name, None).expect(name).place.name, "Scarn Falls", "{name}");
    }
    assert_eq!(look_up(&atlas, "https://example.org/skarn", None), None);
}

#[test]
fn what_is_no_dump_is_an_error() {
    let folder = Folder::new("bad");
    let error = |dump: &Path| import(&folder, dump, None).expect_err("an error");
    let none = folder.path("none.zip");
    assert!(error(&none).starts_with(&none.display().to_string()));
    let letters = folder.file("letters.txt", "Dear all,\nno table here\n");
    assert!(error(&letters).ends_with("letters.txt: no row in GeoNames' format"));
    let cut = folder.zip("whole.zip", &[("allCountries.txt", &table())]);
    let cut = folder.file("cut.zip", &fs::read(cut).expect("read")[..60]);
    assert!(error(&cut).contains("cut.zip: "));
    let other = folder.zip("other.zip", &[("picture.png", "")]);
    assert!(error(&other).ends_with("no table (.txt) in the zip"));
    assert!(!folder.path("places.gesta").exists());
    assert!(open(&[letters]).expect_err("an error").to_string().contains("no knowledge file"));
}
