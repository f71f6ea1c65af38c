//! Imports the text exports of Anki, which begin with lines such as `#separator:tab`.

use crate::core::import::source::Source;
use crate::core::import::{Refusal, Sink, one, table};

/// The settings at the top of an export.
const SETTINGS: &str = "separator|html|tags|columns|notetype|deck|guid|notetype column|deck column|tags column|guid column|if matches";

/// The setting in `line`, and its value.
fn setting(line: &str) -> Option<(String, &str)> {
    let (name, value) = line.strip_prefix('#')?.split_once(':')?;
    let name = name.trim().to_lowercase();
    SETTINGS.split('|').any(|known| known == name).then_some((name, value))
}

/// Whether `text` begins as an export does.
pub(super) fn is_export(text: &str) -> bool {
    text.lines().next().is_some_and(|line| setting(line).is_some())
}

/// Imports the notes of an export: the first field is the term, the second its definition.
pub(super) fn take(text: &str, into: &mut Sink<'_>) -> Result<(), Refusal> {
    into.source = Source::Cards;
    let top = text.split_inclusive('\n').take_while(|line| line.starts_with('#'));
    let settings: Vec<(String, &str)> = top.clone().filter_map(setting).collect();
    let skipped = top.clone().count();
    let body = &text[top.map(str::len).sum()..];
    let value = |name: &str| {
        let found = settings.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim_end_matches(['\r', '\n']))
    };
    let gap = match value("separator").map(str::to_lowercase).as_deref() {
        Some("comma") => b',',
        Some("semicolon") => b';',
        Some("pipe") => b'|',
        Some("colon") => b':',
        Some("space") => b' ',
        Some(other) if other.len() == 1 => other.as_bytes()[0],
        _ => b'\t',
    };
    let column =
        |name: &str| value(&format!("{name} column"))?.trim().parse::<usize>().ok()?.checked_sub(1);
    let own: Vec<usize> = ["guid", "notetype", "deck"].into_iter().filter_map(column).collect();
    let tags = column("tags");
    let rows = table::checked(body, gap)?;
    let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or_default();
    let heads: Vec<String> = match value("columns") {
        Some(columns) => columns.split(char::from(gap)).map(str::to_owned).collect(),
        None => vec![String::new(); width],
    };
    let texts: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut fields = into.names.fields(&texts);
    fields.resize(width, None);
    for (field, at) in into.names.numbers().filter(|(_, at)| *at < width) {
        fields[at] = Some(field);
    }
    if !fields.contains(&Some("term")) || !fields.contains(&Some("definition")) {
        fields.fill(None);
        let free = (0..width).filter(|at| !own.contains(at) && Some(*at) != tags);
        for (at, field) in free.zip(["term", "definition"]) {
            fields[at] = Some(field);
        }
    }
    for (at, field) in fields.iter_mut().enumerate() {
        if Some(at) == tags {
            *field = Some("tags");
        } else if own.contains(&at) {
            *field = None;
            continue;
        }
        let name = heads.get(at).filter(|head| !head.is_empty());
        into.column(name.unwrap_or(&format!("column {}", at + 1)), *field);
    }
    for (line, cells) in rows {
        let found = fields.iter().zip(&cells).filter_map(|(field, cell)| match *field {
            Some("tags") => Some(("tags", cell.split_whitespace().map(str::to_owned).collect())),
            field => Some(one(field?, cell.as_str())),
        });
        into.add(&format!("line {}", line + skipped), found.collect());
    }
    Ok(())
}
