//! What is done with the word that is shown or asked: notes, flags, copying, and leaving it out.

use std::rc::Rc;

use crate::core::card::{CardId, Direction, TermId};
use crate::core::form::Answer as Kind;
use crate::core::library::Library;
use crate::core::marks::{Hold, Marks};
use crate::core::plan::Item;
use crate::core::sitting::{Answered, Newest, Step};
use crate::tui::action::Action;
use crate::tui::keymap;
use crate::tui::message::{Effect, Env, Screen as _};
use crate::tui::screens::marking;
use crate::tui::screens::quiz::{Phase, Quiz};

/// A word that leaves or comes back to the sitting once the journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Moving {
    /// This one leaves, under the id that its cards have.
    Out(TermId),
    /// The one that left last comes back.
    Back,
}

impl Quiz {
    /// The word that is shown or asked: after an answer still the one that was answered.
    pub(super) fn word(&self) -> Option<&TermId> {
        match &self.phase {
            Phase::Replied { term, .. } => Some(term),
            _ => self.sitting.turn().map(|turn| &turn.item.term),
        }
    }

    /// The word whose entry is shown or asked: after an answer the right one, which may be another team's sense.
    pub(super) fn read(&self) -> Option<&TermId> {
        match &self.phase {
            Phase::Replied { question, .. } => match &question.answer {
                Kind::Pick { options, right } => options.get(*right).map(|option| &option.term),
                _ => self.word(),
            },
            _ => self.word(),
        }
    }

    /// What `action` does to the word that is shown or asked.
    pub(super) fn mark(&mut self, action: Action, env: Env) -> Vec<Effect> {
        let is_asked =
            matches!(action, Action::NotToday | Action::LeaveOut | Action::Want | Action::Reset);
        // What leaves or comes back is what was asked; everything else is about what stands there.
        let word = if is_asked { self.word() } else { self.read() };
        let Some((deck, term)) = word.and_then(|id| self.entry(id)) else {
            return Vec::new();
        };
        let card_term = self.library.resolve(&term.id);
        // The key that left it out brings it back.
        let held = self.marks.held(&self.library, &term.id, self.today);
        let is_same = matches!(
            (action, held),
            (Action::NotToday, Some(Hold::Until(_))) | (Action::LeaveOut, Some(Hold::Suspended))
        );
        if is_same && self.sitting.newest() == Some(Newest::Aside(&card_term)) {
            return self.undo();
        }
        let effect = marking::effect(action, &self.library, &self.marks, deck, term, self.today);
        match effect {
            Some(Effect::Bury(_) | Effect::Suspend(_)) => {
                self.moving = Some(Moving::Out(card_term));
            }
            // The time that is spent elsewhere is no part of the answer.
            Some(Effect::Edit(_)) => self.away = Some(env.now),
            _ => {}
        }
        effect.into_iter().collect()
    }

    /// Takes the marks in, and moves the word that they were changed for.
    pub(super) fn marked(&mut self, marks: Rc<Marks>, env: Env) {
        self.marks = marks;
        match self.moving.take() {
            Some(Moving::Out(term)) => {
                let how = match self.marks.held(&self.library, &term, self.today) {
                    Some(Hold::Until(_)) => "not today",
                    Some(Hold::Suspended) => "suspended",
                    None => return,
                };
                // It may have left already, for a shorter time.
                if self.sitting.newest() != Some(Newest::Aside(&term)) {
                    self.sitting.put_aside(&term, env.now);
                    self.go_on(env);
                }
                let undo = keymap::key_for(self.context(), Action::Undo);
                let undo = undo.map(|key| format!("; {key} takes it back")).unwrap_or_default();
                self.notice = Some(format!("{how}{undo}"));
            }
            Some(Moving::Back) => {
                self.sitting.undo();
                self.go_on(env);
                self.notice = Some("taken back".to_owned());
            }
            None => {}
        }
    }

    /// Asks the word that was answered once more in this quiz, or takes that back.
    pub(super) fn wanted(&mut self, is_wanted: bool, said: String, env: Env) {
        let answered = self.sitting.answered().last();
        let Some(Answered { item, grade, .. }) =
            answered.filter(|_| matches!(self.phase, Phase::Replied { .. })).cloned()
        else {
            self.notice = Some(said);
            return;
        };
        let key = keymap::key_for(self.context(), Action::Want).unwrap_or_default();
        self.notice = Some(if is_wanted {
            self.sitting.again(Item { is_new: false, is_begun: true, ..item }, env.now);
            format!("it comes back in this quiz; {key} takes that back")
        } else if grade.is_pass() {
            self.sitting.drop(&item.card, env.now);
            said
        } else {
            "taken back; you missed it, so it comes back in this quiz all the same".to_owned()
        });
    }

    /// Goes on with a word that is new again: it is met at once where it is the one that is shown.
    pub(super) fn reset(&mut self, term: &TermId, env: Env) {
        let resolved = self.library.resolve(term);
        let is_shown = self.word().is_some_and(|word| self.library.resolve(word) == resolved);
        for direction in Direction::ALL {
            self.states.remove(&CardId::new(resolved.clone(), direction));
        }
        let card = CardId::new(resolved, Direction::Understand);
        let item = Item { card, term: term.clone(), is_new: true, is_begun: true };
        self.sitting.reset(item.clone(), env.now);
        // These are taken back one by one from here on, like those before the quiz.
        self.answered_before += self.sitting.answered().len();
        if is_shown {
            self.sitting.interrupt(item, Step::Introduce);
            self.ask(env.now);
            // The time behind another screen is no part of the reading.
            self.away = self.away.map(|_| env.now);
        }
    }

    /// Goes on with decks that were read again. A word that is gone from them is not asked.
    pub(super) fn reread(&mut self, library: Rc<Library>, env: Env) {
        self.library = library;
        if let Some(word) = self.word().cloned() {
            self.changed.remove(&self.library.resolve(&word));
            if self.entry(&word).is_none() {
                self.go_on(env);
            }
        }
    }

    /// On to the question whose turn it is now, unless an outcome is being read.
    fn go_on(&mut self, env: Env) {
        if !matches!(self.phase, Phase::Replied { .. }) {
            self.ask(env.now);
        }
    }
}
