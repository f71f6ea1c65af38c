//! `shoptalk data backup` and `restore`: checked copies of the journal, and one of them in its place.

use std::path::{Path, PathBuf};

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::text::{clean, reason};
use crate::core::time::{Calendar, Day, Timestamp};
use crate::files::shown;
use crate::trainer::backups::{Candidate, Contents, contents, list, look};

/// Makes a backup now.
pub(super) fn back_up(args: &cli::Backup, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer_to_write(args.file.is_none())?;
    let (path, held) = trainer.back_up(args.file.as_deref())?;
    writeln!(context.err, "{} has {}", shown(&path), told(Some(held), context))?;
    Ok(Outcome::Done)
}

/// Puts the copy named in `args` in the place of the journal, or lists the backups.
pub(super) fn restore(args: &cli::Restore, context: &mut Context<'_>) -> CommandResult {
    let instead = "leave it out to restore a copy in the place of your own progress";
    let journal = context.own_places(instead)?.journal();
    let Some(copy) = &args.copy else { return backups(&journal, args.json, context) };
    let from = found(copy, &journal)?;
    let candidate = Candidate::take(&from, &journal)?;
    let then = told(Some(candidate.held), context);
    let is_there = journal.exists();
    let is_file = journal.is_file();
    if is_there && !args.yes {
        let (is, now) = if is_file {
            let now = told(contents(&journal), context);
            (format!("Your progress has {now}"), now)
        } else {
            let now = "something that is not a file";
            (format!("In the place of your progress is {now}"), now.to_owned())
        };
        let question = format!("{is}; the copy has {then}. Restore the copy?");
        // The date ends a clause.
        let comma = if now.contains(',') { "," } else { "" };
        let would = format!("this would replace {now}{comma} with {then}");
        if !context.agrees(&question, &would)? {
            writeln!(context.err, "nothing was changed")?;
            return Ok(Outcome::Problems);
        }
    }
    let aside = candidate.put()?;
    writeln!(context.err, "restored {}: {then}", shown(&from))?;
    if let Some(aside) = aside {
        let was = if is_file { "your previous progress" } else { "what was in its place" };
        writeln!(context.err, "{was} is in {}", shown(&aside))?;
    }
    Ok(Outcome::Done)
}

/// The file meant by `copy`: the day of a backup, or a path.
fn found(copy: &Path, journal: &Path) -> anyhow::Result<PathBuf> {
    let name = copy.to_string_lossy();
    let known = list(journal);
    if let Some((_, file)) = known.into_iter().find(|(day, _)| *day.to_string() == *name) {
        return Ok(file);
    }
    if !copy.exists() {
        bail!(
            "`{}` is neither a file nor the day of a backup; `shoptalk data restore` lists the backups",
            clean(&name)
        );
    }
    Ok(copy.to_owned())
}

/// A backup in the list.
#[derive(Serialize)]
struct Row {
    day: Day,
    file: String,
    /// `null` if it is damaged.
    answers: Option<u64>,
    newest: Option<Timestamp>,
    sound: bool,
}

/// Lists the backups, the newest first.
fn backups(journal: &Path, json: bool, context: &mut Context<'_>) -> CommandResult {
    if let Err(error) = journal.try_exists() {
        let why = reason(&error);
        bail!("cannot look at {}: {why}; check that its folder belongs to you", shown(journal));
    }
    let found: Vec<_> =
        list(journal).into_iter().rev().map(|(day, file)| (day, look(&file), file)).collect();
    let row = |(day, held, file): &(Day, Result<Contents, _>, PathBuf)| Row {
        day: *day,
        file: shown(file).to_string(),
        answers: held.as_ref().ok().map(|held| held.answers),
        newest: held.as_ref().ok().and_then(|held| held.newest),
        sound: held.is_ok(),
    };
    let rows: Vec<Row> = found.iter().map(row).collect();
    let none = "there are no backups yet; the trainer makes one on each day that you use it, and `shoptalk data backup` makes one now";
    if context.lists(&rows, json, none)? {
        for (day, held, _) in &found {
            let told = held.as_ref().map(|held| told(Some(*held), context));
            let told = told.unwrap_or_else(|_| "damaged; it cannot be restored".to_owned());
            writeln!(context.out, "{day}  {told}")?;
        }
    }
    Ok(if rows.is_empty() { Outcome::Problems } else { Outcome::Done })
}

/// What a journal holds, in words.
fn told(held: Option<Contents>, context: &Context<'_>) -> String {
    let calendar = Calendar::new(context.options.zone.clone(), Calendar::DEFAULT_START);
    Contents::told_of(held, &calendar)
}
