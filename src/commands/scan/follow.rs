//! `shoptalk scan --follow`: lists the terms of live captions as they come.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::page::Page;
use crate::commands::reading::TERMS;
use crate::commands::scan::meaning;
use crate::commands::{CommandResult, Context, Outcome, quiz};
use crate::core::captions::{Captions, Heard, Incoming, PAUSE, Source};
use crate::core::card::TermId;
use crate::core::jargon::Scanner;
use crate::core::library::Library;
use crate::core::reading::UNKNOWN;
use crate::core::text::{clean, reason};
use crate::files::{shown, tail};
use crate::trainer::Trainer;
use crate::tui::{self, App, CaptionSource};

/// A term as JSON.
#[derive(Serialize)]
struct Row<'a> {
    text: &'a str,
    /// The likeliest sense; none if no deck explains it.
    term: Option<&'a TermId>,
    /// What was said that an acronym stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    expansion: Option<&'a str>,
    known: bool,
    /// Whether its meaning changed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    corrected: bool,
    senses: &'a [TermId],
    #[serde(skip_serializing_if = "Option::is_none")]
    gloss: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    definition: Option<&'a str>,
}

/// Follows the captions named in `args` until they end or the user quits.
pub(super) fn run(args: &cli::Scan, context: &mut Context<'_>) -> CommandResult {
    let is_input = args.path == Path::new("-");
    let name = if is_input { "standard input".into() } else { shown(&args.path).to_string() };
    if args.path.is_dir() {
        bail!("{name} is a folder: name the file to which the captions are written");
    }
    let trainer = context.trainer()?;
    let is_plain = context.is_plain(trainer.settings());
    let has_keys = is_input || context.is_terminal;
    let on_screen = context.on_terminal.out && has_keys && !is_plain && !args.json;
    if on_screen && is_input && context.is_terminal {
        bail!("no captions come on standard input: pipe them in, or name a file");
    }
    if args.quiz && !on_screen && (is_input || !is_plain) {
        bail!("--quiz needs a terminal for your answers; leave it out here");
    }
    let incoming = if !is_input {
        tail::follow(&args.path)
    } else if on_screen {
        context.is_terminal = true;
        tui::lend_input().and_then(tail::follow_stream)
    } else {
        tail::follow_stream(io::stdin())
    };
    let incoming = incoming.map_err(|error| {
        anyhow::anyhow!("{name}: {}; check the path and its permissions", reason(&error))
    })?;
    let library = trainer.library().clone();
    let heard = if on_screen {
        let theme = context.theme(trainer.settings());
        let look = context.look(trainer.settings());
        let source = CaptionSource { incoming, name, only_unknown: args.unknown };
        let mut app = App::captions(trainer, theme, source);
        quiz::run(&mut app, context)?;
        let heard = app.heard();
        print(&mut Page::new(context.out, look), &heard, &library)?;
        heard
    } else {
        print_as_they_come(args, &name, &incoming, &trainer, context)?
    };
    sum_up(&heard, context)?;
    if args.quiz {
        return drill(&heard, context);
    }
    Ok(Outcome::Done)
}

/// Prints a line for each term as it comes, until the captions end or the user interrupts.
fn print_as_they_come(
    args: &cli::Scan,
    name: &str,
    incoming: &Receiver<Incoming>,
    trainer: &Trainer,
    context: &mut Context<'_>,
) -> anyhow::Result<Vec<Heard>> {
    let is_interrupted = tui::interrupts()?;
    let library = trainer.library();
    let scanner = Scanner::new(library);
    let mut captions = Captions::default();
    // What a caption takes back and says again is printed once.
    let mut printed: HashMap<(String, Option<TermId>, Option<String>), usize> = HashMap::new();
    let mut is_paused = false;
    while !is_interrupted.load(Ordering::SeqCst) {
        let next = match incoming.recv_timeout(PAUSE) {
            Ok(next) => Some(next),
            Err(RecvTimeoutError::Timeout) if is_paused => continue,
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => break,
        };
        is_paused = next.is_none();
        let is_missing = next == Some(Incoming::Missing);
        trainer.listen(&mut captions, next, &scanner, args.unknown);
        for heard in captions.heard() {
            let first = heard.senses.first().cloned();
            let key = (heard.name.clone(), first, heard.expansion.clone());
            if let Some(number) = printed.get_mut(&key) {
                *number = heard.number;
                continue;
            }
            // What it meant before may come again.
            printed.retain(|_, number| *number != heard.number);
            printed.insert(key, heard.number);
            if args.json {
                context.json_line(&row(heard, library))?;
            } else {
                writeln!(context.out, "{}", clean(&line(heard, library)))?;
            }
        }
        context.out.flush()?;
        match captions.source() {
            Source::Missing if is_missing => {
                writeln!(context.err, "waiting for {name}: there is no such file yet")?;
            }
            Source::Failed(why) => bail!("{name} cannot be read: {}", clean(why)),
            Source::Ended => break,
            Source::Open | Source::Missing => {}
        }
    }
    Ok(captions.heard().cloned().collect())
}

/// A term, its team, and its gloss; and whether its meaning changed.
fn line(heard: &Heard, library: &Library) -> String {
    let start = if heard.is_corrected { "Correction: " } else { "" };
    match heard.senses.first().and_then(|sense| library.find(sense)) {
        Some(term) => format!("{start}{} ({}): {}", term.term, heard.teams(library), term.gist()),
        None => match &heard.expansion {
            Some(words) => format!("{}: {}", heard.name, meaning(&heard.name, words, library)),
            None => format!("{}: {UNKNOWN}", heard.name),
        },
    }
}

fn row<'a>(heard: &'a Heard, library: &'a Library) -> Row<'a> {
    let term = heard.senses.first().and_then(|sense| library.find(sense));
    Row {
        text: &heard.name,
        term: heard.senses.first(),
        expansion: heard.expansion.as_deref(),
        known: heard.is_known,
        corrected: heard.is_corrected,
        senses: &heard.senses,
        gloss: term.and_then(|term| term.gloss.as_deref()),
        definition: term.map(|term| term.definition.as_str()),
    }
}

/// Prints what was new, as it is no longer on the screen.
fn print(page: &mut Page<'_>, heard: &[Heard], library: &Library) -> io::Result<()> {
    let new = heard.iter().filter(|heard| !heard.is_known);
    let (explained, unknown): (Vec<_>, Vec<_>) = new.partition(|heard| !heard.senses.is_empty());
    let mut senses = explained.iter().filter_map(|heard| library.entry(heard.senses.first()?));
    senses.try_for_each(|(deck, term)| page.row(TERMS, &term.term, &deck.title, term.gist()))?;
    if !unknown.is_empty() {
        let name = |Heard { name, expansion, .. }: &&Heard| match expansion {
            Some(words) => format!("{name} ({})", meaning(name, words, library)),
            None => name.clone(),
        };
        let names: Vec<String> = unknown.iter().map(name).collect();
        page.line(&format!("No deck explains: {}", names.join(", ")))?;
    }
    Ok(())
}

/// Prints the counts.
fn sum_up(heard: &[Heard], context: &mut Context<'_>) -> io::Result<()> {
    context.out.flush()?;
    let new = heard.iter().filter(|heard| !heard.is_known && !heard.senses.is_empty()).count();
    let known = heard.iter().filter(|heard| heard.is_known).count();
    let acronyms = heard.len() - new - known;
    let understood = if known > 0 { format!("; understood: {known}") } else { String::new() };
    writeln!(context.err, "new to you: {new}{understood}; not in any deck: {acronyms}")
}

/// Starts a quiz of what was new.
fn drill(heard: &[Heard], context: &mut Context<'_>) -> CommandResult {
    let new = heard.iter().filter(|heard| !heard.is_known);
    super::ask(new.flat_map(|heard| heard.senses.iter().cloned()).collect(), context)
}
