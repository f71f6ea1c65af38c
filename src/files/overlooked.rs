//! Finds deck files that are ignored because of their location or name.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::files::{is_deck_file, open_file};

/// How many levels of subfolders to search.
const DEEPEST: usize = 3;
/// The maximum number of folder entries to visit.
const MOST: usize = 2_000;
/// How much of a file to read when checking whether it is a deck, in bytes.
const HEAD: u64 = 64 * 1024;

/// A deck file that is ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlooked {
    /// Its path.
    pub path: PathBuf,
    /// Why it is ignored.
    pub why: Why,
}

/// Why a deck file is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is in a subfolder.
    Below,
    /// Its name does not have a deck's extension.
    Ending,
}

/// The ignored decks in `folder` and below, sorted by name. Does not follow links, and skips hidden files.
pub fn overlooked(folder: &Path) -> Vec<Overlooked> {
    let mut found = Vec::new();
    look(folder, 0, &mut MOST.clone(), &mut found);
    found
}

fn look(folder: &Path, depth: usize, left: &mut usize, found: &mut Vec<Overlooked>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<_> = entries.flatten().take(*left).collect();
    *left -= entries.len();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        let Ok(kind) = entry.file_type() else { continue };
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if kind.is_dir() && depth < DEEPEST {
            look(&path, depth + 1, left, found);
        } else if kind.is_file() {
            let why = match (depth, is_deck_file(&path)) {
                (0, false) if has_odd_ending(&path) => Why::Ending,
                (1.., true) => Why::Below,
                _ => continue,
            };
            if looks_like_deck(&path) {
                found.push(Overlooked { path, why });
            }
        }
    }
}

/// Whether the name is one that editors or browsers give to decks: `pay.yaml.txt`, or `pay.json`.
fn has_odd_ending(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_json = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json"));
    (is_json || name.contains(".yaml.") || name.contains(".yml."))
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
    use super::*;

    #[test]
    fn decks_below_a_folder_or_with_another_ending_are_found_and_nothing_else() {
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
            ("pay/e.yml", deck),
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
            .map(|found| {
                let path = found.path.strip_prefix(folder.path()).unwrap();
                (path.display().to_string().replace('\\', "/"), found.why)
            })
            .collect();
        assert_eq!(
            found,
            [
                ("c.yaml.txt".to_owned(), Why::Ending),
                ("d.json".to_owned(), Why::Ending),
                ("pay/e.yml".to_owned(), Why::Below),
                ("pay/more/f.yaml".to_owned(), Why::Below),
            ]
        );
    }
}
