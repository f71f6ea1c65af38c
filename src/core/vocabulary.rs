//! Words that mean something by themselves: ordinary English, proper names, and technical words known everywhere.
//!
//! Someone who types one of them most likely means it, and not a word of a deck that is spelled or sounds a bit like it.

use std::cmp::Ordering;

/// Ordinary English words and proper names, folded as look-up folds words, one a line and in order.
const ORDINARY: &str = include_str!("vocabulary/ordinary.txt");
/// The English words that are used most, in the same form.
const FREQUENT: &str = include_str!("vocabulary/frequent.txt");
/// Everyday English words, in lower case. A term that is also one of them (`Go`, `REST`) is certain only with exactly this spelling,
/// and in all capitals they are emphasis, not acronyms.
const EVERYDAY: &str = include_str!("vocabulary/everyday.txt");
/// Technical words and acronyms that people know without any deck, in the same form.
const TECHNICAL: &str = include_str!("vocabulary/technical.txt");
/// Given names that are usual in offices, in the same form.
const GIVEN_NAMES: &str = include_str!("vocabulary/given_names.txt");

/// Whether `word`, folded, is one of the four thousand English words that are used most, or a well-known technical one: then
/// whoever types it does not mean something that merely sounds so.
pub fn is_frequent(word: &str) -> bool {
    is_common(word) || is_technical(word)
}

/// Whether `word`, folded, is one of the four thousand English words that are used most.
pub fn is_common(word: &str) -> bool {
    contains(FREQUENT, word)
}

/// Whether `word`, in lower case, is an everyday word.
pub fn is_everyday(word: &str) -> bool {
    contains(EVERYDAY, word)
}

/// Whether `word`, folded, is a technical word that people know without any deck.
pub fn is_technical(word: &str) -> bool {
    contains(TECHNICAL, word)
}

/// Whether `word`, folded, is an ordinary English word or a proper name.
pub fn is_ordinary(word: &str) -> bool {
    contains(ORDINARY, word)
}

/// Whether `word`, folded, is a usual given name.
pub fn is_given_name(word: &str) -> bool {
    contains(GIVEN_NAMES, word)
}

/// Whether `word`, folded, means something to everyone: an ordinary word or a well-known technical one.
pub fn is_known(word: &str) -> bool {
    is_ordinary(word) || is_technical(word)
}

/// Whether [`is_known`] holds for all words of `phrase`, folded.
pub fn are_known(phrase: &str) -> bool {
    phrase.split(' ').all(is_known)
}

/// Whether one of the `lines`, which are in order, is `word`.
pub fn contains(lines: &str, word: &str) -> bool {
    line(lines, |line| line.cmp(word)).is_some()
}

/// What follows `word` on its line, if one of the `lines`, which are in order, begins with it.
pub fn find<'a>(lines: &'a str, word: &str) -> Option<&'a str> {
    let begins = |line: &str| line.split_once(' ').map_or(line, |(first, _)| first).cmp(word);
    Some(line(lines, begins)?.split_once(' ')?.1)
}

/// The line that is `Equal` among `lines`, which are in order. Nothing is prepared: a look-up from the shell asks once.
fn line(lines: &str, compare: impl Fn(&str) -> Ordering) -> Option<&str> {
    let bytes = lines.as_bytes();
    let (mut low, mut high) = (0, lines.len());
    // `low` and `high` are always the beginnings of lines.
    while low < high {
        let middle = usize::midpoint(low, high);
        let start = bytes[low..middle].iter().rposition(|byte| *byte == b'\n');
        let start = start.map_or(low, |at| low + at + 1);
        let end = bytes[middle..high].iter().position(|byte| *byte == b'\n');
        let end = end.map_or(high, |at| middle + at);
        match compare(&lines[start..end]) {
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = start,
            Ordering::Equal => return Some(&lines[start..end]),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order_and_every_word_is_found() {
        for list in [ORDINARY, FREQUENT, EVERYDAY, TECHNICAL, GIVEN_NAMES] {
            let words: Vec<&str> = list.lines().collect();
            assert!(words.is_sorted_by(|a, b| a < b));
            assert!(words.iter().all(|word| contains(list, word)));
        }
    }

    #[test]
    fn words_names_and_acronyms_are_known_and_mistakes_are_not() {
        for word in ["a", "money", "coffee", "sarah", "berlin", "zoos"] {
            assert!(is_ordinary(word), "{word}");
        }
        for word in ["docker", "kafka", "oauth", "ttl", "ai", "raci", "vue", "mutex", "epoch"] {
            assert!(is_known(word), "{word}");
        }
        for word in ["leader", "lock", "kernel", "java"] {
            assert!(is_frequent(word), "{word}");
        }
        for word in ["sequel", "cash", "jason"] {
            assert!(!is_frequent(word), "{word}");
        }
        for word in ["", "hmtl", "kuberntes", "zzz", "coffeee", "\n", "money\nmonger"] {
            assert!(!is_known(word), "{word}");
        }
    }
}
