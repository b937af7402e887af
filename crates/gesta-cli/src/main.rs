//! The `gesta` command.

mod args;
mod command;
mod config;
mod file;
mod output;
mod page;
mod parallel;
mod table;

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
            if output::is_wrong_usage(&error) { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

fn run(cli: &Cli) -> anyhow::Result<ExitCode> {
    let reader = || {
        let Knowledge { atlas, roster } = config::knowledge(cli)?;
        let reader = Reader::new(config::model(cli)?)?.knowing(atlas, roster);
        anyhow::Ok(match config::codebook(cli)? {
            Some(codebook) => reader.with_codebook(codebook),
            None => reader,
        })
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
        #[cfg(feature = "watch")]
        Command::Watch(args) => command::watch::run(args, &reader()?),
        Command::Model => command::model::run(config::model(cli)?),
        Command::Add(args) => command::add::run(args, &reader()?),
        Command::Due(args) => command::list::due(args),
        Command::Commitments(args) => command::list::commitments(args),
        Command::Events(args) => command::list::events(args),
        Command::Statements(args) => command::list::statements(args),
        Command::Actors(args) => command::list::actors(args),
        Command::Places(args) => command::list::places(args),
        Command::Show(args) => command::show::show(args),
        Command::Set(args) => command::show::set(args),
        Command::Timeline(args) => command::list::timeline(args),
        Command::Story(args) => command::show::story(args),
        Command::Sql(args) => command::list::sql(args),
    }
}
