//! Copies text to the local clipboard with the OSC 52 escape sequence, which also works over SSH.

use std::fmt::Write as _;

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;

use crate::core::text::clean;

/// The maximum text size, in bytes. The longest entry is about a fifth of it; terminals accept much more.
const LONGEST: usize = 16 * 1024;

/// The escape sequence that copies `text`. The terminal may ignore it and never reports success.
///
/// Within tmux it is sent twice: to tmux, which accepts it if `set-clipboard` is `on`, and wrapped for the outer terminal,
/// which tmux passes on if `allow-passthrough` is `on`. A terminal that doesn't support it shows nothing.
pub(super) fn sequence(text: &str, in_tmux: bool) -> String {
    let mut plain = String::new();
    // Writing to a string can't fail.
    let _ = CopyToClipboard::to_clipboard_from(fit(text)).write_ansi(&mut plain);
    if in_tmux {
        let wrapped = plain.replace('\u{1b}', "\u{1b}\u{1b}");
        let _ = write!(plain, "\u{1b}Ptmux;{wrapped}\u{1b}\\");
    }
    plain
}

/// `text` without unsafe control characters, cut to [`LONGEST`]. Keeps line breaks.
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
