//! Shared by the journal's tests: small made-up reviews, and journals to hold them.

mod damage;
mod evidence;
mod model;
mod odd_places;
mod one_file;
mod opening;
mod replaced;
mod together;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};
use strum::VariantArray as _;
use uuid::Uuid;

use crate::core::card::{CardId, Direction, TermId};
use crate::core::review::{Form, Grade, Review};
use crate::core::schedule::{CardState, Memory};
use crate::core::text::clean;
use crate::core::time::{Day, Timestamp};
use crate::store::connection::Opened;
use crate::store::schema::Birth;
use crate::store::{Journal, JournalError, Lookup, copies, states};

/// Access for tests only.
impl Journal {
    /// A journal in memory.
    pub(super) fn in_memory(device: Uuid) -> Result<Self, JournalError> {
        let path = PathBuf::from("the journal in memory");
        let connection = Connection::open_in_memory()
            .map_err(|error| JournalError::from_sqlite(&path, &error))?;
        let birth = Birth { device, at: Timestamp::default() };
        let opened = Opened::in_memory(connection);
        Self::on(opened, path, birth)
    }

    /// The path of the journal.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the whole file and fails if anything is wrong. Takes time proportional to its size.
    pub(crate) fn integrity(&self) -> Result<(), JournalError> {
        let found = self.read("PRAGMA integrity_check", [], |row| row.get::<_, String>(0))?;
        let mut wrong: Vec<String> = found.into_iter().filter(|line| line != "ok").collect();
        wrong.extend(self.read("PRAGMA foreign_key_check", [], |row| {
            let (table, refers_to): (String, String) = (row.get(0)?, row.get(2)?);
            Ok(format!("a row of {table} lacks its row of {refers_to}"))
        })?);
        if wrong.is_empty() {
            return Ok(());
        }
        let detail = clean(&wrong.join(", ")).into_owned();
        Err(JournalError::Damaged(self.path.clone(), detail))
    }

    /// The look-ups at or after `since`, by time, then by ID.
    pub(super) fn lookups_since(&self, since: Timestamp) -> Result<Vec<Lookup>, JournalError> {
        let sql =
            "SELECT id, term, at, day, query, place FROM lookups WHERE at >= ?1 ORDER BY at, id";
        self.read(sql, params![since], |row| {
            Ok(Lookup {
                id: row.get(0)?,
                term: row.get(1)?,
                at: row.get(2)?,
                day: row.get(3)?,
                query: row.get(4)?,
                place: row.get(5)?,
            })
        })
    }

    /// The active review appended last to this session, by write order: the clock may have been set back in between.
    pub(super) fn newest_of_session(&self, session: Uuid) -> Result<Option<Review>, JournalError> {
        let tail = "AND sitting = ?1 ORDER BY seq DESC LIMIT 1";
        Ok(self.unstruck(tail, params![session])?.pop())
    }

    /// Empties the cache; the states are derived again from the reviews.
    pub(crate) fn drop_states(&mut self) -> Result<(), JournalError> {
        self.held = None;
        self.write(states::clear)
    }
}

pub(super) const BORN: Timestamp = Timestamp::from_millis(1_700_000_000_000);

pub(super) fn id(n: u32) -> Uuid {
    Uuid::from_u128(u128::from(n))
}

pub(super) fn device() -> Uuid {
    Uuid::from_u128(0x00de_71ce)
}

pub(super) fn term(n: u32) -> TermId {
    TermId::new("platform", &format!("term-{n}"))
}

pub(super) fn card(n: u32) -> CardId {
    CardId::new(term(n), Direction::ALL[n as usize % 2])
}

/// The `n`th review: of one of four cards, one per second, ten per day, in one of two sessions.
pub(super) fn review(n: u32) -> Review {
    Review {
        id: id(n),
        card: card(n % 4),
        at: Timestamp::from_millis(1_700_000_000_000 + i64::from(n) * 1_000),
        day: Day::from_number(19_675 + i32::try_from(n).unwrap() / 10),
        grade: Grade::VARIANTS[n as usize % 4],
        form: Form::VARIANTS[1 + n as usize % 6],
        kind: Form::VARIANTS[1 + n as usize % 6].kind(),
        sentence: None,
        took_ms: 1_000 + n,
        hint: n.is_multiple_of(3),
        answer: n.is_multiple_of(2).then(|| format!("Fehler-Büdget \u{0}\n {n}")),
        session: id(1_000_000 + n / 20),
        device: device(),
        early: n.is_multiple_of(5),
    }
}

/// A state with `n` in every field.
pub(super) fn state(n: u32) -> CardState {
    let day = |more: i32| Day::from_number(i32::try_from(n).unwrap() + more);
    CardState {
        memory: Memory {
            stability: 0.1 + f32::from(u16::try_from(n).unwrap()),
            difficulty: 1.0 / 3.0,
        },
        first: day(0),
        last: day(1),
        last_at: Timestamp::from_millis(i64::from(n) - 1_000),
        due: day(2),
        reviews: n,
        lapses: n + 1,
        unfinished: n.is_multiple_of(2),
        held_a_week: n.is_multiple_of(3),
        learned: (!n.is_multiple_of(4)).then(|| day(3)),
        recalled: n.is_multiple_of(5),
        seed: u64::MAX - u64::from(n),
    }
}

/// An empty journal in memory.
pub(super) fn journal() -> Journal {
    Journal::in_memory(device()).unwrap()
}

/// Opens the journal in `folder`.
pub(super) fn open_in(folder: &Path) -> Result<Journal, JournalError> {
    Journal::open(&folder.join("journal.sqlite"), BORN, device())
}

/// The path of the copy made before the journal at `path` is migrated to version `to`.
pub(super) fn copy_path(path: &Path, to: u32) -> PathBuf {
    copies::named(path, &format!("before-v{to}"))
}

/// The numbers that `reviews` were made from.
pub(super) fn numbers(reviews: &[Review]) -> Vec<u128> {
    reviews.iter().map(|review| review.id.as_u128()).collect()
}

/// Appends the reviews with these numbers.
#[cfg(unix)]
fn fill(journal: &mut Journal, numbers: std::ops::RangeInclusive<u32>) {
    for n in numbers {
        journal.append(&review(n), None).unwrap();
    }
}
