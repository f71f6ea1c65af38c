//! Tests that home, summary, brief, the team's page and the shell show the same numbers as the test's own count, over weeks
//! with misses, guesses, hints, interrupted quizzes and skipped days.

mod support;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use rusqlite::Connection;
use serde_json::Value;
use shoptalk::app_dirs::{AppDirs, DirOverrides};
use shoptalk::core::card::{CardId, Direction};
use shoptalk::core::review::Grade;
use shoptalk::core::rng::hash;
use shoptalk::core::schedule::{CardState, DEFAULT_PARAMETERS, DEFAULT_RETENTION, Scheduler};
use shoptalk::core::time::{Clock, Day, Timestamp};
use shoptalk::trainer::{Options, Trainer};
use shoptalk::tui::{App, Context, Start, Theme};
use support::{DAY, NOON, TestEnv};

/// Twelve words of a lab, each with a one-line meaning.
const LAB: [(&str, &str); 12] = [
    ("Alembic", "A still of two vessels joined by a tube."),
    ("Burette", "A tall tube that lets out single drops."),
    ("Crucible", "A small pot that stands great heat."),
    ("Desiccant", "A powder that keeps a closed box dry."),
    ("Eluent", "The liquid that washes a sample along."),
    ("Flocculant", "An agent that makes specks sink as lumps."),
    ("Gasket", "A ring that keeps a joint from leaking."),
    ("Hydrometer", "A float that tells how dense a liquid is."),
    ("Impeller", "A wheel that pushes a liquid outward."),
    ("Jacket", "A hollow wall through which water runs."),
    ("Kiln", "An oven for things that must not melt."),
    ("Leach", "To draw out a part of it with a liquid."),
];
/// Words of the dock: one is shared with the lab, and one is deeper than the depth at which the lab is followed.
const DOCK: &str = "deck: dock\ntitle: The dock\nterms:\n  - {term: Berth, definition: A place where one ship lies., level: core}\n  - {term: Gasket, definition: A ring that keeps a joint from leaking., level: core, same_as: lab/gasket}\n  - {term: Hawser, definition: A rope as thick as an arm., level: working}\n  - {term: Mooring, definition: What a ship is tied to., level: core}\n";

#[derive(Default)]
struct TestClock(Cell<i64>);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.get())
    }
}

/// A simulated user.
struct User {
    env: TestEnv,
    clock: Rc<TestClock>,
    app: Option<App>,
    /// The time before each key, in milliseconds.
    takes: i64,
    /// The state of the random number generator.
    luck: u64,
}

impl User {
    fn new() -> Self {
        let env = TestEnv::new();
        let term = |(term, definition): &(&str, &str)| {
            format!("  - {{term: {term}, definition: {definition}, level: core}}\n")
        };
        let terms: String = LAB.iter().map(term).collect();
        let deep = "  - {term: Zeolite, definition: A stone full of holes., level: deep}\n";
        env.write(
            "data/decks/lab.yaml",
            &format!("deck: lab\ntitle: The lab\nterms:\n{terms}{deep}"),
        );
        env.write("data/decks/dock.yaml", DOCK);
        env.write(
            "data/settings.yaml",
            "follow:\n  lab: core\n  dock: working\nmeets:\n  lab: thu\n",
        );
        let clock = Rc::new(TestClock(Cell::new(NOON)));
        Self { env, clock, app: None, takes: 3_000, luck: 0 }
    }

    /// Opens the program `days` after the first day.
    fn open(&mut self, days: i64) {
        self.app = None;
        self.clock.0.set(NOON + days * DAY);
        let trainer = Trainer::open(Options {
            places: AppDirs::find(&DirOverrides { data: Some(self.env.data()), config: None }),
            named: Vec::new(),
            clock: self.clock.clone(),
            zone: jiff::tz::TimeZone::UTC,
            seed: 100 + days.unsigned_abs(),
        });
        self.app = Some(App::new(trainer, Theme::mono(), Start::Home).expect("a journal"));
    }

    fn app(&mut self) -> &mut App {
        self.app.as_mut().expect("the program is open")
    }

    fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.clock.0.set(self.clock.0.get() + self.takes);
        let _ = self.app().handle(&Event::Key(KeyEvent::new(code, modifiers)));
    }

    fn key(&mut self, c: char) {
        self.press(KeyCode::Char(c), KeyModifiers::NONE);
    }

    fn esc(&mut self) {
        self.press(KeyCode::Esc, KeyModifiers::NONE);
    }

    fn text(&mut self) -> String {
        let mut terminal = Terminal::new(TestBackend::new(100, 40)).expect("a terminal in memory");
        terminal.draw(|frame| self.app().draw(frame)).expect("it draws");
        let buffer = terminal.backend().buffer();
        let row = |y| -> String { (0..100).map(|x| buffer[(x, y)].symbol()).collect() };
        (0..40).map(row).map(|row| row.trim_end().to_owned() + "\n").collect()
    }

    /// The text of the screen on one line, ignoring line breaks.
    fn said(&mut self) -> String {
        tidy(&self.text())
    }

    /// The output of `shoptalk` at this time.
    fn shell(&mut self, args: &[&str]) -> support::Ran {
        let now = self.clock.0.get() - NOON;
        self.env.later(now);
        self.env.run(args).ends_with(0)
    }

    fn chance(&mut self, of: u64) -> u64 {
        self.luck += 1;
        hash("luck", self.luck) % of
    }

    /// Takes one step in the quiz. The user knows `skill` out of ten answers.
    fn answer(&mut self, skill: u64) {
        match self.app().context() {
            Context::QuizIntro if self.chance(8) == 0 => self.key('i'),
            Context::QuizPick => {
                let right = self.right_option().filter(|_| self.chance(10) < skill);
                let guess = b'1' + u8::try_from(self.chance(4)).unwrap_or(0);
                self.key(right.unwrap_or(char::from(guess)));
            }
            Context::QuizBack => {
                let knows = self.chance(10) < skill;
                self.key(if knows { '3' } else { '1' });
            }
            Context::QuizTyped => {
                if self.chance(3) == 0 {
                    self.press(KeyCode::Char('t'), KeyModifiers::CONTROL);
                }
                let text = self.said();
                let word = LAB.iter().find(|(_, meaning)| text.contains(meaning));
                match word.filter(|_| self.chance(10) < skill) {
                    Some((word, _)) => {
                        word.chars().for_each(|c| self.key(c));
                        self.press(KeyCode::Enter, KeyModifiers::NONE);
                    }
                    None => self.press(KeyCode::Char('s'), KeyModifiers::CONTROL),
                }
            }
            _ => self.key(' '),
        }
    }

    /// The correct option, if the test knows the word.
    fn right_option(&mut self) -> Option<char> {
        let text = self.text();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let is_line = |what: &str| lines.contains(&what);
        let option = |what: &str| {
            let line = lines.iter().find(|line| line.ends_with(what) && !is_line(what))?;
            line.chars().next()
        };
        LAB.iter().find_map(|(word, meaning)| match (is_line(word), is_line(meaning)) {
            (true, _) => option(meaning),
            (_, true) => option(word),
            _ => None,
        })
    }

    fn today(&self) -> Day {
        Day::from_number(
            i32::try_from((self.clock.0.get() - 4 * 3_600_000).div_euclid(DAY)).expect("a day"),
        )
    }
}

/// A review in the journal.
struct Answered {
    term: String,
    speak: bool,
    day: Day,
    grade: Grade,
    form: String,
    hint: bool,
    early: bool,
}

fn journal(path: &Path) -> Vec<Answered> {
    let journal = Connection::open(path).expect("there is a journal");
    let mut rows = journal
        .prepare(
            "SELECT term, direction, day, grade, form, hint, early FROM reviews
             WHERE id NOT IN (SELECT review FROM strikes) ORDER BY at, id",
        )
        .expect("the table is there");
    let rows = rows.query_map([], |row| {
        Ok(Answered {
            term: row.get(0)?,
            speak: row.get::<_, String>(1)? == "speak",
            day: Day::from_number(row.get(2)?),
            grade: Grade::from_repr(row.get(3)?).expect("a grade"),
            form: row.get(4)?,
            hint: row.get(5)?,
            early: row.get(6)?,
        })
    });
    rows.expect("they can be read").map(|row| row.expect("it is whole")).collect()
}

/// The test's own count for `words`: how many were met, are understood on the morning of `day`, and can be used, by
/// the answers up to the day before.
fn counted(answers: &[Answered], words: &BTreeSet<String>, until: Day, morning: Day) -> [usize; 3] {
    let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).expect("the defaults");
    let mut out = [0; 3];
    for word in words {
        for speak in [false, true] {
            let of_card = |a: &&Answered| a.term == *word && a.speak == speak && a.day <= until;
            let direction = if speak { Direction::Speak } else { Direction::Understand };
            let card = CardId::new(word.parse().expect("an id"), direction);
            let mut state: Option<CardState> = None;
            let (mut recalled, mut last): (bool, Option<Day>) = (false, None);
            for Answered { day, grade, form, hint, early, .. } in answers.iter().filter(of_card) {
                let is_first_of_day = last.is_some_and(|last| *day > last);
                let from_memory = ["recall", "fill", "type"].contains(&form.as_str()) && !hint;
                recalled = grade.is_pass() && (recalled || (is_first_of_day && from_memory));
                if !(*early && grade.is_pass()) {
                    let at = Timestamp::default();
                    state = Some(scheduler.review(&card, state.as_ref(), *grade, *day, at));
                    last = Some(*day);
                }
            }
            let Some(state) = state else { continue };
            let counts = usize::from(recalled && scheduler.recall(&state, morning) >= 0.8);
            out[0] += usize::from(!speak);
            out[if speak { 2 } else { 1 }] += counts;
        }
    }
    out
}

fn words_of(deck: &str) -> BTreeSet<String> {
    let ids = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    match deck {
        "lab" => LAB.iter().map(|(word, _)| format!("lab/{}", word.to_lowercase())).collect(),
        _ => ids(&["dock/berth", "lab/gasket", "dock/hawser", "dock/mooring"]),
    }
}

fn number(row: &Value, name: &str) -> usize {
    usize::try_from(row[name].as_u64().unwrap_or_else(|| panic!("{name}: {row}"))).expect("small")
}

fn words(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// One team's numbers: those in `stats --json`, and the test's own count.
struct Numbers {
    deck: &'static str,
    title: &'static str,
    words: usize,
    met: usize,
    understood: usize,
    usable: usize,
    due: usize,
    new: usize,
    /// How many of those understood still will be by the day in the forecast.
    then: usize,
    by: Day,
}

impl Numbers {
    fn of(
        deck: &'static str,
        title: &'static str,
        json: &Value,
        answers: &[Answered],
        today: Day,
    ) -> Self {
        let rows = json["decks"].as_array().expect("a list");
        let row = rows.iter().find(|row| row["deck"] == deck).expect("it is followed");
        let [words, met, understood, usable] =
            ["words", "met", "understood", "usable"].map(|name| number(row, name));
        let all = words_of(deck);
        assert_eq!(words, all.len());
        let now = counted(answers, &all, today, today.plus(1));
        assert_eq!([met, understood, usable], now, "{deck} on {today}");
        let month_ago = counted(answers, &all, today.plus(-30), today.plus(-29));
        assert_eq!(number(row, "month_ago"), month_ago[1]);
        let is_thursday = |day: &Day| day.date().weekday() == jiff::civil::Weekday::Thursday;
        let by = match deck {
            "lab" => (1..=7).map(|days| today.plus(days)).find(is_thursday).expect("one of seven"),
            _ => today.plus(7),
        };
        let then = counted(answers, &all, today, by)[1];
        assert_eq!(number(&row["forecast"], "understood"), then);
        assert!(then <= understood, "nothing is gained without a quiz");
        let (due, new) = (number(row, "due"), number(row, "new"));
        Self { deck, title, words, met, understood, usable, due, new, then, by }
    }

    fn share(&self) -> usize {
        (100 * self.understood + self.words / 2) / self.words
    }

    /// The team's row on home.
    fn row(&self, today: Day) -> String {
        let asks = match (self.due, self.new) {
            (0, 0) => String::new(),
            (0, new) => format!("{new} new "),
            (due, 0) => format!("{due} due "),
            (due, new) => format!("{due} due {new} new "),
        };
        let Self { title, deck, words, met, understood, .. } = self;
        let meets = match (*deck, today.date().weekday()) {
            ("lab", jiff::civil::Weekday::Thursday) => "today ",
            ("lab", _) => "Thu ",
            _ => "",
        };
        let known = match (met, understood) {
            (0, _) => format!("{words} to meet"),
            (met, 0) => format!("met {met} of {words}"),
            _ => format!("understood {understood} of {words}"),
        };
        format!("* {title} {meets}{asks}{known}")
    }

    /// Checks the sentences about this team, on home and in the brief.
    fn check_sentences(&self, text: &str, today: Day) {
        let Self { deck, words, met, understood, then, by, .. } = self;
        let noun = if *deck == "lab" { "core words" } else { "words" };
        let standing = match (met, understood, self.usable) {
            (0, ..) => format!("{words} {noun} to meet."),
            (_, 0, 0) => format!("You have met {met} of {words} {noun}."),
            _ => format!("You understand {understood} of {words} {noun} ({}%)", self.share()),
        };
        assert!(text.contains(&standing), "{standing}: {text}");
        let (by_then, meeting) = if *deck == "lab" { ("by ", "'s meeting") } else { ("", "") };
        let next = if *by == today.plus(7) { "next " } else { "" };
        let day = by.date().strftime("%A");
        let forecast =
            format!("still understand {then} of {understood} {by_then}{next}{day}{meeting}.");
        assert_eq!(text.contains(&forecast), *understood > 0, "{forecast}: {text}");
        assert!(!text.contains(" %") && !text.contains("most likely have kept"), "{text}");
    }

    /// Checks the shell's output about this team.
    fn check_shell(&self, user: &mut User, table: &str) {
        let Self { deck, title, words, met, understood, usable, due, new, then, .. } = self;
        let line = table.lines().find(|line| line.starts_with(title)).expect("its row");
        let expected = format!("{title} {due} {new} {met} {understood} of {words} {usable}");
        assert!(tidy(line).starts_with(&expected), "{expected}: {line}");
        let today = user.today();
        self.check_sentences(&tidy(&user.shell(&["brief", deck]).out), today);
        let brief = &user.shell(&["brief", deck, "--json"]).json()[0];
        let said =
            ["words", "met", "understood", "usable"].map(|name| number(&brief["progress"], name));
        assert_eq!(said, [*words, *met, *understood, *usable]);
        assert_eq!(number(&brief["forecast"], "understood"), *then);
    }
}

fn tidy(text: &str) -> String {
    // Bars show what is counted elsewhere.
    let is_drawn = |c: char| "▁▂▄▆·░▒▓█".contains(c);
    let pieces =
        text.split_whitespace().filter(|piece| piece.len() < 4 || !piece.chars().all(is_drawn));
    pieces.collect::<Vec<_>>().join(" ")
}

/// Checks every number on home and in `stats --json`; with `all`, also those in the table and the briefs.
/// Home must be the current screen. Returns how many words today's quiz still asks.
fn compare(user: &mut User, all: bool) -> usize {
    let today = user.today();
    let home = user.said();
    let answers = journal(&user.env.journal());
    let json = user.shell(&["stats", "--json"]).json();
    let teams = [("lab", "The lab"), ("dock", "The dock")]
        .map(|(deck, title)| Numbers::of(deck, title, &json, &answers, today));
    let table = all.then(|| user.shell(&["stats"]).out);
    for team in &teams {
        let row = team.row(today);
        assert!(home.contains(&row), "{row} on {today}:\n{}", user.text());
        if let Some(table) = &table {
            team.check_shell(user, table);
        }
    }
    // The first team in the list is selected.
    teams[1].check_sentences(&home, today);
    let due: usize = teams.iter().map(|team| team.due).sum();
    let new: usize = teams.iter().map(|team| team.new).sum();
    let header = match (due, new) {
        _ if home.contains("Welcome back") => {
            format!("Welcome back: quiz {}", words(due + new, "word"))
        }
        (0, 0) => String::new(),
        (0, new) => format!("Quiz {}", words(new, "new word")),
        (due, 0) => format!("Quiz {}", words(due, "due word")),
        (due, new) => format!("Quiz {}", words(due + new, "word")),
    };
    assert!(home.contains(&header), "{header} on {today}:\n{}", user.text());
    let recall = &json["retention_30_days"];
    let shown = ["typed", "judged"].map(|kind| &recall[kind]);
    let shown = shown.map(|rate| (number(rate, "kept"), number(rate, "tested")));
    assert_eq!(shown, recall_rates(&answers, today));
    due + new
}

/// Retention of the last thirty days: how many recall questions that were the first of their card on a later day were passed,
/// and how many there were: typed ones, and those that the user judged.
fn recall_rates(answers: &[Answered], today: Day) -> [(usize, usize); 2] {
    let mut last: BTreeMap<(&str, bool), Day> = BTreeMap::new();
    let mut rates = [(0, 0); 2];
    for Answered { term, speak, day, grade, form, hint, early } in answers {
        if *early && grade.is_pass() {
            continue;
        }
        let before = last.insert((term, *speak), *day);
        let forms: [&[&str]; 2] = [&["fill", "type"], &["recall"]];
        let Some(kind) = forms.iter().position(|forms| forms.contains(&form.as_str())) else {
            continue;
        };
        let is_later = before.is_some_and(|before| *day > before);
        if !early && is_later && today.since(*day) < 30 {
            rates[kind].0 += usize::from(grade.is_pass() && !hint);
            rates[kind].1 += 1;
        }
    }
    rates
}

/// How many words the quiz says are left; `None` at its end.
fn to_go(user: &mut User) -> Option<usize> {
    let text = user.said();
    let (before, _) = text.split_once(" to go")?;
    before.rsplit(' ').next()?.parse().ok()
}

/// Checks the words in the summary against the journal.
fn check_summary(user: &mut User, began: usize) {
    let today = user.today();
    let answers = journal(&user.env.journal());
    let of_today = &answers[began..];
    let text = user.text();
    let listed = |title: &str| -> BTreeSet<String> {
        let mut rows = text.lines().map(|row| row.chars().collect::<Vec<char>>());
        let title: Vec<char> = title.chars().collect();
        let find = |row: Vec<char>| row.windows(title.len()).position(|part| part == title);
        let Some(at) = rows.find_map(find) else { return BTreeSet::new() };
        // The page may have two columns; a meaning is indented by more than its word.
        let rows = rows.map(|row| row.into_iter().skip(at).collect::<String>());
        let blank = " ".repeat(30);
        let rows = rows.take_while(|row| row.starts_with("  ") && !row.starts_with(&blank));
        let words = rows.filter(|row| !row.starts_with("   "));
        let words = words.filter_map(|row| Some(row.trim().split("  ").next()?.to_lowercase()));
        words.collect()
    };
    let name = |answer: &Answered| answer.term.split('/').nth(1).expect("an id").to_owned();
    let is_known = |answer: &&Answered| answers[..began].iter().any(|a| a.term == answer.term);
    let is_first = |answer: &&Answered| !answer.speak && !is_known(answer);
    let met: BTreeSet<String> = of_today.iter().filter(is_first).map(name).collect();
    let missed = of_today.iter().filter(|answer| !answer.grade.is_pass());
    let missed: BTreeSet<String> = missed.map(name).collect();
    assert_eq!(listed("+ New"), &met - &missed, "{text}");
    assert_eq!(listed("- Missed"), missed, "{text}");
    // Learned: its first pass as the first question of a later day.
    let learned: BTreeSet<String> = answers
        .iter()
        .filter(|answer| !answer.speak)
        .map(|answer| answer.term.clone())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .filter(|term| {
            let mut last = None;
            let of_term = answers.iter().filter(|a| a.term == *term && !a.speak);
            let day = of_term.into_iter().find_map(|answer| {
                let is_later = last.replace(answer.day).is_some_and(|last| answer.day > last);
                (is_later && answer.grade.is_pass()).then_some(answer.day)
            });
            day == Some(today) && of_today.iter().any(|a| a.term == *term)
        })
        .map(|term| term.split('/').nth(1).expect("an id").to_owned())
        .collect();
    assert_eq!(listed("+ Learned"), learned, "{text}");
    assert!(!text.contains("good start"), "{text}");
}

/// Checks that the summary and home agree on when to come back, if home says so.
fn check_next(summary: &str, home: &str) {
    let after = |text: &str, start: &str| {
        let (_, rest) = text.split_once(start)?;
        Some(rest.split_once('.')?.0.to_owned())
    };
    let Some(next) = after(home, "Next: ") else { return };
    let come_back = after(summary, "Come back ").expect("the summary says it");
    let said = match next.strip_prefix("new words tomorrow") {
        Some("") => "tomorrow for new words".to_owned(),
        Some(rest) => {
            let (count, when) = rest.trim_start_matches(", ").split_once(" in ").expect("a day");
            let are = if count == "1 word" { "is" } else { "are" };
            format!("tomorrow for new words; {count} {are} due in {when}")
        }
        None => next.replace(", ", " for "),
    };
    assert_eq!(come_back, said, "{summary}\n{home}");
}

#[test]
fn every_number_agrees_over_weeks_of_misses_guesses_hints_and_days_off() {
    let mut user = User::new();
    let (mut most, mut spoken) = (0, 0);
    for (at, day) in
        [0, 1, 2, 3, 5, 6, 9, 10, 13, 17, 18, 20, 24, 25, 44, 45, 47, 52].into_iter().enumerate()
    {
        // The user guesses on the first days, then improves. Some days are slow.
        let skill = if at < 2 { 0 } else { (4 + at as u64).min(9) };
        user.takes = if at % 5 == 3 { 25_000 } else { 2_500 };
        user.open(day);
        let asks = compare(&mut user, true);
        if asks == 0 {
            continue;
        }
        user.press(KeyCode::Enter, KeyModifiers::NONE);
        assert_eq!(to_go(&mut user), Some(asks), "{}", user.text());
        // Left halfway, then resumed.
        for _ in 0..=user.chance(12) {
            if user.app().context() != Context::Summary {
                user.answer(skill);
            }
        }
        if let Some(left) = to_go(&mut user) {
            user.esc();
            assert_eq!(compare(&mut user, false), left, "day {day}");
            user.press(KeyCode::Enter, KeyModifiers::NONE);
        }
        let resumed = journal(&user.env.journal()).len();
        for step in 0.. {
            assert!(step < 400, "the quiz does not end:\n{}", user.text());
            if user.app().context() == Context::Summary {
                break;
            }
            user.answer(skill);
        }
        if user.text().contains("Come back") && journal(&user.env.journal()).len() > resumed {
            check_summary(&mut user, resumed);
        }
        let summary = user.said();
        user.esc();
        let home = user.said();
        check_next(&summary, &home);
        assert_eq!(
            compare(&mut user, false),
            0,
            "day {day}: the quiz was finished\n{}",
            user.text()
        );
        let rows = user.shell(&["stats", "--json"]).json();
        most = most.max(number(&rows["decks"][0], "understood"));
        spoken = spoken.max(number(&rows["decks"][0], "usable"));
    }
    assert!(most >= 4 && spoken >= 1, "{most} understood, {spoken} usable");
}

#[test]
fn who_missed_everything_is_told_nothing_else() {
    let mut user = User::new();
    user.open(0);
    user.press(KeyCode::Enter, KeyModifiers::NONE);
    for step in 0.. {
        assert!(step < 400, "the quiz does not end:\n{}", user.text());
        match user.app().context() {
            Context::Summary => break,
            // Presses 1 until it is the correct option.
            Context::QuizPick => user.key('1'),
            _ => user.key(' '),
        }
    }
    let summary = user.said();
    assert!(summary.contains("Missed ") && !summary.contains("Learned"), "{summary}");
    user.esc();
    compare(&mut user, true);
    let said = user.said();
    assert!(said.contains(" met ") && !said.contains("You understand "), "{said}");
}
