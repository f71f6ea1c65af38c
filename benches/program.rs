//! Measures the program: loading decks, replaying a journal, recording an answer, drawing a frame.

#![expect(clippy::print_stdout, reason = "a bench prints, and its group has no documentation")]

use std::cell::Cell;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::rc::Rc;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use shoptalk::app_dirs::AppDirs;
use shoptalk::core::card::{CardId, Direction, TermId};
use shoptalk::core::library::Library;
use shoptalk::core::review::{Answer, Form, Grade, Review};
use shoptalk::core::rng::{Ids, hash};
use shoptalk::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Scheduler};
use shoptalk::core::time::{Clock, Day, Timestamp};
use shoptalk::files::{self, Sources};
use shoptalk::trainer::{self, Options, Trainer};
use shoptalk::tui::{App, Start, Theme};
use strum::VariantArray as _;
use uuid::Uuid;

/// Noon on 2026-11-22.
const NOON: i64 = 1_795_348_800_000;

/// A deck of `terms` terms of about 750 bytes.
fn deck(number: usize, terms: usize) -> String {
    let mut text = format!("deck: team-{number}\ntitle: Team {number}\nterms:\n");
    for at in 0..terms {
        let word = format!("Word {at:04} of team {number}");
        let _ = write!(
            text,
            "  - term: {word}\n    definition: {}\n    example: \"{word} is what they {}\"\n    why: {}\n    \
             ask: What did it cost the team the last time it happened?\n    aliases: [alias {at} of {number}]\n    sounds_like: [sounds {at} {number}]\n    level: core\n",
            "something that a capable reader understands at once and keeps ".repeat(4).trim_end(),
            "would really say in the corridor ".repeat(3).trim_end(),
            "because of the work and the risk behind it ".repeat(4).trim_end(),
        );
    }
    text
}

fn write_decks(folder: &Path, count: usize) -> u64 {
    (0..count)
        .map(|number| {
            let text = deck(number, 200);
            std::fs::write(folder.join(format!("team-{number}.yaml")), &text)
                .expect("a folder to write to");
            text.len() as u64
        })
        .sum()
}

/// Memory of this process in bytes, if the system reports it.
fn resident() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    text.split(' ').nth(1)?.parse::<u64>().ok().map(|pages| pages * 4096)
}

fn loading(c: &mut Criterion) {
    let mut group = c.benchmark_group("load decks of 200 terms");
    group.sample_size(10);
    for count in [3, 100, 500] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let bytes = write_decks(folder.path(), count);
        let sources = Sources { named: vec![folder.path().to_owned()], ..Sources::default() };
        let before = resident();
        let loaded = files::load(&sources);
        if let (Some(before), Some(after)) = (before, resident()) {
            let terms = (count * 200) as u64;
            let grown = after.saturating_sub(before);
            println!(
                "{terms} terms of {} bytes: {} bytes of memory a term",
                bytes / terms,
                grown / terms
            );
        }
        drop(loaded);
        group.bench_function(count.to_string(), |b| b.iter(|| black_box(files::load(&sources))));
    }
    group.finish();
}

fn reviews(count: usize) -> Vec<Review> {
    let mut ids = Ids::new(1);
    (0..count)
        .map(|at| {
            let day = Day::from_number(20_000 + i32::try_from(at / 100).unwrap_or(0));
            let moment = Timestamp::from_millis(NOON + i64::try_from(at).unwrap_or(0) * 1_000);
            let term = TermId::new("platform", &format!("term-{}", hash("x", at as u64) % 4_000));
            Review {
                id: ids.next(moment),
                card: CardId::new(term, Direction::Understand),
                at: moment,
                day,
                grade: Grade::VARIANTS[at % 4],
                form: Form::Recall,
                kind: Form::Recall.kind(),
                sentence: None,
                took_ms: 8_000,
                hint: false,
                answer: None,
                session: Uuid::nil(),
                device: Uuid::nil(),
                early: false,
            }
        })
        .collect()
}

fn replaying(c: &mut Criterion) {
    let reviews = reviews(100_000);
    let library = Library::default();
    let scheduler =
        Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).expect("the defaults are valid");
    let mut group = c.benchmark_group("replay");
    group.sample_size(10);
    group.bench_function("100,000 reviews", |b| {
        b.iter(|| black_box(trainer::replay(&reviews, &library, &scheduler)));
    });
    // The home screen needs the state now, yesterday and a month ago.
    let last = reviews.last().map_or(Day::default(), |review| review.day);
    let days = [last.plus(-30), last.plus(-1)];
    group.bench_function("100,000 reviews, the states of three days", |b| {
        b.iter(|| black_box(trainer::replay_over(&reviews, days, &library, &scheduler)));
    });
    group.finish();
}

/// A clock that advances by ten seconds each time it is read, so answers have different times.
struct Ticking(Cell<i64>);

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        self.0.set(self.0.get() + 10_000);
        Timestamp::from_millis(self.0.get())
    }
}

fn options(folder: &Path) -> Options {
    Options {
        places: Ok(AppDirs { data: folder.to_owned(), config: folder.to_owned(), looked_at: None }),
        named: Vec::new(),
        clock: Rc::new(Ticking(Cell::new(NOON))),
        zone: jiff::tz::TimeZone::UTC,
        seed: 1,
    }
}

fn recording(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut trainer = Trainer::open(options(folder.path()));
    let term = TermId::new("platform", "slo");
    let mut at = 0_u64;
    c.bench_function("record an answer", |b| {
        b.iter_batched(
            || {
                at += 1;
                let term = if at.is_multiple_of(2) {
                    term.clone()
                } else {
                    TermId::new("x", &at.to_string())
                };
                Answer {
                    card: CardId::new(term, Direction::Understand),
                    grade: Grade::Good,
                    form: Form::Recall,
                    kind: Form::Recall.kind(),
                    sentence: None,
                    took_ms: 8_000,
                    hint: false,
                    answer: None,
                    session: Uuid::nil(),
                    cram: false,
                }
            },
            |answer| trainer.record(answer).expect("a journal to write to"),
            BatchSize::PerIteration,
        );
    });
}

/// Presses keys, one per character; a line end is Enter.
fn press(app: &mut App, keys: &str) {
    for key in keys.chars() {
        let code = if key == '\n' { KeyCode::Enter } else { KeyCode::Char(key) };
        app.handle(&Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        app.drawn();
    }
}

fn drawing(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("settings.yaml"), "follow: [platform, design]\n")
        .expect("a folder to write to");
    let mut group = c.benchmark_group("draw 200×50");
    let quiz = || Start::Quiz {
        decks: vec!["platform".into()],
        minutes: Some(5),
        new: None,
        form: None,
        cram: false,
    };
    let sentence = "Half the error budget is gone, so the canary waits until the rollback is done.";
    for (name, start, keys) in [
        ("home", Start::Home, ""),
        ("look-up", Start::Home, "/token"),
        ("look-up of a sentence", Start::Home, sentence),
        ("entry", Start::Home, "/error budget\n"),
        ("quiz, a new word", quiz(), ""),
        ("quiz, a question", quiz(), "i"),
        ("quiz, the answer", quiz(), "i0"),
        ("statistics", Start::Home, "P"),
        ("browse, teams", Start::Home, "b"),
        ("browse, words", Start::Home, "b\n"),
        ("browse, an entry", Start::Home, "b\n\n"),
        ("brief", Start::Home, "m"),
        ("team", Start::Home, "p"),
        ("two teams", Start::Home, "="),
        ("to ask", Start::Home, "a"),
        ("a line to write", Start::Home, "v"),
        ("settings", Start::Home, ","),
        ("help", Start::Home, "?"),
        ("scene", Start::Scene(vec!["platform".into()]), " "),
    ] {
        let mut app = App::new(Trainer::open(options(folder.path())), Theme::ansi(), start)
            .expect("a trainer");
        app.drawn();
        if keys == sentence {
            press(&mut app, "/");
            app.handle(&Event::Paste(sentence.to_owned()));
        } else {
            press(&mut app, keys);
        }
        let mut terminal = Terminal::new(TestBackend::new(200, 50)).expect("a terminal in memory");
        group.bench_function(name, |b| {
            b.iter(|| terminal.draw(|frame| app.draw(frame)).map(|_| ()));
        });
    }
    group.finish();
    c.bench_function("open the trainer", |b| {
        b.iter(|| black_box(Trainer::open(options(folder.path()))));
    });
}

criterion_group!(benches, loading, replaying, recording, drawing);
criterion_main!(benches);
