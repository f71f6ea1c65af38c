//! `shoptalk complete` (hidden from help): prints shell completions for the word at the cursor.
//!
//! The arguments are the words of the command line up to the cursor. Each output line is a candidate: the completed word, a
//! tab, and its team. Exit code 1 means that no term or deck is expected, so the shell falls back to its own completion.

use std::collections::BTreeSet;

use clap::{Arg, Command, CommandFactory as _};

use crate::cli::{self, Cli};
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::library::Library;
use crate::core::text::clean;
use crate::files;
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
}

/// The word at the cursor.
#[derive(Debug, PartialEq, Eq)]
struct Position {
    kind: Kind,
    /// The words before it that belong to the same argument.
    before: Vec<String>,
    /// The prefix typed so far.
    typed: String,
}

/// The kind of completion for `arg` of `command`, based on its value name.
pub(super) fn kind(command: &Command, arg: &Arg) -> Option<Kind> {
    let name = arg.get_value_names()?.first()?;
    match name.as_str() {
        "DECK" if command.get_name() == "unfollow" => Some(Kind::Followed),
        "DECK" => Some(Kind::Decks),
        "COPY" => Some(Kind::Backups),
        // Not `jot`: the words you jot down aren't in any deck.
        "WORDS" if ["lookup", "again", "reset", "teach-back"].contains(&command.get_name()) => {
            Some(Kind::Words)
        }
        _ => None,
    }
}

/// Prints the completions of the last word.
pub(crate) fn run(args: &cli::Complete, context: &mut Context<'_>) -> CommandResult {
    let words: Vec<String> =
        args.words.iter().map(|word| unquoted(&word.to_string_lossy())).collect();
    let Some(position) = position(&Cli::command(), &words) else { return Ok(Outcome::Problems) };
    if position.kind == Kind::Backups {
        return backups(&position, context);
    }
    let settings = context.settings();
    let library = files::load(&context.sources_by(&settings)).library;
    let followed: Vec<&str> = settings.followed().iter().map(|(deck, _)| deck.as_str()).collect();
    for (value, about) in candidates(&position, &library, &followed) {
        writeln!(context.out, "{}\t{}", clean(&value), clean(&about))?;
    }
    Ok(Outcome::Done)
}

/// Prints the days of backups, the newest first. If none fits, the shell completes files.
fn backups(position: &Position, context: &mut Context<'_>) -> CommandResult {
    let journal = context.places.as_ref().map_err(|none| *none)?.journal();
    let mut found = Outcome::Problems;
    for (day, file) in list(&journal).into_iter().rev() {
        if position.before.is_empty() && day.to_string().starts_with(&position.typed) {
            writeln!(context.out, "{day}\t{}", files::shown(&file))?;
            found = Outcome::Done;
        }
    }
    Ok(found)
}

/// The argument that the last of `words` belongs to, if it takes terms, decks or backups.
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
        } else if std::ptr::eq(command, program) {
            return None;
        } else {
            positionals.push(word.clone());
        }
    }
    if std::ptr::eq(command, program) {
        return None;
    }
    let (arg, typed, before) = match open {
        Some(arg) => (arg, typed.trim_start_matches('='), Vec::new()),
        None => match typed.split_once('=').filter(|(name, _)| name.starts_with('-')) {
            // `--option=value` in one word: the shell would replace all of it.
            Some(_) => return None,
            None if typed.starts_with('-') => return None,
            // The shell completes subcommands itself.
            None if positionals.is_empty()
                && command
                    .get_subcommands()
                    .any(|sub| sub.get_name().starts_with(typed.as_str())) =>
            {
                return None;
            }
            None => (command.get_positionals().next()?, typed.as_str(), positionals),
        },
    };
    let kind = kind(command, arg)?;
    Some(Position { kind, before, typed: typed.to_owned() })
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
    if position.kind != Kind::Words {
        let wanted = |id: &str| {
            id.starts_with(typed)
                && !position.before.iter().any(|named| named == id)
                && (position.kind == Kind::Decks || followed.contains(&id))
        };
        let decks = library.decks().iter().filter(|deck| wanted(&deck.id));
        return decks.map(|deck| (deck.id.to_string(), deck.title.clone())).collect();
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
    let mut out = Vec::new();
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
mod tests {
    use super::*;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;

    fn at(line: &str) -> Option<(Kind, String, String)> {
        let words: Vec<String> = line.split(' ').map(unquoted).collect();
        let position = position(&Cli::command(), &words)?;
        Some((position.kind, position.before.join(" "), position.typed))
    }

    #[test]
    fn what_is_being_typed_is_known_by_the_words_before_it() {
        let found =
            |kind, before: &str, typed: &str| Some((kind, before.to_owned(), typed.to_owned()));
        for (line, expected) in [
            ("lookup err", found(Kind::Words, "", "err")),
            ("data reset err", found(Kind::Words, "", "err")),
            ("data again error bu", found(Kind::Words, "error", "bu")),
            ("l error bu", found(Kind::Words, "error", "bu")),
            ("lookup -n 3 --json error \"bu", found(Kind::Words, "error", "bu")),
            ("--color never lookup ", found(Kind::Words, "", "")),
            ("lookup --deck pl", found(Kind::Decks, "", "pl")),
            ("lookup --deck = pl", found(Kind::Decks, "", "pl")),
            ("scan --jot --deck ", found(Kind::Decks, "", "")),
            ("quiz data pl", found(Kind::Decks, "data", "pl")),
            ("team unfollow ", found(Kind::Followed, "", "")),
            ("team follow --depth deep d", found(Kind::Decks, "", "d")),
            ("lo", None),
            ("lookup --sh", None),
            ("lookup -n ", None),
            ("--decks ", None),
            ("--decks x", None),
            ("deck check dec", None),
            ("data restore 2026", found(Kind::Backups, "", "2026")),
            ("team unf", None),
            ("team pl", found(Kind::Decks, "", "pl")),
            ("jot err", None),
            ("nonsense x", None),
            ("", None),
        ] {
            assert_eq!(at(line), expected, "{line}");
        }
    }

    fn library() -> Library {
        let decks = [
            "deck: a\ntitle: Team A\nterms:\n  - {term: Error budget, definition: d, aliases: [SLO budget]}\n  - {term: SLO, definition: d}\n",
            "deck: b\nterms:\n  - {term: Error rate, definition: d}\n  - {term: \"It's $(x) \\\"y\\\"\", id: x, definition: d}\n",
        ];
        let decks = decks
            .iter()
            .filter_map(|text| read(&"x.yaml".into(), text.as_bytes(), Origin::Named).deck);
        Library::merge(decks.collect()).library
    }

    fn offered(line: &str, followed: &[&str]) -> Vec<String> {
        let words: Vec<String> = line.split(' ').map(unquoted).collect();
        let position = position(&Cli::command(), &words).unwrap();
        candidates(&position, &library(), followed).into_iter().map(|(value, _)| value).collect()
    }

    #[test]
    fn names_are_offered_from_the_word_that_is_typed_followed_teams_first() {
        assert_eq!(offered("l err", &[]), ["error budget", "error rate"]);
        assert_eq!(offered("l err", &["b"]), ["error rate", "error budget"]);
        assert_eq!(offered("l error bu", &[]), ["budget"]);
        assert_eq!(offered("l Err", &[]), ["Error budget", "Error rate"]);
        assert_eq!(offered("l sl", &[]), ["slo budget", "slo"]);
        assert_eq!(offered("l SL", &[]), ["SLO budget", "SLO"]);
        assert_eq!(offered("l ", &["b"]), ["error rate", "it's $(x) \"y\""]);
        assert_eq!(offered("quiz a ", &[]), ["b"]);
        assert_eq!(offered("team unfollow ", &["b"]), ["b"]);
        assert_eq!(offered("l zzz", &[]), [""; 0]);
    }

    #[test]
    fn words_come_without_their_quotes() {
        for (word, expected) in [
            ("\"a b", "a b"),
            ("'a \"b'", "a \"b"),
            ("a\\ b", "a b"),
            ("'a\\b'", "a\\b"),
            ("\\", ""),
        ] {
            assert_eq!(unquoted(word), expected, "{word}");
        }
    }
}
