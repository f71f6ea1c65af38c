//! `shoptalk deck add`: adds a term to a deck file in sorted position, imported terms, or a scene at its end, then prints the next steps.

mod scene;
mod words;

use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

use anyhow::bail;

use crate::cli;
use crate::commands::ask::Ask;
use crate::commands::check::draw::Pen;
use crate::commands::target::{self, Target};
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::deck::content::Content;
use crate::core::deck::edit::{Draft, EditError, insert};
use crate::core::deck::fields::{self, Field, Kind, TERM};
use crate::core::deck::lint::{RECOMMENDED, in_words, lint};
use crate::core::deck::problem::Problem;
use crate::core::deck::read::read;
use crate::core::deck::rules::Rule;
use crate::core::deck::{Deck, Level, Origin};
use crate::core::finder::{Finder, Found};
use crate::core::library::Library;
use crate::core::lookup::{Evidence, NEAR};
use crate::files::{self, OnDisk};

#[derive(serde::Serialize)]
struct Row<'a> {
    path: Arc<str>,
    id: String,
    line: u32,
    problems: &'a [Problem],
}

/// What goes into a deck file.
struct Addition<'a> {
    /// Its id.
    id: String,
    /// Its name.
    name: &'a str,
    /// What it is called: `term` or `scene`.
    kind: &'static str,
    /// It as YAML.
    lines: String,
    /// Inserts it into the text of a deck.
    insert: &'a dyn Fn(&str) -> Result<String, EditError>,
    /// The recommended fields that it lacks.
    lacking: Vec<&'static str>,
}

/// Adds a term, or a scene, to the deck named in `args`.
pub(super) fn run(args: &cli::Add, context: &mut Context<'_>) -> CommandResult {
    let asks = context.is_terminal && !args.yes && !args.json;
    let mut input = std::io::stdin().lock();
    let target = match &args.deck {
        Some(name) => target::find(name, context)?,
        None if asks => choose(&mut input, context)?,
        None => bail!("name the deck to add to: `shoptalk deck add DECK`"),
    };
    let library = library_beside(&target, context);
    if args.scene {
        return scene::run(args, &target, &library, &mut input, context);
    }
    if args.from.is_some() {
        return words::run(args, &target, &mut input, context);
    }
    let mut draft = args.term.0.clone();
    let too_long = |(name, content)| fields::of_term(name)?.too_long(content);
    if let Some(why) = draft.fields().find_map(too_long) {
        bail!("{why}");
    }
    if asks {
        let width = context.width;
        let mut ask = Ask::new(&mut input, context);
        fill_in(&mut draft, &mut ask, &target, &library, width)?;
    } else {
        for (field, flag) in [("term", "--term"), ("definition", "--definition")] {
            if draft.get(field).is_empty() {
                bail!("{flag} is missing: a term needs a word and a definition");
            }
        }
        if !args.json {
            let near = near(&draft, &target, &library, context.width);
            near.iter().try_for_each(|line| writeln!(context.err, "{line}"))?;
        }
    }
    let has = |name: &str| draft.fields().any(|(known, _)| known == name);
    let addition = Addition {
        id: draft.id(),
        name: draft.get("term"),
        kind: "term",
        lines: draft.lines(),
        insert: &|text| insert(text, &draft),
        lacking: RECOMMENDED.into_iter().filter(|name| !has(name)).collect(),
    };
    put(&addition, &target, &library, args.json, asks.then_some(&mut input), context)
}

/// Asks which of the writable decks to use.
fn choose(input: &mut dyn BufRead, context: &mut Context<'_>) -> anyhow::Result<Target> {
    let mut found = target::at_hand(context);
    if found.is_empty() {
        bail!("there are no deck files here; `shoptalk deck new NAME` makes one");
    }
    let mut ask = Ask::new(input, context);
    for (at, target) in found.iter().enumerate() {
        let path = files::shown(&target.path);
        ask.say(&format!("  {}  {}  {path}", at + 1, target.deck.title))?;
    }
    let at = ask.until("Which deck", |line| {
        let by_number = line.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let at = match line {
            "" if found.len() == 1 => Some(0),
            _ => by_number.or_else(|| found.iter().position(|target| &*target.deck.id == line)),
        };
        at.filter(|at| *at < found.len())
            .ok_or_else(|| "enter a number from the list, or a deck id".to_owned())
    })?;
    let target = found.swap_remove(at);
    target::refuse_link(&target.path, context)?;
    Ok(target)
}

/// Every deck in the library, plus the other decks in the target's folder.
fn library_beside(target: &Target, context: &Context<'_>) -> Library {
    let mut sources = context.sources();
    let folder = target.path.parent().filter(|folder| !folder.as_os_str().is_empty());
    sources.named.push(folder.unwrap_or(Path::new(".")).to_owned());
    files::load(&sources).library
}

/// Prompts for the fields that no flag set.
fn fill_in(
    draft: &mut Draft,
    ask: &mut Ask<'_>,
    target: &Target,
    library: &Library,
    width: usize,
) -> anyhow::Result<()> {
    let asked_for = |ask: &mut Ask<'_>, field: &Field| {
        let accept = |content: Content| {
            if content.is_empty() && field.required {
                return Err("this is required".to_owned());
            }
            let is_level = |text: &String| text.is_empty() || text.parse::<Level>().is_ok();
            if field.kind == Kind::Level && !content.texts().iter().all(is_level) {
                return Err("type core, working, or deep; Enter alone means working".to_owned());
            }
            field.too_long(&content).map_or(Ok(content), Err)
        };
        if field.kind.is_list() {
            // The items of a pasted list may be on lines of their own.
            ask.until_lines(field.question, |text| accept(Content::list(text.split([',', '\n']))))
        } else {
            ask.until(field.question, |line| accept(Content::text(line)))
        }
    };
    let is_open = |field: &&Field| {
        !field.question.is_empty() && draft.fields().all(|(known, _)| known != field.name)
    };
    let (needed, mut optional): (Vec<&Field>, Vec<_>) =
        TERM.iter().filter(is_open).partition(|field| field.required);
    let mut needed = needed.into_iter().peekable();
    if let Some(term) = needed.next_if(|field| field.name == "term") {
        draft.put(term.name, asked_for(ask, term)?);
    }
    let close = near(draft, target, library, width);
    close.iter().try_for_each(|line| ask.say(line))?;
    if !close.is_empty() && !ask.yes("Is yours a different one?")? {
        bail!("nothing was written");
    }
    for field in needed {
        draft.put(field.name, asked_for(ask, field)?);
    }
    optional.retain(|field| field.name != "expansion" || is_acronym(draft.get("term")));
    if !optional.is_empty() {
        ask.say("The rest is optional; press Enter to skip.")?;
    }
    for field in optional {
        draft.put(field.name, asked_for(ask, field)?);
    }
    Ok(())
}

fn is_acronym(term: &str) -> bool {
    let term = term.strip_suffix('s').unwrap_or(term);
    term.chars().count() >= 2 && term.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// Existing terms, in any deck, that may be duplicates of `draft`.
fn near(draft: &Draft, target: &Target, library: &Library, width: usize) -> Vec<String> {
    let finder = Finder::new(library, &[&*target.deck.id], &[]);
    let findings = finder.find(draft.get("term"), 3);
    // Phonetic matches and weak full-text matches would only be noise here.
    let fits = |found: &&Found| match found.hit.evidence {
        Evidence::Start | Evidence::Short | Evidence::Words => found.hit.score >= NEAR,
        evidence => evidence.is_match(),
    };
    let found: Vec<&Found> = findings.found.iter().filter(fits).collect();
    if found.is_empty() {
        return Vec::new();
    }
    let terms = found.iter().filter_map(|found| library.find(&found.term));
    let lines = terms.flat_map(|term| {
        let text = format!("{} ({}): {}", term.term, term.id, term.definition);
        let options =
            textwrap::Options::new(width.min(80)).initial_indent("  ").subsequent_indent("    ");
        textwrap::wrap(&text, options)
            .into_iter()
            .map(std::borrow::Cow::into_owned)
            .collect::<Vec<_>>()
    });
    std::iter::once("Similar terms that already exist:".to_owned()).chain(lines).collect()
}

/// Writes `added` to the file of `target`. If `input` is given, asks for confirmation first.
fn put(
    added: &Addition<'_>,
    target: &Target,
    library: &Library,
    json: bool,
    input: Option<&mut dyn BufRead>,
    context: &mut Context<'_>,
) -> CommandResult {
    let file = OnDisk::read(&target.path)?;
    let shown = files::shown(&target.path);
    let new = match (added.insert)(file.text()) {
        Ok(new) => new,
        Err(error) => {
            writeln!(context.err, "{shown}: {error}")?;
            if !matches!(error, EditError::Exists { .. }) && input.is_some() {
                write!(context.err, "This is what you wrote:\n{}", added.lines)?;
            }
            return Ok(Outcome::Problems);
        }
    };
    let (line, problems) = check(&new, &shown, added, library);
    let row = Row { path: shown, id: added.id.clone(), line, problems: &problems };
    if !json {
        draw(&problems, &new, context)?;
    }
    if problems.iter().any(Problem::is_error) {
        if json {
            context.json(&row)?;
        } else {
            let Addition { kind, lines, .. } = added;
            write!(context.err, "nothing was written; this is the {kind}:\n{lines}")?;
        }
        return Ok(Outcome::Problems);
    }
    if let Some(input) = input {
        write!(context.err, "{}", added.lines)?;
        let question = format!("Add it to {}, line {line}?", row.path);
        if !Ask::new(input, context).yes(&question)? {
            writeln!(context.err, "nothing was written")?;
            return Ok(Outcome::Problems);
        }
    }
    file.write(&new)?;
    let row = Row { id: format!("{}/{}", target.deck.id, row.id), ..row };
    if json {
        context.json(&row)?;
    } else {
        go_on(added, target, &row, context)?;
    }
    Ok(Outcome::Done)
}

/// Prints the problems in `text`.
fn draw(problems: &[Problem], text: &str, context: &mut Context<'_>) -> anyhow::Result<()> {
    let pen = Pen::of(context);
    for problem in problems {
        writeln!(context.err, "{}\n", pen.draw(problem, Some(text), None, true))?;
    }
    Ok(())
}

/// Prints where it was written, which fields it still lacks, and how to propose it.
fn go_on(
    added: &Addition<'_>,
    target: &Target,
    Row { path, id, line, .. }: &Row<'_>,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    writeln!(context.err, "{id} is in {path}, line {line}")?;
    if !added.lacking.is_empty() {
        let what = in_words(&added.lacking);
        writeln!(
            context.err,
            "it has no {what} yet; `shoptalk deck check --hints` shows what words lack"
        )?;
    }
    let branch = format!("add-{}", added.id);
    let message = format!("Add {} to {}", added.name, target.deck.title);
    target::say_how_to_propose(std::slice::from_ref(&target.path), &branch, &message, context)
}

/// Lints `text` and returns the line number of what was added, with its problems.
fn check(text: &str, path: &str, added: &Addition<'_>, library: &Library) -> (u32, Vec<Problem>) {
    let read = read(&path.into(), text.as_bytes(), Origin::Named);
    let Some(deck) = read.deck else { return (0, read.problems) };
    let terms = deck.terms.iter().map(|term| ("term", term.id.term(), term.line));
    let scenes = deck.scenes.iter().map(|scene| ("scene", &*scene.id, scene.line));
    let starts: Vec<_> = terms.chain(scenes).collect();
    let own = starts.iter().find(|(kind, id, _)| (*kind, *id) == (added.kind, &added.id));
    let mut problems = read.problems;
    let Some((.., from)) = own.copied() else { return (0, problems) };
    let next = starts.iter().map(|(.., line)| *line).filter(|line| *line > from).min();
    // The highest rank, so this version wins over the file on disk.
    let own = Deck { rank: u32::MAX, ..deck.clone() };
    let all = library.decks().iter().cloned().chain([own]);
    let library = Library::merge(all.collect()).library;
    problems.extend(lint(&[(&deck, &read.marks)], &library));
    problems.retain(|problem| {
        let line = problem.place.line;
        line >= from && next.is_none_or(|next| line < next) && problem.rule != Rule::Incomplete
    });
    (from, problems)
}
