//! Numbers as they are said.

use super::KEY_SOUNDS;
use super::Key;
use super::Sound::O;
use super::spelling::spell;

/// The numbers that have a word of their own.
const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Numbers that are heard as other words.
const HEARD: [(&str, &str); 6] =
    [("ate", "8"), ("for", "4"), ("nought", "0"), ("to", "2"), ("too", "2"), ("won", "1")];

/// The digits of `word` when it is a number, written or said.
pub(super) fn digits(word: &str) -> Option<String> {
    if !word.is_empty() && word.bytes().all(|c| c.is_ascii_digit()) {
        return Some(word.to_owned());
    }
    let said = |value: usize| value.to_string();
    let heard = || HEARD.iter().find(|(heard, _)| *heard == word).map(|(_, digit)| (*digit).into());
    let tens = || (2..10).find(|ten| TENS[*ten] == word).map(|ten| said(10 * ten));
    SMALL.iter().position(|small| *small == word).map(said).or_else(tens).or_else(heard)
}

/// A number: up to 99 as one word, round hundreds, everything else digit by digit ("four oh four").
pub(super) fn number(digits: &str, key: &mut Key) {
    let say = |value: usize, key: &mut Key| {
        if value >= 20 {
            spell(TENS[value / 10 % 10], key);
        }
        match value {
            0..20 => spell(SMALL[value], key),
            _ if !value.is_multiple_of(10) => spell(SMALL[value % 10], key),
            _ => {}
        }
    };
    match digits.parse::<usize>() {
        Ok(value) if digits.len() <= 2 => say(value, key),
        Ok(value) if digits.len() == 3 && value % 100 == 0 && value > 0 => {
            say(value / 100, key);
            spell("hundred", key);
        }
        _ => {
            for digit in digits.bytes().take(KEY_SOUNDS) {
                match digit {
                    b'0' => key.push(O),
                    _ => spell(SMALL[usize::from(digit - b'0')], key),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_known_as_digits_and_as_words() {
        for (word, expected) in [
            ("8", Some("8")),
            ("2024", Some("2024")),
            ("eight", Some("8")),
            ("eighteen", Some("18")),
            ("ninety", Some("90")),
            ("to", Some("2")),
            ("ate", Some("8")),
            ("k8s", None),
            ("", None),
        ] {
            assert_eq!(digits(word).as_deref(), expected, "{word}");
        }
    }
}
