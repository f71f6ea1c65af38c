//! `shoptalk lookup --spellings` and `--forget-spelling`: manages remembered spellings.

use anyhow::bail;
use serde::Serialize;

use crate::commands::{CommandResult, Context, Outcome};
use crate::core::text::clean;

#[derive(Serialize)]
struct Row<'a> {
    spelling: &'a str,
    deck: &'a str,
    id: &'a str,
    /// The word, if it is still in a deck.
    term: Option<&'a str>,
    /// Unix time in milliseconds.
    at: i64,
}

/// Lists the remembered spellings.
pub(super) fn list(json: bool, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer()?;
    let remembered = trainer.remembered()?;
    let rows = remembered.iter().map(|one| Row {
        spelling: &one.spelling,
        deck: one.term.deck(),
        id: one.term.term(),
        term: trainer.library().find(&one.term).map(|term| term.term.as_str()),
        at: one.at.millis(),
    });
    let rows: Vec<Row<'_>> = rows.collect();
    let none = "no spellings are remembered yet; the look-up screen offers to remember one when you pick a word that is not the first";
    if !context.lists(&rows, json, none)? {
        return Ok(Outcome::Done);
    }
    for row in &rows {
        let term = row.term.unwrap_or("not in any deck now");
        let spelling = clean(row.spelling);
        writeln!(context.out, "{spelling}  {term} ({}/{})", clean(row.deck), clean(row.id))?;
    }
    Ok(Outcome::Done)
}

/// Forgets the spelling `words`.
pub(super) fn forget(words: &str, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer_to_write(true)?;
    let shown = clean(words);
    if !trainer.forget_spelling(words)? {
        bail!(
            "the spelling “{shown}” is not remembered; `shoptalk lookup --spellings` lists those that are"
        );
    }
    writeln!(context.err, "the spelling “{shown}” is forgotten")?;
    Ok(Outcome::Done)
}
