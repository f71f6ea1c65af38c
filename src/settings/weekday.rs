//! Parses and formats the days of the week.

use jiff::civil::Weekday;

/// Each day as written in the settings.
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// Parses a day of the week: its first three letters, or the full name, in any case.
pub fn weekday(word: &str) -> Option<Weekday> {
    let word = word.to_lowercase();
    let names = |(short, day): &(&str, Weekday)| {
        word == *short || (word.starts_with(short) && word == format!("{day:?}").to_lowercase())
    };
    WEEKDAYS.iter().find(|row| names(row)).map(|(_, day)| *day)
}

/// The day as written in the file.
pub(super) fn short(day: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|(_, known)| *known == day).map_or("mon", |(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_named_by_three_letters_or_in_full() {
        assert_eq!(weekday("Tue"), Some(Weekday::Tuesday));
        assert_eq!(weekday("friday"), Some(Weekday::Friday));
        for word in ["tu", "tuesd", "someday", ""] {
            assert_eq!(weekday(word), None, "{word}");
        }
    }
}
