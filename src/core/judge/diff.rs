//! Edit distance and diffs between a typed text and the intended answer.

use super::Reading;

/// A part of an answer and how it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Typed as in the answer.
    Kept(String),
    /// In the answer but not typed.
    Missing(String),
    /// Typed but not in the answer.
    Extra(String),
}

/// The edit distance: the minimum number of insertions, deletions, substitutions, and swaps (optimal string
/// alignment).
pub(super) fn distance(typed: &Reading, answer: &Reading) -> usize {
    table(typed, answer)[typed.len()][answer.len()]
}

/// The diff of `answer`, read as `to`, against `typed`, read as `from`. Characters that no reading includes, such as
/// hyphens and articles, are shown as in the answer.
pub(super) fn runs(typed: &str, from: &Reading, answer: &str, to: &Reading) -> Vec<Run> {
    let (typed, answer): (Vec<char>, Vec<char>) =
        (typed.chars().collect(), answer.chars().collect());
    let mut runs = Runs::default();
    // How much of the answer is written, and the last typed character; one character may yield several letters.
    let (mut written, mut last) = (0, None);
    for (i, j) in alignment(from, to) {
        if let Some(j) = j {
            let at = to[j].1;
            let before = answer.get(written..at).unwrap_or_default();
            runs.keep(before);
            if at >= written {
                match i {
                    Some(i) if from[i].0 == to[j].0 => runs.keep(&answer[at..=at]),
                    _ => runs.missing.push(answer[at]),
                }
            }
            written = written.max(at + 1);
        }
        if let Some(i) = i
            && j.is_none_or(|j| from[i].0 != to[j].0)
            && last != Some(from[i].1)
        {
            runs.extra.push(typed[from[i].1]);
            last = Some(from[i].1);
        }
    }
    runs.keep(answer.get(written..).unwrap_or_default());
    runs.flush();
    runs.all
}

/// The runs built so far; missing letters come before what was typed instead.
#[derive(Default)]
struct Runs {
    all: Vec<Run>,
    missing: String,
    extra: String,
}

impl Runs {
    fn keep(&mut self, chars: &[char]) {
        if chars.is_empty() {
            return;
        }
        self.flush();
        if let Some(Run::Kept(kept)) = self.all.last_mut() {
            kept.extend(chars);
        } else {
            self.all.push(Run::Kept(chars.iter().collect()));
        }
    }

    fn flush(&mut self) {
        let (missing, extra) = (std::mem::take(&mut self.missing), std::mem::take(&mut self.extra));
        self.all.extend(Some(missing).filter(|text| !text.is_empty()).map(Run::Missing));
        self.all.extend(Some(extra).filter(|text| !text.is_empty()).map(Run::Extra));
    }
}

/// The aligned letters of both readings, in order; `None` for a gap.
fn alignment(from: &Reading, to: &Reading) -> Vec<(Option<usize>, Option<usize>)> {
    let table = table(from, to);
    let (mut i, mut j) = (from.len(), to.len());
    let mut pairs = Vec::with_capacity(i.max(j));
    while i > 0 || j > 0 {
        let here = table[i][j];
        // Of two equal letters in a row, the second counts as missing or extra.
        if j > 0 && here == table[i][j - 1] + 1 {
            pairs.push((None, Some(j - 1)));
            j -= 1;
        } else if i > 0 && here == table[i - 1][j] + 1 {
            pairs.push((Some(i - 1), None));
            i -= 1;
        } else if swapped(from, to, i, j) && here == table[i - 2][j - 2] + 1 {
            pairs.extend([(Some(i - 1), Some(j - 1)), (Some(i - 2), Some(j - 2))]);
            (i, j) = (i - 2, j - 2);
        } else {
            pairs.push((Some(i - 1), Some(j - 1)));
            (i, j) = (i - 1, j - 1);
        }
    }
    pairs.reverse();
    pairs
}

/// Whether the letters before `i` and `j` are swapped.
fn swapped(from: &Reading, to: &Reading, i: usize, j: usize) -> bool {
    i > 1 && j > 1 && from[i - 1].0 == to[j - 2].0 && from[i - 2].0 == to[j - 1].0
}

/// The edit distances between all prefixes of both readings.
fn table(from: &Reading, to: &Reading) -> Vec<Vec<usize>> {
    let mut table = vec![vec![0; to.len() + 1]; from.len() + 1];
    for i in 0..=from.len() {
        for j in 0..=to.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let other = usize::from(from[i - 1].0 != to[j - 1].0);
                let least =
                    (table[i - 1][j] + 1).min(table[i][j - 1] + 1).min(table[i - 1][j - 1] + other);
                if swapped(from, to, i, j) { least.min(table[i - 2][j - 2] + 1) } else { least }
            };
        }
    }
    table
}
