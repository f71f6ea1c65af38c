//! Tests of typed answers: questions, judging, hints, and overruling.

use std::fmt::Write as _;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use insta::assert_snapshot;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use strum::VariantArray as _;
use uuid::Uuid;

use super::*;
use crate::core::card::Direction;
use crate::core::deck::Origin;
use crate::core::deck::read::read;
use crate::core::plan::{Item, Pace};
use crate::core::review::Form;
use crate::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Memory};
use crate::tui::message::{Effect, Struck};
use crate::tui::tests::labelled;

const TODAY: Day = Day::from_number(20_000);
const ENV: Env = Env { now: Timestamp::from_millis(8_000), today: TODAY };
const DECKS: [&str; 2] = [
    include_str!("../../../../tests/data/decks/platform.yaml"),
    include_str!("../../../../tests/data/decks/design.yaml"),
];

/// A team with another sense of a word, and with acronyms.
const SECURITY: &str = "deck: security
title: Security
terms:
  - term: CVE
    expansion: Common vulnerabilities and exposures
    definition: A public number for a known hole in somebody's software.
    level: core
  - term: MFA
    expansion: Multi-factor authentication
    definition: Proof of who one is by two things of different kinds, such as a password and a phone.
    ask: Where do we still let people in without it?
    level: core
  - term: SSO
    expansion: Single sign-on
    definition: One login for all the systems of a company.
    level: core
  - term: Token
    definition: A short-lived proof of who somebody is, shown instead of the password.
    example: \"Revoke the token, the laptop is gone.\"
    aliases: [Access pass]
    confused_with: [mfa]
    level: core
";

/// A quiz of one card with the given stability: asked before only today below 3 days, an odd number of times below 14 in the
/// speak direction, an even number otherwise.
fn quiz(term: &str, direction: Direction, stability: f32) -> Quiz {
    quiz_in(term, direction, stability, None)
}

/// The same, in `form`.
fn quiz_in(term: &str, direction: Direction, stability: f32, form: Option<Form>) -> Quiz {
    let decks = DECKS
        .iter()
        .chain([&SECURITY])
        .map(|text| read(&"x".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap());
    let library = Rc::new(Library::merge(decks.collect()).library);
    let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).unwrap();
    let card = CardId::new(term.parse().unwrap(), direction);
    let day = TODAY.plus(-9);
    let mut state = scheduler.review(&card, None, Grade::Good, day, Timestamp::default());
    state.memory = Memory { stability, difficulty: 5.0 };
    if stability < 3.0 {
        (state.first, state.last) = (TODAY, TODAY);
    }
    state.reviews = if direction == Direction::Speak && stability < 14.0 { 1 } else { 2 };
    let item = Item { card: card.clone(), term: card.term.clone(), is_new: false, is_begun: false };
    let scope = Scope {
        scheduler: Rc::new(scheduler),
        seed: 1,
        decks: Vec::new(),
        teams: Vec::new(),
        wanted: Vec::new(),
        followed: Vec::new(),
        words: Vec::new(),
        form,
        takes_new: true,
        new: 8,
        kept: HashMap::new(),
        pace: Pace::default(),
        occasion: Occasion::Daily,
    };
    Quiz::new(Setup {
        scope,
        library,
        states: HashMap::from([(card, state)]),
        session: QuizSession::new(Uuid::nil(), Timestamp::default(), vec![item]),
        today: TODAY,
        sentences: Sentences::default(),
        changed: HashMap::new(),
        marks: Rc::default(),
        answered_before: 0,
        offer: None,
    })
}

fn type_text(quiz: &mut Quiz, text: &str) {
    for c in text.chars() {
        quiz.update(Msg::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)), ENV);
    }
}

/// Submits `text` and returns the saved grade.
fn answer(quiz: &mut Quiz, text: &str) -> Grade {
    type_text(quiz, text);
    act(quiz, Action::Enter)
}

/// Runs `action` with a simulated journal and returns the last grade.
fn act(quiz: &mut Quiz, action: Action) -> Grade {
    let mut effects = quiz.update(Msg::Action(action), ENV);
    let mut grade = None;
    while let Some(effect) = effects.pop() {
        effects.extend(match effect {
            Effect::Record(answer) => {
                grade = Some(answer.grade);
                let before = quiz.states.get(&answer.card).copied();
                let state = quiz.scope.scheduler.review(
                    &answer.card,
                    before.as_ref(),
                    answer.grade,
                    TODAY,
                    ENV.now,
                );
                quiz.update(Msg::Recorded { review: Uuid::nil(), state }, ENV)
            }
            Effect::Strike(review, card) => strike(quiz, review, card, Grade::Good, None, ENV),
            other => panic!("{other:?}"),
        });
    }
    grade.expect("an answer is recorded")
}

/// Reports that the answer was struck and returns the quiz's effects.
fn strike(
    quiz: &mut Quiz,
    review: Uuid,
    card: CardId,
    grade: Grade,
    state: Option<CardState>,
    env: Env,
) -> Vec<Effect> {
    let word = "a word".to_owned();
    quiz.update(Msg::Struck(Struck { review, card, state, grade, is_own: false, word }), env)
}

fn shown(quiz: &Quiz) -> String {
    let sizes = [(120, 40), (80, 24), (60, 16), (40, 12)];
    let shown = |(width, height)| format!("{width}×{height}\n{}", drawn(quiz, width, height));
    sizes.map(shown).concat()
}

/// The rows on a screen of this size.
fn drawn(quiz: &Quiz, width: u16, height: u16) -> String {
    let mut out = String::new();
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| quiz.view(frame, frame.area(), &Theme::mono())).unwrap();
    for row in terminal.backend().buffer().area.rows() {
        let cells =
            row.columns().map(|at| terminal.backend().buffer()[(at.x, at.y)].symbol().to_owned());
        let _ = writeln!(out, "│{}", cells.collect::<String>().trim_end());
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
fn a_slip_is_nearly_right_and_its_letters_are_marked_above_the_right_word() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    assert_eq!(answer(&mut quiz, "the eror budgext"), Grade::Hard);
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let draw = |frame: &mut Frame<'_>| quiz.view(frame, frame.area(), &labelled::theme());
    terminal.draw(draw).unwrap();
    let painted = labelled::painted(terminal.backend().buffer());
    let marked = painted.lines().filter_map(|line| line.split_once(" found     "));
    let marked: Vec<&str> = marked.map(|(_, letters)| letters).collect();
    assert_eq!(marked, ["x", "r"], "{painted}");
    assert_snapshot!("type_nearly", shown(&quiz));
}

#[test]
fn letters_may_be_typed_as_they_are_said() {
    let mut quiz = quiz("platform/slo", Direction::Speak, 30.0);
    assert_eq!(answer(&mut quiz, "ess ell oh"), Grade::Good);
    assert!(shown(&quiz).contains("+ Right, comes back"), "{}", shown(&quiz));
}

#[test]
fn a_wrong_word_is_shown_beside_the_right_one_and_can_be_overruled() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    assert_eq!(answer(&mut quiz, "toil"), Grade::Again);
    assert_snapshot!("type_wrong", shown(&quiz));
    assert_eq!(act(&mut quiz, Action::Overrule), Grade::Good);
    assert_eq!(quiz.session.answered().len(), 1);
    assert!(quiz.session.answered()[0].grade.is_pass());
}

#[test]
fn a_hint_costs_the_good() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    quiz.update(Msg::Action(Action::Hint), ENV);
    quiz.update(Msg::Action(Action::Hint), ENV);
    assert_snapshot!("type_hint", shown(&quiz));
    assert_eq!(answer(&mut quiz, "error budget"), Grade::Hard);
    assert!(shown(&quiz).contains("+ Right with a hint: counts as hard, comes back in"));
}

#[test]
fn a_hint_costs_the_good_also_where_the_judgement_is_overruled() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    quiz.update(Msg::Action(Action::Hint), ENV);
    assert_eq!(answer(&mut quiz, "toil"), Grade::Again);
    assert_eq!(act(&mut quiz, Action::Overrule), Grade::Hard);
}

#[test]
fn what_is_read_before_overruling_is_no_part_of_the_answer() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    answer(&mut quiz, "toil");
    let later = Env { now: ENV.now.plus_millis(60_000), ..ENV };
    quiz.update(Msg::Action(Action::Overrule), later);
    let card = quiz.session.answered()[0].item.card.clone();
    let state = quiz.states.get(&card).copied();
    let effects = strike(&mut quiz, Uuid::nil(), card, Grade::Again, state, later);
    let [Effect::Record(answer)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(answer.took_ms, 8_000, "as long as it took before");
}

#[test]
fn undo_does_not_make_a_hint_unseen() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    quiz.update(Msg::Action(Action::Hint), ENV);
    let (card, state) =
        quiz.states.iter().next().map(|(card, state)| (card.clone(), *state)).unwrap();
    for _ in 0..2 {
        assert_eq!(answer(&mut quiz, "error budget"), Grade::Hard);
        let effects = quiz.update(Msg::Action(Action::Undo), ENV);
        assert!(matches!(effects[..], [Effect::Strike(..)]));
        strike(&mut quiz, Uuid::nil(), card.clone(), Grade::Hard, Some(state), ENV);
        assert!(shown(&quiz).contains("Hint: E"), "{}", shown(&quiz));
    }
}

#[test]
fn after_the_last_hint_the_way_to_the_answer_is_said() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    for _ in Hint::VARIANTS {
        quiz.update(Msg::Action(Action::Hint), ENV);
        assert_eq!(quiz.notice, None);
    }
    assert!(!shown(&quiz).contains("ctrl-t hint"), "the footer names it no more");
    let half = quiz.hint;
    quiz.update(Msg::Action(Action::Hint), ENV);
    assert_eq!((quiz.hint, half), (Some(Hint::Half), Some(Hint::Half)));
    assert!(shown(&quiz).contains("! that was the last hint; ctrl-s shows the answer"));
}

#[test]
fn a_long_hint_takes_as_many_rows_as_it_needs() {
    let mut quiz = quiz_in("security/cve", Direction::Understand, 9.0, Some(Form::Expand));
    assert_eq!(quiz.context(), Context::QuizTyped);
    quiz.update(Msg::Action(Action::Hint), ENV);
    quiz.update(Msg::Action(Action::Hint), ENV);
    assert_snapshot!("expand_hint", shown(&quiz));
}

#[test]
fn where_lines_are_read_aloud_a_hint_counts_the_letters() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    quiz.update(Msg::Action(Action::Hint), ENV);
    assert!(quiz.lines(72).contains(&"Hint: E…".to_owned()));
    quiz.update(Msg::Action(Action::Hint), ENV);
    let said = "Hint: E _ _ _ _   _ _ _ _ _ _; letters: 5, 6";
    assert!(quiz.lines(72).contains(&said.to_owned()), "{:#?}", quiz.lines(72));
}

#[test]
fn what_stands_side_by_side_is_one_below_the_other_where_lines_are_read_aloud() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    answer(&mut quiz, "toil");
    assert_snapshot!("type_wrong_plain", quiz.lines(72).join("\n"));
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
    for nothing in ["", "?", " …! "] {
        type_text(&mut quiz, nothing);
        assert_eq!(quiz.update(Msg::Action(Action::Enter), ENV), [], "{nothing}");
        assert!(quiz.notice.as_ref().is_some_and(|notice| notice.to_string().contains("ctrl-s")));
    }
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
    quiz.scope.occasion = Occasion::Cram;
    quiz.states.values_mut().for_each(|state| state.due = TODAY.plus(5));
    assert_eq!(quiz.context(), Context::QuizPick);
    assert_snapshot!("cram_pick", shown(&quiz));
    let Some(Question { answer: Kind::Pick { right, .. }, .. }) = &quiz.question else { panic!() };
    let right = u8::try_from(right + 1).unwrap();
    assert_eq!(act(&mut quiz, Action::Pick(right)), Grade::Good);
    assert!(shown(&quiz).contains("Right, still comes back"));
}

/// Picks the right option or a wrong one, and returns the grade.
fn pick(quiz: &mut Quiz, rightly: bool) -> Grade {
    let Some(Question { answer: Kind::Pick { right, .. }, .. }) = &quiz.question else {
        panic!("there is nothing to pick from")
    };
    let option = if rightly { *right } else { usize::from(*right == 0) };
    act(quiz, Action::Pick(u8::try_from(option + 1).unwrap()))
}

#[test]
fn a_meaning_is_given_and_the_word_is_picked() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 1.0);
    assert_eq!(quiz.context(), Context::QuizPick);
    assert_snapshot!("choose_word_asked", shown(&quiz));
    assert_eq!(pick(&mut quiz, true), Grade::Good);
    assert_snapshot!("choose_word_right", shown(&quiz));
}

#[test]
fn an_acronym_that_is_young_is_picked() {
    let mut quiz = quiz_in("security/mfa", Direction::Understand, 2.0, Some(Form::Expand));
    assert_eq!(quiz.context(), Context::QuizPick);
    assert_snapshot!("expand_picked_asked", shown(&quiz));
    assert_eq!(pick(&mut quiz, false), Grade::Again);
    assert_snapshot!("expand_picked_wrong", shown(&quiz));
}

#[test]
fn an_option_that_is_not_there_is_no_answer() {
    let mut quiz = quiz_in("security/token", Direction::Understand, 8.0, Some(Form::WhichTeam));
    assert_eq!(quiz.update(Msg::Action(Action::Pick(3)), ENV), []);
    assert!(shown(&quiz).contains("! there are only 2 to pick from"));
}

#[test]
fn where_lines_are_read_aloud_each_grade_has_one() {
    let mut quiz = quiz_in("platform/toil", Direction::Speak, 30.0, Some(Form::Recall));
    quiz.update(Msg::Action(Action::Reveal), ENV);
    assert_snapshot!("recall_word_plain", quiz.lines(72).join("\n"));
}

#[test]
fn a_word_of_several_teams_is_asked_in_a_sentence() {
    let mut quiz = quiz_in("security/token", Direction::Understand, 8.0, Some(Form::WhichTeam));
    assert_eq!(quiz.question.as_ref().map(|question| question.form), Some(Form::WhichTeam));
    assert_snapshot!("which_team_asked", shown(&quiz));
    assert_eq!(pick(&mut quiz, false), Grade::Again);
    assert_snapshot!("which_team_wrong", shown(&quiz));
}

#[test]
fn another_teams_name_for_the_word_is_told_as_such() {
    let mut quiz = quiz("design/token", Direction::Speak, 30.0);
    answer(&mut quiz, "access pass");
    assert_snapshot!("type_other_team", shown(&quiz));
}

#[test]
fn what_is_shown_on_demand_says_what_it_was() {
    let mut quiz = quiz("platform/error-budget", Direction::Speak, 30.0);
    assert_eq!(act(&mut quiz, Action::Reveal), Grade::Again);
    assert_snapshot!("type_show_me", shown(&quiz));
}

#[test]
fn a_word_is_recalled_from_its_meaning_too() {
    let mut quiz = quiz_in("platform/toil", Direction::Speak, 30.0, Some(Form::Recall));
    assert_eq!(quiz.context(), Context::QuizFront);
    assert_snapshot!("recall_word_front", shown(&quiz));
    quiz.update(Msg::Action(Action::Reveal), ENV);
    assert_snapshot!("recall_word_back", shown(&quiz));
}

#[test]
fn with_nothing_to_ask_the_summary_says_why() {
    for (occasion, name) in
        [(Occasion::Daily, "summary_nothing_due"), (Occasion::Cram, "summary_nothing_to_cram")]
    {
        let mut quiz = quiz("platform/toil", Direction::Speak, 30.0);
        quiz.scope.occasion = occasion;
        quiz.session = QuizSession::new(Uuid::nil(), Timestamp::default(), Vec::new());
        quiz.ask(Timestamp::default());
        assert_eq!(quiz.context(), Context::Summary);
        assert_snapshot!(name, shown(&quiz));
    }
}

#[test]
fn a_question_stays_where_it_is_when_its_answer_is_shown() {
    let cards = [
        ("platform/slo", Direction::Understand),
        ("platform/error-budget", Direction::Understand),
        ("security/token", Direction::Understand),
        ("platform/toil", Direction::Speak),
    ];
    for (term, direction) in cards {
        let mut quiz = quiz_in(term, direction, 30.0, Some(Form::Recall));
        quiz.scope.occasion = Occasion::Return { leaves_due: true };
        let places = |quiz: &Quiz| -> Vec<usize> {
            let all = shown(quiz);
            let is_task =
                |row: &str| row.starts_with("│ What does it") || row.starts_with("│ What is the");
            all.lines().enumerate().filter(|(_, row)| is_task(row)).map(|(at, _)| at).collect()
        };
        let asked = places(&quiz);
        assert_eq!((quiz.context(), asked.len()), (Context::QuizFront, 4), "{term}");
        quiz.update(Msg::Action(Action::Reveal), ENV);
        assert_eq!(quiz.context(), Context::QuizBack);
        assert_eq!(places(&quiz), asked, "{term}");
    }
}

#[test]
fn a_question_is_not_scrolled_above_rows_that_are_blank() {
    let card = ("platform/error-budget", Direction::Speak);
    let quiz = quiz_in(card.0, card.1, 30.0, Some(Form::Recall));
    assert_eq!(quiz.context(), Context::QuizFront);
    let mut is_scrolled = false;
    for (width, height) in [(30, 8), (24, 8), (40, 7), (20, 6)] {
        let shown = drawn(&quiz, width, height);
        let rows: Vec<&str> = shown.lines().collect();
        let more = rows.iter().position(|row| row.contains('↓'));
        is_scrolled |= more.is_some();
        assert!(more.is_none_or(|at| at + 3 >= rows.len()), "{shown}");
    }
    assert!(is_scrolled);
}
