//! `shoptalk data`: shows and manages your local data.

use std::path::Path;

use serde::Serialize;

use crate::cli::{self, DataCommand};
use crate::commands::{Context, Outcome, forget, notes, word};
use crate::core::text::clean;

/// Runs the subcommand in `args`.
pub(super) fn run(args: &cli::Data, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    match &args.command {
        DataCommand::Where(args) => locations(args, context),
        DataCommand::Notes(args) => notes::run(args, context),
        DataCommand::Again(args) => word::again(args, context),
        DataCommand::Reset(args) => word::reset(args, context),
        DataCommand::Forget(args) => forget::run(args, context),
    }
}

#[derive(Serialize)]
struct Locations {
    progress: String,
    settings: String,
    own_decks: String,
    deck_sources: String,
}

/// Prints the paths of your files.
fn locations(args: &cli::Where, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let places = context.places.as_ref().map_err(|none| *none)?;
    let found = Locations {
        progress: shown(&places.journal()),
        settings: shown(&places.settings()),
        own_decks: shown(&places.decks()),
        deck_sources: shown(&places.sources()),
    };
    if args.json {
        context.json(&found)?;
        return Ok(Outcome::Done);
    }
    let Locations { progress, settings, own_decks, deck_sources } = found;
    writeln!(
        context.out,
        "progress      {progress}\nsettings      {settings}\nown decks     {own_decks}\ndeck sources  {deck_sources}"
    )?;
    Ok(Outcome::Done)
}

/// A path made safe to print; it may not be valid UTF-8.
pub(super) fn shown(path: &Path) -> String {
    clean(&path.display().to_string()).into_owned()
}
