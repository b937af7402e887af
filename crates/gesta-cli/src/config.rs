//! The user's settings.

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use gesta::{Codebook, ModelKind};
use gesta_knowledge::Knowledge;
use serde::Deserialize;

use crate::args::Cli;

/// What a settings file may hold.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Config {
    /// `accurate` or `fast`.
    model: Option<String>,
    /// Knowledge files.
    knowledge: Option<OneOrMore>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(PathBuf),
    More(Vec<PathBuf>),
}

/// The model to read with: what the command line says, else the settings, else the accurate one.
pub(crate) fn model(cli: &Cli) -> anyhow::Result<ModelKind> {
    if cli.fast {
        return Ok(ModelKind::Fast);
    }
    let Some((path, config)) = settings(cli)? else { return Ok(ModelKind::default()) };
    config.model.map_or(Ok(ModelKind::default()), |name| {
        ModelKind::named(&name).ok_or_else(|| anyhow!("{}: there is no model {name}", path.display()))
    })
}

/// What is known besides the program's own tables: the files of the command line, else those of the settings. Relative
/// paths in the settings begin at their folder.
pub(crate) fn knowledge(cli: &Cli) -> anyhow::Result<Knowledge> {
    if !cli.knowledge.is_empty() {
        return Ok(gesta_knowledge::open(&cli.knowledge)?);
    }
    let Some((path, config)) = settings(cli)? else { return Ok(Knowledge::default()) };
    let files = match config.knowledge {
        None => Vec::new(),
        Some(OneOrMore::One(file)) => vec![file],
        Some(OneOrMore::More(files)) => files,
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let files: Vec<PathBuf> = files.into_iter().map(|f| folder.join(f)).collect();
    gesta_knowledge::open(&files).with_context(|| path.display().to_string())
}

/// The settings and the file they are from.
fn settings(cli: &Cli) -> anyhow::Result<Option<(PathBuf, Config)>> {
    let path = cli.config.clone().or_else(|| user_file().filter(|p| p.exists()));
    path.map(|path| read(&path).map(|config| (path, config))).transpose()
}

/// The codebook that `--codebook petrarch:DIR` names: the folder's first file `CAMEO….txt`.
pub(crate) fn codebook(cli: &Cli) -> anyhow::Result<Option<Codebook>> {
    let Some(name) = &cli.codebook else { return Ok(None) };
    let folder = name.strip_prefix("petrarch:").map(Path::new);
    let folder = folder.ok_or_else(|| anyhow!("--codebook {name}: write petrarch:DIR"))?;
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let files: Result<Vec<PathBuf>, _> = entries.map(|e| e.map(|e| e.path())).collect();
    let mut files = files.with_context(|| folder.display().to_string())?;
    files.sort();
    let is_dictionary = |path: &&PathBuf| {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
        name.starts_with("CAMEO") && name.ends_with(".txt")
    };
    let file = files.iter().find(is_dictionary);
    let file = file.ok_or_else(|| anyhow!("{}: no file CAMEO….txt", folder.display()))?;
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let book = Codebook::petrarch(&text).map_err(|e| anyhow!("{}: {e}", file.display()))?;
    Ok(Some(book))
}

fn read(path: &Path) -> anyhow::Result<Config> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    toml::from_str(&text).with_context(|| path.display().to_string())
}

/// `gesta/config.toml` below `$XDG_CONFIG_HOME`, or below `.config` in the home directory.
fn user_file() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let base = set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|home| home.join(".config")))?;
    Some(base.join("gesta/config.toml"))
}
