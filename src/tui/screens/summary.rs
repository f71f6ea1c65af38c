//! After the last question: what was learnt, what slipped, and when to come back.

use std::collections::HashMap;
use std::rc::Rc;

use ratatui::text::Line;

use crate::core::card::CardId;
use crate::core::library::Library;
use crate::core::schedule::CardState;
use crate::core::sitting::Sitting;
use crate::core::time::Day;
use crate::tui::screens::{counted, in_days};
use crate::tui::theme::Theme;
use crate::tui::widgets::page::Page;

/// The text of the summary.
pub fn page(
    sitting: &Sitting,
    library: &Rc<Library>,
    states: &HashMap<CardId, CardState>,
    today: Day,
    width: u16,
    theme: &Theme,
) -> Page {
    let mut page = Page::new(width);
    let answered = sitting.answered();
    let mut cards: Vec<&CardId> = answered.iter().map(|answer| &answer.item.card).collect();
    cards.sort();
    cards.dedup();
    if cards.is_empty() {
        page.text("Nothing is due", theme.strong);
        page.text("What you know is still fresh, or today's new words are done.", theme.text);
        return page;
    }
    let missed: Vec<&str> = {
        let mut missed: Vec<&str> = answered
            .iter()
            .filter(|answer| !answer.grade.is_pass())
            .filter_map(|answer| Some(library.find(&answer.item.term)?.term.as_str()))
            .collect();
        missed.sort_unstable();
        missed.dedup();
        missed
    };
    page.text(&format!("{} done", counted(cards.len(), "word")), theme.figure(theme.strong));
    page.text(&format!("{} in all", counted(answered.len(), "answer")), theme.figure(theme.text));
    let new: Vec<&str> = sitting
        .introduced()
        .iter()
        .filter_map(|item| Some(library.find(&item.term)?.term.as_str()))
        .collect();
    for (label, words) in [("New  ", new), ("Slipped  ", missed)] {
        if !words.is_empty() {
            page.blank();
            page.hanging(label, theme.strong, &words.join(", "), theme.text);
        }
    }
    if let Some((deck, ask)) = question(sitting, library) {
        page.blank();
        page.hanging(&format!("Ask {deck}  "), theme.strong, ask, theme.text);
    }
    let next = cards.iter().filter_map(|card| Some(states.get(*card)?.due.since(today))).min();
    if let Some(days) = next {
        page.blank();
        let when = if days == 0 { "later today".to_owned() } else { in_days(days) };
        page.line(Line::styled(format!("Come back {when}."), theme.figure(theme.text)));
    }
    page
}

/// A question to take to one of the teams: from the newest word that has one.
fn question<'a>(sitting: &Sitting, library: &'a Library) -> Option<(&'a str, &'a str)> {
    let mut items = sitting.introduced().iter().chain(sitting.answered().iter().map(|a| &a.item));
    items.find_map(|item| {
        let term = library.find(&item.term)?;
        let deck = library.deck(term.id.deck())?;
        Some((deck.title.as_str(), term.ask.as_deref()?))
    })
}
