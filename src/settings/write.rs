//! Writes one setting to a file that the user also edits, leaving the rest unchanged.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::core::yaml::{self, Value};
use crate::files;
use crate::settings::{Setting, Settings, read, setting};

/// Why a setting could not be written. The file is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file cannot be read or written.
    #[error(transparent)]
    File(#[from] files::WriteError),
    /// The file would not read back as wanted after the change.
    #[error(
        "{0} cannot be changed safely; fix it by hand first: it should be lines of `name: value`"
    )]
    Unsafe(PathBuf),
}

/// Applies `change`, which sets `name`, to the current settings at `path` and writes that setting to the file, creating it if
/// missing. Returns all settings afterward. Programs that change settings at the same time wait for each other, this one with
/// `patience`.
pub fn change(
    path: &Path,
    name: &'static str,
    patience: Duration,
    change: impl FnOnce(&mut Settings),
) -> Result<Settings, WriteError> {
    let mut settings = Settings::default();
    files::change(path, patience, |old| {
        settings = read(old).settings;
        change(&mut settings);
        changed(old, &settings, name).ok_or_else(|| WriteError::Unsafe(path.to_owned()))
    })?;
    Ok(settings)
}

/// `old` with `name` replaced or added; `None` if the result would not read back as wanted.
fn changed(old: &str, settings: &Settings, name: &'static str) -> Option<String> {
    let line_end = if old.contains("\r\n") { "\r\n" } else { "\n" };
    let written = entry(settings, name).replace('\n', line_end);
    let new = match span(old, name)? {
        Some((from, to)) => format!("{}{written}{}", &old[..from], &old[to..]),
        None if old.is_empty() || old.ends_with('\n') => format!("{old}{written}"),
        None => format!("{old}{line_end}{written}"),
    };
    let (before, after) = (read(old), read(&new));
    let mut wanted = before.settings;
    copy(settings, name, &mut wanted);
    let no_worse = after.complaints.len() <= before.complaints.len();
    (after.settings == wanted && no_worse).then_some(new)
}

fn copy(from: &Settings, name: &str, to: &mut Settings) {
    match name {
        "follow" => to.follow.clone_from(&from.follow),
        "meets" => to.meets.clone_from(&from.meets),
        _ => to.set(name, &value(from, name)).unwrap_or_default(),
    }
}

fn value(settings: &Settings, name: &str) -> String {
    setting(name).map(|setting| setting.get(settings)).unwrap_or_default()
}

/// The lines that set `name`.
fn entry(settings: &Settings, name: &str) -> String {
    let value = value(settings, name);
    if !setting(name).is_some_and(Setting::is_by_deck) {
        return format!("{name}: {value}\n");
    }
    // One deck per line; deck names contain no commas.
    match value.as_str() {
        "none" => format!("{name}: none\n"),
        decks => format!("{name}:\n  {}\n", decks.replace(", ", "\n  ")),
    }
}

/// The byte range of the lines that set `name` now; the outer option is `None` if the file is not a map.
#[expect(
    clippy::option_option,
    reason = "not readable, and readable but not there, are two answers"
)]
fn span(text: &str, name: &str) -> Option<Option<(usize, usize)>> {
    let tree = yaml::parse(text);
    if !tree.faults.is_empty() {
        return None;
    }
    let Some(root) = tree.root else { return Some(None) };
    if !matches!(root.value, Value::Map(_)) {
        return None;
    }
    let Some((key, value)) = root.field(name) else { return Some(None) };
    let from = usize::try_from(key.place.start).ok()?;
    let last = match &value.value {
        Value::Map(fields) if !fields.is_empty() => {
            fields.iter().map(|(_, value)| value.place.end).max()?
        }
        Value::List(items) if !items.is_empty() => {
            value.place.end.max(items.iter().map(|i| i.place.end).max()?)
        }
        _ => value.place.end,
    };
    let last = usize::try_from(last).ok()?.max(from);
    let to = text.get(last..)?.find('\n').map_or(text.len(), |at| last + at + 1);
    Some(Some((from, to)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Level;

    const FILE: &str = "# mine\nminutes: 5 # enough\n\n# teams\nfollow:\n  platform: core # daily\n  data: deep\n# end\nnew: 3\n";

    #[test]
    fn one_setting_changes_and_the_rest_of_the_file_stays() {
        let mut settings = read(FILE).settings;
        settings.minutes = 7;
        let new = changed(FILE, &settings, "minutes").unwrap();
        assert_eq!(new, FILE.replace("minutes: 5 # enough", "minutes: 7"));

        settings = read(FILE).settings;
        settings.follow(&"design".into(), Level::Core);
        let new = changed(FILE, &settings, "follow").unwrap();
        let follow = "  platform: core\n  data: deep\n  design: core\n";
        assert_eq!(new, FILE.replace("  platform: core # daily\n  data: deep\n", follow));
    }

    #[test]
    fn a_setting_that_is_not_there_is_added_at_the_end() {
        let settings = Settings { retention: 0.85, ..Settings::default() };
        assert_eq!(changed("", &settings, "retention").unwrap(), "retention: 85%\n");
        assert_eq!(changed("new: 3", &settings, "retention").unwrap(), "new: 3\nretention: 85%\n");
    }

    #[test]
    fn leaving_the_last_team_is_kept_as_following_none() {
        let mut settings = Settings::default();
        settings.follow(&"a".into(), Level::Core);
        settings.unfollow("a");
        let new = changed("follow: [a]\n", &settings, "follow").unwrap();
        assert_eq!(read(&new).settings.follow, Some(Vec::new()));
    }

    #[test]
    fn a_file_that_cannot_be_understood_is_left_alone() {
        let settings = Settings::default();
        for text in ["- a\n", "minutes: [\n", "just words\n"] {
            assert_eq!(changed(text, &settings, "minutes"), None, "{text}");
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.yaml");
        std::fs::write(&path, "- a\n").unwrap();
        let error =
            change(&path, "minutes", files::PATIENCE, |settings| settings.minutes = 9).unwrap_err();
        assert!(matches!(error, WriteError::Unsafe(_)), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "- a\n");
    }

    #[test]
    fn the_file_and_its_folder_are_made() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/settings.yaml");
        let settings =
            change(&path, "minutes", files::PATIENCE, |settings| settings.minutes = 9).unwrap();
        assert_eq!(settings, Settings { minutes: 9, ..Settings::default() });
        assert_eq!(std::fs::read_to_string(path).unwrap(), "minutes: 9\n");
    }

    #[test]
    fn what_another_program_set_meanwhile_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.yaml");
        for (deck, depth) in [("a", Level::Core), ("b", Level::Deep)] {
            let follow = |settings: &mut Settings| settings.follow(&deck.into(), depth);
            change(&path, "follow", files::PATIENCE, follow).unwrap();
        }
        let settings = change(&path, "new", files::PATIENCE, |settings| settings.new = 3).unwrap();
        assert_eq!(settings.followed().len(), 2);
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text, "follow:\n  a: core\n  b: deep\nnew: 3\n");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
