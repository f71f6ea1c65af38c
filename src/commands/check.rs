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

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::bail;

use crate::cli;
use crate::commands::target::refuse_linked_decks;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::deck::fix::fix as mended;
use crate::core::deck::problem::Problem;
use crate::core::deck::rules::{Rule, Severity};
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
    let mut since = match &args.base {
        Some(revision) => base::look(revision, &paths)?,
        None => Since::default(),
    };
    let own = context.sources().own;
    let mut checked = reading::check(&paths, own.as_deref(), &since.fresh, context.today());
    checked.add(not_read(&paths));
    if checked.problems.is_empty() {
        something(&paths, args, context)?;
    }
    let fixable = if args.fix { 0 } else { fixable(&checked) };
    let mut older = match &args.base {
        Some(_) => base::older(&mut since, &mut checked, context.today()),
        None => Vec::new(),
    };
    let out_of_step = owners::out_of_step(&paths);
    if args.base.is_none() || base::changes_owners(&since, &checked) {
        checked.add(out_of_step);
    } else {
        older.extend(out_of_step);
    }
    let gone = base::gone(&since, &checked);
    checked.add(gone);
    let mut hidden = 0;
    if !args.hints {
        // What a new or changed word lacks is worth a line even so.
        let is_fresh = |problem: &Problem| args.base.is_some() && problem.rule == Rule::Incomplete;
        let is_hint =
            |problem: &mut Problem| problem.rule.severity() == Severity::Hint && !is_fresh(problem);
        hidden = checked.problems.extract_if(.., is_hint).count();
        older.retain(|problem| problem.rule.severity() != Severity::Hint);
    }
    say(&checked, &older, [fixable, hidden], args, context)?;
    // The decks were probably just edited: warm the cache for the next look-up.
    files::load(&context.sources());
    let counts = |problem: &Problem| match problem.rule.severity() {
        Severity::Error => true,
        Severity::Warning => args.strict,
        Severity::Hint => false,
    };
    // Files of other tools alone are no decks that are well.
    let is_nothing = args.base.is_none() && checked.marked().is_empty();
    let failed = is_nothing || checked.problems.iter().any(counts);
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

/// Prints the problems in the requested format, and the summary on stderr, with how many more `--fix` fixes and `--hints` shows.
fn say(
    checked: &Checked,
    older: &[Problem],
    [fixable, hidden]: [usize; 2],
    args: &cli::Check,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    let (problems, sum) = (&checked.problems, sum(checked, args.base.is_some(), older));
    let old_errors: Vec<Problem> =
        older.iter().filter(|problem| problem.is_error()).map(marked_as_older).collect();
    match if args.json { cli::Format::Json } else { args.format } {
        cli::Format::Json if args.base.is_some() => {
            let row = |new| move |problem| Row { problem, new };
            let rows = problems.iter().map(row(true)).chain(older.iter().map(row(false)));
            context.json(&rows.collect::<Vec<_>>())?;
        }
        cli::Format::Json => context.json(problems)?,
        cli::Format::Short => {
            let all = problems.iter().chain(&old_errors);
            all.into_iter().try_for_each(|problem| writeln!(context.out, "{problem}"))?;
        }
        cli::Format::Human => {
            human::say(checked, context)?;
            human::say_older(&old_errors, context)?;
        }
        cli::Format::Github => {
            github::annotate(problems, context.out)?;
            if let Some(path) = context.summary.clone() {
                let all: Vec<_> = problems.iter().chain(&old_errors).cloned().collect();
                github::summarise(&all, &sum, &path)?;
            }
        }
    }
    let mut hints = Vec::new();
    if fixable > 0 {
        hints.push(format!("`--fix` fixes {}", counted(fixable, "problem")));
    }
    if hidden > 0 {
        hints.push(format!("`--hints` shows {}", counted(hidden, "hint")));
    }
    if !older.is_empty() {
        hints.push("without `--base`, all are shown".to_owned());
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

/// The number of problems that `--fix` would fix, also those that come to light only when others are fixed.
fn fixable(checked: &Checked) -> usize {
    let fixable = |problem: &&Problem| problem.rule == Rule::Order || problem.is_fixable();
    let fixable = checked.problems.iter().filter(fixable);
    let paths: BTreeSet<_> = fixable.map(|problem| &problem.path).collect();
    let fixed = paths.into_iter().filter_map(|path| mended(path, checked.text(path)?));
    fixed.map(|fixed| fixed.count()).sum()
}

/// A problem as JSON, when compared with a base.
#[derive(serde::Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    problem: &'a Problem,
    /// Whether it was not there at the base.
    new: bool,
}

/// The problem, saying that it was there before the change.
fn marked_as_older(problem: &Problem) -> Problem {
    let what = format!("{} (older than this change)", problem.what);
    Problem { what, ..problem.clone() }
}

/// The summary line, such as `2 files checked: 1 error, 3 warnings`; compared with a base, of new problems.
fn sum(checked: &Checked, is_compared: bool, older: &[Problem]) -> String {
    let new = if is_compared { "new " } else { "" };
    let files = counted(checked.files.len(), "file");
    let [errors, warnings, hints] = counts(&checked.problems);
    let mut found = match (errors, warnings) {
        (0, 0) => format!("no {new}problems"),
        _ => [(errors, "error"), (warnings, "warning")]
            .map(|(count, what)| counted(count, &format!("{new}{what}")))
            .join(", "),
    };
    if hints > 0 {
        found += &format!(", {}", counted(hints, &format!("{new}hint")));
    }
    let [errors, warnings, hints] = counts(older);
    let older = [(errors, "error"), (warnings, "warning"), (hints, "hint")];
    let older = older.iter().filter(|(count, _)| *count > 0);
    let older: Vec<_> =
        older.map(|(count, what)| counted(*count, &format!("older {what}"))).collect();
    let older = if older.is_empty() { String::new() } else { format!(" ({})", older.join(", ")) };
    format!("{files} checked: {found}{older}")
}

/// How many of `problems` are errors, warnings and hints.
fn counts<'p>(problems: impl IntoIterator<Item = &'p Problem>) -> [usize; 3] {
    let mut counts = [0; 3];
    for problem in problems {
        counts[problem.rule.severity() as usize] += 1;
    }
    counts
}

/// The default paths: `decks` in the current folder, as in a deck repository, or else the user's own decks.
pub(super) fn default_paths(context: &Context<'_>) -> anyhow::Result<Vec<PathBuf>> {
    let here = PathBuf::from("decks");
    if here.is_dir() {
        refuse_linked_decks(Some(&here))?;
        return Ok(vec![here]);
    }
    if !context.options.named.is_empty() {
        return Ok(context.options.named.clone());
    }
    match context.sources().own {
        Some(own) if own.is_dir() => Ok(vec![own]),
        _ => bail!("there is no `decks` folder here; name the files or folders to check"),
    }
}
