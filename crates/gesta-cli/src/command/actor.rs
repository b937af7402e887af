//! `gesta actor`: whom a phrase refers to, and why.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::process::ExitCode;

use anyhow::Context;
use gesta::{Date, PhraseReading, Roster};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::args::ActorArgs;

/// A line of the input.
#[derive(Deserialize)]
struct Question {
    #[serde(default)]
    id: Value,
    phrase: String,
    #[serde(default)]
    on: Option<String>,
}

/// A line of the output.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    name: Option<&'a str>,
    country: Option<String>,
    sector: Option<&'a str>,
    wikidata: Option<&'a str>,
    rule: &'a str,
}

/// Prints a reading for each phrase, or an answer for each line.
pub(crate) fn run(args: &ActorArgs, roster: &Roster) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    let mut failed = false;
    if args.json {
        let input = ["-".to_owned()];
        for path in if args.phrases.is_empty() { &input[..] } else { &args.phrases } {
            let lines: Box<dyn BufRead> = match path.as_str() {
                "-" => Box::new(io::stdin().lock()),
                path => Box::new(BufReader::new(File::open(path).with_context(|| path.to_owned())?)),
            };
            for (number, line) in lines.lines().enumerate() {
                let line = line.with_context(|| path.clone())?;
                if line.trim().is_empty() {
                    continue;
                }
                match answer(&line, args.on, roster) {
                    Ok(answer) => writeln!(out, "{answer}")?,
                    Err(error) => {
                        failed = true;
                        anstream::eprintln!("gesta: {path}: line {}: {error}", number + 1);
                    }
                }
            }
        }
    } else {
        for phrase in &args.phrases {
            page(&mut out, phrase, &roster.resolve_phrase(phrase, args.on))?;
        }
    }
    out.flush()?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn answer(line: &str, on: Option<Date>, roster: &Roster) -> anyhow::Result<String> {
    let question: Question = serde_json::from_str(line)?;
    let day = question.on.as_deref().map(str::trim).filter(|d| !d.is_empty());
    let day = day.map(|d| d.parse::<Date>().with_context(|| format!("{d} is no date"))).transpose()?;
    let reading = roster.resolve_phrase(&question.phrase, day.or(on));
    Ok(serde_json::to_string(&Answer {
        id: &question.id,
        name: reading.name.as_deref(),
        country: reading.country.map(|c| c.to_string()),
        sector: reading.sector,
        wikidata: reading.wikidata.as_deref(),
        rule: &reading.rule,
    })?)
}

fn page(out: &mut impl Write, phrase: &str, reading: &PhraseReading) -> io::Result<()> {
    let country = reading.country.map_or("-".to_owned(), |c| c.to_string());
    let because = if reading.rule.is_empty() { "nothing known" } else { &reading.rule };
    writeln!(out, "{phrase}")?;
    writeln!(out, "  name      {}", reading.name.as_deref().unwrap_or("-"))?;
    writeln!(out, "  country   {country}")?;
    writeln!(out, "  sector    {}", reading.sector.unwrap_or("-"))?;
    writeln!(out, "  wikidata  {}", reading.wikidata.as_deref().unwrap_or("-"))?;
    writeln!(out, "  because   {because}")
}
