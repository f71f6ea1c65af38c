//! `shoptalk brief`: a one-page summary to read before a meeting with a team.

use std::io;

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::page::Page;
use crate::commands::{Context, Outcome, known_decks, quiz};
use crate::core::brief::page::{numbered, sections};
use crate::core::brief::{Brief, ChangeKind};
use crate::core::document::{self, Section};
use crate::core::fluency::Fluency;
use crate::core::meeting::Asked;
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
pub fn run(args: &cli::Brief, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let mut trainer = context.trainer();
    context.say_notices(&trainer)?;
    let named = known_decks(&args.decks, trainer.library())?;
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
        let look = context.look(trainer.settings());
        print(&mut Page::new(context.out, look), &sheets, &later)?;
    }
    context.out.flush()?;
    for deck in &decks {
        trainer.read_deck(deck)?;
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
    decks: &[String],
    minutes: Option<u32>,
    mut trainer: Trainer,
    context: &mut Context<'_>,
) -> anyhow::Result<Outcome> {
    let mut words = Vec::new();
    for deck in decks {
        let brief = trainer.brief(deck, minutes)?;
        words.extend(brief.into_iter().flat_map(|brief| brief.words).map(|word| word.term));
    }
    drop(trainer);
    if words.is_empty() {
        bail!("there are no words yet: `shoptalk deck add {}` adds one to the deck", decks[0]);
    }
    quiz::open(context, Start::Words(words))
}

/// The followed teams that meet next, and the meeting days of the others. All followed teams if no meeting day is set.
fn next_teams(trainer: &Trainer) -> (Vec<String>, Vec<String>) {
    let teams = trainer.by_meeting();
    let met: Vec<(Day, &String)> =
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
    deck: &str,
    trainer: &mut Trainer,
    context: &mut Context<'_>,
) -> anyhow::Result<Outcome> {
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
    depth: &'a str,
    /// Same fields as in `stats`.
    progress: Progress,
    /// Number of terms understood 30 days ago.
    month_ago: usize,
    forecast: Forecast,
    since: Option<String>,
    changes: Vec<Change<'a>>,
    questions: Vec<Question<'a>>,
    jottings: Vec<&'a str>,
    words: Vec<Word<'a>>,
    elsewhere: Vec<Elsewhere<'a>>,
    last_visit: Option<Visit<'a>>,
}

#[derive(Serialize)]
struct Forecast {
    day: String,
    /// Number of terms still understood on that day without another quiz.
    understood: usize,
}

#[derive(Serialize)]
struct Change<'a> {
    term: &'a str,
    word: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<&'a str>,
}

#[derive(Serialize)]
struct Question<'a> {
    number: usize,
    term: Option<&'a str>,
    text: &'a str,
    /// The day on which you asked it; `None` for a suggestion.
    asked: Option<String>,
}

#[derive(Serialize)]
struct Word<'a> {
    term: &'a str,
    word: &'a str,
    gist: &'a str,
    recall: f32,
    met: bool,
}

#[derive(Serialize)]
struct Elsewhere<'a> {
    word: &'a str,
    here: &'a str,
    team: &'a str,
    there: &'a str,
}

#[derive(Serialize)]
struct Visit<'a> {
    day: String,
    text: Option<&'a str>,
}

fn report(sheet: &Sheet) -> Report<'_> {
    let Sheet { brief, fluency, .. } = sheet;
    let suggested = brief.questions.iter().enumerate().map(|(at, question)| Question {
        number: at + 1,
        term: question.term.as_ref().map(crate::core::card::TermId::as_str),
        text: &question.text,
        asked: question.asked.as_ref().map(|asked| asked.day.to_string()),
    });
    let waiting = brief.unanswered.iter().enumerate().map(|(at, asked)| Question {
        number: brief.questions.len() + at + 1,
        term: asked.term.as_ref().map(crate::core::card::TermId::as_str),
        text: &asked.question,
        asked: Some(asked.day.to_string()),
    });
    let changes = brief.changes.iter().map(|change| {
        let (kind, old, new) = match &change.kind {
            ChangeKind::New { definition } => ("new", None, Some(definition.as_str())),
            ChangeKind::Changed { old, new } => ("changed", Some(old.as_str()), Some(new.as_str())),
            ChangeKind::Gone => ("gone", None, None),
        };
        Change { term: change.term.as_str(), word: &change.word, kind, old, new }
    });
    let words = brief.words.iter().map(|word| Word {
        term: word.term.as_str(),
        word: &word.word,
        gist: &word.gist,
        recall: word.recall,
        met: word.met,
    });
    let elsewhere = brief.elsewhere.iter().map(|word| Elsewhere {
        word: &word.word,
        here: &word.here,
        team: &word.title,
        there: &word.there,
    });
    Report {
        deck: &brief.deck,
        title: &brief.title,
        depth: brief.depth.into(),
        progress: fluency.now,
        month_ago: fluency.month_ago.understood,
        forecast: Forecast { day: fluency.by.to_string(), understood: fluency.then },
        since: brief.since.map(|day| day.to_string()),
        changes: changes.collect(),
        questions: suggested.chain(waiting).collect(),
        jottings: brief.jottings.iter().map(|jotting| jotting.words.as_str()).collect(),
        words: words.collect(),
        elsewhere: elsewhere.collect(),
        last_visit: brief
            .last_visit
            .as_ref()
            .map(|visit| Visit { day: visit.day.to_string(), text: visit.text.as_deref() }),
    }
}
