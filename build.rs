//! Prepares the decks that ship inside the program: parsed now, so that they need not be parsed at every start.

#![expect(
    clippy::disallowed_methods,
    reason = "cargo speaks to a build script through the environment"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

#[path = "src/core/yaml.rs"]
#[allow(dead_code, reason = "the program uses the rest")]
mod yaml;

#[path = "src/core/packed.rs"]
mod packed;

fn main() {
    for path in ["decks", "src/core/yaml.rs", "src/core/packed.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let target = env::var("OUT_DIR").expect("cargo sets it");
    let folder = Path::new(&root).join("decks");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("the folder `decks` stands beside Cargo.toml")
        .map(|entry| entry.expect("an entry of `decks` can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    files.sort();
    let mut out = String::from("static BUILT_IN: &[(&str, &[u8])] = &[\n");
    for file in files {
        let stem = file.file_stem().unwrap_or_default().display().to_string();
        // A broken deck is left out rather than stopping the build, or nobody could run `check` to see what is wrong.
        let deck = match pack(&file) {
            Ok(deck) => deck,
            Err(line) => {
                let shown = format!("decks/{stem}.yaml:{line}");
                println!("cargo::warning={shown}: left out; run `cargo run -- check decks`");
                continue;
            }
        };
        let packed = Path::new(&target).join(format!("{stem}.deck"));
        fs::write(&packed, deck).expect("OUT_DIR can be written");
        let path = packed.display().to_string();
        writeln!(out, "    (\"decks/{stem}.yaml\", include_bytes!({path:?})),")
            .expect("a string takes every text");
    }
    out.push_str("];\n");
    fs::write(Path::new(&target).join("built_in.rs"), out).expect("OUT_DIR can be written");
}

/// The deck at `path`, packed; or the line on which it is broken.
fn pack(path: &Path) -> Result<Vec<u8>, u32> {
    let text = fs::read_to_string(path).map_err(|_| 1_u32)?;
    let tree = yaml::parse(&text);
    match (tree.faults.first(), &tree.root) {
        (Some(fault), _) => Err(fault.place.line),
        (None, None) => Err(1),
        (None, Some(node)) => Ok(packed::pack(node)),
    }
}
