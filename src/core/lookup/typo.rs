//! The typo signal: an edit distance with insertions, deletions, substitutions and swaps of adjacent letters.

/// The longest query for typos, in letters; a column of the table must fit into one machine word.
pub(super) const LETTERS: usize = 64;

/// A query, prepared for comparison with many names.
pub(super) struct Pattern {
    ascii: [u64; 128],
    others: Vec<(char, u64)>,
    letters: usize,
}

impl Pattern {
    /// `None` if `text` is empty or too long.
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut pattern = Self { ascii: [0; 128], others: Vec::new(), letters: 0 };
        for (at, c) in text.chars().enumerate() {
            if at >= LETTERS {
                return None;
            }
            let bit = 1 << at;
            match pattern.ascii.get_mut(c as usize) {
                Some(mask) => *mask |= bit,
                None => match pattern.others.iter_mut().find(|(other, _)| *other == c) {
                    Some((_, mask)) => *mask |= bit,
                    None => pattern.others.push((c, bit)),
                },
            }
            pattern.letters = at + 1;
        }
        (pattern.letters > 0).then_some(pattern)
    }

    pub(super) const fn letters(&self) -> usize {
        self.letters
    }

    fn mask(&self, c: char) -> u64 {
        match self.ascii.get(c as usize) {
            Some(mask) => *mask,
            None => self.others.iter().find(|(other, _)| *other == c).map_or(0, |(_, mask)| *mask),
        }
    }

    /// The optimal string alignment distance to `text`, bit-parallel after Hyyrö, "A bit-vector algorithm for computing
    /// Levenshtein and Damerau edit distances" (2003): one column of the table per letter of `text`.
    pub(super) fn distance(&self, text: &str) -> usize {
        let last = 1 << (self.letters - 1);
        let (mut plus, mut minus) = (u64::MAX, 0_u64);
        let (mut zero, mut mask_before) = (0_u64, 0_u64);
        let mut distance = self.letters;
        for c in text.chars() {
            let mask = self.mask(c);
            let swapped = (((!zero) & mask) << 1) & mask_before;
            zero = swapped | (((mask & plus).wrapping_add(plus)) ^ plus) | mask | minus;
            let up = minus | !(zero | plus);
            let down = plus & zero;
            if up & last != 0 {
                distance += 1;
            }
            if down & last != 0 {
                distance -= 1;
            }
            let up = (up << 1) | 1;
            plus = (down << 1) | !(zero | up);
            minus = up & zero;
            mask_before = mask;
        }
        distance
    }
}

/// Letter counts of a word, in 32 buckets. Half the difference of two words' counts never exceeds their distance, and
/// takes a few instructions.
pub(super) type Counts = [u8; 32];

/// The counts of `text`. Letters that share a bucket only make the bound looser.
pub(super) fn counts(text: &str) -> Counts {
    let mut counts = [0_u8; 32];
    for c in text.chars() {
        let bucket = c as usize % 32;
        counts[bucket] = counts[bucket].saturating_add(1);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: &str, b: &str) -> usize {
        Pattern::new(a).expect("short").distance(b)
    }

    #[test]
    fn one_mistake_counts_one() {
        for typed in ["kubernets", "kuberneteees", "kubrenetes", "kuxernetes"] {
            assert!(distance(typed, "kubernetes") <= 2, "{typed}");
        }
        assert_eq!(distance("kubrenetes", "kubernetes"), 1, "two letters swapped");
        assert_eq!(distance("kubernetes", "kubernetes"), 0);
        assert_eq!(distance("a", ""), 1);
        assert_eq!(distance("долг", "долк"), 1);
        assert!(Pattern::new("").is_none());
        assert!(Pattern::new(&"x".repeat(65)).is_none());
    }

    proptest::proptest! {
        #[test]
        fn the_bits_agree_with_a_table(a in "[a-d]{1,64}|[a-cж技]{1,20}", b in "[a-d]{0,80}|[a-cж技]{0,20}") {
            proptest::prop_assert_eq!(distance(&a, &b), strsim::osa_distance(&a, &b));
        }

        #[test]
        fn counts_never_say_more_than_the_distance(a in "[a-h]{1,20}", b in "[a-h]{1,20}") {
            let apart: usize =
                counts(&a).iter().zip(counts(&b)).map(|(a, b)| usize::from(a.abs_diff(b))).sum();
            proptest::prop_assert!(usize::midpoint(apart, a.len().abs_diff(b.len())) <= distance(&a, &b));
        }
    }
}
