//! Converts between digits and spoken numbers.

use super::KEY_SOUNDS;
use super::Key;
use super::Sound::O;
use super::spelling::spell;

/// The numbers with their own words.
const SMALL: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
    seventeen eighteen nineteen";
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Number words that are heard as other words.
const HEARD: [(&str, &str); 6] =
    [("ate", "8"), ("for", "4"), ("nought", "0"), ("to", "2"), ("too", "2"), ("won", "1")];

/// The word of a number below 20.
fn small(value: usize) -> &'static str {
    SMALL.split(' ').nth(value).unwrap_or_default()
}

/// The digits of `word`, if it is a number in digits or words.
pub(super) fn digits(word: &str) -> Option<String> {
    if !word.is_empty() && word.bytes().all(|c| c.is_ascii_digit()) {
        return Some(word.to_owned());
    }
    let said = |value: usize| value.to_string();
    let heard = || HEARD.iter().find(|(heard, _)| *heard == word).map(|(_, digit)| (*digit).into());
    let tens = || (2..10).find(|ten| TENS[*ten] == word).map(|ten| said(10 * ten));
    SMALL.split(' ').position(|small| small == word).map(said).or_else(tens).or_else(heard)
}

/// The number that the first of `words` form, in digits, and how many words that takes: 27001 for "twenty seven
/// thousand and one". `None` if the first word is not a number.
pub(super) fn phrase(words: &[&str]) -> Option<(String, usize)> {
    let (first, used) = up_to_99(words)?;
    let scale = match words.get(used) {
        Some(&"hundred") => 100,
        Some(&"thousand") => 1_000,
        // As written, including leading zeros.
        _ if is_digits(words[0]) => return Some((words[0].to_owned(), 1)),
        _ => return Some((first.to_string(), used)),
    };
    let said = used + 1;
    let and = usize::from(words.get(said) == Some(&"and"));
    Some(match up_to_99(&words[said + and..]) {
        Some((rest, more)) => ((first * scale + rest).to_string(), said + and + more),
        None => ((first * scale).to_string(), said),
    })
}

/// The number below 100 that the first of `words` form, and how many words that takes.
fn up_to_99(words: &[&str]) -> Option<(usize, usize)> {
    let word = *words.first()?;
    if is_digits(word) {
        return word.parse().ok().map(|value| (value, 1));
    }
    let Some(ten) = (2..10).find(|ten| TENS[*ten] == word) else {
        return SMALL.split(' ').position(|small| small == word).map(|value| (value, 1));
    };
    let one = words.get(1).and_then(|next| (1..10).find(|one| small(*one) == *next));
    Some((10 * ten + one.unwrap_or(0), 1 + usize::from(one.is_some())))
}

/// Whether `word` is one or two digits, as in parts of larger numbers.
fn is_digits(word: &str) -> bool {
    (1..=2).contains(&word.len()) && word.bytes().all(|c| c.is_ascii_digit())
}

/// Appends the sounds of a number: up to 99 as one word, round hundreds, anything else by digit ("four oh four").
pub(super) fn number(digits: &str, key: &mut Key) {
    let say = |value: usize, key: &mut Key| {
        if value >= 20 {
            spell(TENS[value / 10 % 10], key);
        }
        match value {
            0..20 => spell(small(value), key),
            _ if !value.is_multiple_of(10) => spell(small(value % 10), key),
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
                    _ => spell(small(usize::from(digit - b'0')), key),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_several_words_is_one() {
        for (words, expected) in [
            ("ninety five latency", Some(("95", 2))),
            ("twenty", Some(("20", 1))),
            ("twenty seven thousand and one", Some(("27001", 5))),
            ("twenty seven thousand one", Some(("27001", 4))),
            ("27 thousand and 1", Some(("27001", 4))),
            ("five hundred errors", Some(("500", 2))),
            ("three and a half", Some(("3", 1))),
            ("07", Some(("07", 1))),
            ("sev one", None),
            ("", None),
        ] {
            let words: Vec<&str> = words.split(' ').collect();
            let found = phrase(&words);
            let found = found.as_ref().map(|(digits, used)| (digits.as_str(), *used));
            assert_eq!(found, expected, "{words:?}");
        }
    }

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
