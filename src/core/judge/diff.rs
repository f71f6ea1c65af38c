//! Edit distance and diffs between a typed text and the intended answer.

use similar::{DiffTag, TextDiff};

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
    strsim::osa_distance(&letters(typed), &letters(answer))
}

fn letters(reading: &Reading) -> String {
    reading.iter().map(|(c, _)| c).collect()
}

/// The diff of `answer`, read as `to`, against `typed`, read as `from`. Characters that no reading includes, such as
/// hyphens and articles, are shown as in the answer.
pub(super) fn runs(typed: &str, from: &Reading, answer: &str, to: &Reading) -> Vec<Run> {
    let (typed, answer): (Vec<char>, Vec<char>) =
        (typed.chars().collect(), answer.chars().collect());
    let mut runs = Runs::default();
    // How much of the answer is written, and the last typed character; one character may yield several letters.
    let (mut written, mut last) = (0, None);
    for op in TextDiff::from_chars(&letters(from), &letters(to)).ops() {
        let is_kept = op.tag() == DiffTag::Equal;
        for (_, at) in &to[op.new_range()] {
            runs.keep(answer.get(written..*at).unwrap_or_default());
            if *at >= written && is_kept {
                runs.keep(&answer[*at..=*at]);
            } else if *at >= written {
                runs.missing.push(answer[*at]);
            }
            written = written.max(at + 1);
        }
        for (_, at) in from[op.old_range()].iter().filter(|_| !is_kept) {
            if last != Some(at) {
                runs.extra.push(typed[*at]);
                last = Some(at);
            }
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
