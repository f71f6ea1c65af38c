//! `shoptalk data doctor`: checks your progress and the files around it, and fixes what can be fixed.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::bail;
use serde::Serialize;

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::text::capital;
use crate::core::time::{Calendar, Day, Timestamp};
use crate::core::typed_command::typeable;
use crate::core::words::counted;
use crate::files::{self, shown};
use crate::trainer::backups::Contents;
use crate::trainer::doctor::{Doctor, Examination, Finding};

/// The report as JSON.
#[derive(Serialize)]
struct Report<'a> {
    progress: Arc<str>,
    /// `null` if they cannot be counted.
    answers: Option<u64>,
    newest: Option<Timestamp>,
    /// Answers to words that are in no installed deck.
    in_no_deck: usize,
    newest_backup: Option<Day>,
    findings: &'a [Finding],
    /// What is worth knowing, and not wrong.
    notes: &'a [String],
}

/// Checks everything, and fixes what can be fixed if `args` say so.
pub(super) fn run(args: &cli::Doctor, context: &mut Context<'_>) -> CommandResult {
    let journal = context.places()?.journal();
    if args.fix {
        let instead = "leave out --fix, or leave out --data to fix your own progress";
        context.own_places(instead)?;
    }
    let mut doctor = Doctor::new(&context.options)?.trusting_clock(args.clock_is_right);
    if let (true, Some(doubt)) = (args.fix, doctor.doubt()) {
        if !context.is_terminal {
            bail!(
                "{doubt}, and nothing was changed; if the clock is right, run `shoptalk data doctor --fix --clock-is-right`; otherwise set the clock first"
            );
        }
        doctor = doctor.trusting_clock(
            context.agrees(&format!("{}. Is the clock right?", capital(&doubt)), "")?,
        );
    }
    let (found, findings, fixed) = if args.fix {
        doctor.fix()
    } else {
        let (found, findings) = doctor.examine();
        (found, findings, Ok(()))
    };
    if let Err(error) = fixed {
        say(&findings, context)?;
        return Err(error.into());
    }
    let in_no_deck = in_no_deck(&found, context);
    let newest_backup = doctor.newest_backup(&found);
    let notes = doctor.notes(&found);
    if args.json {
        let report = Report {
            progress: shown(&journal),
            answers: found.held.map(|held| held.answers),
            newest: found.held.and_then(|held| held.newest),
            in_no_deck,
            newest_backup,
            findings: &findings,
            notes: &notes,
        };
        context.json(&report)?;
    } else {
        say(&findings, context)?;
        let calendar = Calendar::new(context.options.zone.clone(), Calendar::DEFAULT_START);
        let held = match found.held {
            None if !found.exists => "no answers yet".to_owned(),
            held => Contents::told_of(held, &calendar),
        };
        writeln!(context.out, "{} has {held}", shown(&journal))?;
        if in_no_deck > 0 {
            let answers = counted(in_no_deck, "answer");
            let are = if in_no_deck == 1 { "is" } else { "are" };
            writeln!(context.out, "{answers} to words that are in no installed deck {are} kept")?;
        }
        if let Some(day) = newest_backup {
            writeln!(context.out, "the newest backup is from {day}")?;
        }
        notes.iter().try_for_each(|note| writeln!(context.out, "{note}"))?;
        if findings.is_empty() {
            writeln!(context.out, "nothing is wrong")?;
        }
    }
    // A new, empty journal is not a fix.
    let saved_nothing = found.held.is_some_and(|held| held.answers == 0);
    let is_lost = |finding: &Finding| finding.check == "integrity" && saved_nothing;
    let is_left = findings.iter().any(|finding| finding.fixed.is_none() || is_lost(finding));
    Ok(if is_left { Outcome::Problems } else { Outcome::Done })
}

/// Prints a line for each finding, and one for each part of what was fixed.
fn say(findings: &[Finding], context: &mut Context<'_>) -> std::io::Result<()> {
    for Finding { check, problem, fixed, .. } in findings {
        match fixed {
            Some(fixed) => {
                writeln!(context.out, "{check}: fixed: {}", fixed.join("\n  - "))?;
            }
            None => writeln!(context.out, "{check}: {}", typeable(problem))?,
        }
    }
    Ok(())
}

/// How many answers are to words that are in no installed deck.
fn in_no_deck(found: &Examination, context: &Context<'_>) -> usize {
    if found.reviews.is_empty() {
        return 0;
    }
    let library = files::load(&context.sources()).library;
    let mut known = HashMap::new();
    let mut is_in_none = |term| !*known.entry(term).or_insert_with(|| library.find(term).is_some());
    found.reviews.iter().map(|review| &review.card.term).filter(|term| is_in_none(*term)).count()
}
