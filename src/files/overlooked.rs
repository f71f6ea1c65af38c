//! Finds deck files that are ignored because of their name.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::core::deck::read::is_json;
use crate::files::{in_reach, is_deck_file, open_file};

/// How much of a file to read when checking whether it is a deck, in bytes.
const HEAD: u64 = 64 * 1024;

/// The decks in `folder` and below whose names do not have a deck's extension, sorted by path.
pub fn overlooked(folder: &Path) -> Vec<PathBuf> {
    let mut files = in_reach(folder).unwrap_or_default();
    files.retain(|file| {
        !is_deck_file(file) && has_odd_ending(file) && file.is_file() && looks_like_deck(file)
    });
    files
}

/// Whether the name is one that editors or browsers give to decks: `pay.yaml.txt`, or `pay.json`.
fn has_odd_ending(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    (is_json(path) || name.contains(".yaml.") || name.contains(".yml."))
        && !name.ends_with(".schema.json")
}

/// Whether a file has the one field required in every deck.
fn looks_like_deck(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = open_file(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    let text = String::from_utf8_lossy(&head);
    read.is_ok()
        && text.lines().any(|line| {
            line.starts_with("terms:")
                || line.trim_start_matches([' ', '{']).starts_with("\"terms\":")
        })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn decks_with_another_ending_are_found_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let deck = "title: X\nterms:\n  - {term: T, definition: d}\n";
        for (name, text) in [
            ("a.yaml", deck),
            ("b.YAML", deck),
            ("c.yaml.txt", deck),
            ("d.json", "{\"terms\": []}"),
            ("deck.schema.json", "{\n  \"terms\": {}}"),
            ("notes.txt", deck),
            ("old.yaml.txt", "something else"),
            ("pay/e.yml.bak", deck),
            ("pay/more/f.yaml", deck),
            ("pay/compose.yaml", "services: {}\n"),
            (".git/g.yaml", deck),
        ] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let found = overlooked(folder.path());
        let found: Vec<_> = found
            .iter()
            .map(|path| path.strip_prefix(folder.path()).unwrap().display().to_string())
            .map(|path| path.replace('\\', "/"))
            .collect();
        assert_eq!(found, ["c.yaml.txt", "d.json", "pay/e.yml.bak"]);
    }
}
