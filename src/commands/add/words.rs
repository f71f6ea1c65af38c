//! Adds the terms of a glossary in another format to a deck.

use std::io::BufRead;
use std::path::Path;

use anyhow::bail;

use crate::cli;
use crate::commands::ask::Ask;
use crate::commands::target::{self, Target};
use crate::commands::{CommandResult, Context, Outcome, import};
use crate::core::deck::Origin;
use crate::core::deck::edit::insert_all;
use crate::core::deck::problem::Problem;
use crate::core::deck::read::read;
use crate::core::import::Summary;
use crate::core::words::counted;
use crate::files::{self, OnDisk};

#[derive(serde::Serialize)]
struct Report<'a> {
    path: &'a str,
    deck: &'a str,
    terms: usize,
    #[serde(flatten)]
    summary: Summary,
}

/// Imports the words that `args` name into the deck of `target`.
pub(super) fn run(
    args: &cli::Add,
    target: &Target,
    input: &mut dyn BufRead,
    context: &mut Context<'_>,
) -> CommandResult {
    if args.term.0.fields().next().is_some() {
        bail!("with `--from`, leave out the flags of a word");
    }
    let from = args.from.as_deref().unwrap_or(Path::new("-"));
    let asks = import::asks(Some(from), &args.import, args.yes || args.json, context);
    let shown = files::shown(&target.path);
    let next = format!("shoptalk deck add {}", shell_words::quote(&shown));
    let (terms, summary) =
        import::gather(from, &args.import, Some(&target.deck), &next, (asks, input), context)?;
    if !args.json {
        import::show(&terms, &summary, context)?;
    }
    if terms.is_empty() {
        writeln!(context.err, "no word could be imported; nothing was written")?;
        return Ok(Outcome::Problems);
    }
    let file = OnDisk::read(&target.path)?;
    let new = match insert_all(file.text(), &terms) {
        Ok(new) => new,
        Err(error) => bail!("{shown}: {error}; nothing was written"),
    };
    let read = read(&shown, new.as_bytes(), Origin::Named);
    if let Some(problem) = read.problems.iter().find(|problem| Problem::is_error(problem)) {
        bail!("{problem}; nothing was written");
    }
    let report = Report { path: &shown, deck: &target.deck.id, terms: terms.len(), summary };
    let words = counted(terms.len(), "word");
    if args.import.dry_run {
        if args.json {
            context.json(&report)?;
        } else {
            writeln!(context.err, "nothing was written, because of --dry-run")?;
        }
        return Ok(Outcome::Done);
    }
    let question = format!("Add {words} to {shown}?");
    if asks && !Ask::new(input, context.err, context.width).yes(&question)? {
        writeln!(context.err, "nothing was written")?;
        return Ok(Outcome::Problems);
    }
    file.write(&new)?;
    if args.json {
        context.json(&report)?;
        return Ok(Outcome::Done);
    }
    writeln!(context.err, "added {words} to {shown}")?;
    let branch = format!("add-words-to-{}", target.deck.id);
    let message = format!("Add {words} to {}", target.deck.title);
    target::say_how_to_propose(std::slice::from_ref(&target.path), &branch, &message, context)?;
    Ok(Outcome::Done)
}
