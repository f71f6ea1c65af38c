//! Reads and indexes the built-in decks at build time, so the program doesn't do it at every start.

#![expect(
    clippy::disallowed_methods,
    reason = "cargo speaks to a build script through the environment"
)]

use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The same code that the program uses to read decks and look up words.
#[path = "src/core"]
#[allow(dead_code, unused_imports, missing_docs, reason = "the program uses the rest")]
mod core {
    pub mod card;
    pub mod deck;
    pub mod deck_names;
    pub mod encoding;
    pub mod finder;
    pub mod hash;
    pub mod html;
    pub mod jargon;
    pub mod library;
    pub mod lookup;
    pub mod packed_library;
    pub mod slug;
    pub mod text;
    pub mod vocabulary;
    pub mod words;
    pub mod yaml;
}

use crate::core::deck::{Deck, Origin, read};
use crate::core::hash::Fnv;
use crate::core::library::Library;
use crate::core::packed_library::PackedLibrary;

fn main() {
    println!("cargo::rerun-if-changed=src/core");
    println!("cargo::rerun-if-env-changed=SHOPTALK_BUILTIN_DECKS");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let target = env::var("OUT_DIR").expect("cargo sets it");
    // Companies and benchmarks can build with their own decks.
    let folder = env::var_os("SHOPTALK_BUILTIN_DECKS")
        .map_or_else(|| Path::new(&root).join("decks"), PathBuf::from);
    println!("cargo::rerun-if-changed={}", folder.display());
    let decks = decks(&folder);
    let packed = PackedLibrary::new(&Library::merge_by_title(decks).library).to_bytes();
    fs::write(Path::new(&target).join("built_in"), &packed).expect("OUT_DIR can be written");
    println!(
        "cargo::rustc-env=SHOPTALK_MADE_BY={}",
        made_by(&Path::new(&root).join("src/core"), &packed)
    );
    if let Some(commit) = commit(Path::new(&root)) {
        println!("cargo::rustc-env=SHOPTALK_COMMIT={commit}");
    }
}

/// The commit of a release: from the workflow that builds it, or as Cargo notes it in a published package. A checkout has none,
/// because its commit may exist nowhere else.
fn commit(root: &Path) -> Option<String> {
    let noted = root.join(".cargo_vcs_info.json");
    println!("cargo::rerun-if-env-changed=SHOPTALK_COMMIT");
    let from_package = || {
        let noted: serde_json::Value = serde_json::from_slice(&fs::read(noted).ok()?).ok()?;
        noted.pointer("/git/sha1")?.as_str().map(str::to_owned)
    };
    let commit = env::var("SHOPTALK_COMMIT").ok().or_else(from_package)?;
    (commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit())).then_some(commit)
}

/// A fingerprint of the code with its lists of words, and of the built-in decks; it changes when any of them does.
fn made_by(code: &Path, packed: &[u8]) -> String {
    let mut hash = Fnv::default();
    hash.write(packed);
    let mut open = vec![code.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("the code can be read");
            let mut inside: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
            inside.sort();
            open.extend(inside);
        } else if path.extension().is_some_and(|end| end == "rs" || end == "txt") {
            hash.write(&fs::read(&path).unwrap_or_default());
        }
    }
    let version = env::var("CARGO_PKG_VERSION").expect("cargo sets it");
    format!("{version} {:016x}", hash.finish())
}

/// The decks in `folder`, by file name. A broken deck is skipped instead of failing the build; otherwise no one could run
/// `check` to find out what is wrong.
fn decks(folder: &Path) -> Vec<Deck> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry of the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    files.sort();
    let mut decks = Vec::new();
    for file in files {
        let name = format!("decks/{}", file.file_name().unwrap_or_default().display());
        let bytes = fs::read(&file).unwrap_or_default();
        let read = read::read(&name.as_str().into(), &bytes, Origin::BuiltIn);
        match (read.deck, read.problems.iter().find(|problem| problem.is_error())) {
            (Some(deck), None) => decks.push(deck),
            (_, problem) => {
                let shown = problem.map_or_else(|| name.clone(), ToString::to_string);
                println!("cargo::warning={shown}: left out; run `cargo run -- check decks`");
            }
        }
    }
    decks
}
