//! Adds the terms of a glossary in another format to a deck.

use std::io::BufRead;
use std::path::Path;

use anyhow::bail;

use crate::cli;
use crate::commands::import::{self, Report};
use crate::commands::target::{self, Target};
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::deck::edit::insert_all;
use crate::core::typed_command::shell_word;
use crate::core::words::counted;
use crate::files::{self, OnDisk};

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
    let flags = args.import.typed(args.yes);
    let next = format!("shoptalk deck add {}{flags}", shell_word(&shown));
    let (terms, mut summary) =
        import::gather(from, &args.import, Some(&target.deck), &next, (asks, input), context)?;
    summary.leave_head();
    if !args.json {
        import::show(&terms, &summary, context)?;
    }
    let file = OnDisk::read(&target.path)?;
    let new = match (!terms.is_empty()).then(|| insert_all(file.text(), &terms)).transpose() {
        Ok(new) => new,
        Err(error) => bail!("{shown}: {error}; nothing was written"),
    };
    let words = counted(terms.len(), "word");
    let question = format!("Add {words} to {shown}?");
    let report = Report { path: &shown, deck: &target.deck.id, terms: terms.len(), summary };
    let flags = (args.import.dry_run, args.json);
    let asked = asks.then_some((question, input));
    if let Some(outcome) = import::write(file, new, &report, flags, asked, context)? {
        return Ok(outcome);
    }
    writeln!(context.err, "added {words} to {shown}")?;
    let branch = format!("add-words-to-{}", target.deck.id);
    let message = format!("Add {words} to {}", target.deck.title);
    target::say_how_to_propose(std::slice::from_ref(&target.path), &branch, &message, context)?;
    Ok(Outcome::Done)
}
