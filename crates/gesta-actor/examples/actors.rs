//! Prints the actors of the text on standard input; the first argument is the day of publication.

use std::fmt::Write as _;
use std::io::{Read, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let published = std::env::args().nth(1).and_then(|d| d.parse().ok());
    let parsed = gesta_syntax::Model::embedded(gesta_syntax::ModelKind::Accurate)?
        .parse(gesta_text::Document::read(&text));
    let places = gesta_place::read(&parsed);
    let actors = gesta_actor::read(&parsed, &places, published);
    let mut out = String::new();
    for (i, actor) in actors.actors().iter().enumerate() {
        let country = actor.country.map_or("-".to_owned(), |c| c.to_string());
        let sector = actor.sector.unwrap_or("-");
        writeln!(
            out,
            "a{} {:?} {} [{country} {sector}] {:?} ({})",
            i + 1,
            actor.kind,
            actor.name,
            actor.titles,
            actor.rule
        )?;
        for mention in &actor.mentions {
            writeln!(
                out,
                "     {:?} {}..{} {:?} head {}",
                mention.form,
                mention.span.start,
                mention.span.end,
                mention.span.of(&text),
                parsed.form(mention.head)
            )?;
        }
    }
    for relation in actors.relations() {
        let name = |id| actors.get(id).map_or("", |a| a.name.as_str());
        let words = relation.evidence.iter().map(|s| s.of(&text)).collect::<Vec<_>>();
        writeln!(
            out,
            "{} {} {}: {words:?}",
            name(relation.subject),
            relation.kind.as_str(),
            name(relation.object)
        )?;
    }
    std::io::stdout().write_all(out.as_bytes())?;
    Ok(())
}
