//! `shoptalk flags`, `notes` and `suspended`: what the user has made of words, to see and to take back.

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::{Context, Outcome};
use crate::core::card::TermId;
use crate::core::library::Library;
use crate::core::marks::{Hold, NoteKind};
use crate::core::text::clean;

#[derive(Serialize)]
struct FlagRow<'a> {
    number: usize,
    /// The id it has today.
    id: TermId,
    term: Option<&'a str>,
    unclear: Option<&'a str>,
    /// Milliseconds since 1970.
    at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    definition: Option<&'a str>,
}

#[derive(Serialize)]
struct NoteRow<'a> {
    id: &'a TermId,
    term: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mnemonic: Option<&'a str>,
}

#[derive(Serialize)]
struct HeldRow<'a> {
    id: &'a TermId,
    term: Option<&'a str>,
    /// `suspended`, or `tomorrow` when it comes back.
    until: &'static str,
}

/// Lists the definitions that were flagged as unclear, by team, or drops one.
pub fn flags(args: &cli::Flags, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let mut trainer = context.trainer();
    context.say_notices(&trainer)?;
    let flags = trainer.flags()?;
    if let Some(number) = args.drop {
        let Some(flag) = number.checked_sub(1).and_then(|at| flags.get(at)) else {
            bail!("there is no number {number}; `shoptalk flags` lists them ({})", flags.len());
        };
        trainer.end_flag(flag)?;
        let name = name(trainer.library(), &flag.term);
        writeln!(context.err, "the flag on {name} is dropped")?;
        return Ok(Outcome::Done);
    }
    let library = trainer.library();
    let rows = flags.iter().enumerate().map(|(at, flag)| {
        let found = library.entry(&flag.term);
        FlagRow {
            number: at + 1,
            id: found.map_or_else(|| flag.term.clone(), |(_, term)| term.id.clone()),
            term: found.map(|(_, term)| term.term.as_str()),
            unclear: flag.words.as_deref(),
            at: flag.at.millis(),
            source: found.and_then(|(deck, _)| deck.source.as_deref()),
            definition: found.map(|(_, term)| term.definition.as_str()),
        }
    });
    let mut rows: Vec<FlagRow<'_>> = rows.collect();
    rows.sort_by(|a, b| (a.id.deck(), a.number).cmp(&(b.id.deck(), b.number)));
    let none =
        "nothing is flagged: `f` flags a definition that is unclear, in the quiz and on an entry";
    if !context.lists(&rows, args.json, none)? {
        return Ok(Outcome::Done);
    }
    for team in rows.chunk_by(|a, b| a.id.deck() == b.id.deck()) {
        let id = team[0].id.deck();
        let gap = if team[0].number == rows[0].number { "" } else { "\n" };
        let source = team[0].source.map(|source| format!("  {source}")).unwrap_or_default();
        writeln!(context.out, "{gap}{}{source}", library.title(id))?;
        for row in team {
            writeln!(context.out, "  {:>2}  {}", row.number, shown(row.term, &row.id))?;
            if let Some(unclear) = row.unclear {
                writeln!(context.out, "      unclear: {}", clean(unclear))?;
            }
        }
    }
    Ok(Outcome::Done)
}

/// Lists notes and mnemonics by team, or takes those on one word away.
pub fn notes(args: &cli::Notes, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let mut trainer = context.trainer();
    context.say_notices(&trainer)?;
    if let Some(why) = trainer.no_journal() {
        bail!("{why}");
    }
    let (library, marks) = (trainer.library().clone(), trainer.marks().clone());
    let notes = marks.notes();
    if let Some(words) = &args.drop {
        let term = one(&library, notes.iter().map(|(term, ..)| *term), words, "notes")?;
        for (_, kind, _) in notes.iter().filter(|(noted, ..)| *noted == term) {
            trainer.note(term, *kind, "")?;
        }
        writeln!(context.err, "your words on {} are dropped", name(&library, term))?;
        return Ok(Outcome::Done);
    }
    let rows = notes.chunk_by(|a, b| a.0 == b.0).map(|of| {
        let own = |kind| of.iter().find(|(_, is, _)| *is == kind).map(|(.., words)| *words);
        NoteRow {
            id: of[0].0,
            term: library.find(of[0].0).map(|term| term.term.as_str()),
            note: own(NoteKind::Note),
            mnemonic: own(NoteKind::Mnemonic),
        }
    });
    let rows: Vec<NoteRow<'_>> = rows.collect();
    let none = "there are no notes: `n` writes one, in the quiz and on an entry";
    if !context.lists(&rows, args.json, none)? {
        return Ok(Outcome::Done);
    }
    for row in &rows {
        writeln!(context.out, "{}  {}", shown(row.term, row.id), library.title(row.id.deck()))?;
        for (label, words) in [("mnemonic", row.mnemonic), ("note", row.note)] {
            if let Some(words) = words {
                writeln!(context.out, "  {label}: {}", clean(words))?;
            }
        }
    }
    Ok(Outcome::Done)
}

/// Lists the words that are left out of the quiz, or takes one back.
pub fn suspended(args: &cli::Suspended, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let mut trainer = context.trainer();
    context.say_notices(&trainer)?;
    if let Some(why) = trainer.no_journal() {
        bail!("{why}");
    }
    let (library, marks) = (trainer.library().clone(), trainer.marks().clone());
    let held = marks.holds(trainer.today());
    if let Some(words) = &args.resume {
        let term = one(&library, held.iter().map(|(term, _)| *term), words, "suspended")?;
        trainer.take_back(term)?;
        writeln!(context.err, "{} is asked again", name(&library, term))?;
        return Ok(Outcome::Done);
    }
    let rows = held.iter().map(|(term, hold)| HeldRow {
        id: term,
        term: library.find(term).map(|term| term.term.as_str()),
        until: match hold {
            Hold::Until(_) => "tomorrow",
            Hold::Suspended => "suspended",
        },
    });
    let rows: Vec<HeldRow<'_>> = rows.collect();
    let none = "no word is left out: `x` suspends one and `t` leaves it out until tomorrow, in the quiz and on an entry";
    if !context.lists(&rows, args.json, none)? {
        return Ok(Outcome::Done);
    }
    for row in &rows {
        let until = if row.until == "tomorrow" { "  until tomorrow" } else { "" };
        let team = library.title(row.id.deck());
        writeln!(context.out, "{}  {team}{until}", shown(row.term, row.id))?;
    }
    Ok(Outcome::Done)
}

/// The one of `terms` that `words` name: by id, or as it is said.
fn one<'a>(
    library: &Library,
    terms: impl Iterator<Item = &'a TermId>,
    words: &str,
    command: &str,
) -> anyhow::Result<&'a TermId> {
    let words = words.trim().to_lowercase();
    let named = |id: &&TermId| {
        let term = library.find(id);
        id.as_str() == words
            || words.parse().is_ok_and(|old| library.resolve(&old) == **id)
            || term.is_some_and(|term| term.term.to_lowercase() == words)
    };
    let mut found: Vec<&TermId> = terms.filter(named).collect();
    found.dedup();
    match found[..] {
        [one] => Ok(one),
        [] => bail!("“{}” is not among them; `shoptalk {command}` lists them", clean(&words)),
        _ => {
            let ids: Vec<&str> = found.iter().map(|id| id.as_str()).collect();
            bail!("“{}” is several words: name one of {}", clean(&words), ids.join(", "))
        }
    }
}

/// The word as it is said; the id of one that is not here.
fn shown(term: Option<&str>, id: &TermId) -> String {
    term.map_or_else(|| format!("{} (not in any deck)", clean(id.as_str())), str::to_owned)
}

fn name(library: &Library, id: &TermId) -> String {
    let term = library.find(id).map(|term| term.term.as_str());
    format!("“{}”", term.map_or_else(|| clean(id.as_str()), Into::into))
}
