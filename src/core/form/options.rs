//! Wrong answers that teach: near enough to be mistaken for the right one, and no giveaway.

use rand::RngExt as _;

use crate::core::deck::Term;
use crate::core::form::Asking;
use crate::core::rng::SeededRng;
use crate::core::words::occurrences;

/// At most `count` terms to stand beside the right one: first what it is confused with, then what is linked from it,
/// then its own deck and level. Never a synonym, an alias or another sense of the same word.
///
/// How many of them are longer than the right answer is drawn, so that length gives nothing away.
pub fn wrong_answers<'a>(asking: &Asking<'a>, count: usize, rng: &mut SeededRng) -> Vec<&'a Term> {
    let Asking { library, deck, term, .. } = *asking;
    let find = |ids: &'a [crate::core::card::TermId]| {
        ids.iter().filter_map(|id| library.find(id)).collect::<Vec<_>>()
    };
    let same_level = |other: &&Term| other.level == term.level;
    let own: Vec<&Term> = deck.terms.iter().collect();
    let (level, rest): (Vec<&Term>, Vec<&Term>) = own.into_iter().partition(same_level);
    let elsewhere = library.terms().filter(|(other, _)| other.id != deck.id).map(|(_, term)| term);

    let mut picked: Vec<&Term> = Vec::with_capacity(count);
    let fits = |other: &Term, picked: &[&Term]| {
        is_wrong(asking, other) && picked.iter().all(|known| differ(known, other))
    };
    for other in find(&term.confused_with) {
        if picked.len() < count && fits(other, &picked) {
            picked.push(other);
        }
    }
    let length = |term: &Term| term.definition.chars().count();
    let right = length(term);
    let mut longer = rng.random_range(0..=count);
    longer = longer.saturating_sub(picked.iter().filter(|other| length(other) > right).count());
    for pool in [find(&term.see_also), level, rest, elsewhere.collect()] {
        let mut pool = pool;
        while picked.len() < count {
            pool.retain(|other| fits(other, &picked));
            // Of those on the side that is wanted, one of the few that come nearest in length.
            let left = count - picked.len();
            let wants_longer = longer >= left || (longer > 0 && rng.random_bool(0.5));
            let mut side: Vec<&Term> = pool
                .iter()
                .copied()
                .filter(|other| (length(other) > right) == wants_longer)
                .collect();
            if side.is_empty() {
                side.clone_from(&pool);
            }
            if side.is_empty() {
                break;
            }
            side.sort_by_key(|other| (length(other).abs_diff(right), &other.id));
            let other = side[rng.random_range(0..side.len().min(6))];
            longer = longer.saturating_sub(usize::from(length(other) > right));
            picked.push(other);
        }
    }
    picked
}

/// Whether `other` is a wrong answer to the question about the term: another thing with another name.
fn is_wrong(asking: &Asking<'_>, other: &Term) -> bool {
    let Asking { library, term, .. } = *asking;
    library.resolve(&other.id) != library.resolve(&term.id) && differ(term, other)
}

/// Whether two terms can stand side by side: no name of one is a name of the other, and neither means the same.
fn differ(one: &Term, other: &Term) -> bool {
    one.id != other.id
        && one.definition != other.definition
        && one.names().all(|name| {
            other.names().all(|theirs| {
                !name.eq_ignore_ascii_case(theirs) && occurrences(theirs, name).is_empty()
            })
        })
}
