//! Finds the characters of a name to underline for a query.

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

use super::Signal;
use super::index::starts;
use super::normalise::{NAME_CHARS, fold_mapped, is_sign, signs};
use super::query::Query;
use super::subsequence::Subsequence;

/// The positions in `name` (as shown, in characters) that `query` matched. Empty for sounds and definitions.
pub(super) fn positions(
    name: &str,
    query: &Query,
    signal: Signal,
    matcher: &Subsequence,
) -> Vec<usize> {
    let typed_signs = query.letters.chars().all(is_sign);
    let mapped = if typed_signs { signs(name, NAME_CHARS) } else { fold_mapped(name, NAME_CHARS) };
    let folded: String = mapped.iter().map(|(c, _)| *c).collect();
    let letters: Vec<(char, usize)> = mapped.iter().filter(|(c, _)| *c != ' ').copied().collect();
    let chars: Vec<char> = letters.iter().map(|(c, _)| *c).collect();
    let shown = |at: usize| letters[at].1;
    let mut positions: Vec<usize> = match signal {
        Signal::Sound | Signal::Definition | Signal::Related => Vec::new(),
        Signal::Same => letters.iter().map(|(_, at)| *at).collect(),
        Signal::Start => (0..query.len.min(letters.len())).map(shown).collect(),
        Signal::Initials => initials(&folded, name, query, &chars).into_iter().map(shown).collect(),
        Signal::Words | Signal::Form => {
            words(&folded, name, query, &chars).into_iter().map(shown).collect()
        }
        Signal::Typo => {
            let typed: Vec<char> = query.letters.chars().collect();
            let diff = capture_diff_slices(Algorithm::Myers, &typed, &chars);
            let same = diff.iter().filter(|op| op.tag() == DiffTag::Equal);
            same.flat_map(DiffOp::new_range).map(shown).collect()
        }
        Signal::Abbreviation => {
            // The folded name keeps its spaces, so word starts still count.
            let found = matcher.positions(&folded, &query.letters);
            found.into_iter().map(|at| mapped[at].1).collect()
        }
        Signal::Subsequence => query
            .words
            .iter()
            .flat_map(|word| matcher.positions(&folded, word))
            .map(|at| mapped[at].1)
            .collect(),
    };
    positions.sort_unstable();
    positions.dedup();
    positions
}

/// The starts of words, as positions among the letters.
fn word_starts(folded: &str, name: &str) -> Vec<usize> {
    let letters: String = folded.chars().filter(|&c| c != ' ').collect();
    starts(folded, name)
        .iter()
        .filter_map(|start| {
            letters.get(..usize::from(start.at)).map(|before| before.chars().count())
        })
        .collect()
}

fn initials(folded: &str, name: &str, query: &Query, chars: &[char]) -> Vec<usize> {
    let mut typed = query.letters.chars().peekable();
    word_starts(folded, name)
        .into_iter()
        .filter(|&at| typed.next_if(|c| chars.get(at) == Some(c)).is_some())
        .collect()
}

/// The common prefix of each typed word and the word of the name that shares the most with it.
fn words(folded: &str, name: &str, query: &Query, chars: &[char]) -> Vec<usize> {
    let starts = word_starts(folded, name);
    let mut taken = vec![false; starts.len()];
    let mut positions = Vec::new();
    for word in &query.words {
        let shared =
            |start: usize| word.chars().zip(&chars[start..]).take_while(|(a, b)| a == *b).count();
        let best = (0..starts.len())
            .filter(|&index| !taken[index])
            .max_by_key(|&index| (shared(starts[index]), std::cmp::Reverse(index)));
        if let Some(index) = best {
            let len = shared(starts[index]);
            if len > 0 {
                taken[index] = true;
                positions.extend(starts[index]..starts[index] + len);
            }
        }
    }
    positions
}
