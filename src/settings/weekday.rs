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

/// Parses a day of the week: its first three letters or more, in any case, such as `tue`, `tues`, or `tuesdays`.
pub fn weekday(word: &str) -> Option<Weekday> {
    let word = word.to_lowercase();
    let names = |(short, day): &(&str, Weekday)| {
        word.starts_with(short) && (format!("{day:?}").to_lowercase() + "s").starts_with(&word)
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
    fn a_day_is_named_by_three_letters_or_more() {
        for (word, expected) in [
            ("Tue", Weekday::Tuesday),
            ("tues", Weekday::Tuesday),
            ("tuesdays", Weekday::Tuesday),
            ("wednes", Weekday::Wednesday),
            ("thurs", Weekday::Thursday),
            ("friday", Weekday::Friday),
        ] {
            assert_eq!(weekday(word), Some(expected), "{word}");
        }
        for word in ["tu", "tuesdy", "tuesdayss", "someday", ""] {
            assert_eq!(weekday(word), None, "{word}");
        }
    }
}
