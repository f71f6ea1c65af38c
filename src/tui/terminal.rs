//! Sets up the terminal and always restores it, even on a panic or a signal.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use crossterm::event::{self, Event};
use crossterm::terminal::{Clear, ClearType, EnterAlternateScreen};
use ratatui::DefaultTerminal;

use crate::tui::app::{self, App, Events, TerminalRequest};
use crate::tui::background::{self, Listener};
use crate::tui::theme::Background;
use crate::tui::{clipboard, editor};

/// The environment of the trainer.
#[derive(Debug, Clone, Default)]
pub struct TerminalEnv {
    /// Whether the program runs inside tmux.
    pub in_tmux: bool,
    /// The user's editor, as a shell command line.
    pub editor: Option<OsString>,
    /// Whether the terminal has 256 colors.
    pub has_palette: bool,
}

/// Runs `app` on the terminal and restores it when the program exits, fails, panics, is suspended, or is ended by a signal.
pub fn run(app: &mut App, around: &TerminalEnv) -> io::Result<()> {
    // The theme decides about color. By default, crossterm replaces each color with a reset if `NO_COLOR` is set, which also
    // undoes bold and reverse.
    crossterm::style::force_color_output(true);
    let mut terminal = ratatui::try_init()?;
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        reset_input_modes();
        hook(info);
    }));
    set_input_modes();
    // Crossterm detects resizes only after its first poll. Poll before the first frame, because windows are often resized just
    // after opening.
    let ready = signals::watch().and_then(|()| event::poll(Duration::ZERO));
    let outside = |terminal: &mut DefaultTerminal, what: &TerminalRequest| match what {
        TerminalRequest::Suspend => suspend(terminal).map(Ok),
        TerminalRequest::Continue => take_again(terminal).map(Ok),
        TerminalRequest::Copy(text) => copy(terminal, text, around).map(Ok),
        TerminalRequest::Edit { file, line, .. } => edit(terminal, file, *line, around),
    };
    let mut keyboard = Keyboard::default();
    let ended = ready.and_then(|_| {
        if around.has_palette && app.has_color() && cfg!(unix) {
            keyboard.ask()?;
        }
        app::run(app, &mut terminal, &mut keyboard, outside)
    });
    keyboard.drain();
    let restored = restore();
    ended.and(restored)
}

/// Returns what is piped into standard input, and puts the terminal in its place, so that keys still come from there.
///
/// The terminal is that of standard output, because macOS cannot wait for keys on `/dev/tty`.
#[cfg(unix)]
pub fn lend_input() -> io::Result<impl io::Read + Send + 'static> {
    use std::os::fd::AsFd as _;
    let input = io::stdin().as_fd().try_clone_to_owned()?;
    rustix::stdio::dup2_stdin(io::stdout())?;
    Ok(std::fs::File::from(input))
}

/// Returns what is piped into standard input. Keys come from the console anyway.
#[cfg(not(unix))]
pub fn lend_input() -> io::Result<impl io::Read + Send + 'static> {
    Ok(io::stdin())
}

/// From now on, an interrupt only sets the flag that this returns.
pub fn interrupts() -> io::Result<Arc<AtomicBool>> {
    let flag = Arc::default();
    #[cfg(unix)]
    signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&flag))?;
    Ok(flag)
}

/// How long to wait for more of what may be an answer.
const MAY_BE_ANSWER: Duration = Duration::from_millis(20);

/// How long to wait for more of an answer that has begun, as over a slow connection.
const REST_OF_ANSWER: Duration = Duration::from_millis(500);

/// How long the program stays for an answer when it quits at once, so that the shell doesn't get it.
const FOR_ANSWER: Duration = Duration::from_millis(100);

/// The events of the terminal, without its answer about its background.
#[derive(Default)]
struct Keyboard {
    listener: Listener,
    asked: Option<Instant>,
}

impl Keyboard {
    /// Asks the terminal for its background.
    #[expect(clippy::disallowed_methods, reason = "a time limit for the terminal, not a moment")]
    fn ask(&mut self) -> io::Result<()> {
        let mut out = io::stdout();
        out.write_all(background::QUESTION.as_bytes())?;
        out.flush()?;
        self.listener.listen();
        self.asked = Some(Instant::now());
        Ok(())
    }

    /// Waits a moment for an answer that has not come yet.
    fn drain(&mut self) {
        let Some(asked) = self.asked else { return };
        while self.listener.is_waiting() {
            let left = FOR_ANSWER.saturating_sub(asked.elapsed());
            match event::poll(left).and_then(|is_there| is_there.then(event::read).transpose()) {
                Ok(Some(event)) => self.listener.take(event),
                _ => return,
            }
        }
    }

    /// Takes events until there is one for the program, or none comes within this time.
    fn fill(&mut self, within: Duration) -> io::Result<bool> {
        while !self.listener.is_ready() {
            let is_undecided = self.listener.is_undecided();
            let wait = match is_undecided {
                true if self.listener.is_answered() => REST_OF_ANSWER,
                true => MAY_BE_ANSWER,
                false => within,
            };
            if event::poll(wait)? {
                self.listener.take(event::read()?);
            } else if is_undecided {
                self.listener.give_up();
            } else {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Events for &mut Keyboard {
    fn next(&mut self) -> io::Result<Event> {
        loop {
            if let Some(event) = self.listener.next() {
                return Ok(event);
            }
            self.fill(Duration::MAX)?;
        }
    }

    fn is_waiting(&mut self, within: Duration) -> io::Result<bool> {
        self.fill(within)
    }

    fn was_continued(&mut self) -> bool {
        signals::was_continued()
    }

    fn background(&mut self) -> Option<Background> {
        self.listener.background()
    }
}

/// Saves the mode in which the wheel sends the arrow keys (DECSET 1007), and enables it. The mouse itself stays the terminal's,
/// which selects text with it.
const WHEEL_ON: &[u8] = b"\x1b[?1007s\x1b[?1007h";
/// Brings that mode back as it was.
const WHEEL_BACK: &[u8] = b"\x1b[?1007r";

/// Keeps pastes whole, and lets the wheel scroll. Ignores errors: some terminals don't support it.
fn set_input_modes() {
    let _ = crossterm::execute!(io::stdout(), event::EnableBracketedPaste);
    let _ = io::stdout().write_all(WHEEL_ON).and_then(|()| io::stdout().flush());
}

fn reset_input_modes() {
    let _ = io::stdout().write_all(WHEEL_BACK);
    let _ = crossterm::execute!(io::stdout(), event::DisableBracketedPaste);
}

/// Restores the terminal and shows the cursor.
fn restore() -> io::Result<()> {
    reset_input_modes();
    let restored = ratatui::try_restore();
    let shown = crossterm::execute!(io::stdout(), crossterm::cursor::Show);
    restored.and(shown)
}

fn copy(terminal: &mut DefaultTerminal, text: &str, around: &TerminalEnv) -> io::Result<()> {
    let writer = terminal.backend_mut();
    writer.write_all(clipboard::sequence(text, around.in_tmux).as_bytes())?;
    io::Write::flush(writer)
}

/// Lends the terminal to the editor until it exits. The inner error says why the file couldn't be edited.
fn edit(
    terminal: &mut DefaultTerminal,
    file: &Path,
    line: u32,
    around: &TerminalEnv,
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
    // The whole group, as the terminal does it, or else a script that started the program would go on waiting in front of the
    // shell. Ignored by the system if no shell could continue the group.
    rustix::process::kill_current_process_group(rustix::process::Signal::TSTP)?;
    // Execution continues here after `fg`.
    take_again(terminal)
}

/// Sets the terminal up again after other programs used it; its size may have changed.
fn take_again(terminal: &mut DefaultTerminal) -> io::Result<()> {
    // Don't use `Terminal::clear`: it queries the cursor position and fails if the terminal doesn't reply in time. A new
    // terminal also redraws everything.
    // A shell changes the mode behind crossterm's back, which then enables nothing that it believes to be enabled.
    crossterm::terminal::disable_raw_mode()?;
    crossterm::terminal::enable_raw_mode()?;
    crossterm::execute!(io::stdout(), EnterAlternateScreen, Clear(ClearType::All))?;
    // If they are still set, saving them again would lose what the shell had.
    reset_input_modes();
    set_input_modes();
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

    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};
    use signal_hook::iterator::Signals;

    /// Whether another program has the terminal, so that interrupts are meant for it.
    static ELSEWHERE: AtomicBool = AtomicBool::new(false);

    /// Whether the process was continued since the last call of [`was_continued`].
    static CONTINUED: AtomicBool = AtomicBool::new(false);

    /// Whether the process was continued since the last call.
    pub(super) fn was_continued() -> bool {
        CONTINUED.swap(false, Ordering::SeqCst)
    }

    /// Sets whether to ignore keyboard interrupts, because another program has the terminal.
    pub(super) fn leave_interrupts_to_others(leave: bool) {
        ELSEWHERE.store(leave, Ordering::SeqCst);
    }

    /// Waits on a background thread for a terminating signal and restores the terminal first. No answer is lost, because each
    /// is saved before the next question appears. After a stop, it wakes the loop, which sets the terminal up again.
    pub(super) fn watch() -> io::Result<()> {
        let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT])?;
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            for signal in signals.forever() {
                if signal == SIGCONT {
                    CONTINUED.store(true, Ordering::SeqCst);
                    // The loop waits for events of the terminal, and this makes one.
                    let _ = signal_hook::low_level::raise(SIGWINCH);
                    continue;
                }
                if signal == SIGINT && ELSEWHERE.load(Ordering::SeqCst) {
                    continue;
                }
                // After SIGHUP the terminal is gone, so this may fail.
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

    pub fn was_continued() -> bool {
        false
    }
}
