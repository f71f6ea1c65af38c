//! Tests damaged journals: derived data is rebuilt, and other damage blocks all writes.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rand::RngExt as _;
use rusqlite::Connection;

use crate::core::jotting::Jotting;
use crate::core::personal_data::PersonalData;
use crate::core::review::Review;
use crate::core::rng::seeded;
use crate::core::time::{Day, Timestamp};
use crate::store::doctor::examine;
use crate::store::restore::Candidate;
use crate::store::salvage::salvage;
use crate::store::schema::tests::make_older;
use crate::store::tests::{BORN, card, device, id, numbers, open_in, review, state, term};
use crate::store::{JournalError, ReadOnlyJournal, copies};

const KEY: u64 = 5;
const PAGE: usize = 4096;
/// The struck review.
const STRUCK: u32 = 7;

/// A closed journal with rows in most tables, and its reviews.
fn filled(folder: &Path) -> (PathBuf, Vec<Review>) {
    let mut journal = open_in(folder).unwrap();
    for n in 1..=60 {
        journal.append(&review(n), None).unwrap();
    }
    journal.strike(&[id(STRUCK)], BORN, &[]).unwrap();
    let extent = journal.history().unwrap().extent;
    let states = [(card(1), state(1)), (card(2), state(2))];
    let states = states.iter().map(|(card, state)| (card, state));
    assert!(journal.put_states(KEY, extent, states).unwrap());
    let day = review(30).day;
    journal.put_seen(&term(1), "d", BORN).unwrap();
    journal.put_reading(&"platform".into(), day, &[(term(1), "d")]).unwrap();
    journal.jot(jotting()).unwrap();
    let reviews = journal.reviews().unwrap();
    (journal.path().to_owned(), reviews)
}

fn jotting() -> Jotting {
    Jotting {
        id: id(1),
        number: 1,
        words: "flux".to_owned(),
        at: BORN,
        deck: None,
        heard: None,
        said_by: None,
    }
}

/// The root page of the table or index `name`, from 1.
fn root(path: &Path, name: &str) -> usize {
    let journal = Connection::open(path).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let page: u32 = journal.query_row(sql, [name], |row| row.get(0)).unwrap();
    page as usize
}

/// Zeros the page with this number, from 1.
fn zero(path: &Path, page: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[(page - 1) * PAGE..page * PAGE].fill(0);
    fs::write(path, bytes).unwrap();
}

/// The names of the files beside the journal.
fn beside(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path.parent().unwrap()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name != "journal.sqlite").collect();
    names.sort();
    names
}

#[test]
fn an_empty_index_whose_page_is_one_of_a_table_is_rebuilt() {
    let home = tempfile::tempdir().unwrap();
    let (path, reviews) = filled(home.path());
    let page = root(&path, "lookups_by_moment");
    let mut bytes = fs::read(&path).unwrap();
    // The type of a page: an empty leaf of an index becomes one of a table.
    assert_eq!(std::mem::replace(&mut bytes[(page - 1) * PAGE], 0x0d), 0x0a);
    fs::write(&path, bytes).unwrap();
    assert!(examine(&path).error.is_some());
    let journal = open_in(home.path()).unwrap();
    assert!(journal.rebuilt().is_some());
    assert_eq!(journal.reviews().unwrap(), reviews);
    journal.back_up_to(&home.path().join("copy.sqlite")).unwrap();
}

#[test]
fn what_can_be_worked_out_again_is_and_nothing_is_lost() {
    for name in [
        "cache",
        "states",
        "reviews_by_day",
        "reviews_by_card",
        "reviews_by_sitting",
        "sqlite_autoindex_reviews_1",
        "introductions_by_day",
        "lookups_by_moment",
        "jottings_by_number",
        "sqlite_autoindex_notes_1",
    ] {
        let home = tempfile::tempdir().unwrap();
        let (path, reviews) = filled(home.path());
        zero(&path, root(&path, name));
        let damaged = fs::read(&path).unwrap();
        let mut journal = open_in(home.path()).unwrap();
        let said = journal.rebuilt().unwrap();
        assert!(said.contains("nothing else in it seems damaged"), "{name}: {said}");
        assert!(said.contains("journal.sqlite.damaged-1.bak"), "{name}: {said}");
        journal.integrity().unwrap();
        assert_eq!(journal.reviews().unwrap(), reviews, "{name}");
        assert_eq!(journal.jottings().unwrap(), [jotting()], "{name}");
        assert_eq!(journal.device(), device(), "{name}");
        assert_eq!(journal.cached_states(KEY).unwrap(), None, "{name}");
        assert_eq!(journal.seen().unwrap().len(), 1, "{name}");
        journal.append(&review(61), None).unwrap();
        drop(journal);
        let copy = copies::named(&path, "damaged-1");
        assert_eq!(beside(&path), [copy.file_name().unwrap().to_str().unwrap()], "{name}");
        let page = (root(&path, name) - 1) * PAGE;
        assert!(page < damaged.len());
        assert_eq!(fs::read(copy).unwrap()[PAGE..], damaged[PAGE..], "{name}: as it was");
        assert_eq!(open_in(home.path()).unwrap().rebuilt(), None, "{name}: once");
    }
}

#[test]
fn nothing_is_written_to_a_journal_in_which_something_is_missing() {
    for name in ["reviews", "strikes", "meta", "jottings", "seen", "readings", "sqlite_schema"] {
        let home = tempfile::tempdir().unwrap();
        let (path, _) = filled(home.path());
        zero(&path, if name == "sqlite_schema" { 1 } else { root(&path, name) });
        let damaged = fs::read(&path).unwrap();
        let error = open_in(home.path()).unwrap_err();
        assert!(matches!(error, JournalError::Damaged { .. }), "{name}: {error}");
        assert!(!error.to_string().contains('\n'), "{error}");
        let glance = ReadOnlyJournal::at(&path).into_journal(BORN, id(1));
        assert!(glance.is_err(), "{name}");
        assert_eq!(fs::read(&path).unwrap(), damaged, "{name}");
        assert_eq!(beside(&path), [""; 0], "{name}");
    }
}

#[test]
fn the_log_of_a_damaged_journal_stays_as_it_is() {
    let (home, left) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (path, _) = filled(home.path());
    let page = root(&path, "meta");
    let mut journal = open_in(home.path()).unwrap();
    journal.append(&review(61), None).unwrap();
    for name in ["journal.sqlite", "journal.sqlite-wal"] {
        fs::copy(home.path().join(name), left.path().join(name)).unwrap();
    }
    let path = left.path().join("journal.sqlite");
    zero(&path, page);
    let (damaged, log) = (fs::read(&path).unwrap(), left.path().join("journal.sqlite-wal"));
    let before = fs::read(&log).unwrap();
    let error = open_in(left.path()).unwrap_err();
    assert!(matches!(error, JournalError::Damaged { .. }), "{error}");
    assert_eq!(fs::read(&path).unwrap(), damaged);
    assert_eq!(fs::read(&log).unwrap(), before);
}

#[test]
fn what_is_in_the_log_comes_along_when_a_journal_is_rebuilt() {
    let (home, left) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (path, reviews) = filled(home.path());
    let page = root(&path, "states");
    let mut journal = open_in(home.path()).unwrap();
    journal.append(&review(61), None).unwrap();
    for name in ["journal.sqlite", "journal.sqlite-wal"] {
        fs::copy(home.path().join(name), left.path().join(name)).unwrap();
    }
    zero(&left.path().join("journal.sqlite"), page);
    let journal = open_in(left.path()).unwrap();
    assert!(journal.rebuilt().is_some());
    assert_eq!(journal.reviews().unwrap(), [reviews, vec![review(61)]].concat());
    journal.integrity().unwrap();
}

#[test]
fn whatever_page_is_lost_the_answers_are_all_there_or_the_journal_is_refused_and_left() {
    let home = tempfile::tempdir().unwrap();
    let (path, reviews) = filled(home.path());
    let whole = fs::read(&path).unwrap();
    let (mut rebuilt, mut refused) = (0, 0);
    for page in 1..=whole.len() / PAGE {
        fs::write(&path, &whole).unwrap();
        zero(&path, page);
        let damaged = fs::read(&path).unwrap();
        match open_in(home.path()) {
            Ok(journal) => {
                assert_eq!(journal.reviews().unwrap(), reviews, "page {page}");
                journal.integrity().unwrap();
                rebuilt += 1;
            }
            Err(error) => {
                let JournalError::Damaged(_, why) = error else { panic!("page {page}: {error}") };
                let parts = ["the damage may affect ", "a part of it", "it is not a database"];
                assert!(parts.iter().any(|part| why.starts_with(part)), "page {page}: {why}");
                assert_eq!(fs::read(&path).unwrap(), damaged, "page {page}");
                refused += 1;
            }
        }
    }
    assert!(rebuilt > 10 && refused > 10, "{rebuilt} {refused}");
}

#[test]
fn whatever_bytes_are_changed_no_answer_is_written_to_a_journal_that_is_not_sound() {
    let home = tempfile::tempdir().unwrap();
    let (path, _) = filled(home.path());
    let whole = fs::read(&path).unwrap();
    let mut random = seeded(6);
    let (mut rebuilt, mut refused) = (0, 0);
    for case in 0..150 {
        let mut damaged = whole.clone();
        for _ in 0..8 {
            let at = random.random_range(0..damaged.len());
            damaged[at] ^= random.random_range(1..=255_u8);
        }
        fs::write(&path, &damaged).unwrap();
        match open_in(home.path()) {
            Ok(mut journal) => {
                rebuilt += u32::from(journal.rebuilt().is_some());
                match journal.append(&review(61), None) {
                    Ok(()) => journal.integrity().unwrap(),
                    // The text of a trigger makes no sense any more.
                    Err(error) => {
                        assert!(matches!(error, JournalError::Damaged { .. }), "{error}");
                        refused += 1;
                    }
                }
            }
            Err(_) => {
                assert_eq!(fs::read(&path).unwrap(), damaged, "case {case}");
                refused += 1;
            }
        }
    }
    assert!(rebuilt > 10 && refused > 10, "{rebuilt} {refused}");
}

#[test]
fn an_entry_of_an_index_that_is_not_that_of_its_row_is_worked_out_again() {
    let home = tempfile::tempdir().unwrap();
    let (path, reviews) = filled(home.path());
    let mut damaged = fs::read(&path).unwrap();
    let index = (root(&path, "reviews_by_card") - 1) * PAGE;
    let entry = damaged[index..index + PAGE].windows(6).rposition(|bytes| bytes == b"unders");
    // The newest entry gets another direction.
    damaged[index + entry.unwrap()] = b'x';
    fs::write(&path, damaged).unwrap();
    let journal = open_in(home.path()).unwrap();
    assert!(journal.rebuilt().is_some());
    assert_eq!(journal.reviews().unwrap(), reviews);
    journal.integrity().unwrap();
}

#[test]
fn a_value_that_the_program_cannot_read_is_found_and_left_out_or_made_anew() {
    let garbled = "CAST(x'666cff' AS TEXT)";
    for (sql, affected) in [
        ("UPDATE seen SET definition = ?", "which meanings you have read"),
        ("UPDATE readings SET term = ?", "which meanings you have read"),
        ("UPDATE introductions SET term = ?", "which words you were shown"),
        ("UPDATE introductions SET day = 1 << 40", "which words you were shown"),
        ("UPDATE lookups SET place = 'cave'", "look-ups"),
        ("UPDATE jottings SET words = ?", "jottings"),
        ("UPDATE jottings SET heard = ?", "jottings"),
        ("UPDATE jottings SET number = -1", "jottings"),
        ("UPDATE notes SET words = ?", "notes and mnemonics"),
        ("UPDATE meta SET value = 'x' WHERE key = 'jottings'", "what the program notes for itself"),
        ("UPDATE meta SET value = 0 WHERE key = 'jottings'", "what the program notes for itself"),
        ("UPDATE meta SET value = x'00' WHERE key = 'device'", "what the program notes for itself"),
        ("DELETE FROM meta WHERE key = 'device'", "what the program notes for itself"),
        ("DELETE FROM meta", "what the program notes for itself"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let (path, reviews) = filled(home.path());
        let journal = Connection::open(&path).unwrap();
        let more = "INSERT INTO introductions SELECT id, term, at, day, 900, sitting FROM reviews WHERE seq < 3;
                    INSERT INTO lookups SELECT id, term, at, day, 'flux', 'shell' FROM reviews WHERE seq < 3;
                    INSERT INTO notes (id, term, kind, words, at) SELECT id, term, 'note', 'flux', at FROM reviews WHERE seq < 3;";
        journal.execute_batch(more).unwrap();
        assert!(journal.execute(&sql.replace('?', garbled), []).unwrap() > 0, "{sql}");
        drop(journal);
        let error = open_in(home.path()).unwrap_err().to_string();
        assert!(error.contains(&format!("(the damage may affect {affected})")), "{sql}: {error}");
        assert_eq!(examine(&path).error.unwrap().to_string(), error, "{sql}");
        salvage(&path, BORN, id(1)).unwrap();
        assert!(examine(&path).error.is_none(), "{sql}");
        let mut journal = open_in(home.path()).unwrap();
        assert_eq!(journal.reviews().unwrap(), reviews, "{sql}");
        let jotted = journal.jot(Jotting { id: id(2), ..jotting() }).unwrap();
        assert!(journal.jottings().unwrap().contains(&jotted), "{sql}");
    }
}

#[test]
fn what_is_worked_out_again_is_so_where_the_program_cannot_read_it() {
    let home = tempfile::tempdir().unwrap();
    let (path, reviews) = filled(home.path());
    let journal = Connection::open(&path).unwrap();
    journal.execute("UPDATE states SET due = 1 << 40", []).unwrap();
    drop(journal);
    let journal = open_in(home.path()).unwrap();
    assert!(journal.rebuilt().unwrap().contains("nothing else in it seems damaged"));
    assert_eq!(journal.reviews().unwrap(), reviews);
}

#[test]
fn meanings_that_were_read_come_back_from_a_backup_and_the_user_is_told() {
    let home = tempfile::tempdir().unwrap();
    let (path, reviews) = filled(home.path());
    open_in(home.path()).unwrap().back_up(review(60).day).unwrap();
    for name in ["seen", "readings"] {
        zero(&path, root(&path, name));
        let error = open_in(home.path()).unwrap_err().to_string();
        assert!(error.contains("the damage may affect which meanings you have read"), "{error}");
        let saved = salvage(&path, BORN, id(1)).unwrap();
        assert_eq!(
            (saved.incomplete, saved.filled),
            (vec![name.to_owned()], vec![name.to_owned()])
        );
        let journal = open_in(home.path()).unwrap();
        assert_eq!(journal.seen().unwrap(), [(term(1), "d".to_owned())]);
        let reading = journal.reading(&"platform".into(), review(30).day.plus(1)).unwrap();
        assert_eq!(reading.unwrap().definitions, [(term(1), "d".to_owned())]);
        assert_eq!(journal.reviews().unwrap(), reviews);
    }
}

#[test]
fn a_log_belongs_to_a_journal_with_a_wrong_entry_in_an_index() {
    let (home, left) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (path, reviews) = filled(home.path());
    let index = (root(&path, "reviews_by_card") - 1) * PAGE;
    let mut journal = open_in(home.path()).unwrap();
    journal.strike(&[review(60).id], BORN, &[]).unwrap();
    for name in ["journal.sqlite", "journal.sqlite-wal"] {
        fs::copy(home.path().join(name), left.path().join(name)).unwrap();
    }
    let path = left.path().join("journal.sqlite");
    let mut damaged = fs::read(&path).unwrap();
    let entry = damaged[index..index + PAGE].windows(6).rposition(|bytes| bytes == b"unders");
    damaged[index + entry.unwrap()] = b'x';
    fs::write(&path, damaged).unwrap();
    let error = examine(&path).error;
    assert!(matches!(error, Some(JournalError::Damaged(..))), "{error:?}");
    let journal = open_in(left.path()).unwrap();
    assert!(journal.rebuilt().is_some());
    assert_eq!(journal.reviews().unwrap(), reviews[..reviews.len() - 1], "the log was read");
    journal.integrity().unwrap();
}

#[test]
fn a_damaged_name_of_a_column_is_found_and_fixed() {
    let home = tempfile::tempdir().unwrap();
    let (path, reviews) = filled(home.path());
    let sound = fs::read(&path).unwrap();
    for name in ["sentence TEXT", "answer TEXT", "form TEXT"] {
        let mut damaged = sound.clone();
        let places = sound.windows(name.len()).enumerate();
        // Also where SQLite left an older copy.
        for (at, _) in places.filter(|(_, bytes)| *bytes == name.as_bytes()) {
            damaged[at + 2] = b'x';
        }
        fs::write(&path, &damaged).unwrap();
        let copy = Candidate::take(&path, &home.path().join("other.sqlite")).unwrap();
        assert_eq!(copy.held.answers, reviews.len() as u64, "{name}: it was mended");
        drop(copy);
        let journal = open_in(home.path()).unwrap();
        assert!(journal.rebuilt().is_some());
        assert_eq!(journal.reviews().unwrap(), reviews);
        journal.integrity().unwrap();
    }
}

#[test]
fn a_name_of_a_column_that_is_no_text_costs_no_answer() {
    let home = tempfile::tempdir().unwrap();
    let (path, reviews) = filled(home.path());
    let mut damaged = fs::read(&path).unwrap();
    let name = b"sentence TEXT";
    let places: Vec<_> =
        damaged.windows(name.len()).enumerate().filter(|(_, bytes)| bytes == name).collect();
    let places: Vec<_> = places.into_iter().map(|(at, _)| at).collect();
    for at in places {
        damaged[at] = 0xff;
    }
    fs::write(&path, &damaged).unwrap();
    assert!(matches!(open_in(home.path()), Err(JournalError::Damaged(..))));
    assert!(examine(&path).error.is_some());
    salvage(&path, BORN, id(1)).unwrap();
    assert_eq!(open_in(home.path()).unwrap().reviews().unwrap(), reviews);
}

#[test]
fn an_index_that_knows_of_a_row_more_than_its_table_is_believed() {
    let home = tempfile::tempdir().unwrap();
    let (path, _) = filled(home.path());
    // Drop the table's last row, as if from an older copy of a page.
    let journal = Connection::open(&path).unwrap();
    let sql = "PRAGMA writable_schema = ON;
               DELETE FROM sqlite_schema WHERE type = 'index' AND name LIKE 'reviews_by%';
               DELETE FROM sqlite_schema WHERE name = 'reviews_are_not_erased'";
    let kept: Vec<(String, String, String, i64, Option<String>)> = journal
        .prepare("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE name LIKE 'reviews_by%' OR name = 'reviews_are_not_erased'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    journal.execute_batch(sql).unwrap();
    drop(journal);
    let journal = Connection::open(&path).unwrap();
    journal.execute("DELETE FROM reviews WHERE seq = 60", []).unwrap();
    journal.execute_batch("PRAGMA writable_schema = ON").unwrap();
    for row in kept {
        journal.execute("INSERT INTO sqlite_schema VALUES (?1, ?2, ?3, ?4, ?5)", row).unwrap();
    }
    drop(journal);
    let before = fs::read(&path).unwrap();
    let error = open_in(home.path()).unwrap_err();
    assert!(error.to_string().contains("damage may affect answers)"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn an_older_journal_that_is_damaged_is_refused_untouched() {
    let home = tempfile::tempdir().unwrap();
    let (path, _) = filled(home.path());
    make_older(&path);
    zero(&path, root(&path, "states"));
    let before = fs::read(&path).unwrap();
    let error = open_in(home.path()).unwrap_err();
    assert!(matches!(error, JournalError::Damaged { .. }), "{error}");
    assert!(fs::read(&path).unwrap() == before);
}

#[test]
fn what_is_damaged_while_the_journal_is_open_is_rebuilt_when_it_is_met() {
    let home = tempfile::tempdir().unwrap();
    let (path, reviews) = filled(home.path());
    let page = root(&path, "reviews_by_card");
    let mut journal = open_in(home.path()).unwrap();
    // A disk that loses a page does not change the file's time.
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    zero(&path, page);
    File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    journal.connection.execute_batch("PRAGMA shrink_memory").unwrap();
    let error = journal.append(&review(61), None).unwrap_err();
    assert!(matches!(error, JournalError::Rebuilt { .. }), "{error}");
    assert!(error.to_string().contains("please try again"), "{error}");
    assert_eq!(journal.reviews().unwrap(), reviews, "it was not done");
    journal.append(&review(61), None).unwrap();
    journal.integrity().unwrap();
    drop(journal);
    assert_eq!(open_in(home.path()).unwrap().reviews().unwrap().len(), reviews.len() + 1);
}

#[test]
fn what_is_forgotten_is_forgotten_in_the_copy_of_a_damaged_journal_too() {
    let home = tempfile::tempdir().unwrap();
    let (path, _) = filled(home.path());
    zero(&path, root(&path, "reviews_by_day"));
    let mut journal = open_in(home.path()).unwrap();
    let copy = copies::named(&path, "damaged-1");
    assert!(copy.exists());
    let erased = journal.erase(PersonalData::Jottings, None, &|_| true).unwrap();
    assert_eq!(erased.rows, 1);
    assert_eq!([erased.rewritten, erased.removed].concat(), std::slice::from_ref(&copy));
    let bytes = fs::read(&copy).unwrap_or_default();
    assert!(!bytes.windows(4).any(|window| window == b"flux"));
}

#[test]
fn a_journal_that_is_damaged_while_it_is_open_is_not_written_anew() {
    let home = tempfile::tempdir().unwrap();
    let (path, _) = filled(home.path());
    let page = root(&path, "strikes");
    let mut journal = open_in(home.path()).unwrap();
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    zero(&path, page);
    File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    journal.connection.execute_batch("PRAGMA shrink_memory").unwrap();
    let damaged = fs::read(&path).unwrap();
    let error = journal.erase(PersonalData::Jottings, None, &|_| true).unwrap_err();
    assert!(matches!(error, JournalError::Damaged { .. }), "{error}");
    assert_eq!(fs::read(&path).unwrap(), damaged);
}

#[test]
fn days_and_moments_of_a_rebuilt_journal_are_as_they_were() {
    let home = tempfile::tempdir().unwrap();
    let (path, reviews) = filled(home.path());
    zero(&path, root(&path, "cache"));
    let journal = open_in(home.path()).unwrap();
    assert_eq!(journal.last_day_before(Day::from_number(i32::MAX)).unwrap(), Some(review(60).day));
    assert_eq!(numbers(&journal.reviews().unwrap()), numbers(&reviews));
    assert_eq!(journal.noted("created").unwrap(), usize::try_from(BORN.millis()).ok());
    assert!(journal.lookups_since(Timestamp::from_millis(0)).unwrap().is_empty());
}
