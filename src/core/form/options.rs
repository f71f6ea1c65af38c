//! Picks wrong options that are plausible and give nothing away.
//!
//! The number of options longer than the right one is random, so length is no clue. If the right answer shares words
//! with the question, one wrong option usually shares as many, so that is no clue either.

use std::cmp::{Ordering, Reverse};
use std::collections::HashSet;

use rand::RngExt as _;

use crate::core::card::TermId;
use crate::core::deck::Term;
use crate::core::form::{Asking, Choice};
use crate::core::lookup::is_stop;
use crate::core::rng::{SeededRng, hash, seeded};
use crate::core::words::{occurrences, stem, words};

/// Number of options.
pub(super) const OPTIONS: usize = 4;
/// Each option is drawn at random from this many nearest candidates.
const NEAREST: usize = 6;

/// How often a wrong option must share as many words with the question as the right one.
const RIVALS: f64 = 0.85;

/// The request for wrong options.
#[derive(Clone, Copy)]
pub(super) struct Options<'a, 'b> {
    /// The question.
    pub asking: &'b Asking<'a>,
    /// The text the question shows.
    pub question: &'b str,
    /// An answer's text before masking; empty if it has none.
    pub text: fn(&Term) -> &str,
    /// An answer's text as shown.
    pub shown: &'b dyn Fn(&Term) -> String,
    /// How unlike the right one an answer is other than in length; the lower, the more alike.
    pub unlike: &'b dyn Fn(&Term) -> f64,
}

impl<'a> Options<'a, '_> {
    /// The right option among wrong ones, in random order; `None` if there is no wrong one. These are first terms that it is
    /// confused with, then those near them, then its own deck if they are to be `near` it, and then all others. Never a
    /// synonym, an alias, or another sense of the word. Never a related term (`see_also`), which may be nearly right,
    /// nor an answer that needs masking when the right one does not: only a wrong answer can name the asked term, so a
    /// mask gives it away. In a small library there may be fewer than [`OPTIONS`].
    pub(super) fn pick(self, near: bool) -> Option<(Vec<Choice>, usize)> {
        let Asking { library, deck, term, seed, .. } = *self.asking;
        let rng = &mut seeded(hash(term.id.as_str(), seed));
        let find = |ids: &'a [TermId]| ids.iter().filter_map(|id| library.find(id));
        let own = || deck.terms.iter().filter(|_| near);
        let elsewhere = || {
            let others = library.terms().filter(|(other, _)| !near || other.id != deck.id);
            others.map(|(_, other)| other)
        };
        let mut draft = Draft::new(self, OPTIONS - 1, rng);
        for other in find(&term.confused_with) {
            if draft.picked.len() < draft.count && draft.fits(other) {
                draft.add(other);
            }
        }
        draft.add_rival(own().chain(elsewhere()), rng);
        if near {
            // Their own wrong options are of the same kind as they are, and so are terms that this one is a wrong option of.
            draft.fill(own().filter(|other| other.confused_with.contains(&term.id)), rng);
            draft.fill(find(&term.confused_with).flat_map(|other| find(&other.confused_with)), rng);
            draft.fill(own(), rng);
        }
        draft.fill(elsewhere(), rng);
        if draft.picked.is_empty() {
            return None;
        }
        let choice = |other: &Term| Choice { term: other.id.clone(), text: (self.shown)(other) };
        let mut options: Vec<Choice> = draft.picked.into_iter().map(choice).collect();
        let right = rng.random_range(0..=options.len());
        options.insert(right, choice(term));
        Some((options, right))
    }
}

/// The wrong options chosen so far.
struct Draft<'a, 'b> {
    options: Options<'a, 'b>,
    count: usize,
    picked: Vec<&'a Term>,
    /// How many of the remaining options should be longer than the right one.
    longer: usize,
    right: Traits,
    stems: HashSet<String>,
    /// Whether one of the remaining options should share as many words with the question as the right one.
    wants_rival: bool,
}

/// Features of an answer that may give it away.
#[derive(Clone, Copy)]
struct Traits {
    length: usize,
    shared: usize,
}

impl<'a, 'b> Draft<'a, 'b> {
    fn new(options: Options<'a, 'b>, count: usize, rng: &mut SeededRng) -> Self {
        let term = options.asking.term;
        let stems = stems(options.question);
        let shared = shared(&(options.shown)(term), &stems);
        let length = length((options.text)(term));
        let longer = rng.random_range(0..=count);
        let wants_rival = shared > 0 && rng.random_bool(RIVALS);
        let right = Traits { length, shared };
        let picked = Vec::with_capacity(count);
        Self { options, count, picked, longer, right, stems, wants_rival }
    }

    fn add(&mut self, other: &'a Term) {
        self.longer =
            self.longer.saturating_sub(usize::from(self.side(other) == Ordering::Greater));
        if self.wants_rival {
            self.wants_rival =
                shared(&(self.options.shown)(other), &self.stems) < self.right.shared;
        }
        self.picked.push(other);
    }

    /// Compares an answer's length with the right one's.
    fn side(&self, other: &Term) -> Ordering {
        length((self.options.text)(other)).cmp(&self.right.length)
    }

    /// If wanted, adds an option that shares at least as many words with the question as the right answer: preferably
    /// on the wanted side of its length, then the one that shares the most, then the first.
    fn add_rival(&mut self, pool: impl Iterator<Item = &'a Term>, rng: &mut SeededRng) {
        if !self.wants_rival || self.picked.len() >= self.count {
            return;
        }
        let wants_longer = self.wants_longer(rng);
        let rivals = pool.enumerate().filter_map(|(at, other)| {
            let text = (self.options.text)(other).to_lowercase();
            // The beginning of a stem is in each of its kin, so this rejects most texts without splitting them.
            let beginning = |stem: &str| text.contains(stem.get(..ROOT).unwrap_or(stem));
            let has_number = || text.contains(|c: char| c.is_ascii_digit());
            if !self.stems.iter().any(|stem| beginning(stem)) && !has_number() {
                return None;
            }
            let shared = shared(&(self.options.shown)(other), &self.stems);
            let is_longer = self.side(other) == Ordering::Greater;
            let key = (is_longer != wants_longer, Reverse(shared), at);
            (shared >= self.right.shared && self.fits(other)).then_some((key, other))
        });
        if let Some((_, rival)) = rivals.min_by_key(|(key, _)| *key) {
            self.add(rival);
        }
    }

    /// Adds options from `pool` until there are enough.
    fn fill(&mut self, pool: impl Iterator<Item = &'a Term>, rng: &mut SeededRng) {
        if self.picked.len() >= self.count {
            return;
        }
        let distance =
            |other: &Term| length((self.options.text)(other)).abs_diff(self.right.length);
        let rated = pool.map(|other| ((self.options.unlike)(other), distance(other), other));
        let mut rated: Vec<_> = rated.collect();
        rated.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| (a.1, &a.2.id).cmp(&(b.1, &b.2.id))));
        let pool: Vec<&'a Term> = rated.into_iter().map(|(.., other)| other).collect();
        while self.picked.len() < self.count {
            // Draw from the nearest few on the wanted side.
            let wanted = if self.wants_longer(rng) { Ordering::Greater } else { Ordering::Less };
            let fitting = |side: Option<Ordering>| -> Vec<&'a Term> {
                let on_side = |other: &&&Term| side.is_none_or(|side| self.side(other) == side);
                let pool = pool.iter().filter(on_side);
                pool.filter(|other| self.fits(other)).take(NEAREST).copied().collect()
            };
            let mut nearest = fitting(Some(wanted));
            if nearest.is_empty() {
                nearest = fitting(None);
            }
            if nearest.is_empty() {
                return;
            }
            self.add(nearest[rng.random_range(0..nearest.len())]);
        }
    }

    fn wants_longer(&self, rng: &mut SeededRng) -> bool {
        let left = self.count - self.picked.len();
        self.longer >= left || (self.longer > 0 && rng.random_bool(0.5))
    }

    /// Whether `other` has no text to show, is visibly wrong or nearly right: the question names it, it needs masking and
    /// the right answer does not, or it is a related term (`see_also`).
    fn tells(&self, other: &Term) -> bool {
        let Options { asking, question, text, shown, .. } = self.options;
        if text(other).is_empty() || !occurrences(question, text(other)).is_empty() {
            return true;
        }
        let is_masked = |term: &Term| shown(term) != text(term);
        let term = asking.term;
        let is_related =
            term.see_also.contains(&other.id) && !term.confused_with.contains(&other.id);
        let is_named = || term.names().any(|name| gives_away(text(other), name));
        is_related || (!is_masked(term) && (is_masked(other) || is_named()))
    }

    /// Whether `other` is a valid wrong option: different from the right one and from those chosen.
    fn fits(&self, other: &Term) -> bool {
        let Asking { library, term, .. } = *self.options.asking;
        library.resolve(&other.id) != library.resolve(&term.id)
            && !self.tells(other)
            && std::iter::once(term)
                .chain(self.picked.iter().copied())
                .all(|known| differ(known, other))
    }
}

/// A stem of at least this many bytes that begins another word is taken for a part of it.
const ROOT: usize = 4;

/// Names of up to this many bytes occur inside many words by chance.
const SHORT: usize = 6;

fn length(text: &str) -> usize {
    text.chars().count()
}

/// The stems of the content words of `text`.
pub(super) fn stems(text: &str) -> HashSet<String> {
    let words = words(text).into_iter().map(|(word, _)| word);
    words.filter(|word| !is_stop(word)).map(|word| stem(&word).to_owned()).collect()
}

/// How many words `text` shares with a text of these `stems`, in whatever form or compound: "live" is shared with
/// "livestream", and "99" with "P99".
pub(super) fn shared(text: &str, stems_of_other: &HashSet<String>) -> usize {
    let is_shared = |word: &String| stems_of_other.iter().any(|other| are_kin(word, other));
    stems(text).iter().filter(|word| is_shared(word)).count()
}

/// Whether one word is another, begins it, or is the number in it.
fn are_kin(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let is_number = || short.len() > 1 && short.bytes().all(|byte| byte.is_ascii_digit());
    short == long
        || (short.len() >= ROOT && long.starts_with(short))
        || (is_number() && long.ends_with(short))
}

/// Whether two terms can both be options: no name of one contains a name of the other, and they mean different things.
fn differ(one: &Term, other: &Term) -> bool {
    one.id != other.id
        && one.definition != other.definition
        && one.names().all(|name| {
            other.names().all(|theirs| {
                !name.eq_ignore_ascii_case(theirs)
                    && occurrences(theirs, name).is_empty()
                    && !gives_away(theirs, name)
            })
        })
}

/// Whether `name`, unless it is short, is part of a word of `text`: "OpenTelemetry" gives "Telemetry" away.
fn gives_away(text: &str, name: &str) -> bool {
    name.len() > SHORT && text.to_lowercase().contains(&name.to_lowercase())
}
