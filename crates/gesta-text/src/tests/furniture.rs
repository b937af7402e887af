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
        ("KHARTOUM | Wed May 4, 2011 7:39 pm EDT", "KHARTOUM"),
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
