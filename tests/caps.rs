//! Limits the size of the project. A change that exceeds a limit has to remove something first.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use clap::CommandFactory as _;
use shoptalk::cli::Cli;

/// Lines of code in `src`, without comments, blank lines and tests.
const LINES: usize = 59_548;
/// Packages in `Cargo.lock`, including those for tests and other platforms.
const PACKAGES: usize = 315;
/// Top-level commands, not counting hidden ones.
const COMMANDS: usize = 14;

fn lines(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let count = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            return if name == "tests" { 0 } else { lines(path) };
        }
        if path.extension().is_none_or(|end| end != "rs") || name == "tests.rs" {
            return 0;
        }
        let text = fs::read_to_string(path).expect("source is text");
        let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let is_code = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with("//");
        code.lines().filter(is_code).count()
    };
    entries.map(|entry| count(&entry.expect("its entries can be read").path())).sum()
}

#[test]
fn the_code_is_no_longer_than_it_was() {
    let lines = lines(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(lines <= LINES, "{lines} lines of code; at most {LINES}");
}

#[test]
fn no_package_is_added_without_one_going() {
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"));
    let lock = lock.expect("Cargo.lock is committed");
    let names: BTreeSet<&str> =
        lock.lines().filter_map(|line| line.strip_prefix("name = ")).collect();
    assert!(names.len() <= PACKAGES, "{} packages; at most {PACKAGES}", names.len());
}

#[test]
fn the_commands_are_few() {
    let cli = Cli::command();
    let shown: Vec<&str> = cli
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .map(clap::Command::get_name)
        .collect();
    assert!(shown.len() <= COMMANDS, "{shown:?}; at most {COMMANDS}");
}
