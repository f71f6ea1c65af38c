//! `shoptalk settings tune`: fits the scheduler's parameters to the user's reviews, or resets them.

use serde::Serialize;

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::schedule::Parameters;
use crate::core::tune::{Comparison, NEEDED, Score, TuneError};
use crate::trainer::{Trainer, TrainerError, Tuned};

/// Report progress if fitting takes longer than this, in milliseconds.
const PATIENCE_MS: u64 = 1_000;

#[derive(Serialize)]
struct Report<'a> {
    outcome: &'static str,
    needed: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    usable: Option<usize>,
    #[serde(flatten)]
    comparison: Option<Comparison>,
    /// The parameters in use.
    parameters: &'a Parameters,
    /// The fitted parameters, whether in use or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    fitted: Option<&'a Parameters>,
}

impl<'a> Report<'a> {
    /// What there is to say if nothing was fitted.
    fn new(outcome: &'static str, trainer: &'a Trainer) -> Self {
        let parameters = trainer.parameters();
        Self { outcome, needed: NEEDED, usable: None, comparison: None, parameters, fitted: None }
    }
}

/// Fits the parameters, or resets them.
pub(super) fn run(args: &cli::Tune, context: &mut Context<'_>) -> CommandResult {
    let mut trainer = context.trainer_to_write(!args.dry_run)?;
    if args.back { back(args, &mut trainer, context) } else { tune(args, &mut trainer, context) }
}

fn tune(args: &cli::Tune, trainer: &mut Trainer, context: &mut Context<'_>) -> CommandResult {
    let clock = context.options.clock.clone();
    let began = clock.now();
    let err = &mut context.err;
    let tuned = trainer.tune(args.dry_run, |done, all| {
        if done < all && clock.now().since(began) >= PATIENCE_MS {
            // A failed progress message is no reason to stop.
            let _ = writeln!(err, "fitting: {done} of {all}");
        }
    });
    let found = match tuned {
        Ok(found) => found,
        Err(TrainerError::Tune(why)) => return refused(args, &why, trainer, context),
        Err(error) => return Err(error.into()),
    };
    if args.json {
        let outcome = match (found.kept, args.dry_run) {
            (true, false) => "kept",
            (true, true) => "would-keep",
            (false, _) => "not-better",
        };
        context.json(&Report {
            usable: Some(found.usable),
            comparison: Some(found.fit.comparison),
            fitted: Some(&found.fit.parameters),
            ..Report::new(outcome, trainer)
        })?;
    } else {
        print(args, &found, context)?;
    }
    Ok(Outcome::Done)
}

/// Reports why no parameters were fitted.
fn refused(
    args: &cli::Tune,
    why: &TuneError,
    trainer: &Trainer,
    context: &mut Context<'_>,
) -> CommandResult {
    let (outcome, usable) = match why {
        TuneError::TooFew(usable) => ("too-few", Some(*usable)),
        TuneError::NoFit => ("no-fit", None),
    };
    if args.json {
        context.json(&Report { usable, ..Report::new(outcome, trainer) })?;
    }
    writeln!(context.err, "{}", textwrap::fill(&why.to_string(), context.width.min(100)))?;
    Ok(Outcome::Problems)
}

fn back(args: &cli::Tune, trainer: &mut Trainer, context: &mut Context<'_>) -> CommandResult {
    let went = trainer.untune()?;
    if args.json {
        let outcome = if went { "back" } else { "nothing-to-go-back-to" };
        context.json(&Report::new(outcome, trainer))?;
    }
    let says = if !went {
        "nothing to go back to: the default schedule is in use"
    } else if trainer.has_own_parameters() {
        "the previous schedule is in use again; restart the trainer if it is running"
    } else {
        "the default schedule is in use again; restart the trainer if it is running"
    };
    writeln!(context.err, "{says}")?;
    Ok(if went { Outcome::Done } else { Outcome::Problems })
}

fn print(args: &cli::Tune, found: &Tuned, context: &mut Context<'_>) -> anyhow::Result<()> {
    let Comparison { held_out, before, after } = found.fit.comparison;
    let row = |name: &str, of: fn(&Score) -> f64| {
        format!("{name:<12}  {:>7.4}  {:>7.4}", of(&before), of(&after))
    };
    let what = format!(
        "Fitted to {} answers that test your memory, and judged on {held_out} that each fit had not seen:",
        found.usable
    );
    writeln!(context.out, "{}\n", textwrap::fill(&what, context.width.min(100)))?;
    writeln!(context.out, "{:<12}  {:>7}  {:>7}   lower is better", "", "before", "after")?;
    writeln!(context.out, "{}", row("log loss", |score| score.log_loss))?;
    writeln!(context.out, "{}", row("RMSE (bins)", |score| score.rmse_bins))?;
    let says = match (found.kept, args.dry_run) {
        (true, false) => {
            "Kept: from now on, words come back based on your own memory. Restart the trainer if it is running; \
             `shoptalk settings tune --back` goes back."
        }
        (true, true) => "These would be kept. Nothing was changed.",
        (false, false) => "Not better, so the schedule stays as it is.",
        (false, true) => "Not better, so these would not be kept. Nothing was changed.",
    };
    writeln!(context.out, "\n{}", textwrap::fill(says, context.width.min(100)))?;
    Ok(())
}
