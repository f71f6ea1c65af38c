//! Sanitizes external text for the terminal or for storage.

use std::borrow::Cow;

/// Whether `c` must not reach a terminal: control characters, bidirectional overrides and isolates, and other
/// invisible characters that change how the surrounding text is shown.
pub const fn is_hostile(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// `text` on one line without hostile characters: line endings and tabs become a space, others `\u{fffd}`. Borrowed if
/// there is nothing to clean.
pub fn clean(text: &str) -> Cow<'_, str> {
    // Fast path: nearly every text is plain ASCII, and scanning bytes is faster than characters.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ if is_hostile(c) => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    Cow::Owned(out.trim().to_owned())
}

/// The message of `error` on one line, without hostile characters, numbers of system errors, or paths of temporary files.
pub fn reason(error: &(impl std::fmt::Display + ?Sized)) -> String {
    let said = format!("{error:#}");
    let parts = said.split(" (os error ");
    let without = parts.enumerate().map(|(at, part)| {
        let number = part.find(')').filter(|_| at > 0);
        let rest = number.map_or(part, |end| &part[end + 1..]);
        // The name of a temporary file helps no one.
        let path = rest.strip_prefix(" at path \"").filter(|_| at > 0);
        path.and_then(|path| path.split_once('"')).map_or(rest, |(_, after)| after)
    });
    clean(&without.collect::<String>()).into_owned()
}

/// What spreadsheets take for the start of a formula.
const FORMULA: [char; 5] = ['=', '+', '-', '@', '\t'];

/// Whether a spreadsheet would run `text` as a formula, or if it were without the apostrophes at its start.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// `text` for the cell of a table: what a spreadsheet would run as a formula begins with an apostrophe, as spreadsheets write it
/// themselves.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text of a cell as [`guarded`] wrote it.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| is_formula(text)).unwrap_or(cell)
}

/// `text` as stored: on one line, without meaningless invisible characters. Line endings and tabs become a space.
/// Control characters, soft hyphens, byte order marks, directional marks, and the like, which often come with pasted
/// text, are dropped. Nothing hostile is left. Borrowed if there is nothing to drop.
pub fn stored(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_hostile(c) || is_joiner(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // The rest of a sequence that colors text would be left.
            '\u{1b}' if chars.peek() == Some(&'[') => {
                chars.next();
                chars.by_ref().find(|c| ('\u{40}'..='\u{7e}').contains(c));
            }
            _ if is_hostile(c) && c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ if is_joiner(c) => {
                if joins(out.chars().next_back(), chars.peek().copied()) {
                    out.push(c);
                }
            }
            _ if is_hostile(c) => {}
            _ => out.push(c),
        }
    }
    Cow::Owned(out.trim().to_owned())
}

/// Whether `c` is a zero-width joiner or non-joiner.
const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a joiner between these characters is meaningful: in scripts with contextual letter forms, and between the
/// parts of an emoji.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    // Arabic to Myanmar, further scripts of South and Southeast Asia and Mongolian, and Arabic presentation forms.
    let shapes = |c| {
        matches!(c,
            '\u{600}'..='\u{109f}' | '\u{1700}'..='\u{1cff}' | '\u{a800}'..='\u{abff}'
            | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10a00}'..='\u{11fff}')
    };
    let is_emoji = |c| matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
    before.is_some_and(|c| {
        shapes(c) || ((is_emoji(c) || c == '\u{fe0f}') && after.is_some_and(is_emoji))
    })
}

/// `text` with its first letter capitalized.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_no_number_of_the_system() {
        let missing = std::io::Error::from_raw_os_error(2);
        assert_eq!(reason(&format!("a: {missing}; b")), "a: No such file or directory; b");
        assert_eq!(reason(&format!("{missing}, {missing}").replace("No", "\n")).find('('), None);
        assert_eq!(reason("as (os error"), "as (os error");
        let temporary =
            "a.yaml: Permission denied (os error 13) at path \"/x/.shoptalk-1f.tmp\"; b";
        assert_eq!(reason(temporary), "a.yaml: Permission denied; b");
    }

    #[test]
    fn nothing_hostile_is_left() {
        assert_eq!(clean("plain"), "plain");
        assert_eq!(clean("\u{1b}[31mred\u{1b}[0m"), "\u{fffd}[31mred\u{fffd}[0m");
        assert_eq!(clean("two\r\nlines"), "two lines");
        assert_eq!(clean("abc\u{202e}def"), "abc\u{fffd}def");
        assert_eq!(clean("技術 e\u{301} 🏳️‍🌈"), "技術 e\u{301} 🏳️‍🌈");
    }

    #[test]
    fn what_is_invisible_and_means_nothing_is_not_stored() {
        for (text, expected) in [
            ("plain", "plain"),
            ("Betriebs\u{ad}handbuch", "Betriebshandbuch"),
            ("Ein Buch\u{200b} mit Regeln", "Ein Buch mit Regeln"),
            ("\u{feff}API\u{2060}", "API"),
            ("\u{202e}abc\u{202c} \u{200e}d\u{2066}e\u{2069}", "abc de"),
            ("two\r\nlines\tand\u{2028}much\u{85}more\n", "two lines and much more"),
            ("old \u{1b}[2J words\u{7}", "old  words"),
            ("\u{1b}[1;31mred\u{1b}[0m, \u{1b}]odd", "red, ]odd"),
            ("f\u{200c}i \u{200d}x\u{200d}", "fi x"),
            ("\u{1f469}\u{200d}", "\u{1f469}"),
            ("a\u{e0041}\u{fffb}b", "ab"),
        ] {
            let stored = stored(text);
            assert_eq!(stored, expected);
            assert!(!stored.chars().any(is_hostile));
        }
    }

    #[test]
    fn what_looks_odd_and_means_something_is_stored_as_it_is() {
        for text in [
            "naïve café “x” – 5 µs",
            "e\u{301}",
            "技術",
            "🏳️\u{200d}🌈 👩🏽\u{200d}💻 ❤️\u{200d}🔥 🧑\u{200d}⚕️",
            "می\u{200c}خواهم",
            "क्\u{200d}ष ക്\u{200d}",
            "\u{a0}« oui\u{202f}»",
        ] {
            assert_eq!(stored(text), text);
        }
    }

    #[test]
    fn only_the_first_letter_becomes_a_capital() {
        assert_eq!(capital("éclair of Two"), "Éclair of Two");
        assert_eq!(capital(""), "");
    }
}
