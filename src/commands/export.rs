//! `shoptalk deck export`: turns decks into pages, tables, cards, and decks again.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::cli::{self, ExportForm};
use crate::commands::{CommandResult, Context, Outcome, known_decks};
use crate::core::deck::{Deck, MINE, Origin};
use crate::core::export::{anki, csv, html, json, markdown, web_page, yaml};
use crate::core::library::Library;
use crate::core::text::clean;
use crate::core::words::counted;
use crate::files;

/// Exports the decks named in `args`.
pub(super) fn run(args: &cli::Export, context: &mut Context<'_>) -> CommandResult {
    if args.to != ExportForm::Html && (args.title.is_some() || args.source.is_some()) {
        bail!("--title and --source are for --to html");
    }
    if let Some(source) = args.source.as_deref().filter(|source| web_page(source).is_none()) {
        bail!(
            "--source {} is not the address of a repository; it looks like https://github.com/acme/words",
            clean(source)
        );
    }
    let (mut decks, library) = chosen(&args.decks, context)?;
    if matches!(args.to, ExportForm::Html | ExportForm::Anki) {
        once(&mut decks);
    }
    let decks: Vec<&Deck> = decks.iter().collect();
    let one = |write: fn(&Deck) -> String| match decks[..] {
        [deck] => Ok(write(deck)),
        _ => {
            bail!("YAML and JSON hold one deck per file; name one deck, or a folder with --output")
        }
    };
    let several = decks.len() > 1;
    let text = match args.to {
        ExportForm::Html => {
            let title = args.title.as_deref().unwrap_or(match decks[..] {
                [deck] => &deck.title,
                _ => "What our teams say",
            });
            html(&decks, &library, title, args.source.as_deref())
        }
        ExportForm::Csv => csv(&decks),
        ExportForm::Anki => anki(&decks, &library),
        ExportForm::Markdown => markdown(&decks, &library),
        ExportForm::Json | ExportForm::Yaml if several && args.output.is_some() => String::new(),
        ExportForm::Json => one(json)?,
        ExportForm::Yaml => one(yaml)?,
    };
    let Some(output) = &args.output else {
        context.out.write_all(text.as_bytes())?;
        return Ok(Outcome::Done);
    };
    match args.to {
        ExportForm::Json if several => into_folder(&decks, output, "json", json)?,
        ExportForm::Yaml if several => into_folder(&decks, output, "yaml", yaml)?,
        _ => {
            let folder = output.parent().filter(|folder| *folder != Path::new(""));
            if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
                bail!("there is no folder {}; create it first", files::shown(folder));
            }
            check_output(output, &decks)?;
            files::replace(output, &text)?;
        }
    }
    let words: usize = decks.iter().map(|deck| deck.terms.len()).sum();
    let (words, decks) = (counted(words, "word"), counted(decks.len(), "deck"));
    writeln!(context.err, "wrote {words} of {decks} to {}", files::shown(output))?;
    Ok(Outcome::Done)
}

/// The decks with these names, by default all but the user's own words; and a library with the terms that they link to.
fn chosen(names: &[String], context: &Context<'_>) -> anyhow::Result<(Vec<Deck>, Library)> {
    let mut sources = context.sources();
    let library = files::load(&sources).library;
    // A deck goes before a file or folder of the same name.
    let is_path = |name: &&String| {
        name.contains(['/', '\\'])
            || files::ends_as_deck(Path::new(name))
            || Path::new(name).exists() && library.deck(name).is_none()
    };
    let (paths, ids): (Vec<&String>, Vec<&String>) = names.iter().partition(is_path);
    let mut decks = Vec::new();
    for path in &paths {
        let path = Path::new(path);
        if !path.exists() {
            bail!("{} does not exist", files::shown(path));
        }
        let read = files::read_path(path, &Origin::Named);
        if let Some(error) = read.iter().flat_map(|read| &read.problems).find(|it| it.is_error()) {
            bail!("{error}; nothing was exported: `shoptalk deck check` says more");
        }
        let before = decks.len();
        decks.extend(read.into_iter().filter_map(|read| read.deck));
        if decks.len() == before {
            bail!("{} has no decks", files::shown(path));
        }
        sources.named.push(path.to_owned());
    }
    let library = if paths.is_empty() { library } else { files::load(&sources).library };
    let ids: Vec<String> = ids.into_iter().cloned().collect();
    let ids = if names.is_empty() {
        let all = library.decks().iter().map(|deck| deck.id.clone());
        all.filter(|id| *id != MINE).collect()
    } else {
        known_decks(&ids, &library, context)?
    };
    decks.extend(ids.iter().filter_map(|id| library.deck(id)).cloned());
    let mut seen = HashSet::new();
    decks.retain(|deck| seen.insert((deck.id.clone(), deck.path.clone())));
    if decks.is_empty() {
        bail!("there are no decks to export");
    }
    Ok((decks, library))
}

/// Keeps each term once: a deck that extends another may say a term anew, and what it says counts.
fn once(decks: &mut [Deck]) {
    let mut seen = HashSet::new();
    for is_extending in [true, false] {
        for deck in decks.iter_mut().filter(|deck| deck.extends.is_some() == is_extending) {
            deck.terms.retain(|term| seen.insert(term.id.clone()));
        }
    }
}

/// Writes each deck to a file of its own.
fn into_folder(
    decks: &[&Deck],
    folder: &Path,
    ending: &str,
    write: fn(&Deck) -> String,
) -> anyhow::Result<()> {
    if !folder.is_dir() && (folder.exists() || folder.extension().is_some()) {
        let shown = files::shown(folder);
        bail!(
            "{shown} is not a folder; YAML and JSON hold one deck per file, so name a folder or a single deck"
        );
    }
    let mut targets: Vec<(PathBuf, &Deck)> = Vec::new();
    for deck in decks {
        let path = folder.join(format!("{}.{ending}", deck.id));
        if targets.iter().any(|(known, _)| *known == path) {
            bail!("two files have the deck `{}`; export them one at a time", deck.id);
        }
        check_output(&path, decks)?;
        targets.push((path, deck));
    }
    fs::create_dir_all(folder).with_context(|| files::shown(folder).to_string())?;
    for (path, deck) in targets {
        files::replace(&path, &write(deck))?;
    }
    Ok(())
}

/// Fails if `output` is a folder, or the file of one of the `decks`, which it would replace.
fn check_output(output: &Path, decks: &[&Deck]) -> anyhow::Result<()> {
    if output.is_dir() {
        bail!("{} is a folder; name a file in it", files::shown(output));
    }
    let Ok(output) = fs::canonicalize(output) else { return Ok(()) };
    let is_input = |deck: &&Deck| {
        deck.origin != Origin::BuiltIn
            && fs::canonicalize(&*deck.path).is_ok_and(|path| path == output)
    };
    if decks.iter().any(is_input) {
        bail!("{} is a deck that is exported; give --output another name", files::shown(&output));
    }
    Ok(())
}
