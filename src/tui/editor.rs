//! Opens a file in the user's editor at a given line.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;

use crate::core::text::reason;

/// Runs `editor` on `file` at `line` (counted from 1) and waits for it to exit.
///
/// # Errors
/// A message for the user if the editor can't be started or exits with an error.
pub(super) fn open(editor: Option<&OsStr>, file: &Path, line: u32) -> Result<(), String> {
    let shown = file.display();
    let Some(editor) = editor else {
        return Err(format!("it is in {shown}:{line}; set EDITOR to open it from here"));
    };
    if !file.is_file() {
        return Err(format!("{shown} is no longer there"));
    }
    let words = editor.to_str().map(|text| words(text, file, line));
    let Some((program, arguments)) = words.as_ref().and_then(|words| words.as_ref()?.split_first())
    else {
        return Err("EDITOR or VISUAL lacks a closing quote, or names no program".to_owned());
    };
    let name = Path::new(program).display();
    match Command::new(program).args(arguments).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name} failed ({status})")),
        Err(error) => {
            Err(format!("cannot start {name}: {}; check EDITOR or VISUAL", reason(&error)))
        }
    }
}

/// The command line that opens `file` at `line`. Splits `editor` like a shell; `None` if that fails.
fn words(editor: &str, file: &Path, line: u32) -> Option<Vec<OsString>> {
    let words = shell_words::split(editor).ok().filter(|words| !words.is_empty())?;
    let program = Path::new(&words[0]).file_stem()?.to_string_lossy().to_lowercase();
    let mut words: Vec<OsString> = words.into_iter().map(OsString::from).collect();
    // A relative path could begin with a hyphen.
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let mut at_line = file.clone().into_os_string();
    at_line.push(format!(":{line}"));
    match program.as_str() {
        "vi" | "vim" | "nvim" | "gvim" | "vis" | "nano" | "pico" | "emacs" | "emacsclient"
        | "mg" | "jove" | "joe" | "micro" | "kak" | "ne" | "mcedit" | "gedit" => {
            words.extend([format!("+{line}").into(), file.into()]);
        }
        "hx" | "helix" | "zed" | "subl" => words.push(at_line),
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" => {
            words.extend(["--goto".into(), at_line]);
        }
        // Unknown editors get only the file name.
        _ => words.push(file.into()),
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        let told = |editor: &str| {
            let words = words(editor, Path::new("/d/my deck.yaml"), 12).unwrap();
            words.join(OsStr::new("|")).into_string().unwrap()
        };
        for (editor, expected) in [
            ("vim", "vim|+12|/d/my deck.yaml"),
            ("/usr/bin/nvim -u NONE", "/usr/bin/nvim|-u|NONE|+12|/d/my deck.yaml"),
            ("emacsclient -t -a ''", "emacsclient|-t|-a||+12|/d/my deck.yaml"),
            ("hx", "hx|/d/my deck.yaml:12"),
            ("code --wait", "code|--wait|--goto|/d/my deck.yaml:12"),
            ("'/opt/my editor/Vim'", "/opt/my editor/Vim|+12|/d/my deck.yaml"),
            ("ed", "ed|/d/my deck.yaml"),
        ] {
            assert_eq!(told(editor), expected);
        }
        assert!(words("vim '", Path::new("/d"), 1).is_none());
        assert!(words("  ", Path::new("/d"), 1).is_none());
        let relative = words("ed", Path::new("-x.yaml"), 1).unwrap();
        assert!(Path::new(&relative[1]).is_absolute());
    }

    #[test]
    fn what_cannot_be_opened_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deck.yaml");
        let why = open(Some(OsStr::new("vi")), &file, 3).unwrap_err();
        assert!(why.ends_with("deck.yaml is no longer there"), "{why}");
        std::fs::write(&file, "terms: []\n").unwrap();
        let why = open(None, &file, 3).unwrap_err();
        assert!(why.ends_with("deck.yaml:3; set EDITOR to open it from here"), "{why}");
        let why = open(Some(OsStr::new("vi '")), &file, 3).unwrap_err();
        assert!(why.contains("EDITOR"), "{why}");
        let why = open(Some(OsStr::new("/no/such/editor -x")), &file, 3).unwrap_err();
        assert!(why.starts_with("cannot start /no/such/editor"), "{why}");
    }

    #[cfg(unix)]
    #[test]
    fn an_editor_that_fails_is_not_taken_for_one_that_did_its_work() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deck.yaml");
        std::fs::write(&file, "terms: []\n").unwrap();
        assert_eq!(open(Some(OsStr::new("true")), &file, 3), Ok(()));
        let why = open(Some(OsStr::new("false")), &file, 3).unwrap_err();
        assert!(why.starts_with("false failed"), "{why}");
    }
}
