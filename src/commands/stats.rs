//! `shoptalk stats`: prints due counts and progress, and the look back on practice.

use serde::Serialize;

use crate::cli;
use crate::commands::page::{OutputStyle, Page};
use crate::commands::{CommandResult, Context, Outcome, known_decks};
use crate::core::card::{CardId, DeckId, Direction};
use crate::core::credit::Thanks;
use crate::core::deck::Level;
use crate::core::fluency::{Fluency, next_step};
use crate::core::look_back::{FIRST_DAY, LookBack};
use crate::core::stats::{Done, InSentences, Keeping, MONTH, Progress, Retention, Tested};
use crate::core::text::clean;
use crate::core::time::{Day, minutes};
use crate::core::words::counted;

/// The maximum width of a picture, in columns.
const MEASURE: usize = 72;

/// The width of the table of teams without their titles, in columns.
const TABLE: usize = 63;

/// What stands before each row of a picture.
const INDENT: &str = "  ";

#[derive(Serialize)]
struct Report {
    day: Day,
    today: Today,
    retention_30_days: Kept,
    in_new_sentences: InSentences,
    kept_three_months: usize,
    /// Who explained some of these words, and which are still known.
    thanks: Vec<Thanks>,
    left_out: usize,
    decks: Vec<Row>,
    /// The look back on the last weeks and months, and the days ahead.
    look_back: LookBack,
}

#[derive(Serialize)]
struct Today {
    reviews: usize,
    new: usize,
    minutes: u64,
    #[serde(skip)]
    ms: u64,
}

#[derive(Serialize)]
struct Kept {
    typed: Share,
    judged: Share,
}

#[derive(Serialize)]
struct Share {
    #[serde(flatten)]
    counts: Tested,
    share: Option<f64>,
}

impl From<Tested> for Share {
    fn from(counts: Tested) -> Self {
        Self { counts, share: counts.share() }
    }
}

#[derive(Serialize)]
struct Row {
    deck: DeckId,
    title: String,
    depth: Level,
    /// Number of review words left in today's quiz.
    due: usize,
    /// Number of new words left in today's quiz.
    new: usize,
    /// The next deeper level and its number of words, once all words were met.
    next: Option<Next>,
    #[serde(flatten)]
    progress: Progress,
    #[serde(flatten)]
    figures: Figures,
}

/// What `stats` and `brief` say about a team: progress now, a month ago, and in the future.
#[derive(Serialize)]
pub(super) struct Figures {
    /// Number of words understood 30 days ago.
    month_ago: usize,
    /// Forecast for the next meeting, or for a week from today.
    forecast: Forecast,
}

#[derive(Serialize)]
struct Next {
    depth: Level,
    words: usize,
}

#[derive(Serialize)]
struct Forecast {
    day: Day,
    weekday: String,
    /// Number of words still understood on that day without another quiz.
    understood: usize,
}

impl Figures {
    /// The figures of `fluency`.
    pub(super) fn new(fluency: &Fluency) -> Self {
        let Fluency { month_ago, by: day, then: understood, .. } = *fluency;
        let weekday = day.date().strftime("%a").to_string();
        Self { month_ago: month_ago.understood, forecast: Forecast { day, weekday, understood } }
    }
}

/// Prints statistics for the decks in `args`, or for all followed decks.
pub(super) fn run(args: &cli::Stats, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer()?;
    if let Some(missing) = trainer.missing_progress() {
        writeln!(context.err, "{missing}")?;
    }
    if let Some(why) = trainer.no_journal() {
        anyhow::bail!("{why}");
    }
    let named = known_decks(&args.decks, trainer.library(), context)?;
    let mut decks = trainer.quizzed(&named);
    let Done { answers, new, ms } = trainer.done_today()?;
    let look_back = trainer.look_back(&named)?;
    let Retention { typed, judged } = look_back.retention;
    let words = trainer.words_named(&named);
    let is_kept = |(card, kept): &(CardId, Keeping)| {
        let is_meant = words.as_ref().is_none_or(|words| words.contains(&card.term));
        kept.is_long && card.direction == Direction::Understand && is_meant
    };
    let kept_three_months = trainer.keeping()?.into_iter().filter(is_kept).count();
    let followed = trainer.quizzed(&[]);
    let today = trainer.plan(&followed, None, None)?;
    if named.is_empty() {
        // Requested words are in today's quiz even if you don't follow their team.
        let library = trainer.library();
        let is_asked = |id: &str| today.of_deck(id) != (0, 0);
        let others = library.decks().iter().filter(|deck| is_asked(&deck.id));
        let others = others.filter(|deck| followed.iter().all(|(id, _)| **id != *deck.id));
        decks.extend(others.map(|deck| (deck.id.clone(), trainer.depth(deck))));
    }
    let mut rows = Vec::new();
    for (id, depth) in &decks {
        let Some(fluency) = trainer.fluency(id, *depth)? else { continue };
        let (due, new) = today.of_deck(id);
        let title = trainer.library().title(id).into_owned();
        let (progress, figures) = (fluency.now, Figures::new(&fluency));
        let deeper = fluency.deeper.filter(|_| progress.met == progress.words);
        let next = deeper.map(|(depth, words)| Next { depth, words });
        let (deck, depth) = (id.clone(), *depth);
        rows.push(Row { deck, title, depth, due, new, next, progress, figures });
    }
    let report = Report {
        day: trainer.today(),
        today: Today { reviews: answers, new, minutes: ms.div_ceil(60_000), ms },
        retention_30_days: Kept { typed: typed.into(), judged: judged.into() },
        in_new_sentences: look_back.in_new_sentences,
        kept_three_months,
        thanks: trainer.thanks()?,
        left_out: trainer.marks().holds(trainer.today()).len(),
        decks: rows,
        look_back,
    };
    if args.json {
        context.json(&report)?;
    } else {
        let look = context.look(trainer.settings());
        print(&report, look, context)?;
        print_next(&report, look, context)?;
        print_look_back(&report, look, context)?;
    }
    Ok(Outcome::Done)
}

/// Prints the look back: as pictures of block characters, or as sentences for screen readers.
fn print_look_back(
    Report { look_back, day, decks, .. }: &Report,
    look: OutputStyle,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    if look_back.is_empty() && !decks.is_empty() {
        writeln!(context.out)?;
        return Ok(Page::new(context.out, look).line(FIRST_DAY)?);
    }
    if look.plain {
        for sentence in look_back.sentences(*day) {
            writeln!(context.out, "{}", clean(&sentence))?;
        }
        return Ok(());
    }
    let columns = look.width.saturating_sub(INDENT.len()).min(MEASURE);
    for (title, rows) in look_back.parts(*day, columns) {
        writeln!(context.out, "\n{title}")?;
        for row in rows {
            writeln!(context.out, "{INDENT}{}", clean(&row))?;
        }
    }
    Ok(())
}

fn print(report: &Report, look: OutputStyle, context: &mut Context<'_>) -> anyhow::Result<()> {
    let Report { day, today, kept_three_months, thanks, left_out, decks, look_back, .. } = report;
    let mut page = Page::new(context.out, look);
    let mut done = vec![counted(today.reviews, "answer"), counted(today.new, "new word")];
    done.extend((today.ms > 0).then(|| minutes(today.ms)));
    // A quiz asks about all teams, so today's figures can't be split.
    let whose = if look_back.team.is_some() { ", all teams" } else { "" };
    page.line(&format!("Today ({day})  {}{whose}", done.join(", ")))?;
    if *kept_three_months > 0 {
        let words = counted(*kept_three_months, "word");
        page.line(&format!("Kept for 3 months   {words}, without a miss in between"))?;
    }
    if !thanks.is_empty() {
        let one = |Thanks { name, words, .. }: &Thanks| {
            format!("{name} for {}", counted(words.len(), "word"))
        };
        let all = thanks.iter().map(one).collect::<Vec<_>>().join(", ");
        page.line(&format!("Thanks to           {all} they explained and you still know"))?;
        for one in thanks {
            page.line(&format!("                    {}", one.sentence()))?;
        }
    }
    if *left_out > 0 {
        let words = counted(*left_out, "word");
        page.line(&format!("Skipped, suspended  {words}: `shoptalk data notes`"))?;
    }
    if decks.is_empty() {
        writeln!(context.out)?;
        let how = "You don't follow a team yet: `shoptalk team follow platform`";
        Page::new(context.out, look).line(how)?;
        return Ok(());
    }
    let wide = decks.iter().map(|row| row.title.chars().count()).max().unwrap_or(0).max(4);
    // In a pipe, lines may have any length.
    if context.on_terminal.out && look.width < wide + TABLE {
        return print_teams(decks, *day, look, context);
    }
    let out = &mut context.out;
    let ago = a_month_before(*day);
    writeln!(out, "\n{:<wide$}  Today     Now                       Understood", "")?;
    writeln!(
        out,
        "{:<wide$}  due  new  met  understood  can use  {ago:>9}  without a quiz",
        "Team"
    )?;
    for Row { title, progress, due, new, figures: Figures { month_ago, forecast }, .. } in decks {
        let Progress { words, met, understood, usable } = progress;
        let count = format!("{understood} of {words}");
        let then = forecast.said(*understood);
        let line = format!(
            "{title:<wide$}  {due:>3}  {new:>3}  {met:>3}  {count:>10}  {usable:>7}  {month_ago:>9}  {then}"
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The day that is a month before `day`, as a column says it.
fn a_month_before(day: Day) -> String {
    day.plus(-MONTH).date().strftime("on %b %-d").to_string()
}

impl Forecast {
    /// How many of the words `understood` now will still be; empty if there are none.
    fn said(&self, understood: usize) -> String {
        let Self { weekday, understood: then, .. } = self;
        if understood == 0 { String::new() } else { format!("{then} by {weekday}") }
    }
}

/// Prints a paragraph for each team, for terminals too narrow for the table.
fn print_teams(
    decks: &[Row],
    day: Day,
    look: OutputStyle,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    let ago = a_month_before(day);
    for Row { title, progress, due, new, figures: Figures { month_ago, forecast }, .. } in decks {
        let Progress { words, met, understood, usable } = progress;
        let mut said = vec![
            format!("today {due} due, {new} new"),
            format!("now {met} met, {understood} of {words} understood, can use {usable}"),
            format!("{ago} {month_ago} understood"),
        ];
        let then = forecast.said(*understood);
        said.extend((!then.is_empty()).then(|| format!("without a quiz {then}")));
        writeln!(context.out)?;
        Page::new(context.out, look).line(&format!("{title}: {}", said.join("; ")))?;
    }
    Ok(())
}

/// For each team whose words you have all met, prints how to go deeper.
fn print_next(report: &Report, look: OutputStyle, context: &mut Context<'_>) -> anyhow::Result<()> {
    for Row { deck, title, next, .. } in &report.decks {
        if let Some(Next { depth, words }) = next {
            let step = next_step((*depth, *words));
            let how = format!("`shoptalk team follow {deck} --depth {depth}`");
            writeln!(context.out)?;
            let said = format!("{title}: you have met every word; {how} adds {step}");
            Page::new(context.out, look).line(&said)?;
        }
    }
    Ok(())
}
