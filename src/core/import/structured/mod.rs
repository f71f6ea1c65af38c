//! Imports YAML or JSON of any shape: words with meanings or fields, lists, columns, one record a file, entries in several
//! languages.

mod columns;
mod deck;
mod documents;
mod fields;
mod languages;

use crate::core::import::languages::{LanguageColumn, is_language};
use crate::core::import::table::{is_section, rows_of};
use crate::core::import::{Found, KEY, Refusal, Sink, one};
use crate::core::yaml::{Node, Pair, Style, Value};
use columns::{columns, rows};
use documents::{documents, place, shift, sound};
use fields::{Fields, fields, single, texts};
use languages::{coded, in_language, leave, text_in_language};

/// Common keys for the list of all terms.
const LISTS: &str = "terms glossary words entries definitions items data deck glossaryentries acronyms results nodes edges";
/// The message about a map whose keys are paths, such as `slo.term`.
const PATHS: (&str, &str) = (
    "its keys are paths; nest them first",
    "jq 'reduce to_entries[] as $e ({}; setpath($e.key / \".\"; $e.value))' FILE | NEXT -",
);
/// Keys for the lists of a group, and for what is below a group or a word.
const LISTS_OF_GROUP: [&str; 3] = ["terms", "words", "entries"];
const BELOW: [&str; 3] = ["nodes", "children", "groups"];

/// Imports the terms of a text, which may hold several documents, or one in each line.
pub(super) fn take(text: &str, into: &mut Sink<'_>) -> Result<(), Refusal> {
    let count = |into: &Sink<'_>| {
        (
            into.found(),
            into.imported.records.values().map(Vec::len).sum::<usize>(),
            into.imported.summary.notes.len(),
        )
    };
    let before = count(into);
    for (from, part) in documents(text) {
        let from = u32::try_from(from).unwrap_or(u32::MAX);
        let mut tree = sound(&part, from)?;
        match &mut tree.root {
            Some(root) => {
                let is_group = |name: &&str| {
                    root.field(name).is_some_and(|(_, value)| matches!(value.value, Value::Map(_)))
                };
                if ["martif", "tbx"].iter().any(is_group) {
                    return Err("this is TBX converted to JSON; run --from on the TBX file itself, which prints the right command".into());
                }
                shift(root, from);
                if deck::is_deck(root) {
                    deck::head(root, into);
                }
                words(root, into, 0)?;
            }
            None if from == 0 && text.trim().is_empty() => return Err("it is empty".into()),
            None => {}
        }
    }
    if count(into) == before {
        return Err("no words with meanings found; expected `word: meaning`, or a list of words with fields".into());
    }
    Ok(())
}

/// The fields in a page's front matter. `heading` is the term if no field names one, or only in short.
pub(super) fn page_fields(
    text: &str,
    heading: Option<&str>,
    into: &mut Sink<'_>,
) -> Result<Found, Refusal> {
    let tree = sound(text, 1)?;
    let Some(Node { value: Value::Map(mut pairs), place }) = tree.root else {
        return Ok(Vec::new());
    };
    if let Some(heading) = heading {
        let text =
            |text: &str| Node { place, value: Value::Text(text.to_owned().into(), Style::Quoted) };
        pairs.push((text("heading"), text(heading)));
    }
    let mut fields = fields(&pairs, into);
    fields.known.retain(|(name, _)| name != "heading");
    fields.unknown.retain(|name| name != "heading");
    fields.count_columns(into);
    for (_, why) in fields.wrong {
        into.note(why, "", "line 1");
    }
    Ok(fields.found)
}

fn words(node: &Node<'_>, into: &mut Sink<'_>, depth: usize) -> Result<(), Refusal> {
    match &node.value {
        Value::Text(..) => {}
        Value::List(items) => {
            if let Some(rows) = rows(items) {
                let is_odd = |cell: &Node<'_>| single("definition", cell).is_err();
                let is_odd = |item: &&Node<'_>| matches!(&item.value, Value::List(cells) if cells.iter().any(is_odd));
                for item in items.iter().filter(is_odd) {
                    let cause =
                        "a boolean in a row, left out (put it in quotes if you mean the word)";
                    into.note(cause, "", &place(item));
                }
                return rows_of(&rows, ',', into);
            }
            let pairs = items.iter().flat_map(|item| match &item.value {
                Value::Map(pairs) => &pairs[..],
                _ => &[],
            });
            let texts = pairs.filter_map(|(key, it)| Some((key.text()?, it.text()?)));
            let all: Vec<(&str, &str)> = texts.collect();
            let heads: Vec<&str> = all.iter().map(|(head, _)| *head).collect();
            let values = |at: usize| {
                let head = heads[at];
                all.iter().filter(move |(name, _)| *name == head).map(|(_, value)| *value)
            };
            let languages = LanguageColumn::of(&heads, values);
            for item in items {
                let is_other = |column: &LanguageColumn| {
                    let code = item.field(heads[column.at]).and_then(|(_, code)| code.text());
                    code.is_some_and(|code| column.is_other(code))
                };
                if let Some(column) = languages.filter(is_other) {
                    into.left(column.left_out(), "", &place(item));
                    continue;
                }
                match &item.value {
                    Value::Map(pairs) => entry(item, pairs, into, depth)?,
                    Value::List(_) => words(item, into, depth + 1)?,
                    Value::Text(..) => into.left(
                        "a word without a meaning",
                        item.text().unwrap_or_default(),
                        &place(item),
                    ),
                }
            }
        }
        Value::Map(pairs) if records(pairs, into) => {}
        Value::Map(pairs) => group(node, pairs, into, depth)?,
    }
    Ok(())
}

/// Imports records that stand in one map, each with the same first field, if there are several.
fn records(pairs: &[Pair<'_>], into: &mut Sink<'_>) -> bool {
    let Some(first) = pairs.first().and_then(|(key, _)| key.text()) else { return false };
    let is_first = |(key, _): &Pair<'_>| key.text() == Some(first);
    let is_text = |(_, value): &Pair<'_>| value.text().is_some();
    let starts = pairs.iter().filter(|pair| is_first(pair));
    let are_records = starts.clone().count() > 1
        && starts.clone().all(is_text)
        && into.names.fields(&[first]) != [None];
    if are_records {
        for pairs in pairs.chunk_by(|_, pair| !is_first(pair)) {
            add(fields(pairs, into), &place(&pairs[0].0), into);
        }
    }
    are_records
}

/// Imports a map that is a record, a table by columns, a glossary, or groups of words.
fn group(
    node: &Node<'_>,
    pairs: &[Pair<'_>],
    into: &mut Sink<'_>,
    depth: usize,
) -> Result<(), Refusal> {
    if let Some(rows) = columns(node, into.names) {
        return rows_of(&rows, ',', into);
    }
    let all = fields(pairs, into);
    // A deck has a title and a summary as well.
    let mut lists = ["terms", "definitions"].into_iter().filter_map(|name| node.field(name));
    let is_deck = lists.any(|(_, terms)| has_terms(terms, into));
    if all.is_term() && !is_deck {
        return whole(all, node, pairs, into, depth);
    }
    let is_list = |(key, value): &&Pair<'_>| {
        let is_named = key
            .text()
            .is_some_and(|key| LISTS.split(' ').any(|known| known.eq_ignore_ascii_case(key)));
        is_named && !matches!(value.value, Value::Text(..))
    };
    if pairs.iter().any(|pair| is_list(&pair)) {
        for pair in pairs {
            let (key, value) = pair;
            if is_list(&pair) || has_terms(value, into) {
                words(value, into, depth + 1)?;
            } else if is_nested(value) {
                into.note(
                    "lists of things other than words, skipped",
                    key.text().unwrap_or_default(),
                    &place(key),
                );
            }
        }
        return Ok(());
    }
    if let Some((_, other)) = coded(pairs).next() {
        if all.any {
            return entry(node, pairs, into, depth);
        }
        return in_one_language(pairs, other, into, depth);
    }
    let known = all.known.iter().map(|(_, field)| *field);
    let known: Vec<_> = known.chain(all.wrong.iter().map(|(field, _)| *field)).collect();
    let is_main = |field: &&str| matches!(*field, "term" | "definition");
    if known.len() > 1 && known.len() * 2 >= pairs.len() && known.iter().any(is_main) {
        // A record that lacks its word or its definition, or has a boolean as one.
        add(all, &place(node), into);
        return Ok(());
    }
    if depth == 0 && into.file.is_none() && is_settings(pairs, false) {
        return Err("it has settings, not words with meanings; expected `word: meaning`, or a list of words with fields".into());
    }
    if depth == 0 && into.file.is_some() && pairs.iter().all(|(_, value)| value.text().is_some()) {
        // If other files have the same keys, these are fields, not words.
        let mut keys: Vec<String> =
            pairs.iter().filter_map(|(key, _)| key.text().map(str::to_owned)).collect();
        keys.sort_unstable();
        let entries = pairs.iter().filter_map(|(key, value)| {
            named_texts(key, value).ok().map(|found| (place(key), found))
        });
        let entries = if is_settings(pairs, true) { Vec::new() } else { entries.collect() };
        let record = (into.file.unwrap_or_default().to_owned(), entries);
        into.imported.records.entry(keys).or_default().push(record);
        return Ok(());
    }
    let is_path = |(key, value): &Pair<'_>| {
        let last = key.text().and_then(|key| key.rsplit_once('.'));
        value.text().is_some() && last.is_some_and(|(_, last)| into.names.label(last).is_some())
    };
    if depth == 0 && pairs.len() > 1 && pairs.iter().all(is_path) {
        return Err(PATHS.into());
    }
    if depth > 0 && into.file.is_some() && is_settings(pairs, true) {
        into.note("settings, not words with meanings, left out", "", &place(node));
        return Ok(());
    }
    let maps = pairs.iter().filter(|(_, value)| matches!(value.value, Value::Map(_))).count();
    let has_groups = pairs.iter().any(|(_, value)| holds_words(value, maps == 1, into));
    for (key, value) in pairs {
        let name = key.text().unwrap_or_default();
        let is_setting = |text: &str| {
            has_groups && text.split_whitespace().count() < 2 || into.names.label(name).is_some()
        };
        let is_list = matches!(value.value, Value::List(_));
        if name.starts_with(['$', '@']) && !is_list
            || (has_groups || maps > 0) && value.text().is_some_and(is_setting)
        {
            into.note("settings, not words with meanings, left out", name, &place(key));
            continue;
        }
        match &value.value {
            // A letter without words.
            Value::List(items) if items.is_empty() && key.text().is_some_and(is_section) => {}
            // Groups of terms.
            Value::List(items)
                if items.iter().any(|item| !matches!(item.value, Value::Text(..))) =>
            {
                words(value, into, depth + 1)?;
            }
            Value::Map(inner) if !is_entry(inner, into) => {
                words(value, into, depth + 1)?;
            }
            _ => named(key, value, maps > 1, into, depth)?,
        }
    }
    Ok(())
}

/// Imports the entries of a map by language, of which `other` is one, or counts them if the one to take isn't there.
fn in_one_language(
    pairs: &[Pair<'_>],
    other: &Node<'_>,
    into: &mut Sink<'_>,
    depth: usize,
) -> Result<(), Refusal> {
    let Some(chosen) = in_language(pairs, into) else {
        let is_map = |node: &Node<'_>| matches!(node.value, Value::Map(_));
        let entries: Vec<&Node<'_>> = match &other.value {
            Value::List(items) => items.iter().collect(),
            Value::Map(inner) if inner.iter().all(|(_, value)| is_map(value)) => {
                inner.iter().map(|(_, value)| value).collect()
            }
            _ => vec![other],
        };
        for entry in entries {
            let Value::Map(pairs) = &entry.value else { continue };
            let what = fields(pairs, into).text("term").unwrap_or_default();
            leave(&what, entry, into);
        }
        return Ok(());
    };
    count_others(pairs, chosen, into);
    match &chosen.value {
        // Below a language, these are ids.
        Value::Map(inner) if coded(inner).next().is_some() => inner
            .iter()
            .try_for_each(|(key, value)| named(key, value, inner.len() > 1, into, depth + 1)),
        _ => words(chosen, into, depth + 1),
    }
}

/// Counts the entries in languages other than the `chosen` ones, unless the user said which to take.
fn count_others(pairs: &[Pair<'_>], chosen: &Node<'_>, into: &mut Sink<'_>) {
    if into.names.language().is_some() {
        return;
    }
    for (code, node) in coded(pairs).filter(|(_, node)| !std::ptr::eq(*node, chosen)) {
        let Value::List(items) = &node.value else { continue };
        for item in items {
            into.note("entries in other languages, left out", code, &place(item));
        }
    }
}

/// Whether any item of a list has a word and its meaning.
fn has_terms(node: &Node<'_>, into: &mut Sink<'_>) -> bool {
    let Value::List(items) = &node.value else { return false };
    items
        .iter()
        .any(|item| matches!(&item.value, Value::Map(pairs) if fields(pairs, into).is_term()))
}

/// Whether a value holds words: a group, or the only map beside texts if it has the fields of one.
fn holds_words(value: &Node<'_>, is_only: bool, into: &mut Sink<'_>) -> bool {
    match &value.value {
        Value::Map(inner) => !is_entry(inner, into) || is_only && fields(inner, into).is_term(),
        _ => is_nested(value),
    }
}

/// Whether the map `node` is a group: it has a list of words, or a group below it.
fn is_group(node: &Node<'_>, into: &mut Sink<'_>) -> bool {
    let mut lists = LISTS_OF_GROUP.into_iter().filter_map(|name| node.field(name));
    lists.any(|(_, list)| has_terms(list, into))
        || BELOW.into_iter().filter_map(|name| node.field(name)).any(|(_, below)| {
            matches!(&below.value, Value::List(items) if items.iter().any(|it| is_group(it, into)))
        })
}

/// Adds a term with these fields and the words below it, and counts the entries in its other lists, such as the columns of a model in
/// dbt.
fn whole(
    mut all: Fields,
    node: &Node<'_>,
    pairs: &[Pair<'_>],
    into: &mut Sink<'_>,
    depth: usize,
) -> Result<(), Refusal> {
    let unknown = std::mem::take(&mut all.unknown);
    let is_list = |name: &str| {
        node.field(name).is_some_and(|(_, value)| matches!(value.value, Value::List(_)))
    };
    let (below, unknown): (Vec<_>, Vec<_>) =
        unknown.into_iter().partition(|name| BELOW.contains(&&**name) && is_list(name));
    all.unknown = unknown;
    for (_, value) in pairs.iter().filter(|(key, value)| {
        key.text().is_some_and(|key| all.unknown.iter().any(|name| name == key)) && is_nested(value)
    }) {
        let Value::List(items) = &value.value else { continue };
        for item in items {
            let Value::Map(pairs) = &item.value else { continue };
            let fields = fields(pairs, into);
            if let Some(term) = fields.text("term").filter(|_| fields.is_term()) {
                into.left("entries nested in another one, left out", &term, &place(item));
            }
        }
    }
    add(all, &place(node), into);
    below
        .iter()
        .filter_map(|name| node.field(name))
        .try_for_each(|(_, value)| words(value, into, depth + 1))
}

/// Whether there are maps in a list or a map.
fn is_nested(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Text(..) => false,
        Value::List(items) => items.iter().any(|item| matches!(item.value, Value::Map(_))),
        Value::Map(_) => true,
    }
}

/// Whether a map under a word has the fields of the word, rather than other words.
fn is_entry(pairs: &[Pair<'_>], into: &mut Sink<'_>) -> bool {
    let all = fields(pairs, into);
    let is_list = |(_, value): &Pair<'_>| matches!(value.value, Value::List(_)) && is_nested(value);
    if pairs.iter().any(is_list)
        && !["term", "definition", "expansion"].iter().any(|name| all.has(name))
    {
        return false;
    }
    all.any || are_texts(pairs)
}

/// Whether these are texts, each with the code of its language.
fn are_texts(pairs: &[Pair<'_>]) -> bool {
    let is_text =
        |(key, value): &Pair<'_>| key.text().is_some_and(is_language) && value.text().is_some();
    !pairs.is_empty() && pairs.iter().all(is_text)
}

/// Whether the values are too short for meanings, as in a file of settings.
fn is_settings(pairs: &[Pair<'_>], is_strict: bool) -> bool {
    let texts: Vec<&str> = pairs
        .iter()
        .filter_map(|(_, value)| value.text())
        .filter(|text| !text.trim().is_empty())
        .collect();
    let short = texts.iter().filter(|text| text.split_whitespace().count() < 2).count();
    let is_flat = texts.len() == pairs.len() && !texts.is_empty();
    is_flat
        && if is_strict {
            short * 2 >= texts.len() && short > 0
        } else {
            pairs.len() == 1 && short == 1
        }
}

/// The fields of `key: value`, a term and its definition.
fn named_texts(key: &Node<'_>, value: &Node<'_>) -> Result<Found, String> {
    let term = single("term", key)?.unwrap_or_default();
    // A number is a setting, such as a version.
    let meaning = single("term", value).map_err(|why| why.replace("`term`", "`definition`"))?;
    Ok(vec![one("term", term), one("definition", meaning.unwrap_or_default())])
}

/// Whether a key only counts entries, as `entry1` and `term_2` do.
fn is_counted(key: &str) -> bool {
    let name = key.trim_end_matches(|c: char| c.is_ascii_digit() || "-_ ".contains(c));
    let name = name.to_lowercase();
    name.len() < key.len()
        && ["", "entry", "item", "term", "word", "row", "id", "key"].contains(&&*name)
}

/// Adds a term with its definition, or with its fields. If these name the term, its key is its id, if it `is_key` among others.
fn named(
    key: &Node<'_>,
    value: &Node<'_>,
    is_key: bool,
    into: &mut Sink<'_>,
    depth: usize,
) -> Result<(), Refusal> {
    let Value::Text(term, _) = &key.value else { return Ok(()) };
    let found = match &value.value {
        Value::Text(..) => named_texts(key, value),
        Value::Map(pairs) => {
            let mut fields = fields(pairs, into);
            fields.shorten(term);
            if !fields.has("term") {
                fields.found.push(one("term", term.to_string()));
            } else if is_key && !fields.has("id") {
                // Links call an entry by its key.
                let field = if is_counted(term) { KEY } else { "id" };
                fields.found.push(one(field, term.to_string()));
            }
            if !fields.any && are_texts(pairs) {
                let Some(text) = text_in_language(pairs, into) else {
                    leave(term, key, into);
                    return Ok(());
                };
                fields.found.push(("definition", text));
                fields.unknown.clear();
            }
            return whole(fields, value, pairs, into, depth);
        }
        Value::List(items) => match texts("definition", items, into) {
            Some(Ok(texts)) => single("term", key)
                .map(|term| vec![one("term", term.unwrap_or_default()), ("definition", texts)]),
            Some(Err(why)) => Err(why),
            None => Err("a list instead of a meaning".to_owned()),
        },
    };
    match found {
        Ok(found) => into.add(&place(key), found),
        Err(why) => into.left(why, term, &place(key)),
    }
    Ok(())
}

/// Adds a term with fields, or with `term: definition` as its only field.
fn entry(
    node: &Node<'_>,
    pairs: &[Pair<'_>],
    into: &mut Sink<'_>,
    depth: usize,
) -> Result<(), Refusal> {
    let mut all = fields(pairs, into);
    if is_group(node, into) {
        if all.is_term() {
            into.left(
                "a group of words, not a word",
                &all.text("term").unwrap_or_default(),
                &place(node),
            );
        }
        let lists = LISTS_OF_GROUP.into_iter().chain(BELOW).filter_map(|name| node.field(name));
        return lists.into_iter().try_for_each(|(_, list)| words(list, into, depth + 1));
    }
    if all.is_term() {
        return whole(all, node, pairs, into, depth);
    }
    if coded(pairs).next().is_some() {
        let Some(chosen) = in_language(pairs, into) else {
            let what = all.text("id").or(all.text("term")).unwrap_or_default();
            leave(&what, node, into);
            return Ok(());
        };
        let Value::Map(inner) = &chosen.value else {
            count_others(pairs, chosen, into);
            return words(chosen, into, depth + 1);
        };
        // Text in other languages has been counted.
        all.unknown.clear();
        all.absorb(fields(inner, into), "");
        add(all, &place(node), into);
        return Ok(());
    }
    if let ([(key, value)], false) = (pairs, all.any) {
        if !matches!(value.value, Value::Text(..))
            && !matches!(&value.value, Value::Map(inner) if is_entry(inner, into))
        {
            return words(value, into, depth + 1);
        }
        if !value.text().is_some_and(is_section) {
            return named(key, value, false, into, depth);
        }
        return Ok(());
    }
    // The fields are one level below.
    let mut inner: Vec<(&Pair<'_>, Fields)> = Vec::new();
    for pair in pairs {
        if let Value::Map(pairs) = &pair.1.value {
            inner.push((pair, fields(pairs, into)));
        }
    }
    // A record that lacks its word or its meaning is counted.
    let has_any = all.has("term") || inner.iter().any(|(_, fields)| fields.is_term());
    inner.retain(|(_, fields)| {
        let is_part = fields.has("term") || fields.has("definition");
        fields.is_term() || !has_any && is_part
    });
    if inner.len() > 1 {
        for ((_, value), fields) in inner {
            add(fields, &place(value), into);
        }
        return Ok(());
    }
    if let Some(((key, _), inner)) = inner.pop() {
        all.absorb(inner, key.text().unwrap_or_default());
        add(all, &place(node), into);
        return Ok(());
    }
    // Groups of words, such as those of a letter.
    let is_group = |value: &Node<'_>| matches!(value.value, Value::List(_)) && is_nested(value);
    let groups: Vec<_> = pairs.iter().filter(|(_, value)| is_group(value)).collect();
    if !groups.is_empty() && !all.has("definition") {
        return groups.into_iter().try_for_each(|(_, value)| words(value, into, depth + 1));
    }
    add(all, &place(node), into);
    Ok(())
}

/// Adds a term, or counts why not. Also counts any fields that were skipped.
fn add(fields: Fields, place: &str, into: &mut Sink<'_>) {
    fields.count_columns(into);
    let Fields { found, wrong, .. } = fields;
    let term = found.iter().find(|(field, _)| *field == "term").map(|(_, texts)| texts.concat());
    if let (None, Some((_, why))) = (&term, wrong.iter().find(|(field, _)| *field == "term")) {
        return into.left(why.as_str(), "", place);
    }
    for (_, why) in wrong {
        into.note(why, term.as_deref().unwrap_or_default(), place);
    }
    into.add(place, found);
}
