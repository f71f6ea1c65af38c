//! Imports the text exports of Anki, which begin with lines such as `#separator:tab`.

use crate::core::deck::content::Content;
use crate::core::import::entry::apart;
use crate::core::import::markup::without_tags;
use crate::core::import::source::Source;
use crate::core::import::{Found, Names, Refusal, Sink, has, one, table};
use crate::core::slug::is_slug;

/// The longest title of a deck.
const LONGEST_TITLE: usize = 80;
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
    let guid = column("guid");
    let is_own = !rows.is_empty()
        && rows.iter().all(|(_, cells)| guid.and_then(|at| own_id(cells.get(at)?)).is_some());
    if is_own {
        into.source = Source::Deck;
    }
    let titles = column("deck").map(|at| rows.iter().filter_map(move |(_, cells)| cells.get(at)));
    let title = match titles {
        Some(mut titles) => titles.next().filter(|first| titles.all(|title| title == *first)),
        None => None,
    };
    let title = title.map(String::as_str).or(value("deck")).unwrap_or_default().trim();
    if into.file.is_none() && (1..=LONGEST_TITLE).contains(&title.chars().count()) {
        into.imported.summary.head.push(("title", Content::text(title)));
    }
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
    // Tags of all notes.
    let shared = || value("tags").unwrap_or_default().split_whitespace();
    for (line, cells) in rows {
        if is_own {
            let id = guid.and_then(|at| own_id(cells.get(at)?)).unwrap_or_default();
            let mut found = vec![one("id", id)];
            for (field, cell) in fields.iter().zip(&cells) {
                match *field {
                    Some("tags") => found.push(("tags", cell.split(' ').map(own_tag).collect())),
                    Some("definition") => found.extend(own_back(cell)),
                    field => found.extend(field.map(|field| one(field, own_text(cell)))),
                }
            }
            found.push(("tags", shared().map(own_tag).collect()));
            into.add(&format!("line {}", line + skipped), found);
            continue;
        }
        let found = fields.iter().zip(&cells).filter_map(|(field, cell)| match *field {
            Some("tags") => Some(("tags", cell.split_whitespace().map(str::to_owned).collect())),
            field => Some(one(field?, cell.as_str())),
        });
        let shared = ("tags", shared().map(str::to_owned).collect());
        into.add(&format!("line {}", line + skipped), found.chain([shared]).collect());
    }
    Ok(())
}

/// The id of a term in `deck/term`, the id of a card that `deck export` wrote.
fn own_id(id: &str) -> Option<&str> {
    let (deck, term) = id.split_once('/')?;
    (is_slug(deck) && is_slug(term)).then_some(term)
}

/// A tag that `deck export` wrote without spaces.
fn own_tag(tag: &str) -> String {
    // A stand-in that no text may contain.
    let text = tag.replace("__", "\u{1}").replace('_', " ").replace('\u{1}', "_");
    text.replace("%5F", "_").replace("%25", "%")
}

/// A text that `deck export` wrote as HTML, or that was changed in Anki.
fn own_text(html: &str) -> String {
    if html.contains('<') {
        return without_tags(html);
    }
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    marks.into_iter().fold(html.to_owned(), |text, (mark, c)| text.replace(mark, c))
}

/// The fields on the back of a card that `deck export` wrote.
fn own_back(back: &str) -> Found {
    let names = Names::default();
    let mut found = Found::new();
    for part in back.split("<br><br>") {
        let inside = |start: &str, end: &str| part.strip_prefix(start)?.strip_suffix(end);
        let is_defined = has(&found, "definition");
        let (field, text) = match (inside("<i>", "</i>"), inside("“", "”")) {
            (Some(text), _) if !is_defined => ("expansion", text),
            // In a sentence of ours, quotes inside are single.
            (_, Some(text)) if is_defined && !text.contains(['“', '”']) => ("example", text),
            _ => match part.strip_prefix("<b>").and_then(|part| {
                let (label, text) = part.split_once(":</b> ")?;
                Some((names.label(label)?, text))
            }) {
                Some(found) => found,
                None if is_defined => ("why", part),
                None => ("definition", part),
            },
        };
        let text = own_text(text);
        found.push((field, if field == "aliases" { apart(&text, false) } else { vec![text] }));
    }
    found
}
