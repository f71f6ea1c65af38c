//! `shoptalk deck new`: creates a deck, empty or imported from another format.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::deck::Origin;
use crate::core::deck::edit::{Head, empty, filled};
use crate::core::deck::import::{Form, Imported, Names, Skipped};
use crate::core::deck::problem::Problem;
use crate::core::deck::read::read;
use crate::core::slug::slug;
use crate::core::text::{capital, clean};
use crate::core::words::counted;
use crate::files::{self, OnDisk};

/// The maximum number of files to import from a folder.
const MAX_FILES: usize = 2_000;

#[derive(serde::Serialize)]
struct Report {
    path: Arc<str>,
    deck: String,
    terms: usize,
    left: Vec<Skipped>,
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
    let (text, left, count) = match &args.from {
        None => (empty(head, &shown), Vec::new(), 0),
        Some(from) => {
            let (terms, left) = gather(from, &Names::new(&args.map))?;
            (filled(head, &terms), left, terms.len())
        }
    };
    if args.from.is_some() && count == 0 {
        say_left(&left, context)?;
        writeln!(context.err, "no word could be imported; nothing was written")?;
        return Ok(Outcome::Problems);
    }
    // The generated text should always be valid; if it isn't, don't leave a broken file behind.
    let read = read(&shown, text.as_bytes(), Origin::Named);
    if let Some(problem) = read.problems.iter().find(|problem| Problem::is_error(problem)) {
        bail!("{problem}; nothing was written");
    }
    file.write(&text)?;
    if args.json {
        context.json(&Report { path: shown, deck: id, terms: count, left })?;
        return Ok(Outcome::Done);
    }
    say_left(&left, context)?;
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

fn say_left(left: &[Skipped], context: &mut Context<'_>) -> io::Result<()> {
    left.iter().try_for_each(|Skipped { place, why }| writeln!(context.err, "{place}: {why}"))
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

/// The terms in the file or folder `from`, and what could not be imported.
fn gather(
    from: &Path,
    names: &Names,
) -> anyhow::Result<(Vec<crate::core::deck::edit::Draft>, Vec<Skipped>)> {
    let shown = files::shown(from);
    let mut taken = Imported::default();
    let mut more = Vec::new();
    if from.is_dir() {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(from)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.retain(|path| path.is_file());
        files.sort();
        let all = files.len();
        files.truncate(MAX_FILES);
        if all > MAX_FILES {
            let why = format!("it has {all} files; only the first {MAX_FILES} were read");
            more.push(Skipped { place: shown.to_string(), why });
        }
        for path in files {
            let name = path.file_name().unwrap_or_default().display().to_string();
            let place = clean(&name).into_owned();
            let form = Form::of(&name).ok_or("it is not a CSV, TSV, Markdown, or YAML file".into());
            let done = form.and_then(|form| {
                let file = OnDisk::read(&path).map_err(|error| error.to_string())?;
                taken.take(file.text(), form, Some(&name), names)
            });
            if let Err(why) = done {
                more.push(Skipped { place, why: clean(&why).into_owned() });
            }
        }
    } else {
        let Some(form) = Form::of(&shown) else {
            bail!("{shown} does not have a CSV, TSV, Markdown, or YAML extension");
        };
        let file = OnDisk::read(from)?;
        if !file.exists() {
            bail!("{shown} does not exist");
        }
        if let Err(why) = taken.take(file.text(), form, None, names) {
            bail!("{shown}: {why}");
        }
    }
    let (terms, left) = taken.finish();
    more.extend(left);
    Ok((terms, more))
}
