//! Formats an entry, with the meaning first.

use ratatui::text::Span;

use crate::core::annotations::{Hold, Own};
use crate::core::deck::{Deck, Term};
use crate::core::document::Row;
use crate::core::entry::{self, ASK, CONFUSED, HEARD, Link, SAY, SEE_ALSO};
use crate::core::library::Library;
use crate::core::width::width;
use crate::tui::theme::Theme;
use crate::tui::widgets::page::Page;

/// The longest gloss, in columns.
pub(crate) const GLOSS: usize = 60;

/// The width of a page from which glosses of links are wrapped, not cut. A narrow one is low, too, and shows more links.
const WRAPS: usize = 44;

/// How much to show of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Everything.
    Whole,
    /// Everything except the links, which [`add_links`] adds.
    Linked,
    /// Everything except the term, which is shown above.
    Below,
}

/// The part of a term that is shown above its details.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Above {
    /// The word and its pronunciation.
    Said,
    /// The word and its expansion.
    Expansion,
    /// The word, its expansion, and its example.
    Example,
    /// The word, its expansion, and its pronunciation.
    Names,
}

/// Adds what to read first: the term, its meaning, and what to ask about it.
pub(crate) fn add_top(
    page: &mut Page,
    library: &Library,
    deck: &Deck,
    term: &Term,
    detail: Detail,
    theme: &Theme,
) {
    if detail != Detail::Below {
        page.text(&entry::name(term), theme.term);
        page.text(&deck.title, theme.muted);
        page.blank();
    }
    if let Some(Row { label, text, .. }) = entry::retired(library, term) {
        page.hanging(&format!("{label}  "), theme.strong, &text, theme.strong);
        page.blank();
    }
    match &term.gloss {
        Some(gloss) => {
            page.text(gloss, theme.strong);
            page.text(&term.definition, theme.text);
        }
        None => page.text(&term.definition, theme.strong),
    }
    add_rows(page, entry::question(term).into_iter(), theme);
}

/// Adds the rest of an entry, which may flow into two columns: the user's notes, and what else the deck says.
pub(crate) fn add_rest(
    page: &mut Page,
    library: &Library,
    term: &Term,
    own: Own<'_>,
    detail: Detail,
    theme: &Theme,
) {
    add_own(page, own, theme);
    let left_out: &[&str] =
        if detail == Detail::Linked { &[ASK, CONFUSED, SEE_ALSO] } else { &[ASK] };
    add_facts(page, library, term, own, left_out, theme);
}

/// Adds everything about `term` except its definition and the part `above`.
pub(crate) fn add_details(
    page: &mut Page,
    library: &Library,
    term: &Term,
    own: Own<'_>,
    above: Above,
    theme: &Theme,
) {
    let expansion = term.expansion.as_ref().filter(|_| above == Above::Said).cloned();
    let say = term.say.as_ref().filter(|_| !matches!(above, Above::Said | Above::Names));
    let say = say.map(|say| format!("say “{say}”"));
    let said: Vec<String> = expansion.into_iter().chain(say).collect();
    if !said.is_empty() {
        page.blank();
        page.text(&said.join("; "), theme.text);
    }
    let left_out: &[&str] = if above == Above::Example { &[SAY, HEARD] } else { &[SAY] };
    add_facts(page, library, term, own, left_out, theme);
}

/// Adds what the deck says about `term`, and who explained it, except the facts with the labels `left_out`.
fn add_facts(
    page: &mut Page,
    library: &Library,
    term: &Term,
    own: Own<'_>,
    left_out: &[&str],
    theme: &Theme,
) {
    let facts = entry::facts(library, term, own).into_iter();
    add_rows(page, facts.filter(|fact| !left_out.contains(&&*fact.label)), theme);
}

/// Adds labeled texts.
fn add_rows(page: &mut Page, rows: impl Iterator<Item = Row>, theme: &Theme) {
    for Row { label, text, personal, .. } in rows {
        page.blank();
        let style = if personal { theme.name(theme.text) } else { theme.text };
        page.hanging(&format!("{label}  "), theme.strong, &text, style);
    }
}

/// Adds the user's notes on a term.
pub(crate) fn add_own(page: &mut Page, own: Own<'_>, theme: &Theme) {
    add_rows(page, entry::notes(own), theme);
}

/// Adds that a word is skipped or suspended, with the key that undoes it.
pub(crate) fn add_hold(page: &mut Page, hold: Hold, key: &str, theme: &Theme) {
    let how = match hold {
        Hold::Until(_) => "Skipped until tomorrow",
        Hold::Suspended => "Suspended: not in the quiz",
    };
    page.blank();
    page.text(&format!("{how}; {key} undoes that"), theme.strong);
}

/// Adds what other decks say about the same term; `shown` formats each text.
pub(crate) fn add_same(
    page: &mut Page,
    library: &Library,
    term: &Term,
    theme: &Theme,
    shown: impl Fn(&Term) -> String,
) {
    let same = library.same_entries(term).into_iter();
    add_rows(page, same.map(|(deck, other)| entry::in_team(&deck.title, shown(other))), theme);
}

/// Adds one line for each other sense of the word.
pub(crate) fn add_other_senses(page: &mut Page, library: &Library, term: &Term, theme: &Theme) {
    let senses = library.other_senses(term);
    let senses = senses.map(|(deck, other)| entry::in_team(&deck.title, other.definition.clone()));
    add_rows(page, senses, theme);
}

/// Adds `links`, one per line, with the `chosen` one marked. Returns the line of that link.
pub(crate) fn add_links(
    page: &mut Page,
    links: &[Link],
    chosen: Option<usize>,
    theme: &Theme,
) -> Option<usize> {
    let mut label = "";
    let mut line = None;
    for (at, link) in links.iter().enumerate() {
        if link.label != label {
            label = link.label;
            page.blank();
            page.text(label, theme.strong);
        }
        let is_chosen = chosen == Some(at);
        if is_chosen {
            line = Some(page.len());
        }
        let (marker, style) =
            if is_chosen { ("▌ ", theme.selection) } else { ("  ", theme.text) };
        let used = width(&link.name) + 4 + width(&link.gist);
        if page.width() >= WRAPS && used > page.width() && width(&link.gist) <= GLOSS {
            // A gloss is short enough to be read to its end.
            let gloss = (format!("  {}", link.gist), theme.muted);
            page.hanging_runs(
                "    ",
                &[(marker.to_owned(), theme.accent), (link.name.clone(), style), gloss],
            );
            continue;
        }
        let marker = Span::styled(marker, theme.accent);
        page.one_line(
            vec![marker, Span::styled(link.name.clone(), style)],
            &link.gist,
            theme.muted,
        );
    }
    line
}
