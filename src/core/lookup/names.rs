//! Spelling signals: the same letters, initials, prefixes of a name or of its words, and forms of its words.

use super::Signal;
use super::abbreviation::abbreviates;
use super::definition::StemId;
use super::forms;
use super::index::Names;
use super::query::Query;
use super::signals::HEARD;

/// The score of an exact match. Nothing else reaches it, so an exact match comes first or ties with another.
pub(crate) const SAME: f32 = 1.4;
/// The score of a plural or an inflection of the name.
pub(super) const FORM: f32 = 1.35;
/// The score of a listed sound for a query that means itself: the same as any name that sounds alike.
const HEARD_KNOWN: f32 = 1.0;

/// The strongest spelling signal for the name `at`; 0 if there is none.
pub(super) fn strongest(names: &Names, at: usize, query: &Query) -> (f32, Signal) {
    let sketch = &names.sketches[at];
    let mut best = (0.0, Signal::Subsequence);
    if query.letter_bits & !sketch.letters == 0 {
        best = by_letters(names, at, query);
    }
    if !query.only_acronyms
        && query.stem_bits & sketch.stems != 0
        && let Some(found) = by_stems(names, at, query)
        && found.0 > best.0
    {
        best = found;
    }
    best
}

/// Half for a match at all, half for the share of the name that was typed.
#[expect(clippy::cast_precision_loss, reason = "lengths of names")]
fn share(typed: usize, all: usize) -> f32 {
    0.5 + 0.5 * (typed as f32 / all.max(1) as f32).min(1.0)
}

/// For a name that contains all the typed letters.
fn by_letters(names: &Names, at: usize, query: &Query) -> (f32, Signal) {
    let letters = names.letters.get(at);
    let share = share(query.letters.len(), letters.len());
    if let Some(rest) = letters.strip_prefix(query.letters.as_str())
        && (rest.is_empty() || !query.only_acronyms)
    {
        return match (rest.is_empty(), names.heard[at]) {
            (true, false) => (SAME, Signal::Same),
            (true, true) if query.is_meant => (HEARD_KNOWN, Signal::Same),
            (true, true) => (HEARD, Signal::Same),
            (false, false) => (0.9 + 0.1 * share, Signal::Start),
            (false, true) => (0.85 + 0.1 * share, Signal::Start),
        };
    }
    // A listed sound is not abbreviated, and its parts aren't words.
    if names.heard[at] {
        return (0.0, Signal::Subsequence);
    }
    if is_initials(names, at, &query.letters) {
        return (1.1, Signal::Initials);
    }
    if query.only_acronyms {
        return (0.0, Signal::Subsequence);
    }
    if starts_words(names, at, query).is_some() {
        return (0.8 + 0.1 * share, Signal::Words);
    }
    match abbreviates(query, letters, names.starts.get(at)) {
        Some(score) => (score, Signal::Abbreviation),
        None => (0.0, Signal::Abbreviation),
    }
}

/// Whether `typed` is the initials of the name: of all words, of those that carry meaning, or of camel-case parts.
fn is_initials(names: &Names, at: usize, typed: &str) -> bool {
    let letters = names.letters.get(at);
    let starts = names.starts.get(at);
    if starts.len() < 2 || typed.len() < 2 || typed.len() > starts.len() || !typed.is_ascii() {
        return false;
    }
    let first = |at: u16| letters.as_bytes()[usize::from(at)];
    let spelled = |initials: &mut dyn Iterator<Item = u8>| initials.eq(typed.bytes());
    if spelled(&mut starts.iter().map(|start| first(start.at)))
        || spelled(&mut starts.iter().filter(|start| !start.hump).map(|start| first(start.at)))
    {
        return true;
    }
    let small = |index: usize| {
        let start = usize::from(starts[index].at);
        let end = starts.get(index + 1).map_or(letters.len(), |next| usize::from(next.at));
        matches!(
            &letters[start..end],
            "a" | "an"
                | "and"
                | "as"
                | "at"
                | "by"
                | "for"
                | "in"
                | "is"
                | "of"
                | "on"
                | "or"
                | "the"
                | "to"
                | "with"
        )
    };
    spelled(
        &mut (0..starts.len()).filter(|&index| !small(index)).map(|index| first(starts[index].at)),
    )
}

/// `Some` if each typed word is a prefix of a different word of the name, in any order.
fn starts_words(names: &Names, at: usize, query: &Query) -> Option<()> {
    let letters = names.letters.get(at).as_bytes();
    let starts = names.starts.get(at);
    if query.words.len() > starts.len() {
        return None;
    }
    let mut taken = 0_u64;
    for word in &query.words {
        let found = starts.iter().take(64).enumerate().find(|(index, start)| {
            taken & (1 << index) == 0
                && letters[usize::from(start.at)..].starts_with(word.as_bytes())
        });
        taken |= 1 << found?.0;
    }
    Some(())
}

/// Whether each typed word is a form of the name's word in the same position.
fn are_forms(names: &Names, at: usize, query: &Query) -> bool {
    let (mut typed, mut name) = (query.words.iter(), names.words(at));
    let is_form = |typed, name| {
        forms::is_form(typed, name) || (query.is_plural && typed.strip_suffix('s') == Some(name))
    };
    loop {
        match (typed.next(), name.next()) {
            (None, None) => return true,
            (Some(typed), Some(name)) if is_form(typed, name) => {}
            _ => return false,
        }
    }
}

/// Scores stems shared by the query and the name, if all of either's match. The signal is `Form` if all are forms.
fn by_stems(names: &Names, at: usize, query: &Query) -> Option<(f32, Signal)> {
    let stems = names.stems.get(at);
    let as_one = |(id, word): &(StemId, String)| {
        *stems == [*id] && forms::is_form(word, names.letters.get(at))
    };
    let is_name = !names.heard[at];
    if is_name && query.compounds.iter().any(as_one) {
        return Some((FORM, Signal::Form));
    }
    let common = query.stems.iter().flatten().filter(|id| stems.contains(id)).count();
    if common == 0 {
        return None;
    }
    let all_typed = common == query.stems.len();
    let all_of_name = common >= stems.len();
    // Stop words that the name doesn't contain suggest a different meaning.
    let extra = query.words.len() - query.stems.len();
    let score = match (all_typed, all_of_name) {
        (true, true) if is_name && are_forms(names, at, query) => {
            return Some((FORM, Signal::Form));
        }
        (true, true) if extra == 0 => 1.0,
        (true, _) if extra < common && is_name => 0.8 + 0.1 * share(common, stems.len()),
        // The name with more after it, then the name with more anywhere.
        (_, true) if query.stems[0].is_some_and(|id| stems.contains(&id)) => {
            0.7 + 0.1 * share(common, query.words.len())
        }
        (_, true) => 0.6 + 0.1 * share(common, query.words.len()),
        _ => return None,
    };
    Some((score, Signal::Words))
}
