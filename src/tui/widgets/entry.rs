//! Formats an entry, with the meaning first.

use ratatui::text::Span;

use crate::core::annotations::{Hold, Own};
use crate::core::card::TermId;
use crate::core::deck::{Deck, Term};
use crate::core::library::Library;
use crate::core::text::clean;
use crate::tui::theme::Theme;
use crate::tui::widgets::page::Page;

/// How much to show of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Everything.
    Whole,
    /// Everything except the links, which [`add_links`] adds.
    Linked,
    /// Everything except the term, which is shown above.
    Below,
}

/// The part of a term that is shown above its details.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Above {
    /// The word.
    Word,
    /// The word and its pronunciation.
    Said,
    /// The word and its expansion.
    Expansion,
    /// The word, its expansion, and its example.
    Example,
}

/// The full name of a term: the word with its expansion.
pub fn name(term: &Term) -> String {
    match &term.expansion {
        Some(expansion) => format!("{}, {expansion}", term.term),
        None => term.term.clone(),
    }
}

/// A spoken sentence in quotation marks.
pub fn quoted(sentence: &str) -> String {
    format!("“{}”", sentence.trim_matches('"'))
}

/// Adds the entry of `term` to `page`, with the user's notes.
pub fn add(
    page: &mut Page,
    library: &Library,
    deck: &Deck,
    term: &Term,
    own: Own<'_>,
    detail: Detail,
    theme: &Theme,
) {
    if detail != Detail::Below {
        page.text(&name(term), theme.strong);
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
    if detail == Detail::Below {
        add_own(page, own, theme);
        add_details(page, library, deck, term, Above::Word, theme);
        return;
    }
    add_sections(page, &[("Ask  ", &term.ask)], theme);
    add_own(page, own, theme);
    add_sections(page, &[("Heard  ", &term.example), ("Why  ", &term.why)], theme);
    add_sections(page, &[("Say  ", &term.say)], theme);
    if detail == Detail::Whole {
        add_names(page, library, deck, term, theme);
    } else if !term.aliases.is_empty() {
        page.blank();
        page.hanging("Also  ", theme.strong, &term.aliases.join(", "), theme.text);
    }
    add_credit(page, term, theme);
}

/// Adds everything about `term` except its definition and the part `above`.
pub fn add_details(
    page: &mut Page,
    library: &Library,
    deck: &Deck,
    term: &Term,
    above: Above,
    theme: &Theme,
) {
    let is_alone = matches!(above, Above::Word | Above::Said);
    let expansion = term.expansion.as_ref().filter(|_| is_alone).cloned();
    let say = term.say.as_ref().filter(|_| above != Above::Said);
    let say = say.map(|say| format!("say “{say}”"));
    let said: Vec<String> = expansion.into_iter().chain(say).collect();
    if !said.is_empty() {
        page.blank();
        page.text(&said.join("; "), theme.text);
    }
    add_sections(page, &[("Ask  ", &term.ask)], theme);
    if above != Above::Example {
        add_sections(page, &[("Heard  ", &term.example)], theme);
    }
    add_sections(page, &[("Why  ", &term.why)], theme);
    add_names(page, library, deck, term, theme);
    add_credit(page, term, theme);
}

/// Adds who explained `term`, hidden if names are.
fn add_credit(page: &mut Page, term: &Term, theme: &Theme) {
    if let Some(name) = &term.explained_by {
        page.blank();
        page.hanging("Explained by  ", theme.strong, name, theme.name(theme.text));
    }
}

/// Adds labeled texts, skipping those that are `None`.
fn add_sections(page: &mut Page, sections: &[(&str, &Option<String>)], theme: &Theme) {
    for (label, text) in sections {
        if let Some(text) = text {
            page.blank();
            let text = if *label == "Heard  " { quoted(text) } else { text.clone() };
            page.hanging(label, theme.strong, &text, theme.text);
        }
    }
}

/// Adds the aliases of `term` and its related terms.
fn add_names(page: &mut Page, library: &Library, deck: &Deck, term: &Term, theme: &Theme) {
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

/// Adds the user's notes on a term.
pub fn add_own(page: &mut Page, own: Own<'_>, theme: &Theme) {
    for (label, text) in [("Mnemonic  ", own.mnemonic), ("Note  ", own.note)] {
        if let Some(text) = text {
            page.blank();
            page.hanging(label, theme.strong, &clean(text), theme.name(theme.text));
        }
    }
}

/// Adds that a word is skipped or suspended, with the key that undoes it.
pub fn add_hold(page: &mut Page, hold: Hold, key: &str, theme: &Theme) {
    let how = match hold {
        Hold::Until(_) => "Left out until tomorrow",
        Hold::Suspended => "Suspended: left out of the quiz",
    };
    page.blank();
    page.text(&format!("{how}; {key} undoes that"), theme.strong);
}

/// The entry as text to paste, without the user's own notes.
pub fn text(deck: &Deck, term: &Term) -> String {
    let mut out = format!("{} ({})\n{}", name(term), deck.title, term.definition);
    for (label, text) in [("Example", &term.example), ("Why", &term.why), ("Ask", &term.ask)] {
        if let Some(text) = text {
            out.push_str(&format!("\n{label}: {text}"));
        }
    }
    out
}

/// Adds what other decks say about the same term; `shown` formats each text.
pub fn add_same(
    page: &mut Page,
    library: &Library,
    term: &Term,
    theme: &Theme,
    shown: impl Fn(&Term) -> String,
) {
    for (deck, other) in library.same_entries(term) {
        page.blank();
        let label = format!("In {}  ", deck.title);
        page.hanging(&label, theme.strong, &shown(other), theme.text);
    }
}

/// Adds one line for each other sense of the word.
pub fn add_other_senses(page: &mut Page, library: &Library, term: &Term, theme: &Theme) {
    for (deck, other) in library.other_senses(term) {
        page.blank();
        let label = format!("In {}  ", deck.title);
        page.hanging(&label, theme.strong, &other.definition, theme.text);
    }
}

/// A link to another entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The kind of relation.
    pub label: &'static str,
    /// The linked entry.
    pub term: TermId,
    /// The displayed name: the word, or the team if the word is the same.
    pub name: String,
    /// The gloss.
    pub gist: String,
}

/// The links of `term`: its replacement if retired, related and confused terms, and other teams' senses.
pub fn links(library: &Library, term: &Term) -> Vec<Link> {
    let to = |label: &'static str| {
        move |id: &TermId| {
            let (deck, other) = library.entry(id)?;
            let elsewhere = deck.id.as_ref() != term.id.deck();
            let team = if elsewhere { format!(" ({})", deck.title) } else { String::new() };
            let name = format!("{}{team}", other.term);
            Some(Link { label, term: other.id.clone(), name, gist: other.gist().to_owned() })
        }
    };
    let mut links: Vec<Link> = Vec::new();
    links.extend(term.instead.iter().filter_map(to("Now called")));
    links.extend(term.see_also.iter().filter_map(to("See also")));
    links.extend(term.confused_with.iter().filter_map(to("Not to be confused with")));
    links.extend(library.other_senses(term).map(|(deck, other)| Link {
        label: "Elsewhere it means",
        term: other.id.clone(),
        name: deck.title.clone(),
        gist: other.gist().to_owned(),
    }));
    links.retain(|link| link.term != term.id);
    links
}

/// Adds `links`, one per line, with the `chosen` one marked. Returns the line of that link.
pub fn add_links(
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
        let marker = Span::styled(marker, theme.accent);
        page.one_line(
            vec![marker, Span::styled(link.name.clone(), style)],
            &link.gist,
            theme.muted,
        );
    }
    line
}
