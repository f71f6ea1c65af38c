//! Scenes: which one to play or to offer, and how far it was played.

use std::cell::OnceCell;
use std::collections::HashSet;

use uuid::Uuid;

use crate::core::card::{CardId, DeckId, Direction, TermId};
use crate::core::deck::{Deck, Level, Origin};
use crate::core::jargon::Scanner;
use crate::core::scene_offer::{Offer, Prospect, sort};
use crate::core::scene_session::{Play, SceneSession};
use crate::core::scene_words::{Limits, MOST, Need, SceneWord, needs, words};
use crate::core::stats;
use crate::core::time::Timestamp;
use crate::core::words::listed;
use crate::trainer::{Trainer, TrainerError};

/// What the journal says about today, as far as it decides where scenes pause.
struct SoFar {
    asked: HashSet<TermId>,
    introduced: HashSet<TermId>,
    hidden: Vec<TermId>,
    new: usize,
}

impl Trainer {
    /// The scene with the ID `scene`, or else the most fitting one, of the `named` decks, or else of the followed ones, to be
    /// played from where it was left today; `None` if they have none.
    pub fn sit(
        &mut self,
        named: &[DeckId],
        scene: Option<&str>,
        scanner: &OnceCell<Scanner>,
    ) -> Result<Option<SceneSession>, TrainerError> {
        self.refresh()?;
        let so_far = self.so_far()?;
        let mut prospects = self.prospects(named, &so_far, scanner, scene.is_none())?;
        sort(&mut prospects, self.today());
        let library = self.library.clone();
        let is_asked_for = |prospect: &Prospect| {
            let deck = library.deck(&prospect.deck);
            scene.is_none_or(|id| deck.is_some_and(|deck| deck.scenes[prospect.scene].id == id))
        };
        let Some(Prospect { deck, scene, left, .. }) = prospects.into_iter().find(is_asked_for)
        else {
            return Ok(None);
        };
        let Some(found) = library.deck(&deck) else { return Ok(None) };
        let (words, needs) = match &left {
            None => self.words_of(found, scene, &so_far, scanner, MOST),
            Some(play) => {
                let today = self.journal()?.reviews_on(play.day)?;
                let asked = today.iter().filter(|review| review.session == play.id).count();
                self.words_of(found, scene, &so_far, scanner, MOST.saturating_sub(asked))
            }
        };
        let (id, read) = match left {
            Some(play) => (play.id, play.lines),
            None => (self.new_session(), 0),
        };
        let scene = found.scenes[scene].clone();
        Ok(Some(SceneSession::new(id, found.id.clone(), scene, read, words, &needs)))
    }

    /// Why there is no scene of the `named` decks, or of the followed ones, and what to do.
    pub fn no_scene(&self, named: &[DeckId]) -> String {
        let library = &self.library;
        let with: Vec<&str> = library
            .decks()
            .iter()
            .filter(|deck| !deck.scenes.is_empty())
            .map(|deck| &*deck.id)
            .collect();
        let who = match named {
            [deck] => format!("{} has no scene yet", library.title(deck)),
            _ => "the teams you follow have no scene yet".to_owned(),
        };
        let write = match named {
            [deck] if library.deck(deck).is_some_and(|deck| deck.origin == Origin::BuiltIn) => {
                "`docs/decks.md` says how to write one".to_owned()
            }
            [deck] => format!("write one with `shoptalk deck add {deck} --scene`"),
            _ => "write one with `shoptalk deck add DECK --scene`".to_owned(),
        };
        match with.first() {
            Some(_) => format!("{who}; {write}, or sit in with {}", listed(&with, "or")),
            None => format!("{who}; {write}"),
        }
    }

    /// Saves how far a scene was played.
    pub fn played(&mut self, play: &Play) -> Result<(), TrainerError> {
        Ok(self.journal()?.put_play(play)?)
    }

    /// The scenes that offer themselves now, at most one of each of the `named` decks or else of the followed ones, the most
    /// fitting first. `runs_out` if the quiz has no new words left.
    pub fn scene_offers(
        &mut self,
        named: &[DeckId],
        runs_out: bool,
        scanner: &OnceCell<Scanner>,
    ) -> Result<Vec<Offer>, TrainerError> {
        let so_far = self.so_far()?;
        let mut prospects = self.prospects(named, &so_far, scanner, false)?;
        let today = self.today();
        sort(&mut prospects, today);
        let mut seen = HashSet::new();
        let offers = prospects.iter().filter_map(|prospect| {
            let reason = prospect.reason(today, runs_out)?;
            let deck = self.library.deck(&prospect.deck)?;
            let scene = deck.scenes.get(prospect.scene)?;
            seen.insert(&deck.id).then(|| Offer {
                deck: deck.id.clone(),
                scene: scene.id.clone(),
                team: deck.title.clone(),
                title: scene.title.clone(),
                reason,
            })
        });
        Ok(offers.collect())
    }

    /// Whether today's quiz of the `named` decks, or else of the followed ones, has no new words left.
    pub fn has_no_new_words(&mut self, named: &[DeckId]) -> Result<bool, TrainerError> {
        let decks = self.quizzed(named);
        let plan = self.plan(&decks, None, None)?;
        Ok(plan.items.iter().all(|item| !item.is_new))
    }

    /// When today's answers in scenes were given.
    pub fn answered_in_scenes(&mut self) -> Result<Vec<Timestamp>, TrainerError> {
        let plays: HashSet<Uuid> = self.plays()?.into_iter().map(|play| play.id).collect();
        let today = self.today();
        let reviews = self.journal()?.reviews_on(today)?.into_iter();
        Ok(reviews.filter(|review| plays.contains(&review.session)).map(|it| it.at).collect())
    }

    /// The scenes of the `named` decks, or of the followed ones. How many words are due is counted for scenes that were played
    /// on an earlier day, and for the others if `all` are compared: finding words takes time.
    fn prospects(
        &mut self,
        named: &[DeckId],
        so_far: &SoFar,
        scanner: &OnceCell<Scanner>,
        all: bool,
    ) -> Result<Vec<Prospect>, TrainerError> {
        let library = self.library.clone();
        let decks: Vec<&Deck> =
            self.quizzed(named).iter().filter_map(|(id, _)| library.deck(id)).collect();
        if decks.iter().all(|deck| deck.scenes.is_empty()) {
            return Ok(Vec::new());
        }
        let plays = self.plays()?;
        let today = self.today();
        let mut found = Vec::new();
        for deck in decks {
            let meets_in = self.meets_in(deck);
            let is_half_met = self.is_half_met(deck);
            for (scene, of) in deck.scenes.iter().enumerate() {
                let mut of_scene =
                    plays.iter().filter(|play| play.deck == deck.id && play.scene == of.id);
                let is_left = |play: &&Play| play.day == today && !play.is_ended;
                let left = of_scene.clone().next().filter(is_left).cloned();
                let last = of_scene.find(|play| play.is_ended).map(|play| play.day);
                let due = if all || last.is_some_and(|last| last < today) {
                    let needs = self.words_of(deck, scene, so_far, scanner, usize::MAX).1;
                    needs.iter().filter(|(_, need)| *need == Need::Ask).count()
                } else {
                    0
                };
                let deck = deck.id.clone();
                found.push(Prospect { deck, scene, left, last, due, meets_in, is_half_met });
            }
        }
        Ok(found)
    }

    /// The words of a scene, and which of them it pauses for.
    fn words_of(
        &self,
        deck: &Deck,
        scene: usize,
        so_far: &SoFar,
        scanner: &OnceCell<Scanner>,
        most: usize,
    ) -> (Vec<SceneWord>, Vec<(usize, Need)>) {
        let scanner = scanner.get_or_init(|| Scanner::new(&self.library));
        // Words of other followed teams count for them.
        let mut decks = self.quizzed(&[]);
        let follows = decks.iter().any(|(id, _)| *id == deck.id);
        decks.retain(|(id, _)| *id != deck.id);
        decks.insert(0, (deck.id.clone(), self.depth(deck)));
        let words = words(&self.library, scanner, &deck.scenes[scene], &decks);
        let SoFar { asked, introduced, hidden, new } = so_far;
        // The own deck comes first.
        let (guest, followed) =
            if follows { (None, &decks[..]) } else { (decks.first(), &decks[1..]) };
        let (today, decks) = (self.today(), followed);
        let limits = Limits { today, decks, guest, asked, introduced, hidden, new: *new };
        let needs = needs(&words, self.known(), &limits, most);
        (words, needs)
    }

    fn so_far(&mut self) -> Result<SoFar, TrainerError> {
        let today = self.today();
        let reviews = self.journal()?.reviews_on(today)?;
        let asked = reviews.iter().map(|review| self.present(&review.card).term).collect();
        let introduced = self.introduced_today()?;
        let met = self.new_today()?;
        let is_unasked = |term: &&TermId| {
            !self.states.contains_key(&CardId::new((*term).clone(), Direction::Understand))
        };
        let met = met + introduced.iter().filter(is_unasked).count();
        let most = usize::try_from(self.settings.new).unwrap_or(usize::MAX);
        // On the first day after an absence, new words wait until the due ones are reviewed.
        let is_due = self.states.values().any(|state| state.due <= today);
        let waits = self.is_return()? && (is_due || self.reviews_today()? > 0);
        let new = if waits { 0 } else { most.saturating_sub(met) };
        Ok(SoFar { asked, introduced, hidden: self.marks.hidden(today), new })
    }

    /// All plays, the last one first, under their decks' current IDs.
    pub(super) fn plays(&mut self) -> Result<Vec<Play>, TrainerError> {
        let mut plays = self.journal()?.plays()?;
        for play in &mut plays {
            play.deck = self.deck_today(&play.deck);
        }
        Ok(plays)
    }

    /// In how many days the user meets the team of `deck`.
    fn meets_in(&self, deck: &Deck) -> Option<u32> {
        let day = self.meeting_day(&deck.id)?;
        Some(day.since(self.today()))
    }

    /// Whether half of the core words of `deck` were met, or of its shallowest ones.
    fn is_half_met(&self, deck: &Deck) -> bool {
        let depth = deck.depth(Level::Core, self.today().date());
        let progress = stats::progress(self.known(), deck, depth, self.today().plus(1));
        progress.words > 0 && progress.met * 2 >= progress.words
    }
}
