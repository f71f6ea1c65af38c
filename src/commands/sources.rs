//! `shoptalk deck sources`: adds remote decks, updates their local copies, lists and removes them.

use std::io;

use serde::Serialize;

use crate::cli::{SourcesAdd, SourcesCommand};
use crate::commands::diff::human::{self, Reader};
use crate::commands::diff::summary;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::card::DeckId;
use crate::core::changes::changes_of_content;
use crate::core::deck::problem::Problem;
use crate::core::deck::{Deck, Origin};
use crate::core::library::{Library, Replaced};
use crate::core::text::{clean, reason};
use crate::core::words::counted;
use crate::files::{self, Sources};
use crate::sources::{Address, Copies, Fetched, Selection, Source, SourceError};
use crate::trainer::Trainer;

/// How many of the errors in a source are shown where it is added or updated.
const MOST_SHOWN: usize = 3;

const NONE: &str = "no deck sources yet; `shoptalk deck sources add` adds one";

/// Runs the subcommand.
pub(super) fn run(command: &SourcesCommand, context: &mut Context<'_>) -> CommandResult {
    let folder = context.places()?.sources();
    let copies = Copies::new(folder);
    match command {
        SourcesCommand::Add(args) => add(args, &copies, context),
        SourcesCommand::Update(args) => update(args.name.as_deref(), &copies, context),
        SourcesCommand::List(args) => list(args.json, &copies, context),
        SourcesCommand::Remove(args) => {
            copies.remove(&args.name)?;
            writeln!(context.err, "{} is removed; progress on its words is kept", args.name)?;
            Ok(Outcome::Done)
        }
    }
}

fn add(args: &SourcesAdd, copies: &Copies, context: &mut Context<'_>) -> CommandResult {
    let address = Address::parse(&args.from).map_err(SourceError::Refused)?;
    let name = args.name.clone().unwrap_or_else(|| address.name());
    let (shown, has_password) = (address.shown(), address.has_password());
    let wanted = Selection::new(address, args.path.clone(), args.branch.clone())?;
    writeln!(context.err, "fetching decks from {}", clean(&shown))?;
    let now = context.options.clock.now();
    let fetched = copies.add(&name, &wanted, now, &mut progress(context))?;
    clear(context)?;
    let files = fetched.after.iter().filter_map(|read| read.deck.clone());
    // A file that extends another of them is a part of the same deck.
    let merge = Library::merge(files.collect());
    let decks = merge.library.decks();
    for Deck { id, title, terms, .. } in decks {
        writeln!(context.out, "{id}  {title}, {}", counted(terms.len(), "word"))?;
    }
    say_what_is_wrong(&fetched, context)?;
    if has_password {
        let hint =
            "the password in the address is not saved: let git store it (`git help credentials`)";
        writeln!(context.err, "{hint}")?;
    }
    say_conflicts(&name, &[], context)?;
    let what = format!("{name} is added: {}", counted(decks.len(), "deck"));
    let ids: Vec<&str> = decks.iter().map(|deck| &*deck.id).collect();
    let next = match &ids[..] {
        [] => String::new(),
        ids => {
            let it = if ids.len() > 1 { "them" } else { "it" };
            format!("; to be quizzed on {it}, run `shoptalk team follow {}`", ids.join(" "))
        }
    };
    writeln!(context.err, "{what}{}{next}", commit(&fetched.source))?;
    Ok(Outcome::Done)
}

fn update(name: Option<&str>, copies: &Copies, context: &mut Context<'_>) -> CommandResult {
    let sources = match name {
        Some(name) => vec![copies.find(name)?],
        None => {
            let (sources, complaints) = copies.list();
            complaints.iter().try_for_each(|what| writeln!(context.err, "{what}"))?;
            sources
        }
    };
    if sources.is_empty() {
        writeln!(context.err, "{NONE}")?;
    }
    let mut outcome = Outcome::Done;
    for source in sources {
        let before = conflict_lines(&source.name, context);
        let now = context.options.clock.now();
        let fetched = copies.update(&source.name, now, &mut progress(context));
        clear(context)?;
        match fetched {
            Ok(fetched) => {
                say_what_changed(fetched, context)?;
                say_conflicts(&source.name, &before, context)?;
            }
            Err(error) => {
                outcome = Outcome::Problems;
                say_failure(&source, &error, context)?;
            }
        }
    }
    Ok(outcome)
}

fn say_failure(
    source: &Source,
    error: &SourceError,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    if let SourceError::Broken(problems) = error {
        problems.iter().try_for_each(|problem| writeln!(context.out, "{problem}"))?;
    }
    let name = &source.name;
    let age = match source.days_old(context.options.clock.now()) {
        0 => "today's decks".to_owned(),
        days => format!("the decks from {} ago", counted(usize::try_from(days)?, "day")),
    };
    writeln!(context.err, "{name}: {}; still using {age}", reason(&error))?;
    Ok(())
}

/// Prints the changes in followed decks, and a one-line summary of all changes.
fn say_what_changed(fetched: Fetched, context: &mut Context<'_>) -> anyhow::Result<()> {
    say_what_is_wrong(&fetched, context)?;
    let Fetched { source, before, after, .. } = fetched;
    let trainer = Trainer::open(context.options.clone());
    let followed: Vec<DeckId> = trainer.quizzed(&[]).into_iter().map(|(id, _)| id).collect();
    let followed_once = trainer.settings().followed().to_vec();
    let is_followed = |id: &str| {
        followed.iter().any(|one| one == id) || followed_once.iter().any(|(one, _)| one == id)
    };
    let around: Vec<Deck> = files::built_in();
    let mut all = changes_of_content(before, after, &around);
    // Its errors are said already.
    all.unread.clear();
    let (name, commit) = (&source.name, commit(&source));
    if all.is_empty() {
        writeln!(context.err, "{name}: nothing new{commit}")?;
        return Ok(());
    }
    let ours = all.clone().of_decks(is_followed);
    human::write(&ours, Reader::Learner, context.width, context.out)?;
    let others = all.of_decks(|id| !is_followed(id));
    let said = [(ours, "in decks you follow"), (others, "in other decks")];
    let said = said.iter().filter(|(changes, _)| !changes.is_empty());
    let said: Vec<_> = said.map(|(changes, of)| format!("{} {of}", summary(changes))).collect();
    writeln!(context.err, "{name}: {}{commit}", said.join("; "))?;
    Ok(())
}

fn say_what_is_wrong(fetched: &Fetched, context: &mut Context<'_>) -> io::Result<()> {
    fetched.left_out.iter().try_for_each(|what| writeln!(context.err, "{what}"))?;
    let sources = context.sources();
    let problems = files::load(&sources).problems;
    let problems: Vec<_> = problems_of(&fetched.source.name, &problems, &sources).collect();
    problems.iter().take(MOST_SHOWN).try_for_each(|problem| writeln!(context.err, "{problem}"))?;
    if let Some(more @ 1..) = problems.len().checked_sub(MOST_SHOWN) {
        writeln!(context.err, "{}: {}", counted(more, "more problem"), files::LISTS_SOURCES)?;
    }
    Ok(())
}

/// Those of `problems` that are in decks of the source `name`.
fn problems_of<'a>(
    name: &'a str,
    problems: &'a [Problem],
    sources: &'a Sources,
) -> impl Iterator<Item = &'a Problem> {
    let is_ours = move |one: &&Problem| sources.is_of(name, &(one.path.clone(), Origin::Copy));
    problems.iter().filter(is_ours)
}

/// What to say of the decks and words of the source `name` that hide others, or are hidden.
fn conflict_lines(name: &str, context: &Context<'_>) -> Vec<String> {
    let sources = context.sources();
    let is_ours =
        |one: &Replaced| [&one.by, &one.hidden].iter().any(|deck| sources.is_of(name, deck));
    let replaced = files::replaced(&sources).into_iter().filter(is_ours);
    replaced.map(|one| sources.replacement(&one)).collect()
}

/// Prints the conflicts of the source `name` that were not there `before`.
fn say_conflicts(name: &str, before: &[String], context: &mut Context<'_>) -> io::Result<()> {
    let new = conflict_lines(name, context).into_iter().filter(|line| !before.contains(line));
    new.collect::<Vec<_>>().iter().try_for_each(|line| writeln!(context.err, "{line}"))
}

/// A deck of a source with an id that other decks have, too.
#[derive(Serialize)]
struct Conflict {
    deck: DeckId,
    /// Whether the other deck is the one that is served.
    is_hidden: bool,
    /// Where the other deck comes from.
    other: String,
    /// The words that one of them hides, if it does not hide all of the other.
    words: Vec<String>,
    /// The titles of such scenes.
    scenes: Vec<String>,
}

/// The conflicts of the source `name` among `replaced`.
fn conflicts(name: &str, replaced: &[Replaced], sources: &Sources) -> Vec<Conflict> {
    let sides = replaced.iter().flat_map(|one| {
        let Replaced { by, hidden, .. } = one;
        [(one, by, hidden, false), (one, hidden, by, true)]
    });
    let ours = sides.filter(|(_, ours, ..)| sources.is_of(name, ours));
    ours.map(|(one, _, other, is_hidden)| {
        let some = |names: &[String]| if one.is_whole { Vec::new() } else { names.to_vec() };
        Conflict {
            deck: one.id.clone(),
            is_hidden,
            other: sources.place(other),
            words: some(&one.words),
            scenes: some(&one.scenes),
        }
    })
    .collect()
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    #[serde(flatten)]
    source: &'a Source,
    decks: Vec<DeckId>,
    conflicts: Vec<Conflict>,
    errors: Vec<Problem>,
    days_old: u64,
}

fn list(json: bool, copies: &Copies, context: &mut Context<'_>) -> CommandResult {
    let (sources, complaints) = copies.list();
    let now = context.options.clock.now();
    let in_use = context.sources();
    let replaced = files::replaced(&in_use);
    let problems = files::load(&in_use).problems;
    let rows: Vec<Row<'_>> = sources
        .iter()
        .map(|source| {
            let reads = copies.decks(source);
            let merge = Library::merge(reads.iter().filter_map(|read| read.deck.clone()).collect());
            let decks = merge.library.decks().iter().map(|deck| deck.id.clone()).collect();
            let errors = problems_of(&source.name, &problems, &in_use).cloned().collect();
            let (name, days_old) = (&source.name, source.days_old(now));
            let conflicts = conflicts(name, &replaced, &in_use);
            Row { name, source, decks, conflicts, errors, days_old }
        })
        .collect();
    complaints.iter().try_for_each(|what| writeln!(context.err, "{what}"))?;
    if !context.lists(&rows, json, NONE)? {
        return Ok(Outcome::Done);
    }
    for row in rows {
        let age = match row.days_old {
            0 => "today".to_owned(),
            1 => "yesterday".to_owned(),
            days => format!("{days} days ago"),
        };
        let Source { from, branch, path, .. } = row.source;
        let place = [Some(from), branch.as_ref(), path.as_ref()].into_iter().flatten();
        let place: Vec<&str> = place.map(String::as_str).collect();
        writeln!(context.out, "{}  {}", row.name, clean(&place.join(", ")))?;
        let of = commit(row.source);
        writeln!(context.out, "  fetched {age}{of}: {}", row.decks.join(", "))?;
        for Conflict { deck, is_hidden, other, words, scenes } in row.conflicts {
            let how = match (is_hidden, words.is_empty() && scenes.is_empty()) {
                (true, true) => "is hidden by the one of".to_owned(),
                (false, true) => "hides the one of".to_owned(),
                (true, false) => format!("has its {} replaced by", files::few(&words, &scenes)),
                (false, false) => format!("replaces {} of", files::few(&words, &scenes)),
            };
            writeln!(context.out, "  {deck} {how} {other}")?;
        }
        row.errors.iter().try_for_each(|problem| writeln!(context.out, "  {problem}"))?;
    }
    Ok(Outcome::Done)
}

/// The abbreviated commit, as ` (1a2b3c4)`, if the source is a repository.
fn commit(source: &Source) -> String {
    let short = source.commit.as_ref().map(|commit| commit.chars().take(7).collect::<String>());
    short.map(|commit| format!(" ({})", clean(&commit))).unwrap_or_default()
}

/// Shows git's progress on one line that is overwritten; nothing without a terminal.
fn progress<'a>(context: &'a mut Context<'_>) -> impl FnMut(&str) + 'a {
    let (shows, width) = (context.is_terminal, context.width);
    move |line: &str| {
        if shows {
            let line: String = line.chars().take(width.saturating_sub(1)).collect();
            // Ignore write errors: progress is optional.
            let _ = write!(context.err, "\r\u{1b}[K{line}");
            let _ = context.err.flush();
        }
    }
}

fn clear(context: &mut Context<'_>) -> io::Result<()> {
    if context.is_terminal { write!(context.err, "\r\u{1b}[K") } else { Ok(()) }
}
