//! `shoptalk check`: everything that is wrong with decks.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::cli;
use crate::commands::{Context, Outcome};
use crate::core::deck::lint::{Marked, lint};
use crate::core::deck::problem::Problem;
use crate::core::deck::rules::{self, Severity};
use crate::core::deck::{Deck, Marks, Origin};
use crate::core::library::Library;
use crate::files;

/// Checks the decks that `args` name.
pub fn run(args: &cli::Check, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    if let Some(code) = &args.explain {
        return explain(code, context);
    }
    let paths = if args.paths.is_empty() { default_paths(context)? } else { args.paths.clone() };
    let (count, mut problems) = check(&paths);
    problems.sort_by(|a, b| {
        (&a.path, a.place.line, a.place.column, a.rule.code).cmp(&(
            &b.path,
            b.place.line,
            b.place.column,
            b.rule.code,
        ))
    });
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    let warnings = problems.len() - errors;
    if args.json {
        context.json(&problems)?;
    } else {
        for problem in &problems {
            writeln!(context.out, "{problem}")?;
        }
    }
    let decks = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    match (errors, warnings) {
        (0, 0) => writeln!(context.err, "{decks} checked: all well")?,
        _ => writeln!(
            context.err,
            "{decks} checked: {}, {}; `shoptalk check --explain CODE` says why a rule is there",
            counted(errors, "error"),
            counted(warnings, "warning")
        )?,
    }
    context.out.flush()?;
    // Whoever checks has edited; the next look-up need not wait for these decks to be read once more.
    files::load(&context.sources());
    let failed = errors > 0 || (args.strict && warnings > 0);
    Ok(if failed { Outcome::Problems } else { Outcome::Done })
}

fn counted(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// What to check when nothing is named: `decks` here, as in a repository of decks, or else the user's own.
fn default_paths(context: &Context<'_>) -> anyhow::Result<Vec<PathBuf>> {
    let here = PathBuf::from("decks");
    if here.is_dir() {
        return Ok(vec![here]);
    }
    if !context.named.is_empty() {
        return Ok(context.named.clone());
    }
    match context.sources().own {
        Some(own) if own.is_dir() => Ok(vec![own]),
        _ => bail!("there is no folder `decks` here; name the files or folders to check"),
    }
}

/// How many files stand at `paths`, and everything that is wrong with them.
fn check(paths: &[PathBuf]) -> (usize, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut decks: Vec<(Deck, Vec<Marks>)> = Vec::new();
    let mut count = 0;
    let mut seen = BTreeSet::new();
    for (rank, path) in (1..).zip(paths) {
        // The same folder named twice is one folder.
        if !seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())) {
            continue;
        }
        for read in files::read_path(Path::new(path), &Origin::Named) {
            count += 1;
            problems.extend(read.problems);
            decks.extend(read.deck.map(|deck| (Deck { rank, ..deck }, read.marks)));
        }
    }
    // Links may lead into the decks that ship with the program.
    let built_in = files::built_in().into_iter();
    let merge =
        Library::merge(built_in.chain(decks.iter().map(|(deck, _)| deck.clone())).collect());
    let own: BTreeSet<_> = decks.iter().map(|(deck, _)| deck.path.clone()).collect();
    problems.extend(merge.problems.into_iter().filter(|problem| own.contains(&problem.path)));
    let marked: Vec<Marked<'_>> = decks.iter().map(|(deck, marks)| (deck, &marks[..])).collect();
    problems.extend(lint(&marked, &merge.library));
    (count, problems)
}

fn explain(code: &str, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let Some(rule) = rules::by_code(code) else {
        let codes: Vec<_> = rules::RULES.iter().map(|rule| rule.code).collect();
        bail!("there is no rule `{code}`; rules are {}", codes.join(", "));
    };
    let weight = match rule.severity {
        Severity::Error => "An error: part of the deck cannot be used as it stands.",
        Severity::Warning => "A warning: the deck works; `--strict` lets it fail.",
    };
    writeln!(context.out, "{}: {}\n{}\n{weight}", rule.code, rule.title, rule.why)?;
    Ok(Outcome::Done)
}
