//! Words in YAML or JSON of another shape: words with their meanings, words with fields, lists of either.

use crate::core::deck::import::{Found, Names, Sink};
use crate::core::yaml::{self, FaultKind, Node, Value};

/// What the list of all words is called, where it has a name.
const LISTS: &[&str] =
    &["terms", "glossary", "words", "entries", "definitions", "items", "data", "deck"];

/// Takes the words of a text.
pub fn take(text: &str, names: &Names, into: &mut Sink<'_>) -> Result<(), String> {
    let tree = sound(text)?;
    let Some(root) = &tree.root else { return Err("there is nothing in it".to_owned()) };
    let before = into.count() + into.taken.left.len();
    words(root, names, into, 0);
    if into.count() + into.taken.left.len() == before {
        return Err(
            "it has no words with meanings: `word: meaning`, or a list of words with fields"
                .to_owned(),
        );
    }
    Ok(())
}

/// The fields of the front matter of a page.
pub fn front_matter(text: &str, names: &Names) -> Result<Found, String> {
    let tree = sound(text)?;
    Ok(tree.root.as_ref().map(|root| fields(root, names).0).unwrap_or_default())
}

fn sound(text: &str) -> Result<yaml::Tree<'_>, String> {
    let tree = yaml::parse(text);
    match tree.faults.first() {
        None => Ok(tree),
        Some(fault) => {
            let what = match &fault.kind {
                FaultKind::Syntax(what) => what.as_str(),
                FaultKind::Anchor => "`&` and `*` are not taken",
                FaultKind::Tag => "`!` is not taken",
                FaultKind::Directive => "`%` is not taken",
                FaultKind::SecondDocument => "only one document is taken",
                FaultKind::TooDeep => "it is nested too deeply",
                FaultKind::OddKey => "the name of a field is no text",
            };
            Err(format!("line {}: {what}", fault.place.line))
        }
    }
}

fn words(node: &Node<'_>, names: &Names, into: &mut Sink<'_>, depth: usize) {
    match &node.value {
        Value::Text(..) => {}
        Value::List(items) => {
            for item in items {
                match &item.value {
                    Value::Map(pairs) => entry(item, pairs, names, into),
                    Value::List(_) if depth < 3 => words(item, names, into, depth + 1),
                    _ => into.leave(&place(item), "it has no meaning, only a word"),
                }
            }
        }
        Value::Map(pairs) => {
            let (found, _) = fields(node, names);
            if ["term", "definition"]
                .iter()
                .all(|name| found.iter().any(|(field, _)| field == name))
            {
                return entry(node, pairs, names, into);
            }
            let list = pairs.iter().find(|(key, value)| {
                let is_named =
                    text(key).is_some_and(|key| LISTS.contains(&key.to_lowercase().as_str()));
                is_named && !matches!(value.value, Value::Text(..))
            });
            if let Some((_, list)) = list {
                return words(list, names, into, depth + 1);
            }
            for (key, value) in pairs {
                match &value.value {
                    // Groups of words.
                    Value::List(items)
                        if items.iter().any(|item| matches!(item.value, Value::Map(_)))
                            && depth < 3 =>
                    {
                        words(value, names, into, depth + 1);
                    }
                    Value::Map(_) if fields(value, names).0.is_empty() && depth < 3 => {
                        words(value, names, into, depth + 1);
                    }
                    _ => named(key, value, names, into),
                }
            }
        }
    }
}

/// A word with its meaning, or with its fields.
fn named(key: &Node<'_>, value: &Node<'_>, names: &Names, into: &mut Sink<'_>) {
    let Some(term) = text(key) else { return };
    match &value.value {
        Value::Text(meaning, _) => {
            let meaning = if value.place.start == value.place.end { "" } else { meaning };
            into.add(
                &place(key),
                vec![("term", term.to_owned()), ("definition", meaning.to_owned())],
            );
        }
        Value::Map(_) => {
            let (mut found, unknown) = fields(value, names);
            if found.iter().all(|(field, _)| *field != "term") {
                found.push(("term", term.to_owned()));
            }
            into.add(&place(key), found);
            leave_all(&unknown, &place(key), into);
        }
        Value::List(_) => into.leave(&place(key), format!("`{term}` holds a list, not a meaning")),
    }
}

/// A word with fields, or `word: meaning` as the only field.
fn entry(node: &Node<'_>, pairs: &[(Node<'_>, Node<'_>)], names: &Names, into: &mut Sink<'_>) {
    let (found, unknown) = fields(node, names);
    if let ([(key, value)], true) = (pairs, found.is_empty()) {
        return named(key, value, names, into);
    }
    into.add(&place(node), found);
    leave_all(&unknown, &place(node), into);
}

fn leave_all(unknown: &[String], place: &str, into: &mut Sink<'_>) {
    if !unknown.is_empty() {
        into.leave(place, format!("no field of a term: {}; the rest is taken", unknown.join(", ")));
    }
}

/// The fields of a map that are fields of a term, and the names of the others.
fn fields(node: &Node<'_>, names: &Names) -> (Found, Vec<String>) {
    let Value::Map(pairs) = &node.value else { return (Found::new(), Vec::new()) };
    let heads: Vec<&str> = pairs.iter().map(|(key, _)| text(key).unwrap_or_default()).collect();
    let mut found = Found::new();
    let mut unknown = Vec::new();
    for ((head, field), (_, value)) in heads.iter().zip(names.fields(&heads)).zip(pairs) {
        let content = match &value.value {
            Value::Text(text, _) => Some(text.to_string()),
            Value::List(items) => {
                let texts: Option<Vec<_>> = items.iter().map(text).collect();
                texts.map(|texts| texts.join("\n"))
            }
            Value::Map(_) => None,
        };
        match (field, content) {
            (Some(field), Some(content)) => found.push((field, content)),
            _ => unknown.push(format!("`{head}`")),
        }
    }
    (found, unknown)
}

fn text<'a>(node: &'a Node<'_>) -> Option<&'a str> {
    match &node.value {
        Value::Text(text, _) => Some(text),
        _ => None,
    }
}

fn place(node: &Node<'_>) -> String {
    format!("line {}", node.place.line)
}
