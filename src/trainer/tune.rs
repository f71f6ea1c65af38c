//! Tunes the scheduling parameters: fits them to the journal, keeps them if they are better, and reverts them.

use crate::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Parameters, Scheduler};
use crate::core::tune::{self, Evidence, Fit, NEEDED};
use crate::store::{Journal, Tuning, Verdict, in_force};
use crate::trainer::{Trainer, TrainerError};

/// The journal key for the number of usable reviews when the trainer last hinted at tuning.
const SAID: &str = "tune said";

/// The result of tuning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tuned {
    /// The number of usable reviews: those that test a memory.
    pub usable: usize,
    /// The parameters in force before.
    pub before: Parameters,
    /// The fitted parameters.
    pub fit: Fit,
    /// Whether they are now in force, or would be without a dry run.
    pub kept: bool,
}

/// The parameters in force in `journal`, with a message if they cannot be used. The defaults replace unusable ones: being off by
/// a few days is no reason to stop.
pub(super) fn parameters(journal: &Journal) -> (Parameters, Option<String>) {
    let tunings = journal.tunings().map_err(|error| error.to_string());
    let usable = tunings.and_then(|tunings| {
        let found = in_force(&tunings).map_or(DEFAULT_PARAMETERS, |tuning| tuning.parameters);
        Scheduler::new(&found, DEFAULT_RETENTION).map_err(|error| error.to_string())?;
        Ok(found)
    });
    match usable {
        Ok(parameters) => (parameters, None),
        Err(why) => (
            DEFAULT_PARAMETERS,
            Some(format!(
                "cannot use the schedule fitted to you ({why}); using the default one instead; `shoptalk settings tune --back` \
             drops yours"
            )),
        ),
    }
}

impl Trainer {
    /// The parameters in force.
    pub const fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// Whether the parameters in force differ from the defaults.
    pub fn has_own_parameters(&self) -> bool {
        self.parameters.map(f32::to_bits) != DEFAULT_PARAMETERS.map(f32::to_bits)
    }

    /// Fits parameters to all answers, and keeps them if they predict held-out answers better than those in force, unless this is
    /// a `dry_run`. `progress` receives the number of finished fits and the total.
    pub fn tune(
        &mut self,
        dry_run: bool,
        progress: impl FnMut(usize, usize),
    ) -> Result<Tuned, TrainerError> {
        let reviews = self.journal()?.reviews()?;
        let tunings = self.journal()?.tunings()?;
        let evidence = Evidence::gather(&reviews, &self.library);
        let before = self.parameters;
        let since = in_force(&tunings).map(|tuning| tuning.at);
        let fit = tune::tune(&evidence, &before, since, progress)?;
        let kept = fit.comparison.is_better();
        let tuned = Tuned { usable: evidence.count(), before, fit, kept };
        if dry_run {
            return Ok(tuned);
        }
        let verdict = if kept { Verdict::Kept } else { Verdict::Refused };
        let tuning = self.tuning(verdict, fit.parameters, evidence.count());
        let tuning = Tuning { comparison: Some(fit.comparison), ..tuning };
        self.journal()?.append_tuning(&tuning)?;
        if kept {
            self.parameters = fit.parameters;
            self.reschedule()?;
        }
        Ok(tuned)
    }

    /// Reverts the newest kept parameters to those before them, at last the defaults. Returns whether there were any.
    pub fn untune(&mut self) -> Result<bool, TrainerError> {
        let mut tunings = self.journal()?.tunings()?;
        let Some(usable) = in_force(&tunings).map(|tuning| tuning.reviews) else {
            return Ok(false);
        };
        tunings.push(self.tuning(Verdict::Back, DEFAULT_PARAMETERS, usable));
        let parameters = in_force(&tunings).map_or(DEFAULT_PARAMETERS, |tuning| tuning.parameters);
        if let Some(back) = tunings.pop() {
            self.journal()?.append_tuning(&Tuning { parameters, ..back })?;
        }
        self.parameters = parameters;
        self.reschedule()?;
        Ok(true)
    }

    fn tuning(&mut self, verdict: Verdict, parameters: Parameters, reviews: usize) -> Tuning {
        let at = self.now();
        Tuning { id: self.ids.next(at), at, verdict, parameters, reviews, comparison: None }
    }

    /// A hint to tune, at most once per run: there are enough reviews and it was never done, or twice as many as last time.
    pub(super) fn tune_hint(&mut self) -> Option<String> {
        if self.hint.get().is_none() {
            // A hint is not worth an error.
            let found = self.find_tune_hint().unwrap_or_default();
            let _ = self.hint.set(found);
        }
        self.hint.get().cloned().flatten()
    }

    fn find_tune_hint(&mut self) -> Result<Option<String>, TrainerError> {
        // A card's first answer tests no memory, so this is an upper bound: a quick no on most days.
        let answers = self.states.values().map(|state| state.reviews.saturating_sub(1));
        let most = answers.fold(0_usize, |sum, count| {
            sum.saturating_add(usize::try_from(count).unwrap_or(usize::MAX))
        });
        if most < NEEDED {
            return Ok(None);
        }
        let journal = self.journal()?;
        let tuned = journal.tunings()?.last().map(|tuning| tuning.reviews);
        let said = journal.noted(SAID)?;
        let wanted = tuned.max(said).unwrap_or(0).saturating_mul(2).max(NEEDED);
        if most < wanted {
            return Ok(None);
        }
        let reviews = self.journal()?.reviews()?;
        let usable = Evidence::gather(&reviews, &self.library).count();
        if usable < wanted {
            return Ok(None);
        }
        self.journal()?.note(SAID, usable)?;
        Ok(Some(format!(
            "You have enough answers ({usable}): `shoptalk settings tune` fits the schedule to you."
        )))
    }
}
