//! Tests a whole week of a leader in a real terminal, from the first run on Monday to the brief on Friday.
#![cfg(unix)]

mod support;

use support::quiz::{LAB, play};
use support::screen::{Screen, key};
use support::{DAY, TestEnv};

/// A word of the lab that its deck does not explain, and what it means.
const UNEXPLAINED: (&str, &str) = ("zilt valve", "The tap that lets the old air out.");
/// Questions to ask the lab: over coffee, and about the word that is looked up.
const COFFEE: &str = "What do you wash twice?";
const ASKED: &str = "Which of yours leaks?";

/// The lab's deck, among the user's own.
fn machine() -> TestEnv {
    let env = TestEnv::new();
    let term = |(term, definition): &(&str, &str)| {
        let ask = if *term == "Burette" { ASKED.to_owned() } else { format!("Why {term} now?") };
        format!("  - {{term: {term}, definition: {definition}, ask: {ask}, level: core}}\n")
    };
    let terms: String = LAB.iter().map(term).collect();
    let head = format!("deck: lab\ntitle: The lab\nask: [{COFFEE}]\nterms:\n");
    env.write("data/decks/lab.yaml", &(head + &terms));
    env
}

fn open(env: &TestEnv) -> Screen {
    Screen::open(env, &[], 24, 80)
}

/// Returns to home from the end of a quiz, and quits.
fn leave(screen: &mut Screen) {
    screen.go_on(key::ENTER, "enter quiz").press(key::ESC).ends_well();
}

#[test]
fn a_week_with_one_team_leaves_words_answers_and_visits_and_can_be_forgotten() {
    let mut env = machine();

    // Monday: choose teams and minutes, and learn the first words.
    env.later(DAY);
    let mut screen = open(&env);
    screen.shows("Which teams do you work with?").press("lab").shows("▌ [ ] The lab");
    screen.press(key::ENTER).shows("[x] The lab");
    screen.press(key::ENTER).shows("5 minutes").press(key::ENTER).shows("A new word");
    play(&mut screen, &LAB);
    screen.shows("6 words, 6 answers").shows("Ask The lab");
    leave(&mut screen);
    env.run(&["team", "follow", "lab", "--meets", "thu"]).ends_with(0);

    // Tuesday, in a meeting: one word is looked up as heard; another is in no deck and is jotted down.
    env.later(2 * DAY);
    let mut screen = open(&env);
    screen.shows("enter quiz").press("/").shows("Heard:").press("bew ret").shows("Burette");
    let jot = "Jot “bew ret” down";
    screen.press(key::ENTER).shows("lets out single drops").hides(jot).press(key::ESC).shows(jot);
    screen.press(key::CTRL_F).hides("bew ret").press("zilt valve").shows("othing like that");
    screen.press("\x0c").shows("is saved").press(key::ESC).shows("enter quiz");
    screen.press("a").shows("zilt valve").press("e").shows("What you know about");
    screen.press("the l\t").press("Mind the zilt valve\t").press("Ana Silva").press(key::ENTER);
    screen.shows("The lab").shows("Ana Silva").press(key::ESC).shows("1 to ask");
    screen.press(key::ESC).ends_well();

    // Wednesday: the word was explained. It becomes a regular term, and is asked.
    env.later(3 * DAY);
    let mut screen = open(&env);
    screen.shows("1 to ask").press("a").shows("zilt valve").press("w").shows("Meaning");
    screen.press(UNEXPLAINED.1).press("\tWho may open it?").press(key::ENTER).hides("Ana Silva");
    screen.press(key::ESC).shows("My own words").shows("enter quiz");
    screen.press(key::ENTER).hides("enter quiz");
    play(&mut screen, &[&LAB[..], &[UNEXPLAINED]].concat());
    // In the minutes that are left, the words of Monday are asked again.
    screen.shows("7 words, ").shows("zilt valve").shows("Come back in 2 days for 1 word");
    leave(&mut screen);

    // Thursday: the brief, a question with its answer, and a visit.
    env.later(4 * DAY);
    let brief = env.run(&["brief"]).ends_with(0);
    assert!(brief.out.contains("The lab") && brief.out.contains(ASKED), "{}", brief.out);
    let mut screen = open(&env);
    screen.shows("enter quiz").press("m").shows("Before you meet The lab").shows(COFFEE);
    screen.shows(&format!("▌ Burette: {ASKED}")).press(key::ENTER).shows("What was the answer?");
    screen
        .press("the third one, by the door")
        .press(key::ENTER)
        .shows("saved")
        .shows("(answered today)");
    screen.press("v").shows("Record a visit").press("saw a night run").press(key::ENTER);
    screen.shows("saved").shows("saw a night run").press(key::ESC);
    screen.shows("Last visits: The lab today").press(key::ESC).ends_well();

    // Friday: what was learned, and no questions that were asked before.
    env.later(5 * DAY);
    let mut screen = open(&env);
    screen
        .shows("Last visits: The lab yesterday")
        .press("m")
        .shows("You understand 6 of 6 core words");
    screen.shows("yesterday: saw a night run").shows(COFFEE).hides(ASKED);
    screen.press("p").shows("Search:").shows("by the door").shows("saw a night run");
    screen.shows("Alembic: A still of two").press("door third").shows("by the door");
    screen.hides("night run").press(key::ESC);
    screen.shows("Before you meet").press(key::ESC).shows("enter quiz").press(key::ESC);
    screen.ends_well();

    // Notes about people can be erased for good; what was learned stays.
    let known = |env: &TestEnv| env.run(&["stats", "lab", "--json"]).ends_with(0).json();
    let before = known(&env);
    for what in ["jottings", "visits", "people", "look-ups", "answers"] {
        env.run(&["data", "forget", what, "--yes"]).ends_with(0);
    }
    let bytes = std::fs::read(env.journal()).expect("there is a journal");
    for said in ["Ana Silva", "zilt valve", "by the door", "night run", ASKED] {
        let is_there = bytes.windows(said.len()).any(|window| window == said.as_bytes());
        assert!(!is_there, "{said} is still in the journal");
    }
    assert_eq!(known(&env), before);
    let mut screen = open(&env);
    screen.shows("enter quiz").hides("Last visits").press("p").shows("met  ");
    // The whole page is there, down to its keys.
    screen
        .hides("enter quiz")
        .hides("night run")
        .press(key::ESC)
        .shows("enter quiz")
        .press(key::ESC)
        .ends_well();
}
