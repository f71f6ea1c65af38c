//! Letter names: how they sound, and how people write them.

use super::Sound::{A, B, Ch, D, F, I, J, K, L, M, N, O, P, R, S, T, V, W, Y, Z};
use super::numbers::{digits, phrase};
use super::{Key, Sound};
use crate::core::lookup::is_stop;
use crate::core::vocabulary::find;

/// The ways people write a letter's name that they heard, one a line and in order, each with the letter. Some are ordinary words that
/// sound the same.
const LETTERS: &str = include_str!("letter_names.txt");

/// The longest of them, in bytes.
const LONGEST: usize = 6;

/// The letter that `word` names.
pub(in crate::core::lookup) fn named(word: &str) -> Option<&'static str> {
    // Most words are longer.
    if word.len() > LONGEST {
        return None;
    }
    find(LETTERS, word)
}

/// The letters that `query` (folded) spells aloud, if there are two or more, digits included: "slo" for "ess el oh",
/// "k8s" for "kay eight ess", "pr" for "pee ars".
pub(crate) fn spelled(query: &str) -> Option<String> {
    let words: Vec<&str> = query.split(' ').collect();
    let (letters, read) = run(&words);
    (read == words.len() && read > 1).then_some(letters)
}

/// `query` (folded) with spoken letters and numbers converted, if there are other words as well: "llm agent" for
/// "el el em agent", "sev 1 incident" for "sev one incident". `None` if there are none.
pub(crate) fn partly_spelled(query: &str) -> Option<String> {
    let words: Vec<&str> = query.split(' ').collect();
    let (mut out, mut at, mut found) = (Vec::new(), 0, false);
    while at < words.len() {
        let (letters, read) = run(&words[at..]);
        // "Are you": ordinary words are letters only beside others that aren't.
        let strange = |word: &&str| named(word).is_some() && !is_stop(word);
        let run = &words[at..at + read];
        let is_number = (0..read).any(|from| run[from].len() > 2 && phrase(&run[from..]).is_some());
        if is_number || (read > 1 && run.iter().any(strange)) {
            out.push(letters);
            found = true;
        } else {
            out.extend(words[at..at + read.max(1)].iter().map(|word| (*word).to_owned()));
        }
        at += read.max(1);
    }
    (found && out.len() > 1).then(|| out.join(" "))
}

/// How many words at the start of `words` (folded) spell letters aloud; 0 if fewer than two do, or all are ordinary words.
pub(crate) fn spelled_words(words: &[&str]) -> usize {
    let (_, read) = run(words);
    let is_strange = |word: &&str| named(word).is_some() && !is_stop(word);
    if read > 1 && words[..read].iter().any(is_strange) { read } else { 0 }
}

/// The letters that the first of `words` spell, and how many words that takes.
fn run(words: &[&str]) -> (String, usize) {
    let mut out = String::new();
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        let last = at + 1 == words.len();
        let before = &words[..at];
        at += 1;
        match word {
            "double" if matches!(words.get(at), Some(&("u" | "you"))) => {
                out.push('w');
                at += 1;
            }
            "double" if matches!(words.get(at), Some(&("o" | "oh"))) => {
                out.push_str("00");
                at += 1;
            }
            // "Five oh nine": "oh" is a zero after a digit.
            "oh" | "o" if out.ends_with(|c: char| c.is_ascii_digit()) => out.push('0'),
            _ if word.chars().count() == 1 => out.push_str(word),
            _ => {
                if let Some((digits, said)) = phrase(&words[at - 1..]) {
                    out.push_str(&digits);
                    at += said - 1;
                    continue;
                }
                let one = || last.then(|| plural(word, before)).flatten();
                match letter_or_number(word).or_else(one) {
                    Some(letters) => out.push_str(&letters),
                    None => return (out, at - 1),
                }
            }
        }
    }
    (out, at)
}

fn letter_or_number(word: &str) -> Option<String> {
    named(word).map(str::to_owned).or_else(|| digits(word))
}

/// The last word of a run as the plural of a letter or number. "kay pee eyes" is "KPI", because the s of a plural isn't
/// written, but "kay eights" is "K8s".
fn plural(word: &str, before: &[&str]) -> Option<String> {
    let one = word.strip_suffix('s')?;
    match named(one) {
        Some(letter) => Some(letter.to_owned()),
        // "S L A's", with the apostrophe dropped.
        None if one.len() == 1 && before.iter().all(|word| word.len() == 1) => Some(one.to_owned()),
        None => digits(one).map(|digits| digits + "s"),
    }
}

/// Appends the sounds of the letter names.
pub(super) fn names(lower: &str, key: &mut Key) {
    for letter in lower.bytes() {
        key.extend_from_slice(sounds(letter));
    }
}

const fn sounds(letter: u8) -> &'static [Sound] {
    match letter {
        b'a' => &[A],
        b'b' => &[B, I],
        b'c' => &[S, I],
        b'd' => &[D, I],
        b'e' | b'i' => &[I],
        b'f' => &[I, F],
        b'g' => &[J, I],
        b'h' => &[A, Ch],
        b'j' => &[J, A],
        b'k' => &[K, A],
        b'l' => &[I, L],
        b'm' => &[I, M],
        b'n' => &[I, N],
        b'o' => &[O],
        b'p' => &[P, I],
        b'q' => &[K, Y, O],
        b'r' => &[A, R],
        b's' => &[I, S],
        b't' => &[T, I],
        b'u' => &[Y, O],
        b'v' => &[V, I],
        b'w' => &[D, O, B, I, L, Y, O],
        b'x' => &[I, K, S],
        b'y' => &[W, I],
        b'z' => &[Z, I],
        _ => &[],
    }
}

#[cfg(test)]
mod tests;
