//! Edit distance and diffs between a typed text and the intended answer.

use std::collections::BTreeSet;

use similar::{DiffTag, TextDiff};

use super::Reading;

/// A run of letters, and whether they differ from the other text.
pub type Run = (String, bool);

/// A typed text and the intended answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diff {
    /// The typed text; letters that are wrong or too many differ.
    pub typed: Vec<Run>,
    /// The answer; letters that are missing in the typed text differ.
    pub answer: Vec<Run>,
}

impl Diff {
    /// The diff between `typed`, read as `from`, and `answer`, read as `to`. Characters that no reading includes, such as hyphens
    /// and articles, don't differ.
    pub(super) fn new(typed: &str, from: &Reading, answer: &str, to: &Reading) -> Self {
        let (mut extra, mut missing) = (BTreeSet::new(), BTreeSet::new());
        let (old, new) = (letters(from), letters(to));
        for op in
            TextDiff::from_chars(&old, &new).ops().iter().filter(|op| op.tag() != DiffTag::Equal)
        {
            extra.extend(from[op.old_range()].iter().map(|(_, at)| *at));
            missing.extend(to[op.new_range()].iter().map(|(_, at)| *at));
        }
        Self { typed: runs(typed, &extra), answer: runs(answer, &missing) }
    }
}

/// `text` in runs; the characters at `differing` differ.
fn runs(text: &str, differing: &BTreeSet<usize>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, c) in text.chars().enumerate() {
        let differs = differing.contains(&at);
        match runs.last_mut() {
            Some((run, is_same)) if *is_same == differs => run.push(c),
            _ => runs.push((c.into(), differs)),
        }
    }
    runs
}

/// The edit distance: the minimum number of insertions, deletions, substitutions, and swaps (optimal string
/// alignment).
pub(super) fn distance(typed: &Reading, answer: &Reading) -> usize {
    strsim::osa_distance(&letters(typed), &letters(answer))
}

fn letters(reading: &Reading) -> String {
    reading.iter().map(|(c, _)| c).collect()
}
