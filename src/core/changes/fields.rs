//! Field values as strings for comparison.

use crate::core::card::TermId;
use crate::core::changes::{FieldChange, field_change};
use crate::core::deck::fields::{DECK, Field, TERM};
use crate::core::deck::{Deck, Term};

/// The changed fields of a term.
pub fn of_term(old: &Term, new: &Term) -> Vec<FieldChange> {
    changed(TERM, |field| Some((in_term(old, field)?, in_term(new, field)?)))
}

/// The changed fields of a deck, except its terms.
pub fn of_deck(old: &Deck, new: &Deck) -> Vec<FieldChange> {
    changed(DECK, |field| Some((in_deck(old, field)?, in_deck(new, field)?)))
}

fn changed(table: &[Field], values: impl Fn(&str) -> Option<(String, String)>) -> Vec<FieldChange> {
    let change = |field: &Field| {
        let (old, new) = values(field.name)?;
        field_change(field.name, old, new)
    };
    table.iter().filter_map(change).collect()
}

fn ids(ids: &[TermId]) -> String {
    ids.iter().map(TermId::as_str).collect::<Vec<_>>().join(", ")
}

/// The value of `field`; `None` for the ID.
fn in_term(term: &Term, field: &str) -> Option<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let id = |id: &Option<TermId>| id.as_ref().map(ToString::to_string).unwrap_or_default();
    let date =
        |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    Some(match field {
        "term" => term.term.clone(),
        "expansion" => text(&term.expansion),
        "say" => text(&term.say),
        "gloss" => text(&term.gloss),
        "definition" => term.definition.clone(),
        "example" => text(&term.example),
        "why" => text(&term.why),
        "ask" => text(&term.ask),
        "aliases" => term.aliases.join(", "),
        "sounds_like" => term.sounds_like.join(", "),
        "see_also" => ids(&term.see_also),
        "confused_with" => ids(&term.confused_with),
        "level" => term.level.to_string(),
        "tags" => term.tags.join(", "),
        "explained_by" => text(&term.explained_by),
        "reviewed" => date(term.reviewed),
        "same_as" => id(&term.same_as),
        "formerly" => ids(&term.formerly),
        "retired" => date(term.retired),
        "use" => id(&term.instead),
        _ => return None,
    })
}

/// The value of `field`; `None` for the ID and the terms.
fn in_deck(deck: &Deck, field: &str) -> Option<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    Some(match field {
        "title" => deck.title.clone(),
        "summary" => text(&deck.summary),
        "owners" => deck.owners.join(", "),
        "language" => text(&deck.language),
        "source" => text(&deck.source),
        "extends" => text(&deck.extends),
        "formerly" => deck.formerly.join(", "),
        "ask" => deck.ask.join(" "),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;

    /// Guards against new deck fields that reviews would not show.
    #[test]
    fn every_field_that_decks_have_is_compared() {
        let text = "deck: a\nterms:\n  - {term: T, definition: d}\n";
        let deck = read(&"a.yaml".into(), text.as_bytes(), Origin::Named).deck.unwrap();
        let left_out = |table: &[Field], has: &dyn Fn(&str) -> bool| -> Vec<&str> {
            table.iter().map(|field| field.name).filter(|name| !has(name)).collect()
        };
        assert_eq!(left_out(TERM, &|name| in_term(&deck.terms[0], name).is_some()), ["id"]);
        assert_eq!(left_out(DECK, &|name| in_deck(&deck, name).is_some()), ["deck", "terms"]);
    }
}
