//! Teach-back: a word in the user's own words, as a text that asks its team what is wrong with it.

use crate::core::deck::{Deck, Term};

/// A text for the team of `deck` with `words`, in which the user explains `term`, and what the deck says.
pub fn text(deck: &Deck, term: &Term, words: &str) -> String {
    format!(
        "{} ({})\n\nHere is how I understand it. What did I get wrong?\n\n> {words}\n\nThe deck says:\n\n> {}\n",
        term.term, deck.title, term.definition
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;

    #[test]
    fn the_text_has_the_word_what_the_user_says_and_what_the_deck_says() {
        let text_of =
            "deck: ops\ntitle: Operations\nterms:\n  - {term: Toil, definition: Manual work.}\n";
        let deck = read(&"x.yaml".into(), text_of.as_bytes(), Origin::Own).deck.unwrap();
        let expected = "Toil (Operations)

Here is how I understand it. What did I get wrong?

> Work by hand.

The deck says:

> Manual work.
";
        assert_eq!(text(&deck, &deck.terms[0], "Work by hand."), expected);
    }
}
