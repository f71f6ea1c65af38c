//! Collects the problems found while reading a deck.

use std::collections::HashSet;
use std::sync::Arc;

use crate::core::deck::problem::{Also, Fix, MOST, Problem};
use crate::core::deck::read::lines::Lines;
use crate::core::deck::rules::Rule;
use crate::core::text::clean;
use crate::core::yaml::Span;

/// The problems found so far.
#[derive(Default)]
pub(super) struct Notes<'a> {
    /// The text being read. Empty if only the parsed tree is available.
    pub lines: Lines<'a>,
    /// Whether a syntax error cut the text short, so a missing field can't be reported.
    pub cut_short: bool,
    path: Arc<str>,
    problems: Vec<Problem>,
    /// The number of problems beyond the limit.
    untold: usize,
    scanned: HashSet<u32>,
}

impl<'a> Notes<'a> {
    /// No problems yet in `text`, the file at `path`.
    pub(super) fn new(path: &Arc<str>, text: &'a str) -> Self {
        Self { lines: Lines::new(text), path: path.clone(), ..Self::default() }
    }

    /// Reports that `rule` is broken at `place`. A fix and a related position can be added to the result.
    pub(super) fn add(
        &mut self,
        rule: Rule,
        place: Span,
        what: impl Into<String>,
        help: impl Into<String>,
    ) -> Noted<'_> {
        if self.cut_short && rule == Rule::Missing {
            return Noted(None, &self.path);
        }
        if self.problems.len() >= MOST {
            self.untold += 1;
            return Noted(None, &self.path);
        }
        let (what, help) = (clean(&what.into()).into_owned(), clean(&help.into()).into_owned());
        self.problems.push(Problem::new(self.path.clone(), place, rule, what, help));
        Noted(self.problems.last_mut(), &self.path)
    }

    /// Whether the limit is reached. If so, counts the current problem, so the caller can skip it.
    pub(super) fn passes_over(&mut self) -> bool {
        let full = self.problems.len() >= MOST;
        self.untold += usize::from(full);
        full
    }

    /// Whether there are more problems than are shown.
    pub(super) fn is_full(&self) -> bool {
        self.untold > 0
    }

    /// Reports a problem that the precheck found, and remembers its line.
    pub(super) fn add_unfit(
        &mut self,
        rule: Rule,
        place: Span,
        what: impl Into<String>,
        help: &str,
    ) -> Noted<'_> {
        self.scanned.insert(place.line);
        self.add(rule, place, what, help)
    }

    /// Remembers that these lines were reported.
    pub(super) fn take(&mut self, lines: std::ops::RangeInclusive<u32>) {
        self.scanned.extend(lines);
    }

    /// Whether the precheck found a problem on the line of `place`.
    pub(super) fn scanned(&self, place: Span) -> bool {
        self.scanned.contains(&place.line)
    }

    /// Whether the precheck found a problem on the line of `place` or an adjacent line.
    pub(super) fn scanned_near(&self, place: Span) -> bool {
        (place.line.saturating_sub(1)..=place.line.saturating_add(1))
            .any(|line| self.scanned.contains(&line))
    }

    /// Whether a YAML problem was reported on the line of `place`.
    pub(super) fn told(&self, place: Span) -> bool {
        let told =
            |problem: &Problem| problem.place.line == place.line && problem.rule.is_about_yaml();
        self.problems.iter().any(told)
    }

    /// Whether a YAML problem was reported above `place`.
    pub(super) fn told_above(&self, place: Span) -> bool {
        let told =
            |problem: &Problem| problem.place.line < place.line && problem.rule.is_about_yaml();
        self.problems.iter().any(told)
    }

    /// Whether the file goes on behind a line that splits it.
    pub(super) fn is_split(&self) -> bool {
        let splits =
            |problem: &Problem| problem.rule == Rule::SecondDocument && problem.fix.is_some();
        self.problems.iter().any(splits)
    }

    /// All problems, in file order.
    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| (problem.place.line, problem.place.column));
        if self.untold > 0 {
            let last = self.problems.last().map(|problem| problem.place).unwrap_or_default();
            let place = Span { start: last.end, end: last.end, ..last };
            let what = "there are more problems, which are not shown";
            let help = "fix the problems above, then check again";
            self.problems.push(Problem::new(self.path, place, Rule::TooMany, what, help));
        }
        self.problems
    }
}

/// A problem that was just reported, or nothing beyond the limit.
pub(super) struct Noted<'a>(Option<&'a mut Problem>, &'a Arc<str>);

impl Noted<'_> {
    /// Adds a fix, if known.
    pub(super) fn fixed(mut self, fix: impl Into<Option<Fix>>) -> Self {
        if let Some(problem) = &mut self.0 {
            let fix = fix.into();
            problem.fix = fix.map(|fix| Fix { shown: clean(&fix.shown).into_owned(), ..fix });
        }
        self
    }

    /// Adds a related position in the same file.
    pub(super) fn also(mut self, place: Span, label: impl Into<String>) -> Self {
        if let Some(problem) = &mut self.0 {
            problem.also = Some(Also { path: self.1.clone(), place, label: label.into() });
        }
        self
    }
}
