//! Look-up in a meeting: links, marks, jotting down, and the list "To ask".

use insta::assert_snapshot;

use super::*;
use crate::tui::tests::labelled;

/// Two teams whose entries link to each other.
const LINKED: [(&str, &str); 2] = [
    (
        "ops",
        "deck: ops
title: Operations
terms:
  - {term: Canary release, definition: A release to a few users first., level: core, see_also: [rollback, web/token], ask: Who are the few?}
  - {term: Rollback, definition: The return to the last version that worked., level: core, see_also: [canary-release], aliases: [backing out]}
  - {term: Token, definition: A secret that stands for a login., level: core}
",
    ),
    (
        "web",
        "deck: web
title: Web
terms:
  - {term: Bundle, definition: Everything a page needs in one file., level: core}
  - {term: Token, definition: A named colour that code shares., level: core, see_also: [ops/rollback]}
",
    ),
];

pub(super) fn linked() -> Stage {
    Stage::new("follow: [ops]\n", &LINKED, Theme::mono())
}

/// Tab or Shift-Tab, as terminals send them.
fn tab(stage: &mut Stage, back: bool) {
    let (code, modifiers) = if back {
        (KeyCode::BackTab, KeyModifiers::SHIFT)
    } else {
        (KeyCode::Tab, KeyModifiers::NONE)
    };
    stage.flow = stage.app.handle(&Event::Key(KeyEvent::new(code, modifiers)));
}

fn backspace(stage: &mut Stage) {
    let key = KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE);
    stage.flow = stage.app.handle(&Event::Key(key));
}

#[test]
fn what_was_opened_is_what_was_looked_up_last() {
    let mut stage = linked();
    stage.press("/canary⏎⎋");
    stage.control('u');
    assert!(stage.says("Recent look-ups:") && stage.says("▌ Canary release"), "{}", stage.shown());
    stage.press("token⏎⎋");
    stage.control('u');
    let names = |stage: &Stage| -> Vec<String> {
        let rows = text(&stage.buffer(80, 24));
        let lately = rows.iter().skip_while(|row| !row.contains("Recent look-ups:")).skip(1);
        lately.take(2).map(|row| row.chars().skip(3).take(6).collect()).collect()
    };
    assert_eq!(names(&stage), ["Token ", "Canary"]);
    // Opening it from the recent list moves it to the front, still selected on return.
    stage.press("↓⏎⎋");
    assert_eq!(names(&stage), ["Canary", "Token "]);
    assert!(stage.says("▌ Canary release"), "{}", stage.shown());
}

#[test]
fn an_entry_leads_to_others_and_back() {
    let mut stage = linked();
    stage.press("/canary release⏎");
    assert_eq!(stage.app.context(), Context::LookupEntry);
    assert_snapshot!("lookup_entry", stage.shown());
    tab(&mut stage, false);
    assert_snapshot!("lookup_entry_link", stage.shown());
    stage.press("⏎");
    assert!(stage.says("Canary release › Rollback") && stage.says("the last version"));
    tab(&mut stage, true);
    stage.press("⏎");
    assert!(stage.says("Canary release › Rollback › Canary release"));
    stage.press("⎋");
    backspace(&mut stage);
    assert!(!stage.says("›") && stage.says("A release to a few users first"));
    backspace(&mut stage);
    assert_eq!(stage.app.context(), Context::Lookup);
    assert!(stage.says("Heard: canary release"), "the field is as it was");
    stage.press("⏎x");
    assert!(stage.says("Heard: canary releasex") && stage.app.context() == Context::Lookup);
}

#[test]
fn an_entry_without_links_says_so() {
    let mut stage = linked();
    stage.press("/bundle⏎");
    tab(&mut stage, false);
    assert!(stage.says("! this entry has no links"));
}

#[test]
fn what_was_looked_up_lately_is_there_before_anything_is_typed() {
    let mut stage = linked();
    stage.press("/rollb⏎⎋⎋/token⏎⎋⎋");
    assert_eq!(stage.app.context(), Context::Home);
    stage.press("/");
    assert_snapshot!("lookup_lately", stage.shown());
    stage.press("↓⏎");
    assert!(stage.says("The return to the last version"));
}

#[test]
fn a_spelling_is_offered_to_be_remembered_after_a_pick_that_was_not_the_first() {
    let mut stage = linked();
    stage.press("/token⏎");
    assert_eq!(stage.app.context(), Context::LookupEntry, "the first is no surprise");
    stage.press("⎋↓⏎");
    assert_eq!(stage.app.context(), Context::LookupPicked);
    assert_snapshot!("lookup_remember", stage.shown());
    stage.control('r');
    assert!(stage.says("“token” finds it first from now on"));
    assert_eq!(stage.app.context(), Context::LookupEntry);
    let mut stage = stage.later_with(0, &LINKED);
    stage.press("/Token");
    assert_snapshot!("lookup_remembered", stage.shown());
    stage.press("⏎");
    assert!(stage.says("A named colour"));
}

#[test]
fn the_word_that_is_asked_shows_nowhere_in_look_up_until_it_is_answered() {
    let mut stage = linked();
    let names = ["Rollback", "backing out", "last version"];
    stage.press("/rollb⏎⎋⎋⏎");
    assert!(stage.says("Rollback"), "what was looked up comes first");
    stage.press(" i");
    for _ in 0..20 {
        let asked = text(&stage.buffer(80, 24)).iter().any(|row| row.trim() == "Rollback");
        if stage.app.context() == Context::QuizPick && asked {
            break;
        }
        stage.answer();
    }
    for query in ["", "canary", "rollback", "backing out", "token", "return to the last version"] {
        stage.press("/").press(query);
        for opened in [false, true] {
            if opened {
                stage.press("⏎");
            }
            let rows = text(&stage.buffer(120, 40));
            let below = rows.iter().skip_while(|row| !row.contains("Heard:")).skip(1);
            let shown: Vec<_> = below
                .filter(|row| !row.contains("Jot “") && !row.contains("saved in “To ask”"))
                .collect();
            for name in names {
                let told = shown.iter().find(|row| row.contains(name) && !row.contains("waits"));
                assert_eq!(told, None, "{query}: {name}");
            }
        }
        while stage.app.context().is_lookup() {
            stage.press("⎋");
        }
    }
    stage.press("0/rollb");
    assert!(stage.says("The return to the last version"), "answered is answered");
}

#[test]
fn what_no_deck_explains_is_jotted_down_with_enter_and_waits() {
    let mut stage = linked();
    stage.press("/flux compensator");
    assert_snapshot!("lookup_jot", stage.shown());
    stage.press("⏎");
    assert!(stage.says("✓ “flux compensator” is saved in “To ask”"));
    stage.press("Flux Compensator⏎");
    assert!(stage.says("is already in “To ask”"));
    // With results on screen, it takes one key.
    for words in ["canary release", "canary"] {
        stage.press(words).control('l');
        assert!(stage.says(&format!("“{words}” is saved")));
    }
    stage.press("⎋");
    assert!(stage.says("3 to ask"));
    // A prefix match is not an explanation.
    stage.press("a");
    assert_snapshot!("to_ask", stage.shown());
}

#[test]
fn a_jotted_word_is_whole_and_what_may_explain_it_takes_the_rest() {
    let deck = "deck: ops
title: Operations
terms:
  - {term: Continuous integration pipeline, definition: Builds and tests every change., level: core}
";
    let mut stage = Stage::new("follow: [ops]\n", &[("ops", deck)], Theme::mono());
    stage.press("/continuous integration pipelines").control('l').press("⎋a");
    for (width, right) in [(80, "in a deck now?"), (60, "in a deck now?"), (40, "pipelines")] {
        let rows = text(&stage.buffer(width, 24));
        let row = rows.iter().find(|row| row.contains('▌')).unwrap();
        let is_whole = row.contains("continuous integration pipelines");
        assert!(is_whole && row.trim_end().ends_with(right), "{width}: {row}");
    }
}

#[test]
fn a_word_is_put_into_the_next_quiz_though_its_team_is_not_followed() {
    let mut stage = linked();
    stage.press("/bundle").control('d');
    assert!(stage.says("✓ it is new to you, and comes up in your next quiz"));
    stage.press("⎋⏎");
    assert!(stage.says("A new word") && stage.says("Bundle"));
    stage.press("⎋/bundle⏎").control('d');
    // It was introduced but not answered, so the request is still open.
    assert!(stage.says("✓ undone: it is not quizzed, because you do not follow its team"));
}

#[test]
fn an_entry_of_look_up_is_copied_and_noted() {
    let mut stage = linked();
    stage.press("/canary release").control('y');
    let copied = matches!(&stage.flow, Flow::TerminalRequest(crate::tui::app::TerminalRequest::Copy(text)) if text.starts_with("Canary release"));
    assert!(copied && stage.says("copied, if your terminal allows it"));
    stage.press("⏎").control('n').press("ask Ana⏎");
    assert_eq!(stage.app.context(), Context::LookupEntry);
    assert!(stage.says("Note  ask Ana"));
}

#[test]
fn what_is_to_be_asked_gets_its_details_and_is_dropped_and_taken_back() {
    let mut stage = linked();
    stage.press("/flux⏎Flux");
    assert!(stage.says("“Flux” is in “To ask”") && !stage.says("Jot “"), "{}", stage.shown());
    stage.press("⎋a");
    assert_eq!(stage.app.context(), Context::ToAsk);
    stage.press("eqq");
    assert!(!stage.says("No team"), "it may be the start of a name: {}", stage.shown());
    stage.press("⏎");
    assert!(stage.says("! no team is named “qq”"), "{}", stage.shown());
    stage.send(KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE));
    assert!(!stage.says("! ") && !stage.says("No team"), "{}", stage.shown());
    stage.send(KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE));
    stage.press("Web");
    assert_snapshot!("to_ask_details", stage.shown());
    tab(&mut stage, false);
    stage.press("the flux is off").press("↓").press("Ana⏎");
    assert_eq!(stage.app.context(), Context::ToAsk);
    assert_snapshot!("to_ask_detailed", stage.shown());
    stage.press("ezzz⏎");
    assert!(stage.says("no team is named “webzzz”"));
    stage.press("⎋x");
    assert!(stage.says("Nothing to ask.") && stage.says("“flux” is dropped; u undoes that"));
    stage.press("u");
    assert!(stage.says("“flux” is back"));
    stage.press("⏎");
    assert!(stage.app.context() == Context::Lookup && stage.says("Heard: flux"));
    stage.press("⎋⎋");
    assert!(stage.says("1 to ask"));
}

#[test]
fn everything_that_was_dropped_is_taken_back_the_last_first_and_as_it_was() {
    let mut stage = linked();
    let mut someone = trainer(stage.folder.path(), &stage.clock, &LINKED);
    for words in ["flux", "gyro", "coil"] {
        someone.jot(words, None, Some("so they said"), Some("Ana")).unwrap();
    }
    drop(someone);
    stage.press("axxx");
    assert!(stage.says("Nothing to ask."));
    for (words, left) in [("coil", 1), ("gyro", 2), ("flux", 3)] {
        stage.press("u");
        assert!(stage.says(&format!("“{words}” is back")), "{}", stage.shown());
        let open = trainer(stage.folder.path(), &stage.clock, &LINKED).jottings().unwrap();
        assert_eq!(open.len(), left);
        assert!(open.iter().all(|one| one.heard.as_deref() == Some("so they said")));
        assert!(open.iter().all(|one| one.said_by.as_deref() == Some("Ana")));
    }
    stage.press("u");
    assert!(stage.says("nothing to undo"));
}

#[test]
fn who_explained_a_word_stands_with_it_and_is_hidden_where_names_are() {
    let mut stage = linked();
    trainer(stage.folder.path(), &stage.clock, &LINKED)
        .jot("flux", None, Some("the flux is off"), Some("Ana"))
        .unwrap();
    stage.press("aw");
    assert!(stage.says("From") && stage.says("Ana"), "{}", stage.shown());
    stage.press("What keeps it going.⏎");
    stage.press("⎋/flux⏎");
    assert!(stage.says("Explained by  Ana on November 22, 2026"), "{}", stage.shown());
    assert!(!stage.says("the flux is off"));
    super::hidden::hide(&mut stage);
    assert!(stage.says("Explained by  ") && !stage.says("Ana"), "{}", stage.shown());
}

#[test]
fn an_answer_becomes_a_word_of_ones_own_and_is_quizzed() {
    let mut stage = linked();
    stage.press("/flucks⏎⎋aw");
    assert_eq!(stage.app.context(), Context::Form);
    stage.press("⏎");
    assert!(stage.says("! write what it means"));
    stage.press("What keeps the time machine going.");
    tab(&mut stage, true);
    for _ in 0..6 {
        backspace(&mut stage);
    }
    stage.press("Flux");
    assert_snapshot!("to_ask_answer", stage.shown());
    stage.press("⏎");
    assert!(stage.says("added to your own words") && stage.says("Nothing to ask."));
    let file = stage.folder.path().join("decks/mine.yaml");
    let file = std::fs::read_to_string(file).unwrap();
    let lines = "  - term: Flux\n    definition: What keeps the time machine going.\n    sounds_like: [flucks]\n";
    assert!(file.ends_with(lines), "{file}");
    stage.press("⎋");
    assert!(stage.says("* My own words"), "it is followed");
    stage.press("/flucks⏎");
    assert!(stage.says("time machine"));
    stage.press("⎋⎋⏎");
    assert!(stage.says("A new word") && stage.says("Flux"));
}

#[test]
fn without_a_journal_look_up_works_and_says_what_cannot_be_kept() {
    let mut stage = Stage::without_journal("follow: [ops]\n", &LINKED);
    stage.press("/flux⏎");
    assert!(stage.says("journal.sqlite") && stage.says("Heard: flux"), "nothing typed is lost");
    stage.press("⎋/canary⏎");
    assert!(stage.says("A release to a few"));
    stage.press("⎋⎋a");
    assert!(stage.says("journal.sqlite") && stage.app.context() == Context::Home);
}

#[test]
fn look_up_and_what_is_to_be_asked_fit_any_size() {
    let journeys = [
        "/",
        "/canary",
        "/canary⏎",
        "/token↓⏎",
        "/qqq",
        "/qqq⏎",
        "/qqq⏎⎋a",
        "/qqq⏎⎋ae",
        "/qqq⏎⎋aw",
    ];
    for journey in journeys {
        let mut stage = linked();
        stage.press(journey);
        for width in [1, 2, 5, 29, 30, 41, 75, 76, 300] {
            for height in [1, 2, 7, 8, 9, 19, 20, 100] {
                stage.buffer(width, height);
            }
        }
    }
}

#[test]
fn a_wide_window_has_room_for_all_of_it() {
    let mut stage = linked();
    let wide = |stage: &Stage| text(&stage.buffer(120, 40)).join("\n");
    stage.press("/qqq⏎canary");
    let list = wide(&stage);
    stage.press("⏎");
    let entry = wide(&stage);
    stage.press("⎋⎋a");
    assert_snapshot!("wide", [list, entry, wide(&stage)].join("\n\n"));
}

#[test]
fn what_is_near_is_dimmed_under_nothing_like_that_and_can_be_opened() {
    let mut stage = Stage::new("follow: [ops]\n", &LINKED, labelled::theme());
    stage.press("/broken secret");
    assert_snapshot!("roles_near", labelled::painted(&stage.buffer(80, 24)));
    stage.press("↑⏎");
    assert_eq!(stage.app.context(), Context::LookupPicked);
}

#[test]
fn the_row_that_jots_down_is_always_in_sight() {
    let mut stage = Stage::follower();
    stage.press("/e");
    for (width, height) in SIZES {
        let mut keys = 0;
        loop {
            let rows = text(&stage.buffer(width, height));
            let jot = rows.iter().filter(|row| row.contains("Jot “e” down")).count();
            let selected = rows.iter().filter(|row| row.contains('▌')).count();
            assert_eq!((jot, selected), (1, 1), "{rows:#?}");
            if keys == 60 {
                assert!(rows.iter().any(|row| row.contains("▌ Jot “e” down")), "{rows:#?}");
                break;
            }
            stage.press("↓");
            keys += 1;
        }
        for _ in 0..keys {
            stage.press("↑");
        }
    }
}

#[test]
fn what_begins_so_as_it_is_written_is_not_said_to_sound_like_it() {
    let deck = "deck: ml\nterms:\n  - {term: Vibe coding, definition: A way to build., sounds_like: [vibe code, five coding]}\n";
    let mut stage = Stage::new("follow: [ml]\n", &[("ml", deck)], Theme::mono());
    stage.press("/vibe");
    assert!(stage.says("Starts with") && stage.says("▌ Vibe coding  A way"), "{}", stage.shown());
    assert!(!stage.says("sounds like"), "{}", stage.shown());
    stage.press(" code");
    assert!(!stage.says("sounds like") && !stage.says("It may be"), "a form: {}", stage.shown());
    stage.control('u');
    stage.press("five");
    assert!(stage.says("▌ Vibe coding (five coding)  A way"), "{}", stage.shown());
}

#[test]
fn what_was_heard_last_evening_was_heard_yesterday() {
    let mut stage = Stage::follower();
    stage.clock.0.set(NOON + 10 * 3_600_000);
    stage.press("/flux").control('l').press("⎋").press("a");
    assert!(stage.says("today"), "{}", stage.shown());
    stage.clock.0.set(NOON + 20 * 3_600_000);
    stage.press("⎋").press("a");
    assert!(stage.says("yesterday"), "{}", stage.shown());
}
