//! `gesta bench`: words and megabytes of text per second on one core, stage by stage.

use std::io::Write;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::bail;
use gesta::{ModelKind, Reader, Stage};

use crate::args::BenchArgs;
use crate::output::articles;

/// Reads articles on one thread and prints the time of each stage.
pub(crate) fn run(
    args: &BenchArgs,
    model: ModelKind,
    reader: impl FnOnce() -> anyhow::Result<Reader>,
) -> anyhow::Result<ExitCode> {
    let start = Instant::now();
    let reader = reader()?;
    let load = start.elapsed();
    let (mut words, mut bytes) = (0, 0);
    let mut count = 0;
    let mut spent = [Duration::ZERO; Stage::ALL.len()];
    for named in articles(&args.paths).take(args.articles) {
        let article = named?.article;
        let mut last = Instant::now();
        let reading = reader.read_watched(article, |stage| {
            spent[stage as usize] += last.elapsed();
            last = Instant::now();
        });
        words += reading.parsed.all_tokens().len();
        bytes += reading.parsed.text().len();
        count += 1;
        let record = serde_json::to_string(&reading.record())?;
        spent[Stage::Record as usize] += last.elapsed();
        drop(record);
    }
    if count == 0 {
        bail!("no articles");
    }
    let mut out = std::io::stdout();
    writeln!(
        out,
        "{count} articles, {words} words, one core; {} model loaded in {load:.0?}\n",
        model.name()
    )?;
    writeln!(out, "{:<12} {:>12} {:>8} {:>8}", "stage", "words/s", "MB/s", "share")?;
    let total: Duration = spent.iter().sum();
    let rate = |time: Duration| words as f64 / time.as_secs_f64().max(1e-9);
    let megabytes = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64().max(1e-9);
    for (stage, time) in Stage::ALL.iter().zip(spent) {
        let share = 100.0 * time.as_secs_f64() / total.as_secs_f64().max(1e-9);
        writeln!(out, "{:<12} {:>12.0} {:>8.2} {share:>7.1}%", stage.name(), rate(time), megabytes(time))?;
    }
    writeln!(
        out,
        "{:<12} {:>12.0} {:>8.2}",
        "parse",
        rate(spent[0] + spent[1]),
        megabytes(spent[0] + spent[1])
    )?;
    writeln!(out, "{:<12} {:>12.0} {:>8.2}", "read", rate(total), megabytes(total))?;
    if let Some(peak) = peak_memory() {
        writeln!(out, "\npeak memory {peak} MiB")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Most memory this process ever had, in MiB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? / 1024)
}
