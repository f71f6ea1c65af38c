//! Annotations in a quiz: notes, flags, copying, and suspending the current word.

use std::rc::Rc;

use crate::core::annotations::{Annotations, Hold};
use crate::core::card::{CardId, Direction, TermId};
use crate::core::form::Answer as Kind;
use crate::core::library::Library;
use crate::core::plan::Item;
use crate::core::quiz_session::{Answered, Newest, Step};
use crate::tui::action::Action;
use crate::tui::keymap;
use crate::tui::message::{Effect, Env, Screen as _};
use crate::tui::screens::marking;
use crate::tui::screens::quiz::{Phase, Quiz};
use crate::tui::widgets::notice::Notice;

/// A pending move of a word out of the session or back, until the journal has saved it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Moving {
    /// Remove this word, given by the ID in its cards.
    Out(TermId),
    /// Restore the last removed word.
    Back,
}

impl Quiz {
    /// The current word; after an answer, the one that was asked.
    pub(super) fn word(&self) -> Option<&TermId> {
        match &self.phase {
            Phase::Replied { term, .. } => Some(term),
            _ => self.session.turn().map(|turn| &turn.item.term),
        }
    }

    /// The word of the visible entry; after an answer, the right one, which may be another team's sense.
    pub(super) fn read(&self) -> Option<&TermId> {
        match &self.phase {
            Phase::Replied { question, .. } => match &question.answer {
                Kind::Pick { options, right } => options.get(*right).map(|option| &option.term),
                _ => self.word(),
            },
            _ => self.word(),
        }
    }

    /// Runs an action on the current word.
    pub(super) fn mark(&mut self, action: Action, env: Env) -> Vec<Effect> {
        let is_asked =
            matches!(action, Action::NotToday | Action::LeaveOut | Action::Want | Action::Reset);
        // Skip, suspend, and the like apply to the word that was asked, everything else to the visible one.
        let word = if is_asked { self.word() } else { self.read() };
        let Some((deck, term)) = word.and_then(|id| self.entry(id)) else {
            return Vec::new();
        };
        let card_term = self.library.resolve(&term.id);
        // The same key suspends and unsuspends.
        let held = self.marks.held(self.library.renames(), &term.id, self.today);
        let is_same = matches!(
            (action, held),
            (Action::NotToday, Some(Hold::Until(_))) | (Action::LeaveOut, Some(Hold::Suspended))
        );
        if is_same && self.session.newest() == Some(Newest::Aside(&card_term)) {
            return self.undo(env);
        }
        let effect = marking::effect(action, &self.library, &self.marks, deck, term, self.today);
        match effect {
            Some(Effect::Hold(_, Some(_))) => {
                self.moving = Some(Moving::Out(card_term));
            }
            // Time spent in an editor doesn't count as response time.
            Some(Effect::Edit(_)) => self.away = Some(env.now),
            _ => {}
        }
        effect.into_iter().collect()
    }

    /// Sets the annotations and completes the pending move.
    pub(super) fn marked(&mut self, marks: Rc<Annotations>, env: Env) {
        self.marks = marks;
        match self.moving.take() {
            Some(Moving::Out(term)) => {
                let how = match self.marks.held(self.library.renames(), &term, self.today) {
                    Some(Hold::Until(_)) => "skipped today",
                    Some(Hold::Suspended) => "suspended",
                    None => return,
                };
                // It may have been skipped already and is now suspended.
                if self.session.newest() != Some(Newest::Aside(&term)) {
                    self.session.put_aside(&term, env.now);
                    self.go_on(env);
                }
                let key = keymap::key_for(self.context(), Action::Undo);
                let word = self.library.find(&term).map(|term| format!("{}: ", term.term));
                let word = word.unwrap_or_default();
                self.notice = Some(Notice::done(format!("{word}{how}; {key} undoes that")));
            }
            Some(Moving::Back) => {
                self.session.undo();
                self.go_on(env);
                self.notice = Some(Notice::done("undone: the word is back"));
            }
            None => {}
        }
    }

    /// Adds the answered word to this quiz once more, or removes it.
    pub(super) fn wanted(&mut self, is_wanted: bool, said: String, env: Env) {
        let answered = self.session.answered().last();
        let Some(Answered { item, grade, .. }) =
            answered.filter(|_| matches!(self.phase, Phase::Replied { .. })).cloned()
        else {
            self.notice = Some(Notice::done(said));
            return;
        };
        let key = keymap::key_for(self.context(), Action::Want);
        let said = if is_wanted {
            self.session.again(Item { is_new: false, is_begun: true, ..item }, env.now);
            if grade.is_pass() {
                format!("it comes back in this quiz; {key} undoes that")
            } else {
                "you missed it, so it comes back in this quiz anyway".to_owned()
            }
        } else if grade.is_pass() {
            self.session.drop(&item.card, env.now);
            said
        } else {
            "undone; you missed it, so it still comes back in this quiz".to_owned()
        };
        self.notice = Some(Notice::done(said));
    }

    /// Continues after a reset. If the word is on screen, it is introduced again now.
    pub(super) fn reset(&mut self, term: &TermId, env: Env) {
        let resolved = self.library.resolve(term);
        let is_shown = self.word().is_some_and(|word| self.library.resolve(word) == resolved);
        for direction in Direction::ALL {
            self.states.remove(&CardId::new(resolved.clone(), direction));
        }
        let card = CardId::new(resolved, Direction::Understand);
        let item = Item { card, term: term.clone(), is_new: true, is_begun: true };
        self.session.reset(item.clone(), env.now);
        self.is_reset = true;
        // From here on these are undone one by one, like those from before the quiz.
        self.answered_before += self.session.answered().len();
        if is_shown {
            self.session.interrupt(item, Step::Introduce);
            self.ask(env.now);
            // Time behind another screen doesn't count as reading time.
            self.away = self.away.map(|_| env.now);
        }
    }

    /// Continues with reloaded decks. Terms that no longer exist aren't asked.
    pub(super) fn reread(&mut self, library: Rc<Library>, env: Env) {
        self.library = library;
        self.sentences.reload();
        if let Some(word) = self.word().cloned() {
            self.changed.remove(&self.library.resolve(&word));
            if self.entry(&word).is_none() {
                self.go_on(env);
            }
        }
    }

    /// Moves to the next question, unless an outcome is on screen.
    fn go_on(&mut self, env: Env) {
        if !matches!(self.phase, Phase::Replied { .. }) {
            self.ask(env.now);
        }
    }
}
