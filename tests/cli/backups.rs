//! Tests `shoptalk data backup` and `restore`, and the backup of each day.

use std::fs;

use shoptalk::core::review::Grade;

use crate::support::{DAY, Ran, TestEnv, answer};

/// Records an answer, `ms` after noon of the first day.
fn study(env: &TestEnv, ms: i64, term: &str) {
    env.trainer(ms, 1).record(answer(term, Grade::Good)).expect("there is a journal");
}

fn answers(env: &TestEnv) -> u64 {
    env.run(&["data", "backup", "now.sqlite"]).ends_with(0);
    fs::remove_file(env.home().join("now.sqlite")).expect("it was made");
    let connection = rusqlite::Connection::open(env.journal()).expect("the journal opens");
    let count: i64 = connection
        .query_row("SELECT count(*) FROM reviews", [], |row| row.get(0))
        .expect("a count");
    count.unsigned_abs()
}

#[test]
fn the_first_quiz_of_a_day_makes_a_backup_that_can_be_restored() {
    let mut env = TestEnv::new();
    let ran = env.run(&["data", "restore"]).ends_with(1);
    assert!(ran.err.contains("there are no backups yet"), "{ran:#?}");
    study(&env, 0, "platform/slo");
    env.run(&["quiz", "--plain", "platform"]).ends_with(0);
    env.later(DAY);
    study(&env, DAY, "platform/toil");
    env.run(&["quiz", "--plain", "platform"]).ends_with(0);
    env.run(&["quiz", "--plain", "platform"]).ends_with(0);
    let ran = env.run(&["data", "restore"]).ends_with(0);
    assert_eq!(
        ran.out,
        "2026-11-23  2 answers, the newest from 2026-11-23 12:00\n2026-11-22  1 answer, the newest from 2026-11-22 12:00\n"
    );
    let json = env.run(&["data", "restore", "--json"]).ends_with(0).json();
    assert_eq!((&json[1]["day"], &json[1]["answers"]), (&"2026-11-22".into(), &1.into()));
    let ran = env.run(&["complete", "--", "data", "restore", "2026-11-22"]).ends_with(0);
    assert!(ran.out.starts_with("2026-11-22\t"), "{ran:#?}");
    env.run(&["complete", "--", "data", "restore", "my"]).ends_with(1);

    let ran = env.run(&["data", "restore", "2026-11-22"]).ends_with(2);
    assert!(
        ran.err.contains(
            "this would replace 2 answers, the newest from 2026-11-23 12:00, with 1 answer, the newest from 2026-11-22 12:00; add --yes"
        ),
        "{ran:#?}"
    );
    assert_eq!(answers(&env), 2);
    let ran = env.run(&["data", "restore", "2026-11-22", "--yes"]).ends_with(0);
    assert!(ran.err.contains("your previous progress is in "), "{ran:#?}");
    assert_eq!(answers(&env), 1);
    let aside = env.data().join("journal.sqlite.replaced-1.bak");
    let aside = aside.to_str().expect("the path is text");
    env.run(&["data", "restore", aside, "--yes"]).ends_with(0);
    assert_eq!(answers(&env), 2);
}

#[test]
fn after_damage_the_way_back_is_named_and_works() {
    let env = TestEnv::new();
    study(&env, 0, "platform/slo");
    let ran = env.run(&["data", "backup"]).ends_with(0);
    let said = "journal-2026-11-22.sqlite has 1 answer, the newest from 2026-11-22 12:00";
    assert!(ran.err.contains(said), "{ran:#?}");
    let damaged = "this was never a journal\n".repeat(100);
    env.write("data/journal.sqlite", &damaged);
    let ran = env.run(&["stats"]).ends_with(2);
    assert!(ran.err.contains("`shoptalk data restore`"), "{ran:#?}");
    let ran = env.run(&["data", "restore", "2026-11-22"]).ends_with(2);
    assert!(ran.err.contains("replace an unknown number of answers with 1 answer"), "{ran:#?}");
    env.run(&["data", "restore", "2026-11-22", "--yes"]).ends_with(0);
    env.run(&["stats"]).ends_with(0);
    let aside = env.data().join("journal.sqlite.replaced-1.bak");
    assert_eq!(fs::read_to_string(&aside).expect("it is kept"), damaged);
}

#[test]
fn what_is_no_sound_copy_is_refused_and_said_in_the_list() {
    let env = TestEnv::new();
    study(&env, 0, "platform/slo");
    env.run(&["data", "backup"]).ends_with(0);
    env.write("data/backups/journal-2026-11-21.sqlite", "no database");
    let ran = env.run(&["data", "restore"]).ends_with(0);
    assert!(ran.out.contains("\n2026-11-21  damaged; it cannot be restored"), "{ran:#?}");
    let before = fs::read(env.journal()).expect("there is a journal");
    for (copy, why) in [
        ("2026-11-21", "cannot be restored"),
        ("2026-11-20", "is neither a file nor the day of a backup"),
        ("data/journal.sqlite", "it is the journal in use"),
    ] {
        let ran = env.run(&["data", "restore", copy, "--yes"]).ends_with(2);
        assert!(ran.err.contains(why), "{ran:#?}");
    }
    assert_eq!(fs::read(env.journal()).expect("there is a journal"), before);
    let ran = env.run(&["data", "backup", "data/backups/journal-2026-11-22.sqlite"]).ends_with(2);
    assert!(
        ran.err.contains("exists already, and nothing was written; name another file"),
        "{ran:#?}"
    );
    let ran = env.run(&["data", "backup", "nowhere/x.sqlite"]).ends_with(2);
    assert!(ran.err.contains("the folder of") && !ran.err.contains(".journal-copy"), "{ran:#?}");
}

#[test]
fn a_backup_that_fails_is_a_notice_and_the_quiz_goes_on() {
    let env = TestEnv::new();
    study(&env, 0, "platform/slo");
    env.write("data/backups", "in the way");
    let ran = env.run(&["quiz", "--plain", "platform"]).ends_with(0);
    assert!(ran.out.contains("there is no new backup at"), "{ran:#?}");
}

#[test]
fn backups_in_a_relative_data_folder_can_be_used() {
    let env = TestEnv::new();
    env.trainer(0, 1).record(answer("platform/slo", Grade::Good)).expect("there is a journal");
    env.run(&["data", "backup"]).ends_with(0);
    let mut list = env.shoptalk(&["--data", "data", "data", "restore"]);
    let ran = Ran::of(list.current_dir(env.home())).ends_with(0);
    assert!(ran.out.contains("1 answer"), "{ran:#?}");
}

#[test]
fn a_copy_with_only_a_damaged_index_is_restored_whole() {
    let env = TestEnv::new();
    for n in 0..30 {
        study(&env, n * 1_000, "platform/slo");
    }
    env.run(&["data", "backup"]).ends_with(0);
    let copy = env.data().join("backups/journal-2026-11-22.sqlite");
    let connection = rusqlite::Connection::open(&copy).expect("the copy opens");
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'reviews_by_card'";
    let page: usize = connection.query_row(sql, [], |row| row.get(0)).expect("a page");
    drop(connection);
    let mut bytes = fs::read(&copy).expect("it can be read");
    bytes[(page - 1) * 4096..page * 4096].fill(0);
    fs::write(&copy, bytes).expect("it can be written");
    let ran = env.run(&["data", "restore", "2026-11-22", "--yes"]).ends_with(0);
    assert!(ran.err.contains("30 answers"), "{ran:#?}");
    env.run(&["stats"]).ends_with(0);
    let ran = env.run(&["data", "doctor"]);
    assert!(!ran.out.contains("integrity"), "{ran:#?}");
}
