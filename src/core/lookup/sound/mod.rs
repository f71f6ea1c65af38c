//! Phonetic keys: sequences of English phonemes that can be compared by edit distance.

mod aloud;
mod distance;
mod letters;
mod numbers;
mod spelling;

pub(super) use aloud::{name_keys, query_key};
pub(super) use distance::{AFTER, Parted, SCALE, Weighed, distance, start_distance};
pub(crate) use letters::spelled_words;
pub(super) use letters::{named, partly_spelled, spelled};

/// A phoneme. Vowels form three groups; consonants follow English.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[repr(u8)]
pub(super) enum Sound {
    /// e, i, y.
    I,
    /// a.
    A,
    /// o, u.
    O,
    P,
    B,
    T,
    D,
    K,
    G,
    F,
    V,
    M,
    N,
    /// The end of "sing".
    Ng,
    S,
    Z,
    /// The start of "ship".
    Sh,
    /// The start of "chip".
    Ch,
    /// The start of "jet".
    J,
    /// The start of "thin".
    Th,
    L,
    R,
    H,
    W,
    Y,
}

impl Sound {
    const fn is_vowel(self) -> bool {
        matches!(self, Self::I | Self::A | Self::O)
    }
}

/// A word or a name as a sequence of sounds.
pub(super) type Key = Vec<Sound>;

/// The longest key that is compared, in sounds.
pub(super) const KEY_SOUNDS: usize = 48;
