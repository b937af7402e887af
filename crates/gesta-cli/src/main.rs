//! The `gesta` command.

mod args;
mod command;
mod config;
mod output;
mod page;
mod parallel;

use std::process::ExitCode;

use clap::Parser;
use gesta::Reader;
use gesta_knowledge::Knowledge;

use crate::args::{Cli, Command};

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(code) => code,
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("gesta: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> anyhow::Result<ExitCode> {
    let reader = || {
        let Knowledge { atlas, roster } = config::knowledge(cli)?;
        anyhow::Ok(Reader::new(config::model(cli)?)?.knowing(atlas, roster))
    };
    match &cli.command {
        Command::Read(args) => command::read::run(args, &reader()?),
        Command::Relate(args) => command::relate::run(args, &reader()?),
        Command::Parse(args) => command::parse::run(args, &reader()?),
        Command::Explain(args) => command::explain::run(args, &reader()?),
        Command::Schema => command::schema::run(),
        Command::Actor(args) => command::actor::run(args, &config::knowledge(cli)?.roster),
        Command::Place(args) => command::place::run(args, &config::knowledge(cli)?.atlas),
        Command::Import(args) => command::import::run(args),
        Command::Eval(args) => command::eval::run(args, &reader()?),
        Command::Bench(args) => command::bench::run(args, config::model(cli)?, reader),
        Command::Export(args) => command::export::run(args),
        Command::Model => command::model::run(config::model(cli)?),
    }
}
