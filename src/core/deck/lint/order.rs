//! Reports terms out of alphabetical order: the fewest that would have to move, so one mistake is reported once.

use crate::core::deck::lint::Lint;
use crate::core::deck::rules::Rule;
use crate::core::deck::{FieldSpans, Marks};
use crate::core::slug::slug;

impl Lint<'_> {
    /// Reports each term in the wrong place within its section, with a neighbor that shows it.
    pub(super) fn order(&mut self, marks: &Marks) {
        let starts = marks.sections.iter().copied().filter(|start| *start > 0);
        let mut from = 0;
        for to in starts.chain([marks.terms.len()]) {
            self.section(from, &marks.terms[from..to]);
            from = to;
        }
    }

    /// The same for the section of these `marks`, which begins at the index `from`.
    fn section(&mut self, from: usize, marks: &[FieldSpans]) {
        let terms = self.deck.terms.get(from..).unwrap_or_default();
        let keys: Vec<String> =
            terms.iter().take(marks.len()).map(|term| slug(&term.term)).collect();
        let is_kept = run(&keys);
        let mut after = vec![None; keys.len()];
        let mut next = None;
        for at in (0..keys.len()).rev() {
            after[at] = next;
            next = if is_kept[at] { Some(at) } else { next };
        }
        let mut before = None;
        for at in 0..keys.len() {
            if is_kept[at] {
                before = Some(at);
                continue;
            }
            let (other, side, why) = match before.filter(|other| keys[*other] > keys[at]) {
                Some(other) => (other, "after", "should come after it"),
                None => match after[at] {
                    Some(other) => (other, "before", "should come before it"),
                    None => continue,
                },
            };
            let [term, name] = [at, other].map(|at| &terms[at].term);
            let what = format!("`{term}` is {side} `{name}`");
            let [place, other] = [at, other].map(|at| marks[at].of("term", 0));
            let also = self.also(other, why);
            self.add(Rule::Order, place, what, "put it in alphabetical order").also = Some(also);
        }
    }
}

/// Which of `keys` belong to the longest nondecreasing subsequence. Ties go to the one that starts first.
///
/// Goes from last to first (patience sorting). `heads` holds, for each length, the largest key that a subsequence of that
/// length can start with. It stays sorted, so each key needs one binary search.
fn run(keys: &[String]) -> Vec<bool> {
    let mut heads: Vec<usize> = Vec::new();
    let mut next = vec![None; keys.len()];
    for (at, key) in keys.iter().enumerate().rev() {
        let longer = heads.partition_point(|head| keys[*head] >= *key);
        next[at] = longer.checked_sub(1).map(|before| heads[before]);
        if longer == heads.len() {
            heads.push(at);
        } else {
            heads[longer] = at;
        }
    }
    let mut kept = vec![false; keys.len()];
    let mut at = heads.last().copied();
    while let Some(here) = at {
        kept[here] = true;
        at = next[here];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::run;

    #[test]
    fn the_fewest_terms_are_out_of_place() {
        let astray = |keys: &str| {
            let keys: Vec<String> = keys.chars().map(String::from).collect();
            let kept = run(&keys);
            keys.iter()
                .zip(kept)
                .filter(|(_, kept)| !kept)
                .map(|(key, _)| &**key)
                .collect::<String>()
        };
        for (keys, expected) in [
            ("", ""),
            ("a", ""),
            ("abccd", ""),
            ("ba", "a"),
            ("zabcdef", "z"),
            ("abcdefa", "a"),
            ("azbcydx", "zy"),
            ("edcba", "dcba"),
        ] {
            assert_eq!(astray(keys), expected, "{keys}");
        }
    }
}
