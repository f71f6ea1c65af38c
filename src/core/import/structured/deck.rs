//! Recognizes decks, such as those that `deck export` writes: their texts stay as they are, and their head comes along.

use super::documents::place;
use crate::core::deck::content::Content;
use crate::core::deck::fields::{DECK, Kind, TERM};
use crate::core::import::Sink;
use crate::core::import::source::Source;
use crate::core::yaml::{Node, Value};

/// The fields of a deck that a new one takes over. Its id and former ids are its own.
const HEAD: [&str; 6] = ["title", "summary", "owners", "language", "source", "ask"];

/// Whether a file is a deck: it has the id of one, and its terms have no other fields than those of a deck.
pub(super) fn is_deck(root: &Node<'_>) -> bool {
    let is_known = |node: &Node<'_>| {
        let Value::Map(pairs) = &node.value else { return false };
        pairs.iter().all(|(key, _)| TERM.iter().any(|field| key.text() == Some(field.name)))
    };
    let has_id = ["deck", "extends"].into_iter().any(|name| root.field(name).is_some());
    let Some((_, Node { value: Value::List(terms), .. })) = root.field("terms") else {
        return false;
    };
    has_id && terms.iter().all(is_known)
}

/// Keeps the head of a deck for a new one, or counts it as left out if the deck is one of several files.
pub(super) fn head(root: &Node<'_>, into: &mut Sink<'_>) {
    into.source = Source::Deck;
    for field in DECK {
        let Some((key, value)) = root.field(field.name) else { continue };
        let content = match &value.value {
            Value::Text(text, _) => Content::Text(into.source.line(text)),
            Value::List(items) if field.kind.is_list() => {
                let texts = items.iter().filter_map(Node::text);
                Content::List(texts.map(|text| into.source.line(text)).collect())
            }
            _ => continue,
        };
        let is_own = matches!(field.kind, Kind::Parts(_))
            || matches!(field.name, "deck" | "extends")
            || content.is_empty();
        if is_own {
        } else if HEAD.contains(&field.name) && into.file.is_none() {
            into.imported.summary.head.push((field.name, content));
        } else {
            let cause = format!("`{}` of the imported deck, left out", field.name);
            into.note(cause, "", &place(key));
        }
    }
}
