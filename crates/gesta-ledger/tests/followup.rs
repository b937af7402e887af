//! What becomes of commitments.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::*;
use gesta_ledger::{CommitmentRow, Due, Filter, Ledger};

const AGREED: &str = "Chad agreed on Monday to free the five sailors by May 3.";

/// The commitment whose action has `words`.
fn find(ledger: &Ledger, words: &str) -> CommitmentRow {
    let found = ledger.commitments(&Filter::default()).unwrap();
    let mut fitting = found.iter().filter(|c| c.action.contains(words));
    let one = fitting.next().unwrap_or_else(|| panic!("no commitment to {words}: {found:#?}"));
    one.clone()
}

/// Checks what became of the commitment whose action has `words`.
fn check(articles: &[(&str, &str)], words: &str, status: &str) {
    let (_folder, ledger) = ledger(articles);
    let found = find(&ledger, words);
    let history = ledger.history(Some(found.id)).unwrap();
    assert_eq!(found.status, status, "{articles:#?}\n{found:#?}\n{history:#?}");
}

#[test]
fn the_calendar_breaks_no_promise() {
    let weather = "It rained in Accra.";
    check(&[("2020-04-27", AGREED), ("2020-05-02", weather)], "free", "open");
    check(&[("2020-04-27", AGREED), ("2020-05-03", weather)], "free", "open");
    check(&[("2020-04-27", AGREED), ("2020-05-04", weather)], "free", "due-unreported");
    check(&[("2020-04-27", AGREED), ("2022-05-04", weather)], "free", "due-unreported");
}

#[test]
fn an_event_keeps_it() {
    check(
        &[("2020-04-27", AGREED), ("2020-05-02", "Chad freed the five sailors on Saturday.")],
        "free",
        "kept",
    );
    check(
        &[("2020-04-27", AGREED), ("2020-05-09", "Chad freed the five sailors on Friday.")],
        "free",
        "kept-late",
    );
}

#[test]
fn other_deeds_do_not() {
    for later in [
        "Mali freed the five sailors on Saturday.",
        "Chad may free the five sailors on Saturday.",
        "Chad freed two journalists in Kano on Saturday.",
        "Chad attacked a village on Saturday.",
    ] {
        check(&[("2020-04-27", AGREED), ("2020-05-02", later)], "five sailors", "open");
    }
}

#[test]
fn articles_say_what_became_of_it() {
    // Every cue of the table with its own example: the later article comes after the day.
    let table = include_str!("../../../knowledge/en/followup/cues.tsv");
    for row in table.lines().filter(|l| !l.starts_with('#')) {
        let [status, _, cue, example] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let (before, after) = example.split_once(" => ").unwrap();
        let (_folder, ledger) = ledger(&[("2020-04-27", before), ("2020-05-05", after)]);
        assert_eq!(find(&ledger, "sailors").status, status, "{cue}");
    }
}

#[test]
fn a_sentence_about_others_says_nothing() {
    for later in ["Mali missed the deadline.", "Chad missed the bus.", "Chad failed to find oil."] {
        check(&[("2020-04-27", AGREED), ("2020-05-05", later)], "sailors", "due-unreported");
    }
}

#[test]
fn a_later_deadline_supersedes_the_old_one() {
    let later = "Chad agreed on Friday to free the five sailors by May 20.";
    let (_folder, ledger) = ledger(&[("2020-04-27", AGREED), ("2020-05-01", later)]);
    let filter = Filter { text: Some("sailors".to_owned()), ..Filter::default() };
    let found = ledger.commitments(&filter).unwrap();
    let standing: Vec<(Option<&str>, &str)> =
        found.iter().map(|c| (c.due_end.as_deref(), c.status.as_str())).collect();
    assert_eq!(standing, [(Some("2020-05-03"), "superseded"), (Some("2020-05-20"), "open")]);
    assert_eq!(found[0].replaced_by, Some(found[1].id));
}

#[test]
fn the_same_commitment_in_other_words_is_one() {
    let again = "Chad will free the sailors by May 3, its government announced.";
    let (_folder, ledger) = ledger(&[("2020-04-27", AGREED), ("2020-04-28", again)]);
    let filter = Filter { text: Some("sailors".to_owned()), ..Filter::default() };
    let found = ledger.commitments(&filter).unwrap();
    assert_eq!((found.len(), found[0].reports), (1, 2), "{found:#?}");
}

#[test]
fn conflicting_reports_stay_side_by_side() {
    let (_folder, ledger) = ledger(&[
        ("2020-04-27", AGREED),
        ("2020-05-04", "Chad freed the five sailors on Sunday, its government said."),
        ("2020-05-05", "Chad failed to free the five sailors by the agreed day, their families said."),
    ]);
    let found = find(&ledger, "sailors");
    assert!(found.disputed, "{found:#?}");
    let statuses: Vec<String> =
        ledger.history(Some(found.id)).unwrap().into_iter().map(|h| h.status).collect();
    assert_eq!(statuses, ["kept", "broken"]);
}

#[test]
fn people_have_the_last_word_and_nothing_is_lost() {
    let (_folder, mut ledger) =
        ledger(&[("2020-04-27", AGREED), ("2020-05-05", "Chad missed the deadline.")]);
    let id = find(&ledger, "sailors").id;
    ledger.set_status(id, "kept", "the families confirm it", Some("2020-05-03")).unwrap();
    add(&mut ledger, &[("2020-05-06", "Chad failed to free the five sailors, a paper writes.")]);
    assert_eq!(find(&ledger, "sailors").status, "kept");
    ledger.set_status(id, "kept-late", "they came home on May 4", None).unwrap();
    assert_eq!(find(&ledger, "sailors").status, "kept-late");
    let history = ledger.history(Some(id)).unwrap();
    assert_eq!(history.len(), 4, "{history:#?}");
    assert!(ledger.set_status(id, "due-unreported", "x", None).is_err());
    assert!(ledger.set_status(id, "kept", " ", None).is_err());
    assert!(ledger.set_status("c999".parse().unwrap(), "kept", "x", None).is_err());
}

#[test]
fn history_cannot_be_rewritten() {
    let (folder, ledger) = ledger(&[("2020-04-27", AGREED), ("2020-05-05", "Chad missed the deadline.")]);
    drop(ledger);
    let db = rusqlite::Connection::open(folder.path()).unwrap();
    for sql in ["DELETE FROM history", "UPDATE history SET status = 'kept'"] {
        let error = db.execute(sql, []).unwrap_err().to_string();
        assert_eq!(error, "the history is append-only");
    }
}

#[test]
fn due_is_asked_of_a_day() {
    let (_folder, ledger) = ledger(&[
        ("2020-04-27", AGREED),
        ("2020-05-09", "Chad freed the five sailors on Friday."),
        ("2020-05-10", "Mali promised to open its border by June 30."),
    ]);
    let due = |on: &str, within| {
        let question = Due { on: Some(on.to_owned()), within, filter: Filter::default() };
        let rows = ledger.due(&question).unwrap();
        rows.into_iter().map(|c| format!("{} {}", c.due_end.unwrap(), c.status)).collect::<Vec<_>>()
    };
    assert_eq!(due("2020-04-28", 30), ["2020-05-03 open"]);
    assert_eq!(due("2020-04-28", 3), Vec::<String>::new());
    // What was reported on the ninth was not known on the fifth.
    assert_eq!(due("2020-05-05", 30), ["2020-05-03 due-unreported"]);
    assert_eq!(due("2020-05-10", 30), Vec::<String>::new());
    assert_eq!(due("2020-06-15", 30), ["2020-06-30 open"]);
    assert_eq!(due("2020-07-15", 30), ["2020-06-30 due-unreported"]);
}

/// Checks that what a later article says leaves the commitment as it is.
fn silent(before: &str, later: &[&str], words: &str) {
    for later in later {
        let (_folder, ledger) = ledger(&[("2020-04-27", before), ("2020-05-09", later)]);
        let found = find(&ledger, words);
        let history = ledger.history(Some(found.id)).unwrap();
        let stands = matches!(found.status.as_str(), "open" | "due-unreported");
        assert!(stands, "{later}\n{found:#?}\n{history:#?}");
    }
}

#[test]
fn a_failure_at_something_else_breaks_nothing() {
    silent(
        AGREED,
        &[
            "Chad failed to convince the families of the five sailors.",
            "Mali accused Chad of failing to protect the sailors.",
            "Chad failed to free the oil price.",
            "The agreement of Chad on the sailors failed to calm their families.",
            "Chad praised the sailors' union, which failed to free the crew.",
        ],
        "sailors",
    );
}

#[test]
fn what_is_supposed_required_or_asked_is_not_told() {
    silent(
        AGREED,
        &[
            "If Chad fails to free the five sailors, Mali will close its border.",
            "Chad must keep its promise to free the five sailors.",
            "Chad should honour its pledge to free the five sailors.",
            "Chad could still make good on its promise to free the five sailors.",
            "Chad never keeps its promise to free the five sailors.",
            "Has Chad failed to free the five sailors?",
            "Chad has not failed to free the five sailors.",
        ],
        "sailors",
    );
}

#[test]
fn some_of_it_is_partly() {
    for later in [
        "Chad has not fully complied with its agreement to free the five sailors.",
        "Chad failed to fully honour its promise.",
    ] {
        let status = if later.contains("complied") { "partly" } else { "due-unreported" };
        check(&[("2020-04-27", AGREED), ("2020-05-09", later)], "sailors", status);
    }
}

#[test]
fn a_veto_keeps_the_promise_not_to_go_along() {
    let refused = "Russia said on Monday it would not support the resolution on Mali.";
    for later in [
        "Russia vetoed the resolution on Mali on Thursday.",
        "On Thursday Russia rejected the resolution on Mali.",
    ] {
        let (_folder, ledger) = ledger(&[("2020-04-27", refused), ("2020-05-01", later)]);
        assert_ne!(find(&ledger, "support").status, "broken", "{later}");
    }
}

#[test]
fn what_is_planned_or_pledged_is_no_deed() {
    silent(
        AGREED,
        &[
            "Chad is scheduled to free the five sailors.",
            "Chad pledged on Friday to free the five sailors.",
            "Chad threatened on Friday to free the five sailors.",
            "Chad freed nobody, but planned on Friday that it free the five sailors.",
        ],
        "sailors",
    );
}

#[test]
fn nothing_before_it_was_made_counts() {
    silent(AGREED, &["Chad freed five sailors on April 2.", "Chad freed five sailors in March."], "sailors");
    // Without a day of its own, a deed may be one of long ago.
    silent(AGREED, &["Chad, which freed five sailors, is poor."], "sailors");
    silent("Mali demanded on Monday that Chad stop this.", &["Chad failed to stop the floods."], "this");
}

#[test]
fn questions_name_values_that_there_are() {
    let (_folder, ledger) = ledger(&[("2020-04-27", AGREED)]);
    let status = |s: &str| Filter { status: Some(s.to_owned()), ..Filter::default() };
    let kind = |s: &str| Filter { kind: Some(s.to_owned()), ..Filter::default() };
    for (error, listed) in [
        (ledger.commitments(&status("kpet")).unwrap_err(), "kept-late"),
        (ledger.commitments(&kind("RETREET")).unwrap_err(), "RETREAT"),
        (ledger.events(&status("kept")).unwrap_err(), "hypothetical"),
        (ledger.events(&kind("promise")).unwrap_err(), "ASSAULT"),
    ] {
        assert!(error.to_string().contains(listed), "{error}");
    }
    for known in ["open", "due-unreported", "partly"] {
        assert!(ledger.commitments(&status(known)).is_ok(), "{known}");
    }
    assert!(ledger.events(&kind("retreat")).is_ok() && ledger.commitments(&kind("promise")).is_ok());
}

#[test]
fn a_deed_is_known_by_its_objects_and_day() {
    let planned = "A referendum on the new constitution will be held on May 3, the government of Chad said.";
    check(
        &[("2020-04-27", planned), ("2020-05-04", "Chad held a referendum on its constitution on Sunday.")],
        "referendum",
        "kept",
    );
    silent(
        planned,
        &["Chad held a dance on Sunday.", "Chad is to hold the referendum on the constitution."],
        "referendum",
    );
}

#[test]
fn a_verb_alone_must_be_told_of_the_debtor() {
    let asked = "Mali urged Kofi Larbi on Monday to resign.";
    silent(
        asked,
        &["Ama Mensah, the ambassador of Ghana, resigned on Friday.", "A minister of Ghana resigned."],
        "resign",
    );
}

#[test]
fn who_refused_to_come_keeps_it_by_a_boycott() {
    let refused = "Chad said on Monday it would not attend the summit in Accra.";
    check(
        &[("2020-04-27", refused), ("2020-05-02", "Chad boycotted the summit on Friday.")],
        "attend",
        "kept",
    );
}

#[test]
fn a_lapsed_deadline_means_all_that_was_due() {
    let demanded = "Ghana demanded that Chad pull back its tanks by May 3. Ghana told Chad to free the sailors by May 3.";
    let (_folder, ledger) = ledger(&[
        ("2020-04-27", demanded),
        ("2020-05-04", "The deadline for Chad's government passed with no sign of movement, Ghana said."),
    ]);
    for words in ["tanks", "sailors"] {
        assert_eq!(find(&ledger, words).status, "broken", "{words}");
    }
}

#[test]
fn later_mentions_are_noted_and_change_nothing() {
    let (_folder, ledger) = ledger(&[
        ("2020-04-27", AGREED),
        (
            "2020-04-30",
            "The families of the five sailors whom Chad has agreed with Ghana to free are waiting.",
        ),
        ("2020-05-01", "It rained on the five sailors in Chad."),
    ]);
    let found = find(&ledger, "sailors");
    let history = ledger.history(Some(found.id)).unwrap();
    assert_eq!(found.status, "open", "{history:#?}");
    assert!(history.iter().all(|h| h.status == "mentioned" && !h.counts), "{history:#?}");
}

#[test]
fn nouns_tell_what_took_place() {
    let table = include_str!("../../../knowledge/en/followup/nominals.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#'));
    let wrong: Vec<&str> = rows
        .filter(|row| {
            let (before, after) = row.rsplit('\t').next().and_then(|e| e.split_once(" => ")).unwrap();
            let (_folder, ledger) = ledger(&[("2020-04-27", before), ("2020-05-04", after)]);
            find(&ledger, "").status != "kept"
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let summit = "Ghana will hold an urgent summit on fishing on May 3.";
    for (day, later, status) in [
        ("2020-05-04", "After the emergency summit on Sunday, Ghana closed its ports.", "kept"),
        ("2020-05-02", "At the urgent summit, Ghana wants to speak of its ports.", "open"),
        ("2020-05-04", "After the summit was cancelled, Ghana closed its ports.", "due-unreported"),
        ("2020-05-04", "Ghana closed its ports ahead of the summit.", "due-unreported"),
        ("2020-05-30", "After the summit, Ghana closed its ports.", "due-unreported"),
    ] {
        check(&[("2020-04-27", summit), (day, later)], "summit", status);
    }
}

#[test]
fn a_traveller_is_known_by_where_he_is() {
    let visit = "Anna Field, the president of Ghana, will visit Nigeria on May 3.";
    for (later, status) in [
        ("Anna Field arrived in Lagos, Nigeria, on Sunday.", "kept"),
        ("After talks in Lagos, the largest city of Nigeria, President Anna Field called for calm.", "kept"),
        ("After talks on Nigeria, President Anna Field called for calm.", "due-unreported"),
        ("President Anna Field, who has arrived in Lagos, Nigeria, called for calm.", "kept"),
        ("Anna Field, who arrived in Nigeria as a girl, called for calm.", "due-unreported"),
        ("Anna Field arrived in Bamako on Sunday. Nigeria was silent.", "due-unreported"),
    ] {
        check(&[("2020-04-27", visit), ("2020-05-04", later)], "visit", status);
    }
}

#[test]
fn a_second_report_may_count_where_the_first_did_not() {
    check(
        &[
            ("2020-04-27", "Kofi Larbi, the foreign minister of Mali, will visit Kano on May 3."),
            ("2020-05-03", "Malian officials visited Kano on Sunday."),
            ("2020-05-04", "Kofi Larbi, the foreign minister of Mali, visited Kano on Sunday."),
        ],
        "visit",
        "kept",
    );
}

#[test]
fn who_gives_up_a_plan_is_its_very_debtor() {
    let (_folder, ledger) = ledger(&[
        ("2020-04-20", "Malian officials promised to withdraw the ambassador from Ghana."),
        ("2020-04-27", "The Sahel Front agreed to abide by the terms of the Larbi plan in Mali."),
        ("2020-05-20", "The Sahel Front abandoned the Larbi plan in Mali and Ghana."),
    ]);
    assert_eq!(find(&ledger, "abide").status, "withdrawn");
    assert_eq!(find(&ledger, "ambassador").status, "open");
}

#[test]
fn what_was_to_be_completed_is_not_done() {
    let articles = [
        ("2020-04-27", "Mali promised to withdraw its troops from towns by May 3."),
        (
            "2020-05-03",
            "Under the peace plan, the Malian troops were to have completed their withdrawal from towns.",
        ),
    ];
    check(&articles, "withdraw", "open");
}

#[test]
fn whoever_is_left_by_his_men_gives_up_no_demand() {
    let articles = [
        ("2020-04-27", "Mali demanded that Kofi Larbi, the president of Ghana, resign."),
        ("2020-05-02", "The army of Ghana abandoned Kofi Larbi. Ghana's army abandoned the Larbi regime."),
    ];
    check(&articles, "resign", "open");
}

#[test]
fn what_is_not_to_be_done_is_not_kept_by_doing_it() {
    let promised = "Mali promised on Monday that no troops will be sent to Ghana.";
    let later = "Mali sent troops to Ghana on Friday.";
    let (_folder, ledger) = ledger(&[("2020-04-27", promised), ("2020-05-02", later)]);
    let found = find(&ledger, "troops");
    assert_eq!((found.polarity.as_str(), found.status.as_str()), ("not", "broken"));
}

#[test]
fn a_verb_alone_is_not_told_with_an_object() {
    silent("Ghana offered on Monday to provide.", &["Ghana failed to deliver its commitments."], "provide");
}

#[test]
fn a_vote_does_what_it_decides() {
    let demanded = "The United Nations has until May 3 to renew the mandate for observers in Chad.";
    check(
        &[
            ("2020-04-27", demanded),
            (
                "2020-05-02",
                "At the United Nations, the UN Security Council voted on Saturday to renew the mandate for observers in Chad.",
            ),
        ],
        "renew",
        "kept",
    );
}

#[test]
fn who_is_met_in_a_place_is_there() {
    let visit = "Kofi Larbi, the foreign minister of Ghana, will visit Kano on May 3.";
    for (later, status) in [
        ("Foreign Minister Kofi Larbi met farmers in Kano.", "kept"),
        ("Visiting Kano, Foreign Minister Kofi Larbi said he was glad.", "kept"),
        ("The visit to Kano by Foreign Minister Kofi Larbi was the first in years.", "kept"),
        ("Foreign Minister Kofi Larbi is to meet farmers in Kano.", "due-unreported"),
        ("Foreign Minister Kofi Larbi met farmers in Accra.", "due-unreported"),
        ("The visit to Kano by Foreign Minister Kofi Larbi was cancelled.", "due-unreported"),
    ] {
        check(&[("2020-04-27", visit), ("2020-05-04", later)], "visit", status);
    }
}

#[test]
fn a_meeting_is_told_by_either_side() {
    let (_folder, ledger) = ledger(&[
        (
            "2020-04-27",
            "Anna Field, the president of Ghana, will meet Kofi Larbi, the president of Mali, on May 3.",
        ),
        (
            "2020-04-28",
            "Kofi Larbi, the president of Mali, plans to talk with President Anna Field of Ghana on May 3.",
        ),
    ]);
    let all = ledger.commitments(&Filter::default()).unwrap();
    assert_eq!(all.iter().map(|c| c.reports).collect::<Vec<_>>(), [2], "{all:#?}");
}

#[test]
fn a_deed_nobody_is_known_to_owe_needs_more_than_a_word() {
    let (_folder, ledger) = ledger(&[
        ("2020-04-27", "“We have agreed to deliver some food on May 3,” one of them wrote."),
        ("2020-05-04", "Ghana delivered food to Kano on Sunday."),
    ]);
    assert!(ledger.commitments(&Filter::default()).unwrap().iter().all(|c| c.status != "kept"));
}

#[test]
fn what_was_done_before_is_no_news() {
    let vetoed = "Chad said on Monday it would veto the resolution on the sailors.";
    for (later, status) in [
        ("Chad has vetoed the resolution on the sailors.", "kept"),
        ("Chad said it had vetoed the resolution on the sailors.", "kept"),
        ("By then, Chad had vetoed the resolution on the sailors.", "open"),
        ("Chad has vetoed two previous resolutions on the sailors.", "open"),
        ("Chad vetoed two earlier resolutions on the sailors.", "open"),
    ] {
        check(&[("2020-04-27", vetoed), ("2020-05-05", later)], "sailors", status);
    }
    let before = ("2020-04-20", "Chad vetoed a resolution on goats on Sunday.");
    for (later, status) in [
        ("Chad has vetoed resolutions on the sailors.", "open"),
        ("Chad vetoed a resolution on the sailors on Sunday.", "kept"),
    ] {
        check(&[before, ("2020-04-27", vetoed), ("2020-05-05", later)], "sailors", status);
    }
}

#[test]
fn a_report_of_it_printed_again_is_no_deed() {
    let voted = "The parliament of Chad voted on Monday to open talks with the five sailors.";
    let again = format!("It rained in Accra. {voted}");
    check(&[("2020-04-27", voted), ("2020-04-29", &again)], "talks", "open");
}

#[test]
fn a_refusal_goes_for_its_time() {
    let refused = "Chad refused on Monday to free the five sailors.";
    for (day, later, status) in [
        ("2020-05-09", "Chad freed the five sailors on Friday.", "broken"),
        ("2020-08-08", "Chad freed the five sailors on Friday.", "open"),
    ] {
        check(&[("2020-04-27", refused), (day, later)], "sailors", status);
    }
}

#[test]
fn who_is_kept_from_something_else_blocks_nothing() {
    let agreed = "The World Bank agreed on Monday to open a bank for the farmers by May 3.";
    for (later, status) in [
        ("The World Bank was unable to reach the farmers.", "blocked"),
        ("Doctors were unable to reach the World Bank.", "due-unreported"),
    ] {
        check(&[("2020-04-27", agreed), ("2020-05-05", later)], "farmers", status);
    }
}

#[test]
fn a_team_is_not_who_sent_it() {
    let visit = "Kofi Larbi, the foreign minister of Mali, said on Monday he would visit Ghana.";
    for (later, status) in [
        ("Kofi Larbi has arrived in Ghana.", "kept"),
        ("A team of doctors sent by Kofi Larbi has arrived in Ghana.", "open"),
    ] {
        check(&[("2020-04-27", visit), ("2020-05-01", later)], "visit", status);
    }
}

#[test]
fn all_days_of_a_deadline_are_its_days() {
    let planned = "Kofi Larbi, the foreign minister of Mali, will meet Anna Field of Ghana next week.";
    check(
        &[("2020-04-24", planned), ("2020-04-28", "Kofi Larbi met Anna Field in Accra, officials said.")],
        "meet",
        "kept",
    );
}

#[test]
fn an_election_may_be_put_off_after_its_day() {
    let planned = "Chad's government promised to hold a parliamentary election by May 3.";
    let later = "Chad's government promised to hold the parliamentary election by July 5.";
    let (_folder, ledger) = ledger(&[("2020-04-20", planned), ("2020-05-20", later)]);
    let found = ledger.commitments(&Filter::default()).unwrap();
    let standing: Vec<&str> = found.iter().map(|c| c.status.as_str()).collect();
    assert_eq!(standing, ["superseded", "open"], "{found:#?}");
}

#[test]
fn what_is_to_be_done_at_once_has_no_day() {
    let demanded =
        "\"The president must leave now,\" said Kofi Larbi, the leader of the opposition in Ghana.";
    let (_folder, ledger) = ledger(&[("2020-04-27", demanded), ("2020-05-05", "Rain fell in Accra.")]);
    let found = find(&ledger, "leave");
    assert_eq!((found.due_end, found.status.as_str()), (None, "open"));
}
