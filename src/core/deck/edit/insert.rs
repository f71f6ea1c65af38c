//! Inserts a new term in alphabetical order, or a new scene at the end.

use crate::core::deck::edit::layout::{Item, Items, Layout, line_end, past_comments};
use crate::core::deck::edit::{Draft, EditError, Model, Source};
use crate::core::slug::slug;

/// Inserts `draft` before the first term that sorts after it, in the order that `check` requires. The file may be empty or
/// have no terms.
pub fn insert(text: &str, draft: &Draft) -> Result<String, EditError> {
    let id = draft.id();
    if id.is_empty() {
        return Err(EditError::NoId(draft.get("term").to_owned()));
    }
    let piece = Piece {
        list: "terms",
        id,
        key: Some(slug(draft.get("term"))),
        model: Model::of_draft(draft),
        lines: &|column, gap, line_end| Some(draft.block(column, gap, line_end)),
        flow: Some(draft.flow()),
    };
    put(text, &piece)
}

/// Inserts each of `drafts`, as [`insert`] does.
pub fn insert_all(text: &str, drafts: &[Draft]) -> Result<String, EditError> {
    drafts.iter().try_fold(text.to_owned(), |text, draft| insert(&text, draft))
}

/// A term or scene to insert.
pub(super) struct Piece<'a> {
    /// The list it belongs to.
    pub list: &'static str,
    /// Its id.
    pub id: String,
    /// Its sort key. Without one, it goes to the end.
    pub key: Option<String>,
    /// Its expected content.
    pub model: Model,
    /// Returns its lines for a column of the dash, a number of spaces after the dash, and a line end.
    pub lines: &'a dyn Fn(usize, usize, &str) -> Option<String>,
    /// Its flow-style text, if it has one.
    pub flow: Option<String>,
}

impl Piece<'_> {
    /// Its lines, indented like the file's own items.
    fn block(&self, layout: &Layout<'_>) -> Result<String, EditError> {
        let (column, gap) = layout.dashes();
        (self.lines)(column, gap, layout.line_end).ok_or(EditError::Unsafe)
    }

    fn bracketed(&self) -> Result<&str, EditError> {
        self.flow.as_deref().ok_or(EditError::Unsafe)
    }
}

/// `text` with `piece` inserted.
pub(super) fn put(text: &str, piece: &Piece<'_>) -> Result<String, EditError> {
    let source = Source::read(text)?;
    let layout = source.layout_of(piece.list)?;
    let items = layout.items();
    if let Some((_, there)) = layout.find(&piece.id) {
        return Err(EditError::Exists { id: piece.id.clone(), line: there.node.place.line });
    }
    let is_behind = |item: &Item<'_>| {
        item.key().zip(piece.key.as_ref()).is_some_and(|(other, key)| other > *key)
    };
    let at = items.iter().position(is_behind).unwrap_or(items.len());
    let new = match &layout.list {
        Items::Missing { after } => first(&layout, *after, piece)?,
        Items::Empty { colon, end } => replaced(&layout, *colon, *end, piece)?,
        Items::Block(items) => among_lines(&layout, items, at, &piece.block(&layout)?),
        Items::Flow(items) => among_brackets(&layout, items, at, piece.bracketed()?),
    };
    let mut wanted = source.model();
    wanted.list(piece.list).ok_or(EditError::Unsafe)?.insert(at, piece.model.clone());
    source.proven(&new, &wanted)
}

/// `text` with `piece` inserted at the byte `at`, on a new line if needed.
fn spliced(layout: &Layout<'_>, at: usize, piece: &str) -> String {
    let (before, after) = layout.text.split_at(at);
    let gap = if before.is_empty() || before.ends_with('\n') { "" } else { layout.line_end };
    format!("{before}{gap}{piece}{after}")
}

/// Adds the list with its first item after the other fields.
fn first(layout: &Layout<'_>, after: usize, piece: &Piece<'_>) -> Result<String, EditError> {
    if layout.in_braces {
        let (before, rest) = layout.text.split_at(after);
        return Ok(format!("{before}, {}: [{}]{rest}", piece.list, piece.bracketed()?));
    }
    let (column, line) = (layout.column, layout.line_end);
    let piece = format!("{:column$}{}:{line}{}", "", piece.list, piece.block(layout)?);
    Ok(spliced(layout, line_end(layout.text, after), &piece))
}

/// Replaces `[]`, or an empty value, with the first item.
fn replaced(
    layout: &Layout<'_>,
    colon: usize,
    end: usize,
    piece: &Piece<'_>,
) -> Result<String, EditError> {
    let text = layout.text;
    let value = text.get(colon..end).ok_or(EditError::Unsafe)?;
    if layout.in_braces {
        let gap = if value.starts_with(' ') { " " } else { "" };
        let gap = if value.is_empty() { " " } else { gap };
        return Ok(format!("{}{gap}[{}]{}", &text[..colon], piece.bracketed()?, &text[end..]));
    }
    if value.contains('#') {
        return Err(EditError::Unsafe);
    }
    let mut cut = format!("{}{}", &text[..colon], &text[end..]);
    // Comments below the field describe the list, and stay above its first item.
    let at = past_comments(&cut, line_end(&cut, colon), layout.column);
    let gap = if cut[..at].ends_with('\n') { "" } else { layout.line_end };
    cut.insert_str(at, &format!("{gap}{}", piece.block(layout)?));
    Ok(cut)
}

fn among_lines(layout: &Layout<'_>, items: &[Item<'_>], at: usize, piece: &str) -> String {
    // Separate items with a blank line if the file does.
    let spaced = items.windows(2).filter(|pair| pair[0].end < pair[1].lead).count();
    let blank = if spaced * 2 > items.len() - 1 { layout.line_end } else { "" };
    match at.checked_sub(1).and_then(|before| items.get(before)) {
        Some(item) => {
            // After a block that keeps trailing blank lines, another one would become part of its text.
            let blank = if item.is_open { "" } else { blank };
            let has_end = layout.text[..item.end].ends_with('\n');
            let first = if has_end { "" } else { layout.line_end };
            let (before, after) = layout.text.split_at(item.end);
            format!("{before}{first}{blank}{piece}{after}")
        }
        None => spliced(layout, items[0].lead, &format!("{piece}{blank}")),
    }
}

fn among_brackets(layout: &Layout<'_>, items: &[Item<'_>], at: usize, piece: &str) -> String {
    let text = layout.text;
    // The whitespace before the neighbor: a space, or a line end and spaces.
    let gap = |item: &Item<'_>| {
        let before = &text[..item.lead];
        match &before[before.trim_end().len()..] {
            "" => " ",
            gap => gap,
        }
    };
    match items.get(at) {
        Some(next) => {
            let (before, after) = text.split_at(next.lead);
            format!("{before}{piece},{}{after}", gap(next))
        }
        None => {
            let last = &items[items.len() - 1];
            let (before, after) = text.split_at(last.end);
            format!("{before},{}{piece}{after}", gap(last))
        }
    }
}
