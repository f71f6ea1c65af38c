//! `shoptalk deck check --fix`: applies the fixes that have only one solution, and shows them as a diff.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::bail;
use similar::{ChangeTag, TextDiff};

use crate::commands::check::reading::read_all;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::deck::fix;
use crate::core::text::{clean, is_hostile};
use crate::core::words::counted;
use crate::files::OnDisk;
use crate::settings::Settings;

/// The time limit for diffing one file.
const PATIENCE: Duration = Duration::from_millis(500);

/// Fixes the deck files at `paths`; if `dry`, only prints the diff.
pub(super) fn run(paths: &[PathBuf], dry: bool, context: &mut Context<'_>) -> CommandResult {
    let styled = context.styled(&Settings::default());
    let (mut files, mut problems) = (0, 0);
    let own = context.sources().own;
    for file in read_all(paths, own.as_deref()).files {
        let Ok(text) = std::str::from_utf8(&file.bytes) else { continue };
        let Some(fixed) = fix::fix(&file.shown, text) else { continue };
        let lines = diff(text, &fixed.text, &file.shown, styled);
        lines.iter().try_for_each(|line| writeln!(context.out, "{line}"))?;
        if !dry {
            let on_disk = OnDisk::read(&file.path)?;
            // Another program may have saved the file since it was read.
            if on_disk.text() != text {
                bail!("{} was just changed by another program, and was left alone", file.shown);
            }
            on_disk.write(&fixed.text)?;
        }
        files += 1;
        problems += fixed.count();
    }
    if problems == 0 {
        writeln!(context.err, "nothing can be fixed automatically")?;
    } else {
        let (what, of) = (counted(problems, "problem"), counted(files, "file"));
        let done = if dry { "could be fixed" } else { "fixed" };
        writeln!(context.err, "{what} in {of} {done}")?;
    }
    Ok(Outcome::Done)
}

/// A unified diff with three lines of context.
pub(crate) fn diff(old: &str, new: &str, path: &str, styled: bool) -> Vec<String> {
    let paint = |code: &str, text: String| {
        if styled { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text }
    };
    let mut lines = vec![paint("1", format!("--- {path}")), paint("1", format!("+++ {path}"))];
    // Past the deadline the diff is coarser, but still correct.
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        lines.push(hunk.header().to_string().trim_end().to_owned());
        for change in hunk.iter_changes() {
            let text = shown(change.value());
            lines.push(match change.tag() {
                ChangeTag::Equal => format!(" {text}"),
                ChangeTag::Delete => paint("31", format!("-{text}")),
                ChangeTag::Insert => paint("32", format!("+{text}")),
            });
        }
    }
    lines
}

/// A line made safe to print, with its indentation.
fn shown(line: &str) -> String {
    let line = line.trim_end_matches(['\n', '\r']);
    if line.chars().any(is_hostile) {
        let margin: String = line
            .chars()
            .take_while(|c| matches!(c, ' ' | '\t'))
            .map(|c| if c == '\t' { '→' } else { c })
            .collect();
        return format!("{margin}{}", clean(line.trim_start_matches([' ', '\t'])));
    }
    line.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_has_signs_and_shows_nothing_hostile() {
        let lines = diff("a\n\tb\u{1b}[31m\nc\n", "a\n  b\nc\n", "x.yaml", false);
        assert_eq!(
            lines,
            ["--- x.yaml", "+++ x.yaml", "@@ -1,3 +1,3 @@", " a", "-→b\u{fffd}[31m", "+  b", " c"]
        );
        assert!(diff("a\n", "b\n", "x", true)[3].contains("\u{1b}[31m-a"));
    }
}
