//! `shoptalk data forget`: permanently deletes personal data, after confirmation.

use anyhow::bail;

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::card::DeckId;
use crate::core::deck_names;
use crate::core::personal_data::PersonalData;
use crate::core::text::clean;
use crate::core::words::listed;
use crate::files::shown;
use crate::trainer::{Erased, MINE, Trainer, Which};

/// Deletes the data named in `args`.
pub(super) fn run(args: &cli::Forget, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer_to_write(true)?;
    let what = args.what;
    // A deck that no longer exists may still have data.
    let library = trainer.library().clone();
    let now = |id: &String| library.deck(id).map_or(DeckId::from(&**id), |deck| deck.id.clone());
    let deck = args.deck.as_ref().map(now);
    let which = Which { before: args.before.map(|day| day.day(trainer.today())), deck };
    let count = trainer.traces(what, &which)?;
    if let Some(name) = args.deck.as_ref().filter(|id| count == 0 && library.deck(id).is_none()) {
        // Never erase what was only guessed.
        let titles: Vec<_> = library.titles().collect();
        if let Some(question) = deck_names::ask(name, &titles) {
            bail!("unknown deck `{}`; {question}", clean(name));
        }
    }
    if count > 0 && !args.yes {
        let mut meant = meant(what, count, &which, &trainer);
        let damaged: Vec<String> =
            trainer.unusable_copies()?.iter().map(|copy| shown(copy).to_string()).collect();
        if !damaged.is_empty() {
            let (what, which) = match damaged.len() {
                1 => ("the damaged copy", "which is deleted as a whole"),
                _ => ("the damaged copies", "which are deleted as a whole"),
            };
            meant += &format!(", and {what} {}, {which}", listed(&damaged, "and"));
        }
        let question = format!("Erase for good: {meant}?");
        if !context.confirms(&question, &format!("this would erase for good: {meant}"))? {
            writeln!(context.err, "nothing was erased")?;
            return Ok(Outcome::Problems);
        }
    }
    // Run even with a count of 0: backups of the journal may still contain some.
    let erased = trainer.forget(what, &which)?;
    let outcome = report(what, &erased, context)?;
    if let Some(path) = trainer.own_words() {
        let path = shown(&path);
        // Versions before the journal had credits wrote them there.
        let names_people = trainer
            .library()
            .deck(MINE)
            .is_some_and(|deck| deck.terms.iter().any(|term| term.explained_by.is_some()));
        match what {
            PersonalData::Jottings => writeln!(
                context.err,
                "the words you got answers for stay in {path}: edit that file, or delete it with `shoptalk data forget own-words`; `shoptalk data forget people` erases who explained them"
            )?,
            PersonalData::People if names_people => writeln!(
                context.err,
                "the names under `explained_by` in {path} stay: edit or delete that file yourself"
            )?,
            _ => {}
        }
    }
    Ok(outcome)
}

/// Describes the data to delete.
fn meant(what: PersonalData, count: usize, which: &Which, trainer: &Trainer) -> String {
    let team = which.deck.as_ref().map(|id| {
        let title = trainer.library().deck(id).map_or(id.as_str(), |deck| deck.title.as_str());
        format!(" about {}", clean(title))
    });
    let before = which.before.map(|date| format!(" from before {date}"));
    format!("{}{}{}", what.counted(count), team.unwrap_or_default(), before.unwrap_or_default())
}

fn report(what: PersonalData, erased: &Erased, context: &mut Context<'_>) -> CommandResult {
    let Erased { rows, rewritten, removed, deleted, in_use } = erased;
    if *rows == 0 && rewritten.is_empty() && removed.is_empty() {
        writeln!(context.err, "nothing to erase")?;
        return Ok(Outcome::Problems);
    }
    writeln!(context.err, "erased for good: {}", what.counted(*rows))?;
    if what == PersonalData::Answers {
        writeln!(context.err, "your progress and your schedule are unchanged")?;
    }
    if what == PersonalData::OwnWords {
        writeln!(context.err, "your answers to them stay, under the names of the words")?;
    }
    for (copies, done) in [
        (deleted, "deleted"),
        (rewritten, "erased from the copy"),
        (removed, "removed the unusable copy"),
    ] {
        for copy in copies {
            writeln!(context.err, "{done} {}", shown(copy))?;
        }
    }
    if *in_use {
        writeln!(
            context.err,
            "another shoptalk has the journal open, so traces remain in its log: close it and run this again"
        )?;
    }
    Ok(Outcome::Done)
}
