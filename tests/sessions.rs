//! Runs a whole session of each kind in a real terminal, from the first key until the program exits.
#![cfg(unix)]

mod support;

use shoptalk::core::review::Grade;
use shoptalk::trainer::Trainer;
use support::quiz::{LAB, play, right_key, settled};
use support::screen::{Screen, key};
use support::{DAY, TestEnv, answer};

fn trainer(env: &TestEnv, day: i64) -> Trainer {
    env.trainer(day * DAY, day.unsigned_abs() + 1)
}

/// A machine with the deck `lab` followed and each of its words recalled on these days.
fn lab(known_on: &[i64]) -> TestEnv {
    let env = TestEnv::new();
    let term = |(term, definition): &(&str, &str)| {
        format!("  - {{term: {term}, definition: {definition}, ask: Who needs it?, level: core}}\n")
    };
    let terms: String = LAB.iter().map(term).collect();
    env.write("data/decks/lab.yaml", &format!("deck: lab\ntitle: The lab\nterms:\n{terms}"));
    env.run(&["team", "follow", "lab"]).ends_with(0);
    for day in known_on {
        let mut trainer = trainer(&env, *day);
        for (word, _) in LAB {
            let term = format!("lab/{}", word.to_lowercase());
            trainer.record(answer(&term, Grade::Good)).expect("there is a journal");
        }
    }
    env
}

#[test]
fn the_first_session_introduces_and_asks_every_word() {
    let env = lab(&[]);
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("Quiz 6 new words").press(key::ENTER).shows("A new word");
    assert!(play(&mut screen, &LAB) >= 18, "an introduction, a question and its outcome for each");
    screen.shows("6 words, 6 answers").shows("+ New").shows("Come back in 2 days for 6 words");
    screen.shows("Ask The lab").go_on(key::ENTER, "enter quiz").press(key::ESC).ends_well();
}

#[test]
fn an_ordinary_session_asks_what_is_due_and_what_slips_again() {
    let mut env = lab(&[0]);
    env.later(4 * DAY);
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("Quiz 6 due words").press(key::ENTER).shows("show answer");
    screen.press(" ").shows("missed it").press("1").shows("6 to go").shows("show answer");
    play(&mut screen, &LAB);
    screen.shows("6 words, 7 answers").shows("- Missed").shows("Come back in ");
    screen.go_on(key::ENTER, "enter quiz").press(key::ESC).ends_well();
}

#[test]
fn a_cram_asks_what_is_not_due_and_leaves_its_day() {
    let mut env = lab(&[0, 3]);
    env.later(4 * DAY);
    let due = |env: &TestEnv| trainer(env, 4).states().clone();
    let before = due(&env);
    let mut screen = Screen::open(&env, &["quiz", "lab", "--cram"], 24, 80);
    screen.shows("Cram: The lab");
    let text = settled(&mut screen);
    assert!(text.contains("show answer") || text.contains("stays"), "{text}");
    play(&mut screen, &LAB);
    screen.shows("6 words, 6 answers").shows("stay on schedule");
    screen.press(key::ESC).ends_well();
    assert_eq!(due(&env), before);
    // On home it is a key, and a miss counts.
    env.set("SHOPTALK_SEED", "8");
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen
        .shows("Today's quiz is done")
        .press("c")
        .shows("Cram: The lab")
        .press(" ")
        .shows("missed it");
    screen.shows("stays: back in ").press("1").shows("show answer").press(key::CTRL_C).ends_well();
    assert_ne!(due(&env), before);
}

#[test]
fn after_an_absence_the_session_is_short_and_kind() {
    let mut env = lab(&[0]);
    env.run(&["settings", "minutes", "1"]).ends_with(0);
    env.later(30 * DAY);
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("Welcome back").shows("the rest in the coming days").press(key::ENTER);
    screen.shows("Welcome back.");
    play(&mut screen, &LAB);
    screen.shows("+ Learned").shows("Come back tomorrow");
    screen.go_on(key::ENTER, "enter quiz").press(key::ESC).ends_well();
}

#[test]
fn words_are_typed_with_hints_slips_and_a_judgement_that_is_overruled() {
    let mut env = lab(&[0, 3, 12]);
    env.later(13 * DAY);
    let args = ["quiz", "lab", "--form", "type", "--minutes", "10", "--new", "0"];
    let mut screen = Screen::open(&env, &args, 24, 80);
    screen.shows("Answer:").press("\x14").shows("Hint: ");
    let text = settled(&mut screen);
    let (word, _) =
        LAB.iter().find(|(_, meaning)| text.contains(meaning)).expect("a word is asked");
    screen.press(word).press(key::ENTER).shows("Right with a hint: counts as hard, comes back");
    screen.go_on(" ", "Answer:");
    screen.press("zorgle").press(key::ENTER).shows("Not right").press("o").shows("Right, ");
    screen.go_on(" ", "Answer:").press("\x13").shows("Here it is");
    play(&mut screen, &LAB);
    screen.shows("6 words, 7 answers").shows("- Missed").press(key::ESC).ends_well();
}

/// About how many days later the grade `label` would bring the word back, as shown beside it.
fn days_shown(text: &str, label: &str) -> f64 {
    let rest = text.split_once(label).unwrap_or_else(|| panic!("no {label} on\n{text}")).1;
    let said: Vec<&str> = rest.split_whitespace().take(2).collect();
    let [number, unit] = said[..] else { panic!("no days beside {label} on\n{text}") };
    let number: f64 =
        number.parse().unwrap_or_else(|_| panic!("no days beside {label} on\n{text}"));
    match unit.chars().next() {
        Some('y') => 365.0 * number,
        Some('m') => 30.0 * number,
        _ => number,
    }
}

#[test]
fn easy_answers_are_seen_to_space_out() {
    let mut env = TestEnv::new();
    env.write(
        "data/decks/lab.yaml",
        "deck: lab\ntitle: The lab\nterms:\n  - {term: Burette, definition: A tall tube that lets out single drops., level: core}\n",
    );
    env.run(&["team", "follow", "lab"]).ends_with(0);
    trainer(&env, 0).record(answer("lab/burette", Grade::Good)).expect("there is a journal");
    let (mut day, mut before) = (4, 4.0);
    for _ in 0..3 {
        env.later(day * DAY);
        let args = ["quiz", "lab", "--form", "recall", "--new", "0"];
        let mut screen = Screen::open(&env, &args, 24, 80);
        let text = screen.shows("Burette").press(" ").shows("4 easy").text();
        let (good, easy) = (days_shown(&text, "3 knew it:"), days_shown(&text, "4 easy:"));
        assert!(easy > good && easy > before, "{good}, {easy} after {before}");
        screen.press("4").shows("1 word, 1 answer").press(key::ESC).ends_well();
        let trainer = trainer(&env, day);
        let due = trainer.states().values().map(|state| state.due).max().expect("it was asked");
        day += i64::from(due.since(trainer.today()));
        before = easy;
    }
}

#[test]
fn a_pasted_text_is_text_and_never_a_key() {
    let mut env = lab(&[0, 3, 12]);
    env.later(13 * DAY);
    let args = ["quiz", "lab", "--form", "type", "--minutes", "10", "--new", "0"];
    let mut screen = Screen::open(&env, &args, 24, 80);
    let paste = "\x1b[200~\n one\x1b[31m\ntwo\tfxu\n\x1b[201~";
    screen.shows("Answer:").press(paste).shows("Answer: one two fxu");
    screen.press("\x13").shows("Here it is").press(paste).press("n").shows("Your note");
    screen.press(paste).shows("> one two fxu").press(key::ENTER);
    screen.shows("Note  one two fxu").press(key::ESC).ends_well();
}

#[test]
fn plain_lines_are_a_whole_session_in_a_terminal_too() {
    let mut env = lab(&[0]);
    env.later(4 * DAY);
    let mut screen = Screen::open(&env, &["--plain", "quiz", "lab", "--new", "0"], 50, 80);
    let mut read = 0;
    for _ in 0..60 {
        screen.until("a prompt", |screen| screen.raw()[read..].ends_with(b"> "));
        let raw = screen.raw();
        let text = String::from_utf8(raw[read..].to_vec()).expect("plain lines are text");
        assert!(!text.contains('\x1b'), "{text:?}");
        read = raw.len();
        let text = text.replace('\r', "");
        match right_key(&text, &LAB) {
            Some(key) => screen.press(&format!("{}\r", key.trim())),
            None => break,
        };
    }
    screen.press("\r").ends_well();
    let text = String::from_utf8(screen.raw()).expect("plain lines are text");
    assert!(text.contains("6 words, 6 answers"), "{text}");
}
