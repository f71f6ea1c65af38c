//! Reads settings from a file, with messages about unusable lines.

use std::path::Path;

use crate::core::card::DeckId;
use crate::core::deck::Level;
use crate::core::text::clean;
use crate::core::yaml::{self, Node, Value};
use crate::files;
use crate::settings::{SETTINGS, Settings, setting, weekday};

/// An unusable line in the settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The line number.
    pub line: u32,
    /// What is wrong, and how to fix it.
    pub what: String,
}

/// Settings read from a file, with the names of those it sets and what is unusable.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FromFile {
    /// The settings; the default for each one that the file does not validly set.
    pub settings: Settings,
    /// The names of the settings that the file sets.
    pub set: Vec<&'static str>,
    /// Unusable lines.
    pub complaints: Vec<Complaint>,
}

/// Reads the settings at `path`; the defaults if the file is missing.
pub fn load(path: &Path) -> std::io::Result<FromFile> {
    let bytes = files::read_bytes(path)?.unwrap_or_default();
    Ok(read(&String::from_utf8_lossy(&bytes)))
}

/// Reads settings from `text`.
pub fn read(text: &str) -> FromFile {
    let mut from = FromFile::default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let tree = yaml::parse(text);
    for fault in &tree.faults {
        let what = "not valid YAML; write `name: value`".to_owned();
        from.complaints.push(Complaint { line: fault.place.line, what });
    }
    let Some(root) = &tree.root else { return from };
    let Value::Map(fields) = &root.value else {
        let what = "settings are written as `name: value`".to_owned();
        from.complaints.push(Complaint { line: root.place.line, what });
        return from;
    };
    for (key, value) in fields {
        let Some(name) = key.text() else { continue };
        match take(&mut from.settings, name, value) {
            Ok(name) => from.set.push(name),
            Err(what) => from.complaints.push(Complaint { line: key.place.line, what }),
        }
    }
    from
}

/// Applies one line of the file. Returns the name of the setting.
fn take(settings: &mut Settings, name: &str, value: &Node<'_>) -> Result<&'static str, String> {
    let setting = setting(name).ok_or_else(|| unknown(name))?;
    let name = setting.name;
    match (name, &value.value) {
        ("follow", Value::Text(text, _)) if is_none(text) => settings.follow = Some(Vec::new()),
        ("follow", Value::Map(decks)) => {
            settings.follow = Some(Vec::new());
            each_deck(decks, |deck, depth| {
                let wrong = || format!("`{deck}: {depth}`: a depth is core, working or deep");
                settings.follow(&deck.into(), depth.parse().map_err(|_| wrong())?);
                Ok(())
            })?;
        }
        // People often write `follow: [platform, data]`.
        ("follow", Value::List(decks)) => {
            settings.follow = Some(Vec::new());
            for deck in decks.iter().filter_map(Node::text) {
                settings.follow(&DeckId::from(&*clean(deck)), Level::Core);
            }
        }
        ("meets", Value::Text(text, _)) if is_none(text) => settings.meets = Vec::new(),
        ("meets", Value::Map(decks)) => {
            settings.meets = Vec::new();
            each_deck(decks, |deck, day| {
                let wrong =
                    || format!("`{deck}: {day}`: a day is mon, tue, wed, thu, fri, sat or sun");
                settings.meet(
                    &deck.into(),
                    Some(weekday(day).map_err(|near| {
                        near.map_or_else(wrong, |near| format!("`{deck}: {day}`: {near}"))
                    })?),
                );
                Ok(())
            })?;
        }
        // `builtin: [platform, data]` is just as common.
        ("builtin", Value::List(decks)) => {
            let decks = decks.iter().map(|deck| deck.text().unwrap_or_default());
            settings.set(name, &decks.collect::<Vec<_>>().join(", "))?;
        }
        (name, Value::Text(text, _)) if !setting.is_by_deck() => settings.set(name, text)?,
        _ => return Err(format!("`{name}` is {}", setting.range())),
    }
    Ok(name)
}

/// Whether `text` means an empty list.
fn is_none(text: &str) -> bool {
    matches!(text, "" | "none")
}

/// Takes each entry of a per-deck setting. Fails with the first unusable one, after the others.
fn each_deck(
    lines: &[(Node<'_>, Node<'_>)],
    mut take: impl FnMut(&str, &str) -> Result<(), String>,
) -> Result<(), String> {
    let mut done = Ok(());
    for (deck, value) in lines {
        if let (Some(deck), Some(value)) = (deck.text(), value.text()) {
            done = done.and(take(&clean(deck), &clean(value)));
        }
    }
    done
}

/// The message that there is no setting `name`, with the closest match.
pub(super) fn unknown(name: &str) -> String {
    let near = SETTINGS.iter().map(|setting| setting.name).find(|known| {
        known.starts_with(name) || name.starts_with(known) || known.replace('_', "-") == *name
    });
    let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("unknown setting `{}`{hint}", clean(name))
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;

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
                "2: unknown setting `colour`",
                "3: `retention` is a percentage from 70% to 97%, not `2`"
            ]
        );
    }

    #[test]
    fn the_day_of_a_meeting_is_written_in_three_letters_or_in_full() {
        let from = read("meets:\n  platform: tue\n  data: Friday\n");
        assert_eq!(from.complaints, []);
        assert_eq!(from.settings.meets("platform"), Some(Weekday::Tuesday));
        assert_eq!(setting("meets").unwrap().get(&from.settings), "platform: tue, data: fri");
        let from = read("meets:\n  platform: noon\n  data: tues\nfollow:\n  ml: x\n  data: deep\n");
        assert_eq!(from.settings.meets("data"), Some(Weekday::Tuesday));
        assert_eq!(from.settings.depth("data"), Some(Level::Deep), "one bad line spoils no other");
        assert_eq!(
            from.complaints[0].what,
            "`platform: noon`: a day is mon, tue, wed, thu, fri, sat or sun"
        );
    }
}
