//! Typed answers: what is asked, how it is judged, hints, and overruling.

use std::fmt::Write as _;

use crossterm::event::{KeyCode, KeyModifiers};
use insta::assert_snapshot;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use uuid::Uuid;

use super::*;
use crate::core::card::Direction;
use crate::core::deck::Origin;
use crate::core::deck::read::read;
use crate::core::plan::Item;
use crate::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Memory};
use crate::tui::message::Effect;

const TODAY: Day = Day::from_number(20_000);
const ENV: Env = Env { now: Timestamp::from_millis(8_000), today: TODAY };
const DECKS: [&str; 2] = [
    include_str!("../../../../tests/data/decks/platform.yaml"),
    include_str!("../../../../tests/data/decks/design.yaml"),
];

/// A quiz that asks one card, which has this stability.
fn quiz(term: &str, direction: Direction, stability: f32) -> Quiz {
    let decks =
        DECKS.iter().map(|text| read(&"x".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap());
    let library = Rc::new(Library::merge(decks.collect()).library);
    let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).unwrap();
    let card = CardId::new(term.parse().unwrap(), direction);
    let day = TODAY.plus(-9);
    let mut state = scheduler.review(&card, None, Grade::Good, day, Timestamp::default());
    state.memory = Memory { stability, difficulty: 5.0 };
    let item = Item { card: card.clone(), term: card.term.clone(), is_new: false };
    Quiz::new(Setup {
        library,
        scheduler: Rc::new(scheduler),
        states: HashMap::from([(card, state)]),
        sitting: Sitting::new(Uuid::nil(), Timestamp::default(), vec![item]),
        today: TODAY,
        seed: 1,
        decks: Vec::new(),
        words: Vec::new(),
        form: None,
        changed: HashMap::new(),
        marks: Rc::default(),
        pace: Pace::default(),
        cram: false,
    })
}

fn type_text(quiz: &mut Quiz, text: &str) {
    for c in text.chars() {
        quiz.update(Msg::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)), ENV);
    }
}

/// Hands in `text`; the grade that goes to the journal.
fn answer(quiz: &mut Quiz, text: &str) -> Grade {
    type_text(quiz, text);
    act(quiz, Action::Enter)
}

/// Does `action`, and plays the journal; the grade of the last answer.
fn act(quiz: &mut Quiz, action: Action) -> Grade {
    let mut effects = quiz.update(Msg::Action(action), ENV);
    let mut grade = None;
    while let Some(effect) = effects.pop() {
        effects.extend(match effect {
            Effect::Record(answer) => {
                grade = Some(answer.grade);
                let before = quiz.states.get(&answer.card).copied();
                let state = quiz.scheduler.review(
                    &answer.card,
                    before.as_ref(),
                    answer.grade,
                    TODAY,
                    ENV.now,
                );
                quiz.update(Msg::Recorded { review: Uuid::nil(), state }, ENV)
            }
            Effect::Strike(_, card) => quiz.update(Msg::Struck { card, state: None }, ENV),
            other => panic!("{other:?}"),
        });
    }
    grade.expect("an answer is recorded")
}

fn shown(quiz: &Quiz) -> String {
    let mut out = String::new();
    for (width, height) in [(80, 24), (60, 16), (40, 12)] {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| quiz.view(frame, frame.area(), &Theme::mono())).unwrap();
        let _ = writeln!(out, "{width}×{height}");
        for row in terminal.backend().buffer().area.rows() {
            let cells = row
                .columns()
                .map(|at| terminal.backend().buffer()[(at.x, at.y)].symbol().to_owned());
            let _ = writeln!(out, "│{}", cells.collect::<String>().trim_end());
        }
    }
    out
}

#[test]
fn a_meaning_is_answered_by_typing_the_word() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    assert_eq!(quiz.context(), Context::QuizTyped);
    assert_snapshot!("type_asked", shown(&quiz));
    assert_eq!(answer(&mut quiz, "error budget"), Grade::Easy, "exact, and at once");
    assert_eq!(quiz.context(), Context::QuizPicked);
    assert_snapshot!("type_right", shown(&quiz));
}

#[test]
fn a_slip_is_nearly_right_and_shown_with_signs() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    assert_eq!(answer(&mut quiz, "the eror budgets"), Grade::Hard);
    assert_snapshot!("type_nearly", shown(&quiz));
}

#[test]
fn a_wrong_word_is_shown_beside_the_right_one_and_can_be_overruled() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    assert_eq!(answer(&mut quiz, "toil"), Grade::Again);
    assert_snapshot!("type_wrong", shown(&quiz));
    assert_eq!(act(&mut quiz, Action::Overrule), Grade::Good);
    assert_eq!(quiz.sitting.answered().len(), 1);
    assert!(quiz.sitting.answered()[0].grade.is_pass());
}

#[test]
fn a_hint_costs_the_good() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    quiz.update(Msg::Action(Action::Hint), ENV);
    quiz.update(Msg::Action(Action::Hint), ENV);
    assert_snapshot!("type_hint", shown(&quiz));
    assert_eq!(answer(&mut quiz, "error budget"), Grade::Hard);
}

#[test]
fn an_example_is_filled_in() {
    let mut quiz = quiz("platform/runbook", Direction::Speak, 8.0);
    assert_snapshot!("fill_asked", shown(&quiz));
    assert!(answer(&mut quiz, "Runbook").is_pass());
}

#[test]
fn an_acronym_is_spelt_out() {
    let mut quiz = (0..20)
        .map(|_| quiz("platform/slo", Direction::Understand, 8.0))
        .find(|quiz| quiz.context() == Context::QuizTyped)
        .expect("an acronym between young and old is spelt out");
    assert_snapshot!("expand_asked", shown(&quiz));
    assert!(answer(&mut quiz, "service level objective").is_pass());
}

#[test]
fn nothing_typed_is_no_answer_and_show_me_is_again() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    assert_eq!(quiz.update(Msg::Action(Action::Enter), ENV), []);
    assert!(quiz.notice.as_ref().is_some_and(|notice| notice.contains("ctrl-s")));
    assert_eq!(act(&mut quiz, Action::Reveal), Grade::Again);
    assert_eq!(quiz.context(), Context::QuizPicked);
}

#[test]
fn an_answer_that_the_journal_refuses_can_be_given_again() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    type_text(&mut quiz, "error budget");
    quiz.update(Msg::Action(Action::Enter), ENV);
    quiz.update(Msg::Failed("the disk is full".to_owned()), ENV);
    assert_eq!(quiz.context(), Context::QuizTyped);
    assert_eq!(quiz.field.value(), "error budget");
    assert!(act(&mut quiz, Action::Enter).is_pass());
}

#[test]
fn a_cram_says_before_and_after_a_pick_that_the_day_stays() {
    let mut quiz = quiz("platform/error-budget", Direction::Understand, 2.0);
    quiz.cram = true;
    quiz.states.values_mut().for_each(|state| state.due = TODAY.plus(5));
    assert_eq!(quiz.context(), Context::QuizPick);
    assert_snapshot!("cram_pick", shown(&quiz));
    let Some(Question { answer: Kind::Pick { right, .. }, .. }) = &quiz.question else { panic!() };
    let right = u8::try_from(right + 1).unwrap();
    assert_eq!(act(&mut quiz, Action::Pick(right)), Grade::Good);
    assert!(shown(&quiz).contains("Right, stays: comes back"));
}
