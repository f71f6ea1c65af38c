//! Recognizes formats that are not plain text, and names the command that converts each.

use serde::de::IgnoredAny;

use crate::core::conversion::argument;
use crate::core::html::is_html;

/// What is not plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// What it is, and the command that prints the text in it.
    Convertible(&'static str, &'static str),
    /// What it is, and what to do.
    Other(&'static str),
}

/// Header fields that only mail programs write.
const FIELDS: [&str; 6] =
    ["content-type", "delivered-to", "message-id", "mime-version", "received", "return-path"];

impl Format {
    /// The format of `bytes`, if they are not text in any encoding.
    pub(super) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let has = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
        let (what, command) = match bytes {
            [b'%', b'P', b'D', b'F', b'-', ..] => ("a PDF", "pdftotext FILE -"),
            [b'{', b'\\', b'r', b't', b'f', ..] => ("rich text", "pandoc -f rtf -t plain FILE"),
            [b'P', b'K', 3, 4, ..] if has(b"word/document.xml") => {
                ("a Word document", "pandoc -f docx -t plain FILE")
            }
            [b'P', b'K', 3, 4, ..] if has(b"opendocument.text") => {
                ("an OpenDocument text", "pandoc -f odt -t plain FILE")
            }
            [b'P', b'K', 3, 4, ..] if has(b"ppt/slides/") => {
                ("a slide deck", "unzip -p FILE 'ppt/slides/*.xml' | sed 's/<[^>]*>/ /g'")
            }
            [b'P', b'K', 3, 4, ..] => {
                return Some(Self::Other("is a zip archive; unpack it, and scan the texts in it"));
            }
            _ => return None,
        };
        Some(Self::Convertible(what, command))
    }

    /// The format of the `text` of the file `name`, if it is not plain text or Markdown.
    pub(super) fn of_text(text: &str, name: &str) -> Option<Self> {
        if text.contains('\0') {
            let what = "is not text; name a plain text, Markdown or transcript file";
            return Some(Self::Other(what));
        }
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        let is_named = matches!(&*ending, "htm" | "html" | "xhtml");
        if is_html(text) || is_named && text.trim_start().starts_with('<') {
            return Some(Self::Convertible("HTML", "pandoc -f html -t plain FILE"));
        }
        let json =
            Self::Convertible("JSON", "jq -r '.. | .text?, .content?, .body? | strings' FILE");
        mail(text).or_else(|| is_json(text).then_some(json))
    }

    /// What the file `name` is, and what to do.
    pub(super) fn what_to_do(self, name: &str) -> String {
        let (what, command) = match self {
            Self::Convertible(what, command) => (what, command),
            Self::Other(what) => return what.to_owned(),
        };
        let command = command.replace("FILE", &argument(name));
        format!("is {what}; scan its text instead: `{command} | shoptalk scan -`")
    }
}

/// The mail that `text` is: it begins with header fields, among them one that only a mail program writes. Those at the top of
/// a pasted mail do not count.
fn mail(text: &str) -> Option<Format> {
    let (mut is_mail, mut is_encoded) = (false, false);
    for (at, line) in text.lines().enumerate() {
        if line.is_empty() || (at == 0 && line.starts_with("From ")) {
            if at == 0 && !line.is_empty() {
                continue;
            }
            break;
        }
        let lower = line.to_ascii_lowercase();
        is_encoded |= lower.contains("multipart/") || lower.contains("text/html");
        if line.starts_with([' ', '\t']) && at > 0 {
            continue;
        }
        let (field, value) = lower.split_once(':')?;
        if field.is_empty() || !field.bytes().all(|b| b.is_ascii_graphic()) {
            return None;
        }
        is_mail |= FIELDS.contains(&field);
        let is_plain = matches!(value.trim(), "7bit" | "8bit" | "binary");
        is_encoded |= field == "content-transfer-encoding" && !is_plain;
    }
    let (what, command) = if is_encoded {
        (
            "an encoded mail",
            "python3 -c 'import email.policy, sys; print(email.message_from_binary_file(sys.stdin.buffer, \
             policy=email.policy.default).get_body((\"plain\", \"html\")).get_content())' < FILE",
        )
    } else {
        ("a mail with its headers", r"awk 'body; /^\r?$/ { body = 1 }' FILE")
    };
    is_mail.then_some(Format::Convertible(what, command))
}

/// Whether `text` is JSON: one object or list, or one after another.
fn is_json(text: &str) -> bool {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    text.trim_start().starts_with(['{', '[']) && values.all(|value| value.is_ok())
}

#[cfg(test)]
mod tests {
    use crate::files::texts::{TextError, read_from};

    /// What to do with `bytes`, if they are refused.
    fn refusal(bytes: &[u8], name: &str) -> Option<String> {
        match read_from(bytes, name) {
            Err(error @ TextError::NoText { .. }) => Some(error.to_string()),
            _ => None,
        }
    }

    #[test]
    fn what_has_to_be_converted_is_refused_with_the_command_whatever_its_name() {
        let mail = include_bytes!("../../../tests/data/scan/email.eml");
        for (bytes, command) in [
            (&b"%PDF-1.7 x"[..], "is a PDF; scan its text instead: `pdftotext x.txt - | shoptalk scan -`"),
            (b"PK\x03\x04 word/document.xml", "`pandoc -f docx -t plain x.txt | shoptalk scan -`"),
            (b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.text", "-f odt -t plain x.txt |"),
            (b"PK\x03\x04 ppt/slides/slide1.xml", "`unzip -p x.txt 'ppt/slides/*.xml' | sed"),
            (b"PK\x03\x04 x", "is a zip archive; unpack it"),
            (b"{\\rtf1\\ansi x", "`pandoc -f rtf -t plain x.txt |"),
            (include_bytes!("../../../tests/data/scan/page.html"), "is HTML; scan its text instead: `pandoc -f html -t plain x.txt |"),
            (b"\xef\xbb\xbf\n<!-- saved -->\n<HTML lang=en>", "is HTML"),
            (b"<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC>", "is HTML"),
            (&mail[..], "is a mail with its headers; scan its text instead: `awk 'body; "),
            (b"From ana@x.org Tue Nov 24\r\nFrom: Ana\r\nReceived: from x\r\n by y\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nx", "is an encoded mail"),
            (include_bytes!("../../../tests/data/scan/slack-export.json"), "strings' x.txt | shoptalk scan -`"),
            (b"{\"text\": \"one\"}\n{\"text\": \"two\"}\n", "is JSON"),
            (b"abc\0def", "x.txt is not text; name a"),
        ] {
            let error = refusal(bytes, "x.txt").unwrap_or_default();
            assert!(error.starts_with("x.txt is ") && error.contains(command), "{command}: {error}");
        }
        let stdin = refusal(b"<html>", "-").unwrap();
        assert_eq!(
            stdin,
            "standard input is HTML; scan its text instead: `pandoc -f html -t plain FILE | shoptalk scan -`"
        );
        assert!(
            refusal(b"<p>Hi</p>", "a page's.html").unwrap().contains(r"plain 'a page'\''s.html' |")
        );
        assert!(refusal(b"<html>", "-x.html").unwrap().contains("plain './-x.html' |"));
    }

    #[test]
    fn what_only_looks_like_it_is_read() {
        for text in [
            "<p align=center>\n<img src=x>\n</p>\n\n# Design",
            "<!-- comment -->\n# Design\n\n<html> is a tag",
            "<!-- never closed",
            "<header>The head of it",
            "From: Ana Silva\nTo: Bob\nSubject: the budget\n\nHi all",
            "From: Ana, with love. Content-Type: text",
            "Received: a letter from Ana, and it says\nthat all is well",
            "[link](https://x.y) and text",
            "[1] The first source.\n[2] The second one.",
            "{braces} are prose",
            "PK is a name",
            "",
        ] {
            assert_eq!(refusal(text.as_bytes(), "x.md"), None, "{text}");
        }
    }
}
