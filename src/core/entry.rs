//! An entry as labeled facts, in the order in which the screen, the shell and the clipboard show them.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::core::annotations::Own;
use crate::core::card::TermId;
use crate::core::deck::{Deck, Term};
use crate::core::document::Row;
use crate::core::library::Library;
use crate::core::packed_library::PackedLibrary;
use crate::core::text::clean;

/// The label of the question to ask the team.
pub const ASK: &str = "Ask";
/// The label of the example, as someone would say it.
pub const HEARD: &str = "Heard";
/// The label of the pronunciation.
pub const SAY: &str = "Say";
/// The label of terms that people confuse with this one.
pub const CONFUSED: &str = "Not to be confused with";
/// The label of other names.
pub const ALSO: &str = "Also";
/// What comes before the present name of a retired term, and after it.
pub const CALLED_NOW: (&str, &str) = (", now called “", "”");
/// The label of related terms.
pub const SEE_ALSO: &str = "See also";

/// Where the other terms of an entry are looked up: a library, packed or not.
pub trait Entries {
    /// The term that `id` refers to, with its deck's title: the term itself if it exists, otherwise its successor.
    fn titled(&self, id: &TermId) -> Option<(&str, Cow<'_, Term>)>;
}

impl Entries for Library {
    fn titled(&self, id: &TermId) -> Option<(&str, Cow<'_, Term>)> {
        self.entry(id).map(|(deck, term)| (&*deck.title, Cow::Borrowed(term)))
    }
}

impl Entries for PackedLibrary {
    fn titled(&self, id: &TermId) -> Option<(&str, Cow<'_, Term>)> {
        self.entry(id).map(|(title, term)| (title, Cow::Owned(term)))
    }
}

/// The full name of a term: the word with its expansion.
pub fn name(term: &Term) -> String {
    match &term.expansion {
        Some(expansion) => format!("{}, {expansion}", term.term),
        None => term.term.clone(),
    }
}

/// Spoken words in quotation marks. A pair around all of them is replaced; what is quoted within gets single ones.
pub fn quoted(sentence: &str) -> String {
    let inside = sentence.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let inside = inside.filter(|inside| !inside.contains('"')).unwrap_or(sentence);
    let mut out = String::from("“");
    for c in inside.chars() {
        let is_open = out.ends_with(['“', ' ', '(', '—']);
        out.push(match c {
            '"' if is_open => '‘',
            '"' => '’',
            c => c,
        });
    }
    out + "”"
}

/// `text` without the pair of quotation marks around all of it, if it has one.
pub fn unquoted(text: &str) -> &str {
    const PAIRS: [&str; 9] = ["“”", "““", "„“", "„”", "„\"", "””", "«»", "»«", "\"\""];
    let inside = |pair: &str| {
        let (open, close) = (pair.chars().next()?, pair.chars().next_back()?);
        let inside = text.strip_prefix(open)?.strip_suffix(close)?;
        let mut depth = 1;
        let is_whole = inside.chars().all(|c| {
            depth += i32::from(c == open && open != close) - i32::from(c == close);
            depth > 0
        });
        is_whole.then_some(inside.trim())
    };
    PAIRS.into_iter().find_map(inside).unwrap_or(text)
}

/// The name of the term `id`, with its team unless that is `deck`.
pub fn reference(library: &impl Entries, deck: &str, id: &TermId) -> Option<String> {
    let (title, term) = library.titled(id)?;
    let team = if term.id.deck() == deck { String::new() } else { format!(" ({title})") };
    Some(format!("{}{team}", term.term))
}

/// Since when `term` is retired, and what it is called now.
pub fn retired(library: &impl Entries, term: &Term) -> Option<Row> {
    let since = term.retired?;
    let now = term.instead.as_ref().and_then(|id| library.titled(id));
    let (start, end) = CALLED_NOW;
    let now = now.map(|(_, term)| format!("{start}{}{end}", term.term)).unwrap_or_default();
    Some(Row::new("Retired", format!("since {since}{now}")))
}

/// The user's notes on a term.
pub fn notes(own: Own<'_>) -> impl Iterator<Item = Row> {
    let notes = [("Mnemonic", own.mnemonic), ("Note", own.note)].into_iter();
    notes.filter_map(|(label, text)| Some(Row { personal: true, ..Row::new(label, clean(text?)) }))
}

/// The question to ask the team about `term`.
pub fn question(term: &Term) -> Option<Row> {
    term.ask.as_ref().map(|ask| Row::new(ASK, ask))
}

/// What the deck says about `term` besides its definition, and who explained it: to the user, or else for the deck.
pub fn facts(library: &impl Entries, term: &Term, own: Own<'_>) -> Vec<Row> {
    let names = |ids: &mut dyn Iterator<Item = &TermId>| {
        let names = ids.filter_map(|id| reference(library, term.id.deck(), id));
        names.collect::<Vec<_>>().join(", ")
    };
    // Another sense of the word has a place of its own.
    let is_other = |id: &&TermId| {
        let word = library.titled(id).map(|(_, other)| other.term.to_lowercase());
        word.is_none_or(|word| word != term.term.to_lowercase())
    };
    let facts = [
        (ASK, term.ask.clone()),
        (HEARD, term.example.as_deref().map(quoted)),
        ("Why", term.why.clone()),
        (SAY, term.say.as_deref().map(quoted)),
        (ALSO, Some(term.aliases.join(", "))),
        (SEE_ALSO, Some(names(&mut term.see_also.iter().filter(is_other)))),
        (CONFUSED, Some(names(&mut term.confused_with.iter()))),
    ];
    let facts = facts.into_iter().map(|(label, text)| Row::new(label, text.unwrap_or_default()));
    let credit = own.credit.map(ToString::to_string).or_else(|| term.explained_by.clone());
    let credit = credit.map(|who| Row { personal: true, ..Row::new("Explained by", who) });
    facts.chain(credit).filter(|fact| !fact.text.is_empty()).collect()
}

/// What the team with this title means.
pub fn in_team(title: &str, meaning: String) -> Row {
    Row::new(format!("In {title}"), meaning)
}

/// The entry as text to paste, without the user's own notes and without names of people.
pub fn text(library: &Library, deck: &Deck, term: &Term) -> String {
    let mut lines = vec![format!("{} ({})", name(term), deck.title), term.definition.clone()];
    let facts = facts(library, term, Own::default()).into_iter();
    let facts = facts.filter(|fact| !fact.personal);
    lines.extend(facts.map(|fact| fact.line()));
    lines.join("\n")
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

/// The links of `term`: its replacement if retired, related and confused terms, and other teams' senses, each once.
pub fn links(library: &Library, term: &Term) -> Vec<Link> {
    let to = |label: &'static str| {
        move |id: &TermId| {
            let other = library.find(id)?;
            let name = reference(library, term.id.deck(), id)?;
            Some(Link { label, term: other.id.clone(), name, gist: other.gist().to_owned() })
        }
    };
    let senses: HashSet<&TermId> = library.other_senses(term).map(|(_, other)| &other.id).collect();
    let mut links: Vec<Link> = Vec::new();
    links.extend(term.instead.iter().filter_map(to("Now called")));
    let related = term.see_also.iter().filter_map(to(SEE_ALSO));
    links.extend(related.filter(|link| !senses.contains(&link.term)));
    links.extend(term.confused_with.iter().filter_map(to(CONFUSED)));
    links.extend(library.other_senses(term).map(|(deck, other)| Link {
        label: "Elsewhere it means",
        term: other.id.clone(),
        name: deck.title.clone(),
        gist: other.gist().to_owned(),
    }));
    let mut seen = HashSet::from([term.id.clone()]);
    links.retain(|link| seen.insert(link.term.clone()));
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;

    #[test]
    fn another_sense_of_a_word_is_listed_once_whatever_else_refers_to_it() {
        let deck = |id: &str, more: &str| {
            let text = format!(
                "deck: {id}\nterms:\n  - {{term: Lead, definition: d, level: core{more}}}\n  - {{term: Deal, definition: d, level: core}}\n"
            );
            read(&id.into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap()
        };
        let first = deck("a", ", see_also: [b/lead, deal, b/deal]");
        let library = Library::merge(vec![first, deck("b", "")]).library;
        let term = &library.deck("a").unwrap().terms[0];
        let links: Vec<_> = links(&library, term)
            .into_iter()
            .map(|link| (link.label, link.term.to_string()))
            .collect();
        let see = |id: &str| (SEE_ALSO, id.to_owned());
        assert_eq!(
            links,
            [see("a/deal"), see("b/deal"), ("Elsewhere it means", "b/lead".to_owned())]
        );
        let facts = facts(&library, term, Own::default());
        assert_eq!(facts.iter().map(|fact| &*fact.text).collect::<Vec<_>>(), ["Deal, Deal (b)"]);
    }

    #[test]
    fn a_sentence_keeps_the_quotation_marks_within_it() {
        for (sentence, shown) in [
            ("We ship on Friday.", "“We ship on Friday.”"),
            ("\"We ship on Friday.\"", "“We ship on Friday.”"),
            ("Sales invented \"paused.\"", "“Sales invented ‘paused.’”"),
            (
                "\"Saved\" can be a toast, \"failed\" can't.",
                "“‘Saved’ can be a toast, ‘failed’ can't.”",
            ),
            ("\"a\" and \"b\"", "“‘a’ and ‘b’”"),
        ] {
            assert_eq!(quoted(sentence), shown);
        }
    }
}
