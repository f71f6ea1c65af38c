//! Live captions, understood with the decks and with what the user knows.

use crate::core::captions::{Captions, Ear, Familiarity, Incoming};
use crate::core::card::TermId;
use crate::core::jargon::Scanner;
use crate::trainer::Trainer;

impl Trainer {
    /// Takes what came next of `captions`. None of it is stored. With `only_unknown`, what is understood is not listed, nor
    /// ever what would be left alone between the lines of a text.
    pub fn listen(
        &self,
        captions: &mut Captions,
        incoming: Option<Incoming>,
        scanner: &Scanner,
        only_unknown: bool,
    ) {
        let followed = self.settings.followed().iter();
        let followed: Vec<&str> = followed.map(|(deck, _)| deck.as_str()).collect();
        let leaves_known = only_unknown || !self.settings.glosses_known;
        let familiarity = |term: &TermId| {
            let is_known = self.understands(term);
            if is_known && leaves_known {
                Familiarity::LeftAlone
            } else if is_known {
                Familiarity::Known
            } else {
                Familiarity::New
            }
        };
        let (library, familiarity) = (&*self.library, &familiarity);
        captions.take(incoming, &Ear { scanner, library, followed: &followed, familiarity });
    }
}
