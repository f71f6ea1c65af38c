//! Finds acronyms that no deck explains.

use std::collections::HashMap;

use crate::core::jargon::capitals;
use crate::core::jargon::explained::Explained;
use crate::core::jargon::names::{Names, Occurrence, bare, is_capitals, is_numbered, is_shouted};
use crate::core::jargon::tokens::{Gap, Token};
use crate::core::vocabulary::is_everyday;

/// Maximum length of an acronym, in characters: `DORA`, `OWASP`, `SCRUM`, `HIPAA`. Longer ones are shouted words.
const LONGEST: usize = 6;
/// Maximum length of a mixed-case word, in characters: `PostgreSQL`.
const LONGEST_MIXED: usize = 12;

/// The acronyms in `text` that match no known term, in order of appearance: each as first written, without a plural
/// `s`, with its word indexes.
pub(super) fn unexplained<'a>(
    text: &'a str,
    row: &[Token<'a>],
    occurrences: &[Occurrence],
    (names, explained): (&Names, &Explained<'_>),
) -> Vec<(&'a str, Vec<usize>)> {
    let mut found: Vec<(&str, Vec<usize>)> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut spans = occurrences.iter().map(|occurrence| &occurrence.words).peekable();
    for (at, token) in row.iter().enumerate() {
        while spans.peek().is_some_and(|span| span.end <= at) {
            spans.next();
        }
        if spans.peek().is_some_and(|span| span.contains(&at)) {
            continue;
        }
        let is_unknown = |word: &&str| {
            let before = at.checked_sub(1).map(|before| row[before]);
            !(is_id(word)
                || is_part_of_a_name(text, before, token, row.get(at + 1))
                || is_shouted(text, token.at)
                || !names.called(word).is_empty())
        };
        let is_explained = |word: &&str| explained.unknown(word).is_some();
        let word = Some(bare(token.text)).filter(is_explained);
        let word = word.filter(|_| !is_numbered(text, row, at));
        let Some(word) = word.or_else(|| acronym(token.text).filter(is_unknown)) else { continue };
        let place = *known.entry(word).or_insert_with(|| {
            found.push((word, Vec::new()));
            found.len() - 1
        });
        found[place].1.push(at);
    }
    // A word that is as often written in lower case is just emphasized here.
    let small = small(row, &known);
    found.retain(|(word, places)| {
        let is_stressed = small.get(word).is_some_and(|count| *count >= places.len());
        !is_stressed || explained.unknown(word).is_some()
    });
    found
}

/// How often each of `words` is written in lower case.
fn small<'a>(row: &[Token<'_>], words: &HashMap<&'a str, usize>) -> HashMap<&'a str, usize> {
    let lower: HashMap<String, &str> =
        words.keys().map(|word| (word.to_lowercase(), *word)).collect();
    let mut count: HashMap<&str, usize> = HashMap::new();
    for token in row.iter().filter(|token| token.text.starts_with(|c: char| c.is_ascii_lowercase()))
    {
        if let Some(word) = lower.get(token.text).filter(|word| is_capitals(word)) {
            *count.entry(word).or_default() += 1;
        }
    }
    count
}

/// `word` as an acronym, without a plural ending, if it looks like one and is not common knowledge.
fn acronym(word: &str) -> Option<&str> {
    if !word.bytes().any(|byte| byte.is_ascii_uppercase()) && word.is_ascii() {
        return None;
    }
    let bare = bare(word);
    let length = bare.chars().count();
    let starts_with_letter = bare.starts_with(char::is_alphabetic);
    let is_acronym =
        if is_capitals(bare) { (2..=LONGEST).contains(&length) } else { is_mixed(bare, length) };
    let is_everyday = is_everyday(&bare.to_lowercase())
        || capitals::is_well_known(&bare.to_uppercase())
        || capitals::is_roman(bare);
    (is_acronym && starts_with_letter && !is_everyday).then_some(bare)
}

/// Whether `word` mixes cases as `IaC`, `gRPC`, and `GraphQL` do: half its letters are capitals, or two in a row along
/// with lowercase letters.
fn is_mixed(word: &str, length: usize) -> bool {
    let capital: Vec<bool> = word.chars().map(char::is_uppercase).collect();
    let count = capital.iter().filter(|capital| **capital).count();
    let in_a_row = capital.windows(2).any(|pair| pair[0] && pair[1]);
    let has_vowel_like = word.chars().all(char::is_alphanumeric);
    has_vowel_like
        && (3..=LONGEST_MIXED).contains(&length)
        && count >= 2
        && (count * 2 >= length || in_a_row)
}

/// Whether `word` has the digits of an ID and not of an acronym such as `EC2`, `SHA256` or `B2B2C`: a leading zero, as in
/// `U01AB`, most of its characters, as in `AB123`, or different numbers, as in `U2CD4`.
pub(super) fn is_id(word: &str) -> bool {
    let numbers = word.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let mut numbers = numbers.peekable();
    let Some(first) = numbers.peek().copied() else { return false };
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_most = digits >= 3 && digits * 2 > word.len();
    is_most || numbers.any(|number| number.starts_with('0') || number != first)
}

/// Whether `token` is part of an identifier or a code: `MAX_SIZE`, `API.call`, `XYZ-123`, `8B86-BD11`, `$HOME`.
fn is_part_of_a_name(
    text: &str,
    last: Option<Token<'_>>,
    token: &Token<'_>,
    next: Option<&Token<'_>>,
) -> bool {
    let before = text[..token.at].chars().next_back();
    let after = text[token.end()..].chars().next();
    let tight = next.filter(|next| next.gap == Gap::Tight).map(|next| next.text);
    let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    let numbered = (matches!(after, Some('-')) && tight.is_some_and(has_digit))
        || (matches!(before, Some('-')) && last.is_some_and(|last| has_digit(last.text)));
    let called = matches!(after, Some('.')) && tight.is_some();
    matches!(before, Some('_' | '$' | '.' | '%' | '=' | '@' | '#' | '\\'))
        || matches!(after, Some('_' | '='))
        || numbered
        || called
}

#[cfg(test)]
mod tests;
