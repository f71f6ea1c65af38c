//! Tells the user once that the clock jumped.

use crate::core::words::counted;
use crate::store::doctor::ClockJump;
use crate::trainer::Trainer;

impl Trainer {
    /// Adds a notice if the newest answers show that the clock jumped. Each jump is noticed once.
    pub fn notice_clock_jump(&mut self) {
        let now = self.now();
        let Ok(journal) = &mut self.journal else { return };
        let Ok(Some((seq, jump))) = journal.clock_jump(now) else { return };
        if journal.note_clock_jump(seq).is_err() {
            return;
        }
        let what = match jump {
            ClockJump::Ahead(ms) => format!("the newest answer is {} in the future", span(ms)),
            ClockJump::Back(ms) => {
                format!("an answer is dated {} before the one given earlier", span(ms))
            }
        };
        self.notices.push(format!(
            "your clock seems to have jumped: {what}; `shoptalk data doctor` shows it, and `shoptalk data doctor --fix` corrects it"
        ));
    }
}

/// A span of time, roughly.
fn span(ms: u64) -> String {
    const MINUTE: u64 = 60_000;
    const HOUR: u64 = 60 * MINUTE;
    let (number, unit) = match ms {
        0..90_000 => (1, "minute"),
        90_000..5_400_000 => ((ms + MINUTE / 2) / MINUTE, "minute"),
        5_400_000..129_600_000 => ((ms + HOUR / 2) / HOUR, "hour"),
        _ => ((ms + 12 * HOUR) / (24 * HOUR), "day"),
    };
    counted(number, unit)
}
