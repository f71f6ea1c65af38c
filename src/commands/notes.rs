//! `shoptalk data notes`: lists your notes, mnemonics, flags, and suspended words, and removes them.

use std::collections::BTreeMap;

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::annotations::{Flag, Hold, NoteKind};
use crate::core::card::TermId;
use crate::core::library::Library;
use crate::core::text::clean;
use crate::trainer::Trainer;

/// Everything you noted on one word.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a TermId,
    term: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mnemonic: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flag: Option<Flagged<'a>>,
    /// `suspended` or `until-tomorrow`.
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<&'static str>,
}

/// A definition flagged as unclear, with the details its owners need to fix it.
#[derive(Serialize)]
struct Flagged<'a> {
    unclear: Option<&'a str>,
    /// Unix time in milliseconds.
    at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    definition: Option<&'a str>,
}

/// Lists notes, mnemonics, flags, and suspended words by team, or removes one.
pub(super) fn run(args: &cli::Notes, context: &mut Context<'_>) -> CommandResult {
    let takes_back = args.drop.is_some() || args.unflag.is_some() || args.resume.is_some();
    let mut trainer = context.trainer_to_write(takes_back)?;
    let flags = trainer.flags()?;
    if takes_back {
        return take_back(args, &flags, &mut trainer, context);
    }
    let (library, marks) = (trainer.library(), trainer.marks());
    let today = trainer.today();
    let flags: Vec<(TermId, &Flag)> =
        flags.iter().map(|flag| (library.resolve(&flag.term), flag)).collect();
    let mut words: BTreeMap<&TermId, Row<'_>> = BTreeMap::new();
    let named = |id| library.find(id).map(|term| term.term.as_str());
    let empty = |id| {
        move || Row { id, term: named(id), note: None, mnemonic: None, flag: None, skipped: None }
    };
    for (term, kind, text) in marks.notes() {
        let noted = words.entry(term).or_insert_with(empty(term));
        match kind {
            NoteKind::Note => noted.note = Some(text),
            NoteKind::Mnemonic => noted.mnemonic = Some(text),
        }
    }
    for (term, flag) in &flags {
        let found = library.entry(term);
        words.entry(term).or_insert_with(empty(term)).flag = Some(Flagged {
            unclear: flag.words.as_deref(),
            at: flag.at.millis(),
            source: found.and_then(|(deck, _)| deck.source.as_deref()),
            definition: found.map(|(_, term)| term.definition.as_str()),
        });
    }
    for (term, hold) in marks.holds(today) {
        words.entry(term).or_insert_with(empty(term)).skipped = Some(match hold {
            Hold::Until(_) => "until-tomorrow",
            Hold::Suspended => "suspended",
        });
    }
    let rows: Vec<Row<'_>> = words.into_values().collect();
    let none = "no notes yet: in the quiz and on an entry, `n` writes a note, `!` flags an unclear definition, `x` suspends a word";
    if !context.lists(&rows, args.json, none)? {
        return Ok(Outcome::Done);
    }
    for team in rows.chunk_by(|a, b| a.id.deck() == b.id.deck()) {
        let gap = if team[0].id == rows[0].id { "" } else { "\n" };
        writeln!(context.out, "{gap}{}", library.title(team[0].id.deck()))?;
        for row in team {
            print(row, context)?;
        }
    }
    Ok(Outcome::Done)
}

/// Prints a word with its notes.
fn print(row: &Row<'_>, context: &mut Context<'_>) -> anyhow::Result<()> {
    let name = row.term.map_or_else(
        || format!("{} (not in any deck)", clean(row.id.as_str())),
        |term| clean(term).into_owned(),
    );
    let skipped = match row.skipped {
        Some("suspended") => "  suspended",
        Some(_) => "  skipped until tomorrow",
        None => "",
    };
    writeln!(context.out, "  {name}{skipped}")?;
    for (label, words) in [("mnemonic", row.mnemonic), ("note", row.note)] {
        if let Some(words) = words {
            writeln!(context.out, "    {label}: {}", clean(words))?;
        }
    }
    if let Some(flag) = &row.flag {
        writeln!(context.out, "    unclear: {}", flag.unclear.map_or("flagged".into(), clean))?;
        if let Some(source) = flag.source {
            writeln!(context.out, "    owners: {source}")?;
        }
    }
    Ok(())
}

/// Removes the annotations named in `args`.
fn take_back(
    args: &cli::Notes,
    flags: &[Flag],
    trainer: &mut Trainer,
    context: &mut Context<'_>,
) -> CommandResult {
    let (library, marks) = (trainer.library().clone(), trainer.marks().clone());
    if let Some(words) = &args.drop {
        let notes = marks.notes();
        let term = one(&library, notes.iter().map(|(term, ..)| *term), words)?;
        for (_, kind, _) in notes.iter().filter(|(noted, ..)| *noted == term) {
            trainer.note(term, *kind, "")?;
        }
        writeln!(context.err, "your note on {} is dropped", quoted(&library, term))?;
    }
    if let Some(words) = &args.unflag {
        let term = one(&library, flags.iter().map(|flag| &flag.term), words)?;
        for flag in flags.iter().filter(|flag| flag.term == *term) {
            trainer.end_flag(flag)?;
        }
        writeln!(context.err, "the flag on {} is removed", quoted(&library, term))?;
    }
    if let Some(words) = &args.resume {
        let held = marks.holds(trainer.today());
        let term = one(&library, held.iter().map(|(term, _)| *term), words)?;
        trainer.hold(term, None)?;
        writeln!(context.err, "{} is quizzed again", quoted(&library, term))?;
    }
    Ok(Outcome::Done)
}

/// The one term in `terms` that `words` name, by ID or by name.
fn one<'a>(
    library: &Library,
    terms: impl Iterator<Item = &'a TermId>,
    words: &str,
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
        [] => bail!("“{}” is not in the list; `shoptalk data notes` shows it", clean(&words)),
        _ => {
            let ids: Vec<&str> = found.iter().map(|id| id.as_str()).collect();
            bail!("“{}” matches several words: name one of {}", clean(&words), ids.join(", "))
        }
    }
}

fn quoted(library: &Library, id: &TermId) -> String {
    let term = library.find(id).map(|term| term.term.as_str());
    format!("“{}”", clean(term.unwrap_or(id.as_str())))
}
