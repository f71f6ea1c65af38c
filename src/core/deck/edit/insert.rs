//! Putting a new term in its alphabetical place.

use crate::core::deck::edit::layout::{Item, Layout, Terms, line_end, past_comments};
use crate::core::deck::edit::{Draft, EditError, Model, Source};
use crate::core::slug::slug;

/// `text` with `draft` in its alphabetical place, by the order that `check` asks for: before the first term that comes
/// after it. The file may have no terms yet, or nothing at all.
pub fn insert(text: &str, draft: &Draft) -> Result<String, EditError> {
    let id = draft.id();
    if id.is_empty() {
        return Err(EditError::NoId(draft.get("term").to_owned()));
    }
    let piece = Piece {
        id,
        key: slug(draft.get("term")),
        model: Model::of_draft(draft),
        lines: &|column, gap, line_end| Some(draft.block(column, gap, line_end)),
        flow: Some(draft.flow()),
    };
    put(text, &piece)
}

/// A term as it is to be put into a text.
pub(super) struct Piece<'a> {
    /// Its id.
    pub id: String,
    /// What it is ordered by.
    pub key: String,
    /// What it says.
    pub model: Model,
    /// Its lines, when its dash stands behind so many spaces, so many stand behind the dash, and lines end so.
    pub lines: &'a dyn Fn(usize, usize, &str) -> Option<String>,
    /// How it is written in brackets, if it can be.
    pub flow: Option<String>,
}

impl Piece<'_> {
    /// Its lines where the file has them.
    fn block(&self, layout: &Layout<'_>) -> Result<String, EditError> {
        let (column, gap) = layout.dashes();
        (self.lines)(column, gap, layout.line_end).ok_or(EditError::Unsafe)
    }

    fn bracketed(&self) -> Result<&str, EditError> {
        self.flow.as_deref().ok_or(EditError::Unsafe)
    }
}

/// `text` with `piece` in its place.
pub(super) fn put(text: &str, piece: &Piece<'_>) -> Result<String, EditError> {
    let source = Source::read(text)?;
    let layout = source.layout()?;
    let items = layout.items();
    if let Some(there) = items.iter().find(|item| item.id().as_ref() == Some(&piece.id)) {
        return Err(EditError::Exists { id: piece.id.clone(), line: there.node.place.line });
    }
    let at = items.iter().position(|item| item.key().is_some_and(|other| other > piece.key));
    let at = at.unwrap_or(items.len());
    let new = match &layout.terms {
        Terms::Missing { after } => first(&layout, *after, piece)?,
        Terms::Empty { colon, end } => replaced(&layout, *colon, *end, piece)?,
        Terms::Block(items) => among_lines(&layout, items, at, &piece.block(&layout)?),
        Terms::Flow(items) => among_brackets(&layout, items, at, piece.bracketed()?),
    };
    let mut wanted = source.model();
    wanted.terms().ok_or(EditError::Unsafe)?.insert(at, piece.model.clone());
    source.proven(&new, &wanted)
}

/// `text` with `piece` at the byte `at`; on a line of its own when the text before it has no line end.
fn spliced(layout: &Layout<'_>, at: usize, piece: &str) -> String {
    let (before, after) = layout.text.split_at(at);
    let gap = if before.is_empty() || before.ends_with('\n') { "" } else { layout.line_end };
    format!("{before}{gap}{piece}{after}")
}

/// The field `terms` with its first term, behind the other fields.
fn first(layout: &Layout<'_>, after: usize, piece: &Piece<'_>) -> Result<String, EditError> {
    if layout.in_braces {
        let (before, rest) = layout.text.split_at(after);
        return Ok(format!("{before}, terms: [{}]{rest}", piece.bracketed()?));
    }
    let (column, line) = (layout.column, layout.line_end);
    let piece = format!("{:column$}terms:{line}{}", "", piece.block(layout)?);
    Ok(spliced(layout, line_end(layout.text, after), &piece))
}

/// The first term in place of `[]`, or of nothing.
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
    // Comments below it say what is to come, and stay on top.
    let at = past_comments(&cut, line_end(&cut, colon), layout.column);
    let gap = if cut[..at].ends_with('\n') { "" } else { layout.line_end };
    cut.insert_str(at, &format!("{gap}{}", piece.block(layout)?));
    Ok(cut)
}

fn among_lines(layout: &Layout<'_>, items: &[Item<'_>], at: usize, piece: &str) -> String {
    // A blank line between the terms where that is how the file has it.
    let spaced = items.windows(2).filter(|pair| pair[0].end < pair[1].lead).count();
    let blank = if spaced * 2 > items.len() - 1 { layout.line_end } else { "" };
    match at.checked_sub(1).and_then(|before| items.get(before)) {
        Some(item) => {
            // Behind a text that keeps its blank lines, one more would belong to it.
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
    // What stands in front of the neighbour: a space, or a line end and spaces.
    let gap = |item: &Item<'_>| {
        let before = &text[..item.lead];
        let gap = &before[before.trim_end().len()..];
        if gap.is_empty() { " ".to_owned() } else { gap.to_owned() }
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
