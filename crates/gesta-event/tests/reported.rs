//! Classes of error that reading real news has shown, each with sentences of our own: what must be coded, and what not.

mod reading;

use gesta_event::{EventType, Factuality};
use reading::{Reading, read};

/// `TYPE factuality source > target` by the last words of the parties, one line for each event.
fn lines(reading: &Reading) -> Vec<String> {
    let last = |span| reading.words(span).split_whitespace().next_back().unwrap_or("-").to_owned();
    let line = |e: &gesta_event::Event| {
        let (kind, factuality) = (e.kind.as_str(), e.factuality.as_str());
        format!("{kind} {factuality} {} > {}", last(e.source_span), last(e.target_span))
    };
    reading.events.events.iter().map(line).collect()
}

/// All events of each text.
fn check(cases: &[(&str, &[&str])]) {
    let found = cases.iter().map(|(text, expect)| (text, lines(&read(text)), expect));
    let faults: Vec<_> = found.filter(|(_, found, expect)| found != *expect).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// No actual event of this type in any of the texts.
fn check_none(kind: EventType, texts: &[&str]) {
    let coded = |text: &&&str| {
        let reading = read(text);
        reading.events.events.iter().any(|e| e.kind == kind && e.factuality == Factuality::Actual)
    };
    let faults: Vec<_> = texts.iter().filter(coded).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn whom_for_makes_the_subject() {
    check(&[
        (
            "Some officials have called for the king to step down.",
            &["REQUEST actual officials > king", "RETREAT hypothetical king > -"],
        ),
        (
            "Germany has not called for the president to step down.",
            &["REQUEST denied Germany > president", "RETREAT hypothetical president > -"],
        ),
        (
            "Human Rights Watch, in a letter on Friday, called for the Kenyan authorities to release the editor.",
            &["REQUEST actual Watch > authorities", "RETREAT hypothetical authorities > editor"],
        ),
    ]);
}

#[test]
fn the_press_is_no_party_to_what_it_is_told() {
    check(&[
        (
            "The minister told the BBC that Mali should free the pilots.",
            &["REQUEST actual minister > Mali", "RETREAT hypothetical Mali > pilots"],
        ),
        (
            "The ministers should resign, the commander told Reuters.",
            &["RETREAT hypothetical ministers > -", "REQUEST actual commander > ministers"],
        ),
    ]);
}

#[test]
fn what_cannot_act_is_no_source() {
    check_none(EventType::Threaten, &["Civilians are threatened by Mali's civil war."]);
    check(&[
        (
            "The marines were sent to the ports after the seamen's strike was ruled illegal.",
            &["PROTEST actual seamen > -"],
        ),
        ("Mali's raid killed two herders.", &["ASSAULT actual Mali > herders"]),
        ("The gangs who they say have killed nine soldiers fled.", &["ASSAULT actual gangs > soldiers"]),
        (
            "Amina Bello, who led two delegations to Libya, where she met with the leader of the rebels, is ill.",
            &["CONSULT actual she > rebels"],
        ),
    ]);
}

#[test]
fn own_plans_and_the_end_of_a_meeting() {
    check_none(
        EventType::Support,
        &["The president defended his economic plan.", "The king praised his own record."],
    );
    check_none(
        EventType::Sanction,
        &[
            "France and Egypt ended a meeting in Cairo on Monday.",
            "The bank suspended payments on its debt.",
            "Peru suspended interest payments on loans from banks.",
        ],
    );
    check_none(
        EventType::Assault,
        &[
            "The minister attacked the figures that the opposition had published.",
            "The senator attacked the tax in a speech.",
        ],
    );
    check_none(EventType::Protest, &["The candidate held an explosive rally in the capital."]);
    check_none(EventType::Request, &["The senator has a prowess at appealing to voters."]);
}

#[test]
fn parts_of_a_plan_are_not_done() {
    check_none(
        EventType::Retreat,
        &[
            "The plan includes pulling troops from the cities and releasing prisoners.",
            "The opposition demanded that the editor be released.",
        ],
    );
    check_none(EventType::Sanction, &["Kenya needs more than removing its president from office."]);
    check_none(
        EventType::Consult,
        &[
            "The miners left the door open to negotiations with the government.",
            "The ministry said in its statement that the minister would meet union leaders next week.",
        ],
    );
}

#[test]
fn a_verb_and_its_noun_are_one_act() {
    check(&[
        ("The agency offered aid to the villagers.", &["AGREE actual agency > villagers"]),
        ("The pilots offered their resignations.", &["RETREAT actual pilots > -"]),
        (
            "Syria has denied shelling the villagers.",
            &["REJECT actual Syria > -", "ASSAULT denied Syria > villagers"],
        ),
        ("Iran summoned its ambassador from Norway.", &["SANCTION actual Iran > Norway"]),
        ("The president insisted that Iran was facing a war.", &[]),
    ]);
}

#[test]
fn things_are_hit_but_do_not_die() {
    let dead = |text: &str| {
        let events = read(text).events.events;
        events.into_iter().filter_map(|e| e.dead).collect::<Vec<_>>()
    };
    for (text, expect) in [
        ("The army said it had killed four brigades.", vec![]),
        ("Jets destroyed 15 vehicles, killing four people.", vec![(4, Some(4))]),
        ("Rebels killed two guards and three camels.", vec![(2, Some(2))]),
        (
            "More than 3,000 people have died since the start of the protests against the king in March.",
            vec![],
        ),
    ] {
        assert_eq!(dead(text), expect, "{text}");
    }
    check(&[
        ("Two clinics were hit by mortar rounds.", &["ASSAULT actual - > clinics"]),
        ("A bus with pilgrims came under gun attack in the city.", &["ASSAULT actual - > bus"]),
    ]);
}

#[test]
fn acts_that_nouns_name() {
    check(&[
        ("The dockers' strike, now two weeks old, was ruled illegal.", &["PROTEST actual dockers > -"]),
        ("The nurses were still on strike.", &["PROTEST actual nurses > -"]),
        (
            "The army's capture of the town on Sunday was a blow to the clans.",
            &["ASSAULT actual army > town"],
        ),
        ("Residents reported fresh shelling of the town by the army.", &["ASSAULT actual army > town"]),
        ("The government's crackdown has filled the jails.", &["COERCE actual government > -"]),
        ("About 300 nurses began a second day of a hunger strike.", &["PROTEST actual nurses > -"]),
        ("The rebels received arms from Qatar.", &["AID actual Qatar > rebels"]),
    ]);
}

#[test]
fn a_strike_told_again_is_the_same() {
    let text = "Nurses in Peru began a strike on Monday. The nurses' strike has closed two hospitals. \
                Doctors in Peru went on strike too.";
    let reading = read(text);
    let strikes = reading.events.events.iter().filter(|e| e.kind == EventType::Protest);
    assert_eq!(strikes.count(), 2, "{:?}", reading.lines());
}

#[test]
fn the_scene_of_another_clause() {
    let reading = read("In Morocco, the ministers met after suspending Syria's membership.");
    let places: Vec<_> = reading.events.events.iter().map(|e| (e.kind, e.place.is_some())).collect();
    assert_eq!(places, [(EventType::Consult, true), (EventType::Sanction, false)]);
}
