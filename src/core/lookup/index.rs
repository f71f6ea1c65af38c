//! Precomputed data about every name, laid out for one fast pass over all of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Entry;
use super::definition::{Definitions, Gathering, StemId, Text};
use super::normalise::{DEFINITION_CHARS, NAME_CHARS, fold, is_sign, is_unspaced, plain, signs};
use super::pool::{Pool, Texts};
use super::sound::{Sound, Weighed, name_keys};
use super::typo::{Counts, counts};

/// What the first pass reads of each name to decide whether it needs a closer look. Skipped fields are quick to compute.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Sketch {
    /// How often each letter occurs.
    #[serde(skip)]
    pub(super) counts: Counts,
    /// Which letters occur at all, in 32 buckets.
    #[serde(skip)]
    pub(super) letters: u32,
    /// Which stems may occur, in 32 buckets.
    #[serde(skip)]
    pub(super) stems: u32,
    pub(super) entry: u32,
    /// The number of letters.
    #[serde(skip)]
    pub(super) len: u16,
    /// The number of phonetic keys.
    pub(super) keys: u16,
    /// The index of the first phonetic key.
    #[serde(skip)]
    pub(super) key: u32,
}

/// A word starts at this byte of the letters. The flag says whether only a capital marks it ("OpenTelemetry").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Start {
    pub(super) at: u16,
    pub(super) hump: bool,
}

/// One name to add to an entry.
#[derive(Clone, Copy)]
struct Row<'a> {
    entry: u32,
    number: usize,
    name: &'a str,
    is_heard: bool,
}

/// All names of all entries. `restore.rs` checks and completes what was serialized.
#[derive(Serialize, Deserialize)]
pub(super) struct Names {
    /// The ID of each entry.
    pub(super) ids: Texts,
    pub(super) sketches: Vec<Sketch>,
    /// The number of each name within its entry; 0 is the term.
    pub(super) number: Vec<u16>,
    /// Whether each name is only a listed sound.
    pub(super) heard: Vec<bool>,
    /// Folded, without spaces.
    pub(super) letters: Texts,
    /// As written, with accents resolved, for the subsequence signal.
    pub(super) written: Texts,
    /// As shown, for the few names where this differs from `written`.
    pub(super) shown: BTreeMap<u32, Box<str>>,
    pub(super) starts: Pool<Start>,
    pub(super) stems: Pool<StemId>,
    /// The weights of each key, and of its two halves.
    #[serde(skip)]
    pub(super) weighed: Vec<Weighed>,
    #[serde(skip)]
    pub(super) halves: Vec<[Weighed; 2]>,
    pub(super) keys: Pool<Sound>,
    pub(super) definitions: Definitions,
}

impl Names {
    pub(super) fn new<'a>(entries: impl Iterator<Item = Entry<'a>>) -> Self {
        let mut names = Self::none();
        let mut gathering = Gathering::default();
        for (at, entry) in (0_u32..).zip(entries) {
            names.ids.push(entry.id);
            let own = std::iter::once(entry.term).chain(entry.aliases).map(|name| (name, false));
            let heard = entry.sounds_like.into_iter().map(|name| (name, true));
            for (number, (name, is_heard)) in own.chain(heard).enumerate() {
                names.add(Row { entry: at, number, name, is_heard }, &mut gathering);
            }
            let (definition, gloss, why) = (entry.definition, entry.gloss, entry.why);
            for (text, kind) in [(definition, Text::Plain), (gloss, Text::Gloss), (why, Text::Why)]
            {
                for word in fold(text, DEFINITION_CHARS).split(' ').filter(|word| !word.is_empty())
                {
                    gathering.add(at, word, kind);
                }
            }
        }
        let (definitions, ids) = gathering.finish();
        names.definitions = definitions;
        names.stems.change(|id| *id = ids[*id as usize]);
        for at in 0..names.sketches.len() {
            names.sketches[at].stems = stem_bits(names.stems.get(at));
        }
        names.shrink();
        names
    }

    /// No names.
    fn none() -> Self {
        Self {
            ids: Texts::new(),
            sketches: Vec::new(),
            number: Vec::new(),
            heard: Vec::new(),
            letters: Texts::new(),
            written: Texts::new(),
            shown: BTreeMap::new(),
            starts: Pool::new(),
            stems: Pool::new(),
            weighed: Vec::new(),
            halves: Vec::new(),
            keys: Pool::new(),
            definitions: Definitions::none(),
        }
    }

    fn add(&mut self, row: Row<'_>, gathering: &mut Gathering) {
        let name = row.name;
        let folded = fold(name, NAME_CHARS);
        if folded.is_empty() {
            return;
        }
        self.add_row(row, (&folded, &plain(name, NAME_CHARS)), gathering);
        if !name.is_ascii() && !folded.contains(is_sign) {
            let signs: String = signs(name, NAME_CHARS).into_iter().map(|(c, _)| c).collect();
            if !signs.is_empty() {
                self.add_row(row, (&signs, &signs), gathering);
            }
        }
    }

    /// Adds one form of a name: folded, and as written.
    fn add_row(
        &mut self,
        Row { entry, number, name, is_heard }: Row<'_>,
        (folded, written): (&str, &str),
        gathering: &mut Gathering,
    ) {
        let letters: String = folded.chars().filter(|&c| c != ' ').collect();
        if written != name {
            let at = u32::try_from(self.sketches.len()).expect("less than 4 G of names");
            self.shown.insert(at, name.chars().take(NAME_CHARS).collect());
        }
        let keys = name_keys(written);
        self.sketches.push(self.sketch(entry, &letters, keys.len()));
        for key in keys {
            self.keys.push(key);
            self.weigh(self.keys.len() - 1);
        }
        self.number.push(u16::try_from(number).unwrap_or(u16::MAX));
        self.starts.push(starts(folded, written));
        self.letters.push(&letters);
        self.written.push(written);
        self.heard.push(is_heard);
        // Parts of a listed sound are not words of the entry: "con bon" has nothing to do with bones.
        let id = |word| {
            if is_heard {
                gathering.number(word).0
            } else {
                gathering.add(entry, word, Text::Plain)
            }
        };
        self.stems.push(folded.split(' ').map(id));
    }

    /// The sketch of a name with these letters and this many keys, which are added next; its stems are filled in later.
    pub(super) fn sketch(&self, entry: u32, letters: &str, keys: usize) -> Sketch {
        let counts = counts(letters);
        Sketch {
            counts,
            letters: letter_bits(&counts),
            stems: 0,
            entry,
            len: u16::try_from(letters.chars().count()).unwrap_or(u16::MAX),
            keys: u16::try_from(keys).unwrap_or(0),
            key: u32::try_from(self.weighed.len()).expect("less than 4 G of keys"),
        }
    }

    /// Computes the weights of the key `at`, the first one without any.
    pub(super) fn weigh(&mut self, at: usize) {
        let key = self.keys.get(at);
        let (first, second) = key.split_at(key.len() / 2);
        let halves = [Weighed::new(first), Weighed::new(second)];
        self.weighed.push(Weighed::joined(&halves[0], &halves[1]));
        self.halves.push(halves);
    }

    /// The words of the name `at`, folded.
    pub(super) fn words(&self, at: usize) -> impl Iterator<Item = &str> {
        let (letters, starts) = (self.letters.get(at), self.starts.get(at));
        let begins = starts.iter().filter(|start| !start.hump).map(|start| usize::from(start.at));
        let ends = begins.clone().skip(1).chain([letters.len()]);
        begins.zip(ends).map(|(from, to)| letters.get(from..to).unwrap_or_default())
    }

    /// The name `at` as shown.
    pub(super) fn shown(&self, at: usize) -> &str {
        let other = u32::try_from(at).ok().and_then(|at| self.shown.get(&at));
        other.map_or_else(|| self.written.get(at), AsRef::as_ref)
    }

    /// The name of `entry` with this number, as shown. Empty if there is none.
    pub(super) fn named(&self, entry: usize, number: usize) -> &str {
        self.rows(entry, number).next().map_or("", |at| self.shown(at))
    }

    /// The rows of the name of `entry` with this number. A name may have several.
    pub(super) fn rows(&self, entry: usize, number: usize) -> impl Iterator<Item = usize> + Clone {
        let from = self.sketches.partition_point(|sketch| (sketch.entry as usize) < entry);
        (from..self.sketches.len())
            .take_while(move |at| self.sketches[*at].entry as usize == entry)
            .filter(move |at| usize::from(self.number[*at]) == number)
    }

    fn shrink(&mut self) {
        self.sketches.shrink_to_fit();
        self.number.shrink_to_fit();
        self.heard.shrink_to_fit();
        self.ids.shrink();
        self.letters.shrink();
        self.written.shrink();
        self.starts.shrink();
        self.stems.shrink();
        self.weighed.shrink_to_fit();
        self.halves.shrink_to_fit();
        self.keys.shrink();
    }
}

/// The letters with a nonzero count, as bits.
pub(super) fn letter_bits(counts: &Counts) -> u32 {
    counts.iter().enumerate().fold(0, |bits, (at, &count)| bits | (u32::from(count > 0) << at))
}

/// The buckets of `ids`, as bits.
pub(super) fn stem_bits(ids: &[StemId]) -> u32 {
    ids.iter().fold(0, |bits, id| bits | 1 << (id % 32))
}

/// The word starts in the letters of `folded`, including capitals within a word of `written`. In a script without spaces,
/// every character starts a word.
pub(super) fn starts(folded: &str, written: &str) -> Vec<Start> {
    let humps = if written.is_ascii() { humps(written) } else { Vec::new() };
    let mut starts = Vec::new();
    let (mut at, mut new) = (0_u16, true);
    for c in folded.chars() {
        if c == ' ' {
            new = true;
            continue;
        }
        let hump = humps.contains(&at);
        if new || is_unspaced(c) || hump {
            starts.push(Start { at, hump: !new && hump });
        }
        new = false;
        at += u16::try_from(c.len_utf8()).unwrap_or(4);
    }
    starts
}

/// The letters of an ASCII name that start a part in camel case or follow its digits.
fn humps(written: &str) -> Vec<u16> {
    let bytes: Vec<u8> = written
        .bytes()
        .filter(|&c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'#'))
        .collect();
    // "&" folds to "and", so positions after it would be wrong.
    if written.contains('&') {
        return Vec::new();
    }
    let lower = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    (1..bytes.len())
        .filter(|&at| bytes[at].is_ascii_uppercase() && (lower(at - 1) || lower(at + 1)))
        .filter_map(|at| u16::try_from(at).ok())
        .collect()
}
