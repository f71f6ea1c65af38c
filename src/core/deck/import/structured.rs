//! Imports YAML or JSON of other shapes: terms with definitions, terms with fields, and lists of either.

use crate::core::deck::import::{Found, Names, Sink};
use crate::core::yaml::{self, FaultKind, Node, Scalar, Value, scalar};

/// Common keys for the list of all terms.
const LISTS: &[&str] =
    &["terms", "glossary", "words", "entries", "definitions", "items", "data", "deck"];

/// Imports the terms of a text.
pub(super) fn take(text: &str, names: &Names, into: &mut Sink<'_>) -> Result<(), String> {
    let tree = sound(text)?;
    let Some(root) = &tree.root else { return Err("it is empty".to_owned()) };
    let before = into.count() + into.taken.left.len();
    words(root, names, into, 0);
    if into.count() + into.taken.left.len() == before {
        return Err(
            "no words with meanings found; expected `word: meaning`, or a list of words with fields"
                .to_owned(),
        );
    }
    Ok(())
}

/// The fields in a page's front matter.
pub(super) fn front_matter(text: &str, names: &Names) -> Result<Found, String> {
    let tree = sound(text)?;
    Ok(tree.root.as_ref().map(|root| fields(root, names).found).unwrap_or_default())
}

fn sound(text: &str) -> Result<yaml::Tree<'_>, String> {
    let tree = yaml::parse(text);
    match tree.faults.first() {
        None => Ok(tree),
        Some(fault) => {
            let what = match &fault.kind {
                FaultKind::Syntax(what) => what.as_str(),
                FaultKind::Anchor => "`&` and `*` are not allowed",
                FaultKind::Tag => "`!` is not allowed",
                FaultKind::Directive => "`%` is not allowed",
                FaultKind::SecondDocument => "only one document is allowed",
                FaultKind::TooDeep => "it is nested too deeply",
                FaultKind::OddKey => "a field name is not text",
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
                    _ => into.leave(&place(item), "the word has no meaning"),
                }
            }
        }
        Value::Map(pairs) => {
            let all = fields(node, names);
            if all.has("term") && all.has("definition") {
                return add(all, &place(node), into);
            }
            let list = pairs.iter().find(|(key, value)| {
                let is_named =
                    key.text().is_some_and(|key| LISTS.contains(&key.to_lowercase().as_str()));
                is_named && !matches!(value.value, Value::Text(..))
            });
            if let Some((_, list)) = list {
                return words(list, names, into, depth + 1);
            }
            for (key, value) in pairs {
                match &value.value {
                    // Groups of terms.
                    Value::List(items)
                        if items.iter().any(|item| matches!(item.value, Value::Map(_)))
                            && depth < 3 =>
                    {
                        words(value, names, into, depth + 1);
                    }
                    Value::Map(_) if !fields(value, names).any && depth < 3 => {
                        words(value, names, into, depth + 1);
                    }
                    _ => named(key, value, names, into),
                }
            }
        }
    }
}

/// Adds a term with its definition, or with its fields.
fn named(key: &Node<'_>, value: &Node<'_>, names: &Names, into: &mut Sink<'_>) {
    let Value::Text(term, _) = &key.value else { return };
    if let Err(why) = single("term", key) {
        return into.leave(&place(key), why);
    }
    match &value.value {
        Value::Text(..) => match single("definition", value) {
            Ok(meaning) => {
                let meaning = meaning.unwrap_or_default().to_owned();
                let found = vec![("term", term.to_string()), ("definition", meaning)];
                into.add(&place(key), found);
            }
            Err(why) => into.leave(&place(key), why),
        },
        Value::Map(_) => {
            let mut fields = fields(value, names);
            if !fields.has("term") {
                fields.found.push(("term", term.to_string()));
            }
            add(fields, &place(key), into);
        }
        Value::List(_) => {
            into.leave(&place(key), format!("`{term}` has a list instead of a meaning"));
        }
    }
}

/// Adds a term with fields, or with `term: definition` as its only field.
fn entry(node: &Node<'_>, pairs: &[(Node<'_>, Node<'_>)], names: &Names, into: &mut Sink<'_>) {
    let fields = fields(node, names);
    if let ([(key, value)], true) = (pairs, !fields.any) {
        return named(key, value, names, into);
    }
    add(fields, &place(node), into);
}

/// Adds a term, or reports why not. Also reports any fields that were skipped.
fn add(Fields { found, unknown, wrong, .. }: Fields, place: &str, into: &mut Sink<'_>) {
    let no_term = found.iter().all(|(field, _)| *field != "term");
    if let (true, Some((_, why))) = (no_term, wrong.iter().find(|(field, _)| *field == "term")) {
        return into.leave(place, why.as_str());
    }
    into.add(place, found);
    if !unknown.is_empty() {
        into.leave(
            place,
            format!("not a field of a term: {}; the rest is imported", unknown.join(", ")),
        );
    }
    for (_, why) in wrong {
        into.leave(place, format!("{why}; the rest is imported"));
    }
}

/// The fields of a map.
#[derive(Default)]
struct Fields {
    /// The fields of a term.
    found: Found,
    /// The names of the others.
    unknown: Vec<String>,
    /// Fields with an invalid value, and what is wrong with it.
    wrong: Vec<(&'static str, String)>,
    /// Whether any name is a field of a term, whatever its value.
    any: bool,
}

impl Fields {
    fn has(&self, name: &str) -> bool {
        self.found.iter().any(|(field, _)| *field == name)
    }
}

/// Sorts the fields of a map. A null value counts as missing.
fn fields(node: &Node<'_>, names: &Names) -> Fields {
    let mut all = Fields::default();
    let Value::Map(pairs) = &node.value else { return all };
    let heads: Vec<&str> = pairs.iter().map(|(key, _)| key.text().unwrap_or_default()).collect();
    for ((head, field), (_, value)) in heads.iter().zip(names.fields(&heads)).zip(pairs) {
        let Some(field) = field else {
            all.unknown.push(format!("`{head}`"));
            continue;
        };
        all.any = true;
        match content(field, value) {
            Ok(content) => all.found.extend(content.map(|content| (field, content))),
            Err(Some(why)) => all.wrong.push((field, why)),
            Err(None) => all.unknown.push(format!("`{head}`")),
        }
    }
    all
}

/// The content of `node` for `field`; `None` if it is null. The error explains what is wrong, except for a map or a list that
/// contains anything but text.
fn content(field: &'static str, node: &Node<'_>) -> Result<Option<String>, Option<String>> {
    match &node.value {
        Value::Text(..) => Ok(single(field, node)?.map(str::to_owned)),
        Value::List(items) => {
            if items.iter().any(|item| item.text().is_none()) {
                return Err(None);
            }
            let texts = items.iter().map(|item| single(field, item));
            let texts: Vec<&str> = texts.filter_map(Result::transpose).collect::<Result<_, _>>()?;
            Ok(Some(texts.join("\n")).filter(|text| !text.is_empty()))
        }
        Value::Map(_) => Err(None),
    }
}

/// A scalar as text for `field`; `None` if it is null. A boolean isn't a valid text, and a number isn't a valid term.
fn single<'a>(field: &str, node: &'a Node<'_>) -> Result<Option<&'a str>, String> {
    let Value::Text(text, style) = &node.value else { return Ok(None) };
    let wrong = |what: &str| {
        Err(format!("`{field}` is {what} `{text}`; put it in quotes if you mean the word"))
    };
    match scalar(text, *style) {
        Scalar::Nothing => Ok(None),
        Scalar::Boolean => wrong("the boolean"),
        Scalar::Number if field == "term" => wrong("the number"),
        Scalar::Number | Scalar::Text => Ok(Some(text)),
    }
}

fn place(node: &Node<'_>) -> String {
    format!("line {}", node.place.line)
}
