//! `shoptalk team`: shows a team's page, lists teams, and runs the team subcommands.

use crate::cli::{self, TeamCommand};
use crate::commands::{
    CommandResult, Context, Outcome, bridge, follow, known_decks, teach_back, visit,
};
use crate::core::team::Entry;

/// Runs the subcommand in `args`; without one, shows a team's page or lists the teams.
pub(super) fn run(args: &cli::Team, context: &mut Context<'_>) -> CommandResult {
    match (&args.command, &args.deck) {
        (Some(TeamCommand::Follow(args)), _) => follow::follow(args, context),
        (Some(TeamCommand::Unfollow(args)), _) => follow::unfollow(args, context),
        (Some(TeamCommand::Visit(args)), _) => visit::run(args, context),
        (Some(TeamCommand::Bridge(args)), _) => bridge::run(args, context),
        (Some(TeamCommand::TeachBack(args)), _) => teach_back::run(args, context),
        (None, Some(deck)) => page(deck, args, context),
        (None, None) => follow::list(args.json, context),
    }
}

/// Prints the team's page, filtered by the words in `args`.
fn page(deck: &String, args: &cli::Team, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer()?;
    let deck = known_decks(std::slice::from_ref(deck), trainer.library(), context)?.remove(0);
    let query = args.words.join(" ");
    let mut entries = trainer.team(&deck)?;
    let all = entries.len();
    entries.retain(|entry| entry.matches(&query));
    if args.json {
        context.json(&entries)?;
    } else {
        // Without a journal, the rest of the page is empty as well.
        let standing = trainer.standing(&deck).unwrap_or_default();
        let mut page = context.page(trainer.settings());
        for sentence in standing.iter().filter(|_| query.is_empty()) {
            page.item("", "", sentence)?;
        }
        for Entry { day, kind, text, .. } in &entries {
            let lead = format!("{day}  {:<7} ", kind.label());
            page.item(&lead, &" ".repeat(lead.len()), text)?;
        }
    }
    if entries.is_empty() {
        let what = if all == 0 {
            format!("no notes about {deck} yet: `shoptalk team visit {deck} -m \"what you saw\"`")
        } else {
            "nothing there has all of these words".to_owned()
        };
        writeln!(context.err, "{what}")?;
        return Ok(if query.is_empty() { Outcome::Done } else { Outcome::Problems });
    }
    Ok(Outcome::Done)
}
