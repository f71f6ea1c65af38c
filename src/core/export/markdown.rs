//! Decks as one Markdown page: a heading for each team, and one below it for each word.

use super::{in_one, level, sorted};
use crate::core::annotations::Own;
use crate::core::deck::{Deck, Term};
use crate::core::document::{Row, escaped};
use crate::core::entry;
use crate::core::library::Library;

/// The terms of `decks`. Links are named as in `library`.
pub fn markdown(decks: &[&Deck], library: &Library) -> String {
    let mut out = String::new();
    for deck in decks {
        out += &format!("# {}\n\n", escaped(&deck.title));
        if let Some(summary) = &deck.summary {
            out += &format!("{}\n\n", escaped(summary));
        }
        for term in sorted(deck) {
            out += &section(term, library);
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn section(term: &Term, library: &Library) -> String {
    let mut out = format!("## {}\n\n{}\n\n", escaped(&term.term), escaped(&term.definition));
    let expansion = term.expansion.as_ref().map(|text| Row::new("Stands for", text));
    let mut facts = entry::facts(library, term, Own::default());
    for fact in &mut facts {
        match &*fact.label {
            entry::HEARD => fact.text = quoted(term.example.as_deref().unwrap_or_default()),
            entry::SAY => fact.text = quoted(term.say.as_deref().unwrap_or_default()),
            _ => {}
        }
    }
    // A comma inside a name separates nothing.
    if term.aliases.iter().any(|name| name.contains([',', ';', '|'])) {
        for also in facts.iter_mut().filter(|fact| fact.label == entry::ALSO) {
            also.text = in_one(&term.aliases);
        }
    }
    if !term.sounds_like.is_empty() {
        facts.push(Row::new("Misheard as", in_one(&term.sounds_like)));
    }
    facts.extend(level(term));
    let rows = expansion.into_iter().chain(facts).chain(entry::retired(library, term));
    let rows: String = rows
        .filter(|row| !row.personal)
        .map(|row| format!("- **{}:** {}\n", row.label, escaped(&row.text)))
        .collect();
    if !rows.is_empty() {
        out += &rows;
        out.push('\n');
    }
    out
}

/// `text` in quotation marks, unless those in it would then be taken for others when it is imported.
fn quoted(text: &str) -> String {
    let whole = format!("“{text}”");
    if entry::unquoted(&whole) == text { whole } else { text.to_owned() }
}
