//! How `shoptalk lookup` prints what it found: the meaning first, the best entry whole, the others short.

use std::io;

use super::explain::Lines;
use crate::commands::Context;
use crate::commands::page::{Look, Page};
use crate::core::card::TermId;
use crate::core::deck::{Deck, Term};
use crate::core::finder::{Findings, Found};
use crate::core::library::Library;
use crate::core::lookup::{MATCH, NEAR, Signal, Verdict};
use crate::core::marks::{Marks, Own};
use crate::core::text::clean;

/// How many near ones are named where nothing was found.
const NEAREST: usize = 3;

/// What was asked, and what was found.
#[derive(Clone, Copy)]
pub(super) struct Answer<'a> {
    /// What was typed.
    pub(super) query: &'a str,
    /// What came of it.
    pub(super) findings: &'a Findings,
    /// All decks.
    pub(super) library: &'a Library,
    /// What the user wrote on terms.
    pub(super) marks: &'a Marks,
}

/// How much is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// One line of the best entry.
    Line,
    /// What fits; where nothing does, what is near.
    Fitting,
    /// What fits and what is near.
    All,
}

/// What is wished of the print.
#[derive(Clone, Copy)]
pub(super) struct Wish<'a> {
    /// How much.
    pub(super) detail: Detail,
    /// Why each entry was found, when that is wished.
    pub(super) explain: &'a dyn Fn(&Found) -> Option<Lines>,
}

/// Prints what was found on `out`, and on `err` what is to be said about it.
pub(super) fn print(
    answer: &Answer<'_>,
    wish: Wish<'_>,
    look: Look,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    let shown = clean(answer.query);
    let findings = answer.findings;
    match findings.verdict {
        Verdict::Match => {}
        Verdict::Near => {
            // What is said stands before what is found, also where both go to one terminal.
            writeln!(context.err, "“{shown}” is not here. Did you mean:")?;
            if wish.detail != Detail::Line && !look.plain {
                writeln!(context.err)?;
            }
        }
        Verdict::None => {
            writeln!(context.err, "Nothing like “{shown}” yet.")?;
            let near: Vec<&str> = findings
                .found
                .iter()
                .filter_map(|found| Some(answer.library.entry(&found.term)?.1.term.as_str()))
                .take(NEAREST)
                .collect();
            if !near.is_empty() {
                writeln!(context.err, "The nearest: {}", near.join(", "))?;
            }
            writeln!(context.err, "`shoptalk jot` keeps it until you have asked.")?;
            return Ok(());
        }
    }
    // A match stands alone, or with others as good; the merely near would only be in the way.
    let fits = findings.verdict == Verdict::Match && wish.detail != Detail::All;
    let exact =
        fits && findings.found.first().is_some_and(|found| found.hit.signal == Signal::Same);
    let least = if fits { MATCH } else { NEAR };
    let as_good =
        |found: &&Found| found.hit.score >= least && (!exact || found.hit.signal == Signal::Same);
    let found = findings.found.iter().filter(as_good);
    let mut page = Page::new(context.out, look);
    for (at, found) in found.enumerate() {
        let Some((deck, term)) = answer.library.entry(&found.term) else { continue };
        if wish.detail == Detail::Line {
            return Ok(page.raw(&one_line(deck, term))?);
        }
        if at > 0 {
            page.break_off()?;
        }
        let own = answer.marks.own(answer.library, &found.term);
        entry(&mut page, answer.library, deck, term, own, at == 0)?;
        if let Some(why) = (wish.explain)(found) {
            page.gap()?;
            page.facts(&why)?;
        }
    }
    Ok(())
}

/// The entry on one line: what a status bar or a script has room for.
fn one_line(deck: &Deck, term: &Term) -> String {
    format!("{} ({}): {}", term.term, deck.title, term.definition)
}

/// One entry: the term and its team, then the meaning; where it is shown `whole`, what to ask and all the rest.
fn entry(
    page: &mut Page<'_>,
    library: &Library,
    deck: &Deck,
    term: &Term,
    own: Own<'_>,
    whole: bool,
) -> io::Result<()> {
    page.heading(&term.term, term.expansion.as_deref(), &deck.title)?;
    if page.look().plain {
        page.text("Team", &deck.title)?;
    }
    if whole {
        page.gap()?;
    }
    page.text("Meaning", &term.definition)?;
    let own = [("Mnemonic", own.mnemonic), ("Note", own.note)];
    let mut facts: Vec<(&str, String)> =
        own.into_iter().filter_map(|(label, words)| Some((label, words?.to_owned()))).collect();
    if whole {
        facts.extend(self::facts(library, term));
    }
    if !facts.is_empty() {
        page.gap()?;
        page.facts(&facts)?;
    }
    Ok(())
}

/// What else is known of a term, in the order in which one needs it.
fn facts(library: &Library, term: &Term) -> Vec<(&'static str, String)> {
    let quoted = |text: &String| format!("“{text}”");
    let mut facts = Vec::new();
    if let Some(old) = term.retired {
        let instead = term.instead.as_ref().and_then(|id| library.find(id));
        let instead = instead.map(|term| format!("; say {}", term.term)).unwrap_or_default();
        facts.push(("Retired", format!("since {old}{instead}")));
    }
    facts.extend(term.ask.clone().map(|text| ("Ask", text)));
    facts.extend(term.example.as_ref().map(|text| ("Heard", quoted(text))));
    facts.extend(term.why.clone().map(|text| ("Why", text)));
    facts.extend(term.say.clone().map(|text| ("Said", text)));
    let lists = [
        ("Also", term.aliases.clone()),
        ("See", names(library, term, &term.see_also)),
        ("Unlike", names(library, term, &term.confused_with)),
    ];
    facts.extend(
        lists
            .into_iter()
            .filter(|(_, list)| !list.is_empty())
            .map(|(label, list)| (label, list.join(", "))),
    );
    facts.extend(term.explained_by.clone().map(|name| ("Explained by", name)));
    facts
}

/// The terms of `ids` by name, with their team where it is another one.
fn names(library: &Library, term: &Term, ids: &[TermId]) -> Vec<String> {
    let name = |id: &TermId| {
        let (deck, found) = library.entry(id)?;
        let elsewhere = found.id.deck() != term.id.deck();
        Some(if elsewhere {
            format!("{} ({})", found.term, deck.title)
        } else {
            found.term.clone()
        })
    };
    ids.iter().filter_map(name).collect()
}
