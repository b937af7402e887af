//! Several articles, one record.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use common::*;
use gesta_ledger::{Filter, Incoming, Kind, Ledger, Shown};
use proptest::prelude::*;

/// Checks the events that two days' articles lead to: lines of type, source, target, day, reports; those of other types
/// are left out.
fn check(articles: &[(&str, &str)], kind: &str, expect: &[&str]) {
    let (_folder, ledger) = ledger(articles);
    let found: Vec<String> = events(&ledger).into_iter().filter(|e| e.starts_with(kind)).collect();
    let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(found, expect.iter().copied().collect(), "{articles:#?}");
}

#[test]
fn reports_of_one_event_become_one() {
    check(
        &[
            ("2020-06-02", "Chad expelled the ambassador of Niger on Monday."),
            (
                "2020-06-03",
                "N'DJAMENA - On Monday Chad expelled Niger's ambassador, the foreign ministry said.",
            ),
        ],
        "SANCTION",
        &["SANCTION | Chad | the ambassador of Niger | 2020-06-01 | 2"],
    );
}

#[test]
fn other_parties_or_days_are_other_events() {
    check(
        &[
            ("2020-06-02", "Chad expelled the ambassador of Niger on Monday."),
            ("2020-06-02", "Mali expelled the ambassador of Niger on Monday."),
            ("2020-06-12", "Chad expelled the ambassador of Niger on Thursday."),
        ],
        "SANCTION",
        &[
            "SANCTION | Chad | the ambassador of Niger | 2020-06-01 | 1",
            "SANCTION | Mali | the ambassador of Niger | 2020-06-01 | 1",
            "SANCTION | Chad | the ambassador of Niger | 2020-06-11 | 1",
        ],
    );
}

#[test]
fn tolls_of_another_order_are_other_events() {
    let toll = |dead: &str| format!("Chadian soldiers killed {dead} rebels in Abéché on Monday.");
    let joined = |a: &str, b: &str| {
        let (_folder, ledger) = ledger(&[("2020-06-02", &toll(a)), ("2020-06-03", &toll(b))]);
        events(&ledger).len() == 1
    };
    assert!(joined("12", "17"));
    assert!(!joined("two", "300"));
}

#[test]
fn what_one_article_tells_apart_stays_apart() {
    let apart = "Chadian soldiers shot at rebels in Abéché on Monday. Later on Monday Chadian soldiers attacked rebels in Abéché.";
    let count = |articles: &[(&str, &str)]| events(&ledger(articles).1).len();
    assert_eq!(count(&[("2020-06-02", apart)]), 2);
    assert_eq!(count(&[("2020-06-02", apart), ("2020-06-03", apart)]), 2);
}

#[test]
fn untold_targets_join_no_attacks() {
    let (_folder, ledger) = ledger(&[
        ("2020-06-02", "Chadian soldiers attacked before dawn."),
        ("2020-06-02", "Chadian soldiers were attacking again, a farmer said."),
    ]);
    let found = events(&ledger);
    assert!(found.len() == 2 && found.iter().all(|e| e.ends_with("| 1")), "{found:#?}");
}

#[test]
fn differing_numbers_stay_side_by_side() {
    let (_folder, ledger) = ledger(&[
        ("2020-06-02", "Chadian soldiers killed 12 rebels in Abéché on Monday."),
        ("2020-06-03", "The Chadian army killed 17 rebels in Abéché on Monday, a spokesman said."),
    ]);
    let filter = Filter { kind: Some("ASSAULT".to_owned()), ..Filter::default() };
    let events = ledger.events(&filter).unwrap();
    assert_eq!(events.len(), 1, "{events:#?}");
    let dead = events[0].dead.unwrap();
    assert_eq!((dead.min, dead.max), (12, Some(17)));
    let Shown::Event { reports, .. } = ledger.show(events[0].id).unwrap() else { panic!("{events:?}") };
    let numbers: Vec<u32> = reports.iter().map(|r| r.report.dead.unwrap().min).collect();
    assert_eq!(numbers, [12, 17]);
    assert!(reports[1].evidence[0].contains("killed 17 rebels"), "{reports:#?}");
}

#[test]
fn other_words_tell_another_event() {
    let count = |a: &str, b: &str| {
        let (_folder, ledger) = ledger(&[("2020-06-02", a), ("2020-06-03", b)]);
        events(&ledger).iter().filter(|e| e.starts_with("CONSULT")).count()
    };
    let told = "Anna Field held talks with the president of Mali about the price of fish.";
    assert_eq!(count(told, "Anna Field talked with Mali's president about the price of fish."), 1);
    assert_eq!(
        count(
            told,
            "On the coast Anna Field met Mali's president at a wedding of some cousins, a singer said."
        ),
        2
    );
}

#[test]
fn the_same_sentence_tells_the_same_event() {
    let told = "A farmer said that somebody had shot at the convoy on the road to the old mill.";
    let count = |days: [&str; 2], b: &str| events(&ledger(&[(days[0], told), (days[1], b)]).1).len();
    let more = format!("Rain fell in the capital.\n\n{told}");
    assert_eq!(count(["2020-06-02", "2020-06-20"], &more), 1);
    assert_eq!(count(["2020-06-02", "2020-09-20"], &more), 2);
    assert_eq!(count(["2020-06-02", "2020-06-20"], "Somebody shot at the convoy."), 2);
}

#[test]
fn a_great_toll_is_told_of_one_event() {
    let toll = |dead: &str, rest: &str| format!("Chadian soldiers killed {dead} rebels in Abéché{rest}.");
    let joined = |a: &str, b: &str| {
        let (_folder, ledger) = ledger(&[
            ("2020-06-02", &toll(a, "")),
            ("2020-06-12", &toll(b, ", whose families want an inquiry")),
        ]);
        events(&ledger).iter().filter(|e| e.starts_with("ASSAULT")).count() == 1
    };
    assert!(joined("108", "108"));
    assert!(!joined("108", "117"));
    assert!(!joined("12", "12"));
}

const WIRE: &str = "ACCRA - Farmers in northern Ghana blocked the main road to Tamale on Tuesday to protest against the \
    price of fertiliser, police said. Some two hundred tractors stood across the road from dawn until noon. The minister \
    of agriculture, Kofi Larbi, promised to meet their leaders on Friday. \"We have heard them,\" he told reporters.";

#[test]
fn a_reprint_counts_as_a_copy() {
    let changed = WIRE.replace("Some two hundred tractors", "About two hundred tractors");
    let cut = WIRE.rsplit_once(". \"We").unwrap().0;
    let (_folder, ledger) = ledger(&[("2020-06-02", WIRE), ("2020-06-03", &changed), ("2020-06-04", cut)]);
    let documents = ledger.documents(&Filter::default()).unwrap();
    let copies: Vec<bool> = documents.iter().map(|d| d.copy_of.is_some()).collect();
    assert_eq!(copies, [false, true, true], "{documents:#?}");
    assert!(ledger.events(&Filter::default()).unwrap().iter().all(|e| e.reports == 1));
    let statements = ledger.statements(&Filter::default()).unwrap();
    assert!(
        !statements.is_empty() && statements.iter().all(|s| s.document == documents[0].id),
        "{statements:#?}"
    );
    let stories: Vec<_> = documents.iter().map(|d| d.story).collect();
    assert!(stories.iter().all(|s| *s == stories[0]));
}

#[test]
fn the_same_actor_has_the_same_id_everywhere() {
    let (_folder, ledger) = ledger(&[
        ("2020-06-02", "Kofi Larbi, the minister of agriculture of Ghana, visited Mali on Monday."),
        ("2020-06-09", "Mali invited Ghana to talks. Kofi Larbi said that he would come."),
    ]);
    for (name, articles) in [("Larbi", 2), ("Mali", 2)] {
        let filter = Filter { who: Some(name.to_owned()), limit: Some(1), ..Filter::default() };
        let found = ledger.actors(&filter).unwrap();
        assert_eq!(found.iter().map(|a| a.articles).max(), Some(articles), "{name}: {found:#?}");
    }
}

const DAY: [&str; 5] = [
    "Chad expelled the ambassador of Niger on Monday. Niger vowed to answer within a week.",
    "N'DJAMENA - On Monday Chad expelled Niger's ambassador, the foreign ministry said. Niger promised to answer.",
    "Farmers in northern Ghana blocked the main road to Tamale on Monday to protest against the price of fertiliser.",
    "Ghana's farmers blocked the road to Tamale on Monday with tractors because the price of fertiliser had doubled.",
    "Ghana's farmers blocked the road to Tamale on Monday with tractors because the price of fertiliser had risen.",
];

/// Everything the ledger says, without the ids of documents, which are those of arrival.
fn whole(ledger: &Ledger) -> Vec<String> {
    let all = Filter::default();
    let mut lines = [events(ledger), commitments(ledger)].concat();
    lines.extend(ledger.actors(&all).unwrap().iter().map(|a| format!("{} {} {}", a.id, a.name, a.articles)));
    lines.extend(ledger.places(&all).unwrap().iter().map(|p| format!("{} {} {}", p.id, p.name, p.articles)));
    let documents = ledger.documents(&all).unwrap();
    let mut stories: Vec<String> = documents
        .iter()
        .map(|d| {
            let text = |id: gesta_ledger::Id| ledger.record(id).unwrap().document.text;
            format!("{:?} {} < {:?}", d.story, text(d.id), d.copy_of.map(text))
        })
        .collect();
    stories.sort();
    lines.extend(stories);
    lines
}

static READ: LazyLock<Vec<Incoming>> =
    LazyLock::new(|| DAY.iter().map(|t| incoming(article("2020-06-02", t))).collect());
static IN_ORDER: LazyLock<Vec<String>> = LazyLock::new(|| whole(&ledger(&DAY.map(|t| ("2020-06-02", t))).1));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn the_order_of_articles_within_a_run_does_not_matter(
        order in Just(vec![0usize, 1, 2, 3, 4]).prop_shuffle(),
        batch in 1usize..5,
    ) {
        let folder = Folder::new();
        let mut shuffled = Ledger::open(&folder.path()).unwrap();
        for batch in order.chunks(batch) {
            let batch: Vec<_> = batch.iter().map(|i| READ[*i].clone()).collect();
            shuffled.add(&batch).unwrap();
        }
        shuffled.link().unwrap();
        prop_assert_eq!(&whole(&shuffled), &*IN_ORDER);
    }
}

#[test]
fn related_articles_are_a_story() {
    let (_folder, ledger) = ledger(&DAY.map(|t| ("2020-06-02", t)));
    let story = |words: &str| {
        let filter = Filter { text: Some(words.to_owned()), ..Filter::default() };
        ledger.documents(&filter).unwrap().iter().map(|d| d.story.unwrap()).collect::<Vec<_>>()
    };
    let (expelled, farmers) = (story("ambassador"), story("farmers"));
    assert_eq!((expelled.len(), farmers.len()), (2, 3));
    assert!(expelled.iter().all(|s| *s == expelled[0]) && farmers.iter().all(|s| *s == farmers[0]));
    assert_ne!(expelled[0], farmers[0]);
    assert_eq!(expelled[0].kind, Kind::Story);
}

#[test]
fn commitments_merge_by_head_and_deadline() {
    const FIRST: &str = "Chad agreed on Monday to free the five sailors by May 3.";
    for (day, again, expect) in [
        ("2020-04-28", "Chad promised on Monday to release the five sailors by May 3.", 1),
        ("2020-04-28", "Chad promised on Monday to free the five sailors.", 1),
        ("2020-04-28", "Chad promised on Monday to feed the five sailors.", 2),
        ("2020-04-28", "Chad promised on Monday not to free the five sailors.", 2),
        ("2020-04-28", "Chad promised on Monday to free the five sailors by June 20.", 2),
        ("2020-07-07", "Chad promised on Monday to free the five sailors.", 2),
    ] {
        let (_folder, ledger) = ledger(&[("2020-04-27", FIRST), (day, again)]);
        let filter = Filter { text: Some("sailors".to_owned()), ..Filter::default() };
        let found = ledger.commitments(&filter).unwrap();
        assert_eq!(found.len(), expect, "{again}\n{found:#?}");
    }
}

#[test]
fn totals_are_no_toll_of_an_event() {
    let table = include_str!("../../../knowledge/en/followup/totals.tsv");
    for row in table.lines().filter(|l| !l.starts_with('#')) {
        let (_, sentence) = row.split_once('\t').unwrap();
        let (_folder, ledger) = ledger(&[("2020-06-02", sentence)]);
        let events = ledger.events(&Filter::default()).unwrap();
        assert!(!events.is_empty() && events.iter().all(|e| e.dead.is_none()), "{sentence}\n{events:#?}");
    }
}

#[test]
fn other_targets_are_other_events() {
    check(
        &[
            ("2020-06-02", "Chad expelled the ambassador of Niger on Monday."),
            ("2020-06-02", "Chad expelled the ambassador of Mali on Monday."),
        ],
        "SANCTION",
        &[
            "SANCTION | Chad | the ambassador of Niger | 2020-06-01 | 1",
            "SANCTION | Chad | the ambassador of Mali | 2020-06-01 | 1",
        ],
    );
}

#[test]
fn a_demand_and_the_promise_for_the_same_day_are_one() {
    const FIRST: &str = "Ghana demanded that Chad withdraw its tanks from the border by May 3.";
    for (again, expect) in [
        ("Chad promised to pull back its tanks from the border by May 3.", 1),
        ("The United Nations called on Chad to pull its tanks out of the border towns by May 3.", 1),
        ("Chad's president promised to withdraw his forces from the border by May 3.", 1),
        ("Chad promised to withdraw its ambassador from Accra by May 3.", 2),
        ("Mali promised to withdraw its tanks from the border by May 3.", 2),
        ("Chad promised to withdraw its tanks from the border by June 20.", 2),
    ] {
        let (_folder, ledger) = ledger(&[("2020-04-27", FIRST), ("2020-04-28", again)]);
        let filter = Filter { text: None, ..Filter::default() };
        let due = ledger.commitments(&filter).unwrap().into_iter().filter(|c| c.due_end.is_some());
        assert_eq!(due.count(), expect, "{again}");
    }
}
