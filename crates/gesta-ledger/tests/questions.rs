//! What lists answer.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::*;
use gesta_ledger::{
    ActorRow, Columns, CommitmentRow, Due, EventRow, Filter, Incoming, Ledger, PlaceRow, Shown, StatementRow,
    TimelineRow, VIEWS,
};

fn text(words: &str) -> Filter {
    Filter { text: Some(words.to_owned()), ..Filter::default() }
}

#[test]
fn actors_are_found_by_all_their_names() {
    let (_folder, ledger) = ledger(&[
        ("2011-03-05", "Muammar Gaddafi rejected a ceasefire on Friday."),
        ("2011-03-06", "Moammar Gadhafi rejected a ceasefire on Saturday."),
    ]);
    let of = |who: &str| {
        let filter = Filter { who: Some(who.to_owned()), ..Filter::default() };
        ledger.events(&filter).unwrap().into_iter().map(|e| e.id).collect::<Vec<_>>()
    };
    assert!(!of("Gaddafi").is_empty());
    assert_eq!(of("Gadhafi"), of("Gaddafi"));
}

#[test]
fn words_in_quotation_marks_stand_together() {
    let (_folder, ledger) = ledger(&[
        (
            "2021-03-05",
            "Rebels near Abéché freed two soldiers on Friday, said Anna Field, a spokeswoman for the army.",
        ),
        (
            "2021-03-06",
            "Two soldiers and a nurse were freed near Goma by rebels. Anna Field said that the army, the rebels \
          and two tired soldiers would meet.",
        ),
    ]);
    for (words, documents, events, statements) in [
        ("two soldiers", 2, 2, 2),
        ("\"two soldiers\"", 2, 2, 1),
        ("\"freed two soldiers\"", 1, 1, 1),
        ("“FREED, two” Goma", 0, 0, 0),
        ("“near Abeche” army", 1, 1, 0),
        ("\"soldiers two\"", 0, 0, 0),
        ("\"tired soldiers would\"", 1, 1, 1),
    ] {
        let events_found = ledger.events(&text(words)).unwrap();
        let articles: std::collections::BTreeSet<_> = events_found
            .iter()
            .flat_map(|e| ledger.event_reports(Some(e.id)).unwrap())
            .map(|r| r.document)
            .collect();
        let found = (
            ledger.documents(&text(words)).unwrap().len(),
            articles.len(),
            ledger.statements(&text(words)).unwrap().len(),
        );
        assert_eq!(found, (documents, events, statements), "{words}");
    }
    let topic = |words: &str| ledger.timeline(words, &Filter::default()).unwrap().len();
    assert!(topic("\"freed near Goma\"") > 0 && topic("\"near Goma freed\"") == 0);
    // A limit counts what is found, not what is looked at.
    let newest = Filter { limit: Some(1), ..text("\"freed two soldiers\"") };
    assert_eq!(ledger.documents(&newest).unwrap()[0].id.to_string(), "d1");
}

#[test]
fn what_is_due_is_listed_by_deadline_and_a_limit_leaves_the_nearest() {
    let (_folder, ledger) = ledger(&[
        ("2020-04-20", "Ghana promised on Monday to free the pilots by May 29."),
        ("2020-04-21", "Chad agreed on Tuesday to free the five sailors by May 3."),
        ("2020-04-22", "Niger pledged on Wednesday to reopen the border by May 12."),
        ("2020-04-23", "Mali vowed on Thursday to pay the teachers by April 28."),
    ]);
    let due = |limit| {
        let filter = Filter { limit, ..Filter::default() };
        let rows = ledger.due(&Due { on: Some("2020-05-04".to_owned()), within: 30, filter }).unwrap();
        rows.into_iter().map(|c| c.due_end.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(due(None), ["2020-04-28", "2020-05-03", "2020-05-12", "2020-05-29"]);
    assert_eq!(due(Some(3)), ["2020-04-28", "2020-05-03", "2020-05-12"]);
    assert_eq!(due(Some(1)), ["2020-05-03"]);
}

#[test]
fn a_view_and_a_function_know_what_is_overdue() {
    let (_folder, ledger) = ledger(&[
        ("2020-04-21", "Chad agreed on Tuesday to free the five sailors by May 3."),
        ("2020-05-20", "It rained in Goma on Wednesday."),
    ]);
    let query = "SELECT status, standing(id, '2020-05-03'), standing(id, '2020-05-04') FROM commitments";
    let rows = ledger.sql(query).unwrap().rows;
    assert_eq!(rows, [["due-unreported", "open", "due-unreported"]]);
}

#[test]
fn a_person_is_heard_when_all_articles_have_been() {
    let (_folder, mut ledger) =
        ledger(&[("2020-04-21", "Chad agreed on Tuesday to free the five sailors by May 3.")]);
    let later = incoming(article("2020-05-02", "Chad freed the five sailors on Saturday."));
    ledger.add(&[later]).unwrap();
    assert!(ledger.pending().unwrap());
    ledger.set_status("c1".parse().unwrap(), "broken", "they are still held", None).unwrap();
    assert!(!ledger.pending().unwrap());
    assert_eq!(commitments(&ledger), ["agreement | Chad | free the five sailors | 2020-05-03 | broken"]);
    let history = ledger.history(None).unwrap();
    let sources: Vec<&str> = history.iter().map(|h| h.source.as_str()).collect();
    assert_eq!(sources, ["event", "person"], "what has no day stands where it was said");
}

#[test]
fn what_is_no_type_or_status_is_an_error() {
    let (_folder, ledger): (_, Ledger) = ledger(&[]);
    let kind = |kind: &str| Filter { kind: Some(kind.to_owned()), ..Filter::default() };
    let error = |answer: Result<usize, gesta_ledger::LedgerError>| answer.unwrap_err().to_string();
    assert!(error(ledger.statements(&kind("written")).map(|r| r.len())).contains("there are direct, mixed"));
    assert!(error(ledger.actors(&kind("people")).map(|r| r.len())).contains("there are person, group"));
    assert!(error(ledger.places(&kind("town")).map(|r| r.len())).contains("there are country, admin1"));
}

#[test]
fn views_have_the_columns_that_are_documented() {
    let (_folder, ledger) = ledger(&[]);
    for (view, columns) in VIEWS {
        let answer = ledger.sql(&format!("SELECT * FROM {view}")).unwrap();
        assert_eq!(answer.columns.join(", "), columns, "{view}");
    }
    let (_folder, told) = common::ledger(&[("2021-03-06", "Rebels freed two soldiers near Goma on Friday.")]);
    let parties =
        told.sql("SELECT e.type, p.role FROM events e JOIN event_parties p ON p.event = e.id").unwrap().rows;
    assert!(parties.iter().any(|row| row[0] == "RETREAT" && row[1] == "source"), "{parties:?}");
    let error = |query: &str| ledger.sql(query).unwrap_err().to_string();
    assert!(error("SELECT * FROM event_report_s").contains("there are documents, stories"));
    assert!(error("SELECT actor FROM events").contains("`gesta sql --help` names the columns"));
}

/// Checks that rows are serialised with the columns that they say they have.
#[track_caller]
fn check_columns<R: Columns + serde::Serialize>(rows: &[R]) {
    let value = serde_json::to_value(&rows[0]).unwrap();
    let found: Vec<&String> = value.as_object().unwrap().keys().collect();
    let mut expect = R::COLUMNS.to_vec();
    expect.sort_unstable();
    assert_eq!(found, expect);
}

#[test]
fn rows_have_the_columns_that_they_say() {
    let text =
        "Rebels freed two soldiers near Goma on Friday. Chad agreed to help by June 3, said Anna Field.";
    let (_folder, ledger) = ledger(&[("2021-03-06", text)]);
    let all = Filter::default();
    check_columns::<EventRow>(&ledger.events(&all).unwrap());
    check_columns::<CommitmentRow>(&ledger.commitments(&all).unwrap());
    check_columns::<StatementRow>(&ledger.statements(&all).unwrap());
    check_columns::<ActorRow>(&ledger.actors(&all).unwrap());
    check_columns::<PlaceRow>(&ledger.places(&all).unwrap());
    check_columns::<TimelineRow>(&ledger.timeline("Chad", &all).unwrap());
}

#[test]
fn days_the_wrong_way_round_and_unknown_actors_are_errors() {
    let (_folder, ledger) = ledger(&[("2021-03-06", "Rebels freed two soldiers near Goma on Friday.")]);
    let span = |since: &str, until: &str| Filter {
        since: Some(since.to_owned()),
        until: Some(until.to_owned()),
        ..Filter::default()
    };
    let wrong = span("2021-03-05", "2021-03-04");
    let expect = "there is no day from 2021-03-05 on and until 2021-03-04";
    assert_eq!(ledger.events(&wrong).unwrap_err().to_string(), expect);
    assert_eq!(ledger.timeline("Goma", &wrong).unwrap_err().to_string(), expect);
    assert!(ledger.events(&span("2021-03-05", "2021-03-05")).is_ok());
    let error = ledger.timeline("a999", &Filter::default()).unwrap_err().to_string();
    assert_eq!(error, "there is no entry a999 in the ledger");
}

#[test]
fn what_a_person_says_came_about_on_a_day_was_not_so_before() {
    let (_folder, mut ledger) =
        ledger(&[("2020-04-21", "Chad agreed on Tuesday to free the five sailors by May 3.")]);
    let id = "c1".parse().unwrap();
    ledger.set_status(id, "kept", "seen at the port", Some("2020-05-02")).unwrap();
    let on = |ledger: &Ledger, day: &str| ledger.standing(id, day).unwrap();
    assert_eq!(on(&ledger, "2020-05-01"), "open");
    assert_eq!(on(&ledger, "2020-05-02"), "kept");
    ledger.set_status(id, "withdrawn", "no such promise was made", None).unwrap();
    assert_eq!(on(&ledger, "2020-05-01"), "withdrawn");
}

#[test]
fn an_article_is_shown_with_what_it_reports_and_its_file() {
    let (_folder, mut ledger) = ledger(&[]);
    let text =
        "Chad agreed on Tuesday to free the five sailors by May 3, said Anna Field. Rebels shelled Goma.";
    let record = READER.read(article("2020-04-21", text)).record();
    ledger.add(&[Incoming::new(record, Some("/news/a.txt")).unwrap()]).unwrap();
    ledger.link().unwrap();
    let id = "d1".parse().unwrap();
    let Shown::Document { document, events, commitments, .. } = ledger.show(id).unwrap() else {
        panic!("an article");
    };
    assert_eq!(document.key.as_deref(), Some("/news/a.txt"));
    assert!(events.iter().any(|e| e.kind == "ASSAULT"), "{events:?}");
    assert_eq!(commitments.len(), 1);
    let reported = ledger.reported_in(id).unwrap();
    let kinds: String = reported.keys().filter_map(|k| k.chars().next()).collect();
    assert!(kinds.contains('c') && kinds.contains('e') && kinds.contains('s'), "{reported:?}");
}
