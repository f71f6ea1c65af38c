//! The score of a name: the strongest of its signals, and a little for those that agree.

use super::Signal;
use super::names::HEARD;

/// How much the signals that agree with the strongest one add.
const AGREEMENT: f32 = 0.05;
/// What sounding nearly the same is worth, what sounding the same (as much as a name that only begins so), and having
/// all words in the definition.
const SOUND: f32 = 0.92;
const SAME_SOUND: f32 = 1.0;
const DEFINITION: f32 = 0.85;

/// What a typo and a sound must reach to count at all, for short and for long queries: any two long texts have much in
/// common.
const TYPO_FROM: [f32; 2] = [0.55, 0.7];
const SOUND_FROM: [f32; 2] = [0.65, 0.75];
/// The lengths, in letters or sounds, between which that rises.
const LONG: [f32; 2] = [8.0, 18.0];

/// What the typo signal of a query with so many letters must reach.
pub(super) fn typo_from(letters: usize) -> f32 {
    threshold(TYPO_FROM, letters)
}

/// What the sound signal of a query with so many sounds must reach.
pub(super) fn sound_from(sounds: usize) -> f32 {
    threshold(SOUND_FROM, sounds)
}

#[expect(clippy::cast_precision_loss, reason = "lengths of names")]
fn threshold([short, long]: [f32; 2], len: usize) -> f32 {
    let part = ((len as f32 - LONG[0]) / (LONG[1] - LONG[0])).clamp(0.0, 1.0);
    short + (long - short) * part
}

/// The signals of one name, or the most that they can be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signals {
    pub(super) letters: (f32, Signal),
    /// Whether so little is wrong that it must be a typing mistake.
    pub(super) is_slip: bool,
    pub(super) subsequence: f32,
    pub(super) typo: f32,
    pub(super) sound: f32,
    pub(super) definition: f32,
}

impl Signals {
    /// The strongest counts, agreement breaks ties; names and listed sounds need neither.
    pub(super) fn score(&self) -> f32 {
        if self.letters.0 >= HEARD {
            return self.letters.0;
        }
        self.strongest() + AGREEMENT * (self.agreeing() + self.sound)
    }

    /// The least that the score is, whatever the signals that are not known yet turn out to be.
    pub(super) fn sure_score(&self) -> f32 {
        Self { subsequence: 0.0, typo: 0.0, sound: 0.0, ..*self }.score()
    }

    /// What the sound must reach for the score to reach `least`.
    pub(super) fn sound_needed(&self, least: f32) -> f32 {
        let rest = AGREEMENT * self.agreeing();
        let strongest = (least - rest) / (SOUND + AGREEMENT);
        let agreeing = (least - rest - self.but_sound()) / AGREEMENT;
        strongest.min(agreeing).min(1.0)
    }

    /// What the strongest signal counts.
    pub(super) fn strongest(&self) -> f32 {
        self.but_sound().max(weighed(self.sound))
    }

    fn but_sound(&self) -> f32 {
        self.letters.0.max(self.subsequence).max(self.typo).max(DEFINITION * self.definition)
    }

    fn agreeing(&self) -> f32 {
        self.subsequence + self.typo + self.definition
    }

    /// What found the name: the strongest signal, or the surest.
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

/// What a sound signal counts.
fn weighed(sound: f32) -> f32 {
    if sound >= 1.0 { SAME_SOUND } else { SOUND * sound }
}
