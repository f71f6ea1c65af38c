//! Makes lines of the text of live captions as it comes. Only the last few are kept.

use std::collections::VecDeque;
use std::ops::RangeInclusive;

use crate::core::captions::rolling::joined;
use crate::core::words::words;

/// How many words before the last line are kept, because they tell which team's term is meant.
const NEAR: usize = 60;
/// How many lines are kept at least, because a rolling caption may repeat them.
const ROLLING: usize = 3;
/// The length in bytes after which a line ends at the next space, and that at which it ends anyway.
const LONG: usize = 600;
const LONGEST: usize = 1_200;
/// The most words before a time in a line that says who speaks.
const NAME: usize = 5;
/// Marks what follows as speech, as in a transcript.
const CUE: &str = "00:00 --> 00:00\n";

/// A caption.
#[derive(Debug)]
struct Line {
    /// The numbers of the lines that were states of it.
    numbers: RangeInclusive<u64>,
    text: String,
    /// Whether it changed since it was last read.
    is_changed: bool,
}

/// What a control sequence for a terminal still needs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Escape {
    #[default]
    None,
    Begun,
    Parameters,
}

/// The last lines of the captions.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The start of a character that is not complete.
    bytes: Vec<u8>,
    escape: Escape,
    finished: VecDeque<Line>,
    /// The line that has no end yet.
    open: String,
    /// Whether the next character replaces the open line.
    is_over: bool,
    /// Whether no more text came for a moment, so that the last word is taken for whole.
    is_paused: bool,
    /// The number of the open line.
    number: u64,
}

/// The lines as one text.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// The text, as a transcript.
    pub(super) text: String,
    /// Where each line begins, and its last number.
    starts: Vec<(usize, u64)>,
    /// The numbers of the lines that changed since they were last read.
    pub(super) changed: Vec<RangeInclusive<u64>>,
    /// Where the text ends, if it stops in the middle of a line.
    pub(super) open_end: Option<usize>,
}

impl Window {
    /// The number of the line at byte offset `at`.
    pub(super) fn line_at(&self, at: usize) -> u64 {
        let next = self.starts.partition_point(|(start, _)| *start <= at);
        next.checked_sub(1).map_or(0, |line| self.starts[line].1)
    }
}

impl Lines {
    /// Adds text as it came, perhaps cut inside a word or a character.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.is_paused = false;
        let mut all = std::mem::take(&mut self.bytes);
        all.extend_from_slice(bytes);
        let mut chunks = all.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            chunk.valid().chars().for_each(|c| self.add_char(c));
            let is_cut = chunks.peek().is_none()
                && std::str::from_utf8(chunk.invalid()).is_err_and(|e| e.error_len().is_none());
            if is_cut {
                chunk.invalid().clone_into(&mut self.bytes);
            } else if !chunk.invalid().is_empty() {
                self.add_char(char::REPLACEMENT_CHARACTER);
            }
        }
    }

    fn add_char(&mut self, c: char) {
        self.escape = match (self.escape, c) {
            (_, '\u{1b}') => Escape::Begun,
            (Escape::Begun, '[') | (Escape::Parameters, ' '..='?') => Escape::Parameters,
            (Escape::None, _) => return self.write(c),
            _ => Escape::None,
        };
    }

    fn write(&mut self, c: char) {
        match c {
            '\n' => self.end_line(),
            // The next text on this line replaces it, as on a terminal.
            '\r' => self.is_over = true,
            _ if self.is_over && c.is_whitespace() => {}
            _ => {
                if std::mem::take(&mut self.is_over) {
                    self.open.clear();
                }
                self.open.push(if c.is_control() || c == '\u{feff}' { ' ' } else { c });
                let is_long = self.open.len() > LONG && c.is_whitespace();
                if is_long || self.open.len() > LONGEST {
                    self.end_line();
                }
            }
        }
    }

    /// Ends the open line, because the text that follows stands elsewhere.
    pub(super) fn end_line(&mut self) {
        self.is_over = false;
        let text = speech(&std::mem::take(&mut self.open));
        if !text.contains(char::is_alphabetic) {
            return;
        }
        let number = self.number;
        self.number += 1;
        let mut last = self.finished.iter_mut().rev().take(ROLLING);
        let found = last.find_map(|line| Some((joined(&line.text, &text)?, line)));
        if let Some((text, line)) = found {
            line.numbers = *line.numbers.start()..=number;
            line.text = text;
            line.is_changed = true;
        } else {
            self.finished.push_back(Line { numbers: number..=number, text, is_changed: true });
        }
    }

    /// Takes the last word for whole, as no more text came for a moment. Returns whether that makes a difference.
    pub(super) fn pause(&mut self) -> bool {
        !std::mem::replace(&mut self.is_paused, true) && !self.open.trim().is_empty()
    }

    /// The lines with what they need around them to be understood. Then drops those that are no longer needed.
    pub(super) fn read(&mut self) -> Window {
        let mut window = Window { text: CUE.to_owned(), ..Window::default() };
        for line in &mut self.finished {
            window.starts.push((window.text.len(), *line.numbers.end()));
            window.text.push_str(&line.text);
            window.text.push('\n');
            if std::mem::take(&mut line.is_changed) {
                window.changed.push(line.numbers.clone());
            }
        }
        // The last word may go on.
        let whole = if self.is_paused || self.is_over {
            self.open.len()
        } else {
            self.open.rfind(char::is_whitespace).unwrap_or(0)
        };
        window.starts.push((window.text.len(), self.number));
        window.text.push_str(speech(&self.open[..whole]).trim_end());
        window.changed.push(self.number..=self.number);
        window.open_end = (whole < self.open.len()).then_some(window.text.len());
        self.forget();
        window
    }

    /// Drops the lines that tell nothing more about those to come.
    fn forget(&mut self) {
        let count = |line: &Line| words(&line.text).len();
        let mut all: usize = self.finished.iter().map(count).sum();
        while self.finished.len() > ROLLING {
            all -= self.finished.front().map_or(0, count);
            if all < NEAR {
                return;
            }
            self.finished.pop_front();
        }
    }
}

/// What is said in `line`: without times, tags, and who speaks; empty for a line that is not speech.
fn speech(line: &str) -> String {
    let line = line.trim();
    let rest = match line.split_once(']') {
        Some((time, rest)) if time.starts_with('[') && is_time(&time[1..]) => rest.trim(),
        _ => line,
    };
    let (first, after) = rest.split_once(' ').unwrap_or((rest, ""));
    let rest = if is_time(first) { after.trim() } else { rest };
    let half = [" AM", " PM", " am", " pm"].iter().find_map(|half| rest.strip_suffix(half));
    let mut names = half.unwrap_or(rest).split_whitespace();
    let is_name = names.next_back().is_some_and(is_time)
        && names.clone().count() <= NAME
        && !names.any(|name| name.starts_with(char::is_lowercase));
    if is_name || rest.contains("-->") || rest.starts_with("WEBVTT") {
        return String::new();
    }
    let mut said = String::with_capacity(rest.len());
    let mut rest = rest;
    while let Some((before, tag)) = rest.split_once('<') {
        said.push_str(before);
        let is_tag = tag.starts_with(|c: char| c.is_alphanumeric() || c == '/');
        rest = match tag.split_once('>') {
            Some((_, after)) if is_tag => after,
            _ => {
                said.push('<');
                tag
            }
        };
    }
    said + rest
}

/// Whether `text` is a time such as `0:03`, or a range of two.
fn is_time(text: &str) -> bool {
    let text = text.trim_matches(['(', ')', '[', ']']);
    let is_of_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | ' ' | '-' | '>');
    text.contains(':')
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(is_of_time)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines after each of `chunks`, without the cue.
    fn after(chunks: &[&str]) -> Vec<String> {
        let mut lines = Lines::default();
        let read = |chunk: &&str| {
            lines.add(chunk.as_bytes());
            lines.read().text[CUE.len()..].to_owned()
        };
        chunks.iter().map(read).collect()
    }

    #[test]
    fn text_is_read_word_by_word_and_line_by_line() {
        let chunks = ["The err", "or budget is g", "one.\nSo"];
        assert_eq!(after(&chunks), ["The", "The error budget is", "The error budget is gone.\n"]);
        assert_eq!(after(&["one\r\ntwo\r", "\nthree "]), ["one\ntwo", "one\ntwo\nthree"]);
    }

    #[test]
    fn a_character_may_come_in_two_parts_and_a_broken_one_spoils_nothing_else() {
        let mut lines = Lines::default();
        let text = "caf\u{e9} \u{1f9ea} SLO\n".as_bytes();
        for byte in text {
            lines.add(&[*byte]);
        }
        lines.add(b"\xff toil\n\xe2");
        lines.add(b"\x82 and\n");
        assert_eq!(&lines.read().text[CUE.len()..], "café 🧪 SLO\n\u{fffd} toil\n\u{fffd} and\n");
    }

    #[test]
    fn a_line_that_is_written_over_is_one_line() {
        let chunks = [
            "the slow",
            "\u{1b}[2K\r      \u{1b}[2K\r",
            "the SLO is",
            "\rthe SLO is met\n",
            "\u{1b}[1;31mand toil\u{1b}[0m\n",
        ];
        let states = after(&chunks);
        assert_eq!(states[1], "the slow", "it stands until there is more");
        assert_eq!(states[3..], ["the SLO is met\n", "the SLO is met\nand toil\n"]);
    }

    #[test]
    fn rolling_captions_are_one_line() {
        let text = "so the slow is\nso the SLO is broken\nsince Monday\nso the SLO is broken\nsince Monday the toil\n";
        assert_eq!(after(&[text]), ["so the SLO is broken\nsince Monday the toil\n"]);
    }

    #[test]
    fn what_nobody_said_is_left_out() {
        let text = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ana>so<00:00:01.500><c> toil</c>\n\n\
            Ana Silva   0:03 PM\nstandup is at 9:30\n[Bo] 14:03:22\n[00:00:00.000 --> 00:00:05.000]   a < b\n00:12 Ana: yes\n";
        assert_eq!(after(&[text]), ["so toil\nstandup is at 9:30\na < b\nAna: yes\n"]);
    }

    #[test]
    fn only_the_last_lines_are_kept_and_a_line_without_end_is_cut() {
        let mut lines = Lines::default();
        for at in 0..1_000 {
            lines.add(
                format!("caption {at} has five words\n", at = "x".repeat(at % 7 + 1)).as_bytes(),
            );
            lines.read();
        }
        assert!(lines.finished.len() < 20, "{}", lines.finished.len());
        lines.add("x".repeat(100_000).as_bytes());
        lines.read();
        assert!(lines.open.len() <= LONGEST && lines.finished.len() <= 20);
    }

    #[test]
    fn after_a_pause_the_last_word_is_whole() {
        let mut lines = Lines::default();
        assert!(!lines.pause());
        lines.add(b"the SLO");
        assert_eq!(lines.read().open_end, Some(CUE.len() + 3));
        assert!(lines.pause() && !lines.pause(), "once is enough");
        let window = lines.read();
        assert!(window.text.ends_with("the SLO") && window.open_end.is_none());
    }
}
