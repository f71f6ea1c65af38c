//! Lints for plain English: the gloss, the pronunciation, the question, and the wording of all texts.

use std::collections::HashMap;

use crate::core::deck::lint::Lint;
use crate::core::deck::rules::Rule;
use crate::core::deck::{FieldSpans, Term};
use crate::core::words::occurrences;
use crate::core::yaml::Span;

/// Outdated phrases, each with a replacement; see `docs/rules.md`, N418.
const PHRASES: &str = include_str!("../../vocabulary/phrases.txt");

/// How questions start that inspect the team instead of learning from it.
const INSPECTIONS: [&str; 5] =
    ["who ", "which of our ", "which of your ", "how many ", "how much of "];

/// The most words in `say`.
const MOST_SAID: usize = 8;

/// The phrases in `text` that should not be there, in any case and as whole words, each with what to write instead.
pub fn phrases_in(text: &str) -> Vec<(&'static str, &'static str)> {
    let lower = text.to_lowercase();
    let is_inside = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() || "'’".contains(c));
    let is_whole = |at: usize, end: usize| {
        !is_inside(lower[..at].chars().next_back()) && !is_inside(lower[end..].chars().next())
    };
    let all = PHRASES.lines().filter_map(|line| line.split_once('\t'));
    all.filter(|(phrase, _)| {
        lower.match_indices(phrase).any(|(at, found)| is_whole(at, at + found.len()))
    })
    .collect()
}

impl Lint<'_> {
    pub(super) fn gloss(&mut self, term: &Term, marks: &FieldSpans) {
        let Some(gloss) = &term.gloss else { return };
        if !occurrences(gloss, &term.term).is_empty() {
            let what = format!("the gloss of `{}` uses the term itself", term.term);
            let fix = "use other words";
            self.add(Rule::GlossOwnName, marks.of("gloss", 0), what, fix);
        }
    }

    pub(super) fn glosses(&mut self, marks: &[FieldSpans]) {
        let mut seen: HashMap<String, (String, Span)> = HashMap::new();
        for (term, marks) in self.deck.terms.iter().zip(marks) {
            let Some(gloss) = &term.gloss else { continue };
            let place = marks.of("gloss", 0);
            if let Some((other, first)) = seen.get(&gloss.to_lowercase()) {
                let what = format!("`{}` has the same gloss as `{other}`", term.term);
                let also = self.also(*first, "same gloss here");
                let fix = "say how they differ";
                self.add(Rule::SameGloss, place, what, fix).also = Some(also);
            } else {
                seen.insert(gloss.to_lowercase(), (term.term.clone(), place));
            }
        }
    }

    pub(super) fn say(&mut self, term: &Term, marks: &FieldSpans) {
        let Some(say) = &term.say else { return };
        let speakable = |c: char| c.is_alphabetic() || c.is_whitespace() || "-.,'’()".contains(c);
        if say.chars().all(speakable) && say.split_whitespace().count() <= MOST_SAID {
            return;
        }
        let what = format!("“{say}”, the `say` of `{}`, cannot be read aloud", term.term);
        let fix = "write syllables with hyphens, as in `engine-x`, or letters with dots";
        self.add(Rule::Unspeakable, marks.of("say", 0), what, fix);
    }

    /// Whether the deck is in English, as far as it says.
    pub(super) fn is_english(&self) -> bool {
        let language = self.deck.language.as_deref().unwrap_or("en").to_lowercase();
        language == "en" || language.starts_with("en-") || language.starts_with("english")
    }

    /// Skipped for decks in another language.
    pub(super) fn english(&mut self, term: &Term, marks: &FieldSpans) {
        if !self.is_english() {
            return;
        }
        self.opening(term, marks);
        self.inspection(term, marks);
        let texts = [
            ("gloss", term.gloss.as_ref()),
            ("definition", Some(&term.definition)),
            ("example", term.example.as_ref()),
            ("why", term.why.as_ref()),
            ("ask", term.ask.as_ref()),
        ];
        for (field, text) in texts.into_iter().filter_map(|(field, text)| Some((field, text?))) {
            for (phrase, plain) in phrases_in(text) {
                let what = format!("the `{field}` of `{}` says “{phrase}”", term.term);
                let fix = format!("write “{plain}”, or rephrase the sentence");
                self.add(Rule::Phrase, marks.of(field, 0), what, fix);
            }
        }
    }

    /// "The cutting of texts into pieces" should be "Cutting texts into pieces".
    fn opening(&mut self, term: &Term, marks: &FieldSpans) {
        let mut words = term.definition.split_whitespace();
        let (article, noun, of) = (words.next(), words.next(), words.next());
        let is_article = matches!(article, Some("The" | "A" | "An"));
        let is_deed = |noun: &&str| noun.len() > 5 && noun.ends_with("ing");
        if let Some(noun) = noun.filter(is_deed).filter(|_| is_article && of == Some("of")) {
            let what = format!("the definition of `{}` starts with a noun, “{noun}”", term.term);
            let fix = "start with the verb: “Cutting …” instead of “The cutting of …”";
            self.add(Rule::NounOpening, marks.of("definition", 0), what, fix);
        }
    }

    fn inspection(&mut self, term: &Term, marks: &FieldSpans) {
        let Some(ask) = &term.ask else { return };
        let lower = ask.to_lowercase();
        if INSPECTIONS.iter().any(|opening| lower.starts_with(opening)) {
            let what = format!("the `ask` of `{}` puts the team on the spot: “{ask}”", term.term);
            let fix = "ask to learn, to show appreciation, or to find out what is in the way";
            self.add(Rule::Inspection, marks.of("ask", 0), what, fix);
        }
    }
}
