//! Any bytes as a deck file: it is read, checked, fixed and formatted without a panic, and neither fixing nor formatting changes
//! what a sound deck says.
#![no_main]

use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;
use shoptalk::core::deck::edit::format;
use shoptalk::core::deck::fix::fix;
use shoptalk::core::deck::lint::lint;
use shoptalk::core::deck::read::read;
use shoptalk::core::deck::{Deck, Origin, Term};
use shoptalk::core::library::Library;

/// The terms by name, in any order: fixing sorts them.
fn terms(deck: &Deck) -> HashSet<String> {
    let said = |term: &Term| format!("{} {:?} {:?}", term.id, term.term, term.definition);
    deck.terms.iter().map(|term| said(term)).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let path = "decks/team.yaml".into();
    let found = read(&path, bytes, Origin::Named);
    let is_sound = !found.problems.iter().any(|problem| problem.is_error());
    let Some(deck) = found.deck else { return };
    let library = Library::merge(vec![deck.clone()]).library;
    let _ = lint(&[(&deck, &found.marks)], &library);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let texts = [format(text).ok(), fix(&path, text).map(|fixed| fixed.text)];
    for text in texts.into_iter().flatten() {
        let again = read(&path, text.as_bytes(), Origin::Named);
        if is_sound {
            assert_eq!(again.deck.as_ref().map(terms), Some(terms(&deck)), "{text}");
        }
    }
});
