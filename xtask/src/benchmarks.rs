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
    /// A Python with spaCy, to measure a peer's speed side by side.
    #[arg(long, value_name = "PYTHON")]
    peer_python: Option<PathBuf>,
}

/// Heading, task, and corpora below the folder. `NEWS` stands for GUM's dev documents of news and interviews.
const MEASUREMENTS: &[(&str, &str, &str)] = &[
    ("Syntax: UD English EWT, test", "parse", "syntax/ewt/en_ewt-ud-test.conllu"),
    ("Syntax: GUM news and interviews, dev", "parse", NEWS),
    ("Entities: Universal NER EWT, test", "entities", "entities/uner_ewt/en_ewt-ud-test.iob2"),
    ("Entities: Worldwide newswire, dev half", "entities", "entities/worldwide_newswire"),
];

/// What is read with the accurate model alone.
const READINGS: &[(&str, &str, &str)] = &[
    ("Time: TimeBank (TempEval-3)", "time", "time/tbaq/TimeBank"),
    ("Time: AQUAINT (TempEval-3)", "time", "time/tbaq/AQUAINT"),
    ("Time: WikiWars, training 16 (type not annotated)", "time", "time/wikiwars"),
    ("Deadlines: own gold standard, dev", "deadlines", "../gold/commitments/dev.jsonl"),
    ("Places: LGL", "places", "places/lgl.xml"),
    ("Places: TR-News", "places", "places/TR-News.xml"),
    ("Actors: NGEC's tests, development half", "actors", "actors/ngec_actor_tests_dev.json"),
    ("Attributions: PolNeAR, dev", "statements", "statements/polnear/dev"),
    ("Events: PLOVER's gold records, dev", "events", "events/plover/gsr_dev.json"),
    ("Events: CAMEO classes, test", "events", "events/cameo_class/test.tsv"),
    ("Confidence of events: eight corpora, own labels", "confidence", ""),
    ("Factuality: UW, dev", "factuality", "factuality/uw/dev.jsonl"),
    ("Stories: ECB+, dev documents", "stories", "stories/ecbplus/docs_dev.jsonl"),
    ("Follow-up: Timeline17, Syria and Libya, own labels", "followup", "stories/timeline17"),
    ("Timelines: Timeline17", "timelines", "stories/timeline17"),
    ("Relations: PLV, train rows", "relate", "events/plv"),
    ("Commitments: own gold standard, dev", "commitments", "../gold/commitments/dev.jsonl"),
];

const NEWS: &str = "GUM news and interviews";

/// What others publish for EWT's test set from raw text.
const PUBLISHED: &str = "\
| | LAS | source |
|---|---|---|
| UDPipe 1 | 77.0 | its models' page |
| Stanza | 83.6 | its performance page |
| Trankit base (XLM-R) | 88.0 | its paper |
| UDPipe 2 (BERT) | 88.8 | its models' page |
| spaCy transformer (RoBERTa), UD 2.5, own scorer | 89.4 | card of en_udv25_englishewt_trf |

Versions of the treebank differ.
";

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
    // The two measurements of Timeline17 read the same articles.
    let kept = std::env::temp_dir().join(format!("gesta-readings-{}", std::process::id()));
    std::fs::create_dir_all(&kept)?;
    for (heading, task, corpus) in MEASUREMENTS.iter().chain(READINGS) {
        let models = if matches!(*task, "parse" | "entities") { &MODELS[..] } else { &MODELS[..1] };
        writeln!(page, "## {heading}\n")?;
        let paths = if *corpus == NEWS { news(&args.data)? } else { vec![args.data.join(corpus)] };
        for &model in models {
            eprintln!("{heading}, {model:?}");
            let mut run = Command::new(&args.gesta);
            run.args(["eval", task]).args(model);
            if matches!(*task, "followup" | "timelines") {
                run.arg("--readings").arg(&kept);
            }
            let text = output(run.args(&paths))?;
            let command = ["gesta", "eval", task].iter().chain(model).copied().collect::<Vec<_>>().join(" ");
            let shown = text.replace(&*args.data.to_string_lossy(), "DIR");
            writeln!(page, "`{command}`\n\n```\n{}\n```\n", shown.trim_end())?;
        }
    }
    std::fs::remove_dir_all(&kept)?;
    for (heading, paths) in [
        ("UD English EWT, test", vec![args.data.join("syntax/ewt/en_ewt-ud-test.conllu")]),
        ("GUM news and interviews, dev", news(&args.data)?),
    ] {
        let table = crate::sentences::table(&paths)?;
        writeln!(page, "## Sentence boundaries, side by side: {heading}\n\n{table}")?;
    }
    writeln!(page, "## Published: UD English EWT, test, from raw text\n\n{PUBLISHED}")?;
    ledger(args, &mut page)?;
    speed(args, &mut page)?;
    std::fs::write("BENCHMARKS.md", page).context("BENCHMARKS.md")
}

/// The arguments that choose each model.
const MODELS: [&[&str]; 2] = [&[], &["--fast"]];

/// GUM's dev documents of news and interviews.
fn news(data: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let path = data.join("syntax/gum/splits.md");
    let splits = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let dev = splits.split("## dev").nth(1).and_then(|rest| rest.split("## ").next()).unwrap_or("");
    let names = dev.split(|c: char| !c.is_alphanumeric() && c != '_');
    let wanted = names.filter(|n| n.starts_with("GUM_news_") || n.starts_with("GUM_interview_"));
    let found: Vec<PathBuf> =
        wanted.map(|n| data.join(format!("syntax/gum/ship/{n}.conllu"))).filter(|p| p.exists()).collect();
    if found.is_empty() { bail!("{}: no dev documents of news", path.display()) } else { Ok(found) }
}

/// Words per second on one core over Reuters stories, and start-up on the seed article.
fn speed(args: &Args, page: &mut String) -> anyhow::Result<()> {
    eprintln!("Speed");
    let stories = std::env::temp_dir().join(format!("gesta-reuters-{}.jsonl", std::process::id()));
    std::fs::write(&stories, reuters(&args.data.join("articles/reuters21578/reut2-000.sgm"), false)?)?;
    writeln!(page, "## Speed: Reuters-21578, first 500 stories with a body\n")?;
    for model in MODELS {
        let text = output(Command::new(&args.gesta).arg("bench").args(model).arg(&stories))?;
        let command = ["gesta", "bench"].iter().chain(model).copied().collect::<Vec<_>>().join(" ");
        writeln!(page, "`{command}`\n\n```\n{}\n```\n", text.trim_end())?;
    }
    if let Some(python) = &args.peer_python {
        let peer = Command::new(python).arg("training/peers.py").arg(&args.data).arg(&stories).output()?;
        if !peer.status.success() {
            bail!("training/peers.py: {}", String::from_utf8_lossy(&peer.stderr));
        }
        let text = String::from_utf8(peer.stdout)?;
        writeln!(
            page,
            "A peer on the same stories, one core, in the same run: `training/peers.py`\n\n```\n{}\n```\n",
            text.trim_end()
        )?;
    }
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

/// What `gesta add` takes beyond `gesta read`, and how large the ledger is: all of Reuters-21578.
fn ledger(args: &Args, page: &mut String) -> anyhow::Result<()> {
    eprintln!("Ledger");
    let folder = std::env::temp_dir().join(format!("gesta-ledger-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let (stories, path) = (folder.join("stories.jsonl"), folder.join("ledger.db"));
    let corpus = args.data.join("articles/reuters21578");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&corpus)?.map(|e| Ok(e?.path())).collect::<std::io::Result<_>>()?;
    files.retain(|f| f.extension().is_some_and(|e| e == "sgm"));
    files.sort();
    let mut lines = String::new();
    for file in files {
        lines += &reuters(&file, true)?;
    }
    std::fs::write(&stories, &lines)?;
    let text: usize =
        lines.lines().map(|l| serde_json::from_str::<Story>(l).map_or(0, |s| s.text.len())).sum();
    let timed = |command: &mut Command| {
        let start = Instant::now();
        output(command.stdout(std::process::Stdio::null()))?;
        anyhow::Ok(start.elapsed().as_secs_f64())
    };
    let read = timed(Command::new(&args.gesta).args(["read", "--json"]).arg(&stories))?;
    let add = timed(Command::new(&args.gesta).arg("add").arg(&stories).arg("--ledger").arg(&path))?;
    let size = std::fs::metadata(&path)?.len() as f64 / text.max(1) as f64;
    std::fs::remove_dir_all(&folder)?;
    let (stories, more) = (lines.lines().count(), (add / read - 1.0) * 100.0);
    writeln!(
        page,
        "## Ledger: Reuters-21578, all {stories} stories\n\n\
         `gesta read --json` {read:.0} s, `gesta add` {add:.0} s ({more:+.1} %), one after the other, accurate model, all cores; the ledger is \
         {size:.2} times the text.\n"
    )?;
    Ok(())
}

/// The text of a story in JSON Lines.
#[derive(serde::Deserialize)]
struct Story {
    text: String,
}

/// The stories of a Reuters-21578 file as JSON Lines: those with a body, or all; others have their headline for a text.
fn reuters(path: &Path, all: bool) -> anyhow::Result<String> {
    let mut lines = String::new();
    for s in gesta_eval::reuters::stories(path)? {
        let Some(text) = s.body.or_else(|| s.title.clone().filter(|_| all)) else { continue };
        let line = serde_json::json!({"id": s.id, "title": s.title, "text": text, "published": s.published});
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
