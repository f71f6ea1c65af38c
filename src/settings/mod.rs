//! Settings: defaults, then the file, then flags; each value with where it comes from.

mod read;
mod weekday;
mod write;

use clap::ValueEnum;
use jiff::civil::Weekday;

use crate::core::deck::Level;
use crate::core::review::Form;
use crate::core::text::clean;
use crate::core::time::Calendar;
pub use read::{Complaint, FromFile, load, read};
pub use weekday::weekday;
pub use write::{WriteError, change};

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
        help: "target recall when a word comes back",
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

/// Whether a setting holds lines of its own, one for each deck.
pub fn is_by_deck(name: &str) -> bool {
    matches!(name, "follow" | "meets")
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
                return Err("set `meets` with `shoptalk team follow DECK --meets DAY`".to_owned());
            }
            _ => {
                return Err(
                    "set `follow` with `shoptalk team follow DECK` and `shoptalk team unfollow DECK`"
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
                let row =
                    |(deck, day): &(String, Weekday)| format!("{deck}: {}", weekday::short(*day));
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_number_that_is_no_number_is_refused() {
        let mut settings = Settings::default();
        for value in ["NaN", "inf", "0.69", "x", ""] {
            assert!(settings.set("retention", value).is_err(), "{value}");
        }
    }
}
