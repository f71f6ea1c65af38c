//! Fixes what the doctor found, one finding after the other.

use std::collections::HashSet;
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use crate::core::text::reason;
use crate::core::words::{counted, listed};
use crate::files::shown;
use crate::store::doctor::Examination;
use crate::store::salvage::{Salvaged, salvage};
use crate::store::{Journal, JournalError, backups, kind, make_private, put_log_aside};
use crate::trainer::TrainerError;
use crate::trainer::doctor::{Doctor, Finding, Fix, several};

/// More is never fixed at once.
const MOST_FIXES: usize = 50;

impl Doctor {
    /// Fixes what can be fixed, one finding after the other, and what comes to light by that. Returns all findings with what is there
    /// now; and an error if something could not be fixed: what was fixed before stays so.
    pub fn fix(&mut self) -> (Examination, Vec<Finding>, Result<(), TrainerError>) {
        let (mut tried, mut all) = (HashSet::new(), Vec::<Finding>::new());
        loop {
            let (found, mut findings) = self.examine();
            // What came back was not fixed.
            all.retain(|known| findings.iter().all(|new| new.problem != known.problem));
            let is_new = |finding: &Finding| {
                finding.fix.is_some()
                    && tried.len() < MOST_FIXES
                    && !tried.contains(&finding.problem)
            };
            let next = findings.iter().position(is_new);
            let Some(next) = next else {
                all.extend(findings);
                return (found, all, Ok(()));
            };
            let mut tries = findings.swap_remove(next);
            tried.insert(tries.problem.clone());
            let Some(fix) = tries.fix.take() else { continue };
            match self.apply(&fix) {
                Ok(done) => all.push(Finding { fixed: Some(done), ..tries }),
                // The error says what is wrong instead of the finding.
                Err(error) => {
                    all.extend(findings);
                    return (found, all, Err(error));
                }
            }
        }
    }

    /// Applies `fix`. Returns what it did, part by part.
    fn apply(&mut self, fix: &Fix) -> Result<Vec<String>, TrainerError> {
        let path = self.places.journal();
        let device = self.ids.next(self.now);
        let done = match fix {
            Fix::MakePrivate(files) => {
                for file in files {
                    make_private(file).map_err(|error| unable(file, &error))?;
                }
                format!("made {} private", several(files))
            }
            Fix::Remove(files) => {
                for file in files {
                    let removed = if file.is_dir() {
                        fs::remove_dir_all(file)
                    } else {
                        fs::remove_file(file)
                    };
                    removed.map_err(|error| unable(file, &error))?;
                }
                format!("removed {}", several(files))
            }
            Fix::PutAside(label, files) => {
                let mut moved = Vec::new();
                for file in files {
                    let aside = backups::put_aside(&path, file, label);
                    moved.push(aside.map_err(|error| unable(file, &error))?);
                }
                format!("moved {} to {}", several(files), several(&moved))
            }
            Fix::Salvage => {
                match Journal::open(&path, self.now, device) {
                    Ok(journal) => {
                        if let Some(rebuilt) = journal.rebuilt() {
                            return Ok(vec![rebuilt]);
                        }
                    }
                    Err(JournalError::ForeignLog(..)) => {
                        let log = put_log_aside(&path)?;
                        let _ = Journal::open(&path, self.now, device)?;
                        return Ok(vec![format!(
                            "moved a log that belongs to another journal to {}",
                            shown(&log)
                        )]);
                    }
                    Err(JournalError::Damaged(..)) => {}
                    Err(error) => return Err(error.into()),
                }
                let saved = salvage(&path, self.now, device).map_err(|error| match error {
                    JournalError::Damaged(path, why) => JournalError::Hopeless(path, why),
                    other => other,
                })?;
                return Ok(self.told(&saved));
            }
            Fix::CorrectDates => {
                let mut journal = Journal::open(&path, self.now, device)?;
                let mut runs = self.wrong_dates(&journal.reviews()?);
                runs.retain(|run| self.doubtful(run) == 0);
                let pairs = runs.iter().flat_map(|run| run.wrong.iter().zip(&run.right));
                let corrected: Vec<_> = pairs
                    .map(|(wrong, right)| {
                        let mut right = right.clone();
                        right.id = self.ids.next(right.at);
                        (wrong.id, right)
                    })
                    .collect();
                journal.correct(&corrected, self.now)?;
                format!(
                    "corrected {}, as the clock now says {}",
                    counted(corrected.len(), "date"),
                    self.local(self.now)
                )
            }
            Fix::BackUp => {
                let journal = Journal::open(&path, self.now, device)?;
                let (file, held) = journal.back_up(self.calendar.day(self.now))?;
                format!("{} has {}", shown(&file), held.told(&self.calendar))
            }
        };
        Ok(vec![done])
    }

    /// What was saved, in words, part by part.
    fn told(&self, saved: &Salvaged) -> Vec<String> {
        let Salvaged { held, missing, incomplete, backup, filled, .. } = saved;
        let is_cut_short = &saved.is_cut_short;
        let mut said = match held.answers {
            0 => vec!["a new file is in its place, but no answer could be saved".to_owned()],
            _ if saved.read == 0 => vec![
                "no answer in it could be read".to_owned(),
                format!("the backup has {}", held.told(&self.calendar)),
            ],
            _ => vec![format!("saved {}", held.told(&self.calendar))],
        };
        let is_all_from_backup =
            backup.as_ref().is_some_and(|(_, theirs)| theirs.given >= held.given);
        if missing.is_empty() && held.answers > 0 && !*is_cut_short && !is_all_from_backup {
            said.push("no answer is known to be missing".to_owned());
        } else if !missing.is_empty() {
            let count: i64 = missing.iter().map(|range| range.end() - range.start() + 1).sum();
            let which = |range: &RangeInclusive<i64>| {
                if range.start() == range.end() {
                    return range.start().to_string();
                }
                format!("{}–{}", range.start(), range.end())
            };
            let which: Vec<String> = missing.iter().map(which).collect();
            let numbers = if count == 1 { "number" } else { "numbers" };
            let count = counted(count, "answer");
            said.push(format!("{count} missing: {numbers} {}", listed(&which, "and")));
        }
        if *is_cut_short {
            said.push("the end of the file or of its log is missing, so your newest answers may be missing, too".to_owned());
        } else if is_all_from_backup && missing.is_empty() {
            said.push("answers that you gave after the backup may be missing".to_owned());
        }
        let lacking = kinds(incomplete);
        if !lacking.is_empty() {
            said.push(format!("some of these may be missing: {}", listed(&lacking, "and")));
        }
        if incomplete.iter().any(|table| table == "strikes") {
            said.push("answers that you took back may count again".to_owned());
        }
        if let Some((backup, _)) = backup {
            let filled = kinds(filled);
            said.push(match filled[..] {
                [] => format!("{} has nothing more", shown(backup)),
                _ => format!(
                    "taken from {} where missing: {}",
                    shown(backup),
                    listed(&filled, "and")
                ),
            });
        }
        said.extend(saved.corrected.told());
        said
    }
}

/// What is in these tables of the journal, in the user's words.
fn kinds(tables: &[String]) -> Vec<&'static str> {
    let mut kinds: Vec<_> = tables.iter().filter_map(|table| kind(table)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn unable(file: &Path, error: &std::io::Error) -> TrainerError {
    TrainerError::Value(format!("{}: {}; nothing else was changed", shown(file), reason(error)))
}
