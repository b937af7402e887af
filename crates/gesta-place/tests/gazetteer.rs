//! The embedded gazetteer and the keys under which it is searched.

use gesta_place::Iso3;
use gesta_place::gazetteer::build::{Builder, Entry};
use gesta_place::gazetteer::{Gazetteer, RecordKind, embedded, normalise, title_case};

#[test]
fn spellings_share_a_key() {
    for (name, key) in [
        ("Sana'a", "sanaa"),
        ("Sana\u{2019}a", "sanaa"),
        ("São Paulo", "sao paulo"),
        ("Sa\u{303}o  Paulo", "sao paulo"),
        ("St. Paul", "saint paul"),
        ("Mt. Vernon", "mount vernon"),
        ("Port-au-Prince", "port au prince"),
        ("ŁÓDŹ", "lodz"),
        ("W.Va.", "wva"),
        ("  ", ""),
        ("", ""),
    ] {
        assert_eq!(normalise(name), key, "{name}");
    }
    assert_eq!(title_case("new york"), "New York");
}

#[test]
fn towns_are_found() {
    let gazetteer = embedded();
    for (name, geonames) in
        [("Mosul", 99072), ("Kiev", 703448), ("Bombay", 1275339), ("Springfield", 4409896)]
    {
        let found = gazetteer.find(&normalise(name));
        let ids: Vec<u32> =
            found.iter().filter_map(|p| gazetteer.record(p.record)).map(|r| r.geonames).collect();
        assert!(ids.contains(&geonames), "{name}: {ids:?}");
    }
    assert!(gazetteer.find("no such town").is_empty());
}

#[test]
fn every_record_is_sound() {
    let gazetteer = embedded();
    assert!(gazetteer.len() > 170_000);
    for i in 0..gazetteer.len() {
        let record = gazetteer.record(gesta_place::gazetteer::RecordId(i)).expect("a record for each number");
        assert!(gesta_place::country::by_iso3(record.country).is_some(), "{record:?}");
        let on_earth = |(lat, lon): (f64, f64)| lat.abs() <= 90.0 && lon.abs() <= 180.0;
        assert!(record.point.is_none_or(on_earth), "{record:?}");
        assert!(record.kind != RecordKind::City || record.point.is_some(), "{record:?}");
        let division = record.admin1.and_then(|d| gazetteer.record(d));
        assert!(
            division.is_none_or(|d| d.kind == RecordKind::Admin1 && d.country == record.country),
            "{record:?}"
        );
    }
}

#[test]
fn what_is_written_is_read() {
    let entry = |kind, name: &str, alternates: &[&str], admin1, population| Entry {
        geonames: 7,
        kind,
        name: name.to_string(),
        alternates: alternates.iter().map(|a| a.to_string()).collect(),
        point: Some((-12.3456, 178.9)),
        country: Iso3::parse("FJI").expect("a code"),
        admin1,
        population,
    };
    let builder = Builder {
        divisions: vec![entry(RecordKind::Admin1, "Nordland", &[], None, 0)],
        others: vec![
            entry(RecordKind::City, "Altstadt", &["Oldtown"], Some(0), 1_000),
            entry(RecordKind::City, "Oldtown", &[], Some(0), 9_000),
        ],
    };
    let block = builder.write().expect("the block is written");
    let gazetteer = Gazetteer::new(&block).expect("the block opens");
    let found = gazetteer.find("oldtown");
    let towns: Vec<(String, bool)> = found
        .iter()
        .filter_map(|p| Some((gazetteer.name(&gazetteer.record(p.record)?, "oldtown"), p.alternate)))
        .collect();
    assert_eq!(towns, [("Oldtown".to_string(), false), ("Altstadt".to_string(), true)]);
    let town = gazetteer.record(found[0].record).expect("a record");
    assert_eq!((town.point, town.country.as_str()), (Some((-12.3456, 178.9)), "FJI"));
    assert_eq!(town.admin1.and_then(|d| gazetteer.record(d)).map(|d| d.kind), Some(RecordKind::Admin1));
    assert!((8_600..9_400).contains(&town.population), "{town:?}");
}

#[test]
fn damaged_blocks_do_not_open() {
    assert!(Gazetteer::new(b"").is_none());
    assert!(Gazetteer::new(b"GESTAPL1").is_none());
    assert!(Gazetteer::new(&[b"GESTAPL1".as_slice(), &[0xFF; 24]].concat()).is_none());
}
