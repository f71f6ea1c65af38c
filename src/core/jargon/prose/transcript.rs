//! Masks `WebVTT` and `SubRip` transcripts: speech is prose; timestamps, cue numbers, tags, remarks, and speaker names
//! are not. Transcripts in plain text are masked by `turns.rs`.

use std::ops::Range;

use super::{Mask, lines};

/// Whether `text` starts like a transcript.
pub(super) fn begins(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(2);
    let first: Vec<&str> = first.collect();
    match first[..] {
        [head, ..] if head == "WEBVTT" || head.starts_with("WEBVTT ") => true,
        [time, _] if start(time).is_some() => true,
        [number, time] => number.bytes().all(|b| b.is_ascii_digit()) && start(time).is_some(),
        _ => false,
    }
}

/// Whether `text` has cues with timing lines, or the header of such a transcript.
pub(super) fn has_cues(text: &str) -> bool {
    begins(text) || lines(text).any(|(_, line)| start(line).is_some())
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
    clock(from.trim())
}

/// The milliseconds of a time such as `01:02:03.456`; hours and milliseconds are optional.
pub(super) fn clock(time: &str) -> Option<u64> {
    let (clock, millis) = time.split_once(['.', ',']).unwrap_or((time, "0"));
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
pub(super) fn tags<'a>(
    mask: &mut Mask<'a>,
    base: usize,
    line: &str,
    mut speaks: &'a str,
) -> &'a str {
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

/// The length in bytes of a speaker name at the start of `line`, with its colon, as in `Ana Silva: …` or `- BOB: …`.
fn speaker(line: &str) -> usize {
    let Some((name, rest)) = line.split_once(':') else { return 0 };
    let is_speaker = is_name(name.trim_start_matches(['-', '>', ' '])) && rest.starts_with(' ');
    if is_speaker { name.len() + 1 } else { 0 }
}

/// Whether `name` is one to five capitalized words, such as `Ana Silva`, `Ana de Souza (Acme)` and `SPEAKER 1`.
pub(super) fn is_name(name: &str) -> bool {
    const PARTICLES: [&str; 12] =
        ["al", "bin", "da", "de", "del", "den", "der", "di", "la", "le", "van", "von"];
    if name.len() > 60 {
        return false;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_part = |word: &&str| {
        let starts = |c: char| (c.is_alphabetic() && !c.is_lowercase()) || c.is_ascii_digit();
        word.trim_start_matches('(').starts_with(starts) || PARTICLES.contains(word)
    };
    (1..=5).contains(&words.len())
        && words.iter().all(is_part)
        && name.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        && !name.contains(['?', '!', ';', '"', ':'])
}
