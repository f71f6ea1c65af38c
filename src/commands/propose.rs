//! `shoptalk deck propose`: prepares answers and flags as an issue for the owners of a deck. Sends nothing.

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::card::{DeckId, TermId};
use crate::core::deck::{Deck, Term};
use crate::core::propose::{self, Proposal};
use crate::core::text::clean;
use crate::trainer::Trainer;

/// Something to propose.
#[derive(Serialize)]
struct Item {
    number: usize,
    kind: &'static str,
    /// The term's ID, `deck/term-id`.
    #[serde(skip)]
    id: TermId,
    /// The word.
    term: String,
    /// The ID of the deck it is for.
    deck: Option<DeckId>,
    /// The title of that deck.
    #[serde(skip)]
    team: Option<String>,
    #[serde(flatten)]
    proposal: Proposal,
}

/// Prints one proposal, or lists them all.
pub(super) fn run(args: &cli::Propose, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer()?;
    let items = items(&mut trainer, args.credit)?;
    let wanted = args.what.join(" ");
    let is_chosen = |item: &&Item| {
        wanted.is_empty()
            || wanted.parse() == Ok(item.number)
            || item.id.as_str() == wanted
            || item.term.to_lowercase() == wanted.to_lowercase()
    };
    let chosen: Vec<&Item> = items.iter().filter(is_chosen).collect();
    if chosen.is_empty() && !wanted.is_empty() {
        bail!(
            "nothing to propose for “{wanted}”; `shoptalk deck propose` lists what you can propose"
        );
    }
    if args.json {
        context.json(&chosen)?;
        return Ok(Outcome::Done);
    }
    match &chosen[..] {
        [] => writeln!(
            context.err,
            "nothing to propose; answer a jotting (`shoptalk jot --answer`) or flag a definition"
        )?,
        [item] => print(&item.proposal, item.team.as_deref(), context)?,
        many => {
            for Item { number, term, kind, team, .. } in many {
                let team = clean(team.as_deref().unwrap_or("anyone"));
                writeln!(context.out, "{number:>3}  {term}  {kind}, for {team}")?;
            }
            writeln!(context.err, "`shoptalk deck propose N` prints one of them, ready to send")?;
        }
    }
    Ok(Outcome::Done)
}

/// Answers, then flags, each in chronological order. Skips words that are no longer in a deck.
fn items(trainer: &mut Trainer, credit: bool) -> anyhow::Result<Vec<Item>> {
    let (answered, flags) = (trainer.answered()?, trainer.flags()?);
    let (library, marks) = (trainer.library(), trainer.marks());
    let answers = answered.iter().filter_map(|one| {
        let term = library.find(&one.term)?;
        let deck = one.jotting.deck.as_deref().and_then(|id| library.deck(id));
        let told = marks.own(library.renames(), &term.id).credit.map(|credit| &*credit.name);
        let name = told.or(term.explained_by.as_deref()).filter(|_| credit);
        Some(("answered", term, deck, propose::word(&one.jotting, term, deck, name)))
    });
    let unclear = flags.iter().filter_map(|flag| {
        let (deck, term) = library.entry(&flag.term)?;
        let proposal = propose::flagged(term, flag.words.as_deref(), deck);
        Some(("unclear", term, Some(deck), proposal))
    });
    let item = |(number, (kind, term, deck, proposal)): (usize, (_, &Term, Option<&Deck>, _))| {
        let (id, term) = (term.id.clone(), term.term.clone());
        let (deck, team) = deck.map(|deck| (deck.id.clone(), deck.title.clone())).unzip();
        Item { number, kind, id, term, deck, team, proposal }
    };
    Ok((1..).zip(answers.chain(unclear)).map(item).collect())
}

/// Prints the issue to `out`, ready to paste, and where to file it to `err`. `team` is the title of the deck it is for.
pub(super) fn print(
    proposal: &Proposal,
    team: Option<&str>,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    let Proposal { title, body, source, owners, .. } = proposal;
    let lines =
        |text: &str| text.lines().map(|line| format!("{}\n", clean(line))).collect::<String>();
    write!(context.out, "{}\n\n{}", clean(title), lines(body))?;
    context.out.flush()?;
    let to = if owners.is_empty() { String::new() } else { format!(" ({})", owners.join(", ")) };
    match (source, team) {
        (Some(source), _) => writeln!(context.err, "\nSend it to {}{}", clean(source), clean(&to))?,
        (None, Some(title)) => writeln!(
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
