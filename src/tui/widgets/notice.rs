//! A message at the bottom of a screen until the next key: what was done, or why it was not.

use std::borrow::Cow;
use std::fmt;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::core::typed_command::typeable;
use crate::tui::theme::{Theme, unless_hidden};

/// The mark of what was done.
const DONE: &str = "✓ ";
/// The mark of what failed, cannot be done, or must not be overlooked.
const FAILED: &str = "! ";

/// A message to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    text: String,
    is_failure: bool,
    is_personal: bool,
}

impl Notice {
    /// What was done.
    pub(crate) fn done(text: impl Into<String>) -> Self {
        Self { text: typeable(&text.into()).into_owned(), is_failure: false, is_personal: false }
    }

    /// What failed, cannot be done, or must not be overlooked.
    pub(crate) fn failed(text: impl Into<String>) -> Self {
        Self { is_failure: true, ..Self::done(text) }
    }

    /// The same, which names people.
    pub(crate) fn personal(self) -> Self {
        Self { is_personal: true, ..self }
    }

    /// The text of a line of plain mode that is a notice.
    pub(crate) fn said(line: &str) -> Option<&str> {
        [DONE, FAILED].iter().find_map(|mark| line.strip_prefix(mark))
    }

    /// The first command that it tells the user to run.
    fn command(&self) -> Option<&str> {
        let start = self.text.find("`shoptalk ").filter(|_| !self.is_personal)? + 1;
        Some(&self.text[start..start + self.text[start..].find('`')?])
    }

    const fn mark(&self) -> &'static str {
        if self.is_failure { FAILED } else { DONE }
    }

    /// Its lines, `width` columns wide, cut after `most` with a sign. A command to run that would be cut off comes last.
    pub(crate) fn lines(
        &self,
        width: u16,
        most: usize,
        style: Style,
        theme: &Theme,
    ) -> Vec<Line<'static>> {
        let width = usize::from(width).max(1);
        let style = if self.is_personal { theme.name(style) } else { style };
        let whole = format!("{}{}", self.mark(), unless_hidden(&self.text, style));
        let options = textwrap::Options::new(width).subsequent_indent("  ");
        let mut texts: Vec<String> =
            textwrap::wrap(&whole, options).into_iter().map(Cow::into_owned).collect();
        if texts.len() > most {
            let command = self.command().filter(|command| {
                most > 1 && !texts[..most - 1].join(" ").replace("  ", " ").contains(command)
            });
            let command =
                command.map(|command| textwrap::wrap(command, width.saturating_sub(2).max(1)));
            let mut command = command.unwrap_or_default();
            command.truncate(most - 1);
            texts.truncate(most - command.len());
            if let Some(last) = texts.last_mut() {
                *last = format!("{} …", textwrap::wrap(last, width.saturating_sub(2).max(1))[0]);
            }
            texts.extend(command.into_iter().map(|line| format!("  {line}")));
        }
        let mark = if self.is_failure { theme.bad } else { theme.good };
        let line = |text: String| match text.strip_prefix(self.mark()) {
            Some(rest) => Line::from(vec![
                Span::styled(self.mark(), mark),
                Span::styled(rest.to_owned(), style),
            ]),
            None => Line::styled(text, style),
        };
        texts.into_iter().map(line).collect()
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.mark(), self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: usize = 4;

    fn lines(text: &str, width: u16) -> Vec<String> {
        let lines = Notice::failed(text).lines(width, ROWS, Style::new(), &Theme::mono());
        lines.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_notice_is_told_to_its_end_and_one_without_end_is_cut_with_a_sign() {
        let notice = "it stands in /home/ana/decks/ops.yaml:4; set EDITOR to open it from here";
        assert_eq!(
            lines(notice, 38),
            [
                "! it stands in /home/ana/decks/",
                "  ops.yaml:4; set EDITOR to open it",
                "  from here"
            ]
        );
        let command = "/home/ana/.local/share/shoptalk/journal.sqlite is damaged (file is not a database) and was not changed; quit shoptalk everywhere, then run `shoptalk data doctor --fix`, which saves what can be read";
        assert_eq!(
            lines(command, 38)[2..],
            ["  not a database) and was not …", "  shoptalk data doctor --fix"]
        );
        let long = lines(&"word ".repeat(80), 38);
        assert_eq!(long.len(), ROWS);
        assert!(long[ROWS - 1].ends_with(" …"), "{long:?}");
        assert!(long.iter().all(|line| line.chars().count() <= 38), "{long:?}");
        assert!(lines("x", 0).len() <= ROWS);
    }

    #[test]
    fn what_was_done_and_what_failed_differ_without_color() {
        let [done, failed] = [Notice::done("saved"), Notice::failed("the disk is full")];
        assert_eq!([done.to_string(), failed.to_string()], ["✓ saved", "! the disk is full"]);
        assert_eq!(Notice::said("✓ saved"), Some("saved"));
        assert_eq!(Notice::said("+ Right"), None);
        let theme = Theme::ansi();
        let color =
            |notice: &Notice| notice.lines(20, ROWS, theme.text, &theme)[0].spans[0].style.fg;
        assert_eq!([color(&done), color(&failed)], [theme.good.fg, theme.bad.fg]);
    }
}
