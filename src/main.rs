//! Reads arguments and environment, runs the program, and sets the exit code.

use std::hash::{BuildHasher as _, Hasher as _};
use std::io::{self, IsTerminal as _, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;

use jiff::tz::TimeZone;
use shoptalk::app_dirs::{AppDirs, DirOverrides};
use shoptalk::cli::Cli;
use shoptalk::commands::{self, Context, OnTerminal, Options, Outcome, TerminalEnv, When};
use shoptalk::core::text::{clean, is_hostile, reason};
use shoptalk::core::time::{Clock, ShiftedClock, SystemClock, Timestamp};
use shoptalk::core::typed_command::typeable;

fn main() -> ExitCode {
    report_size_limits();
    let cli = Cli::read(std::env::args_os()).unwrap_or_else(|error| refuse(&error));
    let on_terminal = io::stdout().is_terminal();
    // Not locked: the signal handler restores the terminal through these from its own thread. On a terminal, a line is written
    // before the messages that follow it.
    let mut out: Box<dyn Write> = if on_terminal {
        Box::new(io::stdout())
    } else {
        Box::new(io::BufWriter::new(io::stdout()))
    };
    let mut err = Messages(io::stderr());
    cli.global.remember();
    let wishes = DirOverrides {
        data: cli.global.data.clone().or_else(|| variable("SHOPTALK_DATA").map(PathBuf::from)),
        config: cli
            .global
            .config
            .clone()
            .or_else(|| variable("SHOPTALK_CONFIG").map(PathBuf::from)),
    };
    if let Some((data, why)) = wishes.refusal() {
        let data = clean(&data.display().to_string()).into_owned();
        let _ = writeln!(
            err,
            "shoptalk: {data} {why}; --data and SHOPTALK_DATA take a folder, or a file to look at"
        );
        return ExitCode::from(2);
    }
    let mut named: Vec<PathBuf> =
        variable("SHOPTALK_DECKS").iter().flat_map(std::env::split_paths).collect();
    named.extend(cli.global.decks.iter().cloned());
    let places = AppDirs::find(&wishes);
    let dumb = variable("TERM").is_some_and(|term| term == "dumb");
    let plain = variable("NO_COLOR").is_some() || dumb;
    // Only on a terminal: finding the width without one would start two other programs.
    let width = if on_terminal {
        crossterm::terminal::size().map_or(80, |(columns, _)| usize::from(columns))
    } else {
        80
    };
    let clock = match clock() {
        Ok(clock) => clock,
        Err(error) => {
            let _ = writeln!(err, "shoptalk: {error}");
            return ExitCode::from(2);
        }
    };
    let mut context = Context {
        out: &mut out,
        err: &mut err,
        options: Options { places, named, clock, zone: zone(), seed: seed() },
        when: cli.global.color,
        no_color: plain,
        on_terminal: OnTerminal { out: on_terminal, err: io::stderr().is_terminal() },
        width,
        is_terminal: on_terminal && io::stdin().is_terminal(),
        plain: match (cli.global.plain, dumb) {
            (true, _) => When::Always,
            (false, true) => When::Auto,
            (false, false) => When::Never,
        },
        summary: variable("GITHUB_STEP_SUMMARY").map(PathBuf::from),
        around: TerminalEnv {
            in_tmux: variable("TMUX").is_some(),
            // As in git: a full-screen editor only if the terminal supports it.
            editor: variable("VISUAL").filter(|_| !dumb).or_else(|| variable("EDITOR")),
            has_palette: variable("COLORTERM").is_some() || has_palette(),
        },
    };
    let outcome = commands::run(cli, &mut context);
    let outcome = outcome.and_then(|outcome| {
        out.flush()?;
        Ok(outcome)
    });
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        // The reader has exited, as in `shoptalk deck check | head`.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // It contains raw arguments and file names.
            let _ = writeln!(err, "shoptalk: {}", reason(&error));
            ExitCode::from(2)
        }
    }
}

/// Stderr, where each command that a message names gets the options of this run.
struct Messages(io::Stderr);

impl io::Write for Messages {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.0.write_all(typeable(text).as_bytes()),
            Err(_) => self.0.write_all(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Makes writes beyond a limit on the size of files fail with an error, which is reported, instead of ending the program.
#[cfg(unix)]
fn report_size_limits() {
    let number = rustix::process::Signal::XFSZ.as_raw();
    let _ = signal_hook::flag::register(number, std::sync::Arc::default());
}

#[cfg(not(unix))]
fn report_size_limits() {}

/// Whether the terminal's name promises 256 colors.
fn has_palette() -> bool {
    let name = variable("TERM").unwrap_or_default();
    let name = name.to_string_lossy();
    ["256", "direct", "kitty", "ghostty", "alacritty", "foot"]
        .iter()
        .any(|part| name.contains(part))
}

/// Prints what is wrong with the arguments, or the help, and exits.
fn refuse(error: &clap::Error) -> ! {
    let text = error.to_string();
    // It quotes what was typed or pasted.
    if text.lines().any(|line| line.contains(is_hostile)) {
        let lines: Vec<_> = text.lines().map(clean).collect();
        let _ = writeln!(io::stderr(), "{}", lines.join("\n"));
        std::process::exit(2);
    }
    error.exit()
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// The system clock, or one that starts at a time set by a test and runs from there.
fn clock() -> anyhow::Result<Rc<dyn Clock>> {
    let Some(text) = variable("SHOPTALK_NOW") else { return Ok(Rc::new(SystemClock)) };
    let text = text.to_string_lossy();
    let millis = text.parse().ok();
    let moment = || text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond);
    let Some(millis) = millis.or_else(moment) else {
        let text = clean(&text);
        anyhow::bail!("SHOPTALK_NOW is “{text}”; set it to a time such as 2026-12-01T09:00:00Z");
    };
    Ok(Rc::new(ShiftedClock::starting_at(Timestamp::from_millis(millis))))
}

/// The user's time zone. By default the system's, read from the one file that has it: the library would search the files of all
/// zones to find its name.
fn zone() -> TimeZone {
    if cfg!(unix)
        && variable("TZ").is_none()
        && let Ok(bytes) = std::fs::read("/etc/localtime")
        && let Ok(zone) = TimeZone::tzif("Local", &bytes)
    {
        return zone;
    }
    TimeZone::system()
}

/// A random number, or the one set by a test.
fn seed() -> u64 {
    let set = variable("SHOPTALK_SEED").and_then(|text| text.to_str()?.parse().ok());
    // The standard library seeds each `RandomState` from the system.
    set.unwrap_or_else(|| std::hash::RandomState::new().build_hasher().finish())
}

/// An environment variable, if set and not empty.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn variable(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
