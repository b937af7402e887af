//! Acts that an article tells more than once, their tolls and days, and what is told of disasters instead of force.

mod reading;

use gesta_event::{Event, EventType, Factuality};
use reading::{Reading, read};

/// `TYPE dead injured` of each event of force.
fn tolls(text: &str) -> Vec<String> {
    let reading = read(text);
    let number = |n: Option<(u32, Option<u32>)>| n.map_or("-".to_owned(), |(least, _)| least.to_string());
    let line = |e: &Event| format!("{} {} {}", e.kind.as_str(), number(e.dead), number(e.injured));
    reading.events.events.iter().filter(|e| e.kind == EventType::Assault).map(line).collect()
}

fn check_tolls(cases: &[(&str, &[&str])]) {
    let found = cases.iter().map(|(text, expect)| (text, tolls(text), expect));
    let faults: Vec<_> = found.filter(|(_, found, expect)| found != *expect).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The acts of a text with their days: `TYPE trigger day`.
fn days(reading: &Reading) -> Vec<String> {
    let line = |e: &Event| {
        let day = e.date.and_then(|d| d.start).map_or("-".to_owned(), |d| d.to_string());
        format!("{} {} {day}", e.kind.as_str(), reading.words(Some(e.trigger)))
    };
    reading.events.events.iter().map(line).collect()
}

#[test]
fn victims_told_after_the_act_are_its_own() {
    check_tolls(&[
        ("Government forces shelled Homs on Friday; 12 were killed.", &["ASSAULT 12 -"]),
        ("Government forces shelled Homs on Friday. Twelve people were killed.", &["ASSAULT 12 -"]),
        (
            "A suicide bomber attacked a mosque in Kabul on Friday. The attack killed nine worshippers and wounded 30.",
            &["ASSAULT 9 30"],
        ),
        // another place is another act
        (
            "Government forces shelled Homs on Friday. Twelve people were killed in Damascus.",
            &["ASSAULT - -", "ASSAULT 12 -"],
        ),
        // as is another toll
        ("Gunmen killed four guards in Kirkuk. Twelve people were killed.", &["ASSAULT 4 -", "ASSAULT 12 -"]),
        ("A bomb went off in the market, wounding six shoppers.", &["ASSAULT - 6"]),
    ]);
}

#[test]
fn victims_are_counted_however_their_harm_is_told() {
    check_tolls(&[
        (
            "Rebels attacked the town of Bria on Friday, with 30 government soldiers and five guards killed.",
            &["ASSAULT 35 -"],
        ),
        ("Police fired on protesters in Lagos, leaving four dead and 20 wounded.", &["ASSAULT 4 20"]),
        ("Fighting in Bria killed 11 people and injured dozens.", &["ASSAULT 11 24"]),
        ("The envoy condemned the killing of 30 villagers by the army.", &["ASSAULT 30 -"]),
    ]);
}

#[test]
fn a_town_is_where_it_is_attacked() {
    for text in ["Rebels attacked the town of Goma on Friday.", "Government forces shelled Homs on Friday."] {
        assert!(read(text).events.events[0].place.is_some(), "{text}");
    }
    assert!(read("Chad attacked Niger on Friday.").events.events[0].place.is_none());
}

#[test]
fn the_same_toll_on_the_same_day_is_told_once() {
    check_tolls(&[(
        "One group said that 38 people were killed on Tuesday. The mayor spoke of shells. \
         Another group said that 38 people had been killed by soldiers on Tuesday.",
        &["ASSAULT 38 -"],
    )]);
}

#[test]
fn numbers_stand_for_people() {
    check_tolls(&[
        ("Soldiers opened fire and eleven were killed.", &["ASSAULT 11 -"]),
        ("Two were shot by the soldiers.", &["ASSAULT - -"]),
        ("Two of the shops were shelled by the army.", &["ASSAULT - -"]),
    ]);
    let arrests = |text: &str| {
        let events = read(text).events.events;
        events.iter().filter(|e| e.kind == EventType::Coerce).count()
    };
    assert_eq!(arrests("Over a hundred were arrested in the capital."), 1);
    assert_eq!(arrests("At least 14 people were injured and many arrested."), 1);
    assert_eq!(arrests("Some 5 percent were seized by panic."), 0);
}

#[test]
fn disasters_are_no_force() {
    for text in [
        "An earthquake hit the island on Monday. We saw houses where relatives were killed.",
        "A storm caused a crane to fall, killing 107 or more and wounding 238.",
        "The ferry capsized in a storm. Dozens were killed.",
    ] {
        assert_eq!(tolls(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(tolls("After the earthquake soldiers killed two looters."), ["ASSAULT 2 -"]);
}

#[test]
fn crime_among_private_persons_is_no_force() {
    for text in [
        "A man shot two co-workers on Monday, a detective said. He was charged with murder and the jury heard him.",
        "The brother was charged with the murder of his mother. A coroner opened an inquest.",
    ] {
        assert_eq!(tolls(text), Vec::<String>::new(), "{text}");
    }
    // whoever is known by an office or arms is no private person, and war is no crime
    for text in [
        "A man shot the mayor on Monday, a detective said. He was charged with murder and the jury heard him.",
        "Rebels shot two nurses. A detective spoke of murder and the jury of manslaughter.",
    ] {
        assert_eq!(tolls(text), ["ASSAULT - -"], "{text}");
    }
}

#[test]
fn words_of_war_in_trade_and_offices() {
    for text in [
        "The war of words over trade between Japan and Britain continued.",
        "The minister clashed with the premier over the budget.",
        "The premier would fight the government's attempt to sell the port.",
    ] {
        assert_eq!(tolls(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_march_is_told_once_in_a_sentence() {
    let reading = read("Thousands of Nicaraguans took to the streets to protest against the reform.");
    let marches = reading.events.events.iter().filter(|e| e.kind == EventType::Protest);
    assert_eq!(marches.count(), 1, "{:?}", reading.lines());
}

#[test]
fn a_day_holds_for_clauses_that_go_on() {
    let reading = read("On Friday soldiers entered the town and arrested ten activists.");
    let days_of = days(&reading);
    assert!(days_of.contains(&"COERCE arrested 2021-11-19".to_owned()), "{days_of:?}");
    let reading =
        read("The minister said on Tuesday that the plan was sound as she urged Congress to pass the bill.");
    let days_of = days(&reading);
    assert!(days_of.contains(&"REQUEST urged 2021-11-16".to_owned()), "{days_of:?}");
    // an older act keeps no day of the later one
    let reading = read("The rebels, who had kidnapped two nuns, met the bishop on Friday.");
    assert!(days(&reading).contains(&"ASSAULT kidnapped -".to_owned()), "{:?}", days(&reading));
}

#[test]
fn how_real_an_act_is() {
    for (text, kind, expect) in [
        ("Yugoslavia is to negotiate with its creditors.", EventType::Agree, Factuality::Actual),
        (
            "The woman who allegedly shot and killed two policemen fled.",
            EventType::Assault,
            Factuality::Possible,
        ),
        (
            "The bishops prayed so that the president is overthrown by the army.",
            EventType::Sanction,
            Factuality::Hypothetical,
        ),
        (
            "The council offers an amnesty to any of the colonel's aides who kill the colonel.",
            EventType::Assault,
            Factuality::Hypothetical,
        ),
        (
            "Qatar became the first Arab country to recognize the rebels.",
            EventType::Support,
            Factuality::Actual,
        ),
        (
            "The government says it will not negotiate with the kidnappers.",
            EventType::Reject,
            Factuality::Actual,
        ),
        ("Iran is not willing to talk to the inspectors.", EventType::Reject, Factuality::Actual),
    ] {
        let reading = read(text);
        let found: Vec<_> =
            reading.events.events.iter().filter(|e| e.kind == kind).map(|e| e.factuality).collect();
        assert!(found.contains(&expect), "{text} {:?}", reading.lines());
        let single = kind == EventType::Assault && found.contains(&Factuality::Actual);
        assert!(!single, "{text} {:?}", reading.lines());
    }
}

#[test]
fn who_is_judged_for_it() {
    for (text, who) in [
        ("The panel recommended sanctions against Chad for violating the treaty.", "Chad"),
        ("France condemned Egypt for bombing the port.", "Egypt"),
        ("Qatar became the first state to bomb the port.", "Qatar"),
    ] {
        let reading = read(text);
        let by = |e: &&Event| matches!(e.kind, EventType::Reject | EventType::Assault);
        let act = reading.events.events.iter().find(by);
        assert_eq!(act.map(|e| reading.words(e.source_span)), Some(who), "{text} {:?}", reading.lines());
    }
}

/// A mention is compared with the last events and with those of its parties: however long ago these were told.
#[test]
fn an_act_is_known_again_after_many_others() {
    const STATES: [&str; 8] = ["Peru", "Kenya", "Egypt", "France", "Japan", "Norway", "Ghana", "India"];
    let mut others = String::new();
    for a in STATES {
        for b in STATES.iter().filter(|b| **b != a) {
            others += &format!("{a} expelled the ambassador of {b}. ");
        }
    }
    let act = "Chad bombed Libya. Libya shelled Chad. ";
    let reading = read(&format!("{act}{others}{act}"));
    let of_force = reading.events.events.iter().filter(|e| e.kind == EventType::Assault).count();
    assert_eq!((of_force, reading.events.events.len() > 50), (2, true), "{:?}", reading.lines());
}
