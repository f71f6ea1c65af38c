//! `shoptalk team follow` and `unfollow`: choose the teams you work with.

use std::io::Write;

use serde::Serialize;

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome, known_decks};
use crate::core::card::DeckId;
use crate::core::deck::{Deck, Level};
use crate::trainer::Trainer;

#[derive(Serialize)]
struct Row {
    deck: DeckId,
    title: String,
    words: usize,
    followed: Option<Level>,
}

/// Follows the teams in `args`.
pub(super) fn follow(args: &cli::Follow, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer()?;
    let decks = known_decks(&args.decks, trainer.library(), context)?;
    for deck in &decks {
        let known = trainer.settings().depth(deck).unwrap_or(Level::Core);
        let depth = args.depth.unwrap_or(known);
        trainer.change("follow", |settings| settings.follow(deck, depth))?;
        let quizzed = trainer.library().deck(deck).map_or(depth, |deck| trainer.depth(deck));
        let deeper = if quizzed == depth {
            String::new()
        } else {
            format!("; it has none, so you are quizzed on its {quizzed} words")
        };
        writeln!(context.err, "you now follow {deck} ({depth} words{deeper})")?;
        if let Some(cli::Meeting(day)) = args.meets {
            trainer.change("meets", |settings| settings.meet(deck, day))?;
            match day {
                Some(day) => writeln!(context.err, "you meet them every {day:?}")?,
                None => writeln!(context.err, "no meeting day is set for them")?,
            }
        }
    }
    Ok(Outcome::Done)
}

fn rows(trainer: &Trainer) -> Vec<Row> {
    let decks = trainer.library().decks().iter();
    let row = |deck: &Deck| Row {
        deck: deck.id.clone(),
        title: deck.title.clone(),
        words: deck.terms.len(),
        followed: trainer.settings().depth(&deck.id),
    };
    decks.map(row).collect()
}

/// Prints all teams, a line each.
pub(super) fn print(trainer: &Trainer, out: &mut dyn Write) -> std::io::Result<()> {
    let rows = rows(trainer);
    let wide = rows.iter().map(|row| row.deck.chars().count()).max().unwrap_or(0);
    for Row { deck, title, words, followed } in rows {
        let mark = if followed.is_some() { "*" } else { " " };
        let depth = followed.map(|depth| format!(", {depth}")).unwrap_or_default();
        writeln!(out, "{mark} {deck:<wide$}  {title} ({words} words{depth})")?;
    }
    Ok(())
}

/// Lists all teams and whether you follow them.
pub(super) fn list(json: bool, context: &mut Context<'_>) -> CommandResult {
    let trainer = context.trainer()?;
    if json {
        context.json(&rows(&trainer))?;
        return Ok(Outcome::Done);
    }
    print(&trainer, context.out)?;
    Ok(Outcome::Done)
}

/// Stops following decks. Progress is saved.
pub(super) fn unfollow(args: &cli::Unfollow, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer()?;
    let mut outcome = Outcome::Done;
    // You can still unfollow a deck that no longer exists.
    let is_followed = |name: &String| trainer.settings().depth(name).is_some();
    let (followed, others): (Vec<_>, Vec<_>) = args.decks.iter().cloned().partition(is_followed);
    let mut decks: Vec<DeckId> = followed.into_iter().map(DeckId::from).collect();
    decks.extend(known_decks(&others, trainer.library(), context)?);
    for deck in decks {
        if trainer.settings().depth(&deck).is_none() {
            writeln!(context.err, "you do not follow {}", crate::core::text::clean(&deck))?;
            outcome = Outcome::Problems;
            continue;
        }
        trainer.change("follow", |settings| {
            settings.unfollow(&deck);
        })?;
        writeln!(context.err, "you no longer follow {deck}; your progress is kept")?;
    }
    Ok(outcome)
}
