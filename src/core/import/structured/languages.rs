//! Takes one language of entries in several.

use super::documents::place;
use crate::core::import::Sink;
use crate::core::import::languages::{are_languages, is_language, is_plain, language, left_out};
use crate::core::import::structured::is_nested;
use crate::core::yaml::{Node, Pair, Scalar, Value, scalar};

/// The value in the language to take, if some keys are codes of languages and their values hold more than text.
pub(super) fn in_language<'a, 'b>(
    pairs: &'b [Pair<'a>],
    into: &mut Sink<'_>,
) -> Option<&'b Node<'a>> {
    taken(coded(pairs), into)
}

/// The text in the language to take, none if that is null, if all keys are codes of languages.
pub(super) fn text_in_language(pairs: &[Pair<'_>], into: &mut Sink<'_>) -> Option<Vec<String>> {
    let text = |(key, value): &Pair<'_>| {
        let code = key.text().filter(|key| is_language(key))?.to_owned();
        let Value::Text(text, style) = &value.value else { return None };
        let is_null = matches!(scalar(text, *style), Scalar::Nothing);
        Some((code, (!is_null).then(|| text.to_string()).into_iter().collect()))
    };
    let texts: Vec<(String, Vec<String>)> = pairs.iter().map(text).collect::<Option<_>>()?;
    taken(texts.iter().map(|(code, text)| (&**code, text)), into).cloned()
}

/// The maps with the code of a language, or the lists of entries if these are in several.
pub(super) fn coded<'a, 'b>(
    pairs: &'b [Pair<'a>],
) -> impl Iterator<Item = (&'b str, &'b Node<'a>)> {
    let is_list = |node: &Node<'_>| matches!(node.value, Value::List(_)) && is_nested(node);
    let named = pairs.iter().filter_map(|(key, value)| Some((key.text()?, value)));
    // A word may be called like one by its id: beside words with the same fields, or with English below it.
    let is_id = |(name, value): &(&str, &Node<'_>)| {
        let is_same = |(key, other): &Pair<'_>| {
            key.text().and_then(language).is_none() && is_alike(value, other)
        };
        let has_english = matches!(value.field("en"), Some((_, inner)) if is_nested(inner));
        has_english && language(name) != Some("en") || pairs.iter().any(is_same)
    };
    let named = named.filter(|(name, _)| language(name).is_some());
    let named: Vec<_> = named.filter(|one| !is_id(one)).collect();
    // A glossary may have the words IT and HR.
    let is_word = |(name, value): &(&str, &Node<'_>)| {
        !is_language(name) || !is_plain(name) && value.field("term").is_none()
    };
    let is_all = named.len() == pairs.len() && named.len() > 1;
    let names = named.iter().map(|(name, _)| *name).collect();
    let coded: Vec<_> = if are_languages(&names)
        || is_all && named.iter().any(|(name, _)| is_plain(&name.to_lowercase()))
    {
        named
    } else {
        named.into_iter().filter(|one| !is_word(one)).collect()
    };
    let lists = coded.iter().filter(|(_, value)| is_list(value));
    let has_lists = are_languages(&lists.map(|(code, _)| *code).collect());
    coded.into_iter().filter(move |(_, value)| {
        matches!(value.value, Value::Map(_)) || has_lists && is_list(value)
    })
}

/// Counts an entry without the language of the import.
pub(super) fn leave(what: &str, node: &Node<'_>, into: &mut Sink<'_>) {
    let taken = into.names.language().or(into.imported.language.as_deref());
    into.left(left_out(taken.unwrap_or_default()), what, &place(node));
}

/// Whether both are maps with a key in common.
fn is_alike(one: &Node<'_>, other: &Node<'_>) -> bool {
    let Value::Map(pairs) = &one.value else { return false };
    pairs.iter().any(|(key, _)| key.text().is_some_and(|key| other.field(key).is_some()))
}

/// What there is in the language of the import. The first that is asked for decides which this is: English if it has it, else its first.
fn taken<'a, T>(all: impl Iterator<Item = (&'a str, T)>, into: &mut Sink<'_>) -> Option<T> {
    let mut all: Vec<(&str, T)> = all.collect();
    // The user said which.
    if let Some(code) = into.names.language() {
        let at = all.iter().position(|(known, _)| known.eq_ignore_ascii_case(code))?;
        return Some(all.swap_remove(at).1);
    }
    let first = all.iter().find(|(code, _)| language(code) == Some("en")).or(all.first())?.0;
    let chosen = into.imported.language.get_or_insert_with(|| first.to_owned()).clone();
    if all.len() > 1 {
        let other = all.iter().find(|(code, _)| *code != chosen).map_or("…", |(code, _)| code);
        into.imported.language_note(&chosen, other);
    }
    let at = all.iter().position(|(code, _)| *code == chosen)?;
    Some(all.swap_remove(at).1)
}
