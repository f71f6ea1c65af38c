//! The loop's part in scenes: which one to play, and which ones to offer.

use crate::trainer::TrainerError;
use crate::tui::app::App;
use crate::tui::screens::scene::{Scene, Setup};

impl App {
    /// The most fitting scene of `decks`, or of the followed ones.
    pub(super) fn scene(&mut self, decks: &[String]) -> Result<Scene, TrainerError> {
        let scanner = self.scanner.clone();
        let Some(session) = self.trainer.sit(decks, &scanner)? else {
            return Err(TrainerError::Value(self.trainer.no_scene(decks)));
        };
        let trainer = &mut self.trainer;
        Ok(Scene::new(Setup {
            session,
            library: trainer.library().clone(),
            states: trainer.states().clone(),
            scheduler: trainer.scheduler().clone(),
            marks: trainer.marks().clone(),
            today: trainer.today(),
            now: trainer.now(),
            answered_before: trainer.done_today().map_or(0, |done| done.answers),
        }))
    }
}
