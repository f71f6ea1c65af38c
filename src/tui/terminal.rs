//! The terminal itself: taken over, given back whatever happens.

use std::io::{self, Write as _};
use std::time::Duration;

use crossterm::event;
#[cfg(unix)]
use crossterm::terminal::{Clear, ClearType, EnterAlternateScreen};
use ratatui::DefaultTerminal;

use crate::tui::app::{self, App, Outside};
use crate::tui::clipboard;

/// What the program runs in.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Whether tmux stands between the program and the terminal.
    pub in_tmux: bool,
}

/// Runs `app` on the terminal, within `around`, and restores it: at the end, on an error, on a panic, and on signals that end or stop
/// the program.
pub fn run(app: &mut App, around: &Surroundings) -> io::Result<()> {
    // The theme has decided about colour. Left to itself, crossterm prints each colour as a reset when NO_COLOR is
    // set, which undoes bold and reverse as well.
    crossterm::style::force_color_output(true);
    let mut terminal = ratatui::try_init()?;
    // Crossterm notices a resize from its first look at the events on. Windows are often resized right after they are
    // opened, so that comes before the first frame.
    let ready = signals::watch().and_then(|()| event::poll(Duration::ZERO));
    let outside = |terminal: &mut DefaultTerminal, what| match what {
        Outside::Suspend => suspend(terminal),
        Outside::Copy(text) => copy(terminal, &text, around),
    };
    let ended = ready.and_then(|_| app::run(app, &mut terminal, event::read, outside));
    let restored = restore();
    ended.and(restored)
}

/// Gives the terminal back, with its cursor.
fn restore() -> io::Result<()> {
    let restored = ratatui::try_restore();
    let shown = crossterm::execute!(io::stdout(), crossterm::cursor::Show);
    restored.and(shown)
}

fn copy(terminal: &mut DefaultTerminal, text: &str, around: &Surroundings) -> io::Result<()> {
    let writer = terminal.backend_mut();
    writer.write_all(clipboard::sequence(text, around.in_tmux).as_bytes())?;
    io::Write::flush(writer)
}

#[cfg(unix)]
fn suspend(terminal: &mut DefaultTerminal) -> io::Result<()> {
    restore()?;
    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
    // Here again after `fg`: the screen may have changed in the meantime.
    // `Terminal::clear` asks the terminal where its cursor is, and ends the program when no answer comes in time; a
    // new one draws everything anew as well.
    crossterm::terminal::enable_raw_mode()?;
    crossterm::execute!(io::stdout(), EnterAlternateScreen, Clear(ClearType::All))?;
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

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    /// Waits on a thread of its own for a signal that ends the program, and restores the terminal before it does. No
    /// answer is lost: each was on disk before the next question was shown.
    pub fn watch() -> io::Result<()> {
        let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT])?;
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            if let Some(signal) = signals.forever().next() {
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
}
