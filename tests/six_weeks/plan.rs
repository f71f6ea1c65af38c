//! Computes what there is to ask today, by the documented rules.

use std::collections::BTreeSet;

use shoptalk::core::card::{CardId, Direction, TermId};

use super::desk::Desk;
use super::ledger::words;
use super::player::Player;
use super::queue::Agenda;

/// The default settings.
pub const MINUTES: i64 = 5;
const NEW_A_DAY: usize = 8;
/// After this many days without an answer, the first quiz is short: the number of minutes below.
const AWAY: u32 = 14;
pub const FIRST_MINUTES: i64 = 3;

/// While new words wait, a card is asked only when its probability of recall has fallen to this.
const FALLEN: f64 = 0.85;

/// What there is to ask about one team.
#[derive(Debug, Clone, Default)]
pub struct Share {
    /// Cards that are due.
    pub due: Vec<(CardId, f64)>,
    /// Words that are understood, and could be asked in the other direction for the first time.
    pub speak: usize,
    /// Words never asked.
    pub unseen: usize,
    /// Cards that have just become due, of words with no other due card. While there are new words, they come after those.
    pub ripe: Vec<(CardId, f64)>,
}

impl<D: Desk> Player<D> {
    /// Whether today is the first day after a long absence.
    pub fn is_return(&self) -> bool {
        let today = self.today();
        let mut before = self.ledger.standing().rev().filter(|given| given.day < today);
        before.next().is_some_and(|last| today.since(last.day) >= AWAY)
    }

    /// What there is to ask about each followed team. A shared card counts for the first team.
    pub fn shares(&self) -> Vec<Share> {
        let shares = self.shares_if(self.new_words_wait());
        let today = self.today();
        let has_reviewed =
            self.ledger.standing().rev().take_while(|given| given.day >= today).any(|given| {
                !given.early
                    && self.ledger.state(&given.card).is_some_and(|state| state.first < today)
            });
        let has_due = has_reviewed || shares.iter().any(|share| !share.due.is_empty());
        // On the first day after an absence, new words wait instead.
        if self.is_return() && has_due { self.shares_if(false) } else { shares }
    }

    /// Whether there are words that were never asked.
    fn new_words_wait(&self) -> bool {
        let today = self.today();
        self.followed.iter().any(|(id, depth)| {
            let deck = self.library.deck(id).expect("it is followed");
            let mut ids = words(deck, *depth, today).map(|term| self.library.resolve(&term.id));
            ids.any(|id| {
                let card = CardId::new(id.clone(), Direction::Understand);
                !self.ledger.is_held(&id, today) && self.ledger.state(&card).is_none()
            })
        })
    }

    fn shares_if(&self, new_words_wait: bool) -> Vec<Share> {
        let today = self.today();
        let mut seen: BTreeSet<TermId> = BTreeSet::new();
        let decks = self.followed.iter();
        decks
            .map(|(id, depth)| {
                let mut share = Share::default();
                let deck = self.library.deck(id).expect("it is followed");
                for term in words(deck, *depth, today) {
                    let id = self.library.resolve(&term.id);
                    if !self.ledger.is_held(&id, today) && seen.insert(id.clone()) {
                        self.sort_in(&id, new_words_wait, &mut share);
                    }
                }
                share
            })
            .collect()
    }

    /// Adds what there is to ask about the word `id`.
    fn sort_in(&self, id: &TermId, new_words_wait: bool, share: &mut Share) {
        let today = self.today();
        let [understand, speak] =
            Direction::ALL.map(|direction| CardId::new(id.clone(), direction));
        let [heard, said] = [&understand, &speak].map(|card| self.ledger.state(card));
        let unfinished =
            |card: &CardId| self.ledger.state(card).is_some_and(|state| state.unfinished);
        // The two directions of a word are never asked on the same day.
        let pairs = [(&understand, &speak), (&speak, &understand)].into_iter();
        let open = pairs.filter(|(card, other)| unfinished(card) || self.is_open(card, other));
        let weakest = open
            .map(|(card, _)| (!unfinished(card), self.ledger.recall(card, today), card.clone()))
            .min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        if let Some((finished, recall, card)) = weakest {
            let comes_first = !finished || !new_words_wait || recall <= FALLEN;
            (if comes_first { &mut share.due } else { &mut share.ripe }).push((card, recall));
        } else if heard.is_none() {
            share.unseen += 1;
        } else if heard.is_some_and(|state| state.held_a_week)
            && said.is_none()
            && !self.ledger.was_asked(&understand, today)
        {
            share.speak += 1;
        }
    }

    /// Whether `card` is due today, for a word whose `other` card was not asked.
    fn is_open(&self, card: &CardId, other: &CardId) -> bool {
        let today = self.today();
        self.ledger.is_due(card, today) && !self.ledger.was_asked(other, today)
    }

    /// What to ask about `shares` in the morning, by the documentation: due cards first, then new words and words in the other
    /// direction, half and half, at last cards that have just become due, as long as each could be missed and asked again in time.
    /// Also returns whether all due cards fit, and how many more of the last ones may fit; `None` if that depends on the order.
    pub fn planned(&self, shares: &[Share]) -> (Agenda, Option<bool>, usize) {
        let today = self.today();
        let pace = self.ledger.pace(today);
        let (introduction_ms, answer_ms) = pace;
        let is_return = self.is_return();
        let minutes = if is_return { FIRST_MINUTES } else { MINUTES };
        let due: Vec<(CardId, f64)> = shares.iter().flat_map(|share| share.due.clone()).collect();
        let (mut new, mut speak) = (0, 0);
        let mut agenda = Agenda {
            new,
            old: due.len(),
            first: due.len(),
            due: Some(due.clone()),
            budget_ms: minutes * 60_000,
            pace,
        };
        let costs: Vec<i64> = due.iter().map(|(_, recall)| agenda.review_ms(*recall)).collect();
        let mut left = agenda.budget_ms - costs.iter().sum::<i64>();
        // There must be time to ask the last one again after a miss.
        let fits = |last: Option<&i64>| last.is_none_or(|last| left + last >= 2 * answer_ms);
        let all_fit = match (fits(costs.iter().min()), fits(costs.iter().max())) {
            (true, _) => Some(true),
            (false, true) => None,
            (false, false) => Some(false),
        };
        let most = if is_return && !due.is_empty() { 0 } else { NEW_A_DAY };
        let unseen: usize = shares.iter().map(|share| share.unseen).sum();
        let unsaid: usize = shares.iter().map(|share| share.speak).sum();
        let mut is_first = due.is_empty();
        let mut turn = true;
        while all_fit != Some(false) {
            let is_word = match (new < most.min(unseen), speak < unsaid) {
                (false, false) => break,
                (true, true) => turn,
                (is_word, _) => is_word,
            };
            turn = !turn;
            let takes = if is_word { introduction_ms + answer_ms } else { answer_ms };
            if left < takes + answer_ms && !is_first {
                break;
            }
            is_first = false;
            left -= takes;
            *(if is_word { &mut new } else { &mut speak }) += 1;
        }
        (agenda.new, agenda.old) = (new, agenda.old + speak);
        agenda.first = agenda.old;
        let ripe: Vec<(CardId, f64)> = shares.iter().flat_map(|share| share.ripe.clone()).collect();
        let mut costs: Vec<i64> =
            ripe.iter().map(|(_, recall)| agenda.review_ms(*recall)).collect();
        costs.sort_unstable();
        let fitting = |costs: &mut dyn Iterator<Item = &i64>| {
            let (mut left, mut is_first) = (left, is_first);
            let fits = |takes: &&i64| {
                let fits = left >= 2 * answer_ms || is_first;
                (left, is_first) = (left - **takes, false);
                fits
            };
            costs.take_while(fits).count()
        };
        let (least, most) = (fitting(&mut costs.iter().rev()), fitting(&mut costs.iter()));
        let all_fit_after = all_fit != Some(false);
        let (least, most) = if all_fit_after { (least, most) } else { (0, 0) };
        agenda.old += least;
        match &mut agenda.due {
            Some(due) if least == ripe.len() => due.extend(ripe),
            // Which ones depends on the order.
            due if most > 0 => *due = None,
            _ => {}
        }
        (agenda, all_fit, most - least)
    }
}
