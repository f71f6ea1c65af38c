//! The terminal itself: taken over, given back whatever happens.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use crossterm::event::{self, Event};
use crossterm::terminal::{Clear, ClearType, EnterAlternateScreen};
use ratatui::DefaultTerminal;

use crate::tui::app::{self, App, Events, Outside};
use crate::tui::{clipboard, editor};

/// What the program runs in.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Whether tmux stands between the program and the terminal.
    pub in_tmux: bool,
    /// The command line of the user's editor, as a shell would read it.
    pub editor: Option<OsString>,
}

/// Runs `app` on the terminal, within `around`, and restores it: at the end, on an error, on a panic, and on signals that end or stop
/// the program.
pub fn run(app: &mut App, around: &Surroundings) -> io::Result<()> {
    // The theme has decided about colour. Left to itself, crossterm prints each colour as a reset when NO_COLOR is
    // set, which undoes bold and reverse as well.
    crossterm::style::force_color_output(true);
    let mut terminal = ratatui::try_init()?;
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        take_pastes_apart();
        hook(info);
    }));
    keep_pastes_whole();
    // Crossterm notices a resize from its first look at the events on. Windows are often resized right after they are
    // opened, so that comes before the first frame.
    let ready = signals::watch().and_then(|()| event::poll(Duration::ZERO));
    let outside = |terminal: &mut DefaultTerminal, what: &Outside| match what {
        Outside::Suspend => suspend(terminal).map(Ok),
        Outside::Copy(text) => copy(terminal, text, around).map(Ok),
        Outside::Edit { file, line, .. } => edit(terminal, file, *line, around),
    };
    let ended = ready.and_then(|_| app::run(app, &mut terminal, Keyboard, outside));
    let restored = restore();
    ended.and(restored)
}

/// The events of the terminal.
struct Keyboard;

impl Events for Keyboard {
    fn next(&mut self) -> io::Result<Event> {
        event::read()
    }

    fn is_waiting(&mut self) -> io::Result<bool> {
        event::poll(Duration::ZERO)
    }
}

/// Has the terminal say what is pasted, so that no letter of it is taken for a key. One that cannot is no worse than before.
fn keep_pastes_whole() {
    let _ = crossterm::execute!(io::stdout(), event::EnableBracketedPaste);
}

fn take_pastes_apart() {
    let _ = crossterm::execute!(io::stdout(), event::DisableBracketedPaste);
}

/// Gives the terminal back, with its cursor.
fn restore() -> io::Result<()> {
    take_pastes_apart();
    let restored = ratatui::try_restore();
    let shown = crossterm::execute!(io::stdout(), crossterm::cursor::Show);
    restored.and(shown)
}

fn copy(terminal: &mut DefaultTerminal, text: &str, around: &Surroundings) -> io::Result<()> {
    let writer = terminal.backend_mut();
    writer.write_all(clipboard::sequence(text, around.in_tmux).as_bytes())?;
    io::Write::flush(writer)
}

/// Gives the terminal to the editor, and takes it back when that has ended; why it could not be edited, if so.
fn edit(
    terminal: &mut DefaultTerminal,
    file: &Path,
    line: u32,
    around: &Surroundings,
) -> io::Result<Result<(), String>> {
    if around.editor.is_none() {
        return Ok(editor::open(None, file, line));
    }
    restore()?;
    signals::leave_interrupts_to_others(true);
    let done = editor::open(around.editor.as_deref(), file, line);
    signals::leave_interrupts_to_others(false);
    take_again(terminal)?;
    Ok(done)
}

#[cfg(unix)]
fn suspend(terminal: &mut DefaultTerminal) -> io::Result<()> {
    restore()?;
    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
    // Here again after `fg`.
    take_again(terminal)
}

/// Takes over a terminal that others have used, whose size may have changed in the meantime.
fn take_again(terminal: &mut DefaultTerminal) -> io::Result<()> {
    // `Terminal::clear` asks the terminal where its cursor is, and ends the program when no answer comes in time; a
    // new one draws everything anew as well.
    crossterm::terminal::enable_raw_mode()?;
    crossterm::execute!(io::stdout(), EnterAlternateScreen, Clear(ClearType::All))?;
    keep_pastes_whole();
    *terminal = DefaultTerminal::new(ratatui::backend::CrosstermBackend::new(io::stdout()))?;
    Ok(())
}

#[cfg(not(unix))]
fn suspend(_: &mut DefaultTerminal) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
mod signals {
    use std::io;
    use std::sync::atomic::{AtomicBool, Ordering};

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    /// Whether another program has the terminal: an interrupt is meant for that one.
    static ELSEWHERE: AtomicBool = AtomicBool::new(false);

    /// Whether interrupts from the keyboard are none of ours.
    pub fn leave_interrupts_to_others(leave: bool) {
        ELSEWHERE.store(leave, Ordering::SeqCst);
    }

    /// Waits on a thread of its own for a signal that ends the program, and restores the terminal before it does. No
    /// answer is lost: each was on disk before the next question was shown.
    pub fn watch() -> io::Result<()> {
        let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT])?;
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            for signal in signals.forever() {
                if signal == SIGINT && ELSEWHERE.load(Ordering::SeqCst) {
                    continue;
                }
                // After SIGHUP there is no terminal left to restore; then this fails, and that is all right.
                let _ = super::restore();
                std::process::exit(128 + signal);
            }
        })?;
        Ok(())
    }
}

#[cfg(not(unix))]
mod signals {
    pub fn watch() -> std::io::Result<()> {
        Ok(())
    }

    pub fn leave_interrupts_to_others(_: bool) {}
}
