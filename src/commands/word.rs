//! `shoptalk data again` and `reset`: requests a word for the next quiz, or resets its progress.

use anyhow::bail;

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::card::TermId;
use crate::core::deck::Term;
use crate::core::deck_names;
use crate::core::finder::Finder;
use crate::core::library::Library;
use crate::core::text::clean;
use crate::core::words::no_longer_count;

/// The maximum number of similar words to ask about.
const NEAREST: usize = 3;

/// Adds a word to the next quiz, due or not.
pub(super) fn again(args: &cli::Again, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer_to_write(true)?;
    let Some(term) = one(&args.words, &trainer.library().clone(), context)? else {
        return Ok(Outcome::Problems);
    };
    let queued = trainer.want(&term)?;
    writeln!(context.err, "{}: {queued}", named(trainer.library(), &term))?;
    Ok(Outcome::Done)
}

/// Resets the progress of a word, after confirmation.
pub(super) fn reset(args: &cli::Reset, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer_to_write(true)?;
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

/// The only term that `words` name: by ID, by name, or as a name after its team and a slash. If there is none, prints that and
/// returns `None`.
pub(super) fn one(
    words: &[String],
    library: &Library,
    context: &mut Context<'_>,
) -> anyhow::Result<Option<TermId>> {
    let words = words.join(" ");
    let said = words.trim().to_lowercase();
    if let Some(term) = said.parse().ok().and_then(|id: TermId| library.find(&id)) {
        return Ok(Some(term.id.clone()));
    }
    let terms = || library.decks().iter().flat_map(|deck| &deck.terms);
    let is_named = |term: &&Term, said: &str| term.names().any(|name| name.to_lowercase() == said);
    let ids =
        |terms: &mut dyn Iterator<Item = &'_ Term>| terms.map(|term| term.id.clone()).collect();
    let mut found: Vec<TermId> = ids(&mut terms().filter(|term| is_named(term, &said)));
    let titles: Vec<_> = library.titles().collect();
    let (team, word) = match said.split_once('/') {
        Some((team, word)) => (deck_names::find(team, &titles).ok(), word.trim()),
        None => (None, &*said),
    };
    if let (Some(team), true) = (team, found.is_empty()) {
        let is_word = |term: &&Term| term.id.term() == word || is_named(term, word);
        found = ids(&mut terms().filter(|term| term.id.deck() == team).filter(is_word));
    }
    found.dedup_by_key(|id| library.resolve(id));
    let shown = clean(words.trim());
    match &found[..] {
        [one] => Ok(Some(one.clone())),
        [] => {
            let hint = near(word, team, library);
            let hint = hint
                .unwrap_or_else(|| format!("`shoptalk lookup {}` finds similar ones", clean(word)));
            writeln!(context.err, "no deck has “{shown}”; {hint}")?;
            Ok(None)
        }
        _ => {
            let ids: Vec<&str> = found.iter().map(TermId::as_str).collect();
            bail!("“{shown}” has several meanings: name one of {}", ids.join(", "))
        }
    }
}

/// A question about the words of `deck`, or of any, that `name` may be a misspelling of.
fn near(name: &str, deck: Option<&str>, library: &Library) -> Option<String> {
    let found = Finder::new(library, &[], deck.as_slice()).find(name, NEAREST);
    let found = found.found.iter().filter(|found| found.hit.evidence.is_match());
    let ids: Vec<&str> = found.map(|found| found.term.as_str()).collect();
    deck_names::did_you_mean(&ids)
}

/// A word with its team.
fn named(library: &Library, term: &TermId) -> String {
    match library.entry(term) {
        Some((deck, term)) => format!("“{}” ({})", term.term, deck.title),
        None => format!("“{}”", clean(term.as_str())),
    }
}
