//! Writes BENCHMARKS.md: runs the measuring commands of the release binary and keeps what they print.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, bail};

/// Where the corpora are and what to run.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder with the corpora, laid out as its own README says.
    #[arg(long)]
    data: PathBuf,
    /// The release binary.
    #[arg(long, default_value = "target/release/gesta")]
    gesta: PathBuf,
}

/// Heading, what is measured against, arguments; `{}` stands for the folder of corpora.
const MEASUREMENTS: &[(&str, &[&str])] = &[
    ("Syntax: UD English EWT, test", &["eval", "parse", "{}/syntax/ewt/en_ewt-ud-test.conllu"]),
    ("Syntax: UD English EWT, dev", &["eval", "parse", "{}/syntax/ewt/en_ewt-ud-dev.conllu"]),
    ("Entities: Universal NER EWT, test", &["eval", "entities", "{}/entities/uner_ewt/en_ewt-ud-test.iob2"]),
    ("Entities: Worldwide newswire, dev half", &["eval", "entities", "{}/entities/worldwide_newswire"]),
];

/// Measures everything and writes the page.
pub(crate) fn write(args: &Args) -> anyhow::Result<()> {
    let mut page = String::from(
        "# Benchmarks\n\nWritten by `cargo xtask benchmarks --data DIR`. The corpora are not part of the project.\n\n",
    );
    let commit = output(Command::new("git").args(["rev-parse", "--short", "HEAD"]))?;
    let changed =
        !output(Command::new("git").args(["status", "--porcelain", "--", "crates", "knowledge", "models"]))?
            .is_empty();
    let changes = if changed { " with uncommitted changes" } else { "" };
    writeln!(page, "Commit {}{changes}; {}.\n", commit.trim(), machine())?;
    for (heading, arguments) in MEASUREMENTS {
        let data = args.data.to_string_lossy();
        let arguments: Vec<String> = arguments.iter().map(|a| a.replace("{}", &data)).collect();
        eprintln!("{heading}");
        let text = output(Command::new(&args.gesta).args(&arguments))?;
        let shown = text.replace(&*data, "DIR");
        writeln!(
            page,
            "## {heading}\n\n`gesta {}`\n\n```\n{}\n```\n",
            arguments.join(" ").replace(&*data, "DIR"),
            shown.trim_end()
        )?;
    }
    speed(args, &mut page)?;
    std::fs::write("BENCHMARKS.md", page).context("BENCHMARKS.md")
}

/// Words per second on one core over Reuters stories, and start-up on the seed article.
fn speed(args: &Args, page: &mut String) -> anyhow::Result<()> {
    eprintln!("Speed");
    let stories = std::env::temp_dir().join(format!("gesta-reuters-{}.jsonl", std::process::id()));
    std::fs::write(&stories, reuters(&args.data.join("articles/reuters21578/reut2-000.sgm"))?)?;
    let text = output(Command::new(&args.gesta).arg("bench").arg(&stories))?;
    writeln!(
        page,
        "## Speed: Reuters-21578, first 500 stories with a body\n\n`gesta bench`\n\n```\n{}\n```\n",
        text.trim_end()
    )?;
    std::fs::remove_file(&stories)?;
    let seed = args.data.join("articles/seed_iraq_2021-11-22.txt");
    let mut times = Vec::new();
    for _ in 0..7 {
        let start = Instant::now();
        output(Command::new(&args.gesta).args(["read", "--json"]).arg(&seed))?;
        times.push(start.elapsed());
    }
    times.sort();
    writeln!(
        page,
        "## Start-up\n\n`gesta read --json` of the 400-word seed article, whole process, median of seven runs: {:.0?}.",
        times[3]
    )?;
    Ok(())
}

/// The stories of a Reuters-21578 file as JSON Lines.
fn reuters(path: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let text: String = bytes.iter().map(|&b| char::from(b)).collect();
    let mut lines = String::new();
    for (number, story) in text.split("<REUTERS").skip(1).enumerate() {
        let Some(body) = story.split("<BODY>").nth(1).and_then(|b| b.split("</BODY>").next()) else {
            continue;
        };
        let body = body.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace('\u{3}', "");
        let line = serde_json::json!({"id": number.to_string(), "text": body, "published": "1987-02-26"});
        writeln!(lines, "{line}")?;
    }
    Ok(lines)
}

fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|l| l.strip_prefix("model name")).and_then(|l| l.split(": ").nth(1));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{} ({cores} cores)", model.unwrap_or("unknown processor"))
}

fn output(command: &mut Command) -> anyhow::Result<String> {
    let done = command.output().with_context(|| format!("{command:?}"))?;
    if !done.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    }
    Ok(String::from_utf8(done.stdout)?)
}
