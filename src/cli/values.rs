//! Parsers for argument values: ages, weekdays, dates, quiz forms and levels.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::{Date, Weekday};

use crate::core::deck::Level;
use crate::core::deck_names::is_typo;
use crate::core::review::Form;
use crate::core::time::Day;
use crate::settings::weekday;

/// A length of time in days, weeks, months or years, such as `12m`.
pub(super) fn age(word: &str) -> Result<Span, String> {
    let wrong = || "use a number followed by d, w, m, or y, such as 90d, 12m, or 1y".to_owned();
    let unit = word.chars().next_back().filter(|unit| "dwmy".contains(*unit)).ok_or_else(wrong)?;
    let number: Option<u16> = word[..word.len() - 1].parse().ok();
    let number = number.filter(|number| *number <= 9999).ok_or_else(wrong)?;
    Ok(match unit {
        'd' => Span::new().days(number),
        'w' => Span::new().weeks(number),
        'm' => Span::new().months(number),
        _ => Span::new().years(number),
    })
}

/// The weekday you meet a team, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting(pub Option<Weekday>);

pub(super) fn meeting(word: &str) -> Result<Meeting, String> {
    if word.eq_ignore_ascii_case("none") {
        return Ok(Meeting(None));
    }
    let list = || "use mon, tue, wed, thu, fri, sat, sun, or none".to_owned();
    weekday(word).map(|day| Meeting(Some(day))).map_err(|near| near.unwrap_or_else(list))
}

/// Today or a past day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// This many days ago.
    Ago(i32),
    /// The most recent such weekday, which may be today.
    Last(Weekday),
    /// This date.
    On(Date),
}

impl When {
    /// Resolves the day relative to `today`.
    pub fn day(self, today: Day) -> Day {
        match self {
            Self::Ago(days) => today.plus(-days),
            Self::Last(weekday) => {
                let days = weekday.until(today.date().weekday());
                today.plus(-i32::from(days))
            }
            Self::On(date) => Day::from_date(date),
        }
    }
}

pub(super) fn when(word: &str) -> Result<When, String> {
    let day = match word.to_lowercase().as_str() {
        "today" => Ok(When::Ago(0)),
        "yesterday" => Ok(When::Ago(1)),
        name if is_typo("yesterday", name) => Err(Some("did you mean yesterday?".to_owned())),
        name => weekday(name).map(When::Last),
    };
    day.or_else(|near| word.parse().map(When::On).map_err(|_| near)).map_err(|near| {
        near.unwrap_or_else(|| {
            "use today, yesterday, a weekday such as mon, or a date such as 2026-11-01".to_owned()
        })
    })
}

/// A parser for numbers in `range`.
pub(super) fn number<T>(range: RangeInclusive<T>) -> impl Fn(&str) -> Result<T, String> + Clone
where
    T: FromStr + PartialOrd + Display + Clone,
{
    move |word| {
        let number = word.parse().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| format!("use a number from {} to {}", range.start(), range.end()))
    }
}

pub(super) fn form(word: &str) -> Result<Form, String> {
    Form::asked(word).ok_or_else(|| {
        "use choose, recall, fill, type, expand, which-team, or in-sentence".to_owned()
    })
}

pub(super) fn level(word: &str) -> Result<Level, String> {
    word.parse().map_err(|_| "use core, working, or deep".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{age, meeting, number, when};
    use crate::core::time::Day;

    #[test]
    fn a_day_that_is_over_is_named_in_several_ways() {
        // A Sunday.
        let today: jiff::civil::Date = "2026-11-22".parse().unwrap();
        for (word, expected) in [
            ("today", "2026-11-22"),
            ("Yesterday", "2026-11-21"),
            ("sun", "2026-11-22"),
            ("monday", "2026-11-16"),
            ("tues", "2026-11-17"),
            ("Wednes", "2026-11-18"),
            ("SAT", "2026-11-21"),
            ("2026-11-01", "2026-11-01"),
        ] {
            let day = when(word).unwrap().day(Day::from_date(today));
            assert_eq!(day.to_string(), expected, "{word}");
        }
        for word in ["", "tomorrow", "someday", "11-01", "2026-13-01"] {
            assert!(when(word).unwrap_err().starts_with("use today, yesterday, "), "{word}");
        }
        for (word, meant) in [("yesterdy", "yesterday"), ("Wensday", "wednesday")] {
            assert_eq!(when(word), Err(format!("did you mean {meant}?")));
        }
        assert_eq!(meeting("tusday"), Err("did you mean tuesday?".to_owned()));
        assert!(meeting("noon").unwrap_err().starts_with("use mon, tue, "));
    }

    #[test]
    fn a_number_is_in_its_range() {
        let parse = number(1..=240_u32);
        assert_eq!(parse("240"), Ok(240));
        for word in ["two", "0", "241", "-1", "1.5", ""] {
            assert_eq!(parse(word), Err("use a number from 1 to 240".to_owned()), "{word}");
        }
    }

    #[test]
    fn an_age_is_a_number_with_a_unit() {
        for word in ["12m", "90d", "1y", "0d", "6w"] {
            assert!(age(word).is_ok(), "{word}");
        }
        for word in ["", "m", "12", "12M", "-1d", "1.5y", "99999d", "1é"] {
            assert!(age(word).is_err(), "{word}");
        }
    }
}
