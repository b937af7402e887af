//! Passages of our own and the events they hold, one per line: `TYPE factuality source > target`.

mod reading;

use gesta_event::{EventType, factuality_examples};
use gesta_syntax::Act;
use reading::{Reading, read};

/// Source and target are compared by their last word.
fn check(text: &str, expect: &[&str]) {
    let reading = read(text);
    let found: Vec<String> = reading
        .events
        .events
        .iter()
        .map(|e| {
            let last = |span| reading.words(span).split_whitespace().next_back().unwrap_or("-").to_owned();
            format!(
                "{} {} {} > {}",
                e.kind.as_str(),
                e.factuality.as_str(),
                last(e.source_span),
                last(e.target_span)
            )
        })
        .collect();
    assert_eq!(found, expect, "{text}\n{:?}", reading.lines());
}

/// No event of conflict or cooperation is asserted.
fn check_none(text: &str) {
    let reading = read(text);
    let asserted = reading.events.events.iter().any(|e| e.factuality == gesta_event::Factuality::Actual);
    assert!(!asserted, "{text}\n{:?}", reading.lines());
}

#[test]
fn clauses() {
    check("Rebels attacked an army base near the capital.", &["ASSAULT actual Rebels > base"]);
    check("An army base was attacked by rebels on Tuesday.", &["ASSAULT actual rebels > base"]);
    check("The rebels who attacked the base fled.", &["ASSAULT actual rebels > base"]);
    check(
        "Iran condemned Israel and expelled its ambassador.",
        &["ACCUSE actual Iran > Israel", "SANCTION actual Iran > ambassador"],
    );
    check(
        "Three activists were arrested and beaten by police.",
        &["COERCE actual police > activists", "ASSAULT actual police > activists"],
    );
    check(
        "Two reporters were beaten and then jailed by the army.",
        &["ASSAULT actual army > reporters", "COERCE actual army > reporters"],
    );
    check(
        "The rebels attacked and seized the radio station.",
        &["ASSAULT actual rebels > station", "ASSAULT actual rebels > station"],
    );
    check("The killing of two priests by gunmen shocked the town.", &["ASSAULT actual gunmen > priests"]);
    check("The minister met the ambassador in Vienna.", &["CONSULT actual minister > ambassador"]);
    check("Ten soldiers were killed.", &["ASSAULT actual - > soldiers"]);
    check(
        "The opposition accused the police after they arrested two students.",
        &["ACCUSE actual opposition > police", "COERCE actual they > students"],
    );
    check("The court convicted the general on Friday.", &["SANCTION actual court > general"]);
    check("France imposed sanctions on Mali.", &["SANCTION actual France > Mali"]);
    check("Turkey lifted its blockade of Armenia.", &["RETREAT actual Turkey > Armenia"]);
    check("Workers went on strike against the government.", &["PROTEST actual Workers > government"]);
}

#[test]
fn what_has_not_happened() {
    let cases: [(&str, &[&str]); 16] = [
        (
            "The movement had the capability to attack the army and expel the French troops.",
            &["ASSAULT possible movement > army", "COERCE possible movement > troops"],
        ),
        (
            "The commander was offered an opportunity to attack Israel.",
            &["ASSAULT possible commander > Israel"],
        ),
        ("Norway has stopped short of recognizing the junta.", &["SUPPORT denied Norway > junta"]),
        ("The senators stopped short of accusing the police.", &["ACCUSE denied senators > police"]),
        (
            "The farmers told reporters that the army had attacked the village.",
            &["ASSAULT actual army > village"],
        ),
        ("The farmers suggested that the army had attacked the village.", &["ASSAULT actual army > village"]),
        (
            "The general warned that the army would attack the rebels.",
            &["ASSAULT hypothetical army > rebels"],
        ),
        (
            "He did not mean to kill the guard and stabbed him in the dark.",
            &["ASSAULT denied He > guard", "ASSAULT actual He > him"],
        ),
        (
            "The talks will begin as soon as the rebels release the hostages.",
            &["RETREAT hypothetical rebels > hostages"],
        ),
        ("The talks began when the rebels released the hostages.", &["RETREAT actual rebels > hostages"]),
        (
            "The general promised to punish any fighter who attacked the villagers.",
            &["THREATEN actual general > fighter", "ASSAULT hypothetical fighter > villagers"],
        ),
        (
            "The rebels shall not attack the town, and the army must release the students.",
            &["ASSAULT denied rebels > town", "RETREAT hypothetical army > students"],
        ),
        (
            "The envoy stressed the importance of cooperation between Peru and Brazil.",
            &["COOPERATE hypothetical Brazil > -"],
        ),
        ("Spain blocked a resolution condemning Cuba.", &["REJECT actual Spain > -"]),
        ("The ministry issued a statement condemning Syria.", &["ACCUSE actual ministry > Syria"]),
        ("The senators said the governor should have been tougher.", &[]),
    ];
    for (text, expect) in cases {
        check(text, expect);
    }
}

#[test]
fn who_does_what_to_whom() {
    let cases: [(&str, &[&str]); 13] = [
        (
            "Police fired tear gas at demonstrators who tried to storm the ministry and arrested at least 40 of them.",
            &[
                "ASSAULT actual Police > demonstrators",
                "PROTEST possible demonstrators > ministry",
                "COERCE actual Police > them",
            ],
        ),
        (
            "The agency said some 6,000 people had crossed the river and appealed to Jordan for tents.",
            &["REQUEST actual agency > Jordan"],
        ),
        (
            "Nine people were killed in the market, the police have said, blaming the militia for it.",
            &["ASSAULT actual - > people", "ACCUSE actual police > militia"],
        ),
        ("The minister denied that the students had been beaten.", &["REJECT actual minister > -"]),
        (
            "The rebels agreed to surrender their weapons.",
            &["AGREE actual rebels > -", "RETREAT planned rebels > -"],
        ),
        (
            "Iran and Turkey agreed to fight the militia.",
            &["AGREE actual Turkey > -", "ASSAULT planned Turkey > militia"],
        ),
        (
            "Norway threatened to close its ports to Portuguese ships.",
            &["THREATEN actual Norway > ships", "COERCE planned Norway > ships"],
        ),
        ("Turkey condemned the violence.", &["ACCUSE actual Turkey > -"]),
        ("Government troops backed by tanks attacked the rebels.", &["ASSAULT actual troops > rebels"]),
        ("Heavy fighting broke out between the army and the rebels.", &["ASSAULT actual rebels > -"]),
        ("The rebels ousted the king's troops from the valley.", &["ASSAULT actual rebels > troops"]),
        ("The king will receive the Libyan premier.", &["AGREE actual king > premier"]),
        ("The Kremlin denied the American claims.", &["REJECT actual Kremlin > claims"]),
    ];
    for (text, expect) in cases {
        check(text, expect);
    }
}

#[test]
fn nobody_acts_on_himself() {
    for text in [
        "The minister said the minister must resign.",
        "The president urged the president of Chad and the president to wait.",
        "The rebels agreed with the rebels on a truce.",
        "The army attacked the army's own base. The attack by the army on the army base failed.",
    ] {
        let reading = read(text);
        for event in &reading.events.events {
            let shared = event.source.iter().any(|a| event.target.contains(a));
            assert!(!shared || (event.mutual && event.source.len() > 1), "{text}\n{:?}", reading.lines());
        }
    }
}

#[test]
fn titles_sum_up_the_prose() {
    let text = "Editor jailed for life\n\nA court in Cairo jailed the editor of the weekly for life, officials said.";
    check(text, &["COERCE actual court > weekly"]);
    check(
        "Rebels bomb the airport\n\nSpain recalled its ambassador from Libya on Monday. Officials gave no reason.",
        &["ASSAULT actual Rebels > airport", "SANCTION actual Spain > Libya"],
    );
}

#[test]
fn an_act_to_come_has_its_own_time() {
    let day = |text: &str| {
        let reading = read(text);
        let days = reading.events.events.iter().map(|e| e.date.and_then(|d| d.start).map(|d| d.to_string()));
        days.collect::<Vec<_>>()
    };
    let friday = Some("2021-11-19".to_owned());
    assert_eq!(day("The rebels threatened on Friday to attack the town."), [friday.clone(), None]);
    assert_eq!(day("The army began on Friday to shell the village."), [friday]);
    assert_eq!(day("The prime minister will visit India on Thursday."), [None]);
    assert_eq!(day("France condemned the plan of Syria for 2030."), [None]);
}

/// Stories of `books/events.md`: a fenced text, then the events that it must and must not hold.
#[test]
fn book() {
    let book = include_str!("../../../books/events.md");
    let mut blocks = book.split("```").skip(1).step_by(2);
    let mut stories = 0;
    while let (Some(text), Some(events)) = (blocks.next(), blocks.next()) {
        let text = text.strip_prefix("text\n").expect("a text comes first");
        let events = events.strip_prefix("events\n").expect("its events follow");
        let bare = |line: String| {
            line.rsplit_once(" [").map_or("", |l| l.0).replace('\n', " ").trim_end().to_owned()
        };
        let lines: Vec<String> = read(text.trim()).lines().into_iter().map(bare).collect();
        let expect: Vec<&str> = events.trim().lines().map(str::trim_end).collect();
        assert_eq!(lines, expect, "{text}");
        stories += 1;
    }
    assert!(stories >= 4);
}

#[test]
fn mutual_acts() {
    let reading = read("Czechia and Poland signed a treaty on Monday.");
    let event = &reading.events.events[0];
    assert_eq!((event.kind, event.mutual), (EventType::Support, true));
    assert_eq!(event.source.len(), 2);
    assert_eq!(event.source, event.target);
    let reading = read("The French president met the German chancellor in Berlin.");
    let event = &reading.events.events[0];
    assert!(event.mutual);
    assert_eq!((event.source.len(), event.target.len()), (1, 1));
    assert_ne!(event.source, event.target);
}

#[test]
fn what_is_to_come_is_agreement_or_concession() {
    check("The prime minister will visit India next week.", &["AGREE actual minister > India"]);
    check("The army will withdraw from the city.", &["CONCEDE actual army > city"]);
    check("The government will impose a curfew in the north.", &["THREATEN actual government > north"]);
    check("The rebels will not release the hostages.", &["REJECT actual rebels > hostages"]);
}

#[test]
fn contents_of_verbal_acts() {
    let reading = read("The general threatened to attack the rebels.");
    let kinds: Vec<_> =
        reading.events.events.iter().map(|e| (e.kind.as_str(), e.factuality.as_str())).collect();
    assert_eq!(kinds, [("THREATEN", "actual"), ("ASSAULT", "planned")]);
    assert_eq!(reading.events.events[0].mode.as_deref(), Some("violence"));
    assert_eq!(reading.events.events[1].within.map(|w| w.0), Some(0));
}

/// The place and the first day of the event that a rule of this type codes.
fn check_circumstance(text: &str, kind: EventType, place: Option<&str>, day: Option<i8>) {
    let reading = read(text);
    let event = reading.events.events.iter().find(|e| e.kind == kind);
    let event = event.unwrap_or_else(|| panic!("{text}\n{:?}", reading.lines()));
    let found = event.place.and_then(|p| reading.places.get(p)).map(|p| p.name.as_str());
    assert_eq!(found, place, "{text}\n{:?}", reading.lines());
    let start = event.date.and_then(|d| d.start);
    assert_eq!(start, day.map(|d| jiff::civil::date(2021, 11, d)), "{text}");
}

#[test]
fn a_topic_is_no_place() {
    use EventType::*;
    for (text, kind, place) in [
        ("The two ministers held talks on Syria.", Consult, None),
        ("The two ministers held talks on Syria in Geneva.", Consult, Some("Geneva")),
        ("The senator reached out to the opposition on Burma.", Consult, None),
        ("The president criticised Iran for its war in Syria.", Accuse, None),
        ("The minister praised the army for its work in Mali.", Support, None),
        ("The embassy in Chad condemned the arrest of a reporter.", Accuse, None),
        ("The White House in Washington announced sanctions against Iran.", Sanction, None),
        ("In Manila, the pope criticised the generals.", Accuse, Some("Manila")),
        ("The foreign minister travelled to Pakistan.", Consult, Some("Pakistan")),
        ("Jets launched an attack on Kabul.", Assault, Some("Kabul")),
        ("Police in Nairobi arrested two students.", Coerce, Some("Nairobi")),
    ] {
        check_circumstance(text, kind, place, None);
    }
}

#[test]
fn history_has_no_date_but_its_own() {
    use EventType::*;
    for (text, kind, day) in [
        ("On Friday the king met the guard, who had stabbed a prisoner.", Assault, None),
        ("The guard had attacked the prisoner, the court heard on Friday.", Assault, None),
        ("The guard, stabbed by rebels in a cell, met the king on Friday.", Assault, None),
        ("Jailed by the army after a short trial, the editor met the king on Friday.", Coerce, None),
        ("The guard had attacked the prisoner on Friday.", Assault, Some(19)),
        ("Rebels attacked a base on Friday, killing ten soldiers.", Assault, Some(19)),
    ] {
        check_circumstance(text, kind, None, day);
    }
}

#[test]
fn only_like_phrases_are_coordinated() {
    for (text, released) in [
        ("The release of the prisoners and Aung Bo's election pleased the king.", "the prisoners"),
        ("The release of the students and the election of Amina Bello pleased the king.", "the students"),
        ("The militia released a nurse and the wife of the mayor.", "a nurse and the wife of the mayor"),
    ] {
        let reading = read(text);
        let release = reading.events.events.iter().find(|e| e.kind == EventType::Retreat);
        assert_eq!(reading.words(release.and_then(|e| e.target_span)), released, "{:?}", reading.lines());
    }
}

#[test]
fn embedded_questions() {
    check_none("The king would not say whether to reject the demands of the rebels.");
    check_none("The king is unsure whether he intends to reject the demands of the rebels.");
    check_none("Officials wonder if the army attacked the village.");
    check_none("The question is whether the police arrested the editor.");
    for text in [
        "It is unclear whether the rebels intend to reject the pact.",
        "The judge asked whether police beat the editor.",
    ] {
        let reading = read(text);
        let events = &reading.events.events;
        assert!(events.iter().any(|e| e.factuality == gesta_event::Factuality::Hypothetical), "{text}");
    }
}

#[test]
fn when_where_and_how_many() {
    let reading = read("Gunmen killed at least 43 people and wounded 73 others in Baghdad on Friday.");
    let event = &reading.events.events[0];
    assert_eq!(event.dead, Some((43, None)));
    assert_eq!(event.injured, Some((73, Some(73))));
    let place = event.place.and_then(|p| reading.places.get(p)).map(|p| p.name.as_str());
    assert_eq!(place, Some("Baghdad"));
    let day = Some(jiff::civil::date(2021, 11, 19));
    assert_eq!(event.date.map(|d| (d.start, d.end)), Some((day, day)));
    assert_eq!(reading.events.events.len(), 1, "{:?}", reading.lines());
    for (text, dead) in [
        ("The militia killed dozens of villagers.", Some((24, Some(99)))),
        ("Soldiers killed more than 200 rebels.", Some((201, None))),
        ("Two policemen were killed by rebels.", Some((2, Some(2)))),
        ("Rebels killed twenty-one soldiers.", Some((21, Some(21)))),
        ("Soldiers killed a total of 137 villagers.", Some((137, Some(137)))),
        ("Soldiers killed a priest.", Some((1, Some(1)))),
        ("Soldiers killed villagers.", None),
        ("Fourteen protesters and four officers were killed.", Some((18, Some(18)))),
    ] {
        let reading = read(text);
        assert_eq!(reading.events.events[0].dead, dead, "{text}");
    }
}

#[test]
fn repeated_mentions_are_one_event() {
    let reading = read("Ethiopian jets killed 19 Somali herders in an attack on a market.");
    assert_eq!(reading.events.events.len(), 1, "{:?}", reading.lines());
    let reading = read(
        "Norway expelled the Russian ambassador on Friday. The expulsion of the ambassador by Norway came after a row.",
    );
    let sanctions = reading.events.events.iter().filter(|e| e.kind == EventType::Sanction);
    assert!(sanctions.count() <= 2);
}

#[test]
fn no_political_event() {
    for text in [
        "The striker fired the ball into the net after the break.",
        "The goalkeeper saved the day as Spain attacked Italy.",
        "A storm killed ten people on the coast.",
        "Forty passengers died in a train crash.",
        "The earthquake destroyed hundreds of houses.",
        "The minister attacked the problem of debt.",
        "The director shot a video in the desert.",
        "The singer signed a contract with a new label.",
        "The two firms struck a deal on shipping.",
        "Shares of the bank fell sharply on Monday.",
        "The dollar hit a new low against the yen.",
        "The novel tells how a detective kills a banker.",
        "Firefighters battled the flames all night.",
        "Doctors fight the disease with a new drug.",
        "The virus attacks the lungs.",
        "The mayor died of a heart attack.",
        "A spokesman declined to comment.",
        "Heavy rain threatens the harvest.",
        "The company released a statement.",
        "Lightning struck a church tower.",
        "Prices are expected to rise in spring.",
        "The recipe calls for two eggs.",
        "The museum welcomed its visitors.",
        "The team won the match in the second half.",
        "Snow blocked the road to the village.",
        "The lorry overturned near the bridge.",
        "The magician defied gravity.",
        "He quit smoking last year.",
        "The camera captured the scene.",
        "Interest rates were cut by half a point.",
        "The new model is a great deal.",
        "The ship sank in a storm.",
    ] {
        check_none(text);
    }
}

#[test]
fn factuality_table() {
    let mut faults = Vec::new();
    for example in factuality_examples() {
        let text = example.sentence.replace('*', "");
        let start = example.sentence.find('*').unwrap_or(0) as u32;
        let reading: Reading = read(&text);
        let found = reading
            .events
            .events
            .iter()
            .find(|e| reading.parsed.span_of(gesta_text::TokenSpan::one(e.trigger_token)).start == start);
        let expect = match example.effect {
            "same" | "fact" | "report" | "directive" => "actual",
            "prospective" => "hypothetical",
            effect => effect,
        };
        let found = found.map_or("no event", |e| {
            if e.rule.ends_with("+future") { "planned" } else { e.factuality.as_str() }
        });
        if found != expect {
            faults.push(format!(
                "{}: {}: {found}, not {expect} {:?}",
                example.governor,
                example.sentence,
                reading.lines()
            ));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// Sentences of `books/unreal.md`: the act between asterisks is coded, if at all, as what has not happened. At most one in a hundred
/// may fail, and most must be coded, so that silence is no success.
#[test]
fn what_has_not_happened_is_not_actual() {
    let book = include_str!("../../../books/unreal.md");
    let (mut all, mut coded, mut wrong) = (0, 0, Vec::new());
    for line in book.lines().filter_map(|l| l.strip_prefix("- ")) {
        all += 1;
        let pieces: Vec<&str> = line.split('*').collect();
        let text = pieces.concat();
        let reading = read(&text);
        let mut start = 0;
        for pair in pieces.chunks(2) {
            let [before, act] = pair else { break };
            start += before.len();
            let span = start as u32..(start + act.len()) as u32;
            start += act.len();
            let at = |t| reading.parsed.span_of(gesta_text::TokenSpan::one(t)).start;
            let here = |e: &&gesta_event::Event| span.contains(&at(e.trigger_token));
            let Some(event) = reading.events.events.iter().find(here) else { continue };
            coded += 1;
            // what is to come may be an actual agreement, threat or refusal
            if event.factuality == gesta_event::Factuality::Actual && !event.rule.contains('+') {
                wrong.push(format!("{line} {:?}", reading.lines()));
            }
        }
    }
    assert!(all >= 200, "{all}");
    assert!(coded * 10 >= all * 8, "only {coded} of {all} acts are coded");
    assert!(wrong.len() * 100 <= all, "{} of {all}\n{}", wrong.len(), wrong.join("\n"));
}

/// The classifier of acts and the codebook speak of the same types.
#[test]
fn acts_are_plovers_types() {
    let acts: Vec<&str> = Act::ALL.iter().filter(|&&a| a != Act::None).map(|a| a.as_str()).collect();
    assert_eq!(acts, EventType::ALL.map(EventType::as_str));
}

/// Words of acts in everyday life: the codebook knows them, the model sees that nothing political is told.
#[test]
fn everyday_life() {
    for text in [
        "Parents are meeting on Thursday to talk about the school's new menu.",
        "The goalkeeper refused to celebrate against his old club.",
        "The singer shot her clip in the desert with four cameras.",
        "Brent crude shot ahead of its American rival on Tuesday.",
        "A sales offensive in Brazil doubled the number of the cars on the road.",
        "Analysts welcomed the retailer's decision to focus on cutting costs.",
    ] {
        check_none(text);
    }
    check("The defence minister rebuffed the rebels.", &["REJECT actual minister > rebels"]);
    check("The army shot four protesters in the square.", &["ASSAULT actual army > protesters"]);
}
