//! The whole reading of every example article, as a reader sees it.
//!
//! After a change, `cargo insta review` (or `INSTA_UPDATE=always cargo test`) shows what changed in the readings.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

#[test]
fn the_examples_read_as_before() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/articles");
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 8, "{paths:?}");
    for path in paths {
        let run = Command::new(env!("CARGO_BIN_EXE_gesta"))
            .args(["read", path.file_name().unwrap().to_str().unwrap()])
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let page = String::from_utf8(run.stdout).unwrap();
        insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), page);
    }
}
