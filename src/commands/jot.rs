//! `shoptalk jot`: keeps a word that was heard and not known, and lists those that are open.

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::{Context, Outcome, known_decks};
use crate::core::finder::{Finder, Findings};
use crate::core::jotting::Jotting;
use crate::core::library::Library;
use crate::core::lookup::Verdict;
use crate::core::text::clean;
use crate::trainer::Trainer;

#[derive(Serialize)]
struct Row<'a> {
    number: usize,
    words: &'a str,
    deck: Option<&'a str>,
    heard: Option<&'a str>,
    from: Option<&'a str>,
    /// Milliseconds since 1970.
    at: i64,
    /// The entry that may explain it by now.
    explained_by: Option<String>,
}

/// Jots a word down, drops one, or lists those that are open.
pub fn run(args: &cli::Jot, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let mut trainer = context.trainer();
    context.say_notices(&trainer)?;
    if let Some(number) = args.drop {
        return drop_one(number, &mut trainer, context);
    }
    if args.words.is_empty() {
        return list(args.json, &mut trainer, context);
    }
    let deck: Vec<String> = args.deck.iter().cloned().collect();
    let deck = known_decks(&deck, trainer.library())?.pop();
    let words = args.words.join(" ");
    let jotting = trainer.jot(&words, deck, args.heard.as_deref(), args.from.as_deref())?;
    let findings = Finder::new(trainer.library(), &[], &[]).find(&jotting.words, 1);
    if args.json {
        let number = trainer.jottings()?.iter().position(|one| one.id == jotting.id);
        let number = number.map_or(0, |at| at + 1);
        context.json(&row(number, &jotting, &findings, trainer.library()))?;
    }
    writeln!(context.err, "“{}” is jotted down; `shoptalk jot` lists what is open", jotting.words)?;
    if let Some(entry) = explained(&findings, trainer.library()) {
        writeln!(context.err, "{entry} may be what was meant")?;
    }
    Ok(Outcome::Done)
}

fn drop_one(
    number: usize,
    trainer: &mut Trainer,
    context: &mut Context<'_>,
) -> anyhow::Result<Outcome> {
    let open = trainer.jottings()?;
    let Some(jotting) = number.checked_sub(1).and_then(|at| open.get(at)) else {
        bail!("there is no number {number}; `shoptalk jot` lists what is open ({})", open.len());
    };
    trainer.end_jotting(jotting)?;
    writeln!(context.err, "“{}” is dropped", clean(&jotting.words))?;
    Ok(Outcome::Done)
}

/// The open ones, by team; those of no team last.
fn list(json: bool, trainer: &mut Trainer, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let open = trainer.jottings()?;
    let library = trainer.library().clone();
    let finder = Finder::new(&library, &[], &[]);
    let found: Vec<Findings> = open.iter().map(|jotting| finder.find(&jotting.words, 1)).collect();
    let mut rows: Vec<Row<'_>> = open
        .iter()
        .zip(&found)
        .enumerate()
        .map(|(at, (jotting, findings))| row(at + 1, jotting, findings, &library))
        .collect();
    rows.sort_by_key(|row| (row.deck.is_none(), row.deck, row.number));
    if json {
        context.json(&rows)?;
        return Ok(Outcome::Done);
    }
    if rows.is_empty() {
        writeln!(
            context.err,
            "nothing to ask: `shoptalk jot WORDS` keeps a word you did not know"
        )?;
    }
    let mut team = None;
    for row in &rows {
        if team != Some(row.deck) {
            let title = row.deck.map_or("Anyone".to_owned(), |id| {
                library.deck(id).map_or(clean(id).into_owned(), |deck| deck.title.clone())
            });
            writeln!(context.out, "{}{title}", if team.is_some() { "\n" } else { "" })?;
            team = Some(row.deck);
        }
        writeln!(context.out, "  {:>2}  {}", row.number, clean(row.words))?;
        let details = [("heard: ", row.heard), ("from: ", row.from)];
        for (label, text) in details {
            if let Some(text) = text {
                writeln!(context.out, "      {label}{}", clean(text))?;
            }
        }
        if let Some(entry) = &row.explained_by {
            writeln!(context.out, "      explained by now? {entry}")?;
        }
    }
    Ok(Outcome::Done)
}

fn row<'a>(number: usize, jotting: &'a Jotting, findings: &Findings, library: &Library) -> Row<'a> {
    Row {
        number,
        words: &jotting.words,
        deck: jotting.deck.as_deref(),
        heard: jotting.heard.as_deref(),
        from: jotting.said_by.as_deref(),
        at: jotting.at.millis(),
        explained_by: explained(findings, library),
    }
}

/// The entry that `findings` are sure of, as `Error budget (platform/error-budget)`.
fn explained(findings: &Findings, library: &Library) -> Option<String> {
    let found = findings.found.first().filter(|_| findings.verdict == Verdict::Match)?;
    let term = library.find(&found.term)?;
    Some(format!("{} ({})", term.term, term.id))
}
