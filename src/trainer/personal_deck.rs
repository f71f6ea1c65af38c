//! The deck `mine`: words the user asked about, in a file that they may edit too.

use std::path::PathBuf;
use std::rc::Rc;

use crate::app_dirs::NoHome;
use crate::core::card::TermId;
pub use crate::core::deck::MINE;
use crate::core::deck::edit::{Draft, insert};
use crate::core::deck::problem::Problem;
use crate::core::deck::read::read;
use crate::core::deck::{Deck, Level, Origin};
use crate::core::jotting::{Explanation, Jotting, kept};
use crate::core::spellings::spelling;
use crate::core::text::clean;
use crate::files::OnDisk;
use crate::trainer::{Trainer, TrainerError};

/// The file name in the user's deck folder.
const FILE: &str = "mine.yaml";
/// The start of a new file.
const HEAD: &str = "# Words you asked about and were told. Edit them as you like: comments stay.
deck: mine
title: My own words
summary: Words I asked about and was told.
terms: []
";
/// The longest spoken form that is saved, in characters.
const LONGEST_SOUND: usize = 80;

impl Trainer {
    /// The path of the user's own words.
    fn mine(&self) -> Result<PathBuf, TrainerError> {
        Ok(self.sources.own.as_ref().ok_or(NoHome)?.join(FILE))
    }

    /// The path of the user's own words, if the file exists.
    pub fn own_words(&self) -> Option<PathBuf> {
        self.mine().ok().filter(|path| path.is_file())
    }

    /// Adds `jotting` to the deck `mine` with `explanation`, queues it for the next quiz, and closes the jotting. Who explained it
    /// is recorded in the journal, not in the file. Follows the deck from its first word on, unless the user has left it.
    ///
    /// # Errors
    /// If the file already has this word, or cannot be written or edited without touching its other content: then nothing was
    /// changed. If the journal or the settings cannot be written: then the word was added nevertheless.
    pub fn explain(
        &mut self,
        jotting: &Jotting,
        explanation: &Explanation,
    ) -> Result<TermId, TrainerError> {
        self.refuse_read_only()?;
        let path = self.mine()?;
        let shown = clean(&path.display().to_string()).into_owned();
        let refused = |why: &dyn std::fmt::Display| {
            TrainerError::Value(format!("{shown}: {why}; nothing was written"))
        };
        // It is personal.
        let file = OnDisk::read(&path)?.for_the_user_alone().within(self.patience);
        let old = if file.exists() { file.text() } else { HEAD };
        let had_words = self.read_mine(old).is_some_and(|deck| !deck.terms.is_empty());
        let draft = draft(jotting, explanation);
        let new = insert(old, &draft).map_err(|error| refused(&error))?;
        let unsound =
            "this word cannot be saved as it is; run `shoptalk deck check` on the file for details";
        let deck = self.read_mine(&new).ok_or_else(|| refused(&unsound))?;
        let id = TermId::new(&deck.id, &draft.id());
        file.write(&new)?;
        let name = deck.id.clone();
        self.library = Rc::new(self.library.with(deck));
        let at = self.now();
        self.journal()?.answer_jotting(jotting.id, &id, at)?;
        self.journal()?.want(&id, at)?;
        if let Some(name) = explanation.explained_by.as_deref().and_then(kept) {
            self.credit(&id, &name)?;
        }
        if !had_words {
            self.change("follow", |settings| settings.follow(&name, Level::Deep))?;
        }
        Ok(id)
    }

    /// Parses `text` as the user's deck; `None` if anything is wrong with it.
    fn read_mine(&self, text: &str) -> Option<Deck> {
        let path = self.mine().ok()?;
        let shown = clean(&path.display().to_string()).into_owned();
        let read = read(&shown.into(), text.as_bytes(), Origin::Own);
        let sound = !read.problems.iter().any(Problem::is_error);
        // The user's own decks rank after the built-in ones.
        read.deck.filter(|_| sound).map(|deck| Deck { rank: 1, ..deck })
    }
}

/// The term that a jotting becomes. The words as heard become its spoken form; the sentence is private and never an example.
fn draft(jotting: &Jotting, explanation: &Explanation) -> Draft {
    let Explanation { term, definition, ask, .. } = explanation;
    let draft = Draft::new(term, definition).with("ask", ask.as_deref().unwrap_or_default());
    let differs = spelling(&jotting.words) != spelling(term);
    if differs && jotting.words.chars().count() <= LONGEST_SOUND {
        return draft.with_list("sounds_like", [&jotting.words]);
    }
    draft
}
