//! A look-up of a whole sentence: read between the lines, followed by its terms. It is not recorded.

use std::collections::HashSet;
use std::mem::ManuallyDrop;
use std::rc::Rc;

use super::print::{self, Answer, Detail};
use super::report;
use crate::cli;
use crate::commands::page::Page;
use crate::commands::reading::{ReadText, TERMS};
use crate::commands::{Context, Outcome};
use crate::core::annotations::Annotations;
use crate::core::card::TermId;
use crate::core::deck::Term;
use crate::core::finder::{Finder, Found};
use crate::core::jargon::{Kind, Scanner};
use crate::core::library::Library;
use crate::core::lookup::Verdict;
use crate::core::packed_library::PackedLibrary;
use crate::core::reading::{self, Limits, Reading};
use crate::files::Loaded;
use crate::settings::Settings;
use crate::trainer::Trainer;

/// A sentence, and how to look it up.
pub(super) struct Query<'a> {
    /// The sentence as typed.
    pub(super) text: &'a str,
    /// The decks whose senses come first, and those to search; all if there are none.
    pub(super) decks: (&'a [&'a str], &'a [&'a str]),
    /// The search index.
    pub(super) finder: &'a Finder,
    /// What looking up the whole sentence as one term finds.
    pub(super) found: Vec<Found>,
    /// How many of those to print if nothing matches.
    pub(super) near: usize,
    /// All decks.
    pub(super) packed: &'a PackedLibrary,
    /// The user's notes.
    pub(super) marks: &'a Annotations,
}

/// Prints the sentence in `query` with the meanings of its terms.
pub(super) fn run(
    query: Query<'_>,
    args: &cli::Lookup,
    settings: &Settings,
    context: &mut Context<'_>,
) -> anyhow::Result<Outcome> {
    let Query { text, decks: (first, only), finder, found, near, packed, marks } = query;
    let (library, left_alone) = open(packed, settings, context);
    // Skip the destructors, as for a word.
    let library = ManuallyDrop::new(library);
    let scanner = ManuallyDrop::new(Scanner::new(&library));
    let mut scan = reading::scan(&scanner, &library, text, first, only);
    let meant =
        if args.all { usize::MAX } else { args.limit.map_or(reading::MEANINGS, usize::from) };
    let limits = Limits { near, meant };
    let mut findings = reading::findings(text, &mut scan, found, finder, limits, &library);
    reading::guess(&mut scan, text, &findings.found);
    findings.found.truncate(args.limit.map_or(usize::MAX, usize::from));
    let is_read = findings.verdict == Verdict::Match;
    let gist = |term: &Term| term.gist().to_owned();
    let reading = Reading::new(text, Kind::Plain, &scan, &library, &left_alone, &gist);
    if args.json {
        let mut report = report(text, &findings, packed, marks);
        report.reading = is_read.then_some(&reading);
        context.json(&report)?;
    } else if is_read && !args.short {
        let mut groups: Vec<(&str, Vec<&TermId>)> = Vec::new();
        for found in &findings.found {
            let heading = found.hit.evidence.label().unwrap_or(TERMS);
            match groups.iter_mut().find(|(title, _)| *title == heading) {
                Some((_, terms)) => terms.push(&found.term),
                None => groups.push((heading, vec![&found.term])),
            }
        }
        let read = ReadText { reading: &reading, groups, library: &library };
        if args.markdown {
            write!(context.out, "{}", read.markdown())?;
        } else {
            let look = context.look(settings);
            read.print(&mut Page::new(context.out, look))?;
        }
    } else {
        // What is only near has no entry below it: no word was asked for.
        let detail = Detail::Line;
        let looks = [context.look(settings), context.look_of_talk(settings)];
        let answer =
            Answer { query: text, findings: &findings, library: packed, marks, left_out: 0 };
        print::print(&answer, detail, looks, context)?;
    }
    context.out.flush()?;
    Ok(if is_read { Outcome::Done } else { Outcome::Problems })
}

/// The whole library, and the terms that the user knows well. Without a journal none is known, and none is made.
fn open(
    packed: &PackedLibrary,
    settings: &Settings,
    context: &Context<'_>,
) -> (Rc<Library>, HashSet<TermId>) {
    let library = packed.unpack().unwrap_or_default();
    let has_journal = context.places().is_ok_and(|places| places.journal().is_file());
    if settings.glosses_known || !has_journal {
        return (Rc::new(library), HashSet::new());
    }
    let loaded = Loaded { library, ..Loaded::default() };
    let trainer = Trainer::with_decks(context.options.clone(), Some(loaded));
    (trainer.library().clone(), trainer.left_alone())
}
