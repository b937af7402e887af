use super::check;

#[test]
fn a_date_before_the_headline() {
    check(
        " date 2020-03-09 Dockers want to end the strike in Tema.\n\nDockers in Tema said on Monday that they would vote. The port has been shut since May.",
        "F date 2020-03-09
         H Dockers want to end the strike in Tema .
         P Dockers in Tema said on Monday that they would vote .
         P The port has been shut since May .
         = Date: 2020-03-09",
    );
}

#[test]
fn datelines() {
    for (line, place) in [
        ("CAIRO/AMMAN (Reuters) -", "CAIRO/AMMAN"),
        ("BAGHDAD, Nov 22 (AP) —", "BAGHDAD"),
        ("Washington (CNN)", "Washington"),
        ("KABUL, Afghanistan, Nov. 22 (Xinhua) --", "KABUL, Afghanistan"),
        ("PORT-AU-PRINCE, Haiti —", "PORT-AU-PRINCE, Haiti"),
        ("UNITED NATIONS, 3 May 2012 (AFP) –", "UNITED NATIONS"),
        ("LUSAKA | Thu Jun 9, 2011 6:15 am EDT", "LUSAKA"),
        ("MANCHESTER, N.H. —", "MANCHESTER, N.H."),
        ("ISLAMABAD:", "ISLAMABAD"),
    ] {
        let text = format!("{line} The army left the town on Monday.");
        let document = crate::Document::read(&text);
        let furniture = document.furniture().first().map(|f| (f.span.of(&text), f.value.of(&text)));
        assert_eq!(furniture, Some((line, place)));
        let prose = document.sentences().last().map(|s| s.span.of(&text));
        assert_eq!(prose, Some("The army left the town on Monday."));
    }
}

#[test]
fn a_dateline_after_a_dateline() {
    check(
        "SANAA | Tue Sep 13, 2011 1:47 pm IST SANAA (Reuters) - Ministers met. They agreed.",
        "F SANAA | Tue Sep 13 , 2011 1:47 pm IST
         F SANAA ( Reuters ) -
         P Ministers met .
         P They agreed .
         = Dateline: SANAA
         = Date: Tue Sep 13, 2011
         = Dateline: SANAA
         = Agency: Reuters",
    );
}

#[test]
fn what_only_looks_like_a_dateline_is_read() {
    for text in [
        "NATO — the alliance — left Kabul.",
        "EXCLUSIVE - Ministers met in Oslo.",
        "The Free Syrian Army (FSA) - a rebel group - left Homs.",
        "President Diaz (CNN) said so.",
        "OPEC ministers met on Friday.",
        "U.S. Marines left Kabul on Friday.",
    ] {
        let document = crate::Document::read(text);
        assert_eq!(document.furniture(), [], "{text}");
    }
    // A transcript: names in capitals are speakers.
    let text = "KELLER: Good evening.\n\nMOYO: Thank you.\n\nKELLER: What now?\n\nMOYO: We wait.";
    assert_eq!(crate::Document::read(text).furniture(), []);
}

#[test]
fn an_article_with_everything_around_it() {
    check(
        "Harbour Strike Ends After Nine Weeks

         By Ama Boateng and Lars Holm

         Published: 3 May 2012 10:15 GMT

         TEMA, Ghana (Reuters) - The strike is over. Work resumes on Friday.

         Photo: Ships wait off Tema

         Read more: Five things about the port

         “We won,” said Kofi Mensah, who leads the union.

         (Reporting by Ama Boateng; Editing by Lars Holm)",
        "H Harbour Strike Ends After Nine Weeks
         F By Ama Boateng and Lars Holm
         F Published : 3 May 2012 10:15 GMT
         F TEMA , Ghana ( Reuters ) -
         P The strike is over .
         P Work resumes on Friday .
         F Photo : Ships wait off Tema
         F Read more : Five things about the port
         P “ We won , ” said Kofi Mensah , who leads the union .
         F ( Reporting by Ama Boateng ; Editing by Lars Holm )
         = Byline: Ama Boateng and Lars Holm
         = Date: 3 May 2012
         = Dateline: TEMA, Ghana
         = Agency: Reuters
         = Caption: Ships wait off Tema
         = Boilerplate: Five things about the port
         = Byline: Ama Boateng",
    );
}

#[test]
fn prose_that_starts_like_furniture_is_read() {
    for text in [
        "By Friday the army had left the town.",
        "By Monday, Mr. Boateng had left.",
        "Reporting by the Harbour Times showed that three hundred people had died in the flood.",
        "Related groups said the talks had failed.",
        "Copyright law was changed on Friday.",
        "Share prices fell in Oslo.",
        "Published reports say that ten people died.",
        "May 3 was a holiday.",
    ] {
        let document = crate::Document::read(text);
        assert_eq!(document.furniture(), [], "{text}");
    }
}

#[test]
fn headlines_and_subheadings() {
    check(
        "Ministers reach deal on grain corridor

         The ministers met in Oslo on Friday. They signed at noon.

         What comes next

         The deal takes effect in May. Ships will sail again.",
        "H Ministers reach deal on grain corridor
         P The ministers met in Oslo on Friday .
         P They signed at noon .
         H What comes next
         P The deal takes effect in May .
         P Ships will sail again .",
    );
    // A first paragraph of one ordinary sentence is no headline.
    check(
        "The ministers met.\n\nThey signed the deal on Friday.",
        "P The ministers met .\nP They signed the deal on Friday .",
    );
}

#[test]
fn datelines_of_other_make() {
    for (text, furniture) in [
        (
            "TUNIS (Coastal Press), Oct 9, 2013 — Thousands marched.",
            "Dateline: TUNIS|Agency: Coastal Press|Date: Oct 9, 2013",
        ),
        (
            "QUITO (Reuters), 9 October — Thousands marched.",
            "Dateline: QUITO|Agency: Reuters|Date: 9 October",
        ),
        ("Quito, Nov 28 2018. The court jailed him.", "Dateline: Quito|Date: Nov 28 2018"),
        ("ATHENS - - Ministers met.", "Dateline: ATHENS"),
        ("Mayor Cruz, 51. The court jailed him.", ""),
        ("Oslo, May 3. The ministers met.", ""),
        ("KELLER: Do you think we were right?", ""),
        ("KELLER: The army left. MOYO: It did. KELLER: Thank you.", ""),
        ("ISLAMABAD: The army left.", "Dateline: ISLAMABAD"),
    ] {
        let document = crate::Document::read(text);
        let found: Vec<_> =
            document.furniture().iter().map(|f| format!("{:?}: {}", f.kind, f.value.of(text))).collect();
        assert_eq!(found.join("|"), furniture, "{text}");
    }
    check(
        "JUBA, South Sudan | Fri Apr 22, 2016 6:40 pm EAT\n\n(Inland Service) - Fighting broke out.",
        "F JUBA , South Sudan | Fri Apr 22 , 2016 6:40 pm EAT
         F ( Inland Service ) -
         P Fighting broke out .",
    );
}

#[test]
fn highlights_that_run_into_the_dateline() {
    check(
        "Farmers say they held the bridge The village lies near the border Tema, Ghana (CNN) -- All shops were shut. Nobody came.",
        "F Farmers say they held the bridge The village lies near the border
         F Tema , Ghana ( CNN ) --
         P All shops were shut .
         P Nobody came .
         = Highlights: Farmers say they held the bridge The village lies near the border
         = Dateline: Tema, Ghana
         = Agency: CNN
         ! boilerplate: Farmers say they held the bridge The village lies near the border",
    );
    // A sentence before the dateline is read.
    check(
        "Farmers hold the bridge. ACCRA (Reuters) - All shops were shut.",
        "P Farmers hold the bridge .
         F ACCRA ( Reuters ) -
         P All shops were shut .",
    );
}

#[test]
fn what_closes_a_page() {
    check(
        "The shares closed at 768p. The offer ends in May. REUTER",
        "P The shares closed at 768p .
         P The offer ends in May .
         F REUTER",
    );
    check(
        "The offer ends in May.\n\nThis discussion is now closed.\n\nFast data for traders A platform for law",
        "P The offer ends in May .
         F This discussion is now closed .
         F Fast data for traders A platform for law",
    );
    check(
        "Transcript of the weekly briefing, 3 February 2022\n\nHOST: Good day. Ms. Moyo will speak. She has an hour.",
        "H Transcript of the weekly briefing , 3 February 2022
         P HOST : Good day .
         P Ms. Moyo will speak .
         P She has an hour .",
    );
}

#[test]
fn a_sentence_after_a_dateline_is_no_headline() {
    check(
        "TUNIS (Reuters), Oct 9, 2013 — Thousands marched on Friday.\n\nPolice stood by in the rain for hours. Nobody was hurt.",
        "F TUNIS ( Reuters ) , Oct 9 , 2013 —
         P Thousands marched on Friday .
         P Police stood by in the rain for hours .
         P Nobody was hurt .",
    );
}

#[test]
fn tickers_are_one_token() {
    check(
        "Baltic Mills <BMIL.L> said it would buy <OSL>.",
        "P Baltic Mills <BMIL.L> said it would buy <OSL> .",
    );
}
