//! The screens as text, and what keys do to them, with a real trainer in a temporary folder.

use std::cell::Cell;
use std::fmt::Write as _;
use std::rc::Rc;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use insta::assert_snapshot;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use super::app::Flow;
use super::theme::labelled;
use super::{App, Context, Start, Theme};
use crate::core::deck::Origin;
use crate::core::deck::read::read;
use crate::core::library::Library;
use crate::core::text::is_hostile;
use crate::core::time::{Clock, Timestamp};
use crate::files::Loaded;
use crate::places::Places;
use crate::trainer::{Options, Trainer};

mod asked;
mod copies;
mod hard;
mod hidden;
mod marks;
mod meeting;
mod plain;
mod teams;
mod wide;

/// 2026-11-22, noon.
const NOON: i64 = 1_795_348_800_000;
const DAY: i64 = 86_400_000;
const SIZES: [(u16, u16); 3] = [(80, 24), (60, 16), (40, 12)];

const DECKS: [(&str, &str); 2] = [
    ("platform", include_str!("../../tests/data/decks/platform.yaml")),
    ("design", include_str!("../../tests/data/decks/design.yaml")),
];

#[derive(Default)]
struct TestClock(Cell<i64>);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.get())
    }
}

/// The program, on a stage where a test sets the time.
struct Stage {
    app: App,
    clock: Rc<TestClock>,
    folder: tempfile::TempDir,
    flow: Flow,
}

fn loaded(decks: &[(&str, &str)]) -> Loaded {
    let mut problems = Vec::new();
    let decks = decks.iter().filter_map(|(name, text)| {
        let read = read(&format!("{name}.yaml").into(), text.as_bytes(), Origin::BuiltIn);
        problems.extend(read.problems);
        read.deck
    });
    let library = Library::merge(decks.collect()).library;
    Loaded { library, problems, notices: Vec::new() }
}

fn trainer(folder: &std::path::Path, clock: &Rc<TestClock>, decks: &[(&str, &str)]) -> Trainer {
    let options = Options {
        places: Ok(Places { data: folder.to_owned(), config: folder.to_owned() }),
        named: Vec::new(),
        clock: clock.clone(),
        zone: jiff::tz::TimeZone::UTC,
        seed: 7,
    };
    Trainer::with_decks(options, loaded(decks))
}

impl Stage {
    fn new(settings: &str, decks: &[(&str, &str)], theme: Theme) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("settings.yaml"), settings).unwrap();
        let clock = Rc::new(TestClock(Cell::new(NOON)));
        let trainer = trainer(folder.path(), &clock, decks);
        let app = App::new(trainer, theme, Start::Home).unwrap();
        Self { app, clock, folder, flow: Flow::Continue }
    }

    /// Someone who follows both decks.
    fn follower() -> Self {
        Self::new("follow: [platform, design]\n", &DECKS, Theme::mono())
    }

    /// The same person at another time, after leaving the program.
    fn later(self, days: i64) -> Self {
        let Self { clock, folder, app, .. } = self;
        drop(app);
        clock.0.set(clock.0.get() + days * DAY);
        let trainer = trainer(folder.path(), &clock, &DECKS);
        let app = App::new(trainer, Theme::mono(), Start::Home).unwrap();
        Self { app, clock, folder, flow: Flow::Continue }
    }

    /// Presses keys: each character is one, `⏎` is enter, `⎋` escape, `↓` and `↑` the arrows, `⇟` page down.
    fn press(&mut self, keys: &str) -> &mut Self {
        for c in keys.chars() {
            let code = match c {
                '⏎' => KeyCode::Enter,
                '⎋' => KeyCode::Esc,
                '↓' => KeyCode::Down,
                '↑' => KeyCode::Up,
                '⇟' => KeyCode::PageDown,
                '⇞' => KeyCode::PageUp,
                c => KeyCode::Char(c),
            };
            self.clock.0.set(self.clock.0.get() + 2_000);
            self.flow = self.app.handle(&Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        }
        self
    }

    fn control(&mut self, c: char) -> &mut Self {
        let key = KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL);
        self.flow = self.app.handle(&Event::Key(key));
        self
    }

    fn buffer(&self, width: u16, height: u16) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| self.app.draw(frame)).unwrap();
        terminal.backend().buffer().clone()
    }

    /// The screen at all sizes.
    fn shown(&self) -> String {
        let mut out = String::new();
        for (width, height) in SIZES {
            let _ = writeln!(out, "{width}×{height}");
            for row in text(&self.buffer(width, height)) {
                let _ = writeln!(out, "│{row}");
            }
        }
        out
    }

    fn says(&self, words: &str) -> bool {
        text(&self.buffer(80, 24)).join("\n").contains(words)
    }

    /// Answers whatever is asked rightly, until the summary.
    fn finish(&mut self) -> &mut Self {
        for _ in 0..100 {
            match self.app.context() {
                Context::QuizIntro
                | Context::QuizChanged
                | Context::QuizHard
                | Context::QuizPicked
                | Context::QuizJudged
                | Context::QuizFront => self.press(" "),
                Context::QuizTyped => self.control('s'),
                Context::QuizPick => self.pick_right(),
                Context::QuizBack => self.press("3"),
                _ => return self,
            };
        }
        panic!("the quiz does not end");
    }

    /// Tries the options, and takes each wrong one back.
    fn pick_right(&mut self) -> &mut Self {
        for option in ["1", "2", "3", "4"] {
            if self.press(option).says("+ Right") {
                return self;
            }
            self.press("u");
        }
        panic!("no option is right");
    }
}

fn text(buffer: &Buffer) -> Vec<String> {
    let rows = buffer.area.rows();
    rows.map(|row| {
        let mut line = String::new();
        let mut skip = 0;
        for at in row.columns() {
            // A wide character stands in two cells, the second of them blank.
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let symbol = buffer[(at.x, at.y)].symbol();
            skip = ratatui::text::Span::raw(symbol).width().saturating_sub(1);
            line.push_str(symbol);
        }
        line.trim_end().to_owned()
    })
    .collect()
}

#[test]
fn the_first_start_asks_for_teams_and_minutes_and_leads_into_a_quiz() {
    let mut stage = Stage::new("", &DECKS, Theme::mono());
    assert_snapshot!("first_teams", stage.shown());
    stage.press("⏎");
    assert!(stage.says("choose a team first"));
    stage.press(" ⏎");
    assert_snapshot!("first_minutes", stage.shown());
    stage.press("⏎");
    assert_snapshot!("first_quiz", stage.shown());
    assert_eq!(stage.app.context(), Context::QuizIntro);
    let settings = std::fs::read_to_string(stage.folder.path().join("settings.yaml")).unwrap();
    assert_eq!(settings, "minutes: 5\nfollow:\n  platform: core\n");
    stage.press("⎋");
    assert_eq!(stage.app.context(), Context::Home);
}

#[test]
fn home_says_what_today_brings() {
    let mut stage = Stage::follower();
    assert_snapshot!("home_first_day", stage.shown());
    stage.press("⏎").finish();
    assert_snapshot!("summary", stage.shown());
    stage.press("⏎");
    assert_snapshot!("home_done", stage.shown());
    let mut stage = stage.later(1);
    assert_snapshot!("home_next_day", stage.shown());
    stage.press("⏎").finish();
    let stage = stage.later(60);
    assert_snapshot!("home_after_two_months", stage.shown());
}

#[test]
fn following_is_a_key_on_the_home_screen() {
    let mut stage = Stage::new("follow: none\n", &DECKS, Theme::mono());
    assert_snapshot!("home_following_nobody", stage.shown());
    stage.press("⏎");
    assert!(stage.says("follow a team first"));
    stage.press("↓ ");
    assert!(stage.says("* Design"));
    stage.press("d");
    let settings = std::fs::read_to_string(stage.folder.path().join("settings.yaml")).unwrap();
    assert_eq!(settings, "follow:\n  design: working\n");
    stage.press(" ");
    assert!(!stage.says("* Design"));
}

#[test]
fn a_broken_deck_is_named_with_file_and_line_and_the_others_work() {
    let decks = [DECKS[0], ("broken", "terms:\n  - term: Note: toil\n")];
    let stage = Stage::new("follow: [platform]\n", &decks, Theme::mono());
    assert_snapshot!("home_broken_deck", stage.shown());
    assert!(stage.says("broken.yaml:2:11"));
}

#[test]
fn without_decks_every_screen_says_so() {
    let mut stage = Stage::new("", &[], Theme::mono());
    assert_snapshot!("home_no_decks", stage.shown());
    stage.press("b");
    assert!(stage.says("There are no decks"));
    stage.press("⎋/x");
    assert!(stage.says("Nothing like that yet"));
}

#[test]
fn without_a_journal_one_can_look_up_and_browse_but_not_quiz() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("settings.yaml"), "follow: [platform]\n").unwrap();
    std::fs::write(
        folder.path().join("journal.sqlite"),
        "no database, and long enough to be sure of it",
    )
    .unwrap();
    let clock = Rc::new(TestClock(Cell::new(NOON)));
    let app = App::new(trainer(folder.path(), &clock, &DECKS), Theme::mono(), Start::Home).unwrap();
    let mut stage = Stage { app, clock, folder, flow: Flow::Continue };
    assert!(stage.says("journal.sqlite"));
    stage.press("⏎");
    assert_eq!(stage.app.context(), Context::Home);
    stage.press("/slo⏎");
    assert!(stage.says("A target"));
    stage.press("⎋⎋b");
    assert!(stage.says("Decks"));
}

#[test]
fn a_new_word_is_introduced_then_asked_and_a_wrong_pick_shows_both() {
    let mut stage = Stage::follower();
    stage.press("⏎");
    assert_snapshot!("quiz_introduce", stage.shown());
    stage.press("k");
    assert_snapshot!("quiz_pick", stage.shown());
    stage.press("0");
    assert_snapshot!("quiz_show_me", stage.shown());
    assert!(stage.says("comes back in this quiz"));
    stage.press(" k");
    let seen: Vec<bool> = ["1", "u2", "u3", "u4"]
        .into_iter()
        .map(|keys| {
            stage.press(keys);
            stage.says("Right")
        })
        .collect();
    assert_eq!(seen.iter().filter(|right| **right).count(), 1, "one of four is right");
    let wrong = seen.iter().position(|right| !right).unwrap() + 1;
    stage.press(&format!("u{wrong}"));
    assert_snapshot!("quiz_wrong_pick", stage.shown());
}

#[test]
fn a_word_that_two_teams_share_stays_with_the_one_that_is_followed() {
    let decks = [
        (
            "data",
            "deck: data\ntitle: Data\nterms:\n  - {term: PII, definition: Details of a person., level: core, same_as: security/pii}\n  - {term: Lake, definition: Where all tables are kept., level: core}\n  - {term: Lineage, definition: Where a number came from., level: core}\n",
        ),
        (
            "security",
            "deck: security\ntitle: Security\nterms:\n  - {term: PII, definition: What nobody else may see., level: core}\n",
        ),
    ];
    let mut stage = Stage::new("follow: [data]\n", &decks, Theme::mono());
    stage.press("⏎");
    for _ in 0..20 {
        if stage.says("PII") {
            break;
        }
        stage.press(" ");
    }
    for key in ["k", "0"] {
        stage.press(key);
        let head = text(&stage.buffer(80, 24)).swap_remove(1);
        assert!(head.contains("Data") && !head.contains("Security"), "{head}");
    }
    assert!(stage.says("Details of a person"), "{}", stage.shown());
}

#[test]
fn a_word_that_is_known_is_asked_without_options_and_each_key_says_when_it_comes_back() {
    let mut stage = Stage::follower();
    stage.press("⏎").finish();
    let mut stage = stage.later(4);
    stage.press("⏎").finish();
    let mut stage = stage.later(30);
    stage.press("⏎");
    assert_eq!(stage.app.context(), Context::QuizFront);
    assert_snapshot!("quiz_front", stage.shown());
    stage.press(" ");
    assert_snapshot!("quiz_back", stage.shown());
    let before = stage.shown();
    stage.press("3");
    assert_ne!(stage.shown(), before);
    stage.press("u");
    assert!(stage.says("taken back"));
}

#[test]
fn a_cram_asks_what_is_not_due_and_says_that_a_pass_leaves_its_day() {
    let mut stage = Stage::follower();
    stage.press("⏎").finish();
    let mut stage = stage.later(4);
    stage.press("⏎").finish();
    let mut stage = stage.later(1);
    assert!(stage.says("Nothing is due") || stage.says("to meet today"));
    stage.press("c");
    assert_eq!(stage.app.context(), Context::QuizFront);
    stage.press(" ");
    assert_snapshot!("cram_back", stage.shown());
    assert!(stage.says("stays: back in "), "{}", stage.shown());
    stage.press("3").finish();
    assert_snapshot!("summary_cram", stage.shown());
    assert_snapshot!("large_summary_cram", wide::large(&stage));
}

#[test]
fn after_an_absence_the_first_quiz_is_short_and_nobody_is_blamed() {
    let mut stage = Stage::follower();
    stage.press("⏎").finish();
    std::fs::write(
        stage.folder.path().join("settings.yaml"),
        "minutes: 1\nfollow: [platform, design]\n",
    )
    .unwrap();
    let mut stage = stage.later(21);
    assert_snapshot!("home_return", stage.shown());
    stage.press("⏎");
    assert_snapshot!("quiz_return", stage.shown());
    stage.finish();
    assert_snapshot!("summary_return", stage.shown());
    assert_snapshot!("large_summary_return", wide::large(&stage));
    stage.press("⏎");
    assert_snapshot!("home_return_done", stage.shown());
    let stage = stage.later(1);
    assert!(!stage.says("Welcome back") && stage.says("to go over today"), "{}", stage.shown());
}

#[test]
fn the_summary_says_what_slipped_and_what_to_ask_whom() {
    let mut stage = Stage::follower();
    stage.press("⏎").finish();
    let mut stage = stage.later(4);
    stage.press("⏎");
    // Two words slip, and are known when they come back.
    for _ in 0..2 {
        stage.press(" 1");
    }
    stage.finish();
    assert_snapshot!("summary_slipped", stage.shown());
    assert_snapshot!("large_summary_slipped", wide::large(&stage));
}

#[test]
fn the_end_says_when_to_come_back_for_new_words_and_leaves_out_what_is_suspended() {
    let mut stage = Stage::new("follow: [platform]\nnew: 1\n", &DECKS, Theme::mono());
    stage.press("⏎").finish();
    let said = "Come back tomorrow, for new words; 1 word is due in 2 days.";
    assert!(stage.says(said), "{}", stage.shown());
    stage.press("⏎⏎");
    assert!(stage.says("Nothing is due") && stage.says(said), "{}", stage.shown());
    let mut stage = Stage::new("follow: [platform]\n", &DECKS, Theme::mono());
    stage.press("⏎");
    while stage.app.context() == Context::QuizIntro {
        stage.press(" ");
    }
    stage.pick_right().press("x").finish();
    assert!(stage.says("4 words done") && stage.says("for 3 words."), "{}", stage.shown());
}

#[test]
fn a_changed_definition_is_shown_before_its_card_is_asked() {
    let mut stage = Stage::follower();
    stage.press("⏎").finish();
    let Stage { app, clock, folder, .. } = stage;
    drop(app);
    clock.0.set(clock.0.get() + 3 * DAY);
    let changed = DECKS[0].1.replace(
        "so that whoever is on call need not invent them",
        "so that nobody has to invent them",
    );
    let decks = [("platform", changed.as_str())];
    let app = App::new(trainer(folder.path(), &clock, &decks), Theme::mono(), Start::Home).unwrap();
    let mut stage = Stage { app, clock, folder, flow: Flow::Continue };
    stage.press("⏎");
    for _ in 0..10 {
        match stage.app.context() {
            Context::QuizChanged => break,
            Context::QuizPick => stage.pick_right(),
            _ => stage.press(" "),
        };
    }
    assert_snapshot!("quiz_changed", stage.shown());
    assert_snapshot!("large_quiz_changed", wide::large(&stage));
    assert_snapshot!("quiz_changed_plain", stage.app.plain(72).join("\n"));
    stage.press(" ");
    let shown = text(&stage.buffer(80, 24));
    assert!(shown[5].trim() != "Runbook", "others are asked before it: {shown:#?}");
    assert!(stage.says("1 answered, 3 to go"), "and it is still to be asked");
    stage.finish();
    assert!(stage.says("4 words done"), "{}", stage.shown());
    assert!(stage.app.context() == Context::Summary, "it is shown once");
}

#[test]
fn undo_of_the_last_card_comes_back_from_the_summary() {
    let mut stage = Stage::follower();
    stage.press("⏎").finish();
    assert_eq!(stage.app.context(), Context::Summary);
    stage.press("u");
    assert!(matches!(stage.app.context(), Context::QuizPick | Context::QuizFront));
}

#[test]
fn leaving_in_the_middle_loses_nothing() {
    let mut stage = Stage::follower();
    stage.press("⏎k1 ⎋");
    assert!(stage.says("1 answered so far"));
    let mut stage = stage.later(0);
    assert!(stage.says("1 answered so far"));
    stage.press("⏎");
    assert!(stage.says("0 answered"));
}

#[test]
fn five_more_minutes_are_always_offered() {
    let mut stage = Stage::follower();
    stage.press("⏎").finish();
    stage.press("m");
    assert!(stage.app.context() != Context::Summary || stage.says("nothing more to ask"));
}

#[test]
fn look_up_finds_while_one_types() {
    let mut stage = Stage::follower();
    stage.press("/");
    assert_snapshot!("lookup_empty", stage.shown());
    stage.press("errorb");
    assert_snapshot!("lookup_match", stage.shown());
    stage.press("⏎⎋⎋");
    assert_eq!(stage.app.context(), Context::Home);
    stage.press("/tokken");
    assert_snapshot!("lookup_senses", stage.shown());
    stage.press("⎋/qqqqqq");
    assert_snapshot!("lookup_nothing", stage.shown());
}

#[test]
fn browsing_leads_from_decks_to_terms_to_an_entry_and_back() {
    let mut stage = Stage::follower();
    stage.press("b");
    assert_snapshot!("browse_decks", stage.shown());
    stage.press("⏎");
    assert_snapshot!("browse_terms", stage.shown());
    stage.press("↓⏎");
    assert_snapshot!("browse_entry", stage.shown());
    stage.press("⎋⎋⎋");
    assert_eq!(stage.app.context(), Context::Home);
}

#[test]
fn settings_are_changed_with_the_arrows_and_kept() {
    let mut stage = Stage::follower();
    stage.press(",");
    let shown = stage.shown().replace(&stage.folder.path().display().to_string(), "FOLDER");
    let shown: Vec<&str> =
        shown.lines().filter(|line| !line.contains("FOLDER") && !line.contains("too.")).collect();
    assert_snapshot!("settings", shown.join("\n"));
    stage.press("++↓-");
    let settings = std::fs::read_to_string(stage.folder.path().join("settings.yaml")).unwrap();
    assert_eq!(settings, "follow: [platform, design]\nminutes: 7\nnew: 7\n");
}

#[test]
fn the_form_of_the_settings_is_asked_where_a_word_allows_it() {
    let mut stage = Stage::new("follow: [platform, design]\nform: recall\n", &DECKS, Theme::mono());
    stage.press("⏎");
    for _ in 0..40 {
        match stage.app.context() {
            Context::QuizFront => return,
            Context::QuizIntro => stage.press(" "),
            other => panic!("asked in another form: {other:?}"),
        };
    }
    panic!("nothing is asked");
}

#[test]
fn help_lists_the_keys_of_the_situation_and_any_key_closes_it() {
    let mut stage = Stage::follower();
    stage.press("?");
    assert_snapshot!("help_home", stage.shown());
    stage.press("b");
    assert_eq!(stage.app.context(), Context::Home);
}

#[test]
fn every_role_is_where_it_belongs() {
    let mut stage = Stage::new("follow: [platform]\n", &DECKS, labelled::theme());
    assert_snapshot!("roles_home", labelled::painted(&stage.buffer(80, 24)));
    stage.press("⏎k0");
    assert_snapshot!("roles_picked", labelled::painted(&stage.buffer(80, 24)));
    stage.press("/errb");
    assert_snapshot!("roles_lookup", labelled::painted(&stage.buffer(80, 24)));
}

#[test]
fn long_and_wide_words_keep_within_the_screen() {
    let long = "Very ".repeat(15);
    let deck = format!(
        "deck: wide\ntitle: {}\nterms:\n  - term: {long}long\n    level: core\n    definition: {}\n  - term: 技術的負債\n    level: core\n    definition: {}\n  - term: اختبار\n    definition: rtl\n",
        "T".repeat(79),
        "word ".repeat(110),
        "借金".repeat(120),
    );
    let decks = [("wide", deck.as_str())];
    let mut stage = Stage::new("follow: [wide]\n", &decks, Theme::mono());
    assert_snapshot!("wide_home", stage.shown());
    stage.press("b⏎↓⏎");
    assert_snapshot!("wide_entry", stage.shown());
    stage.press("⎋⎋⎋/技術");
    assert!(stage.says("技術的負債"));
    stage.press("⎋⏎").finish();
    assert_eq!(stage.app.context(), Context::Summary);
}

#[test]
fn text_longer_than_the_screen_scrolls() {
    let deck = format!(
        "deck: long\nterms:\n  - term: T\n    level: core\n    definition: {}END\n",
        "word ".repeat(118)
    );
    let mut stage = Stage::new("follow: [long]\n", &[("long", &deck)], Theme::mono());
    stage.press("⏎");
    let small = |stage: &Stage| text(&stage.buffer(40, 12)).join("\n");
    assert!(small(&stage).contains("↓ more") && !small(&stage).contains("END"));
    for _ in 0..10 {
        stage.press("⇟");
        small(&stage);
    }
    assert!(small(&stage).contains("END") && small(&stage).contains("↑ more"), "{}", small(&stage));
}

#[test]
fn no_size_is_too_small_or_too_large() {
    let journeys = ["", "?", "⏎", "⏎k", "⏎k0", "/slo", "/slo⏎", "b", "b⏎", "b⏎⏎", ",", "/qqq"];
    for journey in journeys {
        let mut stage = Stage::follower();
        stage.press(journey);
        for width in [1, 2, 5, 29, 30, 41, 75, 76, 300] {
            for height in [1, 2, 7, 8, 9, 19, 20, 100] {
                stage.buffer(width, height);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_hostile_in_a_deck_reaches_the_screen(
        term in "[a-z\u{0}-\u{1f}\u{7f}-\u{9f}\u{200b}-\u{202e}\u{2066}-\u{2069}\u{feff}]{1,20}",
        definition in "\\PC*[\u{0}-\u{1f}\u{80}-\u{9f}\u{202a}-\u{202e}]{0,3}",
    ) {
        let quote = |text: &str| serde_json::to_string(text).unwrap();
        let entry = |at: usize| format!(
            "  - term: {}\n    definition: {}\n    example: {}\n    ask: {}\n    aliases: [{}]\n",
            quote(&format!("{term}{at}")), quote(&format!("{definition}{at}")), quote(&term), quote(&definition), quote(&term),
        );
        let terms: String = (0..5).map(entry).collect();
        let deck = format!("deck: hostile\ntitle: {}\nask: [{}]\nterms:\n{terms}", quote(&term), quote(&term));
        for journey in ["", "⏎", "⏎k", "⏎k0", "/", "/a0", "/a0⏎", "b", "b⏎", "b⏎⏎", "?"] {
            let mut stage = Stage::new("follow: [hostile]\n", &[("hostile", &deck)], Theme::mono());
            stage.press(journey);
            let buffer = stage.buffer(80, 24);
            for cell in buffer.content() {
                prop_assert!(!cell.symbol().chars().any(is_hostile), "{:?}", cell.symbol());
            }
        }
    }
}
