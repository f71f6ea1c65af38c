//! `shoptalk team visit`: lists the last visit to each team, shows the visits to one team, and records a visit.

use serde::Serialize;

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome, known_decks};
use crate::core::brief::page::days_ago;
use crate::core::card::DeckId;
use crate::core::meeting::Visit;
use crate::core::time::Day;
use crate::trainer::Trainer;

/// A team and its last visit.
#[derive(Serialize)]
struct Row {
    deck: DeckId,
    title: String,
    /// The date of the last visit.
    last: Option<Day>,
    days_ago: Option<u32>,
    text: Option<String>,
}

/// A visit.
#[derive(Serialize)]
struct VisitRow<'a> {
    #[serde(flatten)]
    visit: &'a Visit,
    days_ago: u32,
}

/// Shows visits; records one if there is a text for it.
pub(super) fn run(args: &cli::Visit, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer_to_write(args.message.is_some())?;
    let Some(deck) = known_decks(args.deck.as_slice(), trainer.library(), context)?.pop() else {
        return list(args.json, &mut trainer, context);
    };
    let Some(message) = &args.message else {
        return show(&deck, args.json, &mut trainer, context);
    };
    let today = trainer.today();
    let on = args.on.map(|when| when.day(today));
    let visit = trainer.visited(&deck, on, Some(message))?;
    let when = days_ago(visit.day, today);
    let title = trainer.library().title(&deck).into_owned();
    if args.json {
        context.json(&VisitRow { visit: &visit, days_ago: today.since(visit.day) })?;
    }
    writeln!(
        context.err,
        "visit to {title}, {when}: saved; `shoptalk team visit {deck}` shows it"
    )?;
    Ok(Outcome::Done)
}

/// Lists the visits to one team, newest first.
fn show(
    deck: &DeckId,
    json: bool,
    trainer: &mut Trainer,
    context: &mut Context<'_>,
) -> CommandResult {
    let today = trainer.today();
    let mut visits = trainer.visits()?;
    visits.retain(|visit| visit.deck == *deck);
    let row = |visit| VisitRow { visit, days_ago: today.since(visit.day) };
    let rows: Vec<VisitRow<'_>> = visits.iter().map(row).collect();
    let title = trainer.library().title(deck);
    let none = format!(
        "no visits to {title} yet: `shoptalk team visit {deck} -m \"what you saw\"` adds one"
    );
    if context.lists(&rows, json, &none)? {
        for Visit { day, text, .. } in &visits {
            let text = text.as_ref().map(|text| format!("  {text}")).unwrap_or_default();
            writeln!(context.out, "{day}{text}")?;
        }
    }
    Ok(Outcome::Done)
}

fn list(json: bool, trainer: &mut Trainer, context: &mut Context<'_>) -> CommandResult {
    let visits = trainer.visits()?;
    let today = trainer.today();
    let mut rows: Vec<Row> = trainer
        .quizzed(&[])
        .into_iter()
        .filter_map(|(id, _)| {
            let deck = trainer.library().deck(&id)?;
            let last = visits.iter().find(|visit| visit.deck == deck.id);
            Some(Row {
                deck: id,
                title: deck.title.clone(),
                last: last.map(|visit| visit.day),
                days_ago: last.map(|visit| today.since(visit.day)),
                text: last.and_then(|visit| visit.text.clone()),
            })
        })
        .collect();
    // Teams never visited come first, then those with the oldest visit.
    rows.sort_by_key(|row| std::cmp::Reverse(row.days_ago.unwrap_or(u32::MAX)));
    let none = "you don't follow a team yet: `shoptalk team follow platform`";
    if !context.lists(&rows, json, none)? {
        return Ok(Outcome::Done);
    }
    let wide = rows.iter().map(|row| row.title.chars().count()).max().unwrap_or(0);
    for Row { title, last, text, .. } in rows {
        let when = last.map_or("not yet".to_owned(), |day| days_ago(day, today));
        let text = text.map(|text| format!("  {text}")).unwrap_or_default();
        writeln!(context.out, "{title:<wide$}  {when:<13}{text}")?;
    }
    Ok(Outcome::Done)
}
