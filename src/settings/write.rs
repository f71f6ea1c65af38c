//! Writing one setting into a file that its owner edits too: nothing else in it is touched.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::core::yaml::{self, Value};
use crate::settings::{Settings, is_by_deck, read};

/// Why a setting could not be written. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file cannot be read or written.
    #[error("{path}: {error}; your settings are unchanged")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// The file does not say what it would have to say afterwards.
    #[error(
        "{0} cannot be changed safely; mend it by hand first: it should be lines of `name: value`"
    )]
    Unsafe(PathBuf),
}

/// Writes the value that `settings` have for `name` into the file at `path`, which is made when it is not there.
pub fn write(path: &Path, settings: &Settings, name: &'static str) -> Result<(), WriteError> {
    let io = |error| WriteError::Io { path: path.to_owned(), error };
    let old = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(io(error)),
    };
    let new = changed(&old, settings, name).ok_or_else(|| WriteError::Unsafe(path.to_owned()))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut private = std::fs::DirBuilder::new();
    private.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut private, 0o700);
    private.create(folder).map_err(io)?;
    // Beside the file and then in its place: whoever reads at this moment sees the old file or the new one.
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
    file.write_all(new.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(io)?;
    // Settings that are a link into a folder of dotfiles stay one.
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    file.persist(target).map_err(|error| io(error.error))?;
    Ok(())
}

/// `old` with the value of `name` replaced or added; none when the result would not read back as wanted.
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
        _ => to.set(name, &from.get(name)).unwrap_or_default(),
    }
}

/// The lines that set `name`.
fn entry(settings: &Settings, name: &str) -> String {
    if !is_by_deck(name) {
        return format!("{name}: {}\n", settings.get(name));
    }
    // Each deck on a line of its own; a deck's name holds no comma.
    match settings.get(name).as_str() {
        "none" => format!("{name}: none\n"),
        decks => format!("{name}:\n  {}\n", decks.replace(", ", "\n  ")),
    }
}

/// The bytes of the lines that set `name` now; the outer option is none when the file is not a map.
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
    let Value::Map(fields) = root.value else { return None };
    let is_it = |value: &Value<'_>| matches!(value, Value::Text(text, _) if text == name);
    let Some((key, value)) = fields.into_iter().find(|(key, _)| is_it(&key.value)) else {
        return Some(None);
    };
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
        settings.follow("design", Level::Core);
        let new = changed(FILE, &settings, "follow").unwrap();
        let follow = "  platform: core\n  data: deep\n  design: core\n";
        assert_eq!(new, FILE.replace("  platform: core # daily\n  data: deep\n", follow));
    }

    #[test]
    fn a_setting_that_is_not_there_is_added_at_the_end() {
        let settings = Settings { retention: 0.85, ..Settings::default() };
        assert_eq!(changed("", &settings, "retention").unwrap(), "retention: 0.85\n");
        assert_eq!(changed("new: 3", &settings, "retention").unwrap(), "new: 3\nretention: 0.85\n");
    }

    #[test]
    fn leaving_the_last_team_is_kept_as_following_none() {
        let mut settings = Settings::default();
        settings.follow("a", Level::Core);
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
        assert!(matches!(write(&path, &settings, "minutes"), Err(WriteError::Unsafe(_))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "- a\n");
    }

    #[test]
    fn the_file_and_its_folder_are_made() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/settings.yaml");
        let settings = Settings { minutes: 9, ..Settings::default() };
        write(&path, &settings, "minutes").unwrap();
        assert_eq!(std::fs::read_to_string(path).unwrap(), "minutes: 9\n");
    }
}
