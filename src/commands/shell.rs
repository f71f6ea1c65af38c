//! `shoptalk completions`, `man`, and `schema`: generates shell completions, manual pages, and the JSON Schema for editors.

mod candidates;

pub(super) use candidates::run as candidates;

use anyhow::Context as _;
use clap::{Arg, Command, CommandFactory as _, ValueHint};
use clap_complete::Shell;

use crate::cli::{self, Cli};
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::deck::schema::schema;
use crate::files;

/// Completes arguments through `shoptalk complete`, and commands, options and files with clap's script. Candidates are quoted before
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

/// The command without hidden subcommands, which clap's scripts would offer, and with files only where they belong.
fn shown() -> Command {
    let program = Cli::command();
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set());
    Command::new("shoptalk")
        .version(env!("CARGO_PKG_VERSION"))
        .args(program.get_arguments().cloned().map(without_files))
        .subcommands(commands.cloned().map(only_known_files))
}

/// `command`, where no argument takes files but those that are said to.
fn only_known_files(command: Command) -> Command {
    command.mut_args(without_files).mut_subcommands(only_known_files)
}

/// `arg`, without files unless it is said to take them.
fn without_files(arg: Arg) -> Arg {
    let is_open = arg.get_action().takes_values() && arg.get_value_hint() == ValueHint::Unknown;
    if is_open { arg.value_hint(ValueHint::Other) } else { arg }
}

/// The fish rules for all arguments and options that don't take files or words that clap's script knows, and for files.
fn fish_rules() -> String {
    let mut rules = "complete -c shoptalk -f\n".to_owned();
    let program = shown();
    let is_path =
        |arg: &&Arg| arg.get_action().takes_values() && candidates::kind(&program, arg).is_none();
    // Clap's own rules for these don't hold before a command.
    for long in program.get_arguments().filter(is_path).filter_map(Arg::get_long) {
        rules.push_str(&format!("complete -c shoptalk -l {long} -r -F\n"));
    }
    for command in program.get_subcommands() {
        let names: Vec<&str> =
            std::iter::once(command.get_name()).chain(command.get_visible_aliases()).collect();
        let using = format!("__fish_shoptalk_using_subcommand {}", names.join(" "));
        fish_rules_of(command, &using, &mut rules);
    }
    rules
}

/// Adds the rules of one command and its subcommands; `using` is the fish condition for it.
fn fish_rules_of(command: &Command, using: &str, rules: &mut String) {
    for arg in command.get_arguments().filter(|arg| arg.get_action().takes_values()) {
        let kind = candidates::kind(command, arg);
        let option = arg.get_long().map(|long| format!(" -l {long} -r")).unwrap_or_default();
        // A backup may also be a file.
        let files = match kind {
            Some(candidates::Kind::Backups) => " -F",
            Some(_) => " -f",
            None if arg.is_positional() => " -F",
            None => continue,
        };
        let words = kind.map_or("", |_| " -k -a \"(__fish_shoptalk_words)\"");
        let rule = format!("complete -c shoptalk -n \"{using}\"{option}{files}{words}\n");
        if !rules.contains(&rule) {
            rules.push_str(&rule);
        }
    }
    for inner in command.get_subcommands() {
        let using = format!("{using}; and __fish_seen_subcommand_from {}", inner.get_name());
        fish_rules_of(inner, &using, rules);
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
