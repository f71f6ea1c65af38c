//! A simulated user's machine for one test, and a terminal to run the program in.
#![allow(dead_code, reason = "each test program uses a part of it")]

#[cfg(unix)]
pub mod quiz;
pub mod repository;
#[cfg(unix)]
pub mod screen;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use assert_cmd::Command;
use shoptalk::app_dirs::{AppDirs, DirOverrides};
use shoptalk::core::card::{CardId, Direction};
use shoptalk::core::review::{Answer, Form, Grade};
use shoptalk::core::time::{FixedClock, Timestamp};
use shoptalk::trainer::{Options, Trainer};

/// Noon UTC on Sunday, 22 November 2026, in milliseconds.
pub const NOON: i64 = 1_795_348_800_000;
/// A day in milliseconds.
pub const DAY: i64 = 86_400_000;
/// The random seed of the first program.
const SEED: &str = "7";

/// A home folder, an environment and a clock for a single test. Nothing outside is read or written.
pub struct TestEnv {
    home: tempfile::TempDir,
    variables: Vec<(OsString, OsString)>,
    /// How many commands were started.
    started: AtomicU64,
    /// How many terminals were opened.
    opened: AtomicU64,
}

impl TestEnv {
    /// A machine whose data folder is set by `SHOPTALK_DATA`.
    pub fn new() -> Self {
        let env = Self::at_home();
        let data = env.home().join("data");
        env.with("SHOPTALK_DATA", data)
    }

    /// A machine with everything in the platform's default folders.
    pub fn at_home() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder can be made");
        let (started, opened) = (AtomicU64::new(0), AtomicU64::new(0));
        let mut env = Self { home, variables: Vec::new(), started, opened };
        // Windows programs don't start without it.
        let system = std::env::vars_os().find(|(name, _)| name == "SystemRoot");
        env.variables.extend(system);
        let folder = env.home().to_owned();
        for name in ["HOME", "USERPROFILE"] {
            env.set(name, &folder);
        }
        for (name, part) in [("APPDATA", "roaming"), ("LOCALAPPDATA", "local")] {
            env.set(name, folder.join(part));
        }
        for (name, part) in [
            ("XDG_DATA_HOME", ".local/share"),
            ("XDG_CONFIG_HOME", ".config"),
            ("XDG_STATE_HOME", ".local/state"),
            ("XDG_CACHE_HOME", ".cache"),
        ] {
            env.set(name, folder.join(part));
        }
        env.set("TZ", "UTC");
        env.set("TERM", "xterm-256color");
        env.set("SHOPTALK_NOW", NOON.to_string());
        env.set("SHOPTALK_SEED", SEED);
        env
    }

    /// The same machine with the variable `name` set.
    pub fn with(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.set(name, value);
        self
    }

    /// The same machine without the variable `name`.
    pub fn without(mut self, name: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self
    }

    /// Sets the variable `name` from now on.
    pub fn set(&mut self, name: &str, value: impl Into<OsString>) {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.into(), value.into()));
    }

    /// Sets the clock to `ms` after noon of the first day.
    pub fn later(&mut self, ms: i64) {
        self.set("SHOPTALK_NOW", (NOON + ms).to_string());
    }

    /// The environment.
    pub fn variables(&self) -> &[(OsString, OsString)] {
        &self.variables
    }

    /// The home folder, in which programs are started.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The data folder set by `SHOPTALK_DATA`.
    pub fn data(&self) -> PathBuf {
        self.home().join("data")
    }

    /// The journal in that folder.
    pub fn journal(&self) -> PathBuf {
        self.data().join("journal.sqlite")
    }

    /// The settings in that folder.
    pub fn settings(&self) -> PathBuf {
        self.data().join("settings.yaml")
    }

    /// Writes a file below the home folder, and creates its folders.
    pub fn write(&self, path: &str, text: &str) -> PathBuf {
        let path = self.home().join(path);
        let folder = path.parent().expect("a file below home has a folder");
        std::fs::create_dir_all(folder).expect("a folder below home can be made");
        std::fs::write(&path, text).expect("a file below home can be written");
        path
    }

    /// `shoptalk` with `args`, to run without a terminal.
    pub fn shoptalk(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shoptalk"));
        command.env_clear().envs(self.variables.iter().cloned());
        command.current_dir(self.home()).args(args);
        if let Some(seed) = self.next_seed(&self.started) {
            command.env("SHOPTALK_SEED", seed.to_string());
        }
        command
    }

    /// The seed of the next program in a terminal, unless the test has set one.
    pub fn seed_of_screen(&self) -> Option<u64> {
        // Different from the seeds of commands, from the second on.
        self.next_seed(&self.opened).map(|seed| seed + u64::from(seed > 1_000) * 500)
    }

    /// A seed of its own for each program: IDs consist of the time and the seed, and two programs may get the same time.
    fn next_seed(&self, programs: &AtomicU64) -> Option<u64> {
        let is_set =
            |(name, value): &(OsString, OsString)| name == "SHOPTALK_SEED" && value == SEED;
        self.variables.iter().any(is_set).then(|| {
            let before = programs.fetch_add(1, Relaxed);
            SEED.parse::<u64>().expect("a number") + 1_000 * before
        })
    }

    /// The trainer on the data folder, `ms` after noon of the first day. `seed` must be unique for that time.
    pub fn trainer(&self, ms: i64, seed: u64) -> Trainer {
        Trainer::open(Options {
            places: AppDirs::find(&DirOverrides { data: Some(self.data()), config: None }),
            named: Vec::new(),
            clock: Rc::new(FixedClock(Timestamp::from_millis(NOON + ms))),
            zone: jiff::tz::TimeZone::UTC,
            seed,
        })
    }

    /// Runs `shoptalk` with `args`, and returns the result.
    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(&mut self.shoptalk(args))
    }
}

/// A self-graded answer to the question about the meaning of `term` (such as `platform/slo`).
pub fn answer(term: &str, grade: Grade) -> Answer {
    Answer {
        card: CardId::new(term.parse().expect("it is an id"), Direction::Understand),
        grade,
        form: Form::Recall,
        kind: Form::Recall.kind(),
        sentence: None,
        took_ms: 8_000,
        hint: false,
        answer: None,
        session: uuid::Uuid::nil(),
        cram: false,
    }
}

/// The result of a run without a terminal.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// The data, from stdout.
    pub out: String,
    /// The messages, from stderr.
    pub err: String,
}

impl Ran {
    /// Runs `command` until it exits.
    pub fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the program can be started");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
        let (out, err) = (text(output.stdout), text(output.stderr));
        let code = output.status.code().expect("no signal ended the program");
        assert!(!err.contains("panicked"), "{err}");
        Self { code, out, err }
    }

    /// Checks that the exit code is `code`.
    #[track_caller]
    pub fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// Parses the output as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}
