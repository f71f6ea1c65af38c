//! What kind of thing a term is, judged by its gloss, so that wrong options are of the same kind as the right one.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::core::deck::Term;
use crate::core::words::{stem, words};

/// The kind of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kind {
    shape: Shape,
    class: Option<usize>,
    /// The stem of the head noun; empty unless the text is a noun phrase.
    head: String,
}

/// The grammatical shape of a gloss, which shows at first sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// "spreading calls over several machines"
    Deed,
    /// "how much failure we may spend"
    Clause,
    /// "small program that reports on its machine"
    Thing,
}

/// Words that end the noun phrase at the start of a gloss.
const ENDS: &[&str] = &[
    "that", "which", "who", "whom", "whose", "for", "of", "to", "in", "on", "with", "from", "by",
    "when", "where", "how", "what", "as", "at", "into", "about", "until", "while", "before",
    "after", "without", "not", "but", "if", "so", "and", "or", "between", "across", "over",
    "under", "through", "against", "than", "like", "per", "during", "is", "are", "was", "can",
    "may", "it", "its", "we", "you",
];

/// Words that start a clause.
const CLAUSES: &[&str] =
    &["how", "what", "whatever", "where", "when", "which", "who", "why", "whether"];

/// Words before a noun.
const DETERMINERS: &[&str] =
    &["a", "an", "the", "one", "our", "your", "their", "all", "any", "each", "every"];

/// Head nouns by class: a person, a number, software, a text, a machine, a danger, an agreement, an event.
const CLASSES: &[&str] = &[
    "someone somebody person people customer user engineer owner manager attacker \
     designer team group lead role visitor newcomer leader editor",
    "number share count rate total cost price score percentage time money amount average \
     revenue measure spend figure value length limit chance",
    "program software app tool database service platform system language library website \
     framework kit code component model product site agent helper suite",
    "file text list record page document note log table copy message label name format \
     picture chart drawing data link address summary version sketch word line",
    "server machine computer cloud storage store network warehouse device space",
    "attack flaw hole bug risk harm trick mistake fault threat weakness problem",
    "rule law standard promise agreement plan permission contract goal policy",
    "meeting test check step review event exercise release change fix call",
];

/// The class of each head noun, by its stem.
static BY_STEM: LazyLock<HashMap<&str, usize>> = LazyLock::new(|| {
    let nouns = |(class, nouns): (usize, &'static &str)| {
        nouns.split(' ').map(move |noun| (stem(noun), class))
    };
    CLASSES.iter().enumerate().flat_map(nouns).collect()
});

impl Kind {
    /// The kind of `term`, by its gloss or, without one, its definition.
    pub(super) fn of(term: &Term) -> Self {
        let text = term.gloss.as_deref().unwrap_or(&term.definition);
        let words: Vec<String> = words(text.split([',', ';', ':']).next().unwrap_or(text))
            .into_iter()
            .map(|(word, _)| word)
            .skip_while(|word| DETERMINERS.contains(&word.as_str()))
            .collect();
        let none = |shape| Self { shape, class: None, head: String::new() };
        let Some(first) = words.first() else { return none(Shape::Thing) };
        if CLAUSES.contains(&first.as_str()) {
            return none(Shape::Clause);
        }
        if (first.len() > 5 && first.ends_with("ing")) || first == "to" {
            return none(Shape::Deed);
        }
        let phrase = words.iter().take_while(|word| !ENDS.contains(&word.as_str()));
        let head = phrase.last().unwrap_or(first);
        let head = stem(head).to_owned();
        let class = BY_STEM.get(head.as_str()).copied();
        Self { shape: Shape::Thing, class, head }
    }

    /// How unlike another kind it is: 0 with the same head noun, 3 with another grammatical shape.
    pub(super) fn unlike(&self, other: &Self) -> u8 {
        match () {
            () if self.shape != other.shape => 3,
            () if self.head == other.head => 0,
            () if self.class.is_some() && self.class == other.class => 1,
            () => 2,
        }
    }
}
