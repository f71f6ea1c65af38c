//! Sets one field of an existing term, or appends to a list.

use crate::core::deck::content::Content;
use crate::core::deck::edit::layout::{
    Item, colon, content_end, is_flow, line_end, line_start, past_comments, start,
};
use crate::core::deck::edit::{EditError, Model, Source, changed};
use crate::core::deck::fields::{self, rank};
use crate::core::yaml::{Node, Value, Within, quoted};

/// Sets the field `name` of the term `id` (as in the file, without its deck) to `content`: replaces the value, or adds a
/// line in the recommended position.
pub fn set(text: &str, id: &str, name: &str, content: &Content) -> Result<String, EditError> {
    let source = Source::read(text)?;
    let layout = source.layout()?;
    let (at, item) = layout.find(id).ok_or_else(|| EditError::NoTerm(id.to_owned()))?;
    let is_list = fields::of_term(name).map(|field| field.kind.is_list());
    if content.is_empty() || is_list != Some(matches!(content, Content::List(_))) {
        return Err(EditError::Unsafe);
    }
    let mut wanted = source.model();
    let Some(Model::Map(fields)) = wanted.terms().and_then(|terms| terms.get_mut(at)) else {
        return Err(EditError::Unsafe);
    };
    let key = Model::of_content(&Content::Text(name.to_owned()));
    let value = Model::of_content(content);
    let new = if let Some(place) = fields.iter().position(|(known, _)| *known == key) {
        fields[place].1 = value;
        replaced(source.text, item, name, content)?
    } else {
        let before = predecessor(item, name);
        fields.insert(before + 1, (key, value));
        added(source.text, item, before, name, content, layout.line_end)?
    };
    source.proven(&new, &wanted)
}

/// Appends `texts` to the list `name` of the term `id`. The items that are there keep their form and comments.
pub fn append(text: &str, id: &str, name: &str, texts: &[String]) -> Result<String, EditError> {
    let source = Source::read(text)?;
    let layout = source.layout()?;
    let (at, item) = layout.find(id).ok_or_else(|| EditError::NoTerm(id.to_owned()))?;
    let content = Content::list(texts);
    let list = item.node.field(name).map(|(_, list)| list);
    let Some((list, Value::List(items))) = list.map(|list| (list, &list.value)) else {
        return set(text, id, name, &content);
    };
    let Some(last) = items.last() else { return set(text, id, name, &content) };
    let end = content_end(source.text, last).ok_or(EditError::Unsafe)?;
    let mut wanted = source.model();
    let field =
        wanted.terms().and_then(|terms| terms.get_mut(at)).and_then(|term| term.entry(name));
    let (Some(Model::List(field)), Model::List(more)) = (field, Model::of_content(&content)) else {
        return Err(EditError::Unsafe);
    };
    field.extend(more);
    let new = if is_flow(source.text, list) {
        let more = content.texts().iter().map(|text| format!(", {}", quoted(text, Within::Flow)));
        (end, more.collect::<String>())
    } else {
        // As far as the dash of the last item.
        let first = start(last.place);
        let dash = &source.text[line_start(source.text, first)..first];
        let at = line_end(source.text, end);
        let line_end = layout.line_end;
        let gap = if source.text[..at].ends_with('\n') { "" } else { line_end };
        let more = content.texts().iter();
        let more = more.map(|text| format!("{dash}{}{line_end}", quoted(text, Within::Block)));
        (at, format!("{gap}{}", more.collect::<String>()))
    };
    source.proven(&changed(source.text, [(new.0, new.0, new.1)]), &wanted)
}

/// The index of the field of `item` to write `name` after.
fn predecessor(item: &Item<'_>, name: &str) -> usize {
    let Value::Map(fields) = &item.node.value else { return 0 };
    let own = rank(name);
    let rank_of = |key: &Node<'_>| key.text().and_then(rank);
    fields.iter().rposition(|(key, _)| rank_of(key).is_some() && rank_of(key) < own).unwrap_or(0)
}

fn within(text: &str, item: &Item<'_>) -> Within {
    if is_flow(text, item.node) { Within::Flow } else { Within::Block }
}

fn replaced(
    text: &str,
    item: &Item<'_>,
    name: &str,
    content: &Content,
) -> Result<String, EditError> {
    let (key, old) = item.node.field(name).ok_or(EditError::Unsafe)?;
    let from = colon(text, key)?;
    let to = content_end(text, old).unwrap_or(from);
    let written = content.written(within(text, item));
    // A block that keeps its blank lines ends at the start of a line.
    let end = if text[from..to].ends_with('\n') {
        let line = text[from..to].trim_end();
        &text[from + line.len()..to]
    } else {
        ""
    };
    Ok(format!("{} {written}{end}{}", &text[..from], &text[to..]))
}

fn added(
    text: &str,
    item: &Item<'_>,
    before: usize,
    name: &str,
    content: &Content,
    end: &str,
) -> Result<String, EditError> {
    let Value::Map(fields) = &item.node.value else { return Err(EditError::Unsafe) };
    let (key, value) = &fields[before];
    let last = match content_end(text, value) {
        Some(last) => last,
        None => colon(text, key)?,
    };
    let written = content.written(within(text, item));
    if within(text, item) == Within::Flow {
        return Ok(format!("{}, {name}: {written}{}", &text[..last], &text[last..]));
    }
    // Fields align with the first one, which may be on the line of the dash.
    let first = start(fields[0].0.place);
    let column = first - line_start(text, first);
    let at = past_comments(text, line_end(text, last), column);
    let gap = if text[..at].ends_with('\n') { "" } else { end };
    Ok(format!("{}{gap}{:column$}{name}: {written}{end}{}", &text[..at], "", &text[at..]))
}
