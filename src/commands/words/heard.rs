//! `shoptalk deck words --heard`: adds misheard words to `sounds_like`, or proposes them to the owners of a deck.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{anyhow, bail};
use serde::Serialize;

use crate::cli;
use crate::commands::check::diff;
use crate::commands::target::{self, Target};
use crate::commands::{CommandResult, Context, Outcome, known_decks, propose};
use crate::core::card::{DeckId, TermId};
use crate::core::deck::edit::append;
use crate::core::deck::{Deck, Term};
use crate::core::library::Library;
use crate::core::propose::{Proposal, sounds};
use crate::core::sounds_like::{Judged, Status, judge, rows};
use crate::core::text::clean;
use crate::files::{self, OnDisk, texts};

#[derive(Serialize)]
struct Report<'a> {
    rows: &'a [Judged],
    /// The files to change.
    files: Vec<Arc<str>>,
    written: bool,
    /// Texts for the owners of decks that can't be changed here.
    proposals: Vec<&'a Proposal>,
}

/// A file to change.
struct Change {
    path: PathBuf,
    file: OnDisk,
    new: String,
}

/// What was heard of each term.
type Heard = BTreeMap<TermId, Vec<String>>;

/// Reads the `table` and shows or writes what it adds.
pub(super) fn run(table: &Path, args: &cli::Words, context: &mut Context<'_>) -> CommandResult {
    let shown = files::shown(table);
    let text = texts::read(table)?;
    if let Some(encoding) = text.damaged {
        bail!("parts of {shown} are not {encoding}; save it as UTF-8 and try again");
    }
    let at_hand = target::at_hand(context);
    let mut sources = context.sources();
    sources.named.extend(at_hand.iter().map(|target| target.path.clone()));
    let library = files::load(&sources).library;
    let only = known_decks(&args.decks, &library, context)?;
    let only: Vec<&str> = only.iter().map(DeckId::as_str).collect();
    let judged =
        judge(&rows(&text.text).map_err(|why| anyhow!("{shown}: {why}"))?, &library, &only);
    let mut heard = Heard::new();
    for row in judged.iter().filter(|row| row.status == Status::New) {
        let id = row.term.iter().cloned();
        id.for_each(|id| heard.entry(id).or_default().push(row.heard.clone()));
    }
    let changes = changes(&at_hand, &mut heard)?;
    let proposals = proposals(&heard, &library);
    if !args.json {
        say(&judged, &changes, args.write, context)?;
    }
    let paths: Vec<PathBuf> = changes.iter().map(|change| change.path.clone()).collect();
    if args.write {
        paths.iter().try_for_each(|path| target::refuse_link(path, context))?;
        files::write_all(changes.into_iter().map(|change| (change.file, change.new)).collect())?;
    }
    if args.json {
        context.json(&Report {
            rows: &judged,
            files: paths.iter().map(|path| files::shown(path)).collect(),
            written: args.write && !paths.is_empty(),
            proposals: proposals.iter().map(|(_, proposal)| proposal).collect(),
        })?;
    } else {
        go_on(&paths, &proposals, args.write, context)?;
    }
    let is_new = |row: &Judged| row.status == Status::New;
    Ok(if judged.iter().any(is_new) { Outcome::Done } else { Outcome::Problems })
}

/// The changes to the files in `at_hand`, whose terms are taken out of `heard`.
fn changes(at_hand: &[Target], heard: &mut Heard) -> anyhow::Result<Vec<Change>> {
    let mut changes = Vec::new();
    for Target { path, deck } in at_hand {
        let terms = deck.terms.iter();
        let mut terms =
            terms.filter_map(|Term { id, .. }| Some((id, heard.remove(id)?))).peekable();
        if terms.peek().is_none() {
            continue;
        }
        let file = OnDisk::read(path)?;
        let add = |text: String, (id, more): (&TermId, Vec<String>)| {
            append(&text, id.term(), "sounds_like", &more)
        };
        let new = terms
            .try_fold(file.text().to_owned(), add)
            .map_err(|error| anyhow!("{}: {error}; nothing was changed", files::shown(path)))?;
        changes.push(Change { path: path.clone(), file, new });
    }
    Ok(changes)
}

/// A proposal for each deck with terms in `heard`, and the title of the deck.
fn proposals(heard: &Heard, library: &Library) -> Vec<(String, Proposal)> {
    // Sorted by ID, so the terms of a deck are neighbors.
    let terms = heard.iter().filter_map(|(id, more)| {
        let (deck, term) = library.entry(id)?;
        Some((deck, (term, more.as_slice())))
    });
    let terms: Vec<(&Deck, (&Term, &[String]))> = terms.collect();
    let proposal = |terms: &[(&Deck, (&Term, &[String]))]| {
        let (deck, _) = terms[0];
        let terms: Vec<_> = terms.iter().map(|(_, term)| *term).collect();
        (deck.title.clone(), sounds(deck, &terms))
    };
    terms.chunk_by(|(a, _), (b, _)| a.id == b.id).map(proposal).collect()
}

/// Prints what happens to each row, and what changes in which files.
fn say(
    judged: &[Judged],
    changes: &[Change],
    written: bool,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    for Judged { line, heard, term, status, why } in judged {
        let term = term.as_ref().map(|id| format!(" for {id}")).unwrap_or_default();
        let status = match status {
            Status::New => "new",
            Status::Found => "already found",
            Status::Refused => "left out",
        };
        let why = why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
        let text = format!("line {line}: “{heard}”{term}, {status}{why}");
        writeln!(context.err, "{}", clean(&text))?;
    }
    let count = |status| judged.iter().filter(|row| row.status == status).count();
    let [new, found, refused] = [Status::New, Status::Found, Status::Refused].map(count);
    writeln!(context.err, "{new} new, {found} already found, {refused} left out")?;
    // What follows on `out` is to be run or sent, so after writing the difference is only for people.
    let out = if written { &mut *context.err } else { &mut *context.out };
    for Change { path, file, new } in changes {
        let lines = diff(file.text(), new, &files::shown(path), false);
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    out.flush()?;
    Ok(())
}

/// Prints how to go on: the git commands for the changed files, and the proposals to send.
fn go_on(
    paths: &[PathBuf],
    proposals: &[(String, Proposal)],
    written: bool,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    if !written && !paths.is_empty() {
        writeln!(context.err, "\nnothing was written; --write writes it")?;
    } else if let Some(lines) = target::git_lines(paths, "misheard-words", "Add misheard words") {
        writeln!(context.err, "\nTo propose it:\n")?;
        lines.iter().try_for_each(|line| writeln!(context.out, "{line}"))?;
    } else if written && paths.is_empty() && !proposals.is_empty() {
        writeln!(context.err, "\nnothing was written: none of these decks is yours to change")?;
    }
    for (team, proposal) in proposals {
        writeln!(context.err)?;
        propose::print(proposal, Some(team), context)?;
    }
    Ok(())
}
