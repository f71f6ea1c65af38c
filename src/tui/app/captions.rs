//! The loop's part in live captions: takes what came, and tells the list.

use std::sync::mpsc::Receiver;
use std::time::Duration;

use crate::core::captions::{Captions, Heard, Incoming, PAUSE, Source};
use crate::core::jargon::Scanner;
use crate::core::time::Timestamp;
use crate::trainer::Trainer;
use crate::tui::app::App;
use crate::tui::message::{Listing, Msg};
use crate::tui::screens;
use crate::tui::theme::Theme;

/// How often to look for captions while no key is pressed.
const TICK: Duration = Duration::from_millis(50);

/// Where captions come from.
#[derive(Debug)]
pub struct CaptionSource {
    /// What comes.
    pub incoming: Receiver<Incoming>,
    /// Its name, to show.
    pub name: String,
    /// Whether to list only what the user does not understand.
    pub only_unknown: bool,
}

/// The captions that are followed.
pub(super) struct Following {
    source: CaptionSource,
    captions: Captions,
    /// When text last came, until the pause after it.
    last: Option<Timestamp>,
    /// Whether more may be waiting.
    is_busy: bool,
    /// What the list was last told.
    told: Listing,
}

impl App {
    /// Follows captions: lists their terms as they come, until the user quits.
    pub fn captions(trainer: Trainer, theme: Theme, source: CaptionSource) -> Self {
        let mut app = Self::empty(trainer, theme);
        let (library, marks) = (app.trainer.library().clone(), app.trainer.marks().clone());
        let list = screens::captions::Captions::new(library, marks, app.day, source.name.clone());
        app.screens.push(Box::new(list));
        let (captions, told) = (Captions::default(), Listing::default());
        app.following = Some(Following { source, captions, last: None, is_busy: true, told });
        // The first line does not wait for it.
        app.scanner.get_or_init(|| Scanner::new(app.trainer.library()));
        app
    }

    /// What was heard in the captions, in this order, without what was muted.
    pub fn heard(&self) -> Vec<Heard> {
        let following = self.following.iter();
        following.flat_map(|following| following.captions.heard().cloned()).collect()
    }

    /// How long to wait for a key before looking for captions.
    pub(super) fn patience(&self) -> Option<Duration> {
        let following = self.following.as_ref()?;
        let is_over = matches!(following.captions.source(), Source::Ended | Source::Failed(_));
        // Keys come first, also while there is much to read.
        (!is_over).then_some(if following.is_busy { Duration::ZERO } else { TICK })
    }

    /// Takes the captions that came. Returns whether the list changed.
    pub(crate) fn hear(&mut self) -> bool {
        let Some(following) = &mut self.following else { return false };
        let scanner = self.scanner.get_or_init(|| Scanner::new(self.trainer.library()));
        let now = self.trainer.now();
        let next = following.source.incoming.try_recv().ok();
        following.is_busy = next.is_some();
        let is_pause = |last: Timestamp| u128::from(now.since(last)) >= PAUSE.as_millis();
        if following.is_busy {
            following.last = Some(now);
        } else if following.last.take_if(|last| is_pause(*last)).is_none() {
            return false;
        }
        let only_unknown = following.source.only_unknown;
        self.trainer.listen(&mut following.captions, next, scanner, only_unknown);
        self.tell()
    }

    /// Mutes or unmutes a term.
    pub(super) fn mute(&mut self, number: usize, is_muted: bool) {
        if let Some(following) = &mut self.following {
            following.captions.mute(number, is_muted);
            self.tell();
        }
    }

    /// Tells the list what has changed. Returns whether anything has.
    fn tell(&mut self) -> bool {
        let env = self.env();
        let Some(Following { captions, told, .. }) = &mut self.following else { return false };
        let (heard, latest) = (captions.list(), captions.latest());
        let listing = Listing { heard, latest, source: captions.source().clone() };
        if listing == *told {
            return false;
        }
        told.clone_from(&listing);
        // It may be covered by look-up.
        if let Some(list) = self.screens.first_mut() {
            list.update(Msg::Captions(Box::new(listing)), env);
        }
        true
    }
}
