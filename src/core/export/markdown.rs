//! Decks as one Markdown page: a heading for each team, and one below it for each word.

use super::sorted;
use crate::core::deck::{Deck, Term};
use crate::core::library::Library;

/// The terms of `decks`. Links are named as in `library`.
pub fn markdown(decks: &[&Deck], library: &Library) -> String {
    let mut out = String::new();
    for deck in decks {
        out += &format!("# {}\n\n", plain(&deck.title));
        if let Some(summary) = &deck.summary {
            out += &format!("{}\n\n", plain(summary));
        }
        for term in sorted(deck) {
            out += &entry(term, library);
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn entry(term: &Term, library: &Library) -> String {
    let mut out = format!("## {}\n\n{}\n\n", plain(&term.term), plain(&term.definition));
    let names = |ids: &[_]| {
        let names = ids.iter().filter_map(|id| library.find(id)).map(|term| term.term.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    let texts = [
        ("Stands for", term.expansion.clone()),
        ("Say", term.say.clone()),
        ("In a sentence", term.example.clone()),
        ("Why it matters", term.why.clone()),
        ("Ask", term.ask.clone()),
        ("Also called", Some(term.aliases.join(", "))),
        ("See also", Some(names(&term.see_also))),
        ("Not to be confused with", Some(names(&term.confused_with))),
        ("Retired", term.retired.map(|day| day.to_string())),
    ];
    let rows = texts.into_iter().filter_map(|(label, text)| Some((label, text?)));
    let rows: String = rows
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| format!("- **{label}:** {}\n", plain(&text)))
        .collect();
    if !rows.is_empty() {
        out += &rows;
        out.push('\n');
    }
    out
}

/// `text` without meaning in Markdown.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        let is_special = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => true,
            '#' | '+' | '-' | '=' => at == 0,
            _ => false,
        };
        if is_special {
            out.push('\\');
        }
        out.push(c);
    }
    // `1.` begins a list.
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        out.insert(digits, '\\');
    }
    out
}
