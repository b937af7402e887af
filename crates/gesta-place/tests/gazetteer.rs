//! The embedded gazetteer and the keys under which it is searched.

use gesta_place::block::Block;
use gesta_place::gazetteer::layout::Row;
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
    assert_eq!(gazetteer.find("no such town"), []);
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
fn a_row_is_read_as_it_was_written() {
    for (kind, point, population) in [
        (RecordKind::City, Some((-12.3456, 178.9)), 9_000),
        (RecordKind::Water, Some((0.0, -180.0)), 0),
        (RecordKind::Admin1, None, 38_000_000),
    ] {
        let row = Row {
            geonames: u32::MAX,
            point,
            division: Some(7),
            country: 200,
            kind,
            population,
            name: Some(1 << 31),
        };
        let read = Row::from_bytes(&row.to_bytes());
        assert!(read.population.abs_diff(population) as f64 <= 0.04 * population as f64, "{read:?}");
        assert_eq!(Row { population, ..read }, row);
    }
    let bare = Row {
        geonames: 0,
        point: None,
        division: None,
        country: 0,
        kind: RecordKind::Site,
        population: 0,
        name: None,
    };
    assert_eq!(Row::from_bytes(&bare.to_bytes()), bare);
}

#[test]
fn damaged_blocks_do_not_open() {
    static HUGE: [u8; 80] = [0xFF; 80];
    for bytes in [&b""[..], b"GESTAPL2", b"GESTAPL1", &HUGE] {
        assert!(Gazetteer::new(Block::Static(bytes)).is_none());
    }
    let huge: Vec<u8> = [b"GESTAPL2".as_slice(), &HUGE].concat();
    assert!(Gazetteer::new(Block::Shared(std::sync::Arc::new(huge))).is_none());
}
