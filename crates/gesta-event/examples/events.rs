//! Reads articles from stdin, one per line (`\n` escaped), and prints their events;
//! on stderr the speed of this stage.

use std::io::{BufRead, Write};

use gesta_syntax::{Model, ModelKind};
use gesta_text::Document;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = Model::embedded(ModelKind::Accurate)?;
    let published = std::env::args().nth(1).and_then(|d| d.parse().ok());
    let (mut words, mut spent) = (0, std::time::Duration::ZERO);
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let text = line?.replace("\\n", "\n");
        let parsed = model.parse(Document::read(&text));
        let times = gesta_time::read(&parsed, published);
        let places = gesta_place::read(&parsed);
        let actors = gesta_actor::read(&parsed, &places, published);
        let statements = gesta_statement::read(&parsed, &actors);
        let started = std::time::Instant::now();
        let events = gesta_event::read(&parsed, &times, &places, &actors, &statements);
        spent += started.elapsed();
        words += parsed.all_tokens().len();
        writeln!(out, "# {}", text.chars().take(160).collect::<String>().replace('\n', " "))?;
        for event in &events.events {
            let words = |span: Option<gesta_text::Span>| span.map_or("", |s| s.of(&text)).replace('\n', " ");
            let codes = |ids: &[gesta_actor::ActorId]| {
                let code = |id: &gesta_actor::ActorId| {
                    let actor = actors.get(*id)?;
                    let country = actor.country.map(|c| c.to_string()).unwrap_or_default();
                    Some(format!("{country}:{}", actor.sector.unwrap_or("")))
                };
                ids.iter().filter_map(code).collect::<Vec<_>>().join(",")
            };
            let place = event.place.and_then(|p| places.get(p)).map_or("", |p| &p.name);
            let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string()).unwrap_or_default();
            let date = event.date.map(|d| format!("{}..{}", day(d.start), day(d.end))).unwrap_or_default();
            writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{date}\t{place}\t{:?}\t{:?}\t{}\t{:.2}\t{}\t{}",
                event.kind.as_str(),
                event.mode.as_deref().unwrap_or(""),
                event.factuality.as_str(),
                words(event.source_span),
                codes(&event.source),
                words(Some(event.trigger)),
                words(event.target_span),
                codes(&event.target),
                event.dead,
                event.injured,
                event.rule,
                event.confidence,
                event.cameo.as_deref().unwrap_or(""),
                event.within.map(|w| format!("in e{}", w.0 + 1)).unwrap_or_default(),
            )?;
        }
    }
    eprintln!("{words} words, {:.0} words/s in this stage", words as f64 / spent.as_secs_f64());
    Ok(())
}
