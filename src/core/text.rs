//! Text from outside, made fit for a terminal.

use std::borrow::Cow;

/// Whether `c` may not reach a terminal: control characters, bidirectional overrides and isolates, and other
/// characters that change how the text around them is shown without being seen themselves.
pub const fn is_hostile(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// `text` on one line without hostile characters: line ends and tabs become a space, the others a `\u{fffd}`.
/// Borrowed when there is nothing to clean.
pub fn clean(text: &str) -> Cow<'_, str> {
    // Nearly every text is plain ASCII, and looking at bytes is quicker than looking at characters.
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

/// `text` with a capital letter.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hostile_is_left() {
        assert_eq!(clean("plain"), "plain");
        assert_eq!(clean("\u{1b}[31mred\u{1b}[0m"), "\u{fffd}[31mred\u{fffd}[0m");
        assert_eq!(clean("two\r\nlines"), "two lines");
        assert_eq!(clean("abc\u{202e}def"), "abc\u{fffd}def");
        assert_eq!(clean("技術 e\u{301} 🏳️‍🌈"), "技術 e\u{301} 🏳️‍🌈");
    }

    #[test]
    fn only_the_first_letter_becomes_a_capital() {
        assert_eq!(capital("éclair of Two"), "Éclair of Two");
        assert_eq!(capital(""), "");
    }
}
