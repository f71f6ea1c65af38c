//! The form to edit a jotting's details, or to explain it.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::core::deck::Deck;
use crate::core::deck_names;
use crate::core::jotting::{Explanation, Jotting, LONGEST, kept};
use crate::core::library::Library;
use crate::core::width::cut_at_word;
use crate::tui::message::Effect;
use crate::tui::theme::{Theme, span};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::page::{Page, Scroll};

/// The width of the labels, in columns.
const LABEL: usize = 9;

/// The purpose of the form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Details,
    Answer,
}

/// A form with several text fields, one of which has the focus.
pub(super) struct Form {
    jotting: Jotting,
    purpose: Purpose,
    fields: Vec<(&'static str, Field)>,
    at: usize,
}

impl Form {
    /// The fields of the details: team to ask, sentence, and speaker.
    pub(super) fn details(jotting: Jotting) -> Self {
        let field = |text: Option<&str>| Field::new(text.unwrap_or_default(), LONGEST);
        let fields = vec![
            ("Team", field(jotting.deck.as_deref())),
            ("Heard", field(jotting.heard.as_deref())),
            ("From", field(jotting.said_by.as_deref())),
        ];
        Self { jotting, purpose: Purpose::Details, fields, at: 0 }
    }

    /// The fields of an explanation: word, meaning, follow-up question, and source.
    pub(super) fn answer(jotting: Jotting) -> Self {
        let said_by = jotting.said_by.as_deref().unwrap_or_default();
        let said_by: String = said_by.chars().take(Explanation::LONGEST_NAME).collect();
        let fields = vec![
            ("Word", Field::new(&jotting.words, Explanation::LONGEST_TERM)),
            ("Meaning", Field::new("", Explanation::LONGEST_DEFINITION)),
            ("Ask", Field::new("", Explanation::LONGEST_ASK)),
            // The speaker is often the one who explained it; the user can change this.
            ("From", Field::new(&said_by, Explanation::LONGEST_NAME)),
        ];
        // Start at the second field: the word is filled in.
        Self { jotting, purpose: Purpose::Answer, fields, at: 1 }
    }

    /// Whether `other` is the same kind of form for the same jotting.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.jotting.id == other.jotting.id && self.purpose == other.purpose
    }

    /// Sends a key to the focused field. Returns a notice if the field is full.
    pub(super) fn press(&mut self, key: KeyEvent) -> Option<String> {
        self.fields.get_mut(self.at).and_then(|(_, field)| field.press(key))
    }

    /// Moves the focus, wrapping around at the ends.
    pub(super) fn step(&mut self, by: isize) {
        let len = self.fields.len();
        self.at = (self.at + len).saturating_add_signed(by) % len;
    }

    fn value(&self, at: usize) -> Option<String> {
        self.fields.get(at).and_then(|(_, field)| kept(field.value()))
    }

    /// The effect that saves the form, or a validation error.
    pub(super) fn done(&self, library: &Library) -> Result<Effect, String> {
        if self.purpose == Purpose::Details {
            let deck = match self.value(0) {
                None => None,
                Some(name) => Some(team(library, &name)?),
            };
            let deck = deck.map(|deck| deck.id.clone());
            let (heard, said_by) = (self.value(1), self.value(2));
            return Ok(Effect::Detail(Jotting { deck, heard, said_by, ..self.jotting.clone() }));
        }
        let term = self.value(0).ok_or("write the word, as it is said")?;
        let definition = self.value(1).ok_or("write what it means")?;
        let (ask, explained_by) = (self.value(2), self.value(3));
        let explanation = Explanation { term, definition, ask, explained_by };
        Ok(Effect::Explain(self.jotting.clone(), explanation))
    }

    pub(super) fn draw(
        &self,
        frame: &mut Frame<'_>,
        head: Rect,
        body: Rect,
        library: &Library,
        theme: &Theme,
    ) {
        let title = match self.purpose {
            Purpose::Details => "What you know about",
            Purpose::Answer => "What you were told about",
        };
        let room = usize::from(head.width).saturating_sub(title.len() + 3);
        let words = cut_at_word(&self.jotting.words, room);
        let style = theme.name(theme.strong);
        let title = vec![
            Span::styled(format!("{title} "), theme.strong),
            span(&format!("“{words}”"), style),
        ];
        frame.render_widget(Line::from(title), head);
        let rows = (body.y..body.bottom()).map(|y| Rect { y, height: 1, ..body });
        // Draw the focused field last, because it places the cursor.
        let mut lines: Vec<_> = self.fields.iter().zip(rows).enumerate().collect();
        lines.sort_by_key(|(at, _)| *at == self.at);
        for (at, ((label, field), row)) in lines {
            let marker = if at == self.at { "▌ " } else { "  " };
            let label = format!("{marker}{label:<LABEL$}");
            // Everything but the team may name people, even the jotted word.
            if at == 0 && self.purpose == Purpose::Details {
                field.draw(frame, row, &label, theme);
            } else {
                field.draw_private(frame, row, &label, theme);
            }
        }
        let used = u16::try_from(self.fields.len()).unwrap_or(u16::MAX).saturating_add(1);
        let below = Rect {
            y: body.y.saturating_add(used).min(body.bottom()),
            height: body.height.saturating_sub(used),
            ..body
        };
        Scroll::default().draw(frame, below, self.help(below.width, library, theme), theme);
    }

    fn help(&self, width: u16, library: &Library, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        if self.purpose == Purpose::Details {
            // An unknown name is only refused on enter, because it may be half typed.
            match self.value(0).and_then(|name| team(library, &name).ok()) {
                Some(deck) => page.hanging("Team: ", theme.muted, &deck.title, theme.strong),
                None => page.text(
                    "The start of a team's name is enough; leave it empty to ask anyone.",
                    theme.text,
                ),
            }
            return page;
        }
        if let Some(meaning) = self.value(1) {
            page.text(&meaning, theme.name(theme.text));
        } else {
            page.text("One sentence that a colleague would say is enough. It becomes a word of your own, and you are quizzed on it.", theme.text);
        }
        if let Some(heard) = &self.jotting.heard {
            page.blank();
            page.hanging("Heard  ", theme.strong, &format!("“{heard}”"), theme.name(theme.text));
        }
        page
    }
}

/// The team that `name` refers to, or a question about which one is meant.
fn team<'a>(library: &'a Library, name: &str) -> Result<&'a Deck, String> {
    let titles: Vec<_> = library.titles().collect();
    // A deck may be named by an ID it had before.
    library.deck(deck_names::find(name, &titles).unwrap_or(name)).ok_or_else(|| {
        let hint = deck_names::ask(name, &titles);
        let hint = hint.unwrap_or_else(|| "leave it empty to ask anyone".to_owned());
        format!("no team is named “{name}”; {hint}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::time::Timestamp;

    fn library() -> Library {
        Library::merge(crate::files::built_in()).library
    }

    #[test]
    fn a_team_is_known_by_any_part_of_its_name_and_asked_about_if_misspelled() {
        let library = library();
        for (name, id) in [
            ("Platform", Some("platform")),
            ("ml", Some("ml")),
            ("machine", Some("ml")),
            ("sre", Some("platform")),
            ("xyz", None),
        ] {
            assert_eq!(team(&library, name).ok().map(|deck| &*deck.id), id, "{name}");
        }
        let why = team(&library, "platfrom").unwrap_err();
        assert_eq!(why, "no team is named “platfrom”; did you mean platform?");
    }

    #[test]
    fn what_is_missing_or_not_known_is_said_and_nothing_is_kept() {
        let library = library();
        let jotting = Jotting {
            id: uuid::Uuid::nil(),
            number: 1,
            words: "flux".to_owned(),
            at: Timestamp::default(),
            deck: Some("no such".into()),
            heard: None,
            said_by: None,
        };
        let form = Form::answer(jotting.clone());
        assert_eq!(form.done(&library), Err("write what it means".to_owned()));
        let mut form = Form::details(jotting);
        assert!(form.done(&library).unwrap_err().contains("“no such”"));
        form.fields[0].1.clear();
        assert!(matches!(form.done(&library), Ok(Effect::Detail(Jotting { deck: None, .. }))));
    }
}
