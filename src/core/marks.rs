//! What the user has made of words for themselves: notes and mnemonics, words left out of the quiz, and flags for the team.

use std::collections::HashMap;

use uuid::Uuid;

use crate::core::card::TermId;
use crate::core::library::Library;
use crate::core::time::{Day, Timestamp};

/// What kind of text of one's own stands on a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteKind {
    /// Anything worth keeping beside the entry.
    Note,
    /// What makes the meaning come to mind: shown after an answer, never before.
    Mnemonic,
}

impl NoteKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Note, Self::Mnemonic];

    /// The word that stands for it in the journal and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Mnemonic => "mnemonic",
        }
    }

    /// The kind that `word` stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A text of one's own as it was written. The last one of a term and kind holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its name: a `UUIDv7`.
    pub id: Uuid,
    /// The term.
    pub term: TermId,
    /// What it is.
    pub kind: NoteKind,
    /// The text; none where it was taken away.
    pub words: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Why a word is left out of the quiz, in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hold {
    /// Until this study day begins ("not today").
    Until(Day),
    /// Until it is taken back.
    Suspended,
}

/// A word that was left out, or taken back, as it was written down. The last one of a term holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Its name: a `UUIDv7`.
    pub id: Uuid,
    /// The term.
    pub term: TermId,
    /// How it is left out; none where it was taken back.
    pub hold: Option<Hold>,
    /// When.
    pub at: Timestamp,
}

/// "This definition is unclear": a word to its team, until it is done with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// Its name: a `UUIDv7`.
    pub id: Uuid,
    /// The term.
    pub term: TermId,
    /// What is unclear, in the user's own words.
    pub words: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// The texts of one's own on one term.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Own<'a> {
    /// The note.
    pub note: Option<&'a str>,
    /// The mnemonic.
    pub mnemonic: Option<&'a str>,
}

/// The notes and holds of all terms, each under the id by which its term is learnt today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    notes: HashMap<(TermId, NoteKind), (String, Timestamp)>,
    holds: HashMap<TermId, Hold>,
}

impl Marks {
    /// The marks that `notes` and `holdings` amount to, each in the order in which it was written.
    pub fn new(library: &Library, notes: Vec<Note>, holdings: Vec<Holding>) -> Self {
        let mut marks = Self::default();
        for note in notes {
            marks.write(library, note);
        }
        for holding in holdings {
            marks.hold(library, &holding);
        }
        marks
    }

    /// Takes a note in: it takes the place of the one before.
    pub fn write(&mut self, library: &Library, note: Note) {
        let key = (library.resolve(&note.term), note.kind);
        match note.words {
            Some(words) => self.notes.insert(key, (words, note.at)),
            None => self.notes.remove(&key),
        };
    }

    /// Takes in that a word is left out, or taken back.
    pub fn hold(&mut self, library: &Library, holding: &Holding) {
        let term = library.resolve(&holding.term);
        match holding.hold {
            Some(hold) => self.holds.insert(term, hold),
            None => self.holds.remove(&term),
        };
    }

    /// The note or mnemonic on `term`.
    pub fn note(&self, library: &Library, term: &TermId, kind: NoteKind) -> Option<&str> {
        self.notes.get(&(library.resolve(term), kind)).map(|(words, _)| words.as_str())
    }

    /// The texts of one's own on `term`.
    pub fn own(&self, library: &Library, term: &TermId) -> Own<'_> {
        let of = |kind| self.note(library, term, kind);
        Own { note: of(NoteKind::Note), mnemonic: of(NoteKind::Mnemonic) }
    }

    /// Every note and mnemonic, by term.
    pub fn notes(&self) -> Vec<(&TermId, NoteKind, &str)> {
        let all = self.notes.iter().map(|((term, kind), (words, _))| (term, *kind, words.as_str()));
        let mut all: Vec<_> = all.collect();
        all.sort_unstable();
        all
    }

    /// Every note and mnemonic with the moment at which it was written, by term.
    pub fn dated(&self) -> Vec<(Timestamp, &TermId, &str)> {
        let mut all: Vec<_> = self.notes.iter().collect();
        all.sort_unstable_by_key(|(key, _)| *key);
        all.into_iter().map(|((term, _), (words, at))| (*at, term, words.as_str())).collect()
    }

    /// How `term` is left out on `today`, if it is.
    pub fn held(&self, library: &Library, term: &TermId, today: Day) -> Option<Hold> {
        let hold = *self.holds.get(&library.resolve(term))?;
        is_held(hold, today).then_some(hold)
    }

    /// Every term that is left out on `today`, by term.
    pub fn holds(&self, today: Day) -> Vec<(&TermId, Hold)> {
        let all = self.holds.iter().filter(|(_, hold)| is_held(**hold, today));
        let mut all: Vec<_> = all.map(|(term, hold)| (term, *hold)).collect();
        all.sort_unstable();
        all
    }

    /// The terms that are left out on `today`, sorted, under the ids that their cards have.
    pub fn hidden(&self, today: Day) -> Vec<TermId> {
        self.holds(today).into_iter().map(|(term, _)| term.clone()).collect()
    }
}

fn is_held(hold: Hold, today: Day) -> bool {
    match hold {
        Hold::Until(day) => today < day,
        Hold::Suspended => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;

    fn library(text: &str) -> Library {
        let deck = read(&"a.yaml".into(), text.as_bytes(), Origin::Own).deck.unwrap();
        Library::merge(vec![deck]).library
    }

    fn note(term: &str, words: Option<&str>) -> Note {
        let (id, at) = (Uuid::nil(), Timestamp::default());
        let term = term.parse().unwrap();
        Note { id, term, kind: NoteKind::Note, words: words.map(str::to_owned), at }
    }

    fn holding(term: &str, hold: Option<Hold>) -> Holding {
        let (id, at) = (Uuid::nil(), Timestamp::default());
        Holding { id, term: term.parse().unwrap(), hold, at }
    }

    #[test]
    fn the_last_note_holds_whatever_the_term_was_called() {
        let library = library("terms:\n  - {term: New, definition: d, formerly: [old]}\n");
        let new: TermId = "a/new".parse().unwrap();
        let notes = vec![note("a/new", Some("one")), note("a/old", Some("two"))];
        let mut marks = Marks::new(&library, notes, Vec::new());
        assert_eq!(marks.own(&library, &new), Own { note: Some("two"), mnemonic: None });
        assert_eq!(marks.notes(), [(&new, NoteKind::Note, "two")]);
        marks.write(&library, note("a/new", None));
        assert_eq!(marks, Marks::default());
    }

    #[test]
    fn a_word_that_is_left_out_for_today_comes_back_tomorrow_and_a_suspended_one_does_not() {
        let library = library("terms:\n  - {term: New, definition: d, formerly: [old]}\n");
        let (today, new): (Day, TermId) = (Day::from_number(7), "a/new".parse().unwrap());
        let until = Hold::Until(today.plus(1));
        let mut marks = Marks::new(&library, Vec::new(), vec![holding("a/old", Some(until))]);
        assert_eq!(marks.held(&library, &new, today), Some(until));
        assert_eq!(marks.hidden(today), std::slice::from_ref(&new));
        assert_eq!(marks.hidden(today.plus(1)), []);
        marks.hold(&library, &holding("a/new", Some(Hold::Suspended)));
        assert_eq!(marks.holds(today.plus(999)), [(&new, Hold::Suspended)]);
        marks.hold(&library, &holding("a/new", None));
        assert_eq!(marks.held(&library, &new, today), None);
    }
}
