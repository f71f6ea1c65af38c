//! Imports YAML or JSON of any shape: words with meanings or fields, lists, columns, one record a file, entries in several
//! languages.

use crate::core::import::names::is_language;
use crate::core::import::table::{Row, is_section, rows_of};
use crate::core::import::{Found, Refusal, Sink, has, one};
use crate::core::yaml::{self, FaultKind, Node, Scalar, Style, Value, scalar};

/// Common keys for the list of all terms.
const LISTS: &str = "terms glossary words entries definitions items data deck glossaryentries acronyms results nodes edges";
/// How deep groups are searched.
const DEPTH: usize = 5;

/// A key and its value.
type Pair<'a> = (Node<'a>, Node<'a>);

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
                shift(root, from);
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

/// Moves `node` down by `lines`, to where it is in the file.
fn shift(node: &mut Node<'_>, lines: u32) {
    node.place.line += lines;
    match &mut node.value {
        Value::Text(..) => {}
        Value::List(items) => items.iter_mut().for_each(|item| shift(item, lines)),
        Value::Map(pairs) => pairs.iter_mut().for_each(|(key, value)| {
            shift(key, lines);
            shift(value, lines);
        }),
    }
}

/// The documents in a text, each with the number of the lines before it.
fn documents(text: &str) -> Vec<(usize, String)> {
    let tree = yaml::parse(text);
    if tree.faults.is_empty() {
        return vec![(0, text.to_owned())];
    }
    let lines: Vec<&str> = text.lines().collect();
    let is_object =
        |line: &&str| line.trim_start().starts_with('{') && line.trim_end().ends_with('}');
    if lines.iter().filter(|line| !line.trim().is_empty()).all(is_object) && !lines.is_empty() {
        return vec![(
            0,
            format!(
                "[{}]",
                lines
                    .iter()
                    .map(|line| if line.trim().is_empty() {
                        String::new()
                    } else {
                        format!("{line},")
                    })
                    .collect::<Vec<_>>()
                    .join("\n")
            ),
        )];
    }
    if tree.faults.iter().any(|fault| fault.kind == FaultKind::SecondDocument) {
        let mut parts: Vec<(usize, String)> = vec![(0, String::new())];
        for (at, line) in lines.iter().enumerate() {
            if line.trim_end() == "---" {
                parts.push((at + 1, String::new()));
            } else if let Some((_, part)) = parts.last_mut() {
                *part += &format!("{line}\n");
            }
        }
        return parts;
    }
    vec![(0, text.to_owned())]
}

/// The fields in a page's front matter. `heading` is the term if no field names one, or only in short.
pub(super) fn page_fields(
    text: &str,
    heading: Option<&str>,
    into: &mut Sink<'_>,
) -> Result<Found, Refusal> {
    let tree = sound(text, 0)?;
    let Some(Node { value: Value::Map(pairs), place }) = tree.root else { return Ok(Vec::new()) };
    let mut pairs = pairs;
    if let Some(heading) = heading {
        let text =
            |text: &str| Node { place, value: Value::Text(text.to_owned().into(), Style::Quoted) };
        pairs.push((text("heading"), text(heading)));
    }
    let fields = fields(&pairs, into);
    let known = fields.known.iter().filter(|(name, _)| name != "heading");
    count_columns(known, &fields.unknown, into);
    for (_, why) in fields.wrong {
        into.note(why, "", "line 1");
    }
    Ok(fields.found)
}

/// The tree of `text`, which begins `from` lines below the start of the file.
fn sound(text: &str, from: u32) -> Result<yaml::Tree<'_>, Refusal> {
    let tree = yaml::parse(text);
    // A tag says nothing about the words.
    match tree
        .faults
        .iter()
        .find(|fault| !matches!(fault.kind, FaultKind::Tag | FaultKind::Directive))
    {
        None => Ok(tree),
        Some(fault) => {
            let what = match &fault.kind {
                FaultKind::Syntax(what) => what.as_str(),
                FaultKind::Anchor => "`&` and `*` are not allowed",
                FaultKind::Tag | FaultKind::Directive => "",
                FaultKind::SecondDocument => "only one document is allowed",
                FaultKind::TooDeep => "it is nested too deeply",
                FaultKind::OddKey => "a field name is not text",
            };
            Err(format!("line {}: {what}", fault.place.line + from).into())
        }
    }
}

fn words(node: &Node<'_>, into: &mut Sink<'_>, depth: usize) -> Result<(), Refusal> {
    match &node.value {
        Value::Text(..) => {}
        Value::List(items) => {
            if let Some(rows) = rows(items) {
                return rows_of(&rows, ',', into);
            }
            for item in items {
                match &item.value {
                    Value::Map(pairs) => entry(item, pairs, into, depth)?,
                    Value::List(_) if depth < DEPTH => words(item, into, depth + 1)?,
                    _ => into.left(
                        "a word without a meaning",
                        item.text().unwrap_or_default(),
                        &place(item),
                    ),
                }
            }
        }
        Value::Map(pairs) => group(node, pairs, into, depth)?,
    }
    Ok(())
}

/// The rows of a table written as lists of texts.
fn rows(items: &[Node<'_>]) -> Option<Vec<Row>> {
    let row = |item: &Node<'_>| match &item.value {
        Value::List(cells) if cells.len() > 1 && cells.iter().all(|cell| cell.text().is_some()) => {
            let text = |cell: &Node<'_>| {
                single("definition", cell).ok().flatten().unwrap_or_default().to_owned()
            };
            Some((place(item), cells.iter().map(text).collect()))
        }
        _ => None,
    };
    (!items.is_empty()).then(|| items.iter().map(row).collect())?
}

/// Imports a map that is a record, a table by columns, a glossary, or groups of words.
fn group(
    node: &Node<'_>,
    pairs: &[Pair<'_>],
    into: &mut Sink<'_>,
    depth: usize,
) -> Result<(), Refusal> {
    if let Some(rows) = columns(node) {
        return rows_of(&rows, ',', into);
    }
    let all = fields(pairs, into);
    // A deck has a title and a summary as well.
    let is_deck = node.field("terms").is_some_and(|(_, terms)| has_terms(terms, into));
    if all.is_term() && !is_deck {
        add(all, &place(node), into);
        return Ok(());
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
    if let Some(chosen) = in_language(pairs, into) {
        if all.any {
            return entry(node, pairs, into, depth);
        }
        return words(chosen, into, depth + 1);
    }
    let is_main = |(_, field): &(String, &str)| matches!(*field, "term" | "definition");
    if all.known.len() > 1 && all.known.len() * 2 >= pairs.len() && all.known.iter().any(is_main) {
        // A record that lacks its word or its definition.
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
    if depth > 0 && into.file.is_some() && is_settings(pairs, true) {
        into.note("settings, not words with meanings, left out", "", &place(node));
        return Ok(());
    }
    for (key, value) in pairs {
        match &value.value {
            // A letter without words.
            Value::List(items) if items.is_empty() && key.text().is_some_and(is_section) => {}
            // Groups of terms.
            Value::List(items)
                if items.iter().any(|item| !matches!(item.value, Value::Text(..)))
                    && depth < DEPTH =>
            {
                words(value, into, depth + 1)?;
            }
            Value::Map(inner) if depth < DEPTH && !is_entry(inner, into) => {
                words(value, into, depth + 1)?;
            }
            _ => named(key, value, into),
        }
    }
    Ok(())
}

/// Whether any item of a list has a word and its meaning.
fn has_terms(node: &Node<'_>, into: &mut Sink<'_>) -> bool {
    let Value::List(items) = &node.value else { return false };
    items
        .iter()
        .any(|item| matches!(&item.value, Value::Map(pairs) if fields(pairs, into).is_term()))
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
    all.any
        || (!pairs.is_empty()
            && pairs
                .iter()
                .all(|(key, value)| key.text().is_some_and(is_language) && value.text().is_some()))
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

/// The rows of a table that is written by columns: `{"term": {"0": "API"}, "definition": {"0": "…"}}`, or with `columns` and
/// `data`.
fn columns(node: &Node<'_>) -> Option<Vec<Row>> {
    let Value::Map(pairs) = &node.value else { return None };
    if let (Some((_, heads)), Some((_, data))) = (node.field("columns"), node.field("data"))
        && let (Value::List(heads), Value::List(data)) = (&heads.value, &data.value)
    {
        let heads = heads.iter().map(|head| head.text().unwrap_or_default().to_owned()).collect();
        let mut rows = vec![(place(node), heads)];
        rows.extend(self::rows(data)?);
        return Some(rows);
    }
    let cells = |value: &Node<'_>| -> Option<Vec<(String, String)>> {
        let cell = |(key, cell): (String, &Node<'_>)| {
            let text = single("definition", cell).ok().flatten().unwrap_or_default().to_owned();
            cell.text().map(|_| (key, text))
        };
        match &value.value {
            Value::List(cells) => {
                cells.iter().enumerate().map(|(at, value)| cell((at.to_string(), value))).collect()
            }
            Value::Map(pairs) => {
                pairs.iter().map(|(key, value)| cell((key.text()?.to_owned(), value))).collect()
            }
            Value::Text(..) => None,
        }
    };
    let known = super::Names::default();
    let heads: Vec<&str> = pairs.iter().filter_map(|(key, _)| key.text()).collect();
    let fields = known.fields(&heads);
    let has = |name| fields.contains(&Some(name));
    if !has("term") || !(has("definition") || has("expansion")) || heads.len() != pairs.len() {
        return None;
    }
    let all: Vec<Vec<(String, String)>> =
        pairs.iter().map(|(_, value)| cells(value)).collect::<Option<_>>()?;
    let keys: Vec<&String> =
        all.iter().max_by_key(|cells| cells.len())?.iter().map(|(key, _)| key).collect();
    let mut rows = vec![(place(node), heads.into_iter().map(str::to_owned).collect())];
    for key in keys {
        let cell = |cells: &Vec<(String, String)>| {
            cells
                .iter()
                .find(|(known, _)| known == key)
                .map(|(_, text)| text.clone())
                .unwrap_or_default()
        };
        rows.push((format!("entry {key}"), all.iter().map(cell).collect()));
    }
    Some(rows)
}

/// The value in the language to take, if some keys are codes of languages and their values hold more than text.
fn in_language<'a, 'b>(pairs: &'b [Pair<'a>], into: &mut Sink<'_>) -> Option<&'b Node<'a>> {
    let codes: Vec<(&str, &Node<'a>)> = pairs
        .iter()
        .filter_map(|(key, value)| Some((key.text().filter(|key| is_language(key))?, value)))
        .filter(|(_, value)| matches!(value.value, Value::Map(_)))
        .collect();
    let first = codes.iter().find(|(code, _)| *code == "en").or(codes.first())?;
    let chosen = into.imported.language.get_or_insert_with(|| first.0.to_owned()).clone();
    if codes.len() > 1 {
        into.imported.language_note(&chosen);
    }
    codes.iter().find(|(code, _)| *code == chosen).map(|(_, value)| *value)
}

/// The fields of `key: value`, a term and its definition.
fn named_texts(key: &Node<'_>, value: &Node<'_>) -> Result<Found, String> {
    let term = single("term", key)?.unwrap_or_default();
    let meaning = single("definition", value)?.unwrap_or_default();
    Ok(vec![one("term", term), one("definition", meaning)])
}

/// Adds a term with its definition, or with its fields.
fn named(key: &Node<'_>, value: &Node<'_>, into: &mut Sink<'_>) {
    let Value::Text(term, _) = &key.value else { return };
    let found = match &value.value {
        Value::Text(..) => named_texts(key, value),
        Value::Map(pairs) => {
            let mut fields = fields(pairs, into);
            if !fields.has("term") {
                fields.found.push(one("term", term.to_string()));
            }
            if !fields.any
                && let Some(text) = in_one_language(pairs, into)
            {
                fields.found.push(one("definition", text));
                fields.unknown.clear();
            }
            return add(fields, &place(key), into);
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
}

/// Adds a term with fields, or with `term: definition` as its only field.
fn entry(
    node: &Node<'_>,
    pairs: &[Pair<'_>],
    into: &mut Sink<'_>,
    depth: usize,
) -> Result<(), Refusal> {
    let mut all = fields(pairs, into);
    if all.is_term() || depth >= DEPTH {
        add(all, &place(node), into);
        return Ok(());
    }
    let codes = pairs.iter().filter(|(key, value)| {
        key.text().is_some_and(is_language) && matches!(value.value, Value::Map(_))
    });
    if codes.count() > 0 {
        let Some(Node { value: Value::Map(inner), .. }) = in_language(pairs, into) else {
            let language = into.imported.language.clone().unwrap_or_default();
            let what = all.text("id").or(all.text("term")).unwrap_or_default();
            into.left(
                format!("no text in `{language}`, the language of the first one"),
                &what,
                &place(node),
            );
            return Ok(());
        };
        let inner = fields(inner, into);
        all.found.extend(inner.found);
        all.wrong.extend(inner.wrong);
        all.known.extend(inner.known);
        all.unknown = inner.unknown;
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
            named(key, value, into);
        }
        return Ok(());
    }
    // The fields are one level below.
    let mut inner: Vec<(&Node<'_>, Fields)> = Vec::new();
    for (_, value) in pairs {
        if let Value::Map(pairs) = &value.value {
            inner.push((value, fields(pairs, into)));
        }
    }
    inner.retain(|(_, fields)| fields.is_term());
    if inner.len() > 1 {
        for (value, fields) in inner {
            add(fields, &place(value), into);
        }
        return Ok(());
    }
    if let Some((_, inner)) = inner.pop() {
        all.found.extend(inner.found);
        all.known.extend(inner.known);
        all.unknown = inner.unknown;
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
fn add(Fields { found, known, unknown, wrong, .. }: Fields, place: &str, into: &mut Sink<'_>) {
    count_columns(known.iter(), &unknown, into);
    let term = found.iter().find(|(field, _)| *field == "term").map(|(_, texts)| texts.concat());
    if let (None, Some((_, why))) = (&term, wrong.iter().find(|(field, _)| *field == "term")) {
        return into.left(why.as_str(), "", place);
    }
    for (_, why) in wrong {
        into.note(why, term.as_deref().unwrap_or_default(), place);
    }
    into.add(place, found);
}

/// Records which names were understood, and which were not.
fn count_columns<'a>(
    known: impl Iterator<Item = &'a (String, &'static str)>,
    unknown: &[String],
    into: &mut Sink<'_>,
) {
    for (name, field) in known {
        into.column(name, Some(field));
    }
    for name in unknown {
        into.column(name, None);
    }
}

/// The fields of a map.
#[derive(Default)]
struct Fields {
    /// The fields of a term.
    found: Found,
    /// The names they have here.
    known: Vec<(String, &'static str)>,
    /// The names of the others.
    unknown: Vec<String>,
    /// Fields with an invalid value, and what is wrong with it.
    wrong: Vec<(&'static str, String)>,
    /// Whether any name is a field of a term, whatever its value.
    any: bool,
}

impl Fields {
    fn has(&self, name: &str) -> bool {
        has(&self.found, name)
    }

    fn text(&self, name: &str) -> Option<String> {
        self.found.iter().find(|(field, _)| *field == name).map(|(_, texts)| texts.concat())
    }

    /// Whether these are enough for a term.
    fn is_term(&self) -> bool {
        self.has("term") && (self.has("definition") || self.has("expansion"))
    }
}

/// Sorts the fields of a map. A null value counts as missing.
fn fields(pairs: &[Pair<'_>], into: &mut Sink<'_>) -> Fields {
    let mut all = Fields::default();
    let names = into.names;
    for (field, path) in names.paths() {
        if let Some(node) = path
            .split('.')
            .try_fold(None, |node: Option<&Node<'_>>, name| {
                let pairs = match node {
                    None => pairs,
                    Some(Node { value: Value::Map(pairs), .. }) => pairs,
                    Some(_) => return None,
                };
                Some(pairs.iter().find(|(key, _)| key.text() == Some(name)).map(|(_, value)| value))
                    .filter(Option::is_some)
            })
            .flatten()
        {
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
            all.unknown.push((*head).to_owned());
            continue;
        };
        match content(field, value, into) {
            Ok(content) => {
                all.any = true;
                all.known.push(((*head).to_owned(), field));
                all.found.extend(content.map(|content| (field, content)));
            }
            Err(Some(why)) => {
                all.any = true;
                all.wrong.push((field, why));
            }
            Err(None) => {
                // Nested fields are none of a term, unless they are looked for.
                all.any |= matches!(value.value, Value::List(_));
                all.unknown.push((*head).to_owned());
            }
        }
    }
    all
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
            match in_one_language(pairs, into).or_else(|| inner_text(field, pairs)) {
                Some(text) => Ok(Some(vec![text])),
                None => Err(None),
            }
        }
    }
}

/// The text in the language to take, if all keys are codes of languages.
fn in_one_language(pairs: &[Pair<'_>], into: &mut Sink<'_>) -> Option<String> {
    let text = |(key, value): &Pair<'_>| {
        Some((key.text().filter(|key| is_language(key))?.to_owned(), value.text()?.to_owned()))
    };
    let texts: Vec<(String, String)> = pairs.iter().map(text).collect::<Option<_>>()?;
    let first = texts.iter().find(|(code, _)| code == "en").or(texts.first())?;
    let chosen = into.imported.language.get_or_insert_with(|| first.0.clone()).clone();
    if texts.len() > 1 {
        into.imported.language_note(&chosen);
    }
    texts.into_iter().find(|(code, _)| *code == chosen).map(|(_, text)| text)
}

/// The text of a field that is nested under its own or a general name: `definition: {text: …}`.
fn inner_text(field: &str, pairs: &[Pair<'_>]) -> Option<String> {
    let names: &[&str] = match field {
        "see_also" | "confused_with" => &["id", "slug", "term", "name", "title"],
        "term" | "aliases" => &["term", "name", "title", "text", "value", "label"],
        _ => &["text", "value", "definition", "description", "content", "name"],
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
fn texts(
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
                all.push(in_one_language(pairs, into).or_else(|| inner_text(field, pairs))?);
            }
            Value::List(_) => return None,
        }
    }
    Some(Ok(all))
}

/// A scalar as text for `field`; `None` if it is null. A boolean isn't a valid text, and a number isn't a valid term.
fn single<'a>(field: &str, node: &'a Node<'_>) -> Result<Option<&'a str>, String> {
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

fn place(node: &Node<'_>) -> String {
    format!("line {}", node.place.line)
}
