//! `shoptalk team bridge`: compares the terms of two teams, shared ones and false friends.

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::page::Page;
use crate::commands::{Context, Outcome, known_decks};
use crate::core::bridge::{Bridge, Pair, Side, bridge};

#[derive(Serialize)]
struct Report<'a> {
    left: &'a str,
    right: &'a str,
    same: Vec<Row<'a>>,
    different: Vec<Row<'a>>,
    links: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    left: Word<'a>,
    right: Word<'a>,
}

#[derive(Serialize)]
struct Word<'a> {
    term: &'a str,
    word: &'a str,
    definition: &'a str,
}

/// Prints the comparison of the two teams in `args`.
pub fn run(args: &cli::Bridge, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let trainer = context.trainer();
    context.say_notices(&trainer)?;
    let library = trainer.library();
    let ids = known_decks(&[args.left.clone(), args.right.clone()], library)?;
    let (Some(left), Some(right)) = (library.deck(&ids[0]), library.deck(&ids[1])) else {
        return Ok(Outcome::Problems);
    };
    if left.id == right.id {
        bail!("name two different teams");
    }
    let found = bridge(library, left, right, trainer.today());
    if args.json {
        let Bridge { same, different, links } = &found;
        let [same, different, links] = [same, different, links].map(|pairs| rows(pairs));
        context.json(&Report { left: &left.id, right: &right.id, same, different, links })?;
        return Ok(Outcome::Done);
    }
    let look = context.look(trainer.settings());
    let (one, other) = (&left.title, &right.title);
    let sections = found.sections(one, other);
    Page::new(context.out, look).document(&format!("{one} and {other}"), &sections)?;
    Ok(Outcome::Done)
}

fn rows(pairs: &[Pair]) -> Vec<Row<'_>> {
    pairs.iter().map(|Pair { left, right }| Row { left: word(left), right: word(right) }).collect()
}

fn word(Side { term, word, definition }: &Side) -> Word<'_> {
    Word { term: term.as_str(), word, definition }
}
