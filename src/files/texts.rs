//! Reads texts to look for terms in: one file, or the files of a folder.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::core::jargon::Kind;
use crate::core::text::clean;

/// The largest size of a text, in bytes.
pub const MAX_BYTES: u64 = 32 * 1024 * 1024;
/// The maximum number of files to read from a folder.
pub const MAX_FILES: usize = 10_000;
/// Extensions of prose files.
const PROSE: [&str; 11] =
    ["adoc", "markdown", "md", "mdx", "org", "rst", "srt", "tex", "text", "txt", "vtt"];

/// A text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Its markup.
    pub kind: Kind,
    /// Whether invalid UTF-8 was replaced.
    pub damaged: bool,
}

/// Why a text cannot be read. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// The system refused.
    #[error("{path}: {error}; check the path and its permissions")]
    Io {
        /// The file.
        path: String,
        /// The system's error.
        error: std::io::Error,
    },
    /// It is larger than [`MAX_BYTES`].
    #[error("{0} is larger than {limit} MiB; split it first", limit = MAX_BYTES / 1024 / 1024)]
    TooLarge(String),
    /// It is not text.
    #[error("{path} {what}")]
    NoText {
        /// The file.
        path: String,
        /// What it is, and what to do.
        what: &'static str,
    },
}

/// Reads the text at `path`, or from standard input if it is `-`.
pub fn read(path: &Path) -> Result<Text, TextError> {
    if path == Path::new("-") {
        return read_from(std::io::stdin().lock(), "-");
    }
    let shown = clean(&path.display().to_string()).into_owned();
    match fs::File::open(path) {
        Ok(file) => read_from(file, &shown),
        Err(error) => Err(TextError::Io { path: shown, error }),
    }
}

/// Reads a text from `source`, shown as `name`.
fn read_from(source: impl Read, name: &str) -> Result<Text, TextError> {
    let mut bytes = Vec::new();
    let path = || name.to_owned();
    source
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| TextError::Io { path: path(), error })?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_BYTES) {
        return Err(TextError::TooLarge(path()));
    }
    if let Some(what) = no_text(&bytes) {
        return Err(TextError::NoText { path: path(), what });
    }
    let (text, damaged) = match String::from_utf8(bytes) {
        Ok(text) => (text, false),
        Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
    };
    let text = text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned);
    let kind = Kind::of(name, &text);
    Ok(Text { text, kind, damaged })
}

/// What `bytes` are if not text, and what to do.
fn no_text(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"%PDF-") {
        return Some("is a PDF; extract its text, for example with `pdftotext`, and scan that");
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Some("is a zip-based document; save it as plain text or Markdown, and scan that");
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Some("is written in UTF-16; save it as UTF-8, and scan that");
    }
    bytes.contains(&0).then_some("is not text; name a plain text, Markdown or transcript file")
}

/// The prose files below `folder`, sorted by path; and whether there are more than [`MAX_FILES`]. Skips hidden files, links, and
/// folders of third-party packages.
pub fn below(folder: &Path) -> Result<(Vec<PathBuf>, bool), TextError> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let io = |error| TextError::Io { path: clean(&folder.display().to_string()).into(), error };
        for entry in fs::read_dir(&folder).map_err(io)? {
            let entry = entry.map_err(io)?;
            let (name, path) = (entry.file_name(), entry.path());
            let name = name.to_string_lossy();
            let kind = entry.file_type().map_err(io)?;
            if name.starts_with('.') {
                continue;
            }
            if kind.is_dir() && !matches!(&*name, "node_modules" | "target" | "vendor") {
                folders.push(path);
            } else if kind.is_file() && is_prose(&path) {
                files.push(path);
            }
        }
    }
    files.sort();
    let more = files.len() > MAX_FILES;
    files.truncate(MAX_FILES);
    Ok((files, more))
}

fn is_prose(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    ending.is_some_and(|ending| PROSE.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_refused_with_what_to_do() {
        for (bytes, word) in [
            (&b"%PDF-1.7 x"[..], "pdftotext"),
            (b"PK\x03\x04 x", "plain text or Markdown"),
            (b"\xff\xfea\0", "UTF-16"),
            (b"abc\0def", "is not text"),
        ] {
            let error = read_from(bytes, "x.txt").unwrap_err().to_string();
            assert!(error.starts_with("x.txt ") && error.contains(word), "{error}");
        }
        let large = std::io::repeat(b'x');
        assert!(matches!(read_from(large, "x"), Err(TextError::TooLarge(_))));
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_replaced_and_told() {
        let text = read_from(&b"caf\xe9 SLO"[..], "x").unwrap();
        assert_eq!((text.text.as_str(), text.damaged), ("caf\u{fffd} SLO", true));
        assert!(!read_from(&b"fine"[..], "x").unwrap().damaged);
    }

    #[test]
    fn the_files_of_a_folder_are_those_that_hold_prose() {
        let folder = tempfile::tempdir().unwrap();
        for name in
            ["b.md", "a.txt", "c.rs", ".d.md", "sub/e.VTT", "node_modules/f.md", ".git/g.md"]
        {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let (files, more) = below(folder.path()).unwrap();
        let names: Vec<_> =
            files.iter().map(|file| file.strip_prefix(folder.path()).unwrap()).collect();
        assert_eq!(names, ["a.txt", "b.md", "sub/e.VTT"].map(Path::new));
        assert!(!more);
        assert!(below(Path::new("no/such/folder")).is_err());
    }
}
