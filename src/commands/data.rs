//! `shoptalk data`: shows and manages your local data.

use std::sync::Arc;

use serde::Serialize;

use crate::cli::{self, DataCommand};
use crate::commands::{CommandResult, Context, Outcome, backups, doctor, forget, notes, word};
use crate::files::shown;
use crate::trainer::backups::folder;

/// Runs the subcommand.
pub(super) fn run(command: &DataCommand, context: &mut Context<'_>) -> CommandResult {
    match command {
        DataCommand::Where(args) => locations(args, context),
        DataCommand::Notes(args) => notes::run(args, context),
        DataCommand::Again(args) => word::again(args, context),
        DataCommand::Reset(args) => word::reset(args, context),
        DataCommand::Backup(args) => backups::back_up(args, context),
        DataCommand::Restore(args) => backups::restore(args, context),
        DataCommand::Doctor(args) => doctor::run(args, context),
        DataCommand::Forget(args) => forget::run(args, context),
    }
}

#[derive(Serialize)]
struct Locations {
    progress: Arc<str>,
    backups: Arc<str>,
    settings: Arc<str>,
    own_decks: Arc<str>,
    deck_sources: Arc<str>,
}

/// Prints the paths of your files.
fn locations(args: &cli::Where, context: &mut Context<'_>) -> CommandResult {
    let places = context.places()?;
    let found = Locations {
        progress: shown(&places.journal()),
        backups: shown(&folder(&places.journal())),
        settings: shown(&places.settings()),
        own_decks: shown(&places.decks()),
        deck_sources: shown(&places.sources()),
    };
    if args.json {
        context.json(&found)?;
        return Ok(Outcome::Done);
    }
    let Locations { progress, backups, settings, own_decks, deck_sources } = found;
    writeln!(
        context.out,
        "progress      {progress}\nbackups       {backups}\nsettings      {settings}\nown decks     {own_decks}\ndeck sources  {deck_sources}"
    )?;
    Ok(Outcome::Done)
}
