//! `shoptalk team bridge`: compares the terms of two teams, shared ones and false friends.

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome, known_decks};
use crate::core::bridge::{Bridge, bridge};

#[derive(Serialize)]
struct Report<'a> {
    left: &'a str,
    right: &'a str,
    #[serde(flatten)]
    found: Bridge,
}

/// Prints the comparison of the two teams in `args`.
pub(super) fn run(args: &cli::Bridge, context: &mut Context<'_>) -> CommandResult {
    let trainer = context.trainer()?;
    let library = trainer.library();
    let ids = known_decks(&[args.left.clone(), args.right.clone()], library, context)?;
    let (Some(left), Some(right)) = (library.deck(&ids[0]), library.deck(&ids[1])) else {
        return Ok(Outcome::Problems);
    };
    if left.id == right.id {
        bail!("name two different teams");
    }
    let found = bridge(library, left, right, trainer.today());
    let (one, other) = (&left.title, &right.title);
    if args.json {
        context.json(&Report { left: &left.id, right: &right.id, found })?;
    } else {
        let sections = found.sections(one, other, true);
        context.page(trainer.settings()).document(&format!("{one} / {other}"), &sections)?;
    }
    Ok(Outcome::Done)
}
