//! Drafts proposals to a deck's owners, for a missing word or an unclear definition, as YAML and as an issue text.

use crate::core::deck::content::Content;
use crate::core::deck::edit::{Draft, insert};
use crate::core::deck::fields::{Field, TERM};
use crate::core::deck::{Deck, Term};
use crate::core::jotting::Jotting;

/// A proposal to a deck's owners.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Proposal {
    /// The issue title.
    pub title: String,
    /// The issue body in Markdown, including the YAML.
    pub body: String,
    /// The term as it would appear in the deck.
    pub yaml: String,
    /// Where to propose changes to the deck; `None` if unknown or there is no deck.
    pub source: Option<String>,
    /// The deck's owners.
    pub owners: Vec<String>,
}

/// Proposes an answered jotting for the deck of the team that was asked. Leaves out the quote of what was heard, and
/// credits `name` for explaining the word, if there is one.
pub fn word(jotting: &Jotting, term: &Term, deck: Option<&Deck>, name: Option<&str>) -> Proposal {
    let team = deck.map(|deck| format!(" for {}", deck.title)).unwrap_or_default();
    let yaml = yaml(term, name);
    let told = name.map_or_else(
        || "This is what I was told".to_owned(),
        |name| format!("This is what {name} told me"),
    );
    let body = format!(
        "I heard “{}” and did not know what it meant. {told}:\n\n{}",
        jotting.words,
        fenced(&yaml)
    );
    proposal(format!("New word{team}: {}", term.term), body, yaml, deck)
}

/// Proposes a fix for a definition flagged as unclear, with the user's explanation if there is one.
pub fn flagged(term: &Term, words: Option<&str>, deck: &Deck) -> Proposal {
    let yaml = yaml(term, None);
    let unclear = words.map_or_else(|| ".".to_owned(), |words| format!(": {words}"));
    let body = format!(
        "I did not understand the definition of “{}” (`{}`){unclear}\n\nIt currently says:\n\n{}",
        term.term,
        term.id,
        fenced(&yaml)
    );
    proposal(format!("Unclear: {}", term.term), body, yaml, Some(deck))
}

/// Proposes what the team of `deck` corrected when the user explained `term`. Credits `name` for it, if there is one.
pub fn corrected(term: &Term, correction: &str, name: Option<&str>, deck: &Deck) -> Proposal {
    let yaml = yaml(term, name);
    let corrected =
        name.map_or_else(|| "I was corrected".to_owned(), |name| format!("{name} corrected me"));
    let body = format!(
        "I explained “{}” (`{}`) in my own words, and {corrected}:\n\n> {correction}\n\nThe definition could say so. It currently \
         says:\n\n{}",
        term.term,
        term.id,
        fenced(&yaml)
    );
    proposal(format!("Correction: {}", term.term), body, yaml, Some(deck))
}

/// Proposes misheard words for `sounds_like` of terms of `deck`: each term with what was heard.
pub fn sounds(deck: &Deck, terms: &[(&Term, &[String])]) -> Proposal {
    let entry = |(term, heard): &(&Term, &[String])| {
        let all = term.sounds_like.iter().chain(*heard);
        Draft::default().with("term", &term.term).with_list("sounds_like", all).lines()
    };
    let yaml: String = terms.iter().map(entry).collect();
    let body = format!(
        "Captions wrote these terms the way they sound, and look-up does not find them by it yet. This is `sounds_like` of \
         each term with what was heard added:\n\n{}",
        fenced(&yaml)
    );
    proposal(format!("Misheard words for {}", deck.title), body, yaml, Some(deck))
}

fn proposal(title: String, body: String, yaml: String, deck: Option<&Deck>) -> Proposal {
    let source = deck.and_then(|deck| deck.source.clone());
    let owners = deck.map(|deck| deck.owners.clone()).unwrap_or_default();
    Proposal { title, body, yaml, source, owners }
}

fn fenced(yaml: &str) -> String {
    // A fence longer than any in the text can't be closed by it.
    let longest = yaml.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}yaml\n{yaml}{fence}\n")
}

/// `term` as an item of `terms`, with only the fields that make sense in another deck: its texts.
fn yaml(term: &Term, explained_by: Option<&str>) -> String {
    let mut draft = Draft::default();
    let is_text = |field: &&Field| field.kind.limit().is_some() && field.name != "explained_by";
    for field in TERM.iter().filter(is_text) {
        draft.put(field.name, (field.of_term)(term));
    }
    draft.put("explained_by", Content::text(explained_by.unwrap_or_default()));
    // The lines as they would be inserted into a deck without terms.
    let deck = insert("terms: []\n", &draft).unwrap_or_default();
    deck.split_once('\n').map_or_else(String::new, |(_, lines)| lines.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;
    use crate::core::time::Timestamp;

    const DECK: &str = "deck: mine\nsource: https://example.org/decks\nowners: [\"@acme/x\"]\nterms:\n  - {term: Flux, definition: \"It flows: ```always```.\", ask: Where to?, aliases: [flow]}\n";

    fn deck() -> Deck {
        read(&"mine.yaml".into(), DECK.as_bytes(), Origin::Own).deck.unwrap()
    }

    #[test]
    fn a_new_word_is_yaml_that_reads_back_in_an_issue_text() {
        let deck = deck();
        let jotting = Jotting {
            id: uuid::Uuid::nil(),
            number: 1,
            words: "flucks".to_owned(),
            at: Timestamp::default(),
            deck: None,
            heard: Some("the flux is off".to_owned()),
            said_by: Some("Ana".to_owned()),
        };
        let proposal = word(&jotting, &deck.terms[0], Some(&deck), None);
        let back = format!("deck: mine\nterms:\n{}", proposal.yaml);
        let back = read(&"x.yaml".into(), back.as_bytes(), Origin::Own).deck.unwrap();
        assert_eq!(back.terms[0].definition, deck.terms[0].definition);
        assert_eq!(back.terms[0].aliases, ["flow"]);
        assert_eq!(proposal.title, "New word for mine: Flux");
        assert!(
            proposal.body.starts_with("I heard “flucks” and did not know what it meant. This is")
        );
        assert!(proposal.body.contains("\n````yaml\n") && proposal.body.ends_with("\n````\n"));
        for nobodys in ["Ana", "the flux is off"] {
            assert!(!proposal.body.contains(nobodys), "{nobodys} is nobody's business");
        }
        let credited = word(&jotting, &deck.terms[0], Some(&deck), Some("Ana"));
        assert!(credited.body.contains("This is what Ana told me:"), "{}", credited.body);
        assert!(credited.yaml.contains("explained_by: Ana\n"), "{}", credited.yaml);
        let by_name = Term { explained_by: Some("Ben".to_owned()), ..deck.terms[0].clone() };
        assert!(!word(&jotting, &by_name, None, None).body.contains("Ben"));
        assert_eq!(proposal.source.as_deref(), Some("https://example.org/decks"));
    }

    #[test]
    fn a_correction_stands_above_what_the_deck_says_today_and_names_who_made_it() {
        let deck = deck();
        let proposal = corrected(&deck.terms[0], "Not always.", Some("Ana"), &deck);
        assert_eq!(proposal.title, "Correction: Flux");
        let start = "I explained “Flux” (`mine/flux`) in my own words, and Ana corrected me:\n\n> Not always.\n\n";
        assert!(proposal.body.starts_with(start), "{}", proposal.body);
        assert!(proposal.yaml.ends_with("    explained_by: Ana\n"), "{}", proposal.yaml);
        let proposal = corrected(&deck.terms[0], "Not always.", None, &deck);
        assert!(
            proposal.body.contains("and I was corrected:")
                && !proposal.yaml.contains("explained_by")
        );
    }

    #[test]
    fn what_is_unclear_stands_above_what_the_deck_says_today() {
        let deck = deck();
        let proposal = flagged(&deck.terms[0], Some("flows where?"), &deck);
        assert!(proposal.body.starts_with(
            "I did not understand the definition of “Flux” (`mine/flux`): flows where?"
        ));
        assert_eq!(flagged(&deck.terms[0], None, &deck).title, "Unclear: Flux");
    }
}
