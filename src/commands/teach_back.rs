//! `shoptalk team teach-back`: prints a word in the user's own words for its team to correct, and their correction as a proposal.

use std::io::{self, Read as _};

use anyhow::bail;

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome, propose, within, word};
use crate::core::card::TermId;
use crate::core::jotting::{Explanation, LONGEST};
use crate::core::propose::corrected;
use crate::core::teach_back;
use crate::core::text::clean;
use crate::files::shown;
use crate::trainer::{MINE, Trainer};

/// The maximum size of a text from standard input, in bytes.
const MOST: u64 = 64 * 1024;

/// Prints the text for the team, or what they answered.
pub(super) fn run(args: &cli::TeachBack, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer_to_write(args.correction.is_some())?;
    let library = trainer.library().clone();
    let Some(id) = word::one(&args.words, &library, context)? else {
        return Ok(Outcome::Problems);
    };
    if args.correction.is_some() || args.by.is_some() {
        return correct(&id, args, &mut trainer, context);
    }
    let Some((deck, term)) = library.entry(&id) else { return Ok(Outcome::Problems) };
    let words = match &args.message {
        Some(message) => message.clone(),
        None => typed(&format!("{} ({})", term.term, deck.title), context)?,
    };
    let Some(words) = within(&words, LONGEST, "your explanation")? else {
        bail!(
            "write what it means in your own words, as in `shoptalk team teach-back {id} -m \"…\"`"
        );
    };
    let text = teach_back::text(deck, term, &words);
    if args.json {
        context.json(&serde_json::json!({ "id": id.to_string(), "text": text }))?;
    } else {
        let lines = text.lines().map(|line| format!("{}\n", clean(line)));
        write!(context.out, "{}", lines.collect::<String>())?;
    }
    context.out.flush()?;
    writeln!(
        context.err,
        "\nHand it to the team; nothing was saved or sent. With their answer:\n`shoptalk team teach-back {id} --correction \"…\" --by NAME`"
    )?;
    Ok(Outcome::Done)
}

/// Keeps who explained the word, and prints their correction as a proposal for the deck.
fn correct(
    id: &TermId,
    args: &cli::TeachBack,
    trainer: &mut Trainer,
    context: &mut Context<'_>,
) -> CommandResult {
    let library = trainer.library().clone();
    let Some((deck, term)) = library.entry(id) else { return Ok(Outcome::Problems) };
    let correction = args.correction.as_deref().unwrap_or_default();
    let correction = within(correction, LONGEST, "the correction")?;
    let name =
        within(args.by.as_deref().unwrap_or_default(), Explanation::LONGEST_NAME, "the name")?;
    if args.correction.is_some() && correction.is_none() {
        bail!("the correction is empty; write what they said");
    }
    if correction.is_some() && *deck.id == *MINE {
        let path = trainer.own_words().map(|path| shown(&path).to_string()).unwrap_or_default();
        bail!("{id} is your own word, so there is no team to propose it to: change it in {path}");
    }
    if args.by.is_some() || correction.is_none() {
        let credit = trainer.credit(id, name.as_deref().unwrap_or_default())?;
        writeln!(context.err, "saved: “{}” was explained by {}", term.term, clean(&credit.name))?;
    }
    let Some(correction) = correction else { return Ok(Outcome::Done) };
    let proposal = corrected(term, &correction, name.as_deref(), deck);
    if args.json {
        context.json(&proposal)?;
    } else {
        propose::print(&proposal, Some(&deck.title), context)?;
    }
    Ok(Outcome::Done)
}

/// The explanation as typed: until an empty line on a terminal, or else all of standard input.
fn typed(word: &str, context: &mut Context<'_>) -> anyhow::Result<String> {
    if !context.is_terminal {
        let mut text = String::new();
        io::stdin().take(MOST).read_to_string(&mut text)?;
        return Ok(text);
    }
    writeln!(
        context.err,
        "{}\nWhat does it mean, in your own words? An empty line ends it.",
        clean(word)
    )?;
    let is_blank =
        |line: &io::Result<String>| line.as_ref().is_ok_and(|line| line.trim().is_empty());
    let lines = io::stdin().lines().take_while(|line| !is_blank(line));
    Ok(lines.collect::<io::Result<Vec<_>>>()?.join(" "))
}
