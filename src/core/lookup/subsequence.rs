//! The subsequence signal: the query's letters occur in the name in order, with gaps.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// The highest subsequence signal.
pub(super) const MOST: f32 = 0.75;

/// Wraps the crate `fuzzy-matcher`.
pub(super) struct Subsequence(SkimMatcherV2);

impl Subsequence {
    pub(super) fn new() -> Self {
        Self(SkimMatcherV2::default().ignore_case())
    }

    /// How well each of `words` matches `written` as a subsequence: 0.3 to [`MOST`], or `None` if one doesn't match.
    /// `written` keeps its case, because capitals and word starts count more.
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

    /// The positions in `written`, in characters, where `word` matched.
    pub(super) fn positions(&self, written: &str, word: &str) -> Vec<usize> {
        self.0.fuzzy_indices(written, word).map(|(_, positions)| positions).unwrap_or_default()
    }
}
