//! Reads and lints decks, on one thread per processor.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;

use crate::core::card::TermId;
use crate::core::deck::lint::{Linter, Marked, across};
use crate::core::deck::problem::Problem;
use crate::core::deck::read::{Read, read};
use crate::core::deck::{Deck, FieldSpans, Origin};
use crate::core::library::Library;
use crate::files;

/// A file that was checked.
pub struct File {
    /// Its path on disk.
    pub path: PathBuf,
    /// Its path for display.
    pub shown: Arc<str>,
    /// Its contents; empty if it couldn't be read.
    pub bytes: Vec<u8>,
}

/// Checked files, their parsed decks, and all problems.
pub struct Checked {
    /// The files in command-line order, sorted by name within a folder.
    pub files: Vec<File>,
    /// The parse result of each file.
    pub reads: Vec<Read>,
    /// All problems, sorted by file and location.
    pub problems: Vec<Problem>,
}

impl Checked {
    /// The text of the file displayed as `path`, if it is valid UTF-8.
    pub fn text(&self, path: &str) -> Option<&str> {
        let file = self.files.iter().find(|file| &*file.shown == path)?;
        std::str::from_utf8(&file.bytes).ok()
    }

    /// Adds problems and sorts them again.
    pub fn add(&mut self, problems: Vec<Problem>) {
        self.problems.extend(problems);
        self.problems.sort_by(|a, b| {
            let key =
                |problem: &Problem| (problem.place.line, problem.place.column, problem.rule.code);
            a.path.cmp(&b.path).then_with(|| key(a).cmp(&key(b)))
        });
    }

    /// The decks that parsed, with the spans of their values.
    pub fn marked(&self) -> Vec<Marked<'_>> {
        let decks = self.reads.iter();
        decks.filter_map(|read| Some((read.deck.as_ref()?, &read.marks[..]))).collect()
    }
}

/// Reads every deck file at `paths`, in order, each path only once.
pub fn read_all(paths: &[PathBuf]) -> Checked {
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
        if *rank == 0 {
            let file = File { path: path.clone(), shown, bytes: Vec::new() };
            return (file, None, None);
        }
        match files::file_bytes(path) {
            Ok(bytes) => {
                let mut read = read(&shown, &bytes, Origin::Named);
                if let Some(deck) = &mut read.deck {
                    deck.rank = *rank;
                }
                (File { path: path.clone(), shown, bytes }, Some(read), None)
            }
            Err(problem) => {
                let file = File { path: path.clone(), shown, bytes: Vec::new() };
                (file, None, Some(*problem))
            }
        }
    };
    let mut checked = Checked { files: Vec::new(), reads: Vec::new(), problems };
    for (file, read, problem) in on_threads(&found, &one) {
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
pub fn check(paths: &[PathBuf], fresh: &HashSet<TermId>, today: Date) -> Checked {
    let mut checked = read_all(paths);
    let decks: Vec<Deck> = checked.reads.iter().filter_map(|read| read.deck.clone()).collect();
    // Links may point to the built-in decks.
    let built_in = files::built_in().into_iter();
    let merge = Library::merge(built_in.chain(decks).collect());
    let mut problems = located(merge.problems, &checked.reads);
    let marked = checked.marked();
    let linter = Linter::new(&merge.library, fresh).on(today);
    problems.extend(on_threads(&marked, &|deck| linter.deck(*deck)).into_iter().flatten());
    problems.extend(across(&marked, &merge.library));
    checked.add(problems);
    checked
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
        let marks: Option<&FieldSpans> = term.map_or(Some(&read.head), |at| read.marks.get(at));
        if let Some(marks) = marks {
            problem.locate(marks);
        }
        Some(problem)
    };
    problems.into_iter().filter_map(locate).collect()
}

/// Maps `work` over `items` in order, on one thread per processor. Threads pull items one at a time, so a large one doesn't
/// hold up the rest.
fn on_threads<T: Sync, R: Send>(items: &[T], work: &(dyn Fn(&T) -> R + Sync)) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(items.len());
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        while let Some((at, item)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, items.get(at)?)))
        {
            done.push((at, work(item)));
        }
        done
    };
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(take)).collect();
        let join = |thread: std::thread::ScopedJoinHandle<'_, Vec<(usize, R)>>| match thread.join()
        {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        threads.into_iter().flat_map(join).collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_on_threads_comes_back_in_order() {
        let items: Vec<usize> = (0..1000).collect();
        let squares = on_threads(&items, &|item| item * item);
        assert!(squares.iter().enumerate().all(|(at, square)| *square == at * at));
        assert!(on_threads(&[] as &[usize], &|item| *item).is_empty());
    }
}
