use super::check;

/// Prose; a bar stands where a sentence ends, and nowhere else.
const TEXTS: &[&str] = &[
    "The U.S. Army said U.S. troops would leave the U.N. compound.| Nobody believed it.|",
    "He returned to the U.S.| The visit was short.|",
    "Halden Corp. Chairman Ali Reza resigned.| He was with Halden Corp.| The firm denied it.|",
    "Gen. Omar Said met Lt. Col. J. P. Okoro at 5 p.m. on Friday.| They agreed.|",
    "The siren sounded at 5:34 a.m. Kabul time and woke the town.| Nobody was there.|",
    "The barn caught fire at 9:40 p.m. Friday and burned for hours.| Nobody was there.|",
    "The shop opened at 5 p.m.| The crowd left.|",
    "“We met in Washington, D.C. on Monday,” he said.| “The U.S. Embassy is closed.”| She left.|",
    "\"Why did they do it?\" asked the mayor.| \"No idea.\"| She left.|",
    "“Go!” she shouted.| “Why?” he asked.| (He was late.)| They won!|",
    "The end … was near.| Prices rose 3.5 percent... but nobody cared.|",
    "President George W. Bush met Ban K. Moon in St. Louis on Sept. 12, 2011, with Sen. Ruiz, etc.|",
    "He said: “The war is over.| We will go home.”| Then he sat down.|",
    "It was signed by Zenova Inc., Brandt Co. and Orissa Steel Ltd. in Oslo.|",
    "Is it over?| Nobody knows.| It may be!| “Yes,” he said, “it is.”|",
    "Police said (see p. 30) that Mr. X. left at 3 a.m. on Jan. 5.|",
];

#[test]
fn boundaries() {
    for text in TEXTS {
        let plain = text.replace('|', "");
        let document = crate::Document::read(&plain);
        let found: Vec<_> = document.sentences().iter().map(|s| s.span.of(&plain)).collect();
        let expect: Vec<_> = text.split('|').map(str::trim).filter(|s| !s.is_empty()).collect();
        assert_eq!(found, expect);
    }
}

#[test]
fn no_boundary_within_a_word_of_several_tokens() {
    check("Don't. He won't!", "P Do+n't .\nP He wo+n't !");
}
