//! The loop's part in look-up and the list "To ask".

use crate::core::card::TermId;
use crate::core::jotting::Jotting;
use crate::core::lookup::Verdict;
use crate::trainer::TrainerError;
use crate::tui::app::App;
use crate::tui::message::{Msg, Reply, ToAsk};
use crate::tui::screens::ask::Ask;
use crate::tui::screens::lookup::{Lookup, RECENT, Setup};

impl App {
    /// Adds a word to the next quiz, or undoes that.
    pub(super) fn want(&mut self, term: &TermId) -> Result<Msg, TrainerError> {
        if !self.trainer.is_wanted(term)? {
            let queued = self.trainer.want(term)?;
            if queued.was_left_out {
                self.dispatch(self.marked());
            }
            return Ok(Msg::Wanted { is_wanted: true, said: queued.to_string() });
        }
        self.trainer.unwant(term)?;
        let said = if !self.trainer.is_followed(term) {
            "undone: it is not quizzed, because you do not follow its team that deep"
        } else if self.trainer.answers_to(term)? > 0 {
            "undone: it comes up when it is due"
        } else {
            "undone: it comes up when it is its turn"
        };
        Ok(Msg::Wanted { is_wanted: false, said: said.to_owned() })
    }

    /// Jots words down, unless they are on the list already.
    pub(super) fn jot(&mut self, words: &str) -> Result<Msg, TrainerError> {
        let is_new = self.trainer.open_jotting(words)?.is_none();
        if is_new {
            self.trainer.jot(words, None, None, None)?;
        }
        Ok(Msg::Jotted { is_new })
    }

    /// The updated list "To ask", with `reply`.
    pub(super) fn list(&mut self, reply: Reply) -> Result<Msg, TrainerError> {
        Ok(Msg::ToAsk(self.rows_to_ask()?, reply))
    }

    fn rows_to_ask(&mut self) -> Result<Vec<ToAsk>, TrainerError> {
        let (finder, spellings) = (self.finder(), self.trainer.spellings());
        let jottings = self.trainer.jottings()?;
        let row = |jotting: Jotting| {
            let findings = spellings.find(&finder, &jotting.words, 1);
            let sure = findings.found.first().filter(|_| findings.verdict == Verdict::Match);
            let day = self.trainer.day_of(jotting.at);
            ToAsk { explained: sure.map(|found| found.term.clone()), jotting, day }
        };
        Ok(jottings.into_iter().map(row).collect())
    }

    /// The screen "To ask".
    pub(super) fn ask(&mut self) -> Result<Ask, TrainerError> {
        let rows = self.rows_to_ask()?;
        Ok(Ask::new(self.trainer.library().clone(), rows, self.trainer.today()))
    }

    /// The look-up screen with `query`, without the word `hidden` that is being asked.
    pub(super) fn lookup(&mut self, hidden: Option<TermId>, query: String) -> Lookup {
        // Look-up works without a journal.
        let _ = self.trainer.refresh();
        let mut recent = self.trainer.looked_up_lately().unwrap_or_default();
        recent.truncate(RECENT);
        let asked = self.trainer.jottings().unwrap_or_default().into_iter();
        let followed = self.trainer.settings().followed().iter();
        Lookup::new(Setup {
            followed: followed.map(|(deck, _)| deck.clone()).collect(),
            left_alone: self.trainer.left_alone(),
            finder: self.finder(),
            scanner: self.scanner.clone(),
            spellings: self.trainer.spellings(),
            library: self.trainer.library().clone(),
            marks: self.trainer.marks().clone(),
            recent,
            asked: asked.map(|jotting| jotting.words).collect(),
            hidden,
            query,
        })
    }
}
