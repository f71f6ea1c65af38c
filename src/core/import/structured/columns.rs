//! Tables that are written as lists of rows, or by columns.

use std::collections::HashMap;

use super::documents::place;
use super::fields::single;
use crate::core::import::Names;
use crate::core::import::table::Row;
use crate::core::yaml::{Node, Value};

/// The rows of a table written as lists of texts.
pub(super) fn rows(items: &[Node<'_>]) -> Option<Vec<Row>> {
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

/// The rows of a table that is written by columns: `{"term": {"0": "API"}, "definition": {"0": "…"}}`, or with `columns` and
/// `data`.
pub(super) fn columns(node: &Node<'_>, names: &Names) -> Option<Vec<Row>> {
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
    let heads: Vec<&str> = pairs.iter().filter_map(|(key, _)| key.text()).collect();
    let fields = names.fields(&heads);
    let has = |name| fields.contains(&Some(name));
    if !has("term") || !(has("definition") || has("expansion")) || heads.len() != pairs.len() {
        return None;
    }
    let all: Vec<Vec<(String, String)>> =
        pairs.iter().map(|(_, value)| cells(value)).collect::<Option<_>>()?;
    let longest = all.iter().max_by_key(|cells| cells.len())?;
    let keys: Vec<String> = longest.iter().map(|(key, _)| key.clone()).collect();
    let mut columns: Vec<HashMap<String, String>> =
        all.into_iter().map(|cells| cells.into_iter().collect()).collect();
    let mut rows = vec![(place(node), heads.into_iter().map(str::to_owned).collect())];
    for key in keys {
        let cells = columns.iter_mut().map(|column| column.remove(&key).unwrap_or_default());
        let cells = cells.collect();
        rows.push((format!("entry {key}"), cells));
    }
    Some(rows)
}
