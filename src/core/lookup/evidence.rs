//! What a hit rests on, and so how sure it may be told: the verdict follows from the kind of evidence, never from a score.

use super::Signal;

/// What a hit rests on. Only the first four are a match, whatever the score of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// It is one of the names: the term, an alias, the expansion, a spelling that was remembered.
    Name,
    /// It is a plural or an inflection of one.
    Form,
    /// It is listed as what the term sounds like, and neither an acronym nor a word that everyone uses.
    Heard,
    /// It is a typing mistake or two away from a name, and no word that means something by itself.
    Slip,
    /// It sounds like the name, or is listed to, or are its letters read aloud.
    Sound,
    /// A name starts with it.
    Start,
    /// It has the first letters of the words of a name, or abbreviates it in another way.
    Short,
    /// It has words in common with a name.
    Words,
    /// Its letters stand in a name, all of them or most.
    Letters,
    /// The definition has the words.
    Meaning,
}

impl Evidence {
    /// Whether what was typed can be taken for this term without a doubt.
    pub const fn is_match(self) -> bool {
        matches!(self, Self::Name | Self::Form | Self::Heard | Self::Slip)
    }

    /// What is said of a hit that rests on it; nothing where it is the word itself.
    pub const fn label(self) -> Option<&'static str> {
        Some(match self {
            Self::Name | Self::Form | Self::Slip => return None,
            Self::Heard | Self::Sound => "Sounds like",
            Self::Start => "Starts with",
            Self::Short => "May stand for",
            Self::Words => "Shares words",
            Self::Letters => "Spelled like",
            Self::Meaning => "May mean",
        })
    }

    /// What was typed has to do with the term, as the middle of a sentence: “AI” may stand for the term.
    pub const fn relation(self) -> Option<&'static str> {
        Some(match self {
            Self::Name | Self::Form | Self::Slip => return None,
            Self::Heard | Self::Sound => "sounds like",
            Self::Start => "is the start of",
            Self::Short => "may stand for",
            Self::Words => "shares words with",
            Self::Letters => "is spelled like",
            Self::Meaning => "may mean",
        })
    }
}

/// What is known of a name that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trace {
    /// The strongest signal.
    pub(super) signal: Signal,
    /// Whether it is so near to the name that it must be a typing mistake.
    pub(super) is_slip: bool,
    /// Whether the name is only what the term sounds like.
    pub(super) is_heard: bool,
}

/// How what was typed was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read {
    /// Whether only a part of it was.
    pub(super) is_part: bool,
    /// Whether letters or signs were read that somebody said aloud.
    pub(super) is_aloud: bool,
    /// Whether it is an acronym or a word that everyone uses, which is meant itself.
    pub(super) is_meant: bool,
}

impl Evidence {
    /// What `trace` of a name proves, where the query was read like `read`.
    pub(super) const fn of(trace: Trace, read: Read) -> Self {
        match trace.signal {
            Signal::Definition => Self::Meaning,
            Signal::Sound => Self::Sound,
            Signal::Same if trace.is_heard && !read.is_part && !read.is_aloud && !read.is_meant => {
                Self::Heard
            }
            _ if trace.is_heard => Self::Sound,
            Signal::Same | Signal::Form if read.is_aloud => Self::Sound,
            Signal::Same | Signal::Form if read.is_part => Self::Words,
            Signal::Same => Self::Name,
            Signal::Form => Self::Form,
            Signal::Typo if trace.is_slip && !read.is_part && !read.is_aloud => Self::Slip,
            Signal::Typo | Signal::Subsequence => Self::Letters,
            Signal::Start => Self::Start,
            Signal::Initials | Signal::Abbreviation => Self::Short,
            Signal::Words => Self::Words,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Read = Read { is_part: false, is_aloud: false, is_meant: false };

    fn of(signal: Signal, read: Read) -> Evidence {
        Evidence::of(Trace { signal, is_slip: true, is_heard: false }, read)
    }

    #[test]
    fn only_the_word_itself_its_forms_a_listed_sound_and_a_typing_mistake_are_a_match() {
        for (signal, evidence) in [
            (Signal::Same, Evidence::Name),
            (Signal::Form, Evidence::Form),
            (Signal::Typo, Evidence::Slip),
            (Signal::Sound, Evidence::Sound),
            (Signal::Start, Evidence::Start),
            (Signal::Initials, Evidence::Short),
            (Signal::Abbreviation, Evidence::Short),
            (Signal::Words, Evidence::Words),
            (Signal::Subsequence, Evidence::Letters),
            (Signal::Definition, Evidence::Meaning),
        ] {
            assert_eq!(of(signal, PLAIN), evidence);
            assert_eq!(evidence.is_match(), evidence.label().is_none(), "{evidence:?}");
        }
        let heard = Trace { signal: Signal::Same, is_slip: false, is_heard: true };
        assert_eq!(Evidence::of(heard, PLAIN), Evidence::Heard);
        assert!(Evidence::Heard.is_match());
    }

    #[test]
    fn a_part_what_was_read_aloud_and_a_sound_that_is_a_word_of_its_own_are_no_match() {
        for signal in [Signal::Same, Signal::Form, Signal::Typo] {
            assert!(!of(signal, Read { is_part: true, ..PLAIN }).is_match(), "{signal:?}");
            assert!(!of(signal, Read { is_aloud: true, ..PLAIN }).is_match(), "{signal:?}");
        }
        let meant = Read { is_meant: true, ..PLAIN };
        let heard = Trace { signal: Signal::Same, is_slip: false, is_heard: true };
        assert_eq!(Evidence::of(heard, meant), Evidence::Sound);
        let slip = Trace { signal: Signal::Typo, is_slip: true, is_heard: true };
        assert_eq!(Evidence::of(slip, PLAIN), Evidence::Sound, "a mistake in a listed sound");
        assert_eq!(of(Signal::Same, meant), Evidence::Name, "a name stays a name");
    }
}
