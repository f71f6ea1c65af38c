//! What to do today, at the top of home, and the key for it.

use crate::core::overview::Overview;
use crate::core::text::capital;
use crate::core::words::counted;
use crate::tui::action::Action;
use crate::tui::screens::home::{Home, key};
use crate::tui::screens::{FIVE_MINUTES, NO_DECKS, in_days};
use crate::tui::theme::Theme;
use crate::tui::widgets::page::Page;

impl Home {
    /// Adds today in one line, or two on a small screen: the key to press in a column so `wide`, what it does, and as much more
    /// about it as fits.
    pub(super) fn add_today(&self, page: &mut Page, (is_full, wide): (bool, usize), theme: &Theme) {
        let (action, mut said) = self.today();
        if theme.hiding {
            // Figures about the user.
            said.truncate(1);
        }
        let key = action.map(|action| format!("{:<1$}", self.pressed(action), wide - 1));
        let mark = if key.is_none() {
            ""
        } else if self.find.is_some() {
            " "
        } else {
            "▌"
        };
        let indent = " ".repeat(if key.is_some() { wide } else { 0 });
        let label = [(mark.to_owned(), theme.accent), (key.unwrap_or_default(), theme.key)];
        loop {
            let more: String = said[1..].iter().map(|more| format!(" · {more}")).collect();
            let text = [(said[0].clone(), theme.figure(theme.strong)), (more, theme.text)];
            let mut line = Page::new(u16::try_from(page.width()).unwrap_or(u16::MAX));
            line.hanging_runs(&indent, &[&label[..], &text].concat());
            if said.len() == 1 || line.len() <= if is_full { 1 } else { 2 } {
                return page.append(line);
            }
            said.pop();
        }
    }

    /// The key for `action`; none while a team is typed.
    pub(super) fn pressed(&self, action: Action) -> String {
        if self.find.is_some() { String::new() } else { key(action) }
    }

    /// What today is about: the key to press, what it does, and more about it, the least important last.
    fn today(&self) -> (Option<Action>, Vec<String>) {
        let Overview { decks, questions, new, expected_ms, due, done, next, .. } = &self.overview;
        let Overview { is_return, leaves_due, postponed, minutes: budget, .. } = &self.overview;
        let rest = || "the rest in the coming days".to_owned();
        let (is_first, old) = (*is_return && done.answers == 0, questions - new);
        if decks.is_empty() {
            return (None, vec![NO_DECKS.to_owned()]);
        }
        if self.follows_none() {
            return (
                Some(Action::Toggle),
                vec!["Follow a team to be quizzed on its words".to_owned()],
            );
        }
        if !self.overview.has_journal {
            let what = "Your progress cannot be read. You can look up and browse words meanwhile.";
            return (None, vec![what.to_owned()]);
        }
        if *questions > 0 {
            let kind = match (*new, old) {
                (0, _) if !is_first => "due word",
                (_, 0) => "new word",
                _ => "word",
            };
            let words = counted(*questions, kind);
            let mut said = if is_first {
                vec![format!("Welcome back: quiz {words}")]
            } else {
                vec![format!("Quiz {words}")]
            };
            // A number and what it counts stay together.
            said.push(format!("about\u{a0}{}\u{a0}min", expected_ms.div_ceil(60_000)));
            if *new > 0 && old > 0 {
                said.push(format!("{old}\u{a0}due, {new}\u{a0}new"));
            }
            if *leaves_due {
                said.push(rest());
            } else if *postponed > 0 && *new > 0 {
                said.push(format!("{postponed} can wait"));
            }
            if done.answers > 0 {
                said.push(format!("{} answered today", done.answers));
            }
            return (Some(Action::Quiz), said);
        }
        if self.overview.is_over_time() {
            let today = match budget {
                1 => "today's minute is done".to_owned(),
                _ => format!("today's {budget} are done"),
            };
            let said = [capital(FIVE_MINUTES), today].into_iter();
            return (Some(Action::Quiz), said.chain((*due > 0).then(rest)).collect());
        }
        let next = match (*next, self.overview.new_tomorrow) {
            (Some((days @ 2.., count)), true) => {
                format!("Next: new words tomorrow, {} {}.", counted(count, "word"), in_days(days))
            }
            (Some((days, count)), true) => {
                format!("Next: {}, {} and new ones.", in_days(days), counted(count, "due word"))
            }
            (Some((days, count)), false) => {
                format!("Next: {}, {}.", in_days(days), counted(count, "word"))
            }
            (None, true) => "Next: new words tomorrow.".to_owned(),
            (None, false) => "Look something up, or follow another team.".to_owned(),
        };
        let what = if done.answers > 0 { "Today's quiz is done." } else { "Nothing is due." };
        (None, vec![format!("{what} {next}")])
    }
}
