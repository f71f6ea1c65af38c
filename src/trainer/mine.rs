//! The deck `mine`: words that the user asked about and was told, in a file that they edit too.

use std::path::PathBuf;
use std::rc::Rc;

use crate::core::card::TermId;
use crate::core::deck::edit::{Draft, insert};
use crate::core::deck::problem::Problem;
use crate::core::deck::read::read;
use crate::core::deck::{Deck, Level, Origin};
use crate::core::jotting::{Explanation, Jotting};
use crate::core::spellings::spelling;
use crate::core::text::clean;
use crate::files::OnDisk;
use crate::places::NoHome;
use crate::trainer::{Trainer, TrainerError};

/// The id of the deck.
pub const MINE: &str = "mine";
/// The name of the file in the user's own decks.
const FILE: &str = "mine.yaml";
/// What a new file begins with.
const HEAD: &str = "# Words you asked about and were told. Edit them as you like: comments stay.
deck: mine
title: My own words
summary: Words I asked about and was told.
terms: []
";
/// The longest text that is kept as what a word sounds like, in characters.
const LONGEST_SOUND: usize = 80;

impl Trainer {
    /// The file of the user's own words.
    fn mine(&self) -> Result<PathBuf, TrainerError> {
        Ok(self.sources.own.as_ref().ok_or(NoHome)?.join(FILE))
    }

    /// The file of the user's own words, where there is one.
    pub fn own_words(&self) -> Option<PathBuf> {
        self.mine().ok().filter(|path| path.is_file())
    }

    /// Makes `jotting` a word of the deck `mine`, as `explanation` has it, which comes in the next quiz, and the jotting is done with. The deck is
    /// followed from its first word on; whoever leaves it later has left it.
    ///
    /// # Errors
    /// When the file cannot be changed without touching what else is in it, has this word already, or cannot be written:
    /// then nothing was changed. When the journal or the settings cannot be written, the word is there nevertheless.
    pub fn explain(
        &mut self,
        jotting: &Jotting,
        explanation: &Explanation,
    ) -> Result<TermId, TrainerError> {
        self.journal()?;
        let path = self.mine()?;
        let shown = clean(&path.display().to_string()).into_owned();
        let refused = |why: &dyn std::fmt::Display| {
            TrainerError::Value(format!("{shown}: {why}; nothing was written"))
        };
        // It may name people.
        let file = OnDisk::read(&path)?.for_the_user_alone();
        let old = if file.exists() { file.text() } else { HEAD };
        let had_words = self.read_mine(old).is_some_and(|deck| !deck.terms.is_empty());
        let draft = draft(jotting, explanation);
        let new = insert(old, &draft).map_err(|error| refused(&error))?;
        let deck = self.read_mine(&new).ok_or_else(|| {
            refused(
                &"the word cannot be written as it is; `shoptalk deck check` on the file says more",
            )
        })?;
        let id = TermId::new(&deck.id, &draft.id());
        file.write(&new)?;
        let name = deck.id.to_string();
        self.library = Rc::new(self.library.with(deck));
        let at = self.now();
        self.journal()?.answer_jotting(jotting.id, &id, at)?;
        self.journal()?.want(&id, at)?;
        if !had_words {
            self.change("follow", |settings| settings.follow(&name, Level::Deep))?;
        }
        Ok(id)
    }

    /// The deck that `text` is, unless something is wrong with it.
    fn read_mine(&self, text: &str) -> Option<Deck> {
        let path = self.mine().ok()?;
        let shown = clean(&path.display().to_string()).into_owned();
        let read = read(&shown.into(), text.as_bytes(), Origin::Own);
        let sound = !read.problems.iter().any(Problem::is_error);
        // The user's own decks come after those that are built in.
        read.deck.filter(|_| sound).map(|deck| Deck { rank: 1, ..deck })
    }
}

/// The term that a jotting becomes. What was heard is what it sounds like; the sentence in which it was said is nobody's example.
fn draft(jotting: &Jotting, explanation: &Explanation) -> Draft {
    let Explanation { term, definition, ask, explained_by } = explanation;
    let draft = Draft::new(term, definition)
        .with("ask", ask.as_deref().unwrap_or_default())
        .with("explained_by", explained_by.as_deref().unwrap_or_default());
    let differs = spelling(&jotting.words) != spelling(term);
    if differs && jotting.words.chars().count() <= LONGEST_SOUND {
        return draft.with_list("sounds_like", [&jotting.words]);
    }
    draft
}
