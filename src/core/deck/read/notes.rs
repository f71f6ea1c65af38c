//! What was found wrong with a deck so far.

use std::collections::HashSet;
use std::sync::Arc;

use crate::core::deck::problem::{Also, Fix, MOST, Problem};
use crate::core::deck::read::lines::Lines;
use crate::core::deck::rules::{self, Rule};
use crate::core::text::clean;
use crate::core::yaml::Place;

/// What was found wrong so far.
pub struct Notes<'a> {
    /// The text that is read; empty when only its tree is there.
    pub lines: Lines<'a>,
    /// Whether what is being read was cut short by a syntax error: then nothing can be said of what it lacks.
    pub cut_short: bool,
    path: Arc<str>,
    problems: Vec<Problem>,
    /// Problems past the most that are told.
    untold: usize,
    scanned: HashSet<u32>,
}

impl<'a> Notes<'a> {
    /// Nothing is wrong yet with `text`, which stands in the file at `path`.
    pub fn new(path: &Arc<str>, text: &'a str) -> Self {
        Self {
            lines: Lines::new(text),
            cut_short: false,
            path: path.clone(),
            problems: Vec::new(),
            untold: 0,
            scanned: HashSet::new(),
        }
    }

    /// Notes that `rule` is broken at `place`. What comes back can be given a mending and a second place.
    pub fn add(
        &mut self,
        rule: &'static Rule,
        place: Place,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Noted<'_> {
        if self.cut_short && rule == &rules::MISSING {
            return Noted(None, &self.path);
        }
        if self.problems.len() >= MOST {
            self.untold += 1;
            return Noted(None, &self.path);
        }
        let (what, mend) = (clean(&what.into()).into_owned(), clean(&mend.into()).into_owned());
        self.problems.push(Problem::new(self.path.clone(), place, rule, what, mend));
        Noted(self.problems.last_mut(), &self.path)
    }

    /// Whether no more is told of this file. Then the problem at hand is counted, and need not be worked out.
    pub fn passes_over(&mut self) -> bool {
        let full = self.problems.len() >= MOST;
        self.untold += usize::from(full);
        full
    }

    /// Notes what the scan of the text has found on the line of `place`.
    pub fn add_scanned(&mut self, place: Place) {
        self.scanned.insert(place.line);
    }

    /// Whether the scan of the text found something on the line of `place`.
    pub fn scanned(&self, place: Place) -> bool {
        self.scanned.contains(&place.line)
    }

    /// Whether the scan of the text found something on the line of `place`, or next to it.
    pub fn scanned_near(&self, place: Place) -> bool {
        (place.line.saturating_sub(1)..=place.line.saturating_add(1))
            .any(|line| self.scanned.contains(&line))
    }

    /// Whether something that has to do with YAML was noted on the line of `place`.
    pub fn told(&self, place: Place) -> bool {
        let told = |problem: &Problem| {
            problem.place.line == place.line && problem.rule.code.starts_with("E2")
        };
        self.problems.iter().any(told)
    }

    /// Everything that was noted, in the order of the text.
    pub fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| (problem.place.line, problem.place.column));
        if self.untold > 0 {
            let last = self.problems.last().map(|problem| problem.place).unwrap_or_default();
            let place = Place { start: last.end, end: last.end, ..last };
            let what = "there are more problems, which are not told";
            let mend = "mend those above, and check again";
            self.problems.push(Problem::new(self.path, place, &rules::TOO_MANY, what, mend));
        }
        self.problems
    }
}

/// A problem that was noted just now, unless it was left out.
pub struct Noted<'a>(Option<&'a mut Problem>, &'a Arc<str>);

impl Noted<'_> {
    /// With the mending as edits, where it is known.
    pub fn fixed(self, fix: impl Into<Option<Fix>>) -> Self {
        if let Some(problem) = self.0 {
            let fix = fix.into();
            problem.fix = fix.map(|fix| Fix { shown: clean(&fix.shown).into_owned(), ..fix });
            return Self(Some(problem), self.1);
        }
        self
    }

    /// With another place of the same file that it has to do with.
    pub fn also(self, place: Place, label: impl Into<String>) -> Self {
        if let Some(problem) = self.0 {
            problem.also = Some(Also { path: self.1.clone(), place, label: label.into() });
            return Self(Some(problem), self.1);
        }
        self
    }
}
