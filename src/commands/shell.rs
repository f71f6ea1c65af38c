//! `shoptalk completions`, `man`, and `schema`: generates shell completions, manual pages, and the JSON Schema for editors.

mod candidates;

pub(super) use candidates::run as candidates;

use std::fmt::Write as _;

use anyhow::Context as _;
use clap::{Command, CommandFactory as _};
use clap_complete::Shell;

use crate::cli::{self, Cli};
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::deck::schema::schema;
use crate::files;

/// Completes terms, decks and backups through `shoptalk complete`, and everything else with clap's script. Candidates are quoted before
/// insertion; inside quotes, only those that need no further quoting are offered.
const BASH: &str = include_str!("shell/completions.bash");

/// The same for zsh, which does the quoting. Goes before the last lines of clap's script, which call or register `_shoptalk`.
const ZSH: &str = include_str!("shell/completions.zsh");

/// The start of the last lines of clap's zsh script.
const ZSH_END: &str = "if [ \"$funcstack[1]\" = \"_shoptalk\" ]; then";

/// The same for fish, which also does the quoting.
const FISH: &str = include_str!("shell/completions.fish");

/// Prints the completion script of a shell.
pub(super) fn completions(args: &cli::Completions, context: &mut Context<'_>) -> CommandResult {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut shown(), "shoptalk", &mut script);
    let mut script = String::from_utf8(script).context("the script is not UTF-8")?;
    match args.shell {
        Shell::Bash => script += BASH,
        Shell::Zsh => {
            let end = script.rfind(ZSH_END).unwrap_or(script.len());
            script.insert_str(end, ZSH);
        }
        Shell::Fish => {
            script += FISH;
            script += &fish_rules();
        }
        _ => {}
    }
    context.out.write_all(script.as_bytes())?;
    Ok(Outcome::Done)
}

/// The command without hidden subcommands, which clap's scripts would offer.
fn shown() -> Command {
    let program = Cli::command();
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set());
    Command::new("shoptalk")
        .version(env!("CARGO_PKG_VERSION"))
        .args(program.get_arguments().cloned())
        .subcommands(commands.cloned())
}

/// The fish rules for all commands and options that take terms, decks or backups.
fn fish_rules() -> String {
    let mut rules = String::new();
    for command in shown().get_subcommands() {
        let names: Vec<&str> =
            std::iter::once(command.get_name()).chain(command.get_visible_aliases()).collect();
        let using = format!("__fish_shoptalk_using_subcommand {}", names.join(" "));
        fish_rules_of(command, &using, &mut rules);
        for inner in command.get_subcommands() {
            let using = format!("{using}; and __fish_seen_subcommand_from {}", inner.get_name());
            fish_rules_of(inner, &using, &mut rules);
        }
    }
    rules
}

/// Adds the rules of one command; `using` is the fish condition for it.
fn fish_rules_of(command: &Command, using: &str, rules: &mut String) {
    for arg in command.get_arguments().filter(|arg| candidates::kind(command, arg).is_some()) {
        let option = arg.get_long().map(|long| format!(" -l {long} -r")).unwrap_or_default();
        // A backup may also be a file.
        let only = if arg.get_id() == "copy" { "" } else { " -f" };
        let _ = writeln!(
            rules,
            "complete -c shoptalk -n \"{using}\"{option} -k{only} -a \"(__fish_shoptalk_words)\""
        );
    }
}

/// Prints the JSON Schema of decks.
pub(super) fn schema_of_decks(context: &mut Context<'_>) -> CommandResult {
    context.json(&schema())?;
    Ok(Outcome::Done)
}

/// Writes a manual page for the program and one for each command.
pub(super) fn man(args: &cli::Man, context: &mut Context<'_>) -> CommandResult {
    let folder = &args.folder;
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    clap_mangen::generate_to(Cli::command().disable_help_subcommand(true), folder)
        .with_context(|| folder.display().to_string())?;
    writeln!(context.err, "manual pages are in {}", files::shown(folder))?;
    Ok(Outcome::Done)
}
