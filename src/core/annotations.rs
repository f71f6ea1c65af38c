//! User annotations on terms: notes, mnemonics, credits, suspensions, and flags for the owning team.

use std::collections::HashMap;

use uuid::Uuid;

use crate::core::card::TermId;
use crate::core::credit::Credit;
use crate::core::library::Renames;
use crate::core::time::{Day, Timestamp};

/// The kind of text a user can attach to a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::AsRefStr, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum NoteKind {
    /// Shown beside the entry.
    Note,
    /// A memory aid, shown after an answer and never before.
    Mnemonic,
}

/// A note or mnemonic. The latest for each term and kind wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The ID, a `UUIDv7`.
    pub id: Uuid,
    /// The term.
    pub term: TermId,
    /// Note or mnemonic.
    pub kind: NoteKind,
    /// The text; `None` if it was deleted.
    pub words: Option<String>,
    /// When it was written.
    pub at: Timestamp,
}

/// Why a term is left out of the quiz, in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hold {
    /// Skipped until this study day begins ("skip today").
    Until(Day),
    /// Suspended until the user resumes it.
    Suspended,
}

/// A skip, suspension, or resumption as it was recorded. The latest for each term wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The ID, a `UUIDv7`.
    pub id: Uuid,
    /// The term.
    pub term: TermId,
    /// The hold; `None` if it was lifted.
    pub hold: Option<Hold>,
    /// When it was recorded.
    pub at: Timestamp,
}

/// A report to the team that a definition is unclear, open until it is resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The ID, a `UUIDv7`.
    pub id: Uuid,
    /// The term.
    pub term: TermId,
    /// What is unclear, in the user's words.
    pub words: Option<String>,
    /// When it was recorded.
    pub at: Timestamp,
}

/// The user's note and mnemonic for one term, and who explained it to them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Own<'a> {
    /// The note.
    pub note: Option<&'a str>,
    /// The mnemonic.
    pub mnemonic: Option<&'a str>,
    /// Who explained it.
    pub credit: Option<&'a Credit>,
}

/// The current notes, credits and holds of all terms, keyed by resolved term ID.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annotations {
    notes: HashMap<(TermId, NoteKind), (String, Timestamp)>,
    holds: HashMap<TermId, Hold>,
    credits: HashMap<TermId, Credit>,
}

impl Annotations {
    /// Builds the current state from `notes` and `holdings`, each in the order they were written.
    pub fn new(renames: &Renames, notes: Vec<Note>, holdings: Vec<Holding>) -> Self {
        let mut marks = Self::default();
        for note in notes {
            marks.write(renames, note);
        }
        for holding in holdings {
            marks.hold(renames, &holding);
        }
        marks
    }

    /// The same with `credits`, in the order they were written.
    #[must_use]
    pub fn with_credits(mut self, renames: &Renames, credits: Vec<Credit>) -> Self {
        for credit in credits {
            self.credit(renames, credit);
        }
        self
    }

    /// Adds a credit, replacing the previous one of the same term.
    pub fn credit(&mut self, renames: &Renames, credit: Credit) {
        self.credits.insert(renames.resolve(&credit.term), credit);
    }

    /// The credits, each with the current ID of its term, in no particular order.
    pub fn credits(&self) -> impl Iterator<Item = (&TermId, &Credit)> {
        self.credits.iter()
    }

    /// Adds a note, replacing the previous one of the same kind.
    pub fn write(&mut self, renames: &Renames, note: Note) {
        let key = (renames.resolve(&note.term), note.kind);
        match note.words {
            Some(words) => self.notes.insert(key, (words, note.at)),
            None => self.notes.remove(&key),
        };
    }

    /// Records a hold, or lifts the current one.
    pub fn hold(&mut self, renames: &Renames, holding: &Holding) {
        let term = renames.resolve(&holding.term);
        match holding.hold {
            Some(hold) => self.holds.insert(term, hold),
            None => self.holds.remove(&term),
        };
    }

    /// The note or mnemonic on `term`.
    pub fn note(&self, renames: &Renames, term: &TermId, kind: NoteKind) -> Option<&str> {
        self.notes.get(&(renames.resolve(term), kind)).map(|(words, _)| words.as_str())
    }

    /// The user's note and mnemonic on `term`, and who explained it.
    pub fn own(&self, renames: &Renames, term: &TermId) -> Own<'_> {
        let of = |kind| self.note(renames, term, kind);
        let credit = self.credits.get(&renames.resolve(term));
        Own { note: of(NoteKind::Note), mnemonic: of(NoteKind::Mnemonic), credit }
    }

    /// Every note and mnemonic, sorted by term.
    pub fn notes(&self) -> Vec<(&TermId, NoteKind, &str)> {
        let all = self.notes.iter().map(|((term, kind), (words, _))| (term, *kind, words.as_str()));
        let mut all: Vec<_> = all.collect();
        all.sort_unstable();
        all
    }

    /// Every note and mnemonic with the time it was written, sorted by term.
    pub fn dated(&self) -> Vec<(Timestamp, &TermId, &str)> {
        let mut all: Vec<_> = self.notes.iter().collect();
        all.sort_unstable_by_key(|(key, _)| *key);
        all.into_iter().map(|((term, _), (words, at))| (*at, term, words.as_str())).collect()
    }

    /// The hold on `term` that applies on `today`.
    pub fn held(&self, renames: &Renames, term: &TermId, today: Day) -> Option<Hold> {
        let hold = *self.holds.get(&renames.resolve(term))?;
        is_held(hold, today).then_some(hold)
    }

    /// Every term held on `today`, sorted by term.
    pub fn holds(&self, today: Day) -> Vec<(&TermId, Hold)> {
        let all = self.holds.iter().filter(|(_, hold)| is_held(**hold, today));
        let mut all: Vec<_> = all.map(|(term, hold)| (term, *hold)).collect();
        all.sort_unstable();
        all
    }

    /// The sorted card IDs of the terms held on `today`.
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
    use crate::core::library::Library;

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
        let mut marks = Annotations::new(library.renames(), notes, Vec::new());
        assert_eq!(marks.own(library.renames(), &new), Own { note: Some("two"), ..Own::default() });
        assert_eq!(marks.notes(), [(&new, NoteKind::Note, "two")]);
        marks.write(library.renames(), note("a/new", None));
        assert_eq!(marks, Annotations::default());
    }

    #[test]
    fn a_word_that_is_left_out_for_today_comes_back_tomorrow_and_a_suspended_one_does_not() {
        let library = library("terms:\n  - {term: New, definition: d, formerly: [old]}\n");
        let (today, new): (Day, TermId) = (Day::from_number(7), "a/new".parse().unwrap());
        let until = Hold::Until(today.plus(1));
        let mut marks =
            Annotations::new(library.renames(), Vec::new(), vec![holding("a/old", Some(until))]);
        assert_eq!(marks.held(library.renames(), &new, today), Some(until));
        assert_eq!(marks.hidden(today), std::slice::from_ref(&new));
        assert_eq!(marks.hidden(today.plus(1)), []);
        marks.hold(library.renames(), &holding("a/new", Some(Hold::Suspended)));
        assert_eq!(marks.holds(today.plus(999)), [(&new, Hold::Suspended)]);
        marks.hold(library.renames(), &holding("a/new", None));
        assert_eq!(marks.held(library.renames(), &new, today), None);
    }
}
