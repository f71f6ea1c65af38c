//! Reads texts to look for terms in: one file, or the files of a folder.

mod format;

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::core::encoding::utf_16;
use crate::core::jargon::Kind;
use crate::core::text::clean;
use crate::files::{open_named, read_limited};
use format::Format;

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
    /// The encoding of which invalid parts were replaced.
    pub damaged: Option<&'static str>,
}

/// Why a text cannot be read. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// The system refused to read this file.
    #[error("{0}: {1}; check the path and its permissions")]
    Io(String, std::io::Error),
    /// It is larger than [`MAX_BYTES`].
    #[error("{0} is larger than {limit} MiB; split it first", limit = MAX_BYTES / 1024 / 1024)]
    TooLarge(String),
    /// This file is not text, or a text in a format that has to be converted; and what to do.
    #[error("{0} {1}")]
    NoText(String, String),
}

/// Reads the text at `path`, or from standard input if it is `-`.
pub fn read(path: &Path) -> Result<Text, TextError> {
    if path == Path::new("-") {
        return read_from(std::io::stdin().lock(), "-");
    }
    let shown = clean(&path.display().to_string()).into_owned();
    match open_named(path) {
        Ok(file) => read_from(file, &shown),
        Err(error) => Err(TextError::Io(shown, error)),
    }
}

/// Reads a text from `source`, shown as `name`; `-` is standard input.
fn read_from(source: impl Read, name: &str) -> Result<Text, TextError> {
    let path = || if name == "-" { "standard input" } else { name }.to_owned();
    let bytes = read_limited(source, MAX_BYTES).map_err(|error| TextError::Io(path(), error))?;
    if let Some(format) = Format::of_bytes(&bytes) {
        return Err(TextError::NoText(path(), format.what_to_do(name)));
    }
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_BYTES) {
        return Err(TextError::TooLarge(path()));
    }
    let (text, damaged) = decoded(bytes);
    if let Some(format) = Format::of_text(&text, name) {
        return Err(TextError::NoText(path(), format.what_to_do(name)));
    }
    let kind = Kind::of(name, &text);
    Ok(Text { text, kind, damaged })
}

/// Why the captions `name` that begin with `bytes` cannot be read, and what to do, if they are no text.
pub fn refusal(bytes: &[u8], name: &str) -> Option<String> {
    let is_text = !bytes.contains(&0);
    let text = || is_text.then(|| Format::of_text(&String::from_utf8_lossy(bytes), name))?;
    Format::of_bytes(bytes).or_else(text).map(|format| format.what_to_do(name))
}

/// The text in `bytes` without a byte-order mark, and its encoding if parts of it are invalid.
fn decoded(bytes: Vec<u8>) -> (String, Option<&'static str>) {
    match utf_16(&bytes) {
        Some((text, is_damaged)) => (text, is_damaged.then_some("UTF-16")),
        None => utf_8(bytes),
    }
}

fn utf_8(bytes: Vec<u8>) -> (String, Option<&'static str>) {
    let (mut text, damaged) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some("UTF-8")),
    };
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    (text, damaged)
}

/// The prose files below `folder`, sorted by path; and whether there are more than [`MAX_FILES`]. Skips hidden files, links, and
/// folders of third-party packages.
pub fn below(folder: &Path) -> Result<(Vec<PathBuf>, bool), TextError> {
    let (mut files, _) = super::below(folder)
        .map_err(|(folder, error)| TextError::Io(super::shown(&folder).to_string(), error))?;
    files.retain(|file| is_prose(file));
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
    use std::fs;

    use super::*;

    #[test]
    fn what_is_too_large_is_refused_but_first_what_is_no_text() {
        let large = std::io::repeat(b'x');
        assert!(matches!(read_from(large, "x"), Err(TextError::TooLarge(_))));
        let large = b"%PDF-1.7".chain(std::io::repeat(b'x'));
        assert!(matches!(read_from(large, "x"), Err(TextError::NoText { .. })));
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_replaced_and_told() {
        let text = read_from(&b"caf\xe9 SLO"[..], "x").unwrap();
        assert_eq!((text.text.as_str(), text.damaged), ("caf\u{fffd} SLO", Some("UTF-8")));
        assert_eq!(read_from(&b"fine"[..], "x").unwrap().damaged, None);
        assert_eq!(read_from(&b"\xef\xbb\xbffine"[..], "x").unwrap().text, "fine");
    }

    #[test]
    fn utf_16_is_read_in_either_byte_order_and_what_is_damaged_is_told() {
        let text = "An SLO – 技術 \u{1f600}\r\n";
        let units = || std::iter::once(0xfeff).chain(text.encode_utf16());
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        for bytes in [&little, &big] {
            let read = read_from(&bytes[..], "x.txt").unwrap();
            assert_eq!((read.text.as_str(), read.damaged), (text, None));
            let cut = read_from(&bytes[..bytes.len() - 1], "x.txt").unwrap();
            assert_eq!(cut.damaged, Some("UTF-16"));
        }
        let lone = read_from(&b"\xff\xfea\0\0\xd8b\0"[..], "x").unwrap();
        assert_eq!((lone.text.as_str(), lone.damaged), ("a\u{fffd}b", Some("UTF-16")));
        assert_eq!(read_from(&b"\xff\xfe"[..], "x").unwrap().text, "");
        assert!(read_from(&b"\xff\xfe\0\0a\0\0\0"[..], "x").is_err(), "UTF-32");
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
