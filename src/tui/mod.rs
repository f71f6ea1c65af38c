//! The terminal user interface: screens, key bindings, and themes.

mod action;
mod app;
mod background;
mod cells;
mod clipboard;
mod editor;
pub mod keymap;
mod message;
pub mod plain;
mod screens;
mod terminal;
mod theme;
mod widgets;

pub use action::{Action, Context};
pub use app::{App, CaptionSource, Start};
pub use terminal::{TerminalEnv, interrupts, lend_input, run};
pub use theme::Theme;

#[cfg(test)]
mod tests;
