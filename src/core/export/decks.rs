//! A deck as a deck again, in YAML or JSON. Reading it gives the same deck.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::fields;
use crate::core::deck::Deck;
use crate::core::deck::content::Content;
use crate::core::deck::edit::{Draft, WrittenScene, scene_lines};
use crate::core::yaml::{Within, quoted};

/// `deck` as a YAML file.
pub fn yaml(deck: &Deck) -> String {
    let mut out = head_lines(&head(deck));
    out += if deck.terms.is_empty() { "terms: []\n" } else { "terms:\n" };
    for term in &deck.terms {
        let mut draft = Draft::default();
        for (name, content) in fields(term) {
            draft.put(name, content);
        }
        out += &draft.lines();
    }
    if !deck.scenes.is_empty() {
        out += "scenes:\n";
        out.extend(deck.scenes.iter().map(scene_lines));
    }
    out
}

/// Fields of a deck as the lines at the top of its file.
pub fn head_lines(fields: &[(&'static str, Content)]) -> String {
    let lines = fields.iter().map(|(name, content)| match content {
        Content::Text(text) => format!("{name}: {}\n", quoted(text, Within::Block)),
        Content::List(texts) => {
            let lines = texts.iter().map(|text| format!("  - {}\n", quoted(text, Within::Block)));
            format!("{name}:\n{}", lines.collect::<String>())
        }
    });
    lines.collect()
}

/// `deck` as a JSON file.
pub fn json(deck: &Deck) -> String {
    let text = |content: Content| match content {
        Content::Text(text) => Value::Text(text),
        Content::List(texts) => Value::List(texts.into_iter().map(Value::Text).collect()),
    };
    let map = |fields: Vec<(&'static str, Content)>| {
        Value::Map(fields.into_iter().map(|(name, content)| (name, text(content))).collect())
    };
    let scene = |scene| {
        let WrittenScene { head, lists } = WrittenScene::of(scene);
        let head = head.into_iter().map(|(name, content)| (name, text(content)));
        let lists = lists.into_iter();
        let lists =
            lists.map(|(name, items)| (name, Value::List(items.into_iter().map(map).collect())));
        Value::Map(head.chain(lists).collect())
    };
    let mut all: Vec<_> =
        head(deck).into_iter().map(|(name, content)| (name, text(content))).collect();
    let terms = deck.terms.iter().map(|term| map(fields(term))).collect();
    all.push(("terms", Value::List(terms)));
    if !deck.scenes.is_empty() {
        all.push(("scenes", Value::List(deck.scenes.iter().map(scene).collect())));
    }
    let all =
        serde_json::to_string_pretty(&Value::Map(all)).expect("texts, lists and maps are JSON");
    all + "\n"
}

/// The fields of the deck itself.
fn head(deck: &Deck) -> Vec<(&'static str, Content)> {
    let id = Content::text(&deck.id);
    let text = |text: &Option<String>| Content::text(text.as_deref().unwrap_or_default());
    let name = if deck.extends.is_some() { "extends" } else { "deck" };
    let head = vec![
        (name, id),
        ("title", Content::text(&deck.title)),
        ("summary", text(&deck.summary)),
        ("owners", Content::list(&deck.owners)),
        ("language", text(&deck.language)),
        ("source", text(&deck.source)),
        ("formerly", Content::list(&deck.formerly)),
        ("ask", Content::list(&deck.ask)),
    ];
    head.into_iter().filter(|(_, content)| !content.is_empty()).collect()
}

/// JSON that keeps the order of fields.
enum Value {
    Text(String),
    List(Vec<Self>),
    Map(Vec<(&'static str, Self)>),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(values) => serializer.collect_seq(values),
            Self::Map(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}
