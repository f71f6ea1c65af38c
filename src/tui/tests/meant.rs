//! Accidental keys: held down, or typed before there was anything to read. The clock advances in milliseconds, as for a person.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use ratatui::backend::CrosstermBackend;

use super::*;
use crate::tui::app::{self, Events};

/// The interval between repeats of a held key, in milliseconds.
const REPEAT: i64 = 30;

/// A user in a self-graded quiz of words last reviewed four days ago.
fn thinking() -> Stage {
    let mut stage = Stage::new("follow: [platform, design]\nform: recall\n", &DECKS, Theme::mono());
    stage.press("⏎").finish();
    stage.later(4)
}

/// Holds a key down for `times` repeats.
fn hold(stage: &mut Stage, key: char, times: usize) {
    for _ in 0..times {
        stage.press_after(REPEAT, key);
    }
}

/// The number of answers, and of words introduced.
fn counts(stage: &Stage) -> (usize, usize) {
    let journal = rusqlite::Connection::open(stage.folder.path().join("journal.sqlite")).unwrap();
    let count = |sql: &str| -> usize {
        let count: i64 = journal.query_row(sql, [], |row| row.get(0)).unwrap();
        usize::try_from(count).unwrap()
    };
    let unstruck = "SELECT count(*) FROM reviews WHERE id NOT IN (SELECT review FROM strikes)";
    (count(unstruck), count("SELECT count(*) FROM introductions"))
}

#[test]
fn a_held_enter_or_space_answers_nothing() {
    for key in ['⏎', ' '] {
        let mut stage = thinking();
        let before = counts(&stage);
        stage.press_after(2_000, '⏎');
        assert_eq!(stage.app.context(), Context::QuizFront);
        hold(&mut stage, key, 24);
        assert_eq!(
            stage.app.context(),
            if key == ' ' { Context::QuizBack } else { Context::QuizFront }
        );
        assert_eq!(counts(&stage), before, "{key:?}");
        // Released and pressed again, it works.
        stage.press_after(300, key);
        assert_eq!(counts(&stage).0, before.0 + usize::from(key == ' '), "{key:?}");
    }
}

#[test]
fn a_held_key_reads_no_new_words() {
    for key in ['⏎', ' '] {
        let mut stage = Stage::follower();
        stage.press_after(2_000, '⏎');
        assert_eq!(stage.app.context(), Context::QuizIntro);
        hold(&mut stage, key, 24);
        assert_eq!((stage.app.context(), counts(&stage)), (Context::QuizIntro, (0, 0)), "{key:?}");
        // After a pause it reads one word, and the next one stays.
        stage.press_after(300, key);
        hold(&mut stage, key, 24);
        assert_eq!((stage.app.context(), counts(&stage)), (Context::QuizIntro, (0, 1)), "{key:?}");
    }
}

#[test]
fn a_key_that_is_held_from_the_last_answer_on_does_not_close_the_summary_nor_begin_another_quiz() {
    let mut stage = thinking();
    stage.press("⏎");
    while stage.app.context() != Context::Summary {
        let key = if stage.app.context() == Context::QuizFront { ' ' } else { '⏎' };
        stage.press_after(2_000, key);
    }
    hold(&mut stage, '⏎', 24);
    assert_eq!(stage.app.context(), Context::Summary);
    stage.press_after(300, '⏎');
    hold(&mut stage, '⏎', 24);
    assert_eq!(stage.app.context(), Context::Home);
    stage.press_after(300, '⏎');
    assert_eq!(
        stage.app.context(),
        Context::Summary,
        "it was let go: the quiz, in which nothing is left"
    );
}

#[test]
fn each_press_that_is_ignored_starts_the_pause_anew_and_grades_need_none() {
    let mut stage = thinking();
    stage.press("⏎ ");
    let answered = counts(&stage).0;
    for ms in [299, 299, 299] {
        stage.press_after(ms, '⏎');
        assert_eq!((stage.app.context(), counts(&stage).0), (Context::QuizBack, answered));
    }
    // A grade always counts, however soon it comes.
    stage.press_after(1, '3');
    assert_eq!((stage.app.context(), counts(&stage).0), (Context::QuizFront, answered + 1));
    stage.press_after(1, ' ').press_after(1, '1');
    assert_eq!(counts(&stage).0, answered + 2);
}

#[test]
fn a_grade_that_is_held_is_given_once() {
    let mut stage = Stage::follower();
    stage.press("⏎");
    for _ in 0..3 {
        let before = counts(&stage).0;
        while !matches!(stage.app.context(), Context::QuizPick | Context::Summary) {
            stage.press_after(2_000, ' ');
        }
        hold(&mut stage, '1', 24);
        assert!(counts(&stage).0 <= before + 1, "one answer at most");
    }
}

#[test]
fn no_key_that_is_held_goes_from_word_to_word() {
    let mut stage = Stage::follower();
    stage.press("⏎");
    let left = |stage: &Stage| text(&stage.buffer(80, 24))[1].clone();
    let before = left(&stage);
    hold(&mut stage, 'x', 24);
    assert!(before.contains("7 to go") && left(&stage).contains("6 to go"), "{}", left(&stage));
}

#[test]
fn someone_who_reads_is_not_held_up() {
    let mut stage = thinking();
    stage.press("⏎");
    let before = counts(&stage).0;
    let mut keys = 0;
    while stage.app.context() != Context::Summary {
        stage.press_after(350, ' ');
        keys += 1;
    }
    assert_eq!(counts(&stage).0, before + keys / 2, "two keys for each word");
}

#[test]
fn what_was_ignored_does_not_shorten_the_time_that_an_answer_took() {
    let mut stage = thinking();
    stage.press("⏎");
    hold(&mut stage, '⏎', 50);
    stage.press_after(4_000, ' ').press_after(1_000, '3');
    let journal = rusqlite::Connection::open(stage.folder.path().join("journal.sqlite")).unwrap();
    let took: i64 = journal
        .query_row("SELECT took_ms FROM reviews ORDER BY seq DESC LIMIT 1", [], |row| row.get(0))
        .unwrap();
    assert_eq!(took, 50 * REPEAT + 5_000);
}

#[test]
fn a_help_or_a_note_that_is_closed_by_a_held_key_answers_nothing() {
    let mut stage = thinking();
    stage.press("⏎ ");
    let before = counts(&stage).0;
    stage.press_after(2_000, '?').press_after(2_000, '⏎');
    hold(&mut stage, '⏎', 24);
    assert_eq!((stage.app.context(), counts(&stage).0), (Context::QuizBack, before));
    stage.press_after(2_000, 'n').press_after(30, 'a').press_after(30, '⏎');
    assert!(stage.says("saved"), "into a field one may type at once");
    hold(&mut stage, '⏎', 24);
    assert_eq!((stage.app.context(), counts(&stage).0), (Context::QuizBack, before));
}

#[test]
fn undo_that_is_held_takes_one_answer_back() {
    let mut stage = thinking();
    stage.press("⏎ 3 3 3");
    let before = counts(&stage).0;
    hold(&mut stage, 'u', 24);
    assert_eq!(counts(&stage).0, before - 1);
    stage.press_after(2_000, '⎋');
    hold(&mut stage, 'u', 24);
    assert_eq!(counts(&stage).0, before - 2, "on the home screen as well");
}

/// Bursts of keys: all keys of a burst are available at once.
struct Burst {
    keys: VecDeque<Vec<KeyCode>>,
    waiting: VecDeque<KeyCode>,
    /// A clock that goes on by a day each time the program waits; keys come after the second.
    clock: Option<Rc<TestClock>>,
    idle: u32,
}

impl Events for Burst {
    fn next(&mut self) -> io::Result<Event> {
        if self.waiting.is_empty() {
            self.waiting = self.keys.pop_front().unwrap_or_else(|| vec![KeyCode::Null]).into();
        }
        let code = self.waiting.pop_front().unwrap_or(KeyCode::Null);
        let modifiers =
            if code == KeyCode::Null { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
        let code = if code == KeyCode::Null { KeyCode::Char('c') } else { code };
        Ok(Event::Key(KeyEvent::new(code, modifiers)))
    }

    fn is_waiting(&mut self, within: Duration) -> io::Result<bool> {
        // The clock goes on while the program waits for the next burst.
        if let Some(clock) = self.clock.as_ref().filter(|_| !within.is_zero() && self.idle < 2) {
            self.idle += 1;
            clock.0.set(clock.0.get() + DAY);
            return Ok(false);
        }
        // Between two bursts, typing rests.
        Ok(!self.waiting.is_empty() || !within.is_zero() && within != app::REST)
    }
}

/// Runs the program on these bursts, then quits with Ctrl-C.
fn run(stage: &mut Stage, bursts: &[&str]) {
    run_by(None, stage, bursts);
}

/// The same; `clock` goes on by a day while the program waits for the first key.
fn run_by(clock: Option<Rc<TestClock>>, stage: &mut Stage, bursts: &[&str]) {
    let code = |c| match c {
        '⏎' => KeyCode::Enter,
        // Sent as Ctrl-C.
        '×' => KeyCode::Null,
        c => KeyCode::Char(c),
    };
    let keys = bursts.iter().map(|burst| burst.chars().map(code).collect()).collect();
    let viewport = ratatui::Viewport::Fixed(ratatui::layout::Rect::new(0, 0, 80, 24));
    let options = ratatui::TerminalOptions { viewport };
    let backend = CrosstermBackend::new(Vec::new());
    let mut terminal = Terminal::with_options(backend, options).unwrap();
    let events = Burst { keys, waiting: VecDeque::new(), clock, idle: 0 };
    app::run(&mut stage.app, &mut terminal, events, |_, _| Ok(Ok(()))).unwrap();
}

#[test]
fn keys_that_waited_before_an_answer_was_drawn_are_dropped() {
    let mut stage = thinking();
    let before = counts(&stage).0;
    run(&mut stage, &["⏎", " 3", "2", " 3 3 3 3", "1"]);
    assert_eq!(counts(&stage).0, before + 2, "only the grades that came alone");
    // The key that quits is never dropped.
    let mut stage = thinking();
    run(&mut stage, &["⏎", " 3×", "3"]);
    assert_eq!(counts(&stage).0, before);
}

#[test]
fn what_is_typed_ahead_into_a_field_is_kept() {
    let mut stage = Stage::new("follow: [platform, design]\nform: type\n", &DECKS, Theme::mono());
    for days in [4, 30, 100, 300] {
        stage.press("⏎").finish();
        stage = stage.later(days);
    }
    stage.press("⏎");
    for _ in 0..50 {
        match stage.app.context() {
            Context::QuizTyped => break,
            _ => assert!(stage.answer()),
        }
    }
    run(&mut stage, &["some thing"]);
    assert!(stage.says("Answer: some thing"));
}

#[test]
fn what_a_phrase_sounds_like_is_looked_up_when_typing_rests_or_at_the_next_key() {
    let text =
        "deck: platform\ntitle: P\nterms:\n  - {term: Kubernetes, definition: Runs containers.}\n";
    let opened = || Stage::new("follow: [platform]\n", &[("platform", text)], Theme::mono());
    let mut stage = opened();
    run(&mut stage, &["/", "we moved coopernetics there×"]);
    assert!(!stage.says("Kubernetes"), "{}", stage.shown());
    let mut stage = opened();
    run(&mut stage, &["/", "we moved coopernetics there", "×"]);
    assert!(stage.says("Kubernetes"), "{}", stage.shown());
    let mut stage = opened();
    run(&mut stage, &["/", "we moved coopernetics there⏎×"]);
    assert!(stage.says("Runs containers."), "{}", stage.shown());
}

#[test]
fn a_large_library_is_searched_beside_the_screen_when_typing_rests_or_at_the_next_key() {
    let deck = |at: usize| {
        let name = format!("large-{at}");
        let terms =
            (0..2_000).map(|no| format!("  - {{term: w{at}{no:04}, definition: No. {no}.}}\n"));
        let text = format!("deck: {name}\ntitle: L\nterms:\n{}", terms.collect::<String>());
        (name, text)
    };
    let decks: Vec<_> = (1..=11).map(deck).collect();
    let decks: Vec<_> = decks.iter().map(|(name, text)| (&**name, &**text)).collect();
    let opened = || Stage::new("follow: [large-1]\n", &decks, Theme::mono());
    let mut stage = opened();
    run(&mut stage, &["/", "w21999×"]);
    assert!(stage.says("Searching…") && !stage.says("No. 1999"), "{}", stage.shown());
    let mut stage = opened();
    run(&mut stage, &["/", "w21999", "×"]);
    assert!(stage.says("No. 1999") && !stage.says("Searching…"), "{}", stage.shown());
    let mut stage = opened();
    run(&mut stage, &["/", "w21999⏎×"]);
    assert_eq!(stage.app.context(), Context::LookupEntry);
    assert!(stage.says("No. 1999"), "{}", stage.shown());
}

#[test]
fn a_new_day_is_noticed_with_the_next_key() {
    let mut stage = Stage::follower();
    stage.press("⏎").finish();
    stage.press("⏎");
    assert!(stage.says("2026-11-22"));
    stage.press_after(9 * DAY, '↓');
    assert!(stage.says("2026-12-01") && stage.says("Quiz "));
    // In a quiz the page was from another day: the first key only refreshes it.
    stage.press("⏎");
    while stage.app.context() != Context::QuizFront {
        assert!(stage.answer());
    }
    stage.press(" ");
    let before = (counts(&stage), text(&stage.buffer(80, 24)));
    stage.press_after(30 * DAY, '1');
    assert_eq!(counts(&stage), before.0);
    assert!(stage.says("✓ a new day has begun") && text(&stage.buffer(80, 24)) != before.1);
    stage.press_after(2_000, '1');
    assert_eq!(counts(&stage).0, before.0.0 + 1);
}

#[test]
fn a_new_day_is_noticed_while_no_key_is_pressed() {
    let mut stage = Stage::follower();
    let clock = stage.clock.clone();
    run_by(Some(clock.clone()), &mut stage, &["×"]);
    assert!(stage.says("2026-11-24"), "{}", stage.shown());
    let mut stage = thinking();
    stage.press("⏎");
    let (before, clock) = (counts(&stage).0, stage.clock.clone());
    run_by(Some(clock), &mut stage, &["×"]);
    assert!(stage.says("✓ a new day has begun"), "{}", stage.shown());
    assert_eq!(counts(&stage).0, before);
}
