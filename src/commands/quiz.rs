//! `shoptalk`, `shoptalk quiz` and `shoptalk sit`: runs the trainer on the terminal.

use std::io;

use anyhow::bail;

use crate::commands::{CommandResult, Context, Outcome, follow, known_decks};
use crate::core::card::DeckId;
use crate::trainer::Trainer;
use crate::tui::{self, App, Start};

/// Opens the trainer where `start` says for the decks with these names.
pub(super) fn open(
    context: &mut Context<'_>,
    decks: &[String],
    start: impl FnOnce(Vec<DeckId>) -> Start,
) -> CommandResult {
    let mut trainer = Trainer::open_on_screen(context.options.clone());
    trainer.notice_missing_progress();
    trainer.notice_clock_jump();
    let mut start = start(known_decks(decks, trainer.library(), context)?);
    let plain = context.is_plain(trainer.settings());
    if start == Start::Home && (plain || !context.is_terminal) && trainer.quizzed(&[]).is_empty() {
        writeln!(context.err, "These teams have words to learn:\n")?;
        follow::print(&trainer, context.err)?;
        writeln!(context.err)?;
    }
    if !context.is_terminal && !plain {
        bail!(
            "the trainer needs a terminal; `shoptalk lookup WORDS` and `shoptalk stats` work without one, and `shoptalk quiz --plain` and `shoptalk sit --plain` run line by line"
        );
    }
    if plain && start == Start::Home {
        // Plain mode only has the quiz; commands do the rest.
        let (decks, minutes, new, form) = (Vec::new(), None, None, None);
        start = Start::Quiz { decks, minutes, new, form, cram: false };
    }
    if let Start::Quiz { decks, .. } | Start::Scene(decks) = &start
        && trainer.quizzed(decks).is_empty()
    {
        let command = if matches!(start, Start::Scene(_)) { "sit" } else { "quiz" };
        bail!(
            "you don't follow a team yet: name a deck, as in `shoptalk {command} platform`, or run `shoptalk team follow platform`"
        );
    }
    let theme = context.theme(trainer.settings());
    if start != Start::Home
        && let Some(warning) = trainer.folder_warning()
    {
        writeln!(context.err, "{warning}")?;
    }
    if plain {
        trainer.refuse_read_only()?;
        context.say_notices(&trainer)?;
        let mut app = App::new(trainer, theme, start)?;
        let width = u16::try_from(context.width).unwrap_or(u16::MAX).clamp(30, 72);
        let mut input = io::stdin().lock();
        // An editor needs a terminal.
        let editor = context.around.editor.as_deref().filter(|_| context.is_terminal);
        let ran =
            tui::plain::run(&mut app, &mut input, context.out, width, context.is_terminal, editor);
        leave(&mut app, ran, context)?;
    } else {
        run(&mut App::new(trainer, theme, start)?, context)?;
    }
    Ok(Outcome::Done)
}

/// Runs `app` on the screen, and closes it.
pub(super) fn run(app: &mut App, context: &mut Context<'_>) -> anyhow::Result<()> {
    let ran = tui::run(app, &context.around);
    leave(app, ran, context)
}

/// Closes `app`, even if it `ran` into an error, and says where what was done is if the file of the journal lacks it.
fn leave(app: &mut App, ran: io::Result<()>, context: &mut Context<'_>) -> anyhow::Result<()> {
    if let Some(said) = app.leave()? {
        writeln!(context.err, "{said}")?;
    }
    Ok(ran?)
}
