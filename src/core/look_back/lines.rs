//! The look back as lines of text: pictures of block characters, or one sentence for each.

use std::borrow::Cow;

use jiff::civil::{Date, Weekday};

use crate::core::look_back::{HardWord, LookBack, Practice, STEPS, WEEKS};
use crate::core::stats::{Retention, Tested, percent, share_percent};
use crate::core::time::Day;
use crate::core::width::width;
use crate::core::words::counted;

/// How much was practiced on a day: nothing, and four steps.
pub const GLYPHS: [&str; 5] = ["·", "░", "▒", "▓", "█"];

/// The heading of the legend, in at most `room` columns.
pub fn legend_title(room: usize) -> Option<&'static str> {
    ["answers a day", "answers"].into_iter().find(|form| width(form) <= room)
}

/// What the glyph of a step means, in at most `room` columns.
pub fn legend(step: usize, room: usize) -> Option<String> {
    let from = STEPS.get(step.checked_sub(1)?)?;
    // Use one form for all steps.
    let is_long = STEPS.iter().all(|from| width(&format!("{from} or more")) <= room);
    let form = format!("{from}{}", if is_long { " or more" } else { "+" });
    (width(&form) <= room).then_some(form)
}

/// The title of the words understood.
pub const UNDERSTOOD: &str = "Understood at each month's end";
/// The title of what was recalled.
pub const RECALLED: &str = "Recalled in the last 30 days";
/// The label of answers that the user graded.
pub const SELF_GRADED: &str = "self-graded";
/// Shown instead of the figures if there are none.
pub const NOT_TESTED: &str =
    "none; typed and self-graded answers count from the day after you meet a word";
/// Shown instead of everything before the first answer.
pub const FIRST_DAY: &str = "After the first answer, the days of practice and what comes due stand here; from the next day on, also what you recall and understand.";
/// The title of the hardest words.
pub const HARDEST: &str = "Missed most since you began";

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

/// A sentence in lines of `columns`.
fn wrapped(said: &str, columns: usize) -> Vec<String> {
    textwrap::wrap(said, columns).into_iter().map(Cow::into_owned).collect()
}

impl Practice {
    /// The title of the map.
    pub fn title(&self) -> String {
        format!("Practiced {} of the last {WEEKS} weeks", self.weeks())
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
        let used = 5 + 2 * WEEKS + 2;
        if let Some(title) = legend_title(columns.saturating_sub(used)) {
            months.push_str(&" ".repeat(used.saturating_sub(width(&months))));
            months.push_str(title);
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

    /// The recall rates of the last thirty days, by who judged the answers, and the target.
    fn recalled(&self) -> Vec<String> {
        let Retention { typed, judged } = self.retention;
        let rates = [(typed, "typed"), (judged, SELF_GRADED)].into_iter();
        let rates = rates.filter(|(of, _)| of.tested > 0).map(|(Tested { kept, tested }, how)| {
            let percent = percent(kept as usize, tested as usize);
            format!("{kept} of {tested} {how}, {percent}%")
        });
        let mut said: Vec<String> = rates.collect();
        said.push(match said.len() {
            0 => NOT_TESTED.to_owned(),
            _ => format!("the target is {}%", self.target_percent()),
        });
        said
    }

    /// The target as a percentage.
    pub fn target_percent(&self) -> f64 {
        share_percent(self.target)
    }

    /// The title of what comes due.
    pub fn due_title(&self) -> String {
        let all = counted(self.due.iter().sum::<usize>(), "word");
        format!("Due in the next {} days: {all}", self.due.len())
    }

    /// The days from today on, each with what comes due.
    pub fn due_days(&self, today: Day) -> impl Iterator<Item = (Date, usize)> {
        let day = move |at: usize| today.plus(i32::try_from(at).unwrap_or(0)).date();
        self.due.iter().enumerate().map(move |(at, due)| (day(at), *due))
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

    /// The number of words understood now, if there is no other month to compare it with, and when there will be.
    pub fn only_month(&self) -> Option<String> {
        let [now] = &self.months[..] else { return None };
        let month = now.end.date().last_of_month().tomorrow().ok()?.strftime("%B");
        Some(format!(
            "now {}; a bar for each month from {month} on",
            counted(now.understood, "word")
        ))
    }

    /// The pictures, `columns` wide, each with a title that says its period.
    pub fn parts(&self, today: Day, columns: usize) -> Vec<Part> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut parts = vec![
            (self.practice.title(), self.practice.map(columns)),
            (
                UNDERSTOOD.to_owned(),
                match self.only_month() {
                    Some(said) => wrapped(&said, columns),
                    None => bars(&self.month_names(), columns),
                },
            ),
        ];
        let recalled = self.recalled();
        let recalled = recalled.iter().flat_map(|said| wrapped(said, columns)).collect();
        parts.push((RECALLED.to_owned(), recalled));
        parts.extend(self.in_new_sentences.said().map(|said| (said, Vec::new())));
        let name = |day: Date| format!("{} {:>2}", day.strftime("%a"), day.day());
        let days: Vec<_> = self.due_days(today).map(|(day, due)| (name(day), due)).collect();
        let is_due = self.due.iter().any(|due| *due > 0);
        parts.push((self.due_title(), if is_due { bars(&days, columns) } else { Vec::new() }));
        if !self.hardest.is_empty() {
            parts.push((HARDEST.to_owned(), self.hardest_rows(columns)));
        }
        parts
    }

    /// The hardest words in `columns` columns: the indent of wrapped lines, and for each word the number of misses, the word and
    /// its meaning, padded so that they align when joined.
    pub fn hardest_parts(&self, columns: usize) -> (usize, Vec<[String; 3]>) {
        let widest =
            |of: &dyn Fn(&HardWord) -> usize| self.hardest.iter().map(of).max().unwrap_or(0);
        let digits = widest(&|hard| hard.missed.to_string().len());
        let column = widest(&|hard| width(&hard.word)).min(columns / 3);
        let parts = |hard: &HardWord| {
            // A longer word is never cut.
            let gap = " ".repeat(column.saturating_sub(width(&hard.word)) + 2);
            let missed = format!("{:>digits$}×  ", hard.missed);
            [missed, format!("{}{gap}", hard.word), hard.gloss.clone()]
        };
        (digits + column + 5, self.hardest.iter().map(parts).collect())
    }

    /// The rows of the hardest words.
    fn hardest_rows(&self, columns: usize) -> Vec<String> {
        let (indent, words) = self.hardest_parts(columns);
        let rest = " ".repeat(indent);
        let options = textwrap::Options::new(columns).subsequent_indent(&rest);
        let rows = |parts: &[String; 3]| {
            let text = parts.concat();
            let lines = textwrap::wrap(&text, &options).into_iter();
            lines.map(Cow::into_owned).collect::<Vec<_>>()
        };
        words.iter().flat_map(rows).collect()
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
            .filter(|(_, due)| *due > 0)
            .map(|(day, due)| format!("{} {}: {due}", day.strftime("%a"), day.day()))
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
        out.push(format!("{RECALLED}: {}.", self.recalled().join("; ")));
        out.extend(self.in_new_sentences.said().map(|said| said + "."));
        out.push(format!("{}. {due}.", self.due_title()));
        out.extend((!hard.is_empty()).then(|| format!("{HARDEST}: {}.", hard.join(", "))));
        out
    }
}
