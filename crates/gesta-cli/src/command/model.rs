//! `gesta model`.

use std::io::Write;
use std::process::ExitCode;

use gesta::ModelKind;
use sha2::{Digest, Sha256};

/// Lists the models' files: the model in use has a `*`, size in bytes, SHA-256.
pub(crate) fn run(used: ModelKind) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout();
    for kind in ModelKind::ALL {
        let mark = if kind == used { '*' } else { ' ' };
        writeln!(out, "{mark} {}", kind.name())?;
        for (name, bytes) in kind.files().iter().copied() {
            let sum: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
            writeln!(out, "    {name:<18} {:>10} bytes  sha256 {sum}", bytes.len())?;
        }
    }
    writeln!(out, "\nPlaces: GeoNames (https://www.geonames.org), CC BY 4.0")?;
    Ok(ExitCode::SUCCESS)
}
