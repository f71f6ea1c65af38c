//! Stems words, so that "hallucinating" finds a definition that says "hallucinations".

use std::borrow::Cow;

use super::forms::{american, irregular};
use crate::core::vocabulary::contains;

/// Stop words, one a line and in order. They are left out of definitions.
const STOP: &str = include_str!("stop_words.txt");

/// Whether `word` is a stop word.
pub(crate) fn is_stop(word: &str) -> bool {
    contains(STOP, word)
}

/// Porter's steps 2 and 3: suffixes and their replacements, if the rest has a measure of at least 1. The longest of
/// several matching suffixes comes first.
const STEP_2: [(&str, &str); 20] = [
    ("ational", "ate"),
    ("tional", "tion"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("abli", "able"),
    ("alli", "al"),
    ("entli", "ent"),
    ("eli", "e"),
    ("ousli", "ous"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("alism", "al"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("biliti", "ble"),
];
const STEP_3: [(&str, &str); 7] = [
    ("icate", "ic"),
    ("ative", ""),
    ("alize", "al"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ful", ""),
    ("ness", ""),
];
/// Porter's step 4: suffixes removed if the rest has a measure of at least 2.
const STEP_4: [&str; 19] = [
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ou", "ism",
    "ate", "iti", "ous", "ive", "ize", "ion",
];

/// The stem of a folded word, after M. F. Porter, "An algorithm for suffix stripping" (1980), extended by irregular forms
/// and plurals of acronyms.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    let mut word = irregular(word).map_or_else(|| american(word), str::to_owned);
    if let Some(rest) = ["ifications", "ification"].iter().find_map(|end| word.strip_suffix(end)) {
        word = format!("{rest}ify");
    }
    without_plural(&mut word);
    without_inflection(&mut word);
    if let Some(rest) = word.strip_suffix('y').filter(|rest| rest.len() > 1)
        && !is_vowel(rest.as_bytes(), rest.len() - 1)
    {
        word = format!("{rest}i");
    }
    for step in [&STEP_2[..], &STEP_3[..]] {
        if let Some((rest, new)) =
            step.iter().find_map(|(e, new)| Some((word.strip_suffix(e)?, new)))
            && syllables(rest) > 0
        {
            word = format!("{rest}{new}");
        }
    }
    if let Some((rest, ending)) = STEP_4.iter().find_map(|e| Some((word.strip_suffix(e)?, *e)))
        && syllables(rest) > 1
        && (ending != "ion" || rest.ends_with(['s', 't']))
    {
        word.truncate(rest.len());
    }
    if let Some(rest) = word.strip_suffix('e') {
        let count = syllables(rest);
        if count > 1 || (count == 1 && !ends_short(rest)) {
            word.truncate(rest.len());
        }
    }
    if word.ends_with("ll") && syllables(&word) > 1 {
        word.truncate(word.len() - 1);
    }
    Cow::Owned(word)
}

/// Step 1a.
fn without_plural(word: &mut String) {
    let len = word.len();
    let short = len == 3 && (0..2).any(|at| is_vowel(word.as_bytes(), at));
    if word.ends_with("sses") || (word.ends_with("ies") && len > 4) {
        word.truncate(len - 2);
    } else if word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !short {
        word.truncate(len - 1);
    }
}

/// Step 1b.
fn without_inflection(word: &mut String) {
    if word.ends_with("eed") {
        if syllables(&word[..word.len() - 3]) > 0 {
            word.truncate(word.len() - 1);
        }
        return;
    }
    let rest = ["ed", "ing"].iter().find_map(|ending| word.strip_suffix(ending));
    let Some(rest) = rest.filter(|rest| (0..rest.len()).any(|at| is_vowel(rest.as_bytes(), at)))
    else {
        return;
    };
    let mut rest = rest.to_owned();
    let bytes = rest.as_bytes();
    let doubled = bytes.len() > 1 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
    if ["at", "bl", "iz"].iter().any(|end| rest.ends_with(end)) {
        rest.push('e');
    } else if doubled && !rest.ends_with(['l', 's', 'z', 'a', 'e', 'i', 'o', 'u']) {
        rest.truncate(rest.len() - 1);
    } else if syllables(&rest) == 1 && ends_short(&rest) {
        rest.push('e');
    }
    *word = rest;
}

/// Porter's measure of a word: how many times a vowel is followed by a consonant.
fn syllables(word: &str) -> usize {
    let bytes = word.as_bytes();
    (1..bytes.len()).filter(|at| is_vowel(bytes, at - 1) && !is_vowel(bytes, *at)).count()
}

/// Whether `word` ends with a consonant, a vowel and a consonant that can be doubled, as in "plan".
fn ends_short(word: &str) -> bool {
    let bytes = word.as_bytes();
    let Some(first) = bytes.len().checked_sub(3) else { return false };
    !is_vowel(bytes, first)
        && is_vowel(bytes, first + 1)
        && !is_vowel(bytes, first + 2)
        && !b"wxy".contains(&bytes[first + 2])
}

/// Whether the letter at `at` is a vowel; "y" is a vowel after a consonant.
fn is_vowel(word: &[u8], at: usize) -> bool {
    match word[at] {
        b'a' | b'e' | b'i' | b'o' | b'u' => true,
        b'y' => at > 0 && !is_vowel(word, at - 1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for family in [
            &["deploy", "deploys", "deployed", "deploying", "deployment", "deployments"][..],
            &["cache", "caches", "caching", "cached"],
            &["query", "queries", "querying"],
            &["overfit", "overfits", "overfitting"],
            &["migrate", "migration", "migrating", "migrations"],
            &["containerize", "containerization", "containerised"],
            &["latency", "latencies"],
            &["index", "indices", "indexes"],
            &["minified", "minification"],
            &["slo", "slos"],
            &["pr", "prs"],
        ] {
            for word in family {
                assert_eq!(stem(word), stem(family[0]), "{word}");
            }
        }
    }

    #[test]
    fn words_that_only_begin_alike_keep_their_own_stems() {
        for (one, other) in [
            ("tennis", "ten"),
            ("apple", "application"),
            ("paris", "parity"),
            ("bone", "bon"),
            ("rate", "rat"),
            ("gas", "ga"),
            ("class", "cla"),
        ] {
            assert_ne!(stem(one), stem(other), "{one} {other}");
        }
    }

    #[test]
    fn stop_words_are_in_order() {
        assert!(STOP.lines().is_sorted());
        assert!(is_stop("the") && !is_stop("cache"));
    }

    #[test]
    fn short_words_and_other_scripts_stay() {
        for word in ["ci", "bus", "долги", "技術的負債", "ing", "c++"] {
            assert_eq!(stem(word), word);
        }
    }
}
