//! What is wrong with the user's progress and the files around it.

mod fix;

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

use crate::app_dirs::AppDirs;
use crate::core::review::Review;
use crate::core::rng::Ids;
use crate::core::time::{Calendar, Day, Timestamp};
use crate::core::words::{counted, listed};
use crate::core::wrong_dates::{self, WrongDates};
use crate::files::{self, shown};
use crate::settings;
use crate::sources;
use crate::store::backups::Contents;
use crate::store::doctor::{examine, examine_copy};
use crate::store::{ABANDONED, JournalError, UNFINISHED_COPY, backups, is_only_read};
use crate::trainer::backups::told_fuller;
use crate::trainer::{Options, TrainerError};

pub use crate::store::doctor::Examination;

/// How many days the newest backup may be older than the newest answer.
const STALE: u32 = 7;

/// Something that is wrong.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// The name of the check.
    pub check: &'static str,
    /// What is wrong, and what to do.
    pub problem: String,
    /// What fixing it did, part by part; `None` if it was not fixed.
    #[serde(serialize_with = "joined")]
    pub fixed: Option<Vec<String>>,
    #[serde(skip)]
    fix: Option<Fix>,
}

/// How to fix something.
#[derive(Debug)]
enum Fix {
    MakePrivate(Vec<PathBuf>),
    Remove(Vec<PathBuf>),
    /// Moves backups beside the journal, under this label.
    PutAside(&'static str, Vec<PathBuf>),
    Salvage,
    CorrectDates,
    BackUp,
}

/// The user's files, to be checked and fixed.
pub struct Doctor {
    places: AppDirs,
    now: Timestamp,
    calendar: Calendar,
    ids: Ids,
    /// Whether the clock is right now, whatever it looks like.
    trusts_clock: bool,
}

impl Doctor {
    /// Looks after the files in `options`.
    pub fn new(options: &Options) -> Result<Self, TrainerError> {
        let places = options.places.clone()?;
        let starts = settings::load(&places.settings()).unwrap_or_default().settings.day_starts;
        let calendar = Calendar::new(options.zone.clone(), starts);
        Ok(Self {
            places,
            now: options.clock.now(),
            calendar,
            ids: Ids::new(options.seed),
            trusts_clock: false,
        })
    }

    /// If it `trusts`, takes the clock for right whatever it looks like.
    #[must_use]
    pub fn trusting_clock(self, trusts: bool) -> Self {
        Self { trusts_clock: trusts, ..self }
    }

    /// Checks everything. Writes nothing.
    pub fn examine(&self) -> (Examination, Vec<Finding>) {
        let journal = self.places.journal();
        let is_own = self.places.looked_at.is_none();
        let found = if is_own { examine(&journal) } else { examine_copy(&journal) };
        let mut findings = self.integrity(&found);
        findings.extend(self.dates(&found));
        if !is_own {
            return (found, findings);
        }
        findings.extend(self.backups(&found));
        findings.extend(self.permissions(&found));
        let (leftovers, _) = self.unfinished();
        if !leftovers.is_empty() {
            let problem = format!(
                "killed programs left {} unfinished; `--fix` removes {}",
                several(&leftovers),
                it(&leftovers)
            );
            findings.push(finding("leftovers", problem, Some(Fix::Remove(leftovers))));
        }
        if let Some(free) = found.little_space {
            let problem = format!(
                "only {} MB are free on the disk of {}; free some space, or answers and backups cannot be saved",
                free >> 20,
                shown(&journal)
            );
            findings.push(finding("disk", problem, None));
        }
        (found, findings)
    }

    /// `what` if it can be followed: nothing is fixed in a file that is only looked at.
    fn advice<'a>(&self, what: &'a str) -> &'a str {
        if self.places.looked_at.is_some() { "" } else { what }
    }

    fn integrity(&self, found: &Examination) -> Vec<Finding> {
        let journal = self.places.journal();
        if let Some((held, day, most)) = fuller(found)
            && restored(found, &most).is_none()
        {
            let problem = told_fuller(held.answers, day, most.answers);
            return vec![finding("integrity", problem, None)];
        }
        if !found.exists && !found.backups.is_empty() {
            let problem = format!(
                "{} is missing, but there are backups of it; `shoptalk data restore` lists them and puts one in its place",
                shown(&journal)
            );
            return vec![finding("integrity", problem, None)];
        }
        let mut findings = Vec::new();
        if found.is_log_cut && found.error.is_none() {
            let problem = format!(
                "the end of the log of {} is damaged or missing, so your newest answers may be missing{}",
                shown(&journal),
                self.advice("; `--fix` keeps a copy of the log and what can be read of it")
            );
            findings.push(finding("integrity", problem, Some(Fix::Salvage)));
        }
        if let Some(error) = &found.error {
            let is_damage =
                matches!(error, JournalError::Damaged(..) | JournalError::ForeignLog(..));
            findings.push(finding(
                "integrity",
                error.to_string(),
                is_damage.then_some(Fix::Salvage),
            ));
        }
        if found.unlike_backup > 0 {
            let (answers, are) = match found.unlike_backup {
                1 => ("1 answer".to_owned(), "is"),
                number => (counted(number, "answer"), "are"),
            };
            let problem = format!(
                "{answers} in {} {are} not as in a backup, and answers never change{}",
                shown(&journal),
                self.advice("; `--fix` takes them from the backup and keeps this file beside it")
            );
            findings.push(finding("integrity", problem, Some(Fix::Salvage)));
        }
        if found.orphans > 0 && found.error.is_none() {
            let problem = format!(
                "{} rows of {} refer to answers that are missing{}",
                found.orphans,
                shown(&journal),
                self.advice("; `--fix` takes over all others")
            );
            findings.push(finding("orphans", problem, Some(Fix::Salvage)));
        }
        findings
    }

    /// The answers with wrong dates.
    fn wrong_dates(&self, reviews: &[Review]) -> Vec<WrongDates> {
        wrong_dates::find(reviews, self.now, &self.calendar)
    }

    /// How many answers of `run` may be right, and the clock wrong now.
    fn doubtful(&self, run: &WrongDates) -> usize {
        if self.trusts_clock { 0 } else { run.after(self.now) }
    }

    /// Says what the clock says, if answers are dated later, so that only the user knows which is right.
    pub fn doubt(&self) -> Option<String> {
        let runs = self.wrong_dates(&self.examine().0.reviews);
        let count = runs.iter().map(|run| self.doubtful(run)).sum::<usize>();
        let are = if count == 1 { "is" } else { "are" };
        let (answers, now) = (counted(count, "answer"), self.local(self.now));
        (count > 0).then(|| format!("the clock says {now}, but {answers} {are} dated later"))
    }

    fn local(&self, at: Timestamp) -> String {
        self.calendar.local(at).strftime("%Y-%m-%d %H:%M").to_string()
    }

    fn dates(&self, found: &Examination) -> Vec<Finding> {
        let said = |run: &WrongDates| {
            let WrongDates { wrong, right } = run;
            let answers = counted(wrong.len(), "answer");
            let (was, is) = (self.local(wrong[0].at), self.local(right[0].at));
            if run.has_right_times() {
                let (day, right) = (wrong[0].day, right[0].day);
                let fix = self.advice("; `--fix` corrects it");
                let problem = format!(
                    "{answers} of {was} can't belong to the study day {day}, but to {right}{fix}"
                );
                return finding("dates", problem, Some(Fix::CorrectDates));
            }
            let dated = format!("{answers} dated {was} can't be from then: the clock was wrong");
            if self.doubtful(run) > 0 {
                return finding(
                    "dates",
                    format!(
                        "{dated}, or it is now; it says {}: if that is wrong, set the clock and run this again{}",
                        self.local(self.now),
                        self.advice(&format!(
                            "; if it is right, `--fix --clock-is-right` sets the likely date, {is}"
                        ))
                    ),
                    None,
                );
            }
            finding(
                "dates",
                format!("{dated}; the likely date is {is}{}", self.advice(", and `--fix` sets it")),
                Some(Fix::CorrectDates),
            )
        };
        self.wrong_dates(&found.reviews).iter().map(said).collect()
    }

    fn backups(&self, found: &Examination) -> Vec<Finding> {
        let mut findings = Vec::new();
        // Who flies west has tomorrow behind.
        let tomorrow = self.calendar.day(self.now).plus(1);
        let given = found.held.map_or(0, |held| held.given);
        let later = found.backups.iter().filter(|(day, _, held)| *day > tomorrow && held.is_some());
        let later: Vec<_> = later.collect();
        if !later.is_empty() {
            let days: Vec<_> = later.iter().map(|(day, ..)| day.to_string()).collect();
            // What has more answers than the journal stays where it is found.
            let done = later.iter().filter(|(.., held)| held.is_some_and(|it| it.given <= given));
            let done: Vec<PathBuf> = done.map(|(_, file, _)| file.clone()).collect();
            let (backups, are) =
                if later.len() == 1 { ("backup", "is") } else { ("backups", "are") };
            let advice = match done.len() {
                0 => String::new(),
                _ => format!(
                    "; if it is right now, `--fix --clock-is-right` moves {} aside",
                    it(&done)
                ),
            };
            let problem = format!(
                "the {backups} of {} {are} dated in the future: the clock was wrong then, or is wrong now{advice}",
                listed(&days, "and"),
            );
            let fix =
                (self.trusts_clock && !done.is_empty()).then_some(Fix::PutAside("misdated", done));
            findings.push(finding("backups", problem, fix));
        }
        let newest_sound = found.backups.iter().rfind(|(_, _, held)| held.is_some());
        for (day, file, _) in found.backups.iter().filter(|(_, _, held)| held.is_none()) {
            // It may be all that is left of some answers.
            let is_needed =
                found.error.is_some() && newest_sound.is_none_or(|(newest, ..)| newest < day);
            let advice = if is_needed { "" } else { "; `--fix` moves it aside" };
            let problem = format!("the backup of {day} is damaged and cannot be restored{advice}");
            let fix = (!is_needed).then(|| Fix::PutAside("damaged", vec![file.clone()]));
            findings.push(finding("backups", problem, fix));
        }
        let newest = self.newest_backup(found);
        let answered = found.reviews.iter().filter(|review| review.at <= self.now);
        let answered = answered.map(|review| review.day).max();
        let age = match (newest, answered) {
            (_, None) => return findings,
            (None, _) => "there is no backup of your progress".to_owned(),
            (Some(newest), Some(answered)) if answered.since(newest) > STALE => {
                format!("the newest backup of your progress is from {newest}")
            }
            _ => return findings,
        };
        let problem = format!("{age}; `--fix` or `shoptalk data backup` makes one");
        findings.push(finding("backups", problem, Some(Fix::BackUp)));
        findings
    }

    /// The day of the newest sound backup, as far as it is not in the future.
    pub fn newest_backup(&self, found: &Examination) -> Option<Day> {
        let today = self.calendar.day(self.now);
        let is_sound =
            |(day, _, held): &&(Day, PathBuf, Option<Contents>)| held.is_some() && *day <= today;
        found.backups.iter().rfind(is_sound).map(|(day, ..)| *day)
    }

    #[cfg(unix)]
    fn permissions(&self, found: &Examination) -> Vec<Finding> {
        use std::os::unix::fs::PermissionsExt as _;
        let absolute = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
        let [journal, data] = [self.places.journal(), self.places.data.clone()].map(absolute);
        // A link, a pipe or a device is not this program's own.
        let mode = |file: &Path| {
            let about = fs::symlink_metadata(file).ok()?;
            (about.is_file() || about.is_dir()).then(|| about.permissions().mode())
        };
        let folder = backups::folder(&journal);
        let mut files = Vec::new();
        files.extend(journal.is_file().then(|| journal.clone()));
        // Nor is what is elsewhere, because a link leads there.
        if folder.starts_with(&data) && !folder.is_symlink() {
            files.push(folder);
            files.extend(found.backups.iter().map(|(_, file, _)| file.clone()));
        }
        files.retain(|file| mode(file).is_some_and(|mode| mode & 0o077 != 0));
        let mut settings = vec![self.places.settings()];
        settings.retain(|file| mode(file).is_some_and(|mode| mode & 0o022 != 0));
        let mut findings = Vec::new();
        for (files, can) in [(files, "use"), (settings, "change")] {
            if !files.is_empty() {
                let problem = format!(
                    "other users of this machine can {can} {}; `--fix` makes {} private",
                    several(&files),
                    it(&files)
                );
                findings.push(finding("permissions", problem, Some(Fix::MakePrivate(files))));
            }
        }
        // Where the sticky bit is set, only the owner can replace a file.
        if mode(&data.canonicalize().unwrap_or_default())
            .is_some_and(|mode| mode & 0o022 != 0 && mode & 0o1000 == 0)
        {
            let problem = format!(
                "other users of this machine can replace the files in {0}; `chmod go-w {0}` prevents it",
                shown(&data)
            );
            findings.push(finding("permissions", problem, None));
        }
        if journal.is_file()
            && (mode(&journal).is_some_and(|mode| mode & 0o200 == 0) || is_only_read(&journal))
        {
            let problem = format!(
                "{} is read-only, so nothing is saved; make the file and its folder writable",
                shown(&journal)
            );
            findings.push(finding("permissions", problem, None));
        }
        findings
    }

    #[cfg(not(unix))]
    fn permissions(&self, _found: &Examination) -> Vec<Finding> {
        Vec::new()
    }

    /// Files and folders that killed programs left unfinished; and new ones, which a program may still be writing.
    fn unfinished(&self) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let AppDirs { data, config, .. } = &self.places;
        let journal = self.places.journal();
        // What is written in each folder, and no other names: a folder that the user chose may hold files of other programs.
        let places = [
            (journal.parent().unwrap_or(data).to_owned(), (UNFINISHED_COPY, ""), false),
            (backups::folder(&journal), (UNFINISHED_COPY, ""), false),
            (config.clone(), files::UNFINISHED, false),
            (self.places.decks(), files::UNFINISHED, false),
            (self.places.prepared(), (files::UNFINISHED_CACHE, ""), false),
            (self.places.sources(), (sources::UNFINISHED, ""), true),
        ];
        let (mut left, mut new) = (Vec::new(), Vec::new());
        for (folder, (start, end), is_folder) in places {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let Ok(about) = entry.metadata() else { continue };
                let name = entry.file_name().to_string_lossy().into_owned();
                let is_ours = name.starts_with(start)
                    && name.ends_with(end)
                    && if is_folder { about.is_dir() } else { about.is_file() };
                let age = about.modified().ok().and_then(|at| at.elapsed().ok());
                let found =
                    if age.is_some_and(|age| age > ABANDONED) { &mut left } else { &mut new };
                if is_ours {
                    found.push(entry.path());
                }
            }
        }
        for found in [&mut left, &mut new] {
            found.sort();
            found.dedup();
        }
        (left, new)
    }

    /// What is worth knowing in what was `found`, and not wrong.
    pub fn notes(&self, found: &Examination) -> Vec<String> {
        let mut notes = Vec::new();
        if self.places.looked_at.is_some() {
            return notes;
        }
        if let Some((held, day, most)) = fuller(found)
            && let Some((file, more)) = restored(found, &most)
        {
            notes.push(format!(
                "your progress has {}, since you restored a copy: the backup of {day} has {}, and {}, which was there before, has {}",
                counted(held.answers, "answer"),
                counted(most.answers, "answer"),
                shown(file),
                counted(more.answers, "answer")
            ));
        }
        let displaced = "your progress was moved or replaced while it was open";
        for (files, one, more) in [
            (&found.damaged, "it was damaged", "they were damaged"),
            (&found.kept, displaced, displaced),
        ] {
            let (is, why) = if files.len() == 1 { ("is", one) } else { ("are", more) };
            if !files.is_empty() {
                notes.push(format!(
                    "{} {is} kept because {why}; delete {} once you are sure that nothing is missing",
                    several(files),
                    it(files)
                ));
            }
        }
        let (_, new) = self.unfinished();
        if !new.is_empty() {
            let (is, it) = if new.len() == 1 { ("is", "it") } else { ("are", "them") };
            notes.push(format!(
                "{} {is} unfinished: if no shoptalk is writing {it} now, a killed one left {it}, and `--fix` removes {it} after an hour",
                several(&new)
            ));
        }
        notes
    }
}

#[expect(clippy::ref_option, reason = "serde asks for it")]
fn joined<S: Serializer>(parts: &Option<Vec<String>>, to: S) -> Result<S::Ok, S::Error> {
    parts.as_ref().map(|parts| parts.join("; ")).serialize(to)
}

fn finding(check: &'static str, problem: String, fix: Option<Fix>) -> Finding {
    Finding { check, problem, fixed: None, fix }
}

/// The first of `files`, and how many others there are.
fn several(files: &[PathBuf]) -> String {
    let first = files.first().map(|file| shown(file)).unwrap_or_default();
    match files.len() {
        0 | 1 => first.to_string(),
        number => format!("{first} and {}", counted(number - 1, "other file")),
    }
}

/// How to refer to `files` again.
const fn it(files: &[PathBuf]) -> &'static str {
    if files.len() == 1 { "it" } else { "them" }
}

/// What the journal holds, and the day and the contents of the sound backup with the most answers, if it has more.
fn fuller(found: &Examination) -> Option<(Contents, Day, Contents)> {
    let none = (!found.exists).then(Contents::default);
    let held = found.held.or(none).filter(|_| found.error.is_none() && found.orphans == 0)?;
    let sound = found.backups.iter().filter_map(|(day, _, held)| Some((*day, (*held)?)));
    let (day, most) = sound.max_by_key(|(day, held)| (held.given, *day))?;
    (most.given > held.given && most.answers > held.answers).then_some((held, day, most))
}

/// The journal that the user replaced by a copy with fewer answers, if it has as many as the fullest backup, which has the `most`.
fn restored<'a>(found: &'a Examination, most: &Contents) -> Option<&'a (PathBuf, Contents)> {
    let fullest = found.replaced.iter().max_by_key(|(_, held)| held.given)?;
    (found.exists && fullest.1.given >= most.given).then_some(fullest)
}
