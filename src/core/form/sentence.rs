//! *In a sentence*: say what a word means in a sentence, reveal its meaning, and grade yourself.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::core::card::{CardId, TermId};
use crate::core::form::{Answer, Asking, Prompt, Question};
use crate::core::jargon::{Certainty, Kind, Scanner};
use crate::core::library::Library;
use crate::core::review::Form;
use crate::core::rng::hash;
use crate::core::words::occurrences;

/// The sentences that words can be asked in, the examples of all entries, and which of them were asked.
#[derive(Default)]
pub struct Sentences {
    /// Finds words in sentences; built when it is first needed.
    scanner: Rc<OnceCell<Scanner>>,
    /// For each card, the terms whose examples were shown with it.
    shown: HashMap<CardId, HashSet<TermId>>,
}

impl Sentences {
    /// Notes the sentences that were already asked: each card with the term whose example it was.
    pub fn asked(shown: impl IntoIterator<Item = (CardId, TermId)>) -> Self {
        let mut sentences = Self::default();
        for (card, source) in shown {
            sentences.show(card, source);
        }
        sentences
    }

    /// Finds words with this scanner, which is built when it is first needed.
    #[must_use]
    pub fn with_scanner(self, scanner: Rc<OnceCell<Scanner>>) -> Self {
        Self { scanner, ..self }
    }

    /// Notes that the example of `source` was shown with `card`.
    pub fn show(&mut self, card: CardId, source: TermId) {
        self.shown.entry(card).or_default().insert(source);
    }

    /// Whether the example of `source` was never shown with `card`. A card's own example is shown with its entry.
    pub fn is_unseen(&self, card: &CardId, source: &TermId) -> bool {
        card.term != *source && self.shown.get(card).is_none_or(|shown| !shown.contains(source))
    }

    /// Drops what was derived from the library, because it has changed.
    pub fn reload(&mut self) {
        self.scanner = Rc::default();
    }

    /// How the word of `card` is written in `sentence`, if it occurs there in this sense.
    fn word<'a>(&self, library: &Library, card: &CardId, sentence: &'a str) -> Option<&'a str> {
        let scanner = self.scanner.get_or_init(|| Scanner::new(library));
        let found = scanner.scan(sentence, Kind::Plain, &[card.term.deck()]).words;
        let spotted = found.into_iter().find(|spotted| {
            let is_meant = |sense: &TermId| library.resolve(sense) == card.term;
            matches!(spotted.sure, Certainty::Only | Certainty::Clear | Certainty::Likely)
                && spotted.senses.first().is_some_and(|sense| is_meant(&sense.term))
        })?;
        let place = occurrences(sentence, &spotted.text).into_iter().next()?;
        Some(&sentence[place])
    }
}

/// Builds the question: a sentence not yet shown with the card, first from the term's own deck, then from followed ones, or else
/// the term's own example. `None` if there is neither.
pub(super) fn question(asking: Asking<'_>) -> Option<Question> {
    let Asking { library, deck, term, card, sentences, followed, seed, .. } = asking;
    let names: Vec<String> = term.names().map(str::to_lowercase).collect();
    // A team that has a sense of its own means that one.
    let elsewhere: HashSet<&str> = library.other_senses(term).map(|(deck, _)| &*deck.id).collect();
    let mut examples: Vec<(bool, bool, u64, &TermId, &str)> = library
        .terms()
        .filter_map(|(home, other)| {
            let example = other.example.as_deref().filter(|_| !elsewhere.contains(&*home.id))?;
            let has_name = || {
                let example = example.to_lowercase();
                names.iter().any(|name| example.contains(name))
            };
            let is_candidate = sentences.is_unseen(card, &library.resolve(&other.id)) && has_name();
            let is_followed = followed.iter().any(|id| *id == *home.id);
            let order = hash(other.id.as_str(), seed);
            is_candidate.then_some((home.id != deck.id, !is_followed, order, &other.id, example))
        })
        .collect();
    examples.sort_unstable();
    let own = term.example.as_deref().map(|example| (&term.id, example));
    let examples = examples.into_iter().map(|(.., source, example)| (source, example)).chain(own);
    let (source, sentence, word) = examples.into_iter().find_map(|(source, sentence)| {
        let word = sentences.word(library, card, sentence)?;
        Some((library.resolve(source), sentence.to_owned(), word.to_owned()))
    })?;
    let prompt = Prompt::Sentence { sentence, word, source };
    Some(asking.question(Form::InSentence, "What did she just say?", prompt, Answer::Reveal))
}
