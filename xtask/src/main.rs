//! Generates the tables that the program embeds. Run as `cargo xtask`.

mod benchmarks;
mod codebook;
mod gazetteer;
mod sentences;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Development tasks of Gesta")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Writes a generated file anew.
    #[command(subcommand)]
    Generate(Generate),
    /// Writes the codebook as Markdown pages for people.
    Codebook(codebook::Args),
    /// Measures against the corpora and writes BENCHMARKS.md.
    Benchmarks(benchmarks::Args),
}

#[derive(Subcommand)]
enum Generate {
    /// knowledge/places/gazetteer.bin, from GeoNames.
    Gazetteer(gazetteer::Args),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().task {
        Task::Generate(Generate::Gazetteer(args)) => gazetteer::generate(&args),
        Task::Codebook(args) => codebook::write(&args),
        Task::Benchmarks(args) => benchmarks::write(&args),
    }
}
