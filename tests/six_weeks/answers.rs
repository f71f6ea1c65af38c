//! Answers a question: what the user knows, which key they press, and how the answer is graded.

use shoptalk::core::card::{CardId, Direction, TermId};
use shoptalk::core::deck::Term;
use shoptalk::core::form::masked;
use shoptalk::core::review::{Form, Grade};

use super::desk::{Desk, Key};
use super::ledger::Given;
use super::person::Mind;
use super::player::{Occasion, Player, Session};
use super::question::{Question, Seen};
use super::words::in_days;

impl<D: Desk> Player<D> {
    /// Answers the question about `card`.
    pub fn ask_oneself(&mut self, card: &CardId, question: &Question, session: &mut Session) {
        let chance = self.ledger.chance(card, self.today());
        let knows = self.person.knows(card, chance);
        let pause = self.person.takes(2_500, 14_000);
        self.desk.wait(pause);
        match &question.seen {
            Seen::Pick(options) => {
                let right = self.right_option(card, question.form, options, &question.sentence);
                let gives_up =
                    !knows && (self.person.mind == Mind::Missing || self.person.happens(0.3));
                let picked = if knows { right } else { self.person.any(options.len()) };
                let key = if gives_up {
                    Key::Char('0')
                } else {
                    Key::Char(
                        char::from_digit(u32::try_from(picked + 1).expect("few"), 10).expect("few"),
                    )
                };
                let is_right = !gives_up && picked == right;
                self.hand_in(card, question, key, Some(is_right), session);
            }
            Seen::Typed => self.type_answer(card, question, knows, session),
            Seen::Front => {
                if self.person.happens(0.02) {
                    self.leave_out(card, session);
                } else {
                    self.go_on_with(0, Key::Char(' '));
                }
            }
            _ => {
                let grade = self.person.grades(knows);
                let digit = char::from_digit(u32::from(grade.number()), 10).expect("a digit");
                let at = match grade {
                    Grade::Good => self.go_on_with(0, Key::Char(digit)),
                    _ => {
                        self.desk.press(Key::Char(digit));
                        self.desk.now()
                    }
                };
                let grade = if self.claims && grade == Grade::Good { Grade::Easy } else { grade };
                self.note(card, question, grade, at, session);
                self.asked_at = at;
            }
        }
    }

    /// The index of the correct option.
    fn right_option(&self, card: &CardId, form: Form, options: &[String], sentence: &str) -> usize {
        let (deck, term) = self.library.entry(&self.shown_as(card)).expect("a word of a deck");
        let is_right = |option: &String| match (form, card.direction) {
            (Form::Expand, _) => term.expansion.as_ref() == Some(option),
            (Form::WhichTeam, _) => {
                let senses = std::iter::once((deck, term)).chain(self.library.other_senses(term));
                let mut senses = senses.filter(|(deck, _)| deck.title == *option);
                senses.any(|(_, sense)| {
                    sense
                        .example
                        .as_ref()
                        .is_some_and(|example| sentence.contains(example.trim_matches('"')))
                })
            }
            (_, Direction::Understand) => {
                let texts = [term.gloss.as_ref(), Some(&term.definition)].into_iter().flatten();
                texts.into_iter().any(|text| *option == masked(text, term))
            }
            (_, Direction::Speak) => *option == term.term,
        };
        let found = options.iter().position(is_right);
        found.unwrap_or_else(|| panic!("{card:?} {form:?} {sentence}: none of {options:#?}"))
    }

    /// Submits the answer with `key`, and reads the outcome, which must be right or wrong as far as that is known.
    fn hand_in(
        &mut self,
        card: &CardId,
        question: &Question,
        key: Key,
        is_right: Option<bool>,
        session: &mut Session,
    ) {
        let at = self.desk.now();
        self.desk.press(key);
        let Seen::Outcome(said) = self.question().seen else {
            panic!("{}: no outcome of {card}:\n{}", self.today(), self.desk.text())
        };
        let claimed = |grade| if self.claims { Grade::Easy } else { grade };
        let grade = match () {
            () if said.starts_with("- ") => Grade::Again,
            () if said.starts_with("~ ") || said.starts_with("+ Right with a hint") => Grade::Hard,
            () if said.starts_with("+ Right away") => Grade::Easy,
            () => claimed(Grade::Good),
        };
        if let Some(is_right) = is_right {
            let form = question.form;
            assert_eq!(grade.is_pass(), is_right, "{card} {form:?}: {said}\n{}", self.desk.text());
        }
        self.note(card, question, grade, at, session);
        self.check_outcome(card, &said);
    }

    /// Checks when the screen says the word comes back.
    fn check_outcome(&mut self, card: &CardId, said: &str) {
        let newest = self.ledger.standing().next_back().expect("an answer was noted just now");
        let state = self.ledger.state(card).expect("a card that was answered has a state");
        let days = if state.unfinished { 0 } else { state.due.since(newest.day) };
        let stays = if newest.early && newest.grade.is_pass() { "still " } else { "" };
        let own = match (stays, days) {
            ("", 0) => "ou'll see it again in this quiz.".to_owned(),
            _ => format!("{stays}comes back {}", in_days(days)),
        };
        assert!(said.ends_with(&own), "{} {card}: “{said}”, but it {own}", newest.day);
    }

    fn type_answer(
        &mut self,
        card: &CardId,
        question: &Question,
        knows: bool,
        session: &mut Session,
    ) {
        if !knows && self.person.toss(0.5) {
            return self.hand_in(card, question, Key::Ctrl('s'), Some(false), session);
        }
        if self.person.happens(0.15) {
            self.press(Key::Ctrl('t'));
            self.hinted = true;
        }
        let (_, term) = self.library.entry(&self.shown_as(card)).expect("a word of a deck");
        let mut answer = match question.form {
            Form::Expand => term.expansion.clone().unwrap_or_default(),
            _ => term.term.clone(),
        };
        if !knows {
            "no idea at all".clone_into(&mut answer);
        } else if self.person.happens(0.15) && answer.len() > 9 {
            // A typo: two swapped letters.
            let letters: Vec<char> = answer.chars().collect();
            let swapped = letters.iter().enumerate().map(|(at, c)| match at {
                4 => letters[5],
                5 => letters[4],
                _ => *c,
            });
            answer = swapped.collect();
        }
        self.write(&answer);
        self.desk.wait(400);
        let is_right = if knows { None } else { Some(false) };
        self.hand_in(card, question, Key::Enter, is_right, session);
        if !knows && self.person.happens(0.2) {
            // "I was right": the answer is undone and replaced.
            self.press(Key::Char('o'));
            let struck = self.ledger.strike().expect("an answer was noted just now");
            session.answers.pop();
            session.queue.undo();
            session.queue.turn(card, false);
            let grade = if struck.hint { Grade::Hard } else { Grade::Good };
            let given =
                Given { grade, day: self.today(), at: self.desk.now(), struck: false, ..struck };
            session.queue.answer(true, self.desk.now());
            self.ledger.answer(given.clone());
            session.answers.push(given);
        }
    }

    /// The word whose example is shown in quotes in `sentence`.
    fn source(&self, sentence: &str) -> Option<TermId> {
        // Lines may break after a hyphen, so blanks are not compared.
        let solid = |text: &str| text.split_whitespace().collect::<String>();
        let shown = solid(sentence);
        let is_shown = |term: &&Term| {
            let example = term.example.as_ref().map(|example| solid(&format!("“{example}”")));
            example.is_some_and(|example| shown.starts_with(&example))
        };
        let (_, term) = self.library.terms().find(|(_, term)| is_shown(term))?;
        Some(self.library.resolve(&term.id))
    }

    /// Records the answer.
    fn note(
        &mut self,
        card: &CardId,
        question: &Question,
        grade: Grade,
        at: i64,
        session: &mut Session,
    ) {
        let day = self.today();
        let early = session.occasion == Occasion::Cram
            && self.ledger.state(card).is_some_and(|state| !state.unfinished && state.due > day);
        let took_ms = at - self.asked_at;
        let hint = self.hinted;
        let given = Given {
            card: card.clone(),
            at,
            day,
            grade,
            form: question.form,
            picked: matches!(question.seen, Seen::Pick(_)),
            sentence: self.source(&question.sentence),
            hint,
            took_ms,
            session: self.session,
            early,
            claimed: self.claims,
            struck: false,
        };
        self.ledger.answer(given.clone());
        session.queue.answer(grade.is_pass(), at);
        session.answers.push(given);
        (self.claims, self.hinted) = (false, false);
    }

    /// Undoes the newest answer of this quiz.
    pub fn undo(&mut self, session: &mut Session) {
        if !session.queue.can_undo() {
            return;
        }
        self.press(Key::Char('u'));
        let struck = self.ledger.strike().expect("an answer of this quiz stands");
        session.answers.pop();
        session.queue.undo();
        (self.claims, self.hinted) = (struck.claimed, struck.hint);
        self.asked_at = self.desk.now();
    }

    /// Skips the word until tomorrow, or suspends it.
    fn leave_out(&mut self, card: &CardId, session: &mut Session) {
        let for_good = self.person.toss(0.2);
        self.desk.press(Key::Char(if for_good { 'x' } else { 't' }));
        let tomorrow = self.today().plus(1);
        self.ledger.hold(card.term.clone(), (!for_good).then_some(tomorrow));
        session.queue.put_aside();
        self.asked_at = self.desk.now();
    }
}
