//! Lists the decks that ship inside the program.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=decks");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let folder = Path::new(&root).join("decks");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("the folder `decks` stands beside Cargo.toml")
        .map(|entry| entry.expect("an entry of `decks` can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    files.sort();
    let mut out = String::from("static BUILT_IN: &[(&str, &str)] = &[\n");
    for file in files {
        let name = format!("decks/{}", file.file_name().unwrap_or_default().display());
        writeln!(out, "    ({name:?}, include_str!({:?})),", file.display().to_string())
            .expect("a string takes every text");
    }
    out.push_str("];\n");
    let target = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&target).join("built_in.rs"), out).expect("OUT_DIR can be written");
}
