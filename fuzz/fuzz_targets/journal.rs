//! A journal with bytes overwritten, cut off or lost from its log: it opens or is refused, is never answered by a panic, holds no
//! more answers than were given, and as a backup it is either restored whole or refused.
#![no_main]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use shoptalk::core::card::{CardId, Direction, TermId};
use shoptalk::core::review::{AnswerKind, Form, Grade, Review};
use shoptalk::core::time::{Day, Timestamp};
use shoptalk::store::Journal;
use shoptalk::store::restore::Candidate;
use uuid::Uuid;

/// How many answers the journal holds, and how many more only its log.
const ANSWERS: [u128; 2] = [30, 5];

/// A sound journal: its file and its log.
static SOUND: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("journal.sqlite");
    let mut number = 0;
    let mut answer = |journal: &mut Journal| {
        number += 1;
        journal.append(&review(number), None).expect("an answer can be added");
    };
    let mut journal = open(&path).expect("a new journal opens");
    (0..ANSWERS[0]).for_each(|_| answer(&mut journal));
    drop(journal);
    let mut journal = open(&path).expect("it opens again");
    (0..ANSWERS[1]).for_each(|_| answer(&mut journal));
    ["journal.sqlite", "journal.sqlite-wal"]
        .map(|name| fs::read(folder.path().join(name)).expect("it can be read while it is open"))
});

fn open(path: &Path) -> Result<Journal, shoptalk::store::JournalError> {
    Journal::open(path, Timestamp::from_millis(0), Uuid::from_u128(1))
}

fn review(number: u128) -> Review {
    let minutes = i64::try_from(number).unwrap_or_default();
    Review {
        id: Uuid::from_u128(number),
        card: CardId {
            term: TermId::new("team", &format!("word-{}", number % 7)),
            direction: Direction::Understand,
        },
        at: Timestamp::from_millis(minutes * 60_000),
        day: Day::from_number(0),
        grade: Grade::Good,
        form: Form::Recall,
        kind: AnswerKind::Judged,
        sentence: None,
        took_ms: 1_000,
        hint: false,
        answer: None,
        session: Uuid::from_u128(2),
        device: Uuid::from_u128(1),
        early: false,
    }
}

/// Damages both files as `plan` says: six bytes for each place, which are the file, three for the place, the length and the byte.
fn damaged(plan: &[u8]) -> [Vec<u8>; 2] {
    let mut files = SOUND.clone();
    for step in plan.chunks_exact(6) {
        let file = &mut files[usize::from(step[0] & 1)];
        let place = u32::from_be_bytes([0, step[1], step[2], step[3]]) as usize % file.len().max(1);
        let length = 1 << (step[4] % 13);
        if step[4] & 0x80 == 0 {
            let end = file.len().min(place + length);
            file[place..end].fill(step[5]);
        } else {
            file.truncate(place);
        }
    }
    files
}

fuzz_target!(|plan: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("journal.sqlite");
    let [file, log] = damaged(plan);
    let lay = |name: &str, bytes: &[u8]| {
        fs::write(folder.path().join(name), bytes).expect("a file can be written");
    };
    lay("journal.sqlite", &file);
    lay("journal.sqlite-wal", &log);
    // As a backup, first: it must not change.
    let other = folder.path().join("other/journal.sqlite");
    if let Ok(candidate) = Candidate::take(&path, &other) {
        let held = candidate.held.answers;
        assert!(u128::from(held) <= ANSWERS.iter().sum(), "{held} answers");
        assert_eq!(candidate.put().expect("a sound copy can be put anywhere"), None);
        let restored = open(&other).expect("what was restored opens").reviews();
        assert!(restored.is_ok_and(|reviews| reviews.len() as u64 == held));
    }
    assert!(fs::read(&path).is_ok_and(|now| now == file), "a backup is never changed");
    let Ok(mut journal) = open(&path) else { return };
    let Ok(reviews) = journal.reviews() else { return };
    assert!(reviews.len() as u128 <= ANSWERS.iter().sum());
    if journal.append(&review(99), None).is_ok() {
        let now = journal.reviews().expect("what was read once is read again").len();
        assert!(now == reviews.len() + 1 || reviews.iter().any(|it| it.id == review(99).id));
    }
});
