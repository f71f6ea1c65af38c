use PersonalData::{Answers, Flags, Jottings, LookUps, Notes, Spellings};

use super::*;
use crate::core::annotations::{Flag, Note, NoteKind};
use crate::core::jotting::Jotting;
use crate::core::review::Review;
use crate::store::schema::NEWEST;
use crate::store::schema::tests::make_older;
use crate::store::tests::{BORN, copy_path, device, id, open_in, review, term};
use crate::store::{LookedUpIn, Lookup, Remembered};

/// A marker to look for in the raw bytes.
const SECRET: &str = "Xylophonquartett";

fn jotting(n: u32, deck: Option<&str>) -> Jotting {
    Jotting {
        id: id(n),
        number: n,
        words: format!("{SECRET} {n}"),
        at: Timestamp::from_millis(n.into()),
        deck: deck.map(Into::into),
        heard: Some(format!("he said {SECRET}")),
        said_by: Some(format!("{SECRET} senior")),
    }
}

fn lookup(n: u32) -> Lookup {
    Lookup {
        id: id(n),
        term: term(n % 2),
        at: Timestamp::from_millis(n.into()),
        day: review(n).day,
        query: format!("{SECRET} {n}"),
        place: LookedUpIn::Shell,
    }
}

fn answered(n: u32) -> Review {
    Review { answer: Some(format!("{SECRET} {n}")), ..review(n) }
}

fn always(_: Option<&str>) -> bool {
    true
}

/// Adds a note, a flag and a spelling.
fn make_marks(journal: &mut Journal, n: u32) {
    let (id, term, at) = (id(n), term(n % 2), Timestamp::from_millis(n.into()));
    let words = Some(format!("{SECRET} {n}"));
    let flag = Flag { id, term: term.clone(), words: words.clone(), at };
    let note = Note { id, term: term.clone(), kind: NoteKind::Note, words, at };
    journal.put_note(&note).unwrap();
    journal.put_flag(&flag).unwrap();
    journal.remember(&Remembered { spelling: format!("{SECRET} {n}"), term, at }).unwrap();
}

/// The files in `folder`, and in the folder of backups in it, that contain the secret.
fn holders(folder: &Path) -> Vec<String> {
    let folders = [folder.to_owned(), folder.join("backups")];
    let files = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let mut found: Vec<String> = files
        .map(|entry| entry.unwrap())
        .filter(|file| file.path().is_file())
        .filter(|file| {
            let bytes = fs::read(file.path()).unwrap();
            bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes())
        })
        .map(|file| file.file_name().into_string().unwrap())
        .collect();
    found.sort();
    found
}

/// A journal with two hundred rows of everything, migrated from an older version, so that copies exist.
fn filled(folder: &Path) -> Journal {
    let mut journal = open_in(folder).unwrap();
    for n in 1..=200 {
        journal.append(&answered(n), None).unwrap();
        journal.look_up(&lookup(n)).unwrap();
        journal.jot(jotting(n, (n % 2 == 0).then_some("platform"))).unwrap();
        make_marks(&mut journal, n);
    }
    let path = journal.path().to_owned();
    drop(journal);
    make_older(&path);
    let journal = open_in(folder).unwrap();
    journal.back_up(Day::from_number(20_000)).unwrap();
    fs::copy(&path, folder.join("backups/.journal-copy-killed")).unwrap();
    journal
}

#[test]
fn what_is_erased_is_in_no_byte_of_any_file() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = filled(home.path());
    assert!(holders(home.path()).len() >= 4, "{:?}", holders(home.path()));
    let mut reviews = journal.reviews().unwrap();
    let tables = [Jottings, LookUps, Notes, Flags, Spellings, Answers];
    let rows = tables.map(|what| journal.traces(what, None, &always).unwrap());
    assert_eq!(rows, [200; 6]);
    for what in tables {
        let erased = journal.erase(what, None, &always).unwrap();
        // The copy that was not finished goes with the first.
        let removed = usize::from(what == Jottings);
        assert_eq!((erased.rows, erased.in_use, erased.removed.len()), (200, false, removed));
        assert!(erased.rewritten.contains(&copy_path(journal.path(), NEWEST)));
    }
    assert_eq!(holders(home.path()), [""; 0]);
    // Both while the journal is open and afterwards; the reviews remain.
    for review in &mut reviews {
        review.answer = None;
    }
    assert_eq!(journal.reviews().unwrap(), reviews);
    journal.integrity().unwrap();
    let copies = copies::all(journal.path()).unwrap();
    drop(journal);
    assert_eq!(holders(home.path()), [""; 0]);
    // The one from before the last migration, the backup, and the unfinished one.
    for copy in &copies[copies.len() - 3..] {
        let copy = Journal::open(copy, BORN, device()).unwrap();
        assert_eq!(copy.reviews().unwrap(), reviews);
        copy.connection.execute("UPDATE reviews SET grade = 1", []).unwrap_err();
    }
}

#[test]
fn with_a_jotting_its_sentence_goes_from_every_byte_of_every_file() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    let heard = |n: u32| Jotting { words: format!("word {n}"), ..jotting(n, None) };
    for n in 1..=20 {
        // Long and short sentences, so that rows move between pages.
        let long = SECRET.repeat(1 + n as usize % 20);
        journal.jot(Jotting { heard: Some(long), ..heard(n) }).unwrap();
        if n % 3 == 0 {
            journal.change_jotting(&heard(n - 1)).unwrap();
        }
    }
    let path = journal.path().to_owned();
    drop(journal);
    make_older(&path);
    let mut journal = open_in(home.path()).unwrap();
    journal.back_up(Day::from_number(20_000)).unwrap();
    assert!(holders(home.path()).len() >= 4, "{:?}", holders(home.path()));
    for n in 1..=20 {
        match n % 2 {
            0 => journal.end_jotting(id(n), BORN).unwrap(),
            _ => journal.answer_jotting(id(n), &term(n), BORN).unwrap(),
        }
    }
    assert_eq!(holders(home.path()), [""; 0], "while it is open");
    journal.integrity().unwrap();
    assert_eq!(journal.answered().unwrap().len(), 10);
    drop(journal);
    assert_eq!(holders(home.path()), [""; 0]);
}

#[test]
fn every_text_in_the_journal_is_erased_with_something_or_is_not_personal() {
    // Of the text columns, these hold ids, definitions from decks, and words of this program.
    let known =
        ["key", "term", "direction", "form", "kind", "sentence", "definition", "state", "hold"];
    let journal = crate::store::tests::journal();
    let columns = "SELECT tables.name, columns.name
                   FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
                   WHERE tables.type = 'table' AND columns.type = 'TEXT'";
    let columns: Vec<(String, String)> =
        journal.read(columns, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    for (table, column) in columns {
        let erases =
            |trace: &Trace| trace.table == table && trace.column.is_none_or(|only| only == column);
        assert!(
            TRACES.iter().any(erases) || known.contains(&column.as_str()),
            "{table}.{column} needs a row in `TRACES`"
        );
    }
}

#[test]
fn only_what_is_older_or_of_one_team_is_erased() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = filled(home.path());
    let platform = |deck: Option<&str>| deck == Some("platform");
    let before = Some(Before { at: Timestamp::from_millis(11), day: Day::from_number(0) });
    assert_eq!(journal.traces(Jottings, before, &platform).unwrap(), 5);
    assert_eq!(journal.erase(Jottings, before, &platform).unwrap().rows, 5);
    let left = journal.jottings().unwrap();
    assert_eq!(left.len(), 195);
    assert!(left.iter().all(|one| one.deck.is_none() || one.at.millis() > 10));
    let one = |about: Option<&str>| about == Some(term(1).as_str());
    assert_eq!(journal.erase(LookUps, None, &one).unwrap().rows, 100);
    assert_eq!(journal.traces(LookUps, None, &always).unwrap(), 100);
    assert_eq!(journal.erase(Notes, before, &one).unwrap().rows, 5);
    assert_eq!(journal.notes().unwrap().len(), 195);
    assert_eq!(journal.erase(Spellings, before, &always).unwrap().rows, 10);
    assert_eq!(journal.spellings().unwrap().len(), 190);
}

#[test]
fn a_copy_that_cannot_be_used_is_removed_and_named() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = filled(home.path());
    let [broken, unsupported] = [copy_path(journal.path(), 11), copy_path(journal.path(), 12)];
    fs::write(&broken, format!("no database, but {SECRET}")).unwrap();
    Connection::open(&unsupported).unwrap().pragma_update(None, "user_version", 9).unwrap();
    let erased = journal.erase(Jottings, None, &always).unwrap();
    let unfinished = home.path().join("backups/.journal-copy-killed");
    assert_eq!(erased.removed, [broken.clone(), unsupported.clone(), unfinished.clone()]);
    assert!(!unfinished.exists());
    assert!(!broken.exists() && !unsupported.exists());
}

#[test]
fn of_a_killed_backup_nothing_is_left_and_one_copy_that_cannot_be_written_does_not_keep_the_others()
{
    let home = tempfile::tempdir().unwrap();
    let mut journal = filled(home.path());
    let unfinished = home.path().join("backups/.journal-copy-killed");
    fs::write(&unfinished, "").unwrap();
    fs::write(unfinished.with_file_name(".journal-copy-killed-journal"), SECRET).unwrap();
    // What is no file cannot be rewritten.
    let stubborn = home.path().join("journal.sqlite.before-v10.bak");
    fs::create_dir(&stubborn).unwrap();
    let error = journal.erase(Jottings, None, &always).unwrap_err();
    assert!(matches!(&error, JournalError::NotErased(path, _) if *path == stubborn), "{error}");
    for what in [LookUps, Notes, Flags, Spellings, Answers] {
        journal.erase(what, None, &always).unwrap_err();
    }
    assert_eq!(holders(home.path()), [""; 0]);
    assert!(!unfinished.exists());
}

#[test]
fn while_another_program_reads_that_is_said() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = filled(home.path());
    let other = open_in(home.path()).unwrap();
    let reading = other.connection.unchecked_transaction().unwrap();
    let _: i64 = reading.query_row("SELECT count(*) FROM reviews", [], |row| row.get(0)).unwrap();
    journal.connection.busy_timeout(std::time::Duration::ZERO).unwrap();
    let erased = journal.erase(Jottings, None, &always).unwrap();
    assert!(erased.in_use);
    drop(reading);
    assert!(!journal.erase(Jottings, None, &always).unwrap().in_use);
    drop(other);
    for what in [LookUps, Notes, Flags, Spellings, Answers] {
        assert!(journal.erase(what, None, &always).is_ok());
    }
    assert_eq!(holders(home.path()), [""; 0]);
}

#[test]
fn of_a_review_the_answer_can_be_emptied_and_nothing_else_changed() {
    let home = tempfile::tempdir().unwrap();
    let journal = filled(home.path());
    let columns = [
        "seq",
        "id",
        "term",
        "direction",
        "at",
        "day",
        "grade",
        "form",
        "took_ms",
        "hint",
        "sitting",
        "device",
        "kind",
        "sentence",
    ];
    for column in columns {
        for answer in ["answer", "NULL"] {
            let other = match column {
                "id" | "sitting" | "device" => "randomblob(16)",
                "grade" => "1 + grade % 4",
                "hint" => "1 - hint",
                "early" => "1 - early",
                "term" | "direction" | "form" | "kind" | "sentence" => "'x'",
                _ => "9999999",
            };
            let sql =
                format!("UPDATE reviews SET answer = {answer}, {column} = {other} WHERE seq = 4");
            let error = journal.connection.execute(&sql, []).unwrap_err();
            assert!(error.to_string().contains("never changed"), "{sql}: {error}");
        }
    }
    let sql = "UPDATE reviews SET answer = 'other' WHERE seq = 4";
    assert!(journal.connection.execute(sql, []).is_err());
    let sql = "UPDATE reviews SET answer = NULL WHERE seq = 4";
    assert_eq!(journal.connection.execute(sql, []).unwrap(), 1);
}
