//! `shoptalk completions`, `man` and `schema`: what shells, manuals and editors want to know.

use anyhow::Context as _;
use clap::CommandFactory as _;

use crate::cli::{self, Cli};
use crate::commands::{Context, Outcome};
use crate::core::deck::schema::schema;

/// Prints the completions of a shell.
pub fn completions(args: &cli::Completions, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "shoptalk", &mut script);
    context.out.write_all(&script)?;
    Ok(Outcome::Done)
}

/// Prints the JSON Schema of decks.
pub fn schema_of_decks(context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    context.json(&schema())?;
    Ok(Outcome::Done)
}

/// Writes one manual page for the program and one for each command.
pub fn man(args: &cli::Man, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let folder = &args.folder;
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    clap_mangen::generate_to(Cli::command().disable_help_subcommand(true), folder)
        .with_context(|| folder.display().to_string())?;
    writeln!(context.err, "manual pages are in {}", folder.display())?;
    Ok(Outcome::Done)
}
