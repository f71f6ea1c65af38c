//! The look back as lines of text: pictures of block characters, or one sentence for each.

use jiff::civil::Weekday;

use crate::core::look_back::{HardWord, LookBack, Practice, STEPS, WEEKS};
use crate::core::stats::percent;
use crate::core::time::Day;
use crate::core::width::{cut, cut_at_word, width};
use crate::core::words::counted;

/// How much was practiced on a day: nothing, and four steps.
pub const GLYPHS: [&str; 5] = ["·", "░", "▒", "▓", "█"];

/// What the glyph of a step means, in at most `room` columns.
pub fn legend(step: usize, room: usize) -> Option<String> {
    let from = STEPS.get(step.checked_sub(1)?)?;
    let unit = if step == STEPS.len() { " answers" } else { "" };
    let forms = [format!("{from}{unit} or more"), format!("{from}+{unit}"), format!("{from}+")];
    forms.into_iter().find(|form| width(form) <= room)
}

/// The title of the words understood.
pub const UNDERSTOOD: &str = "Understood at each month's end";
/// The title of what was recalled.
pub const RECALLED: &str = "Recalled in the last 30 days";
/// Stands there for the figures if there are none.
const NOT_TESTED: &str = "nothing that tests your memory yet";
/// The title of the hardest words.
pub const HARDEST: &str = "Hardest words since you began";

/// The parts of a bar, by eighths of a column.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// The widest bar, in columns.
const BAR: usize = 40;

/// A section: its title, and its rows.
type Part = (String, Vec<String>);

/// The name of a weekday, from Monday, in three letters.
pub fn weekday(from_monday: usize) -> String {
    let monday = jiff::civil::date(2024, 1, 1);
    debug_assert_eq!(monday.weekday(), Weekday::Monday);
    let day = i64::try_from(from_monday).unwrap_or(0);
    monday.saturating_add(jiff::Span::new().days(day)).strftime("%a").to_string()
}

/// `value` of `most` as a bar of at most `room` columns.
fn bar(value: usize, most: usize, room: usize) -> String {
    let eighths = (value * room * 8).checked_div(most).unwrap_or(0).max(usize::from(value > 0));
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// Rows of labels, numbers and bars.
fn bars(rows: &[(String, usize)], columns: usize) -> Vec<String> {
    let most = rows.iter().map(|(_, value)| *value).max().unwrap_or(0);
    let digits = most.to_string().len();
    let label = rows.iter().map(|(label, _)| width(label)).max().unwrap_or(0);
    let room = columns.saturating_sub(label + digits + 4).min(BAR);
    let row = |(name, value): &(String, usize)| {
        let gap = " ".repeat(label - width(name));
        format!("{name}{gap}  {value:>digits$}  {}", bar(*value, most, room)).trim_end().to_owned()
    };
    rows.iter().map(row).collect()
}

impl Practice {
    /// The title of the map.
    pub fn title(&self) -> String {
        format!("Practice in {} of the last {WEEKS} weeks", self.weeks())
    }

    /// The map: a row for each weekday, a column for each week.
    fn map(&self, columns: usize) -> Vec<String> {
        let mut months = String::new();
        for (week, month) in self.months().into_iter().enumerate() {
            if let Some(month) = month {
                months.push_str(&" ".repeat((5 + 2 * week).saturating_sub(width(&months))));
                months.push_str(&month);
            }
        }
        let row = |day: usize| {
            let cells =
                (0..WEEKS).map(|week| self.step(week, day).map_or(" ", |step| GLYPHS[step]));
            let cells = cells.collect::<Vec<_>>().join(" ");
            let row = format!("{}  {cells}", weekday(day));
            let room = columns.saturating_sub(width(&row) + 5);
            let legend = legend(day, room).map(|what| format!("   {} {what}", GLYPHS[day]));
            format!("{row}{}", legend.unwrap_or_default()).trim_end().to_owned()
        };
        [months].into_iter().chain((0..7).map(row)).collect()
    }
}

impl LookBack {
    /// Whether there was any answer.
    pub fn is_empty(&self) -> bool {
        self.months.is_empty()
    }

    /// What the questions of the last thirty days showed, against the target; `None` if there were none.
    pub fn recalled_said(&self) -> Option<String> {
        let (kept, tested) = (self.recalled.kept as usize, self.recalled.tested as usize);
        let target = (self.target * 100.0).round();
        (tested > 0).then(|| {
            format!("{kept} of {tested}, {}%; the target is {target}%", percent(kept, tested))
        })
    }

    /// What was recalled, and what was understood in new sentences, each in a row.
    pub fn recalled_rows(&self) -> Vec<String> {
        let recalled = self.recalled_said().unwrap_or_else(|| NOT_TESTED.to_owned());
        [recalled].into_iter().chain(self.in_new_sentences.said()).collect()
    }

    /// The title of what comes due.
    pub fn due_title(&self) -> String {
        let all = counted(self.due.iter().sum(), "word");
        format!("Due in the next {} days: {all}", self.due.len())
    }

    /// The days of what comes due, each with its name.
    pub fn due_days(&self, today: Day) -> Vec<(String, usize)> {
        let name = |at: usize| {
            let day = today.plus(i32::try_from(at).unwrap_or(0)).date();
            format!("{} {:>2}", day.strftime("%a"), day.day())
        };
        self.due.iter().enumerate().map(|(at, due)| (name(at), *due)).collect()
    }

    /// The months, each with its name and the words understood at its end; the last is now.
    pub fn month_names(&self) -> Vec<(String, usize)> {
        let name = |end: Day| end.date().strftime("%b").to_string();
        let each = self.months.iter().map(|month| (name(month.end), month.understood));
        let mut names: Vec<_> = each.collect();
        if let Some((last, _)) = names.last_mut() {
            "now".clone_into(last);
        }
        names
    }

    /// The pictures, `columns` wide, each with a title that says its period.
    pub fn parts(&self, today: Day, columns: usize) -> Vec<Part> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut parts = vec![
            (self.practice.title(), self.practice.map(columns)),
            (UNDERSTOOD.to_owned(), bars(&self.month_names(), columns)),
        ];
        parts.push((RECALLED.to_owned(), self.recalled_rows()));
        parts.push((self.due_title(), bars(&self.due_days(today), columns)));
        if !self.hardest.is_empty() {
            parts.push((HARDEST.to_owned(), self.hardest_rows(columns)));
        }
        parts
    }

    /// The hardest words, one to a row.
    pub fn hardest_rows(&self, columns: usize) -> Vec<String> {
        let longest = self.hardest.iter().map(|hard| width(&hard.word)).max().unwrap_or(0);
        let column = longest.min(columns / 3);
        let row = |hard: &HardWord| {
            let word = cut(&hard.word, column);
            let gap = " ".repeat(column - width(&word));
            let times = format!("missed {}×", hard.missed);
            let room = columns.saturating_sub(column + width(&times) + 4);
            let gloss = if room < 12 { String::new() } else { cut_at_word(&hard.gloss, room) };
            format!("{word}{gap}  {times}  {gloss}").trim_end().to_owned()
        };
        self.hardest.iter().map(row).collect()
    }

    /// The same as sentences, for screen readers.
    pub fn sentences(&self, today: Day) -> Vec<String> {
        if self.is_empty() {
            return Vec::new();
        }
        let days = counted(self.practice.days(), "day");
        let months: Vec<String> =
            self.month_names().iter().map(|(name, words)| format!("{name} {words}")).collect();
        let due: Vec<String> = self
            .due_days(today)
            .into_iter()
            .filter(|(_, due)| *due > 0)
            .map(|(day, due)| format!("{day}: {due}"))
            .collect();
        let due = if due.is_empty() { "none".to_owned() } else { due.join(", ") };
        let hard: Vec<String> = self
            .hardest
            .iter()
            .map(|hard| format!("{} (missed {}×)", hard.word, hard.missed))
            .collect();
        let mut out = vec![
            format!("{}, on {days}.", self.practice.title()),
            format!("{UNDERSTOOD}: {}.", months.join(", ")),
        ];
        out.extend(self.recalled_said().map(|said| format!("{RECALLED}: {said}.")));
        out.push(format!("{}. {due}.", self.due_title()));
        out.extend((!hard.is_empty()).then(|| format!("{HARDEST}: {}.", hard.join(", "))));
        out
    }
}
