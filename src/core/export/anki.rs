//! Decks as a text file for Anki (File > Import), in the format that its manual calls "text files with headers". Each card has an id
//! of its own that stays the same, so that a later import updates it and keeps its progress.

use super::html::escaped;
use super::sorted;
use crate::core::deck::{Deck, Term};
use crate::core::entry::quoted;

/// The columns are the id, Anki's deck, the tags, and the front and the back of its note type “Basic”.
const HEAD: &str =
    "#separator:tab\n#html:true\n#notetype:Basic\n#guid column:1\n#deck column:2\n#tags column:3\n";

/// The terms of `decks`: the word on the front, what it means on the back.
pub fn anki(decks: &[&Deck]) -> String {
    let mut out = HEAD.to_owned();
    for deck in decks {
        for term in sorted(deck) {
            // Tags in Anki have no spaces.
            let tag = |tag: &String| tag.replace('_', "__").replace(' ', "_");
            let tags: Vec<String> = term.tags.iter().map(tag).collect();
            // Anki nests decks at `::`.
            let name = deck.title.replace("::", ": ");
            let front = escaped(&term.term);
            let row =
                [term.id.as_str(), &name, &tags.join(" "), &front, &back(term)].map(without_breaks);
            out += &row.join("\t");
            out.push('\n');
        }
    }
    out
}

/// Everything that a card says after it was turned.
fn back(term: &Term) -> String {
    let mut parts = Vec::new();
    let mut add = |text: Option<&String>, lay: fn(&str) -> String| {
        parts.extend(text.map(|text| lay(&escaped(text))));
    };
    add(term.expansion.as_ref(), |text| format!("<i>{text}</i>"));
    add(Some(&term.definition), str::to_owned);
    add(term.example.as_deref().map(quoted).as_ref(), str::to_owned);
    add(term.why.as_ref(), str::to_owned);
    add(term.ask.as_ref(), |text| format!("<b>Ask:</b> {text}"));
    parts.join("<br><br>")
}

/// A field ends at a tab, and a row at the end of its line. A field that begins with a quotation mark would end at the next.
fn without_breaks(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ").replace('"', "&quot;")
}
