//! The event loop: draw, wait for an event, hand it to the application, and do what was left until there is time.

use std::io;
use std::time::Duration;

use crossterm::event::Event;

use crate::tui::app::{App, Flow, TerminalRequest};
use crate::tui::theme::Background;

/// A source of events.
pub(in crate::tui) trait Events {
    /// Waits for the next event.
    fn next(&mut self) -> io::Result<Event>;
    /// Whether an event arrives within this time.
    fn is_waiting(&mut self, within: Duration) -> io::Result<bool>;
    /// Whether the process was stopped and continued since the last call.
    fn was_continued(&mut self) -> bool {
        false
    }
    /// What the terminal answered about its background since the last call.
    fn background(&mut self) -> Option<Background> {
        None
    }
}

/// How often to check whether a new day has begun while no key is pressed.
const IDLE: Duration = Duration::from_secs(30);

/// How long typing rests before what was left is done. Most people take longer for each letter.
pub(in crate::tui) const REST: Duration = Duration::from_millis(60);

/// Runs `app` until it quits: draws on `terminal`, reads from `events`, and passes terminal requests to `outside`. The outer
/// error of `outside` means that the terminal is gone; the inner one is shown to the user.
pub(in crate::tui) fn run<B: ratatui::backend::Backend>(
    app: &mut App,
    terminal: &mut ratatui::Terminal<B>,
    mut events: impl Events,
    mut outside: impl FnMut(
        &mut ratatui::Terminal<B>,
        &TerminalRequest,
    ) -> io::Result<Result<(), String>>,
) -> io::Result<()>
where
    io::Error: std::convert::From<B::Error>,
{
    app.guard.begin();
    loop {
        // Drop input typed before the new content could be read.
        while app.is_unread() && events.is_waiting(Duration::ZERO)? {
            let flow = app.take(&events.next()?, false);
            if !obey(&flow, app, terminal, &mut outside)? {
                return Ok(());
            }
        }
        if let Some(background) = events.background() {
            app.suit(background);
        }
        terminal.draw(|frame| app.draw(frame))?;
        app.drawn();
        if app.back_up() {
            continue;
        }
        let waited = events.is_waiting(Duration::ZERO)?;
        if app.hear() || !waited && !is_pressed(app, &mut events)? {
            continue;
        }
        let event = events.next()?;
        let is_alone = !waited && !events.is_waiting(Duration::ZERO)?;
        if events.was_continued() {
            let again = Flow::TerminalRequest(TerminalRequest::Continue);
            obey(&again, app, terminal, &mut outside)?;
        }
        let flow = app.take(&event, is_alone);
        if !obey(&flow, app, terminal, &mut outside)? {
            return Ok(());
        }
    }
}

/// Waits for an event; returns false if the screen may have changed by itself.
fn is_pressed(app: &mut App, events: &mut impl Events) -> io::Result<bool> {
    if app.is_waiting() && !events.is_waiting(REST)? {
        app.rest();
        return Ok(false);
    }
    while !events.is_waiting(app.patience().unwrap_or(IDLE))? {
        app.notice_new_day();
        if app.hear() || app.patience().is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Acts on the result of an event. Returns whether the program continues.
fn obey<T>(
    flow: &Flow,
    app: &mut App,
    terminal: &mut T,
    outside: &mut impl FnMut(&mut T, &TerminalRequest) -> io::Result<Result<(), String>>,
) -> io::Result<bool> {
    if let Flow::TerminalRequest(what) = flow {
        let done = outside(terminal, what)?;
        app.came_back(what, done);
    }
    Ok(*flow != Flow::Quit)
}
