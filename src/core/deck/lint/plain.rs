//! Lints for plain English: the gloss, the pronunciation, the question, and the wording of all texts.

use crate::core::deck::lint::Lint;
use crate::core::deck::rules;
use crate::core::deck::{FieldSpans, Term};
use crate::core::words::occurrences;

/// Outdated phrases, each with a replacement; see `docs/rules.md`, N418.
const PHRASES: &str = include_str!("../../vocabulary/phrases.txt");

/// How questions start that inspect the team instead of learning from it.
const INSPECTIONS: [&str; 5] =
    ["who ", "which of our ", "which of your ", "how many ", "how much of "];

/// The most words in `say`.
const MOST_SAID: usize = 8;

/// Phrases to avoid, with their replacements.
pub fn phrases() -> impl Iterator<Item = (&'static str, &'static str)> {
    PHRASES.lines().filter_map(|line| line.split_once('\t'))
}

impl Lint<'_> {
    pub(super) fn gloss(&mut self, term: &Term, marks: &FieldSpans) {
        let Some(gloss) = &term.gloss else { return };
        if !occurrences(gloss, &term.term).is_empty() {
            let what = format!("the gloss of `{}` uses it", term.term);
            let fix = "say it in other words";
            self.add(&rules::GLOSS_OWN_NAME, marks.of("gloss", 0), what, fix);
        }
    }

    pub(super) fn say(&mut self, term: &Term, marks: &FieldSpans) {
        let Some(say) = &term.say else { return };
        let speakable = |c: char| c.is_alphabetic() || c.is_whitespace() || "-.,'’()".contains(c);
        if say.chars().all(speakable) && say.split_whitespace().count() <= MOST_SAID {
            return;
        }
        let what = format!("no one can say “{say}”, the `say` of `{}`", term.term);
        let fix = "write syllables with hyphens, as in `engine-x`, or letters with dots";
        self.add(&rules::UNSPEAKABLE, marks.of("say", 0), what, fix);
    }

    /// Skipped for decks in another language.
    pub(super) fn english(&mut self, term: &Term, marks: &FieldSpans) {
        let language = self.deck.language.as_deref().unwrap_or("en").to_lowercase();
        if language != "en" && !language.starts_with("en-") && !language.starts_with("english") {
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
            for (phrase, plain) in phrases() {
                if !said(text, phrase) {
                    continue;
                }
                let what = format!("the `{field}` of `{}` says “{phrase}”", term.term);
                let fix = format!("write “{plain}”, or a new sentence");
                self.add(&rules::PHRASE, marks.of(field, 0), what, fix);
            }
        }
    }

    /// "The cutting of texts into pieces" should be "Cutting texts into pieces".
    fn opening(&mut self, term: &Term, marks: &FieldSpans) {
        let mut words = term.definition.split_whitespace();
        let (article, noun, of) = (words.next(), words.next(), words.next());
        let is_article = matches!(article, Some("The" | "A" | "An"));
        let Some(noun) = noun.filter(|noun| is_article && noun.len() > 5 && of == Some("of"))
        else {
            return;
        };
        if noun.ends_with("ing") {
            let what = format!("the definition of `{}` opens with a noun, “{noun}”", term.term);
            let fix = "begin with the verb: “Cutting …” rather than “The cutting of …”";
            self.add(&rules::NOUN_OPENING, marks.of("definition", 0), what, fix);
        }
    }

    fn inspection(&mut self, term: &Term, marks: &FieldSpans) {
        let Some(ask) = &term.ask else { return };
        let lower = ask.to_lowercase();
        if INSPECTIONS.iter().any(|opening| lower.starts_with(opening)) {
            let what = format!("the `ask` of `{}` inspects: “{ask}”", term.term);
            let fix = "ask to learn, to appreciate, or what is in the way";
            self.add(&rules::INSPECTION, marks.of("ask", 0), what, fix);
        }
    }
}

/// Whether `text` contains `phrase` as whole words, in any case.
pub fn said(text: &str, phrase: &str) -> bool {
    let lower = text.to_lowercase();
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() || "'’".contains(c));
    lower.match_indices(phrase).any(|(at, found)| {
        !is_letter(lower[..at].chars().next_back())
            && !is_letter(lower[at + found.len()..].chars().next())
    })
}
