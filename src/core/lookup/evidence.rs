//! Why an entry was found. The verdict depends on the kind of evidence, never on a score.

use super::Signal;

/// Why an entry was found. Only the first four count as a match, whatever the score of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// The query is one of the names: the term, an alias, the expansion, or a remembered spelling.
    Name,
    /// A plural or an inflection of a name.
    Form,
    /// Listed under `sounds_like`, and neither an acronym nor an everyday word.
    Heard,
    /// One or two typos away from a name, and not a word in its own right.
    Slip,
    /// Sounds like the name, is listed under `sounds_like`, or spells it aloud.
    Sound,
    /// A prefix of a name.
    Start,
    /// The initials or another abbreviation of a name.
    Short,
    /// Shares words with a name.
    Words,
    /// All or most of its letters are in a name.
    Letters,
    /// The definition contains the words.
    Meaning,
    /// Stands in the sentence, but may be plain English there.
    Doubtful,
    /// The matching entry names it.
    Related,
}

impl Evidence {
    /// Whether the query clearly means this term.
    pub const fn is_match(self) -> bool {
        matches!(self, Self::Name | Self::Form | Self::Heard | Self::Slip)
    }

    /// A label for this evidence. `None` if the query is the name itself.
    pub const fn label(self) -> Option<&'static str> {
        Some(match self {
            Self::Name | Self::Form | Self::Slip => return None,
            Self::Heard | Self::Sound => "Sounds like",
            Self::Start => "Starts with",
            Self::Short => "May stand for",
            Self::Words => "Shares words",
            Self::Letters => "Spelled like",
            Self::Meaning => "May mean",
            Self::Doubtful => "Perhaps",
            Self::Related => "Related",
        })
    }

    /// How the query relates to the term, as the middle of a sentence: “AI” may stand for the term.
    pub const fn relation(self) -> Option<&'static str> {
        Some(match self {
            Self::Name | Self::Form | Self::Slip => return None,
            Self::Heard | Self::Sound => "sounds like",
            Self::Start => "is the start of",
            Self::Short => "may stand for",
            Self::Words => "shares words with",
            Self::Letters => "is spelled like",
            Self::Meaning => "may mean",
            Self::Doubtful => "may be",
            Self::Related => "is related to",
        })
    }
}

/// What the search recorded about a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trace {
    /// The strongest signal.
    pub(super) signal: Signal,
    /// Whether the name is close enough to be a typo.
    pub(super) is_slip: bool,
    /// Whether the name is only a listed sound.
    pub(super) is_heard: bool,
}

/// How the query was read.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says something else")]
pub(super) struct Read {
    /// Whether only part of it was used.
    pub(super) is_part: bool,
    /// Whether spoken letters or signs were read.
    pub(super) is_aloud: bool,
    /// Whether a word of it, as typed, is no English.
    pub(super) is_strange: bool,
    /// Whether it is an acronym or an everyday word, and so means itself.
    pub(super) is_meant: bool,
}

impl Evidence {
    /// The evidence from `trace`, for a query read as `read`.
    pub(super) const fn of(trace: Trace, read: Read) -> Self {
        match trace.signal {
            Signal::Definition => Self::Meaning,
            Signal::Sound => Self::Sound,
            Signal::Same if trace.is_heard && !read.is_part && !read.is_aloud && !read.is_meant => {
                Self::Heard
            }
            _ if trace.is_heard => Self::Sound,
            // "Ess ell oh" can only be letters.
            Signal::Same if read.is_aloud && read.is_strange && !read.is_part => Self::Name,
            Signal::Same | Signal::Form if read.is_aloud => Self::Sound,
            Signal::Same | Signal::Form if read.is_part => Self::Words,
            Signal::Same => Self::Name,
            Signal::Form => Self::Form,
            Signal::Typo if trace.is_slip && !read.is_part && !read.is_aloud => Self::Slip,
            Signal::Typo | Signal::Subsequence => Self::Letters,
            Signal::Start => Self::Start,
            Signal::Initials | Signal::Abbreviation => Self::Short,
            Signal::Words => Self::Words,
            Signal::Related => Self::Related,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Read =
        Read { is_part: false, is_aloud: false, is_strange: false, is_meant: false };

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
        let spelled = Read { is_aloud: true, is_strange: true, ..PLAIN };
        assert_eq!(of(Signal::Same, spelled), Evidence::Name, "letters and nothing else");
        let meant = Read { is_meant: true, ..PLAIN };
        let heard = Trace { signal: Signal::Same, is_slip: false, is_heard: true };
        assert_eq!(Evidence::of(heard, meant), Evidence::Sound);
        let slip = Trace { signal: Signal::Typo, is_slip: true, is_heard: true };
        assert_eq!(Evidence::of(slip, PLAIN), Evidence::Sound, "a mistake in a listed sound");
        assert_eq!(of(Signal::Same, meant), Evidence::Name, "a name stays a name");
    }
}
