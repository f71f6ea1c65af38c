//! `shoptalk visited`: writes down time spent with a team, and says how long ago it was with each.

use serde::Serialize;

use crate::cli;
use crate::commands::{Context, Outcome, known_decks};
use crate::core::brief::page::days_ago;
use crate::core::time::Day;
use crate::trainer::Trainer;

#[derive(Serialize)]
struct Row {
    deck: String,
    title: String,
    /// The last day with the team.
    last: Option<String>,
    days_ago: Option<u32>,
    text: Option<String>,
}

/// Keeps a visit, or lists the followed teams by how long ago one was with them.
pub fn run(args: &cli::Visited, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let mut trainer = context.trainer();
    context.say_notices(&trainer)?;
    let named: Vec<String> = args.deck.iter().cloned().collect();
    let Some(deck) = known_decks(&named, trainer.library())?.pop() else {
        return list(args.json, &mut trainer, context);
    };
    let on = args.on.map(Day::from_date);
    let visit = trainer.visited(&deck, on, args.message.as_deref())?;
    let title = trainer.library().title(&deck).into_owned();
    if args.json {
        let row = Row {
            deck,
            title,
            last: Some(visit.day.to_string()),
            days_ago: Some(trainer.today().since(visit.day)),
            text: visit.text,
        };
        context.json(&row)?;
        return Ok(Outcome::Done);
    }
    let when = days_ago(visit.day, trainer.today());
    writeln!(context.err, "with {title}, {when}: kept; `shoptalk team {deck}` shows all of it")?;
    Ok(Outcome::Done)
}

fn list(json: bool, trainer: &mut Trainer, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let visits = trainer.visits()?;
    let today = trainer.today();
    let mut rows: Vec<Row> = trainer
        .quizzed(&[])
        .into_iter()
        .filter_map(|(id, _)| {
            let deck = trainer.library().deck(&id)?;
            let last = visits.iter().find(|visit| visit.deck == *deck.id);
            Some(Row {
                deck: id,
                title: deck.title.clone(),
                last: last.map(|visit| visit.day.to_string()),
                days_ago: last.map(|visit| today.since(visit.day)),
                text: last.and_then(|visit| visit.text.clone()),
            })
        })
        .collect();
    // Those one has not been with for longest stand first; those one never was with before them.
    rows.sort_by_key(|row| std::cmp::Reverse(row.days_ago.unwrap_or(u32::MAX)));
    let none = "you follow no team yet: `shoptalk follow platform`";
    if !context.lists(&rows, json, none)? {
        return Ok(Outcome::Done);
    }
    let wide = rows.iter().map(|row| row.title.chars().count()).max().unwrap_or(0);
    for Row { title, days_ago: days, text, .. } in rows {
        let when = days.map_or("not yet".to_owned(), |days| {
            days_ago(today.plus(-i32::try_from(days).unwrap_or(0)), today)
        });
        let text = text.map(|text| format!("  {text}")).unwrap_or_default();
        writeln!(context.out, "{title:<wide$}  {when:<13}{text}")?;
    }
    Ok(Outcome::Done)
}
