//! The codebook as pages: one for each PLOVER type, and an index.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use gesta_event::{Codebook, Entry, Need, TriggerPos, TypeBook, codebook};

/// Arguments of `cargo xtask codebook`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder for the pages; made where it does not exist.
    folder: PathBuf,
}

/// Writes `index.md` and a page for each type.
pub(crate) fn write(args: &Args) -> anyhow::Result<()> {
    let book = codebook();
    fs::create_dir_all(&args.folder).with_context(|| args.folder.display().to_string())?;
    let save = |name: &str, page: String| {
        let path = args.folder.join(name);
        fs::write(&path, page).with_context(|| path.display().to_string())
    };
    for of_type in book.types() {
        save(&file(of_type), page(book, of_type)?)?;
    }
    save("index.md", index(book)?)?;
    eprintln!(
        "{} entries, {} pages in {}",
        book.entries().len(),
        book.types().len() + 1,
        args.folder.display()
    );
    Ok(())
}

fn file(of_type: &TypeBook) -> String {
    format!("{}.md", of_type.kind.as_str().to_lowercase())
}

fn entries<'b>(book: &'b Codebook, of_type: &TypeBook) -> Vec<&'b Entry> {
    book.entries().iter().filter(|e| e.kind == of_type.kind).collect()
}

fn index(book: &Codebook) -> Result<String, std::fmt::Error> {
    let mut out = String::from(
        "# The codebook\n\nWhat is coded as which PLOVER event, by which words and with which roles. In examples the source stands in \
         {braces}, the target in [brackets].\n\n| type | quad | entries | counter-examples |\n|---|---|---|---|\n",
    );
    for of_type in book.types() {
        let entries = entries(book, of_type);
        let against: usize = entries.iter().map(|e| e.no.len()).sum();
        let (name, file, quad) = (of_type.kind.as_str(), file(of_type), of_type.kind.quad());
        writeln!(out, "| [{name}]({file}) | {quad} | {} | {against} |", entries.len())?;
    }
    writeln!(out, "\n{} entries.", book.entries().len())?;
    Ok(out)
}

fn page(book: &Codebook, of_type: &TypeBook) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    writeln!(
        out,
        "# {}\n\nQuad {}. {}",
        of_type.kind.as_str(),
        of_type.kind.quad(),
        of_type.definition.trim()
    )?;
    if !of_type.modes.is_empty() {
        out.push_str("\n| mode | meaning |\n|---|---|\n");
        for (mode, meaning) in &of_type.modes {
            writeln!(out, "| {mode} | {meaning} |")?;
        }
    }
    let mut entries = entries(book, of_type);
    entries.sort_by_key(|e| (e.lemma.clone(), e.id.clone()));
    for entry in entries {
        describe(&mut out, entry)?;
    }
    Ok(out)
}

/// One entry: trigger, roles, conditions, codes, examples.
fn describe(out: &mut String, entry: &Entry) -> std::fmt::Result {
    let words = entry.words.join(" ");
    let (pos, trigger) = match entry.pos {
        TriggerPos::Verb => ("verb", format!("{} {words}", entry.lemma)),
        TriggerPos::Noun => ("noun", format!("{words} {}", entry.lemma)),
        TriggerPos::Adjective => ("adjective", format!("{} {words}", entry.lemma)),
    };
    writeln!(out, "\n## {} ({pos}) `{}`\n", trigger.trim(), entry.id)?;
    let need = match entry.need {
        Need::Source => "source",
        Need::Target => "target",
        Need::Any => "source or target",
        Need::Both => "source and target",
        Need::Nobody => "nobody",
    };
    write!(out, "`{}`, must be an actor: {need}", entry.frame)?;
    let codes = [("mode", &entry.mode), ("CAMEO", &entry.cameo)];
    for (name, code) in codes.iter().filter_map(|(name, code)| Some((name, code.as_ref()?))) {
        write!(out, "; {name} {code}")?;
    }
    if !entry.contexts.is_empty() {
        write!(out, "; contexts {}", entry.contexts.join(", "))?;
    }
    out.push_str("\n\n");
    for (name, conditions) in [("only with", &entry.with), ("not with", &entry.without)] {
        for condition in conditions {
            writeln!(out, "- {name} `{condition}`")?;
        }
    }
    for (name, examples) in [("coded", &entry.yes), ("not coded", &entry.no)] {
        for example in examples {
            writeln!(out, "- {name}: {example}")?;
        }
    }
    Ok(())
}
