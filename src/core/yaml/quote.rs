//! Writes strings as single-line YAML: plain where that is safe, otherwise in double quotes. Also detects strings that
//! YAML would read as another type.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::core::text::is_hostile;

/// The context of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// A block, where each value has its own line.
    Block,
    /// Brackets, where commas and brackets would end the value.
    Flow,
}

/// `text` written so YAML reads back exactly this string.
pub fn quoted(text: &str, within: Within) -> Cow<'_, str> {
    if is_plain(text, within) { Cow::Borrowed(text) } else { Cow::Owned(in_quotes(text)) }
}

/// Whether `text` is safe without quotes. Says no when in doubt.
fn is_plain(text: &str, within: Within) -> bool {
    let first = text.chars().next();
    let begins_well = first.is_some_and(|c| c.is_alphanumeric() || matches!(c, '(' | '“' | '‘'));
    begins_well
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(|c| is_hostile(c) || (c.is_whitespace() && c != ' '))
        && !is_trap(text)
        && (within == Within::Block || !text.contains([',', '[', ']', '{', '}', ':', '"', '\'']))
}

/// `text` in double quotes.
pub fn in_quotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_hostile(c) || (c.is_whitespace() && c != ' ') => {
                write!(out, "\\U{:08x}", u32::from(c)).unwrap_or_default();
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether YAML 1.1 or 1.2 would read the unquoted `text` as something other than a string: a Boolean, null, a number,
/// a date, or a time.
pub fn is_trap(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan", ".inf", "+.inf",
        "-.inf",
    ];
    if WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return true;
    }
    if !begins_as_number(text) {
        return false;
    }
    let digits = digits(text);
    let sexagesimal = digits.contains(':')
        && digits
            .split(':')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || c == '.'));
    let date = digits.len() >= 8
        && digits.split('-').count() == 3
        && digits.chars().all(|c| c.is_ascii_digit() || c == '-')
        && digits.split('-').next().is_some_and(|year| year.len() == 4);
    is_number(text) || sexagesimal || date
}

/// Whether YAML would read the unquoted `text` as a number.
pub(super) fn is_number(text: &str) -> bool {
    if !begins_as_number(text) {
        return false;
    }
    let digits = digits(text);
    let radix = |prefix: &str, radix: u32| {
        digits
            .strip_prefix(prefix)
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_digit(radix)))
    };
    digits.parse::<f64>().is_ok() || radix("0x", 16) || radix("0o", 8) || radix("0b", 2)
}

fn begins_as_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
}

/// `text` without its sign and digit separators.
fn digits(text: &str) -> String {
    text.trim_start_matches(['+', '-']).replace('_', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::yaml::{Value, parse};

    #[test]
    fn only_what_is_plainly_safe_stands_without_quotes() {
        for text in
            ["toil", "Error budget", "C++", "A/B test", "n+1", "it's only the ninth", "技術"]
        {
            assert_eq!(quoted(text, Within::Block), text);
        }
        for text in [
            "no",
            "null",
            "~",
            "1.10",
            "2026-11-01",
            "a: b",
            "a:",
            "a #b",
            "#a",
            "- a",
            "-",
            "?",
            "[a]",
            "{a",
            "*a",
            "&a",
            "!a",
            "|",
            ">",
            "'a",
            "\"a",
            "%a",
            "@a",
            "`a",
            " a",
            "a ",
            "",
            "a\nb",
            "<<",
            "...",
            "---",
        ] {
            assert!(quoted(text, Within::Block).starts_with('"'), "{text}");
        }
        assert_eq!(quoted("a, b", Within::Block), "a, b");
        assert_eq!(quoted("a, b", Within::Flow), "\"a, b\"");
    }

    #[test]
    fn whatever_is_quoted_reads_back() {
        for text in ["a\"b\\c", "\u{1b}[31m\0\t\n", "x\u{2028}y\u{85}z\u{a0}", "\\", "'", "\\n"] {
            for yaml in [format!("a: {}", in_quotes(text)), format!("a: [{}]", in_quotes(text))] {
                let tree = parse(&yaml);
                assert_eq!(tree.faults, [], "{yaml}");
                let Some(Value::Map(fields)) = tree.root.map(|root| root.value) else { panic!() };
                let value = match &fields[0].1.value {
                    Value::List(items) => &items[0].value,
                    value => value,
                };
                assert!(matches!(value, Value::Text(read, _) if read == text), "{yaml}");
            }
        }
    }

    #[test]
    fn what_yaml_reads_as_something_else_is_known() {
        for text in [
            "no",
            "Yes",
            "null",
            "~",
            "true",
            "1.10",
            "1e3",
            "0o17",
            "0x1F",
            "2026-11-22",
            "12:30",
            "-5",
            "1_000",
            ".5",
        ] {
            assert!(is_trap(text), "{text}");
        }
        for text in
            ["toil", "3D", "2FA", "99.9 %", "A/B", "n+1", "24/7", "10x", "1.2.3", "-ish", "0-day"]
        {
            assert!(!is_trap(text), "{text}");
        }
    }
}
