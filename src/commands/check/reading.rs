//! Reads and lints decks, on one thread per processor.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::core::card::TermId;
use crate::core::deck::lint::{Linter, Marked, across};
use crate::core::deck::problem::Problem;
use crate::core::deck::read::{Read, read};
use crate::core::deck::{Deck, FieldSpans, Origin};
use crate::core::library::Library;
use crate::files;

/// A file that was checked.
pub(super) struct File {
    /// Its path on disk.
    pub path: PathBuf,
    /// Its path for display.
    pub shown: Arc<str>,
    /// Its contents; empty if it couldn't be read.
    pub bytes: Vec<u8>,
}

/// Checked files, their parsed decks, and all problems.
#[derive(Default)]
pub(super) struct Checked {
    /// The files in command-line order, sorted by name within a folder.
    pub files: Vec<File>,
    /// The parse result of each file.
    pub reads: Vec<Read>,
    /// All problems, sorted by file and location.
    pub problems: Vec<Problem>,
}

impl Checked {
    /// The text of the file displayed as `path`, if it is valid UTF-8.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        let file = self.files.iter().find(|file| &*file.shown == path)?;
        std::str::from_utf8(&file.bytes).ok()
    }

    /// Adds problems and sorts them again.
    pub(super) fn add(&mut self, problems: Vec<Problem>) {
        self.problems.extend(problems);
        self.problems.sort_by(|a, b| {
            let key = |problem: &Problem| {
                let (place, rule) = (problem.place, problem.rule);
                (place.line, place.column, rule.severity(), rule)
            };
            a.path.cmp(&b.path).then_with(|| key(a).cmp(&key(b)))
        });
    }

    /// The decks that parsed, with the spans of their values.
    pub(super) fn marked(&self) -> Vec<Marked<'_>> {
        let decks = self.reads.iter();
        decks.filter_map(|read| Some((read.deck.as_ref()?, &read.marks))).collect()
    }
}

/// Reads every deck file at `paths`, in order, each path only once. Follows links only in the user's `own` folder.
pub(super) fn read_all(paths: &[PathBuf], own: Option<&Path>) -> Checked {
    let mut problems = Vec::new();
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    let mut seen = BTreeSet::new();
    for (rank, path) in (1..).zip(paths) {
        if !seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())) {
            continue;
        }
        match files::deck_files(path) {
            Ok(files) => found.extend(files.into_iter().map(|file| (rank, file))),
            Err(error) => {
                problems.push(files::unreadable(path, &error));
                // Count it: the user asked to check it.
                found.push((0, path.clone()));
            }
        }
    }
    let one = |(rank, path): &(u32, PathBuf)| {
        let shown = files::shown(path);
        let bytes = || match files::refuse_link(path, own) {
            Some(problem) => Err(Box::new(problem)),
            None => files::file_bytes(path),
        };
        let (bytes, problem) = match (*rank > 0).then(bytes) {
            Some(Ok(bytes)) => (Some(bytes), None),
            Some(Err(problem)) => (None, Some(*problem)),
            None => (None, None),
        };
        let read = bytes.as_ref().map(|bytes| read(&shown, bytes, Origin::Named).ranked(*rank));
        (File { path: path.clone(), shown, bytes: bytes.unwrap_or_default() }, read, problem)
    };
    let mut checked = Checked { files: Vec::new(), reads: Vec::new(), problems };
    let done: Vec<_> = found.par_iter().map(one).collect();
    for (file, read, problem) in done {
        checked.files.push(file);
        checked.problems.extend(problem);
        if let Some(mut read) = read {
            checked.problems.append(&mut read.problems);
            checked.reads.push(read);
        }
    }
    checked
}

/// Lints the decks at `paths`. Missing fields are reported one by one for terms in `fresh`. Dates after `today` are in the
/// future.
pub(super) fn check(
    paths: &[PathBuf],
    own: Option<&Path>,
    fresh: &HashSet<TermId>,
    today: Date,
) -> Checked {
    let mut checked = read_all(paths, own);
    lint(&mut checked, fresh, today);
    checked
}

/// Adds the problems in the decks of `checked` that show only when it is known what other decks there are, or what today is.
pub(super) fn lint(checked: &mut Checked, fresh: &HashSet<TermId>, today: Date) {
    let decks: Vec<Deck> = checked.reads.iter().filter_map(|read| read.deck.clone()).collect();
    // Links may point to the built-in decks.
    let built_in = files::built_in().into_iter();
    let merge = Library::merge(built_in.chain(decks).collect());
    let mut problems = located(merge.problems, &checked.reads);
    let marked = checked.marked();
    let linter = Linter::new(&merge.library, fresh).on(today);
    problems.par_extend(marked.par_iter().flat_map(|deck| linter.deck(*deck)));
    problems.extend(across(&marked, &merge.library));
    checked.add(problems);
}

/// The cross-deck problems in the files of `reads`, each with the span of its value.
fn located(problems: Vec<Problem>, reads: &[Read]) -> Vec<Problem> {
    if problems.is_empty() {
        return problems;
    }
    let of = |read: &'_ Read| read.deck.as_ref().map(|deck| deck.path.clone());
    let by_path: HashMap<_, &Read> =
        reads.iter().filter_map(|read| Some((of(read)?, read))).collect();
    // Index terms by line, only for files with problems, to avoid a quadratic search.
    let mut by_line: HashMap<_, HashMap<u32, usize>> = HashMap::new();
    let locate = |mut problem: Problem| {
        let read = by_path.get(&problem.path)?;
        let terms = &read.deck.as_ref()?.terms;
        let lines = by_line.entry(problem.path.clone()).or_insert_with(|| {
            // Later entries win, so insert in reverse to keep the first term of a line.
            terms.iter().enumerate().rev().map(|(at, term)| (term.line, at)).collect()
        });
        let term = lines.get(&problem.place.line).copied();
        let marks: Option<&FieldSpans> =
            term.map_or(Some(&read.marks.head), |at| read.marks.terms.get(at));
        if let Some(marks) = marks {
            problem.locate(marks);
        }
        Some(problem)
    };
    problems.into_iter().filter_map(locate).collect()
}
