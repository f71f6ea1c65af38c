//! An entry to read: meaning before everything else.

use crate::core::deck::{Deck, Term};
use crate::core::library::Library;
use crate::core::marks::{Hold, Own};
use crate::core::text::clean;
use crate::tui::theme::Theme;
use crate::tui::widgets::page::Page;

/// What to say about a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Everything: for reading at leisure, and in a meeting.
    Whole,
    /// Without the term itself, which stands above it already.
    Below,
}

/// Adds the entry of `term` to `page`, with what the user has written on it.
pub fn add(
    page: &mut Page,
    library: &Library,
    deck: &Deck,
    term: &Term,
    own: Own<'_>,
    detail: Detail,
    theme: &Theme,
) {
    if detail == Detail::Whole {
        page.text(&term.term, theme.strong);
        page.text(&deck.title, theme.muted);
        page.blank();
    }
    if let Some(since) = term.retired {
        let instead = term.instead.as_ref().and_then(|id| library.find(id));
        let instead = instead.map(|term| format!(", now “{}”", term.term)).unwrap_or_default();
        page.text(&format!("An old name, no longer used since {since}{instead}"), theme.strong);
        page.blank();
    }
    page.text(&term.definition, theme.text);
    add_own(page, own, theme);
    add_details(page, library, deck, term, theme);
}

/// Adds everything about `term` but what it means.
pub fn add_details(page: &mut Page, library: &Library, deck: &Deck, term: &Term, theme: &Theme) {
    let said = match (&term.expansion, &term.say) {
        (Some(expansion), Some(say)) => Some(format!("{expansion}; say “{say}”")),
        (Some(expansion), None) => Some(expansion.clone()),
        (None, Some(say)) => Some(format!("say “{say}”")),
        (None, None) => None,
    };
    if let Some(said) = said {
        page.blank();
        page.text(&said, theme.text);
    }
    for (label, text) in [("Ask  ", &term.ask), ("Heard  ", &term.example), ("Why  ", &term.why)] {
        if let Some(text) = text {
            page.blank();
            let text = if label == "Heard  " {
                format!("“{}”", text.trim_matches('"'))
            } else {
                text.clone()
            };
            page.hanging(label, theme.strong, &text, theme.text);
        }
    }
    let names = |ids: &[crate::core::card::TermId]| {
        let name = |id| {
            let found = library.find(id)?;
            let elsewhere = found.id.deck() != &*deck.id;
            let title =
                library.deck(found.id.deck()).map(|deck| deck.title.as_str()).unwrap_or_default();
            Some(if elsewhere { format!("{} ({title})", found.term) } else { found.term.clone() })
        };
        ids.iter().filter_map(name).collect::<Vec<_>>().join(", ")
    };
    let links = [
        ("Also  ", term.aliases.join(", ")),
        ("Not to be confused with  ", names(&term.confused_with)),
        ("See  ", names(&term.see_also)),
    ];
    for (label, text) in links {
        if !text.is_empty() {
            page.blank();
            page.hanging(label, theme.strong, &text, theme.text);
        }
    }
}

/// Adds what the user has written on a term.
pub fn add_own(page: &mut Page, own: Own<'_>, theme: &Theme) {
    for (label, text) in [("Mnemonic  ", own.mnemonic), ("Note  ", own.note)] {
        if let Some(text) = text {
            page.blank();
            page.hanging(label, theme.strong, &clean(text), theme.text);
        }
    }
}

/// Adds that a word is left out, with the key that takes it back.
pub fn add_hold(page: &mut Page, hold: Hold, key: &str, theme: &Theme) {
    let how = match hold {
        Hold::Until(_) => "Left out until tomorrow",
        Hold::Suspended => "Suspended: left out of the quiz",
    };
    page.blank();
    page.text(&format!("{how}; {key} takes it back"), theme.strong);
}

/// The entry as text to paste: what the deck says, and nothing of one's own.
pub fn text(deck: &Deck, term: &Term) -> String {
    let expansion = term.expansion.as_ref().map(|words| format!(", {words}")).unwrap_or_default();
    let mut out = format!("{}{expansion} ({})\n{}", term.term, deck.title, term.definition);
    for (label, text) in [("Example", &term.example), ("Why", &term.why), ("Ask", &term.ask)] {
        if let Some(text) = text {
            out.push_str(&format!("\n{label}: {text}"));
        }
    }
    out
}

/// Adds one line for each other sense of the word.
pub fn add_other_senses(page: &mut Page, library: &Library, term: &Term, theme: &Theme) {
    for (deck, other) in library.other_senses(term) {
        page.blank();
        let label = format!("In {}  ", deck.title);
        page.hanging(&label, theme.strong, &other.definition, theme.text);
    }
}
