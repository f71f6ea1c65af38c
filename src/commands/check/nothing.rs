//! Error messages for paths without decks: checking nothing must not count as success.

use std::path::{Path, PathBuf};

use crate::core::deck::problem::Problem;
use crate::core::deck::rules::Rule;
use crate::core::import::Form;
use crate::core::text::clean;
use crate::core::yaml::Span;
use crate::files;

/// An error message with a suggestion if `paths` contain no deck, or else `None`. Also `None` if a path can't be read, which is
/// reported elsewhere.
pub(crate) fn nothing(paths: &[PathBuf]) -> Option<String> {
    let is_empty = |path: &PathBuf| files::deck_files(path).is_ok_and(|files| files.is_empty());
    if !paths.iter().all(is_empty) {
        return None;
    }
    let name = |path: &PathBuf| {
        if path.as_os_str() == "." { "this folder".to_owned() } else { shown(path) }
    };
    let names: Vec<String> = paths.iter().map(name).collect();
    let meant = meant(paths);
    Some(format!("no deck (.yaml or .yml) in {}: {meant}", names.join(" or in ")))
}

/// A suggestion for `paths` that contain no deck.
fn meant(paths: &[PathBuf]) -> String {
    if let Some(path) = paths.iter().find_map(|path| files::overlooked(path).into_iter().next()) {
        return format!("{} looks like one: rename it to {}", shown(&path), new_name(&path));
    }
    if let Some(path) = paths.iter().find(|path| has_words(path)) {
        return format!(
            "`shoptalk deck new NAME --from {}` makes one from the words in it",
            shown(path)
        );
    }
    "`shoptalk deck new NAME` makes one".to_owned()
}

/// Whether the folder contains tables or lists that could be imported.
fn has_words(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.into_iter().any(|name| {
        !name.ends_with(".schema.json")
            && match Form::of(&name) {
                Some(Form::Table) => true,
                Some(Form::Yaml) => !name.starts_with('.'),
                // Folders of Markdown pages can be imported, but a README is no glossary.
                Some(Form::Markdown) | None => false,
            }
    })
}

/// Turns `pay.yaml.txt` into `pay.yaml`.
fn new_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.split('.').next().unwrap_or_default();
    format!("{}.yaml", clean(stem))
}

fn shown(path: &Path) -> String {
    files::shown(path).to_string()
}

/// One problem for each ignored file that looks like a deck, below the folders in `paths`.
pub(crate) fn not_read(paths: &[PathBuf]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for folder in paths.iter().filter(|path| path.is_dir()) {
        for path in files::overlooked(folder) {
            if paths.iter().any(|named| named != folder && *named == path) {
                continue;
            }
            let what = "this deck is not read: its name does not end in .yaml or .yml";
            let help = format!("rename it to {}", new_name(&path));
            let place = Span { line: 1, column: 1, start: 0, end: 0 };
            problems.push(Problem::new(files::shown(&path), place, Rule::NotRead, what, help));
        }
    }
    problems
}
