//! The text of a screen. Every number on it must be accounted for.

use std::cell::Cell;

use super::pattern;
use super::texts::Texts;

/// The most rows that one sentence takes.
const LONGEST: usize = 6;

/// The text of one screen, and which of its rows have been read.
pub struct Page {
    text: String,
    rows: Vec<Row>,
}

struct Row {
    /// The row without surrounding spaces.
    text: String,
    /// The row with single spaces, to ignore column alignment.
    words: String,
    is_read: Cell<bool>,
}

impl Page {
    /// A page with this text.
    pub fn new(text: &str) -> Self {
        let row = |row: &str| {
            // An arrow says that a list goes on.
            let row = row.trim().trim_start_matches(['↓', '↑']).trim_start();
            // Bars and maps show what is counted elsewhere.
            let is_drawn = |c: char| "▁▂▄▆·░▒▓█".contains(c);
            let pieces = row
                .split_whitespace()
                .filter(|piece| piece.len() < 4 || !piece.chars().all(is_drawn));
            let words = pieces.collect::<Vec<_>>().join(" ");
            let legend = ", busiest day ░1+ ▒10+ ▓20+ █40+";
            let words = words.replacen(legend, "", 1);
            let words = words.replacen("shoptalk 12 weeks", "shoptalk", 1);
            Row { text: row.to_owned(), words, is_read: Cell::new(false) }
        };
        Self { text: text.to_owned(), rows: text.lines().map(row).collect() }
    }

    /// A page of a whole screen. Ignores the last row, which lists the keys.
    pub fn of_screen(text: &str) -> Self {
        let body = text.trim_end().rsplit_once('\n').map_or(text, |(body, _)| body);
        Self { text: text.to_owned(), ..Self::new(body) }
    }

    /// The values of the first unread sentence that matches `pattern`, on one row or wrapped. Marks its rows as read.
    pub fn find(&self, pattern: &str) -> Option<Vec<String>> {
        let lead = pattern.split(['#', '§', '(']).next().unwrap_or_default();
        for first in 0..self.rows.len() {
            let words = &self.rows[first].words;
            if !words.starts_with(lead) && !lead.starts_with(words) {
                continue;
            }
            let mut sentence = String::new();
            for (at, row) in self.rows.iter().enumerate().skip(first).take(LONGEST) {
                if row.words.is_empty() || row.is_read.get() {
                    break;
                }
                // A word may be broken after its hyphen.
                let is_broken = sentence.ends_with('-') && !sentence.ends_with(" -");
                if !sentence.is_empty() && !is_broken {
                    sentence.push(' ');
                }
                sentence.push_str(&row.words);
                if let Some(values) = pattern::read(pattern, &sentence) {
                    self.rows[first..=at].iter().for_each(|row| row.is_read.set(true));
                    return Some(values.into_iter().map(str::to_owned).collect());
                }
            }
        }
        None
    }

    /// Marks the `rows` of the table below `title` as read: each is a word with when it comes back. Returns how many there are, or
    /// one too many if the table has others.
    pub fn table(&self, title: &str, rows: &[(String, String)]) -> usize {
        let Some(at) = self.rows.iter().position(|row| row.text == title) else { return 0 };
        let below: Vec<&Row> =
            self.rows[at + 1..].iter().take_while(|row| !row.words.is_empty()).collect();
        let is_row = |row: &Row, (word, when): &(String, String)| {
            row.words.starts_with(&format!("{word} ")) && row.words.ends_with(&format!(" {when}"))
        };
        let found = rows.iter().filter(|expected| {
            let row = below.iter().find(|row| !row.is_read.get() && is_row(row, expected));
            row.inspect(|row| row.is_read.set(true)).is_some()
        });
        let found = found.count();
        let is_when = |row: &&&Row| {
            let last: Vec<&str> = row.words.rsplit(' ').take(3).collect();
            last[0] == "tomorrow" || last.get(2) == Some(&"in") && !last[0].ends_with('…')
        };
        let others = below.iter().filter(|row| !row.is_read.get()).filter(is_when);
        if others.count() > 0 { found + 1 } else { found }
    }

    /// `name` as shown in a row of a list that is marked with a star; truncated if there was no room for all of it.
    pub fn called(&self, name: &str) -> String {
        let starred = self
            .rows
            .iter()
            .filter_map(|row| row.words.trim_start_matches("▌ ").strip_prefix("* "));
        let starred: Vec<&str> = starred.collect();
        let cuts = name.char_indices().rev().map(|(at, _)| format!("{}…", &name[..at]));
        let mut all = std::iter::once(name.to_owned()).chain(cuts.filter(|cut| cut.len() > 10));
        all.find(|name| starred.iter().any(|row| row.starts_with(name.as_str())))
            .unwrap_or_default()
    }

    /// Marks the first nonblank row as read.
    pub fn head_is_read(&self) {
        if let Some(head) = self.rows.iter().find(|row| !row.words.is_empty()) {
            head.is_read.set(true);
        }
    }

    /// Whether a row starts with `words`.
    pub fn has_row(&self, words: &str) -> bool {
        self.rows.iter().any(|row| row.words.starts_with(words))
    }

    /// Like `find`, for a pattern without `§`.
    pub fn numbers(&self, pattern: &str) -> Option<Vec<usize>> {
        let values = self.find(pattern)?;
        Some(values.iter().map(|value| value.parse().expect("`#` reads digits")).collect())
    }

    /// The unread rows with numbers that no text in `known` explains.
    pub fn unread(&self, known: &Texts) -> Vec<&str> {
        let unread = self.rows.iter().filter(|row| !row.is_read.get());
        unread.map(|row| row.text.as_str()).filter(|text| !known.explain(text)).collect()
    }
}

impl std::fmt::Display for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}
