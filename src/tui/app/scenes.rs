//! The loop's part in scenes: which one to play, and which ones to offer.

use crate::core::card::DeckId;
use crate::core::scene_offer::Offer;
use crate::trainer::TrainerError;
use crate::tui::action::{Action, Context};
use crate::tui::app::App;
use crate::tui::keymap;
use crate::tui::screens::scene::{Scene, Setup};

impl App {
    /// The scene with the ID `scene`, or else the most fitting one, of `decks`, or of the followed ones.
    pub(super) fn scene(
        &mut self,
        decks: &[DeckId],
        scene: Option<&str>,
    ) -> Result<Scene, TrainerError> {
        let scanner = self.scanner.clone();
        let Some(session) = self.trainer.sit(decks, scene, &scanner)? else {
            return Err(TrainerError::Value(self.trainer.no_scene(decks)));
        };
        let trainer = &self.trainer;
        let deck = trainer.library().deck(&session.deck).filter(|deck| !trainer.follows(deck));
        let has_home = self.screens.iter().any(|screen| screen.context() == Context::Home);
        let follow = deck.map(|deck| {
            if has_home {
                format!("press {} on home", keymap::key_for(Context::Home, Action::Toggle))
            } else {
                format!("run `shoptalk team follow {}`", deck.id)
            }
        });
        Ok(Scene::new(Setup {
            session,
            library: trainer.library().clone(),
            states: trainer.states().clone(),
            scheduler: trainer.scheduler().clone(),
            marks: trainer.marks().clone(),
            today: trainer.today(),
            now: trainer.now(),
            follow,
        }))
    }

    /// The scenes of `decks`, or of the followed ones, that offer themselves. `runs_out` if the quiz has no new words left.
    pub(super) fn offers(&mut self, decks: &[DeckId], runs_out: bool) -> Vec<Offer> {
        let scanner = self.scanner.clone();
        // Everything else works without.
        self.trainer.scene_offers(decks, runs_out, &scanner).unwrap_or_default()
    }

    /// The scene to offer after a quiz of `decks`.
    pub(super) fn offer_after_quiz(
        &mut self,
        decks: &[DeckId],
    ) -> Result<Option<Offer>, TrainerError> {
        let runs_out = self.trainer.has_no_new_words(decks)?;
        Ok(self.offers(decks, runs_out).into_iter().next())
    }
}
