//! A weighted edit distance between phonetic keys; sounds that English speakers confuse cost little.

use super::{KEY_SOUNDS, Sound};
use Sound::{A, B, Ch, D, F, G, H, I, J, K, L, M, N, Ng, O, P, R, S, Sh, T, Th, V, W, Y, Z};

/// Costs are in twentieths of a plain consonant error.
pub(crate) const SCALE: u16 = 20;

const KINDS: usize = 25;
/// All sounds, indexed by number.
pub(super) const ALL: [Sound; KINDS] =
    [I, A, O, P, B, T, D, K, G, F, V, M, N, Ng, S, Z, Sh, Ch, J, Th, L, R, H, W, Y];

/// The cost of a deletion or an insertion.
const fn missing(sound: Sound) -> u8 {
    match sound {
        // Vowels are swallowed and spelled in many ways.
        I | A | O => 6,
        // "Azure", "aitch": weak sounds.
        H | W | Y => 8,
        // Many accents drop the r after a vowel.
        R => 10,
        // "and sibble", "etcd": t and d vanish in clusters.
        T | D => 16,
        _ => 20,
    }
}

/// The cost of a substitution.
const fn instead(a: Sound, b: Sound) -> u8 {
    if a as u8 == b as u8 {
        return 0;
    }
    if a as u8 > b as u8 {
        return instead(b, a);
    }
    match (a, b) {
        (N, Ng) => 2,
        (I | A | O, I | A | O) | (S, Z) => 3,
        // Voiced and voiceless, nasals, "th" as t, a vowel and its glide.
        (P, B) | (T, D) | (K, G) | (F, V) | (M, N | Ng) | (T | D, Th)
        // The sounds near "sh".
        | (Sh, Ch | J) | (Ch, J)
        | (I, Y) | (O, W) => 6,
        (I | A | O, H | W | Y | R) => 8,
        // Soft and hard g, "ch" as k, "tu" as ch, "su" as sh.
        (G | Z, J) | (K | S, Ch) | (T | D, Ch | J) | (S | Z, Sh | Th) => 10,
        (L, R) | (W, Y) | (V | B, W) | (F | V, Th) => 12,
        // Hard and soft c.
        (K, S) | (B, V) => 14,
        _ => 20,
    }
}

const fn table() -> [[u8; KINDS]; KINDS] {
    let mut table = [[0; KINDS]; KINDS];
    let mut i = 0;
    while i < KINDS {
        let mut j = 0;
        while j < KINDS {
            table[i][j] = instead(ALL[i], ALL[j]);
            j += 1;
        }
        i += 1;
    }
    table
}

const fn missing_table() -> [u8; KINDS] {
    let mut table = [0; KINDS];
    let mut i = 0;
    while i < KINDS {
        table[i] = missing(ALL[i]);
        i += 1;
    }
    table
}

const INSTEAD: [[u8; KINDS]; KINDS] = table();
const MISSING: [u8; KINDS] = missing_table();

/// The weighted edit distance in units of 1/[`SCALE`]. `None` if it is more than `most`.
pub(crate) fn distance(a: &[Sound], b: &[Sound], most: u16) -> Option<u16> {
    let (a, b) = (&a[..a.len().min(KEY_SOUNDS)], &b[..b.len().min(KEY_SOUNDS)]);
    let row = starts(a, b, most)?;
    Some(row[b.len()]).filter(|&distance| distance <= most)
}

/// How many sounds longer than the query a prefix may be.
pub(crate) const AFTER: usize = 3;

/// The lowest distance between `start` and any prefix of `whole`. `whole` must be at least as long as `start`.
pub(crate) fn start_distance(start: &[Sound], whole: &[Sound], most: u16) -> Option<u16> {
    let whole = &whole[..whole.len().min(start.len() + AFTER).min(KEY_SOUNDS)];
    let row = starts(start, whole, most)?;
    row[..=whole.len()].iter().copied().min().filter(|&distance| distance <= most)
}

/// The distance between `a` and each prefix of `b`, by prefix length. `None` once all are more than `most`.
#[inline]
fn starts(a: &[Sound], b: &[Sound], most: u16) -> Option<[u16; KEY_SOUNDS + 1]> {
    let mut row = [0_u16; KEY_SOUNDS + 1];
    for (j, &sound) in b.iter().enumerate() {
        row[j + 1] = row[j] + u16::from(MISSING[sound as usize]);
    }
    for &sound in a {
        let out = u16::from(MISSING[sound as usize]);
        let costs = &INSTEAD[sound as usize];
        let mut diagonal = row[0];
        let mut left = row[0] + out;
        row[0] = left;
        let mut best = left;
        for (cell, &other) in row[1..].iter_mut().zip(b) {
            let swapped = diagonal + u16::from(costs[other as usize]);
            diagonal = *cell;
            left = swapped.min(*cell + out).min(left + u16::from(MISSING[other as usize]));
            *cell = left;
            best = best.min(left);
        }
        if best > most {
            return None;
        }
    }
    Some(row)
}

/// The weights of a key: the count of each class of sounds times the lowest cost of editing one. Half the difference of
/// two keys' weights never exceeds their distance, and takes a few instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weighed {
    classes: [u8; 16],
    sum: u16,
    /// The number of sounds.
    pub(crate) len: u16,
}

impl Weighed {
    pub(crate) fn new(key: &[Sound]) -> Self {
        let mut classes = [0_u8; 16];
        let key = &key[..key.len().min(KEY_SOUNDS)];
        for &sound in key {
            let (class, weight) = class(sound);
            classes[class] = classes[class].saturating_add(weight);
        }
        let sum = classes.iter().map(|&weight| u16::from(weight)).sum();
        Self { classes, sum, len: u16::try_from(key.len()).unwrap_or(u16::MAX) }
    }

    /// The weights of two keys joined, from the weights of each.
    pub(crate) fn joined(first: &Self, second: &Self) -> Self {
        let mut classes = first.classes;
        for (class, more) in classes.iter_mut().zip(&second.classes) {
            *class = class.saturating_add(*more);
        }
        let sum = classes.iter().map(|&weight| u16::from(weight)).sum();
        Self { classes, sum, len: first.len.saturating_add(second.len) }
    }

    /// A lower bound for the distance between the two keys.
    #[inline]
    pub(crate) fn apart(&self, other: &Self) -> u16 {
        let mut apart = 0_u16;
        for (a, b) in self.classes.iter().zip(&other.classes) {
            apart += u16::from(a.abs_diff(*b));
        }
        u16::midpoint(apart, self.sum.abs_diff(other.sum))
    }

    /// A lower bound for the distance between this key and any prefix of the other.
    #[inline]
    pub(crate) fn beyond(&self, other: &Self) -> u16 {
        let more =
            self.classes.iter().zip(&other.classes).map(|(a, b)| u16::from(a.saturating_sub(*b)));
        more.sum()
    }
}

/// The weights of the two parts of a key, for every split point.
#[derive(Default)]
pub(crate) struct Parted(Vec<[Weighed; 2]>);

impl Parted {
    pub(crate) fn new(key: &[Sound]) -> Self {
        let parts = (0..=key.len()).map(|at| {
            let (first, second) = key.split_at(at);
            [Weighed::new(first), Weighed::new(second)]
        });
        Self(parts.collect())
    }

    /// Whether the distance to a key with these halves may be at most `most`: false if no split point matches both halves
    /// that closely.
    pub(crate) fn may_be_within(&self, halves: &[Weighed; 2], most: u16) -> bool {
        self.0
            .iter()
            .any(|[first, second]| first.apart(&halves[0]) + second.apart(&halves[1]) <= most)
    }
}

/// The class of a sound, and the lowest cost of an edit that takes a sound out of its class.
const fn class(sound: Sound) -> (usize, u8) {
    match sound {
        I | A | O => (0, 6),
        P | B => (1, 12),
        T | D | Th => (2, 10),
        K | G => (3, 10),
        F | V => (4, 12),
        M | N | Ng => (5, 20),
        S | Z => (6, 10),
        Sh | Ch | J => (7, 10),
        L => (8, 12),
        R => (9, 8),
        H => (10, 8),
        W => (11, 6),
        Y => (12, 6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sound_stands_at_its_number() {
        for (at, sound) in ALL.into_iter().enumerate() {
            assert_eq!(sound as usize, at);
        }
    }

    #[test]
    fn the_table_is_symmetric_and_a_class_weighs_no_more_than_its_edits() {
        for a in ALL {
            assert!(missing(a) >= class(a).1, "{a:?}");
            for b in ALL {
                assert_eq!(INSTEAD[a as usize][b as usize], INSTEAD[b as usize][a as usize]);
                if class(a).0 != class(b).0 {
                    assert!(instead(a, b) >= class(a).1.max(class(b).1), "{a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn what_keys_weigh_never_says_more_than_their_distance() {
        let words = [&[K, I, B, T, L][..], &[J, I, N, K, S], &[S, I, K, W, O, L], &[], &[R, A, W]];
        for a in words {
            for b in words {
                let exact = distance(a, b, u16::MAX).expect("no limit");
                assert!(Weighed::new(a).apart(&Weighed::new(b)) <= exact, "{a:?} {b:?}");
                let (first, second) = b.split_at(b.len() / 2);
                let halves = [Weighed::new(first), Weighed::new(second)];
                assert_eq!(Weighed::joined(&halves[0], &halves[1]), Weighed::new(b), "{b:?}");
                assert!(Parted::new(a).may_be_within(&halves, exact), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn a_start_is_as_far_as_the_nearest_start_of_the_whole() {
        let words = [&[K, I, B, T, L][..], &[J, I, N, K, S], &[S, I, K, W, O, L], &[K, I], &[]];
        for start in words {
            for whole in words {
                let starts = (0..=whole.len().min(start.len() + AFTER)).map(|end| &whole[..end]);
                let nearest = starts.filter_map(|part| distance(start, part, u16::MAX)).min();
                assert_eq!(start_distance(start, whole, u16::MAX), nearest, "{start:?} {whole:?}");
                let least = Weighed::new(start).beyond(&Weighed::new(whole));
                assert!(nearest.is_some_and(|nearest| least <= nearest), "{start:?} {whole:?}");
            }
        }
        assert_eq!(start_distance(&[K, I], &[K, I, B, T, L], 0), Some(0));
        assert_eq!(start_distance(&[P, I], &[K, I, B, T, L], 10), None, "beyond the limit");
    }

    #[test]
    fn what_ears_confuse_is_near() {
        let far = distance(&[P, A, T], &[L, A, T], u16::MAX);
        assert!(distance(&[P, A, T], &[B, A, T], u16::MAX) < far, "voiced and voiceless");
        assert!(distance(&[M, A, T], &[N, A, T], u16::MAX) < far, "nasals");
        assert!(distance(&[P, A, T], &[P, O, T], u16::MAX) < far, "vowels");
        assert!(distance(&[K, A, R], &[K, A], u16::MAX) < far, "a silent r");
        assert_eq!(distance(&[P, A, T], &[P, A, T], 0), Some(0));
        assert_eq!(distance(&[P, A, T], &[L, O, K], 20), None, "beyond the limit");
    }
}
