//! The five-second test: the keys pressed and the lines read until the meaning of a word that was heard is on the screen.
//!
//! `cargo bench --bench five_seconds`; with `-- --each`, also the keys for each query (typing, then arrows, shell).
#![expect(clippy::print_stdout, reason = "a bench prints its result")]

use std::cell::Cell;
use std::process::Command;
use std::rc::Rc;

use anyhow::Result;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use serde::Deserialize;
use shoptalk::app_dirs::AppDirs;
use shoptalk::core::library::Library;
use shoptalk::core::rng::hash;
use shoptalk::core::time::{Clock, Timestamp};
use shoptalk::files::built_in;
use shoptalk::trainer::{Options, Trainer};
use shoptalk::tui::{App, Start, Theme};

/// Queries that people typed after hearing a word, drawn with this seed.
const QUERIES: usize = 50;
const SEED: u64 = 5;
const SIZE: (u16, u16) = (80, 24);
/// How much of a gloss or definition has to be on the screen, in characters; lists cut the rest.
const SEEN: usize = 24;
/// How far down the list people look.
const ROWS: usize = 10;
/// Noon on 2026-11-22.
const NOON: i64 = 1_795_348_800_000;

/// What was typed, and the names of the terms that were meant.
#[derive(Deserialize)]
struct Query {
    query: String,
    expected: Vec<String>,
}

/// The keys pressed and the lines read until the meaning was seen, of one query.
#[derive(Clone, Copy)]
struct Cost {
    keys: usize,
    lines: usize,
}

fn main() -> Result<()> {
    let each = std::env::args().any(|argument| argument == "--each");
    let library = Library::merge(built_in()).library;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/lookup/attested.json");
    let mut queries: Vec<Query> = serde_json::from_slice(&std::fs::read(path)?)?;
    queries.retain(|query| !query.expected.is_empty());
    queries.sort_by_key(|query| hash(&query.query, SEED));
    queries.truncate(QUERIES);
    let folder = tempfile::tempdir()?;
    let mut screen = Screen::open(folder.path())?;
    let mut rows: [Vec<Option<Cost>>; 3] = Default::default();
    for query in &queries {
        let meanings = meanings(query, &library);
        let typed = screen.look_up(&query.query, 0, &meanings);
        let costs = [
            typed,
            typed.or_else(|| screen.look_up(&query.query, ROWS, &meanings)),
            shell(&query.query, folder.path(), &meanings)?,
        ];
        if each {
            let costs = costs.map(|cost| cost.map_or("-".to_owned(), |cost| cost.keys.to_string()));
            let expected = query.expected.join(" / ");
            println!("  {} -> {expected} | keys {}", query.query, costs.join(", "));
        }
        rows.iter_mut().zip(costs).for_each(|(row, cost)| row.push(cost));
    }
    println!("\nuntil the meaning is seen  n  never   keys: median  p90  lines: median  p90");
    for (name, row) in ["screen, typing", "screen, typing, then ↓", "shell"].iter().zip(rows) {
        let seen: Vec<Cost> = row.iter().flatten().copied().collect();
        let [keys, lines] = [|cost: &Cost| cost.keys, |cost: &Cost| cost.lines]
            .map(|part| seen.iter().map(part).collect::<Vec<_>>());
        println!(
            "{name:<24}{:>4}{:>7}{:>15}{:>5}{:>15}{:>5}",
            row.len(),
            row.len() - seen.len(),
            part_of(&keys, 0.5),
            part_of(&keys, 0.9),
            part_of(&lines, 0.5),
            part_of(&lines, 0.9),
        );
    }
    Ok(())
}

/// The number that `part` of `numbers` don't exceed.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "fifty numbers"
)]
fn part_of(numbers: &[usize], part: f64) -> usize {
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable();
    let at = (part * numbers.len() as f64).ceil() as usize;
    numbers.get(at.saturating_sub(1)).copied().unwrap_or_default()
}

/// The beginnings of the glosses and definitions of the terms that `query` means.
fn meanings(query: &Query, library: &Library) -> Vec<String> {
    let is_meant = |name: &str| query.expected.iter().any(|it| it.eq_ignore_ascii_case(name));
    let terms = library.terms().filter(|(_, term)| term.names().any(is_meant));
    let texts = terms.flat_map(|(_, term)| [Some(term.definition.as_str()), term.gloss.as_deref()]);
    texts.flatten().map(|text| joined(&[text]).chars().take(SEEN).collect()).collect()
}

/// `lines` as one, with single spaces.
fn joined<T: AsRef<str>>(lines: &[T]) -> String {
    lines.iter().flat_map(|line| line.as_ref().split_whitespace()).collect::<Vec<_>>().join(" ")
}

/// How many of `lines` one reads, from the top of their column, until one of the `meanings`.
fn lines_to(lines: &[String], meanings: &[String]) -> Option<usize> {
    let lines: Vec<Vec<char>> = lines.iter().map(|line| line.chars().collect()).collect();
    let wide = lines.iter().map(Vec::len).max().unwrap_or(0);
    (0..wide).find_map(|column| {
        let part = |line: &Vec<char>| line.iter().skip(column).collect::<String>();
        let column: Vec<String> = lines.iter().map(part).collect();
        let starts = |at: &usize| {
            // A meaning takes up two lines at most.
            let text = joined(&column[*at..column.len().min(at + 2)]);
            meanings.iter().any(|meaning| text.starts_with(meaning))
        };
        let at = (0..column.len()).find(starts)?;
        Some(column[..=at].iter().filter(|line| !line.trim().is_empty()).count())
    })
}

/// A clock that advances by a fifth of a second each time it is read, so that no key counts as held down.
struct Ticking(Cell<i64>);

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        self.0.set(self.0.get() + 200);
        Timestamp::from_millis(self.0.get())
    }
}

/// The look-up screen.
struct Screen {
    app: App,
    terminal: Terminal<TestBackend>,
}

impl Screen {
    fn open(folder: &std::path::Path) -> Result<Self> {
        let options = Options {
            places: Ok(AppDirs {
                data: folder.to_owned(),
                config: folder.to_owned(),
                looked_at: None,
            }),
            named: Vec::new(),
            clock: Rc::new(Ticking(Cell::new(NOON))),
            zone: jiff::tz::TimeZone::UTC,
            seed: 1,
        };
        let app = App::new(Trainer::open(options), Theme::mono(), Start::Lookup)?;
        Ok(Self { app, terminal: Terminal::new(TestBackend::new(SIZE.0, SIZE.1))? })
    }

    /// Types `query`, then presses the arrow `down` times, until one of the `meanings` is seen.
    fn look_up(&mut self, query: &str, down: usize, meanings: &[String]) -> Option<Cost> {
        self.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
        let typed = query.chars().map(KeyCode::Char);
        let keys = typed.chain(std::iter::repeat_n(KeyCode::Down, down));
        (1..).zip(keys).find_map(|(keys, key)| {
            // The first line is what was typed.
            let lines = self.press(key, KeyModifiers::NONE);
            let lines = lines_to(lines.get(2..)?, meanings)?;
            Some(Cost { keys, lines })
        })
    }

    /// Presses a key, and returns the lines of the screen.
    fn press(&mut self, key: KeyCode, modifiers: KeyModifiers) -> Vec<String> {
        self.app.handle(&Event::Key(KeyEvent::new(key, modifiers)));
        // A terminal in memory never fails.
        let drawn = self.terminal.draw(|frame| self.app.draw(frame));
        let buffer = drawn.expect("a terminal in memory").buffer.clone();
        self.app.drawn();
        let line = |y| (0..SIZE.0).map(|x| buffer[(x, y)].symbol()).collect();
        (0..SIZE.1).map(line).collect()
    }
}

/// Looks up `query` from the shell. The keys are those of the whole command, with the short name and enter.
fn shell(query: &str, folder: &std::path::Path, meanings: &[String]) -> Result<Option<Cost>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shoptalk"));
    command.arg("lookup").args(query.split(' '));
    let ran = command.env_clear().env("SHOPTALK_DATA", folder).env("COLUMNS", "80").output()?;
    // What is said about the result comes first.
    let text = [ran.stderr, ran.stdout].concat();
    let lines: Vec<String> = String::from_utf8(text)?.lines().map(str::to_owned).collect();
    let keys = format!("shoptalk l {query}").chars().count() + 1;
    Ok(lines_to(&lines, meanings).map(|lines| Cost { keys, lines }))
}
