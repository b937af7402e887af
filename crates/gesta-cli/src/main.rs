//! The `gesta` command.

mod args;
mod command;
mod output;
mod page;
mod parallel;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Read(args) => command::read::run(&args),
        Command::Parse(args) => command::parse::run(&args),
        Command::Explain(args) => command::explain::run(&args),
        Command::Schema => command::schema::run(),
        Command::Eval(args) => command::eval::run(&args),
        Command::Bench(args) => command::bench::run(&args),
    };
    match outcome {
        Ok(code) => code,
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("gesta: {error:#}");
            ExitCode::FAILURE
        }
    }
}
