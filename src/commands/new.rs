//! `shoptalk deck new`: creates a deck, empty or imported from another format.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;

use crate::cli;
use crate::commands::ask::Ask;
use crate::commands::{CommandResult, Context, Outcome, import};
use crate::core::deck::Origin;
use crate::core::deck::edit::{Head, empty, filled};
use crate::core::deck::problem::Problem;
use crate::core::deck::read::read;
use crate::core::import::Summary;
use crate::core::slug::slug;
use crate::core::text::{capital, clean};
use crate::core::words::counted;
use crate::files::{self, OnDisk};

#[derive(serde::Serialize)]
struct Report {
    path: Arc<str>,
    deck: String,
    terms: usize,
    #[serde(flatten)]
    summary: Summary,
}

/// Creates the deck named in `args`.
pub(super) fn run(args: &cli::New, context: &mut Context<'_>) -> CommandResult {
    let (path, stem) = place(&args.deck)?;
    let shown = files::shown(&path);
    let file = OnDisk::read(&path)?;
    if file.exists() || path.is_symlink() {
        bail!("{shown} already exists; `shoptalk deck add {shown}` adds a word to it");
    }
    let id = args.extends.as_deref().map_or_else(|| slug(&stem), slug);
    if id.is_empty() {
        bail!("`{}` has no letters or digits to make an id from", clean(&args.deck));
    }
    // Turns `data-platform` into `Data platform`.
    let title = capital(&slug(&stem).replace('-', " "));
    let folder = path.parent().unwrap_or(Path::new(""));
    let has_schema = folder.join("deck.schema.json").is_file();
    let head = Head { id: &id, extends: args.extends.is_some(), title: &title, has_schema };
    let asks = import::asks(args.from.as_deref(), &args.import, args.yes || args.json, context);
    let mut input = std::io::stdin().lock();
    let (text, terms, summary) = match &args.from {
        None => (empty(head, &shown), Vec::new(), Summary::default()),
        Some(from) => {
            let next = format!("shoptalk deck new {}", shell_words::quote(&args.deck));
            let (terms, summary) =
                import::gather(from, &args.import, None, &next, (asks, &mut input), context)?;
            (filled(head, &terms), terms, summary)
        }
    };
    let count = terms.len();
    if args.from.is_some() && !args.json {
        import::show(&terms, &summary, context)?;
    }
    if args.from.is_some() && count == 0 {
        writeln!(context.err, "no word could be imported; nothing was written")?;
        return Ok(Outcome::Problems);
    }
    // The generated text should always be valid; if it isn't, don't leave a broken file behind.
    let read = read(&shown, text.as_bytes(), Origin::Named);
    if let Some(problem) = read.problems.iter().find(|problem| Problem::is_error(problem)) {
        bail!("{problem}; nothing was written");
    }
    let report = Report { path: shown.clone(), deck: id.clone(), terms: count, summary };
    if args.import.dry_run {
        if args.json {
            context.json(&report)?;
        } else {
            writeln!(context.err, "nothing was written, because of --dry-run")?;
        }
        return Ok(Outcome::Done);
    }
    let question = format!("Create {shown} with {}?", counted(count, "word"));
    if asks && !Ask::new(&mut input, context.err, context.width).yes(&question)? {
        writeln!(context.err, "nothing was written")?;
        return Ok(Outcome::Problems);
    }
    file.write(&text)?;
    if args.json {
        context.json(&report)?;
        return Ok(Outcome::Done);
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
    writeln!(context.err, "`shoptalk deck add {shown}` adds a word to it,")?;
    writeln!(context.err, "`shoptalk deck check {shown}` lists its problems,")?;
    writeln!(context.err, "`shoptalk --decks {shown}` opens the trainer with it")?;
    Ok(Outcome::Done)
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
