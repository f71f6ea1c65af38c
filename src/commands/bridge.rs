//! `shoptalk team bridge`: compares the terms of two teams, shared ones and false friends.

use std::io;

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
    print(&mut Page::new(context.out, look), &found, [&left.title, &right.title])?;
    Ok(Outcome::Done)
}

/// Prints the comparison under the titles of the two teams.
fn print(page: &mut Page<'_>, found: &Bridge, teams: [&str; 2]) -> io::Result<()> {
    let [one, other] = teams;
    page.title(&format!("{one} and {other}"))?;
    let Bridge { same, different, links } = found;
    if [same, different, links].iter().all(|pairs| pairs.is_empty()) {
        return page.item("  ", "  ", "Their decks share no words or links.");
    }
    if !different.is_empty() {
        page.gap()?;
        page.title("Same word, different meaning")?;
    }
    for Pair { left, right } in different {
        if left.word.eq_ignore_ascii_case(&right.word) {
            page.item("  ", "  ", &left.word)?;
        } else {
            page.item("  ", "  ", &format!("{} / {}", left.word, right.word))?;
        }
        page.item("    ", "    ", &format!("{one}: {}", left.definition))?;
        page.item("    ", "    ", &format!("{other}: {}", right.definition))?;
    }
    for (title, pairs) in [("Same meaning", same), ("Linked", links)] {
        if !pairs.is_empty() {
            page.gap()?;
            page.title(title)?;
        }
        for Pair { left, right } in pairs {
            if left.word == right.word {
                page.item("  ", "    ", &left.word)?;
            } else {
                let both = format!("{} ({one}) and {} ({other})", left.word, right.word);
                page.item("  ", "    ", &both)?;
            }
        }
    }
    Ok(())
}

fn rows(pairs: &[Pair]) -> Vec<Row<'_>> {
    pairs.iter().map(|Pair { left, right }| Row { left: word(left), right: word(right) }).collect()
}

fn word(Side { term, word, definition }: &Side) -> Word<'_> {
    Word { term: term.as_str(), word, definition }
}
