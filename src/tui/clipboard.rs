//! Copying a text to the clipboard of whoever looks at the terminal, by the sequence OSC 52.

use std::fmt::Write as _;

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;

use crate::core::text::clean;

/// The longest text that is copied, in bytes. An entry has a fifth of it; terminals take much more.
const LONGEST: usize = 16 * 1024;

/// What makes a terminal copy `text`. The terminal may refuse, and says nothing either way.
///
/// Within tmux it is said twice: to tmux, which listens where `set-clipboard` is `on`, and through it to the terminal
/// outside, which it lets pass where `allow-passthrough` is `on`. Whatever does not listen shows nothing.
pub fn sequence(text: &str, in_tmux: bool) -> String {
    let mut plain = String::new();
    // Writing to a string does not fail.
    let _ = CopyToClipboard::to_clipboard_from(fit(text)).write_ansi(&mut plain);
    if in_tmux {
        let wrapped = plain.replace('\u{1b}', "\u{1b}\u{1b}");
        let _ = write!(plain, "\u{1b}Ptmux;{wrapped}\u{1b}\\");
    }
    plain
}

/// `text` without what could do harm where it is pasted, and not too long. Its lines stay lines.
fn fit(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(clean).collect();
    let mut text = lines.join("\n");
    let end = (0..=LONGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    text.truncate(end.unwrap_or(0));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_copied_by_osc_52() {
        assert_eq!(sequence("Toil", false), "\u{1b}]52;c;VG9pbA==\u{1b}\\");
    }

    #[test]
    fn within_tmux_both_tmux_and_the_terminal_outside_are_told() {
        let expected = "\u{1b}]52;c;VG9pbA==\u{1b}\\\u{1b}Ptmux;\u{1b}\u{1b}]52;c;VG9pbA==\u{1b}\u{1b}\\\u{1b}\\";
        assert_eq!(sequence("Toil", true), expected);
    }

    #[test]
    fn what_is_copied_is_clean_and_bounded_and_keeps_its_lines() {
        assert_eq!(fit("one\ntwo\u{1b}[2J\r\n\u{202e}three"), "one\ntwo\u{fffd}[2J\n\u{fffd}three");
        let long = fit(&"技".repeat(LONGEST));
        assert!(long.len() <= LONGEST && long.len() > LONGEST - 3);
    }
}
