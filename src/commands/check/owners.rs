//! Finds a CODEOWNERS file that is out of step with the owners of the decks beside it.

use std::path::{Path, PathBuf};

use crate::core::code_owners::{OwnedFile, in_step};
use crate::core::deck::Origin;
use crate::core::deck::problem::Problem;
use crate::core::deck::rules::Rule;
use crate::core::yaml::Span;
use crate::files;

/// One problem for each CODEOWNERS file beside the folders `decks` in `paths` that should say something else.
pub(super) fn out_of_step(paths: &[PathBuf]) -> Vec<Problem> {
    paths.iter().filter_map(|path| problem(path)).collect()
}

fn problem(decks: &Path) -> Option<Problem> {
    let repository = decks.parent().filter(|_| decks.ends_with("decks") && decks.is_dir())?;
    let path = repository.join(".github/CODEOWNERS");
    if !path.is_file() || files::is_link(&path) {
        return None;
    }
    let text = String::from_utf8(files::file_bytes(&path).ok()?).ok()?;
    let wanted = in_step(&text, &owned_files(decks));
    if wanted == text {
        return None;
    }
    let missing = wanted.lines().find(|line| text.lines().all(|other| other != *line));
    let what = match missing {
        Some(line) => format!("CODEOWNERS has no line `{line}`"),
        None => "CODEOWNERS has a line for a deck that does not exist".to_owned(),
    };
    let place = Span { line: 1, column: 1, start: 0, end: 0 };
    let help = "run `shoptalk deck init-repo`, which brings it up to date";
    Some(Problem::new(files::shown(&path), place, Rule::CodeOwners, what, help))
}

/// The deck files in the folder `decks`, with their owners.
pub(crate) fn owned_files(decks: &Path) -> Vec<OwnedFile> {
    let found = files::deck_files(decks).unwrap_or_default();
    let owned = |path: &PathBuf| {
        let inside = path.strip_prefix(decks).ok()?;
        let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
        let owners = if files::is_link(path) {
            None
        } else {
            files::read_file(path, &Origin::Named).deck.map(|deck| deck.owners)
        };
        Some(OwnedFile { file: parts?.join("/"), owners })
    };
    found.iter().filter_map(owned).collect()
}
