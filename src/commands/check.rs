//! `shoptalk deck check`: lints decks and reports every problem.

mod base;
pub(super) mod draw;
mod explain;
mod fix;
mod github;
mod human;
mod nothing;
mod owners;
mod reading;
mod stale;

use std::path::PathBuf;

use anyhow::bail;

use crate::cli;
use crate::commands::target::refuse_linked_decks;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::deck::problem::Problem;
use crate::core::deck::rules::{self, Severity};
use crate::core::words::counted;
use crate::files;
use base::Since;
pub(super) use fix::diff;
pub(super) use nothing::{not_read, nothing};
pub(super) use owners::owned_files;
use reading::Checked;

/// Lints the decks named in `args`.
pub(super) fn run(args: &cli::Check, context: &mut Context<'_>) -> CommandResult {
    if let Some(code) = &args.explain {
        return explain::run(code, context);
    }
    let paths = if args.paths.is_empty() { default_paths(context)? } else { args.paths.clone() };
    if args.base.is_none() {
        something(&paths, args, context)?;
    }
    if let Some(age) = args.stale {
        return stale::run(age, &paths, args, context);
    }
    if args.fix {
        fix::run(&paths, args.dry_run, context)?;
    }
    let since = match &args.base {
        Some(revision) => base::look(revision, &paths)?,
        None => Since::default(),
    };
    let own = context.sources().own;
    let mut checked = reading::check(&paths, own.as_deref(), &since.fresh, context.today());
    let gone = base::gone(&since, &checked);
    checked.add(gone);
    checked.add(not_read(&paths));
    checked.add(owners::out_of_step(&paths));
    let all = checked.problems.len();
    if !args.hints {
        checked.problems.retain(|problem| problem.rule.severity != Severity::Hint);
    }
    let hidden = all - checked.problems.len();
    if all == 0 {
        something(&paths, args, context)?;
    }
    say(&checked, hidden, args, context)?;
    // The decks were probably just edited: warm the cache for the next look-up.
    files::load(&context.sources());
    let failed = checked.problems.iter().any(|problem| match problem.rule.severity {
        Severity::Error => true,
        Severity::Warning => args.strict,
        Severity::Hint => false,
    });
    Ok(if failed { Outcome::Problems } else { Outcome::Done })
}

/// Fails if `paths` contain no deck; on GitHub, also adds an annotation.
fn something(
    paths: &[PathBuf],
    args: &cli::Check,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    let Some(why) = nothing(paths) else { return Ok(()) };
    let why = format!("nothing was checked: {why}");
    if args.format == cli::Format::Github {
        github::refuse(&why, context.out)?;
        if let Some(path) = &context.summary {
            github::summarise(&[], &why, path)?;
        }
    }
    bail!(why)
}

/// Prints the problems in the requested format, and the summary on stderr.
fn say(
    checked: &Checked,
    hidden: usize,
    args: &cli::Check,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    let (problems, sum) = (&checked.problems, sum(checked));
    match if args.json { cli::Format::Json } else { args.format } {
        cli::Format::Json => context.json(problems)?,
        cli::Format::Short => {
            problems.iter().try_for_each(|problem| writeln!(context.out, "{problem}"))?;
        }
        cli::Format::Human => human::say(checked, context)?,
        cli::Format::Github => {
            github::annotate(problems, context.out)?;
            if let Some(path) = context.summary.clone() {
                github::summarise(problems, &sum, &path)?;
            }
        }
    }
    let is_fixable = |problem: &&Problem| {
        problem.rule == &rules::ORDER || problem.fix.as_ref().is_some_and(|fix| fix.sure)
    };
    let fixable = problems.iter().filter(is_fixable).count();
    let mut hints = Vec::new();
    if fixable > 0 && !args.fix {
        hints.push(format!("`--fix` fixes {fixable} of them"));
    }
    if hidden > 0 {
        hints.push(format!("`--hints` shows {}", counted(hidden, "hint")));
    }
    if !problems.is_empty() {
        hints.push("`--explain CODE` explains a rule".to_owned());
    }
    let hints = if hints.is_empty() { String::new() } else { format!("; {}", hints.join(", ")) };
    // Print the summary last: in a terminal or a CI log, people look at the end first.
    context.out.flush()?;
    let room = context.on_terminal.out.then_some(context.width);
    writeln!(context.err, "{}", human::hanging(&format!("{sum}{hints}"), 2, room))?;
    Ok(())
}

/// The summary line, such as `2 files checked: 1 error, 3 warnings`.
fn sum(checked: &Checked) -> String {
    let count = |severity| {
        checked.problems.iter().filter(|problem| problem.rule.severity == severity).count()
    };
    let files = counted(checked.files.len(), "file");
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let mut found = match (errors, warnings) {
        (0, 0) => "no problems".to_owned(),
        _ => format!("{}, {}", counted(errors, "error"), counted(warnings, "warning")),
    };
    let hints = count(Severity::Hint);
    if hints > 0 {
        found += &format!(", {}", counted(hints, "hint"));
    }
    format!("{files} checked: {found}")
}

/// The default paths: `decks` in the current folder, as in a deck repository, or else the user's own decks.
pub(super) fn default_paths(context: &Context<'_>) -> anyhow::Result<Vec<PathBuf>> {
    let here = PathBuf::from("decks");
    if here.is_dir() {
        refuse_linked_decks(Some(&here))?;
        return Ok(vec![here]);
    }
    if !context.named.is_empty() {
        return Ok(context.named.clone());
    }
    match context.sources().own {
        Some(own) if own.is_dir() => Ok(vec![own]),
        _ => bail!("there is no `decks` folder here; name the files or folders to check"),
    }
}
