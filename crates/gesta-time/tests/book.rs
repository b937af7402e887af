//! Reads `books/time.md` and compares.

use std::sync::LazyLock;

use gesta_syntax::{Model, ModelKind, Parsed};
use gesta_text::Document;
use gesta_time::{Interval, Point, Times};
use jiff::civil::{Date, date};

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::embedded(ModelKind::Accurate).expect("the model is part of the program"));

const ARTICLE: Date = date(2021, 11, 22);

fn parse(text: &str) -> Parsed {
    MODEL.parse(Document::read(text))
}

/// Reads a text and compares every expression found: extent, type, value, first and last day (`..`, `-` for none).
fn check(text: &str, published: Option<Date>, expected: &[(&str, &str, &str, &str)]) {
    let parsed = parse(text);
    let times = gesta_time::read(&parsed, published);
    let found: Vec<_> = times
        .times
        .iter()
        .map(|t| (t.span.of(text), format!("{:?}", t.kind).to_uppercase(), t.value.clone(), days(t.days)))
        .collect();
    let found: Vec<_> = found.iter().map(|(a, b, c, d)| (*a, b.as_str(), c.as_str(), d.as_str())).collect();
    assert_eq!(found, expected, "in {text:?}");
}

fn days(interval: Interval) -> String {
    let day = |d: Option<Date>| d.map_or(String::new(), show);
    if interval == Interval::default() {
        "-".to_owned()
    } else {
        format!("{}..{}", day(interval.start), day(interval.end))
    }
}

/// Years before Christ with four digits, not the six of jiff.
fn show(date: Date) -> String {
    let sign = if date.year() < 0 { "-" } else { "" };
    format!("{sign}{:04}-{:02}-{:02}", date.year().abs(), date.month(), date.day())
}

/// The rows of the tables under the headings that `wanted` accepts, without their header rows.
fn rows(wanted: impl Fn(&str) -> bool) -> Vec<Vec<&'static str>> {
    let mut heading = "";
    let mut rows = Vec::new();
    for line in include_str!("../../../books/time.md").lines() {
        if let Some(title) = line.strip_prefix("## ") {
            heading = title;
        }
        let Some(row) = line.strip_prefix('|').and_then(|l| l.strip_suffix('|')) else { continue };
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        if wanted(heading) && cells[0] != "sentence" && !cells[0].starts_with("---") {
            rows.push(cells);
        }
    }
    rows
}

#[test]
fn expressions_have_the_values_of_the_book() {
    let rows = rows(|heading| heading != "Deadlines");
    let sentences = rows.iter().filter(|row| !row[0].is_empty()).count();
    assert!(sentences >= 400, "the book has shrunk to {sentences} sentences");
    let mut failures = Vec::new();
    let mut at = 0;
    while let Some(first) = rows.get(at) {
        let more = rows[at + 1..].iter().take_while(|r| r[0].is_empty()).count();
        let expected: Vec<String> = rows[at..=at + more]
            .iter()
            .map(|r| r[1..].join(" | "))
            .filter(|r| !r.starts_with(" |"))
            .collect();
        let parsed = parse(first[0]);
        let times = gesta_time::read(&parsed, Some(ARTICLE));
        let found: Vec<String> = times
            .times
            .iter()
            .map(|t| {
                let kind = format!("{:?}", t.kind).to_uppercase();
                let text = t.span.of(first[0]);
                format!("{text} | {kind} | {} | {} | {}", t.value, t.modifier.unwrap_or(""), days(t.days))
            })
            .collect();
        if found != expected {
            failures.push(format!("{}\n  expected {expected:?}\n  found    {found:?}", first[0]));
        }
        at += more + 1;
    }
    assert!(failures.is_empty(), "{} sentences\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn deadlines_have_the_days_of_the_book() {
    let rows = rows(|heading| heading == "Deadlines");
    assert!(rows.len() >= 100, "the book has shrunk to {} deadlines", rows.len());
    let mut failures = Vec::new();
    for row in &rows {
        let parsed = parse(row[0]);
        let times = gesta_time::read(&parsed, Some(ARTICLE));
        let found: Vec<_> = times.times.iter().map(|t| (t.phrase.of(row[0]), days(t.phrase_days))).collect();
        if !found.contains(&(row[1], row[2].to_owned())) {
            failures.push(format!("{}: expected {} {}, found {found:?}", row[0], row[1], row[2]));
        }
    }
    assert!(failures.is_empty(), "{} deadlines\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn sets_have_quant_and_freq_and_clock_times_their_zone() {
    for (text, quant, freq, zone) in [
        ("The board meets every Tuesday.", Some("EVERY"), None, None),
        ("The board meets each year.", Some("EACH"), None, None),
        ("The board meets twice a week.", None, Some(2), None),
        ("The board meets three times a month.", None, Some(3), None),
        ("The board meets monthly.", None, None, None),
        ("The board met at 5:30 pm EST on Friday.", None, None, Some("-05:00")),
        ("The board met at 0126 HKT.", None, None, Some("+08:00")),
        ("The board met at 2153 GMT.", None, None, Some("+00:00")),
        ("The board met at 5:30 pm.", None, None, None),
        ("The board met at 10 a.m. Moscow time.", None, None, Some("+03:00")),
        ("The board met at 10:15 Eastern time on Friday.", None, None, None),
        ("The board met at 0815 Greenwich Mean Time.", None, None, Some("+00:00")),
    ] {
        let times = gesta_time::read(&parse(text), Some(ARTICLE)).times;
        let found: Vec<_> = times.iter().map(|t| (t.quant, t.freq, t.zone)).collect();
        assert_eq!(found, [(quant, freq, zone)], "{text}");
    }
}

#[test]
fn lengths_begin_and_end_at_the_points_of_the_text() {
    let show_point = |point: Option<Point>, times: &Times, text: &str| match point {
        None => "-".to_owned(),
        Some(Point::Published) => "published".to_owned(),
        Some(Point::Time(id)) => times.get(id).map_or("?", |t| t.span.of(text)).to_owned(),
        Some(Point::Day(day)) => show(day),
    };
    for (text, length, begin, end) in [
        ("Prices fell over the past two months.", "the past two months", "2021-09-22", "published"),
        ("Prices will fall over the next two weeks.", "the next two weeks", "published", "2021-12-06"),
        ("The firm must pay within 60 days.", "60 days", "published", "2022-01-21"),
        ("The firm will close in 30 days.", "30 days", "published", "2021-12-22"),
        ("They fled two weeks after the vote on 3 May 2012.", "two weeks", "3 May 2012", "2012-05-17"),
        ("They fled three days before the coup of 3 May 2012.", "three days", "2012-04-30", "3 May 2012"),
        (
            "On 3 May 2012 the king fled. Two months after the king fled, the shops reopened.",
            "Two months",
            "3 May 2012",
            "2012-07-03",
        ),
        ("It lost money in the three months ended June 30.", "the three months", "2021-04-01", "June 30"),
        ("For the year ended March 31, 2020 it lost money.", "the year", "2019-04-01", "March 31, 2020"),
        ("It lost money in the six months to 30 June 2020.", "the six months", "2020-01-01", "30 June 2020"),
        (
            "Sales rose in the first ten months of 2019.",
            "the first ten months of 2019",
            "2019-01-01",
            "2019-10-31",
        ),
        ("Sales rose in the last two weeks of May.", "the last two weeks of May", "2021-05-18", "2021-05-31"),
        ("The siege lasted three months.", "three months", "-", "-"),
        ("The council meets every two weeks.", "every two weeks", "-", "-"),
    ] {
        let times = gesta_time::read(&parse(text), Some(ARTICLE));
        let found = times.times.iter().find(|t| t.span.of(text) == length);
        let found = found.map(|t| [t.begin, t.end].map(|p| show_point(p, &times, text)));
        assert_eq!(found, Some([begin.to_owned(), end.to_owned()]), "{text}");
    }
}

#[test]
fn dates_that_do_not_exist_are_warned_of() {
    for row in rows(|heading| heading == "Dates that do not exist") {
        let times: Times = gesta_time::read(&parse(row[0]), Some(ARTICLE));
        let codes: Vec<_> = times.warnings.iter().map(|w| w.code).collect();
        assert_eq!(codes, ["invalid-date"], "{}", row[0]);
    }
}

#[test]
fn without_an_article_date_the_unknown_part_is_marked() {
    check("They will meet on Friday.", None, &[("Friday", "DATE", "XXXX-WXX-5", "-")]);
    check("They met on March 5.", None, &[("March 5", "DATE", "XXXX-03-05", "-")]);
    check("They met at 10 a.m. Friday.", None, &[("10 a.m. Friday", "TIME", "XXXX-WXX-5T10:00", "-")]);
    check("They met on Friday night.", None, &[("Friday night", "TIME", "XXXX-WXX-5TNI", "-")]);
    check("They met last year.", None, &[("last year", "DATE", "XXXX", "-")]);
    check("They met yesterday.", None, &[("yesterday", "DATE", "XXXX-XX-XX", "-")]);
    check("They met in 2003.", None, &[("2003", "DATE", "2003", "2003-01-01..2003-12-31")]);
}

#[test]
fn what_other_sentences_say_counts() {
    for (text, phrase, expect) in [
        // An agreement told before counts from its own day.
        (
            "The rebels signed a truce in August 2018. Under the deal they agreed to leave the town within six months.",
            "within six months",
            "..2019-02-28",
        ),
        // A plan is of the current month, whatever was told before.
        (
            "The troops left the port in July. The rest will leave by the end of the month.",
            "by the end of the month",
            "..2021-11-30",
        ),
        // The weekday of a noun is that of the clause which settles it, when it lies nearer.
        (
            "The host praised Thursday's debate. They meet on Thursday in Oslo.",
            "Thursday",
            "2021-11-25..2021-11-25",
        ),
        // What had happened before does not move the clock of a history.
        (
            "The war began in 1712. In May 1713 the army crossed the river. In March 1714 the king besieged the town, \
             whose people had fled in late 1713. By June the town lay in ruins. Peace was made in 1715.",
            "By June",
            "..1714-06-30",
        ),
    ] {
        let times = gesta_time::read(&parse(text), Some(ARTICLE));
        let found: Vec<_> = times.times.iter().map(|t| (t.phrase.of(text), days(t.phrase_days))).collect();
        assert!(found.contains(&(phrase, expect.to_owned())), "{text}: {found:?}");
    }
}

#[test]
fn the_article_date_is_found_in_the_text() {
    for (text, rule) in [
        ("date 2021-11-22\n\nThe militia set a deadline. It sent a letter on Friday.", "header"),
        ("Lima, Nov 22 2021. The school sent a letter on Friday.", "header"),
        (
            "Transcript of the weekly briefing, 22 November 2021\n\nGood day. The militia left the two towns that it \
             had held since May. It sent a letter on Friday.",
            "title",
        ),
        ("https://example.org/2021/11/22/letter\n\nThe school sent a letter on Friday.", "url"),
        ("22 November 2021 Last updated at 14:39 GMT\n\nThe school sent a letter on Friday.", "dateline"),
        ("NAIROBI | Mon Nov 22, 2021 7:39 pm EST\n\nThe school sent a letter on Friday.", "header"),
    ] {
        let times = gesta_time::read(&parse(text), None);
        assert_eq!(times.published, Some(ARTICLE), "{text:?}");
        assert_eq!(times.published_rule, Some(rule), "{text:?}");
        let friday = times.times.last().expect("a weekday");
        assert_eq!(friday.value, "2021-11-19", "{text:?}");
    }
}

#[test]
fn minutes_of_a_live_page_are_no_years() {
    let figures = |page: &str| {
        let times = gesta_time::read(&parse(page), Some(ARTICLE)).times;
        times.into_iter().map(|t| t.value).collect::<Vec<_>>()
    };
    let page = "2358 The mayor has left the hall.\n\nHe spoke to nobody.\n\n1743 The ferry is turning back.\n\n\
                0312 The rain has stopped.\n\n1512 He says the bridge was built in 1911.";
    assert_eq!(figures(page), ["1911"]);
    let chronicle =
        "1804 The town is founded.\n\n1911 The bridge is built.\n\n1966 A flood destroys the bridge.";
    assert_eq!(figures(chronicle), ["1804", "1911", "1966"]);
    let report = "2010 was a good year.\n\nThe town grew.\n\n2358 people came.";
    assert_eq!(figures(report), ["2010"]);
}
