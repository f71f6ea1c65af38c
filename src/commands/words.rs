//! `shoptalk deck words`: lists the words of decks, most important first, for people and for speech recognition.

mod heard;

use std::collections::{HashMap, HashSet};

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::page::Page;
use crate::commands::{CommandResult, Context, Outcome, known_decks};
use crate::core::caption_phrases::{phrases, read_as_words};
use crate::core::card::{DeckId, TermId};
use crate::core::deck::{Deck, Level, Term};
use crate::core::text::clean;
use crate::core::time::Day;
use crate::trainer::Trainer;

#[derive(Serialize)]
struct Row<'a> {
    id: &'a TermId,
    term: &'a str,
    deck: &'a str,
    #[serde(skip)]
    team: &'a str,
    level: Level,
    gloss: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expansion: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    say: Option<&'a str>,
    aliases: &'a [String],
    /// The day of the next meeting with the team.
    meeting: Option<Day>,
}

/// Lists the words of the decks in `args`, or reads the table of misheard words.
pub(super) fn run(args: &cli::Words, context: &mut Context<'_>) -> CommandResult {
    if let Some(table) = &args.heard {
        return heard::run(table, args, context);
    }
    let trainer = context.trainer()?;
    let named = known_decks(&args.decks, trainer.library(), context)?;
    let decks: Vec<DeckId> = trainer.quizzed(&named).into_iter().map(|(deck, _)| deck).collect();
    if decks.is_empty() {
        bail!("name a deck, or follow a team: `shoptalk team follow platform`");
    }
    let mut words = words(&decks, &trainer);
    let limit = args.limit.unwrap_or(usize::MAX);
    if let Some(cli::Purpose::Captions) = args.purpose {
        let all = trainer.library().terms().map(|(_, term)| term);
        let spelling = args.letters.then(|| read_as_words(all));
        let mut phrases = phrases(words.iter().map(|(_, term, _)| *term), spelling.as_ref());
        phrases.truncate(limit);
        if context.lists(&phrases, args.json, NONE)? {
            phrases.iter().try_for_each(|phrase| writeln!(context.out, "{}", clean(phrase)))?;
        }
        return Ok(if phrases.is_empty() { Outcome::Problems } else { Outcome::Done });
    }
    words.truncate(limit);
    let rows: Vec<Row<'_>> = words.into_iter().map(row).collect();
    if context.lists(&rows, args.json, NONE)? {
        print(&rows, &trainer, context)?;
    }
    Ok(if rows.is_empty() { Outcome::Problems } else { Outcome::Done })
}

const NONE: &str = "these decks have no words yet";

type Word<'a> = (&'a Deck, &'a Term, Option<Day>);

/// The words of `decks` that are not retired, one for each group of same terms: by level, next meeting and name.
fn words<'a>(decks: &[DeckId], trainer: &'a Trainer) -> Vec<Word<'a>> {
    let library = trainer.library();
    let today = trainer.today().date();
    let meetings: HashMap<DeckId, Option<Day>> = trainer.by_meeting().into_iter().collect();
    let mut words: Vec<Word<'a>> = Vec::new();
    for deck in decks.iter().filter_map(|id| library.deck(id)) {
        let meeting = meetings.get(&*deck.id).copied().flatten();
        words.extend(deck.live(today).map(|term| (deck, term, meeting)));
    }
    words.sort_by_cached_key(|(_, term, day)| {
        (term.level, day.is_none(), *day, term.term.to_lowercase())
    });
    let mut seen = HashSet::new();
    words.retain(|(_, term, _)| seen.insert(library.resolve(&term.id)));
    words
}

fn row((deck, term, meeting): Word<'_>) -> Row<'_> {
    Row {
        id: &term.id,
        term: &term.term,
        deck: &deck.id,
        team: &deck.title,
        level: term.level,
        gloss: term.gist(),
        expansion: term.expansion.as_deref(),
        say: term.say.as_deref(),
        aliases: &term.aliases,
        meeting,
    }
}

/// Prints a line for each row, cut to the width of a terminal; otherwise whole, with tabs.
fn print(rows: &[Row<'_>], trainer: &Trainer, context: &mut Context<'_>) -> anyhow::Result<()> {
    let look = context.look(trainer.settings());
    for Row { term, team, level, gloss, .. } in rows {
        if context.on_terminal.out {
            let team = if look.plain { (*team).to_owned() } else { format!("{team}, {level}") };
            Page::new(context.out, look).row(level.as_ref(), term, &team, gloss)?;
        } else {
            let [term, team, gloss] = [term, team, gloss].map(|text| clean(text));
            writeln!(context.out, "{term}\t{team}\t{level}\t{gloss}")?;
        }
    }
    Ok(())
}
