//! The countries of source and target, of those too whom only the event makes parties.

mod reading;

use reading::read;

/// `TYPE source > target` with the countries of each side, `-` for none.
fn countries(text: &str) -> Vec<String> {
    let reading = read(text);
    let codes = |ids: &[gesta_actor::ActorId]| {
        let actors = reading.actors.actors();
        let code = |id: &gesta_actor::ActorId| actors.get(id.0 as usize)?.country.map(|c| c.to_string());
        let mut codes: Vec<String> = ids.iter().filter_map(code).collect();
        codes.sort();
        codes.dedup();
        if codes.is_empty() { "-".to_owned() } else { codes.join(" ") }
    };
    let line =
        |e: &gesta_event::Event| format!("{} {} > {}", e.kind.as_str(), codes(&e.source), codes(&e.target));
    reading
        .events
        .events
        .iter()
        .filter(|e| e.factuality == gesta_event::Factuality::Actual)
        .map(line)
        .collect()
}

fn check(cases: &[(&str, &[&str])]) {
    let found = cases.iter().map(|(text, expect)| (text, countries(text), expect));
    let faults: Vec<_> = found.filter(|(_, found, expect)| found != *expect).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn territories_stand_for_states_and_people() {
    check(&[
        ("Turkish jets bombed Aleppo.", &["ASSAULT TUR > SYR"]),
        ("Syrian jets bombed Aleppo.", &["ASSAULT SYR > SYR"]),
        ("Kenya sent troops to Somalia.", &["MOBILIZE KEN > SOM"]),
        ("Rebels attacked a village near Kabul.", &["ASSAULT AFG > AFG"]),
        ("The militants exploded a series of bombs in the capital Nairobi.", &["ASSAULT KEN > KEN"]),
        ("Norway agreed to send doctors to Peru.", &["AGREE NOR > PER"]),
    ]);
}

#[test]
fn things_belong_to_countries() {
    check(&[
        ("Chile rejected a Peruvian proposal.", &["REJECT CHL > PER"]),
        ("Jordan seized an Iranian ship.", &["COERCE JOR > IRN"]),
        ("Kenyan-led troops captured the town of Kismayo.", &["ASSAULT KEN > SOM"]),
        ("Spain tightened the blockade of Cuba.", &["SANCTION ESP > CUB"]),
    ]);
}

#[test]
fn the_nameless_are_where_the_act_is() {
    check(&[
        ("Twelve people were killed by gunmen in northern Nigeria.", &["ASSAULT NGA > NGA"]),
        ("Protesters in Cairo attacked a police station.", &["ASSAULT EGY > EGY"]),
        ("Ethnic Serbs demonstrated in Kosovo.", &["PROTEST XKX > -"]),
        ("Ministers met in Geneva with the rebels.", &["CONSULT - > -"]),
        ("The Peruvian police arrested nine students.", &["COERCE PER > PER"]),
        ("Israeli soldiers shot two protesters.", &["ASSAULT ISR > -"]),
    ]);
}

#[test]
fn who_is_asked_and_who_is_threatened() {
    check(&[
        ("Ghana demanded the withdrawal of Togolese troops from the valley.", &["REQUEST GHA > TGO"]),
        ("Chad threatened to close its border unless Sudan freed the pilots.", &["THREATEN TCD > SDN"]),
        ("Nepal will withdraw its peacekeepers from Mali unless the rebels disarm.", &["THREATEN NPL > MLI"]),
    ]);
}

#[test]
fn several_states_stand_together() {
    check(&[
        ("The leaders of Chile and Peru agreed on Monday to end the dispute.", &["AGREE CHL PER > CHL PER"]),
        ("The Turkish and Greek foreign ministers met in Geneva.", &["CONSULT GRC TUR > GRC TUR"]),
        ("Thousands of Kenyan troops attacked rebels.", &["ASSAULT KEN > -"]),
    ]);
}

#[test]
fn owners_are_not_what_they_own() {
    check(&[
        ("Norway backed the Chadian uprising.", &["SUPPORT NOR > TCD"]),
        ("Chad's ally Sudan sent troops to Libya.", &["MOBILIZE SDN > LBY"]),
        ("Two Kenyan members of the mission were killed by gunmen in Mali.", &["ASSAULT MLI > KEN"]),
        ("Kenya denied a report in the British press.", &["REJECT KEN > -"]),
    ]);
    let reading = read("Norway backed the Chadian uprising.");
    let backed = reading.events.events[0].target[0].0 as usize;
    assert_eq!(reading.actors.actors()[backed].sector, Some("OPP"));
}

#[test]
fn who_speaks_and_who_comes_from_a_place() {
    check(&[
        (
            "The Times quoted Norway's foreign minister as urging Chad to free the pilots.",
            &["REQUEST NOR > TCD"],
        ),
        (
            "\"Attacking the Chadian government in song is no crime,\" said Ann Holm of Norway.",
            &["ASSAULT - > TCD"],
        ),
        (
            "Students from the town of Kisumu in Kenya, who attacked a bank on Monday, fled.",
            &["ASSAULT KEN > -"],
        ),
        ("Chad bombed its own people.", &["ASSAULT TCD > TCD"]),
    ]);
}

#[test]
fn the_nameless_are_at_home() {
    let lima = "Peru has seen strikes for weeks, and shops in Lima, Cusco and Arequipa stayed shut.";
    let peru = |sentence: &str| countries(&format!("{lima} {sentence}"));
    assert_eq!(peru("Police shot two protesters."), ["ASSAULT PER > PER"]);
    assert_eq!(peru("Gunmen killed nine people."), ["ASSAULT PER > PER"]);
    assert_eq!(peru("Gunmen killed nine people in Bolivia."), ["ASSAULT BOL > BOL"]);
    assert_eq!(peru("Western diplomats met rebels in Geneva."), ["CONSULT - > PER"]);
}

#[test]
fn a_pronoun_makes_no_actor() {
    let reading = read("They shelled the town of Kidal in Mali.");
    assert!(reading.actors.actors().iter().all(|a| a.name != "They"));
    check(&[("The British and Irish governments invited the party to talks.", &["AGREE GBR IRL > -"])]);
}

#[test]
fn added_actors_are_mentioned_in_the_text() {
    let reading = read(
        "Turkish jets bombed Aleppo and Homs. Turkish jets shelled Aleppo. Kenya sent troops to Somalia.",
    );
    let joined: Vec<&str> = reading.events.joined.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(joined, ["Aleppo", "Homs"]);
    for actor in &reading.events.joined {
        assert_eq!(reading.words(actor.mentions.first().map(|m| m.span)), actor.name);
    }
}
