//! Combines the signals of a name into its score: the strongest, plus a small bonus for agreement.

use super::Signal;

/// The score of a listed sound: below all real names, above everything less certain.
pub(super) const HEARD: f32 = 1.3;
/// The highest score of letters spelled aloud, which may be ambiguous.
pub(super) const ALOUD: f32 = 1.29;
/// The weight of the signals that agree with the strongest one.
const AGREEMENT: f32 = 0.05;
/// The weights of a similar sound, of the same sound (equal to a bare prefix match), and of a definition with all the
/// words.
const SOUND: f32 = 0.92;
const SAME_SOUND: f32 = 1.0;
const DEFINITION: f32 = 0.85;

/// The lowest typo and sound signals that count, for short and for long queries. They rise because any two long texts
/// have much in common.
const TYPO_FROM: [f32; 2] = [0.55, 0.7];
const SOUND_FROM: [f32; 2] = [0.65, 0.75];
/// The range of lengths, in letters or sounds, over which they rise.
const LONG: [f32; 2] = [8.0, 18.0];

/// The lowest typo signal that counts for a query with this many letters.
pub(super) fn typo_from(letters: usize) -> f32 {
    threshold(TYPO_FROM, letters)
}

/// The lowest sound signal that counts for a query with this many sounds.
pub(super) fn sound_from(sounds: usize) -> f32 {
    threshold(SOUND_FROM, sounds)
}

#[expect(clippy::cast_precision_loss, reason = "lengths of names")]
fn threshold([short, long]: [f32; 2], len: usize) -> f32 {
    let part = ((len as f32 - LONG[0]) / (LONG[1] - LONG[0])).clamp(0.0, 1.0);
    short + (long - short) * part
}

/// The signals of a name, or upper bounds for them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signals {
    pub(super) letters: (f32, Signal),
    /// Whether the difference is small enough to be a typo.
    pub(super) is_slip: bool,
    pub(super) subsequence: f32,
    pub(super) typo: f32,
    pub(super) sound: f32,
    pub(super) definition: f32,
}

impl Signals {
    /// The strongest signal plus agreement to break ties. Exact names and listed sounds need no bonus.
    pub(super) fn score(&self) -> f32 {
        if self.letters.0 >= HEARD {
            return self.letters.0;
        }
        self.strongest() + AGREEMENT * (self.agreeing() + self.sound)
    }

    /// A lower bound for the score, whatever the missing signals turn out to be.
    pub(super) fn sure_score(&self) -> f32 {
        Self { subsequence: 0.0, typo: 0.0, sound: 0.0, ..*self }.score()
    }

    /// The sound signal needed to reach the score `least`.
    pub(super) fn sound_needed(&self, least: f32) -> f32 {
        let rest = AGREEMENT * self.agreeing();
        let strongest = (least - rest) / (SOUND + AGREEMENT);
        let agreeing = (least - rest - self.but_sound()) / AGREEMENT;
        strongest.min(agreeing).min(1.0)
    }

    /// The weighted strongest signal.
    pub(super) fn strongest(&self) -> f32 {
        self.but_sound().max(weighed(self.sound))
    }

    fn but_sound(&self) -> f32 {
        self.letters.0.max(self.subsequence).max(self.typo).max(DEFINITION * self.definition)
    }

    fn agreeing(&self) -> f32 {
        self.subsequence + self.typo + self.definition
    }

    /// The signal that found the name: the strongest, or the most certain.
    pub(super) fn signal(&self) -> Signal {
        if self.is_slip && self.letters.0 < HEARD {
            return Signal::Typo;
        }
        [
            self.letters,
            (self.typo, Signal::Typo),
            (weighed(self.sound), Signal::Sound),
            (DEFINITION * self.definition, Signal::Definition),
            (self.subsequence, Signal::Subsequence),
        ]
        .into_iter()
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map_or(Signal::Subsequence, |(_, signal)| signal)
    }
}

/// The weighted sound signal.
fn weighed(sound: f32) -> f32 {
    if sound >= 1.0 { SAME_SOUND } else { SOUND * sound }
}
