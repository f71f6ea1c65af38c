//! Texts whose numbers are not about the user.

use shoptalk::core::deck::{Deck, Term};

/// Texts whose numbers are not about the user: those from decks, and those the user typed.
pub struct Texts(String);

impl Texts {
    /// A collection of these texts.
    pub fn new(texts: impl Iterator<Item = String>) -> Self {
        let mut all = String::new();
        for text in texts {
            all.extend(text.split_whitespace().flat_map(|word| [" ", word]));
            all.push('\n');
        }
        Self(all)
    }

    /// Adds a text.
    pub fn add(&mut self, text: &str) {
        self.0.extend(text.split_whitespace().flat_map(|word| [" ", word]));
        self.0.push('\n');
    }

    /// Whether each number of `row` is in a piece of one of these texts.
    pub fn explain(&self, row: &str) -> bool {
        let has_number = |text: &str| text.contains(|c: char| c.is_ascii_digit());
        if !has_number(row) {
            return true;
        }
        let signs = ["  ", ", ", "…", "____", "“", "”", "▌ ", "[-", "[+", "]", ") and "];
        // The scroll mark stands behind a row.
        let row = row.trim_end_matches(" more").trim_end_matches(['↓', '↑']);
        let mut pieces = vec![row.to_owned()];
        for sign in signs {
            pieces = pieces.iter().flat_map(|piece| piece.split(sign).map(str::to_owned)).collect();
        }
        pieces.iter().all(|piece| {
            let piece = piece.trim();
            // A row may end within a name, as after "404" of "404 page".
            let begins = || row.ends_with(piece) && self.0.contains(&format!("\n {piece} "));
            !has_number(piece)
                || begins()
                || (piece.contains(|c: char| c.is_alphabetic() || c == ')')
                    && self.0.contains(piece))
        })
    }
}

/// The texts of a deck.
pub fn texts_of(deck: &Deck) -> impl Iterator<Item = String> {
    let of_deck = [Some(deck.title.clone()), deck.summary.clone()].into_iter().flatten();
    // Two teams side by side are shown with their names.
    let named = deck.terms.iter().map(|term| format!("{}: {}", deck.title, term.definition));
    // A pick from another team, too.
    let picked =
        deck.terms.iter().map(|term| format!("You picked: {} ({})", term.term, deck.title));
    let of_terms = deck.terms.iter().flat_map(texts_of_term).chain(named).chain(picked);
    of_deck.chain(deck.ask.clone()).chain(of_terms)
}

fn texts_of_term(term: &Term) -> Vec<String> {
    let mut texts = vec![term.term.clone(), term.definition.clone()];
    let optional = [&term.expansion, &term.say, &term.gloss, &term.example, &term.why, &term.ask];
    texts.extend(optional.into_iter().flatten().cloned());
    texts.extend(term.aliases.iter().chain(&term.sounds_like).cloned());
    // As shown on pages.
    let name = &term.term;
    texts.extend(term.ask.iter().map(|ask| format!("{name}: {ask}")));
    texts.extend(
        ["You picked: ", "You typed: ", "That is: ", "More on "]
            .map(|lead| format!("{lead}{name}")),
    );
    let cared = term.gloss.iter().zip(&term.why);
    texts.extend(cared.map(|(gloss, why)| format!("{gloss}. {why}")));
    let said = term.expansion.iter().zip(&term.say);
    texts.extend(said.map(|(expansion, say)| format!("{expansion}; say “{say}”")));
    texts.extend(["", " (new)"].map(|new| format!("{name}{new}: {}", term.gist())));
    texts
}
