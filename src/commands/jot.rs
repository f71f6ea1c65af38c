//! `shoptalk jot`: saves a word you don't know to ask about later, and lists open ones.

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome, known_decks, within};
use crate::core::card::DeckId;
use crate::core::finder::{Finder, Findings};
use crate::core::jotting::{Ended, Explanation, Jotting, kept};
use crate::core::library::Library;
use crate::core::lookup::Verdict;
use crate::core::text::clean;
use crate::trainer::Trainer;

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    jotting: &'a Jotting,
    /// The entry that may explain it now.
    explained_by: Option<String>,
}

/// Adds, drops, or lists jottings.
pub(super) fn run(args: &cli::Jot, context: &mut Context<'_>) -> CommandResult {
    let lists = args.words.is_empty() && args.drop.is_none() && args.edit.is_none();
    let mut trainer = context.trainer_to_write(!lists)?;
    if let Some(number) = args.drop {
        return drop_one(number, &mut trainer, context);
    }
    let deck = known_decks(args.deck.as_slice(), trainer.library(), context)?.pop();
    if let Some(number) = args.answer {
        return answer(number, args, &mut trainer, context);
    }
    if let Some(number) = args.edit {
        return edit(number, deck, args, &mut trainer, context);
    }
    if args.words.is_empty() {
        if deck.is_some() || args.heard.is_some() || args.from.is_some() {
            bail!("give WORDS to jot down, or --edit N to change an open one");
        }
        return list(args.json, &mut trainer, context);
    }
    let words = args.words.join(" ");
    if let Some(Jotting { number, words, .. }) = trainer.open_jotting(&words)? {
        writeln!(
            context.err,
            "“{words}” is already open as number {number}; `shoptalk jot --edit {number}` adds to it"
        )?;
        return Ok(Outcome::Problems);
    }
    let jotting = trainer.jot(&words, deck, args.heard.as_deref(), args.from.as_deref())?;
    let findings = Finder::new(trainer.library(), &[], &[]).find(&jotting.words, 1);
    let explained_by = explained(&findings, trainer.library());
    if args.json {
        context.json(&Row { jotting: &jotting, explained_by: explained_by.clone() })?;
    }
    let Jotting { number, words, .. } = &jotting;
    writeln!(
        context.err,
        "“{words}” is jotted down as number {number}; `shoptalk jot` lists what is open"
    )?;
    if let Some(entry) = explained_by {
        writeln!(context.err, "it may mean {entry}")?;
    }
    Ok(Outcome::Done)
}

/// The open jotting with this number.
fn numbered(number: u32, trainer: &mut Trainer) -> anyhow::Result<Jotting> {
    let open = trainer.jottings()?;
    let count = open.len();
    if let Some(jotting) = open.into_iter().find(|jotting| jotting.number == number) {
        return Ok(jotting);
    }
    let lists = format!("`shoptalk jot` lists what is open ({count})");
    match trainer.ended_jotting(number)? {
        Some(Ended { words, term: Some(term) }) => {
            bail!("number {number}, “{}”, is already answered as {term}; {lists}", clean(&words))
        }
        Some(Ended { words, term: None }) => {
            bail!("number {number}, “{}”, was dropped; {lists}", clean(&words))
        }
        None => bail!("no jotting has number {number}; {lists}"),
    }
}

/// Saves the meaning of a jotting as a term.
fn answer(
    number: u32,
    args: &cli::Jot,
    trainer: &mut Trainer,
    context: &mut Context<'_>,
) -> CommandResult {
    let jotting = numbered(number, trainer)?;
    let term = args.word.as_ref().unwrap_or(&jotting.words);
    let term = within(term, Explanation::LONGEST_TERM, "the word")?;
    let meaning = within(&args.words.join(" "), Explanation::LONGEST_DEFINITION, "the meaning")?;
    let ask =
        within(args.ask.as_deref().unwrap_or_default(), Explanation::LONGEST_ASK, "the question")?;
    let (Some(term), Some(definition)) = (term, meaning) else {
        bail!("write what it means, as in `shoptalk jot --answer {number} \"…\"`");
    };
    let from = args.from.as_ref().or(jotting.said_by.as_ref());
    let explained_by = within(
        from.map_or("", String::as_str),
        Explanation::LONGEST_NAME,
        "the name of the person who explained it",
    )?;
    let explanation = Explanation { term, definition, ask, explained_by };
    let id = trainer.explain(&jotting, &explanation)?;
    if args.json {
        context.json(&serde_json::json!({ "words": jotting.words, "id": id.to_string() }))?;
    }
    writeln!(
        context.err,
        "“{}” is now your own word ({id}) and in your next quiz; `shoptalk deck propose` suggests it to its team",
        clean(&explanation.term)
    )?;
    Ok(Outcome::Done)
}

/// Edits the details of a jotting.
fn edit(
    number: u32,
    deck: Option<DeckId>,
    args: &cli::Jot,
    trainer: &mut Trainer,
    context: &mut Context<'_>,
) -> CommandResult {
    let mut jotting = numbered(number, trainer)?;
    if deck.is_none() && args.heard.is_none() && args.from.is_none() {
        bail!("say what to change: --deck, --heard, or --from");
    }
    jotting.deck = deck.or(jotting.deck);
    // An empty text clears the field.
    if let Some(heard) = &args.heard {
        jotting.heard = kept(heard);
    }
    if let Some(from) = &args.from {
        jotting.said_by = kept(from);
    }
    trainer.change_jotting(&jotting)?;
    writeln!(context.err, "saved; `shoptalk jot` lists what is open")?;
    Ok(Outcome::Done)
}

fn drop_one(number: u32, trainer: &mut Trainer, context: &mut Context<'_>) -> CommandResult {
    let jotting = numbered(number, trainer)?;
    trainer.end_jotting(&jotting)?;
    writeln!(
        context.err,
        "“{}” is dropped; jot it down again to undo that",
        clean(&jotting.words)
    )?;
    Ok(Outcome::Done)
}

/// Lists open jottings by team, those without a team last.
fn list(json: bool, trainer: &mut Trainer, context: &mut Context<'_>) -> CommandResult {
    let open = trainer.jottings()?;
    let library = trainer.library().clone();
    let finder = Finder::new(&library, &[], &[]);
    let explained = |jotting: &Jotting| explained(&finder.find(&jotting.words, 1), &library);
    let rows = open.iter().map(|jotting| Row { jotting, explained_by: explained(jotting) });
    let mut rows: Vec<Row<'_>> = rows.collect();
    rows.sort_by_key(|Row { jotting, .. }| (jotting.deck.is_none(), &jotting.deck, jotting.number));
    let none = "nothing to ask: `shoptalk jot WORDS` saves a word you did not know";
    if !context.lists(&rows, json, none)? {
        return Ok(Outcome::Done);
    }
    let wide = rows.iter().map(|row| row.jotting.number.to_string().len()).fold(2, usize::max);
    let mut team = None;
    for Row { jotting, explained_by } in &rows {
        let Jotting { number, words, deck, heard, said_by, .. } = *jotting;
        if team != Some(deck) {
            let title = deck.as_deref().map_or("Anyone".into(), |id| library.title(id));
            writeln!(context.out, "{}{title}", if team.is_some() { "\n" } else { "" })?;
            team = Some(deck);
        }
        writeln!(context.out, "  {number:>wide$}  {}", clean(words))?;
        let details = [("heard: ", heard), ("from: ", said_by), ("in a deck now? ", explained_by)];
        for (label, text) in details {
            if let Some(text) = text {
                writeln!(context.out, "{:1$}{label}{2}", "", wide + 4, clean(text))?;
            }
        }
    }
    Ok(Outcome::Done)
}

/// The entry that `findings` match with certainty, as `Error budget (platform/error-budget)`.
fn explained(findings: &Findings, library: &Library) -> Option<String> {
    let found = findings.found.first().filter(|_| findings.verdict == Verdict::Match)?;
    let term = library.find(&found.term)?;
    Some(format!("{} ({})", term.term, term.id))
}
