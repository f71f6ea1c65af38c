//! `shoptalk scan`: lists the jargon in a text, new words first.

mod count;
mod follow;
mod lines;
mod print;

use std::path::Path;

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome, known_decks, quiz};
use crate::core::card::TermId;
use crate::core::finder::Finder;
use crate::core::jargon::{
    Acronym, Certainty, Kind, Position, Scan, Scanner, Sense, Spotted, add_misheard,
};
use crate::core::library::Library;
use crate::core::reading::Reading;
use crate::files::shown;
use crate::files::texts::{self, Text, TextError};
use crate::trainer::Trainer;
use crate::tui::Start;

/// A term found in the text, and whether the user knows it.
struct Word<'a> {
    spotted: &'a Spotted,
    known: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    /// The text line by line, with its terms and their meanings.
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Reading<'a>>,
    words: Vec<Row<'a>>,
    acronyms: &'a [Acronym],
}

#[derive(Serialize)]
struct Row<'a> {
    text: &'a str,
    term: &'a str,
    known: bool,
    sure: Certainty,
    senses: &'a [Sense],
    count: usize,
    first: Position,
    #[serde(skip_serializing_if = "Option::is_none")]
    gloss: Option<&'a str>,
    definition: &'a str,
}

/// Prints the jargon in the text named in `args`.
pub(super) fn run(args: &cli::Scan, context: &mut Context<'_>) -> CommandResult {
    if args.follow {
        return follow::run(args, context);
    }
    let mut trainer = context.trainer_to_write(args.jot)?;
    if args.count {
        return count::run(args, &trainer, context);
    }
    if args.path.is_dir() {
        bail!(
            "{} is a folder: name a file in it, or add --count to rank what no deck explains",
            shown(&args.path)
        );
    }
    let from_input = args.path == Path::new("-");
    if args.quiz && from_input {
        bail!(
            "--quiz cannot read both the text and your answers from standard input; name a file instead"
        );
    }
    let text = text(&args.path, args.heard)?;
    if let Some(encoding) = text.damaged {
        let shown = shown(&args.path);
        writeln!(context.err, "{shown}: parts that are not {encoding} were skipped")?;
    }
    let library = trainer.library().clone();
    let scan = scan(&text, &Scanner::new(&library), &trainer);
    let words: Vec<Word<'_>> = scan
        .words
        .iter()
        .map(|spotted| Word { spotted, known: is_known(spotted, &trainer) })
        .filter(|word| !(args.unknown && word.known))
        .collect();
    let reading = (args.lines || args.markdown).then(|| lines::read(&text, &scan, &trainer));
    if args.json {
        context.json(&Report { lines: reading, ..report(&words, &scan, &library) })?;
    } else if let Some(reading) = reading {
        lines::print(&reading, &words, args.markdown, &trainer, context)?;
        sum_up(&scan, &words, args.unknown, context)?;
    } else if !args.quiz {
        print::report(&mut context.page(trainer.settings()), &words, &scan, &library)?;
        sum_up(&scan, &words, args.unknown, context)?;
    }
    if args.jot {
        jot(&scan.acronyms, args.deck.as_slice(), &mut trainer, context)?;
    }
    if args.quiz {
        return drill(&words, context);
    }
    Ok(if words.is_empty() && scan.acronyms.is_empty() { Outcome::Problems } else { Outcome::Done })
}

/// Prints the counts.
fn sum_up(
    scan: &Scan,
    words: &[Word<'_>],
    only_unknown: bool,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    let new = words.iter().filter(|word| !word.known && !word.spotted.is_doubtful()).count();
    let known = scan.words.iter().filter(|word| !word.is_doubtful()).count() - new;
    let doubtful = words.iter().filter(|word| word.spotted.is_doubtful()).count();
    let acronyms = scan.acronyms.len();
    if new + known + doubtful + acronyms == 0 {
        writeln!(context.err, "this text has no words from any deck and no acronyms")?;
        return Ok(());
    }
    let hidden = if only_unknown && known > 0 { " (not shown)" } else { "" };
    let perhaps = if doubtful > 0 { format!("; doubtful: {doubtful}") } else { String::new() };
    writeln!(
        context.err,
        "not understood yet: {new}; understood: {known}{hidden}; not in any deck: {acronyms}{perhaps}"
    )?;
    Ok(())
}

/// Reads the text at `path`, as a transcript if it was `heard`.
fn text(path: &Path, heard: bool) -> Result<Text, TextError> {
    let mut text = texts::read(path)?;
    if heard {
        text.kind = Kind::Transcript;
    }
    Ok(text)
}

fn scan(text: &Text, scanner: &Scanner, trainer: &Trainer) -> Scan {
    let followed = trainer.settings().followed().iter();
    let followed: Vec<&str> = followed.map(|(deck, _)| deck.as_str()).collect();
    let mut scan = scanner.scan(&text.text, text.kind, &followed);
    if text.kind == Kind::Transcript {
        let finder = Finder::new(trainer.library(), &followed, &[]);
        add_misheard(&mut scan, &text.text, &finder);
    }
    scan
}

/// Whether the user knows the sense in use; every sense, if it could be any.
fn is_known(spotted: &Spotted, trainer: &Trainer) -> bool {
    let senses = spotted.possible();
    !senses.is_empty() && senses.iter().all(|sense| trainer.understands(&sense.term))
}

fn report<'a>(words: &[Word<'a>], scan: &'a Scan, library: &'a Library) -> Report<'a> {
    let rows = words.iter().filter_map(|Word { spotted, known }| {
        let sense = spotted.senses.first()?;
        let term = library.find(&sense.term);
        Some(Row {
            text: &spotted.text,
            term: sense.term.as_str(),
            known: *known,
            sure: spotted.sure,
            senses: &spotted.senses,
            count: spotted.count,
            first: spotted.first,
            gloss: term.and_then(|term| term.gloss.as_deref()),
            definition: term.map_or("", |term| &term.definition),
        })
    });
    Report { lines: None, words: rows.collect(), acronyms: &scan.acronyms }
}

/// What a text says that `acronym` stands for, and whether that is not what the decks say.
fn meaning(acronym: &str, expansion: &str, library: &Library) -> String {
    let is_name = |name: &str| name.eq_ignore_ascii_case(acronym);
    if library.terms().any(|(_, term)| term.names().any(is_name)) {
        return format!("{expansion} here, but not in the decks");
    }
    expansion.to_owned()
}

/// Jots down the acronyms that aren't noted yet.
fn jot(
    acronyms: &[Acronym],
    deck: &[String],
    trainer: &mut Trainer,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    let deck = known_decks(deck, trainer.library(), context)?.pop();
    let open = trainer.jottings()?;
    let fresh: Vec<&Acronym> = acronyms
        .iter()
        .filter(|acronym| !open.iter().any(|one| one.words.eq_ignore_ascii_case(&acronym.text)))
        .collect();
    for acronym in &fresh {
        trainer.jot(&acronym.text, deck.clone(), Some(&acronym.excerpt), None)?;
    }
    let (kept, before) = (fresh.len(), acronyms.len() - fresh.len());
    let noted = if before > 0 { format!("; {before} already there") } else { String::new() };
    writeln!(context.err, "{kept} jotted down{noted}; `shoptalk jot` lists what is open")?;
    Ok(())
}

/// Starts a quiz of every possible sense of the words that are not doubtful.
fn drill(words: &[Word<'_>], context: &mut Context<'_>) -> CommandResult {
    let sure = words.iter().filter(|word| !word.spotted.is_doubtful());
    let senses = sure.flat_map(|word| word.spotted.possible());
    ask(senses.map(|sense| sense.term.clone()).collect(), context)
}

/// Starts a quiz of `terms`.
fn ask(terms: Vec<TermId>, context: &mut Context<'_>) -> CommandResult {
    if terms.is_empty() {
        writeln!(
            context.err,
            "nothing to quiz: there were no words from any deck that you don't know yet"
        )?;
        return Ok(Outcome::Problems);
    }
    quiz::open(context, &[], |_| Start::Words(terms))
}
