//! Shows a leech in full before it is asked, with the words it is confused with and a mnemonic.

use crate::core::annotations::NoteKind;
use crate::core::deck::{Deck, Term};
use crate::core::entry::name;
use crate::core::leech;
use crate::core::quiz_session::Step;
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::screens::quiz::Quiz;
use crate::tui::screens::quiz::outcome::WIDE;
use crate::tui::theme::Theme;
use crate::tui::widgets::entry::{self, Above};
use crate::tui::widgets::page::{Medium, Page};

/// The maximum number of confused words to show.
const MISTAKEN: usize = 2;

impl Quiz {
    /// Whether to show the current card in full before asking it.
    pub(super) fn is_hard(&self) -> bool {
        let Some(turn) = self.session.turn() else { return false };
        let card = &turn.item.card;
        turn.step == Step::Ask
            && !self.studied.contains(card)
            && self.states.get(card).is_some_and(leech::is_shown)
    }

    /// The leech's page: its meaning next to those of confused words, if there is room.
    pub(super) fn hard(&self, medium: Medium, width: u16, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        let Some((deck, term)) = self.term() else { return page };
        let card = self.session.turn().map(|turn| &turn.item.card);
        let lapses = card.and_then(|card| self.states.get(card)).map_or(0, |state| state.lapses);
        let slipped = format!("A hard word: missed {lapses} times");
        page.text(&slipped, theme.figure(theme.muted));
        page.blank();
        let columns = medium != Medium::Lines && width >= WIDE;
        self.meanings(&mut page, deck, term, columns, theme);
        entry::add_own(&mut page, self.own(term), theme);
        let key = keymap::key_for(Context::QuizHard, Action::Mnemonic);
        if self.marks.note(self.library.renames(), &term.id, NoteKind::Mnemonic).is_none() {
            let text = "What would bring it to mind? It is shown with every answer from now on.";
            page.blank();
            page.hanging(&format!("{key}  "), theme.key, text, theme.text);
        }
        if let (None, Some(ask)) = (&term.ask, deck.ask.first()) {
            page.blank();
            page.hanging("Ask  ", theme.strong, ask, theme.text);
        }
        entry::add_details(&mut page, &self.library, term, self.own(term), Above::Expansion, theme);
        page
    }

    /// The meanings of the leech and of the words it is confused with.
    fn meanings(&self, page: &mut Page, deck: &Deck, term: &Term, columns: bool, theme: &Theme) {
        let others = term.confused_with.iter().filter_map(|id| self.entry(id)).take(MISTAKEN);
        let named = others.map(|(of, other)| {
            let elsewhere = of.id != deck.id;
            let team = if elsewhere { format!(" ({})", of.title) } else { String::new() };
            (format!("Mistaken for it: {}{team}", other.term), other.definition.as_str())
        });
        let this = (name(term), term.definition.as_str());
        let all: Vec<(String, &str)> = std::iter::once(this).chain(named).collect();
        let rest = match &all[..] {
            [this, first, rest @ ..] if columns => {
                page.beside(
                    [(&this.0, this.1), (&first.0, first.1)],
                    [theme.strong; 2],
                    theme.text,
                );
                rest
            }
            all => all,
        };
        for (title, meaning) in rest {
            page.blank();
            page.text(title, theme.strong);
            page.text(meaning, theme.text);
        }
    }
}
