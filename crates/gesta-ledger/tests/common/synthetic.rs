//! Records of articles that nobody wrote: many, quickly, and the same in every run.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses some of it; a test fails by panicking"
)]

use gesta::record::{IntervalRecord, Record};

use super::{READER, article};

pub(crate) const TEXTS: [&str; 4] = [
    "Chad agreed on Monday to free the five sailors by May 3. \"We keep our word,\" said Anna Field, the president.",
    "Rebels killed 12 soldiers near Goma on Friday. Kofi Larbi, a spokesman for the army, said that the army would \
     answer within a week.",
    "Ghana expelled the ambassador of Mali on Monday and threatened to close its border unless Mali apologises by June 1.",
    "Farmers blocked the road to Tamale on Tuesday. The minister of agriculture promised to meet them on Friday.",
];

/// SplitMix64: the same articles in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (x ^ (x >> 31)) % bound
    }
}

/// An article of another day, at most so many later, with other words and other names at the same places.
pub(crate) fn vary(record: &Record, random: &mut Random, days: u64) -> Record {
    let mut record = record.clone();
    let days = random.below(days) as i64;
    let shift = |date: &mut Option<String>| {
        let day = date.as_deref().and_then(|d| d.parse::<gesta::Date>().ok());
        let later = |d: gesta::Date| d.checked_add(jiff::Span::new().days(days)).unwrap().to_string();
        *date = day.map(later);
    };
    let interval = |i: &mut Option<IntervalRecord>| {
        if let Some(i) = i {
            shift(&mut i.start);
            shift(&mut i.end);
        }
    };
    shift(&mut record.document.published);
    record.events.iter_mut().for_each(|e| interval(&mut e.date));
    for c in &mut record.commitments {
        interval(&mut c.made);
        if let Some(d) = &mut c.deadline {
            shift(&mut d.start);
            shift(&mut d.end);
        }
    }
    for actor in record.actors.iter_mut().filter(|a| a.kind != "state") {
        actor.name = format!("{} Name{}", actor.name, random.below(5000));
    }
    let words = record.document.text.split(' ').count();
    let word = |_| format!("w{} ", random.below(200) * random.below(200));
    let text: String = (0..words).map(word).collect();
    let length = record.document.text.chars().count();
    record.document.text = text.chars().chain(std::iter::repeat(' ')).take(length).collect();
    record
}

/// The readings of [`TEXTS`], to be varied.
pub(crate) fn readings() -> Vec<Record> {
    TEXTS.iter().map(|t| READER.read(article("2020-04-27", t)).record()).collect()
}
