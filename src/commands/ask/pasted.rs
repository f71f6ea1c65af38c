//! Reads an answer from the terminal, in which several lines can be pasted: they stay one answer.

use std::io::{self, Write};
use std::time::Duration;

use crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind,
    KeyModifiers,
};
use crossterm::style::Print;
use crossterm::{execute, terminal};

use crate::core::text::clean;
use crate::core::width::width;

/// Lines that follow each other faster than this were pasted. Terminals without bracketed paste send them as keys.
const TOO_FAST_FOR_HANDS: Duration = Duration::from_millis(15);

/// The terminal in raw mode, until this is dropped.
struct Raw<'a>(&'a mut dyn Write);

impl<'a> Raw<'a> {
    fn new(out: &'a mut dyn Write) -> io::Result<Self> {
        terminal::enable_raw_mode()?;
        let mut raw = Self(out);
        execute!(&mut raw.0, EnableBracketedPaste)?;
        Ok(raw)
    }

    fn echo(&mut self, text: &str) -> io::Result<()> {
        self.0.write_all(shown(text).as_bytes())?;
        self.0.flush()
    }
}

impl Drop for Raw<'_> {
    fn drop(&mut self) {
        let _ = terminal::disable_raw_mode();
        let _ = execute!(&mut self.0, DisableBracketedPaste, Print("\n"));
    }
}

/// The text typed or pasted up to Enter, echoed to `out`; `None` if the user leaves with ctrl-c or ctrl-d.
pub(super) fn read(out: &mut dyn Write) -> io::Result<Option<String>> {
    let mut raw = Raw::new(out)?;
    let mut text = String::new();
    loop {
        let add = match event::read()? {
            Event::Paste(pasted) => pasted.replace("\r\n", "\n").replace('\r', "\n"),
            Event::Key(key) if key.kind != KeyEventKind::Release => match meaning(key) {
                Meaning::Enter if event::poll(TOO_FAST_FOR_HANDS)? => "\n".to_owned(),
                Meaning::Enter => return Ok(Some(text)),
                Meaning::Leave => return Ok(None),
                Meaning::End if text.is_empty() => return Ok(None),
                Meaning::End | Meaning::Nothing => continue,
                Meaning::Letter(letter) => letter.to_string(),
                Meaning::Back(what) => {
                    let kept = kept(&text, what);
                    let columns = width(&shown(&text[kept..]));
                    text.truncate(kept);
                    raw.0.write_all("\u{8} \u{8}".repeat(columns).as_bytes())?;
                    raw.0.flush()?;
                    continue;
                }
            },
            _ => continue,
        };
        raw.echo(&add)?;
        text += &add;
    }
}

/// What a key does.
enum Meaning {
    Letter(char),
    Back(Back),
    Enter,
    /// Ctrl-c.
    Leave,
    /// Ctrl-d, which leaves an empty line.
    End,
    Nothing,
}

/// What is deleted before the cursor.
#[derive(Clone, Copy)]
enum Back {
    Letter,
    Word,
    All,
}

/// How many bytes of `text` are left if `what` is deleted.
fn kept(text: &str, what: Back) -> usize {
    match what {
        Back::Letter => text.char_indices().next_back().map_or(0, |(at, _)| at),
        Back::Word => {
            let text = text.trim_end();
            text.trim_end_matches(|c: char| !c.is_whitespace()).len()
        }
        Back::All => 0,
    }
}

fn meaning(KeyEvent { code, modifiers, .. }: KeyEvent) -> Meaning {
    let ctrl = modifiers.contains(KeyModifiers::CONTROL);
    match code {
        KeyCode::Enter => Meaning::Enter,
        // A line feed.
        KeyCode::Char('j') if ctrl => Meaning::Enter,
        KeyCode::Char('c') if ctrl => Meaning::Leave,
        KeyCode::Char('d') if ctrl => Meaning::End,
        KeyCode::Char('w') if ctrl => Meaning::Back(Back::Word),
        KeyCode::Char('u') if ctrl => Meaning::Back(Back::All),
        KeyCode::Char('h') if ctrl => Meaning::Back(Back::Letter),
        KeyCode::Backspace => Meaning::Back(Back::Letter),
        KeyCode::Tab => Meaning::Letter(' '),
        KeyCode::Char(letter) if ctrl == modifiers.contains(KeyModifiers::ALT) => {
            // On some keyboards, AltGr is ctrl and alt.
            Meaning::Letter(letter)
        }
        _ => Meaning::Nothing,
    }
}

/// `text` as it is echoed: on one line, as it will be stored.
fn shown(text: &str) -> String {
    clean(&text.replace('\n', " ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_words_and_everything_can_be_deleted() {
        let left = |text: &'static str, what| &text[..kept(text, what)];
        assert_eq!(left("naïveté", Back::Letter), "naïvet");
        assert_eq!(left("", Back::Letter), "");
        assert_eq!(left("one two ", Back::Word), "one ");
        assert_eq!(left("one", Back::Word), "");
        assert_eq!(left("one two", Back::All), "");
    }
}
