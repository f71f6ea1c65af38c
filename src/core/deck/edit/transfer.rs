//! Moves a term to another deck, together with its comments, progress and links.

use crate::core::deck::content::Content;
use crate::core::deck::edit::indent::moved;
use crate::core::deck::edit::insert::{Piece, put};
use crate::core::deck::edit::layout::{Item, Items, Layout, colon};
use crate::core::deck::edit::rename::{relinked, texts};
use crate::core::deck::edit::{EditError, Model, Renamed, Source, append, rename, set};

/// The two texts after a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transferred {
    /// The deck it was in.
    pub from: String,
    /// The deck it is in now.
    pub into: String,
    /// Its id in the new deck.
    pub id: String,
}

/// Moves the term `id` from one deck to another, under the name `name`. Both decks are given as text and id. The old id is
/// added to `formerly`, so progress follows, and the term's own links get an explicit deck.
pub fn transfer(
    from: (&str, &str),
    id: &str,
    into: (&str, &str),
    name: &str,
) -> Result<Transferred, EditError> {
    let renamed = rename(from.0, id, name)?;
    let text = linked(&renamed, from.1, id, &format!("{}/{}", into.1, renamed.id))?;
    let source = Source::read(&text)?;
    let layout = source.layout()?;
    let (at, item) = layout.find(&renamed.id).ok_or(EditError::Unsafe)?;
    let Items::Block(items) = &layout.list else { return Err(EditError::Unsafe) };
    let lines = |column: usize, _: usize, end: &str| {
        let lines = moved(source.text, item, column)?;
        Some(lines.lines().map(|line| format!("{line}{end}")).collect())
    };
    let piece = Piece {
        list: "terms",
        id: renamed.id.clone(),
        key: Some(item.key().ok_or(EditError::Unsafe)?),
        model: Model::of(item.node),
        lines: &lines,
        flow: None,
    };
    let into = put(into.0, &piece)?;
    let from = without(&source, &layout, items, at)?;
    Ok(Transferred { from, into, id: renamed.id })
}

/// The text in which the term that was `id` before it was `renamed` links from another deck to its own, `deck`. `now` is its link there.
fn linked(renamed: &Renamed, deck: &str, id: &str, now: &str) -> Result<String, EditError> {
    const NAMES: [&str; 5] = ["see_also", "confused_with", "formerly", "same_as", "use"];
    let far = |link: &str| (!link.contains('/')).then(|| format!("{deck}/{link}"));
    let (text, _) = relinked(&renamed.text, Some(&renamed.id), &NAMES, far)?;
    let was = format!("{deck}/{id}");
    let mut former = {
        let source = Source::read(&text)?;
        let layout = source.layout()?;
        let (_, item) = layout.find(&renamed.id).ok_or(EditError::Unsafe)?;
        texts(item, "formerly")
    };
    if former.iter().any(|old| *old == was || old == now) {
        former.retain(|old| *old != was && old != now);
        former.push(was);
        return set(&text, &renamed.id, "formerly", &Content::list(former));
    }
    append(&text, &renamed.id, "formerly", &[was])
}

/// The text without the term at index `at`, its comments, and the blank lines before it. Headings stay.
fn without(
    source: &Source<'_>,
    layout: &Layout<'_>,
    items: &[Item<'_>],
    at: usize,
) -> Result<String, EditError> {
    let (text, item) = (source.text, &items[at]);
    let before = at.checked_sub(1).map(|before| &items[before]);
    let new = match (before, items.get(at + 1)) {
        (Some(before), _) if !text[before.end..item.lead].contains('#') => {
            format!("{}{}", &text[..before.end], &text[item.end..])
        }
        (None, Some(next)) if !text[item.end..next.lead].contains('#') => {
            format!("{}{}", &text[..item.lead], &text[next.lead..])
        }
        (Some(_), _) | (None, Some(_)) => {
            // Blank lines around the term become one.
            let rest = text[item.end..].trim_start_matches(['\r', '\n']);
            format!("{}{rest}", &text[..item.lead])
        }
        (None, None) => {
            let root = source.tree.root.as_ref().ok_or(EditError::Unsafe)?;
            let (key, _) = root.field("terms").ok_or(EditError::Unsafe)?;
            let colon = colon(layout.text, key)?;
            format!("{} []{}{}", &text[..colon], &text[colon..item.lead], &text[item.end..])
        }
    };
    let mut wanted = source.model();
    wanted.terms().ok_or(EditError::Unsafe)?.remove(at);
    source.proven(&new, &wanted)
}
