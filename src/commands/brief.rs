//! `shoptalk brief`: a one-page summary to read before a meeting with a team.

use std::io;

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::page::Page;
use crate::commands::stats::Figures;
use crate::commands::{CommandResult, Context, Outcome, known_decks, quiz};
use crate::core::brief::page::{numbered, sections};
use crate::core::brief::{Brief, Change, Elsewhere, Word};
use crate::core::card::{DeckId, TermId};
use crate::core::deck::Level;
use crate::core::document::{self, Section};
use crate::core::fluency::Fluency;
use crate::core::meeting::{Asked, Visit};
use crate::core::stats::Progress;
use crate::core::time::Day;
use crate::trainer::Trainer;
use crate::tui::Start;

/// A team's brief, its layout, and the figures for JSON.
struct Sheet {
    brief: Brief,
    fluency: Fluency,
    sections: Vec<Section>,
}

/// Prints the brief of each team, or marks a question as asked.
pub(super) fn run(args: &cli::Brief, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer_to_write(args.asked.is_some())?;
    let named = known_decks(&args.decks, trainer.library(), context)?;
    if let Some(number) = args.asked {
        let [deck] = &named[..] else { bail!("name the one team you asked") };
        return mark(number, args, deck, &mut trainer, context);
    }
    let (decks, later) = if named.is_empty() { next_teams(&trainer) } else { (named, Vec::new()) };
    if decks.is_empty() {
        bail!("name a team, or follow one: `shoptalk team follow platform --meets tue`");
    }
    if args.quiz {
        return drill(&decks, args.minutes, trainer, context);
    }
    let today = trainer.today();
    let mut sheets = Vec::new();
    for deck in &decks {
        let Some(brief) = trainer.brief(deck, args.minutes)? else { continue };
        let Some(fluency) = trainer.fluency(deck, brief.depth)? else { continue };
        let sections = sections(&brief, &fluency, trainer.library(), today);
        sheets.push(Sheet { brief, fluency, sections });
    }
    if args.json {
        let reports: Vec<_> = sheets.iter().map(report).collect();
        context.json(&reports)?;
    } else if args.markdown {
        let pages =
            sheets.iter().map(|sheet| document::markdown(&sheet.brief.title, &sheet.sections));
        write!(context.out, "{}", pages.collect::<Vec<_>>().join("\n"))?;
    } else {
        print(&mut context.page(trainer.settings()), &sheets, &later)?;
    }
    context.out.flush()?;
    // The brief is printed already. Without this record, the next one lacks the changes since today.
    if let Err(why) = decks.iter().try_for_each(|deck| trainer.read_deck(deck)) {
        writeln!(context.err, "could not save that you read this: {why}")?;
    }
    Ok(Outcome::Done)
}

/// Prints the briefs, followed by the meeting days of the other teams.
fn print(page: &mut Page<'_>, sheets: &[Sheet], later: &[String]) -> io::Result<()> {
    for (at, sheet) in sheets.iter().enumerate() {
        if at > 0 {
            page.break_off()?;
        }
        page.document(&sheet.brief.title, &sheet.sections)?;
    }
    if !later.is_empty() {
        page.gap()?;
        page.line(&format!("Then: {}", later.join(", ")))?;
    }
    Ok(())
}

/// Starts a quiz of exactly the terms on the briefs of `decks`.
fn drill(
    decks: &[DeckId],
    minutes: Option<u32>,
    mut trainer: Trainer,
    context: &mut Context<'_>,
) -> CommandResult {
    let mut words = Vec::new();
    for deck in decks {
        let brief = trainer.brief(deck, minutes)?;
        words.extend(brief.into_iter().flat_map(|brief| brief.words).map(|word| word.term));
    }
    drop(trainer);
    if words.is_empty() {
        bail!("there are no words yet: `shoptalk deck add {}` adds one to the deck", decks[0]);
    }
    quiz::open(context, &[], |_| Start::Words(words))
}

/// The followed teams that meet next, and the meeting days of the others. All followed teams if no meeting day is set.
fn next_teams(trainer: &Trainer) -> (Vec<DeckId>, Vec<String>) {
    let teams = trainer.by_meeting();
    let met: Vec<(Day, &DeckId)> =
        teams.iter().filter_map(|(deck, day)| Some(((*day)?, deck))).collect();
    let Some((first, _)) = met.first().copied() else {
        return (teams.into_iter().map(|(deck, _)| deck).collect(), Vec::new());
    };
    let library = trainer.library();
    let (now, later): (Vec<_>, Vec<_>) = met.into_iter().partition(|(day, _)| *day == first);
    let later = later
        .into_iter()
        .map(|(day, deck)| format!("{} on {}", library.title(deck), day.date().strftime("%A")));
    (now.into_iter().map(|(_, deck)| deck.clone()).collect(), later.collect())
}

/// Marks the question with this number as asked, or stores its answer.
fn mark(
    number: usize,
    args: &cli::Brief,
    deck: &DeckId,
    trainer: &mut Trainer,
    context: &mut Context<'_>,
) -> CommandResult {
    let Some(brief) = trainer.brief(deck, args.minutes)? else { return Ok(Outcome::Problems) };
    let answer = args.message.as_deref();
    let suggested = number.checked_sub(1).and_then(|at| brief.questions.get(at));
    let waiting =
        number.checked_sub(1 + brief.questions.len()).and_then(|at| brief.unanswered.get(at));
    let waiting = waiting.or_else(|| suggested?.asked.as_ref());
    let question = match (suggested, waiting, answer) {
        (_, Some(Asked { question, answer: Some(_), .. }), _) => {
            bail!("“{question}” is already answered")
        }
        (Some(suggested), None, _) => {
            trainer.ask(deck, suggested.term.clone(), &suggested.text, answer)?.question
        }
        (_, Some(asked), Some(answer)) => {
            trainer.answer(asked.id, answer)?;
            asked.question.clone()
        }
        (_, Some(asked), None) => {
            bail!("“{}” is already marked as asked; add the answer with -m", asked.question)
        }
        (None, None, _) => bail!(
            "there is no question {number}; `shoptalk brief {deck}` shows {} of them",
            numbered(&brief)
        ),
    };
    let what = if answer.is_some() { "answered" } else { "asked" };
    writeln!(context.err, "“{question}” is saved as {what}; `shoptalk team {deck}` shows it")?;
    Ok(Outcome::Done)
}

#[derive(Serialize)]
struct Report<'a> {
    deck: &'a str,
    title: &'a str,
    depth: Level,
    /// Same fields as in `stats`.
    progress: Progress,
    #[serde(flatten)]
    figures: Figures,
    since: Option<Day>,
    changes: &'a [Change],
    questions: Vec<Question<'a>>,
    jottings: Vec<&'a str>,
    words: &'a [Word],
    elsewhere: &'a [Elsewhere],
    last_visit: Option<&'a Visit>,
}

#[derive(Serialize)]
struct Question<'a> {
    number: usize,
    term: Option<&'a TermId>,
    text: &'a str,
    /// The day on which you asked it; `None` for a suggestion.
    asked: Option<Day>,
}

fn report(sheet: &Sheet) -> Report<'_> {
    let Sheet { brief, fluency, .. } = sheet;
    let suggested = brief.questions.iter().map(|question| {
        let asked = question.asked.as_ref().map(|asked| asked.day);
        (question.term.as_ref(), question.text.as_str(), asked)
    });
    let waiting = brief.unanswered.iter();
    let waiting =
        waiting.map(|asked| (asked.term.as_ref(), asked.question.as_str(), Some(asked.day)));
    let questions = (1..).zip(suggested.chain(waiting));
    Report {
        deck: &brief.deck,
        title: &brief.title,
        depth: brief.depth,
        progress: fluency.now,
        figures: Figures::new(fluency),
        since: brief.since,
        changes: &brief.changes,
        questions: questions
            .map(|(number, (term, text, asked))| Question { number, term, text, asked })
            .collect(),
        jottings: brief.jottings.iter().map(|jotting| jotting.words.as_str()).collect(),
        words: &brief.words,
        elsewhere: &brief.elsewhere,
        last_visit: brief.last_visit.as_ref(),
    }
}
