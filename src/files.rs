//! Deck files: those built into the program, and those on disk.

pub mod texts;

mod lock;
mod overlooked;
mod prepared;
mod revision;
mod write;

pub use overlooked::{Overlooked, Why, overlooked};
use prepared::Stamps;
pub use revision::Revision;
pub use write::{OnDisk, WriteError, change, read_bytes, write_all};

use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::core::deck::problem::Problem;
use crate::core::deck::read::{Read, read};
use crate::core::deck::rules;
use crate::core::deck::scan::MAX_BYTES;
use crate::core::deck::{Deck, Marks, Origin};
use crate::core::library::Library;
use crate::core::shelf::{self, Shelf};
use crate::core::text::clean;
use crate::core::yaml::Place;

/// The decks that ship, and what was prepared of them for look-up.
static BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/built_in"));

/// Where decks are looked for, besides those built in.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Folders with copies of decks from elsewhere, in the order in which these were added.
    pub copies: Vec<PathBuf>,
    /// The user's own folder of decks; it need not exist.
    pub own: Option<PathBuf>,
    /// Files and folders named for this run.
    pub named: Vec<PathBuf>,
    /// The folder in which is kept what was read of them.
    pub prepared: Option<PathBuf>,
    /// The built-in decks to load, by id; all of them where it is none.
    pub builtin: Option<Vec<String>>,
}

impl Sources {
    /// Every file and folder of decks that is there or was named, later ones worth more.
    fn paths(&self) -> impl Iterator<Item = (&Path, Origin)> {
        let own = self.own.iter().filter(|folder| folder.is_dir());
        let own = own.map(|folder| (folder.as_path(), Origin::Own));
        let copies = self.copies.iter().map(|folder| (folder.as_path(), Origin::Copy));
        copies.chain(own).chain(self.named.iter().map(|path| (path.as_path(), Origin::Named)))
    }
}

/// All decks, with what is wrong with them.
#[derive(Debug, Default)]
pub struct Loaded<T = Library> {
    /// The decks that can be used, merged.
    pub library: T,
    /// Everything that is wrong, file by file.
    pub problems: Vec<Problem>,
    /// What the user should know: one deck took the place of another.
    pub notices: Vec<String>,
}

impl<T> Loaded<T> {
    fn map<U>(self, library: impl FnOnce(T) -> U) -> Loaded<U> {
        let Self { library: before, problems, notices } = self;
        Loaded { library: library(before), problems, notices }
    }
}

/// The decks that ship with the program.
pub fn built_in() -> Vec<Deck> {
    // The build script has packed them; they cannot be anything else.
    shelf::decks(BUILT_IN).unwrap_or_default()
}

fn built_in_shelf() -> Shelf {
    let shelf = Shelf::of(BUILT_IN.into(), 0);
    shelf.unwrap_or_else(|| Shelf::holding(&Library::merge(built_in()).library))
}

fn built_in_library() -> Library {
    built_in_shelf().library().unwrap_or_default()
}

/// Loads all decks. Whatever is wrong with one of them, the others are there. What was read before and has not changed is
/// taken from where it is kept.
pub fn load(sources: &Sources) -> Loaded {
    let stamps = prepared::stamps(sources);
    let kept = stamps.as_ref().and_then(prepared::load);
    if let Some(Loaded { library: shelf, problems, notices }) = kept
        && let Some(library) = shelf.library()
    {
        return Loaded { library, problems, notices };
    }
    let loaded = read_all(sources).map(|library| library.unwrap_or_else(built_in_library));
    keep(&loaded, stamps.as_ref());
    loaded
}

/// Loads the same for a look-up, which takes out only the terms that it shows.
pub fn load_shelf(sources: &Sources) -> Loaded<Shelf> {
    let stamps = prepared::stamps(sources);
    if let Some(kept) = stamps.as_ref().and_then(prepared::load) {
        return kept;
    }
    let loaded = read_all(sources);
    if loaded.library.is_none() {
        return loaded.map(|_| built_in_shelf());
    }
    let loaded = loaded.map(Option::unwrap_or_default);
    keep(&loaded, stamps.as_ref());
    loaded.map(|library| Shelf::holding(&library))
}

fn keep(loaded: &Loaded, stamps: Option<&Stamps>) {
    if let Some(stamps) = stamps {
        // It saves time and nothing else: a read-only or full disk is no reason to stop.
        let _ = prepared::keep(loaded, stamps);
    }
}

/// Reads all decks; no library where there are only those that ship.
fn read_all(sources: &Sources) -> Loaded<Option<Library>> {
    let mut problems = Vec::new();
    let mut added = Vec::new();
    for (rank, (path, origin)) in (1..).zip(sources.paths()) {
        for read in read_path(path, &origin) {
            problems.extend(read.problems.into_iter().filter(Problem::is_error));
            added.extend(read.deck.map(|deck| Deck { rank, ..deck }));
        }
    }
    if added.is_empty() && sources.builtin.is_none() {
        return Loaded { library: None, problems, notices: Vec::new() };
    }
    let (built_in, mut notices) = chosen(sources);
    let merge = Library::merge(built_in.into_iter().chain(added).collect());
    problems.extend(merge.problems);
    notices.extend(merge.notices);
    Loaded { library: Some(merge.library), problems, notices }
}

/// The built-in decks that are to be loaded, and what to say of those that are named and are none.
fn chosen(sources: &Sources) -> (Vec<Deck>, Vec<String>) {
    let mut decks = built_in();
    let Some(named) = &sources.builtin else { return (decks, Vec::new()) };
    let is_deck = |name: &&String| decks.iter().any(|deck| *deck.id == ***name);
    let unknown = named.iter().filter(|name| !is_deck(name));
    let notices = unknown
        .map(|name| format!("the setting `builtin` names `{name}`, which is no built-in deck"));
    let notices = notices.collect();
    decks.retain(|deck| named.iter().any(|name| *name == *deck.id));
    (decks, notices)
}

/// Reads the deck file at `path`, or every deck file in the folder `path`, in the order of their names.
pub fn read_path(path: &Path, origin: &Origin) -> Vec<Read> {
    match deck_files(path) {
        Ok(files) => files.iter().map(|file| read_file(file, origin)).collect(),
        Err(error) => vec![nothing(unreadable(path, &error))],
    }
}

/// The deck files at `path`: itself, or what ends in `.yaml` or `.yml` in the folder.
pub fn deck_files(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path)? {
        let file = entry?.path();
        if is_deck_file(&file) && file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// Whether a file of this name in a folder of decks is a deck: it ends as one, and is not hidden.
pub fn is_deck_file(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    ends_as_deck(path) && !hidden
}

/// Whether the name of a file ends in `.yaml` or `.yml`, in letters of either case.
pub fn ends_as_deck(path: &Path) -> bool {
    let is_one = |end: &OsStr| end.eq_ignore_ascii_case("yaml") || end.eq_ignore_ascii_case("yml");
    path.extension().is_some_and(is_one)
}

/// The bytes of the deck file at `path`. What is no file (a pipe, a device) is not opened, what is too large is not read,
/// and of a file that grows meanwhile no more is read than a deck may have.
pub fn file_bytes(path: &Path) -> Result<Vec<u8>, Box<Problem>> {
    let unreadable = |error: &std::io::Error| Box::new(unreadable(path, error));
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let too_large = |size: u64| Box::new(is_too_large(path, size));
    let no_file = || {
        let mend = "name a file, or a folder of files";
        Box::new(broken(path, &rules::UNREADABLE, "this is no file".to_owned(), mend))
    };
    let data = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if !data.is_file() {
        return Err(no_file());
    }
    if data.len() > limit {
        return Err(too_large(data.len()));
    }
    let file = fs::File::open(path).map_err(|error| unreadable(&error))?;
    let mut bytes = Vec::with_capacity(usize::try_from(data.len()).unwrap_or_default() + 1);
    // One byte more than allowed is enough to know that a file is too large, however large it is.
    let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    match read {
        Ok(_) if bytes.len() > MAX_BYTES => Err(too_large(bytes.len() as u64)),
        Ok(_) => Ok(bytes),
        Err(error) => Err(unreadable(&error)),
    }
}

fn read_file(path: &Path, origin: &Origin) -> Read {
    match file_bytes(path) {
        Ok(bytes) => read(&shown(path), &bytes, origin.clone()),
        Err(problem) => nothing(*problem),
    }
}

/// What is said of a file with more bytes than a deck may have.
fn is_too_large(path: &Path, size: u64) -> Problem {
    let what = format!("the file has {} KiB; a deck may have {}", size / 1024, MAX_BYTES / 1024);
    broken(path, &rules::TOO_LARGE, what, "split it into decks of one team each")
}

/// No deck, as the file has more bytes than one may have.
fn too_large(path: &Path, size: u64) -> Read {
    nothing(is_too_large(path, size))
}

/// The problem that nothing can be read at `path`.
pub fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let mend = "check the path and its permissions";
    broken(path, &rules::UNREADABLE, format!("cannot be read: {error}"), mend)
}

fn broken(path: &Path, rule: &'static rules::Rule, what: String, mend: &str) -> Problem {
    let place = Place { line: 1, column: 1, start: 0, end: 0 };
    Problem::new(shown(path), place, rule, what, mend)
}

/// No deck, and why.
fn nothing(problem: Problem) -> Read {
    Read { deck: None, marks: Vec::new(), head: Marks::default(), problems: vec![problem] }
}

/// The path as it is shown: names of files are hostile text, too.
pub fn shown(path: &Path) -> Arc<str> {
    clean(&path.display().to_string()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_decks_can_be_left_out_all_or_some() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("b.yaml"), "terms:\n  - {term: T, definition: d}\n").unwrap();
        let own = Some(folder.path().to_owned());
        let prepared = Some(folder.path().join("prepared"));
        let load = |builtin: Option<&[&str]>| {
            let builtin =
                builtin.map(|decks| decks.iter().map(|deck| (*deck).to_owned()).collect());
            let sources = Sources {
                own: own.clone(),
                prepared: prepared.clone(),
                builtin,
                ..Sources::default()
            };
            // From the files, and from what was prepared of them.
            let [first, again] = [load(&sources), load(&sources)];
            assert_eq!(first.notices, again.notices);
            let ids = |loaded: &Loaded| -> Vec<String> {
                loaded.library.decks().iter().map(|deck| deck.id.to_string()).collect()
            };
            assert_eq!(ids(&first), ids(&again));
            (ids(&first), first.notices)
        };
        assert_eq!(load(Some(&[])), (vec!["b".to_owned()], Vec::new()));
        let (ids, notices) = load(Some(&["ml", "nosuch"]));
        assert_eq!(ids, ["ml", "b"]);
        assert_eq!(notices, ["the setting `builtin` names `nosuch`, which is no built-in deck"]);
        assert_eq!(load(None).0.len(), built_in().len() + 1);
        let none = Sources { builtin: Some(Vec::new()), ..Sources::default() };
        assert!(super::load(&none).library.decks().is_empty());
        assert!(load_shelf(&none).library.decks().next().is_none());
    }

    #[test]
    fn the_decks_that_ship_are_whole() {
        let loaded = load(&Sources::default());
        assert_eq!(loaded.problems, []);
        assert!(loaded.library.decks().len() >= 3);
    }

    #[test]
    fn one_broken_deck_does_not_stop_the_others() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.yaml"), "terms:\n  - term: X: Y\n").unwrap();
        fs::write(folder.path().join("b.yaml"), "terms:\n  - {term: T, definition: d}\n").unwrap();
        fs::write(folder.path().join("note.txt"), "not a deck").unwrap();
        let sources = Sources { own: Some(folder.path().to_owned()), ..Sources::default() };
        let loaded = load(&sources);
        assert!(loaded.library.deck("b").is_some() && loaded.library.deck("platform").is_some());
        assert_eq!(loaded.problems.len(), 1);
        assert!(loaded.problems[0].path.ends_with("a.yaml"));
    }

    #[test]
    fn a_broken_deck_lets_the_earlier_one_serve() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("platform.yaml"), "terms: [\n").unwrap();
        let loaded = load(&Sources { named: vec![folder.path().to_owned()], ..Sources::default() });
        assert!(!loaded.library.deck("platform").unwrap().terms.is_empty());
        assert_eq!(loaded.problems.len(), 1);
    }

    #[test]
    fn a_later_path_replaces_a_deck_and_a_folder_may_not_have_it_twice() {
        let folder = tempfile::tempdir().unwrap();
        for (name, word) in [("a", "One"), ("b", "Two")] {
            let text = format!("deck: same\nterms:\n  - {{term: {word}, definition: d}}\n");
            fs::write(folder.path().join(format!("{name}.yaml")), text).unwrap();
        }
        let files = ["a", "b"].map(|name| folder.path().join(format!("{name}.yaml")));
        let loaded = load(&Sources { named: files.into(), ..Sources::default() });
        assert_eq!((loaded.problems.len(), loaded.notices.len()), (0, 1));
        assert_eq!(loaded.library.deck("same").unwrap().terms[0].term, "Two");
        let loaded = load(&Sources { named: vec![folder.path().to_owned()], ..Sources::default() });
        assert_eq!(loaded.problems[0].rule.code, "E309");
    }

    #[test]
    fn a_path_that_is_not_there_is_a_problem_and_no_more() {
        let loaded =
            load(&Sources { named: vec!["no/such/deck.yaml".into()], ..Sources::default() });
        assert_eq!(loaded.problems[0].rule.code, "E108");
    }
}
