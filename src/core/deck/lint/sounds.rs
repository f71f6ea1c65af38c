//! Lints listed sounds that are harmful or useless.

use std::collections::HashSet;

use crate::core::deck::FieldSpans;
use crate::core::deck::lint::Lint;
use crate::core::deck::rules::Rule;
use crate::core::lookup::{Entry, Index, Verdict};
use crate::core::vocabulary::is_frequent;

/// Decks with more listed sounds than this are not checked, because each one takes a search.
const MOST: usize = 2_000;

impl Lint<'_> {
    pub(super) fn sounds(&mut self, marks: &[FieldSpans]) {
        let count: usize = self.deck.terms.iter().map(|term| term.sounds_like.len()).sum();
        if count == 0 || count > MOST {
            return;
        }
        let names: HashSet<String> =
            self.linter.library.terms().map(|(_, term)| term.term.to_lowercase()).collect();
        // The deck's index without any listed sounds.
        let index = Index::new(self.deck.terms.iter().map(|term| Entry {
            term: &term.term,
            aliases: term.aliases.iter().chain(&term.expansion).map(String::as_str).collect(),
            ..Entry::default()
        }));
        for (at, (term, marks)) in self.deck.terms.iter().zip(marks).enumerate() {
            for (number, sound) in term.sounds_like.iter().enumerate() {
                let (name, place) = (&term.term, marks.of("sounds_like", number));
                let lower = sound.to_lowercase();
                if is_frequent(&lower) || names.contains(&lower) {
                    let what = format!(
                        "“{sound}” in `sounds_like` of `{name}` is a word in its own right"
                    );
                    self.add(Rule::SoundIsAWord, place, what, "remove it");
                    continue;
                }
                let hits = index.search(sound, 1);
                let is_found = hits.first().is_some_and(|hit| hit.entry == at);
                if is_found && Verdict::of(&hits) == Verdict::Match {
                    let what =
                        format!("look-up finds `{name}` for “{sound}” even without `sounds_like`");
                    self.add(Rule::SoundIsFound, place, what, "remove it");
                }
            }
        }
    }
}
