//! Names spelled differently in a text: an acronym letter by letter, a number in words, or one word as two.

use std::iter;

use super::{LONGEST, Names, Occurrence, folded};
use crate::core::jargon::tokens::{Gap, Token};
use crate::core::lookup::{bases, is_stop, spelled_words, spoken};
use crate::core::vocabulary::is_ordinary;

/// The fewest letters of a word that two pieces hardly make by chance.
const LONG: usize = 8;
/// The longest acronym that is read letter by letter.
const LONGEST_ACRONYM: usize = 6;

/// The acronyms that single capitals from `start` on may spell, each with the token behind it; in speech, also small letters, alone
/// or after a word (`open s s l`), and letters that are written as they are said.
pub(super) fn spelled(row: &[Token<'_>], start: usize, heard: bool) -> Vec<(usize, String)> {
    let run = letters(row, start);
    let joined =
        |end: usize| -> String { row[start..end].iter().map(|token| token.text).collect() };
    let mut found: Vec<_> = (start + 2..=start + run).map(|end| (end, joined(end))).collect();
    if heard && run < 2 {
        let skipped = usize::from(!is_letter(&row[start]));
        let singles = clause(row, start).skip(skipped).take(LONGEST_ACRONYM);
        let from = start + skipped;
        let ends = from + 2..=from + singles.take_while(|token| is_letter(token)).count();
        let small = ends.map(|end| (end, joined(end)));
        found.extend(small.filter(|(end, joined)| {
            let pair: Vec<&str> = row[start..*end].iter().map(|token| token.text).collect();
            joined.len() > 2 || !is_talk(&pair.join(" ").to_lowercase())
        }));
        let run = |most: usize| {
            let words: Vec<String> =
                clause(row, start).take(most).map(|token| folded(token.text)).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let run = spelled_words(&words);
            (run, words[..run].join(" "))
        };
        // Hardly any words are letters.
        let (run, words) = if run(2).0 > 1 { run(LONGEST_ACRONYM) } else { return found };
        if run == 2 && is_talk(&words) {
            return found;
        }
        let read = spoken(&words).into_iter();
        found.extend(read.map(|read| (start + run, read.replace(' ', ""))));
    }
    found
}

/// Whether two `words` that may be letters are just what people say: "I see", "are you", "a b".
fn is_talk(words: &str) -> bool {
    let is_small = |word: &str| is_stop(word) || word == "i";
    words.starts_with("a ")
        || words.split(' ').all(is_small)
        || words.split(' ').any(|word| word == "i") && words.split(' ').all(is_ordinary)
}

/// The name that one or two letters and a figure from `start` on may be, with the token behind it: `p 99`, `p ninety-nine`.
pub(super) fn figure(row: &[Token<'_>], start: usize) -> Option<(usize, String)> {
    let letters = row[start].text;
    let is_start = letters.len() <= 2 && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    let first = row.get(start + 1).filter(|next| is_start && next.gap == Gap::Space)?;
    if first.text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some((start + 2, format!("{letters}{}", first.text)));
    }
    let value = numeral(first.text)?;
    let next = row.get(start + 2).filter(|next| next.gap != Gap::Break);
    let ones = next.and_then(|next| numeral(next.text)).filter(|ones| value >= 20 && *ones < 10);
    let end = start + 2 + usize::from(ones.is_some());
    Some((end, format!("{letters}{}", value + ones.unwrap_or(0))))
}

/// The number that `word` is.
pub(super) fn numeral(word: &str) -> Option<usize> {
    const ONES: [&str; 10] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    const TENS: [&str; 8] =
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let at = |list: &[&str]| list.iter().position(|one| one.eq_ignore_ascii_case(word));
    at(&ONES).or_else(|| at(&TENS).map(|tens| (tens + 2) * 10))
}

/// How many tokens from `start` on are single capitals.
pub(super) fn letters(row: &[Token<'_>], start: usize) -> usize {
    let is_capital =
        |token: &&Token<'_>| is_letter(token) && token.text.starts_with(char::is_uppercase);
    clause(row, start).take(LONGEST_ACRONYM).take_while(is_capital).count()
}

/// Whether `token` is a single letter.
pub(super) fn is_letter(token: &Token<'_>) -> bool {
    let mut letters = token.text.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

/// The tokens from `start` to the end of the clause.
fn clause<'a>(row: &'a [Token<'a>], start: usize) -> impl Iterator<Item = &'a Token<'a>> {
    let behind = row[start + 1..].iter().take_while(|token| token.gap != Gap::Break);
    iter::once(&row[start]).chain(behind)
}

impl Names {
    /// The name of one word that the two words from `at` on are, or forms of it: `rolled back` is `rollback`. A
    /// text that was `heard` has more of them. `joined` is a reusable buffer.
    pub(super) fn split(
        &self,
        row: &[Token<'_>],
        at: usize,
        heard: bool,
        joined: &mut String,
    ) -> Option<Occurrence> {
        let (first, second) =
            (row[at].text, row.get(at + 1).filter(|next| next.gap == Gap::Space)?);
        let [first, second] = [first, second.text].map(str::as_bytes);
        let is_word = |word: &[u8]| word.iter().all(u8::is_ascii_alphabetic);
        let is_long = second.len() > 1 && first.len() + second.len() <= LONGEST;
        if !is_word(first) || !is_word(second) || !is_long {
            return None;
        }
        joined.clear();
        joined.extend(first.iter().chain(second).map(|byte| char::from(byte.to_ascii_lowercase())));
        let length = first.len();
        let mut terms = self.terms_called(joined, length, heard);
        if terms.is_empty() && (first.ends_with(b"ed") || first.ends_with(b"ing")) {
            let (first, second) = joined.split_at(length);
            let bases = bases(first).into_iter().skip(1);
            let of_base =
                |base: String| self.terms_called(&format!("{base}{second}"), base.len(), heard);
            terms = bases.map(of_base).find(|terms| !terms.is_empty())?;
        }
        (!terms.is_empty()).then_some(Occurrence {
            words: at..at + 2,
            terms,
            is_exact: false,
            is_proper: false,
        })
    }

    /// The terms with the name `word`, whose first `length` bytes and the rest must be words of their own.
    fn terms_called(&self, word: &str, length: usize, heard: bool) -> Vec<u32> {
        let ids = self.ids(word, &mut String::new()).into_iter().flatten();
        let nodes = ids.filter_map(|id| self.steps.get(&(0, id)));
        let names = nodes.flat_map(|node| &self.ends[*node as usize]).filter(|name| !name.heard);
        let mut terms: Vec<u32> = names.map(|name| name.term).collect();
        if !terms.is_empty() && !is_split(&word[..length], &word[length..], heard) {
            terms.clear();
        }
        terms.sort_unstable();
        terms.dedup();
        terms
    }
}

/// Whether people write one word as these two: words of their own, a long word without its start (`ex filtration`), or one after a
/// letter (`d dos`); if they were `heard`, also two pieces of a word that is not English (`fig ma`).
fn is_split(first: &str, second: &str, heard: bool) -> bool {
    if first.len() == 1 {
        return !is_stop(first) && first != "i" && second.len() > 2;
    }
    let is_word = |word: &str| (word.len() >= 3 && is_ordinary(word)) || is_particle(word);
    let is_long = first.len() + second.len() >= LONG && !is_stop(first) && second.len() > 2;
    let is_strange = || {
        let has_sense = |word: &str| !is_stop(word) && !is_particle(word);
        first.len() > 2
            && [first, second].into_iter().all(has_sense)
            && !is_ordinary(&format!("{first}{second}"))
    };
    is_long || (is_word(first) && is_word(second)) || (heard && is_strange())
}

/// Whether `word` makes another verb of the one before it: "roll back".
pub(in crate::core::jargon) fn is_particle(word: &str) -> bool {
    ["back", "down", "in", "off", "on", "out", "over", "up"].contains(&word)
}
