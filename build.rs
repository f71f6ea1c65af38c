//! Prepares what ships inside the program: its decks are read now, and made ready for look-up, so that nothing of that is
//! left to do at every start.

#![expect(
    clippy::disallowed_methods,
    reason = "cargo speaks to a build script through the environment"
)]

use std::path::Path;
use std::{env, fs};

/// The same code that the program reads decks and looks up words with.
#[path = "src/core"]
#[allow(dead_code, unused_imports, missing_docs, reason = "the program uses the rest")]
mod core {
    pub mod bytes;
    pub mod card;
    pub mod deck;
    pub mod hash;
    pub mod library;
    pub mod lookup;
    pub mod slug;
    pub mod text;
    pub mod words;
    pub mod yaml;
}

use crate::core::bytes::Writer;
use crate::core::deck::{Deck, Origin, packed, read};
use crate::core::library::Library;

fn main() {
    println!("cargo::rerun-if-changed=decks");
    println!("cargo::rerun-if-changed=src/core");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let target = env::var("OUT_DIR").expect("cargo sets it");
    let decks = decks(&Path::new(&root).join("decks"));
    let mut packed = Writer::default();
    packed.all(&decks, |to, deck| packed::pack(deck, to));
    Library::merge(decks).library.lookup_index().pack(&mut packed);
    let path = Path::new(&target).join("built_in");
    fs::write(path, packed.into_bytes()).expect("OUT_DIR can be written");
}

/// The decks in `folder`, by the names of their files. A broken one is left out rather than stopping the build, or nobody
/// could run `check` to see what is wrong.
fn decks(folder: &Path) -> Vec<Deck> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the folder `decks` stands beside Cargo.toml")
        .map(|entry| entry.expect("an entry of `decks` can be read").path())
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
