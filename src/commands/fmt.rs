//! `shoptalk deck fmt`: formats deck files.

use anyhow::bail;

use crate::cli;
use crate::commands::check::{default_paths, diff, not_read, nothing};
use crate::commands::target::refuse_json;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::deck::edit::format;
use crate::core::text::{clean, reason};
use crate::core::words::counted;
use crate::files::{self, OnDisk};

/// Formats the decks named in `args`.
pub(super) fn run(args: &cli::Fmt, context: &mut Context<'_>) -> CommandResult {
    let paths = if args.paths.is_empty() { default_paths(context)? } else { args.paths.clone() };
    if let Some(why) = nothing(&paths) {
        bail!("nothing was formatted: {why}");
    }
    for problem in not_read(&paths) {
        writeln!(context.err, "{}: {}", problem.path, problem.what)?;
    }
    let (mut changed, mut broken, mut count) = (0_usize, 0_usize, 0_usize);
    let writes = !args.check && !args.diff;
    let own = context.sources().own;
    for path in &paths {
        let files = match files::deck_files(path) {
            Ok(files) => files,
            Err(error) => {
                broken += 1;
                writeln!(context.err, "{}: {}", files::shown(path), reason(&error))?;
                continue;
            }
        };
        for path in files {
            count += 1;
            let shown = files::shown(&path);
            if let Some(problem) = files::refuse_link(&path, own.as_deref()) {
                broken += 1;
                writeln!(context.err, "{shown}: {}; {}", problem.what, problem.help)?;
                continue;
            }
            match one(&path, writes) {
                Ok(None) => {}
                Ok(Some((old, new))) => {
                    changed += 1;
                    if args.diff {
                        let lines = diff(&old, &new, &shown, false);
                        lines.iter().try_for_each(|line| writeln!(context.out, "{line}"))?;
                    } else {
                        writeln!(context.out, "{shown}")?;
                    }
                }
                Err(error) => {
                    broken += 1;
                    writeln!(context.err, "{shown}: {}", clean(&format!("{error:#}")))?;
                }
            }
        }
    }
    let files = counted(count, "file");
    let said = match (changed, writes) {
        (0, _) if broken == 0 => "already formatted".to_owned(),
        (0, _) if broken == count => String::new(),
        (0, _) => "the others are already formatted".to_owned(),
        (1, true) => "1 formatted".to_owned(),
        (_, true) => format!("{changed} formatted"),
        (1, false) => "1 is not formatted; `shoptalk deck fmt` formats it".to_owned(),
        (_, false) => format!("{changed} are not formatted; `shoptalk deck fmt` formats them"),
    };
    let left = match broken {
        0 => String::new(),
        all if all == count => " could not be formatted".to_owned(),
        1 => "; 1 could not be formatted".to_owned(),
        _ => format!("; {broken} could not be formatted"),
    };
    let colon = if said.is_empty() { "" } else { ": " };
    writeln!(context.err, "{files}{colon}{said}{left}")?;
    let failed = broken > 0 || (args.check && changed > 0);
    Ok(if failed { Outcome::Problems } else { Outcome::Done })
}

/// The old and the new text of the file at `path`, or `None` if it is formatted already.
fn one(path: &std::path::Path, write: bool) -> anyhow::Result<Option<(String, String)>> {
    refuse_json(path)?;
    let file = OnDisk::read(path)?;
    let old = file.text().to_owned();
    let new = format(&old)?;
    if new == old {
        return Ok(None);
    }
    if write {
        file.write(&new)?;
    }
    Ok(Some((old, new)))
}
