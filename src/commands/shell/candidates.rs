//! `shoptalk complete` (hidden from help): prints shell completions for the word at the cursor.
//!
//! The arguments are the words of the command line up to the cursor. Each output line is a candidate: the completed word, a
//! tab, and its team. Exit code 1 means that the shell's own completion fits: for commands, options and files.

use std::collections::BTreeSet;

use clap::{Arg, ArgAction, Command, CommandFactory as _, ValueHint};
use strum::VariantArray as _;

use crate::cli::{self, Cli};
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::deck::Level;
use crate::core::deck::rules::Rule;
use crate::core::fluency::heard;
use crate::core::library::Library;
use crate::core::text::clean;
use crate::files;
use crate::settings::{self, setting, weekdays};
use crate::sources::Copies;
use crate::trainer::backups::list;

/// The maximum number of candidates to print.
const MOST: usize = 500;

/// What can be completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Names of terms.
    Words,
    /// Deck IDs.
    Decks,
    /// IDs of followed decks.
    Followed,
    /// Days of backups.
    Backups,
    /// Names of deck sources.
    Sources,
    /// One of a few words, or a text that only the user knows.
    Listed,
}

/// The word at the cursor.
#[derive(Debug, PartialEq, Eq)]
struct Position {
    kind: Kind,
    /// What may stand there besides, with what it is.
    listed: Vec<(String, String)>,
    /// The words before it that belong to the same argument.
    before: Vec<String>,
    /// The prefix typed so far.
    typed: String,
}

/// The kind of completion for `arg` of `command`, based on its value name; `None` for files, and what the shell's script knows.
pub(super) fn kind(command: &Command, arg: &Arg) -> Option<Kind> {
    let is_known = !arg.is_positional() && !arg.get_possible_values().is_empty();
    if is_known || !arg.get_action().takes_values() {
        return None;
    }
    let name = arg.get_value_names().and_then(<[_]>::first).map_or("", |name| name.as_str());
    match name {
        "DECK" if command.get_name() == "unfollow" => Some(Kind::Followed),
        "DECK" => Some(Kind::Decks),
        "COPY" => Some(Kind::Backups),
        "NAME" if ["update", "remove"].contains(&command.get_name()) => Some(Kind::Sources),
        // Not `jot`: the words you jot down aren't in any deck.
        "WORDS" if ["lookup", "again", "reset", "teach-back"].contains(&command.get_name()) => {
            Some(Kind::Words)
        }
        _ => {
            let hint = arg.get_value_hint();
            matches!(hint, ValueHint::Unknown | ValueHint::Other).then_some(Kind::Listed)
        }
    }
}

/// The words that `arg` accepts, if there are few, each with what it is.
fn listed(arg: &Arg) -> Vec<(String, String)> {
    let alone = |word: &str| (word.to_owned(), String::new());
    let days = || weekdays().map(|day| alone(&day));
    let name = arg.get_value_names().and_then(<[_]>::first).map_or("", |name| name.as_str());
    match (name, arg.get_id().as_str()) {
        ("LEVEL", _) => Level::VARIANTS
            .iter()
            .map(|level| (level.to_string(), heard(*level).to_owned()))
            .collect(),
        ("DAY", "meets") => days().chain([alone("none")]).collect(),
        ("DAY", _) => [alone("today"), alone("yesterday")].into_iter().chain(days()).collect(),
        ("FORM", _) => {
            let words = words_of("form").filter(|word| *word != "auto");
            words.map(alone).collect()
        }
        ("YES|NO", _) => vec![alone("yes"), alone("no")],
        ("CODE", _) => {
            Rule::ALL.iter().map(|rule| (rule.code().to_owned(), rule.title().to_owned())).collect()
        }
        _ => arg
            .get_possible_values()
            .iter()
            .map(|value| {
                let about = value.get_help().map(ToString::to_string).unwrap_or_default();
                (value.get_name().to_owned(), about)
            })
            .collect(),
    }
}

/// The words that a setting may be, if it is one of several.
fn words_of(name: &str) -> impl Iterator<Item = &'static str> {
    let words = match setting(name).map(|setting| &setting.kind) {
        Some(settings::Kind::Word { words, .. }) => *words,
        Some(settings::Kind::Names { .. }) => &["all", "none"],
        _ => &[],
    };
    words.iter().copied()
}

/// Prints the completions of the last word.
pub(crate) fn run(args: &cli::Complete, context: &mut Context<'_>) -> CommandResult {
    let words: Vec<String> =
        args.words.iter().map(|word| unquoted(&word.to_string_lossy())).collect();
    let Some(position) = position(&Cli::command(), &words) else { return Ok(Outcome::Problems) };
    if position.kind == Kind::Backups {
        return backups(&position, context);
    }
    if position.kind == Kind::Sources {
        return sources(&position, context);
    }
    let settings = context.settings();
    let library = files::load(&context.sources_by(&settings)).library;
    let followed: Vec<&str> = settings.followed().iter().map(|(deck, _)| deck.as_str()).collect();
    for (value, about) in candidates(&position, &library, &followed) {
        writeln!(context.out, "{}\t{}", clean(&value), clean(&about))?;
    }
    Ok(Outcome::Done)
}

/// Prints the names of deck sources, each with where it comes from.
fn sources(position: &Position, context: &mut Context<'_>) -> CommandResult {
    let folder = context.places()?.sources();
    let (sources, _) = Copies::new(folder).list();
    for source in sources.iter().filter(|source| source.name.starts_with(&position.typed)) {
        writeln!(context.out, "{}\t{}", clean(&source.name), clean(&source.from))?;
    }
    Ok(Outcome::Done)
}

/// Prints the days of backups, the newest first. If none fits, the shell completes files.
fn backups(position: &Position, context: &mut Context<'_>) -> CommandResult {
    let journal = context.places()?.journal();
    let mut found = Outcome::Problems;
    for (day, file) in list(&journal).into_iter().rev() {
        if position.before.is_empty() && day.to_string().starts_with(&position.typed) {
            writeln!(context.out, "{day}\t{}", files::shown(&file))?;
            found = Outcome::Done;
        }
    }
    Ok(found)
}

/// The argument that the last of `words` belongs to; `None` if the shell completes it.
fn position(program: &Command, words: &[String]) -> Option<Position> {
    let (typed, before) = words.split_last()?;
    let mut command = program;
    let mut positionals: Vec<String> = Vec::new();
    // An option that still needs its value.
    let mut open: Option<&Arg> = None;
    for word in before {
        // Bash splits `--deck=platform` at the `=`.
        if word == "=" || open.take().is_some() {
            continue;
        }
        if word.starts_with('-') {
            open = option(program, command, word);
        } else if let (true, Some(found)) = (positionals.is_empty(), command.find_subcommand(word))
        {
            command = found;
        } else {
            positionals.push(word.clone());
        }
    }
    if let Some(arg) = open {
        let typed = typed.trim_start_matches('=').to_owned();
        let kind = kind(command, arg)?;
        return Some(Position { kind, listed: listed(arg), before: Vec::new(), typed });
    }
    // The shell completes options; it would also replace all of `--option=value`.
    if typed.starts_with('-') {
        return None;
    }
    let args: Vec<&Arg> = command.get_positionals().collect();
    let at = positionals.len();
    let place = at.min(args.len().saturating_sub(1));
    let is_list = |arg: &Arg| matches!(arg.get_action(), ArgAction::Append);
    let arg = args.get(place).filter(|arg| place == at || is_list(arg));
    let mut commands: Vec<(String, String)> = Vec::new();
    if positionals.is_empty() {
        let subcommands = command.get_subcommands().filter(|command| !command.is_hide_set());
        let about = |command: &Command| command.get_about().map(ToString::to_string);
        let named =
            |command: &Command| (command.get_name().to_owned(), about(command).unwrap_or_default());
        commands.extend(subcommands.map(named));
    }
    let Some(arg) = arg else {
        // The shell completes commands.
        let is_command = commands.iter().any(|(name, _)| name.starts_with(typed.as_str()));
        let is_help = !commands.is_empty() && "help".starts_with(typed.as_str());
        let nothing = Position {
            kind: Kind::Listed,
            listed: Vec::new(),
            before: Vec::new(),
            typed: typed.clone(),
        };
        return (!is_command && !is_help).then_some(nothing);
    };
    let mut kind = kind(command, arg)?;
    commands.extend(listed(arg));
    if (command.get_name(), arg.get_id().as_str()) == ("settings", "value") {
        let name = positionals.first().map_or("", String::as_str);
        commands.extend(words_of(name).map(|word| (word.to_owned(), String::new())));
        if name == "builtin" {
            kind = Kind::Decks;
        }
    }
    let before = positionals.split_off(place);
    Some(Position { kind, listed: commands, before, typed: typed.clone() })
}

/// The option that `word` names, if its value comes in the next word.
fn option<'a>(program: &'a Command, command: &'a Command, word: &str) -> Option<&'a Arg> {
    let named = |arg: &&Arg| match word.strip_prefix("--") {
        Some(long) => arg.get_long() == Some(long),
        None => {
            let mut letters = word.chars().skip(1);
            let letter = letters.next();
            letter.is_some() && letters.next().is_none() && arg.get_short() == letter
        }
    };
    let found = command.get_arguments().find(named).or_else(|| program.get_arguments().find(named));
    found.filter(|arg| arg.get_action().takes_values())
}

/// The candidates at `position`, without duplicates, each with its team and gloss.
fn candidates(position: &Position, library: &Library, followed: &[&str]) -> Vec<(String, String)> {
    let typed = position.typed.as_str();
    let listed = position.listed.iter().filter(|(value, _)| value.starts_with(typed));
    let mut out: Vec<(String, String)> = listed.cloned().collect();
    if position.kind == Kind::Listed {
        return out;
    }
    if position.kind != Kind::Words {
        let wanted = |id: &str| {
            id.starts_with(typed)
                && !position.before.iter().any(|named| named == id)
                && (position.kind == Kind::Decks || followed.contains(&id))
        };
        let decks = library.decks().iter().filter(|deck| wanted(&deck.id));
        out.extend(decks.map(|deck| (deck.id.to_string(), deck.title.clone())));
        return out;
    }
    // For a lowercase prefix, offer names in lowercase: shells match case-sensitively.
    let has_capitals = |word: &String| word.chars().any(char::is_uppercase);
    let small = !position.before.iter().chain([&position.typed]).any(has_capitals);
    let nothing = typed.is_empty() && position.before.is_empty();
    let mut decks: Vec<_> = library.decks().iter().collect();
    decks.sort_by_key(|deck| !followed.contains(&&*deck.id));
    if nothing && !followed.is_empty() {
        decks.retain(|deck| followed.contains(&&*deck.id));
    }
    let mut seen = BTreeSet::new();
    for deck in decks {
        let names = deck.terms.iter().flat_map(|term| term.names().map(move |name| (term, name)));
        for (term, name) in names {
            let name = if small { name.to_lowercase() } else { name.to_owned() };
            let mut words = name.split_whitespace();
            let same = position.before.iter().all(|word| words.next() == Some(word));
            let rest = words.collect::<Vec<_>>().join(" ");
            if same && !rest.is_empty() && rest.starts_with(typed) && seen.insert(rest.clone()) {
                let gloss = term.gloss.as_ref().map(|gloss| format!(": {gloss}"));
                out.push((rest, format!("{}{}", deck.title, gloss.unwrap_or_default())));
            }
        }
        if out.len() >= MOST {
            break;
        }
    }
    out.truncate(MOST);
    out
}

/// `word` without shell quoting: shells pass words as typed, with quotes and backslashes.
fn unquoted(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut quote = None;
    let mut chars = word.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\\', None | Some('"')) => out.extend(chars.next()),
            ('"' | '\'', None) => quote = Some(c),
            (_, Some(open)) if c == open => quote = None,
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
