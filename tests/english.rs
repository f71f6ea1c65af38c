//! Checks that documents, messages and comments are in present-day English, without the phrases that `check` reports in decks.
//! Another test covers decks, and snapshots contain text from decks.

use std::fs;
use std::path::{Path, PathBuf};

use shoptalk::core::deck::lint::plain::phrases_in;

/// Files that contain such phrases on purpose.
const EXCEPT: [&str; 3] = ["core/deck/lint.rs", "core/deck/lint/plain.rs", "docs/rules.md"];

fn texts(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            // Tests quote decks.
            if !path.ends_with("tests") {
                texts(&path, found);
            }
        } else if path.extension().is_some_and(|end| end == "rs" || end == "md") {
            found.push(path);
        }
    }
}

#[test]
fn no_document_message_or_comment_says_what_no_one_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "docs", "templates"] {
        texts(&root.join(folder), &mut files);
    }
    for file in ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md"] {
        files.push(root.join(file));
    }
    let mut found = Vec::new();
    for file in files {
        let name = file.display().to_string().replace('\\', "/");
        if EXCEPT.iter().any(|except| name.ends_with(except)) {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a text can be read");
        for (number, line) in text.lines().enumerate() {
            found.extend(
                phrases_in(line)
                    .into_iter()
                    .map(|(phrase, plain)| format!("{name}:{}: “{phrase}”: {plain}", number + 1)),
            );
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
