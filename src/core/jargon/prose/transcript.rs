//! Masks `WebVTT` and `SubRip` transcripts: speech is prose; timestamps, cue numbers, tags, remarks, and speaker names
//! are not.

use std::ops::Range;

use super::{Mask, lines};

/// Whether `text` starts like a transcript.
pub(super) fn begins(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(2);
    let first: Vec<&str> = first.collect();
    match first[..] {
        [head, ..] if head == "WEBVTT" || head.starts_with("WEBVTT ") => true,
        [number, time] => number.bytes().all(|b| b.is_ascii_digit()) && start(time).is_some(),
        _ => false,
    }
}

/// The start of each cue: offset in bytes, and time in milliseconds.
pub(super) fn moments(text: &str) -> Vec<(usize, u64)> {
    lines(text).filter_map(|(range, line)| Some((range.start, start(line)?))).collect()
}

/// Masks everything that is not speech.
pub(super) fn mask(mask: &mut Mask<'_>) {
    let text = mask.text;
    let mut said = false;
    let mut last = "";
    let mut speaks = "";
    for (range, line) in lines(text) {
        let end = (range.end + 1).min(text.len());
        if start(line).is_some() {
            said = true;
            mask.blank(range.start..end);
        } else if line.trim().is_empty() {
            // Speech continues across cues.
            said = false;
            mask.blank(range.start..end);
        } else if !said || line.trim() == last {
            // Headers, notes, and styles; and lines repeated by rolling captions.
            mask.blank(range.start..end);
        } else {
            last = line.trim();
            mask.blank(range.end..end);
            speaks = tags(mask, range.start, line, speaks);
            let name = speaker(line);
            if name > 0 {
                let range = range.start..range.start + name;
                speaks = changes(mask, range, speaks);
            }
        }
    }
}

/// The start time, in milliseconds, from a timing line `01:02:03.456 --> …`; hours are optional.
fn start(line: &str) -> Option<u64> {
    let (from, _) = line.split_once("-->")?;
    let from = from.trim();
    let (clock, millis) = from.split_once(['.', ',']).unwrap_or((from, "0"));
    let mut seconds: u64 = 0;
    let mut parts = 0;
    for part in clock.split(':') {
        let number: u64 = part.parse().ok()?;
        seconds = seconds.checked_mul(60)?.checked_add(number)?;
        parts += 1;
    }
    let millis: u64 = millis.trim().parse().ok()?;
    (2..=3).contains(&parts).then_some(())?;
    seconds.checked_mul(1000)?.checked_add(millis)
}

/// Masks the speaker's name at `range` and returns it. Recorders repeat the name in every cue, but one speaker's
/// sentence may span several, so only a change of speaker adds a boundary.
fn changes<'a>(mask: &mut Mask<'a>, range: Range<usize>, before: &str) -> &'a str {
    let text = mask.text;
    let name = &text[range.clone()];
    if name == before {
        mask.blank(range);
    } else {
        mask.cut(range);
    }
    name
}

/// Masks tags in angle brackets and remarks such as `[music]`; returns the speaker at the end of the line.
fn tags<'a>(mask: &mut Mask<'a>, base: usize, line: &str, mut speaks: &'a str) -> &'a str {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(open) =
        bytes[at..].iter().position(|byte| matches!(byte, b'<' | b'[')).map(|o| at + o)
    {
        let close = if bytes[open] == b'<' { b'>' } else { b']' };
        let Some(length) = bytes[open..].iter().position(|byte| *byte == close) else {
            return speaks;
        };
        at = open + length + 1;
        let range = base + open..base + at;
        // `<v Ana>` names the speaker from here on; other tags are styling.
        if bytes[open..].starts_with(b"<v") {
            speaks = changes(mask, range, speaks);
        } else if close == b']' {
            mask.cut(range);
        } else {
            mask.blank(range);
        }
    }
    speaks
}

/// The length in bytes of a speaker name at the start of `line`, with its colon: one to four capitalized or all-caps
/// words, as in `Ana Silva: …` or `- BOB: …`.
fn speaker(line: &str) -> usize {
    let Some((name, rest)) = line.split_once(':') else { return 0 };
    let words: Vec<&str> = name.trim_start_matches(['-', '>', ' ']).split_whitespace().collect();
    let capital = |word: &&str| {
        word.starts_with(|c: char| c.is_uppercase() || c == '(' || c.is_ascii_digit())
    };
    let is_name = (1..=4).contains(&words.len())
        && name.len() <= 60
        && words.first().is_some_and(|word| word.starts_with(char::is_uppercase))
        && words.iter().all(capital)
        && rest.starts_with(' ');
    if is_name { name.len() + 1 } else { 0 }
}
