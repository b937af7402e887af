//! Files that are written whole or not at all.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::output::Usage;

/// Checks that a file to be written is none of those that are read.
pub(crate) fn check_target<'p>(target: &Path, read: impl IntoIterator<Item = &'p Path>) -> Result<(), Usage> {
    let Ok(place) = target.canonicalize() else { return Ok(()) };
    let same = |path: &&Path| path.canonicalize().is_ok_and(|path| path == place);
    match read.into_iter().find(same) {
        Some(path) => {
            let (target, path) = (target.display(), path.display());
            Err(Usage(format!("-o {target}: this is {path}, which is read; nothing was written")))
        }
        None => Ok(()),
    }
}

/// Hands `write` a new file beside the target, which takes the target's place once it is whole. Where `write` fails, or says that
/// it has nothing, what was there stays. A target that is no plain file, such as a pipe, is written as it comes.
pub(crate) fn write_whole(
    target: &Path,
    write: impl FnOnce(&mut (dyn Write + Send)) -> anyhow::Result<bool>,
) -> anyhow::Result<()> {
    // A link keeps pointing where it points.
    let place = target.canonicalize().unwrap_or_else(|_| target.to_owned());
    let old = fs::metadata(&place).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        let mut out = BufWriter::new(File::options().write(true).open(&place)?);
        write(&mut out)?;
        return Ok(out.flush()?);
    }
    let new = beside(&place);
    let written = File::create(&new).map_err(anyhow::Error::from).and_then(|file| {
        let mut out = BufWriter::new(file);
        if !write(&mut out)? {
            return Ok(false);
        }
        let file = out.into_inner().context("the end was not written")?;
        if let Some(old) = old {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
        Ok(true)
    });
    match written {
        Ok(true) => Ok(fs::rename(&new, &place)?),
        failed => {
            // It may not even have been made; what went wrong is told by `failed`.
            let _ = fs::remove_file(&new);
            failed.map(|_| ())
        }
    }
}

/// A name in the same folder that nobody else has.
fn beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.new", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let folder = std::env::temp_dir().join(format!("gesta-whole-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("out.csv");
        fs::write(&path, "old").unwrap();
        let failing = |out: &mut (dyn Write + Send)| {
            out.write_all(b"half")?;
            anyhow::bail!("the source broke off")
        };
        assert!(write_whole(&path, failing).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert!(write_whole(&path, |_| Ok(false)).is_ok());
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        let good = |out: &mut (dyn Write + Send)| {
            out.write_all(b"new")?;
            Ok(true)
        };
        assert!(write_whole(&path, good).is_ok());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
        assert!(check_target(&path, [folder.join(".").join("out.csv").as_path()]).is_err());
        assert!(check_target(&path, [folder.join("other.csv").as_path()]).is_ok());
        fs::remove_dir_all(&folder).unwrap();
    }
}
