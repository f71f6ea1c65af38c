//! Pronounces names: letters by their names, numbers as words, unpronounceable clusters letter by letter.

use super::Sound::{O, Z};
use super::letters::{named, names};
use super::numbers::number;
use super::spelling::spell;
use super::{KEY_SOUNDS, Key};

/// Acronyms whose pronunciation doesn't follow from their letters.
const SPOKEN: [(&str, &str); 8] = [
    ("sql", "seekwel"),
    ("gui", "gooey"),
    ("jwt", "jot"),
    ("csrf", "seesurf"),
    ("wysiwyg", "wizzywig"),
    ("scsi", "skuzzy"),
    ("url", "erl"),
    ("uri", "yooree"),
];

/// Consonant clusters that start and end English words, sorted.
const ONSETS: [&str; 37] = [
    "bl", "br", "ch", "cl", "cr", "dr", "dw", "fl", "fr", "gh", "gl", "gr", "kh", "kl", "kr", "ph",
    "pl", "pr", "rh", "sc", "sh", "sk", "sl", "sm", "sn", "sp", "sq", "st", "sv", "sw", "th", "tr",
    "ts", "tw", "wh", "wr", "zh",
];
const CODAS: [&str; 120] = [
    "bs", "ch", "ck", "cks", "cs", "ct", "cts", "ds", "dth", "ff", "fs", "ft", "fts", "gh", "ght",
    "ghts", "gn", "gs", "gth", "ks", "ld", "lds", "lf", "lk", "lks", "ll", "lls", "lm", "lms",
    "lp", "lps", "ls", "lt", "lth", "lts", "lv", "mb", "mbs", "mn", "mp", "mps", "mpt", "ms", "nc",
    "nch", "nd", "nds", "ng", "ngs", "ngth", "nk", "nks", "nn", "ns", "nt", "nth", "nts", "nx",
    "nz", "ph", "phs", "ps", "pt", "pts", "rb", "rbs", "rc", "rch", "rd", "rds", "rf", "rg", "rk",
    "rks", "rl", "rld", "rls", "rm", "rms", "rn", "rns", "rp", "rps", "rr", "rs", "rsh", "rst",
    "rt", "rth", "rts", "rv", "rx", "sc", "sh", "sk", "sks", "sm", "sms", "sp", "ss", "st", "sts",
    "tch", "th", "ths", "ts", "tt", "tts", "tz", "wd", "wk", "wl", "wls", "wn", "wns", "ws", "wth",
    "xt", "xts", "zz",
];

/// The phonetic keys of a written name (accents resolved, case kept): as words, and spelled aloud if that differs.
pub(crate) fn name_keys(written: &str) -> Vec<Key> {
    let written: String = written.chars().filter(|c| !matches!(c, '\'' | '\u{2019}')).collect();
    let mut keys = vec![read(&written, Reading::Words)];
    for reading in [Reading::Letters, Reading::Spoken] {
        let key = read(&written, reading);
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys.retain(|key| !key.is_empty());
    keys
}

/// The phonetic key of a query (folded): words as words, single letters by their names.
pub(crate) fn query_key(query: &str) -> Key {
    read(query, Reading::Words)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Runs of letters as words if they are pronounceable; # is "sharp".
    Words,
    /// Capitals and unpronounceable clusters as letters; # is "hash".
    Letters,
    /// Acronyms with a pronunciation of their own.
    Spoken,
}

fn read(text: &str, reading: Reading) -> Key {
    let mut key = Key::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let len = match c {
            _ if c.is_ascii_alphabetic() => run(rest, |c| c.is_ascii_alphabetic()),
            _ if c.is_ascii_digit() => run(rest, |c| c.is_ascii_digit()),
            _ => c.len_utf8(),
        };
        let (piece, tail) = rest.split_at(len);
        match c {
            _ if c.is_ascii_alphabetic() => letters(piece, reading, &mut key),
            // "Oh" for a single zero.
            '0' if len == 1 && reading == Reading::Letters => key.push(O),
            _ if c.is_ascii_digit() => number(piece, &mut key),
            '+' => spell("plus", &mut key),
            '#' if reading == Reading::Letters => spell("hash", &mut key),
            '#' => spell("sharp", &mut key),
            _ => {}
        }
        rest = tail;
        if key.len() >= KEY_SOUNDS {
            key.truncate(KEY_SOUNDS);
            break;
        }
    }
    key
}

fn run(text: &str, belongs: fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// Appends the sounds of one run of letters.
fn letters(piece: &str, reading: Reading, key: &mut Key) {
    let lower = piece.to_ascii_lowercase();
    if reading == Reading::Words
        && let Some(letter) = named(&lower)
    {
        return names(letter, key);
    }
    match reading {
        Reading::Words if can_be_said(&lower) => spell(&lower, key),
        Reading::Words => names(&lower, key),
        Reading::Spoken => humps(piece, |hump| {
            let lower = hump.to_ascii_lowercase();
            match SPOKEN.iter().find(|(acronym, _)| *acronym == lower) {
                Some((_, spoken)) => spell(spoken, key),
                None => match lower.strip_suffix("ctl").filter(|head| !head.is_empty()) {
                    // "Cube control".
                    Some(head) => {
                        letters(head, Reading::Letters, key);
                        spell("control", key);
                    }
                    // "SCIM" and "ASCII" are pronounced with a k.
                    None if is_acronym(hump) => {
                        letters(&lower.replace("sc", "sk"), Reading::Words, key);
                    }
                    None => letters(&lower, Reading::Words, key),
                },
            }
        }),
        Reading::Letters => humps(piece, |hump| {
            let capitals = hump.bytes().filter(u8::is_ascii_uppercase).count();
            let lower = hump.to_ascii_lowercase();
            if let Some(head) = lower.strip_suffix("ctl").filter(|head| !head.is_empty()) {
                // "Cube see tee el".
                clusters(head, key);
                names("ctl", key);
            } else if capitals > 1 && hump.ends_with('s') {
                names(&lower[..lower.len() - 1], key);
                key.push(Z);
            } else if capitals > 1 || !has_vowel(&lower) || lower.len() == 1 {
                names(&lower, key);
            } else {
                clusters(&lower, key);
            }
        }),
    }
}

fn is_acronym(hump: &str) -> bool {
    hump.len() > 1 && hump.bytes().all(|c| c.is_ascii_uppercase())
}

/// Whether a run of letters is read as a word: it has a vowel, or is too long to spell out.
fn can_be_said(lower: &str) -> bool {
    lower.len() > 1 && (has_vowel(lower) || lower.len() > 3)
}

fn has_vowel(lower: &str) -> bool {
    lower.bytes().any(is_vowel)
}

const fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Splits a run at camel-case boundaries: `MySQLServer` is My, SQL, Server. A plural s stays with its capitals.
fn humps(piece: &str, mut each: impl FnMut(&str)) {
    let bytes = piece.as_bytes();
    let upper = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let lower = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    let mut start = 0;
    for at in 1..bytes.len() {
        let plural = bytes[at + 1..] == *b"s";
        let boundary = upper(at) && (lower(at - 1) || (lower(at + 1) && !plural));
        if boundary {
            each(&piece[start..at]);
            start = at;
        }
    }
    each(&piece[start..]);
}

/// Spells out the leading and trailing consonants that can't be pronounced together: "nginx" is "n ginx", "etcd" is
/// "et c d".
fn clusters(lower: &str, key: &mut Key) {
    let legal =
        |known: &[&str], cluster: &str| cluster.len() < 2 || known.binary_search(&cluster).is_ok();
    let bytes = lower.as_bytes();
    let mut head = 0;
    while head + 2 < bytes.len()
        && !is_vowel(bytes[head])
        && !is_vowel(bytes[head + 1])
        && !legal(&ONSETS, &lower[head..head + 2])
    {
        head += 1;
    }
    let last_vowel = bytes.iter().rposition(|&c| is_vowel(c)).map_or(head, |at| at + 1).max(head);
    let mut tail = bytes.len();
    while tail > last_vowel && !legal(&CODAS, &lower[last_vowel..tail]) {
        tail -= 1;
    }
    names(&lower[..head], key);
    spell(&lower[head..tail], key);
    names(&lower[tail..], key);
}

#[cfg(test)]
mod tests;
