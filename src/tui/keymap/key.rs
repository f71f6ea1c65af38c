//! A key with its modifiers, and its name on screen.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The letters of a Latin keyboard, row by row.
const LATIN: &str = "qwertyuiopasdfghjklzxcvbnm";
/// What other keyboards have in the same places: Russian, Ukrainian, Greek and Hebrew. A Latin letter stands for a sign.
const OTHERS: [&str; 4] = [
    "йцукенгшщзфывапролдячсмить",
    "йцукенгшщзфівапролдячсмить",
    "qςερτυθιοπασδφγηξκλζχψωβνμ",
    "qwקראטוןםפשדגכעיחלךזסבהנמצ",
];

/// The letter that a Latin keyboard has in the place of the letter `c` of another one.
pub fn by_place(c: char) -> Option<char> {
    let small = c.to_lowercase().next()?;
    let place = |letters: &&str| letters.chars().position(|other| other == small);
    let latin = LATIN.chars().nth(OTHERS.iter().find_map(place)?)?;
    Some(if small == c { latin } else { latin.to_ascii_uppercase() })
}

/// A key with the modifiers that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(KeyCode, KeyModifiers);

/// A key for a letter, digit, or symbol.
pub(super) const fn ch(c: char) -> Key {
    Key(KeyCode::Char(c), KeyModifiers::NONE)
}

/// A key without a character.
pub(super) const fn key(code: KeyCode) -> Key {
    Key(code, KeyModifiers::NONE)
}

/// Ctrl with a letter.
pub(super) const fn ctrl(c: char) -> Key {
    Key(KeyCode::Char(c), KeyModifiers::CONTROL)
}

impl Key {
    /// The key in `event`.
    pub fn pressed(event: KeyEvent) -> Self {
        // Terminals disagree on whether to send SHIFT with `?` or `G`.
        Self(event.code, event.modifiers - KeyModifiers::SHIFT)
    }

    /// The key in the same place on a Latin keyboard, if this one has another script.
    pub(super) fn by_place(self) -> Option<Self> {
        let KeyCode::Char(c) = self.0 else { return None };
        by_place(c).map(|c| Self(KeyCode::Char(c), self.1))
    }

    /// A press event for the key.
    pub fn event(&self) -> KeyEvent {
        KeyEvent::new(self.0, self.1)
    }

    /// The character, if plain mode can type it in a line.
    pub fn letter(&self) -> Option<char> {
        match self.0 {
            KeyCode::Char(c) if self.1.is_empty() && c != ' ' => Some(c),
            _ => None,
        }
    }

    /// The name of the key on screen.
    pub fn name(&self) -> String {
        let name = match self.0 {
            KeyCode::Char(' ') => "space".to_owned(),
            KeyCode::Char(c) => c.to_string(),
            KeyCode::Up => "↑".to_owned(),
            KeyCode::Down => "↓".to_owned(),
            KeyCode::BackTab => "shift-tab".to_owned(),
            KeyCode::Left => "←".to_owned(),
            KeyCode::Right => "→".to_owned(),
            KeyCode::PageUp => "page up".to_owned(),
            KeyCode::PageDown => "page down".to_owned(),
            KeyCode::F(number) => format!("F{number}"),
            other => format!("{other:?}").to_lowercase(),
        };
        if self.1.contains(KeyModifiers::CONTROL) { format!("ctrl-{name}") } else { name }
    }
}
