//! `shoptalk bridge`: the words that two teams share, and those that only sound as if.

use anyhow::bail;
use serde::Serialize;

use crate::cli;
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

/// The widest that text is printed.
const MEASURE: usize = 76;

/// Prints what the two teams of `args` share.
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
    let styled = context.styled(trainer.settings());
    let width = context.width.clamp(20, MEASURE);
    let out = &mut context.out;
    let mut wrapped = |first: &str, rest: &str, text: &str| {
        let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(rest);
        textwrap::wrap(text, options).into_iter().try_for_each(|line| {
            let line = line.trim_end().to_owned();
            writeln!(out, "{line}")
        })
    };
    let strong = |text: &str| {
        if styled { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    };
    wrapped("", "", &strong(&format!("{} and {}", left.title, right.title)))?;
    let mut silent = true;
    for (title, pairs) in [("Listen for these: said by both, meant differently", &found.different)]
    {
        for (at, Pair { left: one, right: other }) in pairs.iter().enumerate() {
            if at == 0 {
                wrapped("", "", " ")?;
                wrapped("", "", &strong(title))?;
            }
            silent = false;
            let said = if one.word.eq_ignore_ascii_case(&other.word) {
                one.word.clone()
            } else {
                format!("{} / {}", one.word, other.word)
            };
            wrapped("  ", "  ", &said)?;
            wrapped("    ", "    ", &format!("{}: {}", left.title, one.definition))?;
            wrapped("    ", "    ", &format!("{}: {}", right.title, other.definition))?;
        }
    }
    for (title, pairs) in
        [("Meant the same", &found.same), ("One leads to the other", &found.links)]
    {
        for (at, Pair { left: one, right: other }) in pairs.iter().enumerate() {
            if at == 0 {
                wrapped("", "", " ")?;
                wrapped("", "", &strong(title))?;
            }
            silent = false;
            let said = if one.word == other.word {
                one.word.clone()
            } else {
                format!("{} ({}) and {} ({})", one.word, left.title, other.word, right.title)
            };
            wrapped("  ", "    ", &said)?;
        }
    }
    if silent {
        wrapped("  ", "  ", "Their decks share no word and no link.")?;
    }
    Ok(Outcome::Done)
}

fn rows(pairs: &[Pair]) -> Vec<Row<'_>> {
    pairs.iter().map(|Pair { left, right }| Row { left: word(left), right: word(right) }).collect()
}

fn word(Side { term, word, definition }: &Side) -> Word<'_> {
    Word { term: term.as_str(), word, definition }
}
