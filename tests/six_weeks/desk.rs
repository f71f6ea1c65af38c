//! The user's desk: the program, the keys they press, and the time that passes.

use std::cell;
use std::path::Path;
use std::rc::Rc;

use clap::Parser as _;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;
use shoptalk::app_dirs::{AppDirs, DirOverrides};
use shoptalk::cli::Cli;
use shoptalk::commands::{self, OnTerminal, TerminalEnv, When};
use shoptalk::core::time::{Clock, Timestamp};
use shoptalk::trainer::{Options, Trainer};
use shoptalk::tui::{App, Start, Theme};

/// A key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A letter, a digit or space.
    Char(char),
    /// Ctrl and a letter.
    Ctrl(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Down arrow.
    Down,
    /// Up arrow.
    Up,
}

/// The repeat interval of a held key in milliseconds, and the number of key presses this results in.
pub const REPEAT_MS: i64 = 30;
pub const REPEATS: usize = 24;

/// What the user can do, wherever the program runs.
pub trait Desk {
    /// Presses `key`.
    fn press(&mut self, key: Key);
    /// Lets `ms` milliseconds pass.
    fn wait(&mut self, ms: i64);
    /// The screen, 80 columns by 24 rows.
    fn text(&mut self) -> String;
    /// The same content on a screen large enough for all of it, if available.
    fn tall(&mut self) -> String {
        self.text()
    }
    /// What is underlined on the screen.
    fn underlined(&mut self) -> String;
    /// The current time, in milliseconds since 1970.
    fn now(&self) -> i64;
    /// Holds `key` down for three quarters of a second.
    fn hold(&mut self, key: Key) {
        self.press(key);
        for _ in 1..REPEATS {
            self.wait(REPEAT_MS);
            self.press(key);
        }
    }
}

/// A clock that only moves when it is set.
#[derive(Debug, Default)]
struct MovedClock(cell::Cell<i64>);

impl Clock for MovedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.get())
    }
}

/// Runs the program in this process. The clock only advances while the user waits.
pub struct Bench {
    folder: tempfile::TempDir,
    clock: Rc<MovedClock>,
    zone: jiff::tz::TimeZone,
    app: Option<App>,
    /// The text on the screen, until the next event.
    text: Option<String>,
    starts: u64,
}

impl Bench {
    /// A bench in the time zone `zone`, before the program is started.
    pub fn new(zone: jiff::tz::TimeZone) -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder can be made"),
            clock: Rc::default(),
            zone,
            app: None,
            text: None,
            starts: 0,
        }
    }

    /// Sets the clock.
    pub fn set(&mut self, now: i64) {
        assert!(now >= self.clock.0.get(), "the clock runs forward");
        self.clock.0.set(now);
    }

    /// Starts the program.
    pub fn start(&mut self) {
        self.app = None;
        let trainer = Trainer::open(self.options());
        let app = App::new(trainer, Theme::mono(), Start::Home).expect("home needs no journal");
        self.app = Some(app);
        self.text = None;
    }

    /// The user's data folder.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// How many answers are in the journal, and how many of them were undone.
    pub fn kept(&self) -> (usize, usize) {
        let journal = rusqlite::Connection::open(self.data().join("journal.sqlite"));
        let journal = journal.expect("there is a journal");
        let count = |table: &str| {
            let sql = format!("SELECT count(*) FROM {table}");
            let count: i64 =
                journal.query_one(&sql, [], |row| row.get(0)).expect("it can be counted");
            usize::try_from(count).expect("no count is negative")
        };
        (count("reviews"), count("strikes"))
    }

    fn places(&self) -> AppDirs {
        let data = Some(self.data().to_owned());
        AppDirs::find(&DirOverrides { data, config: None }).expect("a data folder is named")
    }

    fn options(&mut self) -> Options {
        self.starts += 1;
        Options {
            places: Ok(self.places()),
            named: Vec::new(),
            clock: self.clock.clone(),
            zone: self.zone.clone(),
            seed: self.starts,
        }
    }

    fn drawn(&self, height: u16) -> Buffer {
        let app = self.app.as_ref().expect("the program is running");
        let mut terminal = Terminal::new(TestBackend::new(80, height)).expect("a page in memory");
        terminal.draw(|frame| app.draw(frame)).expect("a page in memory can be drawn on");
        terminal.backend().buffer().clone()
    }

    fn draw(&self, height: u16) -> String {
        let buffer = self.drawn(height);
        let rows = buffer.content().chunks(usize::from(buffer.area.width));
        let row = |cells: &[Cell]| {
            let text: String = cells.iter().map(Cell::symbol).collect();
            text.trim_end().to_owned()
        };
        rows.map(row).collect::<Vec<_>>().join("\n")
    }

    /// The output of `shoptalk` with `args`.
    pub fn command(&mut self, args: &[&str]) -> String {
        let options = self.options();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let cli = Cli::parse_from(std::iter::once(&"shoptalk").chain(args));
        let mut context = commands::Context {
            out: &mut out,
            err: &mut err,
            options,
            when: None,
            no_color: true,
            on_terminal: OnTerminal { out: false, err: false },
            width: 80,
            is_terminal: false,
            plain: When::Never,
            summary: None,
            around: TerminalEnv::default(),
        };
        commands::run(cli, &mut context).expect("the command can be run");
        String::from_utf8(out).expect("the program writes UTF-8")
    }
}

impl Desk for Bench {
    fn press(&mut self, key: Key) {
        let (code, modifiers) = match key {
            Key::Char(c) => (KeyCode::Char(c), KeyModifiers::NONE),
            Key::Ctrl(c) => (KeyCode::Char(c), KeyModifiers::CONTROL),
            Key::Enter => (KeyCode::Enter, KeyModifiers::NONE),
            Key::Esc => (KeyCode::Esc, KeyModifiers::NONE),
            Key::Down => (KeyCode::Down, KeyModifiers::NONE),
            Key::Up => (KeyCode::Up, KeyModifiers::NONE),
        };
        let app = self.app.as_mut().expect("the program is running");
        self.text = None;
        app.handle(&Event::Key(KeyEvent::new(code, modifiers)));
        // The result is on the screen at once.
        app.drawn();
    }

    fn wait(&mut self, ms: i64) {
        self.clock.0.set(self.clock.0.get() + ms);
    }

    fn text(&mut self) -> String {
        if let Some(text) = &self.text {
            return text.clone();
        }
        let text = self.draw(24);
        self.text.insert(text).clone()
    }

    fn tall(&mut self) -> String {
        self.draw(150)
    }

    fn underlined(&mut self) -> String {
        let buffer = self.drawn(24);
        let marked =
            buffer.content().iter().filter(|cell| cell.modifier.contains(Modifier::UNDERLINED));
        marked.map(Cell::symbol).collect()
    }

    fn now(&self) -> i64 {
        self.clock.0.get()
    }
}
