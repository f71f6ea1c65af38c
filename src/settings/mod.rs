//! Settings: defaults, then the file, then flags; each value with where it comes from.

mod file;

pub use file::{WriteError, write};

use std::path::Path;

use clap::ValueEnum;
use jiff::civil::Weekday;

use crate::core::deck::Level;
use crate::core::review::Form;
use crate::core::text::clean;
use crate::core::time::Calendar;
use crate::core::yaml::{self, Node, Value};

/// When to do something that can also be left to the program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// As the terminal and the environment (`NO_COLOR`, `TERM`) say.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl When {
    /// The word that stands for it.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

fn when(word: &str) -> Option<When> {
    [When::Auto, When::Always, When::Never].into_iter().find(|when| when.as_str() == word)
}

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Minutes a day.
    pub minutes: u32,
    /// At most this many new words a day.
    pub new: u32,
    /// At most this many reviews a day.
    pub reviews: u32,
    /// The probability of recall at which a word comes back.
    pub retention: f64,
    /// The hour at which a study day starts.
    pub day_starts: i8,
    /// The form to ask in, where a word allows it; the ladder decides without it.
    pub form: Option<Form>,
    /// When to use colour.
    pub color: When,
    /// When to run the quiz as plain lines.
    pub plain: When,
    /// Whether home says how long ago one was with each team.
    pub visits: bool,
    /// The decks that are quizzed, each to a depth; none before the first start.
    pub follow: Option<Vec<(String, Level)>>,
    /// The day of the week on which one meets a team.
    pub meets: Vec<(String, Weekday)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            minutes: 5,
            new: 8,
            reviews: 60,
            retention: 0.9,
            day_starts: Calendar::DEFAULT_START,
            form: None,
            color: When::Auto,
            plain: When::Auto,
            visits: true,
            follow: None,
            meets: Vec::new(),
        }
    }
}

/// One setting: its name, what it is for, and what it may be.
#[derive(Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name in the file.
    pub name: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// What it may be, in words.
    pub range: &'static str,
}

/// All settings, in the order in which they are shown.
pub static SETTINGS: &[Setting] = &[
    Setting { name: "minutes", help: "minutes a day", range: "a whole number from 1 to 240" },
    Setting {
        name: "new",
        help: "at most this many new words a day",
        range: "a whole number from 0 to 200",
    },
    Setting {
        name: "reviews",
        help: "at most this many reviews a day",
        range: "a whole number from 1 to 2000",
    },
    Setting {
        name: "retention",
        help: "how sure to be of a word when it comes back",
        range: "a number from 0.70 to 0.97",
    },
    Setting {
        name: "day_starts",
        help: "the hour at which a new day starts",
        range: "a whole number from 0 to 23",
    },
    Setting {
        name: "form",
        help: "how to ask, where a word allows it",
        range: "auto, choose, recall, fill, type, expand or which-team",
    },
    Setting { name: "color", help: "when to use colour", range: "auto, always or never" },
    Setting {
        name: "plain",
        help: "when to quiz in plain lines, as for a screen reader",
        range: "auto, always or never",
    },
    Setting {
        name: "visits",
        help: "whether home says when you last met each team",
        range: "show or hide",
    },
    Setting {
        name: "follow",
        help: "the decks you are quizzed on, each with its depth",
        range: "lines of `deck: core`, `deck: working` or `deck: deep`",
    },
    Setting {
        name: "meets",
        help: "the day of the week on which you meet a team",
        range: "lines of `deck: mon`, `deck: tue` …",
    },
];

/// The days of the week as they are written.
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// The day of the week that `word` names: its first three letters, or all of it, in any case.
pub fn weekday(word: &str) -> Option<Weekday> {
    let word = word.to_lowercase();
    let names = |(short, day): &(&str, Weekday)| {
        word == *short || (word.starts_with(short) && word == format!("{day:?}").to_lowercase())
    };
    WEEKDAYS.iter().find(|row| names(row)).map(|(_, day)| *day)
}

/// How `day` is written in the file.
fn short(day: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|(_, known)| *known == day).map_or("mon", |(name, _)| *name)
}

/// Whether a setting holds lines of its own, one for each deck.
pub fn is_by_deck(name: &str) -> bool {
    matches!(name, "follow" | "meets")
}

/// A line of the settings file that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The line of the file.
    pub line: u32,
    /// What is wrong and how to mend it.
    pub what: String,
}

/// Settings as they were read, with the names of those that the file sets and what it says that cannot be used.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FromFile {
    /// The settings; the default where the file says nothing that can be used.
    pub settings: Settings,
    /// The names of the settings that come from the file.
    pub set: Vec<&'static str>,
    /// What cannot be used.
    pub complaints: Vec<Complaint>,
}

impl Settings {
    /// Sets `name` to `value`, as it would be written in the file.
    ///
    /// # Errors
    /// A sentence that says what the setting may be.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let Some(setting) = SETTINGS.iter().find(|setting| setting.name == name) else {
            let names: Vec<_> = SETTINGS.iter().map(|setting| setting.name).collect();
            return Err(format!(
                "there is no setting `{}`; settings are {}",
                clean(name),
                names.join(", ")
            ));
        };
        let refused = || format!("`{name}` is {}, not `{}`", setting.range, clean(value));
        match name {
            "minutes" => self.minutes = within(value, 1, 240).ok_or_else(refused)?,
            "new" => self.new = within(value, 0, 200).ok_or_else(refused)?,
            "reviews" => self.reviews = within(value, 1, 2000).ok_or_else(refused)?,
            "retention" => self.retention = within(value, 0.7, 0.97).ok_or_else(refused)?,
            "day_starts" => self.day_starts = within(value, 0, 23).ok_or_else(refused)?,
            "form" => {
                self.form = match value {
                    "auto" => None,
                    word => Some(Form::asked(word).ok_or_else(refused)?),
                }
            }
            "color" => self.color = when(value).ok_or_else(refused)?,
            "plain" => self.plain = when(value).ok_or_else(refused)?,
            "visits" => {
                self.visits = match value {
                    "show" => true,
                    "hide" => false,
                    _ => return Err(refused()),
                }
            }
            "meets" => {
                return Err("set `meets` with `shoptalk follow DECK --meets DAY`".to_owned());
            }
            _ => {
                return Err(
                    "set `follow` with `shoptalk follow DECK` and `shoptalk unfollow DECK`"
                        .to_owned(),
                );
            }
        }
        Ok(())
    }

    /// The value of `name` as it is shown and written; `follow` on one line.
    pub fn get(&self, name: &str) -> String {
        match name {
            "minutes" => self.minutes.to_string(),
            "new" => self.new.to_string(),
            "reviews" => self.reviews.to_string(),
            "retention" => format!("{:.2}", self.retention),
            "day_starts" => self.day_starts.to_string(),
            "form" => self.form.map_or("auto", Form::as_str).to_owned(),
            "color" => self.color.as_str().to_owned(),
            "plain" => self.plain.as_str().to_owned(),
            "visits" => if self.visits { "show" } else { "hide" }.to_owned(),
            "meets" => {
                let row = |(deck, day): &(String, Weekday)| format!("{deck}: {}", short(*day));
                let meets: Vec<_> = self.meets.iter().map(row).collect();
                if meets.is_empty() { "none".to_owned() } else { meets.join(", ") }
            }
            _ => {
                let follow = self.follow.as_deref().unwrap_or_default();
                let follow: Vec<_> =
                    follow.iter().map(|(deck, depth)| format!("{deck}: {depth}")).collect();
                if follow.is_empty() { "none".to_owned() } else { follow.join(", ") }
            }
        }
    }

    /// The decks that are followed, each with its depth.
    pub fn followed(&self) -> &[(String, Level)] {
        self.follow.as_deref().unwrap_or_default()
    }

    /// The depth to which `deck` is followed, if it is.
    pub fn depth(&self, deck: &str) -> Option<Level> {
        self.followed().iter().find(|(followed, _)| followed == deck).map(|(_, depth)| *depth)
    }

    /// Follows `deck` to `depth`.
    pub fn follow(&mut self, deck: &str, depth: Level) {
        let follow = self.follow.get_or_insert_default();
        match follow.iter_mut().find(|(followed, _)| followed == deck) {
            Some((_, known)) => *known = depth,
            None => follow.push((deck.to_owned(), depth)),
        }
    }

    /// The day of the week on which one meets the team of `deck`.
    pub fn meets(&self, deck: &str) -> Option<Weekday> {
        self.meets.iter().find(|(known, _)| known == deck).map(|(_, day)| *day)
    }

    /// Sets the day of the week on which one meets the team of `deck`; none where there is no such day.
    pub fn meet(&mut self, deck: &str, day: Option<Weekday>) {
        self.meets.retain(|(known, _)| known != deck);
        self.meets.extend(day.map(|day| (deck.to_owned(), day)));
    }

    /// Stops following `deck`; whether it was followed.
    pub fn unfollow(&mut self, deck: &str) -> bool {
        let follow = self.follow.get_or_insert_default();
        let before = follow.len();
        follow.retain(|(followed, _)| followed != deck);
        follow.len() < before
    }
}

fn within<T: std::str::FromStr + PartialOrd + Copy>(text: &str, low: T, high: T) -> Option<T> {
    text.parse().ok().filter(|value| *value >= low && *value <= high)
}

/// Reads the settings at `path`; the defaults when there is no such file.
pub fn load(path: &Path) -> std::io::Result<FromFile> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(read(&String::from_utf8_lossy(&bytes))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(FromFile::default()),
        Err(error) => Err(error),
    }
}

/// Reads settings from `text`.
pub fn read(text: &str) -> FromFile {
    let mut from = FromFile::default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let tree = yaml::parse(text);
    for fault in &tree.faults {
        let what = "this cannot be read as YAML; write `name: value`".to_owned();
        from.complaints.push(Complaint { line: fault.place.line, what });
    }
    let Some(root) = &tree.root else { return from };
    let Value::Map(fields) = &root.value else {
        let what = "settings are written as `name: value`".to_owned();
        from.complaints.push(Complaint { line: root.place.line, what });
        return from;
    };
    for (key, value) in fields {
        let Value::Text(name, _) = &key.value else { continue };
        match take(&mut from.settings, name, value) {
            Ok(name) => from.set.push(name),
            Err(what) => from.complaints.push(Complaint { line: key.place.line, what }),
        }
    }
    from
}

/// Takes one line of the file in; the name of the setting, for those who have to know that it was set.
fn take(settings: &mut Settings, name: &str, value: &Node<'_>) -> Result<&'static str, String> {
    let known = SETTINGS.iter().find(|setting| setting.name == name);
    match (known, &value.value) {
        (Some(setting), Value::Map(decks)) if setting.name == "follow" => {
            settings.follow = Some(Vec::new());
            for (deck, depth) in decks {
                if let (Value::Text(deck, _), Value::Text(depth, _)) = (&deck.value, &depth.value) {
                    let level = Level::from_word(depth).ok_or_else(|| {
                        let (deck, depth) = (clean(deck), clean(depth));
                        format!("`{deck}: {depth}`: a depth is core, working or deep")
                    })?;
                    settings.follow(&clean(deck), level);
                }
            }
            Ok(setting.name)
        }
        (Some(setting), Value::Map(decks)) if setting.name == "meets" => {
            settings.meets = Vec::new();
            for (deck, day) in decks {
                if let (Value::Text(deck, _), Value::Text(day, _)) = (&deck.value, &day.value) {
                    let found = weekday(day).ok_or_else(|| {
                        let (deck, day) = (clean(deck), clean(day));
                        format!("`{deck}: {day}`: a day is mon, tue, wed, thu, fri, sat or sun")
                    })?;
                    settings.meet(&clean(deck), Some(found));
                }
            }
            Ok(setting.name)
        }
        // `follow: [platform, data]` is what people write first.
        (Some(setting), Value::List(decks)) if setting.name == "follow" => {
            settings.follow = Some(Vec::new());
            for deck in decks {
                if let Value::Text(deck, _) = &deck.value {
                    settings.follow(&clean(deck), Level::Core);
                }
            }
            Ok(setting.name)
        }
        (Some(setting), Value::Text(text, _))
            if is_by_deck(setting.name) && matches!(&**text, "" | "none") =>
        {
            match setting.name {
                "follow" => settings.follow = Some(Vec::new()),
                _ => settings.meets = Vec::new(),
            }
            Ok(setting.name)
        }
        (Some(setting), Value::Text(text, _)) if !is_by_deck(setting.name) => {
            settings.set(setting.name, text)?;
            Ok(setting.name)
        }
        (Some(setting), _) => Err(format!("`{}` is {}", setting.name, setting.range)),
        (None, _) => {
            let near = SETTINGS.iter().map(|s| s.name).find(|known| {
                known.starts_with(name)
                    || name.starts_with(known)
                    || known.replace('_', "-") == *name
            });
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            Err(format!("there is no setting `{}`{hint}", clean(name)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_with_what_cannot_be_used() {
        let from = read(
            "minutes: 10\ncolour: never\nretention: 2\nfollow:\n  platform: core\n  data: deep\n",
        );
        assert_eq!(from.settings.minutes, 10);
        assert_eq!(from.settings.depth("data"), Some(Level::Deep));
        assert_eq!(from.set, ["minutes", "follow"]);
        let complaints: Vec<_> =
            from.complaints.iter().map(|c| format!("{}: {}", c.line, c.what)).collect();
        assert_eq!(
            complaints,
            [
                "2: there is no setting `colour`",
                "3: `retention` is a number from 0.70 to 0.97, not `2`"
            ]
        );
    }

    #[test]
    fn every_setting_is_shown_and_can_be_read_back() {
        let mut settings = Settings::default();
        for setting in SETTINGS.iter().filter(|setting| !is_by_deck(setting.name)) {
            let value = settings.get(setting.name);
            settings.set(setting.name, &value).unwrap();
        }
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn the_day_of_a_meeting_is_written_in_three_letters_or_in_full() {
        let from = read("meets:\n  platform: tue\n  data: Friday\n");
        assert_eq!(from.complaints, []);
        assert_eq!(from.settings.meets("platform"), Some(Weekday::Tuesday));
        assert_eq!(from.settings.get("meets"), "platform: tue, data: fri");
        for word in ["tu", "tuesd", "someday", ""] {
            assert_eq!(weekday(word), None, "{word}");
        }
        let from = read("meets:\n  platform: noon\n");
        assert_eq!(
            from.complaints[0].what,
            "`platform: noon`: a day is mon, tue, wed, thu, fri, sat or sun"
        );
    }

    #[test]
    fn a_number_that_is_no_number_is_refused() {
        let mut settings = Settings::default();
        for value in ["NaN", "inf", "0.69", "x", ""] {
            assert!(settings.set("retention", value).is_err(), "{value}");
        }
    }
}
