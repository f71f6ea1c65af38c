//! Asks the terminal for its background color, and picks the answer out of the keys.
//!
//! Nothing waits for the answer: the first frame suits any background, and is drawn again once the answer is there. So a terminal
//! that never answers costs nothing, and one that answers late, as over a slow connection, types nothing by itself.

use std::collections::VecDeque;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use crate::tui::theme::Background;

/// The question. The answer has the form `ESC ] 11 ; rgb : RRRR / GGGG / BBBB`, or `rgba :` with a fourth part, and ends like the
/// question or with `ESC \`.
pub(super) const QUESTION: &str = "\x1b]11;?\x07";

/// The beginning of the answer, without `ESC`.
const ANSWER: &str = "]11;";

/// No answer is longer.
const LONGEST: usize = 40;

/// Picks the answer out of the events, which come as if it was typed.
#[derive(Debug, Default)]
pub(super) struct Listener {
    /// Whether an answer may still come.
    awaits: bool,
    /// What may be the beginning of the answer.
    held: Vec<Event>,
    /// The characters of `held`, without `ESC`.
    text: String,
    /// Events for the program.
    ready: VecDeque<Event>,
    /// The answer, until it is taken.
    heard: Option<Background>,
}

impl Listener {
    /// Starts listening: the question was sent.
    pub(super) fn listen(&mut self) {
        self.awaits = true;
    }

    /// Whether an answer may still come.
    pub(super) fn is_waiting(&self) -> bool {
        self.awaits
    }

    /// Whether what came last may be the beginning of the answer.
    pub(super) fn is_undecided(&self) -> bool {
        !self.held.is_empty()
    }

    /// Takes the next event for the program.
    pub(super) fn next(&mut self) -> Option<Event> {
        self.ready.pop_front()
    }

    /// Whether there is an event for the program.
    pub(super) fn is_ready(&self) -> bool {
        !self.ready.is_empty()
    }

    /// Takes the answer.
    pub(super) fn background(&mut self) -> Option<Background> {
        self.heard.take()
    }

    /// Whether the answer has begun. No one types that.
    pub(super) fn is_answered(&self) -> bool {
        self.text.starts_with(ANSWER)
    }

    /// Gives up what was held, because nothing follows: keys are typed, and the beginning of an answer is dropped.
    pub(super) fn give_up(&mut self) {
        if self.is_answered() {
            self.finish();
        } else {
            self.release();
        }
    }

    /// Hands what was held to the program: it is not the answer.
    fn release(&mut self) {
        self.ready.extend(self.held.drain(..));
        self.text.clear();
    }

    /// Takes what was held as the answer, whether or not it names a color.
    fn finish(&mut self) {
        self.heard = color(&self.text).map(Background::of);
        self.awaits = false;
        self.held.clear();
        self.text.clear();
        // Wakes the loop, which draws again.
        self.ready.push_back(Event::FocusGained);
    }

    /// Takes an event of the terminal.
    pub(super) fn take(&mut self, event: Event) {
        let key = event.as_key_press_event().filter(|_| self.awaits);
        let Some(KeyEvent { code, modifiers, .. }) = key else { return self.pass(event) };
        let has_begun = self.text.starts_with(']');
        match (code, modifiers) {
            // The two may arrive apart.
            (KeyCode::Esc, KeyModifiers::NONE) if self.held.is_empty() => self.held.push(event),
            (KeyCode::Char(']'), KeyModifiers::NONE) if self.held.len() == 1 && !has_begun => {
                self.hold(']', event);
            }
            (KeyCode::Char(']'), KeyModifiers::ALT) if self.held.is_empty() => {
                self.hold(']', event);
            }
            (KeyCode::Char('g'), KeyModifiers::CONTROL)
            | (KeyCode::Char('\\'), KeyModifiers::ALT)
                if self.is_answered() =>
            {
                self.finish();
            }
            // Crossterm reports an uppercase letter with Shift.
            (KeyCode::Char(c), KeyModifiers::NONE | KeyModifiers::SHIFT)
                if has_begun && self.text.len() < LONGEST =>
            {
                self.hold(c, event);
                if !self.is_answered() && !ANSWER.starts_with(&self.text) {
                    self.release();
                }
            }
            _ => self.pass(event),
        }
    }

    /// Holds `event`, which types `c`, until the rest of the answer is there.
    fn hold(&mut self, c: char, event: Event) {
        self.held.push(event);
        self.text.push(c);
    }

    /// Hands `event` to the program, after what was held.
    fn pass(&mut self, event: Event) {
        self.release();
        self.ready.push_back(event);
    }
}

/// The color that an answer names, each part from 0 to 1. How opaque it is does not matter.
fn color(answer: &str) -> Option<[f64; 3]> {
    let named = answer.strip_prefix(ANSWER)?;
    let parts = named.strip_prefix("rgb:").or_else(|| named.strip_prefix("rgba:"))?;
    let mut parts = parts.split('/');
    let mut part = || {
        let digits = parts.next()?;
        let value = u16::from_str_radix(digits, 16).ok()?;
        let most = 16_u32.pow(u32::try_from(digits.len()).ok()?) - 1;
        Some(f64::from(value) / f64::from(most))
    };
    Some([part()?, part()?, part()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(c: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(c), modifiers))
    }

    /// The events of an answer with this text.
    fn answer(text: &str) -> Vec<Event> {
        let mut events = vec![key(']', KeyModifiers::ALT)];
        let shift = |c: char| {
            if c.is_ascii_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE }
        };
        events.extend(text.chars().map(|c| key(c, shift(c))));
        events.push(key('g', KeyModifiers::CONTROL));
        events
    }

    fn heard(events: Vec<Event>) -> (Option<Background>, Vec<Event>) {
        let mut listener = Listener::default();
        listener.listen();
        for event in events {
            listener.take(event);
        }
        let passed = std::iter::from_fn(|| listener.next()).collect();
        (listener.background(), passed)
    }

    #[test]
    fn an_answer_is_heard_and_types_nothing() {
        let woken = || vec![Event::FocusGained];
        let dark = Some(Background::Dark);
        assert_eq!(heard(answer("11;rgb:0d0d/1111/1717")), (dark, woken()));
        assert_eq!(heard(answer("11;rgb:fd/f6/e3")), (Some(Background::Light), woken()));
        let mut other_end = answer("11;rgb:ffff/ffff/ffff");
        other_end.pop();
        other_end.push(key('\\', KeyModifiers::ALT));
        assert_eq!(heard(other_end), (Some(Background::Light), woken()));
        let mut apart = answer("11;rgb:ff/ff/ff");
        let esc = || Event::Key(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE));
        apart.splice(..1, [esc(), key(']', KeyModifiers::NONE)]);
        assert_eq!(heard(apart), (Some(Background::Light), woken()), "ESC arrived alone");
        let escapes = vec![esc(), key('q', KeyModifiers::NONE)];
        assert_eq!(heard(escapes.clone()), (None, escapes));
    }

    #[test]
    fn keys_around_an_answer_are_kept_in_their_order() {
        let plain = |c| key(c, KeyModifiers::NONE);
        let mut events = vec![plain('s'), plain('l')];
        events.extend(answer("11;rgb:0000/0000/0000"));
        events.push(plain('o'));
        let (background, passed) = heard(events);
        assert_eq!(background, Some(Background::Dark));
        assert_eq!(passed, [plain('s'), plain('l'), Event::FocusGained, plain('o')]);
    }

    #[test]
    fn an_answer_in_another_spelling_is_heard() {
        for text in ["11;rgba:fdfd/f6f6/e3e3/ffff", "11;rgb:FDFD/F6F6/E3E3"] {
            let expected = (Some(Background::Light), vec![Event::FocusGained]);
            assert_eq!(heard(answer(text)), expected, "{text}");
        }
    }

    #[test]
    fn an_answer_that_names_no_color_types_nothing() {
        for text in ["11;rgb:0/0", "11;rgb:/0/0", "11;rgb:0/0/zz", "11;", "11;rgb:"] {
            assert_eq!(heard(answer(text)), (None, vec![Event::FocusGained]), "{text}");
        }
    }

    #[test]
    fn an_answer_that_breaks_off_types_nothing() {
        let mut listener = Listener::default();
        listener.listen();
        let mut events = answer("11;rgb:0d0d/11");
        events.pop();
        for event in events {
            listener.take(event);
        }
        assert!(listener.is_answered() && listener.is_undecided() && !listener.is_ready());
        listener.give_up();
        assert_eq!(listener.next(), Some(Event::FocusGained));
        assert_eq!(listener.next(), None);
    }

    #[test]
    fn what_is_no_answer_is_typed() {
        for text in ["12;rgb:0/0/0", "", "11"] {
            assert_eq!(heard(answer(text)), (None, answer(text)), "{text}");
        }
        let long = answer(&format!("11;rgb:{}", "0".repeat(60)));
        assert_eq!(heard(long.clone()), (None, long));
        let mut listener = Listener::default();
        let all = answer("11;rgb:0000/0000/0000");
        for event in all.clone() {
            listener.take(event);
        }
        let passed: Vec<Event> = std::iter::from_fn(|| listener.next()).collect();
        assert_eq!(passed, all, "nothing was asked");
    }

    #[test]
    fn a_key_that_could_begin_an_answer_is_given_up_after_a_moment() {
        let mut listener = Listener::default();
        listener.listen();
        listener.take(key(']', KeyModifiers::ALT));
        assert!(listener.is_undecided() && !listener.is_ready());
        listener.give_up();
        assert_eq!(listener.next(), Some(key(']', KeyModifiers::ALT)));
    }
}
