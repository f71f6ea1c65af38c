//! Decks as a text file for Anki (File > Import), in the format that its manual calls "text files with headers". Each card has an id
//! of its own that stays the same, so that a later import updates it and keeps its progress.

use std::collections::HashSet;

use super::html::escaped;
use super::{in_one, sorted};
use crate::core::card::{DeckId, TermId};
use crate::core::deck::{Deck, Term};
use crate::core::entry::{self, quoted};
use crate::core::library::Library;

/// The columns are the id, Anki's deck, the tags, and the front and the back of its note type “Basic”.
const HEAD: &str =
    "#separator:tab\n#html:true\n#notetype:Basic\n#guid column:1\n#deck column:2\n#tags column:3\n";

/// The terms of `decks`: the word on the front, what it means on the back. Words that replace retired ones are named as in `library`.
pub fn anki(decks: &[&Deck], library: &Library) -> String {
    let mut out = HEAD.to_owned();
    let terms = decks.iter().flat_map(|deck| &deck.terms);
    let mut ids: HashSet<TermId> = terms.map(|term| term.id.clone()).collect();
    for deck in decks {
        for term in sorted(deck) {
            // A card keeps the first id that its word had, unless another word has it now.
            let first = first_id(term, deck);
            let id = if ids.insert(first.clone()) { &first } else { &term.id };
            let tags: Vec<String> = term.tags.iter().map(|text| tag(text)).collect();
            // Anki nests decks at `::`.
            let name = deck.title.replace("::", ": ");
            let front = escaped(&term.term);
            let row = [id.as_str(), &name, &tags.join(" "), &front, &back(term, library)];
            out += &row.map(in_column).join("\t");
            out.push('\n');
        }
    }
    out
}

/// A tag without spaces, because Anki has none in tags. `import::anki::own_tag` reads it.
fn tag(text: &str) -> String {
    // An underscore beside a space could not be told from it.
    let text = text.replace('%', "%25").replace(" _", " %5F").replace("_ ", "%5F ");
    text.replace('_', "__").replace(' ', "_")
}

/// The id that a term had before it or its deck was renamed.
fn first_id(term: &Term, deck: &Deck) -> TermId {
    let first = term.formerly.first().unwrap_or(&term.id);
    let id = if *first.deck() == *deck.id { deck.formerly.first() } else { None };
    TermId::new(id.map_or(first.deck(), DeckId::as_str), first.term())
}

/// Everything that a card says after it was turned.
fn back(term: &Term, library: &Library) -> String {
    let mut parts = Vec::new();
    let mut add = |text: Option<&String>, lay: fn(&str) -> String| {
        parts.extend(text.map(|text| lay(&escaped(text))));
    };
    add(term.expansion.as_ref(), |text| format!("<i>{text}</i>"));
    add(Some(&term.definition), str::to_owned);
    add(term.example.as_deref().map(quoted).as_ref(), str::to_owned);
    add(term.why.as_ref(), str::to_owned);
    let aliases = Some(in_one(&term.aliases)).filter(|text| !text.is_empty());
    let retired = entry::retired(library, term).map(|row| row.text);
    for (label, text) in [
        (entry::ASK, term.ask.as_ref()),
        (entry::SAY, term.say.as_ref()),
        (entry::ALSO, aliases.as_ref()),
        ("Retired", retired.as_ref()),
    ] {
        parts.extend(text.map(|text| format!("<b>{label}:</b> {}", escaped(text))));
    }
    parts.join("<br><br>")
}

/// A field ends at a tab, and a row at the end of its line. A field that begins with a quotation mark would end at the next.
fn in_column(text: &str) -> String {
    let text = text.replace(['\t', '\n', '\r'], " ");
    if text.contains('"') { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
