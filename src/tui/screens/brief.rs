//! The brief before a meeting: what is new with the team, questions to ask, and words to review.

use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::core::brief::Brief as Content;
use crate::core::brief::page;
use crate::core::card::DeckId;
use crate::core::document::Section;
use crate::core::fluency::Fluency;
use crate::core::library::Library;
use crate::core::time::Day;
use crate::core::width::cut_at_word;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Route, Screen, Subject};
use crate::tui::theme::Theme;
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::{Page, Scroll};

/// The brief screen.
#[derive(Debug)]
pub(crate) struct Brief {
    brief: Content,
    sections: Vec<Section>,
    /// Followed decks, ordered by their next meeting day.
    teams: Vec<DeckId>,
    /// The selected question, counted from 1.
    selected: usize,
    scroll: Scroll,
    notice: Option<Notice>,
}

impl Brief {
    /// Shows `brief` as of `today`; `teams` are the decks to switch between.
    pub(crate) fn new(
        brief: Content,
        fluency: &Fluency,
        teams: Vec<DeckId>,
        library: &Rc<Library>,
        today: Day,
    ) -> Self {
        let sections = page::sections(&brief, fluency, library, today);
        let (scroll, notice) = (Scroll::default(), None);
        Self { brief, sections, teams, selected: 1, scroll, notice }
    }

    /// The deck `step` positions away in meeting order, wrapping around at the ends.
    fn other(&self, step: isize) -> Option<&DeckId> {
        let len = self.teams.len();
        let here = self.teams.iter().position(|deck| *deck == self.brief.deck);
        let at = here.map_or(0, |at| (at + len).saturating_add_signed(step) % len);
        self.teams.get(at).filter(|deck| **deck != self.brief.deck)
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        let questions = page::numbered(&self.brief);
        match action {
            Action::Up if questions == 0 || self.selected == 1 => self.scroll.move_by(-1),
            Action::Down if questions == 0 || self.selected == questions => self.scroll.move_by(1),
            Action::Up | Action::Down => {
                self.selected =
                    if action == Action::Up { self.selected - 1 } else { self.selected + 1 };
                self.scroll.follow();
            }
            Action::PageUp | Action::PageDown => self.scroll.act(action),
            Action::Enter => match self.subject() {
                Some(subject) => return vec![Effect::Open(Route::Line(subject))],
                None => self.notice = Some(Notice::failed("no question to mark as asked")),
            },
            Action::Visited => {
                let Content { deck, title, .. } = &self.brief;
                let subject = Subject::Visit { deck: deck.clone(), title: title.clone() };
                return vec![Effect::Open(Route::Line(subject))];
            }
            Action::Quiz => {
                let words = self.brief.words.iter().map(|word| word.term.clone()).collect();
                return vec![Effect::Open(Route::Words(words))];
            }
            Action::More | Action::Less => {
                match self.other(if action == Action::More { 1 } else { -1 }) {
                    // The new brief replaces this screen.
                    Some(deck) => {
                        return vec![Effect::Back, Effect::Open(Route::Brief(deck.clone()))];
                    }
                    None => self.notice = Some(Notice::failed("you do not follow any other team")),
                }
            }
            Action::Team => return vec![Effect::Open(Route::Team(self.brief.deck.clone()))],
            Action::Browse => {
                return vec![Effect::Open(Route::Browse(Some(self.brief.deck.clone())))];
            }
            Action::Bridge => {
                return vec![Effect::Open(Route::Bridge(self.brief.deck.clone(), None))];
            }
            Action::Back => return vec![Effect::Back],
            _ => {}
        }
        Vec::new()
    }

    /// The subject to write about for the selected question.
    fn subject(&self) -> Option<Subject> {
        let at = self.selected.checked_sub(1)?;
        let deck = self.brief.deck.clone();
        if let Some(question) = self.brief.questions.get(at) {
            let (term, text) = (question.term.clone(), question.text.clone());
            if let Some(asked) = &question.asked {
                let is_open = asked.answer.is_none();
                return is_open.then_some(Subject::Answer { id: asked.id, question: text });
            }
            return Some(Subject::Asked { deck, term, question: text });
        }
        let asked = self.brief.unanswered.get(at - self.brief.questions.len())?;
        Some(Subject::Answer { id: asked.id, question: asked.question.clone() })
    }
}

impl Screen for Brief {
    fn context(&self) -> Context {
        Context::Brief
    }

    fn update(&mut self, msg: Msg, env: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(action) => return self.act(action),
            Msg::Key(_) => self.notice = None,
            Msg::Briefed(fresh) => {
                let (brief, fluency, library) = *fresh;
                let selected = self.selected.min(page::numbered(&brief)).max(1);
                let teams = std::mem::take(&mut self.teams);
                *self = Self { selected, ..Self::new(brief, &fluency, teams, &library, env.today) };
            }
            Msg::Said(text) => self.notice = Some(Notice::done(text)),
            Msg::Failed(text) => self.notice = Some(Notice::failed(text)),
            _ => {}
        }
        Vec::new()
    }

    fn team(&self) -> Option<&DeckId> {
        Some(&self.brief.deck)
    }

    fn is_idle(&self, action: Action, _: Rect) -> bool {
        match action {
            Action::Enter => page::numbered(&self.brief) == 0,
            Action::Quiz => self.brief.words.is_empty(),
            Action::More | Action::Less => self.other(1).is_none(),
            _ => false,
        }
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let parts = self.frame(frame, area, theme, self.notice.as_ref());
        let title = format!("Before you meet {}", self.brief.title);
        let title = cut_at_word(&title, usize::from(parts.head.width));
        frame.render_widget(Line::styled(title, theme.strong), parts.head);
        let (page, selected) =
            Page::flowing(&self.sections, Some(self.selected), parts.body.width, theme);
        self.scroll.show(selected, parts.body.height);
        self.scroll.draw(frame, parts.body, page, theme);
    }
}
