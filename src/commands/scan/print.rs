//! Prints the jargon of a text: new words with their meaning, known words by name, and unexplained acronyms.

use std::io;

use crate::commands::page::Page;
use crate::commands::reading::PERHAPS;
use crate::commands::scan::{Word, meaning};
use crate::core::document::Row;
use crate::core::jargon::{Acronym, Certainty, Position, Scan, Spotted};
use crate::core::library::Library;
use crate::core::text::capital;
use crate::core::words::counted;

/// Prints `words`, the requested part of `scan`.
pub(super) fn report(
    page: &mut Page<'_>,
    words: &[Word<'_>],
    scan: &Scan,
    library: &Library,
) -> io::Result<()> {
    let (doubtful, words): (Vec<&Word<'_>>, Vec<&Word<'_>>) =
        words.iter().partition(|word| word.spotted.is_doubtful());
    let (known, new): (Vec<&Word<'_>>, Vec<&Word<'_>>) =
        words.iter().copied().partition(|word| word.known);
    let mut is_begun = false;
    let mut part = |page: &mut Page<'_>| {
        if std::mem::replace(&mut is_begun, true) { page.break_off() } else { Ok(()) }
    };
    for word in new {
        part(page)?;
        entry(page, word.spotted, library)?;
    }
    if !known.is_empty() {
        part(page)?;
        let names: Vec<&str> = known.iter().map(|word| shown(word.spotted, library)).collect();
        page.line(&format!("You understand {}: {}", names.len(), names.join(", ")))?;
    }
    if !scan.acronyms.is_empty() {
        part(page)?;
        acronyms(page, &scan.acronyms, library)?;
    }
    if !doubtful.is_empty() {
        part(page)?;
        page.line("Perhaps plain English, perhaps a team's word:")?;
        page.gap()?;
        for word in doubtful {
            let first = word.spotted.senses.first();
            let Some((deck, term)) = first.and_then(|sense| library.entry(&sense.term)) else {
                continue;
            };
            page.row(PERHAPS, &term.term, &deck.title, term.gist())?;
        }
    }
    Ok(())
}

/// The word as its deck spells it, or as the text does if it is ambiguous.
fn shown<'a>(spotted: &'a Spotted, library: &'a Library) -> &'a str {
    let first = spotted.senses.first().and_then(|sense| library.find(&sense.term));
    first.map_or(&spotted.text, |term| &term.term)
}

/// Prints one word with its meaning; if it is ambiguous, with the meaning for each team.
fn entry(page: &mut Page<'_>, spotted: &Spotted, library: &Library) -> io::Result<()> {
    let place = capital(&format!("{}{}", times(spotted.count), place(spotted.first)));
    let mut senses = spotted
        .senses
        .iter()
        .filter_map(|sense| library.entry(&sense.term).map(|(deck, term)| (sense, deck, term)));
    let Some((sense, deck, term)) = senses.next() else { return Ok(()) };
    let others: Vec<_> = senses.collect();
    page.term(&deck.title, term)?;
    page.text("Meaning", term.gist())?;
    match spotted.sure {
        Certainty::Only | Certainty::Doubtful => {}
        Certainty::Unsure => {
            for (_, deck, term) in &others {
                page.text("Or", &format!("Or, to {}: {}", deck.title, term.gist()))?;
            }
        }
        Certainty::Clear | Certainty::Likely => {
            let sure = if spotted.sure == Certainty::Clear { "Most likely" } else { "Probably" };
            let near = match sense.near {
                0 => "by the words around it".to_owned(),
                1 => "1 nearby word is this team's".to_owned(),
                near => format!("{near} nearby words are this team's"),
            };
            let titles: Vec<&str> = others.iter().map(|(_, deck, _)| deck.title.as_str()).collect();
            let text = format!(
                "{sure} this one: {near}. Others mean something else: {}.",
                titles.join("; ")
            );
            page.note("Sense", &text)?;
        }
    }
    page.note("Where", &place)
}

fn acronyms(page: &mut Page<'_>, acronyms: &[Acronym], library: &Library) -> io::Result<()> {
    page.line(&format!("No deck explains {}:", counted(acronyms.len(), "acronym")))?;
    page.gap()?;
    let facts: Vec<Row> = acronyms
        .iter()
        .map(|acronym| {
            let times = match acronym.count {
                0 | 1 => String::new(),
                count => format!("{count} times. "),
            };
            let meaning = |words: &str| format!("{}. ", meaning(&acronym.text, words, library));
            let meaning = acronym.expansion.as_deref().map(meaning);
            let (meaning, first) = (meaning.unwrap_or_default(), capital(&place(acronym.first)));
            Row::new(&acronym.text, format!("{meaning}{times}{first}: {}", acronym.excerpt))
        })
        .collect();
    page.facts(&facts)
}

fn times(count: usize) -> String {
    match count {
        1 => String::new(),
        2 => "twice, first ".to_owned(),
        count => format!("{count} times, first "),
    }
}

/// The position: the time in a transcript, or else the line number.
fn place(place: Position) -> String {
    match place.ms {
        Some(ms) => {
            let seconds = ms / 1000;
            let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
            if hours > 0 {
                format!("at {hours}:{minutes:02}:{seconds:02}")
            } else {
                format!("at {minutes}:{seconds:02}")
            }
        }
        None => format!("on line {}", place.line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_said_as_people_say_them() {
        let at = |line, ms| place(Position { line, ms });
        assert_eq!(at(12, None), "on line 12");
        assert_eq!(at(12, Some(65_000)), "at 1:05");
        assert_eq!(at(12, Some(3_665_999)), "at 1:01:05");
    }
}
