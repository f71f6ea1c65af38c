//! `shoptalk lookup`: finds a term by how you heard it and prints its meaning.

mod print;
mod sentence;

use std::borrow::Cow;
use std::mem::ManuallyDrop;

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::{Context, Outcome, decks_among, quiz, spellings};
use crate::core::annotations::Annotations;
use crate::core::card::{DeckId, TermId};
use crate::core::finder::{Finder, Findings};
use crate::core::lookup::Verdict;
use crate::core::packed_library::PackedLibrary;
use crate::core::reading::{self, Reading};
use crate::files::{self, Loaded};
use crate::trainer::{LookupJournal, Trainer};
use crate::tui::{App, Start};
use print::{Answer, Detail};

/// The default number of entries to print.
const LIMIT: u16 = 3;
/// The number of entries to print with `--all`.
const ALL: u16 = 100;

#[derive(Serialize)]
struct Report<'a> {
    query: &'a str,
    verdict: &'static str,
    /// A sentence, line by line, with its terms and their meanings.
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<&'a Reading<'a>>,
    hits: Vec<Hit<'a>>,
    /// Number of further senses cut off by the limit.
    #[serde(skip_serializing_if = "is_zero")]
    left_out: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// The text of an equivalent term in another deck.
#[derive(Serialize)]
struct Same {
    deck: DeckId,
    id: String,
    definition: String,
}

#[derive(Serialize)]
struct Hit<'a> {
    deck: &'a str,
    id: &'a str,
    term: String,
    score: f32,
    signal: &'static str,
    name: &'a str,
    definition: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    gloss: Option<String>,
    /// What other decks say about the same term.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    same: Vec<Same>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expansion: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explained_by: Option<String>,
    /// The user's own notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    mnemonic: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

/// Prints the entries that match the words in `args`.
pub(super) fn run(args: &cli::Lookup, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let query = args.words.join(" ");
    if args.spellings {
        return spellings::list(args.json, context);
    }
    if args.forget_spelling {
        return spellings::forget(&query, context);
    }
    if args.words.is_empty() {
        return alone(args, context);
    }
    if query.trim().is_empty() {
        bail!(NO_WORDS);
    }
    let settings = context.settings();
    let sources = context.sources_by(&settings);
    let Loaded { library, problems, .. } = files::load_packed(&sources);
    // Skip the destructor: freeing a large index takes as long as a look-up, and the process is about to exit.
    let library = ManuallyDrop::new(library);
    for line in sources.in_passing(&problems) {
        writeln!(context.err, "{line}")?;
    }
    let only =
        decks_among(&args.deck, library.renames(), &library.titles().collect::<Vec<_>>(), context)?;
    let only: Vec<&str> = only.iter().map(DeckId::as_str).collect();
    let first: Vec<&str> = settings.followed().iter().map(|(deck, _)| deck.as_str()).collect();
    let limit = args.limit.unwrap_or(if args.all { ALL } else { LIMIT });
    let finder = Finder::on(&library, &first, &only);
    let options = context.options.clone();
    let glance = LookupJournal::new(&options);
    let own = glance.spellings(&query);
    let is_sentence = reading::is_sentence(&query);
    let find = |limit: usize| own.find(&finder, &query, limit);
    let mut findings =
        find(if is_sentence { reading::SEARCHED.max(limit.into()) } else { limit.into() });
    let marks = glance.notes(library.renames());
    if findings.verdict != Verdict::Match && is_sentence {
        let sentence = sentence::Query {
            text: &query,
            decks: (&first[..], &only[..]),
            finder: &finder,
            found: findings.found,
            near: limit.into(),
            packed: &library,
            marks: &marks,
        };
        return sentence::run(sentence, args, &settings, context);
    }
    findings.found.truncate(limit.into());
    // More senses can exist only if every printed entry is an exact match.
    let is_full = findings.fitting().count() == usize::from(limit);
    let left_out =
        if is_full { find(ALL.into()).fitting().count().saturating_sub(limit.into()) } else { 0 };
    // The entry itself names them where it is printed alone.
    if args.json || args.all {
        let entry = |id: &TermId| library.entry(id).map(|(_, term)| Cow::Owned(term));
        findings = findings.with_related(&finder, limit.into(), entry);
    }
    if args.json {
        let report = report(&query, &findings, &library, &marks);
        context.json(&Report { left_out, ..report })?;
    } else if args.markdown && findings.verdict == Verdict::Match {
        write!(context.out, "{}", print::markdown(&findings, &library, &marks))?;
    } else {
        let detail = match (args.short, args.all) {
            (true, _) => Detail::Line,
            (_, true) => Detail::All,
            _ => Detail::Fitting,
        };
        let looks = [context.look(&settings), context.look_of_talk(&settings)];
        let answer = Answer {
            query: &query,
            findings: &findings,
            library: &library,
            marks: &marks,
            left_out,
        };
        print::print(&answer, detail, looks, context)?;
    }
    context.out.flush()?;
    if findings.verdict != Verdict::Match {
        return Ok(Outcome::Problems);
    }
    // Record the look-up after printing the answer: a failure here must not hide it.
    if let Some(found) = findings.found.first() {
        let day_starts = settings.day_starts;
        let noted = glance.note_lookup(&options, day_starts, &found.term, &query);
        // Without a home folder nothing is saved, as expected.
        if let (Err(why), true) = (noted, context.places().is_ok()) {
            writeln!(context.err, "this look-up was not saved: {why}")?;
        }
    }
    Ok(Outcome::Done)
}

/// The error where there is nothing to look up.
const NO_WORDS: &str = "type what you heard, as in `shoptalk lookup air budget`";

/// Opens the look-up screen on its own.
fn alone(args: &cli::Lookup, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let for_scripts = args.json || args.markdown || args.short || args.all;
    let narrowed = args.limit.is_some() || !args.deck.is_empty();
    if !context.is_terminal || for_scripts || narrowed {
        bail!(NO_WORDS);
    }
    let trainer = Trainer::open_to_look_up(context.options.clone());
    if context.is_plain(trainer.settings()) {
        bail!(NO_WORDS);
    }
    let theme = context.theme(trainer.settings());
    quiz::run(&mut App::new(trainer, theme, Start::Lookup)?, context)?;
    Ok(Outcome::Done)
}

fn report<'a>(
    query: &'a str,
    findings: &'a Findings,
    library: &PackedLibrary,
    marks: &'a Annotations,
) -> Report<'a> {
    let hits = findings.found.iter().filter_map(|found| {
        let (_, term) = library.entry(&found.term)?;
        let own = marks.own(library.renames(), &found.term);
        Some(Hit {
            deck: found.term.deck(),
            id: found.term.term(),
            same: same(library, &term.id),
            term: term.term,
            score: found.hit.score,
            signal: found.hit.signal.into(),
            name: &found.name,
            definition: term.definition,
            gloss: term.gloss,
            expansion: term.expansion,
            ask: term.ask,
            explained_by: own.credit.map(|credit| credit.name.clone()).or(term.explained_by),
            mnemonic: own.mnemonic,
            note: own.note,
        })
    });
    let verdict = match findings.verdict {
        Verdict::Match => "match",
        Verdict::Near => "near",
        Verdict::None => "none",
    };
    Report { query, verdict, reading: None, hits: hits.collect(), left_out: 0 }
}

/// What other decks say about the same term.
fn same(library: &PackedLibrary, id: &TermId) -> Vec<Same> {
    let same = library.same_entries(id).into_iter().map(|(_, other)| Same {
        deck: other.id.deck().into(),
        id: other.id.term().to_owned(),
        definition: other.definition,
    });
    same.collect()
}
