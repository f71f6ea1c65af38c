//! Formats numbers as the program should.

/// The number of days until a word comes back.
pub fn in_days(days: u32) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        2..=29 => format!("in {days} days"),
        30..=44 => "in 1 month".to_owned(),
        45..=364 => format!("in {} months", (days + 15) / 30),
        _ => format!("in {:.1} years", f64::from(days) / 365.0),
    }
}

/// The same in a row of grades.
pub fn when(days: u32) -> String {
    in_days(days).trim_start_matches("in ").to_owned()
}

/// Milliseconds as minutes, rounded up.
pub fn minutes(ms: i64) -> usize {
    usize::try_from((ms + 59_999) / 60_000).expect("a quiz is short")
}

/// `1 word`, `2 words`.
pub fn counted(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}

/// `part` of `whole` in percent: 0 and 100 only if it is none or all.
pub fn percent(part: usize, whole: usize) -> usize {
    if part == 0 || part == whole {
        return if part == 0 { 0 } else { 100 };
    }
    ((200 * part + whole) / (2 * whole)).clamp(1, 99)
}

/// How long ago something was.
pub fn ago(days: u32) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days @ 2..60 => format!("{days} days ago"),
        days => format!("{} months ago", days / 30),
    }
}
