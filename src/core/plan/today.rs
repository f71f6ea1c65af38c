//! Computes the rest of today's quiz. The plan is fixed in the morning, so the quiz, the home screen, and the shell
//! all show the same count, however fast the user answers.

use std::collections::HashSet;

use crate::core::card::{CardId, TermId};
use crate::core::learner_state::LearnerState;
use crate::core::plan::{
    Candidate, Candidates, Due, Item, Plan, Request, arrange, candidates, plan,
};

/// What was done today.
pub struct SoFar<'a> {
    /// The card states in the morning.
    pub morning: LearnerState<'a>,
    /// New words asked today, without those the user already knew.
    pub new: usize,
    /// Words asked for the first time today that the user already knew. They leave room for as many new ones.
    pub known_before: usize,
    /// Words introduced today.
    pub introduced: &'a HashSet<TermId>,
    /// Time used today, in milliseconds.
    pub spent_ms: u64,
}

/// The rest of today's quiz: the words planned in the morning and not done since, as long as there is time, plus
/// everything unfinished or requested. `known` is the current state; `request` covers the whole day.
pub fn rest_of_day(known: LearnerState<'_>, request: &Request<'_>, so_far: &SoFar<'_>) -> Plan {
    let nothing = HashSet::new();
    let max_new = request.max_new.saturating_add(so_far.known_before);
    let whole = plan(so_far.morning, &Request { crammed: &nothing, max_new, ..request.clone() });
    let planned: HashSet<&CardId> = whole.items.iter().map(|item| &item.card).collect();
    let Candidates { mut due, mut ripe, mut speak, mut fresh } = candidates(known, request);
    let all = (Plan::words_due(&due), fresh.len());
    for Due { state, candidate, .. } in &mut due {
        candidate.item.is_begun |= state.unfinished && state.last == request.today;
    }
    for Candidate { item, .. } in &mut fresh {
        item.is_begun |= so_far.introduced.contains(&item.card.term);
    }
    let missed = due.iter().filter(|due| due.candidate.item.is_begun).count();
    let read = fresh.iter().filter(|candidate| candidate.item.is_begun).count();
    // An introduced word may still be missed, which takes a second answer.
    let owed = missed + 2 * read;
    let may_begin = |is_new| {
        so_far.spent_ms == 0 || request.pace.holds(so_far.spent_ms, owed, is_new, request.budget_ms)
    };
    let [old, new] = [false, true].map(may_begin);
    let is_wanted = |term: &TermId| request.wanted.contains(term);
    due.retain(|due| {
        let Item { card, term, is_begun, .. } = &due.candidate.item;
        *is_begun || is_wanted(term) || (old && planned.contains(card))
    });
    let due_now = Plan::words_due(&due);
    let is_planned = |due: &mut Due<'_>| old && planned.contains(&due.candidate.item.card);
    let in_time: Vec<Due<'_>> = ripe.extract_if(.., is_planned).collect();
    let postponed = Plan::words_due(&ripe);
    speak.retain(|candidate| old && planned.contains(&candidate.item.card));
    fresh.retain(|candidate| {
        candidate.item.is_begun || (new && planned.contains(&candidate.item.card))
    });
    // All of it was already found to fit.
    let open = Request {
        budget_ms: u64::MAX,
        max_new: request.max_new.saturating_sub(so_far.new),
        max_reviews: usize::MAX,
        ..request.clone()
    };
    let rest = arrange(Candidates { due, ripe: in_time, speak, fresh }, known.scheduler, &open);
    let due = all.0 + rest.due - due_now;
    let budget_ms = request.budget_ms.saturating_sub(so_far.spent_ms);
    Plan { due, unseen: all.1, postponed, budget_ms, ..rest }
}
