//! Decks in other forms: as decks again, as tables, as flash cards, and as pages to read.

mod anki;
mod csv;
mod decks;
mod html;
mod markdown;

pub use self::csv::csv;
pub use anki::anki;
pub use decks::{head_lines, json, yaml};
pub use html::{html, web_page};
pub use markdown::markdown;

use crate::core::deck::content::Content;
use crate::core::deck::fields::TERM;
use crate::core::deck::{Deck, Level, Term};
use crate::core::document::Row;
use crate::core::slug::slug;

/// The fields of `term` that have a value, in the order in which decks write them, without the default level. Links into its own deck
/// have no deck.
fn fields(term: &Term) -> Vec<(&'static str, Content)> {
    let own = format!("{}/", term.id.deck());
    let local = |text: &String| text.strip_prefix(&own).unwrap_or(text).to_owned();
    let value = |name: &str, of_term: fn(&Term) -> Content| match name {
        // Written only if the term does not give it.
        "id" if slug(&term.term) == term.id.term() => Content::Text(String::new()),
        "id" => Content::Text(term.id.term().to_owned()),
        "level" if term.level == Level::default() => Content::Text(String::new()),
        "see_also" | "confused_with" | "formerly" => match of_term(term) {
            Content::List(links) => Content::List(links.iter().map(local).collect()),
            text @ Content::Text(_) => text,
        },
        "same_as" | "use" => match of_term(term) {
            Content::Text(link) => Content::Text(local(&link)),
            list @ Content::List(_) => list,
        },
        _ => of_term(term),
    };
    let all = TERM.iter().map(|field| (field.name, value(field.name, field.of_term)));
    all.filter(|(_, content)| !content.is_empty()).collect()
}

/// Texts in one, so that they can be told apart again.
fn in_one(texts: &[String]) -> String {
    let one = |text: &String| {
        let text = text.replace(';', "\\;").replace('|', "\\|");
        // A backslash at the end must not escape the separator.
        if text.ends_with('\\') { text + " " } else { text }
    };
    let texts: Vec<String> = texts.iter().map(one).collect();
    let end = if texts.len() == 1 && texts[0].contains(',') { ";" } else { "" };
    texts.join("; ") + end
}

/// How often `term` is heard, unless that is the default.
fn level(term: &Term) -> Option<Row> {
    (term.level != Level::default()).then(|| Row::new("Level", term.level.to_string()))
}

/// The terms of `deck` by name.
fn sorted(deck: &Deck) -> Vec<&Term> {
    let mut terms: Vec<&Term> = deck.terms.iter().collect();
    terms.sort_by_cached_key(|term| (slug(&term.term), term.term.clone()));
    terms
}

#[cfg(test)]
mod tests;
