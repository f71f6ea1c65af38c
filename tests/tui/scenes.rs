//! Tests sitting in on a scene: from a word's pause to the words to keep, leaving in the middle, and coming back.

use crate::lab;
use crate::support::quiz::settled;
use crate::support::screen::{Screen, key};
use crate::support::{DAY, TestEnv, answer};
use shoptalk::core::review::Grade;

/// A machine on which `lab` is followed, has a scene, and two of its words are due.
fn in_the_lab() -> TestEnv {
    let mut env = lab();
    let path = env.data().join("decks/lab.yaml");
    let deck = std::fs::read_to_string(&path).expect("the deck is there");
    let line = |says: &str| format!("      - {{who: chemist, says: {says}}}\n");
    let lines: String = [
        "Who left the burette open?",
        "Not me.",
        "It ran into the desiccant all night.",
        "So the box is wet.",
        "And the samples are in it.",
        "Somebody has to say it upstairs.",
    ]
    .map(line)
    .concat();
    let reply = |(says, lands): (&str, &str)| {
        format!("      - {{says: {says}, lands: {lands}, why: So it is.}}\n")
    };
    let replies = [
        ("I will say it upstairs.", "helps"),
        ("These things happen.", "lands flat"),
        ("Show me the log of the night.", "micromanages"),
    ]
    .map(reply)
    .concat();
    let scene = format!(
        "scenes:\n  - title: A wet box\n    setting: Monday, before the coffee.\n    lines:\n{lines}    replies:\n{replies}"
    );
    std::fs::write(&path, deck + &scene).expect("the deck can be written");
    env.run(&["team", "follow", "lab"]).ends_with(0);
    let mut trainer = env.trainer(0, 1);
    for term in ["lab/burette", "lab/desiccant"] {
        trainer.record(answer(term, Grade::Good)).expect("there is a journal");
    }
    drop(trainer);
    env.later(4 * DAY);
    env
}

/// Goes on through the scene, grading what is asked, until the screen contains `end`.
fn play(screen: &mut Screen, end: &str) {
    for _ in 0..40 {
        let text = settled(screen);
        if text.contains(end) {
            return;
        }
        let key = if text.contains("missed it") { "3" } else { " " };
        screen.read(key, "the next step", |screen| screen.text() != text);
    }
    panic!("{end} never comes:\n{}", screen.text());
}

#[test]
fn a_scene_is_played_left_and_played_to_its_end() {
    let env = in_the_lab();
    let mut screen = Screen::open(&env, &["sit", "lab"], 24, 80);
    screen.shows("Monday, before the coffee.").shows("It pauses for 2 words.");
    screen.go_on(" ", "What does “burette” mean here?");
    screen.press("/").shows("Type what").press(key::ESC).shows("What does “burette” mean here?");
    screen.press(" ").shows("A tall tube").press("1").shows("Not me.");
    screen.press("u").shows("undone: “missed it” for Burette").press(" ").shows("A tall tube");
    screen.press("3").shows("Not me.").press(key::ESC).ends_well();

    let mut screen = Screen::open(&env, &[], 12, 40);
    screen.shows("S     Sit in: A wet box").press("S").shows("Chemist: Not me.");
    play(&mut screen, "What do you say?");
    screen.press("1").shows("+ Helps: So it is.");
    play(&mut screen, "Words to keep");
    screen.shows("Burette").read(key::ENTER, "home", |screen| screen.text().contains("quiz"));
    assert!(!screen.text().contains("Sit in"), "{}", screen.text());
    screen.press(key::ESC).ends_well();
    let stats = env.run(&["stats", "--json"]).ends_with(0).json();
    assert_eq!(stats["in_new_sentences"]["understood"], 2, "{stats}");
    let page = env.run(&["team", "lab"]).ends_with(0);
    assert!(
        page.out.contains("Understood in a new sentence since you began: 2 of 2."),
        "{page:#?}"
    );
}

/// Plays both scenes of a built-in deck, and returns which ones the journal has then, and how many answers.
fn play_all(deck: &str) -> (Vec<String>, usize) {
    let env = TestEnv::new();
    env.run(&["team", "follow", deck]).ends_with(0);
    for _ in 0..2 {
        let mut screen = Screen::open(&env, &["sit", deck], 24, 80);
        screen.shows("Sit in and listen.");
        play(&mut screen, "What do you say?");
        screen.press("1").shows("Helps: ");
        play(&mut screen, "Words to keep");
        screen.read(key::ENTER, "the end", |screen| !screen.text().contains("Words to keep"));
        screen.ends_well();
    }
    let journal = rusqlite::Connection::open(env.data().join("journal.sqlite")).expect("it opens");
    let mut plays = journal
        .prepare("SELECT scene FROM plays WHERE deck = ? AND ended = 1 ORDER BY scene")
        .expect("the table is there");
    let plays = plays.query_map([deck], |row| row.get(0)).expect("it can be read");
    let answers = journal.query_row("SELECT count(*) FROM reviews", [], |row| row.get(0));
    (plays.map(|scene| scene.expect("a name")).collect(), answers.expect("a number"))
}

#[test]
fn every_built_in_scene_is_played_in_a_terminal_and_lands_in_the_journal() {
    let decks = shoptalk::files::built_in();
    let with_scenes: Vec<_> = decks.iter().filter(|deck| !deck.scenes.is_empty()).collect();
    assert_eq!(with_scenes.len(), 13);
    // They wait more than they compute.
    std::thread::scope(|scope| {
        let played: Vec<_> =
            with_scenes.iter().map(|deck| (deck, scope.spawn(|| play_all(&deck.id)))).collect();
        for (deck, played) in played {
            let (plays, answers) = played.join().expect("it is played to its end");
            let mut scenes: Vec<&str> = deck.scenes.iter().map(|scene| &*scene.id).collect();
            scenes.sort_unstable();
            assert_eq!(plays, scenes);
            // Three new words at least, each asked after the last line.
            assert!(answers >= 3, "{}: {answers}", deck.id);
        }
    });
}
