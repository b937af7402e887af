//! The user's settings.

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use gesta::ModelKind;
use serde::Deserialize;

use crate::args::Cli;

/// What a settings file may hold.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Config {
    /// `accurate` or `fast`.
    model: Option<String>,
}

/// The model to read with: what the command line says, else the settings, else the accurate one.
pub(crate) fn model(cli: &Cli) -> anyhow::Result<ModelKind> {
    if cli.fast {
        return Ok(ModelKind::Fast);
    }
    let Some(path) = cli.config.clone().or_else(|| user_file().filter(|p| p.exists())) else {
        return Ok(ModelKind::default());
    };
    let config = read(&path)?;
    config.model.map_or(Ok(ModelKind::default()), |name| {
        ModelKind::named(&name).ok_or_else(|| anyhow!("{}: there is no model {name}", path.display()))
    })
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
