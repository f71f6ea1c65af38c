//! A theme in which each role has a unique color, so tests can identify it.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Style};

use crate::tui::theme::Theme;

const ROLES: [&str; 14] = [
    "text",
    "strong",
    "muted",
    "accent",
    "good",
    "bad",
    "key",
    "frame",
    "selection",
    "found",
    "term",
    "chosen",
    "behind",
    "step",
];

/// The theme.
pub(crate) const fn theme() -> Theme {
    const fn role(number: u8) -> Style {
        Style::new().fg(Color::Indexed(100 + number))
    }
    Theme {
        text: role(0),
        strong: role(1),
        muted: role(2),
        accent: role(3),
        good: role(4),
        bad: role(5),
        key: role(6),
        frame: role(7),
        selection: role(8),
        found: role(9),
        term: role(10),
        chosen: role(11),
        behind: role(12),
        steps: [Color::Indexed(113); 4],
        hiding: false,
    }
}

/// The text of `buffer`, row by row, each run prefixed with its role.
pub(crate) fn painted(buffer: &Buffer) -> String {
    let mut out = String::new();
    for row in buffer.area.rows() {
        let cells: Vec<_> = row.columns().map(|at| &buffer[(at.x, at.y)]).collect();
        for run in cells.chunk_by(|a, b| a.fg == b.fg) {
            let Color::Indexed(number @ 100..) = run[0].fg else { continue };
            let words: String = run.iter().map(|cell| cell.symbol()).collect();
            let role = ROLES[usize::from(number - 100)];
            if !words.trim().is_empty() {
                let _ = writeln!(out, "{:>3} {role:<9} {}", row.y, words.trim());
            }
        }
    }
    out
}
