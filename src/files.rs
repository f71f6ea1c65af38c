//! Loads deck files, both built in and on disk.

pub mod tail;
pub mod texts;

mod deck_cache;
mod lock;
mod overlooked;
mod revision;
mod sync_folder;
mod walk;
mod write;

pub use deck_cache::{UNFINISHED as UNFINISHED_CACHE, drop_all as drop_cache};
pub use lock::{PATIENCE, UNFINISHED, remove_leftovers};
pub use overlooked::overlooked;
pub use revision::Revision;
pub use sync_folder::sync_tool;
pub use walk::{below, in_reach, is_in_reach};
pub use write::{
    OnDisk, WriteError, change, is_link, make_private, open_file, open_named, read_bytes, replace,
    write_all,
};

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::core::card::DeckId;
use crate::core::deck::problem::Problem;
use crate::core::deck::read::{MAX_BYTES, Read, read};
use crate::core::deck::rules::Rule;
use crate::core::deck::{Deck, Origin};
use crate::core::library::{Library, Replaced};
use crate::core::packed_library::{self, PackedLibrary};
use crate::core::text::{clean, reason};
use crate::core::words::{counted, listed};
use crate::core::yaml::Span;

/// The command that lists what is wrong with decks of sources.
pub const LISTS_SOURCES: &str = "shoptalk deck sources list";

/// The built-in decks with their look-up index.
static BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/built_in"));

/// Where to look for decks, besides the built-in ones.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Folders with copies of external decks, in the order the sources were added.
    pub copies: Vec<PathBuf>,
    /// The user's own deck folder; it may be missing.
    pub own: Option<PathBuf>,
    /// Files and folders named for this run.
    pub named: Vec<PathBuf>,
    /// The folder of the deck cache.
    pub prepared: Option<PathBuf>,
    /// The IDs of the built-in decks to load; all of them if `None`.
    pub builtin: Option<Vec<DeckId>>,
}

impl Sources {
    /// All deck files and folders that exist or were named, in ascending priority.
    fn paths(&self) -> impl Iterator<Item = (&Path, Origin)> {
        let own = self.own.iter().filter(|folder| folder.is_dir());
        let own = own.map(|folder| (folder.as_path(), Origin::Own));
        let copies = self.copies.iter().map(|folder| (folder.as_path(), Origin::Copy));
        copies.chain(own).chain(self.named.iter().map(|path| (path.as_path(), Origin::Named)))
    }

    /// The name of the source that a deck comes from, if it is a copy.
    fn source(&self, (path, _): &(Arc<str>, Origin)) -> Option<&OsStr> {
        let is_in = |copy: &&PathBuf| Path::new(&**path).starts_with(&*shown(copy));
        self.copies.iter().find(is_in).and_then(|copy| copy.parent()?.file_name())
    }

    /// Whether a deck comes from the source `name`.
    pub fn is_of(&self, name: &str, deck: &(Arc<str>, Origin)) -> bool {
        self.source(deck).is_some_and(|source| source == name)
    }

    /// Where a deck comes from, for display.
    pub fn place(&self, deck: &(Arc<str>, Origin)) -> String {
        match (&deck.1, self.source(deck)) {
            (Origin::BuiltIn, _) => "the built-in decks".to_owned(),
            (Origin::Own, _) => "your own decks".to_owned(),
            (Origin::Copy, Some(name)) => format!("the source {}", clean(&name.to_string_lossy())),
            _ => deck.0.to_string(),
        }
    }

    /// What to tell the user of a deck that hides another, or words of it.
    pub fn replacement(&self, one: &Replaced) -> String {
        let Replaced { id, words, scenes, .. } = one;
        let (by, hidden) = (self.place(&one.by), self.place(&one.hidden));
        if one.is_whole {
            let count = counted(words.len(), "word");
            return format!(
                "the deck `{id}` of {by} hides that of {hidden} ({count}); to see both, give one another id, or let it say `extends: {id}`"
            );
        }
        format!("in the deck `{id}`, {by} replaces {} of {hidden}", few(words, scenes))
    }

    /// Whether the user should know of it: words that a file replaces in a deck of the same source, or of the user's own, are meant.
    fn is_told(&self, one: &Replaced) -> bool {
        let is_foreign = || self.source(&one.by) != self.source(&one.hidden);
        one.is_whole || one.by.1 == Origin::Copy && is_foreign()
    }

    /// What to tell of `problems` in passing: those in copies are left to the list of sources, since others have to fix them.
    pub fn in_passing(&self, problems: &[Problem]) -> Vec<String> {
        problems.iter().filter(|one| !self.is_copied(one)).map(ToString::to_string).collect()
    }

    /// Whether a problem is in the copy of a source.
    pub fn is_copied(&self, problem: &Problem) -> bool {
        self.source(&(problem.path.clone(), Origin::Copy)).is_some()
    }
}

/// All decks, with their problems.
#[derive(Debug, Default)]
pub struct Loaded<T = Library> {
    /// The valid decks, merged.
    pub library: T,
    /// All problems, file by file.
    pub problems: Vec<Problem>,
    /// Notices for the user: one deck replaced another.
    pub notices: Vec<String>,
    /// The same of decks and words that a source replaced, or that replaced those of a source.
    pub of_sources: Vec<String>,
}

/// Names `words` and `scenes`, or the first three and how many there are.
pub fn few(words: &[String], scenes: &[String]) -> String {
    let words = words.iter().map(|word| format!("`{}`", clean(word)));
    let scenes = scenes.iter().map(|title| format!("`{}` (scene)", clean(title)));
    let all = words.chain(scenes);
    let named: Vec<String> = all.clone().take(3).collect();
    match all.count() {
        ..=3 => listed(&named, "and"),
        all => format!("{} ({}, …)", counted(all, "word"), named.join(", ")),
    }
}

/// The built-in decks.
pub fn built_in() -> Vec<Deck> {
    // Packed by the build script, so always valid.
    packed_library::decks(BUILT_IN).unwrap_or_default()
}

/// Loads all decks. A broken deck does not affect the others. Uses the cache for unchanged decks.
pub fn load(sources: &Sources) -> Loaded {
    load_as(sources, |packed| packed.unpack(), |library| library)
}

/// Loads the same for a look-up, which unpacks only the terms it shows.
pub fn load_packed(sources: &Sources) -> Loaded<PackedLibrary> {
    load_as(sources, Some, |library| PackedLibrary::new(&library))
}

/// Loads all decks and turns them into what the caller needs: with `unpack` if they are built in or cached, otherwise with
/// `convert`.
fn load_as<T>(
    sources: &Sources,
    unpack: impl Fn(PackedLibrary) -> Option<T>,
    convert: impl FnOnce(Library) -> T,
) -> Loaded<T> {
    let stamps = deck_cache::stamps(sources);
    if let Some(Loaded { library, problems, notices, of_sources }) =
        stamps.as_ref().and_then(deck_cache::load)
        && let Some(library) = unpack(library)
    {
        return Loaded { library, problems, notices, of_sources };
    }
    let (added, mut problems) = read_all(sources);
    if added.is_empty() && sources.builtin.is_none() {
        let packed = PackedLibrary::from_bytes(BUILT_IN.into(), 0);
        if let Some(library) = packed.and_then(unpack) {
            return Loaded { library, problems, notices: Vec::new(), of_sources: Vec::new() };
        }
    }
    let (built_in, mut notices) = chosen(sources);
    let built_in_files: HashSet<Arc<str>> = built_in.iter().map(|deck| deck.path.clone()).collect();
    let merge = Library::merge_by_title(built_in.into_iter().chain(added).collect());
    // A deck that hides a built-in one breaks links in others that ship with the program, which the user can't mend.
    let is_ours = |problem: &Problem| built_in_files.contains(&problem.path);
    problems.extend(merge.problems.into_iter().filter(|problem| !is_ours(problem)));
    let mut of_sources = Vec::new();
    for one in merge.replaced.iter().filter(|one| sources.is_told(one)) {
        let is_of_source = [&one.by, &one.hidden].iter().any(|deck| deck.1 == Origin::Copy);
        let list = if is_of_source { &mut of_sources } else { &mut notices };
        list.push(sources.replacement(one));
    }
    let loaded = Loaded { library: merge.library, problems, notices, of_sources };
    if let Some(stamps) = stamps {
        // The cache only saves time: a read-only or full disk is no reason to stop.
        let _ = deck_cache::keep(&loaded, &stamps);
    }
    let Loaded { library, problems, notices, of_sources } = loaded;
    Loaded { library: convert(library), problems, notices, of_sources }
}

/// The decks of `sources` that others hide, and the words of decks. Reads the files.
pub fn replaced(sources: &Sources) -> Vec<Replaced> {
    let decks = chosen(sources).0.into_iter().chain(read_all(sources).0);
    let mut replaced = Library::merge(decks.collect()).replaced;
    replaced.retain(|one| sources.is_told(one));
    replaced
}

/// Reads all decks that are not built in, and their errors.
fn read_all(sources: &Sources) -> (Vec<Deck>, Vec<Problem>) {
    let (mut added, mut problems) = (Vec::new(), Vec::new());
    for (rank, (path, origin)) in (1..).zip(sources.paths()) {
        for read in read_path(path, &origin) {
            // A file that was named for this run and is not a deck is worth a word, too.
            let is_named = origin == Origin::Named && path.is_file();
            let counts = |one: &Problem| one.is_error() || is_named && one.rule == Rule::NotADeck;
            problems.extend(read.problems.into_iter().filter(counts));
            added.extend(read.deck.map(|deck| Deck { rank, ..deck }));
        }
    }
    (added, problems)
}

/// The built-in decks to load, and messages about named ones that do not exist.
fn chosen(sources: &Sources) -> (Vec<Deck>, Vec<String>) {
    let mut decks = built_in();
    let Some(named) = &sources.builtin else { return (decks, Vec::new()) };
    let unknown = named.iter().filter(|name| decks.iter().all(|deck| deck.id != **name));
    let notices = unknown
        .map(|name| format!("the setting `builtin` names `{name}`, which is not a built-in deck"));
    let notices = notices.collect();
    decks.retain(|deck| named.contains(&deck.id));
    (decks, notices)
}

/// Reads the deck file at `path`, or every deck file in the folder `path` and below, sorted by path. Follows links only in the user's own
/// folder.
pub fn read_path(path: &Path, origin: &Origin) -> Vec<Read> {
    let is_in_folder = |file: &Path| file != path && *origin != Origin::Own;
    let read = |file: &PathBuf| match refuse_link(file, None).filter(|_| is_in_folder(file)) {
        Some(problem) => Read::failed(problem),
        None => read_file(file, origin),
    };
    match deck_files(path) {
        Ok(files) => files.iter().map(read).collect(),
        Err(error) => vec![Read::failed(unreadable(path, &error))],
    }
}

/// The deck files at `path`: the file itself, or the `.yaml` and `.yml` files in the folder and its subfolders. Subfolders that can't
/// be read count as broken files.
pub fn deck_files(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = in_reach(path)?;
    files.retain(|file| match fs::metadata(file) {
        Ok(data) if data.is_dir() => !is_link(file),
        Ok(data) => data.is_file() && is_deck_file(file),
        Err(_) => false,
    });
    Ok(files)
}

/// The deck files in the folder `folder` itself, where subfolders may be anything.
pub fn deck_files_in(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut files: Vec<PathBuf> = entries.collect::<std::io::Result<_>>()?;
    files.retain(|file| is_deck_file(file) && file.is_file());
    files.sort();
    Ok(files)
}

/// Whether a file in a deck folder is a deck: it has the extension, and is not hidden.
pub fn is_deck_file(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    ends_as_deck(path) && !hidden
}

/// Whether the file name ends in `.yaml` or `.yml`, in any case.
pub fn ends_as_deck(path: &Path) -> bool {
    let is_one = |end: &OsStr| end.eq_ignore_ascii_case("yaml") || end.eq_ignore_ascii_case("yml");
    path.extension().is_some_and(is_one)
}

/// The bytes of the deck file at `path`. Does not open pipes and devices, does not read files over the size limit, and stops at
/// the limit if a file grows meanwhile.
pub fn file_bytes(path: &Path) -> Result<Vec<u8>, Box<Problem>> {
    let size = match fs::metadata(path) {
        Ok(data) if !data.is_file() => {
            if let Some(error) = fs::read_dir(path).err().filter(|_| data.is_dir()) {
                return Err(Box::new(unreadable(path, &error)));
            }
            let help = "name a file, or a folder of files";
            let what = "not a file".to_owned();
            return Err(Box::new(broken(path, Rule::Unreadable, what, help)));
        }
        Ok(data) => data.len(),
        Err(error) => return Err(Box::new(unreadable(path, &error))),
    };
    if size > MAX_BYTES as u64 {
        return Err(Box::new(too_large(path, size)));
    }
    match fs::File::open(path).and_then(|file| read_limited(file, MAX_BYTES as u64)) {
        Ok(bytes) if bytes.len() > MAX_BYTES => Err(Box::new(too_large(path, bytes.len() as u64))),
        Ok(bytes) => Ok(bytes),
        Err(error) => Err(Box::new(unreadable(path, &error))),
    }
}

/// The bytes of `source`, at most one more than `most`, which is enough to know that it is too large.
pub fn read_limited(source: impl std::io::Read, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads the deck file at `path`. If it cannot be read, the problem says why.
pub fn read_file(path: &Path, origin: &Origin) -> Read {
    match file_bytes(path) {
        Ok(bytes) => read(&shown(path), &bytes, origin.clone()),
        Err(problem) => Read::failed(*problem),
    }
}

/// The problem that a file exceeds the size limit for decks.
fn too_large(path: &Path, size: u64) -> Problem {
    let what =
        format!("the file is {} KiB; a deck may be at most {}", size / 1024, MAX_BYTES / 1024);
    broken(path, Rule::TooLarge, what, "split it into one deck per team")
}

/// The problem that `path` is a link in a folder of decks that may be a clone of someone else's. `own` is the user's own folder,
/// where links are the user's.
pub fn refuse_link(path: &Path, own: Option<&Path>) -> Option<Problem> {
    if !is_link(path) || own.is_some_and(|own| path.starts_with(own)) {
        return None;
    }
    let what = "is a link, which is not followed".to_owned();
    Some(broken(path, Rule::Unreadable, what, "name the file it leads to"))
}

/// The problem that `path` cannot be read.
pub fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let help = "check the path and its permissions";
    broken(path, Rule::Unreadable, format!("cannot be read: {}", reason(error)), help)
}

fn broken(path: &Path, rule: Rule, what: String, help: &str) -> Problem {
    let place = Span { line: 1, column: 1, start: 0, end: 0 };
    Problem::new(shown(path), place, rule, what, help)
}

/// The path as shown: file names are untrusted text.
pub fn shown(path: &Path) -> Arc<str> {
    clean(&path.display().to_string()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scene_is_called_one_among_words() {
        let names =
            |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let few = |words: &[&str], scenes: &[&str]| few(&names(words), &names(scenes));
        assert_eq!(few(&["SLO"], &["Late"]), "`SLO` and `Late` (scene)");
        assert_eq!(few(&["a", "b"], &["c", "d"]), "4 words (`a`, `b`, `c` (scene), …)");
    }

    #[test]
    fn built_in_decks_can_be_left_out_all_or_some() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("b.yaml"), "terms:\n  - {term: T, definition: d}\n").unwrap();
        let own = Some(folder.path().to_owned());
        let prepared = Some(folder.path().join("prepared"));
        let load = |builtin: Option<&[&str]>| {
            let builtin =
                builtin.map(|decks| decks.iter().map(|deck| DeckId::from(*deck)).collect());
            let sources = Sources {
                own: own.clone(),
                prepared: prepared.clone(),
                builtin,
                ..Sources::default()
            };
            // From the files, then from the cache.
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
        assert_eq!(ids, ["b", "ml"], "by title");
        assert_eq!(notices, ["the setting `builtin` names `nosuch`, which is not a built-in deck"]);
        assert_eq!(load(None).0.len(), built_in().len() + 1);
        let none = Sources { builtin: Some(Vec::new()), ..Sources::default() };
        assert!(super::load(&none).library.decks().is_empty());
        assert!(load_packed(&none).library.titles().next().is_none());
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
        assert_eq!(loaded.problems[0].rule.code(), "E309");
    }

    #[test]
    fn a_path_that_is_not_there_is_a_problem_and_no_more() {
        let loaded =
            load(&Sources { named: vec!["no/such/deck.yaml".into()], ..Sources::default() });
        assert_eq!(loaded.problems[0].rule.code(), "E108");
    }
}
