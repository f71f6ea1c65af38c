//! Records answers, undo, introductions and look-ups.

use uuid::Uuid;

use crate::core::card::{CardId, Direction, TermId};
use crate::core::diff::is_material;
use crate::core::form::Sentences;
use crate::core::review::{Answer, Review};
use crate::core::schedule::{CardState, Scheduler};
use crate::core::text::stored;
use crate::store::{Introduction, LookedUpIn, Lookup};
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// Appends an answer to the journal: it is on disk when this returns.
    pub fn record(&mut self, answer: Answer) -> Result<(Review, CardState), TrainerError> {
        self.refresh()?;
        let at = self.now();
        let day = self.calendar.day(at);
        let id = self.ids.next(at);
        let device = self.journal()?.device();
        // The decks may have been reloaded since the session was planned.
        let card = self.present(&answer.card);
        let early = answer.cram && Scheduler::is_early(self.states.get(&card), day);
        let review = Review {
            id,
            card,
            at,
            day,
            grade: answer.grade,
            form: answer.form,
            kind: answer.kind,
            sentence: answer.sentence,
            took_ms: answer.took_ms,
            hint: answer.hint,
            answer: answer.answer,
            session: answer.session,
            device,
            early,
        };
        let card = review.card.clone();
        let is_last = self.journal()?.is_last(&review)?;
        let state = self.scheduler.after(self.states.get(&card), &review);
        let mut state = state.expect("a review that finds no state makes one");
        self.journal()?.append(&review, is_last.then_some((&card, &state)))?;
        self.given.push(review.clone());
        if !is_last {
            // Another device has answers that count later, so the states are derived again.
            self.load_states()?;
            state = *self.states.get(&card).unwrap_or(&state);
        }
        self.states.insert(card, state);
        // The answer is on disk; if this fails, the definition is recorded as seen next time.
        let term = review.card.term.clone();
        if self.changed_definition(&term).is_none() {
            let _ = self.saw(&term);
        }
        Ok((review, state))
    }

    /// Writes the answers in the journal's log back into its file, at the end of a session.
    pub fn write_back(&mut self) {
        if let Ok(journal) = &mut self.journal {
            journal.write_back();
        }
    }

    /// The sentences that words can be asked in, with those that were asked before.
    pub fn sentences(&mut self) -> Result<Sentences, TrainerError> {
        let asked = self.journal()?.sentences()?;
        let now =
            |(card, source): &(CardId, TermId)| (self.present(card), self.library.resolve(source));
        Ok(Sentences::asked(asked.iter().map(now)))
    }

    /// The definition of `term` as the user last saw it, if it has changed since.
    pub fn changed_definition(&self, term: &TermId) -> Option<&str> {
        let term = self.library.find(term)?;
        let old = self.seen.get(&self.library.resolve(&term.id))?;
        is_material(old, &term.definition).then_some(old)
    }

    /// Records that the user has seen the current definition of `term`.
    pub fn saw(&mut self, term: &TermId) -> Result<(), TrainerError> {
        let Some(found) = self.library.find(term) else { return Ok(()) };
        let (id, definition) = (self.library.resolve(&found.id), found.definition.clone());
        if self.seen.get(&id) == Some(&definition) {
            return Ok(());
        }
        let at = self.now();
        self.journal()?.put_seen(&id, &definition, at)?;
        self.seen.insert(id, definition);
        Ok(())
    }

    /// Strikes the answer given last today on this device. Returns the review, and its card's state without it. `None` if today
    /// has no answer left to undo.
    pub fn undo(&mut self) -> Result<Option<(Review, Option<CardState>)>, TrainerError> {
        self.refresh()?;
        let today = self.today();
        let Some(newest) = self.journal()?.newest_on(today)? else { return Ok(None) };
        let state = self.strike(newest.id, &newest.card)?;
        Ok(Some((newest, state)))
    }

    /// The answer `review` to `card`, unless it was struck.
    pub fn answer_given(
        &mut self,
        review: Uuid,
        card: &CardId,
    ) -> Result<Option<Review>, TrainerError> {
        let card = self.present(card);
        Ok(self.reviews_of(&card)?.into_iter().find(|given| given.id == review))
    }

    /// Strikes `review` and derives its card's state again.
    pub fn strike(
        &mut self,
        review: Uuid,
        card: &CardId,
    ) -> Result<Option<CardState>, TrainerError> {
        self.refresh()?;
        let at = self.now();
        let card = &self.present(card);
        let mut reviews = self.reviews_of(card)?;
        reviews.retain(|known| known.id != review);
        let state = self.scheduler.replay(&reviews);
        self.journal()?.strike(&[review], at, &[(card, state.as_ref())])?;
        self.struck.push((review, at));
        // The review may be from an earlier day.
        self.past = None;
        match state {
            Some(state) => self.states.insert(card.clone(), state),
            None => self.states.remove(card),
        };
        Ok(state)
    }

    /// The number of active answers to `term`, in both directions.
    pub fn answers_to(&mut self, term: &TermId) -> Result<usize, TrainerError> {
        self.refresh()?;
        Ok(self.reviews_of_term(term)?.len())
    }

    /// Strikes every answer to `term`, in both directions, which makes it new again. Returns how many there were.
    pub fn reset(&mut self, term: &TermId) -> Result<usize, TrainerError> {
        self.refresh()?;
        let at = self.now();
        let reviews = self.reviews_of_term(term)?;
        let ids: Vec<Uuid> = reviews.iter().map(|review| review.id).collect();
        let cards = self.cards(term);
        self.journal()?.strike(&ids, at, &cards.each_ref().map(|card| (card, None)))?;
        self.struck.extend(ids.iter().map(|id| (*id, at)));
        for card in &cards {
            self.states.remove(card);
        }
        self.past = None;
        Ok(ids.len())
    }

    /// The two cards of `term`.
    fn cards(&self, term: &TermId) -> [CardId; 2] {
        let term = self.library.resolve(term);
        Direction::ALL.map(|direction| CardId::new(term.clone(), direction))
    }

    fn reviews_of_term(&mut self, term: &TermId) -> Result<Vec<Review>, TrainerError> {
        let mut reviews = Vec::new();
        for card in self.cards(term) {
            reviews.extend(self.reviews_of(&card)?);
        }
        Ok(reviews)
    }

    /// The card under its current name.
    pub(super) fn present(&self, card: &CardId) -> CardId {
        CardId::new(self.library.resolve(&card.term), card.direction)
    }

    /// The reviews of `card`, given by its current name, under all names it has had.
    fn reviews_of(&mut self, card: &CardId) -> Result<Vec<Review>, TrainerError> {
        let mut reviews = self.journal()?.reviews()?;
        reviews.retain(|review| self.present(&review.card) == *card);
        Ok(reviews)
    }

    /// Records that a word was shown for the first time.
    pub fn introduce(
        &mut self,
        term: &TermId,
        took_ms: u32,
        session: Uuid,
    ) -> Result<(), TrainerError> {
        let at = self.now();
        let (id, day) = (self.ids.next(at), self.calendar.day(at));
        let introduction = Introduction { id, term: term.clone(), at, day, took_ms, session };
        self.journal()?.introduce(&introduction)?;
        self.saw(term)
    }

    /// Records that the user typed `query` and opened the entry of `term`.
    pub fn looked_up(
        &mut self,
        term: &TermId,
        query: &str,
        place: LookedUpIn,
    ) -> Result<(), TrainerError> {
        let at = self.now();
        let (id, day) = (self.ids.next(at), self.calendar.day(at));
        let lookup =
            Lookup { id, term: term.clone(), at, day, query: stored(query).into_owned(), place };
        self.journal()?.look_up(&lookup)?;
        Ok(())
    }
}
