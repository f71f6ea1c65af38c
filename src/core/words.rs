//! Words in text: finding inflected names, masking them, and pluralization.

use std::ops::Range;

/// `1 word`, `2 words`.
pub fn counted<N: std::fmt::Display + Copy + PartialEq + From<bool>>(
    number: N,
    word: &str,
) -> String {
    let s = if number == N::from(true) { "" } else { "s" };
    format!("{number} {word}{s}")
}

/// `items` in a sentence: `a, b or c`, with `and` in place of `or`.
pub fn listed<T: AsRef<str>>(items: &[T], and: &str) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match &items[..] {
        [others @ .., last] if !others.is_empty() => format!("{} {and} {last}", others.join(", ")),
        _ => items.concat(),
    }
}

/// `1 answer no longer counts`, `2 answers no longer count`.
pub fn no_longer_count(answers: usize) -> String {
    let s = if answers == 1 { "s" } else { "" };
    format!("{} no longer count{s}", counted(answers, "answer"))
}

/// The words of `text` in lower case, each with its byte range.
pub fn words(text: &str) -> Vec<(String, Range<usize>)> {
    spans(text, is_letter).map(|span| (text[span.clone()].to_lowercase(), span)).collect()
}

/// The byte ranges of the words of `text`, which begin with a letter. An apostrophe inside a word belongs to it, as do
/// `+` and `#` after a letter.
pub fn spans(text: &str, is_letter: fn(char) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = chars.find(|(_, c)| is_letter(*c))?;
        let inside = |c: char, next: Option<char>| {
            is_letter(c)
                || matches!(c, '+' | '#')
                || (matches!(c, '\'' | '’') && next.is_some_and(is_letter))
        };
        while let Some((at, c)) = chars.next() {
            if !inside(c, chars.peek().map(|(_, next)| *next)) {
                return Some(start..at);
            }
        }
        Some(start..text.len())
    })
}

/// `word` without common English endings: enough to match inflections, not a linguistic root. The stemmer of look-up
/// would not do: it tells `caller` from `call`, which gives an answer away, and takes `active` for `activity`.
pub fn stem(word: &str) -> &str {
    const ENDINGS: &[&str] = &["ation", "ment", "able", "ing", "ied", "ed", "er", "or", "ly"];
    let long_enough = |root: &str| root.chars().count() >= 3;
    let word = without_s(word);
    let plural = word.strip_suffix('s').filter(|root| long_enough(root) && !root.ends_with('s'));
    let word = plural.unwrap_or(word);
    let cut = ENDINGS.iter().find_map(|ending| {
        word.strip_suffix(ending).filter(|root| long_enough(root)).map(|root| (root, ending.len()))
    });
    let (mut root, ending) = cut.unwrap_or((word, 0));
    // `planning` is `plan` with a doubled letter; `less` and `full` are not.
    let mut back = root.chars().rev();
    let (last, before) = (back.next(), back.next());
    if ending > 1 && last == before && last.is_some_and(|c| !matches!(c, 's' | 'l' | 'e' | 'o')) {
        root = &root[..root.len() - last.map_or(0, char::len_utf8)];
    }
    // Unifies `cache` and `caching`, `retry` and `retries`, `deploy` and `deployed`.
    let short = root.trim_end_matches(['e', 'y', 'i']);
    if long_enough(short) { short } else { root }
}

/// `word` without the `'s` at its end, if it has one.
pub fn without_s(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// Whether `word` is `name` or an inflection of it. Both must be in lower case.
fn inflects(word: &str, name: &str) -> bool {
    word == name
        || (name.chars().count() <= 3
            && word
                .strip_prefix(name)
                .is_some_and(|rest| matches!(rest, "s" | "es" | "'s" | "’s" | "ed" | "ing")))
        || (name.chars().count() > 3 && stem(word) == stem(name))
}

/// Whether any word of `text` may start with `first`, in any case.
fn begins_a_word(text: &str, first: char) -> bool {
    let mut inside = false;
    text.chars().any(|c| {
        let begins = !inside;
        inside = is_letter(c);
        begins && (c == first || c.to_lowercase().eq(first.to_lowercase()))
    })
}

/// Whether a word can start with `c`.
pub fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// The byte ranges where `name` occurs in `text`, in order: as whole consecutive words, in any case, each possibly
/// inflected.
pub fn occurrences(text: &str, name: &str) -> Vec<Range<usize>> {
    // Fast path: rules out most texts without splitting them into words.
    let first = name.chars().find(|c| is_letter(*c));
    if first.is_none_or(|first| !begins_a_word(text, first)) {
        return Vec::new();
    }
    let wanted = words(name);
    let found = words(text);
    let joined: String = wanted.iter().map(|(word, _)| word.as_str()).collect();
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < found.len() {
        let row = found[at..]
            .iter()
            .zip(&wanted)
            .take_while(|((word, _), (name, _))| inflects(word, name));
        let length = if row.count() == wanted.len() {
            wanted.len()
        } else if wanted.len() > 1 && inflects(&found[at].0, &joined) {
            // `rollback` matches `roll back`.
            1
        } else if wanted.len() == 1 && at + 1 < found.len() {
            // `roll back` matches `rollback`, `set-up` matches `setup`.
            let pair = format!("{}{}", found[at].0, found[at + 1].0);
            if inflects(&pair, &wanted[0].0) { 2 } else { 0 }
        } else {
            0
        };
        if length == 0 {
            at += 1;
        } else {
            out.push(found[at].1.start..found[at + length - 1].1.end);
            at += length;
        }
    }
    out
}

/// `text` with every occurrence of any of `names` replaced by `mask`.
pub fn mask<'a>(text: &str, names: impl Iterator<Item = &'a str>, mask: &str) -> String {
    let mut ranges: Vec<Range<usize>> = names.flat_map(|name| occurrences(text, name)).collect();
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        if range.start >= at {
            out.push_str(&text[at..range.start]);
            out.push_str(mask);
        }
        at = at.max(range.end);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_any_inflection_but_never_inside_another_word() {
        for (text, name, found) in [
            ("We deployed it twice.", "deploy", true),
            ("Deployments are slow.", "deployment", true),
            ("planning again", "plan", true),
            ("an SLO and two SLOs", "SLO", true),
            ("a slow day", "SLO", false),
            ("the error budgets are gone", "Error budget", true),
            ("an error in the budget", "Error budget", false),
            ("we rolled back", "rollback", false),
            ("roll back now", "rollback", true),
            ("a rollback", "roll back", true),
            ("C++ code", "C++", true),
            ("the cat's tail", "cat", true),
            ("category", "cat", false),
            ("caches and caching", "cache", true),
            ("retries", "retry", true),
            ("release notes", "lease", false),
            ("all deliverables", "Deliverable", true),
            ("two processes", "process", true),
        ] {
            assert_eq!(!occurrences(text, name).is_empty(), found, "{name} in {text}");
        }
    }

    #[test]
    fn every_name_is_masked() {
        let names = ["error budget", "budget", "SLO"];
        let text = "The error budget of an SLO; budgets differ.";
        assert_eq!(mask(text, names.into_iter(), "…"), "The … of an …; … differ.");
        assert_eq!(mask("nothing here", names.into_iter(), "…"), "nothing here");
    }

    #[test]
    fn words_keep_their_places() {
        let text = "It's C++, n'est-ce pas";
        let found: Vec<_> =
            words(text).into_iter().map(|(word, range)| (word, &text[range])).collect();
        assert_eq!(found[0], ("it's".to_owned(), "It's"));
        assert_eq!(found[1], ("c++".to_owned(), "C++"));
    }
}
