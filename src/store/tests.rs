//! What the tests of the journal share: small made-up reviews, and journals to put them into.

mod model;
mod opening;
mod together;

use std::path::Path;

use uuid::Uuid;

use crate::core::card::{CardId, Direction, TermId};
use crate::core::review::{Form, Grade, Review};
use crate::core::schedule::{CardState, Memory};
use crate::core::time::{Day, Timestamp};
use crate::store::{Journal, JournalError};

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

/// The `n`th review: of one of four cards, one each second, ten a day, in one of two sittings.
pub(super) fn review(n: u32) -> Review {
    Review {
        id: id(n),
        card: card(n % 4),
        at: Timestamp::from_millis(1_700_000_000_000 + i64::from(n) * 1_000),
        day: Day::from_number(19_675 + i32::try_from(n).unwrap() / 10),
        grade: Grade::ALL[n as usize % 4],
        form: Form::ALL[1 + n as usize % 6],
        took_ms: 1_000 + n,
        hint: n.is_multiple_of(3),
        answer: n.is_multiple_of(2).then(|| format!("Fehler-Büdget \u{0}\n {n}")),
        sitting: id(1_000_000 + n / 20),
        device: device(),
        early: n.is_multiple_of(5),
    }
}

/// A state that says `n` in each of its fields.
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
        seed: u64::MAX - u64::from(n),
    }
}

/// An empty journal in memory.
pub(super) fn journal() -> Journal {
    Journal::in_memory(device()).unwrap()
}

/// The journal in `folder`.
pub(super) fn open_in(folder: &Path) -> Result<Journal, JournalError> {
    Journal::open(&folder.join("journal.sqlite"), BORN, device())
}

/// The ids of `reviews`, as the numbers that they were made of.
pub(super) fn numbers(reviews: &[Review]) -> Vec<u128> {
    reviews.iter().map(|review| review.id.as_u128()).collect()
}
