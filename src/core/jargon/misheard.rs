//! Finds terms that were misheard in speech: looks up words that aren't everyday English, alone or with their neighbors.

use std::collections::HashMap;
use std::ops::Range;

use super::names::is_numbered;
use super::prose::prose;
use super::tokens::{Gap, tokens};
use super::{Acronym, Certainty, Kind, LineIndex, PART, Scan, Spotted};
use crate::core::card::TermId;
use crate::core::finder::Finder;
use crate::core::lookup::{Evidence, HEARD, bases, fold, is_stop};
use crate::core::vocabulary::{is_common, is_known};

/// The fewest letters of a word that is looked up: shorter ones sound like too much.
const SHORTEST: usize = 4;
/// The fewest letters of a single word that is surely a typing mistake; a shorter one may be a piece of what was said.
const SHORTEST_SURE: usize = 5;
/// The score from which several words that sound like a term are surely it.
const ALIKE: f32 = 0.97;
/// The most words that are looked up together.
const LONGEST: usize = 3;
/// The most look-ups for one text. Each takes about a millisecond.
const MOST: usize = 1_000;
/// After this many look-ups, English words are no longer looked up.
const MOST_ENGLISH: usize = 250;

/// Adds to the `scan` of the transcript `text` the terms that its odd words may stand for. A single word that only sounds like a term
/// is doubtful; several words that sound almost exactly like one are not. Texts longer than a megabyte are left alone.
pub fn add_misheard(scan: &mut Scan, text: &str, finder: &Finder) {
    if text.len() > PART {
        return;
    }
    let prose = prose(text, Kind::Transcript);
    let row = tokens(&prose);
    let words: Vec<String> = row.iter().map(|token| fold(token.text, 64)).collect();
    let mut is_free = vec![true; row.len()];
    // A name of one word may be a piece of what was misheard.
    let mut is_single = vec![false; row.len()];
    let acronyms = scan.acronyms.iter().flat_map(|acronym| &acronym.spans);
    for span in scan.words.iter().flat_map(|word| &word.spans).chain(acronyms) {
        let from = row.partition_point(|token| token.at < span.start);
        let to = row.partition_point(|token| token.at < span.end);
        is_free[from..to].fill(false);
        is_single[from..to].fill(to - from == 1);
    }
    let places = LineIndex::new(text, Kind::Transcript);
    let mut found: HashMap<String, Option<(TermId, Certainty)>> = HashMap::new();
    for at in 0..row.len() {
        let word = &words[at];
        let is_word = word.chars().all(char::is_alphabetic) && word.len() >= SHORTEST;
        // English words may only together be what was said: "item potent".
        let is_english = is_known(word);
        let is_odd = !is_english || !bases(word).iter().any(|base| is_common(base));
        if !is_free[at] || !is_word || !is_odd || is_numbered(&prose, &row, at) {
            continue;
        }
        let fewest = if is_english { 2 } else { 1 };
        let is_part = |part: &Range<usize>| {
            // Three English words are looked up only around a name: "coast per token".
            (!is_english || part.len() < LONGEST || part.clone().any(|at| is_single[at]))
                && part.clone().all(|at| is_free[at] || is_single[at])
                && row[part.start + 1..part.end].iter().all(|token| token.gap != Gap::Break)
                && !is_stop(&words[part.start])
                && !is_stop(&words[part.end - 1])
        };
        let parts = (fewest..=LONGEST).rev().flat_map(|count| {
            let starts = (at + 1).saturating_sub(count)..=at;
            starts.map(move |start| start..start + count)
        });
        let parts: Vec<_> = parts.filter(|part| part.end <= row.len()).filter(is_part).collect();
        let best = parts.into_iter().filter_map(|part| {
            let said = words[part.clone()].join(" ");
            let most = if is_english { MOST_ENGLISH } else { MOST };
            if found.len() >= most && !found.contains_key(&said) {
                return None;
            }
            let (term, sure) =
                found.entry(said).or_insert_with_key(|said| look_up(said, finder)).clone()?;
            let is_new = sure == Certainty::Only || is_free[part.clone()].iter().all(|free| *free);
            is_new.then_some((part, term, sure))
        });
        let Some((part, term, sure)) = best.min_by_key(|(.., sure)| *sure == Certainty::Doubtful)
        else {
            continue;
        };
        is_free[part.clone()].fill(false);
        is_single[part.clone()].fill(false);
        let span = row[part.start].at..row[part.end - 1].end();
        let is_apart = |other: &Range<usize>| other.end <= span.start || span.end <= other.start;
        scan.words.retain_mut(|word| {
            word.spans.retain(is_apart);
            !word.spans.is_empty()
        });
        scan.acronyms.retain_mut(|acronym| {
            acronym.spans.retain(is_apart);
            !acronym.spans.is_empty()
        });
        let first = places.of(span.start);
        let word = Spotted::guess(&prose, term, sure, vec![span], first);
        let is_same = |known: &&mut Spotted| {
            known.senses[0].term == word.senses[0].term && known.is_doubtful() == word.is_doubtful()
        };
        match scan.words.iter_mut().find(is_same) {
            Some(known) => known.join(word),
            None => scan.words.push(word),
        }
    }
    for word in &mut scan.words {
        (word.count, word.first) = (word.spans.len(), places.of(word.spans[0].start));
    }
    for Acronym { count, first, excerpt, spans, .. } in &mut scan.acronyms {
        (*count, *first) = (spans.len(), places.of(spans[0].start));
        *excerpt = super::excerpt(&prose, spans[0].start, spans[0].end);
    }
    scan.words.sort_by_key(|word| word.spans[0].start);
    scan.acronyms.sort_by_key(|acronym| acronym.spans[0].start);
}

/// The term that `said` is, and how surely.
fn look_up(said: &str, finder: &Finder) -> Option<(TermId, Certainty)> {
    let found = finder.find(said, 1).found.into_iter().next()?;
    let is_piece = !said.contains(' ')
        && (said.len() < SHORTEST_SURE
            || fold(&found.name, 64).chars().next() != said.chars().next());
    let sure = match found.hit.evidence {
        // Fewer words are looked up, too.
        _ if found.hit.part.is_some() => return None,
        evidence if evidence.is_match() && is_piece => Certainty::Doubtful,
        evidence if evidence.is_match() => Certainty::Only,
        Evidence::Sound | Evidence::Letters if found.hit.score >= ALIKE && said.contains(' ') => {
            Certainty::Only
        }
        Evidence::Sound if found.hit.score >= HEARD => Certainty::Doubtful,
        _ => return None,
    };
    Some((found.term, sure))
}
