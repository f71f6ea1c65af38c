//! `shoptalk data again` and `reset`: requests a word for the next quiz, or resets its progress.

use anyhow::bail;

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::card::TermId;
use crate::core::library::Library;
use crate::core::text::clean;
use crate::core::words::no_longer_count;

/// Adds a word to the next quiz, due or not.
pub(super) fn again(args: &cli::Again, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer()?;
    let Some(term) = one(&args.words, &trainer.library().clone(), context)? else {
        return Ok(Outcome::Problems);
    };
    let queued = trainer.want(&term)?;
    writeln!(context.err, "{}: {queued}", named(trainer.library(), &term))?;
    Ok(Outcome::Done)
}

/// Resets the progress of a word, after confirmation.
pub(super) fn reset(args: &cli::Reset, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer()?;
    let Some(term) = one(&args.words, &trainer.library().clone(), context)? else {
        return Ok(Outcome::Problems);
    };
    let name = named(trainer.library(), &term);
    let count = trainer.answers_to(&term)?;
    if count == 0 {
        writeln!(context.err, "{name} has no answers yet, so it is new")?;
        return Ok(Outcome::Problems);
    }
    let answers = no_longer_count(count);
    if !args.yes {
        let question = format!("Reset {name}? Your {answers}, and it starts over as a new word.");
        let otherwise = format!("this makes {name} new again: {answers}");
        if !context.confirms(&question, &otherwise)? {
            writeln!(context.err, "nothing was reset")?;
            return Ok(Outcome::Problems);
        }
    }
    trainer.reset(&term)?;
    writeln!(context.err, "{name} is new again: {answers}")?;
    Ok(Outcome::Done)
}

/// The only term that `words` name, by ID or by name. If there is none, prints that and returns `None`.
fn one(
    words: &[String],
    library: &Library,
    context: &mut Context<'_>,
) -> anyhow::Result<Option<TermId>> {
    let words = words.join(" ");
    let said = words.trim().to_lowercase();
    if let Some(term) = said.parse().ok().and_then(|id: TermId| library.find(&id)) {
        return Ok(Some(term.id.clone()));
    }
    let terms = library.decks().iter().flat_map(|deck| &deck.terms);
    let is_named = |name: &str| name.to_lowercase() == said;
    let mut found: Vec<&TermId> =
        terms.filter(|term| term.names().any(is_named)).map(|term| &term.id).collect();
    found.dedup_by_key(|id| library.resolve(id));
    let shown = clean(words.trim());
    match found[..] {
        [one] => Ok(Some(one.clone())),
        [] => {
            writeln!(
                context.err,
                "no deck has “{shown}”; `shoptalk lookup {shown}` finds similar ones"
            )?;
            Ok(None)
        }
        _ => {
            let ids: Vec<&str> = found.iter().map(|id| id.as_str()).collect();
            bail!("“{shown}” has several meanings: name one of {}", ids.join(", "))
        }
    }
}

/// A word with its team.
fn named(library: &Library, term: &TermId) -> String {
    match library.entry(term) {
        Some((deck, term)) => format!("“{}” ({})", term.term, deck.title),
        None => format!("“{}”", clean(term.as_str())),
    }
}
