//! The settings: defaults, overridden by the file, then by flags.

mod read;
mod weekday;
mod write;

use clap::ValueEnum;
use jiff::civil::Weekday;
use strum::{EnumString, IntoStaticStr, VariantNames};

use crate::core::card::DeckId;
use crate::core::deck::Level;
use crate::core::review::Form;
use crate::core::slug::slug;
use crate::core::stats::share_percent;
use crate::core::text::clean;
use crate::core::time::Calendar;
use crate::core::words::listed;
pub use read::{Complaint, FromFile, load, read};
pub use weekday::{weekday, weekdays};
pub use write::{WriteError, change};

/// When to do something that can also be left to the program.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, EnumString, IntoStaticStr, VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum When {
    /// As the terminal and the environment (`NO_COLOR`, `TERM`) say.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// All settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Minutes a day.
    pub minutes: u32,
    /// At most this many new words a day.
    pub new: u32,
    /// At most this many reviews a day.
    pub reviews: u32,
    /// The target retention: the probability of recall at which a word is due.
    pub retention: f64,
    /// The hour at which a study day starts.
    pub day_starts: u32,
    /// The form to ask in, if a word allows it; `None` for the automatic choice.
    pub form: Option<Form>,
    /// When to use color.
    pub color: When,
    /// When to run the quiz as plain lines.
    pub plain: When,
    /// Whether words that the user knows well are explained between the lines, too.
    pub glosses_known: bool,
    /// Whether home shows the days since the last visit to each team.
    pub visits: bool,
    /// Whether the trainer starts with figures and names hidden.
    pub privacy: bool,
    /// The built-in decks to load; all of them if `None`.
    pub builtin: Option<Vec<DeckId>>,
    /// The followed decks, each with a depth; `None` before the first start.
    pub follow: Option<Vec<(DeckId, Level)>>,
    /// The weekday of the meeting with each team.
    pub meets: Vec<(DeckId, Weekday)>,
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
            glosses_known: false,
            visits: true,
            privacy: false,
            builtin: None,
            follow: None,
            meets: Vec::new(),
        }
    }
}

/// Everything about one setting.
pub struct Setting {
    /// Its name in the file.
    pub name: &'static str,
    /// What it is called on screen.
    pub label: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// What it accepts, and where it is stored.
    pub kind: Kind,
}

/// What a setting accepts, how to read and write it in [`Settings`], and how the settings screen steps through its values.
pub enum Kind {
    /// An integer in a range.
    Whole {
        /// The minimum and the maximum.
        range: [u32; 2],
        /// How much a key press changes it.
        step: u32,
        /// Where it is stored.
        field: fn(&mut Settings) -> &mut u32,
    },
    /// A fraction in a range, written as a percentage.
    Share {
        /// The minimum and the maximum.
        range: [f64; 2],
        /// Where it is stored.
        field: fn(&mut Settings) -> &mut f64,
    },
    /// One of several words.
    Word {
        /// The words, in the order that key presses step through.
        words: &'static [&'static str],
        /// Reads it.
        get: fn(&Settings) -> &'static str,
        /// Writes one of `words`.
        set: fn(&mut Settings, &str),
    },
    /// Names of decks, or a word for all or none.
    Names {
        /// Reads it, formatted as in the file.
        get: fn(&Settings) -> String,
        /// Writes it. Returns whether the value is valid.
        set: fn(&mut Settings, &str) -> bool,
        /// A description of what it accepts.
        range: &'static str,
    },
    /// One entry per deck, changed by a command.
    ByDeck {
        /// Reads it, formatted on one line.
        get: fn(&Settings) -> String,
        /// A description of what it accepts.
        range: &'static str,
        /// How to change it.
        how: &'static str,
    },
}

/// The forms you can choose.
const FORMS: &[&str] =
    &["auto", "choose", "recall", "fill", "type", "expand", "which-team", "in-sentence"];

const fn row(name: &'static str, label: &'static str, help: &'static str, kind: Kind) -> Setting {
    Setting { name, label, help, kind }
}

const fn whole(range: [u32; 2], step: u32, field: fn(&mut Settings) -> &mut u32) -> Kind {
    Kind::Whole { range, step, field }
}

const fn word(
    words: &'static [&'static str],
    get: fn(&Settings) -> &'static str,
    set: fn(&mut Settings, &str),
) -> Kind {
    Kind::Word { words, get, set }
}

/// All settings, in display order. To add one, add a row here and a field to [`Settings`].
pub static SETTINGS: &[Setting] = &[
    row("minutes", "Quiz", "minutes a day", whole([1, 240], 1, |of| &mut of.minutes)),
    row(
        "new",
        "New words",
        "at most this many new words a day",
        whole([0, 200], 1, |of| &mut of.new),
    ),
    row(
        "reviews",
        "Reviews",
        "at most this many reviews a day",
        whole([1, 2000], 10, |of| &mut of.reviews),
    ),
    row(
        "retention",
        "Retention",
        "target recall when a word comes back",
        Kind::Share { range: [0.7, 0.97], field: |of| &mut of.retention },
    ),
    row(
        "day_starts",
        "Start of day",
        "the hour at which a new day starts",
        whole([0, 23], 1, |of| &mut of.day_starts),
    ),
    row(
        "form",
        "Question form",
        "how to ask, where a word allows it",
        word(
            FORMS,
            |from| from.form.map_or("auto", Into::into),
            |to, word| to.form = Form::asked(word),
        ),
    ),
    row(
        "color",
        "Color",
        "when to use color",
        word(
            When::VARIANTS,
            |from| from.color.into(),
            |to, word| to.color = word.parse().unwrap_or_default(),
        ),
    ),
    row(
        "plain",
        "Plain lines",
        "when to use plain lines, for a screen reader",
        word(
            When::VARIANTS,
            |from| from.plain.into(),
            |to, word| to.plain = word.parse().unwrap_or_default(),
        ),
    ),
    row(
        "glosses",
        "Glosses",
        "words to explain between the lines",
        word(
            &["new", "all"],
            |from| if from.glosses_known { "all" } else { "new" },
            |to, word| to.glosses_known = word == "all",
        ),
    ),
    row(
        "visits",
        "Last visits",
        "whether home shows your last visits",
        word(
            &["show", "hide"],
            |from| if from.visits { "show" } else { "hide" },
            |to, word| to.visits = word == "show",
        ),
    ),
    row(
        "privacy",
        "Privacy",
        "whether figures and names start hidden",
        word(
            &["off", "on"],
            |from| if from.privacy { "on" } else { "off" },
            |to, word| to.privacy = word == "on",
        ),
    ),
    row(
        "builtin",
        "Built-in decks",
        "the built-in decks to load, besides your own",
        Kind::Names {
            get: |from| match from.builtin.as_deref() {
                None => "all".to_owned(),
                Some([]) => "none".to_owned(),
                Some(decks) => decks.join(", "),
            },
            set: |to, value| {
                let decks = value.split(',').map(|deck| deck.trim().into()).collect();
                to.builtin = match value {
                    "all" => None,
                    "none" => Some(Vec::new()),
                    _ => Some(decks),
                };
                to.builtin.iter().flatten().all(|deck| **deck == *slug(deck) && !deck.is_empty())
            },
            range: "all, none, or decks separated by commas, as in `platform, security`",
        },
    ),
    row(
        "follow",
        "Teams",
        "the decks you are quizzed on, each with its depth",
        Kind::ByDeck {
            get: |from| {
                on_one_line(from.followed().iter().map(|(deck, depth)| format!("{deck}: {depth}")))
            },
            range: "lines of `deck: core`, `deck: working` or `deck: deep`",
            how: "`shoptalk team follow DECK` and `shoptalk team unfollow DECK`",
        },
    ),
    row(
        "meets",
        "Meetings",
        "the day of the week on which you meet a team",
        Kind::ByDeck {
            get: |from| {
                let row =
                    |(deck, day): &(DeckId, Weekday)| format!("{deck}: {}", weekday::short(*day));
                on_one_line(from.meets.iter().map(row))
            },
            range: "lines of `deck: mon`, `deck: tue` …",
            how: "`shoptalk team follow DECK --meets DAY`",
        },
    ),
];

/// A fraction as it is shown and written.
fn shown_share(share: f64) -> String {
    format!("{}%", share_percent(share))
}

/// The fraction in `value`: `90%`, or `0.9` as in older files.
fn share(value: &str) -> Option<f64> {
    let number: f64 = value.strip_suffix('%').unwrap_or(value).parse().ok()?;
    Some(if number > 1.0 { number / 100.0 } else { number })
}

fn on_one_line(rows: impl Iterator<Item = String>) -> String {
    let rows: Vec<String> = rows.collect();
    if rows.is_empty() { "none".to_owned() } else { rows.join(", ") }
}

impl Setting {
    /// A description of what it accepts.
    pub fn range(&self) -> String {
        match &self.kind {
            Kind::Whole { range: [low, high], .. } => {
                format!("a whole number from {low} to {high}")
            }
            Kind::Share { range: [low, high], .. } => {
                format!("a percentage from {} to {}", shown_share(*low), shown_share(*high))
            }
            Kind::Word { words, .. } => listed(words, "or"),
            Kind::Names { range, .. } | Kind::ByDeck { range, .. } => (*range).to_owned(),
        }
    }

    /// Its value in `settings`, as shown and written; a per-deck setting on one line.
    pub fn get(&self, settings: &Settings) -> String {
        match &self.kind {
            Kind::Whole { field, .. } => field(&mut settings.clone()).to_string(),
            Kind::Share { field, .. } => shown_share(*field(&mut settings.clone())),
            Kind::Word { get, .. } => get(settings).to_owned(),
            Kind::Names { get, .. } | Kind::ByDeck { get, .. } => get(settings),
        }
    }

    /// Whether it has one entry per deck.
    pub const fn is_by_deck(&self) -> bool {
        matches!(self.kind, Kind::ByDeck { .. })
    }

    /// The value after or before `value`; `None` at the end of the range, or if values have no order.
    pub fn next(&self, value: &str, up: bool) -> Option<String> {
        let next = match &self.kind {
            Kind::Whole { range: [low, high], step, .. } => {
                let now: u32 = value.parse().ok()?;
                let next = if up { now.saturating_add(*step) } else { now.saturating_sub(*step) };
                next.clamp(*low, *high).to_string()
            }
            Kind::Share { range: [low, high], .. } => {
                let next = share(value)? + if up { 0.01 } else { -0.01 };
                shown_share(next.clamp(*low, *high))
            }
            Kind::Word { words, .. } => {
                let now = words.iter().position(|known| *known == value)?;
                let next = if up { now + 1 } else { now + words.len() - 1 };
                words[next % words.len()].to_owned()
            }
            Kind::Names { .. } | Kind::ByDeck { .. } => return None,
        };
        (next != value).then_some(next)
    }

    fn set(&self, settings: &mut Settings, value: &str) -> bool {
        match &self.kind {
            Kind::Whole { range: [low, high], field, .. } => {
                let value = value.parse().ok().filter(|value| (low..=high).contains(&value));
                value.map(|value| *field(settings) = value).is_some()
            }
            Kind::Share { range: [low, high], field } => {
                let value = share(value).filter(|value| (low..=high).contains(&value));
                value.map(|value| *field(settings) = value).is_some()
            }
            Kind::Word { words, set, .. } => {
                let is_one = words.contains(&value);
                if is_one {
                    set(settings, value);
                }
                is_one
            }
            Kind::Names { set, .. } => set(settings, value),
            Kind::ByDeck { .. } => false,
        }
    }
}

/// The setting of this name.
pub fn setting(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

impl Settings {
    /// Sets `name` to `value`, written as in the file.
    ///
    /// # Errors
    /// A sentence saying what the setting accepts.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let setting = setting(name).ok_or_else(|| read::unknown(name))?;
        if let Kind::ByDeck { how, .. } = setting.kind {
            return Err(format!("set `{name}` with {how}"));
        }
        // An invalid value must leave everything unchanged.
        let mut changed = self.clone();
        if !setting.set(&mut changed, value) {
            return Err(format!("`{name}` is {}, not `{}`", setting.range(), clean(value)));
        }
        *self = changed;
        Ok(())
    }

    /// The followed decks, each with its depth.
    pub fn followed(&self) -> &[(DeckId, Level)] {
        self.follow.as_deref().unwrap_or_default()
    }

    /// The depth to which `deck` is followed, if it is.
    pub fn depth(&self, deck: &str) -> Option<Level> {
        self.followed().iter().find(|(followed, _)| **followed == *deck).map(|(_, depth)| *depth)
    }

    /// Follows `deck` to `depth`.
    pub fn follow(&mut self, deck: &DeckId, depth: Level) {
        let follow = self.follow.get_or_insert_default();
        match follow.iter_mut().find(|(followed, _)| followed == deck) {
            Some((_, known)) => *known = depth,
            None => follow.push((deck.clone(), depth)),
        }
    }

    /// The weekday of the meeting with the team of `deck`.
    pub fn meets(&self, deck: &str) -> Option<Weekday> {
        self.meets.iter().find(|(known, _)| **known == *deck).map(|(_, day)| *day)
    }

    /// Sets the weekday of the meeting with the team of `deck`; `None` removes it.
    pub fn meet(&mut self, deck: &DeckId, day: Option<Weekday>) {
        self.meets.retain(|(known, _)| known != deck);
        self.meets.extend(day.map(|day| (deck.clone(), day)));
    }

    /// Stops following `deck`. Returns whether it was followed.
    pub fn unfollow(&mut self, deck: &str) -> bool {
        let follow = self.follow.get_or_insert_default();
        let before = follow.len();
        follow.retain(|(followed, _)| **followed != *deck);
        follow.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_shown_and_can_be_read_back() {
        let mut settings = Settings::default();
        for setting in SETTINGS.iter().filter(|setting| !setting.is_by_deck()) {
            let value = setting.get(&settings);
            settings.set(setting.name, &value).unwrap();
        }
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn every_step_is_a_value_that_the_setting_may_have() {
        let mut settings = Settings::default();
        for setting in SETTINGS {
            for up in [true, false] {
                for _ in 0..300 {
                    let Some(value) = setting.next(&setting.get(&settings), up) else { break };
                    settings.set(setting.name, &value).unwrap();
                }
            }
        }
        assert_eq!(settings.new, 0, "down to the lowest one");
    }

    #[test]
    fn the_target_is_shown_as_a_percentage_and_may_be_written_as_a_fraction() {
        let mut settings = Settings::default();
        let retention = setting("retention").unwrap();
        for (value, shown) in [("85%", "85%"), ("0.93", "93%"), ("72", "72%")] {
            settings.set("retention", value).unwrap();
            assert_eq!(retention.get(&settings), shown);
        }
        assert!((settings.retention - 0.72).abs() < 1e-9);
        assert_eq!(retention.next("72%", true).as_deref(), Some("73%"));
        for value in ["98%", "0.5", "7", "%", "x%", "NaN"] {
            assert!(settings.set("retention", value).is_err(), "{value}");
        }
    }

    #[test]
    fn built_in_decks_are_all_none_or_named() {
        let mut settings = Settings::default();
        let builtin = setting("builtin").unwrap();
        for (value, decks) in [
            ("none", Some(&[][..])),
            ("all", None),
            ("platform, ml", Some(&["platform", "ml"][..])),
        ] {
            settings.set("builtin", value).unwrap();
            let decks = decks.map(|decks| decks.iter().map(|deck| DeckId::from(*deck)).collect());
            assert_eq!(
                (settings.builtin.clone(), builtin.get(&settings)),
                (decks, value.to_owned())
            );
        }
        for value in ["", "Platform", "platform,, ml", "a b"] {
            assert!(settings.set("builtin", value).is_err(), "{value}");
        }
    }

    #[test]
    fn a_number_that_is_no_number_is_refused() {
        let mut settings = Settings::default();
        for value in ["NaN", "inf", "0.69", "x", ""] {
            assert!(settings.set("retention", value).is_err(), "{value}");
        }
    }
}
