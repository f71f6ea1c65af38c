//! Phrases for speech recognition: the names of a term, as people say them.

use std::collections::{BTreeSet, HashSet};

use crate::core::deck::Term;
use crate::core::lookup::folded;

/// The longest phrase, in characters. Of the services that limit it, Google accepts the least.
const LONGEST: usize = 100;

/// The names of `terms` without duplicates, in their order: each term, its aliases, its expansion. With `words`, the acronyms
/// that are read as words, all others have a period after each letter.
pub fn phrases<'a>(
    terms: impl IntoIterator<Item = &'a Term>,
    words: Option<&BTreeSet<&str>>,
) -> Vec<String> {
    let mut seen = HashSet::new();
    let names = terms.into_iter().flat_map(|term| term.names().map(move |name| (term, name)));
    let phrases = names.filter(|(_, name)| {
        // Names that differ only in case or hyphens sound the same.
        name.contains(char::is_alphabetic) && seen.insert(folded(name))
    });
    let phrases = phrases.map(|(term, name)| match words {
        Some(words) => spelled(name, term.say.as_deref().unwrap_or_default(), words),
        None => name.to_owned(),
    });
    phrases.filter(|phrase| phrase.chars().count() <= LONGEST).collect()
}

/// The words of `terms` whose pronunciation does not spell them.
pub fn read_as_words<'a>(terms: impl IntoIterator<Item = &'a Term>) -> BTreeSet<&'a str> {
    let said = terms.into_iter().filter_map(|term| Some((term, term.say.as_deref()?)));
    said.flat_map(|(term, say)| {
        let words = term.names().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
        words.filter(move |word| is_in(word, &term.term) && !say.contains(&dotted(word)))
    })
    .collect()
}

/// `name` with its acronyms spelled, as Amazon Transcribe wants them, except for those in `words`. `say` may spell these.
fn spelled(name: &str, say: &str, words: &BTreeSet<&str>) -> String {
    let pieces = name.split_inclusive(|c: char| !c.is_alphanumeric());
    let piece = |piece: &str| {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let singular = word.strip_suffix('s').unwrap_or(word);
        let dotted = dotted(singular);
        let is_acronym = singular.len() > 1 && singular.chars().all(char::is_uppercase);
        if !is_acronym || (words.contains(singular) && !say.contains(&dotted)) {
            return piece.to_owned();
        }
        let plural = if singular == word { "" } else { "-s" };
        format!("{dotted}{plural}{}", &piece[word.len()..])
    };
    pieces.map(piece).collect()
}

/// `S.L.O.` for `SLO`.
fn dotted(word: &str) -> String {
    word.chars().flat_map(|letter| [letter, '.']).collect()
}

/// Whether `word` is a word of `name`, in any case.
fn is_in(word: &str, name: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric()).any(|part| part.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;

    fn of(terms: &str, letters: bool) -> String {
        let text = format!("deck: x\nterms:\n{terms}");
        let deck = read(&"x.yaml".into(), text.as_bytes(), Origin::Named).deck.unwrap();
        phrases(&deck.terms, letters.then(|| read_as_words(&deck.terms)).as_ref()).join(" | ")
    }

    #[test]
    fn every_name_is_a_phrase_once() {
        let terms = "  - {term: SLO, definition: d, expansion: Service-level objective, aliases: [service level objective, \"404\"]}\n  - {term: Slo, id: other, definition: d, aliases: [target]}\n";
        assert_eq!(of(terms, false), "SLO | service level objective | target");
        let long = format!("  - {{term: A, definition: d, expansion: {}}}\n", "b ".repeat(60));
        assert_eq!(of(&long, false), "A", "too long for a service");
    }

    #[test]
    fn acronyms_are_spelled_unless_they_are_read_as_words() {
        for (term, expected) in [
            (
                "{term: SLO, definition: d, aliases: [SLOs, SLO budget]}",
                "S.L.O. | S.L.O.-s | S.L.O. budget",
            ),
            (
                "{term: NASA, definition: d, say: nassa, aliases: [NASA rule, ESA]}",
                "NASA | NASA rule | E.S.A.",
            ),
            (
                "{term: SQL injection, definition: d, say: \"sequel injection, or S.Q.L. injection\"}",
                "S.Q.L. injection",
            ),
            ("{term: CI/CD, definition: d}", "C.I./C.D."),
            ("{term: DevOps A, definition: d, aliases: [as is]}", "DevOps A | as is"),
        ] {
            assert_eq!(of(&format!("  - {term}\n"), true), expected);
        }
    }
}
