//! Masks transcripts in plain text, in which a line such as `Ana Silva 0:03`, `[00:12:03] Ana: …` or `Ana: …` begins what
//! someone says.

use std::collections::HashMap;

use super::transcript::{clock, is_name, tags};
use super::{Mask, lines};
use crate::core::lookup::fold;
use crate::core::vocabulary::{is_common, is_given_name, is_technical};

/// The number of lines that decide whether a text is a transcript.
const SAMPLE: usize = 1_000;
/// The least share of them that begin what someone says: one in so many.
const SHARE: usize = 6;
/// A recording starts about here, in milliseconds; "9:00" is a time of day.
const BEGINNING: u64 = 180_000;
/// Time of day or position in a recording: the length of one with hours, as in `00:12:03`.
const WITH_HOURS: usize = 7;
/// The least average number of words between two names. What follows the label of a field is shorter.
const WORDS: usize = 4;
/// The fewest words that show that a text has no punctuation, and one in how many may have some, or a capital.
const CAPTIONED: usize = 60;
const RARE: usize = 50;
/// Labels of fields that are no common words; and common words that say who speaks.
const FIELDS: [&str; 7] = ["assignee", "cons", "goal", "priority", "pros", "scenario", "severity"];
const ROLES: [&str; 2] = ["host", "speaker"];
/// What may surround a name or time.
const MARKS: [char; 10] = [' ', '\t', '*', '_', '>', '-', '–', '—', '|', '•'];

/// The beginning of what someone says.
struct Turn<'a> {
    /// The time in milliseconds, and the length of its first notation.
    start: Option<(u64, usize)>,
    /// Who speaks; empty if the line does not tell.
    speaker: &'a str,
    /// What is said on this line.
    said: &'a str,
}

/// Whether most of `text` is a transcript: it has times that are not a schedule's, or names that alternate.
pub(super) fn is_transcript(text: &str) -> bool {
    let (mut count, mut words, mut timed, mut named, mut silent) = (0, 0, 0, 0, 0);
    let (mut has_hours, mut first) = (0, None);
    let mut speakers: HashMap<&str, usize> = HashMap::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE) {
        count += 1;
        let Some(Turn { start, speaker, said }) = turn(line) else {
            words += line.split_whitespace().count();
            continue;
        };
        words += said.split_whitespace().count();
        if let Some((ms, length)) = start {
            timed += 1;
            has_hours += usize::from(length >= WITH_HOURS);
            first.get_or_insert(ms);
            silent += usize::from(said.is_empty());
        } else if is_someone(speaker) {
            named += 1;
        } else {
            continue;
        }
        if !speaker.is_empty() {
            *speakers.entry(speaker).or_default() += 1;
        }
    }
    let alternate = speakers.len() * 2 <= speakers.values().sum() && speakers.len() >= 2;
    let is_recorded = has_hours * 2 > timed || first.is_some_and(|ms| ms < BEGINNING) || alternate;
    let is_timed = timed >= 2 && timed * SHARE >= count && count > silent && is_recorded;
    let are_people = speakers.keys().all(|speaker| is_person(speaker));
    // A snippet of what one person says.
    let is_snippet = timed == 1 && silent == 1 && speakers.len() == 1 && are_people && count > 1;
    let begins = || text.lines().find(|line| !line.trim().is_empty()).and_then(turn).is_some();
    let is_named = match named {
        0 | 1 => false,
        // A few lines, each of which someone says.
        2 | 3 => are_people && named == count,
        _ => (alternate || are_people) && named * SHARE >= count,
    };
    is_timed || is_snippet && is_recorded && begins() || is_named && words >= named * WORDS
}

/// Whether `text` looks like captions without their times: words in small letters, with hardly any punctuation.
pub(super) fn is_unpunctuated(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(SAMPLE).collect();
    let count = |is: fn(&str) -> bool| words.iter().filter(|word| is(word)).count();
    let is_plain = |word: &str| word.chars().all(|c| c.is_alphanumeric() || "'’-".contains(c));
    let has_capital = |word: &str| word.starts_with(char::is_uppercase) && !word.starts_with('I');
    words.len() >= CAPTIONED
        && count(has_capital) * RARE <= words.len()
        && (words.len() - count(is_plain)) * RARE <= words.len()
        && !text.lines().any(|line| line.trim_start().starts_with(['-', '*', '#', '>', '|']))
}

/// The start of each turn with a time: offset in bytes, and time in milliseconds.
pub(super) fn moments(text: &str) -> Vec<(usize, u64)> {
    lines(text).filter_map(|(range, line)| Some((range.start, turn(line)?.start?.0))).collect()
}

/// Masks everything that is not speech. It continues across lines, and across turns of one speaker.
pub(super) fn mask(mask: &mut Mask<'_>) {
    let text = mask.text;
    let (mut speaks, mut last) = ("", "");
    for (range, line) in lines(text) {
        let end = (range.end + 1).min(text.len());
        let mut said = line;
        if let Some(turn) = turn(line) {
            said = turn.said;
            let head = range.start..range.end - said.len();
            if turn.speaker.is_empty() || turn.speaker == speaks {
                mask.blank(head);
            } else {
                (speaks, last) = (turn.speaker, "");
                mask.cut(head);
            }
        }
        let start = range.end - said.len();
        if said.trim() == last {
            mask.blank(start..end);
        } else if !said.trim().is_empty() {
            last = said.trim();
            tags(mask, start, said, "");
        }
        mask.blank(range.end..end);
    }
}

/// Masks the times and names in the middle of a sentence.
pub(super) fn join(mask: &mut Mask<'_>) {
    let (mut speaks, mut is_open) = ("", false);
    for (range, line) in lines(mask.text) {
        let turn = turn(line);
        if let Some(Turn { speaker, said, .. }) = &turn {
            if speaker.is_empty() || *speaker == speaks {
                if is_open {
                    mask.blank(range.start..range.end - said.len());
                }
            } else {
                (speaks, is_open) = (speaker, false);
            }
        }
        let said = turn.map_or(line, |turn| turn.said).trim();
        if !said.is_empty() {
            is_open = !said.ends_with(['.', '?', '!', '…']);
        }
    }
}

/// The turn that begins with `line`, if any.
fn turn(line: &str) -> Option<Turn<'_>> {
    let line = line.trim_start_matches(MARKS);
    let (start, rest) = stamps(line);
    if start.is_some() && rest.is_empty() {
        return Some(Turn { start, speaker: "", said: "" });
    }
    let found = named(rest).map(|(speaker, later, said)| {
        let speaker = speaker.trim_matches(MARKS);
        Turn { start: start.or(later), speaker, said }
    });
    let whole = || {
        let has_two = rest.trim().contains(' ') && is_name(rest);
        let (speaker, said) = if has_two { (rest.trim(), "") } else { ("", rest) };
        start.map(|start| Turn { start: Some(start), speaker, said })
    };
    found.or_else(whole)
}

/// The time of a turn: milliseconds, and the length of its notation.
type Stamp = Option<(u64, usize)>;

/// Splits a name off `text`, with the time that follows it; a name needs a colon or a time, or to stand in brackets before one.
fn named(text: &str) -> Option<(&str, Stamp, &str)> {
    if let Some((name, rest)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        let (start, said) = stamps(rest.trim_start_matches([':', ' ']));
        let is_turn = is_name(name) && (start.is_some() || rest.starts_with(':'));
        return is_turn.then_some((name, start, said));
    }
    let digit = text.find(|c: char| c.is_ascii_digit());
    let places = text.match_indices([':', '(', '[']).map(|(at, _)| at).chain(digit);
    let mut places: Vec<usize> = places.take_while(|at| *at <= 60).collect();
    places.sort_unstable();
    for at in places {
        let (name, rest) = text.split_at(at);
        let bare = name.trim_end_matches(':').trim_matches(MARKS);
        if !is_name(bare) {
            continue;
        }
        let after = rest.trim_start_matches([':', '*', '_', ' ', '\t']);
        match stamps(after) {
            (Some(start), said) if said.is_empty() || rest.starts_with(['(', '[']) => {
                return Some((bare, Some(start), said));
            }
            _ => {}
        }
        let colon = rest.strip_prefix(':').map(|rest| rest.trim_start_matches(['*', '_']));
        if colon.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
            return Some((bare, None, after));
        }
    }
    None
}

/// Splits times off the beginning of `text`; the first one counts. Returns the rest without what separates it.
fn stamps(text: &str) -> (Stamp, &str) {
    let Some((ms, length, mut rest)) = stamp(text) else { return (None, text) };
    rest = rest.trim_start_matches(MARKS);
    while let Some((_, _, later)) = stamp(rest) {
        rest = later.trim_start_matches(MARKS);
    }
    (Some((ms, length)), rest.trim_start_matches([':', ' ', '\t', '*', '_']))
}

/// A time at the beginning of `text`, as in `0:03`, `(00:12:03)`, `[00:01.5 --> 00:02.0]` or `10:02 AM`, its length, and
/// the rest.
fn stamp(text: &str) -> Option<(u64, usize, &str)> {
    let close = match text.as_bytes().first()? {
        b'[' => Some(']'),
        b'(' => Some(')'),
        b'0'..=b'9' => None,
        _ => return None,
    };
    let inner = close.map_or(text, |_| &text[1..]);
    let length = inner.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ','));
    let (time, rest) = inner.split_at(length.unwrap_or(inner.len()));
    let time = time.trim_end_matches([':', '.', ',']);
    let (whole, _) = time.split_once(['.', ',']).unwrap_or((time, ""));
    let is_time = whole.split(':').enumerate().all(|(at, part)| match at {
        0 => (1..=3).contains(&part.len()),
        _ => part.len() == 2 && part < "60",
    });
    let ms = clock(time).filter(|_| is_time)?;
    let rest = match close {
        Some(close) => {
            let (range, rest) = rest.split_once(close)?;
            let is_range = |c: char| c.is_ascii_digit() || " :.,->–APM".contains(c);
            (range.len() <= 24 && range.chars().all(is_range)).then_some(rest)?
        }
        None => {
            let half = rest.trim_start();
            ["AM", "PM", "am", "pm"].iter().find_map(|end| half.strip_prefix(end)).unwrap_or(rest)
        }
    };
    (!rest.starts_with(char::is_alphanumeric)).then_some((ms, whole.len(), rest))
}

/// Whether `speaker` has the given name of a person.
fn is_person(speaker: &str) -> bool {
    speaker.split_whitespace().next().is_some_and(|name| is_given_name(&fold(name, 64)))
}

/// Whether `label` may name a person, and not a field as in "Note: …".
fn is_someone(label: &str) -> bool {
    let first = label.split_whitespace().next().unwrap_or_default().to_lowercase();
    let is_plain = |word: &str| {
        let word = word.to_lowercase();
        is_common(&word) || is_technical(&word) || FIELDS.contains(&&*word)
    };
    let is_role = ROLES.contains(&&*first);
    label.chars().count() > 1 && (is_role || label.split_whitespace().any(|word| !is_plain(word)))
}
