//! The subsequence part: what one typed stands in the name in this order, with letters left out.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// The most that a subsequence can count.
pub(super) const MOST: f32 = 0.75;

/// The crate `fuzzy-matcher` behind one function.
pub(super) struct Subsequence(SkimMatcherV2);

impl Subsequence {
    pub(super) fn new() -> Self {
        Self(SkimMatcherV2::default().ignore_case())
    }

    /// How well `words` stand in `written` (its case kept: capitals and word starts count more), each on its own: 0.3
    /// to [`MOST`], or `None` when one is not there.
    pub(super) fn score<'a>(
        &self,
        written: &str,
        words: impl Iterator<Item = &'a str>,
    ) -> Option<f32> {
        let (mut points, mut letters) = (0, 0);
        for word in words {
            points += self.0.fuzzy_match(written, word)?;
            letters += i64::try_from(word.len()).unwrap_or(i64::MAX);
        }
        #[expect(clippy::cast_precision_loss, reason = "both are a few hundred")]
        let share = points as f32 / (20 * letters + 16) as f32;
        Some((0.3 + 0.4 * share).clamp(0.3, MOST))
    }

    /// The positions in `written`, in characters, that `word` was found at.
    pub(super) fn positions(&self, written: &str, word: &str) -> Vec<usize> {
        self.0.fuzzy_indices(written, word).map(|(_, positions)| positions).unwrap_or_default()
    }
}
