use super::check;

/// Each text is one sentence of prose; the second column has its tokens.
const SENTENCES: &[(&str, &str)] = &[
    // Clitics and contractions.
    ("They don't know we're here.", "They do+n't know we+'re here ."),
    ("Kenya’s army can’t leave.", "Kenya+’s army ca+n’t leave ."),
    ("The rebels' leader and the dockers’ union met.", "The rebels+' leader and the dockers+’ union met ."),
    ("She'd've gone; he cannot.", "She+'d+'ve gone ; he can+not ."),
    ("O'Neill met Qa'ida men at two o'clock.", "O'Neill met Qa'ida men at two o'clock ."),
    ("He called them 'the friends' of peace.", "He called them ' the friends ' of peace ."),
    ("He called them ‘the friends’ of peace.", "He called them ‘ the friends ’ of peace ."),
    ("The '90s ended in '99, 'til then no one left.", "The '90s ended in '99 , 'til then no one left ."),
    ("The 1980's saw 2011's best harvest.", "The 1980's saw 2011+'s best harvest ."),
    // Hyphens, slashes, dashes.
    (
        "The Russian-backed co-founder of al-Shabab fled.",
        "The Russian - backed co-founder of al - Shabab fled .",
    ),
    ("A U.S.-led force took the north-east.", "A U.S. - led force took the north - east ."),
    (
        "Anti-government fighters and/or allies re-entered.",
        "Anti-government fighters and / or allies re-entered .",
    ),
    ("The deal—long delayed – fell -- again.", "The deal — long delayed – fell -- again ."),
    ("An F-16 hit a 5-year-old well.", "An F - 16 hit a 5 - year - old well ."),
    // Figures.
    ("It cost $1,000.50, £3m or US$5bn, up 3.5%.", "It cost $ 1,000.50 , £ 3 m or US$ 5 bn , up 3.5 % ."),
    ("It ran from 1999-2004, 5-10 a year.", "It ran from 1999 - 2004 , 5 - 10 a year ."),
    (
        "On 11/22/2021 and 2021-11-22 at 7:30pm it rained.",
        "On 11/22/2021 and 2021-11-22 at 7:30 pm it rained .",
    ),
    ("The 9/11 line is 555-0100 or 713-555-0100.", "The 9/11 line is 555-0100 or 713-555-0100 ."),
    ("Rule 6.2.1 came 1st in the 1990s with 4G.", "Rule 6.2.1 came 1st in the 1990s with 4G ."),
    ("It holds 1,2 or 10km² there.", "It holds 1 , 2 or 10km² there ."),
    ("They left at 5 p.m. on Friday, at 5p.m. sharp.", "They left at 5 p.m. on Friday , at 5 p.m. sharp ."),
    // Abbreviations.
    (
        "Gen. J. P. Moyo met Dr. Ilves vs. Zenova Inc. in St. Ives.",
        "Gen. J. P. Moyo met Dr. Ilves vs. Zenova Inc. in St. Ives .",
    ),
    (
        "SEN. DELGADO and J.K. Rao hold a Ph.D. from the U.K.",
        "SEN. DELGADO and J.K. Rao hold a Ph.D. from the U.K.",
    ),
    ("No. 10 said no.", "No. 10 said no ."),
    ("He sat on the sat. phone in Mar. 2010.", "He sat on the sat . phone in Mar. 2010 ."),
    ("Tents, etc., were sent; Moreno et al. agreed.", "Tents , etc. , were sent ; Moreno et al. agreed ."),
    ("AT&T and B&B owners met.", "AT&T and B&B owners met ."),
    // Addresses.
    (
        "See https://example.org/a-b?c=d&e=1, or (www.example.com).",
        "See https://example.org/a-b?c=d&e=1 , or ( www.example.com ) .",
    ),
    (
        "Write to ana.moyo@example.co.ke or @anamoyo #peace.",
        "Write to ana.moyo@example.co.ke or @anamoyo #peace .",
    ),
    ("Example.com posted minutes.pdf there.", "Example.com posted minutes.pdf there ."),
    // Marks.
    ("“What?!” he asked… then left...", "“ What ?! ” he asked … then left ..."),
    ("He (the [old] chief) \"won\" it :-)", "He ( the [ old ] chief ) \" won \" it :-)"),
    ("The <<end>> is..... near!!!", "The << end >> is ..... near !!!"),
];

#[test]
fn words_are_those_of_universal_dependencies() {
    for (text, expect) in SENTENCES {
        check(text, &format!("P {expect}"));
    }
}

#[test]
fn unicode_is_kept_whole() {
    for (text, expect) in [
        // A family of three joined by zero-width joiners, a flag, a thumb with a skin tone.
        ("A 👨‍👩‍👧 of 🇰🇪 said 👍🏽!", "A 👨‍👩‍👧 of 🇰🇪 said 👍🏽 !"),
        // Combining marks: e + acute, and a mark on a dash.
        ("Cafe\u{301}s re\u{301}opened", "Cafe\u{301}s re\u{301}opened"),
        // No-break, narrow no-break and ideographic space, zero-width space.
        ("The\u{A0}end\u{202F}of\u{3000}it\u{200B}all", "The end of it all"),
        ("Москва и Київ—мир", "Москва и Київ — мир"),
        ("東京で会談", "東京で会談"),
        ("الرئيس قال", "الرئيس قال"),
        ("Naïve Ω≈ç", "Naïve Ω ≈ ç"),
    ] {
        check(text, &format!("P {expect}"));
    }
}

#[test]
fn invisible_characters_belong_to_no_form() {
    // Byte order mark in front, soft hyphens inside, a direction mark between.
    let text = "\u{FEFF}The gov\u{AD}ern\u{AD}ment \u{200F}left.";
    check(text, "P The government left .");
    let document = crate::Document::read(text);
    let token = document.tokens()[1];
    assert_eq!(token.span.of(text), "gov\u{AD}ern\u{AD}ment");
    assert!(token.space_after && !document.tokens()[2 + 1].span.is_empty());
}
