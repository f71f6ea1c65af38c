//! Tells whether the end of a write-ahead log is damaged or missing: SQLite reads a log up to the first transaction that is not complete,
//! and says nothing of what comes after.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::store::in_place::beside;

const HEAD: usize = 32;
const FRAME_HEAD: usize = 24;
/// Longer than a program takes to write a frame.
const PAUSE: Duration = Duration::from_millis(5);

/// The log of the journal at `path`, if it goes on after the last transaction that SQLite reads. One that a program was killed in the middle
/// of is there, too: it has the last answer. A log that ends between two transactions looks complete.
pub(super) fn cut(path: &Path) -> Option<Vec<u8>> {
    let look = || fs::read(beside(path, "-wal")).ok();
    let log = look()?;
    let read = unread(&log)?;
    // Another program may be writing it.
    thread::sleep(PAUSE);
    (unread(&look()?) == Some(read)).then_some(log)
}

/// How many frames of `log` SQLite reads, if others come after them.
fn unread(log: &[u8]) -> Option<usize> {
    let Some((head, frames)) = log.split_at_checked(HEAD) else {
        return (!log.is_empty()).then_some(0);
    };
    let is_big = number(head, 0) & 1 == 1;
    let mut sum = checksum([0, 0], &head[..24], is_big);
    let is_valid =
        number(head, 0) >> 1 == 0x377f_0682 >> 1 && sum == [24, 28].map(|at| number(head, at));
    let page = if is_valid { usize::try_from(number(head, 8)).ok()? } else { 4096 };
    let (mut read, mut goes_on, mut is_whole) = (0, false, is_valid);
    for (at, frame) in (1..).zip(frames.chunks(FRAME_HEAD.checked_add(page)?)) {
        let is_complete = frame.len() == FRAME_HEAD + page;
        // Frames of an earlier log, which was written back, stay behind a shorter one.
        let is_own = !is_complete || !is_valid || frame[8..16] == head[16..24];
        is_whole &= is_own && is_complete;
        if is_whole {
            sum = checksum(checksum(sum, &frame[..8], is_big), &frame[FRAME_HEAD..], is_big);
            is_whole = sum == [16, 20].map(|at| number(frame, at));
        }
        // The last frame of a transaction has the size of the file.
        let is_read = is_whole && number(frame, 4) != 0;
        if is_read {
            read = at;
        }
        goes_on = !is_read && (is_own || goes_on);
    }
    goes_on.then_some(read)
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// SQLite's checksum of a log, continued.
fn checksum([mut first, mut second]: [u32; 2], bytes: &[u8], is_big: bool) -> [u32; 2] {
    let word = |at: usize| if is_big { number(bytes, at) } else { number(bytes, at).swap_bytes() };
    for at in (0..bytes.len() / 8 * 8).step_by(8) {
        first = first.wrapping_add(word(at)).wrapping_add(second);
        second = second.wrapping_add(word(at + 4)).wrapping_add(first);
    }
    [first, second]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{open_in, review};

    #[test]
    fn answers_after_a_damaged_frame_are_known_to_be_missing_and_said_once() {
        let (home, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut journal = open_in(home.path()).unwrap();
        for n in 1..=8 {
            journal.append(&review(n), None).unwrap();
        }
        let read = |name| fs::read(home.path().join(name)).unwrap();
        let (file, log) = (read("journal.sqlite"), read("journal.sqlite-wal"));
        assert_eq!(cut(journal.path()), None, "as it is");
        assert_eq!(unread(&log), None);
        let path = copy.path().join("journal.sqlite");
        let frame = FRAME_HEAD + 4096;
        let frames = (log.len() - HEAD) / frame;
        // A byte of each frame: of its head, of its page. And of the head of the log.
        let places = (0..frames).flat_map(|at| [HEAD + at * frame + 17, HEAD + at * frame + 300]);
        for at in places.chain([3, 9, 20, 30]) {
            let mut damaged = log.clone();
            damaged[at] ^= 0x40;
            assert!(unread(&damaged).is_some(), "{at}");
        }
        let complete: Vec<usize> = (0..frames)
            .map(|at| HEAD + at * frame)
            .filter(|at| number(&log, at + 4) != 0)
            .map(|at| at + frame)
            .collect();
        for end in
            [3, complete[3] + 5, complete[3] + FRAME_HEAD, complete[5] - frame, complete[5] - 1]
        {
            assert!(unread(&log[..end]).is_some(), "{end}");
        }
        for end in [0, HEAD, complete[3]] {
            assert_eq!(unread(&log[..end]), None, "{end}");
        }
        let mut damaged = log.clone();
        damaged[complete[3] + FRAME_HEAD + 9] ^= 1;
        fs::write(&path, file).unwrap();
        fs::write(beside(&path, "-wal"), &damaged).unwrap();
        let mut journal = open_in(copy.path()).unwrap();
        let said = journal.rebuilt().unwrap();
        assert!(said.contains("your newest answers may be missing"), "{said}");
        assert_eq!(fs::read(copy.path().join("journal.sqlite.log-1.bak")).unwrap(), damaged);
        journal.append(&review(9), None).unwrap();
        assert_eq!(cut(&path), None);
        drop(journal);
        assert_eq!(open_in(copy.path()).unwrap().rebuilt(), None, "once");
    }
}
