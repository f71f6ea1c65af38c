//! Checks the architecture: which module may import which, and that every file says what it is for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const ARCHITECTURE: &str = include_str!("../ARCHITECTURE.md");

/// Names that each part of the program must not use outside its tests, in addition to the modules ARCHITECTURE.md forbids.
const WALLS: &[(&str, &str)] = &[
    // No terminal, files, database or environment.
    (
        "src/core",
        "ratatui crossterm rusqlite signal_hook tempfile etcetera std::fs std::io std::env \
         std::process std::net std::thread SystemTime:: Instant:: Zoned::now rand::rng",
    ),
    ("src/store", "ratatui crossterm"),
    ("src/files.rs", "ratatui crossterm rusqlite std::env"),
    ("src/files", "ratatui crossterm rusqlite std::env"),
    ("src/sources.rs", "ratatui crossterm rusqlite std::env std::process"),
    ("src/sources", "ratatui crossterm rusqlite std::env std::process"),
    ("src/git.rs", "ratatui crossterm rusqlite std::env"),
    ("src/git", "ratatui crossterm rusqlite std::env std::fs"),
    ("src/settings", "ratatui crossterm rusqlite std::env"),
    ("src/trainer.rs", "ratatui crossterm rusqlite std::env"),
    ("src/trainer", "ratatui crossterm rusqlite std::env"),
    // Screens only see the core. They return side effects as messages.
    (
        "src/tui/screens",
        "rusqlite crossterm::terminal crossterm::execute std::fs std::io std::env std::process \
         crate::tui::app crate::tui::terminal",
    ),
    (
        "src/tui/widgets",
        "rusqlite crossterm::terminal std::fs std::io std::env crate::core::quiz_session \
         crate::tui::app crate::tui::message crate::tui::screens crate::tui::terminal",
    ),
    // Roles and keys are below everything that draws.
    ("src/tui/theme.rs", "crate::"),
    ("src/tui/keymap.rs", "crate::tui::app crate::tui::screens crate::tui::widgets crate::trainer"),
    ("src/commands", "ratatui rusqlite std::env println! eprintln!"),
    // Only one way to write imports.
    ("src", "crate::{ super::super unsafe"),
];

/// The only files that may use a name.
const DOORS: &[(&str, &[&str])] = &[
    ("Timestamp::now", &["src/core/time.rs"]),
    ("csv::", &["src/core/import/", "src/core/export.rs", "src/core/export/csv.rs"]),
    ("pulldown_cmark", &["src/core/import/markdown/blocks/reader.rs", "src/core/import/markup.rs"]),
    ("serde_yaml", &["src/core/yaml.rs"]),
    ("postcard", &["src/core/packed_library.rs", "src/files/deck_cache.rs"]),
    ("fsrs::", &["src/core/schedule.rs", "src/core/schedule/"]),
    ("annotate_snippets", &["src/commands/check/draw.rs"]),
    ("fuzzy_matcher", &["src/core/lookup/"]),
    ("rusqlite", &["src/store/"]),
    ("ratatui", &["src/tui/"]),
    ("Color::", &["src/tui/theme.rs"]),
    ("std::env::var", &["src/main.rs"]),
    ("std::process::Command", &["src/git.rs", "src/git/", "src/tui/editor.rs"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files below `place`, or `place` itself.
fn rust_files(place: &Path) -> Vec<PathBuf> {
    if place.is_file() {
        return vec![place.to_owned()];
    }
    let entries =
        fs::read_dir(place).unwrap_or_else(|error| panic!("{}: {error}", place.display()));
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.expect("a folder of the project can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The path of `file` in the project, with `/` on all systems.
fn name(file: &Path) -> String {
    let inside = file.strip_prefix(root()).expect("a file of the project is below its root");
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn is_test(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/")
}

/// The numbered lines of `file` that are code, without tests.
fn code(file: &Path) -> Vec<(usize, String)> {
    if is_test(&name(file)) {
        return Vec::new();
    }
    code_of(&fs::read_to_string(file).expect("a file of the project can be read"))
}

fn code_of(text: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut test: Option<usize> = None;
    for (at, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        // A test item ends at the closing line with the same indentation.
        if let Some(depth) = test {
            if indent == depth && (line.trim_end().ends_with(';') || line.trim() == "}") {
                test = None;
            }
            continue;
        }
        if line.trim() == "#[cfg(test)]" {
            test = Some(indent);
            continue;
        }
        let line = line.split("//").next().unwrap_or_default();
        if !line.trim().is_empty() {
            lines.push((at + 1, line.to_owned()));
        }
    }
    lines
}

/// Whether `line` contains `word` as a whole word.
fn names(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_some_and(part);
        let after = line[at + word.len()..].chars().next().is_some_and(part);
        !(before && word.starts_with(part) || after && word.ends_with(part))
    })
}

#[test]
fn no_part_names_what_it_may_not_know() {
    let mut found = Vec::new();
    for (place, words) in WALLS {
        let files = rust_files(&root().join(place));
        assert!(!files.is_empty(), "nothing is at {place}");
        for file in files {
            for (number, line) in code(&file) {
                for word in words.split_whitespace().filter(|word| names(&line, word)) {
                    found.push(format!("{}:{number}: `{word}`: {}", name(&file), line.trim()));
                }
            }
        }
    }
    assert!(found.is_empty(), "names that do not belong there:\n{}", found.join("\n"));
}

#[test]
fn each_thing_has_one_door() {
    let mut found = Vec::new();
    for file in rust_files(&root().join("src")) {
        let name = name(&file);
        for (number, line) in code(&file) {
            for (word, doors) in DOORS.iter().filter(|(word, _)| names(&line, word)) {
                if !doors.iter().any(|door| name.starts_with(door)) {
                    let doors = doors.join(", ");
                    found.push(format!("{name}:{number}: `{word}` belongs into {doors}"));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The crate's own modules that `line` names.
fn imports_of(line: &str) -> impl Iterator<Item = &str> {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.split("crate::").skip(1).map(move |rest| rest.split(|c| !part(c)).next().unwrap_or(""))
}

/// The table in ARCHITECTURE.md: each part of the program, and the modules it may import.
fn layers() -> Vec<(&'static str, Vec<&'static str>)> {
    let table = ARCHITECTURE.split("| module | may import |").nth(1).expect("the table is there");
    let rows = table.lines().skip(2).map_while(|line| line.strip_prefix("| `"));
    rows.map(|row| {
        let (part, may) = row.split_once('`').expect("a part stands in backticks");
        (part, may.split('`').skip(1).step_by(2).collect())
    })
    .collect()
}

/// The part of the program that the file `name` belongs to: the one with the longest matching prefix.
fn part_of<'a>(name: &str, parts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let inside = name.strip_prefix("src/")?;
    let is_in = |part: &&str| {
        inside.strip_prefix(*part).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    };
    parts.filter(is_in).max_by_key(|part| part.len())
}

#[test]
fn imports_point_one_way() {
    let layers = layers();
    let mut found = Vec::new();
    for file in rust_files(&root().join("src")).iter().filter(|file| !file.ends_with("lib.rs")) {
        let name = name(file);
        let part = part_of(&name, layers.iter().map(|(part, _)| *part));
        let part =
            part.unwrap_or_else(|| panic!("{name} is in no part that ARCHITECTURE.md names"));
        let own = part.split('/').next().unwrap_or(part);
        let may = &layers.iter().find(|(known, _)| *known == part).expect("it is one of them").1;
        for (number, line) in code(file) {
            // Other crates use the library by name.
            let line = line.replace("shoptalk::", "crate::");
            for import in imports_of(&line).filter(|import| *import != own) {
                if !may.contains(&import) {
                    found.push(format!("{name}:{number}: {part} may not import {import}"));
                }
            }
        }
    }
    assert!(found.is_empty(), "see the table in ARCHITECTURE.md:\n{}", found.join("\n"));
}

/// The module in `file`, such as `core::deck`.
fn module(file: &Path) -> String {
    let name = name(file);
    let inside = name.strip_prefix("src/").and_then(|name| name.strip_suffix(".rs"));
    let inside = inside.expect("it is a file of the source");
    inside.strip_suffix("/mod").unwrap_or(inside).replace('/', "::")
}

/// Adds the paths at the start of `text`, which may be a group in braces, to `found`.
fn expand(text: &str, before: &str, found: &mut Vec<String>) {
    let is_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    let end = text.find(|c| !is_path(c)).unwrap_or(text.len());
    let path = format!("{before}{}", &text[..end]);
    if !text[end..].starts_with('{') {
        found.push(path);
        return;
    }
    let (mut depth, mut from) = (0, end + 1);
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < end) {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth == 0 || depth == 1 && c == ',' {
            expand(text[from..at].trim_start(), &path, found);
            from = at + 1;
        }
        if depth == 0 {
            break;
        }
    }
}

/// The modules that the file of `own` names. Those that contain it don't count: a file may use what its parent defines.
fn named_by(own: &str, text: &str, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let mut paths = Vec::new();
    for rest in text.split("crate::").skip(1) {
        expand(rest, "", &mut paths);
    }
    let parent = own.rsplit_once("::").map_or("", |(parent, _)| parent);
    for rest in text.split("super::").skip(1) {
        expand(rest, &format!("{parent}::"), &mut paths);
    }
    let children = modules.iter().filter_map(|module| module.strip_prefix(own)?.strip_prefix("::"));
    let children = children.filter(|child| names(text, &format!("{child}::")));
    paths.extend(children.map(|child| format!("{own}::{child}")));
    let file_of = |path: String| {
        let mut path = path.as_str();
        while !modules.contains(path) {
            path = path.rsplit_once("::")?.0;
        }
        Some(path.to_owned())
    };
    let mut found: BTreeSet<String> = paths.into_iter().filter_map(file_of).collect();
    found.retain(|module| module != own && !own.starts_with(&format!("{module}::")));
    found
}

#[test]
fn no_files_name_each_other_in_a_circle() {
    let files = rust_files(&root().join("src"));
    let files = || files.iter().filter(|file| !is_test(&name(file)));
    let modules: BTreeSet<String> = files().map(|file| module(file)).collect();
    let mut left: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files() {
        let lines: Vec<String> = code(file).into_iter().map(|(_, line)| line).collect();
        let own = module(file);
        let named = named_by(&own, &lines.join("\n"), &modules);
        left.insert(own, named);
    }
    assert!(left["core::brief"].contains("core::plan"), "imports are found: {left:?}");
    // A file is in no circle if it names only files that are in none.
    while let Some(free) = left.iter().find(|(_, named)| named.is_empty()) {
        let free = free.0.clone();
        left.remove(&free);
        for named in left.values_mut() {
            named.remove(&free);
        }
    }
    assert!(left.is_empty(), "these name each other, or a file that does: {left:#?}");
}

#[test]
fn the_layers_stand_in_an_order_from_the_outside_in() {
    let layers = layers();
    let place = |module: &str| layers.iter().position(|(part, _)| *part == module);
    for (at, (part, may)) in layers.iter().enumerate() {
        for module in may {
            let below = place(module).unwrap_or_else(|| panic!("{module} is not in the table"));
            let own = part.split('/').next() == Some(*module);
            assert!(own || below > at, "{part} stands below {module}, which it may import");
        }
    }
}

#[test]
fn every_file_opens_with_a_sentence_that_says_what_it_is() {
    let mut found = Vec::new();
    for place in ["src", "tests", "benches", "build.rs"] {
        let place = root().join(place);
        if !place.exists() {
            continue;
        }
        for file in rust_files(&place) {
            let name = name(&file);
            let text = fs::read_to_string(&file).expect("a file of the project can be read");
            let first = text.lines().next().unwrap_or_default();
            let inside_src = name.starts_with("src/");
            if !(first.starts_with("//! ") || inside_src && is_test(&name)) {
                found.push(format!("{name}:1: {first}"));
            }
        }
    }
    assert!(found.is_empty(), "files without a first sentence:\n{}", found.join("\n"));
}

#[test]
fn the_reader_of_code_knows_tests_and_comments_from_the_rest() {
    let sample = "//! std::fs\nuse a::b; // std::fs\n#[cfg(test)]\nuse std::fs;\nfn c() {}\n\
                  #[cfg(test)]\nmod tests {\n    use std::fs;\n    fn d() {\n    }\n}\nfn e() {}\n";
    let lines: Vec<usize> = code_of(sample).into_iter().map(|(number, _)| number).collect();
    assert_eq!(lines, [2, 5, 12]);
    assert!(names("use std::fs;", "std::fs") && names("ratatui::Frame", "ratatui"));
    assert!(
        !names("use my_std::fs_extra;", "std::fs") && !names("crate::filesystem", "crate::files")
    );
}
