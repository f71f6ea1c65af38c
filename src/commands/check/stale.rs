//! `shoptalk deck check --stale AGE`: lists terms whose last review by their owners is too old.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Span;

use crate::cli;
use crate::commands::check::reading::read_all;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::deck::{Deck, Term};
use crate::core::words::counted;

/// A term that was not reviewed recently.
#[derive(serde::Serialize)]
struct Stale<'a> {
    id: &'a str,
    term: &'a str,
    reviewed: Option<String>,
    path: &'a str,
    line: u32,
    #[serde(skip)]
    deck: &'a Deck,
    owners: &'a [String],
}

/// Lists the terms at `paths` whose `reviewed` date is older than `age`, oldest first.
pub(super) fn run(
    age: Span,
    paths: &[PathBuf],
    args: &cli::Check,
    context: &mut Context<'_>,
) -> CommandResult {
    let today = context.today();
    let since = today.saturating_sub(age);
    let checked = read_all(paths, context.sources().own.as_deref());
    let decks: Vec<&Deck> = checked.reads.iter().filter_map(|read| read.deck.as_ref()).collect();
    let all = decks.iter().flat_map(|deck| deck.terms.iter().map(move |term| (*deck, term)));
    // Retired terms don't need reviews.
    let is_stale =
        |term: &Term| !term.is_retired(today) && term.reviewed.is_none_or(|date| date <= since);
    let mut stale: Vec<Stale<'_>> = all
        .filter(|(_, term)| is_stale(term))
        .map(|(deck, term)| Stale {
            id: term.id.as_str(),
            term: &term.term,
            reviewed: term.reviewed.map(|date| date.to_string()),
            path: &deck.path,
            line: term.line,
            deck,
            owners: &deck.owners,
        })
        .collect();
    // `None` (never reviewed) sorts before every date.
    stale.sort_by(|a, b| (a.owners, &a.reviewed, a.id).cmp(&(b.owners, &b.reviewed, b.id)));
    if args.json || args.format == cli::Format::Json {
        context.json(&stale)?;
    } else {
        let mut by_owner: BTreeMap<String, Vec<&Stale<'_>>> = BTreeMap::new();
        for one in &stale {
            by_owner.entry(owner(one.deck)).or_default().push(one);
        }
        for (at, (owner, terms)) in by_owner.into_iter().enumerate() {
            if at > 0 {
                writeln!(context.out)?;
            }
            writeln!(context.out, "{owner}: {}", counted(terms.len(), "word"))?;
            for Stale { id, reviewed, path, line, .. } in terms {
                let when = reviewed.as_deref().unwrap_or("never");
                writeln!(context.out, "  {when:<10}  {id}  {path}:{line}")?;
            }
        }
    }
    let what = counted(decks.iter().map(|deck| deck.terms.len()).sum::<usize>(), "word");
    let broken = checked.files.len() - decks.len();
    let left_out = match broken {
        0 => String::new(),
        count => format!("; {} could not be read", counted(count, "file")),
    };
    writeln!(context.err, "{} of {what} not confirmed since {since}{left_out}", stale.len())?;
    let failed = args.strict && !stale.is_empty();
    Ok(if failed { Outcome::Problems } else { Outcome::Done })
}

fn owner(deck: &Deck) -> String {
    if deck.owners.is_empty() {
        format!("no owner ({})", deck.path)
    } else {
        deck.owners.join(", ")
    }
}
