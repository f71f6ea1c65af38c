//! Sitting in on scenes: pauses, replies, undo, leaving and coming back, and offers.

use insta::assert_snapshot;

use super::wide::large;
use super::*;
use crate::tui::plain;

const OPS: &str = "deck: ops
title: Operations
ask: [What woke you last month?]
terms:
  - {term: Error budget, gloss: how much failure we may spend, definition: The amount of unreliability a service is allowed before the team stops shipping., level: core}
  - {term: Failover, gloss: switching to the standby, definition: The switch from a broken machine to one that stands by., level: core}
  - {term: Postmortem, gloss: what we learned from a failure, definition: A written look back at a failure that blames no one., level: core}
  - {term: Runbook, gloss: steps for a known trouble, definition: A written list of steps for a known trouble., level: core}
scenes:
  - id: night
    title: Three in the morning
    setting: An incident call. Checkout has been failing for twenty minutes.
    lines:
      - {who: on-call engineer, says: Error rate is at nine percent and climbing.}
      - {who: database engineer, says: The runbook wants a failover. I never trust it before coffee.}
      - {who: on-call engineer, says: Half the error budget is gone already.}
      - {who: support lead, says: Customers noticed before we did.}
      - {who: database engineer, says: Then the backfill can wait.}
      - {who: on-call engineer, says: \"So. Do we wait, or do we switch?\"}
    replies:
      - {says: \"What do you need from me: a decision, or quiet?\", lands: helps, why: It offers what only you can give.}
      - {says: I trust you all., lands: lands flat, why: It leaves them where they were.}
      - {says: Switch now.\u{20}And call me every five minutes., lands: micromanages, why: It takes the decision from the one who knows.}
";

const DATA: &str = "deck: data
title: Data
terms:
  - {term: Backfill, gloss: filling in the past, definition: Computing the past again after a mistake., level: core}
";

const BOTH: [(&str, &str); 2] = [("ops", OPS), ("data", DATA)];

fn stage(settings: &str) -> Stage {
    let settings = format!("follow: [ops, data]\n{settings}");
    Stage::new(&settings, &BOTH, Theme::mono())
}

/// A user who has just met all words in a quiz, a few days later.
fn learner(days: i64) -> Stage {
    let mut stage = stage("");
    stage.press("⏎").finish();
    stage.later_with(days, &BOTH)
}

/// Goes on until the context is `until`, and answers rightly.
fn play(stage: &mut Stage, until: Context) {
    for _ in 0..40 {
        match stage.app.context() {
            context if context == until => return,
            Context::SceneBack => stage.press("3"),
            Context::SceneReplies => stage.press("1"),
            Context::Scene | Context::SceneIntro | Context::SceneFront => stage.press(" "),
            context => panic!("{context:?}\n{}", stage.shown()),
        };
    }
    panic!("{until:?} never comes:\n{}", stage.shown());
}

/// A user who sits in, up to `context`.
pub(super) fn sitting(context: Context) -> Stage {
    let is_new = context == Context::SceneIntro;
    let mut stage = if is_new { stage("") } else { learner(9) };
    stage.press("S");
    if context == Context::Scene {
        stage.press(" ");
    } else {
        play(&mut stage, context);
    }
    stage
}

/// The reviews in the journal, as form and sentence.
fn reviews(stage: &Stage) -> Vec<String> {
    let path = stage.folder.path().join("journal.sqlite");
    let journal = rusqlite::Connection::open(path).unwrap();
    let sql = "SELECT form || ' ' || term || ' ' || coalesce(sentence, '') FROM reviews
               WHERE NOT EXISTS (SELECT 1 FROM strikes WHERE review = reviews.id)
               AND sitting IN (SELECT id FROM plays) ORDER BY seq";
    let mut statement = journal.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_scene_of_new_words_is_played_from_its_setting_to_the_words_to_keep() {
    let mut stage = stage("new: 2\n");
    stage.press("S");
    assert_snapshot!("scene_setting", stage.shown());
    stage.press(" ");
    assert_snapshot!("scene_line", stage.shown());
    stage.press(" ");
    assert_snapshot!("scene_new_word", stage.shown());
    stage.press(" ");
    assert!(stage.says("The switch from a broken machine"), "{}", stage.shown());
    stage.press(" ");
    assert_eq!(stage.app.context(), Context::Scene, "two new words a day");
    play(&mut stage, Context::SceneFront);
    assert_snapshot!("scene_check", stage.shown());
    play(&mut stage, Context::SceneReplies);
    assert_snapshot!("scene_replies", stage.shown());
    stage.press("2");
    assert_snapshot!("scene_landing", stage.shown());
    stage.press(" ");
    assert_snapshot!("scene_end", stage.shown());
    assert_eq!(reviews(&stage), ["recall ops/runbook ", "recall ops/failover "]);
    stage.press("⏎");
    assert_eq!(stage.app.context(), Context::Home);
}

#[test]
fn a_scene_pauses_for_due_words_also_of_another_team_and_its_answers_land_in_the_journal() {
    let mut stage = learner(4);
    stage.press("S");
    play(&mut stage, Context::SceneFront);
    assert_snapshot!("scene_front", stage.shown());
    stage.press(" ");
    assert_snapshot!("scene_back", stage.shown());
    assert_snapshot!("large_scene_back", large(&stage));
    stage.press("3");
    play(&mut stage, Context::SceneEnd);
    assert_snapshot!("large_scene_end", large(&stage));
    assert_eq!(
        reviews(&stage),
        [
            "in-sentence ops/runbook ops/night#2",
            "in-sentence ops/failover ops/night#2",
            "in-sentence ops/error-budget ops/night#3",
            "in-sentence data/backfill ops/night#5",
        ]
    );
}

#[test]
fn look_up_works_inside_hides_the_word_and_returns_to_the_scene() {
    let mut stage = learner(4);
    stage.press("S");
    play(&mut stage, Context::SceneFront);
    stage.press("/runbook");
    assert!(!stage.says("A written list of steps"), "{}", stage.shown());
    stage.press("⎋");
    assert_eq!(stage.app.context(), Context::SceneFront);
    stage.press(" ");
    assert!(stage.says("A written list of steps"));
}

#[test]
fn the_last_answers_are_taken_back_and_the_scene_goes_on_where_it_was() {
    let mut stage = learner(4);
    stage.press("S");
    play(&mut stage, Context::SceneFront);
    stage.press(" 3 1");
    assert!(stage.says("3 of 6"), "{}", stage.shown());
    stage.press("u");
    assert!(stage.says("undone: “missed it” for Failover"), "{}", stage.shown());
    stage.press("u");
    assert!(stage.says("undone: “knew it” for Runbook"), "{}", stage.shown());
    assert_eq!(reviews(&stage), [""; 0]);
    stage.press(" 4 3");
    assert!(stage.says("3 of 6"), "{}", stage.shown());
    assert_eq!(reviews(&stage).len(), 2);
}

#[test]
fn undo_takes_back_the_reply_and_no_answer_from_before_the_scene() {
    let mut stage = learner(4);
    stage.press("⏎").finish();
    stage.press("⏎S");
    let before = stage.shown();
    assert!(!before.contains("u undo"), "{before}");
    stage.press("u");
    assert!(stage.says("! nothing to undo in this scene"), "{}", stage.shown());
    play(&mut stage, Context::SceneReplies);
    stage.press("2");
    assert!(stage.says("▌ “"), "{}", stage.shown());
    let landed = stage.shown();
    stage.press(" u");
    assert_eq!(stage.app.context(), Context::SceneReplies, "the end as well");
    stage.press("1");
    assert_eq!(stage.app.context(), Context::Scene);
    assert_ne!(stage.shown(), landed);
}

#[test]
fn a_team_that_is_not_followed_is_only_listened_to() {
    let mut stage = Stage::new("follow: [data]\nnew: 5\n", &BOTH, Theme::mono());
    stage.press("↓S");
    assert!(
        stage.says("It pauses for 4 words."),
        "its own three, and the backfill\n{}",
        stage.shown()
    );
    stage.press("  ");
    assert!(stage.says("A word of this team"), "{}", stage.shown());
    assert!(stage.says("A written list of steps for a known trouble."), "{}", stage.shown());
    play(&mut stage, Context::SceneEnd);
    assert!(
        stage.says("To keep these words, follow Operations: press f on home."),
        "{}",
        stage.shown()
    );
    assert_eq!(reviews(&stage), ["recall data/backfill "], "only a followed team's word is asked");
    stage.press("⎋");
    assert_eq!(stage.app.context(), Context::Home);
    stage.press("f");
    assert!(stage.says("4 new"), "they are still new\n{}", stage.shown());
}

#[test]
fn the_conversation_stands_above_the_replies_and_marks_the_words_that_are_not_asked() {
    let mut stage = stage("new: 0\n");
    stage.press("S");
    play(&mut stage, Context::SceneReplies);
    assert!(stage.says("What do you say?") && !stage.says("Error rate"), "{}", stage.shown());
    assert!(stage.says("1-3 say it"), "{}", stage.shown());
    let buffer = stage.buffer(80, 24);
    let marked: String = buffer
        .content()
        .iter()
        .filter(|cell| cell.modifier == Theme::mono().marked().add_modifier)
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    assert!(marked.contains("backfill"), "{marked}");
    stage.press("⇞⇞⇞");
    assert!(stage.says("Error rate"), "{}", stage.shown());
}

#[test]
fn a_scene_that_was_left_goes_on_where_it_was_also_after_a_restart() {
    let mut stage = learner(4);
    stage.press("S");
    play(&mut stage, Context::SceneFront);
    stage.press(" 3⎋");
    assert_eq!(stage.app.context(), Context::Home);
    assert!(stage.says("Three in the morning (Operations, left at line 2)"), "{}", stage.shown());
    stage.press("S");
    assert!(stage.says("2 of 6") && stage.says("failover"), "{}", stage.shown());
    let mut stage = stage.later_with(0, &BOTH);
    stage.press("S");
    assert!(stage.says("2 of 6"), "{}", stage.shown());
    play(&mut stage, Context::SceneEnd);
    assert_eq!(reviews(&stage).len(), 4);
    stage.press("⎋");
    assert!(!stage.says("Three in the morning"), "{}", stage.shown());
}

#[test]
fn an_answer_that_cannot_be_saved_is_not_counted() {
    let mut stage = learner(4);
    stage.press("S");
    play(&mut stage, Context::SceneFront);
    std::fs::remove_file(stage.folder.path().join("journal.sqlite")).unwrap();
    stage.press(" 3");
    assert_eq!(stage.app.context(), Context::Displaced);
    stage.press("n");
    assert_eq!(stage.app.context(), Context::SceneBack);
    assert!(stage.says("! "), "{}", stage.shown());
}

#[test]
fn hostile_scenes_stay_within_the_screen_and_can_be_played() {
    let line = |at: usize| {
        let says = match at % 4 {
            0 => "x".repeat(190),
            1 => "技術的負債は".repeat(30),
            2 => "a\u{301}\u{200d}👩‍👩‍👧 ".repeat(12),
            _ => "failover ".repeat(20),
        };
        format!("      - {{who: {}, says: \"{says}\"}}\n", "role".repeat(7))
    };
    let lines: String = (0..12).map(line).collect();
    let reply = |lands| {
        let long = "y".repeat(190);
        format!("      - {{says: {long}, lands: {lands}, why: {long}}}\n")
    };
    let replies: String = ["helps", "lands flat", "micromanages"].map(reply).concat();
    let head = OPS.split("scenes:").next().unwrap();
    let deck = format!(
        "{head}scenes:\n  - title: {0}\n    setting: {0}\n    lines:\n{lines}    replies:\n{replies}",
        "W".repeat(58)
    );
    let mut stage = Stage::new("follow: [ops]\nnew: 9\n", &[("ops", &deck)], Theme::mono());
    stage.press("S");
    let mut steps = 0;
    while stage.app.context() != Context::SceneEnd {
        for (width, height) in [(80, 24), (40, 12), (30, 8), (20, 5), (120, 40)] {
            stage.buffer(width, height);
        }
        stage.press("⇟⇟⇞");
        match stage.app.context() {
            Context::SceneBack => stage.press("1"),
            Context::SceneReplies => stage.press("3"),
            _ => stage.press(" "),
        };
        steps += 1;
        assert!(steps < 60, "{}", stage.shown());
    }
    assert!(steps > 15);
}

#[test]
fn a_scene_offers_itself_on_home_and_when_a_quiz_runs_out_of_new_words() {
    let mut stage = stage("");
    assert!(!stage.says("Sit in"), "{}", stage.shown());
    stage.press("⏎").finish();
    assert_eq!(stage.app.context(), Context::Summary);
    assert_snapshot!("scene_after_quiz", stage.shown());
    stage.press("S");
    assert!(stage.says("It pauses for") || stage.says("Sit in and listen."), "{}", stage.shown());
    stage.press("⎋⏎");
    assert_eq!(stage.app.context(), Context::Home);
    assert_snapshot!("scene_home", stage.shown());
    // The other team is selected and has none.
    stage.press("↓S");
    assert_eq!(stage.app.context(), Context::Scene);
    play(&mut stage, Context::SceneEnd);
    stage.press("⎋");
    assert!(!stage.says("Sit in"), "{}", stage.shown());
    // It can still be played.
    stage.press("↑S");
    assert_eq!(stage.app.context(), Context::Scene);
    stage.press("⎋↓S");
    assert!(stage.says("! Data has no scene yet"), "{}", stage.shown());
    let mut stage = stage.later_with(9, &BOTH);
    assert!(stage.says("4 of its words are due"), "{}", stage.shown());
    stage.press("⏎").finish();
    assert!(!stage.says("Sit in"), "its words were just asked\n{}", stage.shown());
}

#[test]
fn home_names_the_scene_that_its_key_plays_also_one_of_a_team_that_is_not_followed() {
    let another = OPS.split("  - id: night").nth(1).unwrap().replace("Three", "Two");
    let ops = format!("{OPS}  - id: eve{another}")
        .replace("      - {who: on-call engineer, says: Half", "      - {who: sre, says: Half");
    let design = ops.replace("deck: ops\ntitle: Operations", "deck: design\ntitle: Design");
    let decks = [("ops", &*ops), ("data", DATA), ("design", &*design)];
    let mut stage = Stage::new("follow: [ops, data]\nmeets: {ops: mon}\n", &decks, Theme::mono());
    // NOON is on a Sunday.
    assert!(
        stage.says("S      Sit in: Three in the morning (Operations, you meet"),
        "{}",
        stage.shown()
    );
    assert!(stage.says("tomorrow)"), "{}", stage.shown());
    stage.press("S");
    assert!(stage.says("Operations: Three in the morning"), "{}", stage.shown());
    stage.press("⎋↓");
    assert!(stage.says("Sit in: Three in the morning (Operations"), "no scene of its own");
    stage.press("↓");
    assert!(
        stage.says("S      Sit in with Design") && !stage.says("Operations,"),
        "{}",
        stage.shown()
    );
    let small = text(&stage.buffer(40, 12)).join("\n");
    assert!(small.contains("S     Sit in with Design"), "{small}");
    stage.press("S");
    assert!(stage.says("Design: T"), "{}", stage.shown());
    stage.press("⎋↑");
    let small = text(&stage.buffer(40, 12)).join("\n");
    assert!(small.contains("S     Sit in: Three in the morning"), "the title is whole\n{small}");
}

#[test]
fn the_summary_counts_what_a_scene_asked_and_offers_it_no_more() {
    let mut stage = learner(4);
    // A quiz of one team leaves the other's word to the scene.
    stage.press("mw").finish();
    assert!(stage.says("S  Sit in: Three in the morning"), "{}", stage.shown());
    assert!(stage.says("4 words, 4 answers\n"), "{}", stage.shown());
    stage.press("S");
    play(&mut stage, Context::SceneEnd);
    stage.press("⎋");
    assert_eq!(stage.app.context(), Context::Summary);
    assert!(stage.says("4 words, 4 answers, and 1 more in a scene"), "{}", stage.shown());
    assert!(!stage.says("Sit in: "), "{}", stage.shown());
}

#[test]
fn a_quiz_with_nothing_to_ask_offers_a_scene() {
    let mut stage = stage("new: 0\n");
    stage.press("⏎");
    assert!(stage.says("(Operations, your new words for today are"), "{}", stage.shown());
}

#[test]
fn the_page_of_a_team_counts_what_was_understood_in_new_sentences_and_opens_its_scene() {
    let mut stage = learner(4);
    stage.press("p");
    stage.control('s');
    assert_eq!(stage.app.context(), Context::Scene, "{}", stage.shown());
    play(&mut stage, Context::SceneEnd);
    stage.press("⎋");
    assert_eq!(stage.app.context(), Context::Team, "with what was understood in the scene");
    assert_snapshot!("scene_team", stage.shown());
    assert!(
        stage.says("Understood in a new sentence since you began: 3 of 3."),
        "{}",
        stage.shown()
    );
    stage.press("⎋↓p");
    assert!(
        stage.says("Understood in a new sentence since you began: 1 of 1."),
        "the other team's word\n{}",
        stage.shown()
    );
    stage.control('s');
    assert!(stage.says("! Data has no scene yet"), "{}", stage.shown());
}

/// All that is said in a scene, as plain lines.
#[test]
fn a_whole_scene_is_played_in_plain_lines() {
    let mut stage = learner(4);
    stage.press("S");
    let keys = "\n\n\n2\n\n3\n\n1\nu\n\n3\n\n\n\n3\n\n\n2\n\n";
    let mut out = Vec::new();
    plain::run(&mut stage.app, &mut keys.as_bytes(), &mut out, 72, false, None).unwrap();
    assert_snapshot!("scene_plain", String::from_utf8(out).unwrap());
    assert_eq!(reviews(&stage).len(), 4);
}

#[test]
fn every_built_in_scene_is_played_and_fits_on_every_screen() {
    let decks = crate::files::built_in();
    let with_scenes = decks.iter().filter(|deck| !deck.scenes.is_empty());
    let folder = tempfile::tempdir().unwrap();
    let clock = Rc::new(TestClock(Cell::new(NOON)));
    for deck in with_scenes {
        for _ in &deck.scenes {
            let trainer = Trainer::open(options(folder.path(), &clock));
            let start = Start::Scene(vec![deck.id.clone()]);
            let app = App::new(trainer, Theme::ansi(), start).unwrap();
            let mut stage = Stage {
                app,
                clock: clock.clone(),
                folder: tempfile::tempdir().unwrap(),
                flow: Flow::Continue,
            };
            assert!(stage.says("It pauses for "), "{}", stage.shown());
            while stage.app.context() != Context::SceneEnd {
                let before = text(&stage.buffer(40, 12));
                match stage.app.context() {
                    Context::SceneBack => stage.press("2"),
                    Context::SceneReplies => stage.press("3"),
                    _ => stage.press(" "),
                };
                assert_ne!(text(&stage.buffer(40, 12)), before, "it goes on");
            }
            assert!(stage.says("Words to keep"), "{}", stage.shown());
            // New words every day.
            clock.0.set(clock.0.get() + DAY);
        }
    }
}

#[test]
fn a_pause_asks_about_a_word_without_the_verb_that_is_joined_to_it() {
    let deck = OPS.replace("The runbook wants a failover", "The runbook's clear on failover");
    let decks = [("ops", &*deck), BOTH[1]];
    let mut stage = Stage::new("follow: [ops, data]\n", &decks, Theme::mono());
    stage.press("⏎").finish();
    let mut stage = stage.later_with(3, &decks);
    stage.press("S");
    play(&mut stage, Context::SceneFront);
    assert!(stage.says("The runbook's clear"), "{}", stage.shown());
    assert!(stage.says("What does “runbook” mean here?"), "{}", stage.shown());
}
