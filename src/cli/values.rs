//! What an argument may hold beside texts and numbers: an age, a day of the week, a form, a level.

use jiff::civil::Weekday;

use crate::core::deck::Level;
use crate::core::review::Form;
use crate::settings::weekday;

/// A length of time, as in `12m`: days, weeks, months or years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    number: u16,
    unit: char,
}

impl Age {
    /// It as a span of the calendar.
    pub fn span(self) -> jiff::Span {
        let (span, number) = (jiff::Span::new(), self.number);
        match self.unit {
            'd' => span.days(number),
            'w' => span.weeks(number),
            'm' => span.months(number),
            _ => span.years(number),
        }
    }
}

pub(super) fn age(word: &str) -> Result<Age, String> {
    let wrong = || "write a number with d, w, m or y behind it, as in 90d, 12m or 1y".to_owned();
    let unit = word.chars().next_back().filter(|unit| "dwmy".contains(*unit)).ok_or_else(wrong)?;
    let number = word[..word.len() - 1].parse().ok().filter(|number| *number <= 9999);
    number.map(|number| Age { number, unit }).ok_or_else(wrong)
}

/// The day of the week on which one meets a team, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting(pub Option<Weekday>);

pub(super) fn meeting(word: &str) -> Result<Meeting, String> {
    if word.eq_ignore_ascii_case("none") {
        return Ok(Meeting(None));
    }
    let day = weekday(word).ok_or("write mon, tue, wed, thu, fri, sat, sun or none")?;
    Ok(Meeting(Some(day)))
}

pub(super) fn form(word: &str) -> Result<Form, String> {
    Form::asked(word)
        .ok_or_else(|| "write choose, recall, fill, type, expand or which-team".to_owned())
}

pub(super) fn level(word: &str) -> Result<Level, String> {
    Level::from_word(word).ok_or_else(|| "write core, working or deep".to_owned())
}

#[cfg(test)]
mod tests {
    use super::age;

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
