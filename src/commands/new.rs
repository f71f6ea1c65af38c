//! `shoptalk deck new`: creates a deck, empty or imported from another format.

use std::io::BufRead;
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::cli;
use crate::commands::import::{self, Report};
use crate::commands::{CommandResult, Context, Outcome, target};
use crate::core::deck::edit::{Draft, Head, empty, filled};
use crate::core::export::head_lines;
use crate::core::import::Summary;
use crate::core::slug::slug;
use crate::core::text::{capital, clean};
use crate::core::typed_command::shell_word;
use crate::core::words::counted;
use crate::files::{self, OnDisk};

/// Creates the deck named in `args`.
pub(super) fn run(args: &cli::New, context: &mut Context<'_>) -> CommandResult {
    let (path, stem) = place(&args.deck)?;
    target::refuse_linked_decks(path.parent())?;
    let shown = files::shown(&path);
    let file = OnDisk::read(&path)?;
    if file.exists() || path.is_symlink() {
        bail!(
            "{shown} already exists; `shoptalk deck add {}` adds a word to it",
            shell_word(&shown)
        );
    }
    let id = args.extends.as_deref().map_or_else(|| slug(&stem), slug);
    if id.is_empty() {
        bail!("`{}` has no letters or digits to make an id from", clean(&args.deck));
    }
    // Turns `data-platform` into `Data platform`.
    let title = capital(&slug(&stem).replace('-', " "));
    let folder = path.parent().unwrap_or(Path::new(""));
    let has_schema = folder.join("deck.schema.json").is_file();
    let head =
        Head { id: &id, extends: args.extends.is_some(), title: &title, more: "", has_schema };
    let asks = import::asks(args.from.as_deref(), &args.import, args.yes || args.json, context);
    let mut input = std::io::stdin().lock();
    let (text, terms, summary) = match &args.from {
        None => (Some(empty(head, &shown)), Vec::new(), Summary::default()),
        Some(from) => {
            let extends = args.extends.iter().map(|id| format!(" --extends {}", shell_word(id)));
            let next = format!(
                "shoptalk deck new {}{}{}",
                shell_word(&args.deck),
                extends.collect::<String>(),
                args.import.typed(args.yes)
            );
            let (terms, mut summary) =
                import::gather(from, &args.import, None, &next, (asks, &mut input), context)?;
            summary.take_language();
            if !args.json {
                import::show(&terms, &summary, context)?;
            }
            ((!terms.is_empty()).then(|| with_head(head, &terms, &summary)), terms, summary)
        }
    };
    let count = terms.len();
    let question = format!("Create {shown} with {}?", counted(count, "word"));
    let report = Report { path: &shown, deck: &id, terms: count, summary };
    let flags = (args.import.dry_run, args.json);
    let asked = asks.then_some((question, &mut input as &mut dyn BufRead));
    if let Some(outcome) = import::write(file, text, &report, flags, asked, context)? {
        return Ok(outcome);
    }
    match count {
        0 => writeln!(context.err, "created {shown}")?,
        count => writeln!(context.err, "created {shown} with {}", counted(count, "word"))?,
    }
    if args.extends.is_none() && files::load(&context.sources()).library.deck(&id).is_some() {
        writeln!(
            context.err,
            "this deck replaces another one with the id `{id}`; use `--extends {id}` to add to that one instead"
        )?;
    }
    let word = shell_word(&shown);
    writeln!(context.err, "`shoptalk deck add {word}` adds a word to it,")?;
    writeln!(context.err, "`shoptalk deck check {word}` lists its problems,")?;
    writeln!(context.err, "`shoptalk --decks {word}` opens the trainer with it")?;
    Ok(Outcome::Done)
}

/// A deck of `terms`, with the head of the deck that was imported, if it was one.
fn with_head(head: Head<'_>, terms: &[Draft], summary: &Summary) -> String {
    let (title, others): (Vec<_>, Vec<_>) =
        summary.head.iter().cloned().partition(|(name, _)| *name == "title");
    let title = title.first().and_then(|(_, title)| title.texts().first());
    let title = title.map_or(head.title, String::as_str);
    filled(Head { title, more: &head_lines(&others), ..head }, terms)
}

/// The path and ID for `name`. A path is used as is; an ID goes to `decks`, or the current folder if that doesn't exist.
fn place(name: &str) -> anyhow::Result<(PathBuf, String)> {
    let path = Path::new(name);
    let has_end = files::ends_as_deck(path);
    if name.contains(['/', '\\']) || has_end {
        if !has_end {
            bail!("the name of a deck file must end in .yaml: `{}.yaml`", clean(name));
        }
        let stem = path.file_stem().unwrap_or_default().display().to_string();
        return Ok((path.to_owned(), stem));
    }
    let file = format!("{}.yaml", slug(name));
    let folder = Path::new("decks");
    Ok((if folder.is_dir() { folder.join(file) } else { PathBuf::from(file) }, name.to_owned()))
}
