//! A one-line text field.

use crossterm::event::{Event, KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler as _;

use crate::core::text::is_hostile;
use crate::core::width::{cut, width};
use crate::tui::theme::Theme;

/// A line of editable text.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    input: Input,
    longest: usize,
}

impl Field {
    /// A field with the initial `text` and a limit of `longest` characters. The cursor starts at the end.
    pub(crate) fn new(text: &str, longest: usize) -> Self {
        Self { input: Input::new(text.to_owned()), longest }
    }

    /// The text.
    pub(crate) fn value(&self) -> &str {
        self.input.value()
    }

    /// Clears the field.
    pub(crate) fn clear(&mut self) {
        self.input.reset();
    }

    /// Handles a key that inserts, moves, or deletes. Ignores characters that a terminal would interpret. Returns a notice if
    /// the field is full.
    pub(crate) fn press(&mut self, key: KeyEvent) -> Option<String> {
        if matches!(key.code, KeyCode::Char(c) if is_hostile(c)) {
            return None;
        }
        let before = self.input.clone();
        self.input.handle_event(&Event::Key(key));
        if self.value().chars().count() > self.longest {
            self.input = before;
            return Some(format!("at most {} characters fit here", self.longest));
        }
        None
    }

    /// Like `draw`, for text that may name people: hidden if names are.
    pub(crate) fn draw_private(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        label: &str,
        theme: &Theme,
    ) {
        let theme = Theme { strong: theme.name(theme.strong), ..*theme };
        self.draw(frame, area, label, &theme);
    }

    /// Draws the field on the first row of `area` after `label` and places the cursor. A long text is scrolled to the cursor,
    /// with marks where it is cut.
    pub(crate) fn draw(&self, frame: &mut Frame<'_>, area: Rect, label: &str, theme: &Theme) {
        let wide = width(label);
        let room = usize::from(area.width).saturating_sub(wide + 1);
        let before = usize::from(self.input.visual_scroll(room) > 0);
        let room = room.saturating_sub(before);
        let skip = self.input.visual_scroll(room);
        let mut passed = 0;
        let rest: String = self
            .value()
            .chars()
            .skip_while(|c| {
                let hidden = passed < skip;
                passed += if hidden { width(&c.to_string()) } else { 0 };
                hidden
            })
            .collect();
        let more = if before > 0 { "…" } else { "" };
        let shown = format!("{more}{}", cut(&rest, room + 1));
        let label = Span::styled(label.to_owned(), theme.muted);
        let line = Line::from(vec![label, Span::styled(shown, theme.strong)]);
        frame.render_widget(line, Rect { height: area.height.min(1), ..area });
        let at = wide + before + self.input.visual_cursor().saturating_sub(skip);
        let column = area.x.saturating_add(u16::try_from(at).unwrap_or(0));
        frame.set_cursor_position((column.min(area.right().saturating_sub(1)), area.y));
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyModifiers;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;

    fn typed(field: &mut Field, text: &str) {
        for c in text.chars() {
            field.press(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
        }
    }

    #[test]
    fn a_field_takes_letters_up_to_its_length_and_nothing_hostile() {
        let mut field = Field::new("ab", 4);
        typed(&mut field, "c\u{1b}\u{202e}de");
        assert_eq!(field.value(), "abcd");
        let letter = KeyEvent::new(KeyCode::Char('x'), KeyModifiers::NONE);
        assert_eq!(field.press(letter).as_deref(), Some("at most 4 characters fit here"));
        let back = KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE);
        assert_eq!((field.press(back), field.press(letter)), (None, None));
        field.clear();
        assert_eq!(field.value(), "");
    }

    #[test]
    fn the_end_of_a_long_text_is_in_sight_also_where_letters_are_wide() {
        let mut terminal = Terminal::new(TestBackend::new(12, 1)).unwrap();
        let field = Field::new("技術的負債です", 40);
        terminal.draw(|frame| field.draw(frame, frame.area(), "> ", &Theme::mono())).unwrap();
        terminal.backend().assert_buffer_lines([ratatui::text::Line::from(vec![
            Span::styled("> ", Theme::mono().muted),
            Span::styled("…負債です", Theme::mono().strong),
            Span::raw(" "),
        ])]);
    }

    #[test]
    fn a_sign_says_on_which_side_more_of_a_long_text_is() {
        let drawn = |field: &Field| {
            let mut terminal = Terminal::new(TestBackend::new(12, 1)).unwrap();
            terminal.draw(|frame| field.draw(frame, frame.area(), "> ", &Theme::mono())).unwrap();
            terminal.backend().to_string().trim_matches(['"', '\n']).to_owned()
        };
        let mut field = Field::new("one two three", 40);
        assert_eq!(drawn(&field), "> …wo three ");
        for _ in 0..20 {
            field.press(KeyEvent::new(KeyCode::Left, KeyModifiers::NONE));
        }
        assert_eq!(drawn(&field), "> one two t…");
        assert_eq!(drawn(&Field::new("nine nine", 40)), "> nine nine ");
    }
}
