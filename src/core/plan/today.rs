//! What is left of today's quiz. It is set in the morning, so that what the quiz has to go, what home says after it was left
//! and what the shell counts are one number, however fast one answers.

use std::collections::HashSet;

use crate::core::card::{CardId, TermId};
use crate::core::known::Known;
use crate::core::plan::{
    Candidate, Candidates, Due, Item, Plan, Request, arrange, candidates, plan,
};

/// What was done of the day.
pub struct SoFar<'a> {
    /// What was known of every card in the morning.
    pub morning: Known<'a>,
    /// New words that were asked today.
    pub new: usize,
    /// Words that were introduced today.
    pub introduced: &'a HashSet<TermId>,
    /// Milliseconds of today's minutes that are gone.
    pub spent_ms: u64,
}

/// What today's quiz still asks, given what was `known` in the morning and is now: the words that were planned in the morning
/// and were not done since, as long as there is time to begin them, and whatever was begun and not finished, or asked for. `request` is
/// that of the whole day.
pub fn rest_of_day(known: Known<'_>, request: &Request<'_>, so_far: &SoFar<'_>) -> Plan {
    let nothing = HashSet::new();
    let whole = plan(so_far.morning, &Request { crammed: &nothing, ..request.clone() });
    let planned: HashSet<&CardId> = whole.items.iter().map(|item| &item.card).collect();
    let Candidates { mut due, mut speak, mut fresh } = candidates(known, request);
    let all = (Plan::words_due(&due), fresh.len());
    for Due { state, candidate, .. } in &mut due {
        candidate.item.is_begun |= state.unfinished && state.last == request.today;
    }
    for Candidate { item, .. } in &mut fresh {
        item.is_begun |= so_far.introduced.contains(&item.card.term);
    }
    let missed = due.iter().filter(|due| due.candidate.item.is_begun).count();
    let read = fresh.iter().filter(|candidate| candidate.item.is_begun).count();
    // What was read may yet be missed.
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
    speak.retain(|candidate| old && planned.contains(&candidate.item.card));
    fresh.retain(|candidate| {
        candidate.item.is_begun || (new && planned.contains(&candidate.item.card))
    });
    // It was all found to fit.
    let open = Request {
        budget_ms: u64::MAX,
        max_new: request.max_new.saturating_sub(so_far.new),
        max_reviews: usize::MAX,
        ..request.clone()
    };
    let rest = arrange(Candidates { due, speak, fresh }, known.scheduler, &open);
    let budget_ms = request.budget_ms.saturating_sub(so_far.spent_ms);
    Plan { due: all.0, unseen: all.1, budget_ms, ..rest }
}
