//! `shoptalk lookup`: what a word means, from what was heard of it.

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::{Context, Outcome, known_decks, spellings};
use crate::core::deck::{Deck, Term};
use crate::core::finder::{Finder, Findings, Found, NameKind};
use crate::core::library::Library;
use crate::core::lookup::{MATCH, NEAR, Verdict};
use crate::files;
use crate::places::Places;
use crate::settings;
use crate::trainer::{Trainer, note_lookup, spellings_for};
use crate::tui::{self, App, Start};

/// How many entries are printed unless another number is asked for.
const LIMIT: u16 = 3;
/// How many entries `--all` prints at most.
const ALL: u16 = 100;
/// The widest that text is printed.
const MEASURE: usize = 76;

#[derive(Serialize)]
struct Report<'a> {
    query: &'a str,
    verdict: &'static str,
    hits: Vec<Hit<'a>>,
}

#[derive(Serialize)]
struct Hit<'a> {
    deck: &'a str,
    id: &'a str,
    term: &'a str,
    score: f32,
    signal: &'static str,
    name: &'a str,
    definition: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expansion: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<&'a str>,
}

/// Prints the entries that the words of `args` may mean.
pub fn run(args: &cli::Lookup, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
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
    let loaded = files::load(&context.sources());
    for problem in &loaded.problems {
        writeln!(context.err, "{problem}")?;
    }
    let library = loaded.library;
    let only = known_decks(&args.deck, &library)?;
    let only: Vec<&str> = only.iter().map(String::as_str).collect();
    let path = context.places.as_ref().ok().map(Places::settings);
    let from = path.and_then(|path| settings::load(&path).ok()).unwrap_or_default();
    let first: Vec<&str> = from.settings.followed().iter().map(|(deck, _)| deck.as_str()).collect();
    let limit = args.limit.unwrap_or(if args.all { ALL } else { LIMIT });
    let finder = Finder::new(&library, &first, &only);
    let own = spellings_for(&context.options(), &query);
    let findings = own.find(&library, &finder, &query, usize::from(limit));
    if args.json {
        context.json(&report(&query, &findings, &library))?;
    } else {
        let detail = match (args.short, args.all) {
            (true, _) => Detail::Line,
            (_, true) => Detail::All,
            _ => Detail::Fitting,
        };
        let styled = context.styled(&from.settings);
        let look = Look { detail, explain: args.explain, styled };
        print(&query, &findings, &library, look, context)?;
    }
    context.out.flush()?;
    if findings.verdict != Verdict::Match {
        return Ok(Outcome::Problems);
    }
    // What was asked for has been said; only now is it written down, and if that fails the answer still stands.
    if let Some(found) = findings.found.first() {
        let _ = note_lookup(&context.options(), from.settings.day_starts, &found.term, &query);
    }
    Ok(Outcome::Done)
}

/// Opens the look-up screen and nothing else.
fn alone(args: &cli::Lookup, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let for_scripts = args.json || args.short || args.all || args.explain;
    let narrowed = args.limit.is_some() || !args.deck.is_empty();
    let say = "say what you heard, as in `shoptalk lookup air budget`";
    if !context.is_terminal || for_scripts || narrowed {
        bail!(say);
    }
    let trainer = Trainer::open_to_look_up(context.options());
    if context.is_plain(trainer.settings()) {
        bail!(say);
    }
    let theme = context.theme(trainer.settings());
    let mut app = App::new(trainer, theme, Start::Lookup)?;
    tui::run(&mut app, &context.around)?;
    Ok(Outcome::Done)
}

fn report<'a>(query: &'a str, findings: &'a Findings, library: &'a Library) -> Report<'a> {
    let hits = findings.found.iter().filter_map(|found| {
        let (_, term) = library.entry(&found.term)?;
        Some(Hit {
            deck: found.term.deck(),
            id: found.term.term(),
            term: &term.term,
            score: found.hit.score,
            signal: found.hit.signal.as_str(),
            name: &found.name,
            definition: &term.definition,
            expansion: term.expansion.as_deref(),
            ask: term.ask.as_deref(),
        })
    });
    let verdict = match findings.verdict {
        Verdict::Match => "match",
        Verdict::Near => "near",
        Verdict::None => "none",
    };
    Report { query, verdict, hits: hits.collect() }
}

/// How much is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// One line of the best entry.
    Line,
    /// What fits; where nothing does, what is near.
    Fitting,
    /// What fits and what is near.
    All,
}

/// How entries are printed.
#[derive(Clone, Copy)]
struct Look {
    /// How much.
    detail: Detail,
    /// With what found them.
    explain: bool,
    /// Bold and dim.
    styled: bool,
}

fn print(
    query: &str,
    findings: &Findings,
    library: &Library,
    look: Look,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    let shown = crate::core::text::clean(query);
    match findings.verdict {
        Verdict::Match => {}
        Verdict::Near => writeln!(context.err, "“{shown}” is not here. Did you mean:")?,
        Verdict::None => {
            writeln!(context.err, "Nothing like “{shown}” yet.")?;
            let near: Vec<&str> = findings
                .found
                .iter()
                .filter_map(|found| Some(library.entry(&found.term)?.1.term.as_str()))
                .collect();
            if !near.is_empty() {
                writeln!(context.err, "The nearest: {}", near.join(", "))?;
            }
            writeln!(context.err, "`shoptalk jot` keeps it until you have asked.")?;
            return Ok(());
        }
    }
    // A match stands alone, or with others as good; the merely near would only be in the way.
    let fits = findings.verdict == Verdict::Match && look.detail != Detail::All;
    let least = if fits { MATCH } else { NEAR };
    let found = findings.found.iter().filter(|found| found.hit.score >= least);
    for (at, found) in found.enumerate() {
        let Some((deck, term)) = library.entry(&found.term) else { continue };
        if look.detail == Detail::Line {
            writeln!(context.out, "{} ({}): {}", term.term, deck.title, term.definition)?;
            return Ok(());
        }
        if at > 0 {
            writeln!(context.out)?;
        }
        entry(found, deck, term, at == 0, look, context)?;
    }
    Ok(())
}

/// One entry: the term and its team, then the meaning; of the first one the question and the example as well.
fn entry(
    found: &Found,
    deck: &Deck,
    term: &Term,
    whole: bool,
    look: Look,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    let (strong, muted, end) =
        if look.styled { ("\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m") } else { ("", "", "") };
    let expansion = term.expansion.as_ref().map(|text| format!(", {text}")).unwrap_or_default();
    let title = &deck.title;
    writeln!(context.out, "{strong}{}{end}{expansion}  {muted}{title}{end}", term.term)?;
    let width = context.width.clamp(20, MEASURE);
    let mut lines = vec![("", term.definition.clone())];
    if whole {
        lines.extend(term.ask.iter().map(|text| ("Ask: ", text.clone())));
        lines.extend(term.example.iter().map(|text| ("Heard: ", format!("“{text}”"))));
    }
    for (label, text) in lines {
        let options = textwrap::Options::new(width).initial_indent("  ").subsequent_indent("  ");
        for line in textwrap::wrap(&format!("{label}{text}"), options) {
            writeln!(context.out, "{line}")?;
        }
    }
    if look.explain {
        let kind = match found.kind {
            NameKind::Term => "term",
            NameKind::Alias => "alias",
            NameKind::Expansion => "expansion",
            NameKind::SoundsLike => "sounds like",
            NameKind::Spelling => "spelling you asked to remember,",
        };
        let (signal, score) = (found.hit.signal.as_str(), found.hit.score);
        writeln!(
            context.out,
            "  {muted}found by {signal} in the {kind} “{}”, {score:.2}{end}",
            found.name
        )?;
    }
    Ok(())
}
