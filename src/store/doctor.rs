//! Examines a journal, its backups and its disk without writing anything.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::core::review::Review;
use crate::core::time::{Day, Timestamp};
use crate::core::wrong_dates::TOLERANCE;
use crate::store::backups::{self, Contents};
use crate::store::check::{self, Depth};
use crate::store::connection::{PATIENCE, connect_as, leave_log, size};
use crate::store::error::JournalError;
use crate::store::in_place::beside;
use crate::store::no_locks::Sharing;
use crate::store::{Journal, copies, cut_log, evidence, memory_copy, open, reviews, schema};

/// How many of the newest answers are looked at when the trainer opens.
const NEWEST: usize = 500;
/// The space that a day with the trainer may need, in bytes, for a small journal.
const ROOM: u64 = 20 << 20;

/// What an examination found.
#[derive(Debug, Default)]
pub struct Examination {
    /// Whether there is a journal, or what is left of one.
    pub exists: bool,
    /// Why the journal cannot be used as it is.
    pub error: Option<JournalError>,
    /// Whether its log is damaged, which SQLite takes for its end.
    pub is_log_cut: bool,
    /// How many entries refer to answers that are missing.
    pub orphans: u64,
    /// How many answers are not as in a sound backup of them.
    pub unlike_backup: usize,
    /// What it holds, as far as it can be read.
    pub held: Option<Contents>,
    /// All answers that count, in the order in which they do. Empty if they cannot all be read.
    pub reviews: Vec<Review>,
    /// The backups, the oldest first, each with what it holds; `None` if it cannot be restored.
    pub backups: Vec<(Day, PathBuf, Option<Contents>)>,
    /// The journals that copies replaced, as far as they are sound.
    pub replaced: Vec<(PathBuf, Contents)>,
    /// The damaged files that were put aside.
    pub damaged: Vec<PathBuf>,
    /// The journals that were kept when they were no longer in their place.
    pub kept: Vec<PathBuf>,
    /// The free space on the disk in bytes, if it is less than the next backups need.
    pub little_space: Option<u64>,
}

/// Examines the journal at `path`.
pub fn examine(path: &Path) -> Examination {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let sizes = [path.clone(), beside(&path, "-wal")].map(|file| size(&file));
    let mut found = Examination {
        // A file that cannot be looked at may well be there.
        exists: path.try_exists().unwrap_or(true) || sizes[1] > 0,
        backups: copies::backups(&path)
            .into_iter()
            .map(|(day, file)| {
                let held = backups::look(&file).ok();
                (day, file, held)
            })
            .collect(),
        replaced: copies::labeled(&path, "replaced")
            .into_iter()
            .filter_map(|file| Some((file.clone(), backups::look(&file).ok()?)))
            .collect(),
        damaged: copies::labeled(&path, "damaged"),
        kept: copies::labeled(&path, "kept"),
        little_space: path
            .parent()
            .and_then(free_space)
            .filter(|free| *free < ROOM + 3 * sizes.iter().sum::<u64>()),
        ..Examination::default()
    };
    if found.exists {
        found.error = look(&path, &mut found).err();
    }
    found
}

/// Examines a copy of the file at `path`, and nothing around it.
pub fn examine_copy(path: &Path) -> Examination {
    let mut found = Examination { exists: true, ..Examination::default() };
    let look = copied(path).and_then(|copy| examine_in(&copy, path, &mut found));
    found.error = look.err().map(|error| match error {
        JournalError::Damaged(path, why) => JournalError::BadCopy(path, why),
        other => other,
    });
    found
}

fn look(path: &Path, found: &mut Examination) -> Result<(), JournalError> {
    path.try_exists().map_err(|error| JournalError::from_io(path, &error))?;
    open::refuse_no_file(path)?;
    open::refuse_a_lone_log(path)?;
    let has_log = size(&beside(path, "-wal")) > 0;
    found.is_log_cut = has_log && cut_log::cut(path).is_some();
    // The same decision as on opening.
    match readable(path).and_then(|file| examine_in(&file, path, found)) {
        Err(JournalError::Damaged(..)) if has_log && copies::is_sound_alone(path) => {
            // It was counted with the log of another.
            found.held = None;
            Err(JournalError::ForeignLog(path.to_owned()))
        }
        looked => looked,
    }
}

/// Examines the journal behind `connection`.
fn examine_in(
    connection: &Connection,
    path: &Path,
    found: &mut Examination,
) -> Result<(), JournalError> {
    let sqlite = |error| JournalError::from_sqlite(path, &error);
    schema::identify(connection, path)?;
    if check::version(connection).map_err(sqlite)? == 0 {
        // Nothing was ever written to it.
        found.held = Some(Contents::default());
        return Ok(());
    }
    found.held = Contents::of(connection).ok();
    check::refuse(connection, path, Depth::Entries)?;
    let orphans = "SELECT count(*) FROM pragma_foreign_key_check";
    let orphans = connection.query_row(orphans, [], |row| row.get::<_, i64>(0)).map_err(sqlite)?;
    found.orphans = orphans.unsigned_abs();
    // A journal of an older version has no problems that only its newer tables could show.
    if check::version(connection).map_err(sqlite)? == schema::NEWEST {
        found.unlike_backup = evidence::unlike_backups(connection, path).map_err(sqlite)?;
        let all = reviews::unstruck(connection, "", []).map_err(sqlite)?;
        found.reviews = reviews::in_order(all);
    }
    Ok(())
}

/// Whether the end of the file at `path` is missing: its header counts more pages than there are.
pub(super) fn is_cut_short(path: &Path) -> bool {
    let mut header = [0; 100];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut header));
    let number =
        |at| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    // The count is valid if it is of the last change.
    let is_valid = header.starts_with(b"SQLite format 3\0") && number(24) == number(92);
    let page = match u64::from(u16::from_be_bytes([header[16], header[17]])) {
        1 => 1 << 16,
        page => page,
    };
    let is_short = read.is_err() && size(path) > 0;
    is_short || is_valid && size(path) < page * u64::from(number(28))
}

/// Opens the journal for reading, with its log if a program left one or uses it, else a copy. Creates no files beside it.
fn readable(path: &Path) -> Result<Connection, JournalError> {
    if beside(path, "-wal").exists()
        && beside(path, "-shm").exists()
        && let Ok(opened) = connect_as(path, PATIENCE, Sharing::Possible)
        && leave_log(&opened.connection, true).is_ok()
        && check::version(&opened.connection).is_ok()
    {
        return Ok(opened.connection);
    }
    copied(path)
}

/// A copy in memory; of a file that is too damaged for that, the file itself, without its log.
fn copied(path: &Path) -> Result<Connection, JournalError> {
    match memory_copy::of(path) {
        Err(JournalError::Damaged(..)) => {
            copies::untouched(path).map_err(|error| JournalError::from_sqlite(path, &error))
        }
        copied => copied,
    }
}

/// The space that the user can still write on the disk of `folder`, in bytes, where the system tells.
#[cfg(unix)]
fn free_space(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

#[cfg(not(unix))]
fn free_space(_folder: &Path) -> Option<u64> {
    None
}

/// A jump of the clock that the newest answers show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockJump {
    /// The newest answer is this many milliseconds in the future.
    Ahead(u64),
    /// An answer is dated this many milliseconds before the one given earlier.
    Back(u64),
}

impl Journal {
    /// A jump of the clock on this device that was not noted before, with the number to note as the last known one.
    pub fn clock_jump(&self, now: Timestamp) -> Result<Option<(usize, ClockJump)>, JournalError> {
        let known = self.noted(CLOCK)?.unwrap_or(0);
        let sql = format!(
            "SELECT seq, at FROM reviews {} AND corrects IS NULL AND device = ?1 ORDER BY seq DESC LIMIT {NEWEST}",
            reviews::UNSTRUCK
        );
        let newest: Vec<(usize, Timestamp)> =
            self.read(&sql, [self.device()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let is_jump = |ms: &u64| *ms > TOLERANCE.unsigned_abs();
        let fresh = || newest.iter().filter(|(seq, _)| *seq > known);
        let last = newest.first().map_or(0, |(seq, _)| *seq);
        let ahead = fresh().map(|(_, at)| at.since(now)).max().filter(is_jump);
        // The newest first. The way back from a known jump is none.
        let steps = newest.windows(2).filter(|pair| pair[1].0 > known);
        let back = steps.map(|pair| pair[1].1.since(pair[0].1)).find(is_jump);
        let jump = ahead.map(ClockJump::Ahead).or(back.map(ClockJump::Back));
        Ok(jump.map(|jump| (last, jump)))
    }

    /// Notes that the jump up to answer `seq` was shown.
    pub fn note_clock_jump(&mut self, seq: usize) -> Result<(), JournalError> {
        self.note(CLOCK, seq)
    }
}

/// The key under which the last known jump is noted.
const CLOCK: &str = "clock";
