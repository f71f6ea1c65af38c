//! Who explained words to the user, and thanks for those that are still known.

use std::cmp::Reverse;
use std::fmt;

use uuid::Uuid;

use crate::core::card::TermId;
use crate::core::library::Library;
use crate::core::stats::QUARTER;
use crate::core::time::{Day, Timestamp};
use crate::core::words::listed;

/// The maximum number of words that the thanks name.
const NAMED: usize = 6;
/// Small numbers in words, from none.
const NUMBERS: [&str; 11] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// That someone explained a word to the user. The latest for each term wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// The ID, a `UUIDv7`.
    pub id: Uuid,
    /// The term.
    pub term: TermId,
    /// Who explained it.
    pub name: String,
    /// When it was recorded.
    pub at: Timestamp,
    /// The study day it was recorded.
    pub day: Day,
    /// Whether the user was offered to say thanks for it.
    pub thanked: bool,
}

impl Credit {
    /// Whether the word was explained at least three months ago.
    pub fn is_due(&self, today: Day) -> bool {
        today.since(self.day) >= QUARTER
    }
}

impl fmt::Display for Credit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.name, self.day.date().strftime("%B %-d, %Y"))
    }
}

/// The words someone explained that were kept for three months since, and are still known.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Thanks {
    /// Who explained them.
    pub name: String,
    /// The words, in the order they were explained. Never empty.
    pub words: Vec<String>,
    /// The IDs of their credits.
    #[serde(skip)]
    pub credits: Vec<Uuid>,
    /// Whether thanks for one of them were not offered yet.
    #[serde(skip)]
    pub is_new: bool,
}

impl Thanks {
    /// What to say thanks for: “Ana taught you four words you still know.”
    pub fn reason(&self) -> String {
        let words = match self.words.len() {
            1 => "a word".to_owned(),
            count => format!("{} words", number(count)),
        };
        format!("{} taught you {words} you still know.", self.name)
    }

    /// A sentence to send to them.
    pub fn sentence(&self) -> String {
        let count = self.words.len();
        let named = if count > NAMED { NAMED - 1 } else { count };
        let mut words: Vec<String> =
            self.words.iter().take(named).map(|word| format!("“{word}”")).collect();
        if count > named {
            words.push(format!("{} other words", number(count - named)));
        }
        let still = match count {
            1 => "it".to_owned(),
            2 => "both".to_owned(),
            3..=NAMED => format!("all {}", number(count)),
            _ => "all of them".to_owned(),
        };
        let words = listed(&words, "and");
        format!("Thank you for explaining {words} to me: I still know {still}.")
    }
}

fn number(count: usize) -> String {
    NUMBERS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// What to thank for, most words first. `credits` have the current IDs of their terms; `is_kept` tells whether a term was kept for
/// three months and is still known.
pub fn thanks<'a>(
    credits: impl Iterator<Item = (&'a TermId, &'a Credit)>,
    library: &Library,
    today: Day,
    is_kept: impl Fn(&TermId) -> bool,
) -> Vec<Thanks> {
    let mut credits: Vec<_> =
        credits.filter(|(term, credit)| credit.is_due(today) && is_kept(term)).collect();
    credits.sort_by_key(|(_, credit)| (credit.at, credit.id));
    let mut all: Vec<Thanks> = Vec::new();
    for (term, credit) in credits {
        let Some(term) = library.find(term) else { continue };
        let is_same =
            |thanks: &&mut Thanks| thanks.name.to_lowercase() == credit.name.to_lowercase();
        if all.iter_mut().find(is_same).is_none() {
            let (words, credits, name) = (Vec::new(), Vec::new(), credit.name.clone());
            all.push(Thanks { name, words, credits, is_new: false });
        }
        if let Some(thanks) = all.iter_mut().find(is_same) {
            thanks.words.push(term.term.clone());
            thanks.credits.push(credit.id);
            thanks.is_new |= !credit.thanked;
        }
    }
    all.sort_by_key(|thanks| Reverse(thanks.words.len()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;

    const TODAY: Day = Day::from_number(20_000);

    fn credit(number: u32, term: &str, name: &str, ago: i32) -> Credit {
        Credit {
            id: Uuid::from_u128(number.into()),
            term: TermId::new("a", term),
            name: name.to_owned(),
            at: Timestamp::from_millis(number.into()),
            day: TODAY.plus(-ago),
            thanked: false,
        }
    }

    fn library() -> Library {
        let text = "deck: a\nterms:\n  - {term: X, definition: d}\n  - {term: Y, definition: d}\n  - {term: Z, definition: d}\n";
        let deck = read(&"a.yaml".into(), text.as_bytes(), Origin::Own).deck.unwrap();
        Library::merge(vec![deck]).library
    }

    fn thanked(credits: &[Credit], is_kept: impl Fn(&TermId) -> bool) -> Vec<Thanks> {
        let credits = credits.iter().map(|credit| (&credit.term, credit));
        thanks(credits, &library(), TODAY, is_kept)
    }

    #[test]
    fn only_words_that_were_explained_three_months_ago_and_kept_since_are_thanked_for() {
        let credits = [
            credit(1, "x", "Ben", 90),
            credit(2, "y", "Ana", 100),
            credit(3, "z", "ana", 91),
            credit(4, "gone", "Ana", 91),
        ];
        let all = thanked(&credits, |_| true);
        let said: Vec<String> = all.iter().map(Thanks::reason).collect();
        let expected =
            ["Ana taught you two words you still know.", "Ben taught you a word you still know."];
        assert_eq!(said, expected);
        assert!(all.iter().all(|thanks| thanks.is_new));
        assert_eq!(thanked(&credits, |term| term.term() == "x").len(), 1);
        assert_eq!(thanked(&[credit(1, "x", "Ben", 89)], |_| true), []);
    }

    #[test]
    fn thanks_are_new_again_when_a_word_is_added() {
        let old = Credit { thanked: true, ..credit(1, "x", "Ana", 200) };
        assert!(!thanked(std::slice::from_ref(&old), |_| true)[0].is_new);
        let all = thanked(&[old, credit(2, "y", "Ana", 90)], |_| true);
        assert!(all[0].is_new && all[0].words == ["X", "Y"]);
    }

    #[test]
    fn the_thanks_are_one_sentence_that_names_the_words() {
        let sentence = |count: usize| {
            let words = (1..=count).map(|at| format!("W{at}")).collect();
            Thanks { name: "Ana".to_owned(), words, credits: Vec::new(), is_new: true }.sentence()
        };
        for (count, expected) in [
            (1, "Thank you for explaining “W1” to me: I still know it."),
            (2, "Thank you for explaining “W1” and “W2” to me: I still know both."),
            (4, "Thank you for explaining “W1”, “W2”, “W3” and “W4” to me: I still know all four."),
            (
                20,
                "Thank you for explaining “W1”, “W2”, “W3”, “W4”, “W5” and 15 other words to me: I still know all of them.",
            ),
        ] {
            assert_eq!(sentence(count), expected);
        }
    }

    #[test]
    fn a_credit_says_who_and_when() {
        let credit = Credit { day: Day::from_number(20_760), ..credit(1, "x", "Ana", 0) };
        assert_eq!(credit.to_string(), "Ana on November 3, 2026");
    }
}
