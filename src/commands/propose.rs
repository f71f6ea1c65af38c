//! `shoptalk deck propose`: prepares answers and flags as an issue for the owners of a deck. Sends nothing.

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::{Context, Outcome};
use crate::core::propose::{self, Proposal};
use crate::core::text::clean;
use crate::trainer::Trainer;

#[derive(Serialize)]
struct Row<'a> {
    number: usize,
    kind: &'static str,
    term: &'a str,
    deck: Option<&'a str>,
    title: &'a str,
    body: &'a str,
    yaml: &'a str,
    source: Option<&'a str>,
    owners: &'a [String],
}

/// Something to propose.
struct Item {
    kind: &'static str,
    /// The term's ID, `deck/term-id`.
    id: String,
    /// The word.
    term: String,
    /// ID and title of the deck it is for.
    deck: Option<(String, String)>,
    proposal: Proposal,
}

/// Prints one proposal, or lists them all.
pub fn run(args: &cli::Propose, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let mut trainer = context.trainer();
    context.say_notices(&trainer)?;
    let items = items(&mut trainer, args.credit)?;
    let wanted = args.what.join(" ");
    let numbered = || (1..).zip(&items);
    let chosen: Vec<(usize, &Item)> = if wanted.is_empty() {
        numbered().collect()
    } else {
        numbered().filter(|(number, item)| is_meant(&wanted, *number, item)).collect()
    };
    if chosen.is_empty() && !wanted.is_empty() {
        bail!(
            "nothing to propose for “{wanted}”; `shoptalk deck propose` lists what you can propose"
        );
    }
    if args.json {
        let rows: Vec<Row<'_>> = chosen.iter().map(|(number, item)| row(*number, item)).collect();
        context.json(&rows)?;
        return Ok(Outcome::Done);
    }
    match &chosen[..] {
        [] => writeln!(
            context.err,
            "nothing to propose; answer a jotting (`shoptalk jot --answer`) or flag a definition"
        )?,
        [(_, item)] => print(item, context)?,
        many => {
            for (number, item) in many {
                let team = item.deck.as_ref().map_or("anyone", |(_, title)| title);
                let team = clean(team);
                writeln!(context.out, "{number:>3}  {}  {}, for {team}", item.term, item.kind)?;
            }
            writeln!(context.err, "`shoptalk deck propose N` prints one of them, ready to send")?;
        }
    }
    Ok(Outcome::Done)
}

/// Answers, then flags, each in chronological order. Skips words that are no longer in a deck.
fn items(trainer: &mut Trainer, credit: bool) -> anyhow::Result<Vec<Item>> {
    let (answered, flags) = (trainer.answered()?, trainer.flags()?);
    let library = trainer.library();
    let mut items = Vec::new();
    for one in &answered {
        let Some(term) = library.find(&one.term) else { continue };
        let deck = one.jotting.deck.as_deref().and_then(|id| library.deck(id));
        items.push(Item {
            kind: "answered",
            id: term.id.to_string(),
            term: term.term.clone(),
            deck: deck.map(|deck| (deck.id.to_string(), deck.title.clone())),
            proposal: propose::word(&one.jotting, term, deck, credit),
        });
    }
    for flag in &flags {
        let Some((deck, term)) = library.entry(&flag.term) else { continue };
        items.push(Item {
            kind: "unclear",
            id: term.id.to_string(),
            term: term.term.clone(),
            deck: Some((deck.id.to_string(), deck.title.clone())),
            proposal: propose::flagged(term, flag.words.as_deref(), deck),
        });
    }
    Ok(items)
}

fn is_meant(wanted: &str, number: usize, item: &Item) -> bool {
    wanted.parse() == Ok(number)
        || item.id == wanted
        || item.term.to_lowercase() == wanted.to_lowercase()
}

fn row(number: usize, item: &Item) -> Row<'_> {
    let Proposal { title, body, yaml, source, owners } = &item.proposal;
    Row {
        number,
        kind: item.kind,
        term: &item.term,
        deck: item.deck.as_ref().map(|(id, _)| id.as_str()),
        title,
        body,
        yaml,
        source: source.as_deref(),
        owners,
    }
}

/// Prints the issue to `out`, ready to paste, and where to file it to `err`.
fn print(item: &Item, context: &mut Context<'_>) -> anyhow::Result<()> {
    let Proposal { title, body, source, owners, .. } = &item.proposal;
    let lines =
        |text: &str| text.lines().map(|line| format!("{}\n", clean(line))).collect::<String>();
    write!(context.out, "{}\n\n{}", clean(title), lines(body))?;
    let to = if owners.is_empty() { String::new() } else { format!(" ({})", owners.join(", ")) };
    match (source, &item.deck) {
        (Some(source), _) => writeln!(context.err, "\nSend it to {}{}", clean(source), clean(&to))?,
        (None, Some((_, title))) => writeln!(
            context.err,
            "\nThe deck “{}” does not say where to propose changes{}",
            clean(title),
            clean(&to)
        )?,
        (None, None) => writeln!(
            context.err,
            "\nIt has no team; next time, name one with `shoptalk jot --deck` when you jot a word down"
        )?,
    }
    Ok(())
}
