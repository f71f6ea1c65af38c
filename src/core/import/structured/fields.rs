//! The fields of a term in a map: which of its keys name one, and what their values say.

use super::is_counted;
use super::languages::text_in_language;
use crate::core::import::languages::is_language;
use crate::core::import::names::is_short;
use crate::core::import::{Found, Names, Sink, has};
use crate::core::slug::slug;
use crate::core::yaml::{Node, Pair, Scalar, Value, scalar};

/// The fields of a map.
#[derive(Default)]
pub(super) struct Fields {
    /// The fields of a term.
    pub(super) found: Found,
    /// The names they have here.
    pub(super) known: Vec<(String, &'static str)>,
    /// The names of the others.
    pub(super) unknown: Vec<String>,
    /// Fields with an invalid value, and what is wrong with it.
    pub(super) wrong: Vec<(&'static str, String)>,
    /// Whether any name is a field of a term, whatever its value.
    pub(super) any: bool,
}

impl Fields {
    pub(super) fn has(&self, name: &str) -> bool {
        has(&self.found, name)
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.found.iter().find(|(field, _)| *field == name).map(|(_, texts)| texts.concat())
    }

    /// Whether these are enough for a term.
    pub(super) fn is_term(&self) -> bool {
        self.has("term") && (self.has("definition") || self.has("expansion"))
    }

    /// Makes the term another name of the word `key`, if it is only called a short form of it.
    pub(super) fn shorten(&mut self, key: &str) {
        let Some(at) = self.known.iter().position(|(_, field)| *field == "term") else { return };
        let is_same = |(field, texts): &(&str, Vec<String>)| {
            *field == "term" && slug(&texts.concat()) == slug(key)
        };
        if is_short(&self.known[at].0) && !is_counted(key) && !self.found.iter().any(is_same) {
            self.known[at].1 = "aliases";
            self.found
                .iter_mut()
                .filter(|(field, _)| *field == "term")
                .for_each(|(field, _)| *field = "aliases");
        }
    }

    /// Adds the fields one level below, at `key`.
    pub(super) fn absorb(&mut self, inner: Self, key: &str) {
        self.found.extend(inner.found);
        self.wrong.extend(inner.wrong);
        self.known.extend(inner.known);
        self.unknown.retain(|path| path.split('.').next() != Some(key));
        self.unknown.extend(inner.unknown);
    }

    /// Records which names were understood, and which were not.
    pub(super) fn count_columns(&self, into: &mut Sink<'_>) {
        for (name, field) in &self.known {
            into.column(name, Some(field));
        }
        for name in &self.unknown {
            into.column(name, None);
        }
    }
}

/// Sorts the fields of a map. A null value counts as missing.
pub(super) fn fields(pairs: &[Pair<'_>], into: &mut Sink<'_>) -> Fields {
    let mut all = Fields::default();
    let names = into.names;
    for (field, path) in names.paths() {
        // All of the entries may be in this language, or each of their texts.
        let inner = path.split_once('.').filter(|(code, _)| is_language(code));
        let inner = inner.and_then(|(_, path)| at(pairs, path, field));
        if let Some(node) = at(pairs, path, field).or(inner) {
            all.any = true;
            all.known.push((path.to_owned(), field));
            if let Ok(Some(texts)) = content(field, node, into) {
                all.found.push((field, texts));
            }
        }
    }
    let heads: Vec<&str> = pairs.iter().map(|(key, _)| key.text().unwrap_or_default()).collect();
    for ((head, field), (_, value)) in heads.iter().zip(names.fields(&heads)).zip(pairs) {
        let Some(field) = field else {
            // A part of a path is not unknown.
            let is_part = |(field, path): (&str, &str)| {
                path.split('.').any(|part| part == *head)
                    || Names::default().label(head) == Some(field)
            };
            if !names.paths().any(is_part) {
                all.unknown.extend(paths(head, value));
            }
            continue;
        };
        match content(field, value, into) {
            Ok(content) => {
                all.any = true;
                all.known.push(((*head).to_owned(), field));
                all.unknown.extend(others(head, value, content.as_deref().unwrap_or_default()));
                all.found.extend(content.map(|content| (field, content)));
            }
            Err(Some(why)) => {
                all.any = true;
                all.wrong.push((field, why));
            }
            Err(None) => {
                // Nested fields are none of a term, unless they are looked for.
                all.any |= matches!(value.value, Value::List(_));
                all.unknown.extend(paths(head, value));
            }
        }
    }
    all
}

/// How `--map` names the texts at `head`: by their paths if there are several.
fn paths(head: &str, node: &Node<'_>) -> Vec<String> {
    let Value::Map(pairs) = &node.value else { return vec![head.to_owned()] };
    let inner = pairs.iter().filter_map(|(key, value)| Some((key.text()?, value)));
    inner.flat_map(|(key, value)| paths(&format!("{head}.{key}"), value)).collect()
}

/// The texts at `head` beside those that were `taken` from maps in it.
fn others(head: &str, node: &Node<'_>, taken: &[String]) -> Vec<String> {
    match &node.value {
        Value::Text(..) => Vec::new(),
        Value::List(items) => items.iter().flat_map(|item| others(head, item, taken)).collect(),
        Value::Map(pairs) => {
            let inner = pairs.iter().filter_map(|(key, value)| Some((key.text()?, value)));
            let inner = inner.filter(|(key, value)| {
                let is_taken = |text| taken.iter().any(|taken| taken == text);
                !is_language(key) && !value.text().is_some_and(is_taken)
            });
            let paths = |(key, value): (&str, &Node<'_>)| {
                let path = format!("{head}.{key}");
                if value.text().is_some() { vec![path] } else { others(&path, value, taken) }
            };
            inner.flat_map(paths).collect()
        }
    }
}

/// The value at `path`, such as `en.term`, or else what means the same `field` there.
fn at<'a, 'b>(pairs: &'b [Pair<'a>], path: &str, field: &str) -> Option<&'b Node<'a>> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let is_meant = |(key, _): &&Pair<'_>| {
        rest.is_none() && key.text().and_then(|key| Names::default().label(key)) == Some(field)
    };
    let (_, value) = pairs
        .iter()
        .find(|(key, _)| key.text() == Some(name))
        .or_else(|| pairs.iter().find(is_meant))?;
    match (rest, &value.value) {
        (None, _) => Some(value),
        (Some(rest), Value::Map(pairs)) => at(pairs, rest, field),
        _ => None,
    }
}

/// The texts of `node` for `field`; `None` if it is null. The error explains what is wrong, except for what has no text.
fn content(
    field: &'static str,
    node: &Node<'_>,
    into: &mut Sink<'_>,
) -> Result<Option<Vec<String>>, Option<String>> {
    match &node.value {
        Value::Text(..) => Ok(single(field, node)?.map(|text| vec![text.to_owned()])),
        Value::List(items) => match texts(field, items, into) {
            Some(texts) => Ok(Some(texts?).filter(|texts| !texts.is_empty())),
            None => Err(None),
        },
        Value::Map(pairs) => {
            let text = text_in_language(pairs, into);
            let text = text.or_else(|| inner_text(field, pairs).map(|text| vec![text]));
            text.map(|texts| Some(texts).filter(|texts| !texts.is_empty())).ok_or(None)
        }
    }
}

/// The text of a field that is nested under its own or a general name: `definition: {text: …}`.
fn inner_text(field: &str, pairs: &[Pair<'_>]) -> Option<String> {
    let names: &[&str] = match field {
        "see_also" | "confused_with" => &["id", "slug", "term", "name", "title"],
        "term" | "aliases" => &["term", "name", "title", "text", "value", "@value", "label"],
        _ => &["text", "value", "@value", "definition", "description", "content", "name"],
    };
    names.iter().find_map(|name| {
        let (_, value) = pairs.iter().find(|(key, _)| key.text() == Some(name))?;
        single(if field == "term" { "definition" } else { "term" }, value)
            .ok()
            .flatten()
            .map(str::to_owned)
    })
}

/// The texts of a list; `None` if anything in it has none.
pub(super) fn texts(
    field: &'static str,
    items: &[Node<'_>],
    into: &mut Sink<'_>,
) -> Option<Result<Vec<String>, String>> {
    let mut all = Vec::new();
    for item in items {
        match &item.value {
            Value::Text(..) => match single(field, item) {
                Ok(text) => all.extend(text.map(str::to_owned)),
                Err(why) => return Some(Err(why)),
            },
            Value::Map(pairs) => {
                let text = text_in_language(pairs, into);
                match text.or_else(|| inner_text(field, pairs).map(|text| vec![text])) {
                    Some(text) => all.extend(text),
                    // The senses of a word by its parts of speech.
                    None => match texts(field, inner_list(field, pairs)?, into)? {
                        Ok(inner) => all.extend(inner),
                        Err(why) => return Some(Err(why)),
                    },
                }
            }
            Value::List(_) => return None,
        }
    }
    Some(Ok(all))
}

/// The list of a field that is nested under its own name: `meanings: [{definitions: […]}]`.
fn inner_list<'a, 'b>(field: &str, pairs: &'b [Pair<'a>]) -> Option<&'b [Node<'a>]> {
    pairs.iter().find_map(|(key, value)| match &value.value {
        Value::List(items) if Names::default().label(key.text()?) == Some(field) => Some(&**items),
        _ => None,
    })
}

/// A scalar as text for `field`; `None` if it is null. A boolean isn't a valid text, and a number isn't a valid term.
pub(super) fn single<'a>(field: &str, node: &'a Node<'_>) -> Result<Option<&'a str>, String> {
    let Value::Text(text, style) = &node.value else { return Ok(None) };
    let wrong = |what: &str| {
        Err(format!("{what} as `{field}`, left out (put it in quotes if you mean the word)"))
    };
    match scalar(text, *style) {
        Scalar::Nothing => Ok(None),
        Scalar::Boolean => wrong("a boolean"),
        Scalar::Number if field == "term" => wrong("a number"),
        Scalar::Number | Scalar::Text => Ok(Some(text)),
    }
}
