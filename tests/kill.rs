//! Tests that no answer is lost if the program is killed at any time.
#![cfg(unix)]

mod support;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use shoptalk::core::rng::hash;
use support::quiz::settled;
use support::screen::{Screen, key};
use support::{Ran, TestEnv};

/// How often each of two programs is killed.
const KILLS: u64 = 50;

/// The label of the key 1 when an answer is shown. A missed word comes back in the same quiz.
const MISSED: &str = "1 missed it";

/// A deck of ten words.
fn deck(id: &str) -> String {
    let mut deck = format!("deck: {id}\nterms:\n");
    for word in ["ash", "beech", "cedar", "elm", "fir", "gum", "hazel", "larch", "oak", "pine"] {
        writeln!(
            deck,
            "  - {{term: {id} {word}, definition: The {word} on the {id}., level: core}}"
        )
        .expect("a string takes every text");
    }
    deck
}

/// The current time in milliseconds.
const NOW: &str = "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/// The number of answers in the journal to words of `deck` that were given at `since` (in milliseconds) or later and not
/// undone, and the current time. Checks that the journal is intact.
///
/// The time of an answer tells which of two programs gave it. When it first becomes visible does not: a program that dies
/// after writing a transaction to the write-ahead log, but before adding it to the shared index of the log, leaves a
/// complete answer in the log that no reader sees while another program has the index open. (It waits for the disk in
/// between, which can take long under load.) Once that program has exited too, the next one to open the journal rebuilds
/// the index from the log and finds one more answer: one that was submitted but never shown.
fn recorded(env: &TestEnv, deck: &str, since: i64) -> (usize, i64) {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let journal = Connection::open_with_flags(env.journal(), flags).expect("the journal opens");
    journal.busy_timeout(Duration::from_secs(10)).expect("SQLite waits");
    let check: String = journal
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("the journal can be checked");
    assert_eq!(check, "ok");
    let sql = "SELECT count(*) FROM reviews WHERE term LIKE ?1 || '/%' AND at >= ?2 AND id NOT IN (SELECT review FROM strikes)";
    let count: i64 =
        journal.query_row(sql, (deck, since), |row| row.get(0)).expect("the journal can be read");
    let now = journal.query_row(NOW, [], |row| row.get(0)).expect("SQLite knows the time");
    (usize::try_from(count).expect("a count fits"), now)
}

/// Starts a quiz of `deck`, answers, and kills it. Returns how many answers led to the next screen, which only a
/// saved one does, and the number of key presses.
fn answer_and_die(env: &TestEnv, deck: &str, turn: u64) -> (usize, usize) {
    let random = |what: &str, below: u64| hash(&format!("{deck} {what}"), turn) % below;
    let args = ["quiz", deck, "--form", "recall", "--minutes", "60", "--new", "0"];
    let mut screen = Screen::open(env, &args, 24, 80);
    let mut given = 0;
    // One in eight is killed during startup.
    if random("start", 8) > 0 {
        screen.shows("0 right");
        let wanted = usize::try_from(random("answers", 4)).expect("a number below 4 fits");
        while given < wanted {
            let text = settled(&mut screen);
            let is_answer = text.contains(MISSED);
            let key = if is_answer { "1" } else { " " };
            screen.insist(key, "the next step", |screen| screen.text() != text);
            given += usize::from(is_answer);
        }
        // Then presses keys quickly without waiting for the screen.
        for _ in 0..random("more", 6) {
            for key in [" ", "1"] {
                screen.press(key);
                thread::sleep(Duration::from_millis(3));
            }
        }
    }
    thread::sleep(Duration::from_millis(random("pause", 150)));
    screen.kill();
    assert!(!screen.text().contains("Nothing is due"), "there is always something to answer");
    (given, screen.pressed())
}

#[test]
fn no_answer_is_lost_when_the_program_is_killed_a_hundred_times() {
    let env = TestEnv::new().without("SHOPTALK_NOW").without("SHOPTALK_SEED");
    env.write("data/settings.yaml", "reviews: 2000\n");
    for id in ["left", "right"] {
        env.write(&format!("data/decks/{id}.yaml"), &deck(id));
    }
    // Every word is introduced and missed, so it is asked in every later quiz.
    for id in ["left", "right"] {
        let mut quiz = env.shoptalk(&["--plain", "quiz", id, "--minutes", "60", "--new", "60"]);
        Ran::of(quiz.write_stdin("\n0\n".repeat(60))).ends_with(0);
    }
    let env = &env;
    // Two programs share one journal. Each identifies its answers by its words.
    thread::scope(|scope| {
        for deck in ["left", "right"] {
            scope.spawn(move || {
                let (mut kept, mut started) = recorded(env, deck, 0);
                let (before, mut all_pressed) = (kept, 0);
                for turn in 0..KILLS {
                    let (shown, pressed) = answer_and_die(env, deck, turn);
                    let (new, now) = recorded(env, deck, started);
                    assert!(
                        shown <= new && new <= pressed,
                        "{deck}, kill {turn}: {shown} answers shown, {new} kept, {pressed} keys pressed"
                    );
                    all_pressed += pressed;
                    let (all, _) = recorded(env, deck, 0);
                    assert!(
                        kept + new <= all && all <= before + all_pressed,
                        "{deck}, kill {turn}: {kept} kept before, {new} since, {all} in all, {all_pressed} keys pressed"
                    );
                    (kept, started) = (all, now);
                }
                assert!(kept > before);
            });
        }
    });
    // The remaining journal can still be used.
    let mut screen = Screen::open(env, &["quiz", "left", "--minutes", "5"], 24, 80);
    screen.shows("0 right").press(key::CTRL_C).ends_well();
    let stats = env.run(&["stats", "--json"]).ends_with(0).json();
    let kept = recorded(env, "left", 0).0 + recorded(env, "right", 0).0;
    assert_eq!(stats["today"]["reviews"], kept, "{stats}");
}

/// What is killed, and what it reads. `restore` puts a copy with fewer answers in place.
const COMMANDS: [(&[&str], &str); 5] = [
    (&["--plain", "quiz", "left", "--form", "recall", "--minutes", "60", "--new", "0"], "\n1\n"),
    (&["--plain", "sit", "left"], "\n"),
    (&["data", "backup"], ""),
    (&["data", "forget", "answers", "--yes"], ""),
    (&["data", "restore", "fewer.sqlite", "--yes"], ""),
];

/// A scene to sit in on. Its words are asked while it is played.
const SCENE: &str = "scenes:
  - title: A walk in the park
    setting: Two gardeners look at the old trees.
    lines:
      - {who: gardener, says: \"The left ash is ill, and the left beech has lost its leaves.\"}
      - {who: forester, says: Then we look at the left cedar and the left elm before the storm.}
      - {who: gardener, says: The left fir and the left gum can wait.}
      - {who: forester, says: So can the left hazel.}
      - {who: gardener, says: And the left oak?}
      - {who: forester, says: \"The left oak, the left larch and the left pine come last.\"}
    replies:
      - {says: Which one falls first?, lands: helps, why: It is what they have to decide.}
      - {says: Are they all ill?, lands: micromanages, why: Only some of them are.}
      - {says: Trees are trees., lands: flat, why: It ends the talk.}
";

/// How many answers the file at `path` holds. Fails if it is not sound.
fn held(path: &Path) -> u64 {
    let journal = Connection::open(path).expect("it opens");
    let check: String =
        journal.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("it is a journal");
    assert_eq!(check, "ok", "{}", path.display());
    let count: i64 = journal
        .query_row("SELECT count(*) FROM reviews", [], |row| row.get(0))
        .expect("it has answers");
    count.unsigned_abs()
}

/// How many times each command is killed: a few, or as many as `SHOPTALK_KILLS` says.
#[expect(clippy::disallowed_methods, reason = "a longer run is asked for by hand")]
fn turns() -> u64 {
    let asked = std::env::var("SHOPTALK_KILLS").ok().and_then(|number| number.parse().ok());
    asked.unwrap_or(8)
}

#[test]
#[expect(clippy::print_stdout, reason = "a longer run is asked for its figures")]
fn whatever_is_killed_there_is_a_whole_journal_and_every_backup_is_sound() {
    let env = TestEnv::new().without("SHOPTALK_NOW").without("SHOPTALK_SEED");
    env.write("data/settings.yaml", "reviews: 2000\nfollow: {left: deep}\n");
    env.write("data/decks/left.yaml", &(deck("left") + SCENE));
    env.run(&["deck", "check", "data/decks/left.yaml"]).ends_with(0);
    let mut quiz = env.shoptalk(&["--plain", "quiz", "left", "--minutes", "60", "--new", "60"]);
    Ran::of(quiz.write_stdin("\n0\n".repeat(4))).ends_with(0);
    env.run(&["data", "backup", "fewer.sqlite"]).ends_with(0);
    let mut quiz = env.shoptalk(&["--plain", "quiz", "left", "--minutes", "60", "--new", "60"]);
    Ran::of(quiz.write_stdin("\n0\n".repeat(40))).ends_with(0);
    let fewer = held(&env.home().join("fewer.sqlite"));
    let mut all = held(&env.journal());
    assert!(fewer < all);
    let (mut killed, mut restored) = (0, 0);
    for turn in 0..turns() {
        for (args, input) in COMMANDS {
            let what = format!("{} {turn}", args.join(" "));
            let mut child = Command::new(env!("CARGO_BIN_EXE_shoptalk"))
                .args(args)
                .env_clear()
                .envs(env.variables().iter().cloned())
                .current_dir(env.home())
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program can be started");
            let mut stdin = child.stdin.take().expect("it is a pipe");
            let _ = stdin.write_all(input.repeat(20).as_bytes());
            // Open, it waits for more until it is killed; closed, it ends by itself.
            let stdin = hash("pipe", turn).is_multiple_of(2).then_some(stdin);
            thread::sleep(Duration::from_millis(hash(&what, turn) % 250));
            killed += u64::from(child.try_wait().is_ok_and(|ended| ended.is_none()));
            let _ = child.kill();
            child.wait().expect("it ends");
            drop(stdin);
            assert!(env.journal().is_file(), "{what}");
            let now = held(&env.journal());
            let is_restored = args.contains(&"restore") && now == fewer;
            assert!(now >= all || is_restored, "{what}: {all} answers before, {now} now");
            restored += u64::from(is_restored && now < all);
            all = now;
            for entry in std::fs::read_dir(env.data().join("backups")).into_iter().flatten() {
                let path = entry.expect("an entry").path();
                if path.extension().is_some_and(|ending| ending == "sqlite") {
                    held(&path);
                }
            }
        }
    }
    println!("{killed} of {} were killed before their end; {restored} had restored", turns() * 5);
    assert!(killed > 0, "the pauses are too long to kill anything");
    env.run(&["stats"]).ends_with(0);
}
