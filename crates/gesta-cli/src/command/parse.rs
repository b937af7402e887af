//! `gesta parse`.

use std::process::ExitCode;

use gesta::{Reader, write_conllu};

use crate::args::InputArgs;
use crate::output::print_each;

/// Prints CoNLL-U for each article.
pub(crate) fn run(args: &InputArgs, reader: &Reader) -> anyhow::Result<ExitCode> {
    print_each(args, reader, |reader, mut named| {
        let parsed = reader.parse(&mut named.article);
        let mut out = String::new();
        write_conllu(&parsed, &named.name, &mut out);
        Ok(out)
    })
}
