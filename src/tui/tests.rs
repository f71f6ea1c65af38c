//! End-to-end tests of the screens: a real trainer in a temporary folder, driven by keys and compared as text.

use std::cell::Cell;
use std::fmt::Write as _;
use std::rc::Rc;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use super::app::Flow;
use super::{App, Context, Start, Theme};
use crate::app_dirs::AppDirs;
use crate::core::deck::Origin;
use crate::core::deck::read::read;
use crate::core::library::Library;
use crate::core::time::{Clock, Timestamp};
use crate::files::Loaded;
use crate::trainer::{Options, Trainer};

mod annotations;
mod around;
mod asked;
mod captions;
mod copies;
mod displaced;
mod every;
mod hard;
mod hidden;
mod home;
mod keys;
pub(super) mod labelled;
mod looks;
mod meant;
mod meeting;
mod people;
mod plain;
mod quiz;
mod scenes;
mod scripts;
mod sentences;
mod stats;
mod taken_back;
mod teams;
mod wander;
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

/// A running trainer whose clock the test controls.
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
    Loaded { library, problems, ..Loaded::default() }
}

fn options(folder: &std::path::Path, clock: &Rc<TestClock>) -> Options {
    Options {
        places: Ok(AppDirs { data: folder.to_owned(), config: folder.to_owned(), looked_at: None }),
        named: Vec::new(),
        clock: clock.clone(),
        zone: jiff::tz::TimeZone::UTC,
        seed: 7,
    }
}

fn trainer(folder: &std::path::Path, clock: &Rc<TestClock>, decks: &[(&str, &str)]) -> Trainer {
    Trainer::with_decks(options(folder, clock), Some(loaded(decks)))
}

impl Stage {
    fn new(settings: &str, decks: &[(&str, &str)], theme: Theme) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("settings.yaml"), settings).unwrap();
        Self::open(folder, Rc::new(TestClock(Cell::new(NOON))), decks, theme)
    }

    /// A user whose journal file is not a valid database.
    fn without_journal(settings: &str, decks: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("settings.yaml"), settings).unwrap();
        let broken = "no database, and long enough to be sure of it";
        std::fs::write(folder.path().join("journal.sqlite"), broken).unwrap();
        Self::open(folder, Rc::new(TestClock(Cell::new(NOON))), decks, Theme::mono())
    }

    /// Opens the trainer on the files in `folder`.
    fn open(
        folder: tempfile::TempDir,
        clock: Rc<TestClock>,
        decks: &[(&str, &str)],
        theme: Theme,
    ) -> Self {
        let trainer = trainer(folder.path(), &clock, decks);
        let mut app = App::new(trainer, theme, Start::Home).unwrap();
        app.drawn();
        Self { app, clock, folder, flow: Flow::Continue }
    }

    /// A user who follows both decks.
    fn follower() -> Self {
        Self::new("follow: [platform, design]\n", &DECKS, Theme::mono())
    }

    /// The same user `days` later, after a restart.
    fn later(self, days: i64) -> Self {
        self.later_with(days, &DECKS)
    }

    /// The same, with different decks.
    fn later_with(self, days: i64, decks: &[(&str, &str)]) -> Self {
        let Self { clock, folder, app, .. } = self;
        drop(app);
        clock.0.set(clock.0.get() + days * DAY);
        Self::open(folder, clock, decks, Theme::mono())
    }

    /// Presses keys, one per character: `⏎` is Enter, `⎋` Escape, `↓` and `↑` the arrows, `⇟` Page Down.
    fn press(&mut self, keys: &str) -> &mut Self {
        for c in keys.chars() {
            self.press_after(2_000, c);
        }
        self
    }

    /// Presses a key `ms` milliseconds after the last one, then draws.
    fn press_after(&mut self, ms: i64, c: char) -> &mut Self {
        let code = match c {
            '⏎' => KeyCode::Enter,
            '⎋' => KeyCode::Esc,
            '↓' => KeyCode::Down,
            '↑' => KeyCode::Up,
            '⇟' => KeyCode::PageDown,
            '⇞' => KeyCode::PageUp,
            c => KeyCode::Char(c),
        };
        self.clock.0.set(self.clock.0.get() + ms);
        self.send(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn control(&mut self, c: char) -> &mut Self {
        self.send(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL))
    }

    fn send(&mut self, key: KeyEvent) -> &mut Self {
        self.flow = self.app.handle(&Event::Key(key));
        self.app.drawn();
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

    /// Answers every question correctly, until the summary.
    fn finish(&mut self) -> &mut Self {
        for _ in 0..200 {
            if !self.answer() {
                return self;
            }
        }
        panic!("the quiz does not end");
    }

    /// Goes on, or answers correctly. Returns whether there was anything to go on with.
    fn answer(&mut self) -> bool {
        match self.app.context() {
            Context::QuizJudged if self.says("I was right") => self.press("o"),
            Context::QuizIntro
            | Context::QuizChanged
            | Context::QuizHard
            | Context::QuizPicked
            | Context::QuizJudged
            | Context::QuizFront => self.press(" "),
            Context::QuizTyped => self.press("something⏎"),
            Context::QuizPick => self.pick_right(),
            Context::QuizBack => self.press("3"),
            _ => return false,
        };
        true
    }

    /// Tries each option, undoing the wrong ones.
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
            // A wide character takes two cells, the second of them blank.
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
