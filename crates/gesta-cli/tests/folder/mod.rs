//! A folder of its own for each test, in which the command runs.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// Gone when the test ends.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("gesta-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    /// The command with these arguments; the user's own settings and ledger stay out of it.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gesta"));
        command.args(args).current_dir(&self.0);
        command.env("XDG_CONFIG_HOME", &self.0).env("XDG_DATA_HOME", &self.0);
        command
    }

    /// Runs and compares the exit code; returns standard output and standard error.
    pub(crate) fn check(&self, args: &[&str], code: i32) -> (String, String) {
        let Output { status, stdout, stderr } = self.command(args).output().unwrap();
        let (out, err) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
        assert_eq!(status.code(), Some(code), "{args:?}\n{out}\n{err}");
        assert!(!err.contains("panicked") && !err.contains("internal error"), "{err}");
        (out, err)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
