//! Parses and formats the days of the week.

use jiff::civil::Weekday;

use crate::core::deck_names::is_typo;

/// Parses a day of the week: its first two letters or more, in any case, such as `tu`, `tues`, or `tuesdays`. Fails with a
/// question about the day that `word` may misspell.
pub fn weekday(word: &str) -> Result<Weekday, Option<String>> {
    let word = word.to_lowercase();
    let find = |is_meant: &dyn Fn(&str) -> bool| {
        Weekday::Monday.cycle_forward().take(7).find(|day| is_meant(&name(*day)))
    };
    find(&|name| word.len() >= 2 && format!("{name}s").starts_with(&word)).ok_or_else(|| {
        find(&|name| is_typo(name, &word)).map(|day| format!("did you mean {}?", name(day)))
    })
}

fn name(day: Weekday) -> String {
    format!("{day:?}").to_lowercase()
}

/// All days as written in the file, Monday first.
pub fn weekdays() -> impl Iterator<Item = String> {
    Weekday::Monday.cycle_forward().take(7).map(short)
}

/// The day as written in the file.
pub(super) fn short(day: Weekday) -> String {
    name(day)[..3].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_named_by_two_letters_or_more_and_asked_about_if_misspelled() {
        for (word, expected) in [
            ("tu", Weekday::Tuesday),
            ("Tue", Weekday::Tuesday),
            ("tues", Weekday::Tuesday),
            ("tuesdays", Weekday::Tuesday),
            ("wednes", Weekday::Wednesday),
            ("thurs", Weekday::Thursday),
            ("friday", Weekday::Friday),
        ] {
            assert_eq!(weekday(word), Ok(expected), "{word}");
        }
        for (word, day) in [
            ("tuesdy", "tuesday"),
            ("tuseday", "tuesday"),
            ("wensday", "wednesday"),
            ("thurday", "thursday"),
        ] {
            assert_eq!(weekday(word), Err(Some(format!("did you mean {day}?"))), "{word}");
        }
        for word in ["t", "someday", "", "2026-11-01"] {
            assert_eq!(weekday(word), Err(None), "{word}");
        }
    }
}
